"""What can be done with findings: mending the one chosen, mending all that is safe, waiving."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QWidget

from workbench.i18n import tr

if TYPE_CHECKING:
    from workbench.rules.finding import Finding


class FindingDeeds(QWidget):
    """Three buttons side by side, at the right of their line."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._waived = False
        self.mend, self.mend_all, self.waive = (QPushButton(self) for _ in range(3))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addStretch(1)
        for button in (self.mend, self.mend_all, self.waive):
            button.setProperty("link", True)
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def say(self) -> None:
        """Words in the language now spoken."""
        self.mend.setText(tr("Mend…"))
        self.mend.setToolTip(tr("Mend the finding by one change, shown before it is made (Alt+Enter)"))
        self.mend_all.setText(tr("Mend all…"))
        self.mend_all.setToolTip(tr("Mend all findings whose mending can only be meant so"))
        if self._waived:
            self.waive.setText(tr("Withdraw the waiver"))
            self.waive.setToolTip(tr("Let this finding count again"))
        else:
            self.waive.setText(tr("Waive…"))
            self.waive.setToolTip(tr("Accept this finding, with the reason"))

    def follow(self, finding: Finding | None, *, writable: bool, fixable: bool, any_: bool) -> None:
        """Allow what can be done with the finding chosen, and with all of them."""
        self._waived = finding is not None and finding.waived
        self.mend.setEnabled(writable and fixable)
        self.mend_all.setEnabled(writable and any_)
        self.waive.setEnabled(writable and finding is not None)
        self.say()
