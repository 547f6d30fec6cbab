"""The link matrix under mouse and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)

from workbench.ui.views.matrix_cells import STEP, MatrixCells

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent
    from PySide6.QtWidgets import QWidget

    from workbench.ui.models.matrix import MatrixModel
    from workbench.ui.views.matrix_headers import MatrixHeader

_Index = QModelIndex | QPersistentModelIndex
#: Most cells that are linked or unlinked at once.
MOST_CELLS: Final = 5_000


class MatrixTable(MatrixCells):
    """Click, drag, or keys; what they mean is said by signals, the view makes the changes."""

    #: Cells to be linked: (row id, column id).
    link_wanted = Signal(list)
    #: Space was pressed on the chosen cells.
    toggle_wanted = Signal()
    unlink_wanted = Signal()
    #: Enter was pressed: what is said of the link is to be edited.
    edit_wanted = Signal()
    #: A digit was typed.
    number_wanted = Signal(int)
    #: A group is to be opened or closed: its name, whether it is one of rows.
    fold_wanted = Signal(str, bool)
    #: A line was clicked on: id.
    line_chosen = Signal(str)

    def __init__(self, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(model, parent)
        self._pressed: QModelIndex | None = None
        for header in (self.across, self.beside):
            header.chosen.connect(lambda at, of=header: self._line_chosen(of, at))
            header.dragged.connect(lambda at, where, of=header: self._aim(of, at, where))
            header.dropped.connect(lambda at, where, of=header: self._drop(of, at, where))

    # -- choosing --------------------------------------------------------------------------------------
    def currentChanged(self, current: _Index, previous: _Index) -> None:
        super().currentChanged(current, previous)
        self.beside.mark(current.row())
        self.across.mark(current.column())
        self.viewport().update()

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.viewport().update()

    def choose(self, row: int, column: int) -> None:
        """Make a cell the current one and show it."""
        index = self.lines.index(row, column)
        if index.isValid():
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            self.scrollTo(index)

    def selectAll(self) -> None:
        """Nothing: to link everything with everything is never meant."""

    def chosen_pairs(self) -> list[tuple[str, str]]:
        """The chosen cells as (row id, column id), without headings; none when there are too many."""
        found = []
        if sum(part.width() * part.height() for part in self._parts()) > MOST_CELLS:
            return []
        for part in self._parts():
            for row in range(part.top(), part.bottom() + 1):
                for column in range(part.left(), part.right() + 1):
                    pair = self.lines.pair(self.lines.index(row, column))
                    if pair is not None:
                        found.append(pair)
        return found

    # -- mouse -----------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() != Qt.MouseButton.LeftButton or not index.isValid():
            return
        flag = QItemSelectionModel.SelectionFlag
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self.currentIndex().isValid():
            here = self.currentIndex()
            self.selectionModel().select(QItemSelection(here, index), flag.ClearAndSelect)
            return
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect)
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._pressed = index

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        index = self.indexAt(at)
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if index.isValid():
                first = self._pressed
                rows = sorted((first.row(), index.row()))
                columns = sorted((first.column(), index.column()))
                self._dragged = (rows[0], columns[0], rows[1], columns[1]) if index != first else None
                self.scrollTo(index)
                self.viewport().update()
            return
        place = (index.row(), index.column())
        if place != self._hovered:
            self._hovered = place
            self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        dragged, self._dragged = self._dragged, None
        self.viewport().update()
        if pressed is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if dragged is not None:
            top, left, bottom, right = dragged
            area = QItemSelection(self.lines.index(top, left), self.lines.index(bottom, right))
            self.selectionModel().select(area, QItemSelectionModel.SelectionFlag.ClearAndSelect)
            if self._is_free(pressed):
                self.link_wanted.emit(self.chosen_pairs())
        elif self._is_free(pressed):
            pair = self.lines.pair(pressed)
            self.link_wanted.emit([pair])
        else:
            self._fold(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.lines.pair(self.indexAt(event.position().toPoint())) is not None:
            self.edit_wanted.emit()

    def leaveEvent(self, event: object) -> None:
        self._hovered = (-1, -1)
        self.viewport().update()

    def _fold(self, index: QModelIndex) -> bool:
        """Open or close the group whose heading a cell belongs to."""
        for is_row, line in (
            (True, self.lines.line(index.row(), Qt.Orientation.Vertical)),
            (False, self.lines.line(index.column(), Qt.Orientation.Horizontal)),
        ):
            if line is not None and line.is_heading:
                self.fold_wanted.emit(line.group, is_row)
                return True
        return False

    # -- headers ---------------------------------------------------------------------------------------

    def _line_chosen(self, header: MatrixHeader, at: int) -> None:
        line = self.lines.line(at, header.orientation())
        if line is None:
            return
        if line.is_heading:
            self.fold_wanted.emit(line.group, header is self.beside)
            return
        current = self.currentIndex()
        row, column = (at, max(current.column(), 0)) if header is self.beside else (max(current.row(), 0), at)
        self.choose(row, column)
        self.line_chosen.emit(line.id)
        self.setFocus()

    def _crossed(self, header: MatrixHeader, at: int, where: QPoint) -> QModelIndex:
        """The cell that a line dragged onto another one means."""
        other = self.across if header is self.beside else self.beside
        section = other.section_at(where)
        if section < 0:
            inside = self.viewport().mapFromGlobal(where)
            if self.viewport().rect().contains(inside):
                index = self.indexAt(inside)
                section = index.column() if header is self.beside else index.row()
        return self.lines.index(at, section) if header is self.beside else self.lines.index(section, at)

    def _aim(self, header: MatrixHeader, at: int, where: QPoint) -> None:
        index = self._crossed(header, at, where)
        other = self.across if header is self.beside else self.beside
        other.aim((index.column() if header is self.beside else index.row()) if index.isValid() else -1)
        self._hovered = (index.row(), index.column())
        header.aim(at)
        self.viewport().update()

    def _drop(self, header: MatrixHeader, at: int, where: QPoint) -> None:
        index = self._crossed(header, at, where)
        self.across.aim(-1)
        self.beside.aim(-1)
        self._hovered = (-1, -1)
        self.viewport().update()
        if index.isValid():
            self.choose(index.row(), index.column())
            if self._is_free(index):
                self.link_wanted.emit([self.lines.pair(index)])

    # -- keys ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not plain:
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Space:
            if not (len(self.selectedIndexes()) <= 1 and self._fold(self.currentIndex())):
                self.toggle_wanted.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not self._fold(self.currentIndex()):
                self.edit_wanted.emit()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.unlink_wanted.emit()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(self.percent * STEP)
        elif key == Qt.Key.Key_Minus:
            self.zoom(self.percent / STEP)
        elif key == Qt.Key.Key_F:
            self.zoom(100)
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.number_wanted.emit(key - Qt.Key.Key_0)
        elif event.text().isprintable() and event.text():
            # Typing would have Qt look through all cells for the letters.
            event.ignore()
        else:
            super().keyPressEvent(event)
