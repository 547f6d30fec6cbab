"""The score of a year: sheet, units, heat map, forecast, what matters most; each score laid open."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QScrollArea,
    QSplitter,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.analysis.forecast import LINES
from workbench.analysis.scoring import STAGES
from workbench.analysis.year_score import prospect, unit_of, year_score
from workbench.i18n import N_, tr
from workbench.plan.elements import Scheme
from workbench.session.assessing import day_of
from workbench.ui import pictures
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.keyboard import hand_on
from workbench.ui.models.score import About, Lines, LinesModel
from workbench.ui.pictures import SaveButton
from workbench.ui.views import score_lines, score_words
from workbench.ui.views.score_panel import ScorePanel
from workbench.ui.views.when_seen import WhenSeen

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from workbench.analysis.year_score import Prospect, YearScore
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout

PAGES: Final = {
    "sheet": N_("Score sheet"),
    "units": N_("Units"),
    "heat": N_("Heat map"),
    "forecast": N_("What is likely"),
    "gains": N_("What matters most"),
}
#: Letters that the view must be wide for the panel to stand beside the table.
_BESIDE: Final = 105
#: What is laid open on each page first.
_SHOWN_IN: Final = {
    "sheet": "item",
    "units": "unit",
    "heat": "item",
    "forecast": "forecast",
    "gains": "lever",
}
#: Lines of text that table and panel have at the least: where there are fewer, the page is scrolled.
_LINES: Final = 11
#: Lines of text that the view must be high for the names of the pages to stand side by side.
_LOW: Final = 24
#: Letters that a column is wide at most before somebody makes it wider.
_WIDEST: Final = 34
#: Letters that the first column keeps when there is little room.
_NARROWEST: Final = 20


class ScoreView(WhenSeen):
    """A table for each page, and beside it what was chosen there, laid open."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._is_working = False
        self._scheme = ""
        self.found: YearScore | None = None
        self.prospect: Prospect | None = None
        self.shown: About | None = None
        self.key = "sheet"
        self.model = LinesModel(self)
        bar = self._make_bar()
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.save = SaveButton(self)
        self.save.wanted.connect(self.ask_and_write)
        above = QHBoxLayout()
        above.setContentsMargins(12, 6, 8, 6)
        above.addWidget(self.said, 1)
        self.help = QToolButton(self)
        self.help.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.help.clicked.connect(self._explain)
        above.addWidget(self.help, 0, Qt.AlignmentFlag.AlignTop)
        above.addWidget(self.save, 0, Qt.AlignmentFlag.AlignTop)
        self.table = self._make_table()
        self.parted = QSplitter(Qt.Orientation.Horizontal, self)
        self.parted.setChildrenCollapsible(False)
        self.parted.addWidget(self.table)
        self.panel = ScorePanel(bridge, self)
        self.panel.opened.connect(bridge.navigate)
        self.panel.wanted.connect(self.show_about)
        self.parted.addWidget(self.panel)
        self.parted.setStretchFactor(0, 5)
        self.parted.setStretchFactor(1, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        inside = QWidget(self)
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(0)
        below.addLayout(above)
        below.addWidget(self.parted, 1)
        self.room = QScrollArea(self)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setWidgetResizable(True)
        self.room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.room.setWidget(inside)
        column.addWidget(bar)
        column.addWidget(self.room, 1)
        hand_on(self, self.table)
        bridge.changed.connect(self.set_stale)
        bridge.plan_opened.connect(self._forget)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self._show_page)
        bridge.navigate.connect(self._follow)
        self.retranslate()

    def _make_bar(self) -> QWidget:
        bar = QFrame(self)
        bar.setProperty("strip", True)
        around = QVBoxLayout(bar)
        around.setContentsMargins(8, 6, 8, 6)
        row = FlowBox(bar, 6)
        around.addWidget(row)
        self.year, self.stage, self.method = CalmCombo(row), CalmCombo(row), CalmCombo(row)
        self.year.activated.connect(self._choose_year)
        for combo, names in ((self.stage, STAGES), (self.method, LINES)):
            for name in names:
                combo.addItem("", name)
            combo.activated.connect(self._choose)
        row.flow.addWidget(self.year)
        group = QButtonGroup(self)
        self.chips: dict[str, QToolButton] = {}
        for key in PAGES:
            chip = QToolButton(row)
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.clicked.connect(partial(self.show_page, key))
            group.addButton(chip)
            row.flow.addWidget(chip)
            self.chips[key] = chip
        self.chips[self.key].setChecked(True)
        #: The same choice where a low window has no room for them side by side.
        self.pages = CalmCombo(row)
        for key in PAGES:
            self.pages.addItem("", key)
        self.pages.activated.connect(lambda _at: self.show_page(str(self.pages.currentData())))
        self.pages.hide()
        row.flow.addWidget(self.pages)
        for widget in (self.stage, self.method):
            row.flow.addWidget(widget)
        return bar

    def _make_table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setWordWrap(False)
        table.setCornerButtonEnabled(False)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (table.horizontalHeader(), table.verticalHeader()):
            header.setHighlightSections(False)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        table.activated.connect(lambda _index: self.panel.page.setFocus(Qt.FocusReason.OtherFocusReason))
        return table

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        for at, (key, chip) in enumerate(self.chips.items()):
            chip.setText(tr(PAGES[key]))
            self.pages.setItemText(at, tr(PAGES[key]))
        self.pages.setAccessibleName(tr("Page"))
        for combo, names, said in (
            (self.stage, STAGES, tr("Which scores")),
            (self.method, LINES, tr("How it is forecast")),
        ):
            for at, name in enumerate(names.values()):
                combo.setItemText(at, tr(name))
            combo.setAccessibleName(said)
        self.year.setAccessibleName(tr("Year"))
        self.panel.retranslate()
        self.help.setText(tr("How it works"))
        self._show_page()

    # -- following the plan ----------------------------------------------------------------------------

    @property
    def can_refresh(self) -> bool:
        plan = self._bridge.plan
        return plan is not None and plan.exists

    def _forget(self) -> None:
        self.found = self.prospect = self.shown = None
        self._scheme = ""
        self._show_page()
        self.set_stale()

    def refresh(self) -> None:
        """Score the year anew, beside the window."""
        plan = self._bridge.plan
        if plan is None or self._is_working:
            self._pause.start()
            return
        self._stale = False
        scheme = self._scheme_now()
        if scheme is None:
            self.found = self.prospect = self.shown = None
            self._show_page()
            return
        self._is_working = True
        snapshot, as_of, stage = plan.snapshot(), day_of(plan), self.stage.currentData()
        method = self.method.currentData() if self.key == "forecast" else None

        def work() -> tuple[YearScore, Prospect | None]:
            likely = prospect(snapshot, scheme, as_of, method) if method is not None else None
            return year_score(snapshot, scheme, as_of, stage), likely

        def done(made: tuple[YearScore, Prospect | None]) -> None:
            here = self._bridge.plan
            if here is not None and here.exists and here.id == snapshot.id:
                self.found, self.prospect = made
                self._show_page()

        self._bridge.background.run(work, done, after=self._end_working)

    def _end_working(self) -> None:
        self._is_working = False
        if self._stale:
            self._pause.start()

    def _scheme_now(self) -> Scheme | None:
        """The scheme that is shown: the one chosen, else the last whose year is over, else the last."""
        plan = self._bridge.plan
        if plan is None:
            return None
        schemes = sorted(plan.all(Scheme), key=lambda one: one.year)
        often = Counter(one.year for one in schemes)
        self.year.clear()
        for one in schemes:
            self.year.addItem(str(one.year) if often[one.year] == 1 else f"{one.year} {one.code}", one.id)
        chosen = next((one for one in schemes if one.id == self._scheme), None)
        if chosen is None:
            over = [one for one in schemes if one.year < day_of(plan).year]
            chosen = next(reversed(over or schemes), None)
        self._scheme = chosen.id if chosen is not None else ""
        self.year.setCurrentIndex(max(self.year.findData(self._scheme), 0))
        return chosen

    def _choose_year(self) -> None:
        self._scheme = self.year.currentData() or ""
        self._choose()

    def choose_year(self, year: int) -> None:
        """Show another year; nothing for one without a scheme."""
        plan = self._bridge.plan
        wanted = (
            next((one for one in plan.all(Scheme) if one.year == year), None) if plan is not None else None
        )
        if wanted is not None and wanted.id != self._scheme:
            self._scheme = wanted.id
            self._choose()

    def _choose(self) -> None:
        self.prospect = None
        self._stale = True
        self.refresh_if_seen()

    def _follow(self, id_: str, _field: str) -> None:
        """Show the score that belongs to an element gone to elsewhere."""
        if self.found is None or not self.isVisible():
            return
        for row in self.found.now.rows:
            if id_ in (row.item.id, row.item.indicator, unit_of(row)) and id_:
                unit = id_ == unit_of(row) and self.key == "units"
                self.show_about(About("unit", id_) if unit else score_lines.about_of(row))
                return

    # -- what is shown ---------------------------------------------------------------------------------

    def show_page(self, key: str, _checked: bool = False) -> None:
        """Show one of the pages."""
        self.key = key
        self.chips[key].setChecked(True)
        self.pages.setCurrentIndex(self.pages.findData(key))
        if key == "forecast" and self.prospect is None:
            self._choose()
        if self.shown is not None and self.shown.what != _SHOWN_IN[key]:
            self.shown = None
        self._show_page()

    def _lines(self) -> Lines:
        found = self.found
        if found is None:
            return Lines(tr(PAGES[self.key]), (), ())
        if self.key == "forecast":
            return score_lines.forecasts(found, self.prospect)
        made = {"sheet": score_lines.sheet, "units": score_lines.units, "heat": score_lines.heat}
        return made.get(self.key, score_lines.gains)(found)

    def _show_page(self) -> None:
        lines = self._lines()
        self.model.put(lines)
        self.table.setAccessibleName(lines.title)
        self.save.name(lines.title)
        self.save.setEnabled(bool(lines.rows))
        self.method.setVisible(self.key == "forecast")
        self.stage.setVisible(self.key != "forecast")
        self.table.setVisible(bool(lines.rows))
        self.table.verticalHeader().setVisible(lines.beside)
        self._fit()
        self._say(lines)
        at = self.model.place(self.shown) if self.shown is not None else self.model.index(-1, -1)
        if at.isValid():
            self.table.setCurrentIndex(at)
        self._tell(self.shown)

    def _say(self, lines: Lines) -> None:
        plan = self._bridge.plan
        if self.found is None:
            has_scheme = plan is not None and plan.exists and bool(plan.all(Scheme))
            said = tr("The year is being scored…")
            if not has_scheme:
                said = tr("The plan has no assessment scheme yet. Add one in the outline, with its items.")
        else:
            said = score_words.year_in_words(self.found, str(self.stage.currentData()))
            if self.key == "forecast" and lines.rows and self.prospect is not None:
                said = score_words.prospect_in_words(self.found, self.prospect)
            elif self.key == "forecast" and self.prospect is None:
                said = tr("What is likely is being worked out…")
            elif not lines.rows:
                said = f"{said}\n{lines.nothing}"
        self.said.setText(said)
        self.said.setToolTip(said)

    def _fit(self) -> None:
        """Rows and columns as the size of the text has them, headings of groups over all columns."""
        table, lines, metrics = self.table, self.model.lines, self.fontMetrics()
        for widget in (table, self.panel):
            widget.setMinimumHeight(metrics.height() * _LINES)
        table.verticalHeader().setDefaultSectionSize(metrics.height() + 10)
        table.clearSpans()
        for at, row in enumerate(lines.rows):
            if row.is_heading and self.model.columnCount() > 1:
                table.setSpan(at, 0, 1, self.model.columnCount())
        table.resizeColumnsToContents()
        letter, many = metrics.averageCharWidth(), self.model.columnCount()
        if lines.beside:
            for at in range(many):
                table.setColumnWidth(
                    at, max(min(table.columnWidth(at), letter * 11), table.sizeHintForColumn(at))
                )
        elif many:
            widths = [min(table.columnWidth(at), letter * _WIDEST) for at in range(1, many)]
            for at, wide in enumerate(widths, 1):
                table.setColumnWidth(at, wide)
            # Names give way to figures, as far as they can still be told apart.
            room = max(table.viewport().width() - sum(widths), letter * _NARROWEST)
            table.setColumnWidth(0, room)
        table.verticalHeader().setMaximumWidth(letter * _WIDEST // 2)
        rows = QAbstractItemView.SelectionBehavior.SelectRows
        cells = QAbstractItemView.SelectionBehavior.SelectItems
        table.setSelectionBehavior(cells if lines.beside else rows)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_low = self.height() < self.fontMetrics().height() * _LOW
        self.pages.setVisible(is_low)
        for chip in self.chips.values():
            chip.setVisible(not is_low)
        is_wide = self.width() >= self.fontMetrics().averageCharWidth() * _BESIDE
        self.parted.setOrientation(Qt.Orientation.Horizontal if is_wide else Qt.Orientation.Vertical)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "panel"):
            self._fit()

    # -- the panel -------------------------------------------------------------------------------------

    def _show_chosen(self) -> None:
        about = self.model.about(self.table.currentIndex())
        if about is not None:
            self._tell(about)

    def show_about(self, about: About) -> None:
        """Lay something open, and choose it in the table where it stands there."""
        self._tell(about)
        at = self.model.place(about)
        if at.isValid() and self.model.about(self.table.currentIndex()) != about:
            self.table.setCurrentIndex(at)

    def _tell(self, about: About | None) -> None:
        self.shown = about if self.panel.put(self.found, self.prospect, about) else None

    def _explain(self) -> None:
        from workbench.ui.dialogs.help_page import HelpPage

        page = self.findChild(HelpPage) or HelpPage(self, "score")
        page.come_up()

    # -- out of the window -----------------------------------------------------------------------------

    @property
    def _title(self) -> str:
        return (self.found.plan.head.title or "") if self.found is not None else ""

    def ask_and_write(self, suffix: str) -> None:
        """Ask for the name of a file and write the page to it."""
        path = pictures.ask(self, self._bridge, self.model.lines.title, suffix) if self.found else None
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> bool:
        """Write the page, as PNG, SVG or CSV by the name; False, with the Problem told, if not."""
        from workbench.ui.views.score_export import picture_of

        lines, said = self.model.lines, self.said.text()
        return pictures.write(
            self._bridge, path, lambda: picture_of(lines, said, self.font(), self._title), lines.table
        )

    def printout(self) -> Printout | None:
        """The page shown, on paper; None while it is being worked out."""
        from workbench.ui.views.score_export import ScorePrintout

        if self.found is None:
            return None
        return ScorePrintout(self.found.plan, self.model.lines, self.said.text())
