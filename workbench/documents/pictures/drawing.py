"""A drawing in millimetres as SVG: text stays text, areas differ by hatching as well as by colour."""

from __future__ import annotations

import unicodedata
from html import escape
from typing import TYPE_CHECKING, Final, Literal

from workbench.documents.outline import Figure
from workbench.documents.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.documents.wording import Wording

Anchor = Literal["start", "middle", "end"]
#: Ways of hatching an area: none, rising, falling or crossing lines.
Hatch = Literal["", "/", "\\", "x"]

#: Widest drawing on an upright page, and the tallest that leaves room for its caption.
WIDTH: Final = 156.0
TALLEST: Final = 205.0
MM_OF_POINT: Final = 25.4 / 72
SMALL: Final = 8 * MM_OF_POINT
NORMAL: Final = 9 * MM_OF_POINT
LARGE: Final = 10.5 * MM_OF_POINT

INK: Final = "#1a1a1a"
QUIET: Final = "#595959"
RULE: Final = "#c8c8c8"
PAPER: Final = "#ffffff"
DARK: Final = "#1f4e79"
LIGHT: Final = "#c9dbec"
ALARM: Final = "#b3261e"

_CHINESE: Final = "SimSun, 宋体, NSimSun, STSong, Songti SC, Noto Serif SC, Source Han Serif SC, serif"
_LATIN: Final = "Times New Roman, Liberation Serif, "
_THIN: Final = 0.18
_HATCH_STEP: Final = 1.3
_ELLIPSIS: Final = "…"
_NARROW: Final = frozenset("iljtfrI.,:;'|!()[]{}/\\ ")


def width_of(text: str, size: float) -> float:
    """About how wide a text is when set in a serif face; rather too wide than too narrow."""
    return size * sum(map(_share, text))


def _share(character: str) -> float:
    """Width of a character in ems."""
    if character < "\x7f":
        if character in _NARROW:
            return 0.36
        if character in "MWmw@%":
            return 0.92
        return 0.74 if character.isupper() else 0.53
    if unicodedata.combining(character):
        return 0.0
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.75


def fitted(text: str, room: float, size: float) -> str:
    """A text cut to a width, with an ellipsis where something is missing."""
    text = one_line(text)
    if width_of(text, size) <= room:
        return text
    room -= width_of(_ELLIPSIS, size)
    kept = ""
    for character in text:
        room -= width_of(character, size)
        if room < 0:
            break
        kept += character
    return kept.rstrip() + _ELLIPSIS


def wrapped(text: str, room: float, size: float, most: int) -> list[str]:
    """A text in at most so many lines of a width; the last is cut where there is more."""
    left = one_line(text)
    lines: list[str] = []
    while left and len(lines) < most - 1 and width_of(left, size) > room:
        taken, used = 0, 0.0
        for character in left:
            used += width_of(character, size)
            if used > room:
                break
            taken += 1
        taken = _break(left, max(taken, 1))
        lines.append(left[:taken].rstrip())
        left = left[taken:].lstrip()
    return [*lines, fitted(left, room, size)] if left else lines


def _break(text: str, most: int) -> int:
    """Where to break a text of which so many characters fit: not within a Latin word, if it can be."""
    if most >= len(text):
        return most
    if text[most] in "，。；：、！？）》”’%,.;:)":
        most = max(1, most - 1)
    while most > 1 and text[most - 1] in "（《“‘(":
        most -= 1
    at = most
    while at > 1 and _is_in_word(text[at - 1]) and _is_in_word(text[at]):
        at -= 1
    return at if at > most // 2 else most


def _is_in_word(character: str) -> bool:
    return character < "\u2000" and not character.isspace()


def one_line(text: str) -> str:
    """A text without line ends and what cannot be printed."""
    return " ".join(printable(text).split())


