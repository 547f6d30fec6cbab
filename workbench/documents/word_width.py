"""How much room a word takes that no line may break."""

from __future__ import annotations

from typing import Final

#: What the signs of Times New Roman Bold measure, in thousandths of a Chinese character. The typefaces made
#: to its measure agree, and upright letters are no wider.
_BOLD: Final = {
    220: "|",
    250: " ,.",
    278: "'/\\il",
    333: "!()-:;[]`fjt",
    389: "Is",
    394: "{}",
    444: "cerz",
    500: "#$*0123456789?J_agovxy",
    520: "~",
    556: '"Sbdhknpqu',
    581: "+<=>^",
    611: "FP",
    667: "BELTZ",
    722: "ACDNRUVXYw",
    778: "GHKOQ",
    833: "&m",
    930: "@",
    944: "M",
    1000: "%W",
}
#: And those of Times New Roman.
_REGULAR: Final = {
    180: "'",
    200: "|",
    250: " ,.",
    278: "/:;\\ijlt",
    333: "!()-I[]`fr",
    389: "Js",
    408: '"',
    444: "?acez",
    469: "^",
    480: "{}",
    500: "#$*0123456789_bdghknopquvxy",
    541: "~",
    556: "FPS",
    564: "+<=>",
    611: "ELTZ",
    667: "BCR",
    722: "ADGHKNOQUVXYw",
    778: "&m",
    833: "%",
    889: "M",
    921: "@",
    944: "W",
}


def _by_sign(signs: dict[int, str]) -> dict[str, float]:
    return {sign: thousandths / 1000 for thousandths, of_width in signs.items() for sign in of_width}


_WIDTHS: Final = {True: _by_sign(_BOLD), False: _by_sign(_REGULAR)}


def word_width(word: str, *, bold: bool = True) -> float:
    """Width in Chinese characters, also of several words; without being told, as wide as it may be."""
    widths = _WIDTHS[bold]
    return sum(widths.get(sign, 1.0) for sign in word)
