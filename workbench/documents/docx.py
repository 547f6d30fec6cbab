"""An outline as a Word file in the layout of GB/T 9704.

The text is written as XML in one piece and read once; going through python-docx cell by cell would take ten
times as long.
"""

from __future__ import annotations

import io
import zipfile
from html import escape
from typing import TYPE_CHECKING, Any, Final

from workbench.documents import docx_parts as parts
from workbench.documents import gbt9704 as g
from workbench.documents.docx_table import table_xml
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
    Run,
    Subtitle,
    Table,
    Title,
)
from workbench.documents.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document
    from docx.section import Section

#: The first moment that a ZIP file can name: the same plan makes the same bytes.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)
_STYLE_OF_FACE: Final = {"strong": "Strong", "aside": "Aside"}


def to_docx(outline: Outline) -> bytes:
    """The Word file of an outline. Its properties tell title, author and day, nothing of this machine."""
    import docx

    document = docx.Document()
    _strip(document)
    _dress(document, outline)
    body = _Body(outline)
    _fill(document, body)
    _number_pages(document, body.orientations)
    saved = io.BytesIO()
    document.save(saved)
    return _timeless(saved.getvalue())


class _Body:
    """The blocks of an outline as XML, with the pages' orientations in order."""

    def __init__(self, outline: Outline) -> None:
        self.language = outline.language
        self.xml: list[str] = []
        #: True for each section of landscape pages; a section ends where the orientation changes.
        self.orientations: list[bool] = [False]
        self.new_page = False
        for block in outline.blocks:
            self._add(block)

    @property
    def landscape(self) -> bool:
        """Whether the pages being written are landscape."""
        return self.orientations[-1]

    @property
    def width(self) -> int:
        """Width of the text in twips."""
        return g.LANDSCAPE_WIDTH if self.landscape else g.TEXT_WIDTH

    def _add(self, block: Block) -> None:
        match block:
            case NewPage():
                self._turn(block.landscape)
            case Table():
                self.xml += self._table(block, self.width)
            case Box():
                self.xml.append(self._box(block))
            case _:
                self.xml.append(self._paragraph(block))
                if isinstance(block, Subtitle | Title):
                    return

    def _turn(self, landscape: bool) -> None:
        """Begin a new page; a new section when it lies otherwise than the one before."""
        if landscape == self.landscape:
            self.new_page = True
            return
        # The last paragraph of a section carries its properties; a flat one adds no line.
        self.xml.append(
            '<w:p><w:pPr><w:pStyle w:val="TableNote"/><w:spacing w:line="20" w:lineRule="exact"/>'
            f"{_section(self.landscape)}</w:pPr></w:p>"
        )
        self.orientations.append(landscape)

    def _page_break(self) -> str:
        """What a paragraph that begins a page needs; asked for once."""
        needed, self.new_page = self.new_page, False
        return "<w:pageBreakBefore/>" if needed else ""

    def _paragraph(self, block: Block) -> str:
        match block:
            case Title(lines):
                return self._styled("Title", _lines(lines))
            case Subtitle(text):
                return self._styled("Subtitle", run(text))
            case AnnexMark(text):
                return self._styled("AnnexMark", run(text))
            case AnnexTitle(lines):
                return self._styled("AnnexTitle", _lines(lines))
            case Heading(level, text, number):
                return self._styled(f"Heading{level}", run(number + text))
            case Paragraph(runs):
                return self._styled("BodyText", _runs(runs))
            case Point():
                return self._styled("List", run(block.mark) + _runs(block.runs), _deeper(block.depth))
            case _:
                raise TypeError(f"no paragraph: {type(block).__name__}")

    def _styled(self, style: str, content: str, more: str = "") -> str:
        return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{self._page_break()}{more}</w:pPr>{content}</w:p>'
