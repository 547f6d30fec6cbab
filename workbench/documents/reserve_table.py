"""The table of projects in reserve (储备项目表): what may follow when money or conditions are there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.running import running_projects
from workbench.documents.blanks import Blanks
from workbench.documents.outline import Column, Row, Table
from workbench.documents.printable import printable
from workbench.documents.project_table import named, span_of, unit_names
from workbench.i18n import N_
from workbench.plan import choices as c

if TYPE_CHECKING:
    from workbench.documents.wording import Wording
    from workbench.plan.plan import Plan


def reserve_table(plan: Plan, wording: Wording) -> Table | None:
    """序号 | 项目 | 建设内容 | 项目单位 | 前期阶段 | 起止时间 | 总投资; None without projects in reserve."""
    words = wording.words
    reserve = [one for one in running_projects(plan) if one.nature == "reserve"]
    if not reserve:
        return None
    blanks = Blanks(wording)
    columns = (
        Column(words(N_("No.")), 10, "center"),
        Column(words(N_("Project")), 48),
        Column(words(N_("Content")), 70),
        Column(words(N_("Project unit")), 32, "center"),
        Column(words(N_("Stage")), 26, "center"),
        Column(words(N_("From – to")), 26, "center"),
        Column(words(N_("Total investment\n(10,000 yuan)")), 24, "right", "money"),
    )
    rows = []
    for number, one in enumerate(reserve, 1):
        units = unit_names(plan, [one.owner_unit or one.lead_unit])
        cells = (
            str(number),
            named(one.code, one.title),
            printable(one.description or "") or blanks.mark(one, "description"),
            wording.listed(units) or blanks.mark(one, "owner_unit"),
            words(c.STAGE[one.stage]) if one.stage else blanks.mark(one, "stage"),
            span_of(one, wording) or blanks.mark(one, "end"),
            wording.money(one.total_investment)
            if one.total_investment is not None
            else blanks.mark(one, "total_investment"),
        )
        rows.append(Row(cells, values=(None,) * 6 + (one.total_investment,)))
    return Table(columns, tuple(rows), notes=wording.notes(blanks.notes()))
