"""What a library holds beside the plan that is checked: the plan above it, and the plans around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from workbench.plan.plan import Plan


class Surroundings(NamedTuple):
    """What rules that look beyond one plan are given; read once, and again when the library changes."""

    #: The plans above that the library holds, in the order of ``plan.parents``.
    parents: tuple[Plan, ...] = ()
