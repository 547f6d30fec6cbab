"""What mends findings about the plan above, and about plans beside and below."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.measures import converted
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.edits import shown_name
from workbench.plan.elements import Goal, Indicator, Project, Unit
from workbench.plan.records import AbsentReason, TakeUp
from workbench.plan.values import show_number
from workbench.rules.above import demands, ends_of, final_target, judged
from workbench.rules.fixing import fix, way
from workbench.rules.rule import Fault
from workbench.rules.waivers import row_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element, PlanHead
    from workbench.plan.records import Target
    from workbench.rules.above import Demand
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: Goals that are offered as the answer to one above.
_MOST: Final = 6
#: What a new goal is asked for later.
_STILL_TO_SAY: Final = ("responsible_unit", "indicators", "projects")


@fix("S113")
def take_up_the_goal(seen: View, _head: PlanHead, finding: Finding) -> Iterator[Fix]:
    """Have a goal of like title take it up, add one that does, or choose among the others."""
    wanted = row_of(finding.field)
    around = seen.surroundings
    above = next((one for one in around.parents if one.find(wanted, Goal)), None) if around else None
    theirs = above.find(wanted, Goal) if above is not None else None
    if above is None or theirs is None:
        return
    row = TakeUp(plan=above.id, element=theirs.id, mode="same")
    goals = seen.plan.all(Goal)
    alike = {one.id: _likeness(one, theirs) for one in goals}
    goals.sort(key=lambda one: -alike[one.id])
    added = False
    for goal in goals[:_MOST]:
        if alike[goal.id] < 0.5 and not added:
            added = True
            yield _new_goal(seen, theirs, row)
        yield way(
            N_("Let {name} take up {above}"),
            [edits.set_field(seen.plan, goal.id, "takes_up", (*(goal.takes_up or ()), row))],
            name=goal,
            above=shown_name(theirs),
        )
    if not added:
        yield _new_goal(seen, theirs, row)


def _likeness(one: Goal, other: Goal) -> float:
    """Share of the pairs of letters that two titles have in common; a little more for a common problem."""
    pairs, theirs = (
        {title[at : at + 2] for at in range(len(title) - 1)} for title in (one.title, other.title)
    )
    shared = len(pairs & theirs) / max(1, min(len(pairs), len(theirs)))
    return shared + 0.1 * bool(set(one.domains or ()) & set(other.domains or ()))


def _new_goal(seen: View, theirs: Goal, row: TakeUp) -> Fix:
    overall = next((one.id for one in seen.plan.all(Goal) if one.kind == "overall"), None)
    due = theirs.due if seen.end is None or theirs.due is None else min(theirs.due, seen.end)
    values: dict[str, Any] = {
        "title": theirs.title,
        "kind": "specific",
        "parent": overall,
        "domains": theirs.domains,
        "subjects": theirs.subjects,
        "due": due,
        "takes_up": (row,),
        "absent": tuple(AbsentReason(field=name, reason="pending") for name in _STILL_TO_SAY),
    }
    return way(
        N_("Add a goal “{title}” that takes it up"),
        [edits.add(seen.plan, "goal", values)],
        title=theirs.title,
    )


# -- targets -------------------------------------------------------------------------------------------


@fix("S114")
def meet_the_demand(seen: View, indicator: Indicator, finding: Finding) -> Iterator[Fix]:
    """Raise the target to what is demanded, or say that only a share, or support, is given."""
    if seen.surroundings is None:
        return
    for demand in demands(seen.plan, seen.surroundings, indicator):
        if finding.field == "unit":
            unit = demand.above.unit
            if unit and converted(Decimal(1), indicator.unit, unit) is None:
                renamed = demand._replace(indicator=indicator.but(unit=unit))
                # Not where the figure would then be too small: it was meant in another unit.
                if not isinstance(judged(seen, renamed), Fault):
                    yield way(
                        N_("Measure {name} in {unit}"),
                        [edits.set_field(seen.plan, indicator.id, "unit", unit)],
                        name=indicator,
                        unit=unit,
                    )
                yield _in_support(seen, demand)
            continue
        target = final_target(indicator)
        if target is None or finding.field != f"targets[{target.year}]":
            continue
        wanted = _wanted(seen, demand, target)
        if wanted is not None:
            yield _with_target(seen, indicator, target, wanted)
        yield from _own_part(seen, demand, target)


def _wanted(seen: View, demand: Demand, target: Target) -> Target | None:
    """The target with the value that is demanded, in the indicator's own unit."""
    own, above = demand.indicator, demand.above
    if demand.row.mode == "share":
        share = demand.row.share
        value = None if share is None else converted(share, above.unit, own.unit)
        return None if value is None else target.but(value=value, upper=None, written=None, op=_plain(target))
    asked = final_target(above)
    if asked is not None and seen.end is not None and seen.end.year < asked.year:
        asked = final_target(above, seen.end.year) or asked
    ends = ends_of(asked) if asked is not None else None
    if asked is None or ends is None:
        return None
    low, high = (converted(one, above.unit, own.unit) for one in ends)
    if low is None or high is None:
        return None
    return target.but(
        value=low, upper=high if asked.op == "range" else None, op=asked.op, written=None, text=None
    )


def _plain(target: Target) -> str | None:
    return None if target.op == "range" else target.op


def _with_target(seen: View, indicator: Indicator, old: Target, new: Target) -> Fix:
    targets = tuple(new if one is old else one for one in indicator.targets or ())
    assert new.value is not None
    said = (
        show_number(new.value) if new.upper is None else f"{show_number(new.value)}-{show_number(new.upper)}"
    )
    return way(
        N_("Set the target {year} of {name} to {value}"),
        [edits.set_field(seen.plan, indicator.id, "targets", targets)],
        year=str(new.year),
        name=indicator,
        value=f"{said} {indicator.unit}" if indicator.unit else said,
    )


