"""An outline as plain data for the typesetter: sections of pages with their blocks, every text printable.

The data is handed over as JSON, so that no text is ever read as markup. Lengths are points.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from workbench.documents import gbt9704 as g
from workbench.documents.closing import drawn, issuer_size, kept
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    AttachmentNote,
    Block,
    Box,
    Closing,
    Contents,
    Cover,
    Fields,
    Figure,
    Heading,
    Imprint,
    Letterhead,
    NewPage,
    Outline,
    Paragraph,
    Point,
    Recipients,
    Remark,
    Signatures,
    Subtitle,
    Table,
    Title,
    with_colon,
)
from workbench.documents.pdf_table import table_data
from workbench.documents.pdf_text import MAY_BREAK, clean
from workbench.documents.svg import cleaned
from workbench.documents.wording import Wording
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.closing import Drawn
    from workbench.documents.outline import Field, Run

Data: TypeAlias = dict[str, Any]

_POINTS_OF_MM: Final = 72 / 25.4
#: Characters by which an item of a list is set in deeper than the one above it.
_DEEPER: Final = 2


def styles(language: str) -> Data:
    """The paragraph styles of gbt9704 in points. English ones are bold where Chinese change the typeface."""
    return {style.id: _style(style, chinese=language == "zh") for style in g.STYLES}


def _style(style: g.Style, *, chinese: bool) -> Data:
    size = style.size / 2
    character = g.ONE_CHARACTER / 20 if style.closer else size
    return {
        "face": style.face,
        "size": size,
        "line": style.line / 20,
        "align": "justify" if style.align == "both" else style.align,
        "bold": style.is_bold(chinese=chinese),
        "indent": style.indent * character,
        "character": character,
        "tracking": g.CLOSER / 20 if style.closer else 0,
        "before": style.before / 20,
        "after": style.after / 20,
        "keep": style.keep_next,
        "own_latin": chinese and style.latin != g.LATIN,
    }


def sections(outline: Outline) -> list[Data]:
    """The pages of the document: runs of one direction and one way of counting, with their blocks."""
    return _Sections(outline).made


class _Sections:
    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.wording = Wording(outline.language)
        self.chinese = self.wording.chinese
        self.made: list[Data] = []
        self.letter = False
        self.level = 0
        self.mark = ""
        #: The part whose lines are drawn together, and what that means for the block that is written.
        self.part: Drawn | None = None
        self.also: Data = {}
        self._begin()
        blocks = outline.blocks
        together = drawn(blocks)
        keep = kept(blocks)
        for place, block in enumerate(blocks):
            if isinstance(block, Closing) and place and isinstance(blocks[place - 1], Table):
                continue  # it stands with the table
            self.part = next((part for part in together if part.first <= place <= part.last), None)
            self.also = {"keep": True} if place in keep else {}
            if self.part:
                self.also["line"] = (self.part.title if isinstance(block, Title) else self.part.line) / 20
            self._add(block, blocks[place + 1] if place + 1 < len(blocks) else None)
        self.made = [section for section in self.made if section["blocks"]] or self.made[:1]
        self._count()

    def _begin(self, *, landscape: bool = False, number: str = "arabic") -> None:
        self.made.append({"landscape": landscape, "number": number, "restart": False, "blocks": []})

    def _count(self) -> None:
        """The pages after cover and contents begin with number one."""
        before = "arabic"
        for section in self.made:
            section["restart"] = section["number"] != before
            before = section["number"]

    def _put(self, what: str, **data: object) -> None:
        self.made[-1]["blocks"].append({"is": what, **self.also, **data})

    @property
    def _room(self) -> tuple[int, int]:
        """Width and height of the type area in twips."""
        if self.made[-1]["landscape"]:
            return g.LANDSCAPE_WIDTH, g.LANDSCAPE_HEIGHT
        return g.TEXT_WIDTH, g.TEXT_HEIGHT

    def _paragraph(self, style: str, runs: Iterable[Run] | str, **data: object) -> None:
        self._put("paragraph", style=style, runs=_runs(runs), **data)

    def _add(self, block: Block, following: Block | None) -> None:
        match block:
            case NewPage():
                self._begin(landscape=block.landscape)
            case Cover():
                self._alone("none", "cover", **_cover(block))
            case Contents():
                self._alone("roman", "contents", title=clean(block.title), depth=block.depth)
            case Title() | Subtitle():
                text = "\n".join(block.lines) if isinstance(block, Title) else block.text
                after = 0 if isinstance(following, Subtitle) else g.LINE / 20
                self._paragraph(type(block).__name__, text, after=after, title=isinstance(block, Title))
            case Heading():
                self._heading(block)
            case AnnexMark():
                self.mark = block.text
                self._paragraph("AnnexMark", block.text)
            case AnnexTitle():
                self._annex_title(block)
            case Paragraph():
                self._paragraph("BodyText", block.runs)
            case Point():
                self._paragraph("List", block.marked(), indent=(block.depth + 1) * _DEEPER)
            case Table():
                closing = self._closing(following) if isinstance(following, Closing) else None
                key = f"{len(self.made)}-{len(self.made[-1]['blocks'])}"
                told = table_data(block, self.wording, self._room, closing=closing, key=key)
                self._put("table", **told)
            case Box():
                self._put("box", **self._box(block))
            case Figure():
                self._put("figure", **self._figure(block))
            case _:
                self._official(block)

    def _alone(self, number: str, what: str, **data: object) -> None:
        """A block on pages of its own."""
        self._begin(number=number)
        self._put(what, **data)
        self._begin()

    def _heading(self, block: Heading) -> None:
        # A preface stands outside the count of chapters: its heading is centred.
        preface = block.level == 1 and not block.number
        self._paragraph(
            f"Heading{block.level}",
            block.number + block.text,
            level=self._level(block.level),
            align="center" if preface else None,
            indent=0 if preface else None,
            entry=_on_one_line(block.number + block.text),
        )

    def _annex_title(self, block: AnnexTitle) -> None:
        self._paragraph(
            "AnnexTitle",
            "\n".join(block.lines),
            level=self._level(1),
            entry=_on_one_line(self.wording.annex(self.mark, block.lines)),
        )
        self.mark = ""

    def _level(self, level: int) -> int:
        """The level in the tree of bookmarks, where no level is left out on the way down."""
        self.level = min(level, self.level + 1)
        return self.level

    def _box(self, block: Box) -> Data:
        inside: list[Data] = []
        for one in block.blocks:
            match one:
                case Paragraph():
                    inside.append({"is": "paragraph", "style": "BoxText", "runs": _runs(one.runs)})
                case Point():
                    indent = (one.depth + 1) * _DEEPER
                    told = {"style": "BoxText", "runs": _runs(one.marked()), "indent": indent}
                    inside.append({"is": "paragraph", **told})
                case Table():
                    width, height = self._room
                    room = (width - 4 * g.CELL_SIDE, height)
                    inside.append({"is": "table", **table_data(one, self.wording, room, small=True)})
                case Figure():
                    inside.append({"is": "figure", **self._figure(one)})
        return {"title": clean(block.title), "blocks": inside}

    def _letterhead(self, block: Letterhead) -> Data:
        signed = "\u3000".join(block.signatories) if self.chinese else ", ".join(block.signatories)
        return {
            "issuer": clean(block.issuer).split("\n"),
            "issuer_size": issuer_size(block.issuer, g.LETTER_WIDTH if self.letter else g.TEXT_WIDTH),
            "number": clean(block.number),
            "letter": self.letter,
            "aside": [clean(one) for one in (block.copy_number, block.secrecy, block.urgency) if one],
            "copy": bool(block.copy_number),
            "signing": clean(self.wording.labelled("Signatory", "")),
            "signatories": clean(signed),
        }

    def _closing(self, block: Closing) -> Data:
        usual = 2 if block.sealed else 1
        return {
            "above": (self.part.above if self.part else usual) * g.LINE / 20,
            "issuers": [clean(one) for one in block.issuers],
            "day": clean(block.day),
            "sealed": block.sealed,
        }

    def _figure(self, block: Figure) -> Data:
        caption = block.caption
        if block.number:
            caption = self.wording.captioned(N_("Figure"), block.number, caption)
        return {
            "svg": cleaned(block.svg),
            "width": block.width * _POINTS_OF_MM,
            "height": block.height * _POINTS_OF_MM,
            "caption": clean(caption),
            "told": clean(block.told or block.caption or self.outline.title),
        }

    def _official(self, block: Block) -> None:
        """What only official documents and letters have: head, recipients, signatures, closing."""
        match block:
            case Letterhead():
                self.letter = block.form == "letter"
                self._put("letterhead", **self._letterhead(block))
            case Recipients():
                self._paragraph("BodyText", block.text, indent=0)
            case AttachmentNote():
                titles = [clean(title) for title in block.titles]
                self._put("attachments", label=clean(with_colon(block.label)), titles=titles)
            case Closing():
                self._put("closing", **self._closing(block))
            case Remark():
                self._paragraph("BodyText", block.text)
            case Imprint():
                self._put(
                    "imprint",
                    copies=clean(block.copies_to),
                    printer="" if self.letter else clean(block.printer),
                    day="" if self.letter else clean(block.day),
                    rules=not self.letter,
                )
            case Fields():
                self._put("fields", lines=[_fields(line) for line in block.lines])
            case Signatures():
                parties = [{"name": clean(one.name), "lines": _fields(one.lines)} for one in block.parties]
                self._put("signatures", parties=parties)
            case _:
                raise AssertionError(block)


def _runs(runs: Iterable[Run] | str) -> list[list[str]]:
    """Text, face and footnote of each run."""
    if isinstance(runs, str):
        return [[clean(runs), "plain", ""]]
    return [[clean(run.text), run.face, clean(run.note)] for run in runs]


def _on_one_line(text: str) -> str:
    return re.sub(" *\n *", " ", clean(text)).replace(MAY_BREAK, "")


def _cover(block: Cover) -> Data:
    return {
        "title": [clean(line) for line in block.title],
        "lines": [clean(line) for line in block.lines],
        "issuer": clean(block.issuer),
        "day": clean(block.day),
    }


def _fields(fields: Iterable[Field]) -> list[list[str]]:
    """Label with its colon, and value, of each field."""
    return [[clean(with_colon(one.label)), clean(one.value)] for one in fields]
