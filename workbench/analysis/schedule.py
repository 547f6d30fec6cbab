"""The network of projects: which ones wait for which, in circles or not, and how early each can finish.

Days are calendar days; a project's end is its last day. FS: the successor starts at the earliest the day
after the predecessor's end, plus the lag; SS, FF and SF compare the two days named, plus the lag. A project
starts no earlier than its own start, without one no earlier than the plan's, and ends no earlier than its
own end. Cancelled projects, and links to what is not there, are no part of the network.

Everything takes time linear in projects and links, whatever the depth: nothing here calls itself.
"""

from __future__ import annotations

from collections import deque
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.plan.elements import Project

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from workbench.plan.plan import Plan

#: Circles named within one knot of links; the rest shows once these are cut.
_MOST_CYCLES: Final = 50
_LAST_DAY: Final = date.max.toordinal()


class Link(NamedTuple):
    """``successor`` waits for ``predecessor``; ``lag`` in days, ``type`` FS, SS, FF or SF."""

    predecessor: str
    successor: str
    type: str
    lag: int


class Slot(NamedTuple):
    """The earliest days of a project.

    ``start`` is unknown without a start of the project, of the plan or of a predecessor; ``finish`` is
    unknown where neither an end nor a duration is known. ``driver`` is the predecessor that leaves no day
    to spare before them, None where the project's own dates decide.
    """

    start: date | None
    finish: date | None
    driver: str | None


class Network:
    """Projects, in rank order, and the links between them."""

    def __init__(self, projects: Iterable[Project], links: Iterable[Link]) -> None:
        self.projects: dict[str, Project] = {project.id: project for project in projects}
        self.before: dict[str, list[Link]] = {}
        self.after: dict[str, list[Link]] = {}
        for link in links:
            self.before.setdefault(link.successor, []).append(link)
            self.after.setdefault(link.predecessor, []).append(link)


class Schedule(NamedTuple):
    """Earliest days by project. What waits for a circle of links has none and is left out."""

    slots: Mapping[str, Slot]

    def chain(self, id_: str, most: int = 12) -> tuple[str, ...]:
        """The critical chain that ends with a project, first project first; the last ``most`` of it."""
        found = [id_]
        while len(found) < most:
            driver = self.slots[found[-1]].driver
            if driver is None:
                break
            found.append(driver)
        return tuple(reversed(found))


def cancelled(plan: Plan) -> set[str]:
    """Ids of cancelled projects and of all below them (milestones too)."""
    found: set[str] = set()
    for project in plan.all(Project):
        if project.status == "cancelled" and project.id not in found:
            found.update(plan.subtree(project.id))
    return found


def network_of(plan: Plan) -> Network:
    """The network of a plan's projects that are not cancelled."""
    out = cancelled(plan)
    projects = [project for project in plan.all(Project) if project.id not in out]
    known = {project.id for project in projects}
    return Network(
        projects,
        (
            Link(one.project, project.id, one.type or "FS", one.lag_days or 0)
            for project in projects
            for one in project.predecessors or ()
            if one.project in known
        ),
    )


# -- circles -------------------------------------------------------------------------------------------


def cycles(network: Network) -> list[tuple[str, ...]]:
    """Circles of links, each once, in the order of work, beginning with its first project in rank order.

    Every project of a knot (projects that all wait for each other) is named in at least one circle, in a
    shortest one through it; there may be others, which show once these are cut.
    """
    rank = {id_: at for at, id_ in enumerate(network.projects)}
    found: list[tuple[str, ...]] = []
    for knot in _knots(network):
        inside = set(knot)
        left = dict.fromkeys(sorted(knot, key=rank.__getitem__))
        for _ in range(_MOST_CYCLES):
            if not left:
                break
            circle = _shortest_circle(network, next(iter(left)), inside)
            first = circle.index(min(circle, key=rank.__getitem__))
            found.append((*circle[first:], *circle[:first]))
            for id_ in circle:
                left.pop(id_, None)
    found.sort(key=lambda circle: [rank[id_] for id_ in circle])
    return found


def _behind_circles(network: Network) -> set[str]:
    """The projects on a circle or waiting for one: what is left when all is taken off that can begin."""
    awaited: dict[str, int] = {}
    for links in network.after.values():
        for link in links:
            awaited[link.successor] = awaited.get(link.successor, 0) + 1
    ready = [id_ for id_ in network.after if id_ not in awaited]
    while ready:
        for link in network.after.get(ready.pop(), ()):
            awaited[link.successor] -= 1
            if not awaited[link.successor]:
                ready.append(link.successor)
    return {id_ for id_, often in awaited.items() if often}


