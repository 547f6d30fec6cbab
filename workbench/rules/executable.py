"""Executable: can the work be done, in this order, in this time? (E)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.analysis.schedule import Network, Schedule, cycles, later, network_of, schedule
from workbench.i18n import N_
from workbench.plan.elements import Goal, Milestone, Project
from workbench.plan.values import period_end
from workbench.rules.rule import ERROR, PASSED, UNKNOWN, WARNING, Fault, Ref, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.plan.records import Predecessor, YearGoal
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

#: Stages of approval, which come before a project begins.
_APPROVAL: Final = frozenset({"idea", "proposal", "feasibility", "design"})


@rule("E203", "no-deadline", ERROR, "project", N_("Every project has a deadline"))
def no_deadline(seen: View, project: Project) -> Outcome:
    """
    Looks at every project, programme or task without parts of its own: it has an end, or a start and a
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
    first = project.start.year if project.start is not None else years.start
    missing = tuple(year for year in years if year >= first and year not in given)
    if missing:
        return fault(
            "year_goals", N_("{name} is ongoing and has no annual target for {years}"), years=missing
        )
    return PASSED


@rule("E204", "dates-contradict", ERROR, "project", N_("A project's dates agree with each other"))
def dates_contradict(_seen: View, project: Project) -> Outcome:
    """
    Looks at every project with a start and an end: the end is not before the start, and a duration that is
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
            N_("{name} ends on {end}, {days} days before it starts on {start}"),
            end=end,
            days=-days,
            start=start,
        )
    if project.duration_days is not None and project.duration_days != days + 1:
        return fault(
            "duration_days",
            N_("{name} takes {days} days from {start} to {end}, but its duration is given as {given} days"),
            days=days + 1,
            start=start,
            end=end,
            given=project.duration_days,
        )
    return PASSED


def _is_reversed(project: Project) -> bool:
    """Ends before it starts: E204 speaks, and the dates mean nothing to other rules."""
    return project.start is not None and project.end is not None and project.end < project.start


@rule("E205", "outside-plan-period", WARNING, "project", N_("Projects lie inside the planning period"))
def outside_plan_period(seen: View, project: Project) -> Outcome:
    """
    Looks at the dates of every project beside the planning period: it ends within the period, and starts
    within it unless it is marked as continued from before.

    Why: What ends after the plan is not the plan's result: the plan cannot be checked at its end, and the
    money of later years has no cover.

    How: Shorten the project, divide it so that a part can be accepted within the period, or mark it as
    continued if it began before.

    Good: Plan 2014 to 2020, continued project from 2012-06-01 to 2015-12-31.

    Bad: Plan 2014 to 2020, project that ends on 2021-06-30.
    """
    first, last = seen.start, seen.end
    if first is None or last is None or first > last or _is_reversed(project):
        return None
    start, end = project.start, seen.end_of(project)
    if start is None and end is None:
        return None
    if end is not None and end > last:
        return fault(
            "end" if project.end is not None else "duration_days",
            N_("{name} ends on {end}, {days} days after the plan's last day {last}"),
            end=end,
            days=(end - last).days,
            last=last,
        )
    if end is not None and end < first:
        return fault(
            "end" if project.end is not None else "duration_days",
            N_("{name} ends on {end}, before the plan begins on {first}"),
            end=end,
            first=first,
        )
    if start is not None and start > last:
        return fault(
            "start",
            N_("{name} starts on {start}, after the plan's last day {last}"),
            start=start,
            last=last,
        )
    if start is not None and start < first and project.nature != "continued":
        return fault(
            "start",
            N_("{name} starts on {start}, before the plan begins on {first}, and is not marked as continued"),
            start=start,
            first=first,
        )
    return PASSED


# -- order ---------------------------------------------------------------------------------------------


def _network(seen: View) -> Network:
    """The plan's network, worked out once for all rules of one run."""
    if "network" not in seen.memo:
        seen.memo["network"] = network_of(seen.plan)
    network: Network = seen.memo["network"]
    return network


@rule("E206", "dependency-cycle", ERROR, "project", N_("No project waits for itself"), whole=True)
def dependency_cycle(seen: View) -> Iterator[tuple[Project, Outcome]]:
    """
    Follows the links between projects: no project waits, through whatever others, for itself. Each circle
    is reported once, with all its projects, at the first of them in the plan's order.

    Why: In a circle nobody can begin: each project waits for the one before it.

    How: Ask which of the links is not a real condition, and delete it or replace it by a start-to-start
    link with a lag.

    Good: Data centre, then platform, then applications.

    Bad: The platform waits for the data centre, the applications for the platform, and the data centre for
    the applications.
    """
    network = _network(seen)
    found: dict[str, list[Fault]] = {}
    named: set[str] = set()
    for circle in cycles(network):
        named.update(circle)
        found.setdefault(circle[0], []).append(
            fault(
                "predecessors",
                N_("{name} waits for itself; the circle: {circle}"),
                related=circle[1:],
                circle=tuple(Ref(id_) for id_ in (*circle, circle[0])),
            )
        )
    for id_, project in network.projects.items():
        if id_ in found:
            for one in found[id_]:
                yield project, one
        elif id_ not in named and (id_ in network.before or id_ in network.after):
            yield project, PASSED


