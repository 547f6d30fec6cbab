"""Code and name of each row, which stay in sight while the other columns of a table are scrolled sideways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect
from PySide6.QtGui import QContextMenuEvent, QHelpEvent, QMouseEvent, QPainter, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from workbench.plan.elements import KINDS
from workbench.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from workbench.ui.views.table_grid import TableGrid

#: The part of the width that may be taken by what stays in sight: most of the room is for what is scrolled.
_MOST: Final = 0.5


class FrozenColumns(QWidget):
    """Lies over the left of the grid as soon as that is scrolled sideways.

    It draws the cells as the grid does; mouse and wheel are handed to the place in the grid that they mean.
    """

    def __init__(self, grid: TableGrid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.setMouseTracking(True)
        self.hide()
        grid.horizontalScrollBar().valueChanged.connect(self.place)
        grid.heads.sectionResized.connect(lambda *_: self.place())
        grid.model().modelReset.connect(self.place)

    def columns(self) -> list[int]:
        """The columns that stay: code and name, as far as they come first and leave room for the others."""
        grid = self._grid
        named = ("code", KINDS[grid.rows.kind].title_field)
        found: list[int] = []
        wide = 0
        for number, column in enumerate(grid.rows.columns):
            wide += grid.columnWidth(number)
            if column.key not in named or wide > grid.viewport().width() * _MOST:
                break
            found.append(number)
        return found

    def room(self) -> int:
        """Pixels at the left of the grid that the columns take."""
        return sum(self._grid.columnWidth(number) for number in self.columns())

    def place(self) -> None:
        """Lie over the grid where the columns that stay belong, if they are scrolled at all."""
        grid = self._grid
        room = self.room()
        area = grid.viewport().geometry()
        if room and grid.horizontalScrollBar().value() > 0:
            top = grid.heads.geometry().top()
            self.setGeometry(QRect(area.left(), top, room, area.bottom() + 1 - top))
            self.raise_()
            self.show()
            self.update()
        else:
            self.hide()

    # -- drawing ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        grid, heads = self._grid, self._grid.heads
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.colour("base"))
        x, columns = 0, []
        for number in self.columns():
            width = grid.columnWidth(number)
            columns.append((number, x, width))
            painter.save()
            painter.setFont(heads.font())
            heads.paintSection(painter, QRect(x, 0, width, heads.height()), number)
            painter.restore()
            x += width
        top = heads.height()
        painter.save()
        painter.translate(0, top)
        painter.setClipRect(0, 0, self.width(), self.height() - top)
        grid.paint_cells(painter, event.rect().translated(0, -top), columns)
        painter.restore()
        painter.setPen(theme.colour("border"))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())

    # -- mouse -----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Hand what the mouse does to the place of the grid, or of its headings, that is meant."""
        if isinstance(event, QMouseEvent):
            target, place = self._meant(event.position())
            told = QMouseEvent(
                event.type(),
                place,
                event.globalPosition(),
                event.button(),
                event.buttons(),
                event.modifiers(),
            )
            QApplication.sendEvent(target, told)
            self.setCursor(target.cursor())
            return True
        if isinstance(event, QContextMenuEvent):
            target, place = self._meant(QPointF(event.pos()))
            asked = QContextMenuEvent(event.reason(), place.toPoint(), event.globalPos(), event.modifiers())
            QApplication.sendEvent(target, asked)
            return True
        if isinstance(event, QHelpEvent):
            target, place = self._meant(QPointF(event.pos()))
            QApplication.sendEvent(target, QHelpEvent(event.type(), place.toPoint(), event.globalPos()))
            return True
        if isinstance(event, QWheelEvent):
            QApplication.sendEvent(self._grid.viewport(), event)
            return True
        return super().event(event)

    def _meant(self, at: QPointF) -> tuple[QWidget, QPointF]:
        """The widget below, and the place in it that a place here stands for, though it is out of sight."""
        grid = self._grid
        scrolled = QPoint(grid.horizontalScrollBar().value(), 0)
        if at.y() < grid.heads.height():
            return grid.heads.viewport(), at - scrolled
        return grid.viewport(), at - scrolled - QPointF(0, grid.heads.height())
