"""Actual values as a table: a row for each indicator and unit, a column for each period, and their edits.

A cell holds what was measured for a period; its period is one of the indicator's frequency, or one that
there is a value for. A cell without a value may state why (``absent`` of the element names the cell as
findings do: actuals[2027-Q1,u1]).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.measures import converted, measure_of
from workbench.analysis.responsible import responsible_unit
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan import edits
from workbench.plan.edits import checked
from workbench.plan.elements import Indicator
from workbench.plan.in_words import quantity_of
from workbench.plan.records import AbsentReason, Actual
from workbench.plan.values import NONE_SIGNS, Quantity, half_width, parse_quantity, period_end, period_start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from workbench.i18n import Words
    from workbench.plan.change import Change, Label
    from workbench.plan.plan import Plan

NONE_SHOWN: Final = "—"
_PARTS: Final = {
    "month": tuple(f"-{month:02d}" for month in range(1, 13)),
    "quarter": ("-Q1", "-Q2", "-Q3", "-Q4"),
    "half_year": ("-H1", "-H2"),
}
_NUMBER: Final = r"[+-]?\d[\d,]*(?:\.\d+)?"
#: A figure or two of a range, and what is written behind.
_FIGURES: Final = Pattern(rf"[^\d+-]*{_NUMBER}(?:\s*[-~—–至到]\s*{_NUMBER})?\s*(?P<rest>[^()]*)(?:\(.*\))?")
_TAILS: Final = ("及以上", "以上", "以下", "以内", "左右", "/年")


class Row(NamedTuple):
    """The values of an indicator for the whole plan, or for one unit."""

    indicator: str
    unit: str | None = None

    @property
    def key(self) -> str:
        """One text for it."""
        return f"{self.indicator},{self.unit}" if self.unit else self.indicator


class Entry(NamedTuple):
    """What was written in a cell; in the indicator's unit as ``converted`` where ``said`` is another one."""

    quantity: Quantity
    said: str = ""
    converted: Quantity | None = None


class Cell(NamedTuple):
    """A cell: what was measured, or why there is nothing (a choice of ABSENT_REASON, and a note)."""

    actual: Actual | None = None
    reason: str | None = None
    note: str | None = None

    @property
    def text(self) -> str:
        """What stands in it."""
        shown = quantity_of(self.actual).shown() if self.actual is not None else ""
        return shown or (NONE_SHOWN if self.reason is not None else "")

    @property
    def remark(self) -> str:
        """What is said of it."""
        return (self.actual.remark if self.actual is not None else self.note) or ""


class Sheet(NamedTuple):
    """The rows and periods shown. ``periods_by_row`` holds what may be typed in: a row's own periods."""

    rows: list[Row]
    periods: list[str]
    periods_by_row: dict[Row, frozenset[str]]


# -- the table ---------------------------------------------------------------------------------------------


def periods_of(indicator: Indicator, years: Iterable[int]) -> list[str]:
    """The periods of some years that an indicator is collected for."""
    parts = _PARTS.get(indicator.frequency or "", ("",))
    return [f"{year}{part}" for year in years for part in parts]


def measured(plan: Plan) -> list[Indicator]:
    """The indicators that have values; not those that only head others."""
    return [
        one
        for one in plan.all(Indicator)
        if not plan.children(one.id) or one.targets or one.actuals or one.frequency or one.unit
    ]


def sheet(plan: Plan, years: Sequence[int], units: frozenset[str] | None = None) -> Sheet:
    """The table of some years: of the indicators that one of these units answers for or supplies, and the
    rows of these units in others; of all with None.
    """
    by_row: dict[Row, frozenset[str]] = {}
    for one in measured(plan):
        by_row |= rows_of(plan, one, years, units)
    return Sheet(list(by_row), in_order(by_row.values()), by_row)


def rows_of(
    plan: Plan, indicator: Indicator, years: Sequence[int], units: frozenset[str] | None = None
) -> dict[Row, frozenset[str]]:
    """The rows of one indicator with their periods, as in the table."""
    wanted = {str(year) for year in years}
    held: dict[str | None, set[str]] = {}
    for actual in indicator.actuals or ():
        found = held.setdefault(actual.unit, set())
        if actual.period[:4] in wanted:
            found.add(actual.period)
    whose = dict.fromkeys(target.unit for target in indicator.targets or ()) | dict.fromkeys(held)
    mine: list[str | None] = list(whose) or [None]
    if units is not None:
        is_theirs = indicator.data_unit in units or responsible_unit(plan, indicator) in units
        mine = [unit for unit in mine if is_theirs or unit in units]
    if len(mine) > 1:
        mine.sort(key=lambda id_: (id_ is not None, _rank(plan, id_)))
    own = frozenset(periods_of(indicator, years))
    return {Row(indicator.id, unit): own | held.get(unit, set()) for unit in mine}


def in_order(periods: Iterable[Iterable[str]]) -> list[str]:
    """All of some sets of periods in the order of time."""
    return sorted({period for each in set(map(frozenset, periods)) for period in each}, key=in_time)


def _rank(plan: Plan, unit: str | None) -> str:
    element = plan.get(unit)
    return (element.position or "") if element is not None else ""


def in_time(period: str) -> tuple[int, int]:
    """What periods are sorted by: their last day, parts before what they are part of."""
    return period_end(period).toordinal(), -period_start(period).toordinal()


