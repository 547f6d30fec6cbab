"""The footnotes of a Word file: numbered in circles and anew on every page, as Chinese documents do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.documents.docx_parts import XML, R, W
from workbench.documents.docx_text import paragraph, run

if TYPE_CHECKING:
    from collections.abc import Sequence

_KIND: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"


def counting(*, chinese: bool) -> str:
    """How the footnotes of a section are numbered."""
    how = "decimalEnclosedCircleChinese" if chinese else "decimal"
    return f'<w:footnotePr><w:numFmt w:val="{how}"/><w:numRestart w:val="eachPage"/></w:footnotePr>'


def separators_asked() -> str:
    """What the settings say of the lines between text and footnotes."""
    return '<w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'


def add_footnotes(part: Any, notes: Sequence[str]) -> None:
    """Put the footnotes, and the lines that part them from the text, into a document's package."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    lines = "".join(
        f'<w:footnote w:type="{name}" w:id="{id_}">'
        f"{paragraph('FootnoteText', f'<w:r><w:{name}/></w:r>')}</w:footnote>"
        for id_, name in ((-1, "separator"), (0, "continuationSeparator"))
    )
    sign = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
    texts = "".join(
        f'<w:footnote w:id="{number}">{paragraph("FootnoteText", sign + run(" " + note))}</w:footnote>'
        for number, note in enumerate(notes, 1)
    )
    data = f"{XML}<w:footnotes {W} {R}>{lines}{texts}</w:footnotes>".encode()
    added = Part(PackURI("/word/footnotes.xml"), _KIND, data, part.package)
    part.rels.add_relationship(_RELATION, added, "footnotes")
