"""The tables of an outline as CSV: for programs that read nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.documents.printable import printable
from workbench.documents.sheets import sheets_of
from workbench.documents.wording import Wording
from workbench.files import harmless
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.outline import Outline, Table


def to_csv(outline: Outline) -> bytes:
    """UTF-8 with a byte order mark, so that Excel and WPS read Chinese; all fields quoted, lines end in CRLF.

    Tables stand one after another, each below its titles, an empty line between them; names of columns are on
    one line, numbers without separators. What looks like a formula bears an apostrophe. A document without
    tables gives its text, a line a row.
    """
    wording = Wording(outline.language)
    lines: list[str] = []
    for sheet in sheets_of(outline, wording.words(N_("Body of the document"))):
        if lines:
            lines.append("")
        lines += [_row([line.text]) for line in sheet.lines]
        if sheet.fields is not None:
            lines += [_row(one.told for one in line) for line in sheet.fields.lines]
        if sheet.table is not None:
            lines += _rows(sheet.table, wording)
        lines += [_row([line.text]) for line in sheet.below]
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()


def _rows(table: Table, wording: Wording) -> list[str]:
    lines = [_row(wording.joined(column.title.split("\n")) for column in table.columns)]
    for row in table.rows:
        missing = len(table.columns) - len(row.cells)
        values = row.values or (None,) * len(row.cells)
        cells = [
            # A text beside a number is that number as people read it: 1,200.5.
            text.replace(",", "") if isinstance(value, int | Decimal) else text
            for text, value in zip(row.cells, values, strict=True)
        ]
        # A total's label stands over the columns before its texts.
        lines.append(_row([cells[0], *[""] * missing, *cells[1:]]))
    return lines


def _row(cells: Iterable[str]) -> str:
    return ",".join(_quoted(cell) for cell in cells)


def _quoted(text: str) -> str:
    return '"{}"'.format(harmless(printable(text)).replace('"', '""'))
