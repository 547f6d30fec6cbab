"""Layouts of the panels that were given a name: kept, gone back to, forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QListWidget, QPushButton, QWidget

from workbench.i18n import tr
from workbench.ui.dialogs.form import Form

if TYPE_CHECKING:
    from collections.abc import Callable

_LONGEST_NAME = 40


class Layouts(Form):
    """A list of names; Enter lays the panels as the one chosen has them."""

    #: The panels are to be laid so (as ``Workspace.arrange`` takes it).
    wanted = Signal(str)

    def __init__(self, parent: QWidget | None, kept: dict[str, str], present: Callable[[], str]) -> None:
        super().__init__(
            parent,
            tr("Layouts of the panels"),
            tr("How the panels lie is remembered by itself. A layout with a name can be gone back to later."),
            tr("Lay them so"),
        )
        self._kept = kept
        self._present = present
        self.list = QListWidget(self)
        self.list.addItems(sorted(kept))
        self.list.currentRowChanged.connect(lambda _row: self._allow())
        self.list.itemDoubleClicked.connect(lambda _item: self.accept())
        self.list.setFixedHeight(self.fontMetrics().height() * 8)
        self.field(tr("Layouts kept"), self.list)
        self.forget = QPushButton(tr("Forget it"), self)
        self.forget.clicked.connect(self._forget)
        self.name = QLineEdit(self)
        self.name.setMaxLength(_LONGEST_NAME)
        self.name.textChanged.connect(lambda _text: self._allow())
        self.keep = QPushButton(tr("Keep the present one"), self)
        self.keep.setAutoDefault(False)
        self.no.setAutoDefault(False)
        self.forget.setAutoDefault(False)
        self.keep.clicked.connect(self._keep)
        self.rows.addRow("", self.forget)
        self.field(tr("Name"), self.name)
        self.rows.addRow("", self.keep)
        self.no.setText(tr("Close"))
        self.list.setCurrentRow(0)
        (self.list if kept else self.name).setFocus()
        self._allow()

    def _allow(self) -> None:
        self.keep.setEnabled(bool(self.name.text().strip()))
        self.forget.setEnabled(self.list.currentItem() is not None)
        self.yes.setEnabled(self.list.currentItem() is not None or bool(self.name.text().strip()))

    def _keep(self) -> None:
        name = self.name.text().strip()
        if name:
            self._kept[name] = self._present()
            self.list.clear()
            self.list.addItems(sorted(self._kept))
            self.list.setCurrentRow(sorted(self._kept).index(name))
            self.name.clear()
            self.list.setFocus()

    def _forget(self) -> None:
        if self.list.currentItem() is not None:
            self._kept.pop(self.list.takeItem(self.list.currentRow()).text(), None)
        self._allow()

    def accept(self) -> None:
        if self.name.hasFocus() and self.name.text().strip():
            # Enter in this line means its own button.
            self._keep()
        else:
            super().accept()

    def fault(self) -> str:
        if self.list.currentRow() < 0:
            return tr("Choose a layout")
        self.wanted.emit(self._kept[self.list.currentItem().text()])
        return ""
