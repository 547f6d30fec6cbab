"""Tables on paper: as wide as the page, headings again on each, long texts broken into lines."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter

from workbench.ui import icons, theme
from workbench.ui.paper.flow import Flow, Piece, lines_of, paragraph
from workbench.ui.paper.printout import SMALL, TEXT, paper_font

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from PySide6.QtCore import QSizeF
    from PySide6.QtGui import QFont

    from workbench.ui.paper.printout import About

_PAD: Final = 4.0
#: Room for a mark before the text of a cell.
_MARK: Final = 16.0
#: Lines of one cell; what is longer ends with an ellipsis.
_MOST_LINES: Final = 12
#: Rows that the widths of the columns are taken from.
_MEASURED: Final = 300
_DEPTH: Final = 14.0
#: A column narrower than that is set in smaller type.
_NARROW: Final = 78.0
#: Columns that an upright page has room for.
_MOST_UPRIGHT: Final = 5
_LEFT: Final = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Column(NamedTuple):
    """A column and its heading."""

    title: str
    at_right: bool = False


class Row(NamedTuple):
    """The texts of a row. A heading has one, which runs over all columns; ``mark`` is one of icons.SHAPES."""

    cells: tuple[str, ...]
    is_heading: bool = False
    mark: str = ""
    #: How far the text of the indented column stands in.
    depth: int = 0


class Grid:
    """Where the columns of a table stand on a page."""

    def __init__(
        self, columns: Sequence[Column], sample: Iterable[Row], width: float, indented: int = 0
    ) -> None:
        self.columns = columns
        self.indented = indented
        self.width = width
        pixels = TEXT if width / max(len(columns), 1) >= _NARROW else SMALL - 1
        self.font = paper_font(pixels)
        self.bold = paper_font(pixels, bold=True)
        self.metrics = QFontMetricsF(self.font)
        self.line = self.metrics.height() * 1.05
        self.widths = self._fit(list(sample))
        self.lefts = [sum(self.widths[:at]) for at in range(len(self.widths))]

    def _fit(self, sample: list[Row]) -> list[float]:
        """As wide as the texts; where there is no room, those that want most share what is left."""
        advance = self.metrics.horizontalAdvance
        bold = QFontMetricsF(self.bold)
        wanted = [bold.horizontalAdvance(one.title) + 2 * _PAD + 2 for one in self.columns]
        for row in sample:
            if row.is_heading:
                continue
            for at, text in enumerate(row.cells):
                extra = row.depth * _DEPTH if at == self.indented else 0.0
                extra += _MARK if at == 0 and row.mark else 0.0
                longest = max(text[:400].split("\n"), key=len)
                wanted[at] = max(wanted[at], advance(longest) + 2 * _PAD + extra + 2)
        free, waiting = self.width, dict(enumerate(wanted))
        widths = [0.0] * len(wanted)
        while waiting:
            share = free / len(waiting)
            narrow = [at for at, wide in waiting.items() if wide <= share]
            if not narrow:
                break
            for at in narrow:
                widths[at] = waiting.pop(at)
                free -= widths[at]
        if waiting:
            # By the root: what wants ten times as much does not need ten times as much.
            weights = {at: wide**0.5 for at, wide in waiting.items()}
            whole = sum(weights.values())
            for at, weight in weights.items():
                widths[at] = free * weight / whole
        elif free > 0 and widths:
            widths[max(range(len(widths)), key=widths.__getitem__)] += free
        return widths

    def head(self) -> HeadPiece:
        """The headings as a piece."""
        return HeadPiece(self)

    def row(self, row: Row, head: HeadPiece) -> RowPiece:
        """A row as a piece, under those headings."""
        return RowPiece(self, row, head)


class HeadPiece(Piece):
    """The headings of a table."""

    keeps = True

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._said = [
            lines_of(one.title, grid.bold, wide - 2 * _PAD)[:4]
            for one, wide in zip(grid.columns, grid.widths, strict=True)
        ]
        self.height = max((len(one) for one in self._said), default=1) * grid.line + 2 * _PAD

    def paint(self, painter: QPainter, y: float) -> None:
        grid = self._grid
        painter.fillRect(QRectF(0, y, grid.width, self.height), theme.on_paper("hover"))
        painter.setFont(grid.bold)
        painter.setPen(theme.on_paper("text"))
        for at, lines in enumerate(self._said):
            _write(painter, grid, at, lines, y + _PAD, 0.0)
        painter.setPen(theme.on_paper("muted"))
        painter.drawLine(QLineF(0, y + self.height, grid.width, y + self.height))


class RowPiece(Piece):
    """A row of a table."""

    def __init__(self, grid: Grid, row: Row, head: HeadPiece) -> None:
        self._grid = grid
        self._row = row
        self.head = head
        self.keeps = row.is_heading
        self._shift = _MARK if row.mark else 0.0
        self._said: list[list[str]] = []
        font: QFont = grid.bold if row.is_heading else grid.font
        if row.is_heading:
            self._said = [lines_of(row.cells[0], font, grid.width - 2 * _PAD - self._shift)[:2]]
        else:
            for at, text in enumerate(row.cells):
                room = grid.widths[at] - 2 * _PAD - self._inset(at)
                if not text or ("\n" not in text and grid.metrics.horizontalAdvance(text) <= room):
                    self._said.append([text])
                else:
                    self._said.append(_cut(lines_of(text[:3000], font, room)))
        self.height = max((len(one) for one in self._said), default=1) * grid.line + 2 * _PAD

    def _inset(self, at: int) -> float:
        row = self._row
        return (row.depth * _DEPTH if at == self._grid.indented else 0.0) + (self._shift if at == 0 else 0.0)

    def paint(self, painter: QPainter, y: float) -> None:
        grid, row = self._grid, self._row
        if row.is_heading:
            painter.fillRect(QRectF(0, y, grid.width, self.height), theme.on_paper("stripe"))
        if row.mark:
            paint_mark(painter, row.mark, QPointF(_PAD, y + _PAD + 1), grid.line - 3)
        painter.setFont(grid.bold if row.is_heading else grid.font)
        painter.setPen(theme.on_paper("text"))
        if row.is_heading:
            box = QRectF(_PAD + self._shift, y + _PAD, grid.width - _PAD, grid.line)
            for number, said in enumerate(self._said[0]):
                painter.drawText(box.translated(0, number * grid.line), _LEFT, said)
        else:
            for at, lines in enumerate(self._said):
                _write(painter, grid, at, lines, y + _PAD, self._inset(at))
        painter.setPen(theme.on_paper("border"))
        painter.drawLine(QLineF(0, y + self.height, grid.width, y + self.height))


def paint_mark(painter: QPainter, state: str, at: QPointF, edge: float) -> None:
    """The shape of a severity or verdict in its colour on paper."""
    drawn = icons.shape_on_paper(state)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawPixmap(QRectF(at.x(), at.y(), edge, edge), drawn, QRectF(drawn.rect()))


def _write(painter: QPainter, grid: Grid, at: int, lines: list[str], y: float, inset: float) -> None:
    align = _RIGHT if grid.columns[at].at_right else _LEFT
    left = grid.lefts[at] + _PAD + inset
    wide = grid.widths[at] - 2 * _PAD - inset
    for number, said in enumerate(lines):
        painter.drawText(QRectF(left, y + number * grid.line, wide, grid.line), align, said)


def _cut(lines: list[str]) -> list[str]:
    return lines if len(lines) <= _MOST_LINES else [*lines[: _MOST_LINES - 1], f"{lines[_MOST_LINES - 1]}…"]


class RowsPrintout(Flow):
    """One table over as many pages as it needs.

    ``rows`` gives the rows anew each time it is called; ``said`` stands above the table, ``nothing`` in its
    place when there is no row. ``indented`` is the column whose text stands in by the depth of its row.
    """

    def __init__(
        self,
        about_: About,
        columns: Sequence[Column],
        rows: Callable[[], Iterable[Row]],
        *,
        total: int,
        said: str = "",
        nothing: str = "",
        indented: int = 0,
    ) -> None:
        super().__init__(about_, total)
        self.columns = columns
        self._rows = rows
        self._said = said
        self._nothing = nothing
        self._indented = indented
        # Upright while its columns have room so.
        self.landscape = len(columns) > _MOST_UPRIGHT

    def pieces(self, room: QSizeF) -> Iterator[Piece]:
        width = room.width()
        if self._said:
            yield from paragraph(self._said, width, tint="muted", spacing=1.4, keeps=True)
        coming = iter(self._rows())
        sample = list(islice(coming, _MEASURED))
        if not sample:
            yield from paragraph(self._nothing, width, tint="muted", spacing=1.4)
            return
        grid = Grid(self.columns, sample, width, self._indented)
        head = grid.head()
        yield head
        for row in sample:
            yield grid.row(row, head)
        for row in coming:
            yield grid.row(row, head)
