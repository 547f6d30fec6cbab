"""Rule of execution about where an indicator is heading: the straight line through what was measured."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final

from workbench.analysis.completion import shortfall, wanted_of
from workbench.analysis.item_parameters import plain
from workbench.analysis.measured import measured_values
from workbench.i18n import N_
from workbench.plan.values import period_end, rounded
from workbench.rules.figures import shown_quantity
from workbench.rules.rule import INFO, PASSED, fault, rule

if TYPE_CHECKING:
    from workbench.plan.elements import Indicator
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

#: Values that add up, or are rates over several years, do not lie on a line of time.
_NO_LINE: Final = frozenset({"cumulative", "average_growth", "multiple"})
_TOLERANCE: Final = Decimal("1e-9")
#: Enough for the largest value that a file may hold beside the smallest gap.
_MOST_DIGITS: Final = 200


@rule(
    "A518",
    "trend-misses-target",
    INFO,
    "indicator",
    N_("On its present trend the indicator reaches its final target"),
    execution=True,
)
def trend_misses_target(_seen: View, indicator: Indicator) -> Outcome:
    """Lays, in a plan in force or concluded, the straight line that fits best (least squares) through the
    baseline and the actual values for the whole plan, from two points in time on, and reads it in the year of
    the final target: it is not worse than that target. Higher and lower go by the direction, a range by the
    distance to it, keep level by equality. Left out are cumulative values, average growth and multiples,
    part-year values of annual figures, and indicators whose final year has been measured.

    Why: One year below the yearly target may be chance. A line that ends below the final target is the
    earliest sign that the work does not suffice.

    How: Strengthen the projects that move the indicator, or change the target in a formal adjustment; do not
    wait for the mid-term evaluation.

    Good: Baseline 62 (2013), 66 (2014), 70.5 (2015); the line reaches 91.7 in 2020, target 90.

    Bad: Baseline 62 (2013), 64 (2014), 65 (2015); the line reaches 72.7 in 2020, 17.3 short of 90.
    """
    actuals = indicator.actuals
    if not actuals or indicator.aggregation in _NO_LINE or indicator.direction in (None, "qualitative"):
        return None
    points = _points(indicator)
    if len(points) < 2 or all(when == points[0][0] for when, _ in points):
        return None
    final = max(
        (one for one in indicator.targets or () if one.unit is None and one.value is not None),
        key=lambda one: one.year,
        default=None,
    )
    if final is None:
        return None
    at = final.year * 12 + 12
    if any(when >= at for when, _ in points):
        return None
    expected = _line_at(points, at)
    wanted = wanted_of(indicator, final)
    if isinstance(wanted, str):
        return None
    gap = shortfall(wanted, expected)
    if gap <= _TOLERANCE:
        return PASSED
    with localcontext(prec=_MOST_DIGITS):
        digits = _digits(final.value or Decimal(0), gap)
        shown = [plain(rounded(one, digits)) for one in (expected, gap)]
    return fault(
        f"targets[{final.year}]",
        N_(
            "On the trend of its {count} values {name} comes to {expected} in {year}, {gap} off the "
            "target {target}"
        ),
        count=len(points),
        expected=shown[0],
        year=final.year,
        gap=shown[1],
        target=shown_quantity(final),
    )


def _points(indicator: Indicator) -> list[tuple[int, Decimal]]:
    """(months, value) of the baseline and the actual values for the whole plan."""
    points: list[tuple[int, Decimal]] = []
    baseline = indicator.baseline
    if baseline is not None and baseline.value is not None and baseline.year is not None:
        points.append((baseline.year * 12 + 12, baseline.value))
    for one in measured_values(indicator):
        assert one.value is not None
        end = period_end(one.period)
        points.append((end.year * 12 + end.month, one.value))
    return points


def _line_at(points: list[tuple[int, Decimal]], at: int) -> Decimal:
    """The value at a time on the line of least squares through (time, value); two times at least."""
    count = len(points)
    times = sum(when for when, _ in points)
    values = sum((value for _, value in points), Decimal(0))
    # Times are measured from their mean, so that large ones lose no digits; both sides are times count.
    above = sum(((count * when - times) * value for when, value in points), Decimal(0))
    below = sum((count * when - times) ** 2 for when, _ in points)
    return values / count + (count * at - times) * above / below


def _digits(target: Decimal, gap: Decimal) -> Decimal:
    """The last digit to show: one more than the target has, and enough that the gap is not 0."""
    exponent = target.as_tuple().exponent
    shown = min(-1, exponent - 1) if isinstance(exponent, int) else -1
    return Decimal(1).scaleb(min(shown, gap.adjusted() - 1))
