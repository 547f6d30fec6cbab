"""How high the rows of a table come out on paper, and the widths of columns that keep them low."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Final

from workbench.documents import gbt9704 as g
from workbench.documents.line_count import lines
from workbench.documents.merged import spans
from workbench.documents.title_lines import set_width
from workbench.documents.word_width import word_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.documents.outline import Row, Table

#: Rows that may be higher than this part of the page may be parted by its end: they might not fit on any.
_WHOLE: Final = 0.8
#: Rows that stay with the last one and the notes leave at most this part of a page empty.
_TAIL: Final = 0.3
#: Where a row takes more than this part of the page, columns give room to those that need it.
_TALL: Final = 0.3
#: Lines are not filled to the last character.
_LOOSE: Final = 1.1
#: So many rows tell what the columns need; room is given away in such parts of the table's width.
_ROWS: Final = 120
_STEP: Final = 0.01
_STEPS: Final = 80
_BESIDE: Final = 0.05
#: No column is set narrower than so many characters.
_LEAST: Final = 2.5
_TO_FILL_IN: Final = 5.0
#: A longer word may be broken; where all that is too much for the table, shorter ones may be too.
_LONGEST: Final = 8.0
#: What is tried one after the other: the longest word that is not broken, by how much its line is wider, and
#: whether short Chinese words are kept whole too. Readers who have not the typeface take a wider one.
_TRIED: Final = (
    *((_LONGEST, wider, short) for short in (True, False) for wider in (1.2, 1.03)),
    *((longest, 1.03, False) for longest in (7.0, 6.0, 5.0, 4.0)),
)
_SPARE: Final = 0.9
#: What a text may measure more or less than it was reckoned to, in characters.
_HAIR: Final = 0.02
_UNBROKEN: Final = re.compile(r"[!-~]+")
#: With the dash behind it: the first day of a span keeps it on its line.
_NUMBER: Final = re.compile(r"[0-9][0-9.,%-]*—?")
#: Words of so few Chinese characters that stand alone in a cell, such as a status, stay on one line.
_WORD: Final = re.compile(r"[\u4e00-\u9fff]{2,4}")
_FIGURE: Final = re.compile(r"（?[0-9][0-9.,%-]*[\u4e00-\u9fff]?）?")
_UNIT: Final = re.compile(r"（[^（）]{1,4}）")


class RowHeights:
    """A table on a page with so much room: width and height in twips, in the usual size or a small one.

    ``shares`` are the parts of the width that its columns get, ``room`` how many characters go into a line
    of each, ``widths`` what they take in twips.
    """

    def __init__(self, table: Table, room: tuple[int, int], *, small: bool) -> None:
        self.table = table
        self.spans = spans(table)
        width, height = room
        style = next(one for one in g.STYLES if one.id == ("TableTextSmall" if small else "TableText"))
        self._line, self._size = style.line, style.size
        characters = width / 10 / style.size
        beside = 2 * g.CELL_SIDE / 10 / style.size
        whole = sum(column.width for column in table.columns) or 1
        self.shares = tuple(column.width / whole for column in table.columns)
        self.room = [max(1.0, characters * share - beside) for share in self.shares]
        on_page = height / style.line
        for longest, wider, short in _TRIED:
            least = [
                _needed(table, at, room, longest, wider, short=short) for at, room in enumerate(self.room)
            ]
            if sum(least) < _SPARE * sum(self.room):
                self._widen(least, on_page, characters)
                self.shares = tuple((one + beside) / characters for one in self.room)
                break
        self.widths = _parted(self.shares, width)
        head = max((self._lines(at, column.title) for at, column in enumerate(table.columns)), default=1)
        self.most_lines = _WHOLE * (on_page - head)

    def _widen(self, least: list[float], on_page: float, characters: float) -> None:
        """Give columns what they need at least, and more to those that make rows tall."""
        spare = [max(0.0, room - need) for room, need in zip(self.room, least, strict=True)]
        owed = sum(max(0.0, need - room) for room, need in zip(self.room, least, strict=True))
        if owed:
            left = 1 - owed / sum(spare)
            self.room = [
                max(need, min(room, need + free * left))
                for room, need, free in zip(self.room, least, spare, strict=True)
            ]
        if any(
            row.kind == "item" and self.height(at, row) > _TALL * on_page for at, row in _first(self.table)
        ):
            self.room = _evened(self.table, self.room, least, _STEP * characters)

    def _lines(self, at: int, text: str) -> float:
        """About how many lines a text takes in a column."""
        return _set(_widths(text), self.room[at])

    def height(self, place: int, row: Row) -> float:
        """About how many lines the tallest cell of a row takes, merged ones left out."""
        if row.kind != "item":
            return 1
        cells = ((at, text) for at, text in enumerate(row.cells) if self.spans.get((place, at), 1) == 1)
        return max((self._lines(at, text) for at, text in cells), default=1)

    def least(self, place: int, row: Row) -> int:
        """The least height of a row in twips, its margins within.

        It is more than usual where some readers set another line in it than others: then it has room for it.
        """
        if row.kind != "item":
            return g.ROW_HEIGHT
        return self._held([text * (self.spans.get((place, at), 1) == 1) for at, text in enumerate(row.cells)])

    def least_head(self) -> int:
        """The least height of the header."""
        return self._held([column.title for column in self.table.columns], bold=True)

    def _held(self, texts: Sequence[str], *, bold: bool = False) -> int:
        rooms = [(width - 2 * g.CELL_SIDE) / 10 / self._size for width in self.widths]
        cells = list(zip(texts, rooms, strict=True))
        strict = max(lines(text, room - _HAIR, strict=True, bold=bold) for text, room in cells)
        if strict == max(lines(text, room + _HAIR, strict=False, bold=bold) for text, room in cells):
            return g.ROW_HEIGHT
        return max(g.ROW_HEIGHT, strict * self._line + 2 * g.CELL_TOP + g.BORDER_HEIGHT)

    def whole(self, place: int, row: Row) -> bool:
        """Whether the row fits on any page, so that it is never parted."""
        return self.height(place, row) <= self.most_lines

    def hangs(self, place: int) -> bool:
        """Whether a merged cell from above reaches into the row."""
        return not all(self.spans.get((place, at), 1) for at in range(self.table.merged))

    def tail(self) -> int:
        """The place of the first of the rows that stay with the last, as it does with the notes.

        They are those that a merged cell of it reaches up to, and the titles of their groups; where that is
        too much of a page, it stays alone.
        """
        rows = self.table.rows
        last = place = max(0, len(rows) - 1)
        while place and (self.hangs(place) or rows[place - 1].kind == "group"):
            place -= 1
        high = sum(self.height(at, row) + 1 for at, row in enumerate(rows[place:], place))
        return place if high <= _TAIL / _WHOLE * self.most_lines else last

    def fit(self, rows: Iterable[Row]) -> bool:
        """Whether all rows have room on one page."""
        return sum(self.height(place, row) + 1 for place, row in enumerate(rows)) <= self.most_lines


def _parted(shares: tuple[float, ...], width: int) -> list[int]:
    """Widths in twips that add up to the whole."""
    made, used, given = [], 0.0, 0
    for share in shares:
        used += share
        made.append(round(width * used) - given)
        given += made[-1]
    return made


def _first(table: Table) -> Iterable[tuple[int, Row]]:
    return enumerate(table.rows[:_ROWS])


def _widths(text: str) -> list[float]:
    return [_LOOSE * set_width(line) for line in text.split("\n")]


def _set(widths: Sequence[float], room: float) -> float:
    return sum(math.ceil(width / room) or 1 for width in widths)


def _evened(table: Table, room: list[float], least: list[float], step: float) -> list[float]:
    """Characters of each column, so that the rows together come out lower; the sum stays as it is."""
    rows = [[_widths(text) for text in row.cells] for _, row in _first(table) if row.kind == "item"]
    columns = range(len(room))
    room = list(room)
    lines = [[_set(row[at], room[at]) for row in rows] for at in columns]
    for _ in range(_STEPS):
        highest = [max(columns, key=lambda at: lines[at][place]) for place in range(len(rows))]
        taker = max(columns, key=lambda at: sum(lines[at][p] for p, one in enumerate(highest) if one == at))
        wider = [_set(row[taker], room[taker] + step) for row in rows]
        best, giver, tighter = float("inf"), -1, wider
        for at in columns:
            if at == taker or room[at] - step < least[at]:
                continue
            narrower = [_set(row[at], room[at] - step) for row in rows]
            changed = [{taker: wider, at: narrower}.get(one, lines[one]) for one in columns]
            if (high := _together(changed)) < best:
                best, giver, tighter = high, at, narrower
        # A step that saves no line yet may lead to one that does.
        if best > _together(lines):
            break
        room[taker] += step
        room[giver] -= step
        lines[taker], lines[giver] = wider, tighter
    return room


def _together(lines: list[list[float]]) -> float:
    """How high rows are, told by the lines of each column; lower neighbours count a little."""
    total = 0.0
    for row in zip(*lines, strict=True):
        total += max(row) + _BESIDE * sum(row)
    return total


def _needed(table: Table, at: int, room: float, longest: float, wider: float, *, short: bool) -> float:
    """Characters without which a column would break words or numbers, or its title into too many lines.

    A column that is filled in keeps some room: what will stand there is not known.
    """
    column = table.columns[at]
    texts = [row.cells[at] for _, row in _first(table) if row.kind == "item"]
    words = [word_width(word) for text in (column.title, *texts) for word in _UNBROKEN.findall(text)]
    numbers = [set_width(number) for text in texts for number in _NUMBER.findall(text)]
    # A line that is only a number, with its unit or as a year in brackets, stays one.
    numbers += [set_width(line) for text in texts for line in text.split("\n") if _FIGURE.fullmatch(line)]
    if short:
        numbers += [len(text) / _LOOSE * 1.03 for text in texts if _WORD.fullmatch(text)]
    # A unit in brackets stands on a line of its own; the sign for per cent is a wide one.
    numbers += [set_width(unit.replace("%", "％")) for unit in _UNIT.findall(column.title)]
    usual = min(room, _TO_FILL_IN if column.field else _LEAST)
    return max(
        usual,
        min(longest, wider * max(words, default=0)),
        min(_LONGEST, _LOOSE * max(numbers, default=0)),
        min(room, set_width(column.title) / 3),
    )