def period_in_words(period: str, words: Words) -> str:
    """A period as a heading, as it is read back too."""
    year, _, part = period.partition("-")
    if not part:
        return words(N_("Year {year}"), year=year)
    if part[0] == "Q":
        return words(N_("{year}-Q{quarter}"), year=year, quarter=part[1])
    if part[0] == "H":
        return words(N_("{year}-H1") if part[1] == "1" else N_("{year}-H2"), year=year)
    return words(N_("{year}-{month}"), year=year, month=part)


def field_at(period: str, unit: str | None) -> str:
    """The name of a cell among the fields of its indicator, as findings name it."""
    return f"actuals[{period},{unit}]" if unit else f"actuals[{period}]"


def cell(indicator: Indicator, period: str, unit: str | None) -> Cell:
    """What stands in a cell; of several values of one period the last."""
    found = Cell()
    for one in indicator.actuals or ():
        if one.period == period and one.unit == unit:
            found = Cell(one)
    if found.actual is None and indicator.absent:
        name = field_at(period, unit)
        for entry in indicator.absent:
            if entry.field == name:
                return Cell(None, entry.reason, entry.note)
    return found


# -- what is typed -----------------------------------------------------------------------------------------


def read_entry(indicator: Indicator, text: str) -> Entry | None:
    """What was written as a value of an indicator; None for a sign that says there is none.

    A Problem where it holds no figure and the indicator is not judged in words, or where it is in a unit of
    another kind.
    """
    source = text.strip()
    if source in NONE_SIGNS or half_width(source).strip() in NONE_SIGNS:
        return None
    quantity = parse_quantity(source)
    if indicator.direction == "qualitative" or indicator.kind == "qualitative":
        return Entry(quantity)
    if quantity.value is None:
        raise Problem(
            N_("“{text}” is no figure; put words into the remark, and — where there is none"), text=text
        )
    said = _said_unit(source)
    if not said or not indicator.unit or _same_unit(said, indicator.unit):
        return Entry(quantity)
    low = converted(quantity.value, said, indicator.unit)
    if low is None:
        raise Problem(
            N_("“{text}” is in {said}, which cannot be converted into {unit}"),
            text=text,
            said=said,
            unit=indicator.unit,
        )
    if low == quantity.value:
        return Entry(quantity)
    high = converted(quantity.upper, said, indicator.unit) if quantity.upper is not None else None
    return Entry(quantity, said, quantity._replace(value=low, upper=high, text=None, written=source))


def _said_unit(text: str) -> str:
    """The unit written behind a figure, "" for none."""
    found = _FIGURES.fullmatch(half_width(text).strip())
    rest = found["rest"].strip() if found else ""
    for tail in _TAILS:
        rest = rest.removesuffix(tail).strip()
    return rest.strip("[]〔〕")


def _same_unit(said: str, unit: str) -> bool:
    plain, own = said.casefold(), half_width(unit).strip().casefold()
    # 98% of an indicator in "%(全市)" and the like.
    return plain == own or own.startswith(f"{plain}(") or measure_of(said) == measure_of(unit)


# -- edits -------------------------------------------------------------------------------------------------


def with_cell(indicator: Indicator, period: str, unit: str | None, made: Cell) -> Indicator:
    """The indicator with another cell; an empty one takes value and reason away. A Problem where a value
    does not fit.
    """
    name = field_at(period, unit)
    rows = [one for one in indicator.actuals or () if (one.period, one.unit) != (period, unit)]
    absent = [one for one in indicator.absent or () if one.field != name]
    if made.actual is not None:
        whole = made.actual.but(period=period, unit=unit)
        for declared in whole.fields:
            checked(declared, whole.get(declared.name))
        when = in_time(period)
        at = next((place for place, one in enumerate(rows) if in_time(one.period) > when), len(rows))
        rows.insert(at, whole)
    elif made.reason is not None:
        absent.append(AbsentReason(field=name, reason=made.reason, note=made.note or None))
    return indicator.but(actuals=tuple(rows) or None, absent=tuple(absent) or None)


def with_entry(indicator: Indicator, period: str, unit: str | None, quantity: Quantity | None) -> Indicator:
    """The indicator with a value in a cell, or with none; remark and evidence stay while there is a value."""
    if quantity is None:
        return with_cell(indicator, period, unit, Cell())
    held = cell(indicator, period, unit)
    actual = held.actual or Actual(period=period, unit=unit, remark=held.note)
    return with_cell(indicator, period, unit, Cell(actual.but(**quantity._asdict())))


def without_value(indicator: Indicator, period: str, unit: str | None, reason: str = "pending") -> Indicator:
    """The indicator with a cell that says why it is empty; what was remarked stays."""
    held = cell(indicator, period, unit)
    return with_cell(indicator, period, unit, Cell(None, held.reason or reason, held.remark or None))


def change_of(plan: Plan, after: Mapping[str, Indicator], label: Label) -> Change:
    """The change that makes some indicators what they are to be."""
    values = {
        id_: {
            name: one.get(name)
            for name in ("actuals", "absent")
            if one.get(name) != plan.elements[id_].get(name)
        }
        for id_, one in after.items()
    }
    return edits.set_fields(plan, {id_: fields for id_, fields in values.items() if fields}, label)


def set_cell(plan: Plan, row: Row, make: Callable[[Indicator], Indicator], label: Label) -> Change:
    """The change of one cell. A Problem where the indicator is gone."""
    indicator = plan.find(row.indicator, Indicator)
    if indicator is None:
        raise Problem(N_("The element {id} is no longer in the plan"), id=row.indicator)
    return change_of(plan, {row.indicator: make(indicator)}, label)
