"""The leader's summary: the plan on one page, as it would be printed; what stands on it can be opened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import tr
from workbench.ui import icons, pictures, theme
from workbench.ui.editors.flow import FlowBox
from workbench.ui.keyboard import hand_on
from workbench.ui.paper.printout import Printout, about
from workbench.ui.phrases import joined
from workbench.ui.pictures import Picture, SaveButton
from workbench.ui.views.summary_page import PAGE, Mark, SummaryPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent, QShowEvent

    from workbench.rules.summary import Summary
    from workbench.ui.bridge import Bridge

#: Milliseconds of quiet before the page is worked out anew.
_PAUSE: Final = 150
#: Part of the page that is margin, on the screen; and how wide a page may become, in letters.
_MARGIN: Final = 45.0
_WIDEST: Final = 150
_Key = Qt.Key


class SummaryPrintout(Printout):
    """The one page, as large as the paper allows."""

    framed = False

    def __init__(self, summary: Summary) -> None:
        super().__init__(about(summary.plan, tr("Leader's summary")))
        self.page = SummaryPage(summary)
        self._room = PAGE

    def lay_out(self, room: QSizeF, step: Callable[[int, int], None]) -> int:
        self._room = room
        return 1

    def paint(self, painter: QPainter, number: int) -> None:
        scale = min(self._room.width() / PAGE.width(), self._room.height() / PAGE.height())
        painter.translate((self._room.width() - PAGE.width() * scale) / 2, 0)
        painter.scale(scale, scale)
        self.page.paint(painter)


class Sheet(QWidget):
    """The page on the screen: as wide as there is room, pointed at by mouse and by keys."""

    #: An element and a field of it.
    opened = Signal(str, str)
    #: A mark is to be brought into sight.
    reached = Signal(QRectF)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: SummaryPage | None = None
        self.current = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    @property
    def scale(self) -> float:
        """Pixels of the screen for one of the page."""
        return self.width() / (PAGE.width() + 2 * _MARGIN)

    def put(self, page: SummaryPage | None) -> None:
        """Show a page."""
        self.page = page
        self.current = -1
        if page is not None:
            # Where everything stands is known once it was painted.
            drawn = Picture(PAGE, page.paint, "")
            pictures.as_svg(drawn)
            told = "\n".join(mark.said for mark in page.marks)
            self.setAccessibleDescription(told)
        self.update()

    def heightForWidth(self, width: int) -> int:
        return round((PAGE.height() + 2 * _MARGIN) * width / (PAGE.width() + 2 * _MARGIN))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.on_paper("base"))
        painter.setPen(theme.colour("border"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self.page is None:
            return
        painter.scale(self.scale, self.scale)
        painter.translate(_MARGIN, _MARGIN)
        self.page.paint(painter)
        if self.hasFocus() and 0 <= self.current < len(self.page.marks):
            painter.setPen(QPen(theme.on_paper("accent"), 2))
            painter.drawRoundedRect(self.page.marks[self.current].box.adjusted(-2, -1, 2, 1), 3, 3)
        elif self.hasFocus():
            painter.setPen(QPen(theme.on_paper("accent"), 2))
            painter.drawRect(
                QRectF(-_MARGIN + 2, -_MARGIN + 2, PAGE.width() + 2 * _MARGIN - 4, PAGE.height())
            )

    # -- pointing --------------------------------------------------------------------------------------

    def place_of(self, at: int) -> QRectF:
        """Where a mark is, in this widget."""
        assert self.page is not None
        box, scale = self.page.marks[at].box, self.scale
        return QRectF(
            (box.x() + _MARGIN) * scale,
            (box.y() + _MARGIN) * scale,
            box.width() * scale,
            box.height() * scale,
        )

    def mark_at(self, pos: QPointF) -> int:
        """The mark under a place; -1 for none."""
        if self.page is None:
            return -1
        return next((at for at in range(len(self.page.marks)) if self.place_of(at).contains(pos)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self.mark_at(event.position())
        opens = at >= 0 and self.page is not None and bool(self.page.marks[at].id)
        self.setCursor(Qt.CursorShape.PointingHandCursor if opens else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._open(self.mark_at(event.position()))

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self.page is not None:
            at = self.mark_at(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.page.marks[at].said if at >= 0 else "", self)
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        page, key = self.page, event.key()
        if page is None or not page.marks:
            super().keyPressEvent(event)
        elif key in (_Key.Key_Down, _Key.Key_Right, _Key.Key_Up, _Key.Key_Left):
            by = 1 if key in (_Key.Key_Down, _Key.Key_Right) else -1
            self.choose(self.current + by if self.current >= 0 else 0)
        elif key in (_Key.Key_Home, _Key.Key_End):
            self.choose(0 if key == _Key.Key_Home else len(page.marks) - 1)
        elif key in (_Key.Key_Return, _Key.Key_Enter, _Key.Key_Space):
            self._open(self.current)
        else:
            super().keyPressEvent(event)

    def choose(self, at: int) -> None:
        """Point at a mark."""
        page = self.page
        if page is None or not page.marks:
            return
        self.current = min(max(at, 0), len(page.marks) - 1)
        self.setAccessibleDescription(page.marks[self.current].said)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.reached.emit(self.place_of(self.current))
        self.update()

    def _open(self, at: int) -> None:
        if self.page is not None and 0 <= at < len(self.page.marks):
            mark: Mark = self.page.marks[at]
            if mark.id:
                self.opened.emit(mark.id, mark.field)


class SummaryView(QWidget):
    """The page, and above it the ways to have it on paper."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._stale = True
        self._is_working = False
        self.summary: Summary | None = None
        strip = QFrame(self)
        strip.setProperty("strip", True)
        self.said = QLabel(strip)
        self.said.setProperty("role", "muted")
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.print, self.preview = QPushButton(strip), QPushButton(strip)
        self.print.clicked.connect(lambda: self._on_paper("print"))
        self.preview.clicked.connect(lambda: self._on_paper("preview"))
        self.save = SaveButton(strip, (".pdf", ".png", ".svg"))
        self.save.wanted.connect(self.ask_and_write)
        around = QVBoxLayout(strip)
        around.setContentsMargins(8, 6, 8, 6)
        row = FlowBox(strip, 6)
        around.addWidget(row)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        for widget in (self.said, self.preview, self.print, self.save):
            row.flow.addWidget(widget)
        self.sheet = Sheet(self)
        self.sheet.opened.connect(bridge.navigate)
        self.sheet.reached.connect(self._show_place)
        self.room = QScrollArea(self)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.room.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.room.setWidget(self.sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addWidget(self.room, 1)
        hand_on(self, self.sheet)
        self._quiet = QTimer(self, singleShot=True, interval=_PAUSE)
        self._quiet.timeout.connect(self.refresh_if_seen)
        bridge.checked.connect(self._set_stale)
        bridge.plan_opened.connect(self._forget)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        title = tr("Leader's summary")
        self.print.setText(tr("Print…"))
        self.preview.setText(tr("Print preview…"))
        for button in (self.print, self.preview):
            button.setIconSize(QSize(icons.small_size(), icons.small_size()))
        self.save.name(title)
        self.sheet.setAccessibleName(title)
        self._say()
        if self.summary is not None:
            self.sheet.put(SummaryPage(self.summary))

    def _say(self) -> None:
        if self.summary is None:
            self.said.setText(tr("The summary is being worked out…") if self._is_working else "")
            return
        said = tr("One A4 page; a click or Enter opens what stands there.")
        self.said.setText(said)
        self.said.setToolTip(said)

    # -- following the plan ----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self.refresh_if_seen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The page as wide as there is room, but not wider than it is good to read."""
        wide = min(self.room.viewport().width() - 24, self.fontMetrics().averageCharWidth() * _WIDEST)
        wide = max(wide, 200)
        self.sheet.resize(wide, self.sheet.heightForWidth(wide))

    def _forget(self) -> None:
        self.summary = None
        self.sheet.put(None)
        self._set_stale()

    def _set_stale(self) -> None:
        self._stale = True
        self._quiet.start()

    def refresh_if_seen(self) -> None:
        """Show the plan as it is now, if the view can be seen."""
        if self._stale and self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Work the page out anew, beside the window."""
        from workbench.rules.summary import summary

        plan = self._bridge.plan
        if plan is None or not plan.exists or self._is_working:
            return
        self._stale = False
        self._is_working = True
        self._say()
        plan_id = plan.id
        # A copy: edits go on meanwhile.
        checker = self._bridge.session.checker.fork()

        def done(found: Summary) -> None:
            here = self._bridge.plan
            if here is not None and here.exists and here.id == plan_id:
                self.summary = found
                self.sheet.put(SummaryPage(found))
                self._say()

        self._bridge.background.run(lambda: summary(checker), done, after=self._end_working)

    def _end_working(self) -> None:
        self._is_working = False
        if self._stale:
            self._quiet.start()

    def _show_place(self, box: QRectF) -> None:
        center = box.center().toPoint()
        self.room.ensureVisible(center.x(), center.y(), 0, round(box.height() / 2) + 20)

    # -- on paper --------------------------------------------------------------------------------------

    def printout(self) -> Printout | None:
        """The page; None while it is being worked out."""
        return SummaryPrintout(self.summary) if self.summary is not None else None

    def _on_paper(self, way: str) -> None:
        from workbench.ui.paper.printing import WAYS

        pages = self.printout()
        if pages is not None:
            WAYS[way](self, self._bridge, pages)

    def ask_and_write(self, suffix: str) -> None:
        """Ask for the name of a file and write the page to it."""
        path = pictures.ask(self, self._bridge, tr("Leader's summary"), suffix) if self.summary else None
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> bool:
        """Write the page to a file, as PDF, PNG or SVG by its name; False, with the Problem told, if not."""
        from workbench.ui.paper.printing import write_pdf

        pages = self.printout()
        if pages is None or self.summary is None:
            return False
        if path.suffix.lower() == ".pdf":
            return write_pdf(self, self._bridge, pages, path)
        page = SummaryPage(self.summary)
        size = QSizeF(PAGE.width() + 2 * _MARGIN, PAGE.height() + 2 * _MARGIN)

        def paint(painter: QPainter) -> None:
            painter.translate(_MARGIN, _MARGIN)
            page.paint(painter)

        title = joined([pages.about.plan, pages.about.view])
        return pictures.write(self._bridge, path, lambda: Picture(size, paint, title), lambda: ())
