"""Rules about the plan above: what it asks of this one is taken up, and is not weakened. (S)"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.analysis.measures import converted, convertible
from workbench.i18n import N_
from workbench.plan.edits import shown_name
from workbench.plan.elements import Goal, Indicator, Project, Unit
from workbench.plan.values import show_number
from workbench.rules.checkable import is_given
from workbench.rules.figures import shown_quantity
from workbench.rules.rule import ERROR, PASSED, UNKNOWN, WARNING, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from workbench.plan.elements import Element, PlanHead
    from workbench.plan.plan import Plan
    from workbench.plan.records import TakeUp, Target
    from workbench.rules.rule import Outcome
    from workbench.rules.surroundings import Surroundings
    from workbench.rules.view import View


@rule(
    "S113",
    "goal-above-not-taken-up",
    WARNING,
    "plan",
    N_("The goals of the plan above are taken up"),
    whole=True,
    beyond=True,
)
def goal_above_not_taken_up(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks at a plan whose parent stands in the library: each goal of the parent that is addressed to this
    region, or to nobody in particular, is taken up by a goal or a project here. Addressed to this region is
    a goal whose addressees hold the region's code or one that covers it, its name, or a unit of that name,
    alone or in a group. Projects that are cancelled take up nothing.

    Why: Plans nest. A demand of the plan above that no plan below takes up is met by nobody, and is found
    missing when the plan above is assessed.

    How: Enter under "takes up" of the goal or project that answers it the plan, the element and whether the
    whole demand, a share, or a supporting part is taken up. A demand that is none of this place's business is
    waived with the reason; the waiver may name takes_up[ID] with the id of the goal above as its element.

    Good: The cluster plan asks for one portal of public services; the city's goal "government services in one
    place" takes it up as the whole demand.

    Bad: The cluster plan has seven goals; the city plan names it as its parent and takes up none of them.
    """
    around = seen.surroundings
    if around is None or not around.parents:
        return
    taken = _taken_up(seen)
    for above in around.parents:
        if not above.exists:
            continue
        for goal in above.all(Goal):
            if not _is_addressed(goal, above, seen.head):
                continue
            if (above.id, goal.id) in taken or (None, goal.id) in taken:
                yield seen.head, PASSED
            else:
                yield (
                    seen.head,
                    fault(
                        f"takes_up[{goal.id}]",
                        N_("No goal and no project takes up {goal} of the plan above, {plan}"),
                        goal=shown_name(goal),
                        plan=above.head.title,
                    ),
                )


def _taken_up(seen: View) -> set[tuple[str | None, str]]:
    """(plan, element) of what the goals and projects here take up."""
    taken: set[tuple[str | None, str]] = set()
    for goal in seen.plan.all(Goal):
        taken.update((one.plan, one.element) for one in goal.takes_up or () if one.element)
    for project in seen.plan.all(Project):
        if project.takes_up and not seen.is_cancelled(project):
            taken.update((one.plan, one.element) for one in project.takes_up if one.element)
    return taken


def _is_addressed(goal: Goal, above: Plan, head: PlanHead) -> bool:
    if not goal.addressed_to:
        return True
    units: list[Unit] = []
    for name in goal.addressed_to:
        if _covers(name, head.region_code) or same_place(name, head.region_name):
            return True
        unit = above.find(name, Unit)
        if unit is not None:
            units.append(unit)
    return any(
        same_place(name, head.region_name)
        for unit in with_members(above, units)
        for name in (unit.name, *(unit.aliases or ()))
    )


def _covers(code: str, region: str | None) -> bool:
    """Whether a region code is that of the region or of one around it (440000 around 440100)."""
    if not region or not code.isdigit() or not region.isdigit():
        return False
    return code == region or (
        len(code) in (6, 9, 12) and len(region) in (6, 9, 12) and region.startswith(_significant(code))
    )


def _significant(code: str) -> str:
    """A region code without the levels that it leaves open."""
    code = code.removesuffix("000") if len(code) == 12 else code
    code = code.removesuffix("000") if len(code) == 9 else code
    while len(code) > 2 and len(code) <= 6 and code.endswith("00"):
        code = code[:-2]
    return code


def same_place(name: str | None, region: str | None) -> bool:
    """Whether two names are those of one region."""
    return bool(name and region) and bare_name(name or "") == bare_name(region or "")


def bare_name(name: str) -> str:
    """A region's name without what a government adds to it."""
    return "".join(name.split()).removesuffix("人民政府").removesuffix("政府")


def with_members(plan: Plan, units: Iterable[Unit]) -> list[Unit]:
    """Units and the members of those that are groups."""
    found: dict[str, Unit] = {}
    waiting = list(units)
    while waiting:
        unit = waiting.pop()
        if unit.id not in found:
            found[unit.id] = unit
            waiting.extend(one for id_ in unit.members or () if (one := plan.find(id_, Unit)) is not None)
    return list(found.values())


class Demand(NamedTuple):
    """An indicator here, the row by which it takes up one of the plan above, and that one."""

    indicator: Indicator
    row: TakeUp
    plan: Plan
    above: Indicator


def demands(plan: Plan, around: Surroundings, indicator: Indicator) -> Iterator[Demand]:
    """What of the plans above an indicator takes up."""
    for row in indicator.takes_up or ():
        for above in around.parents:
            if row.plan in (None, above.id) and above.id != plan.id:
                theirs = above.find(row.element, Indicator)
                if theirs is not None:
                    yield Demand(indicator, row, above, theirs)
                    break


