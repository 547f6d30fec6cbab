"""The line that asks why targets of an approved plan were changed; it never keeps anybody from anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QWidget

from workbench.i18n import tr
from workbench.plan.elements import Indicator
from workbench.plan.target_edits import entries_of, give_reason, keeps_old_values, recorded
from workbench.rules.checker import today
from workbench.ui.editors.hint import hint

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.plan import Plan
    from workbench.plan.records import Target
    from workbench.ui.bridge import Bridge


class TargetReason(QWidget):
    """Seen while the history of an indicator has entries of today; what is typed becomes their reason."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._id = ""
        self.label = QLabel(self)
        self.line = QLineEdit(self)
        self.line.editingFinished.connect(self.flush)
        self.label.setBuddy(self.line)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.label)
        row.addWidget(self.line, 1)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.label.setText(tr("Why the targets changed"))
        self.line.setAccessibleName(tr("Why the targets changed"))
        hint(self.line, tr("Kept with the old value and the day; it may be given later"))

    @property
    def reason(self) -> str:
        """What was given today for the indicator shown: it holds for further changes, too."""
        return self.line.text().strip()

    def show_indicator(self, indicator: Indicator | None) -> None:
        """Ask for an indicator, if anything of it was changed today in an approved plan."""
        plan = self._bridge.plan
        if indicator is None or plan is None or not plan.exists or not keeps_old_values(plan):
            self._id = ""
            self.line.clear()
            self.hide()
            return
        is_other = indicator.id != self._id
        self._id = indicator.id
        entries = entries_of(indicator, today())
        if is_other or not (self.line.hasFocus() and self.line.isModified()):
            self.line.setText(next((one.reason for one in entries if one.reason), ""))
        self.line.setReadOnly(not self._bridge.is_writable)
        self.setVisible(bool(entries))

    def recorded(self, plan: Plan, indicator: Indicator, targets: Iterable[Target]) -> tuple[Target, ...]:
        """The targets with what an approved plan promised before, and with the reason given here."""
        return recorded(plan, indicator, targets, on=today(), reason=self.reason)

    def flush(self) -> None:
        """Make a change of what has been typed."""
        plan = self._bridge.plan
        indicator = plan.find(self._id, Indicator) if plan is not None else None
        if plan is None or indicator is None or not self._bridge.is_writable or not self.line.isModified():
            return
        self.line.setModified(False)
        change = self._bridge.attempt(lambda: give_reason(plan, self._id, self.reason, on=today()))
        if change is not None:
            self._bridge.apply(change)
