"""How many pages a document comes to, near enough to decide what a long one has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.documents.outline import (
    AnnexTitle,
    Box,
    Figure,
    Heading,
    NewPage,
    Paragraph,
    Point,
    Subtitle,
    Table,
    Title,
)
from workbench.documents.title_lines import set_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.documents.outline import Block

#: Lines of a page and characters of a line (GB/T 9704).
_LINES: Final = 22
_CHARACTERS: Final = 28
#: Tables are set smaller: characters over their width, and how much of a line of text one of theirs takes.
_TABLE_CHARACTERS: Final = 40
_WIDE_TABLE_CHARACTERS: Final = 62
_TABLE_LINE: Final = 0.65
_LINE_MM: Final = 10.2


def pages(blocks: Iterable[Block]) -> int:
    """The pages of what stands there, without cover and contents."""
    done, lines, landscape = 0, 0.0, False
    for block in blocks:
        if isinstance(block, NewPage):
            done += -(-int(lines) // _LINES)
            lines, landscape = 0.0, block.landscape
        else:
            lines += _lines(block, landscape=landscape)
    return done + -(-int(lines) // _LINES)


def _lines(block: Block, *, landscape: bool) -> float:
    match block:
        case Paragraph(runs) | Point(_, runs):
            return _set("".join(run.text for run in runs), _CHARACTERS, 2)
        case Heading():
            return _set(block.text, _CHARACTERS, 2)
        case Title(lines) | AnnexTitle(lines):
            return len(lines) + 1
        case Subtitle():
            return 1
        case Figure():
            return block.height / _LINE_MM + 1
        case Table():
            return _table(block, _WIDE_TABLE_CHARACTERS if landscape else _TABLE_CHARACTERS)
        case Box(_, inside):
            return 1 + sum(_lines(one, landscape=landscape) for one in inside)
        case _:
            return 1


def _table(table: Table, characters: int) -> float:
    whole = sum(column.width for column in table.columns) or 1
    wide = [max(1.0, column.width / whole * characters - 1) for column in table.columns]
    lines = 3.0
    for row in table.rows:
        cells = zip(row.cells, wide, strict=False) if row.kind == "item" else ()
        lines += max((_set(text, width, 0) for text, width in cells), default=1)
    return lines * _TABLE_LINE


def _set(text: str, width: float, indent: int) -> int:
    return sum(max(1, -int(-(set_width(line) + indent) // width)) for line in text.split("\n"))
