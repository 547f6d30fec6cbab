"""Beside the score: what was chosen, laid open in words and numbers, with its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QVBoxLayout, QWidget

from workbench.i18n import tr
from workbench.ui import pictures
from workbench.ui.models.score import About
from workbench.ui.pictures import SaveButton
from workbench.ui.views import score_lines, score_plots, score_words
from workbench.ui.views.manual import Page
from workbench.ui.views.score_plot import PlotWidget, picture_of

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QResizeEvent

    from workbench.analysis.year_score import Prospect, YearScore
    from workbench.ui.bridge import Bridge
    from workbench.ui.views.score_plot import Curve
    from workbench.ui.views.score_words import Target, Telling


class ScorePanel(QWidget):
    """A chart where there is one, and a page whose links lead on."""

    #: An element and the field of it to be opened.
    opened = Signal(str, str)
    #: Something else is to be laid open.
    wanted = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._targets: list[Target] = []
        self._plan_title = ""
        self.page = Page(self)
        self.page.setFrameShape(QFrame.Shape.NoFrame)
        self.page.setMinimumHeight(self.fontMetrics().height() * 4)
        self.page.anchorClicked.connect(self._go)
        self.chart = QWidget(self)
        self.plot, self.save = PlotWidget(self.chart), SaveButton(self.chart)
        self.save.wanted.connect(self.ask_and_write)
        chart = QVBoxLayout(self.chart)
        chart.setContentsMargins(0, 0, 0, 0)
        chart.addWidget(self.plot)
        chart.addWidget(self.save, 0, Qt.AlignmentFlag.AlignRight)
        chart.addStretch(1)
        self._parted = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parted.setContentsMargins(6, 4, 0, 0)
        self._parted.addWidget(self.chart)
        self._parted.addWidget(self.page, 1)
        self.put(None, None, None)

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.page.setAccessibleName(tr("How it came about"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_wide = self.width() > self.height() and self.width() >= self.fontMetrics().averageCharWidth() * 48
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._parted.setDirection(way)
        self._parted.setStretch(0, int(is_wide))

    def put(self, found: YearScore | None, likely: Prospect | None, about: About | None) -> bool:
        """Lay something open; False where the year has it no longer, or nothing is chosen."""
        made, curve = None, None
        if found is not None:
            self._plan_title = found.plan.head.title or ""
            if about is not None:
                made, curve = _told(found, likely, about)
        self._targets = made.targets if made is not None else []
        hint = "" if found is None else tr("Choose a cell: how it came about is laid open here.")
        self.page.setHtml(made.html if made is not None else f"<p>{hint}</p>")
        self.plot.put(curve)
        self.chart.setVisible(curve is not None)
        if curve is not None:
            self.save.name(curve.title)
        return made is not None

    def _go(self, link: QUrl) -> None:
        target = self._targets[int(link.fragment())]
        if isinstance(target, About):
            self.wanted.emit(target)
        else:
            self.opened.emit(*target)

    def ask_and_write(self, suffix: str) -> None:
        """Ask for the name of a file and write the chart to it."""
        curve = self.plot.curve
        path = pictures.ask(self, self._bridge, curve.title, suffix) if curve is not None else None
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> bool:
        """Write the chart, as PNG, SVG or CSV by the name; False, with the Problem told, if not."""
        curve = self.plot.curve
        if curve is None:
            return False
        return pictures.write(
            self._bridge, path, lambda: picture_of(curve, self.font(), self._plan_title), lambda: curve.table
        )


def _told(found: YearScore, likely: Prospect | None, about: About) -> tuple[Telling | None, Curve | None]:
    """The words and the chart of something; None where the year has it no longer."""
    match about.what:
        case "item":
            row = next((one for one in found.now.rows if score_lines.about_of(one) == about), None)
            return (score_words.item_told(found, row, likely) if row is not None else None), None
        case "unit":
            return score_words.unit_told(found, about.id), score_plots.unit_plot(found, about.id)
        case "lever":
            is_one = any(one.item == about.id for one in found.levers)
            return (score_words.lever_told(found, about.id) if is_one else None), None
        case _:
            if likely is None or about.id not in likely.outlook.forecasts:
                return None, None
            told = score_words.forecast_told(found, likely, about.id)
            return told, score_plots.forecast_plot(found, likely, about.id)
