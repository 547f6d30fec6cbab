"""Steps that can be undone and made again, read off the log of changes.

Changes that follow one another with the same merge key are one step: the pauses of typing, the moves of a
drag. An undo is itself a change that says what it undoes, so the steps survive a restart.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.change import Change, Label, Operation, canonical
from workbench.plan.elements import KINDS, Waiver
from workbench.plan.links import references_in, references_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from workbench.plan.plan import Plan
    from workbench.store.library import Library


class Step:
    """One step: the numbers of the changes that now make it up (after a redo: of the redoing change)."""

    __slots__ = ("head", "made_by", "net", "number", "numbers")

    def __init__(self, head: Change) -> None:
        #: The newest of the step's original changes: its number names the step.
        self.number = head.number
        self.head = head._replace(operations=())
        self.made_by: list[int] = [head.number]
        #: Every change that makes it or has made it: the original ones and those that made it again.
        self.numbers: list[int] = [head.number]
        #: What several changes come to together, once somebody has worked it out.
        self.net: tuple[Operation, ...] | None = None

    def join(self, change: Change) -> None:
        """Take in a further change of the same typing or dragging."""
        self.number = change.number
        self.head = change._replace(operations=())
        self.made_by.append(change.number)
        self.numbers.append(change.number)
        followed = self.net is not None and change.operations
        self.net = canonical((*self.net, *change.operations)) if self.net is not None and followed else None

    def again(self, change: Change) -> None:
        """It was undone and has been made again by one change."""
        self.made_by = [change.number]
        self.numbers.append(change.number)
        self.net = None


class Steps:
    """The steps of one plan: done ones (oldest first) and undone ones (the next to redo last)."""

    def __init__(self, log: Iterable[Change] = ()) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self._last_merge_key = ""
        for change in log:
            self.add(change)

    def add(self, change: Change) -> None:
        """Take in the next change of the log."""
        if change.undoes:
            step = self._take(self.done, change.undoes)
            if step is not None:
                self.undone.append(step)
        elif change.redoes:
            step = self._take(self.undone, change.redoes)
            if step is not None:
                step.again(change)
                self.done.append(step)
        elif change.merge_key and change.merge_key == self._last_merge_key and self.done:
            self.done[-1].join(change)
        else:
            self.undone.clear()
            self.done.append(Step(change))
        self._last_merge_key = "" if change.undoes or change.redoes else change.merge_key

    def find(self, number: int) -> Step | None:
        """The done step that the change with this number belongs to."""
        return next((step for step in self.done if number in step.numbers), None)

    @staticmethod
    def _take(steps: list[Step], number: int) -> Step | None:
        for at in range(len(steps) - 1, -1, -1):
            if steps[at].number == number:
                return steps.pop(at)
        return None


class HistoryRow(NamedTuple):
    """One step in the history: who, when, what; ``undone`` when its step is taken back now."""

    number: int
    label: Label
    author: str
    time: str
    reason: str
    undone: bool
    is_undo: bool


def history_rows(log: Sequence[Change]) -> list[HistoryRow]:
    """The log of a plan, newest first, one row a step: the pauses of one typing are one row."""
    paused = {
        one.number
        for one, after in pairwise(log)
        if one.merge_key and one.merge_key == after.merge_key and not (after.undoes or after.redoes)
    }
    standing = {number for step in Steps(log).done for number in step.numbers}
    return [
        HistoryRow(
            one.number,
            one.label,
            one.author,
            one.time,
            one.reason,
            not one.undoes and one.number not in standing,
            bool(one.undoes or one.redoes),
        )
        for one in reversed(log)
        if one.number not in paused
    ]


def loose_ends(plan: Plan, operations: Sequence[Operation]) -> set[str]:
    """Ids that would be pointed at and not be there, as far as the operations are the reason.

    Either they take away what is still pointed at, or they bring back a link to what is gone meanwhile.
    """
    gone = {op.id for op in operations if op.action == "delete"}
    there = plan.elements.keys() | {op.id for op in operations if op.action == "add"}
    edited: dict[str, dict[str, object]] = {}
    found: set[str] = set()
    for op in operations:
        if op.action == "set":
            edited.setdefault(op.id, {})[op.field] = op.after
        if op.action != "delete":
            found.update(one for one in points_at(op) if one in gone or one not in there)
    for id_ in gone:
        for pointing in plan.referrers(id_):
            element = plan.elements[pointing]
            if pointing not in gone and id_ in references_of(element.but(**edited.get(pointing, {}))):
                found.add(id_)
    found.update(one.element for one in plan.all(Waiver) if one.element in gone and one.id not in gone)
    return found


def points_at(op: Operation) -> set[str]:
    """Ids that an operation makes an element point at."""
    if op.action == "delete":
        return set()
    if op.action == "set":
        declared = KINDS[op.kind].field_of[op.field]
        return {*references_in(declared, op.after)} - {*references_in(declared, op.before)}
    waived = [op.after.element] if isinstance(op.after, Waiver) else []
    return {*references_of(op.after), *waived}


class Undoing:
    """The steps of one plan of a library, and the changes that take them back or make them again."""

    def __init__(self, library: Library, plan_id: str, newest: int) -> None:
        self._library = library
        self._plan_id = plan_id
        log = library.changes(plan_id)
        # What others have written since the plan was read is not ours to undo before a reload.
        self._steps = Steps(change for change in log if change.number <= newest)

    def add(self, change: Change) -> None:
        """Take in the next change of the log."""
        self._steps.add(change)

    @property
    def latest(self) -> Step | None:
        """The step that undo takes back: the latest one that has not come to nothing in the end."""
        done = reversed(self._steps.done)
        return next((step for step in done if len(step.made_by) == 1 or self._operations(step)), None)

    @property
    def next(self) -> Step | None:
        """The step that redo makes again: the one undone last."""
        return self._steps.undone[-1] if self._steps.undone else None

    def find(self, number: int) -> Step:
        """The done step that the change with this number belongs to; a Problem where it is undone."""
        step = self._steps.find(number)
        if step is None:
            raise Problem(N_("That step is already undone"))
        return step

    def taking_back(self, step: Step, plan: Plan) -> Change:
        """The change that takes a done step back; refused when what it would leave loose was built later."""
        change = self._taking_back(step)
        if change.is_empty:
            raise Problem(N_("That step came to nothing in the end; there is nothing to undo"))
        if step is not self._steps.done[-1]:
            ends = loose_ends(plan, change.operations)
            later = self._later(
                step,
                lambda op: (op.action == "delete" and op.id in ends) or not ends.isdisjoint(points_at(op)),
            )
            if ends and later is not None:
                raise _in_the_way(later)
        return change

    def making_again(self, step: Step) -> Change:
        """The change that makes an undone step again."""
        label = Label(N_("Redo: {what}"), (("what", f"@{step.head.label.message}"), *step.head.label.values))
        return Change(self._operations(step), label, redoes=step.number)

    def bringing_back(self) -> Change:
        """The change that brings a plan back whose newest step took it away, or was undone and did so."""
        undone = self.next
        return self._taking_back(self._steps.done[-1]) if undone is None else self.making_again(undone)

    def in_the_way(self, step: Step, change: Change) -> Problem:
        """Why the change that takes a step back does not fit the plan any more."""
        mine = {(op.id, op.field) for op in change.operations} | {(op.id, "") for op in change.operations}
        whole = {op.id for op in change.operations if op.action != "set"}
        return _in_the_way(self._later(step, lambda op: (op.id, op.field) in mine or op.id in whole))

    def _taking_back(self, step: Step) -> Change:
        label = Label(N_("Undo: {what}"), (("what", f"@{step.head.label.message}"), *step.head.label.values))
        inverse = canonical(op.inverse() for op in reversed(self._operations(step)))
        return Change(inverse, label, undoes=step.number)

    def _later(self, step: Step, found: Callable[[Operation], bool]) -> Step | None:
        """The latest step after the given one that has such an operation."""
        for later in reversed(self._steps.done):
            if later is step:
                return None
            if any(found(op) for op in self._operations(later)):
                return later
        return None

    def _operations(self, step: Step) -> tuple[Operation, ...]:
        wanted = self._plan_id
        if len(step.made_by) == 1:
            return self._library.operations(wanted, step.made_by[0])
        if step.net is None:
            numbers = step.made_by
            step.net = canonical(op for number in numbers for op in self._library.operations(wanted, number))
        return step.net


def _in_the_way(later: Step | None) -> Problem:
    """Why a step cannot be taken back: a later one has built on it."""
    if later is None:
        return Problem(N_("What this step changed has been changed since; it cannot be undone by itself"))
    from workbench.i18n import current, words

    return Problem(
        N_("A later edit stands in the way: “{edit}”. Undo that first"),
        edit=later.head.label.shown(words(current())),
    )
