"""What mends findings about a year's scheme: what and whom it leaves out, what changed, what is missing."""

from __future__ import annotations

from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.responsible import responsible_unit
from workbench.analysis.schemes import counted, full_mark, items_of
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Change
from workbench.plan.elements import Indicator, Milestone, Project, Scheme, Unit
from workbench.plan.records import YearGoal
from workbench.rules.fixes.additions import pending
from workbench.rules.fixes.marks import (
    can_be_shared,
    held,
    may_be_set,
    restated,
    set_marks,
    shared_out,
)
from workbench.rules.fixes.scheme_for_year import is_sound
from workbench.rules.fixes.suppliers import suppliers
from workbench.rules.fixes.target_line import targets_on_the_way, told, with_targets
from workbench.rules.fixing import fix, way
from workbench.rules.scheme_changes import differing, matched
from workbench.rules.scheme_scoring import missing_for_scoring
from workbench.rules.scheme_year import moves, schemes_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.plan.records import Target
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: So many things are put forward for one place.
_FEW: Final = 6
#: A new item takes marks from so many others at most.
_MOST_SCALED: Final = 60


# -- what and whom the year's scheme leaves out ----------------------------------------------------------


@fix("A507")
def assess_lead(seen: View, unit: Unit, _finding: Finding) -> Iterator[Fix]:
    """Assess the unit, too, on what its projects move; or on one of its projects, for marks of all
    the others.
    """
    led = [
        one
        for id_ in seen.plan.referrers(unit.id)
        if (one := seen.plan.find(id_, Project)) is not None
        and one.lead_unit == unit.id
        and not seen.is_cancelled(one)
    ]
    moved = {one for project in led for one in (*moves(project), project.id)}
    open_ = [one for one in schemes_of(seen, seen.as_of.year) if not one.frozen and one.scope != "unit"]
    fitting = (
        item
        for scheme in open_
        for item in items_of(seen.plan, scheme)
        if item.units and (item.indicator in moved or item.project in moved)
    )
    for item in islice(fitting, _FEW):
        thing = seen.plan.get(item.indicator or item.project)
        if thing is not None:
            yield way(
                N_("Assess {unit}, too, on {thing} ({name})"),
                [edits.set_field(seen.plan, item.id, "units", (*(item.units or ()), unit.id))],
                unit=unit,
                thing=thing,
                name=item,
            )
    for scheme in open_:
        for project in led[:_FEW]:
            change = _with_new_item(seen, scheme, {"project": project.id, "units": (unit.id,)})
            if change is not None:
                yield way(
                    N_("Put {thing} into the scheme {name} and scale the marks of the others"),
                    change,
                    thing=project,
                    name=scheme,
                )


@fix("A516")
def put_into_scheme(seen: View, milestone: Milestone, _finding: Finding) -> Iterator[Fix]:
    """Link its project with an indicator of the scheme; or make it an item, for marks of all the others."""
    project = seen.plan.find(milestone.project, Project)
    if project is None or milestone.due is None:
        return
    served = {link.goal for link in project.goals or ()}
    schemes = schemes_of(seen, milestone.due.year)
    listed = dict.fromkeys(item.indicator for scheme in schemes for item in items_of(seen.plan, scheme))
    near = (
        one
        for id_ in listed
        if (one := seen.plan.find(id_, Indicator)) is not None and served.intersection(one.goals or ())
    )
    for indicator in islice(near, _FEW):
        yield way(
            N_("State that {name} moves {indicator}"),
            [edits.link(seen.plan, project.id, "indicators", indicator.id)],
            name=project,
            indicator=indicator,
        )
    unit = responsible_unit(seen.plan, milestone)
    for scheme in schemes:
        if scheme.frozen or not unit:
            continue
        change = _with_new_item(seen, scheme, {"milestone": milestone.id, "units": (unit,)})
        if change is not None:
            yield way(
                N_("Put {thing} into the scheme {name} and scale the marks of the others"),
                change,
                thing=milestone,
                name=scheme,
            )


