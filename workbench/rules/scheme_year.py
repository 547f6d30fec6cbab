"""Rules of assessability about a year: what has to be in its scheme, and what last year left undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.analysis.item_parameters import gives_nothing_below_target
from workbench.analysis.schemes import items_of
from workbench.i18n import N_
from workbench.plan.elements import Adjustment, Indicator, Milestone, Project, Scheme, SchemeItem, Unit
from workbench.rules.checkable import is_heading
from workbench.rules.rule import INFO, PASSED, UNKNOWN, WARNING, Ref, fault, passed_as, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element
    from workbench.plan.records import YearGoal
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View


def schemes_of(seen: View, year: int) -> list[Scheme]:
    """The schemes of a year."""
    return [one for one in seen.plan.all(Scheme) if one.year == year]


def is_open(seen: View, scheme: Scheme) -> bool:
    """Whether a scheme can still be made otherwise: not one of an earlier year that is frozen."""
    return not scheme.frozen or scheme.year >= seen.as_of.year


@rule(
    "A506",
    "binding-indicator-not-enforced",
    WARNING,
    "indicator",
    N_("Binding indicators bind in the year's scheme"),
    whole=True,
)
def binding_indicator_not_enforced(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks at the binding indicators of a plan that has a scheme for the year of judgement: each is an item
    of it, with a veto or with a method that gives nothing below the target: target met or nothing, yes or
    no, a completion rate with a floor of 1, bands that give points from 100 % on only, a deduction that takes
    all marks with its first step. Headings that only group indicators are left out.

    Why: A binding indicator is the government's promise. If 90 % of it still gives 90 % of the marks, it is
    an expected one.

    How: Put the indicator into the scheme, or give its item a veto (the item scores nothing, the level is
    lowered, the assessment is failed) or the method “target met or nothing”.

    Good: Energy use per unit of output, binding: 6 marks, target met or nothing, missed target lowers the
    level.

    Bad: Energy use per unit of output, binding: 6 marks by completion rate; a unit at 80 % gets 4.8 of them.

    Source: Under the 11th five-year plan binding indicators were broken down to places and departments,
    published every year and put into assessment; the energy target of that time was a veto: whoever missed it
    had not passed, whatever the score (public assessment schemes after State Council document No. 36 of
    2007).
    """
    schemes = schemes_of(seen, seen.as_of.year)
    if not schemes:
        return
    found: dict[str, list[SchemeItem]] = {}
    for scheme in schemes:
        for item in items_of(seen.plan, scheme):
            if item.indicator is not None:
                found.setdefault(item.indicator, []).append(item)
    year = seen.as_of.year
    for indicator in seen.plan.all(Indicator):
        if indicator.nature != "binding" or is_heading(seen, indicator):
            continue
        items = found.get(indicator.id)
        if items is None:
            outcome: Outcome = fault(
                "schemes",
                N_("The binding indicator {name} is not in the scheme of {year}"),
                related=tuple(one.id for one in schemes),
                year=year,
            )
        elif any(item.veto not in (None, "none") or gives_nothing_below_target(item) for item in items):
            outcome = PASSED
        else:
            outcome = fault(
                f"schemes[{items[0].id}]",
                N_(
                    "The scheme of {year} gives marks for {name} below its target too, and {item} has no veto"
                ),
                related=tuple(item.id for item in items),
                year=year,
                item=Ref(items[0].id),
            )
        yield indicator, outcome


def units_at_work(seen: View, project: Project) -> set[str]:
    """Units that lead, answer for or support a project, itself or through a parent."""
    found: set[str] = set()
    for above in seen.chain(project):
        if isinstance(above, Project):
            if above.lead_unit is not None:
                found.add(above.lead_unit)
            for units in (above.co_leads, above.responsible_units, above.support_units):
                found.update(units or ())
    return found


def moves(project: Project) -> set[str]:
    """Indicators that a project is expected to move, by its links or its annual targets."""
    found = {link.indicator for link in project.indicators or ()}
    found.update(goal.indicator for goal in project.year_goals or () if goal.indicator is not None)
    return found


