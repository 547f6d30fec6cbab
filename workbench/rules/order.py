"""Executable: can the work be done in this order? (E) Rules about links between projects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.analysis.schedule import Network, Schedule, cycles, later, network_of, schedule
from workbench.i18n import N_
from workbench.plan.elements import Goal, Project
from workbench.rules.executable import dates_contradict, is_reversed, no_deadline
from workbench.rules.rule import ERROR, PASSED, Days, Fault, Ref, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.plan.records import Predecessor
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View


def _network(seen: View) -> Network:
    """The plan's network, worked out once for all rules of one run."""
    if "network" not in seen.memo:
        seen.memo["network"] = network_of(seen.plan)
    network: Network = seen.memo["network"]
    return network


@rule("E206", "dependency-cycle", ERROR, "project", N_("No project waits for itself"), whole=True)
def dependency_cycle(seen: View) -> Iterator[tuple[Project, Outcome]]:
    """Follows the links between projects: no project waits, through whatever others, for itself. Each circle
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
    "FS": N_("{name} starts on {own_day}, {before} ends on {their_day} (FS, lag {lag}): {days} too early"),
    "SS": N_("{name} starts on {own_day}, {before} starts on {their_day} (SS, lag {lag}): {days} too early"),
    "FF": N_("{name} ends on {own_day}, {before} ends on {their_day} (FF, lag {lag}): {days} too early"),
    "SF": N_("{name} ends on {own_day}, {before} starts on {their_day} (SF, lag {lag}): {days} too early"),
}


@rule("E207", "predecessor-too-late", ERROR, "predecessor", N_("Dates respect the links between projects"))
def predecessor_too_late(seen: View, project: Project) -> list[Outcome] | None:
    """Looks at every link to a predecessor where both dates it compares are known. Finish to start: the
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
    if not links or is_reversed(project):
        return None
    return [_link(seen, project, link) for link in links]


def _link(seen: View, project: Project, link: Predecessor) -> Outcome:
    before = seen.plan.find(link.project, Project)
    if before is None or before is project or is_reversed(before) or seen.is_cancelled(before):
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
            " ({type}, lag {lag}): {days} too early"
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
        days=Days((earliest - own_day).days),
    )


@rule("E208", "dangling-predecessor", ERROR, "predecessor", N_("Predecessors exist and are not cancelled"))
def dangling_predecessor(seen: View, project: Project) -> list[Outcome] | None:
    """Looks at every link to a predecessor: the project it names is in the plan, and neither it nor a
    programme above it is cancelled.

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
    """Works out, from starts, durations, links and lags, how early each project can finish: not after the due
    date of a goal that it serves, nor after the plan's last day. The critical chain that leads to it is
    named. Silent where the dates or links of the chain are at fault themselves (E203 to E208), unless the
    project's own end is already after the goal's due date.

    Why: Each project can look reasonable alone while the chain of them cannot be done in time; it is found
    out when the goal is due.

    How: Shorten a project of the chain, let two of them overlap (start to start, or a negative lag), begin
    the first earlier, or set a later date for the goal.

    Good: Goal due 2018-12-31; design 180 days from 2016-01-01, then construction of 600 days: done by
    2018-02-18.

    Bad: Goal due 2017-12-31 and the same chain: 49 days too late.
    """
    network = _network(seen)
    plan_end = (
        seen.end if seen.start is not None and seen.end is not None and seen.start <= seen.end else None
    )
    days = schedule(network, seen.start)
    spoken: tuple[set[str], set[str]] | None = None
    for id_, project in network.projects.items():
        slot = days.slots.get(id_)
        finish = slot.finish if slot is not None else None
        limit, goal = _limit(seen, project, plan_end)
        if limit is None or (slot is not None and finish is None):
            continue
        if finish is not None and finish <= limit:
            yield project, PASSED
            continue
        if spoken is None:
            spoken = _spoken_for(seen, network, days)
        if plan_end is not None and limit >= plan_end and (finish is None or id_ in spoken[1]):
            continue
        if finish is not None and id_ not in spoken[0]:
            yield project, _too_late(days.chain(id_), finish, limit, goal)
            continue
        # What stands before it cannot be reckoned with; that its stated end is after its goal can be told.
        end = project.end
        if goal is not None and end is not None and end > limit:
            if not isinstance(dates_contradict(seen, project), Fault):
                yield project, _too_late((id_,), end, limit, goal)


def _limit(seen: View, project: Project, plan_end: date | None) -> tuple[date | None, Goal | None]:
    """The earliest day that the project may not pass, and the goal that sets it (None: the plan's end)."""
    limit, by = plan_end, None
    for goal in seen.goals_of(project):
        if goal.due is not None and (limit is None or goal.due <= limit):
            limit, by = goal.due, goal
    return limit, by


def _spoken_for(seen: View, network: Network, days: Schedule) -> tuple[set[str], set[str]]:
    """Projects whose chain is at fault by E203, E204, E207 or E208; those whose chain is late by E205."""
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
                "{name} can finish on {finish} at the earliest, {days} after {goal} is due on {limit};"
                " critical chain: {chain}"
            )
            if len(chain) > 1
            else N_("{name} ends on {finish}, {days} after {goal}, which it serves, is due on {limit}")
        )
    else:
        message = N_(
            "{name} can finish on {finish} at the earliest, {days} after the plan's last day {limit};"
            " critical chain: {chain}"
        )
    return fault(
        "end",
        message,
        related=(*chain[:-1], *((goal.id,) if goal is not None else ())),
        finish=finish,
        days=Days((finish - limit).days),
        limit=limit,
        goal=Ref(goal.id) if goal is not None else "",
        chain=tuple(Ref(id_) for id_ in chain),
    )
