"""Which projects run, and when: what the rules, the dashboard and the money of the years go by alike."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from workbench.analysis.floats import stated_end
from workbench.plan.elements import Milestone, Project

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan

#: First and last day, and the project.
Run = tuple[date, date, str]


def is_cancelled(plan: Plan, element: Element) -> bool:
    """A cancelled project, one below a cancelled project, or a milestone of one."""
    if isinstance(element, Milestone):
        owner = plan.find(element.project, Project)
        return owner is not None and is_cancelled(plan, owner)
    if not isinstance(element, Project):
        return False
    if element.status == "cancelled":
        return True
    if element.parent is None:
        return False
    return any(
        isinstance(above, Project) and above.status == "cancelled" for above in plan.ancestors(element.id)
    )


def running_projects(plan: Plan, *, parts_first: bool = False) -> list[Project]:
    """Projects that are not cancelled, nor below a cancelled one, in the plan's order; a programme before
    its parts, or after them.
    """
    step = 1 if parts_first else -1
    found: list[Project] = []
    waiting = list(plan.roots("project")[::step])
    while waiting:
        project = plan.find(waiting.pop(), Project)
        if project is not None and project.status != "cancelled":
            found.append(project)
            waiting.extend(plan.children(project.id)[::step])
    if parts_first:
        found.reverse()
    return found


def start_of(plan: Plan, project: Project) -> date | None:
    """A project's start; without one the later of the plan's start and its date of issue."""
    if project.start is not None:
        return project.start
    head = plan.head
    known = [day for day in (head.period.start if head.period else None, head.issued_on) if day is not None]
    return max(known, default=None)


def runs(plan: Plan, projects: Iterable[Project]) -> list[Run]:
    """When projects run that count against their lead's capacity: those with known days (ongoing work lasts
    until the plan ends), and no programme beside its own parts.
    """
    led = {one.id: one for one in projects}
    above = {one.id for id_ in led for one in plan.ancestors(id_) if one.id in led}
    period = plan.head.period
    found: list[Run] = []
    for id_, one in led.items():
        start, end = start_of(plan, one), stated_end(one)
        if end is None and one.ongoing and period is not None:
            end = period.end
        if id_ not in above and start is not None and end is not None and start <= end:
            found.append((start, end, id_))
    return found
