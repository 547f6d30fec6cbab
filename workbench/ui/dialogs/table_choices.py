"""Small questions about tables: which columns, under what name a filter is saved, which unit is mine."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import current, tr, words
from workbench.plan.elements import Unit
from workbench.ui.dialogs.form import Form, resize_in_lines
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.hint import hint
from workbench.ui.editors.making import editor_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.analysis.table_columns import Column
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.ui.bridge import Bridge

_KEY: Final = Qt.ItemDataRole.UserRole


class _Order(QListWidget):
    """Items that Alt+Up and Alt+Down move, as dragging does."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if by is None or not event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        at = self.currentRow()
        if 0 <= at + by < self.count():
            item = self.takeItem(at)
            self.insertItem(at + by, item)
            self.setCurrentItem(item)


class ChooseColumns(Form):
    """The columns of a table: those checked are shown, in the order of the list."""

    def __init__(
        self, parent: QWidget | None, every: Sequence[Column], shown: Sequence[str], first: Sequence[str]
    ) -> None:
        about = tr("Those checked are shown in this order; drag them, or move them with Alt+Up and Alt+Down.")
        super().__init__(parent, tr("Columns"), about, tr("Show"))
        self._every = {one.key: one for one in every}
        self._first = list(first)
        self.typed = QLineEdit(self, clearButtonEnabled=True)
        hint(self.typed, tr("Find a column"))
        self.typed.setAccessibleName(tr("Find a column"))
        self.typed.textChanged.connect(self._narrow)
        self.list = _Order(self)
        self.list.setAccessibleName(tr("Columns"))
        self.list.setProperty("framed", True)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setMinimumHeight(self.fontMetrics().height() * 9)
        resize_in_lines(self, 25, 30)
        self.body.insertWidget(self.body.count() - 2, self.typed)
        self.body.insertWidget(self.body.count() - 2, self.list, 1)
        again = QPushButton(tr("As at first"), self)
        again.setAutoDefault(False)
        self.buttons.addButton(again, self.buttons.ButtonRole.ResetRole)
        again.clicked.connect(lambda: self._fill(self._first))
        self._fill(shown)
        self.list.setFocus()

    def _fill(self, shown: Sequence[str]) -> None:
        self.list.clear()
        for key in [*shown, *(one for one in self._every if one not in shown)]:
            item = QListWidgetItem(self._every[key].heading(words(current())))
            item.setData(_KEY, key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in shown else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.setCurrentRow(0)

    def _narrow(self, text: str) -> None:
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(text.casefold().strip() not in item.text().casefold())

    @property
    def keys(self) -> list[str]:
        """Keys of the columns chosen, in order."""
        items = [self.list.item(at) for at in range(self.list.count())]
        return [str(item.data(_KEY)) for item in items if item.checkState() == Qt.CheckState.Checked]

    def fault(self) -> str:
        self.wanting = self.list
        return "" if self.keys else tr("Choose at least one")


class SaveFilter(Form):
    """The name under which filters, sorting and grouping are kept."""

    def __init__(self, parent: QWidget | None, taken: Sequence[str]) -> None:
        about = tr("Filters, sorting and grouping of this table are kept under a name, for all plans.")
        super().__init__(parent, tr("Save the filter"), about, tr("Save"))
        self._taken = taken
        self.name = QLineEdit(self)
        self.name.setMaxLength(40)
        self.field(tr("Name"), self.name)
        self.wanting = self.name
        self.name.textChanged.connect(self._told)
        self.name.setFocus()

    def _told(self) -> None:
        known = self.name.text().strip() in self._taken
        self.yes.setText(tr("Replace") if known else tr("Save"))

    def fault(self) -> str:
        return "" if self.name.text().strip() else tr("A filter needs a name")


class OwnUnit(Form):
    """Which unit is the user's: asked once, and again where a plan has none of that name."""

    def __init__(self, parent: QWidget | None, plan: Plan, held: str) -> None:
        about = tr(
            "“Mine” shows what this unit, or a unit below it, has to do with. It is kept for all plans."
        )
        if held:
            about = tr("This plan has no unit called “{name}”.", name=held) + " " + about
        super().__init__(parent, tr("My unit"), about, tr("Choose"))
        self.units = CalmCombo(self)
        self.units.setMaxVisibleItems(20)
        for unit in plan.all(Unit):
            self.units.addItem(" ".join(part for part in (unit.code, unit.name) if part), unit.name)
        self.units.setCurrentIndex(max(self.units.findData(held), 0))
        self.field(tr("Unit"), self.units)
        self.wanting = self.units
        self.units.setFocus()

    @property
    def name(self) -> str:
        """The name of the unit chosen."""
        return str(self.units.currentData() or "")

    def fault(self) -> str:
        return "" if self.units.count() else tr("This plan has no units yet; add them in the table of units")


class CellValue(Form):
    """The editor that a field has in the form, for one cell or for all that are chosen."""

    def __init__(
        self, parent: QWidget | None, bridge: Bridge, declared: Field, value: Any, title: str, about: str
    ) -> None:
        super().__init__(parent, title, about, tr("Set"))
        self.widen(32)
        self.editor = editor_for(declared, bridge)
        holder = QWidget(self)
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        buttons = getattr(self.editor, "buttons", None)
        if isinstance(buttons, QWidget):
            column.addWidget(buttons)
        column.addWidget(self.editor)
        self.body.insertWidget(self.body.count() - 2, holder, 1)
        self.value = value
        self.editor.show_value(value, fresh=True)
        self.editor.edited.connect(self._edited)
        self.editor.focus_place("")

    def _edited(self, value: Any) -> None:
        self.value = value

    def fault(self) -> str:
        self.editor.flush()
        return self.editor.fault
