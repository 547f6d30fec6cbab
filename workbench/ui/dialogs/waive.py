"""Accepting a finding: the reason, and until when."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from workbench.errors import Problem
from workbench.i18n import N_, current, tr, words
from workbench.plan import edits
from workbench.plan.values import parse_date
from workbench.rules.finding import field_in_words, shown
from workbench.ui.dialogs.form import Form
from workbench.ui.editors.hint import hint

if TYPE_CHECKING:
    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding


class Waive(Form):
    """Asks why a finding is accepted. ``change`` is what to apply when the dialog was accepted."""

    def __init__(
        self, parent: QWidget | None, plan: Plan, finding: Finding, author: str, as_of: date | None = None
    ) -> None:
        super().__init__(
            parent,
            tr("Waive a finding"),
            f"{finding.rule}  {shown(finding, plan, words(current()))}",
            tr("Waive"),
        )
        self._plan = plan
        self._finding = finding
        self._author = author
        self._as_of = as_of
        self.change: Change | None = None
        self.reason = QPlainTextEdit(self)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.fontMetrics().height() * 4 + 16)
        self.until = QLineEdit(self)
        hint(self.until, tr("For good, or a day such as 2026-12-31"))
        self.field(tr("Reason"), self.reason)
        self.field(tr("Until"), self.until)
        element = plan.get(finding.id)
        name = (
            field_in_words(element.kind_name, finding.field, words(current())) if element is not None else ""
        )
        self.field_only = QCheckBox(tr("Only for the field “{field}”", field=name), self)
        self.field_only.setVisible(bool(finding.field) and bool(name))
        self.rows.addRow("", self.field_only)
        self.reason.setFocus()

    def fault(self) -> str:
        finding = self._finding
        self.wanting = self.until
        try:
            until: date | None = parse_date(self.until.text()) if self.until.text().strip() else None
            if until is not None and self._as_of is not None and until < self._as_of:
                raise Problem(
                    N_("The plan is judged as of {day}: a waiver until {until} would be over already"),
                    day=self._as_of.isoformat(),
                    until=until.isoformat(),
                )
            self.wanting = self.reason
            self.change = edits.waive(
                self._plan,
                finding.rule,
                finding.id,
                self.reason.toPlainText().strip(),
                field=finding.field if self.field_only.isChecked() else None,
                by=self._author or None,
                until=until,
            )
        except Problem as problem:
            return str(problem)
        return ""
