"""Rules of implementability about units and the projects they lead: one lead, not too many, reachable."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.analysis.running import runs
from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan.elements import Project, Unit
from workbench.rules.implementable import is_nobody
from workbench.rules.rule import ERROR, INFO, PASSED, WARNING, Ref, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.analysis.running import Run
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

#: “Each answers for its own share”: words that stand where a lead should.
_EACH_ITS_SHARE: Final = Pattern(
    r"(?:按照?|依照?|依据|根据)(?:各自的?)?(?:职责|职能)(?:分工)?，?(?:各自|分别|共同)?(?:抓好)?(?:负责|落实)"
)


@rule("I312", "unit-named-twice", WARNING, "project", N_("No unit stands twice among those that support"))
def unit_named_twice(seen: View, project: Project) -> Outcome | list[Outcome]:
    """The list of supporting units does not hold the lead unit, and no unit twice. Two entries in the list of
    units with the same name or alias are one unit.

    Why: A unit that supports itself makes the list longer and the work no lighter; now and then another
    unit was meant and is missing.

    How: Take the second entry out, or enter the unit that was meant.

    Good: Lead: data bureau; supporting: finance, public security.

    Bad: Lead: data bureau; supporting: data bureau, finance, treasury (an alias of finance).
    """
    supporting = project.support_units
    if not supporting:
        return None
    lead = project.lead_unit
    if (
        lead not in supporting
        and len(set(supporting)) == len(supporting)
        and (not (shared := _namesakes(seen)) or shared.isdisjoint((lead, *supporting)))
    ):
        return PASSED
    found: list[Outcome] = []
    named = [lead] if lead is not None else []
    for id_ in supporting:
        other = next((one for one in named if is_same_unit(seen, one, id_)), None)
        if other is None:
            named.append(id_)
        elif other == lead:
            found.append(
                _named_twice(id_, other, N_("{unit} leads {name} and is listed as supporting it too"))
            )
        else:
            found.append(
                _named_twice(id_, other, N_("{unit} is listed twice among the supporting units of {name}"))
            )
    return list(dict.fromkeys(found)) or PASSED


def _named_twice(id_: str, other: str, message: str) -> Fault:
    related = (id_,) if id_ == other else (id_, other)
    return fault(f"support_units[{id_}]", message, related=related, unit=Ref(id_))


def is_same_unit(seen: View, one: str, other: str) -> bool:
    """Whether two ids stand for the same unit: they are equal, or their units share a name."""
    if one == other:
        return True
    first, second = seen.plan.find(one, Unit), seen.plan.find(other, Unit)
    return first is not None and second is not None and not _names(first).isdisjoint(_names(second))


def _names(unit: Unit) -> set[str]:
    return {unit.name, *(unit.aliases or ())}


def _namesakes(seen: View) -> frozenset[str]:
    """Ids of the units that share a name or alias with another; mostly none."""
    if "namesakes" not in seen.memo:
        bearers: dict[str, list[str]] = {}
        for unit in seen.plan.all(Unit):
            for name in _names(unit):
                bearers.setdefault(name, []).append(unit.id)
        seen.memo["namesakes"] = frozenset(id_ for ids in bearers.values() if len(ids) > 1 for id_ in ids)
    shared: frozenset[str] = seen.memo["namesakes"]
    return shared


def led_by(seen: View, unit: Unit) -> Iterator[Project]:
    """Projects of any kind, not cancelled, that name the unit as their lead."""
    elements = seen.plan.elements
    for id_ in seen.plan.referrers(unit.id):
        project = elements[id_]
        if type(project) is Project and project.lead_unit == unit.id and not seen.is_cancelled(project):
            yield project


@rule(
    "I316",
    "busy-lead-without-contact",
    INFO,
    "unit",
    N_("A unit that leads much has a contact"),
    projects=3,
)
def busy_lead_without_contact(seen: View, unit: Unit) -> Outcome:
    """A unit that leads three projects or more (the number can be set), tasks and programmes among them, has
    a contact. Cancelled projects do not count. A phrase that stands for nobody in particular is I302's.

    Why: Progress is asked for every month. Without a name and a number the question goes to the front office
    and comes back next month.

    How: Enter the section in charge, or the officer and the telephone number.

    Good: Municipal data bureau, contact: planning section, 000-1002.

    Bad: Municipal data bureau leads eleven projects, contact: empty.
    """
    most = seen.parameter("I316", "projects")
    has_contact = unit.contact is not None and unit.contact.strip() != ""
    led = []
    for project in led_by(seen, unit):
        led.append(project.id)
        # With a contact it is only counted as far as need be.
        if len(led) >= most and has_contact:
            return PASSED
    if len(led) < most or is_nobody(unit):
        return None
    return fault(
        "contact",
        N_("{name} leads {count} projects, but has no contact"),
        related=led,
        count=len(led),
    )


@rule(
    "I321",
    "unit-overloaded",
    WARNING,
    "unit",
    N_("No unit leads more projects at once than it can"),
)
def unit_overloaded(seen: View, unit: Unit) -> Outcome:
    """For a unit with a stated capacity: on no day does it lead more running projects, of whatever kind, than
    that. A capacity of 0 is a limit; no capacity is none. A programme does not count beside its own parts
    that the same unit leads. Without a start a project is taken to begin with the plan, ongoing work lasts
    until the plan ends; projects whose end is not known do not count.

    Why: A section of six people that is to lead nine projects leads none. The plan is then late in all of
    them at once.

    How: Let some begin later, hand some to another unit, or, if it has grown, raise its capacity.

    Good: Capacity 3; three projects in 2026, two in 2027.

    Bad: Capacity 3; five projects that all begin on 2026-01-01.
    """
    capacity = unit.capacity
    if capacity is None:
        return None
    peak = busiest_day(runs(seen.plan, led_by(seen, unit)))
    if peak is None or len(peak[1]) <= capacity:
        return PASSED
    day, projects = peak
    return fault(
        "capacity",
        N_("{name} has a capacity of {capacity}, but leads {count} at once on {day}: {projects}"),
        related=projects,
        count=len(projects),
        day=day,
        capacity=capacity,
        projects=tuple(Ref(id_) for id_ in projects),
    )


def busiest_day(held: list[Run]) -> tuple[date, tuple[str, ...]] | None:
    """The first of the days on which most run, and what runs on it."""
    if not held:
        return None
    # What ends on a day still runs on it: starts come before ends.
    turns = sorted([(start, 0) for start, _, _ in held] + [(end, 1) for _, end, _ in held])
    most = now = 0
    day = turns[0][0]
    for turn, is_end in turns:
        now += -1 if is_end else 1
        if now > most:
            most, day = now, turn
    return day, tuple(id_ for start, end, id_ in held if start <= day <= end)


@rule("I322", "several-leads", ERROR, "project", N_("Every project has exactly one lead"))
def several_leads(seen: View, project: Project) -> Outcome:
    """No project has co-lead units; and none that lacks a lead, itself and through a project above it, says
    in its title or description that units answer “according to their duties” (按职责分工负责) instead.

    Why: Of two leads each waits for the other, and after a year both report that the other was to begin.
    “According to their duties” is the polite form of having no lead.

    How: Choose one lead; the others support. Where two units truly do different work, make two projects of
    it, each with its own lead.

    Good: Lead: transport bureau; supporting: public security bureau.

    Bad: Lead: transport bureau and public security bureau; or: “A, B and C answer according to their duties”.

    Source: Practice of task breakdowns, where a bracket names one lead, or says that the unit named first
    leads (for instance 粤经信信息〔2017〕123号).
    """
    leads = project.co_leads
    if leads:
        if project.lead_unit is not None:
            return fault(
                "co_leads",
                N_("{name} has more than one lead: {lead}, and beside it {others}"),
                related=leads,
                lead=Ref(project.lead_unit),
                others=tuple(Ref(id_) for id_ in leads),
            )
        return fault(
            "co_leads",
            N_("{name} has co-leads, {others}, but not the one lead"),
            related=leads,
            others=tuple(Ref(id_) for id_ in leads),
        )
    if project.lead_unit is not None:
        return PASSED
    for field in ("description", "title"):
        text = project.get(field)
        # Told by one letter first: the rule looks at every project.
        words = _EACH_ITS_SHARE.search(text) if text and "职" in text else None
        if words is not None and not any(
            isinstance(above, Project) and above.lead_unit is not None
            for above in seen.plan.ancestors(project.id)
        ):
            return fault(
                field, N_("{name} says “{words}” where it should name one lead"), words=words.group()
            )
    return None
