"""The sections of the plan in their order: choose, add, move, delete."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import plural, tr
from workbench.plan import edits
from workbench.plan.choices import SECTION_KIND
from workbench.plan.elements import Section
from workbench.ui import icons, messages
from workbench.ui.keyboard import hand_on
from workbench.ui.models import gestures

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.plan.change import Change
    from workbench.ui.bridge import Bridge

_ID = Qt.ItemDataRole.UserRole


class _Lines(QListWidget):
    """The lines; Alt+arrows move, Delete deletes, Insert adds."""

    def __init__(self, parent: SectionList) -> None:
        super().__init__(parent)
        self._holder = parent
        self.setUniformItemSizes(True)
        self.setSpacing(2)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        holder = self._holder
        if alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            holder.shift(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Delete:
            holder.delete()
        elif key == Qt.Key.Key_Insert:
            holder.add.showMenu()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            holder.entered.emit()
        else:
            super().keyPressEvent(event)


class SectionList(QWidget):
    """The list with its buttons."""

    #: Id of the section chosen by the user.
    chosen = Signal(str)
    #: The text of the section is to be typed in.
    entered = Signal()

    def __init__(self, bridge: Bridge, before: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._before = before
        self._filling = False
        self.lines = _Lines(self)
        self.add = QToolButton(self, popupMode=QToolButton.ToolButtonPopupMode.InstantPopup)
        self.kinds = QMenu(self.add)
        self.kinds.aboutToShow.connect(self._fill_kinds)
        self.add.setMenu(self.kinds)
        self.up, self.down, self.remove = (QToolButton(self) for _ in range(3))
        self.up.clicked.connect(lambda: self.shift(-1))
        self.down.clicked.connect(lambda: self.shift(1))
        self.remove.clicked.connect(self.delete)
        row = QHBoxLayout()
        row.setSpacing(2)
        for button in (self.add, self.up, self.down, self.remove):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        row.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 8, 4, 8)
        whole.addLayout(row)
        whole.addWidget(self.lines, 1)
        self.lines.currentItemChanged.connect(self._went)
        hand_on(self, self.lines)
        self.retranslate()

    @property
    def current(self) -> str:
        """Id of the section chosen; "" for none."""
        at = self.lines.currentRow()
        return str(self.lines.item(at).data(_ID)) if at >= 0 else ""

    def fill(self, current: str) -> None:
        """Show the sections of the plan, one of them chosen."""
        plan = self._bridge.plan
        sections = plan.all(Section) if plan is not None else []
        self._filling = True
        before = self.lines.currentRow()
        wanted = [(one.id, one.title, one.kind) for one in sections]
        while self.lines.count() > len(wanted):
            self.lines.takeItem(self.lines.count() - 1)
        while self.lines.count() < len(wanted):
            self.lines.addItem(QListWidgetItem())
        # Where one was deleted, the next takes its place.
        at = min(max(before, 0), len(wanted) - 1)
        for number, (id_, title, kind) in enumerate(wanted):
            item = self.lines.item(number)
            item.setData(_ID, id_)
            item.setText(title)
            item.setToolTip(f"{title}\n{tr(SECTION_KIND[kind])}" if kind in SECTION_KIND else title)
            if id_ == current:
                at = number
        self.lines.setCurrentRow(at)
        self._filling = False
        self.allow()

    def allow(self) -> None:
        """Enable what can be done now."""
        writable = self._bridge.is_writable and self._bridge.plan is not None
        at, count = self.lines.currentRow(), self.lines.count()
        self.add.setEnabled(writable)
        self.up.setEnabled(writable and at > 0)
        self.down.setEnabled(writable and 0 <= at < count - 1)
        self.remove.setEnabled(writable and at >= 0)

    def _went(self) -> None:
        self.allow()
        if not self._filling and self.current:
            self.chosen.emit(self.current)

    # -- edits -----------------------------------------------------------------------------------------

    def _fill_kinds(self) -> None:
        plan = self._bridge.plan
        if plan is None:
            return
        there = {one.kind for one in plan.all(Section)}
        self.kinds.clear()
        # Those that the plan lacks first: they are what is usually wanted.
        for lacking in (True, False):
            for kind, title in SECTION_KIND.items():
                if (kind not in there) == lacking:
                    self.kinds.addAction(tr(title), partial(self.add_section, kind))
            if lacking:
                self.kinds.addSeparator()

    def add_section(self, kind: str) -> None:
        """A new section of a kind after the one chosen."""
        plan = self._bridge.plan
        if plan is None or not self._bridge.is_writable:
            return
        self._before()
        values = {"kind": kind, "title": tr(SECTION_KIND[kind])}
        change = self._apply(lambda: edits.add(plan, "section", values, after=self.current or None))
        if change is not None:
            self.chosen.emit(change.operations[0].id)
            self.entered.emit()

    def shift(self, by: int) -> None:
        """Move the section up or down."""
        plan, id_ = self._bridge.plan, self.current
        if plan is not None and id_ and self._bridge.is_writable:
            self._before()
            self._apply(lambda: gestures.shift(plan, [id_], by))

    def delete(self) -> None:
        """Delete the section; undo brings it back."""
        plan, id_ = self._bridge.plan, self.current
        if plan is None or not id_ or not self._bridge.is_writable:
            return
        self._before()
        if self._apply(lambda: edits.delete(plan, [id_])) is not None:
            messages.info(
                plural(
                    "{count} element deleted; undo brings it back",
                    "{count} elements deleted; undo brings them back",
                    1,
                )
            )

    def _apply(self, work_out: Callable[[], Change | None]) -> Change | None:
        change = self._bridge.attempt(work_out)
        return change if change is not None and self._bridge.apply(change) else None

    def retranslate(self) -> None:
        """Words and icons of now."""
        self.lines.setAccessibleName(tr("Sections"))
        for button, icon, said in (
            (self.add, "add", tr("Add a section (Insert)")),
            (self.up, "up", tr("Move the section up (Alt+Up)")),
            (self.down, "down", tr("Move the section down (Alt+Down)")),
            (self.remove, "delete", tr("Delete the section (Delete)")),
        ):
            button.setIcon(icons.icon(icon))
            button.setIconSize(QSize(icons.small_size(), icons.small_size()))
            button.setToolTip(said)
            button.setAccessibleName(said)
