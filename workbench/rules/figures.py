"""Checkable: targets and actual values of indicators. (C)"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.actuals import field_at, periods_of
from workbench.i18n import N_
from workbench.plan.elements import Goal, Indicator
from workbench.plan.in_words import quantity_of
from workbench.plan.values import period_end
from workbench.rules.checkable import is_given, is_heading
from workbench.rules.rule import ERROR, PASSED, UNKNOWN, WARNING, Fault, Ref, fault, rule

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from workbench.plan.records import Actual, Baseline, Target
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View


@rule("C405", "no-target", ERROR, "indicator", N_("Every indicator has a target for the end"))
def no_target(seen: View, indicator: Indicator) -> Outcome:
    """Looks at every indicator: it has a target. A warning when it has some, but none for the plan's final
    year nor for the year in which a goal that it measures is due.

    Why: An indicator without a target is a statistic; with targets for earlier years only, nothing can be
    judged at the end.

    How: Enter the target of the final year, or link the indicator to the stage goal whose year it serves.

    Good: Plan 2014 to 2020: 75 % in 2016, 90 % in 2018, 95 % in 2020.

    Bad: Plan 2014 to 2020: 75 % in 2016, nothing later.
    """
    given = {target.year for target in indicator.targets or () if is_given(target)}
    if not given:
        if is_heading(seen, indicator):
            return None
        return fault("targets", N_("{name} has no target"))
    final = seen.end.year if seen.end is not None else None
    if final in given:
        return PASSED
    wanted = {} if final is None else {final: None}
    for id_ in indicator.goals or ():
        goal = seen.plan.find(id_, Goal)
        if goal is not None and goal.due is not None:
            if goal.due.year in given:
                return PASSED
            wanted[goal.due.year] = None
    if not wanted:
        return PASSED
    return fault(
        f"targets[{next(iter(wanted))}]",
        N_("{name} has targets for {given}, but none for {wanted}"),
        severity=WARNING,
        given=tuple(sorted(given)),
        wanted=tuple(wanted),
    )


class _Step(NamedTuple):
    """A value in the row of an indicator's values; ``year`` is None for a baseline without one."""

    year: int | None
    at: Baseline | Target
    is_baseline: bool


@rule("C407", "target-goes-backwards", WARNING, "indicator", N_("Targets never go backwards"))
def target_goes_backwards(_seen: View, indicator: Indicator) -> Outcome:
    """Looks at the targets in figures of every level or cumulative indicator, year by year, from the baseline
    on, for the whole plan and for each unit by itself: none is worse than the one before. Higher and lower
    go by the indicator's direction, of a span its weaker end counts; within a range means not farther from
    the range; keep level means equal. An error when the indicator is binding and the final target is worse
    than the baseline.

    Why: A target below what has been reached is no target; often it is a slip of the pen or a wrong
    direction.

    How: Correct the value or the direction; where a setback is meant, say why in a waiver.

    Good: Higher is better: 62 % in 2013, 75 % in 2016, 95 % in 2020.

    Bad: Higher is better: 62 % in 2013, 75 % in 2016, 57 % in 2020.
    """
    if indicator.aggregation not in (None, "level", "cumulative") or not indicator.targets:
        return None
    if _plainly_rises(indicator):
        return PASSED
    rows = _rows(indicator)
    if indicator.direction not in ("higher", "lower", "range", "keep") or not rows:
        return None
    if indicator.direction == "range" and indicator.range is None:
        return None
    compared = False
    for unit, row in rows.items():
        last = row[-1]
        if (
            indicator.nature == "binding"
            and row[0].is_baseline
            and len(row) > 1
            and _is_worse(indicator, row[0], last)
        ):
            return _backwards(indicator, unit, row[0], last, ERROR)
        for before, after in pairwise(row):
            compared = True
            if _is_worse(indicator, before, after):
                return _backwards(indicator, unit, before, after, WARNING)
    return PASSED if compared else None


def _plainly_rises(indicator: Indicator) -> bool:
    """Plain figures for the whole plan, year by year, none worse: the common case, told quickly."""
    baseline = indicator.baseline
    if baseline is None or baseline.value is None or baseline.op == "range":
        return False
    falls = indicator.direction == "lower"
    if not falls and indicator.direction != "higher":
        return False
    year, value = baseline.year or 0, baseline.value
    for target in indicator.targets or ():
        then = target.value
        if then is None or target.unit is not None or target.op == "range" or target.year <= year:
            return False
        if (then > value) if falls else (then < value):
            return False
        year, value = target.year, then
    return True


def _rows(indicator: Indicator) -> dict[str | None, list[_Step]]:
    """The values in figures by unit (None: the whole plan), in the order of years, the baseline first."""
    rows: dict[str | None, list[_Step]] = {}
    baseline = indicator.baseline
    since = None
    if baseline is not None and baseline.value is not None:
        rows[None] = [_Step(baseline.year, baseline, is_baseline=True)]
        since = baseline.year
    for target in sorted(indicator.targets or (), key=lambda one: one.year):
        if target.value is None or (target.unit is None and since is not None and target.year <= since):
            continue
        row = rows.setdefault(target.unit, [])
        if not row or row[-1].is_baseline or row[-1].year != target.year:
            row.append(_Step(target.year, target, is_baseline=False))
    return rows


def _ends(step: _Step) -> tuple[Decimal, Decimal]:
    low = step.at.value
    assert low is not None
    return (low, step.at.upper) if step.at.op == "range" and step.at.upper is not None else (low, low)


