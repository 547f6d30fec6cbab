"""Libraries as the commands meet them: which plan of which library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.session.session import PlanEntry

_NAMED = 8


def chosen(entries: Sequence[PlanEntry], wanted: str | None) -> PlanEntry:
    """The plan with the wanted id; without one the library's only plan. Else a Problem that names the ids."""
    for entry in entries:
        if entry.id == wanted or (wanted is None and len(entries) == 1):
            return entry
    if not entries:
        raise Problem(N_("The library has no plan yet"))
    there = ", ".join(entry.id for entry in entries[:_NAMED]) + (" …" if len(entries) > _NAMED else "")
    if wanted is None:
        raise Problem(N_("Say which plan is meant with --plan ID; the library has: {ids}"), ids=there)
    raise Problem(N_("The library has no plan “{id}”; it has: {ids}"), id=wanted, ids=there)
