"""The table of contents of a Word file: a field that Word can renew, with its entries already there."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from workbench.documents import gbt9704 as g
from workbench.documents.contents import entries_of
from workbench.documents.docx_text import field, gap, paragraph, run
from workbench.documents.outline import Contents, Imprint
from workbench.documents.printable import printable
from workbench.errors import Problem

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

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


class Pages(NamedTuple):
    """Where things stand as the same document is set as PDF, line by line alike.

    ``headings`` are the numbers of the pages of headings and titles of annexes; () when not known.
    ``imprint`` says where the last lines stand: on a page with text, on one of their own, or on one of their
    own after an empty page.
    """

    headings: tuple[str, ...] = ()
    imprint: Literal["with text", "alone", "after empty"] = "with text"


def pages_of(outline: Outline) -> Pages:
    """The pages of a document whose contents or imprint ask for them."""
    imprint = next((block for block in outline.blocks if isinstance(block, Imprint)), None)
    if not _depth(outline) and imprint is None:
        return Pages()
    import pypdfium2

    from workbench.documents.pdf import to_pdf

    try:
        document = pypdfium2.PdfDocument(to_pdf(outline))
    except (Problem, RuntimeError):
        return Pages()
    with document:
        headings = []
        for one in document.get_toc(max_depth=9):
            at = one.get_dest()
            index = at.get_index() if at is not None else None
            headings.append(_UNKNOWN if index is None else document.get_page_label(index) or str(index + 1))
        last = [_said(document[place]) for place in range(max(0, len(document) - 2), len(document))]
    pages = Pages(tuple(headings))
    if imprint is None or not last[-1].startswith(
        _solid(imprint.copies_to or imprint.printer or imprint.day)
    ):
        return pages
    return pages._replace(imprint="alone" if last[0] else "after empty")


def _said(page: PdfPage) -> str:
    return _solid(page.get_textpage().get_text_range())


def _solid(text: str) -> str:
    return "".join(printable(text).split())


def entries(outline: Outline, wording: Wording, pages: tuple[str, ...]) -> list[Entry]:
    """A line for each heading and annex; [] for a document without contents."""
    if not _depth(outline):
        return []
    found = entries_of(outline.blocks, wording)
    if len(pages) != len(found):
        pages = (_UNKNOWN,) * len(found)
    return [
        Entry(level, re.sub(r"\s*\n\s*", " ", text), f"_Toc{number:08}", page)
        for number, ((level, text), page) in enumerate(zip(found, pages, strict=True), 1)
    ]


def _depth(outline: Outline) -> int:
    """The levels that the contents list; 0 where there are none."""
    return max((block.depth for block in outline.blocks if isinstance(block, Contents)), default=0)


def below_contents(outline: Outline) -> str:
    """The level of an annex's title: one below those listed, because ``listed`` has it in the contents."""
    depth = _depth(outline)
    return f'<w:outlineLvl w:val="{depth}"/>' if depth else ""


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
    # The field ends before the section does: LibreOffice gives no page number to one that ends inside.
    return [*xml, gap(0)]


def _opening(depth: int) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> TOC \\o "1-{depth}" \\h \\z \\f </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    )


def listed(entry: Entry | None) -> str:
    """A hidden field by which Word lists what follows with its whole text when the contents are renewed.

    The title of an annex is listed with its mark, which is a paragraph of its own. The level is the first,
    that of a field which names none.
    """
    if entry is None:
        return ""
    text = printable(entry.text).replace("\\", "\\\\").replace('"', '\\"')
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr>"
    # LibreOffice lists nothing where the end of the field is hidden too; it shows nothing in any program.
    return (
        f'{hidden}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'{hidden}<w:instrText xml:space="preserve"> TC "{escape(text, quote=False)}" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
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
