"""The Gantt chart: projects as a tree beside their bars, money by year below, all edited in place."""

from __future__ import annotations

from functools import partial
from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent

from workbench.i18n import tr
from workbench.plan import edits
from workbench.plan.elements import Milestone
from workbench.ui.views.gantt_following import GanttFollowing
from workbench.ui.views.gantt_menu import menu_at
from workbench.ui.views.gantt_scale import SCALES
from workbench.ui.views.gantt_words import about_day, about_goals, about_link, about_milestone

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from workbench.analysis.bars import Tie
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout
    from workbench.ui.views.gantt_chart import Hit


class GanttView(GanttFollowing):
    """The view of the plan's time."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None, *, today: date | None = None) -> None:
        super().__init__(bridge, parent, today=today)
        self.chart.describe = self._tip
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

    def _add_project(self) -> None:
        plan = self._bridge.plan
        if plan is not None:
            change = edits.add(plan, "project", {"title": tr("New project")})
            if self._bridge.apply(change):
                self._bridge.navigate.emit(change.operations[0].id, "title")

    # -- words -----------------------------------------------------------------------------------------

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
