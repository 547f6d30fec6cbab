"""The table of key projects, made from the plan."""

from __future__ import annotations

from calendar import monthrange
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.documents.blanks import DASH, Blanks
from workbench.documents.markdown import plain_text
from workbench.documents.marks import row_mark
from workbench.documents.outline import Column, Row, Table
from workbench.documents.printable import printable
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Project, Unit

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from workbench.documents.wording import Wording
    from workbench.plan.plan import Plan


_TASKS: Final = N_("Table of tasks")


class ProjectRows(NamedTuple):
    """The projects of a table and what the table is called (a message id)."""

    title: str
    projects: list[Project]


def project_rows(plan: Plan) -> ProjectRows:
    """The key projects; where none is marked so, all projects; where there is none, all tasks."""
    projects = plan.all(Project)
    key = [one for one in projects if one.key]
    if key:
        return ProjectRows(N_("Table of key projects"), key)
    ends = [one for one in projects if one.kind == "project"]
    if ends:
        return ProjectRows(N_("Table of projects"), ends)
    tasks = [one for one in projects if one.kind != "programme" and not plan.children(one.id)]
    return ProjectRows(_TASKS, tasks)


class _Field(NamedTuple):
    """A column and what stands in it; an empty text is a blank of the named field."""

    label: str
    width: float
    field: str
    read: Callable[[Project], str]
    align: str = "left"
    optional: bool = False


def project_table(
    plan: Plan, rows: ProjectRows, wording: Wording, *, narrow: bool = False, returns: bool = False
) -> Table:
    """序号 | 项目 | 建设内容 | 牵头单位 | 配合单位 | 起止时间 | 总投资（万元） | 资金来源.

    Projects stand under their programmes. A column for responsible units appears when a project names one.
    The total stands there only when every amount is known. ``narrow`` leaves out the columns in which nothing
    is known, for a table in the middle of upright pages. Where it ``returns``, amounts that somebody corrects
    in it are read back.
    """
    words = wording.words
    blanks = Blanks(wording)
    label = N_("Task") if rows.title == _TASKS else N_("Project")
    fields = [
        field for field in _fields(plan, label, wording) if not field.optional or _any(field, rows.projects)
    ]
    columns = [
        Column(words(N_("No.")), 12, "center"),
        *(
            Column(
                words(field.label),
                field.width,
                "center" if field.align == "center" else "left",
                "money" if field.field == "total_investment" else "text",
                sums=field.field == "total_investment",
                field=field.field if returns and field.field == "total_investment" else "",
                asked=False,
            )
            for field in fields
        ),
    ]
    groups = _by_programme(plan, rows.projects)
    made: list[Row] = []
    number = 0
    for programme, projects in groups:
        if programme:
            made.append(Row((programme,), "group"))
        for project in projects:
            number += 1
            cells = [field.read(project) or blanks.mark(project, field.field) for field in fields]
            values = (project.total_investment if field.sort == "money" else None for field in columns[1:])
            mark = row_mark(project.id) if returns else ""
            made.append(Row((str(number), *cells), values=(None, *values), mark=mark))
    money = next(at for at, field in enumerate(fields) if field.field == "total_investment")
    total = _total(plan, rows.projects)
    if total is not None:
        made.append(
            Row(
                (words(N_("Total")), wording.money(total), *[""] * (len(fields) - money - 1)),
                "total",
                (None, total, *[None] * (len(fields) - money - 1)),
            )
        )
    notes = blanks.notes()
    if narrow:
        return _without_empty_columns(Table(tuple(columns), tuple(made)), notes, wording)
    return Table(tuple(columns), tuple(made), notes=wording.notes(notes))


def _without_empty_columns(table: Table, notes: list[str], wording: Wording) -> Table:
    """The table without the columns in which nothing is known; a note says which they were."""
    items = [row for row in table.rows if row.kind == "item"]
    empty = [at for at in range(len(table.columns)) if items and all(row.cells[at] == DASH for row in items)]
    kept = [at for at in range(len(table.columns)) if at not in empty]
    rows = tuple(
        row._replace(cells=tuple(row.cells[at] for at in kept), values=tuple(row.values[at] for at in kept))
        if row.kind == "item"
        else row
        for row in table.rows
        if row.kind != "total"
    )
    names = wording.listed(wording.joined(table.columns[at].title.split("\n")) for at in empty)
    if empty:
        notes = [wording.words("{columns}: “—” in every row, left out", columns=names), *notes]
    return Table(tuple(table.columns[at] for at in kept), rows, notes=wording.notes(notes))


