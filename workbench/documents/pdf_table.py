"""A table as plain data for the typesetter: cells with their spans, rows with what keeps them whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from workbench.documents import gbt9704 as g
from workbench.documents.merged import spans
from workbench.documents.pdf_text import clean
from workbench.documents.title_lines import set_width
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.outline import Row, Table
    from workbench.documents.wording import Wording

Data: TypeAlias = dict[str, Any]

#: Rows that may be higher than this part of the page may be parted by its end: they might not fit on any.
_WHOLE: Final = 0.8
#: Lines are not filled to the last character.
_LOOSE: Final = 1.1
#: A cell whose text takes up to this part of its width stands on one line for sure.
_SURE: Final = 0.75


def table_data(table: Table, wording: Wording, room: tuple[int, int], *, small: bool = False) -> Data:
    """The table for a page with so much room: width and height in twips."""
    small = small or len(table.columns) >= g.SMALL_FROM_COLUMNS
    size = "Small" if small else ""
    caption = table.caption
    if table.number:
        caption = wording.captioned(N_("Table"), table.number, caption)
    rows = _Rows(table, size, room)
    told = [rows.row(place, row) for place, row in enumerate(table.rows)]
    last = []
    at_foot = rows.notes_fit(table.notes)
    if at_foot and table.notes and told and rows.stands_alone(len(told) - 1) and told[-1]["whole"]:
        last = told.pop()["cells"]
    return {
        "caption": clean(caption),
        "notes": [clean(note) for note in table.notes],
        "at_foot": at_foot,
        "columns": [column.width for column in table.columns],
        "head": rows.head(),
        "rows": told,
        "last": last,
        "together": len(table.rows) <= g.TOGETHER_UP_TO_ROWS and rows.fit(table.rows),
    }


class _Rows:
    def __init__(self, table: Table, size: str, room: tuple[int, int]) -> None:
        self.table = table
        self.head_style = f"TableHead{size}"
        self.text_style = f"TableText{size}"
        self.spans = spans(table)
        width, height = room
        shares = sum(column.width for column in table.columns) or 1
        style = next(one for one in g.STYLES if one.id == self.text_style)
        #: Characters that go into a line of each column.
        self.room = [
            max(1.0, (width * column.width / shares - 2 * g.CELL_SIDE) / 10 / style.size)
            for column in table.columns
        ]
        head = max((self._lines(at, column.title) for at, column in enumerate(table.columns)), default=1)
        self.most_lines = _WHOLE * (height / style.line - head)

    def _lines(self, at: int, text: str) -> float:
        """About how many lines a text takes in a column."""
        return sum(math.ceil(_LOOSE * set_width(line) / self.room[at]) or 1 for line in text.split("\n"))

    def _height(self, place: int, row: Row) -> float:
        """About how many lines the tallest cell of a row takes, merged ones left out."""
        if row.kind != "item":
            return 1
        cells = ((at, text) for at, text in enumerate(row.cells) if self.spans.get((place, at), 1) == 1)
        return max((self._lines(at, text) for at, text in cells), default=1)

    def fit(self, rows: Iterable[Row]) -> bool:
        """Whether all rows have room on one page."""
        return sum(self._height(place, row) + 1 for place, row in enumerate(rows)) <= self.most_lines

    def stands_alone(self, place: int) -> bool:
        """Whether no merged cell from above reaches into the row."""
        return all(self.spans.get((place, at), 1) for at in range(self.table.merged))

    def notes_fit(self, notes: Iterable[str]) -> bool:
        """Whether the notes are short enough to stay with the last row on any page."""
        return sum(set_width(note) / sum(self.room) + 1 for note in notes) < self.most_lines / 2

    def head(self) -> list[Data]:
        """The cells of the header row."""
        return [
            self._cell(column.title, self.head_style, "center", room)
            for column, room in zip(self.table.columns, self.room, strict=True)
        ]

    @staticmethod
    def _cell(text: str, style: str, align: str, room: float) -> Data:
        # Letters and digits are half as wide as Chinese characters, capitals more.
        return {"text": clean(text, int(room * 1.7)), "style": style, "align": align}

    def row(self, place: int, row: Row) -> Data:
        columns = len(self.table.columns)
        if row.kind == "group":
            cell = self._cell(row.cells[0], self.head_style, "left", sum(self.room))
            return {"cells": [{**cell, "columns": columns, "strut": True}], "group": True, "whole": True}
        if row.kind == "total":
            span = columns - len(row.cells) + 1
            label = self._cell(row.cells[0], self.head_style, "center", sum(self.room[:span]))
            cells = [{**label, "columns": span, "strut": True}]
            cells += [self._text(at, text) for at, text in enumerate(row.cells[1:], span)]
            return {"cells": cells, "group": False, "whole": True}
        cells, emptiest, strut = [], _SURE, -1
        for at, text in enumerate(row.cells):
            over = self.spans.get((place, at), 1)
            if not over:
                continue
            cell = self._text(at, text)
            full = set_width(text) / self.room[at]
            if over > 1:
                cell["rows"] = over
            elif full < emptiest and "\n" not in text:
                emptiest, strut = full, len(cells)
            cells.append(cell)
        # A row of one line is as high as a row is at least: an invisible strut holds it open, in the cell
        # that has most room to spare, so that it never makes a taller row taller still.
        if strut >= 0:
            cells[strut]["strut"] = True
        return {"cells": cells, "group": False, "whole": self._height(place, row) <= self.most_lines}

    def _text(self, at: int, text: str) -> Data:
        return self._cell(text, self.text_style, self.table.columns[at].align, self.room[at])