@rule(
    "S114",
    "target-weaker-than-above",
    ERROR,
    "indicator",
    N_("Targets taken up from the plan above are not weakened"),
    whole=True,
    beyond=True,
)
def target_weaker_than_above(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks at every indicator that takes up one of a plan above in the library. Its unit of measurement can
    be converted into the one above (households and 10,000 households). Taken up as the whole demand, its
    final target is not weaker than the final one above, after conversion; higher, lower, range and keep
    level go by the direction above. Where this plan ends earlier, the target above for its last year counts,
    if there is one. Taken up by a share, the final target is not below the share, which is an amount in the
    unit above. In support: nothing is compared. Targets in words and rows without a mode cannot be judged
    unless they are plainly met.

    Why: A city that promises 80 % where the province demands 90 % has planned to fail; and 500 (households)
    against 650 (10,000 households) looks like a near miss and is none.

    How: Set the final target to what is demanded, or take up what this place really gives: a share, with its
    amount. Give the unit as the plan above has it.

    Good: Above: fibre households, 650 (10,000 households) in 2020; here: whole demand, 6,800,000 households
    in 2020.

    Bad: Above: 90 % of services online in 2020; here: whole demand, 85 % in 2020.
    """
    around = seen.surroundings
    if around is None or not around.parents:
        return
    for indicator in seen.plan.all(Indicator):
        if indicator.takes_up:
            for demand in demands(seen.plan, around, indicator):
                outcome = judged(seen, demand)
                if outcome is not None:
                    yield indicator, outcome


def final_target(indicator: Indicator, year: int | None = None) -> Target | None:
    """The latest target for the whole plan that says anything, or the one of a year."""
    given = [
        one
        for one in indicator.targets or ()
        if one.unit is None and is_given(one) and (year is None or one.year == year)
    ]
    return max(given, key=lambda one: one.year, default=None)


def shown_value(value: Target, unit: str | None) -> str:
    """A target with its unit, for a message."""
    said = shown_quantity(value)
    return f"{said} {unit}" if unit and value.value is not None and unit not in said else said


def judged(seen: View, demand: Demand) -> Outcome:
    """Whether a demand that is taken up is met."""
    own, above, row = demand.indicator, demand.above, demand.row
    mode = row.mode
    if mode == "support":
        return None
    values: dict[str, Any] = {"above": shown_name(above), "plan": demand.plan.head.title}
    if own.unit and above.unit and not convertible(own.unit, above.unit):
        if mode is None:
            return UNKNOWN
        return fault(
            "unit",
            N_(
                "{name} takes up {above} of {plan}, but its unit {unit} cannot be converted into {other_unit}"
            ),
            unit=own.unit,
            other_unit=above.unit,
            **values,
        )
    target = final_target(own)
    if target is None:
        return None
    if mode == "share":
        return _against_share(demand, target, values)
    asked = _asked(seen, demand)
    if asked is None:
        return UNKNOWN
    weaker = _is_weaker(demand, target, asked)
    if weaker is False:
        return PASSED
    too_early = seen.end is not None and asked.year > seen.end.year
    if weaker is None or mode is None or too_early:
        return UNKNOWN
    return fault(
        f"targets[{target.year}]",
        N_(
            "{name}: the final target {value} ({year}) is weaker than {asked} ({asked_year}), which {above} "
            "of {plan} demands"
        ),
        value=shown_value(target, own.unit),
        year=target.year,
        asked=shown_value(asked, above.unit),
        asked_year=asked.year,
        **values,
    )


def _asked(seen: View, demand: Demand) -> Target | None:
    """The target above that counts: the final one, or that of this plan's last year if it ends earlier."""
    asked = final_target(demand.above)
    if asked is not None and seen.end is not None and seen.end.year < asked.year:
        return final_target(demand.above, seen.end.year) or asked
    return asked


def _is_weaker(demand: Demand, target: Target, asked: Target) -> bool | None:
    """Whether a target is weaker than the one asked for; None where that cannot be told."""
    own, above = demand.indicator, demand.above
    theirs = ends_of(asked)
    ours = ends_of(target)
    if theirs is None or ours is None:
        return False if target.text is not None and target.text == asked.text else None
    low, high = (converted(one, own.unit, above.unit) for one in ours)
    if low is None or high is None:
        return None
    direction = above.direction or own.direction
    if direction == "higher":
        return low < theirs[0]
    if direction == "lower":
        return high > theirs[1]
    if direction == "keep":
        return (low, high) != theirs
    if direction == "range":
        span = above.range or theirs
        return low < span[0] or high > span[1]
    return False if (low, high) == theirs else None


def ends_of(value: Target) -> tuple[Decimal, Decimal] | None:
    """The two ends of a target in figures, equal unless it is a range; None for one in words."""
    if value.value is None:
        return None
    if value.op == "range" and value.upper is not None:
        return value.value, value.upper
    return value.value, value.value


def _against_share(demand: Demand, target: Target, values: dict[str, Any]) -> Outcome:
    own, above, share = demand.indicator, demand.above, demand.row.share
    ends = ends_of(target)
    if share is None or ends is None:
        return UNKNOWN
    is_lower = (above.direction or own.direction) == "lower"
    reached = converted(ends[1] if is_lower else ends[0], own.unit, above.unit)
    if reached is None:
        return UNKNOWN
    if reached <= share if is_lower else reached >= share:
        return PASSED
    return fault(
        f"targets[{target.year}]",
        N_("{name}: the final target {value} ({year}) does not reach its share {share} in {above} of {plan}"),
        value=shown_value(target, own.unit),
        year=target.year,
        share=amount(share, above.unit),
        **values,
    )


def amount(value: Decimal, unit: str | None) -> str:
    """A number with its unit, for a message."""
    return f"{show_number(value)} {unit}" if unit else show_number(value)