def _at_work_by_indicator(seen: View, wanted: set[str]) -> dict[str, set[str]]:
    """For each of some indicators the units at work on it, on its parts or on what it is part of."""
    meant: dict[str, set[str]] = {}
    for id_ in wanted:
        for one in (id_, *seen.plan.children(id_), *(above.id for above in seen.plan.ancestors(id_))):
            meant.setdefault(one, set()).add(id_)
    found: dict[str, set[str]] = {}
    for project in seen.plan.all(Project):
        links, goals = project.indicators, project.year_goals
        if not links and not goals:
            continue
        moved: set[str] = set()
        for link in links or ():
            if link.indicator in meant:
                moved |= meant[link.indicator]
        for goal in goals or ():
            if goal.indicator in meant:
                moved |= meant[goal.indicator]
        if moved and not seen.is_cancelled(project):
            units = units_at_work(seen, project)
            for id_ in moved:
                found.setdefault(id_, set()).update(units)
    return found


@rule(
    "A508",
    "assessed-without-lever",
    INFO,
    "unit",
    N_("Units can move what they are assessed on"),
    whole=True,
)
def assessed_without_lever(seen: View) -> Iterator[tuple[Element, list[Outcome]]]:
    """Looks at every unit that a scheme assesses by name on an indicator: it leads or supports a project
    that is expected to move that indicator. A group of units counts together with its members. Units that are
    assessed only as one of their class are left out, and so are frozen schemes of earlier years.

    Why: A unit that has no project to move its indicator with is assessed on other people's work, or on the
    weather.

    How: Link the indicator to the project that moves it, let the unit lead or support it, or assess the unit
    that does.

    Good: The health bureau is assessed on “share of records shared” and leads the health platform that moves
    it.

    Bad: The health bureau is assessed on “fibre to the home”, which only projects of the industry bureau
    move.
    """
    assessed: dict[str, dict[str, str]] = {}
    for scheme in seen.plan.all(Scheme):
        if not is_open(seen, scheme):
            continue
        for item in items_of(seen.plan, scheme):
            if item.indicator is not None:
                for unit in item.units or ():
                    assessed.setdefault(unit, {}).setdefault(item.indicator, item.id)
    if not assessed:
        return
    at_work = _at_work_by_indicator(seen, {one for items in assessed.values() for one in items})
    groups: dict[str, set[str]] = {}
    for group in seen.plan.all(Unit):
        for member in group.members or ():
            groups.setdefault(member, set()).add(group.id)
    for id_, items in assessed.items():
        unit_ = seen.plan.find(id_, Unit)
        if unit_ is None:
            continue
        itself = {id_, *(unit_.members or ()), *groups.get(id_, ())}
        outcomes: list[Outcome] = []
        for indicator, item_ in items.items():
            if itself & at_work.get(indicator, set()):
                outcomes.append(PASSED)
            else:
                outcomes.append(
                    fault(
                        f"schemes[{indicator}]",
                        N_(
                            "{name} is assessed on {indicator}, but leads or supports no project "
                            "that moves it"
                        ),
                        related=(indicator, item_),
                        indicator=Ref(indicator),
                    )
                )
        yield unit_, outcomes


class _Listed(NamedTuple):
    """What the schemes of a year assess."""

    schemes: tuple[str, ...]
    things: set[str]


