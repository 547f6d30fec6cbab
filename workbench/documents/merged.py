"""Which cells of a table stand for those below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.documents.outline import Table


def spans(table: Table) -> dict[tuple[int, int], int]:
    """How many rows the cells of merged columns stand over, by (row, column); 0 where one above stands.

    Groups and totals end what is merged; empty cells are not merged.
    """
    found: dict[tuple[int, int], int] = {}
    for at in range(table.merged):
        first = None
        for place, row in enumerate(table.rows):
            if row.kind != "item":
                first = None
            elif first is not None and row.cells[at] and row.cells[at] == table.rows[first].cells[at]:
                found[first, at] += 1
                found[place, at] = 0
            else:
                first = place
                found[place, at] = 1
    return found
