"""The table of what is taken up from above (衔接表): what of which plan or document, by what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.documents.blanks import DASH
from workbench.documents.outline import Column, Row, Table
from workbench.documents.printable import printable
from workbench.documents.project_table import named
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Basis, Goal, Indicator, Project, Unit
from workbench.plan.values import show_number

if TYPE_CHECKING:
    from decimal import Decimal

    from workbench.documents.wording import Wording
    from workbench.plan.plan import Plan


def uptake_table(plan: Plan, wording: Wording) -> Table | None:
    """序号 | 上级规划或文件 | 条款或事项 | 承接方式 | 份额 | 本规划对应内容 | 责任单位.

    None when nothing is taken up.
    """
    words = wording.words
    elements: list[Goal | Project | Indicator] = [*plan.all(Goal), *plan.all(Project), *plan.all(Indicator)]
    taking = [(one, taken) for one in elements for taken in one.takes_up or ()]
    if not taking:
        return None
    columns = (
        Column(words(N_("No.")), 10, "center"),
        Column(words(N_("Plan or document above")), 60),
        Column(words(N_("Clause or element")), 42),
        Column(words("Mode"), 20, "center"),
        Column(words("Share"), 18, "center"),
        Column(words(N_("Taken up by")), 58),
        Column(words("Responsible unit"), 26, "center"),
    )
    rows = []
    for number, (one, taken) in enumerate(taking, 1):
        basis = plan.find(taken.basis, Basis)
        above = basis.title if basis is not None else taken.plan or ""
        if basis is not None and basis.document_number:
            above = wording.beside(above, basis.document_number)
        title = one.name if isinstance(one, Indicator) else one.title
        unit = plan.find(one.lead_unit if isinstance(one, Project) else one.responsible_unit, Unit)
        cells = (
            str(number),
            above or DASH,
            taken.clause or taken.element or DASH,
            words(c.TAKE_UP_MODE[taken.mode]) if taken.mode else DASH,
            _share(one, taken.share, wording) if taken.share is not None else DASH,
            f"{words(one.label)}{'：' if wording.chinese else ': '}{named(one.code, title)}",
            unit.name if unit is not None else DASH,
        )
        rows.append(Row(tuple(map(printable, cells))))
    note = words(N_("“—” means: not stated"))
    return Table(columns, tuple(rows), notes=wording.notes([note]))


def _share(taker: Goal | Project | Indicator, share: Decimal, wording: Wording) -> str:
    """The share with the unit of the indicator that takes it up."""
    unit = (taker.unit or "") if isinstance(taker, Indicator) else ""
    between = "" if wording.chinese or unit == "%" else " "
    return f"{show_number(share)}{between}{unit}".strip()
