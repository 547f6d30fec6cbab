"""What a library holds beside a plan, read for the rules that look beyond it: in a thread, or at once."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from workbench.plan.around import LoggedEdit, PlanLine
from workbench.plan.change import canonical
from workbench.plan.elements import KINDS, Scheme
from workbench.plan.plan import Plan
from workbench.rules.surroundings import Surroundings
from workbench.session.undo import Steps

if TYPE_CHECKING:
    from workbench.plan.change import Operation
    from workbench.plan.elements import Element
    from workbench.store.library import Library


class Around(NamedTuple):
    """Surroundings of a plan, and what tells whether they still are what the library holds.

    ``asked_for`` are the ids of the plans above as the plan names them; ``edits`` the log as read, up to
    change ``newest``; ``stamp`` differs once other plans may have changed.
    """

    surroundings: Surroundings
    plan_id: str
    asked_for: tuple[str, ...]
    edits: tuple[tuple[int, Operation], ...]
    newest: int
    stamp: tuple[int, int]


class Shelf:
    """What has been read of a library's plans for the surroundings of one after another."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._stamp = library.state()
        self._lines: tuple[PlanLine, ...] | None = None
        self._plans: dict[str, Plan] = {}

    @property
    def is_fresh(self) -> bool:
        """Whether no other program has changed the file since."""
        return self._library.state() == self._stamp

    def beside(self, plan_id: str) -> tuple[PlanLine, ...]:
        """All plans but one in short."""
        if self._lines is None:
            self._lines = tuple(self._library.beside(""))
        return tuple(one for one in self._lines if one.id != plan_id)

    def plan(self, plan_id: str) -> Plan:
        """A plan that stands above others."""
        if plan_id not in self._plans:
            self._plans[plan_id] = read_in_turns(self._library, plan_id)
        return self._plans[plan_id]


def read_around(
    library: Library,
    plan: Plan,
    newest: int,
    turns: int = 0,
    known: Around | None = None,
    shelf: Shelf | None = None,
) -> Around:
    """What stands beside a plan as it was after change ``newest``; what is known and still true is kept.

    ``turns`` counts what this program did to other plans. Touches nothing but the library, which serves calls
    from any thread.
    """
    stamp = (turns, library.state())
    if known is not None and known.plan_id != plan.id:
        known = None
    asked_for = plan.head.parents or ()
    if known is not None and known.stamp == stamp and known.asked_for == asked_for:
        parents, others = known.surroundings.parents, known.surroundings.others
    else:
        shelf = shelf or Shelf(library)
        others = shelf.beside(plan.id)
        there = {one.id for one in others}
        above = (shelf.plan(id_) for id_ in dict.fromkeys(asked_for) if id_ in there)
        parents = tuple(one for one in above if one.exists)
    edits: tuple[tuple[int, Operation], ...] = ()
    seen = 0
    if _has_settled(plan):
        if known is not None and known.newest <= newest:
            edits, seen = known.edits, known.newest
        if seen < newest:
            fresh = (one for one in library.edits(plan.id, after=seen) if one[0] <= newest)
            edits = (*edits, *fresh)
            seen = newest
    if known is not None and edits == known.edits and seen == known.newest:
        standing = known.surroundings.edits
    else:
        standing = _standing(library, plan.id, newest, edits)
    return Around(Surroundings(parents, others, standing), plan.id, asked_for, edits, seen, stamp)


def _has_settled(plan: Plan) -> bool:
    """Whether there is anything whose later edits matter: a date of issue, or a frozen scheme."""
    return plan.head.issued_on is not None or any(one.frozen for one in plan.all(Scheme))


def _standing(
    library: Library, plan_id: str, newest: int, edits: tuple[tuple[int, Operation], ...]
) -> tuple[LoggedEdit, ...]:
    """The edits whose steps have not been taken back; the pauses of one typing are one edit."""
    if not edits:
        return ()
    by_change: dict[int, list[Operation]] = {}
    for number, op in edits:
        by_change.setdefault(number, []).append(op)
    found = []
    for step in Steps(one for one in library.changes(plan_id) if one.number <= newest).done:
        operations = [op for number in step.made_by for op in by_change.get(number, ())]
        if operations:
            on = _day(step.head.time)
            made = operations if len(step.made_by) == 1 else canonical(operations)
            found += [LoggedEdit(step.made_by[-1], on, step.head.reason, *op) for op in made]
    return tuple(found)


def _day(time: str) -> date:
    """The day of a moment in the log; the first of all where that cannot be read."""
    try:
        return date.fromisoformat(time[:10])
    except ValueError:
        return date.min


def read_in_turns(library: Library, plan_id: str) -> Plan:
    """A plan as it is now, read kind by kind, so that an edit made meanwhile need not wait for all of it."""
    for _ in range(2):
        before = library.newest(plan_id)
        found: list[Element] = [one for kind in KINDS for one in library.elements(plan_id, kind)]
        if library.newest(plan_id) == before:
            return Plan(plan_id, found)
    return library.read(plan_id)
