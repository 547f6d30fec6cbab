"""One open library and the only path to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from workbench.errors import LibraryProblem, Problem, StaleChange
from workbench.i18n import N_
from workbench.plan import edits, ids
from workbench.plan.change import Change, Label, Operation, canonical, now
from workbench.plan.plan import Plan
from workbench.session.imports import importing
from workbench.session.live import Event, WholeCheck
from workbench.session.undo import (
    HistoryRow,
    Step,
    Steps,
    history_rows,
    in_the_way,
    loose_ends,
    making_again,
    points_at,
    taking_back,
)
from workbench.store import presence
from workbench.store.library import Library, account
from workbench.store.log import Version
from workbench.store.reading import PlanEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from pathlib import Path
    from types import TracebackType

    from workbench.plan.elements import Element
    from workbench.rules.checker import Checker, WholeResult
    from workbench.rules.profile import Profile
    from workbench.rules.surroundings import Surroundings
    from workbench.session.around import Around, Shelf
    from workbench.session.jobs import Progress
    from workbench.session.versions import Moment

__all__ = ["Event", "HistoryRow", "PlanEntry", "Session", "Version", "WholeCheck"]


class Session:
    """One library, with at most one of its plans open for editing.

    Every edit goes through ``apply``: checked, written to the file with a permanent record in one
    transaction, made in memory, rechecked, told. A failure before the writing has nothing happen.
    """

    def __init__(self, library: Library, author: str | None = None) -> None:
        self._library = library
        self.author = author if author is not None else account()
        self.plan: Plan | None = None
        self.newest = 0
        self._checker: Checker | None = None
        self._steps: Steps | None = None
        #: Sets the merge keys of this sitting apart from those of others: typing never joins across them.
        self._sitting = ""
        self._watchers: list[Callable[[Event], None]] = []
        self._as_of: date | None = None
        self._profile: Profile | None = None
        #: What stands beside the open plan, as last read, and how often other plans were changed from here.
        self._around: Around | None = None
        self._turns = 0
        self._shelf: Shelf | None = None
        self._note = presence.enter(library.path)
        #: The moment that is looked back upon while the plan is shown as it was.
        self.past: Moment | None = None

    # -- opening and closing ---------------------------------------------------------------------------

    @classmethod
    def open(cls, path: Path, author: str | None = None, *, read_only: bool = False) -> Self:
        """Open a library; a Problem in one line if it is none, damaged, newer or hostile."""
        return cls(Library.open(path, read_only=read_only), author)

    @classmethod
    def create(cls, path: Path, author: str | None = None) -> Self:
        """Make an empty library; refuses to overwrite."""
        return cls(Library.create(path), author)

    def close(self) -> None:
        """Close the library. Nothing is ever unsaved."""
        self._watchers.clear()
        presence.leave(self._note)
        self._library.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def path(self) -> Path:
        """The library file."""
        return self._library.path

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: the library cannot be, or the plan is shown as it was."""
        return self._library.read_only or self.past is not None

    @property
    def library_read_only(self) -> bool:
        """Whether the library cannot be changed, however the plan is shown."""
        return self._library.read_only

    @property
    def notices(self) -> list[Problem]:
        """What went wrong without keeping anybody from working: a daily backup that could not be made."""
        return self._library.notices

    @property
    def others(self) -> list[presence.Presence]:
        """Who else has the library open on this machine."""
        return presence.others(self._library.path, self._note)

    def plans(self) -> list[PlanEntry]:
        """The plans of the library."""
        return self._library.plans()

    def deleted_plans(self) -> list[tuple[str, str]]:
        """Id and title of the plans that ``restore_plan`` can bring back."""
        return self._library.deleted()

    def open_plan(self, plan_id: str | None) -> Plan | None:
        """Open a plan for reading and editing, in place of the one open now (None: close it)."""
        plan, newest = self._library.present(plan_id) if plan_id is not None else (None, 0)
        if plan is not None and not plan.exists:
            raise Problem(N_("{file} has no plan {id}"), file=self.path.name, id=plan_id)
        self.past = None
        self._put(plan, newest)
        return self.plan

    def _put(self, plan: Plan | None, newest: int) -> None:
        self.plan, self.newest = plan, newest
        self._sitting = ""
        self._checker = None
        self._steps = None
        # Read again with the next whole check: whoever opens or reloads wants what is there now.
        self._around = None
        self._tell(Event(opened=True))

    def reload(self) -> None:
        """Read the open plan again, after another program changed it."""
        if self.plan is not None:
            known = {entry.id for entry in self.plans()}
            self.open_plan(self.plan.id if self.plan.id in known else None)

    def read(self, plan_id: str) -> Plan:
        """A plan of the library, without opening it for editing."""
        return self._library.read(plan_id)

    def damaged(self, plan_id: str) -> list[tuple[str, str]]:
        """(kind, id) of the elements that could not be read as they were written when the plan was read."""
        return list(dict.fromkeys((kind, id_) for kind, id_, _ in self._library.damage.get(plan_id, ())))

    def plan_as_of(self, number: int, plan_id: str | None = None) -> Plan:
        """The open plan, or another, as it was after the change with this number."""
        return self._library.plan_as_of(plan_id if plan_id is not None else self._required().id, number)

    # -- looking back ----------------------------------------------------------------------------------

    def look_back(self, moment: Moment) -> Plan:
        """Show the open plan as it was at a moment, in place of the plan as it is; nothing can be edited.

        Where the plan does not say on which day it is to be judged, the day of the moment counts.
        """
        plan = self.plan_as_of(moment.number)
        if not plan.exists:
            raise Problem(N_("The plan was deleted then; there is nothing to see"))
        self.past = moment
        self._put(plan, moment.number)
        return plan

    def look_at_now(self) -> None:
        """Show the plan as it is again."""
        if self.past is not None:
            self.open_plan(self._required().id)

    def times(self) -> list[tuple[int, str]]:
        """Number and time of every change of the open plan, oldest first."""
        return [(change.number, change.time) for change in self._library.changes(self._required().id)]

    @property
    def newest_of_all(self) -> int:
        """The number of the open plan's newest change, also while it is shown as it was."""
        return self.newest if self.past is None else self._library.newest(self._required().id)

    # -- versions --------------------------------------------------------------------------------------

    def versions(self, plan_id: str | None = None) -> list[Version]:
        """The moments of the open plan, or another, that have a name, oldest first."""
        return self._library.versions(plan_id if plan_id is not None else self._required().id)

    def name_version(self, name: str, note: str = "") -> Version:
        """Give the open plan as it is now a name, to find it again; a name in use is a Problem."""
        if not name.strip():
            raise Problem(N_("A version needs a name"))
        self._refuse_the_past()
        plan_id = self._required().id
        return self._library.name_version(
            plan_id, self.newest, name.strip(), note.strip(), author=self.author
        )

    def forget_version(self, name: str) -> None:
        """Take the name of a moment away; what was done then stays in the history."""
        self._library.forget_version(self._required().id, name)

    # -- changing --------------------------------------------------------------------------------------

    def apply(self, change: Change) -> Change:
        """Apply a change to the open plan; returns it with the number the library gave it.

        Raises StaleChange, ChangedElsewhere or LibraryProblem with nothing done.
        """
        plan = self._required()
        if change.is_empty:
            return change
        self._refuse_the_past()
        if not plan.exists and not any(op.action == "add" and op.id == plan.id for op in change.operations):
            raise Problem(N_("The plan has been deleted; undo that before editing it"))
        plan.check(change)
        written = self._library.append(plan.id, self._signed(change), self.newest)
        plan.apply(written)
        self.newest = written.number
        self._shelf = None
        if self._steps is not None:
            self._steps.add(written)
        if not plan.exists:
            self._checker = None
        elif self._checker is not None:
            self._checker.update(written)
        self._tell(Event(written, frozenset(written.elements())))
        return written

    def _refuse_the_past(self) -> None:
        if self.past is not None:
            raise Problem(N_("The plan is shown as it was; go back to today to edit it"))

    def _signed(self, change: Change) -> Change:
        if change.merge_key and not self._sitting:
            self._sitting = ids.new_id()
        key = f"{self._sitting} {change.merge_key}" if change.merge_key else ""
        return change._replace(author=change.author or self.author, time=change.time or now(), merge_key=key)

    def undo(self) -> Change | None:
        """Take back the latest step; None when there is none."""
        step = self._latest()
        return self._take_back(step) if step is not None else None

    def undo_step(self, number: int) -> Change:
        """Take back an older step by its number; refused when a later edit stands in its way."""
        step = self._all_steps().find(number)
        if step is None:
            raise Problem(N_("That step is already undone"))
        return self._take_back(step)

    def _take_back(self, step: Step) -> Change:
        change = taking_back(step, self._operations(step))
        if change.is_empty:
            raise Problem(N_("That step came to nothing in the end; there is nothing to undo"))
        if step is not self._all_steps().done[-1]:
            ends = loose_ends(self._required(), change.operations)
            later = self._later(
                step,
                lambda op: (op.action == "delete" and op.id in ends) or not ends.isdisjoint(points_at(op)),
            )
            if ends and later is not None:
                raise in_the_way(later)
        try:
            return self.apply(change)
        except StaleChange:
            mine = {(op.id, op.field) for op in change.operations} | {(op.id, "") for op in change.operations}
            whole = {op.id for op in change.operations if op.action != "set"}
            raise in_the_way(
                self._later(step, lambda op: (op.id, op.field) in mine or op.id in whole)
            ) from None

    def _later(self, step: Step, found: Callable[[Operation], bool]) -> Step | None:
        """The latest step after the given one that has such an operation."""
        for later in reversed(self._all_steps().done):
            if later is step:
                return None
            if any(found(op) for op in self._operations(later)):
                return later
        return None

    def redo(self) -> Change | None:
        """Make the step undone last again; None when there is none."""
        steps = self._all_steps()
        if not steps.undone:
            return None
        step = steps.undone[-1]
        return self.apply(making_again(step, self._operations(step)))

    def _operations(self, step: Step, plan_id: str | None = None) -> tuple[Operation, ...]:
        wanted = plan_id if plan_id is not None else self._required().id
        if len(step.made_by) == 1:
            return self._library.operations(wanted, step.made_by[0])
        if step.net is None:
            numbers = step.made_by
            step.net = canonical(op for number in numbers for op in self._library.operations(wanted, number))
        return step.net

    def _all_steps(self) -> Steps:
        if self._steps is None:
            log = self._library.changes(self._required().id)
            # What others have written since the plan was read is not ours to undo before a reload.
            self._steps = Steps(change for change in log if change.number <= self.newest)
        return self._steps

    def _latest(self) -> Step | None:
        """The step that undo takes back: the latest one that has not come to nothing in the end."""
        done = reversed(self._all_steps().done)
        return next((step for step in done if len(step.made_by) == 1 or self._operations(step)), None)

    @property
    def undo_label(self) -> Label | None:
        """What undo would take back."""
        if self.plan is None:
            return None
        step = self._latest()
        return step.head.label if step is not None else None

    @property
    def redo_label(self) -> Label | None:
        """What redo would make again."""
        if self.plan is None:
            return None
        undone = self._all_steps().undone
        return undone[-1].head.label if undone else None

    def history(self, plan_id: str | None = None) -> list[HistoryRow]:
        """The log of the open plan or another, newest first, one row a step."""
        return history_rows(self._library.changes(plan_id if plan_id is not None else self._required().id))

    # -- plans come and go -----------------------------------------------------------------------------

    def new_plan(self, change: Change) -> Change:
        """Begin a plan by a change made with edits.new_plan (perhaps with more elements added to it)."""
        head = change.operations[0]
        if any(entry.id == head.id for entry in self.plans()):
            raise Problem(N_("The library already has a plan with the id {id}"), id=head.id)
        written = self._library.append(head.id, self._signed(change), self._library.newest(head.id))
        self._others_changed()
        return written

    def import_plan(
        self,
        elements: Sequence[Element],
        *,
        replace: bool = False,
        as_new: bool = False,
        source: str = "",
        progress: Progress | None = None,
    ) -> Change:
        """Take a plan into the library as one change.

        A plan whose id is there already is refused, unless ``replace`` (the difference is applied) or
        ``as_new`` (every element gets a fresh id).
        """
        (change,) = self.import_plans([(elements, source)], replace=replace, as_new=as_new, progress=progress)
        return change

    def import_plans(
        self,
        sources: Sequence[tuple[Sequence[Element], str]],
        *,
        replace: bool = False,
        as_new: bool = False,
        progress: Progress | None = None,
    ) -> list[Change]:
        """Take several plans in, each with the name of its source, as a change each: all of them or none."""
        return self._write(
            importing(sources, self._present, replace=replace, as_new=as_new, progress=progress)
        )

    def _present(self, plan_id: str) -> tuple[Plan | None, int]:
        """A plan as it is shown or in the file, if it is there, and the number of its newest change."""
        if self.plan is not None and self.plan.id == plan_id and self.past is None:
            return (self.plan if self.plan.exists else None), self.newest
        if all(entry.id != plan_id for entry in self.plans()):
            return None, self._library.newest(plan_id)
        return self._library.present(plan_id)

    def _write(self, appends: Sequence[tuple[str, Change, int]]) -> list[Change]:
        """Write changes of plans (id, change, newest change it was worked out on), all of them or none."""
        mine = [change for id_, change, _ in appends if self.plan is not None and id_ == self.plan.id]
        if mine and len(appends) == 1 and self.past is None:
            return [self.apply(mine[0])]
        written = self._library.append_all(
            [(id_, self._signed(change), newest) for id_, change, newest in appends]
        )
        if mine:
            self.reload()
        else:
            self._others_changed()
        return written

    def _others_changed(self) -> None:
        """Plans beside the open one came, went or changed: rules that look at them are to be run again."""
        self._turns += 1
        self._shelf = None
        if self._checker is not None:
            self._checker.whole_pending = True
        if self.plan is not None:
            self._tell(Event(around=True))

    def delete_plan(self, plan_id: str) -> Change:
        """Delete a whole plan; ``restore_plan`` brings it back."""
        target, newest = self._library.present(plan_id)
        change = self._library.append(plan_id, self._signed(edits.delete(target, [plan_id])), newest)
        if self.plan is not None and self.plan.id == plan_id:
            self.open_plan(None)
        else:
            self._others_changed()
        return change

    def restore_plan(self, plan_id: str) -> Change:
        """Bring back a deleted plan, or one whose import or beginning was undone."""
        log = self._library.changes(plan_id)
        if not log or any(entry.id == plan_id for entry in self.plans()):
            raise Problem(N_("There is no deleted plan {id}"), id=plan_id)
        steps = Steps(log)
        if log[-1].undoes:
            step = steps.undone[-1]
            change = making_again(step, self._operations(step, plan_id))
        else:
            step = steps.done[-1]
            change = taking_back(step, self._operations(step, plan_id))
        (written,) = self._write([(plan_id, change, log[-1].number)])
        return written

    # -- checking --------------------------------------------------------------------------------------

    @property
    def checker(self) -> Checker:
        """The live checker of the open plan; local rules are run when it is first asked for."""
        if not self._required().exists:
            raise LibraryProblem(N_("No plan is open"))
        if self._checker is None:
            from workbench.rules.checker import Checker  # after the first painted window

            around = self._around.surroundings if self._around is not None else None
            as_of = self._as_of
            if as_of is None and self.past is not None and self._required().head.as_of is None:
                as_of = self.past.day
            self._checker = Checker(self._required(), as_of, self._profile, around)
            self._checker.check_local()
        return self._checker

    def whole_check(self) -> WholeCheck:
        """The whole-plan rules, to be run on a snapshot of the plan as it is now."""
        from workbench.session.around import read_around  # after the first painted window, as the checker

        checker, newest, turns, known = self.checker, self.newest, self._turns, self._around

        def read(snapshot: Plan) -> Around:
            return read_around(self._library, snapshot, newest, turns, known)

        return WholeCheck(checker, self._required().snapshot(), newest, read)

    def accept(self, check: WholeCheck, result: WholeResult) -> bool:
        """Take over the result of a whole check; False if the plan has changed since."""
        if self._checker is None or check.checker is not self._checker:
            return False
        if check.around is not None:
            if check.around.stamp[0] != self._turns:
                return False
            self._around = check.around
        if check.newest != self.newest:
            return False
        self._checker.accept(result)
        self._tell(Event(checked=True))
        return True

    def check_whole_now(self) -> None:
        """Run the whole-plan rules at once."""
        checker = self.checker
        checker.surroundings = self.surroundings()
        checker.run_whole()
        self._tell(Event(checked=True))

    def surroundings(self) -> Surroundings:
        """What the library holds beside the open plan, read as far as it is not known."""
        from workbench.session.around import read_around

        self._around = read_around(self._library, self._required(), self.newest, self._turns, self._around)
        return self._around.surroundings

    def surroundings_of(self, plan: Plan) -> Surroundings:
        """What the library holds beside a plan as it is in the library, for one plan after another."""
        from workbench.session.around import Shelf, read_around

        if self._shelf is None or not self._shelf.is_fresh:
            self._shelf = Shelf(self._library)
        newest = self._library.newest(plan.id)
        return read_around(self._library, plan, newest, shelf=self._shelf).surroundings

    # -- watching --------------------------------------------------------------------------------------

    def watch(self, observer: Callable[[Event], None]) -> Callable[[], None]:
        """Have ``observer`` called after every change; returns how to stop it."""
        self._watchers.append(observer)

        def stop() -> None:
            if observer in self._watchers:
                self._watchers.remove(observer)

        return stop

    def _tell(self, event: Event) -> None:
        for observer in tuple(self._watchers):
            observer(event)

    # -- copies ----------------------------------------------------------------------------------------

    def save_copy(self, path: Path) -> None:
        """Write a copy of the library to another file; refuses to overwrite."""
        self._library.copy_to(path)

    def diagnose(self, progress: Callable[[int, int], Any] | None = None) -> list[tuple[str, str]]:
        """(kind, id) of records whose content digest does not fit, for the background check."""
        return self._library.check_digests(progress)

    def _required(self) -> Plan:
        if self.plan is None:
            raise LibraryProblem(N_("No plan is open"))
        return self.plan
