"""Where an indicator will stand at the end of a year if things go on as so far, and how likely its target is.

A straight line is laid through the baseline and the values measured so far, by one of two methods. How far
the values lie off it, and how few they are, gives the spread: Student's t with two degrees of freedom less
than points, wider the further the day lies from the points (the prediction interval of the line). The band
runs from the tenth to the ninetieth of a hundred draws. With fewer than three points there is no forecast.

What it does not know: seasons, saturation below a bound, decisions yet to be taken. It takes the points'
scatter for chance, and that the lines of different indicators err independently of each other.

Least squares: any textbook of statistics. Robust line: H. Theil (1950), P. K. Sen (1968): the median of the
slopes between all pairs of points. Its spread is the mean distance from the line, times the root of half pi
as for a normal scatter: the median distance would be nothing for any three points.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import Wanted, wanted_of
from workbench.analysis.delays import delays
from workbench.analysis.floats import stated_end
from workbench.analysis.measured import measured_values, targets_in_figures
from workbench.analysis.running import is_cancelled
from workbench.i18n import N_
from workbench.plan.elements import Indicator, Project
from workbench.plan.values import in_years, period_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    import numpy as np
    from numpy.typing import NDArray

    from workbench.analysis.delays import Delay
    from workbench.plan.plan import Plan
    from workbench.plan.records import Target

    Figures = NDArray[np.float64]

#: Ways to lay the line, the robust one first: it is what is shown unless another is chosen.
LINES: Final = {
    "median": N_("Robust line (Theil and Sen)"),
    "squares": N_("Least squares"),
}
#: Points, baseline among them, below which nothing is forecast.
LEAST_POINTS: Final = 3
DRAWS: Final = 10_000
SEED: Final = 36333
#: The band holds eight draws of ten.
_BAND: Final = (0.1, 0.9)
#: A delay becomes between half and one and a half times what it looks like now.
_FACTOR: Final = (0.5, 1.5)
#: Makes the mean distance of a normal scatter its standard deviation.
_DISTANCE_TO_DEVIATION: Final = (math.pi / 2) ** 0.5


class Point(NamedTuple):
    """A value at a time in years: 2027.0 is the end of 2026."""

    time: float
    value: float


class Line(NamedTuple):
    """A line through points: ``level`` at ``centre``, ``slope`` a year, ``spread`` a standard deviation."""

    points: tuple[Point, ...]
    centre: float
    level: float
    slope: float
    spread: float

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the spread."""
        return len(self.points) - 2

    def at(self, time: float) -> float:
        """The value on the line."""
        return self.level + self.slope * (time - self.centre)

    def spread_at(self, time: float) -> float:
        """The spread of one value read at a time: its own, the level's and the slope's."""
        square = sum((one.time - self.centre) ** 2 for one in self.points)
        return self.spread * math.sqrt(1 + 1 / len(self.points) + (time - self.centre) ** 2 / square)


class Late(NamedTuple):
    """A project whose contribution may not come by the end of the year."""

    project: str
    contribution: Decimal
    due: date
    expected: date | None
    """None: it is cancelled, nothing will come."""
    cause: str


class Forecast(NamedTuple):
    """The forecast of one indicator for the end of a year.

    ``low``, ``middle``, ``high``: the tenth, the half and the ninetieth of a hundred draws. ``chance`` of
    reaching the year's target from 0 to 1, None without a target in figures; exact to about 1/sqrt(draws).
    """

    indicator: str
    year: int
    line: Line
    low: float
    middle: float
    high: float
    chance: float | None
    late: tuple[Late, ...]


@dataclass(frozen=True, slots=True)
class Outlook:
    """Forecasts of a plan for the end of a year, and the draws they were read off (one row an indicator)."""

    method: str
    year: int
    forecasts: Mapping[str, Forecast]
    draws: Figures

    def row(self, indicator: str) -> Figures | None:
        """The draws of one indicator; None without a forecast."""
        if indicator not in self.forecasts:
            return None
        row: Figures = self.draws[list(self.forecasts).index(indicator)]
        return row


