"""Checkable, in execution: figures and finished work can be believed. (C)"""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.measured import measured_values
from workbench.i18n import N_
from workbench.plan.values import on_the_line, rounded
from workbench.rules.checkable import is_given
from workbench.rules.definitions import place_of
from workbench.rules.figures import shown_quantity
from workbench.rules.rule import INFO, PASSED, WARNING, Ref, fault, rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.plan.elements import Indicator, Milestone
    from workbench.plan.records import Actual, Baseline, Target
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View


# -- evidence ------------------------------------------------------------------------------------------


@rule(
    "C415",
    "actual-without-evidence",
    WARNING,
    "actual",
    N_("Actual values carry evidence"),
    execution=True,
)
def actual_without_evidence(_seen: View, indicator: Indicator) -> Outcome | list[Outcome]:
    """Looks, in a plan in force or concluded, at every actual value: a file or reference is named as its
    evidence.

    Why: A value without evidence cannot be verified by anyone who did not enter it, and at the assessment it
    is given up or argued about.

    How: Name the report, extract or table that the figure is taken from; the file's name is enough.

    Good: 2015: 78 %, evidence "statistical report 2015, table 3".

    Bad: 2015: 78 %, and nothing to show for it.
    """
    actuals = indicator.actuals
    if not actuals:
        return None
    found: list[Outcome] = []
    for actual in actuals:
        evidence = actual.evidence
        if evidence and (evidence[0].strip() or any(one.strip() for one in evidence)):
            found.append(PASSED)
        elif is_given(actual):
            found.append(
                fault(
                    place_of("actuals", actual.period, actual.unit),
                    N_("{name}: the actual value {value} of {period} has no evidence"),
                    related=(actual.unit,) if actual.unit else (),
                    name=(Ref(indicator.id), Ref(actual.unit)) if actual.unit else Ref(indicator.id),
                    value=shown_quantity(actual),
                    period=actual.period,
                )
            )
    return found


@rule(
    "C419",
    "done-without-proof",
    WARNING,
    "milestone",
    N_("Finished milestones have a date and evidence"),
    execution=True,
)
def done_without_proof(_seen: View, milestone: Milestone) -> Outcome:
    """Looks, in a plan in force or concluded, at every milestone with a date of completion or with evidence:
    it has both.

    Why: A date without evidence is a claim; evidence without a date leaves open whether it was in time.

    How: Enter the day on which the acceptance criterion was met, and the document that shows it.

    Good: Done on 2016-04-27, evidence "acceptance report, 2016 No. 12".

    Bad: Done on 2016-04-27, no evidence. Or a report is filed, and no date is given.
    """
    evidence = milestone.evidence
    proved = bool(evidence) and any(one.strip() for one in evidence or ())
    if milestone.done_on is None:
        return fault("done_on", N_("{name} has evidence, but no date of completion")) if proved else None
    if proved:
        return PASSED
    return fault(
        "evidence", N_("{name} is said to be done on {day}, without evidence"), day=milestone.done_on
    )


# -- a slip of the decimal point -----------------------------------------------------------------------


class Point(NamedTuple):
    """A value at the end of a month, counted from year 0; the actual value it is, if it is one."""

    month: int
    value: Decimal
    actual: Actual | None


@rule(
    "C417",
    "off-the-line",
    INFO,
    "actual",
    N_("Actual values lie near the line between their neighbours"),
    execution=True,
    times=3,
)
def off_the_line(seen: View, indicator: Indicator) -> Outcome | list[Outcome]:
    """Looks, in a plan in force or concluded, at every actual value in figures: it is neither more than three
    times nor less than a third (the limit can be set) of what the line says between the nearest earlier and
    the nearest later of baseline, targets and other actual values. A value of the same day is the line
    itself; with values on one side only, the nearest one counts. The amounts of a cumulative indicator count
    together with those before; without a baseline it begins with zero. Silent where the value or the line is
    zero or less, and for parts of a year of an indicator counted year by year.

    Why: 7.8 instead of 78 is entered in a second, and the completion, the trend and the marks follow it.

    How: Compare the value with its evidence; where it is right, the remark may say what happened.

    Good: 62 % in 2013, target 75 % in 2016: 70 % in 2015 is near the line (70.7).

    Bad: The same with 7.0 % in 2015: a tenth of the line.
    """
    actuals = indicator.actuals
    if not actuals:
        return None
    limit = Decimal(seen.parameter("C417", "times"))
    if _is_plainly_near(indicator, actuals, limit):
        return [PASSED] * len(actuals)
    judged = judge_points(indicator, limit)
    return [
        PASSED
        if line is None
        else fault(
            place_of("actuals", actual.period, actual.unit),
            N_("{name}: {value} for {period} is {times} times what the line says ({line})")
            if actual.value > line
            else N_("{name}: {value} for {period} is only {share} % of what the line says ({line})"),
            related=(actual.unit,) if actual.unit else (),
            name=(Ref(indicator.id), Ref(actual.unit)) if actual.unit else Ref(indicator.id),
            value=shown_quantity(actual),
            period=actual.period,
            line=_short(line),
            times=_short(actual.value / line, ROUND_UP),
            share=_short(100 * actual.value / line, ROUND_DOWN),
        )
        for actual, line in judged
        if actual.value is not None
    ] or None


