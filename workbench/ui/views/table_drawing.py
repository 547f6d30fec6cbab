"""How the grid of a table is drawn: only what is in sight, all of it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QWidget

from workbench.ui import icons, theme
from workbench.ui.views.cell_grid import PAD, CellGrid
from workbench.ui.views.table_parts import TableHeader

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from workbench.ui.models.table import TableModel
    from workbench.ui.views.cell_grid import Columns
    from workbench.ui.views.table_parts import TablePainter


class TableDrawing(CellGrid):
    """The cells as they are seen; ``painter_`` draws single ones, and has the colours."""

    painter_: TablePainter

    def __init__(self, model: TableModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self._line = 0
        self.heads = TableHeader(model, self)
        self.setHorizontalHeader(self.heads)
        self.setModel(model)
        self.verticalHeader().hide()
        self.measure()

    def measure(self) -> None:
        """Heights as the size of the text has them."""
        super().measure()
        self._line = self.fontMetrics().height()
        self.setMinimumHeight(self.fontMetrics().height() * 5)
        self.heads.setMinimumSectionSize(self.fontMetrics().height() * 3)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight at once: asking the style for each cell would take ten times as long."""
        painter = QPainter(self.viewport())
        columns = [
            (number, self.columnViewportPosition(number), self.columnWidth(number))
            for number in range(len(self.rows.columns))
        ]
        self.paint_cells(painter, event.rect(), columns)
        painter.end()

    def paint_cells(self, painter: QPainter, paper: QRect, columns: Columns) -> None:
        """Draw the rows in sight within ``paper``: columns by number, left edge and width."""
        model = self.rows
        painter.setFont(self.font())
        height = self.verticalHeader().defaultSectionSize()
        total = model.rowCount()
        top = self.rowViewportPosition(0) if total else 0
        first = max((paper.top() - top) // height, 0)
        last = min((paper.bottom() - top) // height, total - 1)
        columns = [one for one in columns if one[1] <= paper.right() and one[1] + one[2] > paper.left()]
        if total and columns:
            self.paint_chosen(painter, theme.colour("soft"), first, last, columns)
            count = last - first + 1
            self.paint_lines(painter, theme.colour("line"), top + first * height, height, count, columns)
            for at in range(first, last + 1):
                y = top + at * height
                if model.group_at(at) is not None:
                    self._paint_heading(painter, QRect(0, y, self.viewport().width(), height - 1), at)
                else:
                    self._paint_row(painter, at, y, height, columns)
            self._paint_current(painter, columns)

    def _paint_row(self, painter: QPainter, at: int, y: int, height: int, columns: Columns) -> None:
        model = self.rows
        is_new = at >= len(model.rows)
        text_colour, muted = self.painter_.colours["text"], self.painter_.colours["muted"]
        painter.setPen(text_colour)
        down = y + (height - self._line) // 2
        texts = model.texts_of(at)
        for number, x, width in columns:
            text = texts[number]
            if not text:
                continue
            wrong = model.bad and model.fault_at(at, number)
            room = width - 2 * PAD
            if wrong:
                edge = painter.fontMetrics().ascent()
                mark = icons.shape("error", edge, self.devicePixelRatioF())
                painter.drawPixmap(QPoint(x + width - PAD - edge, y + (height - edge) // 2), mark)
                room -= edge + 4
                painter.setPen(self.painter_.colours["error"])
            elif is_new and model.columns[number].key not in model.draft:
                painter.setPen(muted)
            drawn, wide = self.drawn(text, room)
            left = x + PAD
            if model.columns[number].at_right and not wrong:
                left = x + width - PAD - wide
            painter.drawStaticText(left, down, drawn)
            if wrong or is_new:
                painter.setPen(text_colour)

    def _paint_current(self, painter: QPainter, columns: Columns) -> None:
        at = self.currentIndex()
        if not at.isValid() or self.rows.group_at(at.row()) is not None:
            return
        place = next(((x, width) for number, x, width in columns if number == at.column()), None)
        if place is None:
            return
        box = QRect(place[0], self.rowViewportPosition(at.row()), place[1] - 1, self.rowHeight(at.row()) - 1)
        painter.setPen(theme.colour("accent" if self.hasFocus() else "faint"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def _paint_heading(self, painter: QPainter, box: QRect, at: int) -> None:
        group = self.rows.group_at(at)
        assert group is not None
        current = self.currentIndex().row() == at
        plain = painter.font()
        bold = QFont(plain)
        bold.setBold(True)
        painter.setFont(bold)
        painter.fillRect(box, theme.colour("soft" if current else "stripe"))
        edge = round(box.height() * 0.6)
        painter.save()
        painter.translate(box.left() + edge / 2 + PAD, box.center().y() + 1)
        if group.text in self.rows.closed:
            painter.rotate(-90)
        painter.drawPixmap(
            QPoint(-edge // 2, -edge // 2), icons.pixmap("chevron", "muted", edge, self.devicePixelRatioF())
        )
        painter.restore()
        painter.setPen(theme.colour("text"))
        room = box.adjusted(edge + 2 * PAD, 0, -PAD, 0)
        text = painter.fontMetrics().elidedText(
            self.rows.heading_of(group), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        if current and self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.setFont(plain)
