"""What a frozen scheme has settled: it and its items stay as they are, only its results are entered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.elements import Scheme, SchemeItem

if TYPE_CHECKING:
    from workbench.plan.change import Change
    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan

#: Why nothing can be typed, and what to do.
FROZEN: Final = N_(
    "The scheme of {year} is frozen: only results are entered. “Open again…” in the view Assessment scheme "
    "opens it, for a reason."
)


def frozen_of(plan: Plan, element: Element | None) -> Scheme | None:
    """The frozen scheme that an element is or belongs to; None for what can be changed."""
    scheme = plan.get(element.scheme) if isinstance(element, SchemeItem) else element
    return scheme if isinstance(scheme, Scheme) and scheme.frozen else None


def is_settled(plan: Plan, element: Element | None, field: str) -> bool:
    """Whether a field stays as it is because a scheme is frozen."""
    return field != "results" and frozen_of(plan, element) is not None


def require_open(scheme: Scheme | None) -> None:
    """Raise a Problem where a scheme is frozen."""
    if scheme is not None and scheme.frozen:
        raise Problem(FROZEN, year=str(scheme.year))


def require_unsettled(plan: Plan, change: Change) -> None:
    """Raise a Problem where a change of schemes and items touches what is settled."""
    for op in change.operations:
        held = plan.get(op.id)
        if is_settled(plan, held, op.field):
            require_open(frozen_of(plan, held))
        if op.kind == "scheme_item" and op.action == "add":
            require_open(frozen_of(plan, op.after))
        elif op.field == "scheme":
            require_open(plan.find(op.after, Scheme))