def _is_plainly_near(indicator: Indicator, actuals: Sequence[Actual], limit: Decimal) -> bool:
    """Whether each actual value is the plan's for a year, and near the baseline or target of that year."""
    baseline = indicator.baseline
    if indicator.aggregation == "cumulative":
        return False
    for actual in actuals:
        value, period = actual.value, actual.period
        if value is None or actual.unit is not None or len(period) != 4:
            return False
        year = int(period)
        line = baseline.value if baseline is not None and baseline.year == year else None
        if line is None:
            for target in indicator.targets or ():
                if target.year == year and target.unit is None and target.op != "range":
                    line = target.value
                    break
        if line is None or value <= 0 or line <= 0:
            return False
        if value != line and not line <= value * limit <= line * limit * limit:
            return False
    return True


def judge_points(indicator: Indicator, limit: Decimal) -> list[tuple[Actual, Decimal | None]]:
    """The actual values that a line can be drawn for; with the line's value where they are off it.

    The one farthest off is judged first and draws no line for the others: one slip is reported once.
    """
    judged: list[tuple[Actual, Decimal | None]] = []
    for unit in dict.fromkeys(actual.unit for actual in indicator.actuals or ()):
        points = points_of(indicator, unit)
        off: list[tuple[Point, Decimal]] = []
        while True:
            worst: tuple[Decimal, Point, Decimal] | None = None
            fine: list[tuple[Actual, Decimal | None]] = []
            for point in points:
                if point.actual is None or point.value <= 0:
                    continue
                line = line_at(points, point)
                if line is None or line <= 0:
                    continue
                # An amount is judged by what is left of the line after those before it.
                before = point.value - (point.actual.value or point.value)
                if line <= before or point.value <= before:
                    continue
                value, line = point.value - before, line - before
                far = value / line if value >= line else line / value
                if far <= limit:
                    fine.append((point.actual, None))
                elif worst is None or far >= worst[0]:
                    worst = far, point, line
            if worst is None:
                break
            off.append(worst[1:])
            points.remove(worst[1])
        judged.extend(fine)
        judged.extend((point.actual, line) for point, line in off if point.actual is not None)
    return judged


def points_of(indicator: Indicator, unit: str | None) -> list[Point]:
    """The values in figures of the whole plan (unit None) or a unit, by their month."""
    baseline = indicator.baseline
    points: list[Point] = []
    if unit is None and baseline is not None and baseline.value is not None and baseline.year is not None:
        points.append(Point(12 * baseline.year + 12, baseline.value, None))
    for target in indicator.targets or ():
        if target.unit == unit and target.value is not None:
            points.append(Point(12 * target.year + 12, _centre(target), None))
    yearly = indicator.aggregation not in (None, "level", "cumulative")
    together = {}
    if indicator.aggregation == "cumulative":
        together = {one.period: one.value for one in measured_values(indicator, unit)}
    for actual in indicator.actuals or ():
        if actual.unit == unit and actual.value is not None and not (yearly and len(actual.period) > 4):
            value = together.get(actual.period) if together else actual.value
            if value is not None:
                points.append(Point(month_of(actual.period), value, actual))
    if indicator.aggregation == "cumulative" and points and (baseline is None or baseline.value is None):
        first = baseline.year if baseline is not None and baseline.year else None
        earliest = min(point.month for point in points)
        start = 12 * first + 12 if first else 12 * ((earliest - 1) // 12)
        if start < earliest:
            points.append(Point(start, Decimal(0), None))
    return points


def _centre(value: Target | Baseline) -> Decimal:
    assert value.value is not None
    if value.op == "range" and value.upper is not None:
        return (value.value + value.upper) / 2
    return value.value


_PARTS: Final = {"H1": 6, "H2": 12, "Q1": 3, "Q2": 6, "Q3": 9, "Q4": 12}


def month_of(period: str) -> int:
    """The last month of a period, counted from year 0."""
    part = period[5:]
    return 12 * int(period[:4]) + (_PARTS.get(part) or (int(part) if part else 12))


def line_at(points: Sequence[Point], point: Point) -> Decimal | None:
    """What the line between the other points says at a point; None where there is no other."""
    before = after = None
    for one in points:
        if one is point:
            continue
        if one.month <= point.month and (before is None or one.month > before.month):
            before = one
        if one.month >= point.month and (after is None or one.month < after.month):
            after = one
    if before is None or after is None:
        near = before or after
        return near.value if near is not None else None
    if before.month == after.month:
        return after.value
    return on_the_line((before.month, before.value), (after.month, after.value), point.month)


def _short(number: Decimal, rounding: str = ROUND_HALF_UP) -> Decimal:
    """A number with as many digits as one reads: three, not less than those before the point."""
    places = max(0, 2 - number.adjusted()) if number else 0
    short = rounded(number, Decimal(1).scaleb(-places), rounding)
    return rounded(short, Decimal(1)) if short == short.to_integral_value() else short.normalize()
