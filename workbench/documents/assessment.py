"""The report on a year's assessment (年度考核报告): how it was done, what it came to, what follows."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from workbench.analysis.running import is_cancelled
from workbench.analysis.schemes import OUTSIDE
from workbench.analysis.scoring import STATUSES
from workbench.analysis.scoring_totals import level_shown
from workbench.analysis.year_score import quotas
from workbench.documents.outline import AnnexMark, AnnexTitle, AttachmentNote, Column, NewPage, Table
from workbench.documents.report_parts import Report, share
from workbench.documents.score_tables import group_table, is_scored, score_table, unit_table
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.elements import Milestone, Project, Scheme
from workbench.plan.values import show_number

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.analysis.scoring import Assessment, ItemScore
    from workbench.documents.outline import Block, Outline
    from workbench.documents.source import Source
    from workbench.plan.results import Course

#: So many items are named as those with the highest and the lowest share of their marks.
_NAMED: Final = 5
_ZERO: Final = Decimal(0)


def outline(source: Source) -> Outline:
    """The report on the source's year. A Problem says that the plan has no scheme for it."""
    report = _Assessment(source, year_of(source))
    return report.outline(report.blocks())


def year_of(source: Source) -> Assessment:
    """The assessment of the source's year, with what people entered where the year has come so far."""
    from workbench.analysis.scoring import assess

    of_year = [one for one in source.plan.all(Scheme) if one.year == source.for_year]
    if not of_year:
        years = sorted({one.year for one in source.plan.all(Scheme)})
        if not years:
            raise Problem(N_("The plan has no assessment scheme, so there is nothing to report on"))
        raise Problem(
            N_("The plan has no assessment scheme for {year}; it has schemes for {years}"),
            year=source.for_year,
            years=", ".join(map(str, years)),
        )
    return assess(source.plan, of_year[0], source.day, "final")


