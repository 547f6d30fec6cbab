"""Fixes: changes that settle a finding, worked out on request, shown before they are made, undoable.

A fix function is registered for one rule or several and is given the view, the faulty element and the
finding; it yields the ways to mend it, the best first. A way is *safe* when it puts right what can only be
meant so, without choosing for the planner: safe ones are made in bulk (``mending``), the others one by one.
After a fix its finding is gone and no new error stands; ``tests/rules/test_fixes.py`` holds every fix to it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.i18n import N_
from workbench.plan.change import Change, Label, canonical
from workbench.plan.edits import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from workbench.plan.change import Operation
    from workbench.plan.elements import Element
    from workbench.rules.checker import Checker
    from workbench.rules.finding import Finding
    from workbench.rules.view import View

#: Rounds of mending and checking again; what is not settled by then is left to the planner.
MOST_ROUNDS: Final = 10
#: Ways offered for one finding: a longer list would not be read.
MOST_WAYS: Final = 12


class Fix(NamedTuple):
    """One way to mend a finding: the change, whose label says what it does, and whether it is safe."""

    change: Change
    safe: bool


FIXES: Final[dict[str, Callable[[View, Any, Finding], Iterable[Fix]]]] = {}


def fix(*codes: str) -> Callable[[Callable[..., Iterable[Fix]]], Callable[..., Iterable[Fix]]]:
    """Register a function as what mends the findings of the rules with these codes."""

    def register(function: Callable[..., Iterable[Fix]]) -> Callable[..., Iterable[Fix]]:
        for code in codes:
            if code in FIXES:
                raise ValueError(f"the fix of {code} is declared twice")
            FIXES[code] = function
        return function

    return register


def way(
    message: str, changes: Iterable[Change | Operation], *, safe: bool = False, **values: str | Element
) -> Fix:
    """A way to mend: what it does in words (an English message id, elements among its values are shown by
    code and title), and the changes or operations that do it, one after another on the plan as it is.
    """
    operations: list[Operation] = []
    for one in changes:
        if isinstance(one, Change):
            operations.extend(one.operations)
        else:
            operations.append(one)
    said = tuple(
        (name, value if isinstance(value, str) else shown_name(value)) for name, value in values.items()
    )
    return Fix(Change(canonical(operations), Label(message, said)), safe)


def _load() -> None:
    # Only when something is to be mended: the checking itself needs none of them.
    from workbench.rules.fixes import registry  # noqa: F401


def ways_to_mend(seen: View, finding: Finding) -> list[Fix]:
    """The ways to mend a finding on the plan as it is, the best first; none for a waived one."""
    _load()
    function = FIXES.get(finding.rule)
    element = seen.plan.get(finding.id)
    if function is None or element is None or finding.waived:
        return []
    found: list[Fix] = []
    for one in function(seen, element, finding):
        if one.change.operations and all(one.change.operations != it.change.operations for it in found):
            found.append(one)
        if len(found) == MOST_WAYS:
            break
    return found


def is_fixable(seen: View, finding: Finding) -> bool:
    """Whether there is a way to mend the finding."""
    _load()
    function = FIXES.get(finding.rule)
    element = seen.plan.get(finding.id)
    if function is None or element is None or finding.waived:
        return False
    return any(one.change.operations for one in function(seen, element, finding))


def settling_ways(checker: Checker, finding: Finding) -> list[Fix]:
    """The ways to mend a finding that do settle it here and bring no error, each tried on a copy."""
    ways = ways_to_mend(checker.view, finding)
    if not ways:
        return []
    trial = _on_trial(checker)
    before = {_key(one) for one in trial.findings() if _is_error(one)}
    found = []
    for one in ways:
        if _made(trial, one.change, finding, before):
            _make(trial, one.change.inverse(one.change.label), finding.rule)
            found.append(one)
    return found


def _on_trial(checker: Checker) -> Checker:
    """A copy to try changes on, wholly checked."""
    trial = checker.fork()
    if trial.whole_pending:
        trial.run_whole()
    return trial


class Mended(NamedTuple):
    """What bulk mending comes to: one change, the findings it settles, and rounds it took."""

    change: Change
    settled: tuple[Finding, ...]
    labels: tuple[Label, ...]


def mend_safely(
    checker: Checker,
    codes: Sequence[str] | None = None,
    progress: Callable[[int, int], Any] | None = None,
) -> Mended:
    """All safe fixes (of the rules ``codes``, or of all) as one change, worked out on a copy of the plan.

    Mends, checks again and mends what that brought, at most MOST_ROUNDS times. A fix whose finding would
    stay, or that would bring an error where there was none, is left out. ``progress`` is told (done, all)
    and may raise Cancelled. The plan itself is untouched.
    """
    _load()
    trial = _on_trial(checker)
    before = {_key(one) for one in trial.findings() if _is_error(one)}
    operations: list[Operation] = []
    settled: list[Finding] = []
    labels: list[Label] = []
    hopeless: set[tuple[str, str, str]] = set()
    for _round in range(MOST_ROUNDS):
        waiting = [
            one
            for one in trial.findings()
            if not one.waived
            and one.rule in FIXES
            and (codes is None or one.rule in codes)
            and _key(one) not in hopeless
        ]
        done = 0
        for at, finding in enumerate(waiting):
            if progress is not None:
                progress(at, len(waiting))
            if not _still_stands(trial, finding):
                continue
            safe = next((one for one in ways_to_mend(trial.view, finding) if one.safe), None)
            if safe is None or not _made(trial, safe.change, finding, before):
                hopeless.add(_key(finding))
                continue
            operations.extend(safe.change.operations)
            settled.append(finding)
            labels.append(safe.change.label)
            done += 1
        if not done:
            break
        trial.run_whole()
    label = Label(N_("Mend {count} findings"), (("count", str(len(labels))),))
    if len(labels) == 1:
        label = labels[0]
    return Mended(Change(canonical(operations), label), tuple(settled), tuple(labels))


def _key(finding: Finding) -> tuple[str, str, str]:
    return finding.rule, finding.id, finding.field


def _is_error(finding: Finding) -> bool:
    return finding.severity == "error" and not finding.waived


def _still_stands(trial: Checker, finding: Finding) -> bool:
    return any(_key(one) == _key(finding) for one in trial.findings_of(finding.id))


def _made(trial: Checker, change: Change, finding: Finding, before: set[tuple[str, str, str]]) -> bool:
    """Make the change on the copy; False, with the copy as it was, when it does not settle the finding."""
    near = change.elements()
    for id_ in tuple(near):
        near.update(trial.plan.neighbours(id_))
    _make(trial, change, finding.rule)
    for id_ in tuple(near):
        near.update(trial.plan.neighbours(id_))
    fresh = (one for id_ in near for one in trial.findings_of(id_) if _is_error(one))
    if not _still_stands(trial, finding) and all(_key(one) in before for one in fresh):
        return True
    _make(trial, change.inverse(change.label), finding.rule)
    return False


def _make(trial: Checker, change: Change, code: str) -> None:
    trial.plan.apply(change)
    trial.update(change)
    trial.run_rule(code)
