"""Targets that follow from others: on the line between two known values, with as many digits as these."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.plan.records import Target
from workbench.plan.values import rounded
from workbench.rules.checkable import is_given
from workbench.rules.targets import base_year

if TYPE_CHECKING:
    from workbench.plan.elements import Indicator
    from workbench.rules.view import View

#: (year, value, the operator it is meant with)
_Point = tuple[int, Decimal, str | None]
_KEPT_OPERATORS = frozenset({"ge", "le", "gt", "lt"})


def target_on_the_line(seen: View, indicator: Indicator, year: int) -> Target | None:
    """The target for a year on the line from the last value before to the next target; None without both."""
    points = _points(seen, indicator)
    before = max((one for one in points if one[0] < year), default=None, key=lambda one: one[0])
    after = min((one for one in points if one[0] > year), default=None, key=lambda one: one[0])
    if before is None or after is None:
        return None
    value = before[1] + (after[1] - before[1]) * (year - before[0]) / (after[0] - before[0])
    return _target(indicator, value, year, before, after)


def target_beyond(seen: View, indicator: Indicator, year: int) -> Target | None:
    """The target for a year after the last one, on the line from the first known value through the last."""
    points = sorted(_points(seen, indicator), key=lambda one: one[0])
    if len(points) < 2 or points[-1][0] >= year or indicator.direction not in ("higher", "lower"):
        return None
    first, last = points[0], points[-1]
    value = last[1] + (last[1] - first[1]) * (year - last[0]) / (last[0] - first[0])
    if indicator.value_type == "percent" or indicator.unit == "%":
        value = min(value, Decimal(100))
    return _target(indicator, max(value, Decimal(0)), year, first, last)


def _target(indicator: Indicator, value: Decimal, year: int, *near: _Point) -> Target:
    places = 0 if indicator.value_type == "count" else max(_places(one[1]) for one in near)
    op = near[-1][2] if near[-1][2] in _KEPT_OPERATORS else None
    return Target(value=rounded(value, Decimal(1).scaleb(-places)), op=op, year=year)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _points(seen: View, indicator: Indicator) -> list[_Point]:
    """The baseline and targets in figures of the whole plan."""
    found: list[_Point] = []
    baseline = indicator.baseline
    base = base_year(seen, indicator)
    if baseline is not None and baseline.value is not None and baseline.op != "range" and base is not None:
        found.append((base, baseline.value, None))
    elif indicator.aggregation == "cumulative" and base is not None and baseline is None:
        found.append((base, Decimal(0), None))
    found.extend(
        (target.year, target.value, target.op)
        for target in indicator.targets or ()
        if target.unit is None
        and target.value is not None
        and target.op != "range"
        and (not found or target.year > found[0][0])
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
