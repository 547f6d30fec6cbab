"""The table of contents of a Word file: a field that Word can renew, with its entries already there."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.documents import gbt9704 as g
from workbench.documents.docx_text import field, paragraph, run
from workbench.documents.outline import AnnexMark, AnnexTitle, Contents, Heading
from workbench.errors import Problem

if TYPE_CHECKING:
    from workbench.documents.outline import Outline
    from workbench.documents.wording import Wording

#: Stands where a page is not known.
_UNKNOWN: Final = "…"


class Entry(NamedTuple):
    """A line of the contents: level from 1, text, bookmark and the page as it is numbered."""

    level: int
    text: str
    bookmark: str
    page: str


def entries(outline: Outline, wording: Wording) -> list[Entry]:
    """A line for each heading and annex; [] for a document without contents."""
    depth = max((block.depth for block in outline.blocks if isinstance(block, Contents)), default=0)
    if not depth:
        return []
    found: list[tuple[int, str]] = []
    mark = ""
    for block in outline.blocks:
        if isinstance(block, Heading):
            found.append((block.level, block.number + block.text))
        elif isinstance(block, AnnexMark):
            mark = block.text
        elif isinstance(block, AnnexTitle):
            title = ("" if wording.chinese else " ").join(block.lines)
            gap = "\u3000" if wording.chinese else "  "
            found.append((1, f"{mark}{gap}{title}" if mark else title))
            mark = ""
    pages = _pages(outline)
    if len(pages) != len(found):
        pages = [_UNKNOWN] * len(found)
    return [
        Entry(level, re.sub(r"\s*\n\s*", " ", text), f"_Toc{number:08}", page)
        for number, ((level, text), page) in enumerate(zip(found, pages, strict=True), 1)
    ]


def _pages(outline: Outline) -> list[str]:
    """The number of the page of each heading, as the same document is set as PDF, line by line alike."""
    import pypdfium2

    from workbench.documents.pdf import to_pdf

    try:
        document = pypdfium2.PdfDocument(io.BytesIO(to_pdf(outline)))
    except (Problem, RuntimeError):
        return []
    with document:
        pages = []
        for one in document.get_toc(max_depth=9):
            at = one.get_dest()
            index = at.get_index() if at is not None else None
            pages.append(_UNKNOWN if index is None else document.get_page_label(index) or str(index + 1))
        return pages


def contents_xml(contents: Contents, lines: list[Entry]) -> list[str]:
    """Title and lines. The field begins in the first line and ends in the last."""
    xml = [paragraph("ContentsTitle", run(contents.title))]
    shown = [line for line in lines if line.level <= contents.depth]
    for line in shown:
        page = field(f"PAGEREF {line.bookmark} \\h", run(line.page))
        text = (
            f'<w:hyperlink w:anchor="{line.bookmark}" w:history="1">{run(line.text)}<w:r><w:tab/></w:r>'
            f"{page}</w:hyperlink>"
        )
        if line is shown[0]:
            text = _opening(contents.depth) + text
        if line is shown[-1]:
            text += '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        xml.append(paragraph(f"TOC{line.level}", text))
    return xml


def _opening(depth: int) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{depth}" \\h \\z \\u </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def bookmarked(entry: Entry | None, content: str) -> str:
    """The content of a heading with the bookmark that its line in the contents leads to."""
    if entry is None:
        return content
    id_ = int(entry.bookmark.removeprefix("_Toc"))
    return f'<w:bookmarkStart w:id="{id_}" w:name="{entry.bookmark}"/>{content}<w:bookmarkEnd w:id="{id_}"/>'


def contents_styles(fonts: str) -> str:
    """The styles of the lines, level by level further in, with dots up to the page number at the right."""
    return "".join(
        f'<w:style w:type="paragraph" w:styleId="TOC{level}"><w:name w:val="toc {level}"/>'
        '<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr>'
        f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{g.TEXT_WIDTH}"/></w:tabs>'
        f'<w:ind w:left="{(level - 1) * g.ONE_CHARACTER}"/>'
        f'<w:jc w:val="left"/></w:pPr><w:rPr>{fonts}</w:rPr></w:style>'
        for level in range(1, 6)
    )
