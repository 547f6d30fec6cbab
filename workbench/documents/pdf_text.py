"""Text made ready for the typesetter."""

from __future__ import annotations

import re
from typing import Final

from workbench.documents.printable import printable
from workbench.documents.word_width import word_width

#: Stands where a line may be broken though nothing there allows it. ``printable`` lets none through, and the
#: typesetter puts nothing in its place.
MAY_BREAK: Final = "\u200b"
#: Characters in a line of the type area, with some to spare: longer words must be broken.
LINE_ROOM: Final = 22.0
#: A word, with those that no line break parts from it: behind an opening sign, before a closing one.
_WORD: Final = re.compile(r"[!-~]+(?:(?<=[(\[{]) +[!-~]+| +[)\]}!?/][!-~]*)*")
_JOINTS: Final = re.compile(r"(?<=[-/._,:;?&=@+])(?=[^-/._,:;?&=@+])")


def clean(text: str, room: float = LINE_ROOM) -> str:
    """Text as it is set: printable, tabs as wide spaces, words longer than ``room`` characters parted.

    Such a word (an address, a number of many digits) is parted at its signs, within its letters only when
    it has too few of them.
    """
    made = printable(text).replace("\t", "    ")
    return _WORD.sub(lambda word: _parted(word.group(), room), made)


def _parted(word: str, room: float) -> str:
    if len(word) <= room or word_width(word) <= room:
        return word
    if " " in word:
        return re.sub(
            " +", rf"\g<0>{MAY_BREAK}", re.sub("[!-~]+", lambda one: _parted(one.group(), room), word)
        )
    pieces = _JOINTS.split(word)
    return MAY_BREAK.join(MAY_BREAK.join(piece) if word_width(piece) > room else piece for piece in pieces)
