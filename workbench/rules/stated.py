"""Checkable: an indicator says the same in the text, in boxes, in the annex and in the scheme. (C)"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan.elements import Element, Goal, Indicator, Safeguard, Scheme, SchemeItem, Section
from workbench.plan.values import Quantity, half_width
from workbench.rules.definitions import place_of
from workbench.rules.figures import shown_quantity
from workbench.rules.readings import SHORTEST, Names, Reading, readings, table_readings
from workbench.rules.rule import PASSED, WARNING, Outcome, Ref, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.records import Actual, Baseline, Target
    from workbench.rules.view import View

#: What the people of a level call their whole area: 全市, 我省.
_AREAS: Final = {
    "province": "省",
    "city": "市",
    "district": "区",
    "town": "镇",
    "community": "社区",
}
#: A number that may be a value; texts without one are not read.
_FIGURE: Final = Pattern(r"[0-9０-９]")


class Stated(NamedTuple):
    """A value that another place gives an indicator for a year: a field of an element, and what was read."""

    element: Element
    field: str
    year: int
    value: Decimal
    upper: Decimal | None
    #: Where the number stands in the field's text; None for a field that is a number.
    reading: Reading | None
    #: Whether the place tells of what has been reached, not of what is to be.
    past: bool


@rule(
    "C425",
    "two-values",
    WARNING,
    "indicator",
    N_("An indicator has one value wherever it is stated"),
    whole=True,
)
def two_values(seen: View) -> Iterator[tuple[Indicator, Outcome | list[Outcome]]]:
    """Compares the baseline, targets and actual values of every indicator with what the plan says elsewhere
    for the same year: in its chapters and the tables in them (boxes), in goals and safeguards, and in the
    assessment schemes. A text counts where the indicator's full name begins a clause and a number in its unit
    follows, with the year in the sentence; a goal's title is read for the year it is due. Values of single
    units are compared with the targets of these units alone, and indicators that share their name with
    another are left out.

    Why: Of two values the easier one is quoted at the assessment; and a reader who finds one contradiction
    believes none of the other figures.

    How: Decide which value holds, and correct the other places. A generated table of indicators
    ({{table:indicators}}) cannot contradict.

    Good: Text "95 % by 2020", table 95, scheme of 2020 95.

    Bad: Text "95 % by 2020", table 90.
    """
    found: dict[str, list[Stated]] = {}
    for indicator, stated in all_stated(seen):
        found.setdefault(indicator.id, []).append(stated)
    for id_, places in found.items():
        one = seen.plan.find(id_, Indicator)
        if one is not None:
            yield one, _compared(one, places)


def _compared(indicator: Indicator, places: list[Stated]) -> Outcome | list[Outcome]:
    faults: list[Outcome] = []
    compared = False
    for year in sorted({one.year for one in places}):
        others = []
        for one in places:
            if one.year != year:
                continue
            own = own_values(indicator, one)
            if own:
                compared = True
                if not any(agrees(value, one) for _, value in own):
                    others.append((own[0], one))
        if others:
            (field, value), _ = others[0]
            faults.append(
                fault(
                    field,
                    N_("{name} is {own} for {year} in the indicator table, but elsewhere {values}: {places}"),
                    related=dict.fromkeys(one.element.id for _, one in others),
                    own=shown_quantity(value),
                    year=year,
                    values=tuple(dict.fromkeys(_shown(one) for _, one in others)),
                    places=tuple(Ref(id_) for id_ in dict.fromkeys(one.element.id for _, one in others)),
                )
            )
    return faults or (PASSED if compared else None)


def _shown(stated: Stated) -> str:
    op = "range" if stated.upper is not None else None
    return Quantity(stated.value, op, stated.upper).shown()


def own_values(indicator: Indicator, stated: Stated) -> list[tuple[str, Baseline | Target | Actual]]:
    """The indicator's own values for the year and scope of a statement, with the names of their places."""
    unit = _unit_of(indicator, stated)
    found: list[tuple[str, Baseline | Target | Actual]] = []
    if not stated.past:
        found.extend(
            (place_of("targets", target.year, target.unit), target)
            for target in indicator.targets or ()
            if target.year == stated.year and target.unit == unit and target.value is not None
        )
    if isinstance(stated.element, SchemeItem):
        return found
    baseline = indicator.baseline
    if baseline is not None and baseline.year == stated.year and baseline.value is not None:
        found.append(("baseline", baseline))
    year = str(stated.year)
    found.extend(
        (place_of("actuals", actual.period, actual.unit), actual)
        for actual in indicator.actuals or ()
        if actual.unit is None and actual.value is not None and actual.period.startswith(year)
    )
    return found


def _unit_of(indicator: Indicator, stated: Stated) -> str | None:
    """The unit that a scheme item speaks of, where the indicator has targets for it."""
    item = stated.element
    if not isinstance(item, SchemeItem) or not item.units or len(item.units) > 1:
        return None
    only = item.units[0]
    return only if any(target.unit == only for target in indicator.targets or ()) else None


def agrees(own: Baseline | Target | Actual, stated: Stated) -> bool:
    """Whether a value is what was stated; a number inside a range is."""
    if own.value is None:
        return True
    if own.op == "range" and own.upper is not None:
        return own.value <= stated.value and (stated.upper or stated.value) <= own.upper
    if stated.upper is not None:
        return stated.value <= own.value <= stated.upper
    return own.value == stated.value


def all_stated(seen: View) -> Iterator[tuple[Indicator, Stated]]:
    """What the plan says of its indicators beside themselves."""
    yield from _in_schemes(seen)
    texts = [one for one in _texts(seen) if _FIGURE.search(one[2]) is not None]
    if not texts:
        return
    named: dict[str, Indicator | None] = {}
    for indicator in seen.plan.all(Indicator):
        name = half_width(indicator.name).strip()
        if len(name) >= SHORTEST:
            named[name] = None if name in named else indicator
    units = {
        name: half_width(one.unit or "").strip() if one is not None else "" for name, one in named.items()
    }
    names = Names(units, _AREAS.get(seen.head.level or "", ""))
    final = seen.end.year if seen.end is not None else None
    for element, field, text, year in texts:
        plain = half_width(text)
        past = isinstance(element, Section) and element.kind == "status_quo"
        for one in (*readings(plain, names, final, year), *table_readings(plain, names)):
            meant = named[one.name]
            if meant is not None:
                yield meant, Stated(element, field, one.year, one.value, one.upper, one, past)


def _texts(seen: View) -> Iterator[tuple[Element, str, str, int | None]]:
    """(element, field, text, the year it speaks of if it names none)."""
    plan = seen.plan
    for section in plan.all(Section):
        if section.text:
            yield section, "text", section.text, None
    for safeguard in plan.all(Safeguard):
        if safeguard.text:
            yield safeguard, "text", safeguard.text, None
    for goal in plan.all(Goal):
        year = goal.due.year if goal.due is not None else None
        yield goal, "title", goal.title, year
        if goal.description:
            yield goal, "description", goal.description, year


def _in_schemes(seen: View) -> Iterator[tuple[Indicator, Stated]]:
    plan = seen.plan
    for item in plan.all(SchemeItem):
        target = item.year_target
        indicator = plan.find(item.indicator, Indicator) if target is not None else None
        scheme = plan.find(item.scheme, Scheme)
        if target is None or indicator is None or scheme is None:
            continue
        stated = Stated(item, "year_target", scheme.year, target, None, None, past=False)
        if (
            scheme.scope != "unit"
            or _unit_of(indicator, stated) is not None
            or item.units == (indicator.responsible_unit,)
        ):
            yield indicator, stated
