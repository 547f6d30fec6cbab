"""Giving the plan as it is now a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from workbench.errors import Problem
from workbench.i18n import tr
from workbench.ui.dialogs.form import Form
from workbench.ui.editors.hint import hint

if TYPE_CHECKING:
    from workbench.session.session import Session


class SaveVersion(Form):
    """Asks for the name of a version and what is to be said of it; saves it when it is accepted."""

    def __init__(self, parent: QWidget | None, session: Session) -> None:
        super().__init__(
            parent,
            tr("Save a version"),
            tr(
                "Every edit is saved already. A version gives the plan as it is now a name: "
                "the history shows it, and the trend compares its scores."
            ),
            tr("Save"),
        )
        self._session = session
        self.name = QLineEdit(self)
        self.name.setMaxLength(80)
        hint(self.name, tr("Draft for comment"))
        self.note = QPlainTextEdit(self)
        self.note.setTabChangesFocus(True)
        self.note.setFixedHeight(self.fontMetrics().height() * 3 + 16)
        self.field(tr("Name"), self.name)
        self.field(tr("Note"), self.note)
        self.name.setFocus()

    def fault(self) -> str:
        self.wanting = self.name
        try:
            self._session.name_version(self.name.text(), self.note.toPlainText())
        except Problem as problem:
            return str(problem)
        return ""
