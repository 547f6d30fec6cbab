"""The notice that breaks a plan down into tasks (任务分解表): who leads, who supports, what by when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.analysis.running import running_projects
from workbench.documents.blanks import Blanks
from workbench.documents.marks import document_mark, row_mark
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    AttachmentNote,
    Closing,
    Column,
    NewPage,
    Outline,
    Paragraph,
    Recipients,
    Row,
    Table,
    Title,
    plain,
)
from workbench.documents.printable import printable
from workbench.documents.project_table import named, span_of, unit_names
from workbench.documents.title_lines import WIDE_TITLE, title_lines
from workbench.documents.unit_work import units_with_work
from workbench.documents.wording import Wording, chinese_numeral
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Goal, Project, Unit
from workbench.plan.values import show_number

if TYPE_CHECKING:
    from workbench.documents.outline import Block, Value
    from workbench.documents.source import Source

_KIND: Final = "breakdown"
#: Units are named one by one up to so many; more are “all units concerned”.
_NAMED_UNITS: Final = 12


def outline(source: Source) -> Outline:
    """The notice with the table of tasks. A Problem tells of a plan without tasks."""
    made = _Breakdown(source)
    table = made.table()
    if table is None:
        raise Problem(N_("There is no task to break the plan down into: add projects or tasks first"))
    blocks: list[Block] = [
        *made.notice(),
        NewPage(landscape=True),
        AnnexMark(made.words(N_("Annex"))),
        AnnexTitle(title_lines(made.title, WIDE_TITLE)),
        table,
    ]
    author = printable(source.plan.head.issuing_body or "")
    return Outline(made.title, source.language, tuple(blocks), author, document_mark(_KIND, source))


def breakdown_table(source: Source) -> Table | None:
    """The table of tasks alone; None when the plan has no task."""
    return _Breakdown(source).table()


class _Breakdown:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.plan = source.plan
        self.wording = Wording(source.language)
        self.words = self.wording.words
        self.blanks = Blanks(self.wording)
        plan_title = printable(self.plan.head.title)
        self.title = self.words(N_("Breakdown of the tasks of “{plan}”"), plan=plan_title)

    # -- the notice ------------------------------------------------------------------------------------

    def notice(self) -> list[Block]:
        """Title, recipients, what is to be done, who issues it and when."""
        head, words = self.plan.head, self.words
        issuer = printable(head.issuing_body or "")
        name = words(
            N_("Notice on issuing the breakdown of the tasks of “{plan}”"), plan=printable(head.title)
        )
        if issuer and self.wording.chinese:
            name = issuer + name
        works = units_with_work(self.plan)
        named = [printable(work.unit.name) for work in works]
        text = words(
            N_(
                "To carry out “{plan}”, its tasks have been broken down to units and dates; the breakdown "
                "is issued herewith. Lead units answer for the whole of their tasks and agree with the "
                "supporting units on plans of work; supporting units do their share in time. Progress is "
                "reported by the end of each quarter."
            ),
            plan=printable(head.title),
        )
        made: list[Block] = [Title(title_lines(name))]
        if named:
            listed = (
                self.wording.listed(named) if len(named) <= _NAMED_UNITS else words(N_("All units concerned"))
            )
            made.append(Recipients(listed + ("：" if self.wording.chinese else ":")))
        made.append(Paragraph(plain(text)))
        made.append(AttachmentNote(words(N_("Annex")), (self.title,)))
        if issuer:
            made.append(Closing((issuer,), self.wording.day(head.issued_on) if head.issued_on else ""))
        return made

    # -- the table -------------------------------------------------------------------------------------

    def table(self) -> Table | None:
        """Tasks by programme, else by the goal they serve; what a unit may fill in bears its field."""
        tasks = [
            one
            for one in running_projects(self.plan)
            if one.kind != "programme" or not self.plan.children(one.id)
        ]
        if not tasks:
            return None
        words = self.words
        states = tuple(words(label) for label in c.PROJECT_STATUS.values())
        columns = (
            Column(words(N_("No.")), 9, "center", "number"),
            Column(words(N_("Task")), 38),
            Column(words(N_("Goal of {year}, deliverables"), year=self.source.for_year), 36),
            Column(words("Lead unit"), 22, "center"),
            Column(words("Responsible units"), 22, "center"),
            Column(words("Supporting units"), 24, "center"),
            Column(words("Leader in charge"), 18, "center"),
            Column(words(N_("Deadline")), 20, "center", "date", field="end"),
            Column(words(N_("Total investment\n(10,000 yuan)")), 18, "right", "money"),
            Column(words("Status"), 14, "center", field="status", choices=states),
            Column(words(N_("Progress (%)")), 13, "center", "number", field="progress"),
            Column(words("Notes"), 22, field="notes"),
        )
        groups: dict[str, list[Project]] = {}
        for task in tasks:
            groups.setdefault(self._group_of(task), []).append(task)
        rows: list[Row] = []
        number = 0
        for place, (title, inside) in enumerate(sorted(groups.items(), key=lambda group: group[0] == ""), 1):
            if len(groups) > 1:
                rows.append(Row((self._heading(place, title),), "group"))
            for task in inside:
                number += 1
                rows.append(self._row(number, task))
        notes = self.wording.notes(self.blanks.notes())
        return Table(columns, tuple(rows), notes=notes, name=words(N_("Tasks")))

    def _heading(self, place: int, title: str) -> str:
        shown = title or self.words(N_("Other tasks"))
        return f"{chinese_numeral(place)}、{shown}" if self.wording.chinese else f"{place}. {shown}"

    def _group_of(self, task: Project) -> str:
        """The programme highest above the task, else the goal that it serves first."""
        above = [one for one in self.plan.ancestors(task.id) if isinstance(one, Project)]
        programme = next((one for one in reversed(above) if one.kind == "programme"), None)
        if programme is not None:
            return printable(programme.title)
        served = sorted(task.goals or (), key=lambda link: link.role != "primary")
        goals = (self.plan.find(link.goal, Goal) for link in served)
        return next((printable(goal.title) for goal in goals if goal is not None), "")

    def _row(self, number: int, task: Project) -> Row:
        unit = self.plan.find(task.lead_unit, Unit)
        leader = task.leader or (unit.leader if unit is not None else None) or ""
        money = task.total_investment
        cells: list[tuple[str, Value]] = [
            (str(number), number),
            (named(task.code, task.title), None),
            ("\n".join(self._goals(task)) or self.blanks.mark(task, "year_goals"), None),
            (self._units(task, "lead_unit", task.lead_unit, *(task.co_leads or ())), None),
            (self._units(task, "responsible_units", *(task.responsible_units or ())), None),
            (self._units(task, "support_units", *(task.support_units or ())), None),
            (leader or self.blanks.mark(task, "leader"), None),
            self._deadline(task),
            self._money(task, money),
            (self.words(c.PROJECT_STATUS[task.status]) if task.status else "", None),
            (show_number(task.progress), task.progress) if task.progress is not None else ("", None),
            (task.notes or "", None),
        ]
        texts = tuple(printable(text) for text, _ in cells)
        return Row(texts, values=tuple(value for _, value in cells), mark=row_mark(task.id))

    def _goals(self, task: Project) -> list[str]:
        """What the year asks for and, where nothing is asked for by years, what is delivered at the end."""
        year = self.source.for_year
        told = [goal.text for goal in task.year_goals or () if goal.year == year]
        return told or list(task.deliverables or ())

    def _units(self, task: Project, field: str, *ids: str | None) -> str:
        names = unit_names(self.plan, ids)
        return self.wording.listed(names) if names else self.blanks.mark(task, field)

    def _deadline(self, task: Project) -> tuple[str, Value]:
        """The deadline as it was written, else the day; ongoing work says so."""
        if task.due_text:
            return task.due_text, None
        if task.end is not None:
            return task.end.isoformat(), task.end
        return span_of(task.but(start=None), self.wording) or self.blanks.mark(task, "end"), None

    def _money(self, task: Project, fen: int | None) -> tuple[str, Value]:
        if fen is not None:
            return self.wording.money(fen), fen
        if task.needs_no_funding:
            return self.words("Needs no funding"), None
        return self.blanks.mark(task, "total_investment"), None
