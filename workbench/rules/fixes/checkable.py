"""What mends findings of checkability (C): units, baselines, definitions, where figures come from."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.catalogue_items import COUNTED, indicator_values
from workbench.plan.elements import Indicator
from workbench.plan.in_words import language_of
from workbench.plan.records import AbsentReason, Baseline
from workbench.plan.values import half_width, parse_quantity, show_number
from workbench.rules.checkable import is_given, no_unit_of_measure
from workbench.rules.definitions import needed_words, stated_number, stated_unit, times
from workbench.rules.figures import shown_quantity
from workbench.rules.fixes.additions import pending
from workbench.rules.fixes.measures import item_of
from workbench.rules.fixes.target_values import is_sound
from workbench.rules.fixing import fix, way
from workbench.rules.rule import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element
    from workbench.plan.records import Actual
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View

#: So many ways of one sort are put forward.
_FEW: Final = 4


def with_reason(element: Element, field: str, reason: str) -> tuple[AbsentReason, ...]:
    """The element's stated reasons, with the one for a field among them."""
    kept = [one for one in element.absent or () if one.field != field]
    return (*kept, AbsentReason(field=field, reason=reason))


# -- C403: the unit of measure -------------------------------------------------------------------------


@fix("C403")
def set_unit(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """%, where it is a percentage; the unit that its values were written with, or that of its catalogue."""
    said = N_("Measure {name} in {unit}")

    def in_unit(unit: str, *, safe: bool = False, **more: Any) -> Iterator[Fix]:
        then = indicator.but(unit=unit, **more)
        if type(no_unit_of_measure(seen, then)) is not Fault and is_sound(seen, indicator, then):
            changes = [edits.set_fields(seen.plan, {indicator.id: {"unit": unit, **more}})]
            yield way(said, changes, safe=safe, name=indicator, unit=unit)

    written, item = _written_units(indicator), item_of(indicator)
    if indicator.value_type == "percent":
        signs = [one for one in ("%", "‰") if one in written] or ["%"]
        for sign in signs:
            yield from in_unit(sign, safe=len(signs) == 1)
        return
    name = half_width(indicator.name)
    inside = name[name.rfind("(") + 1 :].removesuffix(")") if name.endswith(")") else ""
    known = {one.unit for one in seen.plan.all(Indicator) if one.unit}
    if len(written) == 1:
        yield from in_unit(next(iter(written)), safe=True)
    elif item is not None and (unit := indicator_values(*item, language_of(seen.plan)).get("unit")):
        yield from in_unit(unit)
    elif inside in known or inside in COUNTED:
        yield from in_unit(inside)
    elif name.endswith(("率", "比例", "占比", "比重")) and indicator.value_type in (None, "number"):
        yield from in_unit("%", value_type="percent")


def _written_units(indicator: Indicator) -> set[str]:
    """The units that the indicator's values were written with; {""} among them where one has none."""
    found: set[str] = set()
    for target in indicator.targets or ():
        unit = stated_unit(target)
        if unit is not None and (target.value is None or target.value == stated_number(target)):
            found.add(unit)
        elif is_given(target) and (target.written or target.text):
            if target.written and target.written.strip().endswith(("%", "‰")):
                found.add(half_width(target.written.strip())[-1])
            else:
                found.add("")
    return found - {""} if found != {""} else set()


# -- C404: the baseline --------------------------------------------------------------------------------


@fix("C404")
def set_baseline(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """What is written as words read as a number, the year that goes without saying, an actual value, or the
    reason that the indicator is new.
    """

    def as_baseline(then: Baseline, message: str, *, safe: bool = False, **said: str) -> Iterator[Fix]:
        if is_sound(seen, indicator, indicator.but(baseline=then)):
            change = edits.set_field(seen.plan, indicator.id, "baseline", then)
            yield way(message, [change], safe=safe, name=indicator, **said)

    baseline = indicator.baseline
    if baseline is not None and baseline.value is not None:
        if seen.head.base_year is not None:
            yield from as_baseline(
                baseline.but(year=seen.head.base_year),
                N_("Take the baseline of {name} for that of the plan's base year {year}"),
                year=str(seen.head.base_year),
            )
        return
    if baseline is not None:
        text = baseline.written or baseline.text or ""
        value = _in_unit(indicator, baseline)
        if value is not None and baseline.year is not None:
            read = parse_quantity(text)
            yield from as_baseline(
                baseline.but(value=value, op=read.op, text=None, written=text),
                N_("Read the baseline “{text}” of {name} as {value}"),
                safe=True,
                text=text,
                value=show_number(value),
            )
    else:
        for actual in _actuals_before_targets(indicator)[:_FEW]:
            values = {name: actual.get(name) for name in ("value", "op", "upper", "written")}
            yield from as_baseline(
                Baseline(year=int(actual.period), **values),
                N_("Take the actual value {value} of {year} as the baseline of {name}"),
                value=shown_quantity(actual),
                year=actual.period,
            )
    new = with_reason(indicator, "baseline", "new_indicator")
    yield way(
        N_("State that {name} is a new indicator without a baseline"),
        [edits.set_field(seen.plan, indicator.id, "absent", new)],
        name=indicator,
    )


def _in_unit(indicator: Indicator, baseline: Baseline) -> Decimal | None:
    """What a baseline in words comes to in the indicator's unit; None where it is no number of it."""
    read = parse_quantity(baseline.written or baseline.text or "")
    if read.value is None or read.op == "range":
        return None
    said, unit = stated_unit(baseline), half_width(indicator.unit or "").strip()
    if said is None or not unit:
        return read.value
    factor = times(said, unit)
    if factor is None:
        return None
    return Decimal(show_number((read.value * factor[0] / factor[1]).normalize()))


def _actuals_before_targets(indicator: Indicator) -> list[Actual]:
    first = min((one.year for one in indicator.targets or () if is_given(one)), default=9999)
    known = [
        one
        for one in indicator.actuals or ()
        if one.unit is None and one.value is not None and len(one.period) == 4 and int(one.period) < first
    ]
    return sorted(known, key=lambda one: one.period)


# -- C409, C410: definition, source, frequency ---------------------------------------------------------


@fix("C409")
def define_from_catalogue(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """The definition of its item in a catalogue; what that does not give is stated as pending."""
    found = item_of(indicator)
    if found is None:
        return
    source, item = found[0], found[1].spoken(language_of(seen.plan))
    values: dict[str, Any] = {}
    if not (indicator.definition or "").strip() and item.definition:
        values["definition"] = item.definition
    if not values:
        return
    missing = [
        name
        for name in needed_words(indicator)
        if name not in values and not (indicator.get(name) or "").strip() and not indicator.why_absent(name)
    ]
    if missing:
        values["absent"] = (*(indicator.absent or ()), *pending(missing))
    yield way(
        N_("Take the definition of {name} from {catalogue}, with the rest to be stated")
        if missing
        else N_("Take the definition of {name} from {catalogue}"),
        [edits.set_fields(seen.plan, {indicator.id: values})],
        name=indicator,
        catalogue=source.title,
    )


@fix("C410")
def set_source(seen: View, indicator: Indicator, _finding: Finding) -> Iterator[Fix]:
    """The source of its catalogue or of other indicators of the same data unit, and how often it shows."""
    frequency = indicator.frequency or frequency_shown(indicator)
    label = f"@{Indicator.field_of['frequency'].choices[frequency]}"
    if (indicator.data_source or "").strip():
        for other in dict.fromkeys((frequency, "year", "half_year", "quarter")):
            yield way(
                N_("Collect the values of {name}: {what}"),
                [edits.set_field(seen.plan, indicator.id, "frequency", other)],
                name=indicator,
                what=f"@{Indicator.field_of['frequency'].choices[other]}",
            )
        return
    for source in islice(_sources_for(seen, indicator), _FEW):
        yield way(
            N_("Take the values of {name} from {source}")
            if indicator.frequency
            else N_("Take the values of {name} from {source}: {what}"),
            [edits.set_fields(seen.plan, {indicator.id: {"data_source": source, "frequency": frequency}})],
            name=indicator,
            source=source,
            what=label,
        )
    if not indicator.frequency:
        values: dict[str, Any] = {"frequency": frequency}
        if not indicator.why_absent("data_source"):
            values["absent"] = with_reason(indicator, "data_source", "pending")
        yield way(
            N_("Collect the values of {name}: {what}, with the source to be stated"),
            [edits.set_fields(seen.plan, {indicator.id: values})],
            name=indicator,
            what=label,
        )


def frequency_shown(indicator: Indicator) -> str:
    """How often its actual values were collected; yearly where there are none."""
    parts = Counter(actual.period[5:6] for actual in indicator.actuals or ())
    if not parts:
        return "year"
    part = parts.most_common(1)[0][0]
    return {"": "year", "H": "half_year", "Q": "quarter"}.get(part, "month")


def _sources_for(seen: View, indicator: Indicator) -> list[str]:
    found: Counter[str] = Counter()
    for name in ("data_unit", "responsible_unit"):
        unit = indicator.get(name)
        if unit is not None and not found:
            for id_ in seen.plan.referrers(unit):
                other = seen.plan.find(id_, Indicator)
                if other is not None and other.get(name) == unit and (other.data_source or "").strip():
                    found[other.data_source or ""] += 1
    item = item_of(indicator)
    given = item[1].spoken(language_of(seen.plan)).data_source if item is not None else ""
    named = [given] if given else []
    return list(dict.fromkeys([*named, *(one for one, _ in found.most_common())]))
