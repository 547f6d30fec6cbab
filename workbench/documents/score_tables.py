"""The tables of a year's assessment: the score of each item, of each unit, of each group."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.analysis.completion import Ratio
from workbench.analysis.measured import targets_of_year, values_of_year
from workbench.analysis.schemes import OUTSIDE
from workbench.analysis.scoring import STATUSES
from workbench.analysis.scoring_steps import in_one_line
from workbench.analysis.scoring_totals import HUNDREDTH, level_shown
from workbench.documents.blanks import DASH
from workbench.documents.outline import Column, Row, Table
from workbench.documents.printable import printable
from workbench.documents.report_parts import share
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Indicator, Milestone
from workbench.plan.evidence import name_of
from workbench.plan.in_words import quantity_of
from workbench.plan.values import rounded, show_number

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.analysis.scoring import Assessment, ItemScore
    from workbench.documents.outline import Value
    from workbench.documents.report_parts import Report

_ZERO = Decimal(0)


def is_scored(row: ItemScore) -> bool:
    """Whether a row has a score that was measured or entered: what is missing is not a score of nothing."""
    return row.score is not None and row.status != "missing"


def rate_of(row: ItemScore) -> Decimal | None:
    """The completion of a row as a ratio; None where there is none."""
    found = row.known.rate
    return found.value if isinstance(found, Ratio) else None


def target_shown(report: Report, row: ItemScore, year: int) -> str:
    """The target of the year as it stands in the plan."""
    item = row.item
    if item.year_target is not None:
        return show_number(item.year_target)
    indicator = report.plan.find(item.indicator, Indicator)
    if indicator is None:
        milestone = report.plan.find(item.milestone, Milestone)
        return report.wording.day(milestone.due) if milestone is not None and milestone.due else ""
    targets = targets_of_year(indicator, year)
    target = targets.get(row.unit) or targets.get(None)
    return quantity_of(target).shown() if target is not None else ""


def actual_shown(report: Report, row: ItemScore) -> str:
    """What was measured: a figure, words, or whether it is done."""
    known = row.known
    if known.actual is not None:
        return show_number(known.actual)
    if known.done is not None:
        return report.words(N_("done") if known.done else N_("not done"))
    if known.count is not None:
        return show_number(known.count)
    return known.level or known.text or ""


def evidence_of(report: Report, row: ItemScore, year: int) -> list[str]:
    """The names of the evidence for what was measured, or for why the item is exempt."""
    item = row.item
    if item.exempt is not None:
        return [name_of(one) for one in item.exempt.evidence or ()]
    milestone = report.plan.find(item.milestone, Milestone)
    if milestone is not None:
        return [name_of(one) for one in milestone.evidence or ()]
    indicator = report.plan.find(item.indicator, Indicator)
    if indicator is None:
        return []
    values = values_of_year(indicator, year)
    actual = values.get(row.unit) or values.get(None)
    return [name_of(one) for one in (actual.evidence if actual is not None else None) or ()]


def score_table(report: Report, rows: Iterable[ItemScore], year: int, *, with_units: bool) -> Table:
    """序号 | 考核项 | 单位 | 分值 | 目标 | 完成 | 完成率 | 计分 | 得分 | 佐证, groups in between."""
    words = report.words
    listed = list(rows)
    has_evidence = any(evidence_of(report, row, year) for row in listed)
    columns = [
        report.no_column(),
        Column(words(N_("Item")), 46),
        Column(words(N_("Unit assessed")), 26, "center"),
        Column(words("Marks"), 14, "center", "number", sums=not with_units),
        Column(words(N_("Target of the year")), 22, "center"),
        Column(words("Actual value"), 22, "center"),
        Column(words(N_("Completion")), 18, "center", "share"),
        Column(words(N_("How it was scored")), 52),
        Column(words(N_("Score")), 15, "center", "number", sums=not with_units),
        Column(words("Evidence"), 30),
    ]
    left_out = {at for at, there in ((2, with_units), (9, has_evidence)) if not there}
    made: list[Row] = []
    group: str | None = None
    for number, row in enumerate(listed, 1):
        if row.item.group != group:
            group = row.item.group
            if group:
                made.append(Row((printable(group),), "group"))
        rate = rate_of(row)
        marks = row.weight or None
        score = row.score if is_scored(row) else None
        cells = (
            report.thing(row.item.thing),
            report.unit(row.whom),
            show_number(row.weight) if marks is not None else DASH,
            target_shown(report, row, year) or DASH,
            actual_shown(report, row) or DASH,
            share(rate) or DASH,
            how_shown(report, row),
            show_number(score) if score is not None else DASH,
            "\n".join(evidence_of(report, row, year)),
        )
        values: tuple[Value, ...] = (None, None, marks, None, None, rate, None, score, None)
        whole = report.row(number, cells, values)
        kept = [at for at in range(len(columns)) if at not in left_out]
        made.append(Row(tuple(whole.cells[at] for at in kept), values=tuple(whole.values[at] for at in kept)))
    notes = [words(N_("“—” means that there is none, or that nothing was measured"))]
    return Table(
        tuple(column for at, column in enumerate(columns) if at not in left_out),
        tuple(made),
        words(N_("Scores of the items")),
        report.wording.notes(notes),
        name=words(N_("Scores of the items")),
    )


def how_shown(report: Report, row: ItemScore) -> str:
    """Method and calculation in one cell."""
    told = in_one_line(row, report.words)
    method = report.words(c.METHOD[row.item.method]) if row.item.method in c.METHOD else ""
    state = report.words(STATUSES[row.status]) if row.status in ("missing", "vetoed") else ""
    return "\n".join(part for part in (method, state, told) if part)


def unit_table(report: Report, year: Assessment) -> Table | None:
    """序号 | 单位 | 类别 | 考核项 | 得分 | 等级 | 类内名次; None where no unit is scored."""
    words = report.words
    measured = {row.whom for row in year.rows if is_scored(row)}
    scored = [one for one in year.units if one.score is not None and one.unit in measured]
    if not scored:
        return None
    scored.sort(key=lambda one: (one.unit_class, one.rank or 0))
    columns = (
        report.no_column(),
        Column(words("Unit"), 60),
        Column(words("Unit class"), 22, "center"),
        Column(words(N_("Items assessed")), 20, "center", "number"),
        Column(words(N_("Score")), 20, "center", "number"),
        Column(words(N_("Level of the result")), 22, "center"),
        Column(words(N_("Place in its class")), 24, "center", "number"),
    )
    rows = []
    for number, one in enumerate(scored, 1):
        rank = one.rank if one.complete else None
        cells = (
            report.unit(one.unit),
            one.unit_class or DASH,
            str(one.items),
            show_number(one.score) if one.score is not None else DASH,
            (level_shown(year.scheme, one.level, words) or DASH) if one.complete else DASH,
            str(rank) if rank is not None else DASH,
        )
        rows.append(report.row(number, cells, (None, None, one.items, one.score, None, rank)))
    notes = []
    if any(not one.complete for one in scored):
        notes.append(words(N_("units of which figures are missing have no level and place yet")))
    return Table(
        columns,
        tuple(rows),
        words(N_("Scores of the units")),
        report.wording.notes(notes),
        name=words(N_("Scores of the units")),
    )


def group_table(report: Report, year: Assessment) -> Table | None:
    """组别 | 分值 | 得分 | 得分率; None where the scheme has no groups."""
    words = report.words
    groups: dict[str, dict[str, list[ItemScore]]] = {}
    for row in year.rows:
        if row.item.group and row.item.method not in OUTSIDE and is_scored(row) and row.weight:
            # A plan's total counts an item of several units with their mean, a unit's its own items.
            part = row.whom if year.by_unit else row.item.id
            groups.setdefault(row.item.group, {}).setdefault(part, []).append(row)
    if len(groups) < 2:
        return None
    columns = (
        report.no_column(),
        Column(words("Group"), 70),
        Column(words("Marks"), 26, "center", "number"),
        Column(words(N_("Score")), 26, "center", "number"),
        Column(words(N_("Share of the marks")), 26, "center", "share"),
    )
    rows = []
    for number, (name, parts) in enumerate(groups.items(), 1):
        marks, score = _ZERO, _ZERO
        for of_part in parts.values():
            over = len(parts) if year.by_unit else len(of_part)
            marks += sum((row.weight for row in of_part), _ZERO) / over
            score += sum((row.score or _ZERO for row in of_part), _ZERO) / over
        rate = score / marks
        marks, score = rounded(marks, HUNDREDTH), rounded(score, HUNDREDTH)
        cells = (name, show_number(marks), show_number(score), share(rate))
        rows.append(report.row(number, cells, (None, marks, score, rate)))
    notes = []
    if not year.by_unit and any(len(rows_of) > 1 for parts in groups.values() for rows_of in parts.values()):
        notes.append(words(N_("an item of several units counts with their mean")))
    caption = words(N_("Scores by group"))
    return Table(columns, tuple(rows), caption, report.wording.notes(notes), name=caption)
