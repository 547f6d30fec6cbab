"""The path of one indicator from its baseline over its yearly targets to the end, beside what was measured.

Times are in years: 2026 is the end of 2026, 2026.5 the middle of 2027.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import Ratio, completion, wanted_of
from workbench.analysis.measured import (
    beginning,
    measured_values,
    stands_alone,
    targets_in_figures,
    targets_of_year,
    values_of_year,
)
from workbench.analysis.progress import Limits, latest, progress
from workbench.plan.values import in_years, on_the_line, period_end, round_step, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from workbench.analysis.progress import Progress
    from workbench.plan.elements import Indicator, PlanHead
    from workbench.plan.records import Actual, Target

#: Years that are shown at most.
_MOST_YEARS: Final = 60
#: Of the span of values the part that one step of an edit is at least.
_STEPS: Final = 200


class Spot(NamedTuple):
    """A value at a time, and what it is of: a year, a period."""

    time: float
    value: Decimal
    of: str


class Year(NamedTuple):
    """What one year was to bring and has brought, for the whole plan.

    ``actual`` is what was measured at its end, as it is compared with the target; ``partly`` the last value
    of a year that has none. ``completion`` is that of the actual, or the name in LACKS of why there is none;
    "" where there is nothing to compare. ``progress`` is the status as of the last value of the year.
    """

    year: int
    target: Target | None
    actual: Actual | None
    partly: Actual | None
    completion: Ratio | str
    progress: Progress | None


class Path(NamedTuple):
    """All of it. ``expected`` are the corners of the straight path; empty where values stand alone."""

    indicator: Indicator
    baseline: Spot | None
    years: tuple[Year, ...]
    actuals: tuple[Spot, ...]
    expected: tuple[Spot, ...]
    now: Progress

    def year(self, year: int) -> Year | None:
        """One of the years."""
        return next((one for one in self.years if one.year == year), None)

    def aim(self, year: int) -> Decimal | None:
        """What a target of a year that has none would be on the straight way between its neighbours."""
        target = (here := self.year(year)) and here.target
        if target is not None and target.value is not None:
            return target.value
        corners = [(Decimal(one.time), one.value) for one in self._corners()]
        before = [one for one in corners if one[0] < year]
        after = [one for one in corners if one[0] > year]
        if before and after:
            return on_the_line(before[-1], after[0], Decimal(year))
        return before[-1][1] if before else after[0][1] if after else None

    def _corners(self) -> list[Spot]:
        targets = [
            Spot(one.year, one.value, "")
            for one in targets_in_figures(self.indicator)
            if one.value is not None
        ]
        return [*([self.baseline] if self.baseline is not None else ()), *targets]


def path_of(
    indicator: Indicator,
    head: PlanHead,
    as_of: date,
    limits: Limits = Limits(),  # noqa: B008 - immutable
) -> Path:
    """The path of an indicator of a plan, its status judged on a day."""
    baseline = _baseline(indicator, head.base_year)
    return Path(
        indicator,
        baseline,
        tuple(_year(indicator, year, head.base_year, as_of, limits) for year in _years(indicator, head)),
        tuple(_actuals(indicator)),
        tuple(_expected(indicator, baseline)),
        progress(indicator, as_of, head.base_year, limits),
    )


def step_of(indicator: Indicator, span: Decimal) -> Decimal:
    """By how much one step of an edit moves a target: the last digit that its values have, or more where the
    values span so much that this would be nothing. Things counted stay whole.
    """
    values = [one.value for one in (*(indicator.targets or ()), indicator.baseline) if one is not None]
    digits = [int(value.as_tuple().exponent) for value in values if value is not None]
    least = Decimal(1).scaleb(0 if indicator.value_type == "count" else min([0, *digits]))
    if span <= 0:
        return least
    return max(least, round_step(span / _STEPS))


def on_step(value: Decimal, step: Decimal) -> Decimal:
    """The nearest whole number of steps, with no more digits than a step has."""
    whole = rounded(value / step, Decimal(1)) * step
    return rounded(whole, Decimal(1).scaleb(min(0, int(step.as_tuple().exponent))))


def _baseline(indicator: Indicator, base_year: int | None) -> Spot | None:
    start = beginning(indicator, base_year)
    return Spot(float(start[0]), start[1], str(start[0])) if start is not None else None


def _years(indicator: Indicator, head: PlanHead) -> Iterable[int]:
    """From the first year after the baseline, or of the plan, to the last that anything is said of."""
    said = [one.year for one in indicator.targets or ()]
    said += [period_end(one.period).year for one in indicator.actuals or ()]
    if head.period is not None:
        said += [head.period.start.year, head.period.end.year]
    if not said:
        return ()
    base = indicator.baseline.year if indicator.baseline is not None else None
    first = min(said)
    if base is not None and first <= base < max(said):
        first = base + 1
    return range(first, min(max(said), first + _MOST_YEARS - 1) + 1)


def _year(indicator: Indicator, year: int, base_year: int | None, as_of: date, limits: Limits) -> Year:
    target = targets_of_year(indicator, year).get(None)
    # Shown although the year may not be over yet: what somebody has entered does not vanish.
    actual = values_of_year(indicator, year).get(None)
    partly = None
    last = latest(indicator, min(as_of, period_end(str(year))))
    if last is not None and period_end(last.period).year != year:
        last = None
    if actual is None and last is not None:
        partly = last
    found: Ratio | str = ""
    if target is not None and actual is not None and actual.value is not None:
        wanted = wanted_of(indicator, target)
        found = wanted if isinstance(wanted, str) else completion(wanted, actual.value)
    seen = min(as_of, period_end(str(year)))
    status = progress(indicator, seen, base_year, limits) if last is not None else None
    return Year(year, target, actual, partly, found, status)


def _actuals(indicator: Indicator) -> Iterable[Spot]:
    for one in sorted(measured_values(indicator), key=lambda one: period_end(one.period)):
        if one.value is not None:
            yield Spot(float(in_years(period_end(one.period)) - 1), one.value, one.period)


def _expected(indicator: Indicator, baseline: Spot | None) -> Iterable[Spot]:
    if baseline is None or stands_alone(indicator):
        return
    targets = [one for one in targets_in_figures(indicator) if one.year > baseline.time]
    if targets:
        yield baseline
    for one in targets:
        if one.value is not None:
            yield Spot(float(one.year), one.value, str(one.year))
