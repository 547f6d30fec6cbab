"""What stands above the link matrix: which kinds it shows, filters, gaps, the role of new links."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFrame,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.analysis.links import GROUPS, PAIRINGS, Pairing
from workbench.i18n import tr
from workbench.plan.choices import DOMAIN, GOAL_ROLE
from workbench.plan.elements import KINDS
from workbench.ui import icons
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowLayout
from workbench.ui.editors.hint import hint
from workbench.ui.models.matrix import NO_PROBLEM_LABEL
from workbench.ui.views.matrix_cells import STEP


class MatrixBar(QFrame):
    """Says by signals what was chosen; the view asks its fields."""

    pairing_chosen = Signal(object)
    #: Something was typed into a filter.
    typed = Signal()
    #: A problem was chosen, or gaps alone are to be shown.
    chosen = Signal()
    #: The cells are to be so many times as large; 0: of the usual size.
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("strip", True)
        self.pairing: Pairing = PAIRINGS[0]
        frame = QVBoxLayout(self)
        frame.setContentsMargins(8, 6, 8, 6)
        row = FlowLayout(None, 6)
        frame.addLayout(row)
        self.chips: dict[str, QToolButton] = {}
        group = QButtonGroup(self)
        for pairing in PAIRINGS:
            chip = QToolButton(self)
            chip.setProperty("chip", True)
            chip.setCheckable(True)
            chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            chip.clicked.connect(lambda _on, one=pairing: self.pairing_chosen.emit(one))
            self.chips[pairing.key] = chip
            group.addButton(chip)
            row.addWidget(chip)
        self.chips[self.pairing.key].setChecked(True)
        self.rows_filter, self.columns_filter = QLineEdit(self), QLineEdit(self)
        for line in (self.rows_filter, self.columns_filter):
            line.setClearButtonEnabled(True)
            line.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            line.textChanged.connect(lambda _text: self.typed.emit())
            row.addWidget(line)
        self.problem = CalmCombo(self)
        self.problem.addItem("", None)
        for name in GROUPS:
            self.problem.addItem("", name)
        self.problem.activated.connect(lambda _at: self.chosen.emit())
        self.only_gaps = QCheckBox(self)
        self.only_gaps.toggled.connect(lambda _on: self.chosen.emit())
        self.next_gap = QPushButton(self)
        self.next_gap.setAutoDefault(False)
        self.new_role = CalmCombo(self)
        self.new_role.addItem("", None)
        for name in GOAL_ROLE:
            self.new_role.addItem("", name)
        self.smaller, self.larger, self.usual = (QToolButton(self) for _ in range(3))
        for button, by in ((self.smaller, 1 / STEP), (self.larger, STEP), (self.usual, 0.0)):
            button.clicked.connect(partial(self.zoomed.emit, by))
        self.say_size(100)
        self.said = QLabel(self)
        self.said.setProperty("role", "muted")
        #: Brings up what a low window leaves out.
        self.more = QToolButton(self)
        self.more.setProperty("chip", True)
        self.more.setCheckable(True)
        self.more.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.more.toggled.connect(lambda _on: self._show_rest())
        self._is_low = False
        for widget in (self.more, *self._rest, self.new_role, self.said):
            row.addWidget(widget)
        self._show_rest()

    @property
    def _rest(self) -> tuple[QWidget, ...]:
        """What a low window leaves to a button."""
        sizes = (self.smaller, self.larger, self.usual)
        return (self.problem, self.only_gaps, self.next_gap, *sizes)

    def make_low(self, *, is_low: bool) -> None:
        """Leave all but the kinds and the filters to a button, or show everything."""
        if is_low != self._is_low:
            self._is_low = is_low
            self._show_rest()

    def _show_rest(self) -> None:
        self.more.setVisible(self._is_low)
        is_shown = not self._is_low or self.more.isChecked()
        for widget in (*self._rest, self.said):
            widget.setVisible(is_shown)
        self.new_role.setVisible(is_shown and "role" in self.pairing.details)

    def say_size(self, percent: int) -> None:
        """Show how large the cells are."""
        self.usual.setText(f"{percent} %")

    def show_pairing(self, pairing: Pairing) -> None:
        """Name the filters after the kinds that are shown."""
        self.pairing = pairing
        self.chips[pairing.key].setChecked(True)
        for line, kind in ((self.rows_filter, pairing.rows), (self.columns_filter, pairing.columns)):
            said = tr("Filter: {what}", what=f"@{KINDS[kind].plural_label}")
            hint(line, said)
            line.setAccessibleName(said)
        self._show_rest()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        for pairing in PAIRINGS:
            self.chips[pairing.key].setText(tr(pairing.title))
        self.problem.setItemText(0, tr("All problems"))
        for at, name in enumerate(GROUPS, 1):
            self.problem.setItemText(at, tr(DOMAIN.get(name, NO_PROBLEM_LABEL)))
        self.problem.setAccessibleName(tr("Problem"))
        self.more.setText(tr("More"))
        self.more.setToolTip(tr("More filters, the gaps, and the role of new links"))
        self.only_gaps.setText(tr("Only gaps"))
        self.next_gap.setText(tr("Next gap"))
        self.new_role.setItemText(0, tr("New links without a role"))
        for at, label in enumerate(GOAL_ROLE.values(), 1):
            self.new_role.setItemText(at, tr("New links: {what}", what=f"@{label}"))
        self.new_role.setAccessibleName(tr("Role of new links"))
        for button, icon, said in (
            (self.smaller, "minus", tr("Smaller (-)")),
            (self.larger, "add", tr("Larger (+)")),
        ):
            button.setIcon(icons.icon(icon))
            button.setToolTip(said)
            button.setAccessibleName(said)
        self.usual.setAccessibleName(tr("Usual size (F)"))
        self.usual.setToolTip(tr("Usual size (F)"))
        width = self.fontMetrics().averageCharWidth() * 8 + 40
        for line in (self.rows_filter, self.columns_filter):
            line.setFixedWidth(width)
        self.show_pairing(self.pairing)