class Drawing:
    """A drawing that is being made. Lengths are mm from its upper left corner; texts stand on ``y``."""

    def __init__(self, width: float, height: float, wording: Wording) -> None:
        self.width = width
        self.height = height
        self._families = _CHINESE if wording.chinese else _LATIN + _CHINESE
        self._parts: list[str] = []

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SMALL,
        anchor: Anchor = "start",
        colour: str = INK,
        strong: bool = False,
    ) -> None:
        """A line of text; nothing for an empty one."""
        if not (line := one_line(text)):
            return
        where = "" if anchor == "start" else f' text-anchor="{anchor}"'
        tint = "" if colour == INK else f' fill="{colour}"'
        weight = ' font-weight="bold"' if strong else ""
        self._parts.append(
            f'<text x="{_n(x)}" y="{_n(y)}" font-size="{_n(size)}"{where}{tint}{weight}>'
            f"{escape(line, quote=False)}</text>"
        )

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str = "none",
        stroke: str = INK,
        thick: float = _THIN,
        dashed: bool = False,
        hatch: Hatch = "",
    ) -> None:
        """A box; ``thick`` 0 leaves its outline away."""
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" fill="{fill}"'
            f"{_stroke(stroke, thick, dashed)}/>"
        )
        if hatch:
            self._hatch(x, y, width, height, hatch)

    def line(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        stroke: str = INK,
        thick: float = _THIN,
        dashed: bool = False,
    ) -> None:
        """A straight line."""
        self._parts.append(
            f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"{_stroke(stroke, thick, dashed)}/>'
        )

    def polyline(
        self,
        points: Sequence[tuple[float, float]],
        *,
        stroke: str = INK,
        thick: float = _THIN,
        dashed: bool = False,
    ) -> None:
        """Straight lines from point to point."""
        joined = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._parts.append(f'<polyline points="{joined}" fill="none"{_stroke(stroke, thick, dashed)}/>')

    def path(
        self,
        steps: str,
        *,
        fill: str = "none",
        stroke: str = INK,
        thick: float = _THIN,
        dashed: bool = False,
    ) -> None:
        """A path; ``steps`` as SVG writes them (see ``at``)."""
        self._parts.append(f'<path d="{steps}" fill="{fill}"{_stroke(stroke, thick, dashed)}/>')

    def circle(self, x: float, y: float, radius: float, *, fill: str = PAPER, stroke: str = INK) -> None:
        """A dot."""
        outline = _stroke(stroke, 0.25, False)
        self._parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}"{outline}/>')

    def diamond(self, x: float, y: float, half: float, *, fill: str = PAPER, stroke: str = INK) -> None:
        """A square on its corner, around a point."""
        steps = f"M{at(x, y - half)} L{at(x + half, y)} L{at(x, y + half)} L{at(x - half, y)} Z"
        self.path(steps, fill=fill, stroke=stroke, thick=0.22)

    def triangle(self, x: float, y: float, half: float, *, fill: str, stroke: str = INK) -> None:
        """A triangle that points up, around a point."""
        steps = f"M{at(x, y - half)} L{at(x + half, y + half)} L{at(x - half, y + half)} Z"
        self.path(steps, fill=fill, stroke=stroke, thick=0.22)

    def _hatch(self, x: float, y: float, width: float, height: float, hatch: Hatch) -> None:
        """Slanting lines cut at a box. They are drawn one by one: not every program knows patterns."""
        steps: list[str] = []
        count = int((width + height) / _HATCH_STEP)
        for number in range(1, count + 1):
            reach = number * _HATCH_STEP
            left, right = max(0.0, reach - height), min(width, reach)
            if right - left < 0.05:
                continue
            if hatch in "/x":
                steps.append(f"M{at(x + left, y + reach - left)} L{at(x + right, y + reach - right)}")
            if hatch in "\\x":
                upper, lower = y + height - reach + left, y + height - reach + right
                steps.append(f"M{at(x + left, upper)} L{at(x + right, lower)}")
        if steps:
            self.path(" ".join(steps), stroke=QUIET, thick=0.16)

    def figure(self, caption: str, told: str) -> Figure:
        """The finished figure; ``told`` says in words what it shows."""
        wide, high = _n(self.width), _n(self.height)
        body = "\n".join(self._parts)
        svg = (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{wide}mm" height="{high}mm" '
            f'viewBox="0 0 {wide} {high}" font-family="{self._families}" fill="{INK}">\n'
            f"<title>{escape(one_line(caption), quote=False)}</title>\n"
            f"<desc>{escape(one_line(told), quote=False)}</desc>\n{body}\n</svg>\n"
        )
        return Figure(svg, self.width, self.height, one_line(caption), one_line(told))


def at(x: float, y: float) -> str:
    """A point of a path."""
    return f"{_n(x)} {_n(y)}"


def _n(length: float) -> str:
    """A length with two decimals at most."""
    return f"{length:.2f}".rstrip("0").rstrip(".") if abs(length) >= 0.005 else "0"


def _stroke(colour: str, thick: float, dashed: bool) -> str:
    if not thick:
        return ""
    dashes = ' stroke-dasharray="1.2 0.8"' if dashed else ""
    return f' stroke="{colour}" stroke-width="{_n(thick)}"{dashes}'
