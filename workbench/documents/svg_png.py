"""A drawing as a picture of dots, for programs that cannot show it as lines."""

from __future__ import annotations

import math
from typing import Final

#: The drawing fills the page.
_PAGE: Final = b"""
#let data = json("data.json")
#set page(width: data.width * 1pt, height: data.height * 1pt, margin: 0pt)
#set text(font: data.families)
#image(bytes(data.svg), format: "svg", width: 100%, height: 100%, fit: "stretch")
"""
_POINTS_AN_INCH: Final = 72
_MM_AN_INCH: Final = 25.4
#: Of a dot: by how much a side is made less than a whole number of dots, so that it is not rounded up to one
#: more.
_LESS: Final = 0.01


def picture_png(svg: str, width_mm: float, dpi: int = 200) -> bytes:
    """The drawing as PNG on white, so many millimetres wide, its height in its own proportion.

    Texts are drawn with the fonts that documents are set in. A Problem says why it cannot be drawn.
    """
    import typst

    from workbench.documents import pdf_fonts
    from workbench.errors import Problem
    from workbench.i18n import N_

    drawing, across, down = _in_dots(svg, width_mm, dpi)
    families, _ = pdf_fonts.rare(set(svg))
    told = {
        "svg": drawing,
        "width": (across - _LESS) / dpi * _POINTS_AN_INCH,
        "height": (down - 4 * _LESS) / dpi * _POINTS_AN_INCH,
        "families": [pdf_fonts.SERIF, pdf_fonts.SANS, *families],
    }
    try:
        return pdf_fonts.setter(families).set(_PAGE, told, "png", ppi=float(dpi))
    except typst.TypstError as error:
        raise Problem(N_("A drawing cannot be read: {reason}"), reason=error.message) from error


def _in_dots(svg: str, width_mm: float, dpi: int) -> tuple[str, int, int]:
    """The drawing measured in whole dots, a part of one added below, and how many it is wide and high.

    The typesetter draws it in whole dots first, rounded up, and then takes for each dot of the page the
    nearest of these: where the page had fewer, a row or column would be lost.
    """
    from lxml import etree

    from workbench.documents.svg import parsed

    root = parsed(svg)
    across = max(1, round(width_mm / _MM_AN_INCH * dpi))
    left, top, wide, high = map(float, root.get("viewBox", "0 0 1 1").replace(",", " ").split())
    down = max(1, math.ceil(across * high / wide))
    lower = down - 2 * _LESS
    root.set("width", str(across))
    root.set("height", f"{lower:.2f}")
    root.set("viewBox", f"{left} {top} {wide} {lower * wide / across:.6f}")
    return etree.tostring(root, encoding="unicode"), across, down
