"""The parts of a Word file that hold no text of the document: styles, settings, typefaces, page numbers."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Final

from workbench.documents import gbt9704 as g
from workbench.documents.docx_contents import contents_styles

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The first moment that a ZIP file can name: the same plan makes the same bytes.
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)

NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W: Final = f'xmlns:w="{NAMESPACE}"'
R: Final = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'


def fonts(east_asian: str, latin: str = g.LATIN) -> str:
    """All four slots of a typeface: left out, Word takes MS Mincho for Chinese on some systems."""
    return f'<w:rFonts w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asian}" w:cs="{latin}"/>'


def styles(language: str) -> str:
    """The style sheet. English documents have Times New Roman throughout, with bold headings and titles."""
    chinese = language == "zh"
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl/><w:kinsoku/><w:overflowPunct/><w:autoSpaceDE w:val="0"/>'
        '<w:autoSpaceDN w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{g.LINE}" w:lineRule="exact"/><w:jc w:val="both"/>'
        f'</w:pPr><w:rPr>{fonts(g.FANGSONG)}<w:spacing w:val="{g.CLOSER}"/>'
        f'<w:sz w:val="{g.SIZE_3}"/><w:szCs w:val="{g.SIZE_3}"/></w:rPr></w:style>'
    )
    rest = (
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/>'
        "<w:rPr><w:b/><w:bCs/></w:rPr></w:style>"
        '<w:style w:type="character" w:styleId="Aside"><w:name w:val="Aside"/><w:qFormat/>'
        f"<w:rPr>{fonts(g.KAITI)}</w:rPr></w:style>"
        '<w:style w:type="character" w:styleId="Label"><w:name w:val="Label"/>'
        f"<w:rPr>{fonts(g.HEITI)}</w:rPr></w:style>"
        '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
        # Numbers in circles are in no Latin typeface.
        f"<w:rPr>{fonts(g.FANGSONG, g.FANGSONG) if chinese else ''}"
        '<w:vertAlign w:val="superscript"/></w:rPr></w:style>'
        # Small, so that a line keeps its height where hidden text is shown.
        '<w:style w:type="character" w:styleId="RowMark"><w:name w:val="Row Mark"/>'
        '<w:rPr><w:noProof/><w:vanish/><w:sz w:val="8"/><w:szCs w:val="8"/></w:rPr></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        f'<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="{g.CELL_TOP}" w:type="dxa"/>'
        f'<w:left w:w="{g.CELL_SIDE}" w:type="dxa"/><w:bottom w:w="{g.CELL_TOP}" w:type="dxa"/>'
        f'<w:right w:w="{g.CELL_SIDE}" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="table" w:styleId="TableGrid"><w:name w:val="Table Grid"/>'
        f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{_borders()}</w:tblBorders></w:tblPr>'
        "</w:style>"
    )
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(g.FANGSONG)}"
        f'<w:sz w:val="{g.SIZE_3}"/><w:szCs w:val="{g.SIZE_3}"/>'
        f'<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/>'
        "</w:docDefaults>"
    )
    own = "".join(_style(style, chinese=chinese) for style in g.STYLES)
    return f"<w:styles {W}>{defaults}{normal}{own}{contents_styles(fonts(g.FANGSONG))}{rest}</w:styles>"


def _borders() -> str:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return "".join(
        f'<w:{side} w:val="single" w:sz="{g.BORDER}" w:space="0" w:color="auto"/>' for side in sides
    )


def _style(style: g.Style, *, chinese: bool) -> str:
    latin = style.latin if chinese or style.latin == g.SONGTI else g.LATIN
    following = f'<w:next w:val="{style.next}"/>' if style.next else ""
    level = "" if style.outline is None else f'<w:outlineLvl w:val="{style.outline}"/>'
    # Table texts stand on their own lines, not on the grid of the page.
    grid = "" if style.closer else '<w:snapToGrid w:val="0"/>'
    indent = ""
    if style.indent:
        twips = g.ONE_CHARACTER * style.indent if style.closer else style.size * 10 * style.indent
        indent = f'<w:ind w:firstLineChars="{style.indent * 100}" w:firstLine="{twips}"/>'
    return (
        f'<w:style w:type="paragraph" w:styleId="{style.id}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.based_on}"/>{following}<w:qFormat/><w:pPr>'
        f"{'<w:keepNext/>' if style.keep_next else ''}{grid}"
        f'<w:spacing w:before="{style.before}" w:after="{style.after}" w:line="{style.line}" '
        f'w:lineRule="exact"/>{indent}<w:jc w:val="{style.align}"/>{level}</w:pPr>'
        f"<w:rPr>{fonts(style.face, latin)}"
        f"{'<w:b/><w:bCs/>' if style.is_bold(chinese=chinese) else ''}"
        f'<w:color w:val="000000"/><w:spacing w:val="{g.CLOSER if style.closer else 0}"/>'
        f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/></w:rPr></w:style>'
    )


def settings(footnotes: str = "") -> str:
    """Different odd and even pages, Chinese line breaking, and the layout rules of Word 2013 and later."""
    old_rules = (
        "spaceForUL", "balanceSingleByteDoubleByteWidth", "doNotLeaveBackslashAlone", "ulTrailSpace",
        "doNotExpandShiftReturn", "adjustLineHeightInTable", "useFELayout",
    )  # fmt: skip
    new_rules = {
        "compatibilityMode": "15",
        "overrideTableStyleFontSizeAndJustification": "1",
        "enableOpenTypeFeatures": "1",
        "doNotFlipMirrorIndents": "1",
        "differentiateMultirowTableHeaders": "1",
    }
    compatible = "".join(f"<w:{rule}/>" for rule in old_rules) + "".join(
        f'<w:compatSetting w:name="{name}" w:uri="http://schemas.microsoft.com/office/word" w:val="{value}"/>'
        for name, value in new_rules.items()
    )
    return (
        f'<w:settings {W}><w:zoom w:percent="100"/><w:bordersDoNotSurroundHeader/>'
        '<w:bordersDoNotSurroundFooter/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f'{footnotes}<w:compat>{compatible}</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
        '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )


def font_table() -> bytes:
    """The typefaces with other names and stand-ins for machines that lack them."""
    entries = []
    for face in g.TYPEFACES:
        instead = f'<w:altName w:val="{face.instead}"/>' if face.instead else ""
        pitch = "fixed" if face.family == "modern" else "variable"
        entries.append(
            f'<w:font w:name="{face.name}">{instead}<w:panose1 w:val="{face.panose}"/>'
            f'<w:charset w:val="{face.charset}"/><w:family w:val="{face.family}"/><w:pitch w:val="{pitch}"/>'
            "</w:font>"
        )
    return f"{XML}<w:fonts {W}>{''.join(entries)}</w:fonts>".encode()


def _number() -> str:
    """— 1 —"""
    dash = '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    return (
        f"{dash.format('— ')}"
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
        f"{dash.format(' —')}"
    )


def footer(*, even: bool) -> str:
    """The page number: one character in from the right on odd pages, from the left on even ones."""
    side, align = ("left", "left") if even else ("right", "right")
    size = g.NUMBER_SIZE * 10
    return (
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:ind w:{side}Chars="100" w:{side}="{size}"/>'
        f'<w:jc w:val="{align}"/></w:pPr>{_number()}</w:p>'
    )


def empty(style: str) -> str:
    """A paragraph without text."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr></w:p>'


