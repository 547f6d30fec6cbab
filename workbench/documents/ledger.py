"""The quarterly progress ledger of a unit (督办台账): what it leads and measures, sent out and filled in."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.analysis.actuals import period_in_words, periods_of
from workbench.documents.marks import document_mark, row_mark
from workbench.documents.outline import Column, Field, Fields, NewPage, Outline, Row, Table, Title
from workbench.documents.printable import printable
from workbench.documents.project_table import named, span_of
from workbench.documents.title_lines import WIDE_TITLE, title_lines
from workbench.documents.unit_work import work_of
from workbench.documents.wording import Wording, chinese_numeral
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Unit
from workbench.plan.evidence import name_of
from workbench.plan.in_words import quantity_of
from workbench.plan.values import period_end, period_start, show_number

if TYPE_CHECKING:
    from workbench.documents.outline import Block, Value
    from workbench.documents.source import Source
    from workbench.documents.unit_work import UnitWork
    from workbench.plan.elements import Indicator, Milestone, Project
    from workbench.plan.records import Actual, Report, Target

_KIND: Final = "ledger"


class _Cell(NamedTuple):
    text: str
    value: Value = None


_EMPTY: Final = _Cell("")


def outline(source: Source) -> Outline:
    """The ledger of the unit for a quarter of the year asked for: the one that the source's day is in.

    Of an earlier year it is the last quarter, of a later one the first. Tasks that the unit leads come first,
    then its indicators; what is asked of it stands before what it fills in. A Problem says that a unit must
    be chosen, or that the plan gives it nothing to report.
    """
    unit = source.plan.find(source.unit, Unit)
    if unit is None:
        raise Problem(N_("Choose the unit that the ledger is for"))
    work = work_of(source.plan, unit)
    ledger = _Ledger(source, work)
    blocks = ledger.blocks()
    if not blocks:
        raise Problem(N_("{unit} leads no task and answers for no indicator of this plan"), unit=unit.name)
    author = printable(source.plan.head.issuing_body or "")
    return Outline(ledger.title, source.language, tuple(blocks), author, document_mark(_KIND, source))


class _Ledger:
    def __init__(self, source: Source, work: UnitWork) -> None:
        self.source = source
        self.plan = source.plan
        self.work = work
        self.wording = Wording(source.language)
        self.words = self.wording.words
        #: A programme is reported on through its parts.
        self.tasks = [
            one for one in work.leads if one.kind != "programme" or not source.plan.children(one.id)
        ]
        self.year = source.for_year
        self.month = _month(source)
        self.quarter = (self.month - 1) // 3 + 1
        self.period = f"{self.year}-Q{self.quarter}"
        if self.wording.chinese:
            when = f"{self.year}年第{chinese_numeral(self.quarter)}季度"
            self.title = printable(f"{work.unit.name}{when}督办台账")
        else:
            when = f"quarter {self.quarter} of {self.year}"
            self.title = printable(f"Progress ledger of {work.unit.name}, {when}")

    def blocks(self) -> list[Block]:
        """The head and the tables; [] when there is nothing to fill in."""
        tables = [
            table for table in (self._tasks(), self._indicators(), self._supplied()) if table is not None
        ]
        if not tables:
            return []
        made: list[Block] = [NewPage(landscape=True)]
        made += [Title(title_lines(self.title, WIDE_TITLE)), self._head()]
        for place, table in enumerate(tables):
            if place:
                made.append(NewPage(landscape=True))
            made.append(table)
        return made

    def _head(self) -> Fields:
        unit, words = self.work.unit, self.words
        return Fields(
            (
                (
                    Field(words(N_("Reporting unit (seal)")), printable(unit.name)),
                    # The plan names the leader who oversees the unit, never the unit's own head.
                    Field(words("Leader in charge"), printable(unit.leader or "")),
                    Field(words(N_("Person responsible"))),
                ),
                (
                    Field(words(N_("Filled in by, telephone")), printable(unit.contact or "")),
                    Field(words(N_("Reviewed by"))),
                ),
                (
                    Field(words(N_("Filled in on"))),
                    Field(words(N_("Unit of money")), words(N_("10,000 yuan"))),
                ),
            )
        )

    # -- tasks -----------------------------------------------------------------------------------------

    def _tasks(self) -> Table | None:
        if not self.tasks:
            return None
        words = self.words
        states = tuple(words(label) for key, label in c.PROJECT_STATUS.items() if key != "cancelled")
        columns: tuple[Column, ...] = (
            Column(words(N_("No.")), 9, "center", "number"),
            Column(words(N_("Task")), 34),
            Column(words(N_("Goal of the year")), 32),
            Column(words(N_("Due this quarter")), 30),
            Column(words(N_("From – to")), 21, "center"),
            Column(words(N_("Funds of the year")), 18, "right", "money", sums=True),
            Column(words(N_("Invested to date")), 18, "right", "money", sums=True, field=".invested_to_date"),
            Column(words(N_("Done (%)")), 13, "center", "number", field=".percent"),
            Column(words(N_("Physical progress")), 36, field=".text"),
            Column(words(N_("Difficulty")), 26, field=".problem"),
            Column(words(N_("Next step")), 26, field=".next_step"),
            Column(words(N_("Status")), 15, "center", field="status", choices=states),
        )
        rows = [self._task(number, project) for number, project in enumerate(self.tasks, 1)]
        inside = {one.id for one in self.tasks}
        tops = [
            row
            for row, one in zip(rows, self.tasks, strict=True)
            if not any(above.id in inside for above in self.plan.ancestors(one.id))
        ]
        total = self._total(columns, tops)
        if len(tops) < len(rows):
            # What units fill in cannot be added up in the workbook where it tells of parts twice.
            columns = tuple(one._replace(sums=one.sums and not one.field) for one in columns)
        name = words(N_("Tasks"))
        return Table(columns, (*rows, *total), name=name, notes=self._notes())

    def _task(self, number: int, project: Project) -> Row:
        report = self._report(project)
        funds = sum(line.amount for line in project.funding or () if line.year == self.year)
        done = report.percent if report is not None else None
        invested = report.invested_to_date if report is not None else None
        told = [getattr(report, part, None) or "" for part in ("text", "problem", "next_step")]
        cells = (
            _Cell(str(number), number),
            _Cell(named(project.code, project.title)),
            _Cell("\n".join(self._year_goals(project))),
            _Cell("\n".join(self._due(project))),
            _Cell(span_of(project, self.wording)),
            self._money(funds or None),
            self._money(invested),
            _Cell(show_number(done), done) if done is not None else _EMPTY,
            *(_Cell(printable(text)) for text in told),
            _Cell(self.words(c.PROJECT_STATUS[project.status]) if project.status else ""),
        )
        mark = row_mark(project.id, "reports", self.period, self.work.unit.id)
        return _row(cells, mark)

    def _year_goals(self, project: Project) -> list[str]:
        """What the year asks for; a goal of another quarter is left out."""
        return [
            printable(goal.text)
            for goal in project.year_goals or ()
            if goal.year == self.year and goal.quarter in (None, self.quarter)
        ]

    def _due(self, project: Project) -> list[str]:
        """The project's milestones of this quarter, and those before it that are not done."""
        first, last = period_start(self.period), period_end(self.period)
        found = []
        for milestone in self.work.milestones:
            if milestone.project != project.id or milestone.due is None or milestone.due > last:
                continue
            if milestone.due >= first or milestone.done_on is None:
                found.append(self._milestone(milestone))
        return found

    def _milestone(self, milestone: Milestone) -> str:
        assert milestone.due is not None
        told = f"{milestone.due:%Y-%m-%d} {milestone.title}"
        if milestone.done_on is not None:
            told = self.wording.beside(told, self.words(N_("done")))
        return printable(told)

    def _report(self, project: Project) -> Report | None:
        """The unit's report of the quarter; one that names no unit is that of the lead."""
        mine = [one for one in project.reports or () if one.period == self.period]
        return next((one for one in mine if one.unit == self.work.unit.id), None) or next(
            (one for one in mine if one.unit is None), None
        )

    def _money(self, fen: int | None) -> _Cell:
        return _EMPTY if fen is None else _Cell(self.wording.money(fen), fen)

    def _total(self, columns: tuple[Column, ...], rows: list[Row]) -> list[Row]:
        """The sums of the money columns over these rows, none of which is part of another."""
        if len(rows) < 2:
            return []
        label = self.words(N_("Total"))
        cells, values = [label], [None]
        first = next(place for place, column in enumerate(columns) if column.sums)
        for place in range(first, len(columns)):
            amounts = [row.values[place] for row in rows if isinstance(row.values[place], int)]
            total: Any = sum(one for one in amounts if isinstance(one, int))
            column = columns[place]
            cells.append(self.wording.money(total) if column.sums and amounts else "")
            # Where nothing was reported yet, the workbook adds up from nothing as the unit fills it in.
            values.append(total if column.sums and (amounts or column.field) else None)
        return [Row(tuple(cells), "total", tuple(values))]

    def _notes(self) -> tuple[str, ...]:
        return self.wording.notes(
            [
                self.words(N_("The unit fills in what is done, what is difficult and what comes next")),
                self.words(N_("Rows are known by a hidden mark: they may be moved, new ones stand below")),
            ]
        )

    # -- indicators ------------------------------------------------------------------------------------

    def _indicators(self) -> Table | None:
        return self._measured(self.work.indicators, self.words(N_("Indicators")))

    def _supplied(self) -> Table | None:
        """Indicators that another unit answers for and this one supplies the figures of."""
        return self._measured(self.work.supplies, self.words(N_("Figures to be supplied")))

    def _measured(self, indicators: list[Indicator], name: str) -> Table | None:
        if not indicators:
            return None
        words = self.words
        columns = (
            Column(words(N_("No.")), 9, "center", "number"),
            Column(words(N_("Indicator")), 52),
            Column(words(N_("Unit of measurement")), 20, "center"),
            Column(words(N_("Target of the year")), 24, "center"),
            Column(words(N_("Period")), 20, "center"),
            Column(words(N_("Actual value")), 24, "center", "number", field=".value"),
            Column(words(N_("Remark")), 48, field=".remark"),
            Column(words(N_("Evidence")), 48, field=".evidence"),
        )
        rows = tuple(self._indicator(number, one) for number, one in enumerate(indicators, 1))
        return Table(columns, rows, name=name, caption=name)

    def _indicator(self, number: int, indicator: Indicator) -> Row:
        period = period_of(indicator, self.year, self.month)
        actual = of_unit(indicator.actuals, "period", period, self.work.unit.id)
        target = of_unit(indicator.targets, "year", self.year, self.work.unit.id)
        shown = printable(quantity_of(actual).shown()) if actual is not None else ""
        value = actual.value if actual is not None else None
        exact = value if value is not None and shown == show_number(value) else None
        cells = (
            _Cell(str(number), number),
            _Cell(named(indicator.code, indicator.name)),
            _Cell(printable(indicator.unit or "")),
            _Cell(printable(quantity_of(target).shown()) if target is not None else ""),
            _Cell(period_in_words(period, self.words)),
            _Cell(shown, exact),
            _Cell(printable(getattr(actual, "remark", None) or "")),
            _Cell("; ".join(printable(name_of(one)) for one in getattr(actual, "evidence", None) or ())),
        )
        whose = actual.unit if actual is not None else None
        return _row(cells, row_mark(indicator.id, "actuals", period, whose))


def of_unit(rows: Any, field: str, wanted: Any, unit: str) -> Any:
    """The target or actual value of a year or period: the unit's own, else that of the whole plan."""
    found: list[Target | Actual] = [one for one in rows or () if getattr(one, field) == wanted]
    own = (one for one in found if one.unit == unit)
    return next(own, None) or next((one for one in found if one.unit is None), None)


def _month(source: Source) -> int:
    """The month that is reported on: that of the day, else the last of the quarter nearest to it."""
    if source.for_year == source.day.year:
        return source.day.month
    return 12 if source.for_year < source.day.year else 3


def period_of(indicator: Indicator, year: int, month: int) -> str:
    """The period that is reported on in a month: 2026-10, 2026-Q4, 2026-H2, else the year, 2026."""
    first = date(year, month, 1)
    return next(one for one in periods_of(indicator, [year]) if period_end(one) >= first)


def _row(cells: tuple[_Cell, ...], mark: str) -> Row:
    return Row(tuple(cell.text for cell in cells), values=tuple(cell.value for cell in cells), mark=mark)
