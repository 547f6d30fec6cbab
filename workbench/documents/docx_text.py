"""Runs and paragraphs of a Word file as XML."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from workbench.documents import gbt9704 as g
from workbench.documents.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.outline import Run

_STYLE_OF_FACE: Final = {"strong": '<w:rStyle w:val="Strong"/>', "aside": '<w:rStyle w:val="Aside"/>'}
#: With this, dashes, quotation marks and the like beside Chinese are drawn as Chinese ones, a character wide.
_CHINESE_SIGNS: Final = '<w:rFonts w:hint="eastAsia"/>'
_EAST_ASIAN: Final = re.compile("[\u2e80-\uffff\U00020000-\U0003ffff]|——")


def run(text: str, face: str = "plain") -> str:
    """A run; tabs and line ends in the text become Word's."""
    clean = printable(text)
    properties = _STYLE_OF_FACE.get(face, "")
    if _EAST_ASIAN.search(clean):
        properties += _CHINESE_SIGNS
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    content = f'<w:t xml:space="preserve">{escape(clean, quote=False)}</w:t>'
    if "\n" in clean or "\t" in clean:
        content = content.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        content = content.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f"<w:r>{properties}{content}</w:r>"


def runs(of: Iterable[Run]) -> str:
    """Several runs, each in its face."""
    return "".join(run(one.text, one.face) for one in of)


def paragraph(style: str, content: str, *, before: str = "", after: str = "") -> str:
    """A paragraph of a style.

    ``before`` and ``after`` are its own properties that come before and after w:spacing in Word's order.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{before}{after}</w:pPr>{content}</w:p>'


def gap(points: int = 8) -> str:
    """What must stand after a table: nearly flat, so that it never fills a page of its own."""
    return paragraph(
        "TableNote", "", after=f'<w:spacing w:after="{points * 20}" w:line="20" w:lineRule="exact"/>'
    )


def deeper(depth: int) -> str:
    """The indent of a list item below another; what runs over goes back to the margin, as paragraphs do."""
    if not depth:
        return ""
    return (
        f'<w:ind w:firstLineChars="{(depth + 1) * 200}" w:firstLine="{(depth + 1) * 2 * g.ONE_CHARACTER}"/>'
    )
