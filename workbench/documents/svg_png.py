"""A drawing as a picture of dots, for programs that cannot show it as lines."""

from __future__ import annotations

from typing import Final

_PAGE: Final = b"""
#let data = json("data.json")
#set page(width: data.width * 1mm, height: auto, margin: 0pt)
#set text(font: data.families)
#image(bytes(data.svg), format: "svg", width: 100%)
"""


def picture_png(svg: str, width_mm: float, dpi: int = 200) -> bytes:
    """The drawing as PNG on white, so many millimetres wide, its height in its own proportion.

    Texts are drawn with the fonts that documents are set in. A Problem says why it cannot be drawn.
    """
    import typst

    from workbench.documents import pdf_fonts
    from workbench.errors import Problem
    from workbench.i18n import N_

    families, _ = pdf_fonts.rare(set(svg))
    told = {"svg": svg, "width": width_mm, "families": [pdf_fonts.SERIF, pdf_fonts.SANS, *families]}
    try:
        return pdf_fonts.setter(families).set(_PAGE, told, "png", ppi=float(dpi))
    except typst.TypstError as error:
        raise Problem(N_("A drawing cannot be read: {reason}"), reason=error.message) from error
