"""How many lines a text takes, in readers that set more or less room between its signs.

Word does as the file says: nothing between Chinese characters and numbers, signs at the end of a line as
narrow as they are drawn. So does our PDF. LibreOffice sets a fifth of a character beside numbers whatever the
file says, and draws all signs a character wide. Where that makes one line more, what depends on it must have
room for that line in both.
"""

from __future__ import annotations

import re
from typing import Final

from workbench.documents.word_width import word_width

#: What LibreOffice sets between a Chinese character and a letter or number, in characters.
_JOINT: Final = 0.2
#: How much narrower a closing sign is drawn before another sign and at the end of a line.
_NARROWER: Final = 0.5
_OPENS: Final = "（《〈「『【〔〖“‘"
_CLOSES: Final = "、。，．：；！？）》〉」』】〕〗”’"
#: Pieces that no line break parts, with the spaces before them: words, and characters with their signs.
_PIECES: Final = re.compile(
    rf" *[{_OPENS}]*(?:[!-~]+?(?<=[A-Za-z]-)(?=[A-Za-z])|[!-~]+|[^ ])[{_CLOSES}…—％‰℃]*| +$"
)
_PAIR: Final = re.compile(rf"[{_CLOSES}](?=[{_OPENS}{_CLOSES}])")


def lines(text: str, room: float, *, strict: bool, bold: bool = False) -> int:
    """Lines of a text in so much room, in characters; ``strict`` where readers give it least."""
    return sum(_lines(line, room, strict=strict, bold=bold) for line in text.split("\n"))


def _lines(line: str, room: float, *, strict: bool, bold: bool) -> int:
    count, filled, last = 1, 0.0, ""
    for piece in _PIECES.findall(line):
        word = piece.lstrip(" ")
        if not word:
            continue
        wide = word_width(word, bold=bold)
        before = word_width(" ", bold=bold) * (len(piece) - len(word))
        end = wide
        if strict:
            before += _JOINT * (not before and _joined(last, word[0]))
        else:
            wide -= _NARROWER * len(_PAIR.findall(word))
            end = wide - _NARROWER * (word[-1] in _CLOSES)
        if filled and filled + before + end > room:
            count, filled, before = count + 1, 0.0, 0.0
        filled += before + wide
        if end > room:  # the word itself is broken
            more = -int(-end // room) - 1
            count, filled = count + more, filled - more * room
        last = word[-1]
    return count


def _joined(last: str, first: str) -> bool:
    """Whether a Chinese character stands beside a letter or number."""
    return (last.isalnum() and first.isalnum()) and (last < "\u2e80") != (first < "\u2e80")