def _is_worse(indicator: Indicator, before: _Step, after: _Step) -> bool:
    (low, high), (then_low, then_high) = _ends(after), _ends(before)
    if indicator.direction == "higher":
        return low < then_low
    if indicator.direction == "lower":
        return high > then_high
    if indicator.direction == "keep":
        return high < then_low or low > then_high
    assert indicator.range is not None
    return _distance(low, high, indicator.range) > _distance(then_low, then_high, indicator.range)


def _distance(low: Decimal, high: Decimal, span: tuple[Decimal, ...]) -> Decimal:
    """How far the farther end of a value is from a range; 0 inside."""
    return max(span[0] - low, high - span[1], low * 0)


def _backwards(indicator: Indicator, unit: str | None, before: _Step, after: _Step, severity: str) -> Fault:
    if severity == ERROR:
        message = N_(
            "{name} is binding, but its final target {value} ({year}) is worse than the baseline {before}"
        )
    elif indicator.direction == "keep":
        message = N_("{name} is to be kept level, but goes from {before} to {value} in {year}")
    elif before.is_baseline:
        message = N_("{name}: the target {value} of {year} is worse than the baseline {before}")
    else:
        message = N_("{name}: the target {value} of {year} is worse than {before} of {before_year}")
    return fault(
        f"targets[{after.year},{unit}]" if unit else f"targets[{after.year}]",
        message,
        severity=severity,
        related=(unit,) if unit else (),
        name=(Ref(indicator.id), Ref(unit)) if unit else Ref(indicator.id),
        value=shown_quantity(after.at),
        year=after.year,
        before=shown_quantity(before.at),
        before_year=before.year,
    )


def shown_quantity(value: Baseline | Target | Actual) -> str:
    """A value as it would stand in a table."""
    return quantity_of(value).shown()


#: So many missing periods are named in one finding.
_MOST_NAMED: Final = 12


@rule(
    "C414",
    "missing-actual",
    WARNING,
    "indicator",
    N_("No actual value that is due is missing"),
    execution=True,
    grace_days=90,
)
def missing_actual(seen: View, indicator: Indicator) -> Outcome:
    """Looks, in a plan in force or concluded, at every indicator from the first year after its baseline on:
    there is an actual value for each period (by its frequency) that ended more than the grace before the
    day of judgement. Once means the final year, every two years every second one; without a frequency a
    value a year is expected. A value of the period's last quarter or month counts for the whole. Where
    targets are set for units, each of these units owes its own.

    Why: A gap in the figures is where a plan slips out of sight; what nobody asks for is never measured.

    How: Ask the data unit for the figure and enter it with its evidence. If it will never be there, say why
    the actuals are empty.

    Good: Yearly indicator, baseline 2013, judged on 2016-06-30: actuals for 2014 and 2015.

    Bad: The same with the actual of 2014 alone: 2015 ended 182 days ago.
    """
    if is_heading(seen, indicator):
        return None
    if indicator.frequency is None and indicator.why_absent("frequency") is not None:
        return UNKNOWN
    owed = owed_periods(seen, indicator, seen.parameter("C414", "grace_days"))
    if not owed:
        return None
    found = without_values(indicator, owed)
    stated = {one: indicator.why_absent(field_at(*one)) for one in found}
    found = [one for one in found if stated[one] is None]
    if not found:
        return UNKNOWN if any(reason in ("not_seen", "pending") for reason in stated.values()) else PASSED
    missing = dict.fromkeys(period for period, _ in found)
    lacking = dict.fromkeys(unit for _, unit in found if unit is not None)
    named = tuple(missing)
    return fault(
        field_at(*found[0]),
        N_("{name} lacks the actual values of {periods} for {units}")
        if lacking
        else N_("{name} lacks the actual values of {periods}"),
        related=tuple(lacking),
        periods=(*named[:_MOST_NAMED], "…") if len(named) > _MOST_NAMED else named,
        units=tuple(Ref(unit) for unit in lacking),
    )


def without_values(
    indicator: Indicator, owed: list[tuple[str, date | None, date]]
) -> list[tuple[str, str | None]]:
    """Of the periods owed those without a value, with the unit that owes it (None: the whole plan).

    Where targets are set for units, each of these owes its own.
    """
    found: list[tuple[str, str | None]] = []
    for unit in list(dict.fromkeys(target.unit for target in indicator.targets or ())) or [None]:
        ends = {
            period_end(actual.period)
            for actual in indicator.actuals or ()
            if actual.unit == unit and is_given(actual)
        }
        for period, since, until in owed:
            if until not in ends and not (since is not None and any(since < day <= until for day in ends)):
                found.append((period, unit))
    return found


def owed_periods(seen: View, indicator: Indicator, grace: int) -> list[tuple[str, date | None, date]]:
    """(period, the day it begins after where any value inside will do, its last day) of the periods that
    ended more than ``grace`` days ago.
    """
    baseline = indicator.baseline
    since = baseline.year if baseline is not None and baseline.year is not None else seen.head.base_year
    if since is None:
        if seen.start is None:
            return []
        since = seen.start.year - 1
    last = min(seen.end.year if seen.end is not None else seen.as_of.year, seen.as_of.year)
    spans: list[tuple[str, date | None, date]]
    if indicator.frequency == "once":
        years = [target.year for target in indicator.targets or ()]
        final = max(years, default=seen.end.year if seen.end is not None else last)
        spans = [(str(final), period_end(str(final - 1)), period_end(str(final)))]
    elif indicator.frequency == "two_years":
        spans = [
            (str(year), period_end(str(year - 2)), period_end(str(year)))
            for year in range(since + 2, last + 1, 2)
        ]
    else:
        periods = periods_of(indicator, range(since + 1, last + 1))
        spans = [(period, None, period_end(period)) for period in periods]
    return [(name, after, end) for name, after, end in spans if (seen.as_of - end).days > grace]
