"""Elements that point at what is not there, or stand below themselves: found, and put right in a salvage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.i18n import tr
from workbench.plan.copies import renamed
from workbench.plan.elements import KINDS
from workbench.plan.links import references_in
from workbench.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element
    from workbench.plan.fields import Field


def dangling(plan: Plan, element: Element, declared: Field) -> list[str]:
    """What a field points at though it is not in the plan and ought to be; owners are not looked at."""
    if declared.loose or declared.name == type(element).owner_field:
        return []
    value = element.get(declared.name)
    missing = [target for target in references_in(declared, value) if target not in plan]
    return [target for target in missing if not _may_dangle(declared, value, target)]


def _may_dangle(declared: Field, value: object, target: str) -> bool:
    """Whether every place in a small table that names the target may dangle."""
    if declared.record is None:
        return False
    rows = (value,) if declared.type == "record" else value
    assert isinstance(rows, tuple)
    return all(
        sub.loose
        for row in rows
        for sub in declared.record.fields
        if target in references_in(sub, row.get(sub.name))
    )


def stands_in_loop(plan: Plan, element: Element) -> bool:
    """Whether an element is above itself."""
    return any(one.id == element.id for one in _above(plan, element))


def _above(plan: Plan, element: Element) -> Iterator[Element]:
    """Parents upwards, the element itself included when the way leads back to it."""
    seen: set[str] = set()
    here: Element | None = element
    while here is not None and here.id not in seen:
        seen.add(here.id)
        parent = here.get(here.parent_field) if here.parent_field else None
        here = plan.get(parent)
        if here is not None:
            yield here


def mended(id_: str, elements: dict[str, Element]) -> dict[str, Element]:
    """The elements of a plan without links to what was lost; of a lost owner there is the id alone."""
    made = dict(elements)
    for element in elements.values():
        cls = type(element)
        owner = element.get(cls.owner_field) if cls.owner_field else None
        if cls.owner_kind and owner and owner not in made:
            kind = KINDS[cls.owner_kind]
            needed = {f.name: 1 if f.type == "year" else tr("Salvaged") for f in kind.fields if f.required}
            made[owner] = kind(**{**needed, "id": owner, "position": "i"})
    plan = Plan(id_, made.values())
    for element in list(made.values()):
        for declared in type(element).fields:
            missing = dangling(plan, element, declared)
            if missing:
                value = element.get(declared.name)
                known = {*references_in(declared, value)} - {*missing}
                element = element.but(**{declared.name: renamed(declared, value, {}, known)})  # noqa: PLW2901
        if element.parent_field and stands_in_loop(plan, element):
            element = element.but(**{element.parent_field: None})  # noqa: PLW2901
        made[element.id] = element
    return made
