"""What the Gantt chart shows of the plan as it is now: bars, findings about dates, the version behind."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from workbench.analysis.bars import bars_of
from workbench.analysis.floats import stated_end
from workbench.analysis.working_days import calendar_named
from workbench.analysis.yearly_money import yearly_money
from workbench.plan.elements import Milestone, Project
from workbench.ui.models.severity import ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.analysis.bars import Bars
    from workbench.analysis.yearly_money import YearlyMoney
    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding
    from workbench.ui.bridge import Bridge
    from workbench.ui.models.gantt_rows import ProjectsModel
    from workbench.ui.views.gantt_paint import Look

#: Kinds of elements that the chart shows.
SHOWN: Final = frozenset({"plan", "project", "milestone", "envelope"})
#: Fields whose findings are marked in the chart.
_TIMELY: Final = frozenset(
    {
        "start",
        "end",
        "duration_days",
        "ongoing",
        "predecessors",
        "year_goals",
        "progress",
        "status",
        "due",
        "done_on",
    }
)
#: Days beyond the bars within which today widens the time that is shown.
_AROUND: Final = 400


def touches(change: Change | None) -> bool:
    """Whether a change can show in the chart."""
    return change is None or any(op.kind in SHOWN for op in change.operations)


def timely(plan: Plan, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """Findings about dates, links, goals of years and progress, by project; those of milestones too."""
    found: dict[str, list[Finding]] = {}
    for one in findings:
        if one.waived or one.field.partition("[")[0].partition(".")[0] not in _TIMELY:
            continue
        about = plan.get(one.id)
        if isinstance(about, Milestone):
            about = plan.get(about.project)
        if isinstance(about, Project):
            found.setdefault(about.id, []).append(one)
    return found


def worst(findings: dict[str, list[Finding]]) -> dict[str, str]:
    """The worst severity by project."""
    return {id_: max((one.severity for one in some), key=ORDER.index) for id_, some in findings.items()}


def days_of_version(bridge: Bridge, name: str) -> dict[str, tuple[int, int]] | None:
    """First and last day by project in a saved version; None when there is no such version."""
    number = next((one.number for one in bridge.session.versions() if one.name == name), None)
    if number is None:
        return None
    plan = bridge.attempt(lambda: bridge.session.plan_as_of(number))
    if plan is None:
        return None
    found = {}
    for project in plan.all(Project):
        first, last = project.start, stated_end(project)
        if first is not None and last is not None and first <= last:
            found[project.id] = (first.toordinal(), last.toordinal())
    return found


class Shown:
    """Works out what is shown; asked again after changes."""

    def __init__(self, model: ProjectsModel, look: Look, today: date | None) -> None:
        self._model = model
        self._look = look
        self._today = today
        self.findings: dict[str, list[Finding]] = {}

    @property
    def today(self) -> date:
        """The day where the user is."""
        return self._today or date.today()  # noqa: DTZ011

    def work_out(self, plan: Plan) -> tuple[Bars, YearlyMoney]:
        """Bars and money of a plan, perhaps in a thread; touches nothing else."""
        return bars_of(plan, plan.head.as_of or self.today), yearly_money(plan)

    def take_up(self, plan: Plan, bars: Bars) -> tuple[int, int]:
        """Show these bars; the first and last day to be shown."""
        head, look = plan.head, self._look
        settings = head.settings
        look.calendar = calendar_named(settings.calendar if settings is not None else None)
        look.as_of = head.as_of
        today = self.today
        self._model.bars = bars
        look.has_goals = bars.has_goals
        edges = list(bars.span) if bars.span is not None else []
        look.period = None
        if head.period is not None and head.period.start <= head.period.end:
            look.period = (head.period.start.toordinal(), head.period.end.toordinal())
            edges += look.period
        if head.as_of is not None:
            edges.append(head.as_of.toordinal())
        edges += [day for one in look.baseline.values() for day in one]
        now = today.toordinal()
        edges = edges or [now - 30, now + 700]
        look.today = today if min(edges) - _AROUND <= now <= max(edges) + _AROUND else None
        if look.today is not None:
            edges.append(now)
        return min(edges), max(edges)

    def take_up_dates(self, plan: Plan, change: Change | None) -> None:
        """Show the bars of a change at their new dates at once; all that follows from it comes later."""
        bars = self._model.bars
        if bars is None or change is None:
            return
        moved = dict(bars.bars)
        for id_ in {op.id for op in change.operations if op.kind == "project" and op.action == "set"}:
            project, bar = plan.find(id_, Project), moved.get(id_)
            last = stated_end(project) if project is not None else None
            if project is None or bar is None or project.start is None or last is None:
                continue
            if project.start <= last:
                first = project.start.toordinal()
                moved[id_] = bar._replace(first=first, last=last.toordinal(), is_worked_out=False)
        for id_ in {op.id for op in change.operations if op.kind == "milestone" and op.action == "set"}:
            one = plan.find(id_, Milestone)
            bar = moved.get(one.project) if one is not None else None
            if one is not None and one.due is not None and bar is not None:
                day = one.due.toordinal()
                marks = (mark._replace(day=day) if mark.id == id_ else mark for mark in bar.diamonds)
                moved[bar.id] = bar._replace(diamonds=tuple(marks))
        self._model.bars = bars._replace(bars=moved)

    def take_up_findings(self, plan: Plan, findings: Iterable[Finding]) -> None:
        """Read what was found."""
        self.findings = timely(plan, findings)
        self._look.severity = worst(self.findings)
        self._model.severity = dict(self._look.severity)
