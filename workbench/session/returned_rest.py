"""What a unit changed in a returned document where nothing is read back: told, so that somebody looks."""

from __future__ import annotations

from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from workbench.documents.outline import Table
from workbench.documents.writers import written
from workbench.errors import Problem
from workbench.exchange.returned import LooseText, read_returned_file
from workbench.i18n import N_
from workbench.plan.values import parse_number
from workbench.session.sent_document import outline_again, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workbench.documents.marks import DocumentMark
    from workbench.exchange.returned import ReturnedFile, ReturnedRow
    from workbench.plan.plan import Plan

#: Places that are told one by one, and characters of what stands there.
_MOST: Final = 12
_LONGEST: Final = 60
#: A document of which so little came back as it was sent was laid out otherwise, by a template.
_ALIKE: Final = 0.5
#: From this likeness on, a paragraph is one that was changed.
_CHANGED: Final = 0.5


def place_of(one: ReturnedRow | LooseText) -> Problem:
    """Where a row or a text stands in the file, in words."""
    if one.sheet:
        return Problem(N_("Sheet “{sheet}”, row {number}"), sheet=one.sheet, number=one.number)
    if one.table:
        return Problem(N_("Table {table}, row {number}"), table=one.table, number=one.number)
    return Problem(N_("Text outside the tables"))


def not_read(
    found: ReturnedFile,
    between: Iterable[ReturnedRow],
    before: Plan,
    mark: DocumentMark,
    stopped: Callable[[], bool] | None,
) -> list[Problem]:
    """What differs from the document as it was sent where nothing is read back, a line a place.

    ``between`` are the rows between those that are filled in: headings, sums, notes.
    """
    outline = outline_again(before, mark, complete=found.form == "xlsx")
    if outline is None or not any(isinstance(block, Table) for block in outline.blocks):
        return []
    file = f"sent.{found.form}"
    sent = read_returned_file(written(outline, f".{found.form}"), file, stopped)
    known = Counter(plain(one.text) for one in sent.rest)
    known.update(plain(text) for row in sent.rows if not row.mark for text in row.texts)
    came = Counter(plain(one.text) for one in found.rest)
    came.update(plain(text) for row in found.rows if not row.mark for text in row.texts)
    if (came & known).total() < known.total() * _ALIKE:
        return [
            Problem(N_("What stands around the rows to be filled in was laid out otherwise; not compared"))
        ]
    loose = [*found.rest]
    # Sums follow what was filled in.
    loose += [
        LooseText(text, row.sheet, row.table, row.number)
        for row in between
        for text in row.texts
        if parse_number(text) is None
    ]
    places: dict[tuple[str, int, int], tuple[Problem, list[str]]] = {}
    for one in _new(loose, known, {(one.sheet, one.table, one.number, plain(one.text)) for one in sent.rest}):
        # Every paragraph outside the tables is a place of its own.
        places.setdefault(one[1:], (place_of(one), []))[1].append(plain(one.text))
    told = [
        Problem(N_("{place}: “{text}” is not read back"), place=place, text=_cut(" · ".join(texts)))
        for place, texts in places.values()
    ]
    told += _struck(found, sent, came)
    more = len(told) - _MOST
    return (
        told if more <= 0 else [*told[:_MOST], Problem(N_("more places, not read back: {count}"), count=more)]
    )


def _new(
    came: list[LooseText], known: Counter[str], stood: set[tuple[str, int, int, str]]
) -> Iterator[LooseText]:
    """The texts that were not sent; each that was sent counts once, first where it stood."""
    moved = []
    for one in came:
        if (one.sheet, one.table, one.number, plain(one.text)) in stood and known[plain(one.text)] > 0:
            known[plain(one.text)] -= 1
        else:
            moved.append(one)
    for one in moved:
        if known[plain(one.text)] > 0:
            known[plain(one.text)] -= 1
        else:
            yield one


def _struck(found: ReturnedFile, sent: ReturnedFile, came: Counter[str]) -> list[Problem]:
    """The paragraphs of a letter that were struck out; one that was only changed is told as it came."""
    left = came.copy()
    new = [plain(one.text) for one in found.rest if not one.sheet and not one.table]
    if not new:
        # The table came back alone.
        return []
    struck = []
    for one in sent.rest:
        text = plain(one.text)
        if left[text] > 0:
            left[text] -= 1
        elif not one.sheet and not one.table and not get_close_matches(text, new, 1, _CHANGED):
            struck.append(Problem(N_("Struck out, not read back: “{text}”"), text=_cut(text)))
    return struck


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