def _with_new_item(seen: View, scheme: Scheme, values: dict[str, Any]) -> list[Change] | None:
    """Add an item that is done or not, with an even share of the marks; None where that cannot be."""
    items = counted(items_of(seen.plan, scheme))
    if scheme.scope == "unit" or len(items) > _MOST_SCALED or any(one.marks is None for one in items):
        return None
    table = [(one, one.marks or Decimal(0)) for one in items]
    holders = held(table, "")
    if not all(map(may_be_set, holders)) or not can_be_shared(
        full_mark(scheme), [marks for _, marks in table]
    ):
        return None
    average = sum((marks for _, marks in table), Decimal(0)) / len(table)
    *shares, own = shared_out(full_mark(scheme), [*(marks for _, marks in table), average])
    new = [(item, marks) for (item, _), marks in zip(table, shares, strict=True)]
    changes = [
        set_marks(seen, zip(holders, shares, strict=True)),
        edits.add(
            seen.plan,
            "scheme_item",
            {
                **values,
                "scheme": scheme.id,
                "method": "yes_no",
                "marks": own,
                "absent": pending(("data_unit",)),
            },
        ),
    ]
    groups = restated(scheme, new).groups
    if groups != scheme.groups:
        changes.append(edits.set_field(seen.plan, scheme.id, "groups", groups))
    return changes


# -- what changed, what is missing, what was left undone -------------------------------------------------


@fix("A510")
def back_to_last_year(seen: View, scheme: Scheme, finding: Finding) -> Iterator[Fix]:
    """Put an item back to what it was, where that leaves the marks alone."""
    if scheme.frozen:
        return
    before = [one for one in seen.plan.all(Scheme) if one.year == scheme.year - 1]
    items = items_of(seen.plan, scheme)
    item = next((one for one in items if f"items[{one.id}]" == finding.field), None)
    if item is not None:
        new = [one for it in schemes_of(seen, scheme.year) for one in items_of(seen.plan, it)]
        old = matched(new, [one for it in before for one in items_of(seen.plan, it)]).get(item.id)
        changed = set(differing(seen, item, old)) if old is not None else set()
        if old is None or not changed or changed & {"marks", "marks_by_class"}:
            return
        if changed & {"units", "unit_class"} and scheme.scope == "unit":
            return
        if not is_sound(seen, item.but(**{name: old.get(name) for name in changed})):
            return
        yield way(
            N_("Put {name} back to what it was in {before}"),
            [edits.set_fields(seen.plan, {item.id: {name: old.get(name) for name in changed}})],
            name=item,
            before=str(scheme.year - 1),
        )
    elif finding.field in ("missing", "levels") and len(before) == 1:
        yield way(
            N_("Put “{field}” of {name} back to what it was in {before}"),
            [edits.set_field(seen.plan, scheme.id, finding.field, before[0].get(finding.field))],
            field=f"@{Scheme.field_of[finding.field].label}",
            name=scheme,
            before=str(scheme.year - 1),
        )


@fix("A514")
def complete_indicator(seen: View, scheme: Scheme, finding: Finding) -> Iterator[Fix]:
    """Targets on the way and a data unit, at the indicator: the frozen scheme stays as it is."""
    item = next((one for one in items_of(seen.plan, scheme) if f"items[{one.id}]" == finding.field), None)
    indicator = seen.plan.find(item.indicator, Indicator) if item is not None else None
    if item is None or indicator is None:
        return
    missing = missing_for_scoring(scheme, item, indicator)
    if not missing.keys() <= {"targets", "data_unit"}:
        return
    values: dict[str, Any] = {}
    new: Sequence[Target] = ()
    if "targets" in missing:
        new = targets_on_the_way(seen, indicator, [scheme.year]) or ()
        values["targets"] = with_targets(indicator, *new)
        if not new or "targets" in missing_for_scoring(scheme, item, indicator.but(**values)):
            return
    if "data_unit" not in missing:
        yield way(
            N_("Set the target of {name} on the way to its last one: {targets}"),
            [edits.set_fields(seen.plan, {indicator.id: values})],
            name=indicator,
            targets=told(new),
        )
        return
    for unit in islice(suppliers(seen, indicator, set(item.units or ())), _FEW):
        yield way(
            N_(
                "Set the target of {name} on the way to its last one ({targets}); take its figures "
                "from {unit}"
            )
            if new
            else N_("Take the figures of {name} from {unit}"),
            [edits.set_fields(seen.plan, {indicator.id: {**values, "data_unit": unit.id}})],
            name=indicator,
            unit=unit,
            targets=told(new),
        )


@fix("A523")
def carry_over(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """The same target again this year."""
    this = seen.as_of.year
    for goal in project.year_goals or ():
        period = goal.period
        if f"year_goals[{period}]" == finding.field:
            again = YearGoal(year=this, text=goal.text, indicator=goal.indicator, value=goal.value)
            yield way(
                N_("Carry the target {period} of {name} over to {year}"),
                [edits.set_field(seen.plan, project.id, "year_goals", (*(project.year_goals or ()), again))],
                period=period,
                name=project,
                year=str(this),
            )
            return
