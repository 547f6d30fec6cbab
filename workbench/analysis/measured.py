"""The values of an indicator as they are compared: up to a day, at the end of a year, for a unit.

Values of one year stand alone. Values that add up are the amounts of their periods, and count together from
the baseline on (nothing, where there is none). Average growth is (A_n / A_0)^(1/n) - 1, in percent: of yearly
rates where the indicator is one in percent, else of the baseline and the value reached.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from workbench.analysis.completion import EXACT
from workbench.plan.records import Actual
from workbench.plan.values import half_width, period_end, period_start, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.plan.elements import Indicator
    from workbench.plan.records import Target

_ZERO: Final = Decimal(0)
_FINE: Final = Decimal("1e-20")
_HUNDRED: Final = Decimal(100)
_PER: Final = {"%": _HUNDRED, "‰": Decimal(1000)}
#: Values that stand for a whole year: no part of a year tells them.
_YEARLY: Final = frozenset({"annual", "growth", "average_growth"})
#: Values that stand alone, each for its own year.
_ALONE: Final = _YEARLY | {"multiple"}
#: What ends with the year, the longest first.
_ENDS: Final = ("", "-H2", "-Q4", "-12")


def stands_alone(indicator: Indicator) -> bool:
    """Whether its values lie on no way from a baseline: each is of its own year, or is kept at a level."""
    return indicator.aggregation in _ALONE or indicator.direction in ("range", "keep")


def first_value(indicator: Indicator) -> Decimal | None:
    """The value of the baseline. What adds up begins with nothing where none is stated."""
    baseline = indicator.baseline
    if baseline is not None and baseline.value is not None:
        return baseline.value
    return _ZERO if indicator.aggregation == "cumulative" else None


def beginning(indicator: Indicator, base_year: int | None) -> tuple[int, Decimal] | None:
    """Year and value that the way to the targets begins at, or None where one of them is not known.

    ``base_year`` is the plan's, for baselines without a year.
    """
    baseline, value = indicator.baseline, first_value(indicator)
    year = baseline.year if baseline is not None and baseline.year is not None else base_year
    return (year, value) if year is not None and value is not None else None


def measured_values(indicator: Indicator, unit: str | None = None) -> Iterator[Actual]:
    """The values in figures for the whole plan or a unit, as they are compared with targets: of what adds up
    the sum so far, of average growth the average so far; of yearly figures no part of a year.
    """
    given = [one for one in indicator.actuals or () if one.value is not None and one.unit == unit]
    if indicator.aggregation == "cumulative":
        return _sums_so_far(indicator, given)
    if indicator.aggregation in _YEARLY:
        given = [one for one in given if len(one.period) == 4]
        if indicator.aggregation == "average_growth":
            return _averages_so_far(indicator, given)
    return iter(given)


def targets_in_figures(indicator: Indicator) -> list[Target]:
    """Targets in figures for the whole plan, by year; of one year the last entry."""
    by_year = {one.year: one for one in indicator.targets or () if one.unit is None and one.value is not None}
    return [by_year[year] for year in sorted(by_year)]


def values_of_year(indicator: Indicator, year: int) -> dict[str | None, Actual]:
    """What was measured at the end of a year, in figures or words, by unit; None is the whole plan.

    The baseline stands for its own year where nothing else does.
    """
    if indicator.aggregation in ("cumulative", "average_growth"):
        found = _reckoned(indicator, year)
    else:
        periods = [f"{year}{end}" for end in (_ENDS[:1] if indicator.aggregation in _YEARLY else _ENDS)]
        whole, parts = periods[0], periods[1:]
        found = {}
        lesser: dict[str | None, Actual] = {}
        for one in indicator.actuals or ():
            period = one.period
            if period == whole:
                if one.value is not None or one.text or one.written:
                    found[one.unit] = one
            elif period in parts and (one.value is not None or one.text or one.written):
                held = lesser.get(one.unit)
                if held is None or len(period) < len(held.period) or period == held.period:
                    lesser[one.unit] = one
        for unit, one in lesser.items():
            found.setdefault(unit, one)
    baseline = indicator.baseline
    if None not in found and baseline is not None and baseline.year == year:
        if baseline.value is not None or baseline.text:
            found[None] = Actual(value=baseline.value, text=baseline.text, period=str(year))
    return found


def targets_of_year(indicator: Indicator, year: int) -> dict[str | None, Target]:
    """The targets of a year, by unit; None is the whole plan. Of one unit the last that says something."""
    return {
        one.unit: one
        for one in indicator.targets or ()
        if one.year == year and (one.value is not None or one.text)
    }


def average_growth(first: Decimal, last: Decimal, years: int) -> Decimal | None:
    """The average growth a year from a value to another, as a share (0.07: 7 % a year); None where the first
    is not above 0, the last below 0, or no year lies between.
    """
    if first <= 0 or last < 0 or years <= 0:
        return None
    if years == 1 or not last:
        return EXACT.divide(last - first, first)
    grown = EXACT.power(EXACT.divide(last, first), EXACT.divide(Decimal(1), Decimal(years)))
    # 10 % a year for three years is 10 %, and not a digit less in the last place.
    return rounded(grown - 1, _FINE)


def _reckoned(indicator: Indicator, year: int) -> dict[str | None, Actual]:
    """The sum or average up to the end of a year; only where something was measured in that year."""
    found: dict[str | None, Actual] = {}
    for unit in dict.fromkeys(one.unit for one in indicator.actuals or ()):
        for one in measured_values(indicator, unit):
            end = period_end(one.period)
            if end.year == year and (end.month, end.day) == (12, 31):
                found[unit] = one
    return found


def _sums_so_far(indicator: Indicator, given: list[Actual]) -> Iterator[Actual]:
    total = first_value(indicator) or _ZERO
    base_year = indicator.baseline.year if indicator.baseline is not None else None
    for one in _apart(given):
        if one.value is not None and (base_year is None or int(one.period[:4]) > base_year):
            total += one.value
            yield one.but(value=total, op=None, upper=None, written=None)


def _apart(given: Iterable[Actual]) -> list[Actual]:
    """The values by time without those of periods that lie within another's: a year counts, not its months
    beside it. Of one period the last entry.
    """
    by_period = {one.period: one for one in given}
    spans = sorted((period_start(period), -period_end(period).toordinal(), period) for period in by_period)
    found: list[Actual] = []
    covered = 0
    for _, end, period in spans:
        if -end > covered:
            covered = -end
            found.append(by_period[period])
    return found


def _averages_so_far(indicator: Indicator, given: list[Actual]) -> Iterator[Actual]:
    by_period = {one.period: one for one in given}
    ordered = [by_period[period] for period in sorted(by_period)]
    per = _PER.get(half_width(indicator.unit or "").strip())
    if per is None and indicator.value_type == "percent":
        per = _HUNDRED
    baseline = indicator.baseline
    if per is not None:
        grown = Decimal(1)
        for years, one in enumerate(ordered, 1):
            assert one.value is not None
            grown *= 1 + one.value / per
            average = average_growth(Decimal(1), grown, years)
            if average is not None:
                yield one.but(value=one.value if years == 1 else average * per, op=None, written=None)
    elif baseline is not None and baseline.value is not None and baseline.year is not None:
        for one in ordered:
            assert one.value is not None
            average = average_growth(baseline.value, one.value, int(one.period) - baseline.year)
            if average is not None:
                yield one.but(value=average * _HUNDRED, op=None, written=None)
