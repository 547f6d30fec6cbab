"""Which columns the table of each kind has, and which of them are shown before anybody has chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.analysis.table_columns import Column
from workbench.analysis.table_years import BaselineColumn, FundingColumn, YearColumn
from workbench.analysis.typed import any_element
from workbench.plan.elements import KINDS
from workbench.plan.records import Actual, Baseline, Target

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan

#: Years of a plan that get columns of their own.
_MOST_YEARS: Final = 15


def columns_of(plan: Plan, kind: str) -> list[Column]:
    """All columns that the table of a kind can have, in the order in which they stand at first."""
    cls = KINDS[kind]
    wanted = [one for one in cls.fields if not one.internal or one.name == cls.owner_field]
    last = ("notes", "absent")
    first = ("code", cls.title_field)
    ordered = sorted(wanted, key=lambda one: (one.name not in first, one.name in last))
    made: list[Column] = []
    for declared in ordered:
        if declared.name == "id":
            continue
        if kind == "indicator" and declared.name in ("baseline", "targets", "actuals"):
            made.extend(_values(plan, declared))
            continue
        is_element = kind in ("comment", "waiver") and declared.name == "element"
        column = Column(declared.name, any_element(declared) if is_element else declared)
        if declared.type != "object":
            column.place = cls.place_of[declared.name]
        made.append(column)
        if kind == "project" and declared.name == "funding":
            made.extend(FundingColumn(declared, year) for year in years_of(plan))
    return made


def _values(plan: Plan, declared: Field) -> Iterator[Column]:
    if declared.name == "baseline":
        yield BaselineColumn("baseline", declared, Baseline)
        return
    yield Column(declared.name, declared)
    for year in years_of(plan):
        cls = Target if declared.name == "targets" else Actual
        yield YearColumn(f"{declared.name}@{year}", declared, cls, year=year)


def years_of(plan: Plan) -> range:
    """The years of the plan's period."""
    period = plan.head.period if plan.exists else None
    if period is None:
        return range(0)
    last = min(period.end.year, period.start.year + _MOST_YEARS - 1)
    return range(period.start.year, last + 1)


#: Columns that a table has at first; ``targets@`` stands for those of all years.
_AT_FIRST: Final = {
    "unit": "code name kind class_ parent leader contact capacity valid_from valid_until",
    "basis": "code title document_number issuer date",
    "need": "code title domains subjects priority evidence goals",
    "goal": "code title kind parent domains subjects due responsible_unit bases",
    "project": "code title kind parent lead_unit support_units start end status progress total_investment"
    " goals indicators",
    "milestone": "code title project stage due done_on deliverable acceptance",
    "indicator": "code name unit nature baseline targets@ responsible_unit data_unit goals",
    "service": "code title life_stage unit steps_before steps_after visits_before visits_after projects",
    "envelope": "code year source amount",
    "risk": "code title probability impact owner mitigation threatens",
    "safeguard": "code title kind responsible_unit text",
    "section": "code title kind text",
    "scheme": "code year frozen full_mark scope missing",
    "scheme_item": "code scheme indicator project milestone units group marks method year_target",
    "comment": "code text round unit received_on element adopted reason handled_by",
    "adjustment": "code document_number on approver reason",
    "waiver": "rule element field reason by until",
}


def shown_at_first(kind: str, columns: list[Column]) -> list[str]:
    """Keys of the columns that a table shows before anybody has chosen."""
    found = []
    for name in _AT_FIRST[kind].split():
        if name.endswith("@"):
            found += [one.key for one in columns if one.key.startswith(name)]
        else:
            found += [one.key for one in columns if one.key == name]
    return found
