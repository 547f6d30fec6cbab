"""Own rules while they are being written: what is wrong with a draft, and what it would find."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.rules.finding import Finding
from workbench.rules.own import EntryProblem, OwnRule, read, try_out, written
from workbench.rules.view import View

if TYPE_CHECKING:
    from workbench.session.session import Session

#: What must be filled in, and how that is asked for.
_ASKED: dict[str, str] = {
    "title": N_("Say what holds when the rule is kept"),
    "holds": N_("Write the condition that must hold"),
    "message": N_("Write what is to be said where it does not hold"),
}


class Wrong(NamedTuple):
    """What is wrong with a draft: the entry, the words, and the part of its text that is meant."""

    entry: str
    said: Problem
    start: int = -1
    end: int = -1


class Found(NamedTuple):
    """What a rule finds in a plan: the first findings, how many elements it judges."""

    findings: list[Finding]
    judged: int


def begun(code: str, kind: str) -> OwnRule:
    """A draft with nothing in it yet."""
    return OwnRule(code=code, title="", kind=kind, holds="", message="")


def wrong_with(draft: OwnRule) -> list[Wrong]:
    """What is still missing or not understood; [] when the rule can be kept."""
    missing = [
        Wrong(entry, Problem(message))
        for entry, message in _ASKED.items()
        if not getattr(draft, entry).strip()
    ]
    # What is missing shall not hide what is wrong elsewhere.
    filled = draft._replace(
        title=draft.title.strip() or "-",
        holds=draft.holds.strip() or "1 = 1",
        message=draft.message.strip() or "-",
    )
    try:
        read(written(filled))
    except EntryProblem as problem:
        inner = problem.inner
        if inner is None:
            # It is shown at its entry: which rule and which entry need not be said.
            reason = problem.values.get("reason")
            return [*missing, Wrong(problem.entry, reason if isinstance(reason, Problem) else problem)]
        return [*missing, Wrong(problem.entry, inner, inner.position, inner.position + inner.length)]
    except Problem as problem:
        return [*missing, Wrong("", problem)]
    return missing


class Trial:
    """A rule to be tried on a snapshot of the open plan, perhaps in a thread."""

    def __init__(self, session: Session, draft: OwnRule) -> None:
        assert session.plan is not None
        checker = session.checker
        self._own = draft
        self.plan = session.plan.snapshot()
        self._view = View(self.plan, checker.as_of, checker.profile.parameters(), checker.surroundings)

    def run(self) -> Found:
        """Try it; touches nothing but the snapshot."""
        faults, judged = try_out(self._own, self._view)
        return Found(
            [
                Finding(
                    self._own.code,
                    fault.severity or self._own.severity,
                    element.kind_name,
                    element.id,
                    fault.field,
                    fault.message,
                    fault.values,
                    fault.related,
                )
                for element, fault in faults
            ],
            judged,
        )
