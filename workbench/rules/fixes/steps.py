"""What mends findings about steps, deliverables, grounds and risks (E211 to E220)."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.responsible import responsible_unit
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.elements import Basis, Project, Risk, Unit
from workbench.plan.records import YearGoal
from workbench.rules.checkable import months_later
from workbench.rules.fixes.additions import additions, pending, words_of_plan
from workbench.rules.fixing import MOST_WAYS, fix, way
from workbench.rules.steps import stretches_too_long

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: Title of a milestone that is put into a stretch without any.
_CHECK: Final = N_("Interim check")


@fix("E211")
def add_checks(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """Put milestones into the stretches, evenly; what is accepted at them is left to be stated."""
    months = seen.parameter("E211", "months")
    days = [day for stretch in stretches_too_long(seen, project) for day in _days_between(*stretch, months)]
    if not days or len(days) > 60:
        return
    known = [one.due for one in seen.milestones_of(project) if one.due is not None]
    if not known or max(known) < days[-1]:
        # Its last milestone would no longer be the acceptance that stands for an indicator of its goals.
        if not all(seen.indicators_of(goal) for goal in seen.goals_of(project)):
            return
    title = words_of_plan(seen)(_CHECK)
    rows: list[dict[str, Any]] = [
        {
            "project": project.id,
            "title": title,
            "stage": "other",
            "due": day,
            "absent": pending(("acceptance",)),
        }
        for day in days
    ]
    yield way(
        N_("Add interim checks to {name}: {days}"),
        additions(seen.plan, "milestone", rows),
        name=project,
        days="、".join(day.isoformat() for day in days),
    )


def _days_between(first: date, last: date, months: int) -> list[date]:
    """Days that divide a stretch evenly into parts that are not too long."""
    parts = 2
    while True:
        step = (last - first).days / parts
        days = [first + timedelta(days=round(step * at)) for at in range(1, parts)]
        edges = [first, *days, last]
        if all(later <= months_later(day, months) for day, later in pairwise(edges)):
            return days
        if parts > 60:
            return []
        parts += 1


@fix("E216")
def take_over_deliverables(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """Take what the milestones deliver as what the project leaves behind."""
    made = [
        one.deliverable.strip()
        for one in seen.milestones_of(project)
        if one.deliverable and one.deliverable.strip()
    ]
    if made:
        yield way(
            N_("Enter the deliverables of its milestones as those of {name}"),
            [edits.set_field(seen.plan, project.id, "deliverables", tuple(dict.fromkeys(made)))],
            name=project,
        )


@fix("E217")
def give_owner(seen: View, risk: Risk, finding: Finding) -> Iterator[Fix]:
    """Let a unit own the risk that answers for what it threatens, the one concerned most first."""
    if finding.field != "owner":
        return
    concerned: dict[str, int] = {}
    for id_ in risk.threatens or ():
        one = seen.plan.get(id_)
        unit = responsible_unit(seen.plan, one) if one is not None else ""
        if unit:
            concerned[unit] = concerned.get(unit, 0) + 1
    for id_ in sorted(concerned, key=lambda one: -concerned[one]):
        owner = seen.plan.find(id_, Unit)
        if owner is not None and owner.kind not in ("generic", "group"):
            yield way(
                N_("Let {unit} own the risk {name}"),
                [edits.set_field(seen.plan, risk.id, "owner", owner.id)],
                unit=owner,
                name=risk,
            )


@fix("E219")
def cite_basis(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """Cite a basis of the plan, first those that projects of the same goals and programme cite."""
    near: dict[str, int] = {}
    for goal in seen.goals_of(project):
        for other in seen.projects_of(goal):
            for basis in other.bases or ():
                near[basis] = near.get(basis, 0) + 1
    if project.parent is not None:
        for id_ in seen.plan.children(project.parent):
            sibling = seen.plan.find(id_, Project)
            for basis in (sibling.bases or ()) if sibling is not None else ():
                near[basis] = near.get(basis, 0) + 1
    for one in sorted(seen.plan.all(Basis), key=lambda it: -near.get(it.id, 0))[:MOST_WAYS]:
        yield way(
            N_("Cite {basis} as a basis of {name}"),
            [edits.set_field(seen.plan, project.id, "bases", (one.id,))],
            basis=one,
            name=project,
        )


@fix("E220")
def target_from_milestones(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """Make the milestones due this year, of the project or its parts, the annual target."""
    year = seen.as_of.year
    due = []
    for id_ in seen.plan.subtree(project.id):
        part = seen.plan.find(id_, Project)
        if part is not None and not seen.is_cancelled(part):
            due += [one for one in seen.milestones_of(part) if one.due is not None and one.due.year == year]
    due.sort(key=lambda one: str(one.due))
    if due:
        text = "；".join(one.title for one in due)
        rows = (*(project.year_goals or ()), YearGoal(year=year, text=text))
        yield way(
            N_("Set the annual target {year} of {name} from its milestones: {text}"),
            [
                edits.set_field(
                    seen.plan, project.id, "year_goals", tuple(sorted(rows, key=lambda one: one.year))
                )
            ],
            year=str(year),
            name=project,
            text=text,
        )
