"""All rules of a profile: a table to switch and to find them, and the settings of the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QItemSelectionModel, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import N_, current, tr, words
from workbench.rules.profile_edits import switched
from workbench.rules.rule import DIMENSIONS
from workbench.rules.verdict import DIMENSION_LABELS
from workbench.session.rule_choices import reset_all, rule_lines, selected
from workbench.ui import icons
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.hint import hint
from workbench.ui.keyboard import hand_on
from workbench.ui.models.rules import RulesModel
from workbench.ui.views.rule_settings import RuleSettings

if TYPE_CHECKING:
    from workbench.session.rule_choices import RuleLine

_SHOWN: Final = {
    "": N_("All rules"),
    "differs": N_("Those that differ from the base"),
    "off": N_("Those that are switched off"),
    **{name: DIMENSION_LABELS[name] for name in DIMENSIONS},
}


class RulesTable(QWidget):
    """Shows the object of a profile rule by rule; each edit gives a new one."""

    #: The profile's object after an edit.
    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._held: dict[str, Any] | None = None
        self.text = QLineEdit(self, clearButtonEnabled=True)
        hint(self.text, tr("Find a rule by code or words"))
        self.text.setAccessibleName(tr("Find a rule by code or words"))
        self.text.textChanged.connect(self._refresh)
        self.shown = CalmCombo(self)
        self.shown.setAccessibleName(tr("Which rules are shown"))
        for key, label in _SHOWN.items():
            self.shown.addItem(tr(label), key)
        self.shown.currentIndexChanged.connect(self._refresh)
        self.again = QPushButton(tr("Set all back"), self)
        self.again.setToolTip(tr("All rules as the base has them"))
        self.again.setAutoDefault(False)
        self.again.clicked.connect(lambda: self.edited.emit(reset_all(self._held)))
        self.model = RulesModel(self)
        self.model.switched.connect(lambda code, on: self.edited.emit(switched(self._held, code, on=on)))
        self.table = self._table()
        self.settings = RuleSettings(self)
        self.settings.edited.connect(self.edited)
        above = QHBoxLayout()
        above.addWidget(self.text, 1)
        above.addWidget(self.shown)
        above.addWidget(self.again)
        parted = QSplitter(Qt.Orientation.Horizontal, self)
        parted.addWidget(self.table)
        parted.addWidget(self.settings)
        parted.setStretchFactor(0, 3)
        parted.setStretchFactor(1, 2)
        parted.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.addLayout(above)
        whole.addWidget(parted, 1)
        hand_on(self, self.text)

    def _table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        table.setAccessibleName(tr("Rules"))
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setIconSize(QSize(icons.small_size(), icons.small_size()))
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.6))
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Interactive)
        metrics = self.fontMetrics()
        header.resizeSection(3, metrics.averageCharWidth() * 12)
        # The box before the code, drawn by the stylesheet, is not counted by Qt.
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Interactive)
        header.resizeSection(0, metrics.horizontalAdvance("W000") + round(metrics.height() * 2.4))
        table.selectionModel().currentChanged.connect(lambda *_: self._show_chosen())
        return table

    @property
    def chosen(self) -> RuleLine | None:
        """The rule under the cursor."""
        row = self.table.currentIndex().row()
        return self.model.lines[row] if 0 <= row < len(self.model.lines) else None

    def put(self, held: dict[str, Any] | None) -> None:
        """Show the object of a profile; the rule chosen stays chosen."""
        self._held = held
        self._refresh()

    def _refresh(self) -> None:
        before = self.chosen.code if self.chosen is not None else ""
        everything = rule_lines(self._held, words(current()))
        self.again.setEnabled(any(one.differs for one in everything))
        lines = selected(everything, self.text.text(), self.shown.currentData())
        self.model.put(lines)
        row = next((at for at, one in enumerate(lines) if one.code == before), 0)
        if lines and self.table.currentIndex().row() != row:
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(self.model.index(row, 0), flags)
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.settings.show_rule(self._held, self.chosen)
