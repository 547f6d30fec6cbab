"""Keeping the closing of an official document from standing alone on a page.

GB/T 9704-2012 (7.3.5.5) has the distance of lines changed where seal and date find no room below the text; a
page that says that it holds no text is not allowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.documents import gbt9704 as g
from workbench.documents.outline import (
    AttachmentNote,
    Closing,
    Contents,
    Cover,
    Letterhead,
    NewPage,
    Paragraph,
    Point,
    Recipients,
    Remark,
    Signatures,
    Subtitle,
    Table,
    Title,
)
from workbench.documents.printable import printable
from workbench.documents.title_lines import set_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.documents.outline import Block

#: Distances that are tried one after the other, in twips: of the lines of the title and of all others, and
#: how many lines of these are left free above a closing with a seal. The first are the usual ones.
_TRIED: Final = (
    (g.TITLE_LINE, g.LINE, 2),
    (g.TITLE_LINE, g.LINE, 1),
    *((g.TITLE_LINE, line, 1) for line in (560, 540, 520)),
    *((600, line, 1) for line in range(540, 360, -20)),
)
#: Room for rules and for what programs reckon differently.
_SPARE: Final = 200
#: A line of the title holds so many characters.
_TITLE_CHARACTERS: Final = 20
#: A bold Latin letter is about so wide, in Chinese characters.
_LETTER: Final = 0.62


class Drawn(NamedTuple):
    """Blocks of an outline, from ``first`` to ``last``, whose lines are drawn together; twips.

    ``title`` and ``line`` are the distances of the lines of the title and of all others; ``above`` is how
    many lines are left free above the closing.
    """

    first: int
    last: int
    title: int
    line: int
    above: int


def kept(blocks: Sequence[Block]) -> set[int]:
    """The places of blocks that stay on the page of what follows, so that a closing has text before it.

    Of a table it is the last row that stays. The only paragraph is not among them: the first page must show
    some of the text.
    """
    found = set()
    for place, block in enumerate(blocks):
        if not isinstance(block, Closing | Signatures):
            continue
        before = place - 1
        if before >= 0 and isinstance(blocks[before], AttachmentNote):
            found.add(before)
            before -= 1
        texts = [isinstance(one, Paragraph | Point) for one in blocks[max(0, before - 1) : before + 1]]
        if texts == [True, True] or (before >= 0 and isinstance(blocks[before], Table)):
            found.add(before)
    return found


def drawn(blocks: Sequence[Block]) -> tuple[Drawn, ...]:
    """The parts of a document whose lines are drawn together; () where every closing has room as it is."""
    made = []
    for place, block in enumerate(blocks):
        if isinstance(block, Closing):
            first = place
            while first and not isinstance(blocks[first - 1], NewPage | Cover | Contents):
                first -= 1
            last = place + (place + 1 < len(blocks) and isinstance(blocks[place + 1], Remark))
            tried = [
                Drawn(first, last, title, line, above if block.sealed else 1) for title, line, above in _TRIED
            ]
            fitting = next((one for one in tried if _fits(blocks, one)), tried[0])
            if fitting != tried[0]:
                made.append(fitting._replace(first=first + isinstance(blocks[first], Letterhead)))
    return tuple(made)


def issuer_size(name: str, room: int) -> int:
    """The size in points of the red name of who issues: as large as ``room``, in twips, allows."""
    lines = printable(name).split("\n")
    longest = max(sum(_LETTER if sign < "\u2000" else 1.0 for sign in line) for line in lines) or 1.0
    wide = max(g.SIZE_3 / 2, room / 20 / longest)
    return int(min(g.ISSUERS if len(lines) > 1 else g.ISSUER, wide))


def _fits(blocks: Sequence[Block], tried: Drawn) -> bool:
    """Whether the closing ends on the page on which the text before it does."""
    height, owed = 0, 0
    for block in blocks[tried.first : tried.last + 1]:
        match block:
            case Letterhead():
                height += _head(block)
            case Title():
                lines = sum(_lines(line, _TITLE_CHARACTERS) for line in block.lines)
                height += lines * tried.title + g.LINE
            case Closing():
                end = height % g.TEXT_HEIGHT or g.TEXT_HEIGHT
                lines = len(block.issuers) + bool(block.day) + tried.last - blocks.index(block, tried.first)
                return end + (owed + tried.above + lines) * tried.line + _SPARE <= g.TEXT_HEIGHT
            case AttachmentNote():
                owed = _attachments(block)
            case Subtitle() | Recipients() | Paragraph() | Point():
                for _ in range(_text(block)):
                    left = g.TEXT_HEIGHT - height % g.TEXT_HEIGHT
                    # What does not fit on the page begins the next.
                    height += tried.line if left >= tried.line else left + tried.line
            case _:
                return True
    return True


def _head(head: Letterhead) -> int:
    """The height of the letterhead within the type area, with the two free lines below it."""
    names = len(printable(head.issuer).split("\n"))
    asides = sum(map(bool, (head.copy_number, head.secrecy, head.urgency)))
    if head.form == "letter":
        size = issuer_size(head.issuer, g.LETTER_WIDTH)
        high = g.LETTER_TOP + names * size * 22 + g.ABOVE_RULE - g.TOP
        return max(0, high) + (max(1, asides) + 3) * g.LINE
    size = issuer_size(head.issuer, g.TEXT_WIDTH)
    return g.ABOVE_ISSUER + names * size * 22 + 3 * g.LINE + g.ABOVE_RULE + 2 * g.LINE


def _attachments(note: AttachmentNote) -> int:
    """The lines of the list of attachments with the free one above."""
    room = g.CHARACTERS - 4 - int(set_width(note.label))
    return 1 + sum(_lines(title, room) for title in note.titles)


def _text(block: Subtitle | Recipients | Paragraph | Point) -> int:
    """The lines of a text."""
    match block:
        case Subtitle(text) | Recipients(text):
            return _lines(text, g.CHARACTERS)
        case Paragraph(runs) | Point(_, runs):
            return _lines("\u3000\u3000" + "".join(run.text for run in runs), g.CHARACTERS)


def _lines(text: str, room: int) -> int:
    return sum(max(1, -int(-set_width(line) // room)) for line in printable(text).split("\n"))
