"""Values of a plan: quantities as offices write them, money in fen, dates and periods.

Parsing is forgiving about full-width digits and brackets and never guesses: what is not understood stays
as it was written.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import Final, NamedTuple

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.patterns import Pattern

FEN_PER_WAN: Final = 1_000_000
_WAN = Decimal(FEN_PER_WAN)
_HALF_WIDTH: Final = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: 0x20,
    0x2265: ord("≥"),
    0x2264: ord("≤"),
    0x2267: ord("≥"),
    0x2266: ord("≤"),
    0x2212: ord("-"),
}
_NUMBER: Final = r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_OPERATORS: Final = {
    "≥": "ge",
    ">=": "ge",
    "不低于": "ge",
    "不少于": "ge",
    "至少": "ge",
    "≤": "le",
    "<=": "le",
    "不高于": "le",
    "不超过": "le",
    "至多": "le",
    ">": "gt",
    "大于": "gt",
    "超过": "gt",
    "高于": "gt",
    "<": "lt",
    "小于": "lt",
    "低于": "lt",
    "约": "about",
    "=": "eq",
}
_TAILS: Final = {"以上": "ge", "以下": "le", "左右": "about"}
_SIGNS: Final = {"ge": "≥", "le": "≤", "gt": ">", "lt": "<", "about": "约", "eq": "", "range": ""}
_PREFIX: Final = Pattern("|".join(sorted(map(re.escape, _OPERATORS), key=len, reverse=True)))
_RANGE: Final = Pattern(rf"({_NUMBER})\s*(?:-|~|—|–|至|到)\s*({_NUMBER})")
_PLAIN: Final = Pattern(_NUMBER)
#: A unit after the number: 次, 万户, Mbps ...; a number before 年, 月, 日 is a date, not a value.
_UNIT_WORD: Final = Pattern(r"(?![年月日季])[^\W\d]{1,4}(以上|以下|左右)?")
_UNIT_TAIL: Final = Pattern(r"(%|‰)?(以上|以下|左右)?")


class Quantity(NamedTuple):
    """A value as plans state it: a number with an operator, a range, or words; and what was written.

    ``op`` is eq, ge, le, gt, lt, about or range (None reads as eq); ``upper`` belongs to a range.
    """

    value: Decimal | None = None
    op: str | None = None
    upper: Decimal | None = None
    text: str | None = None
    written: str | None = None

    @property
    def is_number(self) -> bool:
        """Whether there is a number to count with."""
        return self.value is not None

    def shown(self) -> str:
        """The quantity in one short text, as it would stand in a table."""
        if self.written:
            return self.written
        if self.value is None:
            return self.text or ""
        if self.op == "range" and self.upper is not None:
            return f"{show_number(self.value)}-{show_number(self.upper)}"
        return _SIGNS.get(self.op or "eq", "") + show_number(self.value)


#: What says yes and no in a cell, in half-width small letters; what stands there where there is nothing.
YES_SIGNS: Final = frozenset({"yes", "y", "true", "1", "是", "√", "✓"})
NO_SIGNS: Final = frozenset({"no", "n", "false", "0", "否", "×"})
NONE_SIGNS: Final = frozenset({"-", "—", "——", "–", "/", "\\", "无", "暂无", "n/a", "N/A"})


def half_width(text: str) -> str:
    """Full-width digits, signs and letters as half-width ones; other characters stay."""
    return text.translate(_HALF_WIDTH)


def in_any_width(word: str) -> Pattern:
    """A pattern that finds a half-width word however it is written: full-width, and in capitals or not.

    Looking with it through many texts takes a tenth of making each of them half-width first.
    """
    forms: dict[str, str] = {}
    for code, half in _HALF_WIDTH.items():
        forms[chr(half)] = forms.get(chr(half), "") + chr(code)
    parts = [f"[{re.escape(char + forms[char])}]" if char in forms else re.escape(char) for char in word]
    return Pattern("".join(parts), re.IGNORECASE)


def show_number(value: Decimal) -> str:
    """A decimal in plain notation with the digits it has."""
    return format(value, "f")


#: Wide enough for any value that a plan can hold, and for quotients of two.
_WIDE: Final = Context(prec=250)


def rounded(value: Decimal, step: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """A decimal rounded to the digits of ``step`` (0.01: two places), half up where nothing else is said."""
    return value.quantize(step, rounding, _WIDE)


def round_step(rough: Decimal) -> Decimal:
    """The first of 1, 2, 5, 10, 20 ... and their parts that is not below a positive number."""
    power = Decimal(1).scaleb(rough.adjusted())
    return next(power * each for each in (1, 2, 5, 10) if power * each >= rough)


def on_the_line(
    first: tuple[Decimal | int, Decimal], last: tuple[Decimal | int, Decimal], at: Decimal | int
) -> Decimal:
    """The value at a time on the straight line through two points (time, value) of different times."""
    return first[1] + (last[1] - first[1]) * (at - first[0]) / (last[0] - first[0])


def parse_number(text: str) -> Decimal | None:
    """A plain decimal, with full-width digits and grouping commas allowed; None if it is not one."""
    plain = half_width(text).strip()
    if not _PLAIN.fullmatch(plain):
        return None
    try:
        return Decimal(plain.replace(",", ""))
    except InvalidOperation:
        return None


def parse_quantity(written: str) -> Quantity:
    """Read "≥90", "90%以上", "3-5", "〔13.5〕", "约20", "国际领先".

    Words that hold no plain number become ``text``. ``written`` keeps the source when it says more than
    the number alone, so "98(80%用户)" loses nothing.
    """
    source = written.strip()
    plain = half_width(source).strip()
    if plain.startswith(("〔", "[")) and plain.endswith(("〕", "]")):
        plain = plain[1:-1].strip()
    op: str | None = None
    lead = _PREFIX.match(plain)
    if lead:
        op = _OPERATORS[lead.group()]
        plain = plain[lead.end() :].strip()
    span = _RANGE.match(plain)
    if op is None and span and _UNIT_TAIL.fullmatch(plain[span.end() :].strip()):
        low, high = (Decimal(part.replace(",", "")) for part in span.groups())
        return Quantity(low, "range", high, None, source)
    first = _PLAIN.match(plain)
    if first is None:
        return Quantity(text=source or None)
    rest = plain[first.end() :].strip()
    if op is None:
        op = next((sign for word, sign in _TAILS.items() if rest.endswith(word)), None)
    value = Decimal(first.group().replace(",", ""))
    if source == first.group() and op is None:
        return Quantity(value)
    if rest and not (_UNIT_TAIL.fullmatch(rest) or _UNIT_WORD.fullmatch(rest) or rest.startswith("(")):
        return Quantity(text=source)
    return Quantity(value, op, None, None, source)


def fen_of_wan(wan: Decimal) -> int:
    """Whole fen of an amount in 万元; more than six decimals are a Problem."""
    fen = wan * _WAN
    if fen != fen.to_integral_value():
        raise Problem(
            N_("{amount} has more than six decimals of 万元; money is kept in whole fen"), amount=wan
        )
    return int(fen)


def wan_of_fen(fen: int) -> Decimal:
    """The amount in 万元, exact, without trailing zeros."""
    amount = Decimal(fen).scaleb(-6)
    whole = amount.to_integral_value()
    return whole if amount == whole else amount.normalize()


def show_money(fen: int, *, unit: bool = True) -> str:
    """Money for reading: 万元, from 1 亿元 on in 亿元; grouped, exact."""
    if abs(fen) >= 10_000 * FEN_PER_WAN:
        amount, name = Decimal(fen).scaleb(-10).normalize(), "亿元"
    else:
        amount, name = wan_of_fen(fen), "万元"
    shown = f"{amount:,f}"
    return f"{shown} {name}" if unit else shown


def parse_money(text: str) -> int:
    """Fen of "1200", "1,200万元", "1.2亿", "300元"; without a unit 万元 is meant."""
    plain = half_width(text).strip().removesuffix("元").strip()
    factor = Decimal(FEN_PER_WAN)
    if plain.endswith("亿"):
        plain, factor = plain[:-1], Decimal(FEN_PER_WAN) * 10_000
    elif plain.endswith("万"):
        plain = plain[:-1]
    elif half_width(text).strip().endswith("元"):
        factor = Decimal(100)
    number = parse_number(plain)
    if number is None:
        raise Problem(N_("“{text}” is not an amount; write it like 1200, 1200万元 or 1.2亿元"), text=text)
    fen = number * factor
    if fen != fen.to_integral_value():
        raise Problem(
            N_("{amount} has more than six decimals of 万元; money is kept in whole fen"), amount=text
        )
    return int(fen)


_DAY: Final = Pattern(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*日?")
_MONTH: Final = Pattern(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*月?(底|末|底前|末前)?")
_YEAR: Final = Pattern(r"(\d{4})\s*年?(底|末|底前|末前|前)?")
_QUARTER: Final = Pattern(r"(\d{4})\s*年?\s*(?:第?([一二三四1-4])季度|Q([1-4]))")


def parse_date(text: str) -> date:
    """A day; a month, quarter or year stands for its last day ("2017年底前" is 2017-12-31)."""
    plain = half_width(text).strip()
    try:
        if match := _DAY.fullmatch(plain):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _QUARTER.fullmatch(plain):
            quarter = "一二三四".find(match[2] or "x") + 1 or int(match[3] or match[2])
            return period_end(f"{match[1]}-Q{quarter}")
        if match := _MONTH.fullmatch(plain):
            return month_end(int(match[1]), int(match[2]))
        if match := _YEAR.fullmatch(plain):
            return date(int(match[1]), 12, 31)
    except ValueError:
        pass
    raise Problem(N_("“{text}” is not a date; write it like 2026-12-31"), text=text)


def month_end(year: int, month: int) -> date:
    """The last day of a month; a month outside 1 to 12 is a ValueError."""
    first = date(year, month, 1)
    return date(year, 12, 31) if month == 12 else first.replace(month=month + 1) - timedelta(days=1)


def in_year(day: date, year: int) -> date:
    """The same day of another year; for 29 February the 28th where the year has none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


PERIOD: Final = Pattern(r"[0-9]{4}(-(H[12]|Q[1-4]|0[1-9]|1[0-2]))?")


def period_end(period: str) -> date:
    """The last day of 2015, 2015-H1, 2015-Q3 or 2015-07."""
    year, _, part = period.partition("-")
    if not part:
        return date(int(year), 12, 31)
    if part[0] == "H":
        return month_end(int(year), 6 * int(part[1]))
    if part[0] == "Q":
        return month_end(int(year), 3 * int(part[1]))
    return month_end(int(year), int(part))


def period_start(period: str) -> date:
    """The first day of a period."""
    year, _, part = period.partition("-")
    if not part:
        return date(int(year), 1, 1)
    if part[0] == "H":
        return date(int(year), 1 + 6 * (int(part[1]) - 1), 1)
    if part[0] == "Q":
        return date(int(year), 1 + 3 * (int(part[1]) - 1), 1)
    return date(int(year), int(part), 1)


def in_years(day: date) -> Decimal:
    """A day's end as a time in years; a year ends where the next one begins: the last day of 2026 is 2027."""
    days = date(day.year, 12, 31).timetuple().tm_yday
    return day.year + Decimal(day.timetuple().tm_yday) / days
