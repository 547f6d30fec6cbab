"""The grid of a table: chosen, moved in and typed into by the keys of a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QWidget

from workbench.ui.views.cell_grid import verb_of
from workbench.ui.views.table_drawing import TableDrawing
from workbench.ui.views.table_frozen import FrozenColumns
from workbench.ui.views.table_parts import TablePainter

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QResizeEvent

    from workbench.ui.bridge import Bridge
    from workbench.ui.models.table import TableModel
    from workbench.ui.models.table_rows import Index

_Key = Qt.Key
_NO = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier


class TableGrid(TableDrawing):
    """The cells; what keys and menus ask for is told by ``asked``, the view does it."""

    #: The element of the current row is another one.
    reached = Signal(str)

    def __init__(self, model: TableModel, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self.painter_ = TablePainter(model, bridge, self)
        self.setItemDelegate(self.painter_)
        #: The element in whose row something was typed last; "" for a new one.
        self.edited = ""
        self.frozen = FrozenColumns(self)
        self.doubleClicked.connect(self._double_clicked)

    # -- what is chosen --------------------------------------------------------------------------------

    def chosen_cells(self) -> list[tuple[int, int]]:
        """The chosen cells of elements, (row, column), from top to bottom and left to right as seen."""
        at = self.heads.visualIndex
        found = []
        for part in self.selectionModel().selection().toList():
            for row in range(part.top(), part.bottom() + 1):
                if self.rows.id_at(row):
                    found += [(row, column) for column in range(part.left(), part.right() + 1)]
        return sorted(set(found), key=lambda one: (one[0], at(one[1])))

    def chosen_ids(self) -> list[str]:
        """The elements in whose rows a cell is chosen."""
        return list(dict.fromkeys(self.rows.id_at(row) for row, _ in self.chosen_cells()))

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a cell into sight, out from under the columns that stay; those are in sight anyway."""
        across = self.horizontalScrollBar()
        was = across.value()
        super().scrollTo(index, hint)
        if not index.isValid() or not was:
            return
        if index.column() in self.frozen.columns():
            across.setValue(was)
            return
        hidden = self.frozen.room() - self.columnViewportPosition(index.column())
        if hidden > 0:
            across.setValue(across.value() - hidden)

    def edit(self, index: Index, *given: Any) -> Any:
        """Open the editor of a cell, which stands in the grid itself: one of a column that stays, too.

        Qt asks this with every key and click; ``given`` is what it was, nothing when an editor is wanted.
        """
        is_wanted = not given or bool(given[0] & self.editTriggers())
        if is_wanted and index.column() in self.frozen.columns():
            self.horizontalScrollBar().setValue(0)
        return super().edit(index, *given)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.frozen.place()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        id_ = self.rows.id_at(current.row()) if current.isValid() else ""
        if id_ and id_ != self.rows.id_at(previous.row() if previous.isValid() else -1):
            self.reached.emit(id_)

    # -- keys and mouse --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            event.ignore()  # an editor has passed it on
            return
        at = self.currentIndex()
        if self.rows.group_at(at.row()) is not None and event.modifiers() in (
            _NO,
            Qt.KeyboardModifier.KeypadModifier,
        ):
            if event.key() in (_Key.Key_Left, _Key.Key_Right):
                self.rows.fold(at.row(), closed=event.key() == _Key.Key_Left)
                return
            if event.key() in (_Key.Key_Return, _Key.Key_Enter, _Key.Key_Space):
                self.rows.fold(at.row())
                return
        verb = verb_of(event)
        if verb == "edit_cell":
            self.edit_cell()
        elif verb in ("choose_columns", "choose_rows"):
            self._widen(columns=verb == "choose_columns")
        elif verb:
            self.asked.emit(verb)
        elif event.key() in (_Key.Key_Tab, _Key.Key_Backtab):
            super().keyPressEvent(event)
        elif (
            event.modifiers() & (_CTRL | _ALT)
            and event.text().strip()
            and not event.matches(QKeySequence.StandardKey.SelectAll)
        ):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def edit_cell(self) -> None:
        """Type in the current cell; one that holds more than a line is opened."""
        if self.can_type():
            self.edit(self.currentIndex())
        elif self.currentIndex().isValid():
            self.asked.emit("open_cell")

    def _widen(self, *, columns: bool) -> None:
        chosen = QItemSelectionModel.SelectionFlag.Select
        way = QItemSelectionModel.SelectionFlag.Columns if columns else QItemSelectionModel.SelectionFlag.Rows
        for index in self.selectedIndexes() or [self.currentIndex()]:
            if index.isValid():
                self.selectionModel().select(index, chosen | way)

    def _double_clicked(self, index: Index) -> None:
        if (
            self.rows.group_at(index.row()) is None
            and not self.rows.flags(index) & Qt.ItemFlag.ItemIsEditable
        ):
            self.asked.emit("open_cell")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.rowAt(int(event.position().y()))
        if event.button() == Qt.MouseButton.LeftButton and self.rows.group_at(at) is not None:
            self.stand_at(at, max(self.currentIndex().column(), 0))
            self.rows.fold(at)
            return
        super().mousePressEvent(event)

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        at = self.currentIndex()
        super().closeEditor(editor, hint)
        self.setFocus()
        is_enter = hint == QStyledItemDelegate.EndEditHint.SubmitModelCache
        if is_enter and self.edited and self.edited == self.rows.id_at(at.row()):
            # After Enter typing goes on in the row below, as in a spreadsheet.
            self.stand_at(min(at.row() + 1, self.rows.rowCount() - 1), at.column())
