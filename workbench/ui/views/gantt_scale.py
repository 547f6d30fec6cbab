"""The time scale of the Gantt chart: days to pixels and back, and what its heading says."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_, current

if TYPE_CHECKING:
    from collections.abc import Iterator

#: The scales offered: pixels a day (at the usual text size).
SCALES: Final = {
    "days": (N_("Days"), 24.0),
    "weeks": (N_("Weeks"), 7.0),
    "months": (N_("Months"), 2.2),
    "quarters": (N_("Quarters"), 0.75),
    "years": (N_("Years"), 0.2),
}
LEAST: Final = 0.02
MOST: Final = 60.0
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LAST: Final = date.max.toordinal()


class Tick(NamedTuple):
    """A part of the heading: its days (the second one is the first of the next part) and its words, the
    fuller ones first.
    """

    first: int
    after: int
    words: tuple[str, ...]


class Scale(NamedTuple):
    """Pixels a day, and the first and last day there is."""

    step: float
    first: int
    last: int

    @property
    def width(self) -> int:
        """Pixels of the whole time."""
        return round((self.last - self.first + 1) * self.step)

    def x(self, day: int) -> float:
        """Where a day begins."""
        return (day - self.first) * self.step

    def day(self, x: float) -> int:
        """The day at a place."""
        return min(max(self.first + int(x // self.step), 1), _LAST)

    def rows(self, first: int, last: int, font: float = 1.0) -> tuple[list[Tick], list[Tick]]:
        """The two lines of the heading between two days."""
        level = scale_level(self.step, font)
        if level == "days":
            return list(_months(first, last)), list(_days(first, last))
        if level == "weeks":
            return list(_months(first, last)), list(_weeks(first, last))
        if level == "months":
            return list(_years(first, last)), list(_short_months(first, last))
        if level == "quarters":
            return list(_years(first, last)), list(_quarters(first, last))
        return [], list(_years(first, last))


def _rank(step: float) -> int:
    return sum(step >= limit for limit in (0.35, 1.1, 4.0, 14.0))


def scale_level(step: float, font: float = 1.0) -> str:
    """The name of the scale that a number of pixels a day amounts to."""
    return list(SCALES)[4 - _rank(step / font)]


def _day(ordinal: int) -> date:
    return date.fromordinal(min(max(ordinal, 1), _LAST))


def month_after(day: date) -> date:
    """The first day of the next month."""
    if day.month < 12:
        return date(day.year, day.month + 1, 1)
    return date(day.year + 1, 1, 1) if day.year < 9999 else date.max


def _years(first: int, last: int) -> Iterator[Tick]:
    for year in range(_day(first).year, _day(last).year + 1):
        begin = date(year, 1, 1).toordinal()
        after = date(year + 1, 1, 1).toordinal() if year < 9999 else _LAST
        full = f"{year}年" if current() == "zh" else str(year)
        yield Tick(begin, after, (full, str(year), f"’{year % 100:02d}"))


def _quarters(first: int, last: int) -> Iterator[Tick]:
    for begin, after in _month_steps(first, last, 3):
        number = (begin.month - 1) // 3 + 1
        full = (f"{number}季度",) if current() == "zh" else ()
        yield Tick(begin.toordinal(), after.toordinal(), (*full, f"Q{number}", str(number)))


def _short_months(first: int, last: int) -> Iterator[Tick]:
    for begin, after in _month_steps(first, last, 1):
        name = f"{begin.month}月" if current() == "zh" else _MONTHS[begin.month - 1]
        yield Tick(begin.toordinal(), after.toordinal(), (name, str(begin.month)))


def _months(first: int, last: int) -> Iterator[Tick]:
    for begin, after in _month_steps(first, last, 1):
        name = _MONTHS[begin.month - 1]
        words: tuple[str, ...] = (f"{name} {begin.year}", name)
        if current() == "zh":
            words = (f"{begin.year}年{begin.month}月", f"{begin.year}-{begin.month:02d}", f"{begin.month}月")
        yield Tick(begin.toordinal(), after.toordinal(), words)


def _month_steps(first: int, last: int, by: int) -> Iterator[tuple[date, date]]:
    day = _day(first)
    begin = date(day.year, (day.month - 1) // by * by + 1, 1)
    end = _day(last)
    while begin <= end:
        after = begin
        for _ in range(by):
            after = month_after(after)
        yield begin, after
        if after <= begin or after == date.max:
            return
        begin = after


def _weeks(first: int, last: int) -> Iterator[Tick]:
    begin = max(1, first - (first - 1) % 7)  # 0001-01-01 is a Monday
    for day in range(begin, last + 1, 7):
        at = _day(day)
        yield Tick(day, day + 7, (f"{at.month}-{at.day:02d}", str(at.day)))


def _days(first: int, last: int) -> Iterator[Tick]:
    for day in range(max(1, first), min(last, _LAST) + 1):
        yield Tick(day, day + 1, (str(_day(day).day),))


def near_month(day: date, *, is_end: bool) -> date:
    """The first day of a month nearest to a day, or the last day of one."""
    begin = day.replace(day=1)
    after = month_after(begin)
    if is_end:
        before_begin = date.fromordinal(max(1, begin.toordinal() - 1))
        this_end = date.fromordinal(after.toordinal() - 1)
        return this_end if this_end.toordinal() - day.toordinal() <= day.day else before_begin
    return begin if day.day - 1 <= after.toordinal() - day.toordinal() else after
