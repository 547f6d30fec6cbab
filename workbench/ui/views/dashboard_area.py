"""The widget that shows one chart of the dashboard: scrolls, points, opens, by mouse and by keys."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QFontMetricsF, QHelpEvent, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QMenu, QSizePolicy, QToolTip, QWidget

from workbench.i18n import current, tr
from workbench.ui import theme
from workbench.ui.views.dashboard_chart import Chart
from workbench.ui.views.ink import Ink

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

#: Most elements that a mark offers to open; of more the first, which matter most.
_MOST: Final = 25
_LINES: Final = 13
#: Marks that are told to those who do not see the chart, without going from one to the next.
_TOLD: Final = 12


class ChartArea(QAbstractScrollArea):
    """Shows a chart; only what is in sight is painted."""

    #: An element and a field of it.
    opened = Signal(str, str)
    #: What a mark stands for that is no element.
    asked = Signal(str, str)
    #: What is said of the mark pointed at; "" for none.
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chart: Chart | None = None
        self.current = -1
        self._drawn: QPixmap | None = None
        self._drawn_for: tuple[object, ...] = ()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.viewport().setAutoFillBackground(False)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)

    def put(self, chart: Chart) -> None:
        """Show a chart; the place in the one before is kept."""
        grows = self.chart is None or self.chart.least != chart.least
        self.chart = chart
        if grows:
            self.updateGeometry()
        self.measure()
        if self.current >= chart.count:
            self.current = -1
        self.setAccessibleName(tr(chart.title))
        told = [chart.said(at) for at in range(min(chart.count, _TOLD))]
        self.setAccessibleDescription("\n".join([chart.caption(), *told]) if told else chart.nothing())
        self.viewport().update()

    def measure(self) -> None:
        """Lay the chart out in the width there is."""
        chart, port = self.chart, self.viewport()
        if chart is None:
            return
        metrics = QFontMetricsF(self.font())
        chart.measure(metrics, max(port.width(), 1), max(port.height(), 1))
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, round(chart.height - port.height())))
        bar.setPageStep(port.height())
        bar.setSingleStep(round(chart.tall))
        if self.current >= chart.count:
            self.current = -1

    def _tall(self) -> int:
        return round(self.fontMetrics().height() * (self.chart.least if self.chart is not None else _LINES))

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 60, self._tall())

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 20, self._tall())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.ApplicationFontChange):
            self.updateGeometry()
            self.measure()

    # -- painting --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        port, ratio = self.viewport(), self.devicePixelRatioF()
        shown = (self.chart, self.verticalScrollBar().value(), self.current, self.hasFocus(), ratio)
        looks = (port.width(), port.height(), self.font().toString(), theme.is_dark(), current())
        # Patterns take long to draw: while the page scrolls a chart stays as it is.
        if self._drawn is None or self._drawn_for != (*shown, *looks):
            drawn = QPixmap(port.size() * ratio)
            drawn.setDevicePixelRatio(ratio)
            drawn.fill(Qt.GlobalColor.transparent)
            painter = QPainter(drawn)
            self._paint(painter)
            painter.end()
            self._drawn, self._drawn_for = drawn, (*shown, *looks)
        QPainter(port).drawPixmap(0, 0, self._drawn)

    def _paint(self, painter: QPainter) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font())
        chart, port = self.chart, self.viewport()
        if chart is None:
            return
        ink = Ink(painter, theme.colour, QFontMetricsF(self.font()))
        if not chart.count:
            painter.setPen(theme.colour("muted"))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(port.rect().adjusted(20, 0, -20, 0), flags, chart.nothing())
            self._paint_focus(painter)
            return
        top = self.verticalScrollBar().value()
        painter.save()
        painter.setClipRect(QRectF(0, chart.heading, port.width(), port.height() - chart.heading))
        painter.translate(0, -top)
        chart.paint(ink, top + chart.heading, top + port.height())
        if 0 <= self.current < chart.count and self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), 2))
            painter.drawRect(chart.box(self.current).adjusted(1, 1, -1, -1))
        painter.restore()
        chart.paint_heading(ink)
        self._paint_focus(painter)

    def _paint_focus(self, painter: QPainter) -> None:
        chart = self.chart
        if self.hasFocus() and (chart is None or not 0 <= self.current < chart.count):
            painter.setPen(QPen(theme.colour("accent"), 1.5))
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(1, 1, -1, -1))

    # -- pointing --------------------------------------------------------------------------------------

    def mark_at(self, pos: QPointF) -> int:
        """The mark under a place of the viewport; -1 for none."""
        chart = self.chart
        if chart is None or pos.y() < chart.heading:
            return -1
        return chart.at(pos.x(), pos.y() + self.verticalScrollBar().value())

    def place_of(self, at: int) -> QPoint:
        """The middle of a mark in the viewport, brought into sight."""
        assert self.chart is not None
        self.reveal(at)
        return (self.chart.box(at).center() - QPointF(0, self.verticalScrollBar().value())).toPoint()

    def reveal(self, at: int) -> None:
        """Scroll so that a mark can be seen."""
        chart, bar = self.chart, self.verticalScrollBar()
        if chart is None or not 0 <= at < chart.count:
            return
        box = chart.box(at)
        if box.top() - chart.heading < bar.value():
            bar.setValue(int(box.top() - chart.heading))
        elif box.bottom() > bar.value() + self.viewport().height():
            bar.setValue(round(box.bottom() - self.viewport().height()))

    def choose(self, at: int) -> None:
        """Point at a mark."""
        chart = self.chart
        if chart is None or not 0 <= at < chart.count:
            return
        self.current = at
        self.reveal(at)
        said = chart.said(at)
        self.setAccessibleDescription(said)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))
        self.said.emit(said)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        # The mouse is about to choose one itself.
        if self.current < 0 and event.reason() != Qt.FocusReason.MouseFocusReason:
            self.choose(0)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.mark_at(event.position())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.choose(at)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = self.mark_at(event.position())
        if at >= 0 and at == self.current and event.button() == Qt.MouseButton.LeftButton:
            self.open_mark(at)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            at = self.mark_at(QPointF(event.pos()))
            if at >= 0 and self.chart is not None:
                QToolTip.showText(event.globalPos(), self.chart.said(at), self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chart, key = self.chart, event.key()
        if chart is None or not chart.count:
            super().keyPressEvent(event)
            return
        page = max(1, int((self.viewport().height() - chart.heading) // chart.tall)) * chart.step
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -chart.step,
            Qt.Key.Key_Down: chart.step,
            Qt.Key.Key_PageUp: -page,
            Qt.Key.Key_PageDown: page,
            Qt.Key.Key_Home: -chart.count,
            Qt.Key.Key_End: chart.count,
        }
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_mark(self.current)
        elif key in steps:
            wanted = self.current + steps[Qt.Key(key)] if self.current >= 0 else 0
            self.choose(min(max(wanted, 0), chart.count - 1))
        else:
            super().keyPressEvent(event)

    # -- opening ---------------------------------------------------------------------------------------

    def open_mark(self, at: int) -> None:
        """Open what a mark stands for; of several, let one be chosen."""
        chart = self.chart
        if chart is None or not 0 <= at < chart.count:
            return
        asked, found = chart.asks(at), chart.opens(at)
        if asked is not None:
            self.asked.emit(*asked)
        elif len(found) == 1:
            self.opened.emit(*found[0])
        elif found:
            menu = self.menu_of(at)
            menu.popup(self.viewport().mapToGlobal(self.place_of(at)))

    def _open(self, id_: str, field: str, _checked: bool = False) -> None:
        self.opened.emit(id_, field)

    def menu_of(self, at: int) -> QMenu:
        """What a mark stands for, each to be opened."""
        assert self.chart is not None
        found = self.chart.opens(at)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id_, field in found[:_MOST]:
            name = self.chart.named(id_).replace("&", "&&")
            menu.addAction(name).triggered.connect(partial(self._open, id_, field))
        if len(found) > _MOST:
            rest = tr("and {count} more", count=len(found) - _MOST)
            menu.addAction(rest).setEnabled(False)
        return menu
