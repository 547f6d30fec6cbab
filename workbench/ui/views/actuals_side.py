"""What belongs to the current cell of actual values: its mark in words, remark, evidence, why it is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.analysis.actuals import period_in_words
from workbench.i18n import current, tr, words
from workbench.plan.choices import ABSENT_REASON
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.editors.hint import hint
from workbench.ui.phrases import joined

if TYPE_CHECKING:
    from workbench.analysis.actuals import Row
    from workbench.ui.models.actuals import ActualsModel


class ActualsSide(QFrame):
    """Two lines below the grid: which cell it is and what is to be seen there; what can be said of it."""

    #: What was typed as remark; the reason chosen ("" for none); evidence is to be shown.
    remarked = Signal(object, str, str)
    reasoned = Signal(object, str, str)
    evidence_wanted = Signal()

    def __init__(self, model: ActualsModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setProperty("strip", True)
        #: The cell that is shown.
        self.place: tuple[Row, str] | None = None
        self.which = QLabel(self, wordWrap=True)
        self.which.setTextFormat(Qt.TextFormat.PlainText)
        self.remark = QLineEdit(self)
        self.remark.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.remark.editingFinished.connect(self.flush)
        self.reason = CalmCombo(self)
        self.reason.activated.connect(self._reasoned)
        self.evidence = QPushButton(self)
        self.evidence.setAutoDefault(False)
        self.evidence.clicked.connect(self.evidence_wanted)
        deeds = FlowBox(self, 6)
        for widget in (self.reason, self.remark, self.evidence):
            deeds.flow.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 5, 8, 6)
        column.setSpacing(4)
        column.addWidget(self.which)
        column.addWidget(deeds)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        hint(self.remark, tr("Remark on the value"))
        self.remark.setAccessibleName(tr("Remark on the value"))
        self.reason.setAccessibleName(tr("Why there is no value"))
        self.reason.clear()
        self.reason.addItem(tr("No reason stated"), "")
        for key, label in ABSENT_REASON.items():
            self.reason.addItem(tr(label), key)
        self.show_cell(self.place)

    def flush(self) -> None:
        """Tell the remark that was typed, if it is another one."""
        if self.place is not None and self.remark.isEnabled():
            row, period = self.place
            text = self.remark.text().strip()
            if text != self._model.cell(row, period).remark:
                self.remarked.emit(row, period, text)

    def _reasoned(self) -> None:
        if self.place is not None:
            row, period = self.place
            self.reasoned.emit(row, period, str(self.reason.currentData() or ""))

    def show_cell(self, place: tuple[Row, str] | None) -> None:
        """Show a cell, or that none is chosen."""
        if place != self.place:
            self.flush()
        self.place = place
        can_edit = self._model.bridge.is_writable
        if place is None:
            self.which.setText(tr("Choose a cell of a period: its remark and evidence are entered here."))
            for widget in (self.remark, self.evidence, self.reason):
                widget.setEnabled(False)
            self.remark.clear()
            self.reason.setVisible(False)
            self.evidence.setText(tr("Evidence…"))
            return
        row, period = place
        held = self._model.cell(row, period)
        said = [joined((self._model.short_name(row), period_in_words(period, words(current()))))]
        mark = self._model.mark_in_words(row, period)
        bad = self._model.bad.get(place)
        if bad is not None:
            said.append(bad[1])
        elif mark:
            said.append(mark)
        elif held.text:
            said.append(held.text)
        self.which.setText(" — ".join(said))
        is_open = period in self._model.sheet.periods_by_row.get(row, ())
        is_empty = held.actual is None
        self.reason.setVisible(is_open and is_empty)
        self.reason.setEnabled(can_edit and is_open)
        self.reason.setCurrentIndex(max(self.reason.findData(held.reason or ""), 0))
        has_words = not is_empty or held.reason is not None
        self.remark.setEnabled(can_edit and has_words)
        if self.remark.text() != held.remark:
            self.remark.setText(held.remark)
        count = len(held.actual.evidence or ()) if held.actual is not None else 0
        self.evidence.setText(tr("Evidence ({count})…", count=count) if count else tr("Evidence…"))
        self.evidence.setEnabled(not is_empty and (can_edit or bool(count)))
