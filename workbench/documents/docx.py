"""An outline as a Word file in the layout of GB/T 9704.

The text is written as XML in one piece and read once; going through python-docx cell by cell would take ten
times as long.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, cast

from workbench.documents import docx_parts as parts
from workbench.documents import gbt9704 as g
from workbench.documents.closing import drawn, kept
from workbench.documents.docx_contents import (
    below_contents,
    bookmarked,
    contents_xml,
    entries,
    listed,
    pages_of,
)
from workbench.documents.docx_fields import fields_xml, signatures_xml
from workbench.documents.docx_figure import add_drawings, figure_xml
from workbench.documents.docx_head import (
    attachments_xml,
    closing_xml,
    cover_xml,
    imprint_xml,
    letter_foot,
    letterhead_xml,
    recipients_xml,
    remark_xml,
)
from workbench.documents.docx_notes import add_footnotes, counting, separators_asked
from workbench.documents.docx_table import box_xml, table_xml
from workbench.documents.docx_text import (
    Writing,
    deeper,
    drawn_together,
    gap,
    hidden,
    kept_with_next,
    on_one_line,
    paragraph,
    run,
)
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
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part
    from docx.section import Section

    from workbench.documents.outline import Run

#: What the template of python-docx brings along and our documents do not use; some of it names programs.
_FOREIGN: Final = (
    "customXml",
    "extended-properties",
    "thumbnail",
    "stylesWithEffects",
    "webSettings",
    "numbering",
)


def to_docx(outline: Outline) -> bytes:
    """The Word file of an outline. Its properties tell title, author and day, nothing of this machine."""
    import docx

    document = docx.Document()
    body = _Body(outline)
    _dress(document, outline, noted=bool(body.writing.notes))
    _become(
        document.part, f"<w:document {parts.W} {parts.R}><w:body>{''.join(body.xml)}</w:body></w:document>"
    )
    document = document.part.document
    add_drawings(document.part, body.writing.drawings)
    if body.writing.notes:
        add_footnotes(document.part, body.writing.notes)
    for section, pages in zip(document.sections, body.sections, strict=True):
        _number_pages(section, pages)
    saved = io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as package:
        return parts.packed({name: package.read(name) for name in package.namelist()})


class _Pages(NamedTuple):
    """The pages of a section: how they lie, how they are numbered, where they begin.

    The first of a ``letter`` is one; ``even`` ones begin on a left-hand page.
    """

    landscape: bool = False
    number: Literal["text", "contents", "none"] = "text"
    letter: bool = False
    even: bool = False


class _Body:
    """The blocks of an outline as XML, and the sections of pages that they stand on."""

    def __init__(self, outline: Outline) -> None:
        self.xml: list[str] = []
        self.sections = [_Pages()]
        self.writing = Writing(outline.language, outline.mark)
        self._next: _Pages | None = None
        self._begins_page = False
        self._mark = outline.mark
        self._pages = pages_of(outline)
        lines = entries(outline, self.writing.wording, self._pages.headings)
        self._lines = lines
        self._lines_left = iter(lines)
        self._annex_level = below_contents(outline)
        self._drawn = drawn(outline.blocks)
        keep = kept(outline.blocks)
        for place, block in enumerate(outline.blocks):
            following = outline.blocks[place + 1] if place + 1 < len(outline.blocks) else None
            begun = len(self.xml)
            self._add(block, following, place, keep=place in keep)
            self._draw(place, begun, keep=place in keep and not isinstance(block, Table))
        if not self.xml and self._mark:
            self._put([gap(0)])
        self.xml.append(self._section(-1))

    def _add(self, block: Block, following: Block | None, place: int, *, keep: bool) -> None:
        match block:
            case NewPage():
                self._next = _Pages(landscape=block.landscape)
            case Cover():
                self._alone("none", cover_xml(block))
            case Contents():
                self._alone("contents", contents_xml(block, self._lines))
            case Table():
                self._open()
                self._put(table_xml(block, self._width, self.writing, keep=keep))
            case Box():
                self._open()
                self._put(box_xml(block, self._width, self.writing))
            case Figure():
                self._open()
                height = g.LANDSCAPE_HEIGHT if self.sections[-1].landscape else g.TEXT_HEIGHT
                # Room for the caption, and for a title above.
                self._put(figure_xml(block, self._width, height - 3 * g.LINE, self.writing))
            case Title() | Subtitle():
                # One empty line between the head and the text.
                space = "" if isinstance(following, Subtitle) else f'<w:spacing w:after="{g.LINE}"/>'
                lines = block.lines if isinstance(block, Title) else (block.text,)
                self._write(type(block).__name__, run("\n".join(lines)), space)
            case AnnexMark():
                self._write("AnnexMark", run(block.text))
            case AnnexTitle():
                entry = next(self._lines_left, None)
                title = bookmarked(entry, run("\n".join(block.lines)))
                self._write("AnnexTitle", listed(entry) + title, self._annex_level)
            case Heading(level=1, number=""):
                # A preface stands outside the count of chapters: its heading is centred.
                space = '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
                self._write("Heading1", self._told(run(block.text)), space)
            case Heading():
                self._write(f"Heading{block.level}", self._told(run(block.number + block.text)))
            case Paragraph():
                self._text("BodyText", block.runs)
            case Point():
                self._text("List", block.marked(), block.depth)
            case _:
                self._official(block, place)

    def _draw(self, place: int, begun: int, *, keep: bool) -> None:
        """Keep what a block has written with what follows, and draw its lines together where they must be."""
        for at in range(begun, len(self.xml)):
            if keep:
                self.xml[at] = kept_with_next(self.xml[at])
            for part in self._drawn:
                if part.first <= place <= part.last:
                    self.xml[at] = drawn_together(self.xml[at], part)

    def _official(self, block: Block, place: int) -> None:
        """What only official documents and letters have."""
        match block:
            case Letterhead():
                if block.form == "letter":
                    here = self.sections[-1] if self._next is None else self._next
                    self._next = here._replace(letter=True)
                self._put(letterhead_xml(block, self.writing))
            case Recipients():
                self._put([recipients_xml(block.text)])
            case Fields():
                self._open()
                self._put(fields_xml(block, self._width))
            case AttachmentNote():
                self._put(attachments_xml(block))
            case Closing():
                usual = 2 if block.sealed else 1
                above = next((part.above for part in self._drawn if part.first <= place <= part.last), usual)
                self._put(closing_xml(block, above))
            case Signatures():
                self._open()
                self._put(signatures_xml(block, self._width))
            case Remark():
                self._put([remark_xml(block.text)])
            case Imprint():
                ruled = not any(pages.letter for pages in self.sections)
                if ruled and self._pages.imprint != "with text":
                    number: Literal["text", "none"] = "text" if self._pages.imprint == "alone" else "none"
                    self._next = _Pages(number=number, even=True)
                self._put(imprint_xml(block, ruled=ruled))
            case _:
                raise AssertionError(block)

    @property
    def _width(self) -> int:
        return g.LANDSCAPE_WIDTH if self.sections[-1].landscape else g.TEXT_WIDTH

    def _told(self, content: str) -> str:
        """The content of a heading with its bookmark, where there are contents that lead to it."""
        return bookmarked(next(self._lines_left, None), content)

    def _write(self, style: str, content: str, after: str = "") -> None:
        self._put([paragraph(style, content, after=after)])

    def _text(self, style: str, runs: tuple[Run, ...], depth: int = 0) -> None:
        before = on_one_line("".join(run.text for run in runs), (depth + 1) * 2)
        self._put([paragraph(style, self.writing.runs(runs), before=before, after=deeper(depth))])

    def _put(self, xml: list[str]) -> None:
        """Add paragraphs and tables, a paragraph last; what opens a page or bears the mark is one too."""
        if not xml:
            return
        self._open()
        if self._begins_page or self._mark:
            first = xml[0]
            if not first.startswith("<w:p>"):
                first = gap(0)
                xml = [first, *xml]
            if self._begins_page:
                first = _breaking(first)
            if self._mark:
                first = first.replace("</w:pPr>", f"</w:pPr>{hidden(self._mark)}", 1)
            xml = [first, *xml[1:]]
            self._begins_page, self._mark = False, ""
        self.xml += xml

    def _alone(self, number: Literal["contents", "none"], xml: list[str]) -> None:
        """A block on pages of its own, with their own count."""
        self._next = _Pages(number=number)
        self._put(xml)
        self._next = _Pages()

    def _open(self) -> None:
        """Begin the page that was asked for; a new section when it lies or counts otherwise than the last."""
        pages, self._next = self._next, None
        if pages is None:
            return
        if not self.xml:
            self.sections = [pages]
        elif pages == self.sections[-1]:
            self._begins_page = True
        else:
            # The last paragraph of a section carries its properties, so that no empty one can fill a page.
            last = self.xml.pop()
            self.xml.append(last.replace("</w:pPr>", f"{self._section(-1)}</w:pPr>", 1))
            self.sections.append(pages)

    def _section(self, at: int) -> str:
        """The properties of a section. Pages after cover and contents count anew, from a right-hand page."""
        pages = self.sections[at]
        count = ""
        kind = ""
        before = self.sections[:at]
        if pages.number == "contents":
            # Contents are no element of the standard: their pages bear Roman numbers, as is practice.
            count = '<w:pgNumType w:fmt="upperRoman" w:start="1"/>'
        elif before and before[-1].number != pages.number == "text":
            count = '<w:pgNumType w:start="1"/>'
        if pages.even:
            kind = '<w:type w:val="evenPage"/>'
        elif count and before:
            kind = '<w:type w:val="oddPage"/>'
        notes = counting(chinese=self.writing.wording.chinese) if self.writing.notes else ""
        return _section(pages, notes + kind, count)


def _breaking(first: str) -> str:
    """The paragraph on a new page; the place of that among its properties is after those that keep it."""
    at = first.index("/>") + len("/>")
    for keeping in ("<w:keepNext/>", "<w:keepLines/>"):
        if first.startswith(keeping, at):
            at += len(keeping)
    return f"{first[:at]}<w:pageBreakBefore/>{first[at:]}"


def _section(pages: _Pages, kind: str, count: str) -> str:
    """Paper, margins and grid. A landscape page is an upright one turned: its top is that one's left."""
    if pages.landscape:
        paper = f'w:w="{g.PAPER_HEIGHT}" w:h="{g.PAPER_WIDTH}" w:orient="landscape"'
        top, right, bottom, left = g.LEFT, g.TOP, g.RIGHT, g.BOTTOM
    else:
        paper = f'w:w="{g.PAPER_WIDTH}" w:h="{g.PAPER_HEIGHT}"'
        top, right, bottom, left = g.TOP, g.RIGHT, g.BOTTOM, g.LEFT
    title = "<w:titlePg/>" if pages.letter else ""
    # The number of a landscape page stands at its side; its empty foot keeps within the narrow margin.
    foot = g.HEADER_FROM_EDGE if pages.landscape else g.NUMBER_FROM_EDGE
    # Landscape pages hold tables, whose rows stand on no grid.
    grid = "" if pages.landscape else f'<w:docGrid w:type="lines" w:linePitch="{g.LINE}"/>'
    return (
        f'<w:sectPr>{kind}<w:pgSz {paper}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="{g.HEADER_FROM_EDGE}" w:footer="{foot}" w:gutter="0"/>'
        f'{count}<w:cols w:space="425"/>{title}{grid}</w:sectPr>'
    )


