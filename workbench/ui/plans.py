"""What the user does with whole plans: open, begin, rename, delete; and waiving a finding of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench import paths
from workbench.errors import Problem
from workbench.i18n import N_, tr
from workbench.plan import edits
from workbench.ui import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding
    from workbench.session.versions import Moment
    from workbench.settings import Settings
    from workbench.ui.bridge import Bridge
    from workbench.ui.mainwindow import MainWindow


class Plans(QObject):
    """Verbs of the plan menu and of the table of plans."""

    def __init__(self, bridge: Bridge, settings: Settings, window: MainWindow) -> None:
        super().__init__(window)
        self._bridge = bridge
        self._settings = settings
        self._window = window
        bridge.plan_opened.connect(self._tell_the_moment)
        bridge.language_changed.connect(self._tell_the_moment)

    def to_begin_with(self) -> str | None:
        """The plan to open with the library: the last one, or the only one; None to let the user choose."""
        session = self._bridge.session
        if session.plan is not None:
            return session.plan.id
        entries = session.plans()
        last = self._settings.last_plans.get(str(session.path))
        if any(entry.id == last for entry in entries):
            return last
        if len(entries) == 1 or (entries and session.path == paths.sample_library()):
            # Of the samples the real plan, which comes first.
            return entries[0].id
        return None

    def remember(self) -> None:
        """Remember the open plan as the one to begin with next time."""
        is_own = self._bridge.has_session and not self._window.libraries.guest
        if is_own and self._bridge.plan is not None:
            self._settings.last_plans[str(self._bridge.session.path)] = self._bridge.plan.id

    def open(self, plan_id: str) -> None:
        """Open a plan of the library."""
        here = self._bridge.plan
        if here is not None and here.id == plan_id:
            self._window.show_plan()
            self._window.show_element(plan_id)
        elif self._bridge.attempt(lambda: self._bridge.session.open_plan(plan_id)) is not None:
            self.remember()
            self._window.show_element(plan_id)

    def new(self) -> None:
        """Ask a few questions and begin a plan."""
        from workbench.ui.dialogs.new_plan import NewPlan

        dialog = NewPlan(self._window, self._bridge.session)
        dialog.accepted.connect(lambda: self._begin(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _begin(self, dialog: object) -> None:
        change = getattr(dialog, "change", None)
        if (
            change is not None
            and self._bridge.attempt(lambda: self._bridge.session.new_plan(change)) is not None
        ):
            self.open(change.operations[0].id)

    def rename(self, plan_id: str, title: str) -> None:
        """Give a plan another title."""

        def do() -> object:
            session = self._bridge.session
            if session.plan is None or session.plan.id != plan_id:
                session.open_plan(plan_id)
            assert session.plan is not None
            return session.apply(edits.rename(session.plan, plan_id, title))

        self._bridge.attempt(do)
        self._window.show_list()

    def delete(self, plan_id: str) -> None:
        """Delete a plan ("" for the open one); a notice offers to take it back."""
        session = self._bridge.session
        wanted = plan_id or (session.plan.id if session.plan is not None else "")
        entry = next((one for one in session.plans() if one.id == wanted), None)
        if entry is None or self._bridge.attempt(lambda: session.delete_plan(wanted)) is None:
            return
        self._window.show_list()
        said = tr("“{title}” was deleted", title=entry.title)
        messages.offer("info", said, tr("Undo"), lambda: self.restore(wanted))

    def offer_to_restore(self, change: Change) -> None:
        """Say that undoing has taken a whole plan away, with a button that brings it back."""
        head = next(op.before for op in change.operations if op.kind == "plan")
        said = tr("“{title}” is no longer in the library: its beginning was undone", title=head.title)
        messages.offer("info", said, tr("Bring it back"), lambda: self.restore(head.id))

    def restore(self, plan_id: str) -> None:
        """Bring back a plan that was deleted, or whose beginning was undone."""
        if self._bridge.attempt(lambda: self._bridge.session.restore_plan(plan_id)) is not None:
            self._window.show_list()

    def save_version(self) -> None:
        """Ask for a name and save the open plan as it is now as a version."""
        from workbench.ui.dialogs.version import SaveVersion

        self._window.workspace.flush()
        dialog = SaveVersion(self._window, self._bridge.session)
        dialog.accepted.connect(self._tell_version)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _tell_version(self) -> None:
        messages.info(tr("The version was saved; the history and the trend show it"))
        self._bridge.versions_changed.emit()

    # -- the plan as it was ----------------------------------------------------------------------------

    def see_as_it_was(self, moment: Moment | None = None) -> None:
        """Ask for a moment, or take the one given, and show the plan as it was; nothing is changed."""
        if moment is not None:
            self._look_back(moment)
            return
        from workbench.ui.dialogs.moment import LookBack

        self._window.workspace.flush()
        dialog = LookBack(self._window, self._bridge.session)
        dialog.accepted.connect(lambda: self._look_back(dialog.moment))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _look_back(self, moment: Moment | None) -> None:
        self._window.workspace.flush()
        shown = self._window.trail.here
        if moment is not None:
            self._bridge.attempt(lambda: self._bridge.session.look_back(moment))
            self._show_again(shown)

    def see_today(self) -> None:
        """Show the plan as it is again."""
        shown = self._window.trail.here
        self._bridge.attempt(self._bridge.session.look_at_now)
        self._show_again(shown)

    def _show_again(self, id_: str) -> None:
        plan = self._bridge.plan
        if plan is not None:
            self._window.show_element(id_ if id_ in plan else plan.id)

    def _tell_the_moment(self) -> None:
        """While the plan is shown as it was, a notice says so and leads back."""
        past = self._bridge.session.past if self._bridge.has_session else None
        notice = None
        if past is not None:
            from workbench.ui.views.moment_choice import in_words

            said = tr(
                "You see the plan as it was: {moment}. It can be read and exported, not edited.",
                moment=in_words(past),
            )
            notice = messages.Notice("warning", said, tr("Back to today"), self.see_today)
        self._window.notices.keep("past", notice)

    def restore_moment(self, moment: Moment | None = None) -> None:
        """Ask which earlier state is to be restored, the one given to begin with, and restore it."""
        from workbench.ui.dialogs.moment import Restore

        self._window.workspace.flush()
        self._bridge.attempt(self._bridge.session.look_at_now)
        shown = self._window.trail.here
        dialog = Restore(self._window, self._bridge.session)
        if moment is not None:
            dialog.choose(moment)

        def apply() -> None:
            if dialog.change is not None and self._bridge.apply(dialog.change):
                self._show_again(shown)
                messages.offer("info", tr("The earlier state was restored"), tr("Undo"), self._undo)

        dialog.accepted.connect(apply)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _undo(self) -> None:
        self._bridge.attempt(self._bridge.session.undo)

    def with_plan(self, plan_id: str, act: Callable[[Plan], object]) -> None:
        """Do something with a plan ("" for the open one) without opening it for editing."""
        here = self._bridge.plan
        if here is not None and plan_id in ("", here.id):
            self._window.workspace.flush()
            act(here)
            return
        read = self._bridge.attempt(lambda: self._read(plan_id))
        if read is not None:
            act(read)

    def _read(self, plan_id: str) -> Plan:
        plan = self._bridge.session.read(plan_id)
        if not plan.exists:
            raise Problem(N_("The plan was deleted meanwhile"))
        return plan

    def waive(self, finding: Finding) -> None:
        """Ask for the reason and accept a finding."""
        from workbench.ui.dialogs.waive import Waive

        plan = self._bridge.plan
        if plan is None:
            return
        session = self._bridge.session
        dialog = Waive(self._window, plan, finding, session.author, session.checker.as_of)
        dialog.accepted.connect(
            lambda: self._bridge.apply(dialog.change) if dialog.change is not None else None
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
