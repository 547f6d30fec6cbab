"""Units that a fix may put forward: real ones, the nearest to the matter first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

from workbench.plan import edits
from workbench.plan.elements import Element, Goal, Project, Unit
from workbench.rules.implementable import is_group
from workbench.rules.money_lines import GOVERNMENT, sources_of
from workbench.rules.units_load import is_same_unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.plan.change import Change
    from workbench.rules.view import View

E = TypeVar("E", bound=Element)


def real(seen: View, ids: Iterable[str | None]) -> Iterator[Unit]:
    """The units among ids that exist as one unit until the plan ends; each once, in their order."""
    last = seen.end.year if seen.end is not None else None
    for id_ in dict.fromkeys(ids):
        unit = seen.plan.find(id_, Unit)
        if unit is None or is_group(unit):
            continue
        if unit.valid_until is None or (last is not None and last <= unit.valid_until):
            yield unit


def named_in(seen: View, *texts: str | None) -> list[str]:
    """Ids of units whose name or alias stands in the texts, in the order of the plan."""
    text = "\n".join(one for one in texts if one)
    if not text:
        return []
    return [
        unit.id
        for unit in seen.plan.all(Unit)
        if any(len(name) > 1 and name in text for name in (unit.name, *(unit.aliases or ())))
    ]


def busiest(seen: View) -> list[str]:
    """Ids of all units, those that lead most projects first."""
    if "busiest" not in seen.memo:
        leads = Counter(one.lead_unit for one in seen.plan.all(Project) if not seen.is_cancelled(one))
        ids = [unit.id for unit in seen.plan.all(Unit)]
        seen.memo["busiest"] = sorted(ids, key=lambda id_: -leads[id_])
    found: list[str] = seen.memo["busiest"]
    return found


def near(seen: View, project: Project) -> Iterator[str | None]:
    """Ids of units near a project: those it names, those its text and goals name, its siblings' leads."""
    yield from project.co_leads or ()
    yield from project.responsible_units or ()
    yield project.competent_unit
    yield project.owner_unit
    yield from project.support_units or ()
    yield from named_in(seen, project.title, project.description)
    for goal in seen.goals_of(project):
        yield goal.responsible_unit
    if project.parent is not None:
        for id_ in seen.plan.children(project.parent):
            sibling = seen.plan.find(id_, Project)
            yield sibling.lead_unit if sibling is not None else None
    yield from busiest(seen)


def answering(seen: View, goal: Goal) -> Iterator[str | None]:
    """Ids of units near a goal: the leads of what serves it, those of its indicators and goals around it."""
    leads = Counter(one.lead_unit for one in seen.projects_of(goal) if one.lead_unit is not None)
    yield from (id_ for id_, _ in leads.most_common())
    yield from (one.responsible_unit for one in seen.indicators_of(goal))
    for id_ in seen.plan.children(goal.id):
        below = seen.plan.find(id_, Goal)
        yield below.responsible_unit if below is not None else None
    for above in seen.plan.ancestors(goal.id):
        yield above.get("responsible_unit")
    yield from named_in(seen, goal.title, goal.description)
    yield from busiest(seen)


def may_lead(seen: View, project: Project, unit: Unit) -> bool:
    """Whether the unit could lead without standing in for a borrower that it must not be (I325)."""
    if unit.kind not in GOVERNMENT:
        return True
    led = [project]
    for one in led:
        if one.owner_unit is None and "bank_loan" in sources_of(seen, one):
            return False
        parts = (seen.plan.find(id_, Project) for id_ in seen.plan.children(one.id))
        led.extend(part for part in parts if part is not None and part.lead_unit is None)
    return True


def with_lead(
    seen: View,
    project: Project,
    unit: Unit,
    supporting: Iterable[str] = (),
    others: tuple[str, ...] | None = None,
) -> Change:
    """Make the unit the lead; it is then neither a co-lead nor supporting. ``supporting`` come to support,
    ``others`` replace the co-leads.
    """
    kept = project.co_leads if others is None else others
    values: dict[str, Any] = {
        "lead_unit": unit.id,
        "co_leads": tuple(id_ for id_ in kept or () if id_ != unit.id) or None,
        "support_units": without_twice(seen, (*(project.support_units or ()), *supporting), unit.id),
    }
    return edits.set_fields(seen.plan, {project.id: values})


def without_twice(seen: View, supporting: Iterable[str], lead: str | None) -> tuple[str, ...] | None:
    """A list of supporting units that holds no unit twice, nor the lead."""
    kept: list[str] = []
    for id_ in supporting:
        if not any(is_same_unit(seen, one, id_) for one in ([lead] if lead is not None else []) + kept):
            kept.append(id_)
    return tuple(kept) or None


def alike(one: str, other: str) -> int:
    """How many pairs of neighbouring characters two names share."""
    pairs = {one[at : at + 2] for at in range(len(one) - 1)}
    return sum(other[at : at + 2] in pairs for at in range(len(other) - 1))


def by_likeness(name: str, elements: Iterable[E]) -> list[E]:
    """Elements whose name shares something with a name, the most alike first."""
    ranked = [(alike(name, one.name_shown), one) for one in elements]
    return [one for rank, one in sorted(ranked, key=lambda pair: -pair[0]) if rank]
