"""The sheets of a returned workbook as cells of text, their hidden marks still in them."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.exchange.returned_word import MARK, Cell, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Formats of Excel's own that show a number times a hundred.
_PERCENT: Final = frozenset({"9", "10"})
#: Days before this year are numbers that were typed into a cell for days.
_EARLIEST: Final = 1950
_DAY_ZERO: Final = datetime(1899, 12, 30)  # noqa: DTZ001 -- Excel's days have no zone
_RELATION: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE: Final = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class _Beside(NamedTuple):
    """What stands beside the values of a sheet: which cells show per cent, those without a value that can be
    read (what is in them, and why), and the comments of each row.

    Rows and columns are counted from 0.
    """

    percent: set[tuple[int, int]]
    valueless: dict[tuple[int, int], Cell]
    notes: dict[int, list[str]]


def book_tables(data: bytes) -> Iterator[Table]:
    """Each sheet as a table. A merged cell stands in each row that it goes over, in its first column."""
    from python_calamine import CalamineWorkbook

    beside = _beside(data)
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        around = beside.get(name, _Beside(set(), {}, {}))
        cells = [
            [Cell(_shown(cell, is_percent=(at, place) in around.percent)) for place, cell in enumerate(row)]
            for at, row in enumerate(sheet.to_python(skip_empty_area=False))
        ]
        for (at, place), cell in around.valueless.items():
            # The reader of values takes them for empty, and leaves them out where nothing stands behind them.
            if at < len(cells):
                cells[at] += [Cell("")] * (place + 1 - len(cells[at]))
                cells[at][place] = cell
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
            _spread(cells, (top, left), (bottom, right))
        yield Table(name, [Row(row, around.notes.get(at, [])) for at, row in enumerate(cells)])


def _spread(cells: list[list[Cell]], first: tuple[int, int], last: tuple[int, int]) -> None:
    (top, left), (bottom, right) = first, last
    if top >= len(cells) or left >= len(cells[top]):
        return
    text = MARK.sub("", cells[top][left].text or "")
    for at in range(top, min(bottom + 1, len(cells))):
        row = cells[at]
        if at > top and left < len(row):
            marks = "".join(f"\u27e6{mark}\u27e7" for mark in MARK.findall(row[left].text or ""))
            row[left] = Cell(marks + text, cells[top][left].fault)
        for place in range(left + 1, min(right + 1, len(row))):
            row[place] = Cell(None)


def _shown(value: Any, *, is_percent: bool) -> str:
    """A cell as text: numbers in full, days as 2026-10-01."""
    if isinstance(value, bool):
        # As a spreadsheet shows it: 1 would be taken for a number.
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        exact = Decimal(repr(value))
        return f"{_plain(exact * 100)}%" if is_percent else _plain(exact)
    if isinstance(value, datetime):
        day = value.date().isoformat()
        if value.year >= _EARLIEST:
            return day
        # A year and month typed as a number, 2028.6, in a cell that shows days: nobody can tell what is
        # meant, for 2028.10 has become 2028.1.
        days = (value - _DAY_ZERO).total_seconds() / 86_400
        return f"{round(days, 4):g} ({day})"
    return value.isoformat() if isinstance(value, date) else str(value)


def _plain(number: Decimal) -> str:
    if number.is_finite() and number == number.to_integral_value() and abs(number) < 10**15:
        return str(int(number))
    return f"{number:f}" if number.is_finite() else str(number)


# -- what the reader of values does not tell -----------------------------------------------------------


def _beside(data: bytes) -> dict[str, _Beside]:
    """By the name of the sheet; nothing of a sheet that is not found."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        related = _related(package, "xl/workbook.xml")
        styles = _percent_styles(package)
        found = {}
        for sheet in _parsed(package, "xl/workbook.xml").iter("{*}sheet"):
            _, part = related.get(sheet.get(_RELATION) or sheet.get("id") or "", ("", ""))
            if part in package.namelist():
                percent, valueless = _looked_at(package, part, styles)
                found[sheet.get("name") or ""] = _Beside(percent, valueless, _comments(package, part))
        return found


