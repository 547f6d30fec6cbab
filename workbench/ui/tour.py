"""Five steps through a copy of the sample plan, each done by the user or passed over; nothing of it stays."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from workbench.i18n import tr
from workbench.plan import edits
from workbench.session.samples import TOUR_PROJECT, give_back_from_tour, lend_for_tour
from workbench.session.session import Session
from workbench.ui.tour_steps import STEPS
from workbench.ui.views.tour_card import TourCard

if TYPE_CHECKING:
    from datetime import date

    from workbench.ui.mainwindow import MainWindow


class Before(NamedTuple):
    """What the user came from: library, element, view of the middle, places of the panels."""

    library: Path | None
    last: str
    element: str
    view: str
    panels: str


class Tour(QObject):
    """Watches the window for what the present step asks for, and goes on when it was done."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._library: Path | None = None
        self._before = Before(None, "", "", "", "")
        self._due: date | None = None
        #: Which step is shown, from 0; as many as there are: the last word is.
        self.at = 0
        self.card: TourCard | None = None
        self._watched: list[QObject] = []
        self._placing = QTimer(self, singleShot=True, interval=0)
        self._placing.timeout.connect(self._place)
        workspace = window.workspace
        workspace.verdicts.filtered.connect(self._filtered)
        window.bridge.navigate.connect(self._went)
        window.bridge.changed.connect(lambda _event: self._changed())
        window.bridge.language_changed.connect(self._say)
        workspace.middle.shown.connect(self._shown)
        window.transfers.exported.connect(self._exported)
        window.libraries.opened.connect(self._opened)

    @property
    def is_on(self) -> bool:
        """Whether the tour is being taken."""
        return self.card is not None

    # -- coming and going ------------------------------------------------------------------------------

    def begin(self) -> None:
        """Open the copy and show the first step; anew when the tour is on already."""
        window = self._window
        if self.is_on:
            self.go(0)
            return
        workspace = window.workspace
        workspace.flush()
        window.plans.remember()
        is_own = window.bridge.has_session and not window.libraries.guest
        self._before = Before(
            window.bridge.session.path if is_own else None,
            window.settings.last_library,
            window.trail.here if is_own else "",
            workspace.middle.key,
            workspace.arrangement(),
        )
        library = window.bridge.attempt(lend_for_tour)
        if library is None:
            return
        self._library = library
        if not window.libraries.visit(lambda: Session.open(library, window.settings.author), tr("Tour")):
            self._give_back()
            return
        workspace.arrange()
        self.card = TourCard(window)
        self.card.next_wanted.connect(lambda: self.go(self.at + 1))
        self.card.back_wanted.connect(lambda: self.go(self.at - 1))
        self.card.leave_wanted.connect(self.leave)
        window.installEventFilter(self)
        self.go(0)
        self.card.next.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """End it: the copy is thrown away, and the user is back where they were."""
        if not self.is_on:
            return
        before, window = self._before, self._window
        self._end()
        window.libraries.close()
        window.settings.last_library = before.last
        self._give_back()
        if before.library is not None and window.libraries.open_path(before.library):
            plan = window.bridge.plan
            if plan is not None and before.element in plan:
                window.show_element(before.element)
            window.workspace.middle.show_view(before.view)

    def _end(self) -> None:
        """Take the card away and put the panels back."""
        window = self._window
        window.removeEventFilter(self)
        self._unwatch()
        self._placing.stop()
        if self.card is not None:
            self.card.frame.deleteLater()
            self.card.frame.hide()
            self.card.deleteLater()
            self.card.hide()
            self.card = None
        if window.workspace.is_complete:
            window.workspace.findings.filter_dimension("")
        window.workspace.arrange(self._before.panels)

    def _give_back(self) -> None:
        if self._library is not None:
            give_back_from_tour(self._library)
            self._library = None

    def _opened(self) -> None:
        """Another library was opened in the middle of it: that is where the user wants to be."""
        bridge = self._window.bridge
        if self.is_on and not (bridge.has_session and bridge.session.path == self._of_library()):
            self._end()
            self._give_back()

    def _of_library(self) -> Path | None:
        return self._library.resolve() if self._library is not None else None

    # -- steps -----------------------------------------------------------------------------------------

    def go(self, at: int) -> None:
        """Show a step, from 0; past the last word the tour ends."""
        if at > len(STEPS):
            self.leave()
            return
        self.at = max(at, 0)
        if self.at < len(STEPS):
            STEPS[self.at].prepare(self)
        self._say()
        if self.card is not None:
            # Read out, without the keyboard being taken from where it is.
            QAccessible.updateAccessibility(QAccessibleEvent(self.card, QAccessible.Event.Alert))

    def _say(self) -> None:
        if self.card is None:
            return
        if self.at == len(STEPS):
            ended = tr(
                "So the work goes on: look at the verdicts, take a finding, mend it, see it in the views, "
                "export. The copy is thrown away now; your own libraries were not touched. F1 helps "
                "everywhere, and all commands are found with {keys}.",
                keys=self._keys(("help.palette",)),
            )
            self.card.say(tr("That was the tour"), ended, 0, 0)
        else:
            step = STEPS[self.at]
            text = tr(step.text, keys=self._keys(step.commands))
            self.card.say(tr(step.title), text, self.at + 1, len(STEPS))
        self._placing.start()

    def _keys(self, commands: tuple[str, ...]) -> str:
        native = QKeySequence.SequenceFormat.NativeText
        actions = self._window.actions_.by_id
        return " / ".join(actions[one].shortcut().toString(native) for one in commands)

    def _done(self, at: int) -> None:
        if self.is_on and self.at == at:
            self.go(at + 1)

    def _filtered(self, dimension: str) -> None:
        if dimension:
            self._done(0)

    def _went(self, id_: str, field: str) -> None:
        if id_ == TOUR_PROJECT and field:
            self._done(1)

    def _changed(self) -> None:
        if self.is_mended:
            self._done(2)

    def _shown(self, key: str) -> None:
        if key in {"gantt", "matrix"}:
            self._done(3)

    def _exported(self) -> None:
        self._done(4)

    @property
    def is_mended(self) -> bool:
        """Whether the mistyped date was set right."""
        plan = self._window.bridge.plan
        if plan is None or TOUR_PROJECT not in plan:
            return True
        project = plan.elements[TOUR_PROJECT]
        start, end = project.get("start"), project.get("end")
        return start is None or end is None or end >= start

    def spoil(self) -> None:
        """Mistype the date again, for somebody who went back to before it was mended."""
        plan = self._window.bridge.plan
        if self._due is None and plan is not None and not self.is_mended:
            self._due = plan.elements[TOUR_PROJECT].get("end")
        if plan is not None and TOUR_PROJECT in plan and self.is_mended:
            self._window.bridge.apply(edits.set_field(plan, TOUR_PROJECT, "end", self._due))

    def choose_finding(self) -> None:
        """Put the cursor on the finding that is spoken of."""
        panel = self._window.workspace.findings
        panel.refresh()
        for at, row in enumerate(panel.model.rows):
            if row.finding is not None and row.finding.id == TOUR_PROJECT:
                panel.list.setCurrentIndex(panel.model.index(at))
                return

    @property
    def window(self) -> MainWindow:
        """The window that is shown around."""
        return self._window

    # -- where it stands -------------------------------------------------------------------------------

    def _place(self) -> None:
        if self.card is None:
            return
        self._unwatch()
        if self.at == len(STEPS):
            self.card.point_at(None)
            return
        widget, part = STEPS[self.at].target(self._window)
        if widget is None or not widget.isVisibleTo(self._window):
            self.card.point_at(None)
        else:
            box = part if part is not None else widget.rect()
            at = widget.mapTo(self._window, QPoint(0, 0))
            place = box.translated(at) & self._window.rect()
            self.card.point_at(place, is_low=STEPS[self.at].is_low)
        above: QWidget | None = widget
        while above is not None and above is not self._window:
            above.installEventFilter(self)
            self._watched.append(above)
            above = above.parentWidget()

    def _unwatch(self) -> None:
        for one in self._watched:
            one.removeEventFilter(self)
        self._watched.clear()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _MOVES:
            self._placing.start()
        elif watched is self._window and kind == QEvent.Type.Close:
            self._before = self._before._replace(library=None)
            self.leave()
        elif watched is self._window and kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            # It comes here only when nothing that has the keyboard wanted it.
            if event.key() == Qt.Key.Key_Escape:
                self.leave()
                return True
        return super().eventFilter(watched, event)


_MOVES: Final = frozenset(
    (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide, QEvent.Type.LayoutRequest)
)
