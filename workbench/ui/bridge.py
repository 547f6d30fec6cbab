"""Between the session and the widgets: one Qt signal per change, one place where edits are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.errors import Cancelled, ChangedElsewhere, Problem
from workbench.i18n import plural, tr
from workbench.settings import Settings
from workbench.ui import messages
from workbench.ui.background import Background

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.rules.checker import WholeResult
    from workbench.session.jobs import Progress
    from workbench.session.session import Event, Session, WholeCheck
    from workbench.session.trend import Trends

T = TypeVar("T")

#: Milliseconds of quiet after a change before the whole-plan rules are run.
_QUIET = 300
#: Milliseconds after opening a library before its stored values are compared with their digests.
_CALM = 3000


class Bridge(QObject):
    """What every view is given: the session, its signals, and ``apply``.

    It outlives sessions: ``use`` puts another library, or none, under the same views.
    """

    #: Event of the session, one per change.
    changed = Signal(object)
    #: Another plan is open, or none; also when another library is.
    plan_opened = Signal()
    #: Findings and verdicts are fresh.
    checked = Signal()
    #: Element id and field path ("" for the element): every view that shows a selection follows.
    navigate = Signal(str, str)
    #: The findings of a dimension are to be shown; a version, by its name.
    dimension_asked = Signal(str)
    version_asked = Signal(str)
    #: A version of the plan was saved or forgotten.
    versions_changed = Signal()
    #: Words are to be shown anew.
    language_changed = Signal()
    #: Colours and icons are to be shown anew.
    theme_changed = Signal()
    #: The library cannot be used for the moment, or can be again.
    busy_changed = Signal()
    #: What the session tells, brought into the window's thread: a job that imports tells from its own.
    _told = Signal(object)

    def __init__(self, session: Session | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.background = Background(self)
        #: What the program remembers of the user's choices; the window puts its own here.
        self.settings = Settings()
        self.busy = False
        self._session = session
        self._told.connect(self._heard)
        self._stop_watching = session.watch(self._told.emit) if session is not None else None
        self._quiet = QTimer(self, singleShot=True, interval=_QUIET)
        self._quiet.timeout.connect(self._check_whole)
        self._checking = False
        #: The comparing of stored values with their digests, a while after a library has been opened.
        self._calm = QTimer(self, singleShot=True, interval=_CALM)
        self._calm.timeout.connect(self.check_stored)
        self._comparing: Progress | None = None
        #: Edits refused because others had written first, by what they set: plan and change.
        self._late: dict[tuple[tuple[str, str], ...], tuple[str, Change]] = {}
        self._trends: Trends | None = None
        #: The element shown last; one of a plan that is no longer open means nothing.
        self.shown = ""
        self.navigate.connect(self._went)

    # -- the session -----------------------------------------------------------------------------------

    @property
    def session(self) -> Session:
        """The open library; ask ``has_session`` where there may be none."""
        assert self._session is not None, "no library is open"
        return self._session

    @property
    def has_session(self) -> bool:
        """Whether a library is open."""
        return self._session is not None

    def use(self, session: Session | None) -> None:
        """Put another library under the views. The one before is closed."""
        self._quiet.stop()
        self._stop_comparing()
        if self._session is not None and self._session is not session:
            self.background.leave()
        if self._stop_watching is not None:
            self._stop_watching()
        if self._session is not None and self._session is not session:
            self._session.close()
        self._session = session
        self._stop_watching = session.watch(self._told.emit) if session is not None else None
        self.plan_opened.emit()
        self.check_soon()
        if session is not None:
            self._calm.start()

    @property
    def plan(self) -> Plan | None:
        """The plan that is open."""
        return self._session.plan if self._session is not None else None

    def plan_to_read(self) -> Plan:
        """The plan that is open; an empty one where none is, as what is out of sight is still asked."""
        from workbench.plan.plan import Plan

        return self.plan if self.plan is not None else Plan("")

    @property
    def trends(self) -> Trends:
        """The verdicts of versions, judged once for all views."""
        if self._trends is None:
            from workbench.session.trend import Trends

            self._trends = Trends()
        return self._trends

    @property
    def is_writable(self) -> bool:
        """Whether the library can be changed now."""
        return self._session is not None and not self._session.read_only and not self.busy

    def set_busy(self, busy: bool) -> None:
        """Say that a job has the library to itself, or no longer."""
        self.busy = busy
        self.busy_changed.emit()

    def close(self) -> None:
        """Stop listening to the session, and wait for what runs on it."""
        self._stop_comparing()
        self.background.leave()
        self._quiet.stop()
        if self._stop_watching is not None:
            self._stop_watching()
            self._stop_watching = None

    # -- editing ---------------------------------------------------------------------------------------

    def apply(self, change: Change) -> bool:
        """Apply a change; a Problem is shown and False returned, with nothing done."""
        if change.is_empty:
            return True

        def write() -> Change:
            try:
                return self.session.apply(change)
            except ChangedElsewhere:
                place = tuple((op.id, op.field) for op in change.operations)
                self._late[place] = (self.plan.id if self.plan is not None else "", change)
                raise

        return self.attempt(write) is not None

    def attempt(self, call: Callable[[], T]) -> T | None:
        """Call something that may raise a Problem; the Problem is shown and None returned."""
        try:
            return call()
        except ChangedElsewhere as problem:
            messages.offer("error", str(problem), tr("Reload"), self.reload)
        except Problem as problem:
            messages.problem(problem)
        except Cancelled:
            pass
        return None

    def reload(self) -> None:
        """Read the open plan again, and make the edits that came too late on top of it.

        One that does not fit what others have written meanwhile is told, and comes to nothing.
        """
        late, self._late = self._late, {}
        shown = self.shown
        self.attempt(self.session.reload)
        if self.plan is None:
            return
        if shown in self.plan:
            self.navigate.emit(shown, "")
        for plan_id, change in late.values():
            if plan_id == self.plan.id:
                self.apply(change)

    def _went(self, id_: str, _field: str) -> None:
        self.shown = id_

    # -- checking --------------------------------------------------------------------------------------

    def check_soon(self) -> None:
        """Have the whole-plan rules run once nothing has changed for a moment."""
        if self.plan is not None:
            self._quiet.start()

    @property
    def is_checked(self) -> bool:
        """Whether findings and verdicts are those of the plan as it is now."""
        return self.plan is None or not (
            self._checking or self._quiet.isActive() or self.session.checker.whole_pending
        )

    def _check_whole(self) -> None:
        if self.plan is None or not self.plan.exists:
            return
        if self._checking:
            self._quiet.start()
            return
        session = self.session
        if not session.checker.whole_pending:
            return
        check: WholeCheck = session.whole_check()
        self._checking = True

        def done(result: WholeResult) -> None:
            # Refused when the plan has changed since: then the next run is already waiting.
            if self._session is session:
                session.accept(check, result)

        self.background.run(check.run, done, after=self._end_checking)

    def _end_checking(self) -> None:
        self._checking = False

    def check_stored(self) -> None:
        """Compare what is stored with its digests, in the background; what does not fit is told."""
        session = self._session
        if session is None or self._comparing is not None:
            return

        def compare(progress: Progress) -> list[tuple[str, str]]:
            return session.diagnose(progress.step)

        def tell(damaged: list[tuple[str, str]]) -> None:
            if damaged:
                messages.warning(
                    plural(
                        "{count} stored value is not what was written; run “workbench doctor” on this "
                        "library, or open a backup.",
                        "{count} stored values are not what was written; run “workbench doctor” on this "
                        "library, or open a backup.",
                        len(damaged),
                    )
                )

        self._comparing = self.background.job(compare, tell, stepped=lambda *_: None, after=self._compared)

    def _compared(self) -> None:
        self._comparing = None

    def _stop_comparing(self) -> None:
        self._calm.stop()
        if self._comparing is not None:
            self._comparing.cancel()

    def _heard(self, event: Event) -> None:
        if event.opened:
            self.plan_opened.emit()
            self.check_soon()
        elif event.checked:
            self.checked.emit()
        elif event.around:
            self.check_soon()
        else:
            self.changed.emit(event)
            self.checked.emit()
            self.check_soon()
