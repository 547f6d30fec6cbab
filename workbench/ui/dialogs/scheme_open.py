"""Opening a frozen scheme again: why, and whether an adjustment is entered for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit

from workbench.errors import Problem
from workbench.i18n import tr
from workbench.session.schemes import unfreeze
from workbench.ui.dialogs.form import Form

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from workbench.plan.change import Change
    from workbench.plan.elements import Scheme
    from workbench.plan.plan import Plan


class OpenScheme(Form):
    """Asks for the reason; ``change`` is what to apply when the dialog was accepted."""

    def __init__(self, parent: QWidget, plan: Plan, scheme: Scheme, day: date) -> None:
        super().__init__(
            parent,
            tr("Open the frozen scheme of {year}", year=scheme.year),
            tr(
                "Units work by the frozen scheme. What is changed in it now is reported until an adjustment "
                "of the plan names it."
            ),
            tr("Open the scheme"),
        )
        self._plan, self._scheme, self._day = plan, scheme, day
        self.change: Change | None = None
        self.reason = QPlainTextEdit(self)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.fontMetrics().height() * 4 + 16)
        self.field(tr("Reason"), self.reason)
        self.adjustment = QCheckBox(tr("Enter an adjustment in the plan"), self)
        self.rows.addRow("", self.adjustment)
        self.wanting = self.reason
        self.reason.setFocus()

    def fault(self) -> str:
        try:
            self.change = unfreeze(
                self._plan,
                self._scheme.id,
                self.reason.toPlainText(),
                on=self._day if self.adjustment.isChecked() else None,
            )
        except Problem as problem:
            return str(problem)
        return ""
