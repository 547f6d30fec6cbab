"""The tables of a returned Word file as cells of text, their hidden marks still in them.

Text is as it stands after all tracked changes are taken: what was deleted is not there. Only marks are read
even where they were deleted, as typing over a cell deletes the mark that nobody sees.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MARK: Final = re.compile("\u27e6([^\u27e6\u27e7]*)\u27e7")
_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
#: The namespace of files saved as “Strict Open XML”.
_STRICT: Final = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_FALLBACK: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE: Final = frozenset({f"{_W}del", f"{_W}moveFrom"})
#: What holds no text of the cell: the second form of a drawing, how things look, what stands above a word.
_PASSED_OVER: Final = frozenset({_FALLBACK, f"{_W}pPr", f"{_W}rPr", f"{_W}rt", f"{_W}instrText"})
_SIGNS: Final = {
    f"{_W}tab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "-",
    # A sign of a font for signs: no character says what it shows.
    f"{_W}sym": "\ufffd",
}
_CELLS: Final = frozenset({f"{_W}tc"})
_ROWS: Final = frozenset({f"{_W}tr"})
_PARAGRAPHS: Final = frozenset({f"{_W}p"})
_MOST_COLUMNS: Final = 63


class Cell(NamedTuple):
    """The text of a cell; None where a cell to its left stands over this column too.

    ``fault`` says why it has no value although something is in it: "formula" (that was never calculated) or
    "error" (such as #REF!); "" for nothing.
    """

    text: str | None
    fault: str = ""


class Row(NamedTuple):
    """The cells of a row, one for each column, and the comments that stand at it."""

    cells: list[Cell]
    notes: list[str]


class Table(NamedTuple):
    """A table with its rows in order. ``sheet`` is its name, "" where tables have none."""

    sheet: str
    rows: list[Row]


def word_tables(data: bytes) -> Iterator[Table]:
    """First the paragraphs outside all tables, each as a row of one cell, then the tables."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        root = _parsed(package, "word/document.xml")
        notes = _notes(package)
    body = [one for one in root.iter(f"{_W}p") if not _inside(one, f"{_W}tbl")]
    outside = [Row([Cell(_text(one))], _noted(one, notes)) for one in body]
    yield Table("", [row for row in outside if row.notes or (row.cells[0].text or "").strip()])
    for table in root.iter(f"{_W}tbl"):
        if not _inside(table, _FALLBACK):
            yield Table("", list(_rows(table, notes)))


def _parsed(package: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(package.read(name).replace(_STRICT, _W[1:-1].encode()), parser)


def _inside(element: Any, tag: str) -> bool:
    return next(element.iterancestors(tag), None) is not None


def _notes(package: zipfile.ZipFile) -> dict[str, str]:
    """The comments of the file by their numbers."""
    if "word/comments.xml" not in package.namelist():
        return {}
    comments = _parsed(package, "word/comments.xml").iter(f"{_W}comment")
    return {
        one.get(f"{_W}id", ""): "\n".join(_text(paragraph) for paragraph in one.iter(f"{_W}p")).strip()
        for one in comments
    }


def _noted(element: Any, notes: dict[str, str]) -> list[str]:
    found = (notes.get(one.get(f"{_W}id", ""), "") for one in element.iter(f"{_W}commentReference"))
    return [one for one in found if one]


def _rows(table: Any, notes: dict[str, str]) -> Iterator[Row]:
    above: dict[int, str] = {}
    for row in _own(table, _ROWS):
        # A row that was deleted while changes were tracked.
        if row.find(f"{_W}trPr/{_W}del") is None:
            yield Row(list(_cells(row, above)), _noted(row, notes))


def _own(element: Any, tags: frozenset[str]) -> Iterator[Any]:
    """What belongs to no other table inside; content controls and the tags of other programs are looked
    into.
    """
    for child in element:
        if child.tag in tags:
            yield child
        elif isinstance(child.tag, str) and child.tag not in _GONE | {f"{_W}tbl", _FALLBACK}:
            if child.tag != f"{_W}sdt" or not _is_empty(child):
                yield from _own(child, tags)


def _cells(row: Any, above: dict[int, str]) -> Iterator[Cell]:
    """A cell for each column; one that goes on from above says what stands there, without its marks."""
    column = _count(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
    yield from [Cell("")] * column
    for cell in _own(row, _CELLS):
        text = "\n".join(_text(paragraph) for paragraph in _own(cell, _PARAGRAPHS)).strip()
        merged = cell.find(f"{_W}tcPr/{_W}vMerge")
        if merged is not None and merged.get(f"{_W}val") != "restart":
            marks = "".join(f"\u27e6{mark}\u27e7" for mark in MARK.findall(text))
            # Where nothing stands above that it could go on from, nobody knows what it says.
            read = marks + above[column] if column in above else marks or None
        else:
            read = text
            if merged is not None:
                above[column] = MARK.sub("", text)
            else:
                above.pop(column, None)
        span = max(1, _count(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1))
        yield Cell(read)
        yield from [Cell(None)] * (span - 1)
        column += span
    yield from [Cell("")] * _count(row.find(f"{_W}trPr/{_W}gridAfter"), 0)


def _count(element: Any, default: int) -> int:
    value = "" if element is None else element.get(f"{_W}val") or ""
    return min(_MOST_COLUMNS, int(value)) if value.isascii() and value.isdigit() else default


def _is_empty(control: Any) -> bool:
    """Whether a content control shows nothing but the words that ask to fill it in."""
    return control.find(f"{_W}sdtPr/{_W}showingPlcHdr") is not None


def _text(paragraph: Any) -> str:
    deleted = "".join(node.text or "" for node in paragraph.iter(f"{_W}delText"))
    return "".join(_pieces(paragraph)) + "".join(f"\u27e6{mark}\u27e7" for mark in MARK.findall(deleted))


def _pieces(element: Any) -> Iterable[str]:
    for child in element:
        tag = child.tag
        if tag == f"{_W}t":
            yield child.text or ""
        elif tag in _SIGNS:
            yield _SIGNS[tag]
        elif isinstance(tag, str) and tag not in _GONE and tag not in _PASSED_OVER:
            if tag != f"{_W}sdt" or not _is_empty(child):
                yield from _pieces(child)
