"""What mends findings about the order of work (E206 to E209)."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.schedule import network_of, schedule
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.elements import Goal, Project
from workbench.plan.records import Predecessor
from workbench.rules.executable import is_reversed
from workbench.rules.fixes.executable import set_dates
from workbench.rules.fixes.on_trial import linked, order_holds, successors
from workbench.rules.fixing import fix, way
from workbench.rules.order import predecessor_too_late
from workbench.rules.rule import Fault
from workbench.rules.view import View

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from workbench.plan.change import Change
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix

#: How often one project may be pushed on before the chain is given up: it goes round in a circle.
_MOST_PUSHES: Final = 40


def _without(seen: View, project: Project, gone: set[str]) -> Change:
    """Take the links to some predecessors out of a project."""
    kept = tuple(link for link in project.predecessors or () if link.project not in gone)
    return edits.set_field(seen.plan, project.id, "predecessors", kept or None)


@fix("E206")
def cut_circle(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """Drop one link of the circle; where circles share the project, all that lead back to it."""
    key = ("E206", project.id, finding.field)
    circle = [project.id, *finding.related]
    offered = False
    # The link that closes the circle comes first: it leads back to what is first in the plan.
    for before, after in [(circle[-1], circle[0]), *pairwise(circle)]:
        waiting, ahead = seen.plan.find(after, Project), seen.plan.find(before, Project)
        if waiting is None or ahead is None:
            continue
        change = _without(seen, waiting, {before})
        if order_holds(seen, [change], key):
            offered = True
            yield way(N_("Let {name} no longer wait for {before}"), [change], name=waiting, before=ahead)
    if offered:
        return
    change = _without(seen, project, _behind(seen, project) | {project.id})
    if order_holds(seen, [change], key):
        yield way(N_("Let {name} no longer wait for what waits for it"), [change], name=project)


def _behind(seen: View, project: Project) -> set[str]:
    """What waits for a project, directly or through others."""
    found: set[str] = set()
    queue = [project.id]
    while queue:
        for one in successors(seen.plan, queue.pop()):
            if one.id not in found:
                found.add(one.id)
                queue.append(one.id)
    return found


# -- E207 ----------------------------------------------------------------------------------------------


@fix("E207")
def respect_link(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """Move the successor, with what waits for it; shorten it; or let the two overlap."""
    days = dict(finding.values).get("days")
    ahead = seen.plan.find(finding.related[0], Project) if finding.related else None
    if not isinstance(days, int) or ahead is None:
        return
    key = ("E207", project.id, finding.field)
    step = timedelta(days=days)
    day = project.start or project.end
    if day is None:
        return
    moves = _pushed(seen, project, days)
    if moves is not None and len(moves) > 1:
        chain = [_moved(seen, seen.plan.find(id_, Project), many) for id_, many in moves.items()]
        if order_holds(seen, chain, key):
            message = N_("Move {name} on to {day}, and what waits for it as far as needed")
            yield way(message, chain, name=project, day=(day + step).isoformat())
    alone = _moved(seen, project, days)
    if order_holds(seen, [alone], key):
        yield way(N_("Move {name} on to {day}"), [alone], name=project, day=(day + step).isoformat())
    start, end = project.start, project.end
    link = next((one for one in project.predecessors or () if one.project == ahead.id), None)
    if link is None:
        return
    if start is not None and end is not None and (link.type or "FS")[1] == "S":
        first = start + step
        if first <= end:
            shorter = set_dates(seen, project, start=first)
            if order_holds(seen, [shorter], key):
                message = N_("Let {name} start on {day} and keep its end")
                yield way(message, [shorter], name=project, day=first.isoformat())
    lag = (link.lag_days or 0) - days
    rows = tuple(
        one.but(lag_days=lag) if one.project == ahead.id and one == link else one
        for one in project.predecessors or ()
    )
    overlap = edits.set_field(seen.plan, project.id, "predecessors", rows)
    if order_holds(seen, [overlap], key):
        message = N_("Keep the dates of {name} and set its lag after {before} to {lag} (days)")
        yield way(message, [overlap], before=ahead, name=project, lag=str(lag))


def _moved(seen: View, project: Project | None, days: int) -> Change:
    """The project so many days later, as long as before, with its milestones that are not done."""
    assert project is not None
    step = timedelta(days=days)
    start, end = project.start, project.end
    if start is not None and end is not None:
        return edits.reschedule(seen.plan, project.id, start + step, end + step)
    values: dict[str, dict[str, Any]] = {
        project.id: {name: day + step for name, day in (("start", start), ("end", end)) if day is not None}
    }
    for one in seen.milestones_of(project):
        if one.due is not None and one.done_on is None:
            values[one.id] = {"due": one.due + step}
    return edits.set_fields(seen.plan, values)


def _pushed(seen: View, project: Project, days: int) -> dict[str, int] | None:
    """How many days later the project and what waits for it must be; None where they go in a circle."""
    trial = linked(seen, [project.id])
    then = View(trial, seen.as_of, seen.parameters)
    moves: dict[str, int] = {}
    pushes: dict[str, int] = {}
    queue = [(project.id, days)]
    while queue:
        id_, more = queue.pop(0)
        moves[id_] = moves.get(id_, 0) + more
        pushes[id_] = pushes.get(id_, 0) + 1
        if pushes[id_] > _MOST_PUSHES:
            return None
        here = trial.find(id_, Project)
        assert here is not None
        step = timedelta(days=more)
        dates = {name: day + step for name in ("start", "end") if (day := here.get(name)) is not None}
        # Dates stand in no index of the plan.
        trial.elements[id_] = here.but(**dates)
        for one in successors(trial, id_):
            if seen.is_cancelled(one) or is_reversed(one):
                continue
            needed = [
                int(dict(outcome.values)["days"])
                for outcome in predecessor_too_late(then, one) or ()
                if isinstance(outcome, Fault) and id_ in outcome.related
            ]
            if needed and (one.id, max(needed)) not in queue:
                queue.append((one.id, max(needed)))
    return moves


# -- E208, E209 ----------------------------------------------------------------------------------------


@fix("E208")
def mend_link(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """Link to the project whose code was meant, or to what a cancelled one waited for; or drop the link."""
    link = next(
        (one for one in project.predecessors or () if f"predecessors[{one.project}]" == finding.field), None
    )
    if link is None:
        return
    key = ("E208", project.id, finding.field)
    gone = seen.plan.find(link.project, Project)
    if gone is None:
        named = [
            one
            for one in seen.plan.all(Project)
            if link.project.strip() in (one.code, one.title) and one.id != project.id
        ]
        for meant in named:
            change = _relinked(seen, project, link, (meant.id,))
            if not seen.is_cancelled(meant) and order_holds(seen, [change], key):
                yield way(
                    N_("Let {name} wait for {before}, which the link names"),
                    [change],
                    safe=len(named) == 1,
                    name=project,
                    before=meant,
                )
        # Not safe: it may stand for work that has to come first, and nothing else would remember it.
        change = _without(seen, project, {link.project})
        if order_holds(seen, [change], key):
            yield way(
                N_("Delete the link of {name} to “{missing}”, which is not in the plan"),
                [change],
                name=project,
                missing=link.project,
            )
        return
    before = [
        one.project
        for one in gone.predecessors or ()
        if (ahead := seen.plan.find(one.project, Project)) is not None
        and not seen.is_cancelled(ahead)
        and ahead.id != project.id
    ]
    if before:
        change = _relinked(seen, project, link, tuple(dict.fromkeys(before)))
        if order_holds(seen, [change], key):
            message = N_("Let {name} wait for what {before} waited for")
            yield way(message, [change], name=project, before=gone)
    change = _without(seen, project, {gone.id})
    if order_holds(seen, [change], key):
        message = N_("Let {name} no longer wait for {before}, which is cancelled")
        yield way(message, [change], name=project, before=gone)


def _relinked(seen: View, project: Project, link: Predecessor, instead: tuple[str, ...]) -> Change:
    """Put links to other projects in the place of one link."""
    there = {one.project for one in project.predecessors or () if one is not link}
    rows: list[Predecessor] = []
    for one in project.predecessors or ():
        if one is link:
            rows.extend(
                Predecessor(project=id_, type=link.type, lag_days=link.lag_days)
                for id_ in instead
                if id_ not in there
            )
        else:
            rows.append(one)
    return edits.set_field(seen.plan, project.id, "predecessors", tuple(rows) or None)


@fix("E209")
def leave_time(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """Shorten the project as far as its chain allows; or let the goal be due when the chain can be done."""
    said: Mapping[str, Any] = dict(finding.values)
    limit, finish = said.get("limit"), said.get("finish")
    if limit is None or finish is None:
        return
    key = ("E209", project.id, finding.field)
    slot = schedule(network_of(linked(seen, [project.id])), seen.start).slots.get(project.id)
    if slot is not None and slot.start is not None and slot.start <= limit:
        if project.end is not None and project.start is not None and project.start < slot.start:
            # The chain pushes it on; its start follows.
            change = set_dates(seen, project, start=slot.start, end=limit)
        elif project.end is not None:
            change = set_dates(seen, project, end=limit)
        else:
            length = (limit - slot.start).days + 1
            change = edits.set_field(seen.plan, project.id, "duration_days", length)
        if order_holds(seen, [change], key):
            message = N_("Shorten {name}, to be done by {day}")
            yield way(message, [change], name=project, day=limit.isoformat())
    goal = seen.plan.find(said.get("goal"), Goal)
    if goal is not None:
        change = edits.set_field(seen.plan, goal.id, "due", finish)
        if order_holds(seen, [change], key):
            message = N_("Let {goal} be due on {day}, when {name} can be done")
            yield way(message, [change], goal=goal, name=project, day=finish.isoformat())
