"""Text that any document format can hold."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

#: Characters that break lines in one program or another, a page break pasted from Word among them.
_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_UNPRINTABLE: Final = re.compile(
    "["
    "\x00-\x08\x0e-\x1f\x7f-\x9f"  # controls
    "\u200b\ufeff"  # zero width: seen by nobody, found by no search
    "\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c"  # direction marks show text in another order than it has
    "\ud800-\udfff"  # halves of characters
    "\ufdd0-\ufdef"  # never characters, like the last two of every plane
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def printable(text: str) -> str:
    """The text composed (NFC), one line feed for every line end, without what cannot be printed.

    Tabs stay. What is dropped: control and direction characters, zero-width spaces, lone surrogates and code
    points that are no characters; XML refuses most of them, and a reader sees none.
    """
    if text.isascii() and text.isprintable():
        return text
    kept = _UNPRINTABLE.sub("", _LINE_ENDS.sub("\n", text))
    return unicodedata.normalize("NFC", kept)
