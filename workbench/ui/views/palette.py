"""All commands in one list: type a part of a command, or the initials of its pinyin, and press Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt, QTimer
from PySide6.QtGui import QKeySequence, QPainter
from PySide6.QtWidgets import QListWidgetItem

from workbench.i18n import current, plural, tr, words
from workbench.session.palette import offers
from workbench.ui import theme
from workbench.ui.editors.hint import hint
from workbench.ui.views.search import BELOW, FoundRows, Search

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from workbench.ui.mainwindow import MainWindow

_ID: Final = Qt.ItemDataRole.UserRole
_KEYS: Final = Qt.ItemDataRole.UserRole + 2
_WHY: Final = Qt.ItemDataRole.UserRole + 3


class _Rows(FoundRows):
    """Title and shortcut, then the menu it stands in or why it cannot be chosen."""

    def paint_first(self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        keys = str(index.data(_KEYS))
        painter.setPen(theme.colour("muted"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight, keys)
        room = box.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(keys) - 12, 0)
        self.write(painter, room, str(index.data()), "muted" if index.data(_WHY) else "text")

    def below(self, index: QModelIndex | QPersistentModelIndex) -> str:
        why = index.data(_WHY)
        return f"{super().below(index)} · {why}" if why else super().below(index)


class Palette(Search):
    """A line to type in over the window, with the commands that answer it below."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window.bridge, window)
        self._window = window
        self.found.setItemDelegate(_Rows(self.found))

    def say_words(self) -> None:
        hint(self.line, tr("A command, in words or initials of pinyin"))
        self.line.setAccessibleName(tr("All commands"))
        self.found.setAccessibleName(tr("Commands"))
        self.setWindowTitle(tr("All commands"))
        # Another command each time: what was typed last is of no more use.
        self.line.clear()

    def look(self) -> None:
        self._pause.stop()
        self.found.clear()
        actions = self._window.actions_
        recent = self._window.settings.recent_commands
        found = offers(self.line.text().strip(), actions.facts, recent, words(current()))
        # The list does not offer itself.
        found = [one for one in found if one.command.id != "help.palette"]
        for offer in found:
            action = actions.by_id[offer.command.id]
            keys = ", ".join(
                one.toString(QKeySequence.SequenceFormat.NativeText) for one in action.shortcuts()
            )
            why = tr(offer.why) if offer.why else ""
            item = QListWidgetItem(offer.title)
            item.setData(_ID, offer.command.id)
            item.setData(BELOW, offer.menu)
            item.setData(_KEYS, keys)
            item.setData(_WHY, why)
            read = ", ".join(part for part in (offer.title, offer.menu, keys, why) if part)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, read)
            self.found.addItem(item)
        if found:
            self.found.setCurrentRow(0)
            self.said.setText(plural("{count} command", "{count} commands", len(found)))
        else:
            self.said.setText(tr("Nothing found"))

    def open(self) -> None:
        """Do the command chosen; one that cannot be done now stays, with its reason."""
        if self._pause.isActive():
            self.look()
        if not self.found.count():
            return
        item = self.found.currentItem()
        if item.data(_WHY):
            self.said.setText(item.data(_WHY))
            return
        id_ = item.data(_ID)
        self._window.settings.used(id_)
        self.close()
        # Once the keyboard is back where it was: cutting and pasting mean that place.
        QTimer.singleShot(0, self, self._window.actions_.by_id[id_].trigger)
