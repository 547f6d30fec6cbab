"""The headers of the link matrix: names, groups, gaps; dragged onto one another they link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from workbench.ui import icons, theme
from workbench.ui.models.matrix import MatrixModel

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent

    from workbench.analysis.links import Line

#: Width of the names of rows and height of the names of columns, in heights of a line of text.
_ACROSS: Final = 13.0
_DOWN: Final = 9.0
#: Points below which nobody can read a name.
_SMALLEST: Final = 4.0
#: Pixels that the mouse must go before it drags.
_SLACK: Final = 6


class MatrixHeader(QHeaderView):
    """Rows beside, columns above (their names run upwards)."""

    #: A line was clicked on.
    chosen = Signal(int)
    #: A line is dragged, and is let go: number, where on the screen.
    dragged = Signal(int, QPoint)
    dropped = Signal(int, QPoint)

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.setSectionsClickable(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHighlightSections(False)
        self.setMouseTracking(True)
        #: The line that the mouse drags something onto.
        self.target = -1
        #: The line of the current cell.
        self.marked = -1
        self.closed: frozenset[str] = frozenset()
        #: Part of the usual size that the names are written in.
        self.scale = 1.0
        self._pressed = -1
        self._from = QPoint()
        self._drags = False

    @property
    def _is_vertical(self) -> bool:
        return self.orientation() == Qt.Orientation.Vertical

    def lines(self) -> MatrixModel:
        """The model that says what the lines are."""
        model = self.model()
        assert isinstance(model, MatrixModel)
        return model

    def _written(self) -> QFont:
        font = QFont(self.font())
        if self.scale != 1.0:
            font.setPointSizeF(max(font.pointSizeF() * self.scale, _SMALLEST))
        return font

    def sizeHint(self) -> QSize:
        line = QFontMetrics(self._written()).height()
        return (
            QSize(round(line * _ACROSS), line * 2)
            if self._is_vertical
            else QSize(line * 2, round(line * _DOWN))
        )

    # -- painting --------------------------------------------------------------------------------------

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:
        line = self.lines().line(logical, self.orientation())
        if line is None:
            return
        gap = not line.is_heading and self.lines().matrix.has_gap(line.id)  # type: ignore[union-attr]
        fill = "warning_soft" if gap else "pressed" if line.is_heading else "window"
        if logical in (self.marked, self.target):
            fill = "soft"
        painter.fillRect(rect, theme.colour(fill))
        painter.setPen(theme.colour("line"))
        if self._is_vertical:
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
            painter.setPen(theme.colour("border"))
            painter.drawLine(rect.topRight(), rect.bottomRight())
        else:
            painter.drawLine(rect.topRight(), rect.bottomRight())
            painter.setPen(theme.colour("border"))
            painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        if logical in (self.marked, self.target):
            edge = QRect(rect.right() - 2, rect.top(), 3, rect.height())
            if not self._is_vertical:
                edge = QRect(rect.left(), rect.bottom() - 2, rect.width(), 3)
            painter.fillRect(edge, theme.colour("accent"))
        room = rect
        if not self._is_vertical:
            # From here on a column is a row: the names run upwards.
            painter.save()
            painter.translate(rect.bottomLeft())
            painter.rotate(-90)
            room = QRect(0, 0, rect.height(), rect.width())
        self._paint_name(painter, room.adjusted(8, 0, -6, 0), line, gap=gap)
        if not self._is_vertical:
            painter.restore()

    def _paint_name(self, painter: QPainter, room: QRect, line: Line, *, gap: bool) -> None:
        written = self._written()
        painter.setFont(written)
        metrics = QFontMetrics(written)
        ratio = painter.device().devicePixelRatio()
        edge = round(metrics.height() * 0.78)
        top = room.top() + (room.height() - edge) // 2
        if line.is_heading:
            sign = "chevron-right" if line.group in self.closed else "chevron"
            painter.drawPixmap(QPoint(room.left() - 3, top), icons.pixmap(sign, "muted", edge, ratio))
            room = room.adjusted(edge + 1, 0, 0, 0)
            font = QFont(written)
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(theme.colour("text"))
            said = f"{self.lines().group_name(line)}  {line.many:,}"
            shown = QFontMetrics(font).elidedText(said, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _MIDDLE, shown)
            return
        if gap:
            painter.drawPixmap(QPoint(room.right() - edge, top), icons.shape("warning", edge, ratio))
            room = room.adjusted(0, 0, -edge - 4, 0)
        room = room.adjusted(round(metrics.height() * 0.55 * min(line.depth, 4)), 0, 0, 0)
        plan = self.lines().matrix.plan  # type: ignore[union-attr]
        element = plan.get(line.id)
        if element is None:
            return
        code = f"{element.code}  " if element.code else ""
        if code:
            painter.setPen(theme.colour("muted"))
            cut = metrics.elidedText(code.rstrip(), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _MIDDLE, cut)
            room = room.adjusted(metrics.horizontalAdvance(code), 0, 0, 0)
        painter.setPen(theme.colour("text"))
        if room.width() > 0:
            shown = metrics.elidedText(element.name_shown, Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _MIDDLE, shown)

    def mark(self, logical: int) -> None:
        """Show which line the current cell stands in."""
        if logical != self.marked:
            self.marked = logical
            self.viewport().update()

    def aim(self, logical: int) -> None:
        """Show which line something is dragged onto; -1 for none."""
        if logical != self.target:
            self.target = logical
            self.viewport().update()

    # -- mouse -----------------------------------------------------------------------------------------

    def section_at(self, global_: QPoint) -> int:
        """The line under a place of the screen; -1 for none."""
        at = self.viewport().mapFromGlobal(global_)
        return self.logicalIndexAt(at) if self.viewport().rect().contains(at) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self.logicalIndexAt(event.position().toPoint())
            self._from = event.globalPosition().toPoint()
            self._drags = False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._pressed < 0 or not event.buttons() & Qt.MouseButton.LeftButton:
            return
        here = event.globalPosition().toPoint()
        line = self.lines().line(self._pressed, self.orientation())
        if line is None or line.is_heading:
            return
        if self._drags or (here - self._from).manhattanLength() > _SLACK:
            self._drags = True
            self.dragged.emit(self._pressed, here)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, -1
        if pressed < 0:
            return
        if self._drags:
            self._drags = False
            self.dropped.emit(pressed, event.globalPosition().toPoint())
        else:
            self.chosen.emit(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Nothing more than a click."""


_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
