"""Executable: can the work be done in this time? (E) Rules about the order of work are in order.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan.elements import Milestone, Project
from workbench.plan.values import period_end
from workbench.rules.rule import ERROR, PASSED, UNKNOWN, WARNING, Days, Ref, fault, rule

if TYPE_CHECKING:
    from datetime import date

    from workbench.plan.records import YearGoal
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

#: Stages of approval, which come before a project begins.
_APPROVAL: Final = frozenset({"idea", "proposal", "feasibility", "design"})


@rule("E203", "no-deadline", ERROR, "project", N_("Every project has a deadline"))
def no_deadline(seen: View, project: Project) -> Outcome:
    """Looks at every project, programme or task without parts of its own: it has an end, or a start and a
    duration, or it is ongoing and has an annual target for each year of the plan in which it runs. A
    project of kind project also states its start; for the others a missing start counts as the later of
    the plan's start and its date of issue.

    Why: Work without a deadline is never late and never done; nobody can put it in order with other work or
    ask for money in a certain year.

    How: Enter the end, or the start and the duration in days. Mark work that never ends as ongoing and say
    for each year what is to be reached in it.

    Good: Task "Link the counties to the government network", end 2016-12-31.

    Bad: Task "Link the counties to the government network" with the words "as soon as possible" alone.
    """
    if seen.plan.children(project.id):
        return None
    kind = project.kind
    if project.end is not None or (project.start is not None and project.duration_days):
        if project.start is None and kind == "project":
            return _no_start(seen, project)
        return PASSED
    if project.ongoing:
        return _yearly(seen, project)
    if project.duration_days and seen.start_of(project) is not None:
        return _no_start(seen, project) if kind == "project" else PASSED
    return fault(
        "end",
        N_("{name} has no deadline: no end, no start with a duration, and it is not ongoing"),
    )


def _no_start(seen: View, project: Project) -> Outcome:
    day = seen.start_of(project)
    if day is None:
        return fault("start", N_("{name} has no start"), severity=WARNING)
    return fault("start", N_("{name} has no start; {day} is counted instead"), severity=WARNING, day=day)


def _yearly(seen: View, project: Project) -> Outcome:
    given = {one.year for one in project.year_goals or ()}
    if not given:
        return fault("year_goals", N_("{name} is ongoing and has no annual target"))
    years = seen.years()
    if not years:
        return UNKNOWN
    day = seen.start_of(project)
    first = day.year if day is not None else years.start
    missing = tuple(year for year in years if year >= first and year not in given)
    if missing:
        return fault(
            "year_goals", N_("{name} is ongoing and has no annual target for {years}"), years=missing
        )
    if project.start is None and project.kind == "project":
        return _no_start(seen, project)
    return PASSED


@rule("E204", "dates-contradict", ERROR, "project", N_("A project's dates agree with each other"))
def dates_contradict(_seen: View, project: Project) -> Outcome:
    """Looks at every project with a start and an end: the end is not before the start, and a duration that is
    given too is the number of days from the first to the last, both counted.

    Why: Dates that contradict each other make every schedule, chart and reminder wrong, and nobody knows
    which of them was meant.

    How: Correct the date that was mistyped, or empty the duration: it follows from start and end.

    Good: Start 2016-03-01, end 2016-03-31, duration 31 days.

    Bad: Start 2016-03-01, end 2015-12-31; or start 2016-03-01, end 2016-03-31, duration 60 days.
    """
    start, end = project.start, project.end
    if start is None or end is None:
        return None
    days = (end - start).days
    if days < 0:
        return fault(
            "end",
            N_("{name} ends on {end}, {days} before it starts on {start}"),
            end=end,
            days=Days(-days),
            start=start,
        )
    if project.duration_days is not None and project.duration_days != days + 1:
        return fault(
            "duration_days",
            N_("{name} takes {days} from {start} to {end}, but its duration is given as {given}"),
            days=Days(days + 1),
            start=start,
            end=end,
            given=Days(project.duration_days),
        )
    return PASSED


def is_reversed(project: Project) -> bool:
    """Ends before it starts: E204 speaks, and the dates mean nothing to other rules."""
    return project.start is not None and project.end is not None and project.end < project.start


@rule("E205", "outside-plan-period", WARNING, "project", N_("Projects lie inside the planning period"))
def outside_plan_period(seen: View, project: Project) -> Outcome | list[Fault]:
    """Looks at the dates of every project beside the planning period: it ends within the period, and starts
    within it unless it is marked as continued from before.

    Why: What ends after the plan is not the plan's result: the plan cannot be checked at its end, and the
    money of later years has no cover.

    How: Shorten the project, divide it so that a part can be accepted within the period, or mark it as
    continued if it began before.

    Good: Plan 2014 to 2020, continued project from 2012-06-01 to 2015-12-31.

    Bad: Plan 2014 to 2020, project that ends on 2021-06-30.
    """
    first, last = seen.start, seen.end
    if first is None or last is None or first > last or is_reversed(project):
        return None
    start, end = project.start, seen.end_of(project)
    if start is None and end is None:
        return None
    end_field = "end" if project.end is not None else "duration_days"
    if end is not None and end < first:
        return fault(
            end_field,
            N_("{name} ends on {end}, before the plan begins on {first}"),
            end=end,
            first=first,
        )
    found = []
    if end is not None and end > last:
        found.append(
            fault(
                end_field,
                N_("{name} ends on {end}, {days} after the plan's last day {last}"),
                end=end,
                days=Days((end - last).days),
                last=last,
            )
        )
    elif start is not None and start > last:
        return fault(
            "start",
            N_("{name} starts on {start}, after the plan's last day {last}"),
            start=start,
            last=last,
        )
    if start is not None and start < first and project.nature != "continued":
        found.append(
            fault(
                "start",
                N_(
                    "{name} starts on {start}, before the plan begins on {first},"
                    " and is not marked as continued"
                ),
                start=start,
                first=first,
            )
        )
    return found or PASSED


# -- milestones and annual targets ---------------------------------------------------------------------


@rule(
    "E212",
    "milestone-outside-project",
    ERROR,
    "milestone",
    N_("Milestones lie inside their project's dates"),
)
def milestone_outside_project(seen: View, milestone: Milestone) -> Outcome:
    """Looks at every dated milestone beside its project's start and end, as far as these are given. Stages of
    approval (idea, proposal, feasibility study, preliminary design) may come before the start, the
    performance evaluation after the end.

    Why: A milestone outside its project belongs to nobody's time: either it or the project's dates are
    wrong.

    How: Correct the milestone's due date, or the project's start or end.

    Good: Project 2015-03-01 to 2016-12-31, feasibility study 2014-11-30, final acceptance 2016-12-31.

    Bad: Project 2015-03-01 to 2016-12-31, final acceptance 2017-02-28.
    """
    due = milestone.due
    project = seen.plan.find(milestone.project, Project)
    if due is None or project is None or is_reversed(project):
        return None
    start, end = project.start, seen.end_of(project)
    if start is None and end is None:
        return None
    if start is not None and due < start and milestone.stage not in _APPROVAL:
        return fault(
            "due",
            N_("{name} is due on {due}, {days} before {project} starts on {start}"),
            related=(project.id,),
            due=due,
            days=Days((start - due).days),
            project=Ref(project.id),
            start=start,
        )
    if end is not None and due > end and milestone.stage != "evaluation":
        return fault(
            "due",
            N_("{name} is due on {due}, {days} after {project} ends on {end}"),
            related=(project.id,),
            due=due,
            days=Days((due - end).days),
            project=Ref(project.id),
            end=end,
        )
    return PASSED


@rule(
    "E215",
    "overdue-step",
    WARNING,
    "milestone project",
    N_("No milestone and no annual target is overdue"),
    execution=True,
)
def overdue_step(seen: View, element: Milestone | Project) -> Outcome | list[Outcome]:
    """Looks, in a plan in force or concluded, at every milestone with a due date and every annual target: on
    the day of judgement it is not past its date without being recorded as done. A milestone is done when it
    has a day of completion or evidence, an annual target when it is marked as done or has evidence. The due
    day itself is not late.

    Why: What is late and known can be helped; what is late and unknown comes out at the yearly assessment.

    How: Enter the day of completion and the evidence; if it is not done, agree on a new date with a reason.

    Good: Milestone due 2016-06-30, done on 2016-06-28, evidence: acceptance report.

    Bad: Milestone due 2016-03-31, judged on 2016-06-30, with no day of completion: 91 days overdue.
    """
    as_of = seen.as_of
    if isinstance(element, Project):
        if not element.year_goals:
            return None
        return [_overdue_goal(as_of, goal) for goal in element.year_goals]
    due = element.due
    if due is None:
        return None
    if due >= as_of or (element.done_on is not None and element.done_on <= as_of):
        return PASSED
    if element.done_on is None and element.evidence:
        return PASSED
    return fault(
        "due",
        N_("{name} was due on {due} and is not recorded as done: {days} overdue on {as_of}"),
        due=due,
        days=Days((as_of - due).days),
        as_of=as_of,
    )


def _overdue_goal(as_of: date, goal: YearGoal) -> Outcome:
    period = goal.period
    due = period_end(period)
    if due >= as_of or goal.done == "yes" or (goal.done is None and goal.evidence):
        return PASSED
    return fault(
        f"year_goals[{period}]",
        N_(
            "The annual target {period} of {name}, “{text}”, is not recorded as done:"
            " {days} overdue on {as_of}"
        ),
        period=period,
        text=goal.text,
        days=Days((as_of - due).days),
        as_of=as_of,
    )
