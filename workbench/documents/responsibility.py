"""The letter of responsibility of a unit (目标责任书): what it undertakes, how it is assessed, who signs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.documents.blanks import Blanks
from workbench.documents.ledger import of_unit
from workbench.documents.marks import document_mark, row_mark
from workbench.documents.outline import (
    Column,
    Field,
    Heading,
    Outline,
    Paragraph,
    Party,
    Row,
    Signatures,
    Table,
    Title,
    plain,
)
from workbench.documents.printable import printable
from workbench.documents.project_table import named, span_of
from workbench.documents.title_lines import title_lines
from workbench.documents.unit_work import work_of
from workbench.documents.wording import Numbering, Wording
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Basis, Scheme, Unit
from workbench.plan.in_words import quantity_of
from workbench.plan.values import show_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.documents.outline import Block
    from workbench.documents.source import Source
    from workbench.documents.unit_work import UnitWork
    from workbench.plan.elements import Indicator, Milestone, Project, SchemeItem
    from workbench.plan.records import ResultLevel

_KIND: Final = "responsibility"
#: So many documents are cited as what the letter rests on.
_CITED: Final = 3


def outline(source: Source) -> Outline:
    """The letter of the unit for the year. A Problem says to choose a unit, or that this one has no task."""
    unit = source.plan.find(source.unit, Unit)
    if unit is None:
        raise Problem(N_("Choose the unit that the letter is for"))
    work = work_of(source.plan, unit)
    if work.is_nothing:
        raise Problem(N_("The plan gives {unit} nothing to answer for"), unit=unit.name)
    letter = _Letter(source, work)
    author = printable(source.plan.head.issuing_body or "")
    mark = document_mark(_KIND, source)
    return Outline(letter.title, source.language, tuple(letter.blocks()), author, mark)


class _Letter:
    def __init__(self, source: Source, work: UnitWork) -> None:
        self.source = source
        self.plan = source.plan
        self.work = work
        self.year = source.for_year
        self.wording = Wording(source.language)
        self.words = self.wording.words
        self.numbering = Numbering(source.language)
        self.blanks = Blanks(self.wording)
        self.unit = printable(work.unit.name)
        self.title = self.words(
            N_("Letter of responsibility of {unit} for {year}"),
            unit=self.unit,
            year=self.wording.year(self.year),
        )

    def blocks(self) -> Iterator[Block]:
        """The letter from its title to the signatures; a chapter without content is left out."""
        yield Title(title_lines(self.title))
        yield self._preamble()
        for title, table in (
            (N_("Tasks to be led"), self._tasks(self.work.leads, fillable=True)),
            (N_("Tasks to be shared and supported"), self._tasks([*self.work.shares, *self.work.supports])),
            (N_("Indicators to be reached"), self._indicators()),
            (N_("Milestones of the year"), self._milestones()),
        ):
            if table is not None:
                yield self._chapter(title)
                yield table
        yield self._chapter(N_("Assessment"))
        yield from self._assessment()
        yield self._chapter(N_("Undertakings"))
        yield from self._undertakings()
        yield self._signatures()

    def _chapter(self, title: str) -> Heading:
        return Heading(1, self.words(title), self.numbering.next(1))

    def _preamble(self) -> Paragraph:
        cited = self.plan.all(Basis)[:_CITED]
        bases = [self.wording.cited(one.title, one.document_number) for one in cited]
        plan = printable(self.plan.head.title)
        if bases:
            text = self.words(
                N_("To carry out “{plan}”, and resting on {bases}, the following is agreed for {year}."),
                plan=plan,
                bases=self.wording.listed(bases),
                year=self.wording.year(self.year),
            )
        else:
            text = self.words(
                N_("To carry out “{plan}”, the following is agreed for {year}."),
                plan=plan,
                year=self.wording.year(self.year),
            )
        return Paragraph(plain(text))

    # -- tables ----------------------------------------------------------------------------------------

    def _tasks(self, tasks: list[Project], *, fillable: bool = False) -> Table | None:
        if not tasks:
            return None
        words = self.words
        states = tuple(words(label) for label in c.PROJECT_STATUS.values())
        columns = [
            Column(words(N_("No.")), 10, "center", "number"),
            Column(words(N_("Task")), 52),
            Column(words(N_("Goal of the year")), 48),
            Column(words(N_("From – to")), 26, "center"),
        ]
        if fillable:
            columns.append(Column(words("Status"), 20, "center", field="status", choices=states))
        else:
            columns.append(Column(words("Lead unit"), 28, "center"))
        rows = []
        for number, task in enumerate(tasks, 1):
            goals = [goal.text for goal in task.year_goals or () if goal.year == self.year]
            lead = self.plan.find(task.lead_unit, Unit)
            state = words(c.PROJECT_STATUS[task.status]) if task.status else ""
            cells = (
                str(number),
                named(task.code, task.title),
                printable("\n".join(goals)) or self.blanks.mark(task, "year_goals"),
                span_of(task, self.wording) or self.blanks.mark(task, "end"),
                state if fillable else (printable(lead.name) if lead is not None else ""),
            )
            rows.append(
                Row(
                    cells, values=(number, None, None, None, None), mark=row_mark(task.id) if fillable else ""
                )
            )
        return Table(tuple(columns), tuple(rows), name=words(N_("Tasks")), notes=self._notes())

    def _indicators(self) -> Table | None:
        if not self.work.indicators:
            return None
        words = self.words
        columns = (
            Column(words(N_("No.")), 10, "center", "number"),
            Column(words("Indicator"), 58),
            Column(words("Unit"), 22, "center"),
            Column(words(N_("Nature")), 22, "center"),
            Column(words(N_("Target of the year")), 26, "center"),
            Column(words(N_("Actual value")), 26, "center", field=".value"),
        )
        rows = tuple(self._indicator(number, one) for number, one in enumerate(self.work.indicators, 1))
        return Table(columns, rows, name=words(N_("Indicators")), notes=self._notes())

    def _indicator(self, number: int, indicator: Indicator) -> Row:
        target = of_unit(indicator.targets, "year", self.year, self.work.unit.id)
        actual = of_unit(indicator.actuals, "period", str(self.year), self.work.unit.id)
        shown = printable(quantity_of(target).shown()) if target is not None else ""
        cells = (
            str(number),
            named(indicator.code, indicator.name),
            printable(indicator.unit or "") or self.blanks.mark(indicator, "unit"),
            self.words(c.NATURE[indicator.nature])
            if indicator.nature
            else self.blanks.mark(indicator, "nature"),
            shown or self.blanks.mark(indicator, "targets", "no_target"),
            printable(quantity_of(actual).shown()) if actual is not None else "",
        )
        whose = actual.unit if actual is not None else None
        mark = row_mark(indicator.id, "actuals", self.year, whose)
        return Row(cells, values=(number, None, None, None, None, None), mark=mark)

    def _milestones(self) -> Table | None:
        due = [one for one in self.work.milestones if one.due is not None and one.due.year == self.year]
        if not due:
            return None
        words = self.words
        columns = (
            Column(words(N_("No.")), 10, "center", "number"),
            Column(words(N_("Milestone")), 46),
            Column(words(N_("Due on")), 28, "center", "date"),
            Column(words(N_("Acceptance criterion")), 48),
            Column(words(N_("Done on")), 28, "center", "date", field="done_on"),
        )
        rows = tuple(
            self._milestone(number, one) for number, one in enumerate(sorted(due, key=_due_first), 1)
        )
        return Table(columns, rows, name=words(N_("Milestones")), notes=self._notes())

    def _milestone(self, number: int, milestone: Milestone) -> Row:
        day, done = milestone.due, milestone.done_on
        cells = (
            str(number),
            named(milestone.code, milestone.title),
            day.isoformat() if day is not None else "",
            printable(milestone.acceptance or "") or self.blanks.mark(milestone, "acceptance"),
            done.isoformat() if done is not None else "",
        )
        return Row(cells, values=(number, None, day, None, done), mark=row_mark(milestone.id))

    def _notes(self) -> tuple[str, ...]:
        """What the dashes of the table just made mean."""
        notes, self.blanks = self.blanks.notes(), Blanks(self.wording)
        return self.wording.notes(notes)

    # -- terms -----------------------------------------------------------------------------------------

    def _assessment(self) -> Iterator[Block]:
        """The clause on assessment: the year's scheme where there is one, else that there will be one."""
        scheme = next((one for one in self.plan.all(Scheme) if one.year == self.year), None)
        items = [one for one in self.work.items if scheme is not None and one.scheme == scheme.id]
        if scheme is None:
            yield _said(self.words(N_("Assessment follows the scheme that is issued for the year.")))
            return
        if items:
            yield _said(
                self.words(N_("By the scheme of the year the unit is assessed on the following items:"))
            )
            yield self._items(items)
        else:
            yield _said(self.words(N_("Assessment follows the scheme of the year.")))
        if scheme.levels:
            levels = self.wording.listed(self._levels(scheme.levels))
            yield _said(
                self.wording.sentence(self.words(N_("Levels of the result: {levels}"), levels=levels))
            )
        if scheme.result_use:
            yield _said(self.wording.sentence(printable(scheme.result_use)))

    def _levels(self, levels: tuple[ResultLevel, ...]) -> Iterator[str]:
        """Each level with the marks it begins at, the lowest with those that it ends below."""
        above = None
        for one in sorted(levels, key=lambda level: -level.from_):
            if one.from_ or above is None:
                yield self.words(
                    N_("{level} from {marks} marks"), level=one.name, marks=show_number(one.from_)
                )
            else:
                yield self.words(N_("{level} below {marks} marks"), level=one.name, marks=show_number(above))
            above = one.from_

    def _items(self, items: list[SchemeItem]) -> Table:
        words = self.words
        columns = (
            Column(words(N_("No.")), 10, "center", "number"),
            Column(words(N_("Item")), 70),
            Column(words(N_("Marks")), 24, "center", "number"),
            Column(words(N_("Method")), 50),
        )
        rows = []
        for number, item in enumerate(items, 1):
            told = self.plan.get(item.thing)
            marks = item.marks
            cells = (
                str(number),
                printable(
                    str(getattr(told, "name", None) or getattr(told, "title", None) or item.code or "")
                ),
                show_number(marks) if marks is not None else self.blanks.mark(item, "marks"),
                words(c.METHOD[item.method]) if item.method else self.blanks.mark(item, "method"),
            )
            rows.append(Row(cells, values=(number, None, marks, None)))
        return Table(columns, tuple(rows), name=words(N_("Items of assessment")), notes=self._notes())

    def _undertakings(self) -> Iterator[Block]:
        for text in (
            N_("The unit makes out who does what by when for each task, and provides staff and funds."),
            N_("Progress, difficulties and evidence are reported each quarter, truthfully and in time."),
            N_(
                "What cannot be reached in time is reported beforehand, with the reason and what is proposed."
            ),
            N_("This letter is made out twice, one for each party, and holds from the day of signing."),
        ):
            yield _said(self.words(text))

    def _signatures(self) -> Signatures:
        words = self.words
        lines = (Field(words(N_("Representative (signature)"))), Field(words(N_("Date"))))
        issuer = printable(self.plan.head.issuing_body or "")
        return Signatures(
            (
                Party(self.wording.labelled(N_("Party A (seal)"), issuer), lines),
                Party(self.wording.labelled(N_("Party B (seal)"), self.unit), lines),
            )
        )


def _due_first(milestone: Milestone) -> str:
    return milestone.due.isoformat() if milestone.due is not None else ""


def _said(text: str) -> Paragraph:
    return Paragraph(plain(text))