def _parsed(package: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(package.read(name), parser)


def _related(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """The parts that a part names, by the ids of the relations: kind and place in the package."""
    folder, name = posixpath.split(part)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in package.namelist():
        return {}
    return {
        one.get("Id") or "": (
            (one.get("Type") or "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/", folder, one.get("Target") or ""))[1:],
        )
        for one in _parsed(package, relations).iter("{*}Relationship")
    }


def _percent_styles(package: zipfile.ZipFile) -> set[str]:
    """The numbers of the styles that show per cent."""
    if "xl/styles.xml" not in package.namelist():
        return set()
    root = _parsed(package, "xl/styles.xml")
    own = {
        one.get("numFmtId")
        for one in root.iter("{*}numFmt")
        if "%" in re.sub('"[^"]*"', "", one.get("formatCode") or "")
    }
    styles = root.find("{*}cellXfs")
    return {
        str(place)
        for place, one in enumerate(styles if styles is not None else ())
        if one.get("numFmtId") in own | _PERCENT
    }


def _looked_at(
    package: zipfile.ZipFile, part: str, styles: set[str]
) -> tuple[set[tuple[int, int]], dict[tuple[int, int], Cell]]:
    """The cells of a sheet that show per cent, and those without a value that can be read."""
    percent, valueless = set(), {}
    for row, column, cell in _cells(package, part):
        if cell.get("s") in styles:
            percent.add((row, column))
        formula, value = cell.find("{*}f"), cell.findtext("{*}v")
        if cell.get("t") == "e":
            valueless[row, column] = Cell(value or "#", "error")
        elif formula is not None and not value and cell.find("{*}is") is None and cell.get("t") != "str":
            valueless[row, column] = Cell(f"={formula.text or ''}", "formula")
    return percent, valueless


def _cells(package: zipfile.ZipFile, part: str) -> Iterator[tuple[int, int, Any]]:
    """Each cell of a sheet with its row and column; one that does not name its place stands beside the last.

    A sheet is not held as a whole: there is room for its values only.
    """
    from lxml import etree

    row, column = -1, -1
    with package.open(part) as read:
        parsed = etree.iterparse(
            read, ("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        for event, element in parsed:
            name = etree.QName(element).localname if isinstance(element.tag, str) else ""
            if event == "start" and name == "row":
                told = element.get("r") or ""
                row, column = (int(told) - 1 if told.isdecimal() else row + 1), -1
            elif event == "end" and name == "c":
                row, column = _place(element.get("r") or "") or (row, column + 1)
                yield row, column, element
            elif event == "end" and name == "row":
                element.clear()


def _comments(package: zipfile.ZipFile, part: str) -> dict[int, list[str]]:
    """The comments of a sheet by rows; a conversation is told instead of the note that stands for it."""
    told: dict[str, list[str]] = {}
    parts = sorted(one for one in _related(package, part).values() if one[1] in package.namelist())
    for kind, place in parts:
        if kind == "comments":
            for one in _parsed(package, place).iter("{*}comment"):
                text = "".join(node.text or "" for node in one.iter("{*}t")).strip()
                told[one.get("ref") or ""] = [text] if text else []
        elif kind == "threadedComment":
            talks: dict[str, list[str]] = {}
            for one in _parsed(package, place).iter("{*}threadedComment"):
                text = "".join(node.text or "" for node in one.iter("{*}text")).strip()
                talks.setdefault(one.get("ref") or "", []).append(text)
            told |= talks
    rows: dict[int, list[str]] = {}
    for reference, texts in told.items():
        where = _place(reference)
        if where is not None:
            rows.setdefault(where[0], []).extend(texts)
    return rows


def _place(reference: str) -> tuple[int, int] | None:
    """Row and column from 0 of a reference such as B7."""
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]) - 1, column - 1
