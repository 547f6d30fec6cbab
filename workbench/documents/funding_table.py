"""The table of funding (资金筹措表): every project's money by year and source, against what is at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.running import running_projects
from workbench.analysis.yearly_money import yearly_money
from workbench.documents.outline import Column, Row, Table
from workbench.documents.printable import printable
from workbench.documents.project_table import named
from workbench.i18n import N_
from workbench.plan import choices as c

if TYPE_CHECKING:
    from workbench.documents.outline import Value
    from workbench.documents.wording import Wording
    from workbench.plan.elements import Project
    from workbench.plan.plan import Plan


def funding_table(plan: Plan, wording: Wording) -> Table | None:
    """序号 | 项目 | 资金来源 | each year | 合计, in 万元; a row for each project and source.

    Below stand the money of each year, counted once where a programme and its parts both name it, and the
    envelope, where one is stated. None when no project names funds.
    """
    funded = [one for one in running_projects(plan) if one.funding]
    if not funded:
        return None
    words = wording.words
    years = sorted({line.year for one in funded for line in one.funding or () if line.year is not None})
    undated = any(line.year is None for one in funded for line in one.funding or ())
    spans: list[int | None] = [*years, *([None] if undated else [])]
    columns = (
        Column(words(N_("No.")), 10, "center"),
        Column(words(N_("Project")), 72),
        Column(words(N_("Source")), 30, "center"),
        *(
            Column(
                wording.year(year) if year is not None else words(N_("Year not stated")),
                19,
                "right",
                "money",
                sums=True,
            )
            for year in spans
        ),
        Column(words(N_("Total")), 22, "right", "money", sums=True),
    )
    rows = [row for number, one in enumerate(funded, 1) for row in _rows_of(number, one, spans, wording)]
    money = yearly_money(plan)
    rows.append(
        _sum_row(words(N_("Total")), [money.total(year) if year else None for year in spans], wording)
    )
    caps = [money.cap(year) if year is not None else None for year in spans]
    if any(cap is not None for cap in caps):
        rows.append(_sum_row(words(N_("Envelope")), caps, wording))
    notes = [words(N_("Unit: 10,000 yuan"))]
    if any(plan.children(one.id) for one in funded):
        notes.append(words(N_("the total counts money once where a programme and its parts both name it")))
    return Table(columns, tuple(rows), notes=wording.notes(notes), merged=2)


def _rows_of(number: int, project: Project, spans: list[int | None], wording: Wording) -> list[Row]:
    sources = dict.fromkeys(line.source for line in project.funding or ())
    made = []
    for source in sources:
        amounts = [
            sum(line.amount for line in project.funding or () if (line.source, line.year) == (source, year))
            for year in spans
        ]
        values: list[Value] = [None, None, None, *(amount or None for amount in amounts), sum(amounts)]
        cells = (
            str(number),
            named(project.code, project.title),
            printable(wording.words(c.SOURCE[source])),
            *(wording.money(amount) if amount else "" for amount in amounts),
            wording.money(sum(amounts)),
        )
        made.append(Row(cells, values=tuple(values)))
    return made


def _sum_row(label: str, amounts: list[int | None], wording: Wording) -> Row:
    known = [amount for amount in amounts if amount is not None]
    told: list[int | None] = [*amounts, sum(known) if len(known) == len(amounts) else None]
    cells = (label, *("" if amount is None else wording.money(amount) for amount in told))
    return Row(cells, "total", (None, *told))
