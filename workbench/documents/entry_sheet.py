"""The sheet that a unit enters its actual values in: its indicators, their targets, a column for each period.

It is no official document: it is read back as any other table (analysis/actuals_paste.py), by code or name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.actuals import cell, period_in_words
from workbench.analysis.actuals_paste import NOT_ASKED
from workbench.documents.outline import Column, Field, Fields, NewPage, Outline, Row, Table, Title
from workbench.documents.printable import printable
from workbench.documents.wording import Wording
from workbench.i18n import N_
from workbench.plan.elements import Indicator, Unit
from workbench.plan.in_words import quantity_of, titled
from workbench.plan.records import Actual

if TYPE_CHECKING:
    from workbench.analysis.actuals import Row as Line
    from workbench.analysis.actuals import Sheet
    from workbench.plan.plan import Plan

#: Of the table's width, in mm.
_CODE, _NAME, _WHOSE, _MEASURE, _FIGURE, _REMARK = 16, 58, 24, 18, 24, 40


def outline(plan: Plan, sheet: Sheet, unit: Unit | None, language: str) -> Outline:
    """The sheet for these rows and periods; ``unit`` is the one that it is sent to, None for no one."""
    wording = Wording(language)
    words = wording.words
    years = dict.fromkeys(period[:4] for period in sheet.periods)
    when = "-".join(dict.fromkeys((min(years), max(years)))) if years else ""
    name = unit.name if unit is not None else plan.head.title
    title = printable(words(N_("Actual values {years}: {name}"), years=when, name=name))
    last = max(years, default="")
    with_units = any(row.unit is not None for row in sheet.rows)
    columns = [Column(words(Indicator.field_of["code"].label), _CODE), Column(words(N_("Indicator")), _NAME)]
    if with_units:
        columns.append(Column(words(Actual.field_of["unit"].label), _WHOSE))
    columns.append(Column(words(Indicator.field_of["unit"].label), _MEASURE, "center"))
    if last:
        columns.append(Column(words(N_("Target {year}"), year=last), _FIGURE, "right"))
    columns += [
        Column(period_in_words(one, words), _FIGURE, "right", "number", field=f"actuals[{one}].value")
        for one in sheet.periods
    ]
    columns.append(Column(words(Actual.field_of["remark"].label), _REMARK, field=".remark"))
    rows = tuple(_row(plan, line, sheet, last, with_units, wording) for line in sheet.rows)
    head = Fields(
        (
            (
                Field(words(N_("Reporting unit (seal)")), printable(name if unit is not None else "")),
                Field(words(N_("Filled in by, telephone"))),
                Field(words(N_("Filled in on"))),
            ),
        )
    )
    notes = (
        words(
            N_(
                "Enter figures in the unit of measurement of the row; where there is no value, enter — and "
                "say why in the remark. Leave codes, names and headings as they are."
            )
        ),
    )
    table = Table(tuple(columns), rows, notes=notes, name=words(N_("Actual values")))
    return Outline(title, language, (NewPage(landscape=True), Title((title,)), head, table))


def _row(plan: Plan, line: Line, sheet: Sheet, last: str, with_units: bool, wording: Wording) -> Row:
    indicator = plan.elements[line.indicator]
    assert isinstance(indicator, Indicator)
    texts: list[str] = [indicator.code or "", indicator.name]
    if with_units:
        unit = plan.get(line.unit)
        texts.append(titled(plan, unit, wording.words) if unit is not None else "")
    texts.append(indicator.unit or "")
    if last:
        target = next(
            (
                quantity_of(one).shown()
                for one in indicator.targets or ()
                if one.year == int(last) and one.unit == line.unit
            ),
            "",
        )
        texts.append(target)
    held = [cell(indicator, one, line.unit) for one in sheet.periods]
    values = [None if one.actual is None or one.actual.written else one.actual.value for one in held]
    cells = [
        one.text or ("" if period in sheet.periods_by_row[line] else NOT_ASKED)
        for one, period in zip(held, sheet.periods, strict=True)
    ]
    remark = next((one.remark for one in reversed(held) if one.actual is not None or one.reason), "")
    return Row(
        tuple(printable(text) for text in (*texts, *cells, remark)),
        values=(*[None] * len(texts), *values, None),
    )
