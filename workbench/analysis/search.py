"""Finding elements by a few typed characters: substrings, initials of pinyin, pinyin in full."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from heapq import nsmallest
from itertools import islice
from typing import TYPE_CHECKING, Final
from weakref import WeakKeyDictionary

from workbench.patterns import Pattern
from workbench.plan.elements import KINDS
from workbench.plan.values import half_width, in_any_width

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

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
#: How many of the characters that letters may stand for are looked at before each reading is tried: with
#: three nearly all names that do not answer are left out, with more the patterns grow.
_DEPTH: Final = 3
_OTHER_TEXT: Final = frozenset({"text", "long_text", "texts"})


def matches(query: str, text: str) -> int | None:
    """How well a text answers what was typed: a rank (0 is best), or None if it does not.

    Several words separated by spaces must all be found; the worst of them gives the rank. Case and the
    width of letters do not matter. An empty query is answered by everything.
    """
    return _matches(_words(query), _plain(text))


def _words(query: str) -> list[tuple[str, str]]:
    """What was typed, word by word, each with the pinyin that it may be ("" for none)."""
    words = half_width(query).lower().split()
    return [(word, word.replace("ü", "v") if _LETTERS.fullmatch(word) else "") for word in words]


def _matches(words: list[tuple[str, str]], plain: str) -> int | None:
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


class _Names:
    """The codes and names of one kind as they are compared: one look at each tells whether it may answer."""

    __slots__ = ("_before", "_initials", "_texts", "elements")

    def __init__(self, elements: tuple[Element, ...], before: _Names | None) -> None:
        self.elements = elements
        #: The names of the kind as they were, until those that are still there have been taken from them.
        self._before: _Names | None = (
            before if before is None or before._texts is not None else before._before
        )
        self._texts: list[str] | None = None
        self._initials: dict[str, set[str]] | None = None

    def ready(self) -> None:
        """Work out now what the first search would have to wait for, the pinyin too."""
        self._beginning_with("a")

    @property
    def texts(self) -> list[str]:
        """Code and name of each element, plain."""
        texts = self._texts
        if texts is None:
            known: dict[int, str] = {}
            before, self._before = self._before, None
            if before is not None and before._texts is not None:
                known = dict(zip(map(id, before.elements), before._texts, strict=True))
            # The elements from before are held until here, so that none has the id of one that is gone.
            texts = self._texts = [known.get(id(one)) or _plain_name(one) for one in self.elements]
        return texts

    def _beginning_with(self, letter: str) -> set[str]:
        """The characters of these names that a reading of begins with a letter."""
        if self._initials is None:
            initials: dict[str, set[str]] = {}
            for char in set().union(*self.texts):
                for syllable in _readings(char) or ("",):
                    initials.setdefault(syllable[:1], set()).add(char)
            self._initials = initials
        return self._initials.get(letter, set())

    def that_may_answer(self, words: list[tuple[str, str]]) -> Iterable[int]:
        """Places of the elements whose code and name may answer the words; all others do not."""
        texts = self.texts
        at: Iterable[int] = range(len(texts))
        for word, letters in words:
            sounds = self._sounds(letters, _DEPTH) if letters else ""
            if sounds:
                spelt = re.compile(sounds).search
                at = [n for n in at if word in texts[n] or spelt(texts[n])]
            else:
                at = [n for n in at if word in texts[n]]
        return at

    def _sounds(self, letters: str, depth: int) -> str:
        """A pattern of the characters that letters begin to be spelt by, so many deep; "" when none are."""
        whole: set[str] = set()
        by_length: dict[int, set[str]] = {}
        for char in self._beginning_with(letters[0]):
            for syllable in _readings(char):
                if syllable.startswith(letters):
                    whole.add(char)
                for part in _parts(syllable):
                    if letters.startswith(part):
                        by_length.setdefault(len(part), set()).add(char)
        ways = [_any_of(whole)] if whole else []
        silent = f"{_any_of(self._beginning_with(''))}*" if self._beginning_with("") else ""
        for length, chars in by_length.items():
            rest = letters[length:]
            if not rest:
                continue  # they are spelt by the whole of them
            after = self._sounds(rest, depth - 1) if depth > 1 else ""
            if after or depth <= 1:
                ways.append(f"{_any_of(chars)}{silent if after else ''}{after}")
        return f"(?:{'|'.join(ways)})" if ways else ""


def _any_of(chars: set[str]) -> str:
    return f"[{re.escape(''.join(sorted(chars)))}]"


def _plain_name(element: Element) -> str:
    return f"{half_width(element.code or '')}\0{half_width(element.name_shown)}".lower()


#: The names of each plan by kind, as they were when they were last searched.
_KEPT: Final[WeakKeyDictionary[Plan, dict[str, _Names]]] = WeakKeyDictionary()


def _names(plan: Plan, kind: str) -> _Names:
    kept = _KEPT.setdefault(plan, {})
    names = kept.get(kind)
    elements = plan.listed(kind)
    if names is None or names.elements is not elements:
        names = kept[kind] = _Names(elements, names)
    return names


def prepare(plan: Plan) -> Callable[[], None]:
    """What readies all names of a plan for searching, to be called beside the window.

    Without it the first search would wait for that, and the first one by pinyin for half a second.
    """
    kept = [_names(plan, kind) for kind in KINDS]

    def ready() -> None:
        for names in kept:
            names.ready()

    return ready


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
    chosen = frozenset(KINDS if kinds is None else kinds)
    wanted = [kind for kind in KINDS if kind in chosen]
    found: list[tuple[int, int, str]] = []
    for kind in wanted:
        names = _names(plan, kind)
        elements, plain = names.elements, names.texts
        for at in names.that_may_answer(words):
            rank = _rank(words, plain[at])
            if rank is not None:
                found.append((rank, len(found), elements[at].id))
    best = [(id_, rank) for rank, _, id_ in nsmallest(limit, found)]
    if not texts or len(best) == limit:
        return best
    named = {id_ for id_, _ in best}
    others = (one for kind in wanted for one in plan.listed(kind) if one.id not in named)
    looks = [in_any_width(word).search for word, _ in words]
    elsewhere = (one for one in others if all(any(map(look, _texts(one))) for look in looks))
    return best + [(one.id, ELSEWHERE + INSIDE) for one in islice(elsewhere, limit - len(best))]


def _rank(words: list[tuple[str, str]], plain: str) -> int | None:
    code, _, name = plain.partition("\0")
    by_name = _matches(words, name)
    by_code = _matches(words, code) if code else None
    if by_name is not None:
        return by_name if by_code is None else min(by_name, by_code)
    if by_code is not None or len(words) < 2:
        return by_code
    return INSIDE if _matches(words, f"{code} {name}") is not None else None


def _texts(element: Element) -> Iterator[str]:
    for place, is_list in _other_texts(type(element)):
        value = element[place]
        if is_list:
            yield from value or ()
        elif value:
            yield value


@cache
def _other_texts(cls: type[Element]) -> tuple[tuple[int, bool], ...]:
    """Where elements of a class have text, and whether there are several there."""
    return tuple(
        (place, declared.type == "texts")
        for place, declared in enumerate(cls.fields)
        if not declared.internal and declared.type in _OTHER_TEXT
    )
