"""The work points of a year: what projects have to reach in it, who does it, what is asked of indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.running import running_projects, start_of
from workbench.documents.blanks import DASH
from workbench.documents.indicator_table import target_of
from workbench.documents.outline import (
    Column,
    Heading,
    Outline,
    Paragraph,
    Point,
    Row,
    Run,
    Table,
    plain,
)
from workbench.documents.printable import printable
from workbench.documents.project_table import unit_names
from workbench.documents.report_parts import Report
from workbench.documents.wording import without_number
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import choices as c
from workbench.plan.elements import Goal, Indicator, Milestone, Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.documents.outline import Block
    from workbench.documents.source import Source


def outline(source: Source) -> Outline:
    """The work points of the source's year. A Problem says that the plan asks for nothing in that year."""
    points = _WorkPoints(source)
    chapters = list(points.chapters())
    targets = points.targets()
    if not chapters and targets is None:
        raise Problem(
            N_("The plan has no goals, milestones or targets for {year}: choose another year or add them"),
            year=source.for_year,
        )
    blocks = [*points.head(printable(source.plan.head.issuing_body or "")), points.preamble(), *chapters]
    if targets is not None:
        blocks += targets
    return points.outline(blocks)


class _WorkPoints(Report):
    def __init__(self, source: Source) -> None:
        super().__init__(source, N_("Work points of {year} for “{plan}”"), year=source.for_year)
        self.year = source.for_year

    def preamble(self) -> Paragraph:
        """What they are for."""
        return self.said(
            N_("To carry out “{plan}”, these are the points of work for {year}."),
            plan=self.name,
            year=self.year,
        )

    # -- points ----------------------------------------------------------------------------------------

    def chapters(self) -> Iterator[Block]:
        """A chapter for each problem; projects without one stand under the goal they serve, else last."""
        groups: dict[str, list[Project]] = {self.words(label): [] for label in c.DOMAIN.values()}
        rest: dict[str, list[Project]] = {}
        for project in running_projects(self.plan):
            if self._is_due(project):
                domain = (project.domains or (None,))[0]
                if domain is not None:
                    groups[self.words(c.DOMAIN[domain])].append(project)
                else:
                    rest.setdefault(self._goal_of(project), []).append(project)
        last = rest.pop("", [])
        groups.update((f"\u0000{title}", listed) for title, listed in rest.items())
        for title, listed in groups.items():
            if listed:
                yield from self._chapter(title.removeprefix("\u0000"), listed)
        if last:
            yield from self._chapter(self.words(N_("Other points")), last)

    def _chapter(self, title: str, projects: list[Project]) -> Iterator[Block]:
        yield Heading(1, printable(without_number(title)), self.numbering.next(1))
        for project in projects:
            named = without_number(" ".join(printable(project.title).split()))
            if self._is_carried_over(project):
                named = self.wording.beside(named, self.words(N_("carried over")))
            yield Heading(2, named, self.numbering.next(2))
            yield from self._point(project)

    def _point(self, project: Project) -> Iterator[Block]:
        goals = [goal for goal in project.year_goals or () if goal.year == self.year]
        told = [self._goal_text(goal.quarter, goal.text) for goal in goals]
        if not told:
            told = [project.description or self._nothing_stated(project)]
        *before, last = (self.wording.sentence(printable(text.strip())) for text in told)
        for text in before:
            yield Paragraph(plain(text))
        runs = [Run(last)]
        if aside := self._units(project):
            runs.append(Run(aside if self.wording.chinese else f" {aside}", "aside"))
        yield Paragraph(tuple(runs))
        for milestone in self._milestones(project):
            due = milestone.due
            assert due is not None
            day = self.wording.day(due)
            said = f"{day}前：{milestone.title}" if self.wording.chinese else f"By {day}: {milestone.title}"
            if milestone.deliverable:
                said = self.wording.beside(said, milestone.deliverable)
            mark = "——" if self.wording.chinese else "– "
            yield Point(mark, plain(self.wording.sentence(printable(said))))

    def _nothing_stated(self, project: Project) -> str:
        """That the plan asks for nothing by years, and by when all is to be done."""
        due = project.due_text or (self.wording.day(project.end) if project.end else "")
        said = self.words(N_("The plan states no goal for the year"))
        return self.wording.beside(said, self.wording.labelled("Due date", due)) if due else said

    def _goal_text(self, quarter: int | None, text: str) -> str:
        if quarter is None:
            return text
        return f"第{'一二三四'[quarter - 1]}季度：{text}" if self.wording.chinese else f"Q{quarter}: {text}"

    def _units(self, project: Project) -> str:
        """（牵头单位：X；责任单位：A、B；配合单位：C）; empty when no unit is known."""
        said = []
        for label, ids in (
            ("Lead unit", (project.lead_unit, *(project.co_leads or ()))),
            ("Responsible units", project.responsible_units or ()),
            ("Supporting units", project.support_units or ()),
        ):
            if names := unit_names(self.plan, ids):
                said.append(self.wording.labelled(label, self.wording.listed(names)))
        return self.wording.bracketed(printable(self.wording.clauses(said))) if said else ""

    def _is_due(self, project: Project) -> bool:
        """Whether the year asks something of a project: by its goals, milestones, or that it runs then."""
        if any(goal.year == self.year for goal in project.year_goals or ()) or self._milestones(project):
            return True
        # A programme is told by its parts; what states goals by years has none for this one.
        if self.plan.children(project.id) or project.year_goals or project.status == "done":
            return False
        start = start_of(self.plan, project)
        ends = project.end is not None or bool(project.ongoing)
        runs = start is not None and start.year <= self.year
        return ends and runs and (project.end is None or project.end.year >= self.year)

    def _is_carried_over(self, project: Project) -> bool:
        """Whether it is built since before the year; services and standing tasks just go on."""
        return project.kind != "task" and project.start is not None and project.start.year < self.year

    def _milestones(self, project: Project) -> list[Milestone]:
        owned = (self.plan.find(id_, Milestone) for id_ in self.plan.owned(project.id))
        found = [one for one in owned if one is not None and one.due and one.due.year == self.year]
        return sorted(found, key=lambda one: (one.due.isoformat() if one.due else "", one.id))

    def _goal_of(self, project: Project) -> str:
        """The goal that a project serves first."""
        served = sorted(project.goals or (), key=lambda link: link.role != "primary")
        goals = (self.plan.find(link.goal, Goal) for link in served)
        return next((goal.title for goal in goals if goal is not None), "")

    # -- indicators ------------------------------------------------------------------------------------

    def targets(self) -> list[Block] | None:
        """What the indicators must reach in the year; None when nothing is asked of them."""
        words = self.words
        rows: list[Row] = []
        for one in self.plan.all(Indicator):
            shown = target_of(one, self.year)
            if shown:
                units = self.wording.listed(unit_names(self.plan, [one.responsible_unit])) or DASH
                cells = (str(len(rows) + 1), one.name, one.unit or DASH, shown, units)
                rows.append(Row(tuple(map(printable, cells))))
        if not rows:
            return None
        columns = (
            Column(words("No."), 12, "center"),
            Column(words("Indicator"), 60),
            Column(words("Unit"), 22, "center"),
            Column(words(N_("Target of the year")), 26, "center"),
            Column(words("Responsible unit"), 36, "center"),
        )
        heading = self.chapter(N_("Indicators of the year"))
        caption = words(N_("Indicator targets of {year}"), year=self.year)
        return [heading, self.numbered(Table(columns, tuple(rows), caption, name=words("Indicators")))]
