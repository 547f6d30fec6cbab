"""Workbooks edited as a spreadsheet would edit them: in their XML."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable


def edited(book: bytes, edit: Callable[[str], str], sheet: int = 1) -> bytes:
    """The workbook with the XML of a sheet changed, as a spreadsheet would change it."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            data = old.read(entry)
            if entry == f"xl/worksheets/sheet{sheet}.xml":
                data = edit(data.decode()).encode()
            new.writestr(entry, data)
    return made.getvalue()


def with_cell(book: bytes, mark: str, column: str, text: str, sheet: int = 1) -> bytes:
    """The workbook with a text typed into a column of the row with this mark."""
    row = row_of(book, mark)
    typed = f'<c r="{column}{row}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'

    def edit(xml: str) -> str:
        made, count = re.subn(rf'<c r="{column}{row}"[^>]*?(?:/>|>.*?</c>)', typed, xml)
        assert count == 1
        return made

    return edited(book, edit, sheet)


def row_of(book: bytes, mark: str) -> int:
    """The number of the row with this mark, counted from 1."""
    with zipfile.ZipFile(io.BytesIO(book)) as package:
        strings = re.findall(r"<si>(.*?)</si>", package.read("xl/sharedStrings.xml").decode(), re.DOTALL)
        place = next(at for at, one in enumerate(strings) if f"\u27e6{mark}\u27e7" in one)
        for name in package.namelist():
            if name.startswith("xl/worksheets/"):
                found = re.search(rf'<c r="A(\d+)"[^>]*t="s"><v>{place}</v>', package.read(name).decode())
                if found:
                    return int(found[1])
    raise AssertionError(mark)
