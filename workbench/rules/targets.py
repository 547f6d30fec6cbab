"""Checkable: the way to the targets: a step between, a distance to go, projects that go it. (C)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan.values import half_width
from workbench.rules.checkable import is_given, months_later
from workbench.rules.figures import shown_quantity
from workbench.rules.rule import INFO, PASSED, WARNING, fault, passed_as, rule

if TYPE_CHECKING:
    from decimal import Decimal

    from workbench.plan.elements import Indicator, Project
    from workbench.plan.records import Baseline, Target
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View


# -- a step between ------------------------------------------------------------------------------------


@rule("C406", "no-step-between", INFO, "indicator", N_("Indicators have a target on the way"), years=3)
def no_step_between(seen: View, indicator: Indicator) -> Outcome:
    """Looks at every indicator with targets: one of them is for a year between the base year and the plan's
    final year. The base year is that of the baseline, without one the plan's. A warning for binding
    indicators of plans longer than three years (the limit can be set), a hint for the others. Where no year
    lies between there is nothing to check.

    Why: With a target for the last year alone nobody can say halfway whether the work is on course, and what
    went wrong is known when it is too late to put it right.

    How: Add a target for the year of the mid-term evaluation at least; binding indicators need one for every
    year anyway (A522).

    Good: Plan 2014 to 2020: 62 % in 2013, 80 % in 2017, 95 % in 2020.

    Bad: Plan 2014 to 2020: 62 % in 2013, 95 % in 2020, nothing between.

    Source: Binding indicators are broken down, published and assessed year by year (practice of the national
    five-year plans since 2006).
    """
    targets = indicator.targets
    if not targets:
        return None
    span = between(seen, indicator)
    if not span:
        return None
    severity = INFO
    if indicator.nature == "binding" and seen.start is not None and seen.end is not None:
        limit: int = seen.parameter("C406", "years")
        if seen.end >= months_later(seen.start, 12 * limit):
            severity = WARNING
    given = False
    for target in targets:
        if is_given(target):
            given = True
            if target.year in span:
                return passed_as(severity)
    # Without any target C405 speaks.
    if not given:
        return None
    return fault(
        f"targets[{middle(span)}]",
        N_("{name} has no target between {base} and {final}"),
        severity=severity,
        base=span.start - 1,
        final=span.stop,
    )


def between(seen: View, indicator: Indicator) -> range:
    """The years between an indicator's base year and the final one, both left out; empty where unknown."""
    base = base_year(seen, indicator)
    end = seen.end
    if end is not None:
        final = end.year
    else:
        final = max((target.year for target in indicator.targets or () if is_given(target)), default=0)
    return range(base + 1, final) if base is not None else range(0)


def base_year(seen: View, indicator: Indicator) -> int | None:
    """The year of an indicator's baseline; without one the plan's base year, or the year before it begins."""
    baseline = indicator.baseline
    if baseline is not None and baseline.year is not None:
        return baseline.year
    if seen.head.base_year is not None:
        return seen.head.base_year
    return seen.start.year - 1 if seen.start is not None else None


def middle(span: range) -> int:
    """The year in the middle of some years, the later one of two."""
    return span[len(span) // 2]


# -- a distance to go ----------------------------------------------------------------------------------

_PER_CENT: Final = {"%": 100, "‰": 1000}


@rule("C408", "nothing-to-reach", WARNING, "indicator", N_("The final target differs from the baseline"))
def nothing_to_reach(_seen: View, indicator: Indicator) -> Outcome:
    """Looks at every indicator with a baseline: its last target for the whole plan is another value. Left
    out are indicators to be kept level, and values that cannot get better: 100 % where higher is better, 0
    or the first place where lower is better, a value inside the range where a range is meant.

    Why: What is reached before the plan begins is no target; it only improves the pass mark.

    How: Set the target higher, or say that the level is to be kept, or take the indicator out.

    Good: 62 % in 2013, 95 % in 2020.

    Bad: 62 % in 2013, 62 % in 2020.
    """
    baseline, targets = indicator.baseline, indicator.targets
    if baseline is None or not targets or indicator.direction == "keep":
        return None
    final: Target | None = None
    for target in targets:
        if target.unit is None and (final is None or target.year > final.year) and is_given(target):
            final = target
    if final is None or (baseline.year is not None and final.year <= baseline.year):
        return None
    if baseline.value is None or final.value is None:
        if not baseline.text or not final.text or baseline.value is not None or final.value is not None:
            return None
        same = baseline.text.strip() == final.text.strip()
    else:
        same = _is_same(baseline, final) and not is_best(indicator, final.value, final.upper)
    if not same:
        return PASSED
    return fault(
        f"targets[{final.year}]",
        N_("{name}: the final target {value} ({year}) is no other than the baseline {before}"),
        value=shown_quantity(final),
        year=final.year,
        before=shown_quantity(baseline),
    )


def _is_same(baseline: Baseline, final: Target) -> bool:
    if baseline.value != final.value:
        return False
    # "More than 90" asks for more than the 90 there are.
    return final.op not in ("gt", "lt") and (
        (baseline.upper if baseline.op == "range" else None) == (final.upper if final.op == "range" else None)
    )


def is_best(indicator: Indicator, value: Decimal, upper: Decimal | None = None) -> bool:
    """Whether an indicator cannot get better than this value."""
    unit = half_width(indicator.unit or "").strip()
    if indicator.direction == "range":
        span = indicator.range
        return span is not None and span[0] <= value and (upper or value) <= span[1]
    if indicator.direction == "lower":
        return value == 0 or (value == 1 and unit in ("名", "位"))
    if indicator.value_type == "boolean":
        return value == 1
    limit = _PER_CENT.get(unit) or (100 if indicator.value_type == "percent" else None)
    return limit is not None and value >= limit


# -- projects that go it -------------------------------------------------------------------------------


@rule("C413", "project-moves-no-indicator", INFO, "project", N_("Projects are expected to move an indicator"))
def project_moves_no_indicator(seen: View, project: Project) -> Outcome:
    """Looks at every project of kind project without parts of its own: it names an indicator that it is
    expected to move, or measures an annual target by one.

    Why: A project that moves nothing measured can be finished without anybody being better off; whether the
    money was well spent cannot be said.

    How: Link the indicator that will show the effect, and say by how much and in which year as far as known.

    Good: "Data sharing platform", moves "share of data shared between departments" by 14 points until 2027.

    Bad: "Data sharing platform" with goals, money and milestones, but without any effect stated.
    """
    if project.kind != "project" or seen.plan.children(project.id):
        return None
    if project.indicators:
        return PASSED
    for goal in project.year_goals or ():
        if goal.indicator is not None:
            return PASSED
    return fault("indicators", N_("{name} is not expected to move any indicator"))
