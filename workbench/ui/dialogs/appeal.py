"""An appeal against the result of an item: what is asked and why, by whom, on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from workbench.analysis import typed
from workbench.errors import Problem
from workbench.i18n import current, tr, words
from workbench.plan.records import Result
from workbench.session.assessing import lodge_appeal
from workbench.ui.dialogs.form import Form

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.plan.results import Course


class Appeal(Form):
    """Asks what the appeal says; ``change`` is what to apply when the dialog was accepted."""

    def __init__(
        self, parent: QWidget, plan: Plan, scheme: str, course: Course, about: str, unit: str, day: date
    ) -> None:
        super().__init__(
            parent,
            tr("Appeal against a result"),
            tr(
                "{item}. The appeal waits to be decided until the next review or final result of this row is "
                "entered.",
                item=about,
            ),
            tr("Enter the appeal"),
        )
        self._plan, self._scheme, self._course = plan, scheme, course
        self.change: Change | None = None
        self.text = QPlainTextEdit(self)
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(self.fontMetrics().height() * 4 + 16)
        self.by = QLineEdit(unit, self)
        self.day = QLineEdit(day.isoformat(), self)
        self.field(tr("What is asked, and why"), self.text)
        self.field(tr("Who appeals"), self.by)
        self.field(tr("Date"), self.day)
        self.wanting = self.text
        self.text.setFocus()

    def fault(self) -> str:
        item, unit = self._course.key
        try:
            self.wanting = self.day
            day = typed.read(self._plan, Result.field_of["on"], self.day.text())
            self.wanting = self.text
            said = {
                "remark": self.text.toPlainText().strip(),
                "by": self.by.text().strip() or None,
                "on": day,
            }
            self.change = lodge_appeal(self._plan, self._scheme, item, unit, words(current()), **said)
        except Problem as problem:
            return str(problem)
        return ""