def points_of(indicator: Indicator, as_of: date, base_year: int | None = None) -> list[Point]:
    """Baseline and measured values in the order of time; of one time the last entry.

    Values judged in words have none, nor have averages and multiples, which hide their yearly course.
    """
    if indicator.direction == "qualitative" or indicator.aggregation in ("average_growth", "multiple"):
        return []
    found: dict[float, float] = {}
    baseline = indicator.baseline
    if baseline is not None and baseline.value is not None:
        year = baseline.year if baseline.year is not None else base_year
        if year is not None:
            found[float(year + 1)] = float(baseline.value)
    for one in measured_values(indicator):
        end = period_end(one.period)
        if end <= as_of and one.value is not None:
            found[float(in_years(end))] = float(one.value)
    return [Point(time, found[time]) for time in sorted(found)]


def line_through(points: Iterable[Point], method: str = "median", least_spread: float = 0.0) -> Line | None:
    """The line of a method (see LINES), None with fewer than three points.

    ``least_spread``: what the values are known to at best, so that three points that happen to lie on a line
    do not pass for certainty.
    """
    held = tuple(points)
    count = len(held)
    if count < LEAST_POINTS:
        return None
    centre = sum(one.time for one in held) / count
    if method == "squares":
        level = sum(one.value for one in held) / count
        square = sum((one.time - centre) ** 2 for one in held)
        slope = sum((one.time - centre) * (one.value - level) for one in held) / square
        off = sum((one.value - level - slope * (one.time - centre)) ** 2 for one in held)
        spread = (off / (count - 2)) ** 0.5
    else:
        from statistics import median

        slope = median(
            (other.value - one.value) / (other.time - one.time)
            for at, one in enumerate(held)
            for other in held[at + 1 :]
        )
        level = median(one.value - slope * (one.time - centre) for one in held)
        distance = sum(abs(one.value - level - slope * (one.time - centre)) for one in held) / count
        # The line was fitted to the same few points: as with squares, two of them are used up.
        spread = _DISTANCE_TO_DEVIATION * distance * (count / (count - 2)) ** 0.5
    return Line(held, centre, level, slope, max(spread, least_spread))


def outlook(
    plan: Plan,
    as_of: date,
    year: int,
    *,
    method: str = "median",
    seed: int = SEED,
    draws: int = DRAWS,
) -> Outlook:
    """Forecast every indicator that has points enough, for the end of a year. The same seed gives the same
    draws, whatever other indicators the plan has.
    """
    import numpy as np

    base_year = plan.head.base_year
    lines: dict[str, tuple[Indicator, Line]] = {}
    for indicator in plan.all(Indicator):
        points = points_of(indicator, as_of, base_year)
        line = line_through(points, method, _rounding(indicator))
        if line is not None:
            lines[indicator.id] = (indicator, line)
    values: Figures = np.empty((len(lines), draws))
    if not lines:
        return Outlook(method, year, {}, values)
    time = float(year + 1)
    late = _late(plan, as_of, year, set(lines))
    forecasts: dict[str, Forecast] = {}
    for at, (indicator, line) in enumerate(lines.values()):
        drawn = _source(seed, indicator.id).standard_t(line.freedom, draws)
        drawn = line.at(time) + line.spread_at(time) * drawn
        for one, delay in late.get(indicator.id, ()):
            drawn -= float(one.contribution) * _missed(delay, one.due, year, _source(seed, one.cause), draws)
        values[at] = np.clip(drawn, *_bounds(indicator, line.points))
    cuts = np.quantile(values, (_BAND[0], 0.5, _BAND[1]), axis=1)
    for at, (indicator, line) in enumerate(lines.values()):
        low, middle, high = (float(one) for one in cuts[:, at])
        told = tuple(one for one, _ in late.get(indicator.id, ()))
        forecasts[indicator.id] = Forecast(
            indicator.id, year, line, low, middle, high, _chance(indicator, year, values[at]), told
        )
    return Outlook(method, year, forecasts, values)


def band(
    indicator: Indicator, line: Line, years: Iterable[int], *, draws: int = DRAWS
) -> list[tuple[int, float, float, float]]:
    """Year, low, middle and high of a line at the ends of years, for a chart: without late projects."""
    import numpy as np

    low, high = _bounds(indicator, line.points)
    drawn = _source(SEED, indicator.id).standard_t(line.freedom, draws)
    wide = float(np.quantile(np.abs(drawn), _BAND[1] - _BAND[0]))
    found = []
    for year in years:
        middle, reach = line.at(year + 1), wide * line.spread_at(year + 1)
        cut = [float(np.clip(value, low, high)) for value in (middle - reach, middle, middle + reach)]
        found.append((year, cut[0], cut[1], cut[2]))
    return found


