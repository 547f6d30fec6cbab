"""A line for an expression of an own rule: what could stand at the cursor is offered while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QWidget

from workbench.i18n import current
from workbench.rules.completion import suggestions

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from workbench.rules.completion import Suggestion

_ROLE = Qt.ItemDataRole.UserRole


class ConditionLine(QLineEdit):
    """Offers fields, choices, functions and words; Ctrl+Space asks for them, Enter takes one.

    A ``message`` holds expressions in braces only.
    """

    def __init__(self, parent: QWidget | None = None, *, message: bool = False) -> None:
        super().__init__(parent)
        self.kind = "project"
        self._message = message
        self._offers = QStandardItemModel(self)
        self._completer = QCompleter(self._offers, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(10)
        self._completer.setWidget(self)
        self._popup = QListView(self)
        self._completer.setPopup(self._popup)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self.textEdited.connect(lambda _text: self.offer(asked=False))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        asked = event.key() == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if asked:
            self.offer(asked=True)
        else:
            super().keyPressEvent(event)

    def offers(self, *, asked: bool) -> list[Suggestion]:
        """What could stand at the cursor; unless ``asked``, only what continues a word that has begun."""
        text, cursor, skipped = self.text(), self.cursorPosition(), 0
        if self._message:
            opened = text.rfind("{", 0, cursor)
            if opened < 0 or "}" in text[opened:cursor]:
                return []
            skipped = opened + 1
        found = suggestions(text[skipped:], cursor - skipped, self.kind, current())
        return [
            one._replace(start=one.start + skipped, end=one.end + skipped)
            for one in found
            if asked or one.end > one.start
        ]

    def offer(self, *, asked: bool) -> None:
        """Show what could stand at the cursor."""
        self._offers.clear()
        found = self.offers(asked=asked)
        typed = self.text()[found[0].start : found[0].end] if found else ""
        if not found or (len(found) == 1 and found[0].insert == typed):
            self._popup.hide()
            return
        for one in found:
            label = one.label if one.label != one.insert else ""
            item = QStandardItem("  ".join(part for part in (one.insert, label, one.what) if part))
            item.setData(one, _ROLE)
            self._offers.appendRow(item)
        self._popup.setMinimumWidth(self.fontMetrics().averageCharWidth() * 30)
        self._completer.complete()

    def _take(self, index: QModelIndex) -> None:
        one: Suggestion | None = index.data(_ROLE)
        if one is None:
            return
        text = self.text()
        self.setText(text[: one.start] + one.insert + text[one.end :])
        self.setCursorPosition(one.start + len(one.insert))
        self.textEdited.emit(self.text())
