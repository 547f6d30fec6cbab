"""What gives a year its assessment scheme: last year's rolled forward, or one begun with the indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from workbench.i18n import N_
from workbench.plan import edits, ids
from workbench.plan.change import Change, Label, Operation
from workbench.plan.elements import Indicator, Milestone, Project, Scheme, SchemeItem, Unit
from workbench.rules.assessable import year_without_scheme
from workbench.rules.checkable import is_quantitative
from workbench.rules.fixes.additions import pending, words_of_plan
from workbench.rules.fixes.marks import (
    can_be_shared,
    counted,
    faults_in,
    fit_for_scheme,
    restated,
    scored_anew,
    shared_out,
    tables,
)
from workbench.rules.fixing import fix, way
from workbench.rules.judging import exemption_without_proof
from workbench.rules.rule import Fault
from workbench.rules.scheme_marks import bands_overlap_or_gap, method_misses_marks
from workbench.rules.scheme_rules import (
    all_by_class,
    full_mark,
    item_without_marks,
    items_of,
    scheme_item_incomplete,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element, PlanHead
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View


@fix("A509")
def make_scheme(seen: View, head: PlanHead, _finding: Finding) -> Iterator[Fix]:
    """Roll the last scheme forward; or begin one with the indicators that somebody answers for."""
    if not isinstance(year_without_scheme(seen, head), Fault):
        return
    year = seen.as_of.year
    before = [one for one in seen.plan.all(Scheme) if one.year < year]
    last = max((one.year for one in before), default=None)
    latest = [one for one in before if one.year == last]
    rolled = [_rolled_forward(seen, one, year) for one in latest]
    if latest and all(rolled):
        yield way(
            N_("Roll the scheme of {before} forward to {year}"),
            [_pasted(seen, [one for originals in rolled for one in originals], last or 0, year)],
            before=str(last),
            year=str(year),
        )
    fresh = _of_indicators(seen, year)
    if fresh is not None:
        change, count = fresh
        yield way(
            N_(
                "Begin a scheme for {year} with {count} indicators that have a target and a unit, equal marks"
            ),
            [change],
            year=str(year),
            count=str(count),
        )


def _pasted(seen: View, originals: list[Element], last: int, year: int) -> Change:
    """Copies with ids of their own; a scheme's code that names its year names the new one."""
    change = edits.paste(seen.plan, originals)
    taken = {one.code for one in seen.plan.all(Scheme)}
    operations = []
    for op, original in zip(change.operations, originals, strict=True):
        code = (original.code or "").replace(str(last), str(year))
        if op.kind == "scheme" and code != original.code and code not in taken:
            taken.add(code)
            op = op._replace(after=op.after.but(code=code))  # noqa: PLW2901 - the same operation, renamed
        operations.append(op)
    return change._replace(operations=tuple(operations))


def _rolled_forward(seen: View, scheme: Scheme, year: int) -> list[Element]:
    """A scheme and its items as they are for another year: what is finished leaves, and marks are scaled to
    the full mark again. Nothing when the scheme has faults that its copy would repeat.
    """
    items = [one for one in items_of(seen, scheme) if _goes_on(seen, one, year)]
    if not items or any(not is_sound(seen, one) for one in items):
        return []
    gone = [one for one in items_of(seen, scheme) if one not in items]
    new_items = {one.id: one.but(change_reason=None, exempt=None, year_target=None) for one in items}
    new_scheme = scheme
    if any(faults_in(seen, scheme, subject, table) for subject, table in tables(seen, scheme).items()) or any(
        one.marks or one.marks_by_class for one in gone
    ):
        kept = [one for one in counted(seen, scheme) if one in items]
        if scheme.scope == "unit" or all_by_class(kept):
            return []
        if not can_be_shared(full_mark(scheme), [one.marks or Decimal(0) for one in kept]):
            return []
        shares = shared_out(full_mark(scheme), [one.marks or Decimal(0) for one in kept])
        reason = words_of_plan(seen)(N_("Marks scaled to the full mark after finished items have left"))
        for one, marks in zip(kept, shares, strict=True):
            if marks != one.marks:
                parameters = scored_anew(one, marks)
                new_items[one.id] = new_items[one.id].but(
                    marks=marks,
                    parameters=one.parameters if parameters is None else parameters,
                    change_reason=reason,
                )
        new_scheme = restated(scheme, list(zip(kept, shares, strict=True)))
    moved = year - scheme.year
    notes = None
    if gone:
        left = "、".join(one.code or one.id for one in gone)
        notes = words_of_plan(seen)(N_("Finished and therefore no longer in the scheme: {items}"), items=left)
    new_scheme = new_scheme.but(
        year=year,
        frozen=None,
        results=None,
        notes=notes,
        calendar=tuple(
            step.but(from_=_years_later(step.from_, moved), to=_years_later(step.to, moved))
            for step in scheme.calendar or ()
        )
        or None,
    )
    return [new_scheme, *new_items.values()]


