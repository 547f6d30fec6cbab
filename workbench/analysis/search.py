"""Finding elements by a few typed characters: substrings, initials of pinyin, pinyin in full."""

from __future__ import annotations

from functools import lru_cache
from heapq import nsmallest
from typing import TYPE_CHECKING, Final

from workbench.patterns import Pattern
from workbench.plan.elements import KINDS
from workbench.plan.values import half_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan

#: Ranks of a match, best first.
EXACT: Final = 0
AT_START: Final = 1
INSIDE: Final = 2
PINYIN_AT_START: Final = 3
PINYIN_INSIDE: Final = 4
#: Added when the match is in the element's other text, not in its code or title.
ELSEWHERE: Final = 10

#: What is typed in Latin letters may be pinyin.
_LETTERS: Final = Pattern("[a-zü0-9]*[a-zü][a-zü0-9]*")
_OTHER_TEXT: Final = frozenset({"text", "long_text"})


def matches(query: str, text: str) -> int | None:
    """How well a text answers what was typed: a rank (0 is best), or None if it does not.

    Several words separated by spaces must all be found; the worst of them gives the rank. Case and the
    width of letters do not matter. An empty query is answered by everything.
    """
    return _matches(_words(query), text)


def _words(query: str) -> list[tuple[str, str]]:
    """What was typed, word by word, each with the pinyin that it may be ("" for none)."""
    words = half_width(query).lower().split()
    return [(word, word.replace("ü", "v") if _LETTERS.fullmatch(word) else "") for word in words]


def _matches(words: list[tuple[str, str]], text: str) -> int | None:
    plain = _plain(text)
    worst = EXACT
    for word, letters in words:
        at = plain.find(word)
        if at == 0:
            rank: int | None = EXACT if len(plain) == len(word) else AT_START
        elif at > 0:
            rank = INSIDE
        elif letters and not plain.isascii():
            rank = _match_pinyin(letters, plain)
        else:
            rank = None
        if rank is None:
            return None
        worst = max(worst, rank)
    return worst


@lru_cache(maxsize=1 << 17)
def _plain(text: str) -> str:
    """A text as it is compared; kept, as a filter looks at all names with every key."""
    return half_width(text).lower()


def _match_pinyin(letters: str, plain: str) -> int | None:
    readings, initials = _spelling(plain)
    first = letters[0]
    if first not in initials:
        return None
    for start, syllables in enumerate(readings):
        if any(one[0] == first for one in syllables) and _spells(letters, 0, readings, start):
            return PINYIN_AT_START if start == 0 else PINYIN_INSIDE
    return None


def _spells(letters: str, done: int, readings: Sequence[tuple[str, ...]], at: int) -> bool:
    """Whether the characters from ``at`` on spell the rest of the letters: each gives its initial or all.

    The last character may be typed in part.
    """
    if done == len(letters):
        return True
    if at == len(readings):
        return False
    syllables = readings[at]
    if not syllables:  # punctuation between the characters
        return _spells(letters, done, readings, at + 1)
    for syllable in syllables:
        rest = letters[done:]
        if syllable.startswith(rest):
            return True
        for part in _parts(syllable):
            if rest.startswith(part) and _spells(letters, done + len(part), readings, at + 1):
                return True
    return False


def _parts(syllable: str) -> Iterator[str]:
    """What may be typed for a syllable: the whole of it, zh, ch or sh, its first letter."""
    yield syllable
    if syllable[1:2] == "h" and len(syllable) > 2:
        yield syllable[:2]
    if len(syllable) > 1:
        yield syllable[0]


@lru_cache(maxsize=1 << 15)
def _spelling(plain: str) -> tuple[tuple[tuple[str, ...], ...], frozenset[str]]:
    """The readings of each character of a text, and the letters that they begin with."""
    readings = tuple(_readings(char) for char in plain)
    return readings, frozenset(one[0] for syllables in readings for one in syllables)


@lru_cache(maxsize=8192)
def _readings(char: str) -> tuple[str, ...]:
    """Syllables of a character, without tones; a letter or digit is its own, other marks have none."""
    if char.isascii():
        return (char,) if char.isalnum() else ()
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True, errors="ignore", v_to_u=False)
    return tuple(found[0]) if found else ()


def spell(plan: Plan) -> None:
    """Work out the pinyin of all names now: the first search by pinyin would wait half a second for it."""
    for element in _in_order(plan, None):
        _plain(element.code or "")
        plain = _plain(element.name_shown)
        if not plain.isascii():
            _spelling(plain)


def find(
    plan: Plan, query: str, limit: int = 50, kinds: Iterable[str] | None = None, *, texts: bool = True
) -> list[tuple[str, int]]:
    """Elements that answer what was typed, as (id, rank), best first, then in the order of the plan.

    Code and title count most; with ``texts`` the other text of elements is looked through for substrings
    too. ``kinds`` narrows the search. An empty query finds nothing without kinds, else all of them.
    """
    words = _words(query)
    if not words and kinds is None:
        return []
    wanted = frozenset(kinds) if kinds is not None else None
    found: list[tuple[int, int, str]] = []
    for number, element in enumerate(_in_order(plan, wanted)):
        rank = _rank(words, element, texts=texts)
        if rank is not None:
            found.append((rank, number, element.id))
    return [(id_, rank) for rank, _, id_ in nsmallest(limit, found)]


def _in_order(plan: Plan, wanted: frozenset[str] | None) -> Iterator[Element]:
    for kind in KINDS:
        if wanted is None or kind in wanted:
            yield from plan.of_kind(kind)


def _rank(words: list[tuple[str, str]], element: Element, *, texts: bool) -> int | None:
    name, code = element.name_shown, element.code or ""
    by_name = _matches(words, name)
    by_code = _matches(words, code) if code else None
    if by_name is not None or by_code is not None:
        return min(rank for rank in (by_name, by_code) if rank is not None)
    both = _matches(words, f"{code} {name}") if len(words) > 1 else None
    if both is not None:
        return INSIDE
    if texts and all(any(word in text for text in _texts(element)) for word, _ in words):
        return ELSEWHERE + INSIDE
    return None


def _texts(element: Element) -> Iterator[str]:
    for declared, value in zip(element.fields, element, strict=True):
        if value is None or declared.internal:
            continue
        if declared.type in _OTHER_TEXT:
            yield half_width(value).lower()
        elif declared.type == "texts":
            for one in value:
                yield half_width(one).lower()
