"""Libraries as the commands meet them: which plan of which library."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.cli import output
from workbench.errors import LibraryProblem, Problem, some_of
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.session.session import PlanEntry, Session


def chosen(entries: Sequence[PlanEntry], wanted: str | None) -> PlanEntry:
    """The plan with the wanted id; without one the library's only plan. Else a Problem that names the ids."""
    for entry in entries:
        if entry.id == wanted or (wanted is None and len(entries) == 1):
            return entry
    if not entries:
        raise Problem(N_("The library has no plan yet"))
    there = some_of([entry.id for entry in entries])
    if wanted is None:
        raise Problem(N_("Say which plan is meant with --plan ID; the library has: {ids}"), ids=there)
    raise Problem(N_("The library has no plan “{id}”; it has: {ids}"), id=wanted, ids=there)


def tell_damage(session: Session, plan_id: str) -> int:
    """Complain of elements that could not be read as they were written; the exit code that comes of it."""
    return complain_of_damage(session.path, plan_id, [id_ for _, id_ in session.damaged(plan_id)])


def complain_of_damage(library: Path, plan_id: str, damaged: Sequence[str]) -> int:
    """Complain of the elements with these ids; the exit code that comes of it, 0 where there are none."""
    if not damaged:
        return 0
    problem = LibraryProblem(
        N_(
            "{file} is damaged: not all of these elements of the plan “{plan}” could be read: {ids}; "
            "run `workbench doctor` on it"
        ),
        file=library.name,
        plan=plan_id,
        ids=some_of(damaged),
    )
    output.complain(problem)
    return problem.exit_code
