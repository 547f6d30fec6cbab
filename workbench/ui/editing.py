"""Cut, copy, paste, delete, rename: for the text being edited, else for what is chosen in the outline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from workbench.ui.actions import Actions
    from workbench.ui.bridge import Bridge
    from workbench.ui.workspace import Workspace


def _table() -> QWidget | None:
    """The table view whose cells have the keyboard."""
    from PySide6.QtWidgets import QTableView

    focus = QApplication.focusWidget()
    if not isinstance(focus, QTableView):
        return None
    above = focus.parentWidget()
    return above if above is not None and above.property("own_verbs") else None


class Editing:
    """What the edit menu does, depending on where the keyboard is."""

    def __init__(self, bridge: Bridge, workspace: Workspace) -> None:
        self._bridge = bridge
        self._workspace = workspace

    def bind(self, actions: Actions) -> None:
        """Bind the commands of the edit menu but finding."""
        outline = self._workspace.outline
        actions.bind("edit.undo", self.undo)
        actions.bind("edit.redo", self.redo)
        actions.bind("edit.cut", lambda: self._text_or("cut", outline.cut))
        actions.bind("edit.copy", lambda: self._text_or("copy", outline.copy))
        actions.bind("edit.paste", lambda: self._text_or("paste", outline.paste))
        actions.bind("edit.duplicate", lambda: self._cells_or("duplicate", outline.duplicate))
        actions.bind("edit.delete", lambda: self._cells_or("delete", outline.delete))
        actions.bind("edit.rename", outline.rename)

    def undo(self) -> None:
        """Take back the latest step; what is still being typed counts as one."""
        self._workspace.flush()
        self._bridge.attempt(self._bridge.session.undo)

    def redo(self) -> None:
        """Make the step undone last again."""
        self._workspace.flush()
        self._bridge.attempt(self._bridge.session.redo)

    def _cells_or(self, name: str, otherwise: Callable[[], object]) -> None:
        """The verb of the table that has the keyboard, else that of the outline."""
        table = _table()
        (getattr(table, name, None) or otherwise)()

    def _text_or(self, name: str, otherwise: object) -> None:
        from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QTextEdit

        focus = QApplication.focusWidget()
        own = getattr(_table(), name, None)
        if isinstance(focus, QLineEdit | QPlainTextEdit | QTextEdit):
            getattr(focus, name)()
        elif callable(own):
            own()
        elif callable(otherwise):
            otherwise()
