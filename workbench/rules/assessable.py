"""Rules of assessability: can the plan be scored, against someone, year after year?

The rules about the items and marks of a scheme are in scheme_rules.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.plan.elements import Project, Scheme, SchemeItem, Unit
from workbench.rules.checkable import is_given, is_heading
from workbench.rules.rule import ERROR, PASSED, WARNING, Ref, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element, Indicator, PlanHead
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View


@rule("A501", "indicator-without-unit", ERROR, "indicator", N_("Every indicator has a responsible unit"))
def indicator_without_unit(seen: View, indicator: Indicator) -> Outcome:
    """A unit answers for the value of the indicator. Headings that only group indicators are left out.

    Why: A value for which nobody answers cannot be praised or blamed. It is the first thing that an
    assessment asks for.

    How: Name the unit whose work moves the value, which need not be the unit that counts it (the data
    unit).

    Good: Share of online items: responsible government services bureau, data from the data centre.

    Bad: Share of online items: responsible unit empty, “all departments” in the definition.
    """
    if indicator.responsible_unit is not None:
        return PASSED
    if is_heading(seen, indicator):
        return None
    return fault("responsible_unit", N_("No unit answers for the indicator {name}"))


@rule(
    "A507",
    "lead-not-assessed",
    WARNING,
    "unit",
    N_("Units that lead projects are assessed"),
    whole=True,
    from_month=4,
)
def lead_not_assessed(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """From April on, a unit that leads a project running in that year is assessed on something in the year's
    scheme: by name, by its class, or as a member of a group. Where the year has no scheme at all, A509 says
    so.

    Why: What a unit leads and what it is marked on should not be two lists. A lead that is never assessed
    learns that the plan does not count.

    How: Add an item for one of the unit's projects, milestones or indicators, or name the unit's class in an
    item that concerns all of its class.

    Good: The transport bureau leads “intelligent junctions” and is assessed on the indicator that it moves.

    Bad: The transport bureau leads three projects; the scheme of the year knows only the data bureau.
    """
    year = seen.as_of.year
    schemes = [one for one in seen.plan.all(Scheme) if one.year == year]
    if not schemes or seen.as_of.month < seen.parameter("A507", "from_month"):
        return
    assessed, classes = _assessed(seen, schemes)
    for id_, led in _leads(seen, year).items():
        unit = seen.plan.find(id_, Unit)
        if unit is None or unit.kind == "generic":
            continue
        if id_ in assessed or unit.class_ in classes or any(one in assessed for one in unit.members or ()):
            yield unit, PASSED
        else:
            yield (
                unit,
                fault(
                    "schemes",
                    N_("{name} leads {count} projects, first {project}; the scheme of {year} leaves it out")
                    if len(led) > 1
                    else N_("{name} leads {project}; the scheme of {year} leaves it out"),
                    related=(*led, *(one.id for one in schemes)),
                    count=len(led),
                    project=Ref(led[0]),
                    year=year,
                ),
            )


def _assessed(seen: View, schemes: list[Scheme]) -> tuple[set[str], set[str]]:
    """Units that the schemes assess, members of groups included, and classes that they assess."""
    units: set[str] = set()
    classes: set[str] = set()
    for scheme in schemes:
        for id_ in seen.plan.owned(scheme.id):
            item = seen.plan.find(id_, SchemeItem)
            if item is None:
                continue
            units.update(item.units or ())
            if item.unit_class:
                classes.add(item.unit_class)
            classes.update(row.unit_class for row in item.marks_by_class or ())
    for id_ in tuple(units):
        group = seen.plan.find(id_, Unit)
        if group is not None:
            units.update(group.members or ())
    return units, classes


def _leads(seen: View, year: int) -> dict[str, list[str]]:
    """Projects of the year that are not cancelled, by the unit that leads them itself."""
    found: dict[str, list[str]] = {}
    for project in seen.plan.all(Project):
        if project.lead_unit is None or seen.is_cancelled(project):
            continue
        end = seen.end_of(project)
        if (project.start is not None and project.start.year > year) or (end is not None and end.year < year):
            continue
        found.setdefault(project.lead_unit, []).append(project.id)
    return found


@rule("A509", "year-without-scheme", WARNING, "plan", N_("The year has an assessment scheme"), from_month=4)
def year_without_scheme(seen: View, _head: PlanHead) -> Outcome:
    """From April on, a plan in force has an assessment scheme for the year, as long as its period lasts.

    Why: Assessment rolls forward every year with the year's work. A scheme that appears in December rewards
    what happened to be done.

    How: Roll last year's scheme forward: take over its items, set the year's targets, change marks with
    reasons, and freeze it in the first quarter.

    Good: Scheme of 2027, frozen on 15 March 2027.

    Bad: It is June 2027, and the newest scheme is that of 2026.
    """
    as_of = seen.as_of
    years = seen.years()
    if not seen.in_force or as_of.month < seen.parameter("A509", "from_month"):
        return None
    if years and as_of.year not in years:
        return None
    if any(one.year == as_of.year for one in seen.plan.all(Scheme)):
        return PASSED
    return fault("schemes", N_("There is no assessment scheme for {year}"), year=as_of.year)


@rule("A522", "binding-indicator-incomplete", ERROR, "indicator", N_("Binding indicators bind, every year"))
def binding_indicator_incomplete(seen: View, indicator: Indicator) -> Outcome | list[Fault]:
    """A binding indicator has a target for each year of the plan, a responsible unit and a data unit.
    Headings that only group indicators are left out.

    Why: Binding means that the government answers for it. Without a target for the year nothing can be
    missed in that year, and without a unit that supplies the figure it is what the responsible unit says it
    is.

    How: Break the final target down to the years, together with the unit that has to reach it, and name
    another unit as the source of the figure.

    Good: Targets 78, 84, 89, 93, 96 for 2026 to 2030; responsible: services bureau; data: data centre.

    Bad: Binding, target 96 in 2030, nothing in between.
    """
    if indicator.nature != "binding" or is_heading(seen, indicator):
        return None
    found = []
    given = {target.year for target in indicator.targets or () if is_given(target)}
    missing = tuple(year for year in seen.years() if year not in given)
    if missing:
        found.append(
            fault(
                f"targets[{missing[0]}]",
                N_("The binding indicator {name} has no target for {years}"),
                years=missing,
            )
        )
    if indicator.responsible_unit is None:
        found.append(fault("responsible_unit", N_("The binding indicator {name} has no responsible unit")))
    if indicator.data_unit is None:
        found.append(
            fault("data_unit", N_("The binding indicator {name} has no unit that supplies its data"))
        )
    return found or PASSED
