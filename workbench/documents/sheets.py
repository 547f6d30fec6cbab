"""A document cut into the sheets of a workbook: a sheet for each table, one for what is only text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    AttachmentNote,
    Box,
    Closing,
    Cover,
    Fields,
    Figure,
    Heading,
    Imprint,
    Letterhead,
    NewPage,
    Paragraph,
    Point,
    Recipients,
    Remark,
    Signatures,
    Subtitle,
    Table,
    Title,
)
from workbench.documents.printable import printable
from workbench.documents.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.documents.outline import Block, Outline, Run

#: What Excel takes for the name of a sheet: up to 31 units of UTF-16 (a rare character takes two), none of
#: these characters, no apostrophe at either end.
_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
#: Excel keeps this name for itself.
_RESERVED: Final = "history"


class Line(NamedTuple):
    """A line above or below a table, or of a sheet of text."""

    text: str
    look: str = "text"


class Sheet(NamedTuple):
    """A sheet: lines, labelled lines and a table; one of text has no table."""

    name: str
    lines: tuple[Line, ...]
    fields: Fields | None = None
    table: Table | None = None
    below: tuple[Line, ...] = ()
    landscape: bool = False


def sheets_of(outline: Outline, text_name: str) -> list[Sheet]:
    """The sheets of a document in its order; ``text_name`` is what the sheet of text is called."""
    cutting = _Cutting(text_name, Wording(outline.language))
    for block in outline.blocks:
        cutting.take(block)
    return cutting.sheets()


class _Cutting:
    def __init__(self, text_name: str, wording: Wording) -> None:
        self.text_name = text_name
        self.wording = wording
        self.made: list[Sheet] = []
        self.text: list[Line] = []
        self.text_before = 0
        self.above: list[Line] = []
        self.fields: list[Fields] = []
        self.landscape = False
        self.annex = ""

    def take(self, block: Block) -> None:
        match block:
            case NewPage():
                self._into_text()
                self.landscape = block.landscape
            case AnnexMark() | AnnexTitle() | Title() | Subtitle() | Heading():
                self.above += _lines(block, self.wording)
                self.annex = self.wording.joined(block.lines) if isinstance(block, AnnexTitle) else ""
            case Fields():
                self.fields.append(block)
            case Table():
                self._table(block)
            case Box():
                self._box(block)
            case _:
                self._into_text()
                self.text += _lines(block, self.wording)

    def _table(self, table: Table) -> None:
        if not self.made:
            self.text_before = len(self.text)
        caption = [Line(table.caption, "caption")] if table.caption else []
        fields = Fields(tuple(line for block in self.fields for line in block.lines)) if self.fields else None
        titles = [line.text for line in self.above if line.look == "title"]
        name = (
            self._annexed()
            or table.name
            or table.caption
            or "".join(titles)
            or (self.above[-1].text if self.above else "")
        )
        notes = tuple(Line(note, "note") for note in table.notes)
        self.made.append(Sheet(name, (*self.above, *caption), fields, table, notes, self.landscape))
        self.above, self.fields, self.annex = [], [], ""

    def _annexed(self) -> str:
        """The title of the annex that the table is, where it fits: readers look for the sheet by it."""
        return self.annex if _units(self.annex) <= _LONGEST_NAME else ""

    def _box(self, box: Box) -> None:
        tables = [block for block in box.blocks if isinstance(block, Table)]
        if not tables:
            self._into_text()
            self.text.append(Line(box.title, "heading"))
        else:
            self.above.append(Line(box.title, "caption"))
        for block in box.blocks:
            self.take(block)

    def _into_text(self) -> None:
        """Headings that no table followed belong to the text."""
        self.text += self.above
        for block in self.fields:
            self.text += _lines(block, self.wording)
        self.above, self.fields, self.annex = [], [], ""

    def sheets(self) -> list[Sheet]:
        self._into_text()
        sheets = list(self.made)
        if self.text or not sheets:
            # Text that leads to the tables comes before them; what only follows them comes after.
            place = 0 if self.text_before or not sheets else len(sheets)
            sheets.insert(place, Sheet(self.text_name, tuple(self.text)))
        names = _unique(sheet.name or self.text_name for sheet in sheets)
        return [sheet._replace(name=name) for sheet, name in zip(sheets, names, strict=True)]


def _lines(block: Block, wording: Wording) -> list[Line]:
    """A block of text as lines."""
    match block:
        case Title() | AnnexTitle():
            return [Line(wording.joined(block.lines), "title")]
        case Subtitle():
            return [Line(block.text, "centred")]
        case AnnexMark():
            return [Line(block.text, "heading")]
        case Heading():
            return [Line(block.number + block.text, "heading")]
        case Paragraph():
            return list(_text(block.runs))
        case Point():
            return list(_text(block.marked()))
        case _:
            return _official_lines(block, wording)


def _official_lines(block: Block, wording: Wording) -> list[Line]:
    """A block of the head or foot of an official document as lines."""
    match block:
        case Cover():
            return [
                Line(wording.joined(block.title), "title"),
                *map(Line, (*block.lines, block.issuer, block.day)),
            ]
        case Letterhead():
            return [Line(block.issuer, "title"), Line(block.number, "centred")]
        case Recipients() | Remark():
            return [Line(block.text)]
        case AttachmentNote():
            return [Line(block.label), *(Line(title) for title in block.titles)]
        case Closing():
            return [*(Line(issuer, "right") for issuer in block.issuers), Line(block.day, "right")]
        case Imprint():
            return [Line(text) for text in block if text]
        case Fields():
            return [Line("    ".join(one.told for one in line)) for line in block.lines]
        case Signatures():
            return [
                line
                for party in block.parties
                for line in (Line(party.name), *(Line(one.told) for one in party.lines))
            ]
        case Figure():
            return [Line(one) for one in (block.caption, block.told) if one]
        case _:
            return []


def _text(runs: Iterable[Run]) -> Iterator[Line]:
    runs = tuple(runs)
    yield Line("".join(run.text for run in runs))
    for run in runs:
        if run.note:
            yield Line(run.note, "note")


def _unique(names: Iterable[str]) -> Iterator[str]:
    """Names that Excel takes, each once."""
    taken: set[str] = {_RESERVED}
    for name in names:
        plain = _NOT_IN_NAMES.sub(" ", " ".join(printable(name).split())).strip(" '")
        plain = _cut(plain, _LONGEST_NAME) or "1"
        unique, number = plain, 1
        while unique.casefold() in taken:
            number += 1
            ending = f" ({number})"
            unique = _cut(plain, _LONGEST_NAME - len(ending)) + ending
        taken.add(unique.casefold())
        yield unique


def _units(name: str) -> int:
    return len(name.encode("utf-16-le", "replace")) // 2


def _cut(name: str, units: int) -> str:
    """As much of a name as fits into so many units of UTF-16; no character is halved."""
    return name.encode("utf-16-le")[: units * 2].decode("utf-16-le", "ignore").rstrip(" '")