def _knots(network: Network) -> Iterator[list[str]]:
    """Strongly connected parts that hold a circle (Tarjan's algorithm with a stack of its own)."""
    after = network.after
    waiting = _behind_circles(network)
    number: dict[str, int] = {}
    low: dict[str, int] = {}
    open_: list[str] = []
    is_open: set[str] = set()
    for root in network.projects:
        if root in number or root not in waiting or root not in after:
            continue
        number[root] = low[root] = len(number)
        open_.append(root)
        is_open.add(root)
        work: list[tuple[str, Iterator[Link]]] = [(root, iter(after[root]))]
        while work:
            here, links = work[-1]
            for link in links:
                there = link.successor
                if there not in number:
                    number[there] = low[there] = len(number)
                    open_.append(there)
                    is_open.add(there)
                    work.append((there, iter(after.get(there, ()))))
                    break
                if there in is_open:
                    low[here] = min(low[here], number[there])
            else:
                work.pop()
                if work:
                    above = work[-1][0]
                    low[above] = min(low[above], low[here])
                if low[here] == number[here]:
                    knot = _taken_off(open_, here)
                    is_open.difference_update(knot)
                    if len(knot) > 1 or any(link.successor == here for link in after.get(here, ())):
                        yield knot


def _taken_off(stack: list[str], last: str) -> list[str]:
    at = len(stack) - 1
    while stack[at] != last:
        at -= 1
    taken = stack[at:]
    del stack[at:]
    return taken


def _shortest_circle(network: Network, start: str, inside: set[str]) -> list[str]:
    """The projects of a shortest circle through ``start``, in the order of work, beginning with it."""
    came: dict[str, str] = {}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        for link in network.after.get(here, ()):
            there = link.successor
            if there == start:
                circle = [here]
                while circle[-1] != start:
                    circle.append(came[circle[-1]])
                return circle[::-1]
            if there in inside and there not in came:
                came[there] = here
                queue.append(there)
    raise ValueError(f"{start} is on no circle")


# -- earliest days -------------------------------------------------------------------------------------


def schedule(network: Network, plan_start: date | None) -> Schedule:
    """The earliest days of every project that waits for no circle."""
    first = plan_start.toordinal() if plan_start is not None else None
    slots: dict[str, Slot] = {}
    waiting = {id_: len(links) for id_, links in network.before.items()}
    ready = deque(id_ for id_ in network.projects if id_ not in waiting)
    while ready:
        id_ = ready.popleft()
        slots[id_] = _slot(network.projects[id_], network.before.get(id_, ()), slots, first)
        for link in network.after.get(id_, ()):
            waiting[link.successor] -= 1
            if not waiting[link.successor]:
                ready.append(link.successor)
    return Schedule(slots)


def duration_of(project: Project) -> int | None:
    """Days from start to end, both included; as stated where one of the dates is missing."""
    if project.start is not None and project.end is not None:
        return (project.end - project.start).days + 1
    return project.duration_days or None


def _slot(project: Project, links: Sequence[Link], slots: Mapping[str, Slot], plan_start: int | None) -> Slot:
    if not links and project.start is not None and project.end is not None:
        return Slot(project.start, project.end, None)
    start = project.start.toordinal() if project.start is not None else plan_start
    finish = project.end.toordinal() if project.end is not None else None
    duration = duration_of(project)
    driver: str | None = None
    ends_late: str | None = None
    for link in links:
        ahead = slots[link.predecessor]
        day = ahead.finish if link.type[0] == "F" else ahead.start
        if day is None:
            continue
        earliest = day.toordinal() + link.lag + (link.type == "FS")
        if link.type[1] == "F":
            if finish is None or earliest > finish or (earliest == finish and ends_late is None):
                finish, ends_late = earliest, link.predecessor
            if duration is None:
                continue
            earliest -= duration - 1
        if start is None or earliest > start or (earliest == start and driver is None):
            start, driver = earliest, link.predecessor
    if start is None:
        return Slot(None, _day(finish), ends_late)
    if finish is None and duration is None:
        return Slot(_day(start), None, driver)
    # Without a duration a project takes at least the day it starts on.
    least = start + (duration or 1) - 1
    if finish is None or least > finish:
        return Slot(_day(start), _day(least), driver)
    if least < finish or driver is None:
        driver = ends_late
    return Slot(_day(start), _day(finish), driver)


def _day(ordinal: int | None) -> date | None:
    if ordinal is None:
        return None
    return date.fromordinal(min(max(ordinal, 1), _LAST_DAY))


def later(day: date, days: int) -> date:
    """The day so many days later; the last day of the calendar where there is none."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min
