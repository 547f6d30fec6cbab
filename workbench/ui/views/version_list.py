"""The list of a plan's versions with what can be done with one: see it, restore it, forget its name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QLabel, QListWidget, QListWidgetItem, QMenu, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import tr
from workbench.session import versions
from workbench.ui import messages
from workbench.ui.keyboard import hand_on
from workbench.ui.phrases import local_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.session.session import Version
    from workbench.ui.bridge import Bridge

_MOMENT: Final = Qt.ItemDataRole.UserRole


class VersionList(QWidget):
    """Today and the versions, newest first; the moment that is shown now where it is a date."""

    save_wanted = Signal()
    look_wanted = Signal(object)
    restore_wanted = Signal(object)
    #: Another moment is chosen.
    chosen_changed = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.list = QListWidget(self)
        self.list.setWordWrap(True)
        self.list.setSpacing(3)
        self.list.setMinimumWidth(self.fontMetrics().height() * 7)
        # In a low window the words below it need the room.
        self.list.setMinimumHeight(round(self.fontMetrics().height() * 1.7))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self._chosen)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.heading = QLabel(self)
        self.heading.setProperty("role", "muted")
        self.none_yet = QLabel(self, wordWrap=True)
        self.none_yet.setProperty("role", "muted")
        self.save, self.look, self.restore, self.forget = (QPushButton(self) for _ in range(4))
        self.save.clicked.connect(self.save_wanted)
        self.look.clicked.connect(lambda: self.look_wanted.emit(self.chosen))
        self.restore.clicked.connect(lambda: self.restore_wanted.emit(self.chosen))
        self.forget.clicked.connect(self.forget_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 6, 10)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addWidget(self.list, 1)
        column.addWidget(self.none_yet)
        for button in (self.save, self.look, self.restore, self.forget):
            column.addWidget(button)
        hand_on(self, self.list)
        bridge.busy_changed.connect(self.allow)

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.heading.setText(tr("Versions, newest first"))
        self.list.setAccessibleName(tr("Versions"))
        self.none_yet.setText(
            tr(
                "No version has been saved yet. Save one before a round of comments, say, or compare with "
                "a date."
            )
        )
        self.save.setText(tr("Save a version…"))
        self.look.setText(tr("See the plan as it was"))
        self.restore.setText(tr("Restore…"))
        self.forget.setText(tr("Forget the name"))
        for button in (self.save, self.look, self.restore, self.forget):
            # A narrow list cuts them.
            button.setToolTip(button.text())

    @property
    def chosen(self) -> versions.Moment | None:
        """The moment chosen in the list."""
        at = self.list.currentRow()
        moment: versions.Moment | None = self.list.item(at).data(_MOMENT) if at >= 0 else None
        return moment

    def choose(self, name: str) -> None:
        """Choose the version of a name."""
        for at in range(self.list.count()):
            if self.list.item(at).data(_MOMENT).name == name:
                self.list.setCurrentRow(at)

    def put(self, saved: Sequence[Version]) -> None:
        """Show these versions; the one chosen stays chosen, else the one that is looked back upon is."""
        before = self.chosen
        session = self._bridge.session
        past = session.past
        self.list.blockSignals(True)
        self.list.clear()
        self._put(versions.now_of(session), tr("Today"), tr("as the plan is now"), "")
        for version in versions.newest_first(saved):
            told = " · ".join(part for part in (local_time(version.time), version.author) if part)
            self._put(versions.of_version(version), version.name, told, version.note)
        if past is not None and not past.name and past.day is not None:
            self._put(past, past.day.isoformat(), tr("shown now"), "")
        kept = before if before is not None and not before.is_now else past
        for at in range(self.list.count()):
            if kept is not None and self.list.item(at).data(_MOMENT) == kept:
                self.list.setCurrentRow(at)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        self.list.blockSignals(False)
        self.none_yet.setVisible(not saved)
        self.allow()

    def clear(self) -> None:
        """Show none: no plan is open."""
        self.list.clear()
        self.none_yet.hide()
        self.allow()

    def _put(self, moment: versions.Moment, name: str, told: str, note: str) -> None:
        item = QListWidgetItem(f"{name}\n{told}" + (f"\n{note}" if note else ""), self.list)
        item.setData(_MOMENT, moment)

    def _chosen(self) -> None:
        self.allow()
        self.chosen_changed.emit()

    def allow(self) -> None:
        """Enable what can be done with the moment chosen."""
        moment = self.chosen
        plan = self._bridge.plan
        has_plan = plan is not None and plan.exists
        is_past = has_plan and moment is not None and not moment.is_now
        can_write = has_plan and not self._bridge.busy and not self._bridge.session.library_read_only
        self.save.setEnabled(has_plan and self._bridge.is_writable)
        self.look.setEnabled(is_past and self._bridge.session.past != moment)
        self.restore.setEnabled(is_past and can_write)
        self.forget.setEnabled(is_past and can_write and moment is not None and bool(moment.name))

    def forget_chosen(self) -> None:
        """Take the name of the chosen version away; what was done then stays in the history."""
        moment = self.chosen
        if moment is None or not moment.name:
            return
        said = tr(
            "The name “{name}” and its note cannot be had back. What was done until then stays in the "
            "history.",
            name=moment.name,
        )
        if messages.ask(self, tr("Forget the name"), said, tr("Forget the name")):
            session = self._bridge.session
            self._bridge.attempt(lambda: session.forget_version(moment.name))
            self._bridge.versions_changed.emit()

    def _show_menu(self, at: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button in (self.look, self.restore, self.forget):
            menu.addAction(button.text(), button.click).setEnabled(button.isEnabled())
        menu.popup(self.list.viewport().mapToGlobal(at))
