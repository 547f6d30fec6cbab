"""What stands above the actual values: whose, of which year, which of them, and the table in and out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from workbench.analysis.actuals import measured
from workbench.analysis.responsible import responsible_unit
from workbench.i18n import tr
from workbench.plan.edits import shown_name
from workbench.plan.elements import Unit
from workbench.ui import icons
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.editors.hint import hint
from workbench.ui.models.actuals_rows import STATES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from workbench.plan.plan import Plan

#: Milliseconds after which the table follows what is typed into the search.
_PAUSE: Final = 150
#: Lines of text that are as wide as a narrow bar.
_NARROW: Final = 24
#: Among the units: all of them, the user's own.
EVERY: Final = ""
MINE: Final = "mine"
#: Among the years: all of the plan.
ALL_YEARS: Final = 0


class ActualsBar(QFrame):
    """Says what was asked for; the view does it."""

    #: Something else is to be shown.
    wanted = Signal()
    #: "import", "export" or "help"
    asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("strip", True)
        self.units, self.years, self.states = (CalmCombo(self) for _ in range(3))
        self.units.setMaxVisibleItems(20)
        for combo in (self.units, self.years, self.states):
            combo.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.search = QLineEdit(self, clearButtonEnabled=True)
        self.search.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.take_in, self.give_out, self.help = (QToolButton(self) for _ in range(3))
        flow = FlowBox(self, 6)
        buttons = (self.take_in, self.give_out, self.help)
        for widget in (self.units, self.years, self.states, self.search, *buttons):
            flow.flow.addWidget(widget)
        for button in buttons:
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 6)
        column.addWidget(flow)
        for combo in (self.units, self.years, self.states):
            combo.activated.connect(lambda _at: self.wanted.emit())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.wanted)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.take_in.clicked.connect(lambda: self.asked.emit("import"))
        self.give_out.clicked.connect(lambda: self.asked.emit("export"))
        self.help.clicked.connect(lambda: self.asked.emit("help"))
        self.retranslate()
        self._fit()

    def _fit(self) -> None:
        """Boxes as long as there is room for, buttons without words where there is little."""
        is_narrow = self.width() < self.fontMetrics().height() * _NARROW
        for combo, lengths in ((self.units, (16, 6)), (self.years, (9, 5)), (self.states, (12, 6))):
            combo.setMinimumContentsLength(lengths[is_narrow])
        style = Qt.ToolButtonStyle
        for button in (self.take_in, self.give_out, self.help):
            button.setToolButtonStyle(
                style.ToolButtonIconOnly if is_narrow else style.ToolButtonTextBesideIcon
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    @property
    def unit(self) -> str:
        """The id of the unit chosen, EVERY or MINE."""
        return str(self.units.currentData() or EVERY)

    @property
    def year(self) -> int:
        """The year chosen, or ALL_YEARS."""
        return int(self.years.currentData() or ALL_YEARS)

    @property
    def state(self) -> str:
        """Which rows are wanted, a key of STATES."""
        return str(self.states.currentData() or "")

    def fill(self, plan: Plan | None, years: Sequence[int], year: int) -> None:
        """Offer the units that answer for indicators or supply them, and the years; keep what is chosen."""
        unit, held, is_first = self.unit, self.year, not self.years.count()
        self.units.clear()
        self.units.addItem(tr("All units"), EVERY)
        self.units.addItem(tr("Mine"), MINE)
        for one in _units(plan) if plan is not None else ():
            self.units.addItem(shown_name(one), one.id)
        self.units.setCurrentIndex(max(self.units.findData(unit), 0))
        self.years.clear()
        for one_year in years:
            self.years.addItem(str(one_year), one_year)
        if len(years) > 1:
            self.years.addItem(tr("All years of the plan"), ALL_YEARS)
        at = self.years.findData(year if is_first else held)
        self.years.setCurrentIndex(at if at >= 0 else max(self.years.findData(year), 0))

    def choose_unit(self, unit: str) -> None:
        """Show the values of a unit."""
        self.units.setCurrentIndex(max(self.units.findData(unit), 0))

    def choose_state(self, state: str) -> None:
        """Show the rows with some marks."""
        self.states.setCurrentIndex(max(self.states.findData(state), 0))

    def retranslate(self) -> None:
        """Words in the language now spoken, icons in the colours of the theme."""
        self.units.setAccessibleName(tr("Whose values"))
        self.years.setAccessibleName(tr("Years shown"))
        self.states.setAccessibleName(tr("Which rows"))
        state = self.state
        self.states.clear()
        for key, (label, _) in STATES.items():
            self.states.addItem(tr(label), key)
        self.states.setCurrentIndex(max(self.states.findData(state), 0))
        hint(self.search, tr("Find in names and values"))
        self.search.setAccessibleName(tr("Find in names and values"))
        for button, words, sign, tip in (
            (self.take_in, tr("Import…"), "import", tr("Take in a table from Excel, WPS or CSV")),
            (
                self.give_out,
                tr("Entry sheet…"),
                "export",
                tr("Save what is shown as a sheet that a unit fills in and sends back"),
            ),
            (self.help, tr("Help"), "manual", tr("What may be typed, and what the marks mean")),
        ):
            button.setText(words)
            button.setIcon(icons.icon(sign))
            button.setIconSize(QSize(icons.small_size(), icons.small_size()))
            button.setToolTip(tip)
            button.setAccessibleName(tip)


def _units(plan: Plan) -> list[Unit]:
    """The units that some indicator names, in the plan's order."""
    named: set[str] = set()
    for one in measured(plan):
        named.update(filter(None, (one.data_unit, responsible_unit(plan, one))))
        named.update(row.unit for row in one.targets or () if row.unit is not None)
        named.update(row.unit for row in one.actuals or () if row.unit is not None)
    return [one for one in plan.all(Unit) if one.id in named]