def _dress(document: Document, outline: Outline, *, noted: bool) -> None:
    """Replace what the template brings along by our styles, settings, typefaces and properties."""
    part, package = document.part, document.part.package
    for owner in (part, package):
        for key, rel in list(owner.rels.items()):
            if rel.reltype.rpartition("/")[2] in _FOREIGN:
                del owner.rels[key]
    _become(part._styles_part, parts.styles(outline.language))
    _become(part._settings_part, parts.settings(separators_asked() if noted else ""))
    for rel in part.rels.values():
        if rel.reltype.endswith("/fontTable"):
            font_table = cast("Part", rel.target_part)
            font_table._blob = parts.font_table()  # the part has no setter

    properties = document.core_properties
    for child in list(properties._element):
        properties._element.remove(child)
    properties.title = outline.title[:255]
    properties.author = outline.author[:255]
    properties.language = "zh-CN" if outline.language == "zh" else "en"


def _become(part: Any, xml: str) -> None:
    """Give a part other content, read as a whole: lxml takes long to move elements between documents."""
    from docx.oxml.parser import parse_xml

    part._element = parse_xml(xml)


def _number_pages(section: Section, pages: _Pages) -> None:
    """Page numbers: in the foot of upright pages, along the left side of landscape ones."""
    for even, header, footer in (
        (False, section.header, section.footer),
        (True, section.even_page_header, section.even_page_footer),
    ):
        header.is_linked_to_previous = False
        footer.is_linked_to_previous = False
        head, foot = parts.empty("Header"), parts.empty("Footer")
        if pages.number != "none":
            if pages.landscape:
                head = parts.sideways_number(even=even)
            else:
                foot = parts.footer(even=even)
        _become(header.part, f"<w:hdr {parts.W}>{head}</w:hdr>")
        _become(footer.part, f"<w:ftr {parts.W}>{foot}</w:ftr>")
    if pages.letter:
        header, footer = section.first_page_header, section.first_page_footer
        header.is_linked_to_previous = False
        footer.is_linked_to_previous = False
        _become(header.part, f"<w:hdr {parts.W}>{parts.empty('Header')}</w:hdr>")
        _become(footer.part, f"<w:ftr {parts.W}>{letter_foot()}{parts.empty('Footer')}</w:ftr>")