_TOO_EARLY: Final = {
    "FS": N_(
        "{before} ends on {their_day}, {name} starts on {own_day} (FS, lag {lag} days): {days} days too early"
    ),
    "SS": N_(
        "{before} starts on {their_day}, {name} starts on {own_day} (SS, lag {lag} days): {days} days too early"
    ),
    "FF": N_(
        "{before} ends on {their_day}, {name} ends on {own_day} (FF, lag {lag} days): {days} days too early"
    ),
    "SF": N_(
        "{before} starts on {their_day}, {name} ends on {own_day} (SF, lag {lag} days): {days} days too early"
    ),
}


@rule("E207", "predecessor-too-late", ERROR, "predecessor", N_("Dates respect the links between projects"))
def predecessor_too_late(seen: View, project: Project) -> list[Outcome] | None:
    """
    Looks at every link to a predecessor where both dates it compares are known. Finish to start: the
    successor starts at the earliest the day after the predecessor's end, plus the lag. Start to start,
    finish to finish, start to finish: the successor's day is at the earliest the predecessor's day plus the
    lag. A negative lag allows an overlap. A successor without a start must at least end after the day on
    which it could start.

    Why: A plan that breaks its own order will be late from the first day; each later project inherits the
    delay.

    How: Move the successor by the number of days that the finding names, shorten the predecessor, or correct
    the type of link or the lag if the two may overlap.

    Good: Tendering ends 2019-03-31, construction starts 2019-04-01, FS, lag 0.

    Bad: Tendering ends 2019-03-31, construction starts 2019-02-01, FS, lag 0: 59 days too early.
    """
    links = project.predecessors
    if not links or _is_reversed(project):
        return None
    return [_link(seen, project, link) for link in links]


def _link(seen: View, project: Project, link: Predecessor) -> Outcome:
    before = seen.plan.find(link.project, Project)
    if before is None or before is project or _is_reversed(before) or seen.is_cancelled(before):
        return None
    type_ = link.type or "FS"
    their_day = seen.end_of(before) if type_[0] == "F" else before.start
    own_end = seen.end_of(project)
    own_day = project.start if type_[1] == "S" else own_end
    by_end = own_day is None and own_end is not None
    if by_end:
        own_day = own_end
    if their_day is None or own_day is None:
        return None
    lag = link.lag_days or 0
    earliest = later(their_day, lag + (type_ == "FS"))
    if own_day >= earliest:
        return PASSED
    message = (
        N_(
            "{name} is due on {own_day}, but cannot start before {earliest} because of {before}"
            " ({type}, lag {lag} days): {days} days too early"
        )
        if by_end
        else _TOO_EARLY[type_]
    )
    return fault(
        f"predecessors[{link.project}]",
        message,
        related=(link.project,),
        before=Ref(link.project),
        their_day=their_day,
        own_day=own_day,
        earliest=earliest,
        type=type_,
        lag=lag,
        days=(earliest - own_day).days,
    )


@rule("E208", "dangling-predecessor", ERROR, "predecessor", N_("Predecessors exist and are not cancelled"))
def dangling_predecessor(seen: View, project: Project) -> list[Outcome] | None:
    """
    Looks at every link to a predecessor: the project it names is in the plan, and neither it nor a programme
    above it is cancelled.

    Why: Who waits for work that nobody will do waits for ever; and a link to nothing hides that the order
    was once thought out.

    How: Link to the project that took the work over, or delete the link and say in the notes what
    replaces it.

    Good: The applications wait for P-003 "Data centre", which is planned.

    Bad: The applications wait for P-003 "Data centre", which was cancelled last year.
    """
    if not project.predecessors:
        return None
    found: list[Outcome] = []
    for link in project.predecessors:
        before = seen.plan.find(link.project, Project)
        field = f"predecessors[{link.project}]"
        if before is None:
            found.append(
                fault(
                    field,
                    N_("{name} waits for “{missing}”, which is no project of this plan"),
                    missing=link.project,
                )
            )
        elif seen.is_cancelled(before):
            found.append(
                fault(
                    field,
                    N_("{name} waits for {before}, which is cancelled"),
                    related=(before.id,),
                    before=Ref(before.id),
                )
            )
        else:
            found.append(PASSED)
    return found


