"""The name that stands beside the user's edits in the history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.i18n import tr
from workbench.ui.dialogs.form import Form
from workbench.ui.editors.hint import hint

if TYPE_CHECKING:
    from workbench.settings import Settings
    from workbench.ui.bridge import Bridge


class Author(Form):
    """Asks for the name; an empty one stands for the name of the account."""

    def __init__(self, parent: QWidget | None, settings: Settings, bridge: Bridge) -> None:
        super().__init__(
            parent,
            tr("My name in the history"),
            tr("It is written into the library with each of your edits from now on."),
            tr("Keep"),
        )
        self._settings = settings
        self._bridge = bridge
        self.name = QLineEdit(settings.author, self)
        self.name.setMaxLength(80)
        hint(self.name, tr("The name of the account"))
        self.field(tr("Name"), self.name)

    def accept(self) -> None:
        self._settings.author = self.name.text().strip()
        if self._bridge.has_session and self._settings.author:
            self._bridge.session.author = self._settings.author
        super().accept()
