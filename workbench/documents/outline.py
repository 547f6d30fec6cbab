"""A document as neutral blocks: what it says and what each part is, not how it looks.

Writers (Word now) turn the blocks into a file, so that every document can be had in every format.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Face = Literal["plain", "strong", "aside"]


class Run(NamedTuple):
    """Text in one face: plain, strong (emphasised) or aside (what stands in brackets beside the text)."""

    text: str
    face: Face = "plain"


class Title(NamedTuple):
    """The document's title, one entry a line."""

    lines: tuple[str, ...]


class Subtitle(NamedTuple):
    """A line below the title: status of a draft; authority, number and date of an issued document."""

    text: str


class Heading(NamedTuple):
    """A heading of level 1 (chapter) to 5 with its generated number ("" for none)."""

    level: int
    text: str
    number: str = ""


class Paragraph(NamedTuple):
    """A paragraph of body text."""

    runs: tuple[Run, ...]


class Point(NamedTuple):
    """An item of a list, with the mark that stands before it. ``depth`` counts from 0."""

    mark: str
    runs: tuple[Run, ...]
    depth: int = 0

    def marked(self) -> tuple[Run, ...]:
        """The runs with the mark before them."""
        if self.runs and self.runs[0].face == "plain":
            return (Run(self.mark + self.runs[0].text), *self.runs[1:])
        return (Run(self.mark), *self.runs)


class Column(NamedTuple):
    """A column of a table. ``width`` is its share of the table's width, usually in mm."""

    title: str
    width: float
    align: Literal["left", "center", "right"] = "left"


class Row(NamedTuple):
    """A row of a table.

    An ``item`` has one text a column; a ``group`` has one text over all columns; a ``total`` has a label
    over the columns that come before its texts.
    """

    cells: tuple[str, ...]
    kind: Literal["item", "group", "total"] = "item"


class Table(NamedTuple):
    """A table with one header row that is repeated on every page.

    Equal neighbours in the first ``merged`` columns are shown as one cell.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    notes: tuple[str, ...] = ()
    merged: int = 0


class Box(NamedTuple):
    """A framed part of the text with a title of its own."""

    title: str
    blocks: tuple[Paragraph | Point | Table, ...]


class AnnexMark(NamedTuple):
    """The mark at the top of an annex, such as 附表1."""

    text: str


class AnnexTitle(NamedTuple):
    """The title of an annex, one entry a line."""

    lines: tuple[str, ...]


class NewPage(NamedTuple):
    """What follows begins on a new page, upright or landscape."""

    landscape: bool = False


Block: TypeAlias = (
    Title | Subtitle | Heading | Paragraph | Point | Table | Box | AnnexMark | AnnexTitle | NewPage
)


class Outline(NamedTuple):
    """A whole document. ``author`` goes into the file's properties; "" leaves it out."""

    title: str
    language: str
    blocks: tuple[Block, ...]
    author: str = ""


def plain(text: str) -> tuple[Run, ...]:
    """Text in the plain face."""
    return (Run(text),)
