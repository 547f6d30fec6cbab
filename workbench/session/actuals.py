"""Actual values on their way out and in: the sheet for a unit, and the table that came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.blocks import MOST_CELLS, Block
from workbench.errors import Problem
from workbench.exchange.table_files import read_table_file
from workbench.files import atomic_write
from workbench.i18n import N_

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.analysis.actuals import Sheet
    from workbench.plan.elements import Unit
    from workbench.plan.plan import Plan


def read_block(path: Path) -> Block:
    """The cells of a CSV file or a workbook; a Problem when there are none, or too many to look through."""
    rows = read_table_file(path)
    width = max((at + 1 for row in rows for at, text in enumerate(row) if text), default=0)
    if not width:
        raise Problem(N_("“{file}” is empty"), file=path.name)
    if width * len(rows) > MOST_CELLS:
        raise Problem(N_("That is more than {count} cells; paste it in parts"), count=f"{MOST_CELLS:,}")
    return Block(tuple(tuple((*row, *[""] * width)[:width]) for row in rows))


def write_sheet(path: Path, plan: Plan, sheet: Sheet, unit: Unit | None, language: str) -> None:
    """Write the sheet that a unit enters its values in: a workbook, or CSV by the file's suffix."""
    from workbench.documents.entry_sheet import outline

    made = outline(plan, sheet, unit, language)
    if path.suffix.lower() == ".csv":
        from workbench.documents.csv import to_csv

        atomic_write(path, to_csv(made))
        return
    from workbench.documents.xlsx import to_xlsx

    atomic_write(path, to_xlsx(made))
