"""Drawings of a Word file: SVG for the programs that draw it, a picture for the others."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from workbench.documents import gbt9704 as g
from workbench.documents.docx_text import gap, paragraph
from workbench.documents.printable import printable
from workbench.documents.svg import cleaned
from workbench.i18n import N_

if TYPE_CHECKING:
    from workbench.documents.docx_text import Writing
    from workbench.documents.outline import Figure

_TWIPS_OF_MM: Final = 1440 / 25.4
_EMU_OF_TWIP: Final = 635
_DPI: Final = 200
#: What a line with a drawing takes below it, with the flat line that follows, in twips.
_HANGING: Final = 120
_IMAGE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
_DRAWING: Final = "http://schemas.openxmlformats.org/drawingml/2006"
_MICROSOFT: Final = "http://schemas.microsoft.com/office/drawing"


def figure_xml(figure: Figure, width: int, height: int, writing: Writing) -> list[str]:
    """The drawing, shrunk to ``width`` and ``height`` in twips, and its caption below it."""
    writing.drawings.append(figure)
    number = len(writing.drawings)
    drawn = (figure.width * _TWIPS_OF_MM, figure.height * _TWIPS_OF_MM)
    share = min(1.0, width / drawn[0], height / drawn[1])
    wide, high = (round(side * share) * _EMU_OF_TWIP for side in drawn)
    told = escape(printable(figure.told or figure.caption), quote=True).replace("\n", " ")
    drawing = (
        f'<w:r><w:drawing><wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" '
        f'distL="0" distR="0"><wp:extent cx="{wide}" cy="{high}"/>'
        f'<wp:docPr id="{number}" name="Figure {number}" descr="{told}"/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/picture">'
        f'<pic:pic xmlns:pic="{_DRAWING}/picture"><pic:nvPicPr>'
        f'<pic:cNvPr id="{number}" name="Figure {number}" descr="{told}"/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{_name(number, "png")}"><a:extLst>'
        '<a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
        f'<asvg:svgBlip xmlns:asvg="{_MICROSOFT}/2016/SVG/main" r:embed="{_name(number, "svg")}"/>'
        "</a:ext></a:extLst></a:blip><a:stretch><a:fillRect/></a:stretch></pic:blipFill>"
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r>"
    )
    keep = "<w:keepNext/>" if figure.caption else ""
    # As high as the drawing: an exact line would cut it off.
    line = '<w:spacing w:line="240" w:lineRule="auto"/>'
    xml = [paragraph("Drawing", drawing, before=keep, after=line)]
    if figure.caption:
        caption = writing.caption(N_("Figure"), figure.number, figure.caption)
        # What stands below a drawing does not hold on to what follows.
        xml.append(paragraph("Caption", caption, before='<w:keepNext w:val="0"/>'))
    # Whole lines, so that the text goes on where lines stand; below the drawing is what letters hang down.
    stands = high // _EMU_OF_TWIP + _HANGING + (g.LINE if figure.caption else 0)
    left = -(-stands // g.LINE) * g.LINE - stands
    return [*xml, gap(left // 20)]


def add_drawings(part: Any, drawings: list[Figure]) -> None:
    """Put the drawings into the package of a document's part."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    for number, figure in enumerate(drawings, 1):
        svg = cleaned(figure.svg)
        for suffix, kind, data in (
            ("png", "image/png", _png(svg, figure.width)),
            ("svg", "image/svg+xml", svg.encode()),
        ):
            picture = Part(PackURI(f"/word/media/figure{number}.{suffix}"), kind, data, part.package)
            part.rels.add_relationship(_IMAGE, picture, _name(number, suffix))


def _name(number: int, suffix: str) -> str:
    return f"{suffix}{number}"


def _png(svg: str, width: float) -> bytes:
    from workbench.documents.svg_png import picture_png

    return picture_png(svg, width, _DPI)
