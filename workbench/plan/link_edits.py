"""Edits of the links between projects, one row at a time: type and lag, and a link no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.change import Label
from workbench.plan.edits import set_field, shown_name
from workbench.plan.elements import Project
from workbench.plan.records import Predecessor

if TYPE_CHECKING:
    from workbench.plan.change import Change
    from workbench.plan.plan import Plan


def wait_for(plan: Plan, after: str, before: str, type_: str = "FS", lag: int = 0) -> Change:
    """Have a project wait for another. The same link again only changes its lag."""
    project, other = _project(plan, after), _project(plan, before)
    if after == before:
        raise Problem(N_("{name} cannot wait for itself"), name=shown_name(project))
    made = Predecessor(project=before, type=type_, lag_days=lag or None)
    rows = list(project.predecessors or ())
    for at, row in enumerate(rows):
        if row.project == before and (row.type or "FS") == type_:
            rows[at] = made
            break
    else:
        rows.append(made)
    label = Label(
        N_("Link {name} with {other}"), (("name", shown_name(project)), ("other", shown_name(other)))
    )
    return set_field(plan, after, "predecessors", tuple(rows))._replace(label=label)


def relink(plan: Plan, after: str, row: int, type_: str, lag: int) -> Change:
    """Give one of a project's links another type and lag."""
    project = _project(plan, after)
    rows = list(project.predecessors or ())
    rows[row] = rows[row].but(type=type_, lag_days=lag or None)
    label = Label(N_("Change a link of {name}"), (("name", shown_name(project)),))
    return set_field(plan, after, "predecessors", tuple(rows))._replace(label=label)


def unlink_row(plan: Plan, after: str, row: int) -> Change:
    """Take one of a project's links away."""
    project = _project(plan, after)
    rows = list(project.predecessors or ())
    other = plan.get(rows[row].project)
    del rows[row]
    label = Label(
        N_("Unlink {name} from {other}"),
        (("name", shown_name(project)), ("other", shown_name(other) if other is not None else "")),
    )
    return set_field(plan, after, "predecessors", tuple(rows) or None)._replace(label=label)


def _project(plan: Plan, id_: str) -> Project:
    found = plan.find(id_, Project)
    if found is None:
        raise Problem(N_("The element {id} is no longer in the plan"), id=id_)
    return found
