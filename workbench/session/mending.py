"""Mending seen from outside: what a change would do in words, and all safe fixes worked out on a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.i18n import N_
from workbench.plan.fields import LISTS
from workbench.plan.in_words import title_of, value_in_words
from workbench.plan.record import Record
from workbench.plan.values import show_money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.i18n import Words
    from workbench.plan.change import Change, Label, Operation
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix, Mended
    from workbench.session.jobs import Progress
    from workbench.session.session import Session


class Part(NamedTuple):
    """One field, or one row of a small table: what stood there and what will; "" for nothing."""

    field: str
    before: str
    after: str


class Touched(NamedTuple):
    """One element that a change adds, sets or deletes (``action``), and its fields as far as they change."""

    action: str
    kind: str
    id: str
    name: str
    parts: tuple[Part, ...]


class _Known:
    """The elements of a plan and those that a change brings."""

    def __init__(self, plan: Plan, change: Change) -> None:
        self._plan = plan
        self._coming = {op.id: op.after for op in change.operations if op.action == "add"}

    def get(self, id_: str | None) -> Element | None:
        """The element with this id, or None."""
        return self._plan.get(id_) or self._coming.get(id_ or "")


def lines(change: Change, plan: Plan, words: Words) -> list[Touched]:
    """What a change would do to the plan as it is, element by element, in words of a language."""
    known = _Known(plan, change)
    by_element: dict[str, list[Operation]] = {}
    for op in change.operations:
        by_element.setdefault(op.id, []).append(op)
    found = []
    for id_, operations in by_element.items():
        op = operations[0]
        element = plan.get(id_) or (op.after if op.action == "add" else op.before)
        name = title_of(known, element, words)
        parts: list[Part] = []
        if op.action == "add":
            parts = list(_filled(known, element, words))
        elif op.action == "set":
            for one in operations:
                declared = type(element).field_of[one.field]
                parts.extend(_differences(known, declared, one.before, one.after, words))
        found.append(Touched(op.action, words(type(element).label), id_, name, tuple(parts)))
    return found


def _filled(known: _Known, element: Element, words: Words) -> Iterator[Part]:
    """The fields that a new element comes with; its name and code stand above them."""
    for declared in element.fields:
        value = element.get(declared.name)
        if value is None or value == () or declared.internal:
            continue
        if declared.name not in ("id", "code", "position", type(element).title_field):
            yield Part(words(declared.label), "", _said(known, declared, value, words))


def _differences(known: _Known, declared: Field, before: Any, after: Any, words: Words) -> Iterator[Part]:
    label = words(declared.label)
    if declared.internal:
        return
    if isinstance(before, Record) and isinstance(after, Record) and type(before) is type(after):
        for inner, old, new in zip(before.fields, before, after, strict=True):
            if old != new:
                yield Part(
                    f"{label} · {words(inner.label)}",
                    _said(known, inner, old, words),
                    _said(known, inner, new, words),
                )
        return
    if declared.type in LISTS:
        yield from _rows(known, declared, before or (), after or (), words)
        return
    yield Part(label, _said(known, declared, before, words), _said(known, declared, after, words))


def _rows(
    known: _Known, declared: Field, before: Sequence[Any], after: Sequence[Any], words: Words
) -> Iterator[Part]:
    """Of a list what goes and what comes; the whole of it where nothing but the order changes."""
    label = words(declared.label)
    going = [row for row in before if row not in after]
    coming = [row for row in after if row not in before]
    if not going and not coming:
        going, coming = list(before), list(after)
    if len(going) == len(coming) and declared.type in ("records", "absent"):
        pairs: list[tuple[list[Any], list[Any]]] = [
            ([old], [new]) for old, new in zip(going, coming, strict=True)
        ]
    elif declared.type in ("records", "absent"):
        pairs = [*(([row], []) for row in going), *(([], [row]) for row in coming)]
    else:
        pairs = [(going, coming)]
    for old_rows, new_rows in pairs:
        yield Part(
            label,
            _said(known, declared, tuple(old_rows), words),
            _said(known, declared, tuple(new_rows), words),
        )


def _said(known: _Known, declared: Field, value: Any, words: Words) -> str:
    if value is not None and declared.type == "money":
        return show_money(value)
    return value_in_words(known, declared, value, words)


# -- ways, and all that is safe ------------------------------------------------------------------------


def ways(session: Session, finding: Finding) -> list[Fix]:
    """The ways to mend a finding of the open plan that do settle it, best first; none where it is gone."""
    from workbench.rules.fixing import settling_ways  # only when something is to be mended

    return settling_ways(session.checker, finding)


def has_way(session: Session, finding: Finding) -> bool:
    """Whether a finding that is known to stand in the open plan can be mended by one change."""
    from workbench.rules.fixing import is_fixable

    return session.checker.stands(finding) and is_fixable(session.checker.view, finding)


class SafeMending:
    """All safe fixes (of the rules ``codes``, or of all) worked out on a snapshot, perhaps in a thread."""

    def __init__(self, session: Session, codes: Sequence[str] | None = None) -> None:
        assert session.plan is not None
        self._checker = session.checker.fork()
        self._codes = codes
        self.plan_id = session.plan.id
        self.newest = session.newest

    def run(self, progress: Progress) -> Mended:
        """Work them out; touches nothing but the snapshot."""
        from workbench.rules.fixing import mend_safely

        def tell(done: int, total: int) -> None:
            progress.step(done, max(total, 1), N_("Looking for what can be mended"))

        return mend_safely(self._checker, self._codes, tell)


def preview(session: Session, codes: Sequence[str] | None, progress: Progress) -> Mended:
    """All safe fixes of the open plan as one change, worked out here and now; nothing is changed."""
    return SafeMending(session, codes).run(progress)


def by_rule(mended: Mended) -> dict[str, list[Label]]:
    """What bulk mending does, in labels, by the rule whose findings they settle; rules in their order."""
    found: dict[str, list[Label]] = {}
    for finding, label in zip(mended.settled, mended.labels, strict=True):
        found.setdefault(finding.rule, []).append(label)
    return dict(sorted(found.items()))
