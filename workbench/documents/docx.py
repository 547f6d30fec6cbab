"""An outline as a Word file in the layout of GB/T 9704.

The text is written as XML in one piece and read once; going through python-docx cell by cell would take ten
times as long.
"""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any, Final, cast

from workbench.documents import docx_parts as parts
from workbench.documents import gbt9704 as g
from workbench.documents.docx_table import box_xml, table_xml
from workbench.documents.docx_text import deeper, paragraph, run, runs
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    Block,
    Box,
    Heading,
    NewPage,
    Outline,
    Paragraph,
    Point,
    Subtitle,
    Table,
    Title,
)

if TYPE_CHECKING:
    from docx.document import Document
    from docx.opc.part import Part
    from docx.section import Section

#: The first moment that a ZIP file can name: the same plan makes the same bytes.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
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
    _dress(document, outline)
    body = _Body(outline)
    _become(
        document.part, f"<w:document {parts.W} {parts.R}><w:body>{''.join(body.xml)}</w:body></w:document>"
    )
    document = document.part.document
    for section, landscape in zip(document.sections, body.orientations, strict=True):
        _number_pages(section, landscape=landscape)
    saved = io.BytesIO()
    document.save(saved)
    return _timeless(saved.getvalue())


class _Body:
    """The blocks of an outline as XML, and whether each section of pages is landscape."""

    def __init__(self, outline: Outline) -> None:
        self.xml: list[str] = []
        self.orientations = [False]
        self._begins_page = False
        for place, block in enumerate(outline.blocks):
            following = outline.blocks[place + 1] if place + 1 < len(outline.blocks) else None
            self._add(block, following)
        self.xml.append(_section(landscape=self.orientations[-1]))

    def _add(self, block: Block, following: Block | None) -> None:
        match block:
            case NewPage():
                self._turn(landscape=block.landscape)
            case Table():
                self.xml += table_xml(block, self._width)
            case Box():
                self.xml += box_xml(block, self._width)
            case Title() | Subtitle():
                # One empty line between the head and the text.
                space = "" if isinstance(following, Subtitle) else f'<w:spacing w:after="{g.LINE}"/>'
                lines = block.lines if isinstance(block, Title) else (block.text,)
                self._write(type(block).__name__, run("\n".join(lines)), space)
            case AnnexMark():
                self._write("AnnexMark", run(block.text))
            case AnnexTitle():
                self._write("AnnexTitle", run("\n".join(block.lines)))
            case Heading(level=1, number=""):
                # A preface stands outside the count of chapters: its heading is centred.
                space = '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
                self._write("Heading1", run(block.text), space)
            case Heading():
                self._write(f"Heading{block.level}", run(block.number + block.text))
            case Paragraph():
                self._write("BodyText", runs(block.runs))
            case Point():
                self._write("List", runs(block.marked()), deeper(block.depth))

    @property
    def _width(self) -> int:
        return g.LANDSCAPE_WIDTH if self.orientations[-1] else g.TEXT_WIDTH

    def _write(self, style: str, content: str, after: str = "") -> None:
        before = "<w:pageBreakBefore/>" if self._begins_page else ""
        self._begins_page = False
        self.xml.append(paragraph(style, content, before=before, after=after))

    def _turn(self, *, landscape: bool) -> None:
        """Begin a new page; a new section when it lies otherwise than the one before."""
        if landscape == self.orientations[-1]:
            self._begins_page = True
            return
        # The last paragraph of a section carries its properties, so that no empty one can fill a page.
        last = self.xml.pop()
        properties = _section(landscape=self.orientations[-1])
        self.xml.append(last.replace("</w:pPr>", f"{properties}</w:pPr>", 1))
        self.orientations.append(landscape)


def _section(*, landscape: bool) -> str:
    """Paper, margins and grid. A landscape page is an upright one turned: its top is that one's left."""
    if landscape:
        paper = f'w:w="{g.PAPER_HEIGHT}" w:h="{g.PAPER_WIDTH}" w:orient="landscape"'
        top, right, bottom, left = g.LEFT, g.TOP, g.RIGHT, g.BOTTOM
    else:
        paper = f'w:w="{g.PAPER_WIDTH}" w:h="{g.PAPER_HEIGHT}"'
        top, right, bottom, left = g.TOP, g.RIGHT, g.BOTTOM, g.LEFT
    return (
        f'<w:sectPr><w:pgSz {paper}/><w:pgMar w:top="{top}" w:right="{right}" w:bottom="{bottom}" '
        f'w:left="{left}" w:header="{g.HEADER_FROM_EDGE}" w:footer="{g.NUMBER_FROM_EDGE}" w:gutter="0"/>'
        f'<w:cols w:space="425"/><w:docGrid w:type="lines" w:linePitch="{g.LINE}"/></w:sectPr>'
    )


def _dress(document: Document, outline: Outline) -> None:
    """Replace what the template brings along by our styles, settings, typefaces and properties."""
    part, package = document.part, document.part.package
    for owner in (part, package):
        for key, rel in list(owner.rels.items()):
            if rel.reltype.rpartition("/")[2] in _FOREIGN:
                del owner.rels[key]
    _become(part._styles_part, parts.styles(outline.language))
    _become(part._settings_part, parts.settings())
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


def _number_pages(section: Section, *, landscape: bool) -> None:
    """Page numbers: in the foot of upright pages, along the left side of landscape ones."""
    for even, header, footer in (
        (False, section.header, section.footer),
        (True, section.even_page_header, section.even_page_footer),
    ):
        header.is_linked_to_previous = False
        footer.is_linked_to_previous = False
        head = parts.sideways_number(even=even) if landscape else parts.empty("Header")
        foot = parts.empty("Footer") if landscape else parts.footer(even=even)
        _become(header.part, f"<w:hdr {parts.W}>{head}</w:hdr>")
        _become(footer.part, f"<w:ftr {parts.W}>{foot}</w:ftr>")


def _timeless(package: bytes) -> bytes:
    """The package without the time of its making."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return made.getvalue()
