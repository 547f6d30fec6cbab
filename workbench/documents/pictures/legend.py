"""What the signs of a drawing mean, in lines as wide as the drawing allows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.documents.pictures.drawing import SMALL, fitted, width_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.documents.pictures.drawing import Drawing

#: Height of a line.
LINE: Final = 4.6
_SIGN: Final = 6.0
_GAP: Final = 5.0


class Entry(NamedTuple):
    """A sign, drawn by ``draw`` in a box of 4.5 by 2.6 mm around (x, y), and what it means."""

    draw: Callable[[float, float], None]
    means: str


class Placed(NamedTuple):
    """An entry's text, and where its line begins."""

    x: float
    line: int
    means: str


def arranged(meanings: Iterable[str], room: float) -> list[Placed]:
    """The entries side by side in lines of a width."""
    placed: list[Placed] = []
    x, line = 0.0, 0
    for means in meanings:
        text = fitted(means, room - _SIGN, SMALL)
        wide = _SIGN + width_of(text, SMALL)
        if x and x + wide > room:
            x, line = 0.0, line + 1
        placed.append(Placed(x, line, text))
        x += wide + _GAP
    return placed


def height_of(meanings: Iterable[str], room: float) -> float:
    """How much height the entries take."""
    placed = arranged(meanings, room)
    return (placed[-1].line + 1) * LINE if placed else 0.0


def draw_legend(drawing: Drawing, entries: list[Entry], x: float, y: float, room: float) -> None:
    """Draw the entries in lines of a width, from a corner on."""
    for entry, placed in zip(entries, arranged([one.means for one in entries], room), strict=True):
        middle = y + placed.line * LINE + LINE / 2
        entry.draw(x + placed.x + 2.25, middle)
        drawing.text(x + placed.x + _SIGN, middle + SMALL * 0.36, placed.means)
