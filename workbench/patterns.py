"""Regular expressions compiled when they are first used.

Compiling all of them when the program starts would cost a tenth of the time until the window is there, and
most are for what is typed or imported later.
"""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Pattern:
    """A regular expression; its methods are those of ``re.Pattern``."""

    __slots__ = ("_compiled", "_flags", "_source")

    def __init__(self, source: str, flags: int = 0) -> None:
        self._source = source
        self._flags = flags
        self._compiled: re.Pattern[str] | None = None

    def _ready(self) -> re.Pattern[str]:
        self._compiled = re.compile(self._source, self._flags)
        return self._compiled

    def match(self, text: str, start: int = 0) -> re.Match[str] | None:
        """A match at the beginning of the text, or at ``start``."""
        return (self._compiled or self._ready()).match(text, start)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        """A match of the whole text."""
        return (self._compiled or self._ready()).fullmatch(text)

    def search(self, text: str, start: int = 0, end: int = sys.maxsize) -> re.Match[str] | None:
        """The first match in the text between ``start`` and ``end``."""
        return (self._compiled or self._ready()).search(text, start, end)

    def finditer(self, text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[re.Match[str]]:
        """All matches in the text between ``start`` and ``end``."""
        return (self._compiled or self._ready()).finditer(text, start, end)

    def split(self, text: str) -> list[str]:
        """The text between the matches; for patterns without groups."""
        return [part or "" for part in (self._compiled or self._ready()).split(text)]

    def sub(self, new: str | Callable[[re.Match[str]], str], text: str) -> str:
        """The text with every match replaced."""
        return (self._compiled or self._ready()).sub(new, text)