@rule(
    "A516",
    "year-work-not-assessed",
    INFO,
    "milestone",
    N_("What is due in a year is in the year's scheme"),
    whole=True,
)
def year_work_not_assessed(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks, in a plan in force, at every milestone that is due in a year with an assessment scheme: the
    milestone itself, its project (or the programme that it is part of), or an indicator that the project
    moves is an item of that scheme. A warning for key projects and livelihood deeds. Frozen schemes of
    earlier years are left out.

    Why: The scheme tells the units what counts this year. Work that is due and does not appear in it waits
    behind the work that does.

    How: Put the milestone or its project into the scheme, or link the project to the indicator that is
    assessed.

    Good: Data platform, key project, final acceptance due in October 2027: an item of the scheme of 2027,
    3 marks.

    Bad: A livelihood deed of the year, due in September, and not one item about it.

    Source: Shenzhen renews the content of its e-government assessment every year after the government's
    priorities of the year.
    """
    if not seen.in_force:
        return
    listed: dict[int, _Listed] = {}
    for scheme in seen.plan.all(Scheme):
        if not is_open(seen, scheme):
            continue
        here = listed.get(scheme.year, _Listed((), set()))
        for item in items_of(seen.plan, scheme):
            here.things.update(one for one in (item.indicator, item.milestone, item.project) if one)
        listed[scheme.year] = _Listed((*here.schemes, scheme.id), here.things)
    if not listed:
        return
    touched: dict[str, set[str]] = {}
    for milestone in seen.plan.all(Milestone):
        if milestone.due is None:
            continue
        year = listed.get(milestone.due.year)
        if year is None:
            continue
        project = seen.plan.find(milestone.project, Project)
        if project is None:
            continue
        severity = WARNING if matters(seen, project) else INFO
        if milestone.id in year.things:
            yield milestone, passed_as(severity)
            continue
        around = touched.get(project.id)
        if around is None:
            around = touched[project.id] = set()
            for above in seen.chain(project):
                if isinstance(above, Project):
                    around.add(above.id)
                    around |= moves(above)
        if not around.isdisjoint(year.things):
            yield milestone, passed_as(severity)
            continue
        yield (
            milestone,
            fault(
                "schemes",
                N_("{name} of {project} is due on {due}, but the scheme of {year} knows nothing of it"),
                severity=severity,
                related=(project.id, *year.schemes),
                project=Ref(project.id),
                due=milestone.due,
                year=milestone.due.year,
            ),
        )


def matters(seen: View, project: Project) -> bool:
    """A key project or livelihood deed, itself or through a parent."""
    return any(
        isinstance(above, Project) and (above.key or above.livelihood_deed) for above in seen.chain(project)
    )


def _period(goal: YearGoal) -> tuple[int, int]:
    """The order of annual targets; the one of the whole year stands after its quarters."""
    return goal.year, goal.quarter or 5


@rule(
    "A523",
    "unfinished-work-dropped",
    WARNING,
    "project",
    N_("What last year left undone is carried over or dropped with a reason"),
    whole=True,
)
def unfinished_work_dropped(seen: View) -> Iterator[tuple[Element, list[Outcome]]]:
    """Looks, in a plan in force, at last year's annual targets that are marked as not done or partly done:
    the project has an annual target for this year or a later one, or was finished later in the same year. A
    target that was dropped has a reason: an adjustment of the plan that names it, or an entry under “why
    empty”, for instance for year_goals[2026]. Where it is not recorded whether last year's target was
    reached, that cannot be judged.

    Why: Work that is quietly left out of the new list has not been done and has not been decided against.

    How: Add a target for this year that takes up what is left; or record in an adjustment who decided to
    drop it, and why.

    Good: 2026: 30 systems to the cloud, partly done; 2027: the remaining 12 systems by June.

    Bad: 2026: 30 systems to the cloud, not done; the next target is none.

    Source: In the yearly cycle finished items leave the list, unfinished ones are carried over and new ones
    added (common practice).
    """
    if not seen.in_force:
        return
    this = seen.as_of.year
    dropped: set[tuple[str, str]] | None = None
    for project in seen.plan.all(Project):
        goals = project.year_goals
        if not goals or not any(goal.year == this - 1 for goal in goals):
            continue
        outcomes: list[Outcome] = []
        for goal in goals:
            if goal.year != this - 1 or goal.done == "yes":
                continue
            if goal.done is None:
                if not goal.evidence:
                    outcomes.append(UNKNOWN)
                continue
            period = goal.period
            if project.status == "done" or any(
                _period(other) > _period(goal) and (other.year >= this or other.done == "yes")
                for other in goals
            ):
                outcomes.append(PASSED)
                continue
            if dropped is None:
                dropped = _dropped(seen)
            if not dropped.isdisjoint(((project.id, "year_goals"), (project.id, f"year_goals[{period}]"))):
                outcomes.append(PASSED)
                continue
            outcomes.append(
                fault(
                    f"year_goals[{period}]",
                    N_("The target {period} of {name} was not reached, and there is none from {year} on")
                    if goal.done == "no"
                    else N_(
                        "The target {period} of {name} was partly reached, and there is none from {year} on"
                    ),
                    period=period,
                    year=this,
                )
            )
        if outcomes:
            yield project, outcomes


def _dropped(seen: View) -> set[tuple[str, str]]:
    """(element, field) that adjustments with a reason changed."""
    return {
        (row.element, row.field)
        for one in seen.plan.all(Adjustment)
        if (one.reason or "").strip()
        for row in one.changes or ()
    }
