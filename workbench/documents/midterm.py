"""The mid-term evaluation (中期评估报告): how far the plan has come, what lags, what is to be changed.

What the plan knows is told in words and figures; judgement on causes, circumstances and advice is for whoever
evaluates, and has its place marked. What was not measured is said to be not measured, never to be missed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from workbench.analysis.actuals import period_in_words
from workbench.analysis.delays import SIGNS, delays
from workbench.analysis.item_parameters import plain as plain_number
from workbench.analysis.progress import REASONS, STATUSES
from workbench.analysis.progress_report import counted, progress_of
from workbench.analysis.running import is_cancelled, running_projects
from workbench.documents import pictures
from workbench.documents.blanks import DASH
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    AttachmentNote,
    Column,
    NewPage,
    Paragraph,
    Row,
    Table,
    plain,
)
from workbench.documents.report_parts import Report, share
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Adjustment, Milestone, Project, Safeguard
from workbench.plan.in_words import quantity_of
from workbench.plan.values import period_end, show_number
from workbench.rules.profile import of_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.analysis.progress_report import Line
    from workbench.documents.outline import Block, Outline, Value
    from workbench.documents.source import Source

#: Indicators that are shown by a drawing where there are at least so many.
_DRAWN: Final = 3
#: The classes of the evaluation as a sentence names them.
_CLASSES: Final = {
    "reached": N_("{count} reached"),
    "ahead": N_("{count} ahead of time"),
    "on_track": N_("{count} on track"),
    "behind": N_("{count} behind"),
    "far_behind": N_("{count} far behind"),
    "no_data": N_("{count} not to be judged for want of figures"),
}


def outline(source: Source) -> Outline:
    """The evaluation on the source's day."""
    report = _MidTerm(source)
    return report.outline(report.blocks())


