"""Whether dates and links of projects, changed by a fix, would break the order of work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.plan.elements import Milestone, Project
from workbench.plan.links import references_in
from workbench.plan.plan import Plan
from workbench.rules.checkable import project_without_milestone
from workbench.rules.executable import dates_contradict, milestone_outside_project
from workbench.rules.order import chain_too_late, dependency_cycle, predecessor_too_late
from workbench.rules.rule import ERROR, Fault
from workbench.rules.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.plan.change import Change

_Key = tuple[str, str, str]


def after(seen: View, changes: Iterable[Change], ids: Iterable[str]) -> View:
    """The view of some elements, with what they are linked with, once the changes are made."""
    trial = linked(seen, ids)
    for change in changes:
        trial.apply(change)
    return View(trial, seen.as_of, seen.parameters)


def successors(plan: Plan, id_: str) -> Iterator[Project]:
    """The projects that wait for a project."""
    for one in plan.referrers(id_):
        project = plan.find(one, Project)
        if project is not None and any(link.project == id_ for link in project.predecessors or ()):
            yield project


def linked(seen: View, ids: Iterable[str]) -> Plan:
    """A plan of some elements, of all projects linked with them, and of what it takes to judge these."""
    plan = seen.plan
    given = [one for one in ids if one in plan]
    queue = [one for one in given if plan.find(one, Project) is not None]
    found = set(queue)
    while queue:
        project = plan.find(queue.pop(), Project)
        assert project is not None
        ahead = [link.project for link in project.predecessors or ()]
        for one in (*ahead, *(it.id for it in successors(plan, project.id))):
            if one not in found and plan.find(one, Project) is not None:
                found.add(one)
                queue.append(one)
    wanted = {plan.id, *given, *found}
    for id_ in found:
        wanted.update(above.id for above in plan.ancestors(id_))
        wanted.update(plan.children(id_), plan.owned(id_))
        project = plan.find(id_, Project)
        if project is not None:
            wanted.update(goal.id for goal in seen.goals_of(project))
    return Plan(plan.id, [plan.elements[id_] for id_ in wanted])


def order_holds(seen: View, changes: Iterable[Change], gone: _Key | None = None) -> bool:
    """Whether the changes bring no new error of dates and order, and settle the finding ``gone`` if given."""
    made = list(changes)
    near: set[str] = set()
    for change in made:
        for op in change.operations:
            near.add(op.id)
            if op.kind == "goal":
                near.update(seen.plan.referrers(op.id))
            elif op.field == "predecessors":
                near.update(references_in(Project.field_of["predecessors"], op.after))
    for id_ in tuple(near):
        near.update(one.id for one in successors(seen.plan, id_))
        element = seen.plan.get(id_)
        if isinstance(element, Milestone):
            near.add(element.project)
    found = _faults(after(seen, made, near), near)
    return gone not in found and found <= _faults(after(seen, (), near), near)


def _faults(seen: View, near: set[str]) -> set[_Key]:
    found = _faults_near(seen, near)
    for code, check in (("E206", dependency_cycle), ("E209", chain_too_late)):
        found.update(
            (code, project.id, outcome.field)
            for project, outcome in check(seen)
            if isinstance(outcome, Fault)
        )
    return found


def _faults_near(seen: View, near: set[str]) -> set[_Key]:
    found: set[_Key] = set()
    for id_ in near:
        project = seen.plan.find(id_, Project)
        if project is None or seen.is_cancelled(project):
            continue
        outcomes = [("E204", dates_contradict(seen, project))]
        outcomes += [("E207", one) for one in predecessor_too_late(seen, project) or ()]
        # A project that is found to be long needs milestones.
        outcomes.append(("C412", project_without_milestone(seen, project)))
        found.update(
            (code, id_, one.field)
            for code, one in outcomes
            if isinstance(one, Fault) and one.severity in (None, ERROR)
        )
        for owned in seen.plan.owned(id_):
            milestone = seen.plan.find(owned, Milestone)
            if milestone is not None and isinstance(milestone_outside_project(seen, milestone), Fault):
                found.add(("E212", owned, "due"))
    return found
