"""What mends findings of checkability (C) about targets and other values of indicators."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.elements import Goal, Indicator, Project
from workbench.plan.records import Target
from workbench.rules.assessable import binding_indicator_incomplete
from workbench.rules.checkable import is_given, no_baseline, no_unit_of_measure
from workbench.rules.definitions import (
    impossible_value,
    place_of,
)
from workbench.rules.figures import no_target, shown_quantity, target_goes_backwards
from workbench.rules.fixes.target_line import target_beyond, target_on_the_line, with_targets
from workbench.rules.fixing import fix, way
from workbench.rules.rule import ERROR, RULES, Fault
from workbench.rules.targets import between, no_step_between, nothing_to_reach

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.change import Change
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

_FEW: Final = 4
_ON_THE_LINE: Final = N_(
    "Set the target {value} for {year} of {indicator}, on the line between its neighbours"
)


def stands(check: Any, seen: View, indicator: Indicator, field: str | None = None) -> bool:
    """Whether a rule still finds fault with an indicator (at a place)."""
    outcomes = check(seen, indicator)
    found = [
        one for one in (outcomes if isinstance(outcomes, list) else [outcomes]) if isinstance(one, Fault)
    ]
    return any(field is None or one.field == field for one in found)


#: Rules that find errors in what an indicator itself says.
_CHECKS: Final = (
    ("C403", no_unit_of_measure),
    ("C404", no_baseline),
    ("C405", no_target),
    ("C407", target_goes_backwards),
    ("C416", impossible_value),
    ("A522", binding_indicator_incomplete),
)


def _errors(seen: View, indicator: Indicator) -> set[tuple[str, str]]:
    found = set()
    for code, check in _CHECKS:
        outcomes = check(seen, indicator)
        for one in outcomes if isinstance(outcomes, list) else [outcomes]:
            if isinstance(one, Fault) and (one.severity or RULES[code].severity) == ERROR:
                found.add((code, one.field))
    return found


def is_sound(seen: View, before: Indicator, after: Indicator) -> bool:
    """Whether a change of the indicator brings no error that was not there."""
    return _errors(seen, after) <= _errors(seen, before)


def set_values(seen: View, indicator: Indicator, **values: Any) -> list[Change]:
    """The change that sets fields of an indicator."""
    return [edits.set_fields(seen.plan, {indicator.id: values})]


# -- C405, C406: targets that are missing --------------------------------------------------------------


@fix("C405")
def set_final_target(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """What projects promise or are expected to bring, the level to be kept, the line of the earlier targets,
    or the stage goal whose year they serve.
    """
    final = seen.end.year if seen.end is not None else None
    given = {one.year for one in indicator.targets or () if is_given(one)}
    promised = tuple(one for one in _promised(seen, indicator) if one.year not in given)
    if promised:
        then = with_targets(indicator, *promised)
        if not stands(no_target, seen, indicator.but(targets=then)) and is_sound(
            seen, indicator, indicator.but(targets=then)
        ):
            yield way(
                N_("Take the targets of {name} from the annual targets of its projects: {values}"),
                set_values(seen, indicator, targets=then),
                name=indicator,
                values=", ".join(f"{one.year}: {shown_quantity(one)}" for one in promised),
            )
    if final is not None and final not in given:
        for message, target in _final_targets(seen, indicator, final):
            then = with_targets(indicator, target)
            if is_sound(seen, indicator, indicator.but(targets=then)):
                yield way(
                    message,
                    set_values(seen, indicator, targets=then),
                    value=shown_quantity(target),
                    year=str(final),
                    name=indicator,
                )
    linked = set(indicator.goals or ())
    stages = [
        goal
        for goal in seen.plan.all(Goal)
        if goal.kind == "stage" and goal.due is not None and goal.due.year in given and goal.id not in linked
    ]
    for goal in stages[:_FEW]:
        yield way(
            N_("Let {name} measure {goal}, whose year its target is for"),
            [edits.link(seen.plan, indicator.id, "goals", goal.id)],
            name=indicator,
            goal=goal,
        )


def _promised(seen: View, indicator: Indicator) -> list[Target]:
    """Targets that annual targets of projects state, where one project alone does, by year."""
    found: dict[int, Decimal] = {}
    owners: set[str] = set()
    for id_ in seen.plan.referrers(indicator.id):
        project = seen.plan.find(id_, Project)
        for goal in (project.year_goals or ()) if project is not None else ():
            if project is not None and goal.indicator == indicator.id and goal.value is not None:
                if not seen.is_cancelled(project):
                    owners.add(project.id)
                    found[goal.year] = goal.value
    if len(owners) != 1:
        return []
    return [Target(value=value, year=year) for year, value in sorted(found.items())]


def _final_targets(seen: View, indicator: Indicator, final: int) -> Iterator[tuple[str, Target]]:
    baseline = indicator.baseline
    if baseline is not None and baseline.value is not None:
        if indicator.direction == "keep":
            yield (
                N_("Keep {name} at its baseline: target {value} for {year}"),
                Target(value=baseline.value, year=final),
            )
        effect = _expected_effect(seen, indicator, final)
        if effect:
            yield (
                N_("Set the target {value} for {year} of {name}: the baseline and what projects bring"),
                Target(value=baseline.value + effect, year=final),
            )
    beyond = target_beyond(seen, indicator, final)
    if beyond is not None:
        yield (
            N_("Set the target {value} for {year} of {name}, on the line of the earlier values"),
            beyond,
        )


def _expected_effect(seen: View, indicator: Indicator, final: int) -> Decimal:
    """By how much projects are expected to move an indicator until a year."""
    total = Decimal(0)
    for id_ in seen.plan.referrers(indicator.id):
        project = seen.plan.find(id_, Project)
        if project is None or seen.is_cancelled(project):
            continue
        for link in project.indicators or ():
            if link.indicator == indicator.id and link.contribution is not None:
                total += link.contribution if link.year is None or link.year <= final else 0
    return total


@fix("C406")
def set_target_between(seen: View, indicator: Indicator, finding: Finding) -> Iterator[Fix]:
    """A target on the line for the year in the middle, or for each year between."""
    wanted = int(finding.field[len("targets[") : -1])
    one = target_on_the_line(seen, indicator, wanted)
    every = [it for year in between(seen, indicator) if (it := target_on_the_line(seen, indicator, year))]
    if one is not None:
        then = with_targets(indicator, one)
        if not stands(no_step_between, seen, indicator.but(targets=then)) and is_sound(
            seen, indicator, indicator.but(targets=then)
        ):
            yield way(
                _ON_THE_LINE,
                set_values(seen, indicator, targets=then),
                value=shown_quantity(one),
                year=str(wanted),
                indicator=indicator,
            )
    if len(every) > 1:
        then = with_targets(indicator, *every)
        if is_sound(seen, indicator, indicator.but(targets=then)):
            yield way(
                N_("Set targets of {indicator} on the line for each year between: {values}"),
                set_values(seen, indicator, targets=then),
                indicator=indicator,
                values=", ".join(f"{it.year}: {shown_quantity(it)}" for it in every),
            )


# -- C407, C408: targets that lead nowhere ------------------------------------------------------


@fix("C407")
def turn_forward(seen: View, indicator: Indicator, finding: Finding) -> Iterator[Fix]:
    """The other direction, a value on the line between its neighbours, or the target left out."""
    turned = {"higher": "lower", "lower": "higher"}.get(indicator.direction or "")
    if turned is not None:
        then = indicator.but(direction=turned)
        if not stands(target_goes_backwards, seen, then):
            yield way(
                N_("Change the direction of {name}: {what}"),
                set_values(seen, indicator, direction=turned),
                name=indicator,
                what=f"@{Indicator.field_of['direction'].choices[turned]}",
            )
    targets = indicator.targets or ()
    wrong = next((one for one in targets if place_of("targets", one.year, one.unit) == finding.field), None)
    if wrong is None:
        return
    without = tuple(one for one in targets if one is not wrong)
    if wrong.unit is None and without:
        line = target_on_the_line(seen, indicator.but(targets=without), wrong.year)
        if line is not None:
            then = indicator.but(targets=tuple(line if one is wrong else one for one in targets))
            if not stands(target_goes_backwards, seen, then) and is_sound(seen, indicator, then):
                yield way(
                    N_(
                        "Set the target {value} for {year} of {indicator}, on the line between its neighbours"
                    ),
                    set_values(seen, indicator, targets=then.targets),
                    value=shown_quantity(line),
                    year=str(wrong.year),
                    indicator=indicator,
                )
    before = _value_before(indicator, wrong)
    if before is not None and wrong.op != "range":
        level = wrong.but(value=before, written=None, text=None)
        then = indicator.but(targets=tuple(level if one is wrong else one for one in targets))
        if not stands(target_goes_backwards, seen, then) and is_sound(seen, indicator, then):
            yield way(
                N_("Set the target {value} for {year} of {name}, no worse than the value before"),
                set_values(seen, indicator, targets=then.targets),
                value=shown_quantity(level),
                year=str(wrong.year),
                name=indicator,
            )
    then = indicator.but(targets=without)
    if (
        without
        and not stands(target_goes_backwards, seen, then)
        and not stands(no_target, seen, then)
        and is_sound(seen, indicator, then)
    ):
        yield way(
            N_("Leave out the target {value} for {year} of {name}"),
            set_values(seen, indicator, targets=without),
            value=shown_quantity(wrong),
            year=str(wrong.year),
            name=indicator,
        )


def _value_before(indicator: Indicator, target: Target) -> Decimal | None:
    """The value in figures that comes before a target in its row."""
    baseline = indicator.baseline
    earlier = [
        (one.year, one.value)
        for one in indicator.targets or ()
        if one.unit == target.unit and one.year < target.year and one.value is not None and one.op != "range"
    ]
    if target.unit is None and baseline is not None and baseline.value is not None and baseline.op != "range":
        earlier.append((baseline.year or 0, baseline.value))
    return max(earlier, key=lambda one: one[0])[1] if earlier else None


@fix("C408")
def keep_level(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """The level is to be kept: then the same value is what is meant."""
    then = indicator.but(direction="keep")
    if stands(nothing_to_reach, seen, then) or stands(target_goes_backwards, seen, then):
        return
    yield way(
        N_("Say that {name} is to be kept level"),
        set_values(seen, indicator, direction="keep"),
        name=indicator,
    )
