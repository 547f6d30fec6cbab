"""Trees, tables and lists of the window as tables on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt

from workbench.analysis.tables import Group
from workbench.i18n import current, tr, words
from workbench.plan.elements import KINDS
from workbench.plan.values import show_money
from workbench.rules.finding import place_in_words, shown
from workbench.rules.verdict import SEVERITY_LABELS
from workbench.ui.models import cells
from workbench.ui.models.difference import cell_of
from workbench.ui.models.outline import CODE_ROLE, COUNT_ROLE, SEVERITY_ROLE, TITLE_ROLE
from workbench.ui.paper.printout import about
from workbench.ui.paper.rows import Column, Row, RowsPrintout
from workbench.ui.phrases import joined
from workbench.ui.views.findings_rows import rows_of
from workbench.ui.views.layouts import LAYOUTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding
    from workbench.ui.models.difference import DifferenceModel
    from workbench.ui.models.outline import OutlineModel
    from workbench.ui.models.table_rows import TableRows
    from workbench.ui.views.findings_rows import Group as FindingGroup


def outline_pages(model: OutlineModel, plan: Plan) -> RowsPrintout:
    """Everything in the plan, or what answers to the filter, whether it is folded or not."""

    def below(parent: QModelIndex, depth: int) -> Iterator[Row]:
        for at in range(model.rowCount(parent)):
            index = model.index(at, 0, parent)
            count = index.data(COUNT_ROLE)
            severity = str(index.data(SEVERITY_ROLE) or "")
            title = str(index.data(TITLE_ROLE) or "") or tr("(no title)")
            word = tr(SEVERITY_LABELS[severity]) if severity in SEVERITY_LABELS else ""
            if count is not None:
                if model.rowCount(index):
                    yield Row((f"{title}  {count}",), is_heading=True)
                    yield from below(index, 0)
            else:
                yield Row((str(index.data(CODE_ROLE) or ""), title, word), depth=depth)
                yield from below(index, depth + 1)

    columns = [Column(tr("Code")), Column(tr("Title")), Column(tr("Findings"))]
    return RowsPrintout(
        about(plan, tr("Plan outline")),
        columns,
        lambda: below(QModelIndex(), 0),
        total=len(plan),
        nothing=tr("The plan is empty."),
        indented=1,
    )


def table_pages(model: TableRows, plan: Plan) -> RowsPrintout:
    """The table of one kind: its columns, its order, its groups, as filtered and folded."""
    snapshot, spoken, rows, columns = (
        plan.snapshot(),
        model.table.words,
        list(model.rows),
        list(model.columns),
    )

    def coming() -> Iterator[Row]:
        for row in rows:
            if isinstance(row, Group):
                yield Row((model.heading_of(row),), is_heading=True)
                continue
            element = snapshot.get(row)
            if element is not None:
                yield Row(tuple(one.show(snapshot, element, spoken) for one in columns))

    said = f"{tr(KINDS[model.kind].plural_label)}  {model.found:,}"
    if model.found != model.total:
        said = tr("{found} of {total}", found=said, total=f"{model.total:,}")
    return RowsPrintout(
        about(plan, tr("Table: {kind}", kind=tr(KINDS[model.kind].plural_label))),
        [Column(one.heading(spoken), one.at_right) for one in columns],
        coming,
        total=len(rows),
        said=said,
        nothing=tr("No row is shown."),
    )


def findings_pages(groups: Sequence[FindingGroup], plan: Plan, said: str, nothing: str) -> RowsPrintout:
    """The findings as grouped and filtered, whether their groups are folded or not."""
    snapshot, spoken = plan.snapshot(), words(current())
    lines = rows_of(list(groups), set())

    def coming() -> Iterator[Row]:
        for line in lines:
            one: Finding | None = line.finding
            if one is None:
                counts = len(line.group.findings)
                yield Row((f"{line.group.title}  {counts:,}",), is_heading=True)
                continue
            state = "waived" if one.waived else one.severity
            word = tr("waived") if one.waived else tr(SEVERITY_LABELS[one.severity])
            found = shown(one, snapshot, spoken), place_in_words(one, snapshot, spoken)
            yield Row((word, one.rule, *found), mark=state)

    columns = [Column(tr("Severity")), Column(tr("Rule")), Column(tr("Finding")), Column(tr("Where"))]
    return RowsPrintout(
        about(plan, tr("Findings")),
        columns,
        coming,
        total=len(lines),
        said=said,
        nothing=nothing,
    )


def difference_pages(model: DifferenceModel, plan: Plan, said: str, nothing: str) -> RowsPrintout:
    """What two versions differ in, as filtered, whether elements are folded or not."""
    spoken = words(current())
    shown_ = [row for row in model.rows if row.line is None]

    def coming() -> Iterator[Row]:
        for row in shown_:
            if row.paragraph is None:
                yield Row((cell_of(row, 0),), is_heading=True)
                continue
            yield Row((row.paragraph.said(spoken), "", ""))
            for line in row.paragraph.lines:
                yield Row((line.label, line.before, line.after), depth=1)

    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    return RowsPrintout(
        about(plan, tr("Versions")),
        [Column(title) for title in titles],
        coming,
        total=len(shown_),
        said=said,
        nothing=nothing,
    )


def element_pages(plan: Plan, element: Element) -> RowsPrintout:
    """One element as its form has it: its fields by section, those left empty left out."""
    rows = []
    for section, names in LAYOUTS[element.kind_name]:
        held = []
        for name in names:
            declared = element.field_of.get(name)
            if declared is not None:
                value = element.get(name)
                said = cells.shown(plan, declared, value) if value not in (None, ()) else ""
                if said and declared.type == "money":
                    said = show_money(value)
                label = tr(declared.label)
            else:
                owned = [one for id_ in plan.owned(element.id) if (one := plan.get(id_)) is not None]
                listed = [one for one in owned if one.list_name == name]
                said = "\n".join(cells.title_of(plan, one) for one in listed)
                label = tr(listed[0].plural_label) if listed else ""
            if said:
                held.append(Row((label, said)))
        if held:
            rows += [Row((tr(section),), is_heading=True), *held]
    name = cells.title_of(plan, element)
    return RowsPrintout(
        about(plan, joined([tr(element.label), name])),
        [Column(tr("Field")), Column(tr("Value"))],
        lambda: rows,
        total=len(rows),
        nothing=tr("Nothing is stated yet."),
    )
