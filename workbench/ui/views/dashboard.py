"""The dashboard: money, load, progress and what is due, in charts whose marks open what they stand for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from workbench.analysis.dashboard import Figures, figures
from workbench.i18n import tr
from workbench.ui import pictures
from workbench.ui.keyboard import hand_on
from workbench.ui.pictures import SaveButton
from workbench.ui.views.dashboard_area import ChartArea
from workbench.ui.views.dashboard_money import ProblemsChart, UnitsChart, YearsChart
from workbench.ui.views.dashboard_state import DueChart, LoadChart, ProgressChart

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from workbench.plan.plan import Plan
    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout
    from workbench.ui.views.dashboard_chart import Chart

CHARTS: Final[tuple[type[Chart], ...]] = (
    YearsChart,
    ProgressChart,
    ProblemsChart,
    UnitsChart,
    LoadChart,
    DueChart,
)
#: Milliseconds of quiet after a change before the figures are worked out anew.
_PAUSE: Final = 120
#: Elements of a plan that is worked out at once; a larger one beside the window.
_AT_ONCE: Final = 1_500


class Panel(QFrame):
    """One chart with its title, what is said of it, and the ways to save it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", "true")
        self.title = QLabel(self)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.caption = QLabel(self, wordWrap=True)
        self.foot = QLabel(self, wordWrap=True)
        for label in (self.title, self.caption, self.foot):
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self.caption, self.foot):
            label.setProperty("role", "muted")
        self.area = ChartArea(self)
        self.area.said.connect(self.foot.setText)
        self.save = SaveButton(self)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.caption)
        column.addWidget(self.area, 1)
        column.addWidget(self.foot)

    def name(self, title: str) -> None:
        """Words in the language now spoken."""
        self.title.setText(title)
        self.save.name(title)

    def put(self, chart: Chart) -> None:
        """Show a chart."""
        self.caption.setText(chart.caption())
        self.caption.setVisible(bool(chart.caption()))
        self.area.put(chart)
        at = self.area.current
        self.foot.setText(chart.said(at) if at >= 0 else "")


class DashboardView(QWidget):
    """The charts side by side, or one below the other where it is narrow."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._stale = True
        self._is_working = False
        self._columns = 0
        self._last: tuple[Plan, Figures] | None = None
        self.inside = QWidget(self)
        self.grid = QGridLayout(self.inside)
        self.grid.setContentsMargins(12, 12, 12, 12)
        self.grid.setSpacing(12)
        self.panels = {one.key: Panel(self.inside) for one in CHARTS}
        for kind in CHARTS:
            panel = self.panels[kind.key]
            panel.area.opened.connect(bridge.navigate)
            panel.save.wanted.connect(partial(self.ask_and_write, kind.key))
        self.page = QScrollArea(self)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setWidgetResizable(True)
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page.setWidget(self.inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        hand_on(self, self.panels[CHARTS[0].key].area)
        self._quiet = QTimer(self, singleShot=True, interval=_PAUSE)
        self._quiet.timeout.connect(self.refresh_if_seen)
        bridge.changed.connect(self._changed)
        bridge.plan_opened.connect(self._plan_opened)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        for kind in CHARTS:
            self.panels[kind.key].name(tr(kind.title))
        if self._last is not None:
            self._put(*self._last)

    # -- following the plan ----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
        self.refresh_if_seen()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Two columns where each has room for a chart."""
        columns = 2 if self.width() >= self.fontMetrics().averageCharWidth() * 90 else 1
        if columns == self._columns:
            return
        self._columns = columns
        for at, panel in enumerate(self.panels.values()):
            self.grid.removeWidget(panel)
            self.grid.addWidget(panel, at // columns, at % columns)
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, columns - 1)

    def _plan_opened(self) -> None:
        self._stale = True
        self._last = None
        self._quiet.start(0)

    def _changed(self, _event: Event) -> None:
        self._stale = True
        self._quiet.start(_PAUSE)

    def refresh_if_seen(self) -> None:
        """Show the plan as it is now, if the view can be seen."""
        if self._stale and self.isVisible():
            self.refresh()

    def refresh(self) -> None:
        """Show the plan as it is now; a large one is worked out beside the window."""
        plan = self._bridge.plan
        if plan is None or not plan.exists:
            return
        if self._is_working:
            # What is stale when it ends is worked out again.
            self._stale = True
            return
        self._stale = False
        as_of = self._bridge.session.checker.as_of
        if len(plan) <= _AT_ONCE:
            self._put(plan, figures(plan, as_of))
            return
        self._is_working = True
        snapshot = plan.snapshot()

        def done(found: Figures) -> None:
            here = self._bridge.plan
            if here is not None and here.exists and here.id == snapshot.id:
                # Named as they were counted: an element may be gone by now.
                self._put(snapshot, found)

        self._bridge.background.run(lambda: figures(snapshot, as_of), done, after=self._end_working)

    def _end_working(self) -> None:
        self._is_working = False
        if self._stale:
            self._quiet.start(_PAUSE)

    def _put(self, plan: Plan, found: Figures) -> None:
        self._last = (plan, found)
        for kind in CHARTS:
            self.panels[kind.key].put(kind(plan, found))

    # -- saving ----------------------------------------------------------------------------------------

    def ask_and_write(self, key: str, suffix: str) -> None:
        """Ask for the name of a file and write a chart to it."""
        title = next(tr(one.title) for one in CHARTS if one.key == key)
        path = pictures.ask(self, self._bridge, title, suffix) if self._last is not None else None
        if path is not None:
            self.write(key, path)

    def write(self, key: str, path: Path) -> bool:
        """Write a chart to a file, as PNG, SVG or CSV by its name; False, with the Problem told, if not."""
        from workbench.ui.views.dashboard_export import picture_of

        if self._last is None:
            return False
        plan, found = self._last
        # Its own: the one on the screen keeps the size of the screen.
        chart = next(one for one in CHARTS if one.key == key)(plan, found)
        title = plan.head.title or ""
        return pictures.write(self._bridge, path, lambda: picture_of(chart, self.font(), title), chart.table)

    def printout(self) -> Printout | None:
        """All charts on pages."""
        from workbench.ui.views.dashboard_export import DashboardPrintout

        if self._last is None:
            return None
        plan, found = self._last
        return DashboardPrintout(plan, [kind(plan, found) for kind in CHARTS])