class _MidTerm(Report):
    def __init__(self, source: Source) -> None:
        super().__init__(source, N_("Report on the mid-term evaluation of “{plan}”"))
        limits = of_plan(self.plan.head.rule_profile).limits
        self.lines = progress_of(self.plan, source.day, limits)
        self.limits = limits
        self.projects = [one for one in running_projects(self.plan) if not self.plan.children(one.id)]
        self.late = delays(self.plan, source.day)

    def blocks(self) -> Iterator[Block]:
        """The report from its title to the annexes."""
        day = self.wording.day(self.source.day)
        yield from self.head(self.words(N_("as known on {day}"), day=day))
        yield self.chapter(N_("Overall evaluation"))
        yield from self._overall()
        yield self.chapter(N_("Main goals and indicators"))
        yield from self._indicators()
        yield self.chapter(N_("Key tasks"))
        yield from self._tasks()
        yield self.chapter(N_("Major projects"))
        yield from self._projects()
        yield self.chapter(N_("Safeguards and how the plan is carried out"))
        yield from self._safeguards()
        yield self.chapter(N_("Main problems"))
        yield from self._problems()
        yield self.chapter(N_("Changed circumstances"))
        yield self.to_write(N_("what has changed since the plan was made"))
        yield self.chapter(N_("Measures, and advice on changing the plan"))
        yield from self._advice()
        yield from self._annex()

    # -- overall ---------------------------------------------------------------------------------------

    def _overall(self) -> Iterator[Block]:
        yield self.to_write(N_("the conclusion in one sentence"))
        if not self.lines:
            yield self.said(N_("The plan has no indicators that could be evaluated."))
            return
        told = self._classes(None)
        message = N_("Of the {count} indicators of the plan: {classes}.")
        yield self.said(message, count=len(self.lines), classes=told)
        for nature, text in (
            ("binding", N_("Of the {count} binding ones: {classes}.")),
            ("expected", N_("Of the {count} expected ones: {classes}.")),
        ):
            count = sum(1 for line in self.lines if line.indicator.nature == nature)
            if count:
                yield self.said(text, count=count, classes=self._classes(nature))
        if gone := self._time_gone():
            yield self.said(N_("{share} of the plan's time is gone."), share=share(gone))

    def _classes(self, nature: str | None) -> str:
        counts = counted(self.lines, nature)
        parts = [self.words(_CLASSES[name], count=count) for name, count in counts.items() if count]
        return ("，" if self.wording.chinese else ", ").join(parts)

    def _time_gone(self) -> Decimal | None:
        period = self.plan.head.period
        if period is None or period.end <= period.start:
            return None
        whole = (period.end - period.start).days + 1
        gone = (self.source.day - period.start).days + 1
        return Decimal(min(max(gone, 0), whole)) / whole

    # -- indicators ------------------------------------------------------------------------------------

    def _indicators(self) -> Iterator[Block]:
        if not self.lines:
            yield self.said(N_("The plan has no indicators that could be evaluated."))
            return
        yield self.numbered(self._indicator_table([*self.lines]))
        if len(self.lines) >= _DRAWN and self.source.figures is not False:
            day = self.source.day
            drawn = pictures.figures("progress", self.plan, self.wording, day, self.source.surroundings)
            for number, figure in enumerate(drawn, 1):
                yield figure._replace(number=number)
        behind = [one for one in self.lines if one.progress.status in ("behind", "far_behind")]
        if behind:
            names = self.wording.listed(self.thing(one.indicator.id) for one in behind)
            yield self.said(N_("Behind are: {indicators}."), indicators=names)
        unknown = [one for one in self.lines if one.progress.status == "no_data"]
        if unknown:
            names = self.wording.listed(self.thing(one.indicator.id) for one in unknown)
            yield self.said(
                N_("Not measured or not to be judged, and therefore in no class: {indicators}."),
                indicators=names,
            )

    def _indicator_table(self, lines: list[Line]) -> Table:
        """序号 | 指标 | 单位 | 属性 | 基期值 | 2030年目标值 | 当前值（期） | 完成进度 | 应完成进度 | 评价"""
        words = self.words
        years = {line.final.year for line in lines if line.final is not None}
        year = years.pop() if len(years) == 1 else None
        target = words(N_("Target for {year}"), year=year) if year is not None else words("Target")
        chinese = self.wording.chinese
        way = 19 if chinese else 22
        columns = (
            self.no_column(),
            Column(words("Indicator"), 42 if chinese else 34),
            Column(words(N_("Unit")), 14, "center"),
            Column(words(N_("Nature")), 20 if chinese else 25, "center"),
            Column(words("Baseline"), 17 if chinese else 25, "center"),
            Column(target, 18 if chinese else 22, "center"),
            Column(words(N_("Present value")), 31 if chinese else 25, "center"),
            Column(words(N_("Way gone")), way, "center", "share"),
            Column(words(N_("Way due")), way, "center", "share"),
            Column(words(N_("How it is judged")), 27, "center"),
        )
        rows = [self._indicator(number, line, year) for number, line in enumerate(lines, 1)]
        caption = words(N_("Main indicators"))
        notes = [words(N_("“—” means that there is none, or that nothing was measured"))]
        return Table(columns, tuple(rows), caption, self.wording.notes(notes), name=caption)

    def _indicator(self, number: int, line: Line, year: int | None) -> Row:
        """The row of an indicator; ``year`` is the year of all targets where they have one in common."""
        one, found = line.indicator, line.progress
        actual = ""
        if line.actual is not None:
            period = self.wording.bracketed(self._period(line.actual.period))
            actual = f"{quantity_of(line.actual).shown()}\n{period}"
        final = ""
        if line.final is not None:
            final = quantity_of(line.final).shown()
            if year is None:
                final += f"\n{self.wording.bracketed(self.wording.year(line.final.year))}"
        status = self.words(STATUSES[found.status])
        if found.reason:
            status += f"\n{self.words(REASONS[found.reason])}"
        cells = (
            self.thing(one.id),
            one.unit or DASH,
            self.words(c.NATURE[one.nature]) if one.nature else DASH,
            quantity_of(one.baseline).shown() if one.baseline is not None else DASH,
            final or DASH,
            actual or DASH,
            share(found.gone) or DASH,
            share(found.due) or DASH,
            status,
        )
        values: tuple[Value, ...] = (None, None, None, None, None, None, found.gone, found.due, None)
        return self.row(number, cells, values)

    def _period(self, period: str) -> str:
        """2026年, 2027年上半年."""
        if period.isdecimal():
            return self.wording.year(int(period))
        return period_in_words(period, self.words)

    # -- tasks and projects ----------------------------------------------------------------------------

    def _tasks(self) -> Iterator[Block]:
        due = [
            one
            for one in self.plan.all(Milestone)
            if one.due is not None and one.due <= self.source.day and not is_cancelled(self.plan, one)
        ]
        if due:
            done = [one for one in due if one.done_on is not None and one.done_on <= self.source.day]
            yield self.said(
                N_("Of {due} milestones due up to {day}, {done} are recorded as reached and {open} are not."),
                due=len(due),
                day=self.wording.day(self.source.day),
                done=len(done),
                open=len(due) - len(done),
            )
        groups: dict[str, list[Project]] = {}
        for one in self.projects:
            groups.setdefault((one.domains or ("",))[0], []).append(one)
        for domain, label in (*c.DOMAIN.items(), ("", N_("Other points"))):
            if domain in groups:
                yield self.chapter(label, 2)
                yield Paragraph(plain(self._summed(groups[domain])))
        if not self.projects:
            yield self.said(N_("The plan has no projects."))

    def _summed(self, projects: list[Project]) -> str:
        late = [one for one in projects if one.id in self.late]
        done = [one for one in projects if one.status == "done"]
        told = self.words(
            N_("Projects: {count}; done: {done}; expected to end late: {late}."),
            count=len(projects),
            done=len(done),
            late=len(late),
        )
        if late:
            names = self.wording.listed(self.thing(one.id) for one in late)
            gap = "" if self.wording.chinese else " "
            told += gap + self.words(N_("Late: {projects}."), projects=names)
        return told

    def _projects(self) -> Iterator[Block]:
        key = [one for one in self.projects if one.key] or self.projects
        if not key:
            yield self.said(N_("The plan has no projects."))
            return
        if late := [one for one in key if one.id in self.late]:
            yield self.said(
                N_("Major projects: {count}; expected to end late: {late}."),
                count=len(key),
                late=len(late),
            )
        else:
            yield self.said(
                N_("Of {count} major projects none is expected to end late, as far as is reported."),
                count=len(key),
            )
        yield self.numbered(self._project_table(key))

    def _project_table(self, projects: list[Project]) -> Table:
        """序号 | 项目 | 牵头单位 | 总投资 | 累计完成投资 | 形象进度 | 评价"""
        words = self.words
        columns = (
            self.no_column(),
            Column(words("Project"), 54),
            Column(words("Lead unit"), 30, "center"),
            Column(words(N_("Total investment (10,000 yuan)")), 24, "center", "money", sums=True),
            Column(words(N_("Invested to date (10,000 yuan)")), 24, "center", "money", sums=True),
            Column(words(N_("Physical progress")), 50),
            Column(words(N_("How it is judged")), 42, "center"),
        )
        rows = [self._project(number, one) for number, one in enumerate(projects, 1)]
        caption = words(N_("Progress of major projects"))
        notes = [words(N_("“—” means that nothing was reported"))]
        return Table(columns, tuple(rows), caption, self.wording.notes(notes), name=caption)

    def _project(self, number: int, project: Project) -> Row:
        told = [one for one in project.reports or () if period_end(one.period) <= self.source.day]
        last = max(told, key=lambda one: period_end(one.period), default=None)
        invested = last.invested_to_date if last is not None else None
        state = ""
        if last is not None:
            percent = f"{show_number(last.percent)}%" if last.percent is not None else ""
            state = "\n".join(part for part in (percent, last.text or "") if part)
        cells = (
            self.thing(project.id),
            self.unit(project.lead_unit) or DASH,
            self.wording.money(project.total_investment) if project.total_investment is not None else DASH,
            self.wording.money(invested) if invested is not None else DASH,
            state or DASH,
            self._judged(project),
        )
        values: tuple[Value, ...] = (None, None, project.total_investment, invested, None, None)
        return self.row(number, cells, values)

    def _judged(self, project: Project) -> str:
        if project.status == "done":
            return self.words(c.PROJECT_STATUS["done"])
        late = self.late.get(project.id)
        if late is not None:
            told = self.words.plural("Expected {count} day late", "Expected {count} days late", late.days)
            return f"{told}\n{self.words(SIGNS[late.sign])}"
        if not project.reports:
            return self.words(N_("Nothing reported"))
        return self.words(N_("On schedule"))

    # -- the rest --------------------------------------------------------------------------------------

    def _safeguards(self) -> Iterator[Block]:
        held = self.plan.all(Safeguard)
        if held:
            columns = (
                self.no_column(),
                Column(self.words("Safeguard"), 60),
                Column(self.words("Responsible unit"), 36, "center"),
                Column(self.words(N_("How far it is carried out")), 70),
            )
            rows = [
                self.row(number, (one.title, self.unit(one.responsible_unit) or DASH, ""), (None, None, None))
                for number, one in enumerate(held, 1)
            ]
            caption = self.words(N_("Safeguards"))
            yield self.numbered(Table(columns, tuple(rows), caption, name=caption))
        yield self.to_write(N_("organisation, money, people, supervision: what works and what does not"))

    def _problems(self) -> Iterator[Block]:
        for project in self.projects:
            for report in project.reports or ():
                if report.problem and period_end(report.period) <= self.source.day:
                    named = self.wording.beside(self.thing(project.id), self._period(report.period))
                    yield self.text(self.wording.told(named, self.wording.sentence(report.problem.strip())))
        yield self.to_write(N_("main problems, their causes and who answers for them"))

    def _advice(self) -> Iterator[Block]:
        made = [one for one in self.plan.all(Adjustment) if one.on is None or one.on <= self.source.day]
        for one in made:
            day = self.wording.day(one.on) if one.on is not None else DASH
            told = one.reason or one.document_number or ""
            yield self.said(N_("Changed already on {day}: {reason}"), day=day, reason=told.strip())
        behind = [one for one in self.lines if one.progress.status in ("behind", "far_behind")]
        columns = (
            self.no_column(),
            Column(self.words(N_("What is to be changed")), 44),
            Column(self.words(N_("As the plan has it")), 36),
            Column(self.words(N_("Advised change")), 44),
            Column(self.words("Reason"), 44),
        )
        rows = []
        for number, line in enumerate(behind, 1):
            final = line.final
            stands = ""
            if final is not None:
                stands = self.wording.told(self.wording.year(final.year), quantity_of(final).shown())
            rows.append(self.row(number, (self.thing(line.indicator.id), stands, "", ""), (None,) * 4))
        if not rows:
            rows.append(Row(("1", "", "", "", "")))
        caption = self.words(N_("Advice on changing the plan"))
        yield self.numbered(Table(columns, tuple(rows), caption, name=caption))
        yield self.to_write(N_("measures for the second half, and whether the plan should be changed"))

    def _annex(self) -> Iterator[Block]:
        title = self.words(N_("How it was evaluated"))
        yield AttachmentNote(self.words(N_("Annex")), (title,))
        yield NewPage(landscape=False)
        yield AnnexMark(self.words(N_("Annex")))
        yield AnnexTitle((title,))
        yield self.said(
            N_(
                "The way gone is (present value - baseline) / (final target - baseline), which serves both "
                "directions; the way due is read off the yearly targets, with straight lines between them. "
                "Values that stand alone for their year, are to lie in a range or have no baseline are "
                "compared with the target of their time."
            )
        )
        limits = self.limits
        yield self.said(
            N_(
                "An indicator is ahead of time from {ahead} percentage points above the way due, on track "
                "from {on_track}, behind below that, and far behind below {far_behind}."
            ),
            ahead=show_number(plain_number(limits.ahead * 100)),
            on_track=show_number(plain_number(limits.on_track * 100)),
            far_behind=show_number(plain_number(limits.far_behind * 100)),
        )
        yield self.said(
            N_(
                "A project is expected to end late by the pace of its progress reports, by milestones that "
                "have passed, by its own end that has passed, or because it waits for one that is late."
            )
        )
