"""Looks into a Word or Excel file before anything reads it: what would hang or flood a reader is refused."""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Final

from workbench.errors import Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

#: How files of older programs begin, and those that a password locks.
_OLD_OR_LOCKED: Final = bytes.fromhex("d0cf11e0a1b11ae1")
MEGABYTE: Final = 1 << 20
_LARGEST_FILE: Final = 50 * MEGABYTE
_LARGEST_EXPANDED: Final = 300 * MEGABYTE
_LARGEST_PART: Final = 100 * MEGABYTE
_MOST_PARTS: Final = 2_000
#: A part may be so many times as large as it is packed, once it is larger than a megabyte.
_DENSEST: Final = 200
_MOST_ROWS: Final = 20_000
_MOST_COLUMNS: Final = 512
_MOST_MERGES: Final = 5_000
_LARGEST_MERGE: Final = 100_000
_WIDEST_SPAN: Final = 63
_BLOCK: Final = MEGABYTE
#: What may stand over the end of a block.
_OVERLAP: Final = 256

_CELL: Final = re.compile(rb'<(?:\w+:)?(?:c|row)\b[^>]{0,200}?\sr="([A-Za-z]{0,20})(\d{0,20})"')
_MERGE: Final = re.compile(
    rb'<(?:\w+:)?mergeCell\b[^>]{0,80}?\sref="([A-Za-z]{1,20})(\d{1,20}):([A-Za-z]{1,20})(\d{1,20})"'
)
_SPAN: Final = re.compile(rb'<(?:\w+:)?gridSpan\b[^>]{0,80}?val="(\d{1,30})"')

_HARM: Final = N_("“{file}” is not read: {fault}")


def kind_of(data: bytes, name: str) -> str:
    """“docx” or “xlsx”, once the file is found harmless; else a Problem that says why it is not read."""
    if data.startswith(_OLD_OR_LOCKED):
        raise _refused(
            name,
            N_(
                "it is in the form of Office 97 to 2003, or locked by a password; save it as .docx or .xlsx "
                "without a password"
            ),
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _looked_through(package, len(data), name)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, ValueError, OSError) as error:
        raise _refused(name, N_("it is neither a Word nor an Excel file, or it is damaged")) from error


def _looked_through(package: zipfile.ZipFile, size: int, name: str) -> str:
    entries = package.infolist()
    names = {entry.filename for entry in entries}
    kind = "docx" if "word/document.xml" in names else "xlsx" if "xl/workbook.xml" in names else ""
    if not kind:
        raise _refused(name, N_("it is neither a Word nor an Excel file, or it is damaged"))
    if size > _LARGEST_FILE or len(entries) > _MOST_PARTS or len(names) < len(entries):
        raise _refused(name, N_("it is too large, or packed in a way that office programs do not use"))
    expanded = 0
    for entry in entries:
        expanded += entry.file_size
        dense = entry.file_size > MEGABYTE and entry.file_size > _DENSEST * max(entry.compress_size, 1)
        if dense or entry.file_size > _LARGEST_PART or expanded > _LARGEST_EXPANDED:
            raise _refused(name, N_("it is too large, or packed in a way that office programs do not use"))
        if entry.flag_bits & 1 or entry.filename.startswith(("/", "\\")) or ".." in entry.filename:
            raise _refused(name, N_("it is too large, or packed in a way that office programs do not use"))
    for entry in entries:
        if entry.filename.lower().endswith((".xml", ".rels")):
            _look_into(package, entry, name)
    return kind


def _look_into(package: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> None:
    """Refuse document types, and cells, merges and spans beyond all use."""
    merges = 0
    is_sheet = "worksheets/" in entry.filename
    for block in _blocks(package, entry):
        if b"<!DOCTYPE" in block or b"<!\x00D\x00O\x00C\x00T\x00Y\x00P\x00E" in block or b"<\x00!" in block:
            raise _refused(name, N_("it holds a document type, which no office program writes"))
        if is_sheet:
            for column, row in _CELL.findall(block):
                if _number(column) > _MOST_COLUMNS or (row and int(row) > _MOST_ROWS):
                    raise _refused(name, N_("it has more rows or columns than a returned document can have"))
            for left, top, right, bottom in _MERGE.findall(block):
                merges += 1
                area = (abs(_number(right) - _number(left)) + 1) * (abs(int(bottom) - int(top)) + 1)
                if merges > _MOST_MERGES or area > _LARGEST_MERGE:
                    raise _refused(name, N_("it has more merged cells than a returned document can have"))
        elif any(int(span) > _WIDEST_SPAN for span in _SPAN.findall(block)):
            raise _refused(name, N_("it has more merged cells than a returned document can have"))


def _blocks(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    read, kept = 0, b""
    with package.open(entry) as part:
        while block := part.read(_BLOCK):
            read += len(block)
            if read > entry.file_size:
                return
            yield kept + block
            kept = block[-_OVERLAP:]


def _number(column: bytes) -> int:
    """A is 1, AA is 27; "" is 0."""
    number = 0
    for letter in column.upper()[:8]:
        number = number * 26 + letter - 64
    return number


def _refused(name: str, fault: str) -> Problem:
    return Problem(_HARM, file=name, fault=f"@{fault}")
