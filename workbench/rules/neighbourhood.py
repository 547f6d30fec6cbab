"""What a change can have touched, as far as local rules see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.plan.elements import KINDS, Milestone, Project, Unit, Waiver
from workbench.plan.links import references_in, references_of
from workbench.rules.parties import is_vague

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.change import Change, Operation
    from workbench.plan.plan import Plan

#: Fields that no rule about another element reads: changing them rechecks the element alone.
NEAR_FIELDS = frozenset(
    {
        "title",
        "name",
        "description",
        "notes",
        "code",
        "position",
        "acceptance",
        "deliverable",
        "contact",
        "leader",
        "definition",
        "formula",
        "scope",
        "evidence",
        "remark",
        "text",
        "progress",
        "due_text",
        "solves",
        "technologies",
    }
)
#: Fields that parents hand down: changing them rechecks everything below.
_HANDED_DOWN = frozenset(
    {"absent", "parent", "status", "lead_unit", "funding", "needs_no_funding", "goals", "takes_up", "bases"}
)

#: Kinds whose texts may leave it to a vague party to act.
_NAMING_PARTIES = ("project", "milestone", "safeguard")


def neighbourhood(plan: Plan, change: Change) -> set[str]:
    """Ids of the elements to check again after the change, which the plan has already taken."""
    touched = {plan.id}
    for op in change.operations:
        touched.add(op.id)
        if op.kind == "waiver":
            for state in (op.before, op.after, plan.get(op.id)):
                if isinstance(state, Waiver):
                    touched.add(state.element)
            if op.field == "element":
                touched.add(op.before)
        elif op.action != "set" or op.field not in NEAR_FIELDS or op.kind == "unit":
            _around(plan, op, touched)
        if op.kind == "unit" and _is_or_was_a_party(plan, op):
            touched.update(one.id for kind in _NAMING_PARTIES for one in plan.of_kind(kind))
    return touched


def _is_or_was_a_party(plan: Plan, op: Operation) -> bool:
    """Whether the change makes a group of a vague name (各有关部门) known or unknown to all texts."""
    if op.action == "set" and op.field not in ("name", "aliases", "members"):
        return False
    names: list[str | None] = []
    for state in (op.before, op.after, plan.get(op.id)):
        if isinstance(state, Unit):
            names += (state.name, *(state.aliases or ()))
        elif op.field == "name" and isinstance(state, str):
            names.append(state)
        elif op.field == "aliases" and isinstance(state, tuple):
            names += state
    return any(map(is_vague, names))


def _around(plan: Plan, op: Operation, touched: set[str]) -> None:
    if op.action == "set":
        near = set(references_in(KINDS[op.kind].field_of[op.field], op.before))
    else:
        near = set(references_of(op.after if op.before is None else op.before))
    near.update(plan.neighbours(op.id))
    touched |= near
    if op.kind == "unit":
        _around_unit(plan, op, near, touched)
    if op.field in _HANDED_DOWN or op.action != "set":
        below = plan.subtree(op.id)
        touched.update(below)
        if op.kind in ("goal", "project"):
            for one in below:
                touched.update(plan.neighbours(one))
    if op.kind == "goal" and (op.action != "set" or op.field in _HANDED_DOWN):
        # What a goal rests on its projects rest on too, and so do their parts.
        for one in near:
            if plan.children(one) and plan.find(one, Project) is not None:
                touched.update(plan.subtree(one))
    if op.kind == "milestone":
        touched.update(_beside_milestone(plan, op))


def _around_unit(plan: Plan, op: Operation, near: set[str], touched: set[str]) -> None:
    if op.field == "kind" or op.action != "set":
        # Who leads a whole leads its parts, and may have to borrow for them.
        for one in near:
            if plan.children(one) and plan.find(one, Project) is not None:
                touched.update(plan.subtree(one))
    # A unit vouches for its successors, and theirs, in the years before them.
    line = [one for one in near if plan.find(one, Unit) is not None]
    known = set(line)
    for one in line:
        touched.update(plan.referrers(one))
        unit = plan.find(one, Unit)
        for later in (unit.successors or ()) if unit is not None else ():
            if later not in known:
                known.add(later)
                line.append(later)


def _beside_milestone(plan: Plan, op: Operation) -> Iterator[str]:
    """What stands at the projects that own or owned a milestone: its stage has a place among the others."""
    for state in (op.before, op.after, plan.get(op.id)):
        if isinstance(state, Milestone):
            yield from plan.neighbours(state.project)
    if op.field == "project" and op.before is not None:
        yield from plan.neighbours(op.before)