def named(code: str | None, name: str) -> str:
    """A name with its code before it."""
    return printable(f"{code} {name}" if code else name)


def unit_names(plan: Plan, ids: Iterable[str | None]) -> list[str]:
    """Names of units in order, each once; a reference to no unit of the plan is passed over."""
    names: dict[str, None] = {}
    for id_ in ids:
        unit = plan.find(id_, Unit)
        if unit is not None:
            names[unit.name] = None
    return list(names)


def span_of(project: Project, wording: Wording) -> str:
    """From when to when: months where the days are the first and the last of a month, else the days.

    Without an end date the deadline as it was written, or that the work is ongoing.
    """
    start, end = project.start, project.end
    whole = (start is None or start.day == 1) and (
        end is None or end.day == monthrange(end.year, end.month)[1]
    )

    def shown(day: date) -> str:
        return f"{day.year}.{day.month:02d}" if whole else f"{day:%Y-%m-%d}"

    if end is None and project.due_text:
        last = project.due_text
    elif end is None and project.ongoing:
        last = wording.words("Ongoing")
    else:
        last = shown(end) if end else ""
    if start and last:
        return f"{shown(start)}—{last}"
    if start:
        return f"{shown(start)}—"
    if end:
        return wording.words("by {date}", date=last)
    return last


def _fields(plan: Plan, title: str, wording: Wording) -> list[_Field]:
    def listed(*ids: str | None) -> str:
        return wording.listed(unit_names(plan, ids))

    return [
        _Field(title, 40, "title", lambda one: one.title),
        _Field(N_("Content"), 52, "description", _content),
        _Field("Lead unit", 30, "lead_unit", lambda one: listed(one.lead_unit, *(one.co_leads or ()))),
        _Field(
            "Responsible units",
            30,
            "responsible_units",
            lambda one: listed(*(one.responsible_units or ())),
            optional=True,
        ),
        _Field("Supporting units", 32, "support_units", lambda one: listed(*(one.support_units or ()))),
        _Field(N_("From – to"), 27, "end", lambda one: span_of(one, wording), "center"),
        _Field(
            N_("Total investment\n(10,000 yuan)"),
            21 if wording.chinese else 28,
            "total_investment",
            lambda one: wording.money(one.total_investment) if one.total_investment is not None else "",
            "center",
        ),
        _Field(N_("Funding sources"), 34, "funding", lambda one: _sources(one, wording)),
    ]


def _any(field: _Field, projects: list[Project]) -> bool:
    return any(field.read(one) for one in projects)


def _content(project: Project) -> str:
    lines = printable(project.description or "").split("\n")
    return "\n".join(plain_text(line.strip()) for line in lines if line.strip())


def _sources(project: Project, wording: Wording) -> str:
    """The sources in order; with the sum of each in 万元 where there are several."""
    if not project.funding:
        return wording.words("Needs no funding") if project.needs_no_funding else ""
    sums: dict[str, int] = {}
    for line in project.funding:
        sums[line.source] = sums.get(line.source, 0) + line.amount
    names = [wording.words(c.SOURCE[source]) for source in sums]
    if len(sums) == 1:
        return names[0]
    return "\n".join(f"{name} {wording.money(fen)}" for name, fen in zip(names, sums.values(), strict=True))


def _by_programme(plan: Plan, projects: list[Project]) -> list[tuple[str, list[Project]]]:
    """Projects under the title of the programme highest above them as they first come; "" for none first."""
    groups: dict[str, list[Project]] = {"": []}
    for project in projects:
        above = [one for one in plan.ancestors(project.id) if isinstance(one, Project)]
        top = next((one.title for one in reversed(above) if one.kind == "programme"), "")
        groups.setdefault(top, []).append(project)
    return [(title, listed) for title, listed in groups.items() if listed]


def _total(plan: Plan, projects: list[Project]) -> int | None:
    """The sum of the amounts in fen, or None when one is unknown or there is nothing to add up.

    A project inside another of the table is part of that one's amount.
    """
    inside = {project.id for project in projects}
    tops = [one for one in projects if not any(above.id in inside for above in plan.ancestors(one.id))]
    amounts = [0 if one.needs_no_funding else one.total_investment for one in tops]
    known = [amount for amount in amounts if amount is not None]
    if len(known) < len(amounts) or len(known) < 2:
        return None
    return sum(known) or None
