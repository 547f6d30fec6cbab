"""The card of one indicator: its path as a chart, its years as a table, and all that the plan says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QGridLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from workbench.analysis.indicator_path import Path, path_of
from workbench.i18n import tr
from workbench.plan.elements import Indicator, SchemeItem
from workbench.ui import pictures
from workbench.ui.keyboard import hand_on
from workbench.ui.models import cells
from workbench.ui.views.indicator_card_chart import PathChart
from workbench.ui.views.indicator_card_drawing import Sight
from workbench.ui.views.indicator_card_edits import move_target, take_offer, type_actual, type_target
from workbench.ui.views.indicator_card_facts import facts
from workbench.ui.views.indicator_card_offer import OfferLine
from workbench.ui.views.indicator_card_page import FactsPage
from workbench.ui.views.indicator_card_strip import CardStrip
from workbench.ui.views.indicator_card_table import YearsTable
from workbench.ui.views.indicator_card_words import (
    NO_OUTLOOK,
    TARGET,
    forecast_text,
    no_indicator,
    nothing_of,
    standing,
)
from workbench.ui.views.indicator_card_work import Known, work_out
from workbench.ui.views.target_reason import TargetReason
from workbench.ui.views.when_seen import WhenSeen

if TYPE_CHECKING:
    from pathlib import Path as File

    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from workbench.plan.change import Change
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout
    from workbench.ui.views.indicator_card_facts import Fact

#: Letters across from which the facts stand beside the chart.
_WIDE: Final = 78


#: Milliseconds that an indicator is looked at before its forecast and scores are worked out.
_PAUSE: Final = 200


class IndicatorCardView(WhenSeen):
    """Shows the indicator that was last chosen anywhere, at first the first of the plan."""

    needs_plan = False

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.id = ""
        self.path: Path | None = None
        self.known: Known | None = None
        self._chosen: int | None = None
        self._way = ""
        self._is_working = self._is_owed = self._is_seen = False
        self._columns = 0
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._work)
        self._facts: list[Fact] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.strip = CardStrip(self)
        self.strip.asked.connect(lambda id_: bridge.navigate.emit(id_, ""))
        self.strip.method.activated.connect(lambda _at: self._work())
        self.strip.offers.wanted.connect(self.show_offer)
        self.strip.save.wanted.connect(self.ask_and_write)
        self.strip.help.clicked.connect(self._show_help)
        column.addWidget(self.strip)
        self.empty = QLabel(self, wordWrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        column.addWidget(self.empty, 1)
        column.addWidget(self._make_room(), 1)
        hand_on(self, self.chart)
        bridge.navigate.connect(self._went)
        bridge.changed.connect(self.set_stale)
        bridge.checked.connect(self.set_stale)
        bridge.plan_opened.connect(self._forget)
        bridge.busy_changed.connect(self.set_stale)
        bridge.theme_changed.connect(self.retranslate)
        bridge.language_changed.connect(self.retranslate)
        self.retranslate()

    def _make_room(self) -> QWidget:
        self.inside = QWidget(self)
        self.grid = QGridLayout(self.inside)
        self.grid.setContentsMargins(12, 12, 12, 12)
        self.grid.setSpacing(12)
        self.left = QWidget(self.inside)
        rows = QVBoxLayout(self.left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(8)
        self.said, self.foot = QLabel(self.left, wordWrap=True), QLabel(self.left, wordWrap=True)
        self.foot.setProperty("role", "muted")
        for label in (self.said, self.foot):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.chart = PathChart(self.left)
        self.offer = OfferLine(self.left)
        self.reason = TargetReason(self._bridge, self.left)
        self.table = YearsTable(self.left)
        for widget in (self.said, self.chart, self.foot, self.offer, self.reason, self.table):
            rows.addWidget(widget, 1 if widget is self.chart else 0)
        self.page = FactsPage(self.inside)
        self.page.asked.connect(self._open)
        self.chart.chosen.connect(self._choose)
        self.chart.moved.connect(self._move)
        self.chart.typed.connect(self._type_target)
        self.chart.given_up.connect(self.discard_offer)
        self.table.reached.connect(self._choose)
        self.table.years.typed.connect(self._typed)
        self.offer.accepted.connect(self._accept)
        self.offer.discarded.connect(self.discard_offer)
        self.room = QScrollArea(self)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setWidgetResizable(True)
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.setWidget(self.inside)
        return self.room

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.strip.retranslate()
        self.chart.setAccessibleName(tr("Path of the indicator; the table below says the same"))
        self.table.setAccessibleName(tr("Years of the indicator"))
        self.page.setAccessibleName(tr("What the plan says of the indicator"))
        self.reason.retranslate()
        self.table.years.retranslate()
        self.refresh()

    # -- what is shown ---------------------------------------------------------------------------------

    @property
    def indicator(self) -> Indicator | None:
        """The indicator shown."""
        plan = self._bridge.plan
        return plan.find(self.id, Indicator) if plan is not None and plan.exists else None

    def _forget(self) -> None:
        self.id, self._way, self._chosen = "", "", None
        self.path = self.known = None
        self.set_stale()
        if self.isVisible():
            self.refresh()

    def _went(self, id_: str, _field: str) -> None:
        """Follow to an indicator, or to that which an item of a scheme is about; stay where it is none."""
        plan = self._bridge.plan
        element = plan.get(id_) if plan is not None else None
        if isinstance(element, SchemeItem) and plan is not None:
            element = plan.get(element.indicator)
        if isinstance(element, Indicator) and element.id != self.id:
            self.flush()
            self.id, self._way, self._chosen = element.id, "", None
            self._stale = True
            self.refresh_if_seen()

    def refresh(self) -> None:
        """Show the indicator as the plan has it now; forecast and scores follow."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        plan = self._bridge.plan
        self.id = self.strip.put(plan if plan is not None and plan.exists else None, self.id)
        indicator = self.indicator
        self.empty.setVisible(indicator is None)
        self.room.setVisible(indicator is not None)
        self.strip.allow(is_there=indicator is not None, is_writable=self._bridge.is_writable)
        if indicator is None or plan is None:
            self.path = None
            self.empty.setText(no_indicator(has_plan=plan is not None and plan.exists))
            return
        checker = self._bridge.session.checker
        self.path = path_of(indicator, plan.head, checker.as_of, checker.profile.limits)
        if self.known is not None and self.known.indicator != indicator.id:
            self.known = None
        self.offer.put(indicator, self._way, plan.head.base_year)
        self.said.setText(standing(self.path))
        self.reason.show_indicator(indicator)
        self._show()
        # Who goes through indicators one after another does not wait for what is worked out about each.
        self._pause.start()

    @property
    def sight(self) -> Sight | None:
        """What the chart shows."""
        if self.path is None:
            return None
        offer = self.offer.offer
        outlook = self.known.outlook if self.known is not None else NO_OUTLOOK
        return Sight(self.path, outlook, offer.targets if offer is not None else (), self._chosen)

    def _show(self) -> None:
        """Show what is known by now."""
        sight, indicator, plan = self.sight, self.indicator, self._bridge.plan
        if sight is None or indicator is None or plan is None:
            return
        is_locked = not self._bridge.is_writable
        self.chart.is_locked = is_locked
        self.chart.nothing = nothing_of(sight.path)
        self.chart.put(sight)
        self.table.years.put(sight.path, {one.year: one for one in sight.offer}, is_locked=is_locked)
        self.foot.setText(self._forecast())
        self.strip.method.setEnabled(bool(sight.outlook.band))
        found = [one for one in self._bridge.session.checker.findings_of(self.id) if not one.waived]
        scores = self.known.scores if self.known is not None else None
        self._facts = facts(plan, indicator, found, scores)
        self.page.put(self.title, self._facts)

    def _forecast(self) -> str:
        indicator, plan = self.indicator, self._bridge.plan
        if indicator is None or plan is None or indicator.direction == "qualitative":
            return ""
        if self.known is None:
            return tr("The forecast is being worked out…")
        outlook = self.known.outlook
        named = tuple(cells.named(plan, one) for one in outlook.late)
        return forecast_text(outlook._replace(late=named), indicator.unit or "")

    def _work(self) -> None:
        """Work out forecast and scores beside the window."""
        plan = self._bridge.plan
        if plan is None or self.indicator is None or self._is_working:
            self._is_owed = self._is_working
            return
        self._is_working, self._is_owed = True, False
        snapshot, id_, method = plan.snapshot(), self.id, self.strip.method.currentData()
        as_of = self._bridge.session.checker.as_of

        def done(found: Known) -> None:
            here = self._bridge.plan
            if not self._is_seen:
                # Worked out anew when somebody looks again.
                self._stale = True
            elif here is not None and here.exists and here.id == snapshot.id and found.indicator == self.id:
                self.known = found
                self._show()

        self._bridge.background.run(
            lambda: work_out(snapshot, id_, as_of, method), done, after=self._end_working
        )

    def _end_working(self) -> None:
        self._is_working = False
        if self._is_owed and self._is_seen:
            self._work()

    # -- editing ---------------------------------------------------------------------------------------

    def _choose(self, year: int) -> None:
        if year == self._chosen:
            return
        self._chosen = year
        self.table.stand_at(year)
        sight = self.sight
        if sight is not None and self.chart.sight is not None and self.chart.sight.chosen != year:
            self.chart.put(sight)

    def _apply(self, change: Change | None) -> None:
        """Make a change, and show at once what has become of it; refused, everything is as it was."""
        if change is not None:
            self._bridge.apply(change)
        self.refresh()

    def _targets(self, year: int, value: Any, merge_key: str = "") -> None:
        plan, reason = self._bridge.plan, self.reason.reason
        if plan is None or self.path is None or not self._bridge.is_writable:
            return
        path = self.path
        way = type_target if isinstance(value, str) else move_target
        self._apply(self._bridge.attempt(lambda: way(plan, path, year, value, reason, merge_key)))

    def _move(self, year: int, value: object, stay: str) -> None:
        self._targets(year, value, f"{self.id}.targets.{stay}" if stay else "")

    def _type_target(self, year: int, text: str) -> None:
        self._targets(year, text)

    def _typed(self, year: int, column: int, text: str) -> None:
        plan = self._bridge.plan
        if column == TARGET:
            self._type_target(year, text)
        elif plan is not None:
            self._apply(self._bridge.attempt(lambda: type_actual(plan, self.id, year, text)))

    def show_offer(self, way: str) -> None:
        """Show the targets that one way offers for the years in between."""
        self._way = way
        self.refresh()
        self.room.ensureWidgetVisible(self.offer)
        (self.offer.accept if self.offer.accept.isVisible() else self.offer.discard).setFocus()

    def discard_offer(self) -> None:
        """Show the targets as they are again."""
        self._way = ""
        self.refresh()
        self.chart.setFocus()

    def _accept(self) -> None:
        plan, offer, reason = self._bridge.plan, self.offer.offer, self.reason.reason
        if plan is not None and offer is not None:
            self._way = ""
            id_ = self.id
            self._apply(self._bridge.attempt(lambda: take_offer(plan, id_, offer, reason)))
            self.chart.setFocus()

    def flush(self) -> None:
        """Make changes of what has been typed so far."""
        self.chart.flush()
        self.reason.flush()
        typing = QApplication.focusWidget()
        if typing is not None and self.table.viewport().isAncestorOf(typing):
            self.table.commitData(typing)

    # -- around it -------------------------------------------------------------------------------------

    def _open(self, id_: str, field: str) -> None:
        plan = self._bridge.plan
        if plan is not None and id_ in plan:
            self._bridge.navigate.emit(id_, field)

    def _show_help(self) -> None:
        from workbench.ui.dialogs.help_page import HelpPage

        HelpPage(self.window(), "indicator-card").come_up()

    def showEvent(self, event: QShowEvent) -> None:
        self._is_seen = True
        super().showEvent(event)
        self._arrange()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._is_seen = False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """The facts beside the chart where there is room, else below it."""
        columns = 2 if self.width() >= self.fontMetrics().averageCharWidth() * _WIDE else 1
        if columns == self._columns:
            return
        self._columns = columns
        self.grid.addWidget(self.left, 0, 0)
        self.grid.addWidget(self.page, columns % 2, columns - 1)
        self.grid.setColumnStretch(0, 5)
        self.grid.setColumnStretch(1, 3 if columns == 2 else 0)

    # -- saving ----------------------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """The indicator by code and name."""
        plan = self._bridge.plan
        return cells.named(plan, self.id) if plan is not None and self.id in plan else ""

    def ask_and_write(self, suffix: str) -> None:
        """Ask for the name of a file and write the chart to it."""
        path = pictures.ask(self, self._bridge, self.title, suffix) if self.path is not None else None
        if path is not None:
            self.write(path)

    def write(self, path: File) -> bool:
        """Write chart or years, as PNG, SVG or CSV by the name; False, with the Problem told, if not."""
        from workbench.ui.views.indicator_card_export import picture_of, table_of

        sight, plan = self.sight, self._bridge.plan
        if sight is None or plan is None:
            return False
        return pictures.write(
            self._bridge,
            path,
            lambda: picture_of(plan, sight.at_rest, self.title, self._forecast(), self.font()),
            lambda: table_of(sight),
        )

    def printout(self) -> Printout | None:
        """Chart, years and facts on pages."""
        from workbench.ui.views.indicator_card_export import CardPrintout

        sight, plan = self.sight, self._bridge.plan
        if sight is None or plan is None:
            return None
        return CardPrintout(plan, sight.at_rest, self.title, self._forecast(), self._facts)
