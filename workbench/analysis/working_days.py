"""Working days: weekends, public holidays, and the weekend days that are worked in their place.

The days come from one JSON file a calendar, in resources/calendars and in the user's own folder of that
name. In years that a calendar does not know (holidays are announced a year at a time) weekends are free and
nothing else is; ``knows`` tells so.
"""

from __future__ import annotations

import json
import logging
from datetime import date, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench import paths

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

#: The calendar of a plan that names none.
USUAL: Final = "cn"
_SATURDAY: Final = 5
_LAST: Final = date.max.toordinal()


class Calendar(NamedTuple):
    """Which days are worked."""

    code: str
    title: str
    #: Free days by their holiday's name; weekend days worked.
    holidays: Mapping[date, str]
    worked: frozenset[date]
    years: frozenset[int]
    #: By year, the days that are not as their weekday says: free weekdays (-1), worked weekend days (+1).
    odd: Mapping[int, tuple[tuple[date, int], ...]]

    def knows(self, year: int) -> bool:
        """Whether the holidays of the year are known; else only weekends are free."""
        return year in self.years

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        return day in self.worked or (day.weekday() < _SATURDAY and day not in self.holidays)

    def why(self, day: date) -> str:
        """The name of the holiday; "" for a weekend or a working day."""
        return self.holidays.get(day, "")

    def working_days(self, first: date, last: date) -> int:
        """How many days from first to last, both included, are worked."""
        if last < first:
            return 0
        total = (last - first).days + 1
        weeks, rest = divmod(total, 7)
        found = weeks * _SATURDAY
        found += sum((first.weekday() + step) % 7 < _SATURDAY for step in range(rest))
        for year in range(first.year, last.year + 1):
            for day, change in self.odd.get(year, ()):
                if first <= day <= last:
                    found += change
        return found

    def on_or_after(self, day: date) -> date:
        """The day itself if it is worked, else the next one that is; the day itself at the calendar's end."""
        return self._near(day, 1)

    def on_or_before(self, day: date) -> date:
        """The day itself if it is worked, else the last one before it that is."""
        return self._near(day, -1)

    def _near(self, day: date, step: int) -> date:
        at = day
        while not self.is_working(at):
            number = at.toordinal() + step
            if not 1 <= number <= _LAST:
                return day
            at = date.fromordinal(number)
        return at

    def plus(self, day: date, days: int) -> date:
        """The day so many working days after the given one (before it: a negative number)."""
        step = 1 if days > 0 else -1
        at, left = day, abs(days)
        while left:
            number = at.toordinal() + step
            if not 1 <= number <= _LAST:
                break
            at = date.fromordinal(number)
            left -= self.is_working(at)
        return at


def weekends_only() -> Calendar:
    """A calendar that knows no holidays."""
    return Calendar("", "", {}, frozenset(), frozenset(), {})


def calendar_named(name: str | None) -> Calendar:
    """The calendar that a plan names by code or title, the usual one without a name.

    Of an unknown one nothing but weekends is known.
    """
    known = calendars()
    wanted = (name or USUAL).strip()
    for one in known.values():
        if wanted in (one.code, one.title):
            return one
    return weekends_only()


@cache
def calendars() -> dict[str, Calendar]:
    """Calendars by code. One in the user's folder takes the place of one that came with the program."""
    found: dict[str, Calendar] = {}
    for folder in (paths.resources() / "calendars", paths.own_calendars()):
        for file in sorted(folder.glob("*.json")) if folder.is_dir() else ():
            calendar = _read(file)
            if calendar is not None:
                found[calendar.code] = calendar
    return found


def forget_calendars() -> None:
    """Read the calendars anew when they are next asked for."""
    calendars.cache_clear()


def _read(file: Path) -> Calendar | None:
    try:
        return calendar_in(json.loads(file.read_bytes()))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        # Somebody's own file must not keep the window from opening; what is wrong with it stands in the log.
        logging.getLogger("workbench").warning("calendar %s left out: %s", file.name, error)
        return None


def calendar_in(told: Mapping[str, Any]) -> Calendar:
    """The calendar of a file's content; ValueError, KeyError or TypeError for what is none."""
    holidays: dict[date, str] = {}
    worked: set[date] = set()
    for year, days in told["years"].items():
        for name, spans in days["holidays"].items():
            for span in spans:
                first, _, last = span.partition("/")
                day, end = _day(year, first), _day(year, last or first)
                while day <= end:
                    holidays[day] = str(name)
                    day += timedelta(1)
        worked.update(_day(year, day) for day in days["workdays"])
    years = frozenset(int(year) for year in told["years"])
    odd: dict[int, list[tuple[date, int]]] = {}
    for day in {*holidays, *worked}:
        change = (day in worked or day not in holidays) - (day.weekday() < _SATURDAY)
        if change:
            odd.setdefault(day.year, []).append((day, change))
    by_year = {year: tuple(sorted(days)) for year, days in odd.items()}
    return Calendar(str(told["code"]), str(told["title"]), holidays, frozenset(worked), years, by_year)


def _day(year: str, month_and_day: str) -> date:
    return date.fromisoformat(f"{year}-{month_and_day}")
