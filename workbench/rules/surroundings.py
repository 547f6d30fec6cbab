"""What a library holds beside the plan that is checked: the plans above it, the plans around it, its log."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from workbench.plan.around import LoggedEdit, PlanLine
    from workbench.plan.plan import Plan


class Surroundings(NamedTuple):
    """What rules that look beyond one plan are given; read once, and again when the library changes."""

    #: The plans above that the library holds, in the order of ``plan.parents``.
    parents: tuple[Plan, ...] = ()
    #: All other plans of the library in short, those above among them, in the order of the library.
    others: tuple[PlanLine, ...] = ()
    #: Logged edits of schemes, their items and of targets, oldest first, from the log's second change on.
    edits: tuple[LoggedEdit, ...] = ()
