"""How a plan begins: with its head, empty sections and one overall goal, or with what another plan holds."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import edits, ids
from workbench.plan.change import Change, Label, Operation
from workbench.plan.choices import SECTION_KIND
from workbench.plan.elements import Goal, PlanHead, Section
from workbench.plan.records import Span
from workbench.session.taking_over import Years, taken_over

if TYPE_CHECKING:
    from workbench.i18n import Words
    from workbench.plan.plan import Plan

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

    The planning period runs from the first day of ``first_year`` to the last of ``last_year``. ``values`` are
    further fields of the plan's head. A title is needed, and the years must not run backwards.
    """
    title = _title(title)
    period = _period(first_year, last_year)
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
        # Without a due date: what the program put in itself must not pass for something that was checked.
        kind="overall",
    )
    added = (Operation("add", one.kind_name, one.id, "", None, one) for one in (*sections, goal))
    return change._replace(operations=(*change.operations, *added))


def begin_from(
    source: Plan,
    title: str,
    *,
    is_template: bool = False,
    is_version: bool = False,
    first_year: int | None = None,
    last_year: int | None = None,
    **values: Any,
) -> Change:
    """The change that begins a plan with the content of a template, another plan or an earlier version.

    Everything gets fresh ids; years and dates move to the period given (without one they stay). Of another
    plan stays behind what is its own: approval, progress, reports, actual values, evidence, waivers,
    comments, adjustments; baselines too, unless it is an earlier version and the period is the same.
    ``values`` are fields of the head that are known; the others are those of the source.
    """
    title = _title(title)
    period = _period(first_year, last_year)
    before = source.head.period
    if period is None or before is None:
        years = Years(0, 0, 0, 0)
        period = period or before
    else:
        years = Years(before.start.year, before.end.year, period.start.year, period.end.year)
    keeps_baselines = is_template or (is_version and years.is_same)
    elements = taken_over(source, years, bare=not is_template, keeps_baselines=keeps_baselines)
    head, others = elements[0], elements[1:]
    assert isinstance(head, PlanHead)
    given = {name: value for name, value in values.items() if value is not None}
    if "region_name" in given and given["region_name"] != head.region_name:
        # The code of another region would be wrong; without one a rule asks for nothing but the name.
        given.setdefault("region_code", None)
    head = head.but(position="i", title=title, code=None, period=period, status="draft", **given)
    for declared in head.fields:
        edits.checked(declared, head.get(declared.name))
    operations = tuple(Operation("add", one.kind_name, one.id, "", None, one) for one in (head, *others))
    label = Label(N_("New plan {name} after “{source}”"), (("name", title), ("source", source.head.title)))
    return Change(operations, label)


def _title(title: str) -> str:
    title = title.strip()
    if not title:
        raise Problem(N_("A plan needs a title"))
    return title


def _period(first_year: int | None, last_year: int | None) -> Span | None:
    if (first_year is None) != (last_year is None):
        raise Problem(N_("The planning period needs its first and its last year, or neither"))
    if first_year is None or last_year is None:
        return None
    if first_year > last_year:
        raise Problem(N_("The planning period ends before it begins"))
    return Span(start=date(first_year, 1, 1), end=date(last_year, 12, 31))
