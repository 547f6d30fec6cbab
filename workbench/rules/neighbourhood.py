"""What a change can have touched, as far as local rules see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.plan.elements import KINDS, Milestone, Unit, Waiver
from workbench.plan.links import references_in, references_of

if TYPE_CHECKING:
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
    return touched


def _around(plan: Plan, op: Operation, touched: set[str]) -> None:
    if op.action == "set":
        near = set(references_in(KINDS[op.kind].field_of[op.field], op.before))
    else:
        near = set(references_of(op.after if op.before is None else op.before))
    near.update(plan.neighbours(op.id))
    touched |= near
    if op.kind == "unit":
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
    if op.field in _HANDED_DOWN or op.action != "set":
        below = plan.subtree(op.id)
        touched.update(below)
        if op.kind in ("goal", "project"):
            for one in below:
                touched.update(plan.neighbours(one))
    if op.kind == "milestone":
        for state in (op.before, op.after, plan.get(op.id)):
            if isinstance(state, Milestone):
                touched.update(plan.neighbours(state.project))
