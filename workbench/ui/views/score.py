"""The score of a year: sheet, units, heat map, forecast, what matters most; each score laid open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.analysis.year_score import prospect, year_score
from workbench.i18n import tr
from workbench.plan.elements import Scheme
from workbench.session.assessing import day_of
from workbench.ui import pictures
from workbench.ui.keyboard import hand_on
from workbench.ui.models.score import About, Lines, LinesModel
from workbench.ui.pictures import SaveButton
from workbench.ui.views import score_lines, score_words
from workbench.ui.views.score_bar import PAGES, ScoreBar
from workbench.ui.views.score_panel import ScorePanel
from workbench.ui.views.score_table import ScoreTable
from workbench.ui.views.when_seen import WhenSeen

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from workbench.analysis.year_score import Prospect, YearScore
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout

#: Letters that the view must be wide for the panel to stand beside the table.
_BESIDE: Final = 105
#: Scores of a year whose pages are made at once; of more they are made beside the window.
_AT_ONCE: Final = 3_000
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


class ScoreView(WhenSeen):
    """A table for each page, and beside it what was chosen there, laid open."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._is_working = False
        self._scheme = ""
        self.found: YearScore | None = None
        self.prospect: Prospect | None = None
        self.shown: About | None = None
        self.key = "sheet"
        #: The pages that have been made of what is found.
        self._made: dict[str, Lines] = {}
        self.model = LinesModel(self)
        self.bar = ScoreBar(self)
        self.bar.year_chosen.connect(self._choose_scheme)
        self.bar.page_chosen.connect(self.show_page)
        self.bar.chosen.connect(self._choose)
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
        self.table = ScoreTable(self.model, self)
        self.table.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        self.parted = QSplitter(Qt.Orientation.Horizontal, self)
        self.parted.setChildrenCollapsible(False)
        self.parted.addWidget(self.table)
        self.panel = ScorePanel(bridge, self)
        self.panel.opened.connect(bridge.navigate)
        self.panel.wanted.connect(self.show_about)
        self.table.activated.connect(lambda _: self.panel.page.setFocus(Qt.FocusReason.OtherFocusReason))
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
        column.addWidget(self.bar)
        column.addWidget(self.room, 1)
        hand_on(self, self.table)
        bridge.changed.connect(self.set_stale)
        bridge.plan_opened.connect(self._forget)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self._show_page)
        bridge.navigate.connect(self._follow)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self._made.clear()
        self.bar.retranslate()
        self.panel.retranslate()
        self.help.setText(tr("How it works"))
        self._show_page()

    # -- following the plan ----------------------------------------------------------------------------

    def _forget(self) -> None:
        self.shown = None
        self._scheme = ""
        self._put(None, None)
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
            self.shown = None
            self._put(None, None)
            return
        self._is_working = True
        snapshot, as_of, stage = plan.snapshot(), day_of(plan), self.bar.stage
        method = self.bar.method if self.key == "forecast" else None

        def work() -> tuple[YearScore, Prospect | None]:
            likely = prospect(snapshot, scheme, as_of, method) if method is not None else None
            return year_score(snapshot, scheme, as_of, stage), likely

        def done(made: tuple[YearScore, Prospect | None]) -> None:
            here = self._bridge.plan
            if here is not None and here.exists and here.id == snapshot.id:
                self._put(*made)

        self._bridge.background.run(work, done, after=self._end_working)

    def _put(self, found: YearScore | None, likely: Prospect | None) -> None:
        self.found, self.prospect = found, likely
        self._made.clear()
        self._show_page()

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
        chosen = next((one for one in schemes if one.id == self._scheme), None)
        if chosen is None:
            over = [one for one in schemes if one.year < day_of(plan).year]
            chosen = next(reversed(over or schemes), None)
        self._scheme = chosen.id if chosen is not None else ""
        self.bar.put_years(schemes, self._scheme)
        return chosen

    def _choose_scheme(self, scheme: str) -> None:
        self._scheme = scheme
        self._choose()

    def _choose(self) -> None:
        self.prospect = None
        self._made.pop("forecast", None)
        self._stale = True
        self.refresh_if_seen()

    def _follow(self, id_: str, _field: str) -> None:
        """Show the score that belongs to an element gone to elsewhere."""
        if self.found is None or not self.isVisible():
            return
        for row in self.found.now.rows:
            if id_ in (row.item.id, row.item.indicator, row.whom) and id_:
                unit = id_ == row.whom and self.key == "units"
                self.show_about(About("unit", id_) if unit else score_lines.about_of(row))
                return

    # -- what is shown ---------------------------------------------------------------------------------

    def show_page(self, key: str) -> None:
        """Show one of the pages."""
        self.key = key
        self.bar.show_page(key)
        if key == "forecast" and self.prospect is None:
            self._choose()
        if self.shown is not None and self.shown.what != _SHOWN_IN[key]:
            self.shown = None
        self._show_page()

    def _lines(self) -> Lines:
        """The page, once it is made: of very many scores that is done beside the window."""
        found, likely, key = self.found, self.prospect, self.key
        if found is None:
            return Lines(tr(PAGES[key]), (), ())
        if key not in self._made:
            if len(found.now.rows) > _AT_ONCE:
                self._make_beside(found, likely, key)
                return Lines(tr(PAGES[key]), (), ())
            self._made[key] = score_lines.page_of(key, found, likely)
        return self._made[key]

    def _make_beside(self, found: YearScore, likely: Prospect | None, key: str) -> None:
        def done(made: Lines) -> None:
            if self.found is found and self.prospect is likely:
                self._made[key] = made
                if self.key == key:
                    self._show_page()

        self._bridge.background.run(lambda: score_lines.page_of(key, found, likely), done)

    def _show_page(self) -> None:
        lines = self._lines()
        self.model.put(lines)
        self.table.take_up()
        self.save.name(lines.title)
        self.save.setEnabled(bool(lines.rows))
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
                said = tr("The plan has no assessment scheme yet. Make one in the view “Assessment scheme”.")
        else:
            said = score_words.year_in_words(self.found, self.bar.stage)
            if self.key == "forecast" and lines.rows and self.prospect is not None:
                said = score_words.prospect_in_words(self.found, self.prospect)
            elif self.key == "forecast" and self.prospect is None:
                said = tr("What is likely is being worked out…")
            elif not lines.headings:
                said = tr("The page is being made…")
            elif not lines.rows:
                said = f"{said}\n{lines.nothing}"
        self.said.setText(said)
        self.said.setToolTip(said)

    def _fit(self) -> None:
        for widget in (self.table, self.panel):
            widget.setMinimumHeight(self.fontMetrics().height() * _LINES)
        self.table.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_low = self.height() < self.fontMetrics().height() * _LOW
        self.bar.make_low(is_low=is_low)
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
        has_any = about is not None or bool(self.model.lines.rows)
        found = self.found if has_any else None
        self.shown = about if self.panel.put(found, self.prospect, about) else None

    def _explain(self) -> None:
        from workbench.ui.dialogs.help_page import HelpPage

        HelpPage(self.window(), "score").come_up()

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

        plan = self.found.plan if self.found is not None else self._bridge.plan
        if plan is None or not plan.exists or (self.found is None and plan.all(Scheme)):
            return None
        return ScorePrintout(plan, self.model.lines, self.said.text())
