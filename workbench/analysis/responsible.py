"""Which unit answers for an element: its own, or that of what it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.plan.elements import Unit

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan

#: The field that names the unit which answers for an element, by kind.
FIELDS: Final = {
    "goal": "responsible_unit",
    "project": "lead_unit",
    "indicator": "responsible_unit",
    "service": "unit",
    "risk": "owner",
    "safeguard": "responsible_unit",
    "scheme_item": "assessor_unit",
}
#: The field that leads to what an element without a unit of its own hangs on.
_ABOVE: Final = {"milestone": ("project",), "scheme_item": ("indicator", "milestone", "project")}
#: Steps upwards that are followed at most.
_DEEPEST: Final = 100


def responsible_unit(plan: Plan, element: Element) -> str:
    """The id of the unit that answers for an element; "" where nobody does. A unit answers for itself.

    A part without one has that of the project, goal or indicator it is part of; a milestone that of its
    project, an item of a scheme its assessor, else that of what it assesses.
    """
    here: Element | None = element
    for _ in range(_DEEPEST):
        if here is None:
            break
        if isinstance(here, Unit):
            return here.id
        field = FIELDS.get(here.kind_name)
        unit = here.get(field) if field is not None else None
        if unit is not None and plan.find(unit, Unit) is not None:
            return str(unit)
        above = _ABOVE.get(here.kind_name) or ((here.parent_field,) if here.parent_field else ())
        here = plan.get(next((id_ for name in above if (id_ := here.get(name))), None))
    return ""
