"""A unit's report on its own year (自评报告): its goals, what came of them, its own score, its evidence."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.documents.assessment import year_of
from workbench.documents.blanks import DASH
from workbench.documents.outline import Closing, Column, Table
from workbench.documents.printable import printable
from workbench.documents.report_parts import Report, share
from workbench.documents.score_tables import actual_shown, evidence_of, rate_of, target_shown
from workbench.documents.unit_work import work_of
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.elements import Unit
from workbench.plan.values import show_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.analysis.scoring import Assessment, ItemScore
    from workbench.documents.outline import Block, Outline
    from workbench.documents.source import Source
    from workbench.plan.elements import Project

_ZERO = Decimal(0)


def outline(source: Source) -> Outline:
    """The report of the source's unit on the source's year. A Problem says to choose a unit, that the plan
    has no scheme for the year, or that the scheme does not assess this unit.
    """
    unit = source.plan.find(source.unit, Unit)
    if unit is None:
        raise Problem(N_("Choose the unit that the report is for"))
    year = year_of(source)
    rows = [row for row in year.rows if row.unit == unit.id]
    if not rows:
        raise Problem(N_("The scheme of {year} does not assess {unit}"), year=source.for_year, unit=unit.name)
    report = _SelfAssessment(source, unit, year, rows)
    return report.outline(report.blocks())


class _SelfAssessment(Report):
    def __init__(self, source: Source, unit: Unit, year: Assessment, rows: list[ItemScore]) -> None:
        super().__init__(
            source,
            N_("Self-assessment of {unit} for {year}"),
            unit=printable(unit.name),
            year=source.for_year,
        )
        self.of = unit
        self.year = year
        self.rows = rows
        self.work = work_of(source.plan, unit)

    def blocks(self) -> Iterator[Block]:
        """The report from its title to the signature."""
        yield from self.head(self.name)
        yield self.chapter(N_("The unit and its goals of the year"))
        yield from self._goals()
        yield self.chapter(N_("What has come of them"))
        yield self.numbered(self._done())
        yield self.chapter(N_("Score by our own assessment"))
        yield from self._score()
        yield self.chapter(N_("What was not reached, why, and what is done about it"))
        yield from self._open()
        yield self.chapter(N_("List of evidence"))
        yield from self._evidence()
        day = self.wording.day(self.source.today)
        yield Closing((printable(self.of.name),), day, sealed=False)

    def _goals(self) -> Iterator[Block]:
        work = self.work
        yield self.said(
            N_(
                "Projects that {unit} leads: {led}; that it shares or supports: {others}; indicators that it "
                "answers for: {indicators}. Items of the scheme of {year} that assess it: {items}."
            ),
            unit=self.of.name,
            led=len(work.leads),
            others=len(work.shares) + len(work.supports),
            indicators=len(work.indicators),
            year=self.year.scheme.year,
            items=len(self.rows),
        )
        goals = [
            (project, goal.text)
            for project in work.leads
            for goal in project.year_goals or ()
            if goal.year == self.year.scheme.year
        ]
        if goals:
            yield self.numbered(self._year_goals(goals))
        else:
            yield self.to_write(N_("what the unit does and its goals of the year"))

    def _year_goals(self, goals: list[tuple[Project, str]]) -> Table:
        columns = (
            self.no_column(),
            Column(self.words("Project"), 60),
            Column(self.words(N_("Goal of the year")), 85),
        )
        rows = [
            self.row(number, (project.title, text), (None, None))
            for number, (project, text) in enumerate(goals, 1)
        ]
        caption = self.words(N_("Goals of the year"))
        return Table(columns, tuple(rows), caption, name=caption)

    def _done(self) -> Table:
        words = self.words
        columns = (
            self.no_column(),
            Column(words(N_("Item")), 52),
            Column(words(N_("Target of the year")), 28, "center"),
            Column(words("Actual value"), 28, "center"),
            Column(words(N_("Completion")), 22, "center", "share"),
            Column(words(N_("Remark")), 44),
        )
        rows = []
        for number, row in enumerate(self.rows, 1):
            rate = rate_of(row)
            remark = _own_remark(row)
            cells = (
                self.thing(row.item.thing),
                target_shown(self, row, self.year.scheme.year) or DASH,
                actual_shown(self, row) or DASH,
                share(rate) or DASH,
                remark or "",
            )
            rows.append(self.row(number, cells, (None, None, None, rate, None)))
        caption = words(N_("Targets and what was reached"))
        return Table(columns, tuple(rows), caption, name=caption)

    def _score(self) -> Iterator[Block]:
        words = self.words
        columns = (
            self.no_column(),
            Column(words(N_("Item")), 70),
            Column(words("Marks"), 24, "center", "number", sums=True),
            Column(words(N_("Worked out")), 26, "center", "number", sums=True),
            Column(words("Self-assessment"), 26, "center", "number", sums=True),
        )
        rows = []
        for number, row in enumerate(self.rows, 1):
            worked = row.score if not row.by_hand and row.status != "missing" else None
            own = row.result.self_ if row.result is not None else None
            marks = row.weight or None
            cells = (
                self.thing(row.item.thing),
                show_number(row.weight) if marks is not None else DASH,
                show_number(worked) if worked is not None else DASH,
                show_number(own) if own is not None else "",
            )
            rows.append(self.row(number, cells, (None, marks, worked, own)))
        caption = words(N_("Scores by our own assessment"))
        yield self.numbered(Table(columns, tuple(rows), caption, name=caption))
        entered = [
            row.result.self_ for row in self.rows if row.result is not None and row.result.self_ is not None
        ]
        if len(entered) == len(self.rows):
            yield self.said(
                N_("By our own assessment we have {score} points."), score=show_number(sum(entered, _ZERO))
            )
        else:
            yield self.to_write(N_("the score by our own assessment of each item"))

    def _open(self) -> Iterator[Block]:
        missed = [
            row
            for row in self.rows
            if row.vetoed or (row.status != "missing" and row.score is not None and row.score < row.weight)
        ]
        missing = [row for row in self.rows if row.status == "missing"]
        if missed:
            yield self.said(N_("Not all marks were reached with: {items}."), items=self._names(missed))
        if missing:
            yield self.said(N_("Not measured yet: {items}."), items=self._names(missing))
        if not missed and not missing:
            yield self.said(N_("All items have all their marks."))
        else:
            yield self.to_write(N_("the causes, what is done, by whom and by when"))

    def _names(self, rows: list[ItemScore]) -> str:
        return self.wording.listed(self.thing(row.item.thing) for row in rows)

    def _evidence(self) -> Iterator[Block]:
        found = [
            (self.thing(row.item.thing), name)
            for row in self.rows
            for name in evidence_of(self, row, self.year.scheme.year)
        ]
        if not found:
            yield self.to_write(N_("the evidence for each item"))
            return
        columns = (
            self.no_column(),
            Column(self.words(N_("Item")), 70),
            Column(self.words("Evidence"), 90),
        )
        rows = [self.row(number, cells, (None, None)) for number, cells in enumerate(found, 1)]
        caption = self.words("Evidence")
        yield self.numbered(Table(columns, tuple(rows), caption, name=caption))


def _own_remark(row: ItemScore) -> str | None:
    """What the unit itself remarked; before it has, what was entered for it."""
    if row.course is None:
        return None
    return (row.course.said_of("self_") or row.course.result).remark