class _Assessment(Report):
    def __init__(self, source: Source, year: Assessment) -> None:
        super().__init__(source, N_("Report on the assessment of {year}: {plan}"), year=source.for_year)
        self.year = year
        self.scheme = year.scheme
        self.by_unit = len({row.unit for row in year.rows}) > 1

    def blocks(self) -> Iterator[Block]:
        """The report from its title to the annexes."""
        day = self.wording.day(self.source.day)
        yield from self.head(self.words(N_("as known on {day}"), day=day))
        yield self.chapter(N_("How the assessment was done"))
        yield from self._how()
        yield self.chapter(N_("Results"))
        yield from self._results()
        yield self.chapter(N_("Indicators"))
        yield from self._indicators()
        yield self.chapter(N_("Key tasks and projects"))
        yield from self._projects()
        yield self.chapter(N_("Bonus, penalty and veto"))
        yield from self._outside()
        yield self.chapter(N_("Main problems"))
        yield from self._problems()
        yield self.chapter(N_("Rectification and use of the result"))
        yield from self._use()
        yield from self._annex()

    # -- chapters --------------------------------------------------------------------------------------

    def _how(self) -> Iterator[Block]:
        scheme = self.scheme
        items = {row.item.id for row in self.year.rows}
        units = {row.unit for row in self.year.rows if row.unit is not None}
        yield self.said(
            N_(
                "The assessment follows the scheme of {year}: {items} items for {units} units, out of "
                "{full} marks. It goes by what was recorded up to {day}."
            ),
            year=scheme.year,
            items=len(items),
            units=len(units),
            full=show_number(self.year.full),
            day=self.wording.day(self.source.day),
        )
        steps = [step for step in scheme.calendar or () if step.from_ or step.to]
        if steps:
            told = self.wording.clauses(
                self.wording.beside(step.step, self._span(step.from_, step.to)) for step in steps
            )
            yield self.said(N_("Calendar of the year: {steps}."), steps=told)
        yield from self._course()

    def _course(self) -> Iterator[Block]:
        """What the review and the appeals changed; nothing where neither has taken place."""
        courses = [row.course for row in self.year.rows if row.course is not None]
        reviewed = [one for one in courses if one.result.review is not None]
        if reviewed:
            yield self.said(
                N_("Results reviewed: {reviewed}, of which corrected: {corrected}."),
                reviewed=len(reviewed),
                corrected=sum(any(step == "review" for step, *_ in one.corrections) for one in reviewed),
            )
        appeals = sum(one.appeals for one in courses)
        waiting = sum(one.state == "appealed" for one in courses)
        if waiting:
            yield self.said(
                N_("Appeals lodged: {appeals}, of which still to be decided: {waiting}."),
                appeals=appeals,
                waiting=waiting,
            )
        elif appeals:
            yield self.said(N_("Appeals lodged: {appeals}, all of them decided."), appeals=appeals)

    def _span(self, first: date | None, last: date | None) -> str:
        """Days of a step, the first, the last or both."""
        known = [self.wording.day(day) for day in (first, last) if day is not None]
        return (
            self.words(N_("{first} to {last}"), first=known[0], last=known[1]) if len(known) > 1 else known[0]
        )

    def _results(self) -> Iterator[Block]:
        year, words = self.year, self.words
        if year.total is None or not any(is_scored(row) for row in year.rows):
            yield self.said(N_("Nothing could be scored yet."))
        elif not year.complete:
            yield self.said(
                N_("So far {total} of {full} marks have been given; there is no level yet."),
                total=show_number(year.total),
                full=show_number(year.full),
            )
        else:
            yield self.said(
                N_("The total is {total} of {full} marks, level: {level}."),
                total=show_number(year.total),
                full=show_number(year.full),
                level=level_shown(self.scheme, year.level, words),
            )
        missing = [row for row in year.rows if row.status == "missing"]
        if missing:
            yield self.said(
                words.plural(
                    "The result is not final: {count} score is still missing a figure.",
                    "The result is not final: {count} scores are still missing a figure.",
                    len(missing),
                )
            )
        if year.complete and year.level != year.level_before:
            yield self.said(
                N_("By the score alone the level would be {level}; a veto has lowered it."),
                level=level_shown(self.scheme, year.level_before, words),
            )
        for quota in quotas(year):
            if quota.is_exceeded:
                yield self.text(quota.in_words(self.scheme, words))
        table = unit_table(self, year)
        if table is not None:
            yield self.numbered(table)

    def _indicators(self) -> Iterator[Block]:
        table = group_table(self, self.year)
        if table is not None:
            yield self.numbered(table)
        scored = [row for row in self.year.rows if row.item.indicator and row.weight and is_scored(row)]
        full = [row for row in scored if (row.score or _ZERO) >= row.weight]
        if scored:
            yield self.said(
                N_("Of {count} scores by indicators {full} have all their marks."),
                count=len(scored),
                full=len(full),
            )
        low = sorted(
            (row for row in scored if (row.score or _ZERO) < row.weight),
            key=lambda row: (row.score or _ZERO) / row.weight,
        )
        if low:
            yield self.said(N_("Lowest shares of the marks: {items}."), items=self._shares(low[:_NAMED]))
        missing = [row for row in self.year.rows if row.item.indicator and row.status == "missing"]
        if missing:
            names = dict.fromkeys(self._named(row) for row in missing)
            yield self.said(
                N_("Not measured, and therefore neither reached nor missed: {items}."),
                items=self.wording.listed(names),
            )

    def _shares(self, rows: list[ItemScore]) -> str:
        return self.wording.listed(self._named(row, share((row.score or _ZERO) / row.weight)) for row in rows)

    def _named(self, row: ItemScore, aside: str = "") -> str:
        """An item by name; behind it in brackets the unit, where it has several, and what else is told."""
        unit = self.unit(row.unit) if row.unit and self.by_unit and len(row.item.units or ()) > 1 else ""
        name, behind = self.thing(row.item.thing), [one for one in (unit, aside) if one]
        comma = "，" if self.wording.chinese else ", "
        return self.wording.beside(name, comma.join(behind)) if behind else name

    def _projects(self) -> Iterator[Block]:
        year = self.scheme.year
        due = [
            one
            for one in self.plan.all(Milestone)
            if one.due is not None and one.due.year == year and not is_cancelled(self.plan, one)
        ]
        if due:
            passed = [one for one in due if one.due is not None and one.due <= self.source.day]
            in_time = [one for one in passed if one.done_on and one.due and one.done_on <= one.due]
            late = [one for one in passed if one.done_on and one.due and one.done_on > one.due]
            open_ = [one for one in passed if one.done_on is None]
            yield self.said(
                N_(
                    "{due} milestones are due in {year}, {passed} of them up to {day}: {in_time} were "
                    "reached in time, {late} late, {open} are not recorded as reached."
                ),
                due=len(due),
                year=year,
                passed=len(passed),
                day=self.wording.day(self.source.day),
                in_time=len(in_time),
                late=len(late),
                open=len(open_),
            )
            if open_:
                yield self.numbered(self._open(open_))
        work = [row for row in self.year.rows if row.item.milestone or row.item.project]
        if work:
            told = self.wording.clauses(self._named(row, self._points(row)) for row in work)
            yield self.said(
                N_("Tasks that are items of the scheme, with points and marks: {items}."), items=told
            )
        if not due and not work:
            yield self.said(
                N_("No milestone is due in {year}, and no task is an item of the scheme."), year=year
            )

    def _points(self, row: ItemScore) -> str:
        """Points and marks, or that there are none."""
        if not is_scored(row):
            return self.words(STATUSES["exempt" if row.status == "exempt" else "missing"])
        return f"{show_number(row.score or _ZERO)}/{show_number(row.weight)}"

    def _open(self, milestones: list[Milestone]) -> Table:
        words = self.words
        columns = (
            self.no_column(),
            Column(words(N_("Milestone")), 50),
            Column(words("Project"), 60),
            Column(words("Lead unit"), 34, "center"),
            Column(words(N_("Due on")), 26, "center", "date"),
        )
        rows = []
        for number, one in enumerate(sorted(milestones, key=lambda each: each.due or self.source.day), 1):
            project = self.plan.find(one.project, Project)
            cells = (
                one.title,
                project.title if project is not None else "",
                self.unit(project.lead_unit) if project is not None else "",
                one.due.isoformat() if one.due else "",
            )
            rows.append(self.row(number, cells, (None, None, None, one.due)))
        caption = words(N_("Milestones that are due and not recorded as reached"))
        return Table(columns, tuple(rows), caption, name=words(N_("Milestones")))

    def _outside(self) -> Iterator[Block]:
        outside = [row for row in self.year.rows if row.item.method in OUTSIDE and row.score]
        for row in outside:
            message = (
                N_("Bonus: {item}, {points} points.")
                if row.item.method == "bonus"
                else N_("Penalty: {item}, {points} points.")
            )
            yield self.said(message, item=self._named(row), points=show_number(row.score or _ZERO))
        fired = [row for row in self.year.rows if row.vetoed]
        for row in fired:
            told = {
                "item": N_("Veto: {item} missed its target and scores nothing."),
                "cap_level": N_("Veto: {item} missed its target; the level is lowered by one."),
                "fail": N_("Veto: {item} missed its target; the assessment is failed."),
            }[row.item.veto or "item"]
            yield self.said(told, item=self._named(row))
        exempt = [row for row in self.year.rows if row.status == "exempt"]
        for row in exempt:
            reason = row.item.exempt.reason if row.item.exempt is not None else ""
            yield self.said(N_("Exempt: {item}. Reason: {reason}"), item=self._named(row), reason=reason)
        if not outside and not fired and not exempt:
            yield self.said(N_("No bonus or penalty was given, no veto holds and nothing is exempt."))

    def _problems(self) -> Iterator[Block]:
        for row in self.year.rows:
            for said in self._remarks(row.course):
                yield self.text(self.wording.told(self._named(row), said))
        yield self.to_write(N_("main problems, their causes and who answers for them"))

    def _remarks(self, course: Course | None) -> Iterator[str]:
        """What was remarked; what a unit said of itself only until it was reviewed."""
        for at, entry in enumerate(course.entries if course is not None else ()):
            said = (entry.remark or "").strip()
            is_own = entry.self_ is not None and entry.review is None and entry.final is None
            if course is None or not said or (is_own and course.result.review is not None):
                continue
            yield self.wording.told(self.words(N_("Appeal")), said) if course.is_appeal(at) else said

    def _use(self) -> Iterator[Block]:
        if self.scheme.result_use:
            yield self.text(self.wording.sentence(self.scheme.result_use.strip()))
        yield self.to_write(N_("what is to be put right, by whom and by when"))

    def _annex(self) -> Iterator[Block]:
        title = self.words(N_("Scores of the items"))
        yield AttachmentNote(self.words(N_("Annex")), (title,))
        yield NewPage(landscape=True)
        yield AnnexMark(self.words(N_("Annex")))
        yield AnnexTitle((title,))
        table = score_table(self, self.year.rows, self.scheme.year, with_units=self.by_unit)
        yield table._replace(caption="")
