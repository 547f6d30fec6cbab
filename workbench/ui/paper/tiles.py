"""Drawings that are larger than a page, cut into tiles: the link matrix and the traceability graph."""

from __future__ import annotations

from copy import copy
from math import ceil
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF, QPainter, QPen

from workbench.i18n import tr
from workbench.ui import theme
from workbench.ui.paper.printout import Printout, about, paper_font
from workbench.ui.paper.rows import paint_mark
from workbench.ui.views.matrix_marks import Marks, gap_brush, meanings, paint_grid

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.analysis.links import Line, Matrix
    from workbench.plan.plan import Plan
    from workbench.ui.models.matrix import MatrixModel
    from workbench.ui.views.graph_drawing import Drawing, Pointed

#: Edge of a cell of the matrix, width of the names of rows, height of those of columns.
_EDGE: Final = 21
_BESIDE: Final = 250.0
_ABOVE: Final = 170.0
_LEGEND: Final = 22.0
#: The smallest scale at which what is written in the graph can be read on paper.
_LEAST: Final = 0.6
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MatrixPrintout(Printout):
    """The cells of a link matrix, the names of rows and columns on each page."""

    landscape = True

    def __init__(self, plan: Plan, model: MatrixModel, matrix: Matrix) -> None:
        super().__init__(about(plan, tr(matrix.pairing.title)))
        self._model = model
        self._matrix = matrix
        self._rows, self._columns = list(matrix.rows), list(matrix.columns)
        self._down = self._across = 1
        self._pages = 1
        self._room = QSizeF()

    def lay_out(self, room: QSizeF, step: Callable[[int, int], None]) -> int:
        self._room = room
        self._across = max(1, int((room.width() - _BESIDE) // _EDGE))
        self._down = max(1, int((room.height() - _ABOVE - _LEGEND) // _EDGE))
        self._pages = max(1, ceil(len(self._columns) / self._across))
        return self._pages * max(1, ceil(len(self._rows) / self._down))

    def paint(self, painter: QPainter, number: int) -> None:
        down, across = divmod(number, self._pages)
        rows = self._rows[down * self._down : (down + 1) * self._down]
        columns = self._columns[across * self._across : (across + 1) * self._across]
        left, top = round(_BESIDE), round(_ABOVE)
        room = QRect(left, top, _EDGE * len(columns), _EDGE * len(rows))
        self._ground(painter, rows, columns, room)
        place = {line.id: at for at, line in enumerate(columns) if line.id}
        marks = Marks(painter, _EDGE, theme.on_paper)
        for at, line in enumerate(rows):
            for id_, records in (self._matrix.of_row(line.id) or {}).items() if line.id else ():
                column = place.get(id_)
                if column is not None:
                    marks.paint(QRect(left + column * _EDGE, top + at * _EDGE, _EDGE, _EDGE), records)
        painter.setFont(paper_font())
        for at, line in enumerate(rows):
            self._name(painter, QRectF(0, top + at * _EDGE, _BESIDE, _EDGE), line)
        for at, line in enumerate(columns):
            painter.save()
            painter.translate(left + at * _EDGE, top)
            painter.rotate(-90)
            self._name(painter, QRectF(0, 0, _ABOVE, _EDGE), line)
            painter.restore()
        painter.setPen(QPen(theme.on_paper("border"), 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(0, 0, left + room.width(), top + room.height()))
        painter.drawLine(QLineF(left, 0, left, top + room.height()))
        painter.drawLine(QLineF(0, top, left + room.width(), top))
        self._legend(painter, self._room.height() - _LEGEND + 4)

    def _ground(self, painter: QPainter, rows: list[Line], columns: list[Line], room: QRect) -> None:
        bands = [
            (QRect(room.left(), room.top() + at * _EDGE, room.width(), _EDGE), one)
            for at, one in enumerate(rows)
        ]
        bands += [
            (QRect(room.left() + at * _EDGE, room.top(), _EDGE, room.height()), one)
            for at, one in enumerate(columns)
        ]
        for band, line in sorted(bands, key=lambda one: one[1].is_heading):
            if line.is_heading:
                painter.fillRect(band, theme.on_paper("pressed"))
            elif self._matrix.has_gap(line.id):
                painter.fillRect(band, theme.on_paper("warning_soft"))
                painter.fillRect(band, gap_brush(theme.on_paper))
        paint_grid(painter, room, _EDGE, theme.on_paper)

    def _name(self, painter: QPainter, box: QRectF, line: Line) -> None:
        gap = not line.is_heading and self._matrix.has_gap(line.id)
        fill = "warning_soft" if gap else "pressed" if line.is_heading else "base"
        painter.fillRect(box, theme.on_paper(fill))
        painter.setPen(QPen(theme.on_paper("line"), 1))
        painter.drawLine(QLineF(box.left(), box.bottom(), box.right(), box.bottom()))
        room = box.adjusted(6 + 8 * min(line.depth, 4), 0, -6, 0)
        if gap:
            paint_mark(painter, "warning", QPointF(box.right() - 17, box.center().y() - 6), 12)
            room.setRight(room.right() - 16)
        font = paper_font(bold=line.is_heading)
        painter.setFont(font)
        painter.setPen(theme.on_paper("text"))
        said = self._model.name(line)
        if line.is_heading:
            said = f"{said}  {line.many:,}"
        painter.drawText(
            room, _LEFT, QFontMetricsF(font).elidedText(said, Qt.TextElideMode.ElideRight, room.width())
        )

    def _legend(self, painter: QPainter, y: float) -> None:
        x, metrics = 2.0, QFontMetricsF(paper_font())
        marks = Marks(painter, 16, theme.on_paper)
        for records, said in meanings(self._matrix.pairing):
            cell = QRect(round(x), round(y), 16, 16)
            if records is None:
                painter.fillRect(cell, theme.on_paper("warning_soft"))
                painter.fillRect(cell, gap_brush(theme.on_paper))
            else:
                marks.paint(cell, records)
            painter.setFont(paper_font())
            painter.setPen(theme.on_paper("text"))
            wide = metrics.horizontalAdvance(said) + 8
            painter.drawText(QRectF(x + 22, y, wide, 16), _LEFT, said)
            x += 22 + wide + 16


def _in_pixels(font: QFont) -> QFont:
    fixed = QFont(font)
    fixed.setPixelSize(QFontInfo(font).pixelSize())
    fixed.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return fixed


class GraphPrintout(Printout):
    """The graph on one page where it can be read so, else over several."""

    landscape = True

    def __init__(self, plan: Plan, drawing: Drawing, pointed: Pointed) -> None:
        super().__init__(about(plan, tr("Traceability graph")))
        # As large on paper as on the screen, however many dots the paper has.
        self._drawing = copy(drawing)
        self._drawing.font, self._drawing.bold = _in_pixels(drawing.font), _in_pixels(drawing.bold)
        self._pointed = pointed
        self._scale = 1.0
        self._across = 1
        self._room = QSizeF()
        self._head = 0.0

    def lay_out(self, room: QSizeF, step: Callable[[int, int], None]) -> int:
        drawing = self._drawing
        self._head = drawing.line * 1.8
        body = QSizeF(room.width(), room.height() - self._head)
        inside = max(drawing.height - drawing.head, 1.0)
        fitting = min(body.width() / max(drawing.width, 1.0), body.height() / inside, 1.0)
        if fitting < _LEAST:
            # The whole width where that can be read, else parts of it.
            fitting = max(min(body.width() / max(drawing.width, 1.0), 1.0), _LEAST)
        self._scale = fitting
        self._room = QSizeF(body.width() / fitting, body.height() / fitting)
        self._across = max(1, ceil(drawing.width / self._room.width() - 0.001))
        return self._across * max(1, ceil(inside / self._room.height() - 0.001))

    def paint(self, painter: QPainter, number: int) -> None:
        drawing, scale = self._drawing, self._scale
        down, across = divmod(number, self._across)
        exposed = QRectF(
            across * self._room.width(),
            drawing.head + down * self._room.height(),
            self._room.width(),
            self._room.height(),
        )
        painter.save()
        painter.setClipRect(QRectF(0, 0, exposed.width() * scale, self._head))
        drawing.paint_heads(painter, theme.on_paper, -exposed.left() * scale, scale)
        painter.restore()
        painter.setClipRect(QRectF(0, self._head, exposed.width() * scale, exposed.height() * scale))
        painter.translate(-exposed.left() * scale, self._head - exposed.top() * scale)
        painter.scale(scale, scale)
        drawing.paint(painter, exposed, theme.on_paper, self._pointed, on_paper=True)
