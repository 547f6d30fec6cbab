"""Milestones in the Gantt chart by keys and menu: gone to, moved, added, renamed, deleted."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF

from workbench.analysis.schedule import later
from workbench.i18n import tr
from workbench.plan import edits
from workbench.plan.elements import Milestone, Project
from workbench.ui.phrases import listed
from workbench.ui.views.gantt_words import about_milestone

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.analysis.bars import Diamond
    from workbench.ui.bridge import Bridge
    from workbench.ui.views.gantt_chart import GanttChart
    from workbench.ui.views.gantt_line import GanttLine

#: Letters that a name has room for.
_LETTERS = 26


class Milestones:
    """The milestone chosen in the chart, and what is done to it."""

    def __init__(self, chart: GanttChart, bridge: Bridge, line: GanttLine) -> None:
        self._chart = chart
        self._bridge = bridge
        self._line = line
        #: Tells the rest of the window which milestone was chosen.
        self.tell: Callable[[str], object] = lambda _id: None

    @property
    def chosen(self) -> Milestone | None:
        """The milestone chosen, if it is still there."""
        plan = self._chart.plan
        return plan.find(self._chart.milestone, Milestone) if plan is not None else None

    def choose(self, id_: str) -> None:
        """Choose a milestone of the current project; "" for none."""
        chart = self._chart
        if id_ == chart.milestone:
            return
        chart.milestone = id_
        chart.viewport().update()
        if id_:
            chart.tie = None
            self.tell(id_)

    def leave(self) -> None:
        """Go back to the project from its milestone."""
        self.choose("")
        self.tell(self._chart.current)

    def step(self, by: int) -> None:
        """Go to the next (1) or the previous (-1) milestone of the current project, in the order of days."""
        marks = self._chart.diamonds(self._chart.current)
        if not marks:
            return
        ids = [one.id for one in marks]
        at = ids.index(self._chart.milestone) + by if self._chart.milestone in ids else min(by, 0)
        mark = marks[at % len(marks)]
        self.choose(mark.id)
        self.show(mark)

    def show(self, mark: Diamond) -> None:
        """Bring a milestone into sight."""
        chart = self._chart
        across = chart.horizontalScrollBar().value()
        x = chart.scale.x(mark.day)
        if not across <= x <= across + chart.viewport().width():
            chart.show_day(mark.day)

    def move(self, to: date) -> None:
        """Give the milestone chosen another day; keys pressed one after another are one step."""
        plan, one = self._chart.plan, self.chosen
        if plan is None or one is None or one.due == to or not self._bridge.is_writable:
            return
        change = edits.set_field(plan, one.id, "due", to, merge_key=f"milestone due {one.id}")
        self._bridge.apply(change)

    def begin(self, day: date | None = None) -> None:
        """Ask for the name of a new milestone of the current project, at a day or where the bar ends."""
        chart, plan = self._chart, self._chart.plan
        project = plan.find(chart.current, Project) if plan is not None else None
        if project is None or not self._bridge.is_writable:
            return
        bar = chart.bar(project.id)
        if day is None:
            marked = chart.look.as_of or chart.look.today
            day = date.fromordinal(bar.last) if bar is not None else marked
        if day is None:
            return
        due = day
        chart.show_row(project.id)

        def add(title: str) -> None:
            plan = chart.plan
            if not title or plan is None or project.id not in plan:
                return
            values: dict[str, Any] = {"title": title, "project": project.id, "due": due}
            change = self._bridge.attempt(lambda: edits.add(plan, "milestone", values))
            if change is not None and self._bridge.apply(change):
                self.choose(change.operations[0].id)

        name = tr("Name of the new milestone on {day}", day=due.isoformat())
        self._line.ask(self._place(project.id, due), name, "", _LETTERS, add)

    def rename(self) -> None:
        """Ask for another name of the milestone chosen."""
        one = self.chosen
        if one is None or not self._bridge.is_writable:
            return
        day = one.due or one.done_on
        if day is None:
            return

        def renamed(title: str) -> None:
            plan = self._chart.plan
            if title and plan is not None and one.id in plan and title != one.title:
                self._bridge.apply(edits.rename(plan, one.id, title))

        self._line.ask(
            self._place(one.project, day), tr("Name of the milestone"), one.title, _LETTERS, renamed
        )

    def delete(self) -> None:
        """Take the milestone chosen away; undo brings it back."""
        plan, one = self._chart.plan, self.chosen
        if plan is None or one is None or not self._bridge.is_writable:
            return
        change = self._bridge.attempt(lambda: edits.delete(plan, [one.id]))
        if change is not None and self._bridge.apply(change):
            self.choose("")

    def moved(self, days: int) -> date | None:
        """The day of the milestone chosen, so many days later."""
        one = self.chosen
        return later(one.due, days) if one is not None and one.due is not None else None

    def about(self) -> str:
        """The milestone chosen in one line; "" for none."""
        plan, one = self._chart.plan, self.chosen
        return listed(about_milestone(plan, one.id)) if plan is not None and one is not None else ""

    def _place(self, project: str, day: date) -> QPointF:
        """Where a day of a project's row is in sight."""
        chart = self._chart
        y = chart.y_of(project) or 0.0
        return chart.seen(QPointF(chart.scale.x(day.toordinal()) + chart.sizes.line, y))
