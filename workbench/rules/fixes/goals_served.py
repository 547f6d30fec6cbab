"""What mends findings of implementability (I) about goals and projects that do not meet."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.schedule import network_of, schedule
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.elements import Goal, Indicator, Project, Unit
from workbench.plan.records import GoalLink
from workbench.rules.fixes import candidates as c
from workbench.rules.fixes.additions import pending
from workbench.rules.fixing import fix, way
from workbench.rules.implementable import is_group

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.plan.change import Change
    from workbench.plan.elements import Element
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: So many are put forward.
_FEW: Final = 6
#: Among so many a like name is looked for.
_LOOKED_AT: Final = 500


@fix("I319")
def find_project(seen: View, goal: Goal, _finding: Finding) -> Iterator[Fix]:
    """A project serves the goal: one that moves its indicators, one that serves none yet, one of a like name
    or of its field; or a new task does.
    """
    fitting = (one for one in _projects_near(seen, goal) if _in_time(seen, one, goal))
    for project in islice(fitting, _FEW):
        yield _served(seen, project, goal, goal)
    task = _task(seen, goal)
    if task is not None:
        yield way(N_("Add a task that serves {name}"), [task], name=goal)


@fix("I320")
def find_goal(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """The project serves a goal: one whose indicators it moves, one of a like name, one of its field."""
    fitting = (one for one in _goals_near(seen, project) if _in_time(seen, project, one))
    for goal in islice(fitting, _FEW):
        yield _served(seen, project, goal, project)


def _served(seen: View, project: Project, goal: Goal, of: Element) -> Fix:
    link = edits.link(
        seen.plan, project.id, "goals", goal.id, role="supporting" if project.goals else "primary"
    )
    if of is goal:
        return way(N_("Let {project} serve {name}"), [link], project=project, name=goal)
    return way(N_("Let {name} serve {goal}"), [link], name=project, goal=goal)


def _in_time(seen: View, project: Project, goal: Goal) -> bool:
    """Whether the project can finish, as far as is known, by the day that the goal is due."""
    if goal.due is None:
        return True
    if "finishes" not in seen.memo:
        slots = schedule(network_of(seen.plan), seen.start).slots
        seen.memo["finishes"] = {id_: slot.finish for id_, slot in slots.items()}
    finishes: dict[str, date | None] = seen.memo["finishes"]
    finish = finishes.get(project.id)
    return finish is None or finish <= goal.due


def _projects_near(seen: View, goal: Goal) -> Iterator[Project]:
    offered: set[str] = set()
    pools = (_moving, _idle_of_like_name, _of_field, _idle)
    for project in (one for pool in pools for one in pool(seen, goal)):
        if project.id not in offered:
            offered.add(project.id)
            yield project


def _leaves(seen: View) -> list[Project]:
    """The first projects without parts that are not cancelled; looking at all would take too long."""
    if "leaf projects" not in seen.memo:
        everyone = (one for one in seen.plan.all(Project) if seen.is_leaf(one) and not seen.is_cancelled(one))
        # Those that serve nothing yet come first, and with them all that can be offered most gladly.
        ranked = sorted(everyone, key=lambda one: bool(one.goals))
        seen.memo["leaf projects"] = ranked[:_LOOKED_AT]
    found: list[Project] = seen.memo["leaf projects"]
    return found


def _moving(seen: View, goal: Goal) -> Iterator[Project]:
    for indicator in seen.indicators_of(goal):
        for id_ in seen.plan.referrers(indicator.id):
            project = seen.plan.find(id_, Project)
            if project is None or seen.is_cancelled(project) or not seen.is_leaf(project):
                continue
            if any(link.indicator == indicator.id for link in project.indicators or ()):
                yield project


def _idle(seen: View, _goal: Goal) -> Iterator[Project]:
    return (one for one in _leaves(seen) if not one.goals)


def _idle_of_like_name(seen: View, goal: Goal) -> list[Project]:
    return c.by_likeness(goal.title, _idle(seen, goal))


def _of_field(seen: View, goal: Goal) -> list[Project]:
    field = set(goal.domains or ())
    return c.by_likeness(goal.title, (one for one in _leaves(seen) if field.intersection(one.domains or ())))


def _goals_near(seen: View, project: Project) -> Iterator[Goal]:
    if "leaf goals" not in seen.memo:
        leaves = [one for one in seen.plan.all(Goal) if one.kind != "overall" and seen.is_leaf(one)]
        seen.memo["leaf goals"] = leaves[:_LOOKED_AT]
    leaves = seen.memo["leaf goals"]
    measured = (
        goal
        for link in project.indicators or ()
        if (indicator := seen.plan.find(link.indicator, Indicator)) is not None
        for goal in (seen.plan.find(id_, Goal) for id_ in indicator.goals or ())
        if goal is not None
    )
    field = set(project.domains or ())
    pools = (
        lambda: measured,
        lambda: c.by_likeness(project.title, leaves),
        lambda: (one for one in leaves if field.intersection(one.domains or ())),
        lambda: leaves,
        lambda: seen.plan.all(Goal),
    )
    offered: set[str] = set()
    for goal in (one for pool in pools for one in pool()):
        if goal.id not in offered:
            offered.add(goal.id)
            yield goal


def _task(seen: View, goal: Goal) -> Change | None:
    """A task named like the goal, due with it, led by who answers for it; the rest is still to be stated."""
    days = [day for day in (goal.due, seen.end) if day is not None]
    if seen.start is not None and days and min(days) < seen.start:
        return None
    unit = seen.plan.find(goal.responsible_unit, Unit)
    values: dict[str, Any] = {
        "title": goal.title,
        "kind": "task",
        "nature": "new",
        "domains": goal.domains,
        "subjects": goal.subjects,
        "end": min(days) if days else None,
        "lead_unit": unit.id if unit is not None and not is_group(unit) else None,
        "goals": (GoalLink(goal=goal.id, role="primary"),),
    }
    still = [name for name in ("lead_unit", "end") if values[name] is None]
    return edits.add(
        seen.plan, "project", {**values, "absent": pending([*still, "start", "deliverables", "bases"])}
    )
