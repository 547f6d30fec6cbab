"""A page of the score outside of the window: as a picture, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from workbench.ui import theme
from workbench.ui.paper.flow import Flow, Gap, Piece, paragraph
from workbench.ui.paper.printout import about, paper_font
from workbench.ui.paper.rows import Column, Row, RowsPrintout
from workbench.ui.pictures import Picture
from workbench.ui.views.ink import RIGHT, VCENTER, Ink

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QFont

    from workbench.plan.plan import Plan
    from workbench.ui.models.score import Cell, Lines

#: Letters that a heading and a cell of a picture are given at most.
_HEADING: Final = 11
_WIDEST: Final = 48
#: Columns of the heat map that stand beside each other on paper.
_ACROSS: Final = 7


class _Grid:
    """A page in columns and rows: where they stand, and how they are painted."""

    def __init__(self, lines: Lines, metrics: QFontMetricsF) -> None:
        self.lines = lines
        self.metrics = metrics
        self.line = metrics.height()
        self.row = self.line * 1.6
        self.head = self.line * 3.4
        self.widths = [self._width(at) for at in range(len(lines.headings))]

    def _width(self, at: int) -> float:
        letter, measure = self.metrics.averageCharWidth(), self.metrics.horizontalAdvance
        wide = min(measure(self.lines.headings[at]), letter * _HEADING)
        for row in self.lines.rows:
            if not row.is_heading and at < len(row.cells):
                cell = row.cells[at]
                wide = max(wide, measure(cell.text) + (self.line if cell.mark else 0))
        return min(wide, letter * _WIDEST) + letter * 2

    @property
    def size(self) -> QSizeF:
        """Of all of it."""
        return QSizeF(sum(self.widths), self.head + self.row * len(self.lines.rows))

    def paint(self, ink: Ink) -> None:
        """Paint it, its corner at 0, 0."""
        x = 0.0
        wrap = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignBottom
        for at, heading in enumerate(self.lines.headings):
            box = QRectF(x + 4, 0, self.widths[at] - 8, self.head - 4)
            ink.painter.setPen(ink.colour("muted"))
            ink.painter.drawText(box, int(wrap | self._side(at)), heading)
            x += self.widths[at]
        ink.painter.setPen(ink.colour("border"))
        ink.painter.drawLine(QPointF(0, self.head), QPointF(x, self.head))
        for number, row in enumerate(self.lines.rows):
            self._paint_row(ink, row.cells, self.head + number * self.row, is_heading=row.is_heading)

    def _side(self, at: int) -> Qt.AlignmentFlag:
        return Qt.AlignmentFlag.AlignRight if at in self.lines.at_right else Qt.AlignmentFlag.AlignLeft

    def _paint_row(self, ink: Ink, cells: tuple[Cell, ...], y: float, *, is_heading: bool) -> None:
        whole = sum(self.widths)
        if is_heading:
            box = QRectF(0, y, whole, self.row)
            ink.painter.fillRect(box, ink.colour("stripe"))
            ink.write(box.adjusted(4, 0, -4, 0), cells[0].text, "accent")
            return
        x = 0.0
        for at, cell in enumerate(cells):
            box = QRectF(x, y, self.widths[at], self.row)
            if cell.ground:
                ink.painter.fillRect(box.adjusted(1, 1, -1, -1), ink.colour(cell.ground))
            inner = box.adjusted(4, 0, -4, 0)
            if cell.mark:
                edge = self.line * 0.75
                ink.mark(cell.mark, QPointF(inner.left(), y + (self.row - edge) / 2), edge)
                inner.adjust(self.line, 0, 0, 0)
            ink.write(inner, cell.text, "text", RIGHT if at in self.lines.at_right else VCENTER)
            x += self.widths[at]
        ink.painter.setPen(QPen(ink.colour("line"), 1))
        ink.painter.drawLine(QPointF(0, y + self.row), QPointF(whole, y + self.row))


def picture_of(lines: Lines, said: str, font: QFont, plan_title: str) -> Picture:
    """A page with its title and what is said of the year, all of its rows and columns."""
    metrics = QFontMetricsF(font)
    line = metrics.height()
    grid = _Grid(lines, metrics)
    wide = max(grid.size.width(), metrics.averageCharWidth() * 90)
    words = Qt.TextFlag.TextWordWrap
    tall = metrics.boundingRect(QRectF(0, 0, wide, 10_000), int(words), said).height() if said else 0.0
    size = QSizeF(wide + 2 * line, grid.size.height() + tall + line * 4)

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        ink = Ink(painter, theme.on_paper, metrics)
        ink.write(QRectF(line, line * 0.6, wide, line * 1.3), f"{lines.title} · {plan_title}")
        painter.setPen(theme.on_paper("muted"))
        painter.drawText(QRectF(line, line * 2.1, wide, tall), int(words), said)
        painter.translate(line, line * 2.8 + tall)
        grid.paint(ink)

    return Picture(size, paint, lines.title, plan_title)


class ScorePrintout(Flow):
    """A page of the score on paper; of the heat map so many columns beside each other as can be read."""

    def __init__(self, plan: Plan, lines: Lines, said: str) -> None:
        super().__init__(about(plan, lines.title), len(lines.rows))
        self._lines, self._said = lines, said
        self.landscape = True

    def pieces(self, room: QSizeF) -> Iterator[Piece]:
        if self._said:
            yield from paragraph(self._said, room.width(), tint="muted", spacing=1.4, keeps=True)
        for at, columns in enumerate(self._parts()):
            if at:
                yield Gap(QFontMetricsF(paper_font()).height())
            yield from self._part(columns).pieces(room)

    def _parts(self) -> list[list[int]]:
        """The columns that stand together: all, or of the heat map some beside the units."""
        many = len(self._lines.headings)
        if not self._lines.rows:
            return []
        if not self._lines.beside:
            return [[*range(many)]]
        return [[0, *range(at, min(at + _ACROSS, many))] for at in range(1, many, _ACROSS)]

    def _part(self, columns: list[int]) -> RowsPrintout:
        lines = self._lines

        def coming() -> Iterator[Row]:
            for row in lines.rows:
                if row.is_heading:
                    yield Row((row.cells[0].text,), is_heading=True)
                else:
                    yield Row(tuple(row.cells[at].text for at in columns))

        heads = [Column(lines.headings[at], at in lines.at_right) for at in columns]
        return RowsPrintout(self.about, heads, coming, total=len(lines.rows), nothing=lines.nothing)