def _own_part(seen: View, demand: Demand, target: Target) -> Iterator[Fix]:
    """Take up what the target really gives."""
    ends = ends_of(target)
    above = demand.above
    is_lower = (above.direction or demand.indicator.direction) == "lower"
    given = converted(ends[1 if is_lower else 0], demand.indicator.unit, above.unit) if ends else None
    if given is not None and (above.direction or "higher") in ("higher", "lower"):
        yield _with_row(
            seen,
            demand,
            demand.row.but(mode="share", share=given),
            N_("Take up {above} by a share of {share}"),
            share=f"{show_number(given)} {above.unit}" if above.unit else show_number(given),
        )
    yield _in_support(seen, demand)


def _in_support(seen: View, demand: Demand) -> Fix:
    return _with_row(
        seen, demand, demand.row.but(mode="support", share=None), N_("Take up {above} in support only")
    )


def _with_row(seen: View, demand: Demand, row: TakeUp, message: str, **values: Any) -> Fix:
    own = demand.indicator
    rows = tuple(row if one is demand.row else one for one in own.takes_up or ())
    return way(
        message,
        [edits.set_field(seen.plan, own.id, "takes_up", rows)],
        above=shown_name(demand.above),
        **values,
    )


@fix("S118")
def agree_to_the_shares(seen: View, indicator: Indicator, finding: Finding) -> Iterator[Fix]:
    """Set the target to what the shares come to."""
    target = final_target(indicator)
    total = sum((share for share in _shares_of(seen, indicator) if share is not None), Decimal(0))
    if target is not None and finding.field == f"targets[{target.year}]":
        new = target.but(value=total, upper=None, op=_plain(target), written=None, text=None)
        yield _with_target(seen, indicator, target, new)


def _shares_of(seen: View, indicator: Indicator) -> Iterator[Decimal | None]:
    for other in seen.surroundings.others if seen.surroundings is not None else ():
        for one in other.indicators:
            for row in one.takes_up or ():
                is_ours = row.plan == seen.plan.id or (row.plan is None and seen.plan.id in other.parents)
                if is_ours and row.mode == "share" and row.element == indicator.id:
                    yield row.share


# -- members of a cluster ------------------------------------------------------------------------------


@fix("S119")
def give_the_member_its_part(seen: View, element: Element, finding: Finding) -> Iterator[Fix]:
    """Address a task to the member, or have one unit co-ordinate."""
    if isinstance(element, Project):
        yield from _one_lead(seen, element, finding.field)
        return
    wanted = row_of(finding.field)
    member = next(
        (one for one in seen.head.members or () if wanted in (one.region_code, one.region_name)), None
    )
    if member is None:
        return
    for project in seen.plan.all(Project):
        if project.kind == "task" and seen.is_leaf(project) and not seen.is_cancelled(project):
            rows = (*(project.addressed_to or ()), member.region_code or member.region_name)
            yield way(
                N_("Address {name} to {member}"),
                [edits.set_field(seen.plan, project.id, "addressed_to", rows)],
                name=project,
                member=member.region_name,
            )


def _one_lead(seen: View, project: Project, field: str) -> Iterator[Fix]:
    if field == "co_leads":
        others = [one for one in project.co_leads or () if one != project.lead_unit]
        support = dict.fromkeys((*(project.support_units or ()), *others))
        lead = seen.plan.find(project.lead_unit, Unit)
        if lead is not None:
            values = {"co_leads": None, "support_units": tuple(support) or None}
            yield way(
                N_("Have {unit} alone lead {name}, and the other leads support it"),
                [edits.set_fields(seen.plan, {project.id: values})],
                unit=lead,
                name=project,
            )
        return
    lead = seen.plan.find(project.lead_unit, Unit)
    ids = (
        *(project.support_units or ()),
        *(project.responsible_units or ()),
        *(lead.members or () if lead else ()),
    )
    for id_ in dict.fromkeys(ids):
        unit = seen.plan.find(id_, Unit)
        if unit is not None and unit.kind not in ("group", "generic"):
            support_units = tuple(one for one in project.support_units or () if one != id_)
            yield way(
                N_("Have {unit} co-ordinate {name}"),
                [
                    edits.set_fields(
                        seen.plan, {project.id: {"lead_unit": id_, "support_units": support_units or None}}
                    )
                ],
                unit=unit,
                name=project,
            )


@fix("C420")
def measure_alike(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """Take the unit that others bear, the commonest first; or say that it is an indicator of one's own."""
    units: dict[str, int] = {}
    others = seen.surroundings.others if seen.surroundings is not None else ()
    for one in (*(it for other in others for it in other.indicators), *seen.plan.all(Indicator)):
        same_item = (one.catalogue, one.catalogue_item) == (indicator.catalogue, indicator.catalogue_item)
        if same_item and one.unit and one is not indicator:
            units[one.unit] = units.get(one.unit, 0) + 1
    for unit in sorted(units, key=lambda one: (-units[one], one)):
        if all(converted(Decimal(1), unit, other) is not None for other in units):
            yield way(
                N_("Measure {name} in {unit}"),
                [edits.set_field(seen.plan, indicator.id, "unit", unit)],
                name=indicator,
                unit=unit,
            )
    yield way(
        N_("Make {name} an indicator of your own, without the catalogue's item"),
        [
            edits.set_fields(
                seen.plan, {indicator.id: {"catalogue_item": None, "catalogue": None, "origin": "local"}}
            )
        ],
        name=indicator,
    )
