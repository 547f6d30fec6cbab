"""A scheme for a year begun from what the plan wants of that year: indicators, milestones, projects."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.analysis.measured import targets_in_figures
from workbench.analysis.responsible import responsible_unit
from workbench.i18n import N_
from workbench.plan import edits, ids
from workbench.plan.change import Change, Label, Operation
from workbench.plan.elements import Indicator, Milestone, Project, Scheme, SchemeItem, Unit
from workbench.rules.checkable import is_quantitative
from workbench.rules.fixes.additions import pending
from workbench.rules.fixes.marks import fit_for_scheme, shared_out
from workbench.rules.scheme_year import matters

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.plan.elements import Element
    from workbench.rules.view import View

#: Why something can be assessed in a year.
SORTS: Final = {
    "binding": N_("Binding indicators with a target of the year"),
    "expected": N_("Other indicators with a target of the year"),
    "milestone": N_("Milestones of key projects due in the year"),
    "project": N_("Key projects that end in the year"),
}
_FULL: Final = Decimal(100)


class Candidate(NamedTuple):
    """Something that can be assessed in a year: why (of SORTS), what, the unit that answers, and how."""

    sort: str
    thing: Element
    unit: str
    method: str
    veto: str | None = None
    data_unit: str | None = None

    def fields(self) -> dict[str, Any]:
        """The fields of the item that assesses it, the marks aside."""
        return {
            self.thing.kind_name: self.thing.id,
            "units": (self.unit,),
            "data_unit": self.data_unit,
            "method": self.method,
            "veto": self.veto,
            "absent": None if isinstance(self.thing, Indicator) else pending(("data_unit",)),
        }


def candidates(seen: View, year: int) -> Iterator[Candidate]:
    """What can be assessed in a year: indicators with a target of it that can be measured, milestones and
    projects that fall due in it; each only with a unit that answers for it.
    """
    yield from _indicators(seen, year)
    for milestone in seen.plan.all(Milestone):
        project = seen.plan.find(milestone.project, Project)
        if project is None or milestone.due is None or milestone.due.year != year or milestone.done_on:
            continue
        unit = responsible_unit(seen.plan, milestone)
        if unit and matters(seen, project) and not seen.is_cancelled(project):
            yield Candidate("milestone", milestone, unit, "yes_no")
    for project in seen.plan.all(Project):
        end = seen.end_of(project)
        if end is None or end.year != year or project.status == "done" or seen.is_cancelled(project):
            continue
        unit = responsible_unit(seen.plan, project)
        if unit and matters(seen, project):
            yield Candidate("project", project, unit, "yes_no")


def _indicators(seen: View, year: int) -> Iterator[Candidate]:
    for indicator in seen.plan.all(Indicator):
        target = next((one.value for one in targets_in_figures(indicator) if one.year == year), None)
        unit = seen.plan.find(indicator.responsible_unit, Unit)
        if target is None or unit is None or not is_quantitative(indicator) or not fit_for_scheme(indicator):
            continue
        is_binding = indicator.nature == "binding"
        plain = is_binding or target == 0 or indicator.direction in ("keep", "range", None)
        yield Candidate(
            "binding" if is_binding else "expected",
            indicator,
            unit.id,
            "threshold" if plain else "completion",
            "cap_level" if is_binding else None,
            indicator.data_unit,
        )


def begun(
    seen: View,
    year: int,
    chosen: Sequence[Candidate],
    scope: str = "plan",
    step: Decimal = Decimal("0.01"),
) -> Change:
    """A new scheme with an item for each candidate. The full mark is shared out evenly, in steps: over the
    scheme, or over the items of each unit where units are scored by themselves.
    """
    scheme = Scheme(
        id=ids.new_id(),
        code=ids.next_code(Scheme.code_prefix, (one.code for one in seen.plan.all(Scheme) if one.code)),
        position=edits.place_in_list(seen.plan, "scheme"),
        year=year,
        full_mark=_FULL,
        scope=scope,
        missing="unscored",
        absent=pending(("result_use",)),
    )
    codes = ids.next_codes(
        SchemeItem.code_prefix, [one.code for one in seen.plan.all(SchemeItem) if one.code]
    )
    rows = seen.plan.all(SchemeItem)
    places = ids.several((rows[-1].position or "") if rows else "", "", len(chosen))
    items = [
        SchemeItem(
            id=ids.new_id(),
            code=next(codes),
            position=place,
            scheme=scheme.id,
            marks=marks,
            **one.fields(),
        )
        for one, marks, place in zip(chosen, _evenly(chosen, scope, step), places, strict=True)
    ]
    made = (scheme, *items)
    return Change(tuple(Operation("add", one.kind_name, one.id, "", None, one) for one in made), Label(""))


def _evenly(chosen: Sequence[Candidate], scope: str, step: Decimal) -> list[Decimal]:
    """The marks of each: of all together, or of those of each unit, the full mark."""
    together: dict[str, list[int]] = {}
    for at, one in enumerate(chosen):
        together.setdefault(one.unit if scope == "unit" else "", []).append(at)
    marks = dict[int, Decimal]()
    for places in together.values():
        marks.update(zip(places, shared_out(_FULL, [Decimal(1)] * len(places), step), strict=True))
    return [marks[at] for at in range(len(chosen))]
