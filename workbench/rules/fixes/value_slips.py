"""What mends findings of checkability (C) about slips: impossible values, units, two values for one thing."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.catalogue_items import COUNTED
from workbench.plan.elements import Indicator, SchemeItem
from workbench.plan.records import Actual, Target
from workbench.plan.values import half_width, parse_quantity, show_number
from workbench.rules.definitions import (
    impossible_value,
    place_of,
    stated_unit,
    times,
    unit_does_not_fit,
    values_of,
)
from workbench.rules.figures import missing_actual, shown_quantity
from workbench.rules.fixes.checkable import frequency_shown, with_reason
from workbench.rules.fixes.target_values import is_sound, set_values, stands
from workbench.rules.fixing import fix, way
from workbench.rules.proofs import judge_points, line_at, points_of
from workbench.rules.stated import Stated, agrees, all_stated, own_values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.plan.change import Change
    from workbench.plan.records import Baseline
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View


# -- C416: impossible values ---------------------------------------------------------------------------


@fix("C416")
def make_possible(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """The decimal point moved, the minus sign dropped, a number instead of a share, or growth."""
    whole = Decimal(1000 if half_width(indicator.unit or "").strip() == "‰" else 100)
    for places in (1, 2, 3):
        then = _with_values(indicator, partial(_shifted, places=places, whole=whole))
        if then != indicator and not stands(impossible_value, seen, then) and is_sound(seen, indicator, then):
            yield way(
                N_("Move the decimal point in values of {name}: {values}"),
                _changed(seen, indicator, then),
                name=indicator,
                values=_differences(indicator, then),
            )
            break
    then = _with_values(indicator, abs)
    if then != indicator and not stands(impossible_value, seen, then) and is_sound(seen, indicator, then):
        yield way(
            N_("Drop the minus sign in values of {name}: {values}"),
            _changed(seen, indicator, then),
            name=indicator,
            values=_differences(indicator, then),
        )
    if indicator.value_type == "percent":
        yield from _another_type(seen, indicator)
        if half_width(indicator.unit or "").strip() == "%":
            then = indicator.but(aggregation="growth")
            if not stands(impossible_value, seen, then):
                yield way(
                    N_("Say that {name} is a rate of growth"),
                    set_values(seen, indicator, aggregation="growth"),
                    name=indicator,
                )


def _shifted(value: Decimal, places: int, whole: Decimal) -> Decimal:
    """A value so far above the whole that a slip is likely, with its decimal point moved."""
    return _plain(value.scaleb(-places).normalize()) if value >= 3 * whole else value


def _with_values(indicator: Indicator, changed: Callable[[Decimal], Decimal]) -> Indicator:
    """The indicator with every value changed that the function changes."""

    def mended(one: Any) -> Any:
        if one is None or one.value is None or changed(one.value) == one.value:
            return one
        high = changed(one.upper) if one.upper is not None else None
        return one.but(value=changed(one.value), upper=high, written=None)

    return indicator.but(
        baseline=mended(indicator.baseline),
        targets=tuple(map(mended, indicator.targets)) if indicator.targets else indicator.targets,
        actuals=tuple(map(mended, indicator.actuals)) if indicator.actuals else indicator.actuals,
    )


def _changed(seen: View, before: Indicator, after: Indicator) -> list[Change]:
    names = ("baseline", "targets", "actuals")
    return set_values(
        seen, before, **{name: after.get(name) for name in names if after.get(name) != before.get(name)}
    )


def _differences(before: Indicator, after: Indicator) -> str:
    pairs = zip(values_of(before), values_of(after), strict=True)
    return ", ".join(
        f"{shown_quantity(old)} → {shown_quantity(new)}" for (_, old), (_, new) in pairs if old != new
    )


# -- C414, C415: actual values -------------------------------------------------------------------------


@fix("C414")
def expect_actuals(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """Collected as rarely as they are there; or, where there are none at all, still to come."""
    shown = frequency_shown(indicator)
    if indicator.actuals and shown != indicator.frequency:
        if not stands(missing_actual, seen, indicator.but(frequency=shown)):
            yield way(
                N_("Collect the values of {name}: {what}"),
                set_values(seen, indicator, frequency=shown),
                name=indicator,
                what=f"@{Indicator.field_of['frequency'].choices[shown]}",
            )
    if not indicator.actuals:
        yield way(
            N_("State that the actual values of {name} are still to be supplied"),
            set_values(seen, indicator, absent=with_reason(indicator, "actuals", "pending")),
            name=indicator,
        )


@fix("C415")
def share_evidence(seen: View, indicator: Indicator, finding: Finding) -> Iterator[Fix]:
    """The evidence of another value of the indicator for the same period: one table often gives them all."""
    actuals = indicator.actuals or ()
    bare = next(
        (
            one
            for one in actuals
            if place_of("actuals", one.period, one.unit) == finding.field and not one.evidence
        ),
        None,
    )
    if bare is None:
        return
    for other in actuals:
        if other is not bare and other.period == bare.period and other.evidence:
            then = bare.but(evidence=other.evidence)
            yield way(
                N_("Enter {evidence} as evidence for {period} of {name}, as for the other value"),
                set_values(seen, indicator, actuals=tuple(then if it is bare else it for it in actuals)),
                evidence=", ".join(other.evidence),
                period=bare.period,
                name=indicator,
            )


# -- C417: a slip of the decimal point -----------------------------------------------------------------


@fix("C417")
def move_the_point(seen: View, indicator: Indicator, finding: Finding) -> Iterator[Fix]:
    """The actual value with its decimal point where the line says."""
    limit = Decimal(seen.parameter("C417", "times"))
    actuals = indicator.actuals or ()
    wrong = next((one for one in actuals if place_of("actuals", one.period, one.unit) == finding.field), None)
    if wrong is None or wrong.value is None:
        return
    best: list[tuple[Decimal, Actual]] = []
    for places in (-3, -2, -1, 1, 2, 3):
        other = wrong.but(value=_plain(wrong.value.scaleb(places).normalize()), written=None)
        then = indicator.but(actuals=tuple(other if one is wrong else one for one in actuals))
        judged = {id(one): line for one, line in judge_points(then, limit)}
        if judged.get(id(other), limit) is not None or not is_sound(seen, indicator, then):
            continue
        points = points_of(then, wrong.unit)
        line = next((line_at(points, one) for one in points if one.actual is other), None)
        if line is not None and line > 0 and other.value is not None:
            best.append((max(other.value / line, line / other.value), other))
    for _, other in sorted(best, key=lambda pair: pair[0])[:1]:
        yield way(
            N_("Correct the actual value {value} of {period} of {name} to {other}"),
            set_values(seen, indicator, actuals=tuple(other if one is wrong else one for one in actuals)),
            value=shown_quantity(wrong),
            period=wrong.period,
            name=indicator,
            other=shown_quantity(other),
        )


def _plain(value: Decimal) -> Decimal:
    return Decimal(show_number(value))


# -- C423: units that do not fit -----------------------------------------------------------------------

#: What is written for % and can mean nothing else.
_PER_CENT: Final = frozenset({"百分比", "百分率", "百分之", "百分数", "percent", "per cent", "pct"})


@fix("C423")
def make_fit(seen: View, indicator: Indicator, finding: Finding) -> Iterator[Fix]:
    """The type that fits the unit, the unit that fits the type, a target as a number of the unit."""
    if finding.field == "value_type":
        then = indicator.but(value_type="percent")
        if is_sound(seen, indicator, then):
            yield way(
                N_("Say that {name} is a percentage"),
                set_values(seen, indicator, value_type="percent"),
                # A count or an index in % may as well have the wrong unit.
                safe=indicator.value_type == "number",
                name=indicator,
            )
        return
    if finding.field == "unit":
        then = indicator.but(unit="%")
        meant = half_width(indicator.unit or "").strip().casefold() in _PER_CENT
        if is_sound(seen, indicator, then):
            yield way(
                N_("Measure {name} in {unit}"),
                set_values(seen, indicator, unit="%"),
                safe=meant,
                name=indicator,
                unit="%",
            )
        if not meant:
            yield from _another_type(seen, indicator)
        return
    targets = indicator.targets or ()
    wrong = next((one for one in targets if place_of("targets", one.year, one.unit) == finding.field), None)
    if wrong is not None:
        yield from _read_in_unit(seen, indicator, wrong)


def _another_type(seen: View, indicator: Indicator) -> Iterator[Fix]:
    unit = half_width(indicator.unit or "").strip()
    if not unit or unit in ("%", "‰"):
        return
    for type_ in ("count", "number") if unit in COUNTED else ("number", "count"):
        then = indicator.but(value_type=type_)
        if is_sound(seen, indicator, then) and not stands(impossible_value, seen, then):
            yield way(
                N_("Change the type of {name}: {what}"),
                set_values(seen, indicator, value_type=type_),
                name=indicator,
                what=f"@{Indicator.field_of['value_type'].choices[type_]}",
            )


def _read_in_unit(seen: View, indicator: Indicator, wrong: Target) -> Iterator[Fix]:
    text = wrong.text or wrong.written or ""
    field = place_of("targets", wrong.year, wrong.unit)
    read, unit = parse_quantity(text), stated_unit(wrong)
    factor = times(unit, half_width(indicator.unit or "").strip()) if unit is not None else None
    targets = indicator.targets or ()
    if read.value is not None and factor is not None:
        value = _plain((read.value * factor[0] / factor[1]).normalize())
        other = wrong.but(value=value, op=read.op, upper=None, text=None, written=text)
        then = indicator.but(targets=tuple(other if one is wrong else one for one in targets))
        if not stands(unit_does_not_fit, seen, then, field) and is_sound(seen, indicator, then):
            yield way(
                N_("Read the target “{text}” for {year} of {name} as {value} {unit}"),
                set_values(seen, indicator, targets=then.targets),
                safe=wrong.value is None,
                text=text,
                year=str(wrong.year),
                name=indicator,
                value=show_number(value),
                unit=indicator.unit or "",
            )
    if wrong.value is not None:
        other = wrong.but(written=None, text=None)
        yield way(
            N_("Keep the target {value} for {year} of {name}, and drop what was written: “{text}”"),
            set_values(seen, indicator, targets=tuple(other if one is wrong else one for one in targets)),
            value=show_number(wrong.value),
            year=str(wrong.year),
            name=indicator,
            text=text,
        )
    elif unit is not None and indicator.baseline is None and not indicator.actuals:
        then = indicator.but(unit=unit)
        if not stands(unit_does_not_fit, seen, then):
            yield way(
                N_("Measure {name} in {unit}"),
                set_values(seen, indicator, unit=unit),
                name=indicator,
                unit=unit,
            )


# -- C425: two values ----------------------------------------------------------------------------------


@fix("C425")
def say_one_value(seen: View, indicator: Indicator, finding: Finding) -> Iterator[Fix]:
    """The indicator's own value in all the other places, or theirs as the target."""
    others: list[tuple[Stated, Target | Baseline | Actual]] = []
    for one, stated in all_stated(seen):
        if one.id == indicator.id:
            own = own_values(indicator, stated)
            if own and own[0][0] == finding.field and not any(agrees(value, stated) for _, value in own):
                others.append((stated, own[0][1]))
    if not others:
        return
    own_value = others[0][1]
    changes = _written(seen, others)
    if changes is not None and own_value.value is not None:
        yield way(
            N_("Write {value} for {name} in {places} too"),
            [edits.set_fields(seen.plan, changes)],
            value=shown_quantity(own_value),
            name=indicator,
            places=", ".join(edits.shown_name(seen.plan.elements[id_]) for id_ in changes),
        )
    said = {(one.value, one.upper) for one, _ in others}
    if len(said) > 1 or seen.approved or not isinstance(own_value, Target):
        return
    value, upper = next(iter(said))
    other = own_value.but(
        value=value, upper=upper, op="range" if upper is not None else own_value.op, written=None, text=None
    )
    if upper is None and other.op == "range":
        other = other.but(op=None)
    then = indicator.but(targets=tuple(other if one is own_value else one for one in indicator.targets or ()))
    rest = [one for it, one in all_stated(seen) if it.id == indicator.id]
    settled = all(
        agrees(mine, one)
        for one in rest
        for field, mine in own_values(then, one)[:1]
        if field == finding.field
    )
    if settled and is_sound(seen, indicator, then):
        yield way(
            N_("Set the target {value} for {year} of {name}, as it is stated elsewhere"),
            set_values(seen, indicator, targets=then.targets),
            value=shown_quantity(other),
            year=str(own_value.year),
            name=indicator,
        )


def _written(
    seen: View, others: list[tuple[Stated, Target | Baseline | Actual]]
) -> dict[str, dict[str, Any]] | None:
    """The fields of other places with the indicator's own values; None where one cannot be written there."""
    changes: dict[str, dict[str, Any]] = {}
    # From the end of a text to its beginning, so that places found stay where they are.
    for stated, own in sorted(others, key=lambda pair: -(pair[0].reading.start if pair[0].reading else 0)):
        element = stated.element
        if own.value is None or own.op == "range" or stated.upper is not None:
            return None
        if stated.reading is None:
            if isinstance(element, SchemeItem) and seen.plan.elements[element.scheme].get("frozen"):
                return None
            changes.setdefault(element.id, {})[stated.field] = own.value
            continue
        fields = changes.setdefault(element.id, {})
        text = fields.get(stated.field, element.get(stated.field))
        number = own.value / stated.reading.factor
        shown = show_number(_plain(number.normalize() if stated.reading.factor != 1 else number))
        fields[stated.field] = text[: stated.reading.start] + shown + text[stated.reading.end :]
    return changes
