"""Reads one returned document in a process of its own: bytes in, JSON out.

    python -m workbench.exchange.returned_child docx|xlsx

A file that floods or breaks a reader takes only this process along.
"""

from __future__ import annotations

import io
import json
import re
import sys
import zipfile
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_MEMORY: Final = 1 << 30
_OPENING: Final = "\u27e6"
_MARK: Final = re.compile("\u27e6([^\u27e6\u27e7]*)\u27e7")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT: Final = "workbench:"


def main(kind: str) -> int:
    """Read standard input, tell on standard output."""
    _limit()
    data = sys.stdin.buffer.read()
    tables = list(_word(data) if kind == "docx" else _excel(data))
    json.dump(_told(tables), sys.stdout, ensure_ascii=True)
    return 0


def _limit() -> None:
    try:
        import resource
    except ImportError:  # Windows has no such limit; the parent's patience is
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


def _told(tables: list[list[list[str]]]) -> dict[str, Any]:
    """Tables as cells of text with the marks still in them, told apart into marks and texts."""
    document, rows = "", []
    for number, table in enumerate(tables):
        fields: dict[int, str] = {}
        for cells in table:
            marks = {place: mark for place, cell in enumerate(cells) for mark in _MARK.findall(cell)}
            document = document or next((one for one in marks.values() if one.startswith(_DOCUMENT)), "")
            marks = {place: mark for place, mark in marks.items() if not mark.startswith(_DOCUMENT)}
            if _is_head(marks, fields):
                fields = marks
                continue
            mark = next(iter(marks.values()), "")
            texts = [_MARK.sub("", cell).strip() for cell in cells]
            if not mark and not (fields and any(texts)):
                continue
            filled = {field: texts[place] for place, field in fields.items() if place < len(texts)}
            told = [one for one in texts if one]
            rows.append({"mark": mark, "cells": filled, "texts": told, "table": number})
    return {"mark": document, "rows": rows}


def _is_head(marks: dict[int, str], fields: dict[int, str]) -> bool:
    """Whether these are the marks of columns: none of them stands in the first cell, where a row's stands."""
    if not marks or min(marks) == 0:
        return False
    return not fields or set(marks.values()) == set(fields.values())


def _excel(data: bytes) -> Iterator[list[list[str]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        yield [[_shown(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]


def _shown(value: Any) -> str:
    """A cell as text: numbers in full, days as 2026-10-01."""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _word(data: bytes) -> Iterator[list[list[str]]]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = etree.fromstring(package.read("word/document.xml"), parser)
    outside = [
        _text(paragraph)
        for paragraph in root.iter(f"{_W}p")
        if not any(above.tag == f"{_W}tbl" for above in paragraph.iterancestors())
    ]
    # The document's own mark stands in its text.
    yield [[text] for text in outside if _OPENING in text]
    for table in root.iter(f"{_W}tbl"):
        yield [_cells(row) for row in _own(table, f"{_W}tr")]


def _own(element: Any, tag: str) -> Iterable[Any]:
    """Descendants of this kind that belong to no other table inside; content controls are looked into."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"}:
            yield from _own(child, tag)


def _cells(row: Any) -> list[str]:
    """The texts of a row's cells; a cell over several columns stands for each of them."""
    texts: list[str] = []
    before = row.find(f"{_W}trPr/{_W}gridBefore")
    texts += [""] * (_count(before) if before is not None else 0)
    for cell in _own(row, f"{_W}tc"):
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        text = "\n".join(_text(paragraph) for paragraph in _own(cell, f"{_W}p")).strip()
        texts += [text, *[""] * ((_count(span) if span is not None else 1) - 1)]
    return texts


def _count(element: Any) -> int:
    value = element.get(f"{_W}val") or "1"
    return min(63, int(value)) if value.isdigit() else 1


def _text(paragraph: Any) -> str:
    """The text as it stands after all tracked changes are taken: what was deleted is not there."""
    parts = []
    for node in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr"):
        if any(above.tag in {f"{_W}del", f"{_W}moveFrom"} for above in node.iterancestors()):
            continue
        parts.append(node.text or "" if node.tag == f"{_W}t" else "\t" if node.tag == f"{_W}tab" else "\n")
    return "".join(parts)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
