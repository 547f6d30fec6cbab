"""An outline as a PDF file in the layout of GB/T 9704, tagged, with bookmarks and its fonts inside.

The layout itself is ``resources/typesetting/gbt9704.typ``; what is set goes there as JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench import paths
from workbench.documents import gbt9704 as g
from workbench.documents import pdf_fonts
from workbench.documents.pdf_blocks import sections, styles
from workbench.documents.printable import printable
from workbench.errors import Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from workbench.documents.outline import Outline
    from workbench.documents.pdf_fonts import Chosen


def to_pdf(outline: Outline) -> bytes:
    """The PDF file of an outline. Its properties tell title and author, no time and nothing of this machine.

    It keeps to PDF/UA-1, so that it can be read aloud; where a sign has no glyph in any font of this computer
    (see ``missing_glyphs``) it is tagged all the same, but does not claim to. A Problem says why no file can
    be made, for instance of a drawing that is none.
    """
    import typst

    told = sections(outline)
    families, missing = pdf_fonts.rare(_signs(told))
    layout = (paths.resources() / "typesetting" / "gbt9704.typ").read_bytes()
    data = _data(outline, told, families)
    setter = pdf_fonts.setter(families)
    try:
        if not missing:
            return setter.set(layout, data, "pdf", pdf_standards="ua-1")
    except typst.TypstError:
        pass  # the same without the claim, or the reason
    try:
        return setter.set(layout, data, "pdf")
    except typst.TypstError as error:
        raise Problem(N_("The PDF file cannot be made: {reason}"), reason=error.message) from error


def missing_glyphs(outline: Outline) -> str:
    """The signs of the document that no font of this computer can draw, each once; they print as boxes."""
    return pdf_fonts.rare(_signs(sections(outline)))[1]


def fonts_used() -> tuple[Chosen, ...]:
    """The font taken for each typeface of the documents, in the order of gbt9704.TYPEFACES."""
    return tuple(pdf_fonts.chosen().values())


def _signs(told: object) -> set[str]:
    """Every sign that is set, those of drawings among them."""
    found: set[str] = set()
    waiting = [told]
    while waiting:
        match waiting.pop():
            case str() as text:
                found.update(text)
            case dict() as entries:
                waiting.extend(entries.values())
            case list() | tuple() as several:
                waiting.extend(several)
    return found


def _data(outline: Outline, told: list[dict[str, Any]], families: tuple[str, ...]) -> dict[str, Any]:
    return {
        "title": " ".join(printable(outline.title).split()) or " ",
        "author": printable(outline.author),
        "language": outline.language,
        "page": {
            "width": g.PAPER_WIDTH / 20,
            "height": g.PAPER_HEIGHT / 20,
            "top": g.TOP / 20,
            "right": g.RIGHT / 20,
            "bottom": g.BOTTOM / 20,
            "left": g.LEFT / 20,
            "number-from-edge": g.NUMBER_FROM_EDGE / 20,
        },
        "line": g.LINE / 20,
        "table": {
            "side": g.CELL_SIDE / 20,
            # Word adds the rules between rows to their height; here they take no room.
            "top": (g.CELL_TOP + g.BORDER_HEIGHT / 2) / 20,
        },
        "latin": g.LATIN,
        "aside": g.KAITI,
        "title-face": g.XIAOBIAOSONG,
        "styles": styles(outline.language),
        "fonts": _fonts(families),
        "sections": told,
    }


def _fonts(families: tuple[str, ...]) -> dict[str, Any]:
    """For each typeface: the fonts to look for a glyph in, one after the other."""
    told = {}
    for face, font in pdf_fonts.chosen().items():
        ends = (pdf_fonts.SERIF, pdf_fonts.SANS)
        chain = dict.fromkeys((font.family, *(reversed(ends) if face == g.HEITI else ends), *families))
        told[face] = {"families": list(chain), "bold": font.bold, "heavier": font.heavier}
    return told
