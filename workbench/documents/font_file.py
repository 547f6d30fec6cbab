"""Which characters a font file can draw, read from its own table."""

from __future__ import annotations

import struct
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

#: No font has more than these; a file that claims more is broken.
_MOST_TABLES: Final = 200
_MOST_RANGES: Final = 100_000
_CODE_POINTS: Final = 0x110000


@cache
def characters(path: Path, index: int = 0) -> frozenset[int]:
    """The code points that the font has a glyph for; none when the file cannot be read as a font.

    ``index`` is the font's place in a collection (.ttc), 0 in a file of one font.
    """
    try:
        with path.open("rb") as file:
            data = file.read()
        return frozenset(_read(data, index))
    except (OSError, struct.error, ValueError):
        return frozenset()


def _read(data: bytes, index: int) -> set[int]:
    start = 0
    if data[:4] == b"ttcf":
        (start,) = struct.unpack_from(">I", data, 12 + 4 * index)
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for number in range(min(tables, _MOST_TABLES)):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, start + 12 + 16 * number)
        if tag == b"cmap":
            return _characters(data, offset)
    return set()


def _characters(data: bytes, at: int) -> set[int]:
    found: set[int] = set()
    (tables,) = struct.unpack_from(">H", data, at + 2)
    read = set()
    for number in range(min(tables, _MOST_TABLES)):
        platform, encoding, offset = struct.unpack_from(">HHI", data, at + 4 + 8 * number)
        unicode = platform == 0 or (platform == 3 and encoding in (1, 10))
        if not unicode or offset in read:
            continue
        read.add(offset)
        (form,) = struct.unpack_from(">H", data, at + offset)
        if form == 4:
            found |= _segments(data, at + offset)
        elif form in (12, 13):
            found |= _groups(data, at + offset)
    return found


def _segments(data: bytes, at: int) -> set[int]:
    """Format 4: the basic plane in segments."""
    (doubled,) = struct.unpack_from(">H", data, at + 6)
    count = doubled // 2
    ends = struct.unpack_from(f">{count}H", data, at + 14)
    starts = struct.unpack_from(f">{count}H", data, at + 16 + doubled)
    deltas = struct.unpack_from(f">{count}H", data, at + 16 + 2 * doubled)
    offsets_at = at + 16 + 3 * doubled
    offsets = struct.unpack_from(f">{count}H", data, offsets_at)
    found: set[int] = set()
    for number, (first, last, delta, offset) in enumerate(zip(starts, ends, deltas, offsets, strict=True)):
        if first > last or first == 0xFFFF:
            continue
        if offset == 0:
            found.update(code for code in range(first, last + 1) if (code + delta) & 0xFFFF)
            continue
        glyphs_at = offsets_at + 2 * number + offset
        glyphs = struct.unpack_from(f">{last - first + 1}H", data, glyphs_at)
        found.update(code for code, glyph in enumerate(glyphs, first) if glyph)
    return found


def _groups(data: bytes, at: int) -> set[int]:
    """Formats 12 and 13: all planes in groups."""
    (count,) = struct.unpack_from(">I", data, at + 12)
    if count > _MOST_RANGES:
        return set()
    found: set[int] = set()
    for number in range(count):
        first, last, glyph = struct.unpack_from(">III", data, at + 16 + 12 * number)
        if first <= last < _CODE_POINTS:
            found.update(range(first if glyph else first + 1, last + 1))
    return found
