"""The main window: composes pages, panels and commands, decides nothing."""

from __future__ import annotations

import contextlib
import gc
import sys
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QToolBar, QVBoxLayout, QWidget

from workbench.errors import Problem
from workbench.i18n import tr
from workbench.ui import icons, messages, state, theme
from workbench.ui.actions import Actions
from workbench.ui.appearance import Appearance, application
from workbench.ui.bindings import bind_commands
from workbench.ui.bridge import Bridge
from workbench.ui.libraries import Libraries
from workbench.ui.plans import Plans
from workbench.ui.returning import Returning
from workbench.ui.statusline import StatusLine
from workbench.ui.trail import Trail
from workbench.ui.transfers import Transfers
from workbench.ui.views.notices import Notices, ProgressBar
from workbench.ui.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QCloseEvent, QPaintEvent

    from workbench.session.session import Event, Session
    from workbench.settings import Settings
    from workbench.ui.dialogs.overview import Overview
    from workbench.ui.mending import Mending
    from workbench.ui.views.chooser import Chooser
    from workbench.ui.views.palette import Palette
    from workbench.ui.views.search import Search
    from workbench.ui.views.welcome import Welcome

#: Milliseconds between two looks at who else has the library open.
_LOOK_ROUND: Final = 5000


class MainWindow(QMainWindow):
    """One window on one library."""

    #: The window has been painted for the first time.
    painted = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.settings = settings
        self.bridge = Bridge(None, self)
        self.bridge.settings = settings
        self.trail = Trail(self.bridge)
        self.notices = Notices(self)
        self.progress = ProgressBar(self)
        self.pages = QStackedWidget(self)
        self.workspace = Workspace(self.bridge, self.pages)
        self.pages.addWidget(self.workspace)
        self._welcome: Welcome | None = None
        self._chooser: Chooser | None = None
        self._search: Search | None = None
        self._palette: Palette | None = None
        self._overview: Overview | None = None
        self._mending: Mending | None = None
        self.libraries = Libraries(self.bridge, settings, self)
        self.transfers = Transfers(self.bridge, self.settings, self.libraries, self.progress, self)
        self.returning = Returning(self)
        self.plans = Plans(self.bridge, settings, self)
        self.appearance = Appearance(self, settings)
        self.actions_ = Actions(self)
        self._session: Session | None = None
        self.is_painted = False
        self._is_fresh_plan = True
        self._first_element = ""
        self._compose()
        bind_commands(self)
        self._connect()
        self.retranslate()
        self.toolbar.setIconSize(QSize(icons.large_size(), icons.large_size()))
        self.actions_.draw(toolbar_only=True)
        self._restore()

    # -- composing -------------------------------------------------------------------------------------

    def _compose(self) -> None:
        self.setMinimumSize(QSize(640, 480))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.notices)
        column.addWidget(self.pages, 1)
        column.addWidget(self.progress)
        self.setCentralWidget(middle)
        self.toolbar = QToolBar(self)
        self.toolbar.setMovable(False)
        self.addToolBar(self.toolbar)
        self.actions_.fill(self.menuBar())
        self.actions_.fill_toolbar(self.toolbar)
        self.status = StatusLine(self.bridge, self)
        self.setStatusBar(self.status)

    @property
    def welcome(self) -> Welcome:
        """The page for when no library is open."""
        if self._welcome is None:
            from workbench.ui.views.welcome import Welcome

            page = Welcome(self.bridge, self.settings, self.pages)
            page.tour_wanted.connect(self.actions_.by_id["help.tour"].trigger)
            page.sample_wanted.connect(self.libraries.open_sample)
            page.new_wanted.connect(self.libraries.new)
            page.open_wanted.connect(self.libraries.open)
            page.recent_wanted.connect(self.libraries.open_path)
            self.pages.addWidget(page)
            self._welcome = page
        return self._welcome

    @property
    def chooser(self) -> Chooser:
        """The plans of the library."""
        if self._chooser is None:
            from workbench.ui.views.chooser import Chooser

            page = Chooser(self.bridge, self.settings, self.pages)
            page.open_wanted.connect(self.plans.open)
            page.new_wanted.connect(self.plans.new)
            page.import_wanted.connect(self.transfers.bring_in)
            page.sample_wanted.connect(self.libraries.open_sample)
            page.export_wanted.connect(lambda id_: self.plans.with_plan(id_, self.transfers.documents))
            page.json_wanted.connect(lambda id_: self.plans.with_plan(id_, self.transfers.to_json))
            page.delete_wanted.connect(self.plans.delete)
            page.restore_wanted.connect(self.plans.restore)
            page.rename_wanted.connect(self.plans.rename)
            self.pages.addWidget(page)
            self._chooser = page
        return self._chooser

    @property
    def search(self) -> Search:
        """The line that finds anything in the plan."""
        if self._search is None:
            from workbench.ui.views.search import Search

            self._search = Search(self.bridge, self)
        return self._search

    @property
    def palette_(self) -> Palette:
        """The list of all commands."""
        if self._palette is None:
            from workbench.ui.views.palette import Palette

            self._palette = Palette(self)
        return self._palette

    @property
    def mending(self) -> Mending:
        """What mends findings."""
        if self._mending is None:
            from workbench.ui.mending import Mending

            self._mending = Mending(self)
        return self._mending

    @property
    def overview(self) -> Overview:
        """The window of coverage and trend."""
        if self._overview is None:
            from workbench.ui.dialogs.overview import Overview

            self._overview = Overview(self)
        return self._overview

    def _connect(self) -> None:
        messages.serve(self.notices.show_notice)
        self.libraries.opened.connect(self._library_opened)
        self.transfers.imported.connect(self.plans.open)
        self.bridge.plan_opened.connect(self._plan_opened)
        self.bridge.changed.connect(self._changed)
        self.bridge.checked.connect(self._allow)
        self.bridge.checked.connect(self._spare_collecting)
        self.bridge.busy_changed.connect(self._busy_changed)
        self.bridge.language_changed.connect(self.retranslate)
        self.trail.moved.connect(self._allow)
        self.workspace.waive = self.plans.waive
        recent = self.actions_.menus["file.recent"]
        recent.aboutToShow.connect(partial(self.libraries.offer_recent, recent))
        self._round = QTimer(self, interval=_LOOK_ROUND)
        self._round.timeout.connect(self.look_round)

    # -- what is shown ---------------------------------------------------------------------------------

    def _library_opened(self) -> None:
        self.notices.dismiss_all()
        self._session = self.bridge.session if self.bridge.has_session else None
        if not self.bridge.has_session:
            self._round.stop()
            self.show_welcome()
            return
        self._round.start()
        if self.bridge.session.read_only:
            said = tr("This library is open for reading only; save a copy to edit it.")
            copy = tr("Save a copy of the library…")
            self.notices.keep("read_only", messages.Notice("warning", said, copy, self.libraries.copy))
        plan_id = self.plans.to_begin_with()
        if plan_id is None:
            self.show_chooser()
        else:
            self.plans.open(plan_id)
        if self.is_painted:
            QTimer.singleShot(0, self, self.look_round)

    def _spare_collecting(self) -> None:
        """A plan once read and checked is there to stay: to look through it for garbage halts the window."""
        if self._is_fresh_plan and self.is_painted and self.bridge.is_checked:
            self._is_fresh_plan = False
            gc.freeze()

    def _plan_opened(self) -> None:
        gc.unfreeze()
        self._is_fresh_plan = True
        if self.bridge.plan is not None:
            self.show_plan()
        elif self.bridge.has_session and self.bridge.session is self._session:
            # The plan is gone: deleted, undone, or no longer there after reloading.
            self.show_list()
        self._say_title()
        self._allow()

    def _changed(self, event: Event) -> None:
        plan = self.bridge.plan
        if plan is not None and not plan.exists and event.change is not None:
            # Undone back to before its beginning.
            self.bridge.session.open_plan(None)
            self.plans.offer_to_restore(event.change)
        self._say_title()

    def show_plan(self) -> None:
        """Show the plan that is open."""
        self.pages.setCurrentWidget(self.workspace)
        if self.is_painted:
            self._complete()
        self._say_title()
        self._allow()

    def show_welcome(self) -> None:
        """Show the page for when no library is open."""
        self.welcome.retranslate()
        self.pages.setCurrentWidget(self.welcome)
        self._say_title()
        self._allow()

    def show_chooser(self) -> None:
        """Show the plans of the library, or return from them to the plan that is open."""
        if self.pages.currentWidget() is self._chooser and self.bridge.plan is not None:
            self.pages.setCurrentWidget(self.workspace)
        else:
            self.chooser.refresh()
            if self.bridge.plan is not None:
                self.chooser.choose(self.bridge.plan.id)
            self.pages.setCurrentWidget(self.chooser)
            self.chooser.table.setFocus()
        self._say_title()
        self._allow()

    def show_list(self) -> None:
        """Show the plans of the library as they are now."""
        self.pages.setCurrentWidget(self.workspace)
        self.show_chooser()

    def _say_title(self) -> None:
        self.setWindowTitle(state.title_of(self))

    def _allow(self) -> None:
        """Enable what can be done now."""
        for id_, said, title in state.steps_of(self):
            self.actions_.retitle(id_, said, title)
        self.actions_.allow(state.facts_of(self))

    def _busy_changed(self) -> None:
        self.pages.setEnabled(not self.bridge.busy)
        self._allow()

    def look_round(self) -> None:
        """See who else has the library open."""
        said = self.status.say_others()
        self.notices.keep("others", messages.Notice("warning", said) if said else None)

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.actions_.say()
        self.toolbar.setWindowTitle(tr("Toolbar"))
        self._say_title()
        self._allow()

    # -- coming and going ------------------------------------------------------------------------------

    def _restore(self) -> None:
        if not (self.settings.geometry and self.restoreGeometry(_bytes(self.settings.geometry))):
            # Its frame is to be on the screen too.
            room = self.screen().availableGeometry().size() - QSize(16, 48)
            self.resize(QSize(1440, 900).boundedTo(room))
        self.workspace.arrange(self.settings.docks)

    def begin(self, path: Path | None, *, sample: bool) -> None:
        """Open what is to be open at first: the sample, a library, the last one, or the welcome page."""
        from pathlib import Path

        last = self.settings.last_library
        if sample:
            opened = self.libraries.open_sample()
        elif path is not None:
            opened = self.libraries.open_path(path)
        else:
            opened = bool(last) and self.libraries.open_path(Path(last))
        if not opened:
            self.show_welcome()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.is_painted:
            self.is_painted = True
            QTimer.singleShot(0, self, self._after_first_painting)

    def show_element(self, id_: str) -> None:
        """Show an element everywhere; before the first painting it waits for that."""
        self._first_element = id_
        if self.is_painted:
            self.bridge.navigate.emit(id_, "")

    def _after_first_painting(self) -> None:
        self.painted.emit()
        gc.enable()
        theme.translate_qt(application())
        from workbench.ui.accessibility import tell_roles

        tell_roles()
        self.setWindowIcon(icons.icon("plans", "accent"))
        self.actions_.draw()
        if self.bridge.plan is not None:
            self._complete()
            self.bridge.checked.emit()
        self.look_round()
        self.libraries.sweep_later()
        if self._first_element:
            self.bridge.navigate.emit(self._first_element, "")

    def _complete(self) -> None:
        """Make what is not needed for the first painting of a plan."""
        plan = self.bridge.plan
        if plan is None or not plan.exists:
            return
        self.workspace.complete()
        self.workspace.mend, self.workspace.mend_all = self.mending.mend, self.mending.mend_all
        if self.pages.currentWidget() is self.workspace:
            self.workspace.outline.setFocus()
        self._allow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            # By the command, by the window's frame, or as it was when the window was last closed.
            self.actions_.by_id["view.full_screen"].setChecked(self.isFullScreen())
        is_ready = self.is_painted and self.bridge.has_session
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow() and is_ready:
            self.look_round()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.workspace.flush()
        self.settings.geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.settings.docks = self.workspace.arrangement() or self.settings.docks
        self.plans.remember()
        if self._chooser is not None:
            self._chooser.remember()
        # The window closes whatever becomes of its settings: a full disk must not keep it open.
        with contextlib.suppress(Problem):
            self.settings.save()
        self._round.stop()
        messages.unserve(self.notices.show_notice)
        self.bridge.close()
        if self.bridge.has_session:
            self.bridge.session.close()
        if evidence := sys.modules.get("workbench.session.evidence"):
            # Copies that were looked at; without any the module has not been loaded.
            evidence.forget_copies()
        event.accept()


def _bytes(text: str) -> QByteArray:
    return QByteArray.fromBase64(text.encode())