def sideways_number(*, even: bool) -> str:
    """The page number of a landscape page, where it is on all others once the sheet is bound.

    The sheet's foot is at the left of the landscape page, its outer edge below (odd) or above (even). The
    number stands in a cell of its own with text that runs downwards, fixed to the page.
    """
    size = g.NUMBER_SIZE * 10
    height = 2400
    # The top of a landscape page is the left side of the sheet.
    top = g.LEFT + size if even else g.PAPER_WIDTH - g.RIGHT - size - height
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" '
        f'w:horzAnchor="page" w:tblpX="{g.NUMBER_FROM_EDGE}" w:tblpY="{top}"/><w:tblOverlap w:val="never"/>'
        f'<w:tblW w:w="{g.NUMBER_LINE}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{g.NUMBER_LINE}"/></w:tblGrid><w:tr><w:trPr>'
        f'<w:trHeight w:val="{height}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr>'
        f'<w:tcW w:w="{g.NUMBER_LINE}" w:type="dxa"/><w:textDirection w:val="tbRl"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="{"left" if even else "right"}"/></w:pPr>'
        f"{_number()}</w:p></w:tc></w:tr></w:tbl>{empty('Header')}"
    )


def packed(parts: Mapping[str, bytes]) -> bytes:
    """The file of these parts, without the time of its making."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, content)
    return made.getvalue()