@rule("E209", "chain-too-late", ERROR, "project", N_("The order of work leaves time enough"), whole=True)
def chain_too_late(seen: View) -> Iterator[tuple[Project, Outcome]]:
    """
    Works out, from starts, durations, links and lags, how early each project can finish: not after the due
    date of a goal that it serves, nor after the plan's last day. The critical chain that leads to it is
    named. Silent where the dates or links of the chain are at fault themselves (E203 to E208).

    Why: Each project can look reasonable alone while the chain of them cannot be done in time; it is found
    out when the goal is due.

    How: Shorten a project of the chain, let two of them overlap (start to start, or a negative lag), begin
    the first earlier, or set a later date for the goal.

    Good: Goal due 2018-12-31; design 180 days from 2016-01-01, then construction of 600 days: done by
    2018-02-17.

    Bad: Goal due 2017-12-31 and the same chain: 48 days too late.
    """
    network = _network(seen)
    plan_end = seen.end if seen.start is not None and seen.end is not None and seen.start <= seen.end else None
    days = schedule(network, seen.start)
    spoken: tuple[set[str], set[str]] | None = None
    for id_, slot in days.slots.items():
        if slot.finish is None:
            continue
        project = network.projects[id_]
        limit, goal = _limit(seen, project, plan_end)
        if limit is None:
            continue
        if slot.finish <= limit:
            yield project, PASSED
            continue
        if spoken is None:
            spoken = _spoken_for(seen, network, days)
        if id_ in spoken[0]:
            continue
        if id_ in spoken[1] and plan_end is not None and limit >= plan_end:
            continue
        yield project, _too_late(days.chain(id_), slot.finish, limit, goal)


def _limit(seen: View, project: Project, plan_end: date | None) -> tuple[date | None, Goal | None]:
    """The earliest day that the project may not pass, and the goal that sets it (None: the plan's end)."""
    limit, by = plan_end, None
    for goal in seen.goals_of(project):
        if goal.due is not None and (limit is None or goal.due <= limit):
            limit, by = goal.due, goal
    return limit, by


def _spoken_for(seen: View, network: Network, days: Schedule) -> tuple[set[str], set[str]]:
    """Projects whose chain is at fault by E203, E204, E207 or E208; and those whose chain E205 finds to end late."""
    faulty: set[str] = set()
    outside: set[str] = set()
    for id_, slot in days.slots.items():
        project = network.projects[id_]
        driver = slot.driver
        if driver in faulty or _is_faulty(seen, project):
            faulty.add(id_)
        end = seen.end_of(project)
        if driver in outside or (end is not None and seen.end is not None and end > seen.end):
            outside.add(id_)
    return faulty, outside


def _is_faulty(seen: View, project: Project) -> bool:
    deadline = no_deadline(seen, project)
    return (
        (isinstance(deadline, Fault) and deadline.severity is None)
        or isinstance(dates_contradict(seen, project), Fault)
        or any(isinstance(one, Fault) for one in predecessor_too_late(seen, project) or ())
        or any(isinstance(one, Fault) for one in dangling_predecessor(seen, project) or ())
    )


def _too_late(chain: tuple[str, ...], finish: date, limit: date, goal: Goal | None) -> Fault:
    if goal is not None:
        message = (
            N_(
                "{name} can finish on {finish} at the earliest, {days} days after {goal} is due on {limit};"
                " critical chain: {chain}"
            )
            if len(chain) > 1
            else N_("{name} ends on {finish}, {days} days after {goal}, which it serves, is due on {limit}")
        )
    else:
        message = N_(
            "{name} can finish on {finish} at the earliest, {days} days after the plan's last day {limit};"
            " critical chain: {chain}"
        )
    return fault(
        "end",
        message,
        related=(*chain[:-1], *((goal.id,) if goal is not None else ())),
        finish=finish,
        days=(finish - limit).days,
        limit=limit,
        goal=Ref(goal.id) if goal is not None else "",
        chain=tuple(Ref(id_) for id_ in chain),
    )


# -- milestones and annual targets ---------------------------------------------------------------------


@rule(
    "E212",
    "milestone-outside-project",
    ERROR,
    "milestone",
    N_("Milestones lie inside their project's dates"),
)
def milestone_outside_project(seen: View, milestone: Milestone) -> Outcome:
    """
    Looks at every dated milestone beside its project's start and end, as far as these are given. Stages of
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
    if due is None or project is None or _is_reversed(project):
        return None
    start, end = project.start, seen.end_of(project)
    if start is None and end is None:
        return None
    if start is not None and due < start and milestone.stage not in _APPROVAL:
        return fault(
            "due",
            N_("{name} is due on {due}, {days} days before {project} starts on {start}"),
            related=(project.id,),
            due=due,
            days=(start - due).days,
            project=Ref(project.id),
            start=start,
        )
    if end is not None and due > end and milestone.stage != "evaluation":
        return fault(
            "due",
            N_("{name} is due on {due}, {days} days after {project} ends on {end}"),
            related=(project.id,),
            due=due,
            days=(due - end).days,
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
    """
    Looks, in a plan in force or concluded, at every milestone with a due date and every annual target: on
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
        N_("{name} was due on {due} and is not recorded as done: {days} days overdue on {as_of}"),
        due=due,
        days=(as_of - due).days,
        as_of=as_of,
    )


def _overdue_goal(as_of: date, goal: YearGoal) -> Outcome:
    period = f"{goal.year}-Q{goal.quarter}" if goal.quarter else str(goal.year)
    due = period_end(period)
    if due >= as_of or goal.done == "yes" or (goal.done is None and goal.evidence):
        return PASSED
    return fault(
        f"year_goals[{period}]",
        N_(
            "The annual target {period} of {name}, “{text}”, is not recorded as done:"
            " {days} days overdue on {as_of}"
        ),
        period=period,
        text=goal.text,
        days=(as_of - due).days,
        as_of=as_of,
    )