# -- of one indicator ----------------------------------------------------------------------------------


def _rounding(indicator: Indicator) -> float:
    """Half of the last digit that any value of the indicator was given with: nothing is known better."""
    known = [one.value for one in measured_values(indicator) if one.value is not None]
    if indicator.baseline is not None and indicator.baseline.value is not None:
        known.append(indicator.baseline.value)
    digits = [exponent for one in known if isinstance(exponent := one.as_tuple().exponent, int)]
    # Zeros at the end of a whole number may be digits: it is taken to be known to the unit.
    return 0.5 * 10.0 ** min([*digits, 0])


def _bounds(indicator: Indicator, points: tuple[Point, ...]) -> tuple[float, float]:
    """What the values cannot leave: shares stay from 0 to 100, what never was negative stays from 0 up."""
    low = min(one.value for one in points)
    high = max(one.value for one in points)
    infinite = float("inf")
    is_share = indicator.value_type == "percent" or (indicator.value_type is None and indicator.unit == "%")
    if is_share and indicator.aggregation in (None, "level", "annual") and low >= 0 and high <= 100:
        return 0.0, 100.0
    return (0.0 if low >= 0 else -infinite), infinite


def _target(indicator: Indicator, year: int) -> Target | None:
    return next((one for one in targets_in_figures(indicator) if one.year == year), None)


def _chance(indicator: Indicator, year: int, drawn: Figures) -> float | None:
    """The share of draws that are not worse than the year's target."""
    target = _target(indicator, year)
    wanted = wanted_of(indicator, target) if target is not None else "target"
    if not isinstance(wanted, Wanted):
        return None
    low, high = float(wanted.low), float(wanted.high)
    if wanted.direction == "higher":
        good = drawn > low if wanted.strictly else drawn >= low
    elif wanted.direction == "lower":
        good = drawn < high if wanted.strictly else drawn <= high
    else:
        # A value that is to be kept is kept within its last digit.
        reach = _rounding(indicator) if low == high else 0.0
        good = (drawn >= low - reach) & (drawn <= high + reach)
    return float(good.mean())


# -- projects that come late ---------------------------------------------------------------------------


def _late(plan: Plan, as_of: date, year: int, wanted: set[str]) -> dict[str, list[tuple[Late, Delay | None]]]:
    """By indicator the contributions that are still to come by the end of the year, of projects that are
    expected to end late or are cancelled. The line goes on as so far, with what the plan's projects bring:
    what comes late is taken off it.
    """
    slow = delays(plan, as_of)
    found: dict[str, list[tuple[Late, Delay | None]]] = {}
    for project in plan.all(Project):
        delay = slow.get(project.id)
        is_off = is_cancelled(plan, project)
        if delay is None and not is_off:
            continue
        for link, due in _contributions(project):
            if link[0] not in wanted or due.year > year or due <= as_of:
                continue
            if is_off:
                found.setdefault(link[0], []).append((Late(project.id, link[1], due, None, project.id), None))
            elif delay is not None:
                moved = due + (delay.expected - delay.stated)
                late = Late(project.id, link[1], due, moved, delay.cause)
                found.setdefault(link[0], []).append((late, delay))
    return found


def _contributions(project: Project) -> Iterator[tuple[tuple[str, Decimal], date]]:
    """Indicator with amount, and the day it is due: the project's end, or the end of the year named."""
    end = stated_end(project)
    for link in project.indicators or ():
        if link.contribution is None:
            continue
        if link.year is not None and (end is None or end.year != link.year):
            yield (link.indicator, link.contribution), period_end(str(link.year))
        elif end is not None:
            yield (link.indicator, link.contribution), end


def _missed(
    delay: Delay | None, due: date, year: int, source: np.random.Generator, draws: int
) -> Figures | float:
    """1 for each draw in which a contribution comes after the year, else 0."""
    if delay is None:
        return 1.0
    left = (period_end(str(year)) - due).days
    return (source.uniform(*_FACTOR, draws) * delay.days > left).astype(float)


def _source(seed: int, name: str) -> np.random.Generator:
    """Chance of one indicator or project, the same whatever else the plan holds."""
    import numpy as np

    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return np.random.Generator(np.random.PCG64([seed, int.from_bytes(digest, "big")]))
