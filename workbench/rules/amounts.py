"""Amounts that stand in a text: 百名, 不少于200名, 95%以上, 3个工作日, 8.4亿元.

Ordinals, years, document numbers, names in quotation marks and set phrases (resources/words/fixed.txt) are
no amounts. All patterns take time in proportion to the text.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.patterns import Pattern
from workbench.plan.values import half_width
from workbench.rules.wording import word_pattern, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DIGIT: Final = {one: at for at, one in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SCALE: Final = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}
#: Digits with what multiplies them, or a numeral; not within another number, a code or an ordinal.
_ALONE: Final = r"(?<![\dA-Za-z第〔\[./_〇零一二两三四五六七八九十百千万亿])"
_FIGURE: Final = (
    r"(?:\d{1,15}(?:,\d{3}){0,4}(?:\.\d{1,6})?\s?[十百千万亿]{0,2}"
    r"|[〇零一二两三四五六七八九十百千万亿]{1,12})"
)
NUMBER: Final = _ALONE + _FIGURE
_LEAD: Final = r"不少于|不低于|不超过|不高于|不多于|达到|至少|至多|超过|超|约|近|逾|上|数|几|≥|≤|>=|<=|>|<"
_AT_LEAST: Final = frozenset({"不少于", "不低于", "至少", "超过", "超", "逾", "≥", ">=", ">", "以上"})
_AT_MOST: Final = frozenset({"不超过", "不高于", "不多于", "至多", "≤", "<=", "<", "以下", "以内"})
#: Names, titles and notes of law are no amounts, whatever numerals they hold.
_NAMES: Final = Pattern(r"“[^”]{0,60}”|《[^》]{0,120}》|\"[^\"]{0,60}\"|〔\d{4}〕\d{0,5}号?")
_CLAUSE: Final = Pattern(r"[，。；：！？,;:!?\n（）()]")
#: How far around an amount its clause is read.
_NEAR: Final = 60


class Amount(NamedTuple):
    """An amount as a text states it: the number without 万, its counting word, and what it leaves open."""

    value: Decimal
    counter: str
    low: Decimal
    high: Decimal | None
    start: int
    end: int
    #: The number and its counting word alone: 200名 of 不少于200名.
    core: tuple[int, int]
    #: A power of ten by itself (百名), which in names of indicators may mean "for each hundred".
    is_round: bool

    @property
    def is_open(self) -> str:
        """Open upwards (以上), downwards (以下) or neither."""
        return "up" if self.high is None else "down" if self.low == 0 else ""

    def agrees(self, other: Amount) -> bool:
        """Whether ``other`` says the same, or no more than this one leaves open (100名以上 and 120名)."""
        if self.value != other.value and self.is_open and self.is_open == other.is_open:
            return False  # 60岁以上 and 65岁以上
        low, high = other.value, other.value
        if other.high is not None and other.low > 0:
            low, high = other.low, other.high
        return self.value == other.value or (self.low <= high and (self.high is None or low <= self.high))


@cache
def _pattern() -> re.Pattern[str]:
    counters = "|".join(map(re.escape, words_of("counters")))
    never = word_pattern("not_counted").pattern
    return re.compile(
        rf"{_ALONE}(?P<lead>{_LEAD})?(?:(?P<first>{_FIGURE})\s?(?:-|~|—|–|至|到)\s?)?(?P<number>{_FIGURE})"
        rf"(?P<more>余|多)?\s?(?!{never})(?P<counter>{counters})(?P<tail>以上|以下|以内|左右)?"
    )


def number_of(written: str) -> Decimal | None:
    """The number that digits (1,000; 1.2万) or a numeral (三十二, 百, 两千) stand for; None for neither."""
    plain = written.replace(",", "").replace(" ", "")
    digits = re.match(r"\d+(?:\.\d+)?", plain)
    if digits is not None:
        value = Decimal(digits.group())
        for scale in plain[digits.end() :]:
            value *= _SCALE[scale]
        return value
    if not any(one in _SCALE for one in plain):
        # 二〇二六 is a year, 三 a number.
        return Decimal(_DIGIT[plain]) if len(plain) == 1 else None
    return _numeral(plain)


def _numeral(written: str) -> Decimal | None:
    total, section, digit, below = 0, 0, -1, 100_000
    for one in written:
        if one in _DIGIT:
            if digit > 0:
                return None
            digit = _DIGIT[one]
            continue
        scale = _SCALE[one]
        if scale >= 10_000:
            # 三十万 counts the whole section; 百万 too, but 百千万 is no number.
            total += ((section + max(digit, 0)) or 1) * scale
            section, digit, below = 0, -1, 100_000
        else:
            if scale >= below:
                return None
            if digit < 0 and (section or total):
                return None
            section += (digit if digit >= 0 else 1) * scale
            digit, below = -1, scale
    return Decimal(total + section + max(digit, 0))


def plain_text(text: str) -> str:
    """The text in half width, names in quotation marks and set phrases blanked out, at the same places."""
    plain = _NAMES.sub(_blank, half_width(text))
    return word_pattern("fixed").sub(_blank, plain)


def _blank(found: re.Match[str]) -> str:
    return "＃" * len(found.group())


def amounts_in(plain: str, end: int | None = None) -> Iterator[Amount]:
    """The amounts of a text made plain by ``plain_text``."""
    for found in _pattern().finditer(plain, 0, len(plain) if end is None else end):
        one = _amount(found)
        if one is not None:
            yield one


def _amount(found: re.Match[str]) -> Amount | None:
    written, counter = found["number"], found["counter"]
    value = number_of(written)
    # 一个, 一项 is an article; 几个 is nobody's figure.
    if value is None or value == 0 or written.strip() == "一" or found["lead"] == "几":
        return None
    first = number_of(found["first"]) if found["first"] else None
    low, high = _left_open(value, found["lead"] or "", found["more"] or "", found["tail"] or "")
    if first is not None and first < value:
        low, high = first, value
    core = (found.start("first") if found["first"] else found.start("number"), found.end("counter"))
    is_round = len(written) == 1 and written in _SCALE
    return Amount(value, counter, low, high, found.start(), found.end(), core, is_round)


def _left_open(value: Decimal, lead: str, more: str, tail: str) -> tuple[Decimal, Decimal | None]:
    """What 约, 近, 余, 以上 ... leave open around a number."""
    if lead in _AT_LEAST or tail in _AT_LEAST:
        return value, None
    if lead in _AT_MOST or tail in _AT_MOST:
        return Decimal(0), value
    if more or lead == "上":
        return value, value * 2
    if lead == "数":
        return value * 2, value * 10
    if lead == "近":
        return value * Decimal("0.8"), value
    if lead == "约" or tail == "左右":
        return value * Decimal("0.9"), value * Decimal("1.1")
    return value, value


def clause_around(plain: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause with this place begins and ends, looking no further than sixty characters."""
    begins = max(0, start - _NEAR)
    for mark in _CLAUSE.finditer(plain, begins, start):
        begins = mark.end()
    stop = _CLAUSE.search(plain, end, end + _NEAR)
    return begins, stop.start() if stop is not None else min(len(plain), end + _NEAR)


def pairs_of(text: str) -> set[str]:
    """Pairs of characters that tell what a text is about: verbs and general words left out."""
    bare = word_pattern("vague", "verbs", "generic", "results", "weak").sub("，", text)
    return {
        bare[at : at + 2]
        for at in range(len(bare) - 1)
        if "一" <= bare[at] <= "鿿" and "一" <= bare[at + 1] <= "鿿"
    }
