"""What asks why targets of an approved plan were changed; it never keeps anybody from anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from workbench.i18n import tr
from workbench.plan.edits import shown_name
from workbench.plan.elements import Adjustment, Indicator
from workbench.plan.target_edits import entries_of, give_reason, keeps_old_values, name_adjustment, recorded
from workbench.rules.checker import today
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.hint import hint
from workbench.ui.phrases import joined

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.plan import Plan
    from workbench.plan.records import Target
    from workbench.ui.bridge import Bridge

#: Letters of an adjustment that are seen in a narrow window.
_LETTERS: Final = 10


class TargetReason(QWidget):
    """Seen while the history of an indicator has entries of today: what is typed becomes their reason, what
    is chosen the adjustment that decided them.
    """

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._id = ""
        self.label = QLabel(self)
        self.line = QLineEdit(self)
        self.line.editingFinished.connect(self.flush)
        self.label.setBuddy(self.line)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.adjustment = CalmCombo(self)
        self.adjustment.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.adjustment.setMinimumContentsLength(_LETTERS)
        self.adjustment.activated.connect(self._chosen)
        # One below the other: in a narrow window with large text there is no room beside each other.
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.line, 0, 1)
        grid.addWidget(self.adjustment, 1, 1)
        grid.setColumnStretch(1, 1)
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.label.setText(tr("Why the targets changed"))
        self.line.setAccessibleName(tr("Why the targets changed"))
        hint(self.line, tr("Kept with the old value and the day; it may be given later"))
        self.adjustment.setAccessibleName(tr("The adjustment that decided it"))
        if self.adjustment.count():
            self.adjustment.setItemText(0, tr("No adjustment named"))

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
        self._offer(plan, next((one.adjustment for one in entries if one.adjustment), None))
        self.setVisible(bool(entries))

    def _offer(self, plan: Plan, named: str | None) -> None:
        """The adjustments of the plan, the newest first; not seen where there is none."""
        known = sorted(
            plan.all(Adjustment), key=lambda one: one.on.isoformat() if one.on else "", reverse=True
        )
        box = self.adjustment
        box.clear()
        box.addItem(tr("No adjustment named"), None)
        for one in known:
            parts = [shown_name(one), one.on.isoformat() if one.on is not None else ""]
            box.addItem(joined(filter(None, parts)), one.id)
        box.setCurrentIndex(max(box.findData(named), 0))
        box.setEnabled(self._bridge.is_writable)
        box.setVisible(bool(known))

    def _chosen(self, at: int) -> None:
        """Name the adjustment, after what is still being typed."""
        self.flush()
        plan, named = self._bridge.plan, self.adjustment.itemData(at)
        if plan is None or plan.find(self._id, Indicator) is None or not self._bridge.is_writable:
            return
        change = self._bridge.attempt(lambda: name_adjustment(plan, self._id, named, on=today()))
        if change is not None:
            self._bridge.apply(change)

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
