"""Runs and paragraphs of a Word file as XML."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Final

from workbench.documents import gbt9704 as g
from workbench.documents.marks import CLOSING, OPENING
from workbench.documents.printable import printable
from workbench.documents.title_lines import set_width
from workbench.documents.word_width import word_width
from workbench.documents.wording import Wording

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.closing import Drawn
    from workbench.documents.outline import Figure, Run

_STYLE_OF_FACE: Final = {
    "strong": '<w:rStyle w:val="Strong"/>',
    "aside": '<w:rStyle w:val="Aside"/>',
    "label": '<w:rStyle w:val="Label"/>',
}
#: With this, dashes, quotation marks and the like beside Chinese are drawn as Chinese ones, a character wide.
_CHINESE_SIGNS: Final = '<w:rFonts w:hint="eastAsia"/>'
#: Styles whose lines are drawn together where a closing would stand alone.
_DRAWN: Final = ("Normal", "BodyText", "List", "Subtitle")
#: By so many characters at most a line grows in readers that set room between Chinese characters and numbers.
_NEARLY: Final = 2
_EAST_ASIAN: Final = re.compile("[\u2e80-\uffff\U00020000-\U0003ffff]|——")


def run(text: str, face: str = "plain", *, also: str = "") -> str:
    """A run; tabs and line ends in the text become Word's. ``also``: what comes after its fonts."""
    clean = printable(text)
    properties = _STYLE_OF_FACE.get(face, "")
    if _EAST_ASIAN.search(clean):
        properties += _CHINESE_SIGNS
    properties += also
    if properties:
        properties = f"<w:rPr>{properties}</w:rPr>"
    content = f'<w:t xml:space="preserve">{escape(clean, quote=False)}</w:t>'
    if "\n" in clean or "\t" in clean:
        content = content.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
        content = content.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    return f"<w:r>{properties}{content}</w:r>"


class Writing:
    """What a document gathers while it is written: its footnotes, and its drawings with their places.

    ``mark`` is the hidden mark of the document, "" for none.
    """

    def __init__(self, language: str, mark: str = "") -> None:
        self.wording = Wording(language)
        self.mark = mark
        self.notes: list[str] = []
        self.drawings: list[Figure] = []

    def runs(self, of: Iterable[Run]) -> str:
        """Several runs, each in its face, with the signs of their footnotes."""
        made = []
        for one in of:
            made.append(run(one.text, one.face))
            if one.note:
                self.notes.append(one.note)
                made.append(
                    '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
                    f'<w:footnoteReference w:id="{len(self.notes)}"/></w:r>'
                )
        return "".join(made)

    def caption(self, label: str, number: int, text: str) -> str:
        """A caption, whose number Word counts itself; the label is a message id."""
        if not number:
            return run(text)
        before, shown, after = self.wording.captioned(label, number, text).partition(str(number))
        counted = field(f"SEQ {before.strip()} \\* ARABIC", run(shown))
        return run(before) + counted + run(after)


def field(instruction: str, shown: str) -> str:
    """A field of Word with what it showed when it was last worked out."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(instruction, quote=False)} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def hidden(mark: str) -> str:
    """A mark that no reader sees; "" for none."""
    if not mark:
        return ""
    return (
        '<w:r><w:rPr><w:rStyle w:val="RowMark"/><w:vanish/></w:rPr>'
        f'<w:t xml:space="preserve">{OPENING}{escape(printable(mark), quote=False)}{CLOSING}</w:t></w:r>'
    )


def width_of(text: str) -> int:
    """About how wide a text of size 3 is set, in twips."""
    return round(set_width(printable(text)) * g.ONE_CHARACTER)


def paragraph(style: str, content: str, *, before: str = "", after: str = "") -> str:
    """A paragraph of a style.

    ``before`` and ``after`` are its own properties that come before and after w:spacing in Word's order.
    """
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{before}{after}</w:pPr>{content}</w:p>'


def kept_with_next(xml: str) -> str:
    """The paragraph on the page of the next."""
    return xml if "<w:keepNext/>" in xml else re.sub(r"(<w:pStyle [^>]*/>)", r"\1<w:keepNext/>", xml, count=1)


def drawn_together(xml: str, part: Drawn) -> str:
    """The paragraph with the distance of lines of a part whose closing would stand alone; off the grid."""
    style = re.match(r'<w:p><w:pPr><w:pStyle w:val="(\w+)"', xml)
    line = {"Title": part.title, **dict.fromkeys(_DRAWN, part.line)}.get(style[1] if style else "")
    if line is None:
        return xml
    spaced = f'w:line="{line}" w:lineRule="exact"'
    properties, end, rest = xml.partition("</w:pPr>")
    properties = properties.replace('<w:snapToGrid w:val="0"/>', "")
    if "<w:spacing " in properties:
        properties = properties.replace("<w:spacing ", f'<w:snapToGrid w:val="0"/><w:spacing {spaced} ', 1)
    else:
        spacing = f'<w:snapToGrid w:val="0"/><w:spacing {spaced}/>'
        properties = re.sub(r"(?=<w:ind |<w:jc |$)", spacing, properties, count=1)
    return f"{properties}{end}{rest}"


def on_one_line(text: str, indent: int) -> str:
    """What keeps a text on the one line that it fills where room is set beside numbers; "" if it is none.

    LibreOffice sets it although the style forbids it. It lets the last sign hang out of the line where it is
    told not to, and only there; in lines after the first it would draw none of what hangs out.
    """
    if not g.CHARACTERS - _NEARLY < indent + word_width(text) <= g.CHARACTERS:
        return ""
    return '<w:overflowPunct w:val="0"/>'


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
