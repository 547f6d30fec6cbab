"""A document as neutral blocks: what it says and what each part is, not how it looks.

Writers turn the blocks into a file (Word, PDF, HTML, workbook, CSV), so that every document can be had in
every form that suits it. Lengths are millimetres; money in typed cells is whole fen.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple, TypeAlias

Face = Literal["plain", "strong", "aside"]


class Run(NamedTuple):
    """Text in one face: plain, strong (emphasised) or aside (what stands in brackets beside the text).

    ``note`` is the text of a footnote whose sign stands right after the run.
    """

    text: str
    face: Face = "plain"
    note: str = ""


class Cover(NamedTuple):
    """A page of its own before all else: title, what the document is, who made it and when.

    Entries of ``lines`` stand between title and issuer (a draft's status, the planning period).
    """

    title: tuple[str, ...]
    lines: tuple[str, ...] = ()
    issuer: str = ""
    day: str = ""


class Contents(NamedTuple):
    """The table of contents: headings down to ``depth`` and the annexes, on pages of its own."""

    title: str
    depth: int = 2


class Letterhead(NamedTuple):
    """The head of an official document above the red rule (版头, GB/T 9704-2012 clause 7.2) or of a letter.

    ``issuer`` is set in red. ``form`` "document" closes with one red rule below the number; "letter"
    (信函格式) has double red rules and the number flush right below the first. ``signatories`` (签发人) are
    named only in documents to a superior.
    """

    issuer: str
    number: str = ""
    form: Literal["document", "letter"] = "document"
    copy_number: str = ""
    secrecy: str = ""
    urgency: str = ""
    signatories: tuple[str, ...] = ()


class Recipients(NamedTuple):
    """Whom the document is sent to (主送机关), flush left, with its colon."""

    text: str


class AttachmentNote(NamedTuple):
    """The list of attachments below the body (附件说明)."""

    label: str
    titles: tuple[str, ...]


class Closing(NamedTuple):
    """Who issues the document and when (署名, 成文日期), at the right; ``sealed`` leaves room for a seal."""

    issuers: tuple[str, ...]
    day: str
    sealed: bool = True


class Remark(NamedTuple):
    """A remark in round brackets below the date (附注), such as 此件公开发布."""

    text: str


class Imprint(NamedTuple):
    """The last lines of an official document between rules (版记): copies, who prints it and when."""

    copies_to: str = ""
    printer: str = ""
    day: str = ""


class Field(NamedTuple):
    """A label and what stands beside it; an empty value leaves a line to write on."""

    label: str
    value: str = ""

    @property
    def told(self) -> str:
        """“label：value” as Chinese and English labels want it."""
        return with_colon(self.label) + self.value


def with_colon(label: str) -> str:
    """A label with the colon of its language, unless it brings one along."""
    if label.endswith(("：", ":", ": ")):
        return label
    return f"{label}: " if label.isascii() else f"{label}："


class Fields(NamedTuple):
    """Labelled lines above a table or in a letter: unit, person, telephone, unit of money. One tuple a line.

    A line of several entries sets the first at the left and the last at the right.
    """

    lines: tuple[tuple[Field, ...], ...]


class Party(NamedTuple):
    """One side of a letter of responsibility with the lines that it fills in (signature, seal, date)."""

    name: str
    lines: tuple[Field, ...]


class Signatures(NamedTuple):
    """Where the parties sign, side by side, kept together on a page."""

    parties: tuple[Party, ...]


class Figure(NamedTuple):
    """A drawing, as SVG whose texts are text; ``told`` says in words what it shows.

    ``width`` and ``height`` in mm are those of the drawing; a writer shrinks it to the page.
    """

    svg: str
    width: float
    height: float
    caption: str = ""
    told: str = ""
    number: int = 0


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


#: What a typed cell holds: an amount of money is whole fen in an int, in a column of that sort.
Value: TypeAlias = str | int | Decimal | date | bool | None
#: What the cells of a column hold where they are typed. ``share`` is a number whose 1 means 100 %.
Sort = Literal["text", "number", "money", "date", "share"]


class Column(NamedTuple):
    """A column of a table. ``width`` is its share of the table's width, usually in mm.

    ``sort`` types the cells for workbooks; ``sums`` has its column added up there by a formula. ``field``
    names what may be filled in and read back (see marks.py); "" is not read back. ``choices`` are the words
    that may be chosen there; none leaves the cell free. What is not ``asked`` for does not look as if it were
    to be filled in, yet what somebody corrects there is read back.
    """

    title: str
    width: float
    align: Literal["left", "center", "right"] = "left"
    sort: Sort = "text"
    sums: bool = False
    field: str = ""
    choices: tuple[str, ...] = ()
    asked: bool = True


class Row(NamedTuple):
    """A row of a table.

    An ``item`` has one text a column; a ``group`` has one text over all columns; a ``total`` has a label
    over the columns that come before its texts. ``values`` holds the typed values beside the texts of an
    item, None where the text is all there is; () when nothing is typed. ``mark`` is the row's stable mark,
    hidden in the file, by which it is known when the document comes back: the id of its element, perhaps
    with a part.
    """

    cells: tuple[str, ...]
    kind: Literal["item", "group", "total"] = "item"
    values: tuple[Value, ...] = ()
    mark: str = ""


class Table(NamedTuple):
    """A table with one header row that is repeated on every page.

    Equal neighbours in the first ``merged`` columns are shown as one cell. ``number`` counts captioned tables
    (表1); 0 leaves the caption without a number. ``name`` is what a workbook calls its sheet.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    notes: tuple[str, ...] = ()
    merged: int = 0
    number: int = 0
    name: str = ""


class Box(NamedTuple):
    """A framed part of the text with a title of its own."""

    title: str
    blocks: tuple[Paragraph | Point | Table | Figure, ...]


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
    Cover
    | Contents
    | Letterhead
    | Title
    | Subtitle
    | Recipients
    | Heading
    | Paragraph
    | Point
    | Fields
    | Table
    | Box
    | Figure
    | AttachmentNote
    | Closing
    | Signatures
    | Remark
    | AnnexMark
    | AnnexTitle
    | Imprint
    | NewPage
)


class Outline(NamedTuple):
    """A whole document. ``author`` goes into the file's properties; "" leaves it out.

    ``mark`` tells, hidden in the file, which document of which plan this is, so that it is known when it
    comes back filled in; "" for documents that nobody fills in.
    """

    title: str
    language: str
    blocks: tuple[Block, ...]
    author: str = ""
    mark: str = ""


def plain(text: str) -> tuple[Run, ...]:
    """Text in the plain face."""
    return (Run(text),)
