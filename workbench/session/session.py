"""One open library and the only path to change it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from workbench.errors import LibraryProblem, Problem, StaleChange
from workbench.i18n import N_
from workbench.plan import edits, ids
from workbench.plan.change import Change, Label, now
from workbench.plan.plan import Plan
from workbench.session.imports import importing
from workbench.session.live import Event, LiveChecks, WholeCheck
from workbench.session.opened import OpenLibrary
from workbench.session.undo import HistoryRow, Step, Undoing, history_rows
from workbench.store import presence
from workbench.store.library import Library
from workbench.store.log import Version
from workbench.store.reading import PlanEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from workbench.plan.elements import Element
    from workbench.plan.sketch import Sketch
    from workbench.rules.checker import Checker, WholeResult
    from workbench.rules.surroundings import Surroundings
    from workbench.session.jobs import Progress
    from workbench.session.versions import Moment

__all__ = ["Event", "HistoryRow", "PlanEntry", "Session", "Version", "WholeCheck"]


class Session(OpenLibrary):
    """One open library, with at most one of its plans open for editing.

    Every edit goes through ``apply``: checked, written to the file with a permanent record in one
    transaction, made in memory, rechecked, told. A failure before the writing has nothing happen.
    """

    def __init__(self, library: Library, author: str | None = None) -> None:
        super().__init__(library)
        self.author = author if author is not None else presence.account()
        self.plan: Plan | None = None
        self.newest = 0
        self._checks = LiveChecks(library)
        self._steps: Undoing | None = None
        #: Sets the merge keys of this sitting apart from those of others: typing never joins across them.
        self._sitting = ""
        self._watchers: list[Callable[[Event], None]] = []
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

    @staticmethod
    def sketch(path: Path, plan_id: str | None, kinds: Collection[str]) -> Sketch | None:
        """A plan as its outline shows it at first, without opening the library; None where that must be."""
        from workbench.store.sketching import sketch

        return sketch(path, plan_id, kinds)

    def close(self) -> None:
        """Close the library. Nothing is ever unsaved."""
        self._watchers.clear()
        super().close()

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed: the library cannot be, or the plan is shown as it was."""
        return self._library.read_only or self.past is not None

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
        self._checks.begin(plan, self.past.day if self.past is not None else None)
        self._steps = None
        self._tell(Event(opened=True))

    def reload(self) -> None:
        """Read the open plan again, after another program changed it."""
        if self.plan is not None:
            known = {entry.id for entry in self.plans()}
            self.open_plan(self.plan.id if self.plan.id in known else None)

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

    def newest_of(self, plan_id: str) -> int:
        """The number of the newest change of any plan of the library."""
        return self._library.newest(plan_id)

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
        if self._steps is not None:
            self._steps.add(written)
        self._checks.follow(plan, written)
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
        step = self._undoing().latest
        return self._take_back(step) if step is not None else None

    def undo_step(self, number: int) -> Change:
        """Take back an older step by its number; refused when a later edit stands in its way."""
        return self._take_back(self._undoing().find(number))

    def _take_back(self, step: Step) -> Change:
        change = self._undoing().taking_back(step, self._required())
        try:
            return self.apply(change)
        except StaleChange:
            raise self._undoing().in_the_way(step, change) from None

    def redo(self) -> Change | None:
        """Make the step undone last again; None when there is none."""
        step = self._undoing().next
        return self.apply(self._undoing().making_again(step)) if step is not None else None

    def _undoing(self) -> Undoing:
        if self._steps is None:
            self._steps = Undoing(self._library, self._required().id, self.newest)
        return self._steps

    @property
    def undo_label(self) -> Label | None:
        """What undo would take back."""
        step = self._undoing().latest if self.plan is not None else None
        return step.head.label if step is not None else None

    @property
    def redo_label(self) -> Label | None:
        """What redo would make again."""
        step = self._undoing().next if self.plan is not None else None
        return step.head.label if step is not None else None

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
        self._checks.others_changed()
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
        newest = log[-1].number
        change = Undoing(self._library, plan_id, newest).bringing_back()
        (written,) = self._write([(plan_id, change, newest)])
        return written

    # -- checking --------------------------------------------------------------------------------------

    def catalogues_changed(self) -> None:
        """An office's catalogue was added or taken away: rules that look at it are to be run again."""
        self._others_changed()

    @property
    def checker(self) -> Checker:
        """The live checker of the open plan; local rules are run when it is first asked for."""
        return self._checks.checker

    def whole_check(self) -> WholeCheck:
        """The whole-plan rules, to be run on a snapshot of the plan as it is now."""
        return self._checks.whole_check(self.newest)

    def accept(self, check: WholeCheck, result: WholeResult) -> bool:
        """Take over the result of a whole check; False if the plan has changed since."""
        if not self._checks.accept(check, result, self.newest):
            return False
        self._tell(Event(checked=True))
        return True

    def check_whole_now(self) -> None:
        """Run the whole-plan rules at once."""
        self._checks.run_whole(self.newest)
        self._tell(Event(checked=True))

    def surroundings(self) -> Surroundings:
        """What the library holds beside the open plan, read as far as it is not known."""
        return self._checks.surroundings(self.newest)

    def surroundings_of(self, plan: Plan) -> Surroundings:
        """What the library holds beside a plan as it is in the library, for one plan after another."""
        return self._checks.surroundings_of(plan)

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

    def _required(self) -> Plan:
        if self.plan is None:
            raise LibraryProblem(N_("No plan is open"))
        return self.plan
