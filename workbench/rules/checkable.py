"""Checkable: can a third party see whether it is done? (C)

Rules about targets and actual values are in figures.py, rules about texts in wording.py.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.plan.elements import Element, Goal, Indicator, Milestone, Project, SchemeItem
from workbench.rules.rule import ERROR, PASSED, WARNING, Ref, fault, passed_as, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.records import Actual, Baseline, Target
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View


def is_given(value: Baseline | Target | Actual) -> bool:
    """Whether a quantity says anything, in figures or in words; zero does."""
    return value.value is not None or bool(value.text) or bool(value.written)


def is_quantitative(indicator: Indicator) -> bool:
    """Whether an indicator is measured in figures: as it says, else as its values are."""
    if indicator.kind is not None:
        return indicator.kind == "quantitative"
    if indicator.direction == "qualitative" or indicator.value_type == "boolean":
        return False
    baseline = indicator.baseline
    return (
        indicator.value_type is not None
        or bool(indicator.unit)
        or (baseline is not None and baseline.value is not None)
        or any(target.value is not None for target in indicator.targets or ())
    )


def is_qualitative(indicator: Indicator) -> bool:
    """Whether the indicator says that it is judged in words."""
    if indicator.kind is not None:
        return indicator.kind == "qualitative"
    return indicator.direction == "qualitative"


def is_heading(seen: View, indicator: Indicator) -> bool:
    """An indicator that only groups others: it has parts, and no unit and no value of its own."""
    return (
        indicator.unit is None
        and indicator.baseline is None
        and not indicator.targets
        and not indicator.actuals
        and bool(seen.plan.children(indicator.id))
    )


def is_in_scheme(seen: View, indicator: Indicator) -> bool:
    """Whether an assessment scheme has an item about the indicator."""
    elements = seen.plan.elements
    return any(isinstance(elements.get(id_), SchemeItem) for id_ in seen.plan.referrers(indicator.id))


def first_missing(element: Element, *fields: str) -> str | None:
    """The first of the fields that is empty without a stated reason, else the first that is empty."""
    empty = [name for name in fields if not element.get(name)]
    return next((name for name in empty if element.why_absent(name) is None), empty[0] if empty else None)


# -- goals ---------------------------------------------------------------------------------------------


@rule("C401", "goal-without-indicator", ERROR, "goal", N_("Goals are measured by indicators"), whole=True)
def goal_without_indicator(seen: View) -> Iterator[tuple[Goal, Outcome]]:
    """Looks at every specific goal and every stage goal without parts of its own: an indicator measures it. A
    stage goal also holds when any indicator of the plan has a target in the year it is due. Where no
    indicator measures a goal but each of its projects ends in a deliverable with an acceptance criterion,
    it is a warning.

    Why: A goal that nothing measures is reached whenever somebody says so.

    How: Link an indicator with a baseline and targets to the goal, or choose one from a catalogue; for a
    stage goal set the indicators' targets for its year.

    Good: Goal "Services online", measured by "share of services online", 62 % in 2013, 95 % in 2020.

    Bad: Goal "Services online" without an indicator, and projects that end without acceptance.
    """
    measured: set[str] = set()
    years: set[int] = set()
    for indicator in seen.plan.all(Indicator):
        measured.update(indicator.goals or ())
        years.update(target.year for target in indicator.targets or () if is_given(target))
    accepted: dict[str, bool] = {}
    for goal in seen.plan.all(Goal):
        if goal.kind not in ("specific", "stage") or seen.plan.children(goal.id):
            continue
        if goal.id in measured or (goal.kind == "stage" and goal.due is not None and goal.due.year in years):
            yield goal, PASSED
        else:
            projects = seen.projects_of(goal)
            for project in projects:
                if project.id not in accepted:
                    accepted[project.id] = _ends_in_acceptance(seen, project)
            if projects and all(accepted[project.id] for project in projects):
                yield (
                    goal,
                    fault(
                        "indicators",
                        N_("No indicator measures {name}, only the acceptance of its projects: {projects}"),
                        severity=WARNING,
                        projects=tuple(Ref(project.id) for project in projects),
                    ),
                )
            else:
                yield goal, _unmeasured(goal)


def _unmeasured(goal: Goal) -> Outcome:
    if goal.kind == "specific":
        return fault("indicators", N_("No indicator measures {name}"))
    if goal.due is None:
        return fault("indicators", N_("No indicator measures {name}, and it has no due date"))
    return fault(
        "indicators",
        N_("No indicator measures {name}, and none has a target for {year}"),
        year=goal.due.year,
    )


def _ends_in_acceptance(seen: View, project: Project) -> bool:
    """Whether the last milestone of the project, or of each part of it, is a deliverable with acceptance."""
    for id_ in seen.plan.subtree(project.id):
        part = seen.plan.find(id_, Project)
        if part is None or seen.plan.children(id_) or seen.is_cancelled(part):
            continue
        milestones = seen.milestones_of(part)
        if not milestones:
            return False
        last_day = max((one.due for one in milestones if one.due is not None), default=None)
        last = milestones[-1:] if last_day is None else [one for one in milestones if one.due == last_day]
        if not any(one.acceptance and (one.deliverable or part.deliverables) for one in last):
            return False
    return True


# -- indicators: definition ----------------------------------------------------------------------------


@rule("C402", "indicator-without-goal", WARNING, "indicator", N_("Every indicator measures a goal"))
def indicator_without_goal(seen: View, indicator: Indicator) -> Outcome:
    """Looks at every indicator: it measures a goal of the plan, itself or through an indicator that it is
    part of. Headings that only group indicators are left out.

    Why: Figures that belong to no goal are collected for their own sake; nobody decides anything by them.

    How: Link the indicator to the goal whose success it shows, or take it out of the plan.

    Good: "Share of services online" measures the goal "Services online".

    Bad: "Number of web pages" measures nothing.
    """
    for one in seen.chain(indicator):
        if isinstance(one, Indicator) and one.goals:
            return PASSED
    if is_heading(seen, indicator):
        return None
    return fault("goals", N_("{name} measures no goal"))


@rule("C403", "no-unit-of-measure", ERROR, "indicator", N_("Quantitative indicators have a unit of measure"))
def no_unit_of_measure(seen: View, indicator: Indicator) -> Outcome:
    """Looks at every quantitative indicator: it has a unit of measure, such as %, 万户, 件, 次. Indicators
    answered by yes or no need none.

    Why: 650 of what? Without a unit no value can be compared with another plan's, or with last year's.

    How: Enter the unit in which all values of the indicator are meant, baseline, targets and actuals alike.

    Good: "Fibre subscribers", 万户, target 650.

    Bad: "Fibre subscribers", target 650.
    """
    if not is_quantitative(indicator) or indicator.value_type == "boolean" or is_heading(seen, indicator):
        return None
    if indicator.unit is not None and indicator.unit.strip():
        return PASSED
    return fault("unit", N_("{name} has no unit of measure"))


@rule("C404", "no-baseline", ERROR, "indicator", N_("Quantitative indicators have a baseline"))
def no_baseline(seen: View, indicator: Indicator) -> Outcome:
    """Looks at every quantitative indicator: it has a baseline value, and the year of that value. An error
    for binding indicators and for those in an assessment scheme, a warning for the others. Zero is a value.

    Why: Without a start nobody can tell whether a target is ambitious, reached by itself, or already behind.

    How: Enter the last known value and its year. A new indicator that has never been measured states so as
    the reason why the field is empty.

    Good: Share of services online: 62 % in 2013.

    Bad: Target 95 % in 2020, and no word on where it stands today.
    """
    if not is_quantitative(indicator) or is_heading(seen, indicator):
        return None
    severity = ERROR if indicator.nature == "binding" or is_in_scheme(seen, indicator) else WARNING
    baseline = indicator.baseline
    if baseline is None:
        return fault("baseline", N_("{name} has no baseline"), severity=severity)
    if baseline.value is None:
        return fault(
            "baseline.value", N_("The baseline of {name} has no value in figures"), severity=severity
        )
    if baseline.year is None:
        return fault("baseline.year", N_("The baseline of {name} has no year"), severity=severity)
    return passed_as(severity)


@rule("C410", "no-data-source", ERROR, "indicator", N_("Every indicator has a data source and a frequency"))
def no_data_source(seen: View, indicator: Indicator) -> Outcome:
    """Looks at every indicator: it says where its figures come from and how often they are collected. An
    error once the plan is approved or the indicator is in an assessment scheme, a warning before.

    Why: When the figure is due, everybody must know from which report or system it is taken; otherwise it is
    negotiated.

    How: Name the report, system or survey and choose how often: monthly, quarterly, yearly ...

    Good: Source: monthly report of the government service platform; frequency: monthly.

    Bad: Source: empty; frequency: yearly.
    """
    severity = ERROR if seen.approved or is_in_scheme(seen, indicator) else WARNING
    source = (indicator.data_source or "").strip()
    if source and indicator.frequency:
        return passed_as(severity)
    if is_heading(seen, indicator):
        return None
    if not source and not indicator.frequency:
        message = N_("{name} has neither a data source nor a frequency")
    elif indicator.frequency:
        message = N_("{name} has no data source")
    else:
        message = N_("{name} has no frequency")
    return fault(
        first_missing(indicator, "data_source", "frequency") or "data_source", message, severity=severity
    )


# -- projects and milestones ---------------------------------------------------------------------------


@rule(
    "C411", "no-acceptance-criterion", ERROR, "milestone", N_("Every milestone has an acceptance criterion")
)
def no_acceptance_criterion(seen: View, milestone: Milestone) -> Outcome:
    """Looks at every milestone: it says by what one recognises that it is reached. An error once the plan is
    approved, a warning before.

    Why: Without a criterion the unit that does the work decides alone when it is done.

    How: Name the document, the test, the number or the decision that settles it, and who gives it.

    Good: "Final acceptance report signed by the competent department; 46 departments connected."

    Bad: Milestone "Platform finished" without a criterion.
    """
    severity = ERROR if seen.approved else WARNING
    if milestone.acceptance and milestone.acceptance.strip():
        return passed_as(severity)
    return fault("acceptance", N_("{name} has no acceptance criterion"), severity=severity)


@rule(
    "C412",
    "project-without-milestone",
    ERROR,
    "project",
    N_("Projects have milestones or annual targets"),
    months=12,
)
def project_without_milestone(seen: View, project: Project) -> Outcome:
    """Looks at every project of kind project without parts of its own: it has at least one milestone
    or annual target. An error for projects of more than 12 months (the limit can be set), a warning for
    shorter ones and those without dates. Silent for ongoing work, of which E203 asks annual targets.

    Why: Between start and end there must be a day on which somebody looks; otherwise the delay is known when
    the money is spent.

    How: Add milestones for the stages (approval, tendering, contract, trial operation, acceptance), or an
    annual target for each year.

    Good: Project 2015-03-01 to 2016-12-31 with milestones for contract, trial operation and acceptance.

    Bad: Project 2015-03-01 to 2016-12-31 with nothing in between.
    """
    if project.kind != "project" or seen.plan.children(project.id):
        return None
    months = seen.parameter("C412", "months")
    start, end = seen.start_of(project), seen.end_of(project)
    days = project.duration_days
    if start is not None and end is not None:
        severity = ERROR if end >= months_later(start, months) else WARNING
    elif end is None and project.ongoing:
        severity = ERROR
    else:
        severity = ERROR if days is not None and days > months * 30.5 else WARNING
    if project.year_goals or seen.plan.owned(project.id):
        return passed_as(severity)
    if end is None and project.ongoing:
        return None
    if severity == WARNING:
        return fault(
            "milestones", N_("{name} has neither a milestone nor an annual target"), severity=WARNING
        )
    return fault(
        "milestones",
        N_("{name} takes more than {months} months and has neither a milestone nor an annual target"),
        months=months,
    )


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the first of the following month where there is no such day."""
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    if year > date.max.year:
        return date.max
    try:
        return day.replace(year=year, month=month + 1)
    except ValueError:
        # Only days 29 to 31 are missing somewhere, never in December.
        return date(year, month + 2, 1)
