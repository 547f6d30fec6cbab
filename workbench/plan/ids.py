"""Ids of elements and keys of rank order."""

from __future__ import annotations

import os
import re
from functools import lru_cache
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE: Final = len(_DIGITS)
_ID_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"


def new_id() -> str:
    """A random id (59 bits): unique without asking anybody, so merged plans do not clash."""
    return "".join(_ID_LETTERS[byte % len(_ID_LETTERS)] for byte in os.urandom(12))


def spread(count: int) -> list[str]:
    """``count`` ascending position keys of one width, with room between them for insertions."""
    width = 2
    while _BASE ** (width - 1) < count + 1:
        width += 1
    step = _BASE**width // (count + 1)
    return [_key(step * (number + 1), width) for number in range(count)]


def _key(number: int, width: int) -> str:
    digits = []
    for _ in range(width):
        number, digit = divmod(number, _BASE)
        digits.append(_DIGITS[digit])
    return "".join(reversed(digits)).rstrip("0") or "0"


def between(before: str, after: str) -> str:
    """A key after ``before`` and before ``after``; "" stands for the open end on either side.

    Keys are fractions written in base 36 without trailing zeros, compared as text; there is always
    another one between two different keys.
    """
    if after and before >= after:
        raise ValueError(f"no key between {before!r} and {after!r}")
    key = []
    place = 0
    bounded = bool(after)
    while True:
        low = _DIGITS.index(before[place]) if place < len(before) else 0
        high = _DIGITS.index(after[place]) if bounded and place < len(after) else _BASE
        if high - low > 1:
            # Appending at the end takes the next digit rather than the middle: keys stay short.
            key.append(_DIGITS[low + 1 if not after and low + 1 < _BASE - 1 else (low + high) // 2])
            return "".join(key)
        key.append(_DIGITS[low])
        if high > low:
            bounded = False
        place += 1


def several(before: str, after: str, count: int) -> list[str]:
    """``count`` ascending keys between two keys, much shorter than ``between`` called again and again."""
    if count <= 1:
        return [between(before, after)][:count]
    # A key made by ``between`` is no beginning of ``after``, so whatever follows it stays below.
    first = between(before, after)
    return [first + key for key in spread(count)]


_CODE: Final = Pattern(r"(.*?)([0-9]{1,15})", re.DOTALL)


class _Code(NamedTuple):
    """What a code consists of: ``P-007`` is number 7 after the prefix P, written in three digits."""

    prefix: str
    number: int
    width: int
    style: str


# Free codes are looked for one after another among thousands of codes that stay the same.
@lru_cache(maxsize=1 << 15)
def _read(code: str) -> _Code | None:
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    return _Code(match[1].rstrip("-").upper(), int(match[2]), len(match[2]), match[1])


def next_code(prefix: str, taken: Iterable[str]) -> str:
    """The next free human code: P-001, P-002 ...; follows the prefix and width already in use."""
    return next(next_codes(prefix, taken))


def next_codes(prefix: str, taken: Iterable[str]) -> Iterator[str]:
    """The free codes after those taken, one after the other."""
    highest, width, style = 0, 3, f"{prefix}-"
    wanted = prefix.upper()
    for code in taken:
        read = _read(code)
        if read is not None and read.prefix == wanted and read.number >= highest:
            highest, width, style = read.number, read.width, read.style
    for number in count(highest + 1):
        yield f"{style}{number:0{width}d}"
