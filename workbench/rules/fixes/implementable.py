"""What mends findings of implementability (I) about units: who leads, supports, answers, runs."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.running import runs
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.elements import Project, Unit
from workbench.rules.fixes import candidates as c
from workbench.rules.fixes.additions import pending
from workbench.rules.fixing import fix, way
from workbench.rules.implementable import is_group
from workbench.rules.unit_validity import would_be_valid
from workbench.rules.units_load import busiest_day, is_same_unit, led_by

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element, Goal, Safeguard
    from workbench.plan.fields import Field
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: So many units are put forward for one place.
_FEW: Final = 6
_LEAD: Final = N_("Let {unit} lead {name}")


@fix("I301")
def choose_lead(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """One of the units near the project becomes its lead."""
    for unit in islice(_leads(seen, project), _FEW):
        yield way(_LEAD, [c.with_lead(seen, project, unit)], unit=unit, name=project)


def _leads(seen: View, project: Project) -> Iterator[Unit]:
    """Real units near a project that could lead it, enterprises last."""
    fitting = [one for one in c.real(seen, c.near(seen, project)) if c.may_lead(seen, project, one)]
    yield from (one for one in fitting if one.kind != "enterprise")
    yield from (one for one in fitting if one.kind == "enterprise")


@fix("I302")
def choose_real_lead(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """A member of the group leads and the others support it; or one of the units near the project leads."""
    group = seen.plan.find(project.lead_unit, Unit)
    if group is None:
        return
    members = list(c.real(seen, group.members or ()))
    for unit in islice((one for one in members if c.may_lead(seen, project, one)), _FEW):
        others = [one.id for one in members if one.id != unit.id]
        yield way(
            N_("Let {unit} lead {name}, and the other members of {group} support it") if others else _LEAD,
            [c.with_lead(seen, project, unit, others)],
            unit=unit,
            name=project,
            group=group,
        )
    for unit in islice((one for one in _leads(seen, project) if one not in members), _FEW):
        yield way(_LEAD, [c.with_lead(seen, project, unit)], unit=unit, name=project)


@fix("I303")
def choose_unit_of_goal(seen: View, goal: Goal, _finding: Finding) -> Iterator[Fix]:
    """The unit that leads most of what serves the goal, or another near it, answers for it."""
    yield from _make_responsible(seen, goal, c.real(seen, c.answering(seen, goal)))


#: What names of units tell of their trade, by kind of safeguard.
_TRADE: Final = {
    "funding": ("财政",),
    "talent": ("人力资源", "人社", "组织部"),
    "security": ("网信", "公安", "安全"),
    "supervision": ("督查", "办公室", "审计"),
    "standards": ("市场监管", "质监"),
    "publicity": ("宣传",),
    "data_sharing": ("数据",),
    "operation": ("数据", "信息"),
}


@fix("I315")
def choose_unit_of_safeguard(seen: View, safeguard: Safeguard, _finding: Finding) -> Iterator[Fix]:
    """The unit that the safeguard's text names, one of its trade, or the one that leads most."""
    trades = _TRADE.get(safeguard.kind or "", ())
    ids = [
        *c.named_in(seen, safeguard.title, safeguard.text),
        *(one.id for one in seen.plan.all(Unit) if any(trade in one.name for trade in trades)),
        *c.busiest(seen),
    ]
    yield from _make_responsible(seen, safeguard, c.real(seen, ids))


def _make_responsible(seen: View, element: Element, units: Iterator[Unit]) -> Iterator[Fix]:
    for unit in islice(units, _FEW):
        yield way(
            N_("Make {unit} responsible for {name}"),
            [edits.set_field(seen.plan, element.id, "responsible_unit", unit.id)],
            unit=unit,
            name=element,
        )


@fix("I310")
def choose_operator(seen: View, project: Project, _finding: Finding) -> Iterator[Fix]:
    """Institutions and enterprises near the project run it, or its lead."""
    near = list(c.real(seen, (project.lead_unit, *c.near(seen, project))))
    for unit in sorted(near, key=lambda one: one.kind not in ("institution", "enterprise"))[:_FEW]:
        yield way(
            N_("Let {unit} run {name} after completion"),
            [edits.set_field(seen.plan, project.id, "operator", unit.id)],
            unit=unit,
            name=project,
        )


