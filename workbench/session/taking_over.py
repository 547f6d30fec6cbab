"""What a new plan takes over from another one: its content under fresh ids, in another period.

What belongs to the other plan alone stays there: its approval, what was done and measured, what was said of
it. The years move with the period; those after its end become its last year, so that nothing is lost.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.plan import records as r
from workbench.plan.copies import with_fresh_ids
from workbench.plan.elements import (
    Adjustment,
    Basis,
    Comment,
    Element,
    Envelope,
    Indicator,
    Milestone,
    PlanHead,
    Project,
    Scheme,
    SchemeItem,
    Unit,
    Waiver,
)
from workbench.plan.values import in_year

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record

#: Fields that tell of one plan's approval, of what was done and of what was measured.
OWN_TO_A_PLAN: Final[dict[type[Element], tuple[str, ...]]] = {
    PlanHead: (
        "as_of",
        "document_number",
        "issued_on",
        "printed_on",
        "signatory",
        "evaluations",
        "procedure",
    ),
    Project: ("stage", "progress", "reports"),
    Milestone: ("document_number", "done_on", "evidence"),
    Indicator: ("actuals",),
    Scheme: ("frozen", "results"),
    SchemeItem: ("exempt", "change_reason"),
}
#: The same in the rows of small tables.
_OWN_IN_ROWS: Final[dict[type[Record], tuple[str, ...]]] = {
    r.YearGoal: ("done", "evidence"),
    r.FundingLine: ("secured", "secured_by", "spent"),
    r.Target: ("changes",),
}
#: Kinds that say something of the other plan only.
_LEFT: Final = (Comment, Adjustment, Waiver)
#: Years and dates that are facts, whatever the period.
_FACTS: Final[dict[type[Record], tuple[str, ...]]] = {
    Basis: ("date",),
    Unit: ("valid_from", "valid_until"),
    r.Pilot: ("year",),
    r.Baseline: ("year",),
    r.Evaluation: ("on",),
    r.ProcedureStep: ("on",),
    r.Report: ("period", "on"),
    r.Actual: ("period",),
    r.TargetChange: ("on",),
    r.Result: ("on",),
    Adjustment: ("on",),
    Comment: ("received_on",),
    Waiver: ("until",),
}


class Years(NamedTuple):
    """How years move from one period to another."""

    first: int
    last: int
    to_first: int
    to_last: int

    @property
    def is_same(self) -> bool:
        """Whether nothing moves."""
        return (self.first, self.last) == (self.to_first, self.to_last)

    def moved(self, year: int) -> int:
        """Where a year of the old period lies: the last one is the last, later ones do not go beyond."""
        there = year + self.to_first - self.first
        if year < self.last:
            return min(there, self.to_last)
        return self.to_last + year - self.last

    def day(self, day: date) -> date:
        """Where a day lies."""
        return in_year(day, self.moved(day.year))


def left_out(elements: Iterable[Element]) -> list[Element]:
    """The elements without what belongs to their plan alone."""
    found = []
    for element in elements:
        if isinstance(element, _LEFT):
            continue
        bare = element.but(**dict.fromkeys(OWN_TO_A_PLAN.get(type(element), ())))
        if isinstance(bare, PlanHead):
            bare = bare.but(status="draft")
        if isinstance(bare, Project) and bare.status in ("active", "done", "paused"):
            bare = bare.but(status="planned")
        values: dict[str, Any] = {}
        for declared, value in zip(bare.fields, bare, strict=True):
            own = _OWN_IN_ROWS.get(declared.record) if declared.record is not None else None
            if own and value:
                values[declared.name] = tuple(row.but(**dict.fromkeys(own)) for row in value)
        found.append(bare.but(**values) if values else bare)
    return found


def without_baselines(elements: Iterable[Element]) -> list[Element]:
    """Indicators begin from values of another time or place: theirs are to be stated anew."""
    found: list[Element] = []
    for element in elements:
        if isinstance(element, Indicator) and element.baseline is not None:
            others = tuple(one for one in element.absent or () if one.field != "baseline")
            pending = r.AbsentReason(field="baseline", reason="pending")
            found.append(element.but(baseline=None, absent=(*others, pending)))
        else:
            found.append(element)
    return found


def in_period(elements: Iterable[Element], years: Years) -> list[Element]:
    """The elements with their years and dates in another period, facts left where they are.

    Rows that come to say something of the same year twice become one: amounts are added up, of targets and
    annual goals the later one stays.
    """
    if years.is_same:
        return list(elements)
    found: dict[str, Element] = {}
    caps: dict[tuple[int, str], str] = {}
    for element in elements:
        moved = _moved(element, years)
        if isinstance(moved, Project) and moved.duration_days is not None and moved.start and moved.end:
            moved = moved.but(duration_days=(moved.end - moved.start).days + 1)
        if isinstance(moved, Envelope):
            first = found.get(caps.setdefault((moved.year, moved.source), moved.id))
            if isinstance(first, Envelope):
                found[first.id] = first.but(amount=first.amount + moved.amount)
                continue
        found[element.id] = moved
    return list(found.values())


def _moved(record: Any, years: Years) -> Any:
    facts = _FACTS.get(type(record), ())
    values = {}
    for declared, value in zip(record.fields, record, strict=True):
        if value is None or declared.name in facts:
            continue
        new = _value(declared, value, years)
        if new is not value:
            values[declared.name] = new
    return record.but(**values) if values else record


def _value(declared: Field, value: Any, years: Years) -> Any:
    match declared.type:
        case "year":
            return years.moved(value)
        case "date":
            return years.day(value)
        case "period":
            return f"{years.moved(int(value[:4])):04d}{value[4:]}"
        case "record":
            return _moved(value, years)
        case "records":
            return _joined(tuple(_moved(row, years) for row in value))
        case _:
            return value


def _joined(rows: tuple[Any, ...]) -> tuple[Any, ...]:
    """Rows of one year as one."""
    found: dict[Any, Any] = {}
    for at, row in enumerate(rows):
        match row:
            case r.FundingLine():
                key = (row.year, row.source, row.use)
                first = found.get(key)
                found[key] = row if first is None else row.but(amount=first.amount + row.amount)
            case r.Target():
                found[row.year, row.unit] = row
            case r.YearGoal():
                found[row.year, row.quarter] = row
            case _:
                found[at] = row
    return tuple(found.values())


def taken_over(source: Plan, years: Years, *, bare: bool, keeps_baselines: bool) -> list[Element]:
    """The content of a plan for another one, the head first, under fresh ids.

    ``bare`` leaves out what belongs to the source alone (not asked for with templates).
    """
    others = [one for one in source.elements.values() if one.id != source.id]
    elements: list[Element] = [source.head, *others]
    if bare:
        elements = left_out(elements)
    if not keeps_baselines:
        elements = without_baselines(elements)
    elif years.first != years.to_first and not bare:
        elements = [_with_moved_baseline(one, years) for one in elements]
    return with_fresh_ids(in_period(elements, years))


def _with_moved_baseline(element: Element, years: Years) -> Element:
    """The baseline of an example lies before its period, wherever that is; it is no fact."""
    if not isinstance(element, Indicator) or element.baseline is None or element.baseline.year is None:
        return element
    return element.but(baseline=element.baseline.but(year=years.moved(element.baseline.year)))
