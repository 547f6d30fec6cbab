"""The table of main indicators, made from the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.documents.blanks import DASH, Blanks
from workbench.documents.marks import row_mark
from workbench.documents.outline import Column, Row, Table
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Indicator
from workbench.plan.in_words import quantity_of
from workbench.plan.values import parse_number, show_number

if TYPE_CHECKING:
    from decimal import Decimal

    from workbench.documents.wording import Wording
    from workbench.plan.plan import Plan
    from workbench.plan.records import Baseline, Target


class IndicatorRow(NamedTuple):
    """An indicator of the table and the category that it is listed under."""

    category: str
    indicator: Indicator


def indicator_rows(plan: Plan, wording: Wording) -> list[IndicatorRow]:
    """The indicators that are measured, in rank order within categories that stand as they first come.

    The category is the top indicator above; without one, the main problem that the indicator faces.
    """
    listed: dict[str, list[IndicatorRow]] = {}
    for indicator in plan.all(Indicator):
        if plan.children(indicator.id) and not (indicator.targets or indicator.baseline):
            continue
        above = list(plan.ancestors(indicator.id))
        if above:
            category = above[-1].name_shown
        elif indicator.domains:
            category = wording.words(c.DOMAIN[indicator.domains[0]])
        else:
            category = ""
        listed.setdefault(category, []).append(IndicatorRow(category, indicator))
    return [row for rows in listed.values() for row in rows]


def indicator_table(rows: list[IndicatorRow], wording: Wording, *, returns: bool = False) -> Table:
    """类别 | 序号 | 指标 | 单位 | 基期 | 目标 of each year | 属性; no category column when none has one.

    Where it ``returns``, targets that somebody corrects in it are read back.
    """
    words = wording.words
    blanks = Blanks(wording)
    years = sorted({target.year for _, one in rows for target in one.targets or () if not target.unit})
    based = {one.baseline.year for _, one in rows if one.baseline and quantity_of(one.baseline).shown()}
    base_year = next(iter(based)) if len(based) == 1 else None
    with_category = any(row.category for row in rows)

    # English words of a column's head are wider than Chinese ones.
    wide = 0 if wording.chinese else 7
    columns = [
        Column(words(N_("No.")), 11, "center"),
        Column(words("Indicator"), 48),
        Column(words("Unit"), 18, "center"),
        Column(
            _with_year(words(N_("Base period")), base_year, wording),
            20 if base_year else 25,
            "center",
            "number",
        ),
        *(
            Column(
                _with_year(words(N_("Target")), year, wording),
                20,
                "center",
                "number",
                field=f"targets[{year}].value" if returns else "",
                asked=False,
            )
            for year in years
        ),
        Column(words(N_("Nature")), 17 + wide, "center"),
    ]
    if with_category:
        columns.insert(0, Column(words(N_("Category")), 17 + 2 * wide, "center"))

    made: list[Row] = []
    for number, (category, one) in enumerate(rows, 1):
        cells = [
            str(number),
            one.name,
            one.unit or ("" if one.kind == "qualitative" else blanks.mark(one, "unit")),
            _baseline(one, base_year, blanks),
            *(_target(one, year, blanks) for year in years),
            words(c.NATURE[one.nature]) if one.nature else blanks.mark(one, "nature"),
        ]
        if not cells[2]:
            cells[2] = DASH
        if with_category:
            cells.insert(0, category or DASH)
        mark = row_mark(one.id) if returns else ""
        made.append(Row(tuple(cells), values=tuple(map(_exact, columns, cells)), mark=mark))

    notes = []
    if any(one.aggregation == "cumulative" for _, one in rows):
        notes.append(words("Values in 〔 〕 are cumulative over the planning period"))
    if any(one.kind == "qualitative" and not one.unit for _, one in rows):
        notes.append(words("Indicators judged in words have no unit"))
    notes += blanks.notes()
    return Table(tuple(columns), tuple(made), notes=wording.notes(notes), merged=1 if with_category else 0)


def _exact(column: Column, cell: str) -> Decimal | None:
    """The number of a cell that is nothing but a number; “≥90” and “〔120〕” say more than one."""
    if column.sort != "number":
        return None
    number = parse_number(cell)
    return number if number is not None and show_number(number) == cell else None


def target_of(indicator: Indicator, year: int) -> str:
    """The plan-wide target of a year without its unit; empty when there is none."""
    shown = (_cell(indicator, one) for one in indicator.targets or () if one.year == year and not one.unit)
    return next((text for text in shown if text), "")


def last_target(indicator: Indicator, wording: Wording) -> str:
    """The plan-wide target of the last year with its unit: “2020年≥90%”; empty when there is none."""
    targets = [target for target in indicator.targets or () if not target.unit]
    if not targets:
        return ""
    target = max(targets, key=lambda one: one.year)
    shown = _cell(indicator, target)
    unit = indicator.unit or ""
    if not shown:
        return ""
    if unit and target.value is not None and unit not in shown:
        shown += unit if wording.chinese or unit in "%‰" else f" {unit}"
    return f"{target.year}年{shown}" if wording.chinese else f"{shown} in {target.year}"


def _with_year(label: str, year: int | None, wording: Wording) -> str:
    if year is None:
        return label
    return f"{wording.year(year)}\n{label}" if wording.chinese else f"{label}\n{year}"


def _cell(indicator: Indicator, value: Baseline | Target) -> str:
    """The value as written; a cumulative one in the brackets that plans put it in."""
    shown = quantity_of(value).shown()
    if shown and indicator.aggregation == "cumulative" and not shown.startswith(("〔", "[", "［")):
        return f"〔{shown}〕"
    return shown


def _baseline(indicator: Indicator, base_year: int | None, blanks: Blanks) -> str:
    baseline = indicator.baseline
    shown = quantity_of(baseline).shown() if baseline else ""
    if not baseline or not shown:
        return blanks.mark(indicator, "baseline")
    if baseline.year and baseline.year != base_year:
        return f"{shown}\n{blanks.wording.bracketed(blanks.wording.year(baseline.year))}"
    return shown


def _target(indicator: Indicator, year: int, blanks: Blanks) -> str:
    targets = indicator.targets or ()
    if shown := target_of(indicator, year):
        return shown
    if not targets:
        return blanks.mark(indicator, "targets")
    return blanks.mark(
        indicator, "targets", "by_unit" if any(target.year == year for target in targets) else "no_target"
    )