@fix("I312")
def name_once(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """What stands twice is taken out of the list; nothing else can be meant by it."""
    id_ = finding.field.partition("[")[2].removesuffix("]")
    held = project.support_units or ()
    if id_ not in held:
        return
    unit = seen.plan.find(id_, Unit)
    first = held.index(id_)
    before = (*held[:first], *([project.lead_unit] if project.lead_unit is not None else []))
    # Named twice by one id, the first stays; after a namesake, or the lead, none does.
    stays = not any(is_same_unit(seen, one, id_) for one in before)
    # A list with anything else twice would be refused.
    left = tuple(dict.fromkeys(one for at, one in enumerate(held) if one != id_ or (stays and at == first)))
    yield way(
        N_("Take {unit} out of the supporting units of {name}, where it is named twice"),
        [edits.set_field(seen.plan, project.id, "support_units", left or None)],
        safe=True,
        unit=unit if unit is not None else id_,
        name=project,
    )


@fix("I316")
def take_over_contact(seen: View, unit: Unit, _finding: Finding) -> Iterator[Fix]:
    """The contact of the unit that it belongs to stands for it."""
    for above in seen.plan.ancestors(unit.id):
        contact = above.get("contact")
        if contact and contact.strip():
            yield way(
                N_("Take over the contact of {other} for {name}"),
                [edits.set_field(seen.plan, unit.id, "contact", contact)],
                other=above,
                name=unit,
            )


@fix("I321")
def relieve(seen: View, unit: Unit, finding: Finding) -> Iterator[Fix]:
    """One project is handed to a unit that supports it and has room; or the capacity is raised."""
    capacity = unit.capacity or 0
    led = list(led_by(seen, unit))
    for id_ in finding.related:
        project = seen.plan.find(id_, Project)
        peak = busiest_day(runs(seen.plan, [one for one in led if one.id != id_]))
        if project is None or (peak is not None and len(peak[1]) > capacity):
            continue
        for other in c.real(seen, (*(project.support_units or ()), *(project.responsible_units or ()))):
            if other.id != unit.id and c.may_lead(seen, project, other) and _has_room(seen, other, project):
                yield way(
                    N_("Let {unit} lead {name}, and {other} support it"),
                    [c.with_lead(seen, project, other, [unit.id])],
                    unit=other,
                    other=unit,
                    name=project,
                )
    peak = busiest_day(runs(seen.plan, led))
    if peak is not None:
        yield way(
            N_("Raise the capacity of {name} to {count}"),
            [edits.set_field(seen.plan, unit.id, "capacity", len(peak[1]))],
            name=unit,
            count=str(len(peak[1])),
        )


def _has_room(seen: View, unit: Unit, project: Project) -> bool:
    if unit.capacity is None:
        return True
    peak = busiest_day(runs(seen.plan, [*led_by(seen, unit), project]))
    return peak is None or len(peak[1]) <= unit.capacity


@fix("I322")
def keep_one_lead(seen: View, project: Project, finding: Finding) -> Iterator[Fix]:
    """One leads, the others support it."""
    if finding.field != "co_leads":
        yield from choose_lead(seen, project, finding)
        return
    leads = project.co_leads or ()
    if any(seen.plan.find(id_, Unit) is None for id_ in leads):
        # Who they are comes first (I313); moved as they are, they would be reported elsewhere.
        return
    lead = seen.plan.find(project.lead_unit, Unit)
    if project.lead_unit is not None:
        supporting = c.without_twice(seen, (*(project.support_units or ()), *leads), project.lead_unit)
        again = set(leads) == {project.lead_unit}
        yield way(
            N_("Take the lead of {name} out of its co-leads")
            if again
            else N_("Keep {unit} as the one lead of {name}; its co-leads support it"),
            [edits.set_fields(seen.plan, {project.id: {"co_leads": None, "support_units": supporting}})],
            # That the lead leads beside itself can only be a slip.
            safe=again,
            unit=lead if lead is not None else project.lead_unit,
            name=project,
        )
    for unit in c.real(seen, leads):
        if unit.id != project.lead_unit and c.may_lead(seen, project, unit):
            others = [id_ for id_ in (project.lead_unit, *leads) if id_ is not None]
            yield way(
                N_("Make {unit} the one lead of {name}; the others support it"),
                [c.with_lead(seen, project, unit, others, ())],
                unit=unit,
                name=project,
            )


@fix("I313")
def name_valid_unit(seen: View, element: Element, finding: Finding) -> Iterator[Fix]:
    """The successor for a unit that has ended; for an unknown one the unit of that name, or a new entry."""
    declared = next((one for one in element.fields if one.key == finding.field.partition("[")[0]), None)
    if declared is None:
        return
    if finding.related:
        yield from _succeed(seen, element, declared, finding)
        return
    given = str(dict(finding.values)["unit"])
    units = seen.plan.all(Unit)
    of_name = [one for one in units if given in (one.name, *(one.aliases or ())) and one is not element]
    fitting = [one for one in of_name if _fits(seen, element, declared, finding, one)]
    for unit in fitting:
        yield way(
            N_("Enter {unit} for “{given}” in {name}"),
            [_replaced(seen, element, declared, finding.field, given, unit.id)],
            safe=len(of_name) == 1,
            unit=unit,
            given=given,
            name=element,
        )
    is_free = not of_name and given not in seen.plan
    if is_free and not (declared.name == "lead_unit" and is_group(Unit(id=given, name=given))):
        yield way(
            N_("Enter “{given}” in the list of units"),
            [edits.add(seen.plan, "unit", {"id": given, "name": given, "absent": pending(["kind"])})],
            given=given,
        )
    for one in c.by_likeness(given, (it for it in units if it not in of_name and it is not element)):
        if _fits(seen, element, declared, finding, one):
            yield way(
                N_("Enter {unit} for “{given}” in {name}"),
                [_replaced(seen, element, declared, finding.field, given, one.id)],
                unit=one,
                given=given,
                name=element,
            )


def _succeed(seen: View, element: Element, declared: Field, finding: Finding) -> Iterator[Fix]:
    old = seen.plan.find(finding.related[0], Unit)
    if old is None:
        return
    fitting: list[Unit] = []
    divided = False
    line = [old]
    for one in line:
        divided = divided or len(one.successors or ()) > 1
        for unit in (seen.plan.find(id_, Unit) for id_ in one.successors or ()):
            if unit is None or unit is element or unit in line:
                continue
            if _fits(seen, element, declared, finding, unit):
                fitting.append(unit)
            else:
                line.append(unit)
    for unit in fitting:
        yield way(
            N_("Enter {unit}, which succeeded {other}, in {name}"),
            [_replaced(seen, element, declared, finding.field, old.id, unit.id)],
            # Where work was divided among several, the planner says who has this part of it.
            safe=not divided,
            unit=unit,
            other=old,
            name=element,
        )


def _fits(seen: View, element: Element, declared: Field, finding: Finding, unit: Unit) -> bool:
    if isinstance(element, Project) and declared.name == "lead_unit":
        if is_group(unit) or not c.may_lead(seen, element, unit):
            return False
    if declared.name == "parent" and unit.id in seen.plan.subtree(element.id):
        return False
    return would_be_valid(seen, element, finding.field, unit)


def _replaced(seen: View, element: Element, declared: Field, field: str, old: str, new: str) -> Any:
    """The change that puts one unit in the place of another."""
    held = element.get(declared.name)
    unit = seen.plan.find(new, Unit)
    if isinstance(element, Project) and declared.name == "lead_unit" and unit is not None:
        return c.with_lead(seen, element, unit)
    value: Any
    if declared.type == "reference":
        value = new
    elif declared.type == "references":
        value = tuple(dict.fromkeys(new if one == old else one for one in held))
        if isinstance(element, Project) and declared.name == "support_units":
            value = c.without_twice(seen, value, element.lead_unit)
    else:
        assert declared.record is not None
        named = field.partition("[")[2].removesuffix("]")
        subs = declared.record.fields
        at = next(number for number, one in enumerate(subs) if one.targets == ("unit",))
        by = next(number for number, one in enumerate(subs) if one.required and number != at)
        value = tuple(
            row.but(**{subs[at].name: new}) if row[at] == old and str(row[by]) == named else row
            for row in held
        )
    return edits.set_field(seen.plan, element.id, declared.name, value)