def _years_later(day: Any, years: int) -> Any:
    if day is None or day.year + years > 9999:
        return day
    return day.replace(year=day.year + years, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _goes_on(seen: View, item: SchemeItem, year: int) -> bool:
    """Whether what the item assesses is still to be done in a year."""
    milestone = seen.plan.find(item.milestone, Milestone)
    if milestone is not None and not (milestone.due is not None and milestone.due.year >= year):
        return False
    project = seen.plan.find(item.project, Project)
    if project is None and milestone is not None:
        project = seen.plan.find(milestone.project, Project)
    return project is None or not (project.status == "done" or seen.is_cancelled(project))


def is_sound(seen: View, item: SchemeItem) -> bool:
    """Whether an item has no fault that a copy of it would repeat."""
    checks = (
        scheme_item_incomplete,
        item_without_marks,
        bands_overlap_or_gap,
        method_misses_marks,
        exemption_without_proof,
    )
    units = (*(item.units or ()), item.data_unit, item.assessor_unit)
    if any(one is not None and seen.plan.find(one, Unit) is None for one in units):
        return False
    for check in checks:
        outcome = check(seen, item)
        if isinstance(outcome, Fault | list):
            return False
    return True


def _of_indicators(seen: View, year: int) -> tuple[Change, int] | None:
    """A new scheme with an item for each indicator with a target of the year and a unit that answers."""
    chosen: list[tuple[Indicator, str]] = []
    for indicator in seen.plan.all(Indicator):
        target = next(
            (
                one.value
                for one in indicator.targets or ()
                if one.year == year and one.unit is None and one.value is not None
            ),
            None,
        )
        unit = seen.plan.find(indicator.responsible_unit, Unit)
        if target is None or unit is None or not is_quantitative(indicator) or not fit_for_scheme(indicator):
            continue
        plain = indicator.nature == "binding" or target == 0 or indicator.direction in ("keep", "range", None)
        chosen.append((indicator, "threshold" if plain else "completion"))
    if not chosen:
        return None
    full = Decimal(100)
    scheme = Scheme(
        id=ids.new_id(),
        code=ids.next_code(Scheme.code_prefix, (one.code for one in seen.plan.all(Scheme) if one.code)),
        position=edits.place_in_list(seen.plan, "scheme"),
        year=year,
        full_mark=full,
        scope="plan",
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
            indicator=indicator.id,
            units=(indicator.responsible_unit,),
            data_unit=indicator.data_unit,
            marks=marks,
            method=method,
            veto="cap_level" if indicator.nature == "binding" else None,
        )
        for (indicator, method), marks, place in zip(
            chosen, shared_out(full, [Decimal(1)] * len(chosen)), places, strict=True
        )
    ]
    made = (scheme, *items)
    operations = tuple(Operation("add", one.kind_name, one.id, "", None, one) for one in made)
    return Change(operations, Label("")), len(chosen)
