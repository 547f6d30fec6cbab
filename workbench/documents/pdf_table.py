"""A table as plain data for the typesetter: cells with their spans, rows with what keeps them whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from workbench.documents import gbt9704 as g
from workbench.documents.pdf_text import clean
from workbench.documents.row_heights import RowHeights
from workbench.documents.title_lines import set_width
from workbench.i18n import N_

if TYPE_CHECKING:
    from workbench.documents.outline import Row, Table
    from workbench.documents.wording import Wording

Data: TypeAlias = dict[str, Any]


def table_data(
    table: Table,
    wording: Wording,
    room: tuple[int, int],
    *,
    small: bool = False,
    closing: Data | None = None,
    key: str = "",
) -> Data:
    """The table for a page with so much room: width and height in twips.

    ``closing`` is what closes the document below it and stays with its last row, as its notes do. By its
    ``key`` its rows are found on their pages, so that what is merged is told on each; without one it is not.
    """
    small = small or len(table.columns) >= g.SMALL_FROM_COLUMNS
    size = "Small" if small else ""
    caption = table.caption
    if table.number:
        caption = wording.captioned(N_("Table"), table.number, caption)
    rows = _Rows(table, size, RowHeights(table, room, small=small), key)
    told = [rows.row(place, row) for place, row in enumerate(table.rows)]
    # Without a row a foot, or the title of a group, would stand alone below a repeated header.
    tail, last = rows.heights.tail(), []
    whole = all(row["whole"] for row in told[tail:]) and not rows.heights.hangs(tail)
    if (table.notes or closing) and whole and rows.notes_fit():
        last = [cell for row in told[tail:] for cell in row["cells"]]
        del told[tail:]
    return {
        "caption": clean(caption),
        "notes": [clean(note) for note in table.notes],
        "closing": closing,
        "columns": rows.heights.widths,
        "head": rows.head(),
        "rows": told,
        "last": last,
        "together": len(table.rows) <= g.TOGETHER_UP_TO_ROWS and rows.heights.fit(table.rows),
    }


class _Rows:
    def __init__(self, table: Table, size: str, heights: RowHeights, key: str) -> None:
        self.table = table
        self.key = key
        self.head_style = f"TableHead{size}"
        self.text_style = f"TableText{size}"
        self.heights = heights
        self.spans = heights.spans
        #: The last row of the merged cell that is told, by column.
        self.ends: dict[int, int] = {}
        self.room = heights.room

    def notes_fit(self) -> bool:
        """Whether the notes are short enough to stay with the last row on any page."""
        lines = sum(set_width(note) / sum(self.room) + 1 for note in self.table.notes)
        return lines < self.heights.most_lines / 2

    def head(self) -> list[Data]:
        """The cells of the header row."""
        cells = [
            self._cell(column.title, self.head_style, "center", room)
            for column, room in zip(self.table.columns, self.room, strict=True)
        ]
        return _held_open(cells, self.heights.least_head())

    @staticmethod
    def _cell(text: str, style: str, align: str, room: float) -> Data:
        return {"text": clean(text, room), "style": style, "align": align}

    def row(self, place: int, row: Row) -> Data:
        columns = len(self.table.columns)
        if row.kind == "group":
            cell = self._cell(row.cells[0], self.head_style, "left", sum(self.room))
            return {
                "cells": _held_open([{**cell, "columns": columns}], g.ROW_HEIGHT),
                "group": True,
                "whole": True,
            }
        if row.kind == "total":
            span = columns - len(row.cells) + 1
            label = self._cell(row.cells[0], self.head_style, "center", sum(self.room[:span]))
            values = [self._text(at, text) for at, text in enumerate(row.cells[1:], span)]
            return {
                "cells": _held_open([{**label, "columns": span}, *values], g.ROW_HEIGHT),
                "group": False,
                "whole": True,
            }
        cells: list[Data] = []
        own = False
        for at, text in enumerate(row.cells):
            over = self.spans.get((place, at), 1)
            if not over:
                continue
            cell = self._text(at, text)
            if over > 1:
                cell["rows"] = over
                self.ends[at] = place + over - 1
            elif self.table.merged and self.key and not own:
                own = True
                cell["reached"] = self._reached(place, row, at)
            cells.append(cell)
        whole = self.heights.whole(place, row)
        held = _held_open(cells, self.heights.least(place, row)) if whole else cells
        return {"cells": held, "group": False, "whole": whole}

    def _reached(self, place: int, row: Row, own: int) -> Data:
        """What merged cells that reach into the row tell, in points at the left of its ``own`` cell."""
        widths = self.heights.widths
        told = []
        for at in range(self.table.merged):
            if self.spans.get((place, at)):
                continue
            told.append(
                {
                    **self._text(at, row.cells[at]),
                    "from": sum(widths[at:own]) / 20,
                    "width": (widths[at] - 2 * g.CELL_SIDE) / 20,
                    "last": self.ends[at],
                }
            )
        return {"key": self.key, "row": place, "least": g.ROW_HEIGHT / 20, "told": told}

    def _text(self, at: int, text: str) -> Data:
        return self._cell(text, self.text_style, self.table.columns[at].align, self.room[at])


def _held_open(cells: list[Data], height: int) -> list[Data]:
    """The cells of a row, the first that stands in it alone holding it open to its least height, in twips."""
    alone = next((cell for cell in cells if "rows" not in cell), None)
    if alone is not None:
        alone["open"] = height / 20
    return cells
