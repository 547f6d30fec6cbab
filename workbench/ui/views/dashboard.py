"""The dashboard: money, load, progress and what is due, in charts whose marks open what they stand for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.analysis.dashboard import Figures, figures
from workbench.i18n import tr
from workbench.ui import pictures
from workbench.ui.keyboard import hand_on
from workbench.ui.pictures import SaveButton
from workbench.ui.views.dashboard_area import ChartArea
from workbench.ui.views.dashboard_money import ProblemsChart, UnitsChart, YearsChart
from workbench.ui.views.dashboard_state import DueChart, LoadChart, ProgressChart
from workbench.ui.views.dashboard_verdicts import CoverageChart, Standing, StandingChart, VerdictsChart

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QAction, QResizeEvent, QShowEvent

    from workbench.plan.plan import Plan
    from workbench.rules.coverage import Coverage
    from workbench.session.session import Event
    from workbench.session.trend import Point
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout
    from workbench.ui.views.dashboard_chart import Chart

CHARTS: Final[tuple[type[Chart], ...]] = (
    VerdictsChart,
    CoverageChart,
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
        self.title = QLabel(self, wordWrap=True)
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
        self._standing = Standing()
        self._is_judging = False
        bar = self._make_bar()
        self.inside = QWidget(self)
        self.grid = QGridLayout(self.inside)
        self.grid.setContentsMargins(12, 12, 12, 12)
        self.grid.setSpacing(12)
        self.panels = {one.key: Panel(self.inside) for one in CHARTS}
        for kind in CHARTS:
            panel = self.panels[kind.key]
            panel.area.opened.connect(bridge.navigate)
            panel.area.asked.connect(self._ask)
            panel.save.wanted.connect(partial(self.ask_and_write, kind.key))
        self.page = QScrollArea(self)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setWidgetResizable(True)
        self.page.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.page.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.page.setWidget(self.inside)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.page)
        self._hand = hand_on(self, self.panels[CHARTS[0].key].area)
        self._quiet = QTimer(self, singleShot=True, interval=_PAUSE)
        self._quiet.timeout.connect(self.refresh_if_seen)
        self._judged = QTimer(self, singleShot=True, interval=_PAUSE)
        self._judged.timeout.connect(self._refresh_standing)
        bridge.checked.connect(self._judged.start)
        bridge.versions_changed.connect(self._judged.start)
        bridge.changed.connect(self._changed)
        bridge.plan_opened.connect(self._plan_opened)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self.retranslate)
        self.retranslate()

    def _make_bar(self) -> QWidget:
        """The button that chooses charts, above them."""
        bar = QFrame(self)
        bar.setProperty("strip", True)
        row = QHBoxLayout(bar)
        row.setContentsMargins(12, 4, 12, 4)
        self.choice = QToolButton(bar)
        self.choice.setProperty("chip", True)
        self.choice.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choice.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self.choice)
        self.choices: dict[str, QAction] = {}
        hidden = set(self._bridge.settings.hidden_charts)
        for kind in CHARTS:
            chosen = menu.addAction("")
            chosen.setCheckable(True)
            # Settings of another program's version may leave out all there are.
            chosen.setChecked(kind.key not in hidden or hidden.issuperset(one.key for one in CHARTS))
            chosen.toggled.connect(self._choose)
            self.choices[kind.key] = chosen
        self.choice.setMenu(menu)
        row.addStretch(1)
        row.addWidget(self.choice)
        self._keep_one()
        return bar

    @property
    def shown(self) -> list[type[Chart]]:
        """The charts that are wanted, in their order."""
        return [one for one in CHARTS if self.choices[one.key].isChecked()]

    def _choose(self) -> None:
        self._bridge.settings.hidden_charts = [
            key for key, chosen in self.choices.items() if not chosen.isChecked()
        ]
        self._keep_one()
        self._columns = 0
        self._arrange()

    def _keep_one(self) -> None:
        """The last chart cannot be left out: an empty page says nothing."""
        is_last = len(self.shown) == 1
        for chosen in self.choices.values():
            chosen.setEnabled(not (is_last and chosen.isChecked()))

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.choice.setText(tr("Charts"))
        self.choice.setToolTip(tr("Choose which charts are shown"))
        for kind in CHARTS:
            self.panels[kind.key].name(tr(kind.title))
            self.choices[kind.key].setText(tr(kind.title))
        if self._last is not None:
            self._put(*self._last)

    # -- following the plan ----------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()
        self.refresh_if_seen()
        self._judged.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Two columns where each has room for a chart."""
        columns = 2 if self.width() >= self.fontMetrics().averageCharWidth() * 90 else 1
        if columns == self._columns:
            return
        self._columns = columns
        wanted = [self.panels[one.key] for one in self.shown]
        for panel in self.panels.values():
            self.grid.removeWidget(panel)
            panel.setVisible(panel in wanted)
        for at, panel in enumerate(wanted):
            self.grid.addWidget(panel, at // columns, at % columns)
        self._hand.to = wanted[0].area
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, columns - 1)

    def _plan_opened(self) -> None:
        self._stale = True
        self._last = None
        self._standing = Standing()
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
        checker = self._bridge.session.checker
        as_of, limits = checker.as_of, checker.profile.limits
        if len(plan) <= _AT_ONCE:
            self._put(plan, figures(plan, as_of, limits))
            return
        self._is_working = True
        snapshot = plan.snapshot()

        def done(found: Figures) -> None:
            here = self._bridge.plan
            if here is not None and here.exists and here.id == snapshot.id:
                # Named as they were counted: an element may be gone by now.
                self._put(snapshot, found)

        self._bridge.background.run(lambda: figures(snapshot, as_of, limits), done, after=self._end_working)

    def _end_working(self) -> None:
        self._is_working = False
        if self._stale:
            self._quiet.start(_PAUSE)

    def _put(self, plan: Plan, found: Figures) -> None:
        self._last = (plan, found)
        for kind in CHARTS:
            self.panels[kind.key].put(self._made(kind))

    def _made(self, kind: type[Chart]) -> Chart:
        """A chart of what was worked out last."""
        assert self._last is not None
        if issubclass(kind, StandingChart):
            return kind(*self._last, self._standing)
        return kind(*self._last)

    # -- how sound it is -------------------------------------------------------------------------------

    def _refresh_standing(self) -> None:
        """Show the verdicts and the coverage as the rules found them last; versions are judged beside."""
        from workbench.rules.coverage import coverage
        from workbench.session.jobs import Progress

        bridge = self._bridge
        plan = bridge.plan
        if plan is None or not plan.exists or not self.isVisible() or not bridge.is_checked:
            return
        if self._is_judging:
            self._judged.start()
            return
        trend = bridge.attempt(lambda: bridge.trends.of(bridge.session))
        if trend is None:
            return
        checker = bridge.session.checker.fork()
        known = tuple(trend.run(Progress())) if trend.is_known else (trend.now,)
        self._put_standing(plan.id, Standing(self._standing.coverage, known))

        def over() -> None:
            self._is_judging = False

        def judged(found: list[Point]) -> None:
            self._put_standing(plan.id, Standing(self._standing.coverage, tuple(found)))

        def done(found: Coverage) -> None:
            self._put_standing(plan.id, Standing(found, known))
            if not trend.is_known:
                self._is_judging = True
                bridge.background.run(lambda: trend.run(Progress()), judged, after=over)

        self._is_judging = True
        bridge.background.run(lambda: coverage(checker), done, after=over)

    def _put_standing(self, plan_id: str, found: Standing) -> None:
        plan = self._bridge.plan
        if plan is None or plan.id != plan_id:
            return
        self._standing = found
        if self._last is not None:
            for kind in CHARTS:
                if issubclass(kind, StandingChart):
                    self.panels[kind.key].put(self._made(kind))

    def _ask(self, what: str, which: str) -> None:
        """Go to what a mark stands for where that is no element."""
        wanted = {"dimension": self._bridge.dimension_asked, "version": self._bridge.version_asked}
        wanted[what].emit(which)

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
        plan, _ = self._last
        # Its own: the one on the screen keeps the size of the screen.
        chart = self._made(next(one for one in CHARTS if one.key == key))
        title = plan.head.title or ""
        return pictures.write(self._bridge, path, lambda: picture_of(chart, self.font(), title), chart.table)

    def printout(self) -> Printout | None:
        """All charts on pages."""
        from workbench.ui.views.dashboard_export import DashboardPrintout

        if self._last is None:
            return None
        plan, _ = self._last
        return DashboardPrintout(plan, [self._made(kind) for kind in self.shown])
