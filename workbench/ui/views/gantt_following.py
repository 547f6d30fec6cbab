"""How the Gantt chart follows the plan: bars and money worked out, rows filtered, one project chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QTimer

from workbench.i18n import tr
from workbench.ui.phrases import listed
from workbench.ui.views.gantt_gestures import Gestures
from workbench.ui.views.gantt_layout import GanttLayout
from workbench.ui.views.gantt_state import Shown, days_of_version, touches
from workbench.ui.views.gantt_words import about_chain, about_project

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from workbench.analysis.bars import Bars
    from workbench.analysis.yearly_money import YearlyMoney
    from workbench.plan.plan import Plan
    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge

#: Milliseconds after which the chart follows what was found, and what is typed into its filter.
_PAUSE: Final = 80
#: Projects whose bars are worked out at once; of more than that, beside the window.
_AT_ONCE: Final = 600
#: As many of a plan just opened: that takes half a second.
_WAITED_FOR: Final = 6_000


class GanttFollowing(GanttLayout):
    """The widgets with what they show of the plan as it is now."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None, *, today: date | None = None) -> None:
        super().__init__(bridge, parent)
        self.gestures = Gestures(self.chart, bridge)
        self.chart.gestures = self.gestures
        self.model.describe = self._about
        self.shown = Shown(self.model, self.chart.look, today)
        self._is_stale = True
        self._is_fresh_plan = True
        self._following = False
        self._is_working = False
        self._quiet = QTimer(self, singleShot=True, interval=0)
        self._quiet.timeout.connect(self.refresh_if_seen)
        self._marks = QTimer(self, singleShot=True, interval=_PAUSE)
        self._marks.timeout.connect(self._show_findings)
        self._typed = QTimer(self, singleShot=True, interval=_PAUSE)
        self._typed.timeout.connect(lambda: self.apply_filter(self.filter.text()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if sum(self.splitter.sizes()) and self._is_fresh_plan:
            names = min(int(self.width() * 0.45), round(self.font_factor * 480))
            self.splitter.setSizes([names, self.width() - names])
        self.dress()
        self.refresh_if_seen()
        self._marks.start(0)

    def _plan_opened(self) -> None:
        self._is_stale = self._is_fresh_plan = True
        self.model.folded.clear()
        self.model.bars = None
        self.chart.current, self.chart.tie, self.chart.milestone = "", None, ""
        self.chart.look.baseline, self.chart.look.baseline_name = {}, ""
        self.filter.clear()
        self._list_versions()
        self._quiet.start()

    def _changed(self, event: Event) -> None:
        if touches(event.change):
            self._is_stale = True
            plan = self._bridge.plan
            if self._is_large and plan is not None and plan.exists and self.isVisible():
                self.shown.take_up_dates(plan, event.change)
                self.chart.viewport().update()
            self._quiet.start()

    @property
    def _is_large(self) -> bool:
        """Whether working everything out would keep the window waiting."""
        plan = self._bridge.plan
        return plan is not None and plan.count("project") > _AT_ONCE

    def refresh_if_seen(self) -> None:
        """Show the plan as it is now, if the view can be seen."""
        if self._is_stale and self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the plan as it is now."""
        self._is_stale = False
        plan = self._bridge.plan
        if plan is None or not plan.exists:
            self._show_page()
            return
        if not self._is_large or (self._is_fresh_plan and plan.count("project") <= _WAITED_FOR):
            self._put(plan, *self.shown.work_out(plan))
        elif self._is_working:
            self._is_stale = True
        else:
            self._is_working = True
            snapshot = plan.snapshot()

            def done(found: tuple[Bars, YearlyMoney]) -> None:
                here = self._bridge.plan
                if here is not None and here.exists and here.id == snapshot.id:
                    self._put(here, *found)

            self._bridge.background.run(lambda: self.shown.work_out(snapshot), done, after=self._end_working)

    def _end_working(self) -> None:
        self._is_working = False
        if self._is_stale:
            self._quiet.start()

    def _put(self, plan: Plan, bars: Bars, money: YearlyMoney) -> None:
        span = self.shown.take_up(plan, bars)
        self._following = True
        if self.model.refresh():
            self._unfold()
        self._following = False
        self.chart.set_span(*span)
        if self._is_fresh_plan:
            self._is_fresh_plan = False
            self.chart.fit()
        self._choose_new_link()
        self.band.put(money)
        self.legend.put(money)
        self._put_current(self.chart.current)
        self._say_foot()
        self._show_page()
        self.dress()

    def _choose_new_link(self) -> None:
        wanted, self.gestures.wanted_link = self.gestures.wanted_link, None
        bars, chosen = self.model.bars, self.chart.tie
        self.chart.tie = None
        if bars is None or (wanted is None and chosen is None):
            return
        place = wanted or (chosen.link.predecessor, chosen.link.successor, chosen.link.type)  # type: ignore[union-attr]
        for tie in bars.ties_of(place[1]):
            if tie.link[:3] == place:
                self.chart.tie = tie

    def _unfold(self) -> None:
        """Open every line but those that were folded."""
        if any(node.below for node in self.model.tops):
            self.tree.expandAll()
        if not self.model.is_filtered:
            for id_ in self.model.folded:
                at = self.model.index_of(id_)
                if at.isValid():
                    self.tree.collapse(at)

    def _folded(self, at: QModelIndex, *, is_open: bool) -> None:
        node = self.model.node_at(at)
        if node is None or self._following or self.model.is_filtered:
            return
        (self.model.folded.discard if is_open else self.model.folded.add)(node.id)
        self.model.see()
        self.chart.measure()
        self.chart.viewport().update()

    def _show_findings(self) -> None:
        plan = self._bridge.plan
        if plan is None or not plan.exists or not self.isVisible():
            return
        self.shown.take_up_findings(plan, self._bridge.session.checker.findings())
        self.chart.viewport().update()

    def apply_filter(self, text: str) -> None:
        """Show only the projects that answer."""
        self._following = True
        self.model.filter(text)
        self._unfold()
        self._following = False
        self._put_current(self.chart.current)
        self.redraw()

    def _show_page(self) -> None:
        plan = self._bridge.plan
        is_empty = plan is None or not plan.exists or not plan.count("project")
        if is_empty:
            self.empty.setText(
                tr(
                    "This plan has no projects yet. Add one, give it a start and an end, and its bar stands "
                    "here; links between bars show what waits for what."
                )
            )
        self.begin.setVisible(self._bridge.is_writable)
        self._pages.setCurrentIndex(1 if is_empty else 0)

    def _list_versions(self) -> None:
        has_plan = self._bridge.plan is not None and self._bridge.plan.exists
        names = [one.name for one in self._bridge.session.versions()] if has_plan else []
        self.bar.put_versions(names, self.chart.look.baseline_name)

    def compare_with(self, name: str) -> None:
        """Show the dates of a saved version behind the bars; "" shows none."""
        look = self.chart.look
        look.baseline_name = name
        look.baseline = (days_of_version(self._bridge, name) or {}) if name else {}
        self._is_stale = True
        self.refresh_if_seen()

    # -- the project chosen ----------------------------------------------------------------------------

    def _put_current(self, id_: str) -> None:
        if id_ != self.chart.current:
            self.chart.tie = None
            self.gestures.milestones.choose("")
        self.chart.current = id_
        at = self.model.index_of(id_)
        self._following = True
        if at.isValid():
            self.tree.setCurrentIndex(at)
        else:
            self.tree.clearSelection()
        self._following = False
        self._tell_readers()
        self.chart.viewport().update()

    def _tell_readers(self) -> None:
        said = self.gestures.milestones.about() or listed(self._about(self.chart.current))
        self.chart.setAccessibleDescription(said)

    def _about(self, id_: str) -> list[str]:
        plan, bars = self._bridge.plan, self.model.bars
        if plan is None or bars is None or id_ not in plan:
            return []
        return about_project(plan, bars, self.chart.look, id_, self.shown.findings.get(id_, ()))

    def _say_foot(self) -> None:
        said = self.gestures.milestones.about() or about_chain(self._bridge.plan, self.model.bars)
        self.foot.setText(said)
        self.foot.setToolTip(said)
