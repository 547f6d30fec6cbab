"""Targets that follow from others: on the line between two known values, with the digits of these."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from workbench.analysis.item_parameters import is_handy
from workbench.analysis.targets import fitting, kept_operator
from workbench.plan.records import Target
from workbench.plan.values import on_the_line
from workbench.rules.checkable import is_given
from workbench.rules.figures import shown_quantity
from workbench.rules.targets import base_year

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.elements import Indicator
    from workbench.rules.view import View


class _Point(NamedTuple):
    """A known value of a year; None where it is a range, through which no line goes."""

    year: int
    value: Decimal | None
    op: str | None
    is_target: bool


def target_on_the_line(seen: View, indicator: Indicator, year: int) -> Target | None:
    """The target for a year on the line from the last value before to the next target; None without both."""
    return _between(indicator, _points(seen, indicator), year)


def targets_on_the_way(seen: View, indicator: Indicator, years: Iterable[int]) -> list[Target] | None:
    """Targets for years without one: on the line between their neighbours, and as the last one after it.
    None when there is nothing to draw a line from.
    """
    points = _points(seen, indicator)
    last = max(points, default=None, key=lambda one: one.year)
    found: list[Target] = []
    for year in years:
        if last is not None and last.is_target and last.value is not None and last.year < year:
            found.append(Target(value=last.value, op=kept_operator(last.op), year=year))
            continue
        target = _between(indicator, points, year)
        if target is None:
            return None
        found.append(target)
    return found


def target_beyond(seen: View, indicator: Indicator, year: int) -> Target | None:
    """The target for a year after the last one, on the line from the first known value through the last."""
    points = sorted(_points(seen, indicator), key=lambda one: one.year)
    if len(points) < 2 or points[-1].year >= year or indicator.direction not in ("higher", "lower"):
        return None
    first, last = points[0], points[-1]
    value = _on_the_line(first, last, year)
    if value is None:
        return None
    if indicator.value_type == "percent" or indicator.unit == "%":
        value = min(value, Decimal(100))
    return _target(indicator, max(value, Decimal(0)), year, first, last)


def _between(indicator: Indicator, points: list[_Point], year: int) -> Target | None:
    before = max((one for one in points if one.year < year), default=None, key=lambda one: one.year)
    after = min((one for one in points if one.year > year), default=None, key=lambda one: one.year)
    if before is None or after is None:
        return None
    value = _on_the_line(before, after, year)
    return None if value is None else _target(indicator, value, year, before, after)


def _on_the_line(first: _Point, last: _Point, year: int) -> Decimal | None:
    """The exact value in a year; None where a line cannot be drawn."""
    if first.value is None or last.value is None or not (is_handy(first.value) and is_handy(last.value)):
        return None
    return on_the_line((first.year, first.value), (last.year, last.value), year)


def _target(indicator: Indicator, exact: Decimal, year: int, *ends: _Point) -> Target:
    """A target with the digits of the ends; one digit more where it does not come out even, so that a slow
    rise is one in every year. Things counted stay whole.
    """
    value = fitting(indicator, exact, [one.value for one in ends if one.value is not None])
    return Target(value=value, op=kept_operator(ends[-1].op), year=year)


def _points(seen: View, indicator: Indicator) -> list[_Point]:
    """The baseline and targets of the whole plan, as far as they are more than words."""
    found: list[_Point] = []
    baseline = indicator.baseline
    base = base_year(seen, indicator)
    if baseline is not None and baseline.value is not None and baseline.op != "range" and base is not None:
        found.append(_Point(base, baseline.value, None, is_target=False))
    elif indicator.aggregation == "cumulative" and base is not None and baseline is None:
        found.append(_Point(base, Decimal(0), None, is_target=False))
    found.extend(
        _Point(target.year, None if target.op == "range" else target.value, target.op, is_target=True)
        for target in indicator.targets or ()
        if target.unit is None and target.value is not None and (not found or target.year > found[0].year)
    )
    return found


def with_targets(indicator: Indicator, *more: Target) -> tuple[Target, ...]:
    """The indicator's targets with others set in before those of later years; rows of the same year that say
    nothing go.
    """
    years = {(one.year, one.unit) for one in more}
    rows = [one for one in indicator.targets or () if (one.year, one.unit) not in years or is_given(one)]
    for new in more:
        at = next((place for place, one in enumerate(rows) if one.year > new.year), len(rows))
        rows.insert(at, new)
    return tuple(rows)


def told(targets: Iterable[Target]) -> str:
    """Targets in figures: "2027 84, 2028 89"."""
    return ", ".join(f"{one.year} {shown_quantity(one)}" for one in targets)
