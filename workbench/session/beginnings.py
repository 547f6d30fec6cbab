"""How a plan begins: its head, the empty sections that a plan of its kind has, and one overall goal."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import edits, ids
from workbench.plan.change import Operation
from workbench.plan.choices import SECTION_KIND
from workbench.plan.elements import Goal, Section
from workbench.plan.records import Span

if TYPE_CHECKING:
    from workbench.i18n import Words
    from workbench.plan.change import Change

_DESIGN: Final = (
    "preface",
    "status_quo",
    "needs",
    "general_requirements",
    "overall_design",
    "goals",
    "architecture",
    "tasks",
    "key_projects",
    "implementation_path",
    "safeguards",
    "annex",
)
_ACTION: Final = ("general_requirements", "goals", "tasks", "key_projects", "safeguards", "annex")
_YEARLY: Final = ("general_requirements", "tasks", "safeguards")
#: The kinds of sections that a plan of each kind has, in their order.
SECTIONS_OF: Final = {
    "outline": _DESIGN,
    "top_level_design": _DESIGN,
    "special_plan": _DESIGN,
    "action_plan": _ACTION,
    "implementation_scheme": _ACTION,
    "annual_points": _YEARLY,
    "three_year_rolling": _YEARLY,
}


def begin_plan(
    words: Words,
    title: str,
    *,
    kind: str | None = None,
    first_year: int | None = None,
    last_year: int | None = None,
    **values: Any,
) -> Change:
    """The change that begins a plan; sections and goal are titled in the given language.

    The planning period runs from the first day of ``first_year`` to the last of ``last_year``; the overall
    goal is due on that day. ``values`` are further fields of the plan's head. A title is needed, and the
    years must not run backwards.
    """
    title = title.strip()
    if not title:
        raise Problem(N_("A plan needs a title"))
    if (first_year is None) != (last_year is None):
        raise Problem(N_("The planning period needs its first and its last year, or neither"))
    period = None
    if first_year is not None and last_year is not None:
        if first_year > last_year:
            raise Problem(N_("The planning period ends before it begins"))
        period = Span(start=date(first_year, 1, 1), end=date(last_year, 12, 31))
    change = edits.new_plan(title, kind=kind, period=period, status="draft", **values)
    wanted = SECTIONS_OF.get(kind or "", _ACTION)
    sections = [
        Section(
            id=ids.new_id(), position=position, code=f"S-{at:03d}", kind=name, title=words(SECTION_KIND[name])
        )
        for at, (name, position) in enumerate(zip(wanted, ids.spread(len(wanted)), strict=True), 1)
    ]
    goal = Goal(
        id=ids.new_id(),
        position="i",
        code="G-001",
        title=words(N_("Overall goal")),
        kind="overall",
        due=period.end if period is not None else None,
    )
    added = (Operation("add", one.kind_name, one.id, "", None, one) for one in (*sections, goal))
    return change._replace(operations=(*change.operations, *added))
