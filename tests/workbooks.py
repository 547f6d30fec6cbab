"""Workbooks edited as a spreadsheet would edit them: in their XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable


def edited(book: bytes, edit: Callable[[str], str], sheet: int = 1, part: str = "") -> bytes:
    """The workbook with the XML of a sheet, or of this part, changed as a spreadsheet would change it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            data = old.read(entry)
            if entry == (part or f"xl/worksheets/sheet{sheet}.xml"):
                data = edit(data.decode()).encode()
            new.writestr(entry, data)
    return made.getvalue()


def with_cell(book: bytes, mark: str, column: str, text: str, sheet: int = 1) -> bytes:
    """The workbook with a text typed into a column of the row with this mark."""
    row = row_of(book, mark, sheet)
    typed = f'<c r="{column}{row}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def edit(xml: str) -> str:
        made, count = re.subn(rf'<c r="{column}{row}"[^>]*?(?:/>|>.*?</c>)', typed, xml)
        assert count == 1
        return made

    return edited(book, edit, sheet)


def row_of(book: bytes, mark: str, sheet: int = 1) -> int:
    """The number of the row of a sheet with this mark, counted from 1."""
    return int(_place_of(book, mark, sheet, "A")[1])


def column_of(book: bytes, field: str, sheet: int = 1) -> str:
    """The letters of the column of a sheet that is filled in with this field."""
    return _place_of(book, field, sheet, "[B-Z]+")[0]


def _place_of(book: bytes, mark: str, sheet: int, columns: str) -> tuple[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        strings = re.findall(r"<si>(.*?)</si>", package.read("xl/sharedStrings.xml").decode(), re.DOTALL)
        xml = package.read(f"xl/worksheets/sheet{sheet}.xml").decode()
    for place, one in enumerate(strings):
        if f"\u27e6{mark}\u27e7" in one:
            found = re.search(rf'<c r="({columns})(\d+)"[^>]*t="s"><v>{place}</v>', xml)
            if found:
                return found[1], found[2]
    raise AssertionError(mark)
