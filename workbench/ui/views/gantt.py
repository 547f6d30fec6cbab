"""The Gantt chart: projects as a tree beside their bars, money by year below, all edited in place."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QKeyEvent

from workbench.i18n import tr
from workbench.plan import edits
from workbench.plan.elements import Milestone
from workbench.ui.views.gantt_chart import Hit
from workbench.ui.views.gantt_gestures import Gestures
from workbench.ui.views.gantt_layout import GanttLayout
from workbench.ui.views.gantt_menu import menu_at
from workbench.ui.views.gantt_scale import SCALES
from workbench.ui.views.gantt_state import Shown, days_of_version, touches
from workbench.ui.views.gantt_words import (
    about_chain,
    about_day,
    about_goals,
    about_link,
    about_milestone,
    about_project,
)

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QShowEvent
    from PySide6.QtWidgets import QWidget

    from workbench.analysis.bars import Bars, Tie
    from workbench.analysis.yearly_money import YearlyMoney
    from workbench.plan.plan import Plan
    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout

#: Milliseconds after which the chart follows what was found, and what is typed into its filter.
_PAUSE: Final = 80
#: Projects whose bars are worked out at once; of more than that, beside the window.
_AT_ONCE: Final = 600
#: As many of a plan just opened: that takes half a second.
_WAITED_FOR: Final = 6_000


class GanttView(GanttLayout):
    """The view of the plan's time."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None, *, today: date | None = None) -> None:
        super().__init__(bridge, parent)
        self.gestures = Gestures(self.chart, bridge)
        self.chart.gestures = self.gestures
        self.chart.describe = self._tip
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
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        chart, tree, bridge = self.chart, self.tree, self._bridge
        chart.verticalScrollBar().valueChanged.connect(tree.verticalScrollBar().setValue)
        tree.verticalScrollBar().valueChanged.connect(chart.verticalScrollBar().setValue)
        tree.expanded.connect(partial(self._folded, is_open=True))
        tree.collapsed.connect(partial(self._folded, is_open=False))
        tree.selectionModel().currentChanged.connect(self._went)
        tree.installEventFilter(self)
        tree.doubleClicked.connect(self._open_index)
        chart.chosen.connect(self._tell)
        chart.viewport().setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        chart.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        chart.customContextMenuRequested.connect(self._menu)
        chart.scaled.connect(lambda: self.bar.mark_scale(chart.scale.step / self.font_factor))
        self.filter.textChanged.connect(self._typed.start)
        self.gestures.link_wanted.connect(self.edit_link)
        self.gestures.opened.connect(bridge.navigate)
        self.gestures.said.connect(self._say)
        bar = self.bar
        bar.scale_chosen.connect(self.choose_scale)
        bar.zoomed.connect(lambda by: chart.zoom(chart.scale.step * by))
        bar.fit_wanted.connect(chart.fit)
        bar.today_wanted.connect(self.show_today)
        bar.shown.connect(self._show_part)
        bar.baseline_chosen.connect(self.compare_with)
        bar.export_wanted.connect(self.export)
        self.begin.clicked.connect(self._add_project)
        bridge.changed.connect(self._changed)
        bridge.checked.connect(self._marks.start)
        bridge.plan_opened.connect(self._plan_opened)
        bridge.navigate.connect(self._navigate)
        bridge.versions_changed.connect(self._list_versions)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self.dress)

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.name_widgets()
        self._list_versions()
        self.dress()
        self._say_foot()
        self._show_page()

    # -- following the plan ----------------------------------------------------------------------------

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

    def _add_project(self) -> None:
        plan = self._bridge.plan
        if plan is not None:
            change = edits.add(plan, "project", {"title": tr("New project")})
            if self._bridge.apply(change):
                self._bridge.navigate.emit(change.operations[0].id, "title")

    # -- what is chosen --------------------------------------------------------------------------------

    def _navigate(self, id_: str, _field: str) -> None:
        plan = self._bridge.plan
        milestone = plan.find(id_, Milestone) if plan is not None else None
        project = milestone.project if milestone is not None else id_
        if project != self.chart.current and plan is not None and plan.get(project) is not None:
            if plan.elements[project].kind_name == "project":
                self._put_current(project)
                self.chart.show_row(project)
        if project == self.chart.current:
            self.chart.milestone = milestone.id if milestone is not None else ""
            self._say_foot()
            self._tell_readers()

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
        said = self.gestures.milestones.about() or "; ".join(self._about(self.chart.current))
        self.chart.setAccessibleDescription(said)

    def _went(self, at: QModelIndex, _before: QModelIndex) -> None:
        node = self.model.node_at(at)
        if node is not None and not self._following:
            self._tell(node.id)

    def _tell(self, id_: str) -> None:
        """Choose a project and tell the other views."""
        if id_ != self.chart.current:
            self._put_current(id_)
            self.chart.show_row(id_)
            self._bridge.navigate.emit(id_, "")

    def _open_index(self, at: QModelIndex) -> None:
        node = self.model.node_at(at)
        if node is not None and not node.below:
            self._bridge.navigate.emit(node.id, "start")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.tree and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self.gestures.keys.press(event)
        return super().eventFilter(watched, event)

    def _menu(self, place: QPoint) -> None:
        chart = self.chart
        at = QPointF(place)
        hit = chart.hit(at)
        self.gestures.choose(hit)
        menu = menu_at(
            chart, self.gestures, hit, chart.scale.day(chart.place(at).x()), can_edit=self._bridge.is_writable
        )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not menu.isEmpty():
            menu.popup(chart.viewport().mapToGlobal(place))

    # -- words -----------------------------------------------------------------------------------------

    def _about(self, id_: str) -> list[str]:
        plan, bars = self._bridge.plan, self.model.bars
        if plan is None or bars is None or id_ not in plan:
            return []
        return about_project(plan, bars, self.chart.look, id_, self.shown.findings.get(id_, ()))

    def _tip(self, hit: Hit, day: int) -> str:
        plan = self._bridge.plan
        if plan is None:
            return ""
        if hit.what == "link" and hit.tie is not None:
            said = [about_link(plan, hit.tie)]
        elif hit.milestone:
            said = about_milestone(plan, hit.milestone)
        elif hit.what == "row":
            said = [about_day(self.chart.look, day), *about_goals(plan, hit.id, day)]
        elif hit.id:
            said = self._about(hit.id)
        else:
            said = [about_day(self.chart.look, day)]
        return "<br>".join(escape(one) for one in said)

    def _say(self, text: str) -> None:
        if text:
            self.foot.setText(text)
        else:
            self._say_foot()

    def _say_foot(self) -> None:
        said = self.gestures.milestones.about() or about_chain(self._bridge.plan, self.model.bars)
        self.foot.setText(said)
        self.foot.setToolTip(said)

    # -- what is shown ---------------------------------------------------------------------------------

    def choose_scale(self, name: str) -> None:
        """Show days, weeks, months, quarters or years."""
        self.chart.zoom(SCALES[name][1] * self.font_factor)

    def show_today(self) -> None:
        """Bring today into sight, or the day on which progress is judged."""
        day = self.chart.look.today or self.chart.look.as_of
        if day is not None:
            self.chart.show_day(day.toordinal())

    def _show_part(self, name: str, is_on: bool) -> None:
        if name == "money":
            self.band.setVisible(is_on)
            self.legend.setVisible(is_on)
        elif name == "snap":
            self.gestures.snaps = is_on
        else:
            setattr(self.chart.look, name, is_on)
        self.dress()

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

    # -- links and exports -----------------------------------------------------------------------------

    def edit_link(self, tie: Tie) -> None:
        """Ask for the type and the lag of a link."""
        from workbench.ui.dialogs.project_link import ProjectLink

        plan = self._bridge.plan
        if plan is None or not self._bridge.is_writable:
            return
        dialog = ProjectLink(self, plan, tie.link)
        dialog.accepted.connect(lambda: self._relink(tie, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _relink(self, tie: Tie, dialog: Any) -> None:
        if dialog.removed:
            self.gestures.delete_link(tie)
            return
        self.gestures.relink(tie, str(dialog.type.currentData()), dialog.lag.value())

    def printout(self) -> Printout | None:
        """The chart shown on pages, the whole time on each."""
        from workbench.ui.views.gantt_export import drawing_of
        from workbench.ui.views.gantt_paper import GanttPrintout

        drawn = drawing_of(self)
        return GanttPrintout(drawn) if drawn is not None else None

    def export(self, kind: str) -> None:
        """Print the chart, or write it as PDF, SVG or PNG."""
        from workbench.ui.views.gantt_export import export

        export(self, self._bridge, kind)
