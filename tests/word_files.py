"""Word files edited as an office program would edit them: by python-docx, and in their XML."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.table import Table, _Cell, _Row

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)


def edited_word(data: bytes, edit: Callable[[Word], None]) -> bytes:
    """The file as it is saved after an edit."""
    document = Document(io.BytesIO(data))
    edit(document)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def with_xml(data: bytes, edit: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """The file with the XML of a part changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.namelist():
            content = old.read(entry)
            new.writestr(entry, edit(content.decode()).encode() if entry == part else content)
    return made.getvalue()


def table_with(document: Word, mark: str) -> Table:
    """The table that has a row of this mark."""
    return next(table for table in document.tables if f"\u27e6{mark}\u27e7" in text_of(table._tbl))


def row_with(document: Word, mark: str) -> _Row:
    """The row of this mark."""
    rows: list[_Row] = list(table_with(document, mark).rows)
    return next(row for row in rows if f"\u27e6{mark}\u27e7" in text_of(row._tr))


def cell_of(document: Word, mark: str, field: str) -> _Cell:
    """The cell that is to be filled in, of this row and this column."""
    head = table_with(document, mark).rows[0]
    place = next(at for at, cell in enumerate(head.cells) if f"\u27e6{field}\u27e7" in text_of(cell._tc))
    return row_with(document, mark).cells[place]


def with_typed(data: bytes, mark: str, **typed: str) -> bytes:
    """The file with texts typed into the cells of a row, by their fields; a part_… is the field .…"""

    def edit(document: Word) -> None:
        for field, text in typed.items():
            name = f".{field.removeprefix('part_')}" if field.startswith("part_") else field
            cell_of(document, mark, name).text = text

    return edited_word(data, edit)


def text_of(element: Any) -> str:
    """All text inside an element, hidden or not."""
    return "".join(node.text or "" for node in element.iter(f"{W}t"))
