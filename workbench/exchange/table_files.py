"""The rows of a table that somebody made in a spreadsheet: CSV or Excel, as texts."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import Problem
from workbench.exchange.formats import content_of, read_file
from workbench.exchange.office_files import kind_of
from workbench.files import FORMULA
from workbench.i18n import N_

if TYPE_CHECKING:
    from pathlib import Path

_MOST_BYTES: Final = 20_000_000
#: Digits of a number that a spreadsheet keeps exactly.
_EXACT: Final = ".15g"


def read_table_file(path: Path) -> list[list[str]]:
    """The rows of a CSV file, or of the first sheet of a workbook that has any. A Problem for other files."""
    data = read_file(path)
    if len(data) > _MOST_BYTES:
        raise Problem(N_("“{file}” is larger than 20 MB"), file=path.name)
    return rows_in(data, path, N_("“{file}” holds no table; choose an Excel (.xlsx) or a CSV file"))


def rows_in(data: bytes, path: Path, refusal: str) -> list[list[str]]:
    """The rows of a CSV file or a workbook; for anything else a Problem with this message."""
    content = content_of(data[:512])
    if content == "zip" and kind_of(data, path.name) == "xlsx":
        return _excel_rows(data, path)
    if content in ("zip", "library", "xml", "nothing", "json"):
        raise Problem(refusal, file=path.name)
    return _csv_rows(data, path, refusal)


def _csv_rows(data: bytes, path: Path, refusal: str) -> list[list[str]]:
    """The rows of a CSV file in UTF-8, UTF-16 or GB 18030, parted by commas, semicolons or tabs."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise Problem(
                N_("“{file}” is neither in UTF-8 nor in GBK; save it anew as “CSV UTF-8”"), file=path.name
            ) from None
    if "\x00" in text:
        raise Problem(refusal, file=path.name)
    first = text[:4096]
    parted_by = max(",\t;", key=first.count)
    try:
        found = list(csv.reader(io.StringIO(text, newline=""), delimiter=parted_by))
    except csv.Error as error:
        raise Problem(N_("“{file}” is no CSV table: {reason}"), file=path.name, reason=error) from None
    return [[_cell(cell) for cell in row] for row in found]


def _cell(text: str) -> str:
    """A cell without blanks around it, and without the apostrophe that keeps it from being a formula."""
    text = text.strip()
    return text[1:] if text.startswith("'") and FORMULA.match(text, 1) else text


def _excel_rows(data: bytes, path: Path) -> list[list[str]]:
    """The rows of the first sheet that has any."""
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for name in book.sheet_names:
            found = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            if any(any(cell not in ("", None) for cell in row) for row in found):
                return [[_cell(_shown(cell)) for cell in row] for row in found]
    except (CalamineError, OSError, ValueError) as error:
        raise Problem(N_("“{file}” cannot be read: {reason}"), file=path.name, reason=error) from None
    return []


def _shown(value: Any) -> str:
    """A cell as it stands in the sheet: whole numbers without a point, others with the digits they have."""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, _EXACT)
    return "" if value is None else str(value)
