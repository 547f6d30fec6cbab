"""What stands above the score: the year, the page, which scores, the method of the forecast."""

from __future__ import annotations

from collections import Counter
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout, QWidget

from workbench.analysis.forecast import LINES
from workbench.analysis.scoring import STAGES
from workbench.i18n import N_, tr
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.plan.elements import Scheme

PAGES: Final = {
    "sheet": N_("Score sheet"),
    "units": N_("Units"),
    "heat": N_("Heat map"),
    "forecast": N_("What is likely"),
    "gains": N_("What matters most"),
}


class ScoreBar(QFrame):
    """Says by signals what was chosen; the view asks its fields."""

    #: The id of a scheme.
    year_chosen = Signal(str)
    #: A name of PAGES.
    page_chosen = Signal(str)
    #: Other scores or another method.
    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("strip", True)
        around = QVBoxLayout(self)
        around.setContentsMargins(8, 6, 8, 6)
        row = FlowBox(self, 6)
        around.addWidget(row)
        self.year, self.pages, self._stages, self._methods = (CalmCombo(row) for _ in range(4))
        self.year.activated.connect(lambda _at: self.year_chosen.emit(self.year.currentData() or ""))
        for combo, names in ((self._stages, STAGES), (self._methods, LINES), (self.pages, PAGES)):
            for name in names:
                combo.addItem("", name)
        for combo in (self._stages, self._methods):
            combo.activated.connect(lambda _at: self.chosen.emit())
        #: The same choice as the chips, where a low window has no room for them side by side.
        self.pages.activated.connect(lambda _at: self.page_chosen.emit(self.pages.currentData()))
        self.pages.hide()
        row.flow.addWidget(self.year)
        row.flow.addWidget(self.pages)
        group = QButtonGroup(self)
        self.chips: dict[str, QToolButton] = {}
        for key in PAGES:
            chip = QToolButton(row)
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.clicked.connect(partial(self._choose_page, key))
            group.addButton(chip)
            row.flow.addWidget(chip)
            self.chips[key] = chip
        row.flow.addWidget(self._stages)
        row.flow.addWidget(self._methods)
        self.show_page("sheet")

    def _choose_page(self, key: str, _checked: bool = False) -> None:
        self.page_chosen.emit(key)

    @property
    def stage(self) -> str:
        """Which scores are shown: a name of STAGES."""
        return str(self._stages.currentData())

    @property
    def method(self) -> str:
        """How is forecast: a name of LINES."""
        return str(self._methods.currentData())

    def show_page(self, key: str) -> None:
        """Mark the page that is shown. A forecast has a method, and knows nothing that was entered."""
        self.chips[key].setChecked(True)
        self.pages.setCurrentIndex(self.pages.findData(key))
        self._methods.setVisible(key == "forecast")
        self._stages.setVisible(key != "forecast")

    def put_years(self, schemes: Sequence[Scheme], chosen: str) -> None:
        """Offer the years of these schemes, with the code where a year has several."""
        often = Counter(one.year for one in schemes)
        self.year.clear()
        for one in schemes:
            self.year.addItem(str(one.year) if often[one.year] == 1 else f"{one.year} {one.code}", one.id)
        self.year.setCurrentIndex(max(self.year.findData(chosen), 0))

    def make_low(self, *, is_low: bool) -> None:
        """Offer the pages in a list instead of side by side."""
        self.pages.setVisible(is_low)
        for chip in self.chips.values():
            chip.setVisible(not is_low)

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        for key, chip in self.chips.items():
            chip.setText(tr(PAGES[key]))
        for combo, names, said in (
            (self._stages, STAGES, tr("Which scores")),
            (self._methods, LINES, tr("How it is forecast")),
            (self.pages, PAGES, tr("Page")),
        ):
            for at, name in enumerate(names.values()):
                combo.setItemText(at, tr(name))
            combo.setAccessibleName(said)
        self.year.setAccessibleName(tr("Year"))
