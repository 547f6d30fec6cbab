"""Small tables in a form: typed in place, grown and ordered by keys, pasted from a spreadsheet."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import N_, tr
from workbench.plan.change import same
from workbench.ui.editors.delegate import CellDelegate
from workbench.ui.editors.editor import Editor
from workbench.ui.editors.signs import SignButton
from workbench.ui.models.columns import columns_of
from workbench.ui.models.owned import OwnedRows
from workbench.ui.models.rows import RecordRows, RowsModel

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge

#: Rows shown without scrolling inside the table.
_MOST_ROWS: Final = 14
_BUTTONS: Final = (
    ("add", N_("Add a row (Insert)")),
    ("minus", N_("Remove rows (Delete)")),
    ("up", N_("Move up (Alt+Up)")),
    ("down", N_("Move down (Alt+Down)")),
)


class RowsView(QTableView):
    """The table itself, with its keys: Insert, Delete, Alt+Up, Alt+Down, copy and paste."""

    #: The element of a row is to be opened.
    opened = Signal(str)

    def __init__(self, model: RowsModel, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        self.bridge = bridge
        self.setModel(model)
        self.setItemDelegate(CellDelegate(model, bridge, self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(self.fontMetrics().horizontalAdvance("国") * 3)
        header.setSectionsMovable(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for signal in (model.rowsInserted, model.rowsRemoved, model.modelReset):
            signal.connect(self.fit)
        self.doubleClicked.connect(self.open_rows_within)
        self.fit()

    # -- size ------------------------------------------------------------------------------------------

    def fit(self) -> None:
        """As high as the rows, up to a limit; columns as wide as their texts, words sharing the rest."""
        shown = max(min(self.rows.rowCount(), _MOST_ROWS), 1)
        height = shown * self.verticalHeader().defaultSectionSize() + self.frameWidth() * 2
        is_begun = self._is_begun()
        self.horizontalHeader().setVisible(is_begun)
        self.setShowGrid(is_begun)
        if is_begun:
            height += self.horizontalHeader().sizeHint().height()
        if not self._share_width():
            height += self.horizontalScrollBar().sizeHint().height()
        if height != self.height():
            self.setFixedHeight(height)

    def _is_begun(self) -> bool:
        """Whether there are rows. Without any, the line that begins one is enough, until one types."""
        return bool(self.rows.rows) or self.state() == QAbstractItemView.State.EditingState

    def _share_width(self) -> bool:
        """Give every column its width; whether all of them fit. Without rows nothing is measured."""
        header = self.horizontalHeader()
        char = self.fontMetrics().horizontalAdvance("国")
        room = self.viewport().width()
        wide, growing = [], []
        is_begun = self._is_begun()
        for number, column in enumerate(self.rows.columns):
            wanted = 0
            if is_begun:
                wanted = max(self.sizeHintForColumn(number) + 6, header.sectionSizeHint(number) + 4)
            wide.append(min(max(wanted, char * 3), char * (20 if column.grows else 12)))
            if column.grows:
                growing.append(number)
        spare = room - sum(wide)
        if spare > 0:
            for number in growing or [len(wide) - 1]:
                wide[number] += spare // max(len(growing), 1)
        elif spare < 0 and growing:
            # Long words make room, but stay readable.
            over = {number: max(wide[number] - char * 6, 0) for number in growing}
            share = min(1.0, -spare / (sum(over.values()) or 1))
            for number in growing:
                wide[number] -= math.ceil(over[number] * share)
        for number, width in enumerate(wide):
            header.resizeSection(number, width)
        return sum(wide) <= room

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def sizeHint(self) -> QSize:
        return QSize(240, self.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, self.height())

    # -- verbs -----------------------------------------------------------------------------------------

    def chosen_rows(self) -> list[int]:
        """Numbers of the rows in which a cell is selected."""
        return sorted({index.row() for index in self.selectedIndexes() if index.row() < len(self.rows.rows)})

    def begin_row(self) -> None:
        """Start typing a new row, where that is possible."""
        if self.rows.locked:
            return
        # A code is given by itself when none is typed.
        column = next((at for at, one in enumerate(self.rows.columns) if one.declared.name != "code"), 0)
        index = self.rows.index(len(self.rows.rows), column)
        self.setFocus()
        self.setCurrentIndex(index)
        self.scrollTo(index)
        self.edit(index)
        # Now, so that no cell moves away from under the mouse once the row is there.
        self.fit()

    def remove(self) -> None:
        """Take the selected rows away."""
        chosen = [] if self.rows.locked else self.chosen_rows()
        self.rows.remove_rows(chosen)
        if chosen:
            self.stand_at(min(chosen[0], len(self.rows.rows)))

    def shift_row(self, by: int) -> None:
        """Move the current row up or down."""
        at = self.currentIndex().row()
        column = max(self.currentIndex().column(), 0)
        within = range(0 if self.rows.locked else len(self.rows.rows))
        if at in within and at + by in within:
            self.rows.move_row(at, at + by)
            self.stand_at(at + by, column)

    def stand_at(self, at: int, column: int = 0) -> None:
        """Put the cursor into a cell, and nothing else is selected."""
        self.selectionModel().setCurrentIndex(
            self.rows.index(at, column), QItemSelectionModel.SelectionFlag.ClearAndSelect
        )

    def copy(self) -> None:
        """The selected cells as lines for a spreadsheet."""
        cells = [(index.row(), index.column()) for index in self.selectedIndexes()]
        QGuiApplication.clipboard().setText(self.rows.as_text(cells))

    def paste(self) -> None:
        """Lines from a spreadsheet into the cells from the current one on."""
        at = self.currentIndex()
        text = QGuiApplication.clipboard().text()
        if text and not self.rows.locked:
            row = at.row() if at.isValid() else len(self.rows.rows)
            self.rows.paste_text(row, max(at.column(), 0), text)
            self.stand_at(min(row, len(self.rows.rows)), max(at.column(), 0))

    def empty_cells(self) -> None:
        """Empty the selected cells."""
        for index in () if self.rows.locked else self.selectedIndexes():
            if index.row() < len(self.rows.rows):
                self.rows.put_text(index.row(), index.column(), "")

    def open_rows_within(self, index: QModelIndex) -> bool:
        """Edit the rows that stand in one cell in a window of their own; False where there are none."""
        column = self.rows.columns[index.column()]
        if not column.is_table or self.rows.locked or index.row() >= len(self.rows.rows):
            return False
        dialog = QDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr(column.label))
        dialog.resize(560, 260)
        editor = TableEditor(column.declared, self.bridge)
        editor.show_value(self.rows.record_at(index.row()).get(column.declared.name), fresh=True)
        editor.edited.connect(lambda value: self.rows.put_value(index.row(), index.column(), value))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(dialog.reject)
        layout = QVBoxLayout(dialog)
        layout.addWidget(editor.buttons)
        layout.addWidget(editor)
        layout.addStretch(1)
        layout.addWidget(close)
        dialog.open()
        editor.focus_place("")
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        at = self.currentIndex()
        if event.reason() != Qt.FocusReason.MouseFocusReason and at.isValid() and not self.selectedIndexes():
            # What is typed goes there: so it is to be seen.
            self.stand_at(at.row(), at.column())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif alt and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shift_row(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_Insert:
            self.begin_row()
        elif key == Qt.Key.Key_Delete:
            self.remove()
        elif key == Qt.Key.Key_Backspace:
            self.empty_cells()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            id_ = self.currentIndex().data(Qt.ItemDataRole.UserRole)
            if control and id_:
                self.opened.emit(id_)
            elif self.state() == QAbstractItemView.State.EditingState:
                # Enter in a cell, whose editor ends by itself.
                return
            elif self.currentIndex().isValid() and not self.rows.locked:
                if not self.open_rows_within(self.currentIndex()):
                    self.edit(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def event(self, event: Any) -> bool:
        if event.type() == event.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
            own = event.key() in (Qt.Key.Key_Insert, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
            moves = alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down)
            if (
                own
                or moves
                or event.matches(QKeySequence.StandardKey.Copy)
                or event.matches(QKeySequence.StandardKey.Paste)
            ):
                event.accept()
                return True
        return super().event(event)


class TableButtons(QWidget):
    """What can be done with the rows of a table, as buttons above it."""

    def __init__(self, view: RowsView, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.view = view
        self.name = name
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._buttons: list[tuple[SignButton, str]] = []
        slots = (view.begin_row, view.remove, lambda: view.shift_row(-1), lambda: view.shift_row(1))
        for (what, label), slot in zip(_BUTTONS, slots, strict=True):
            button = SignButton(what, small=True)
            button.clicked.connect(slot)
            row.addWidget(button)
            self._buttons.append((button, label))
        self.retranslate()
        for signal in (view.rows.rowsInserted, view.rows.rowsRemoved, view.rows.modelReset):
            signal.connect(self._enable)
        self._enable()

    def retranslate(self) -> None:
        """Show words in another language."""
        self.view.setAccessibleName(tr(self.name))
        for button, label in self._buttons:
            button.say(tr(label), f"{tr(self.name)}: {tr(label)}")
        self.view.rows.headerDataChanged.emit(
            Qt.Orientation.Horizontal, 0, max(len(self.view.rows.columns) - 1, 0)
        )
        self.view.viewport().update()
        self.view.fit()

    def _enable(self) -> None:
        several = len(self.view.rows.rows) > 1
        free = not self.view.rows.locked
        for (button, _), on in zip(
            self._buttons,
            (free, free and bool(self.view.rows.rows), free and several, free and several),
            strict=True,
        ):
            button.setVisible(on)


class TableEditor(Editor):
    """The rows of a field as a table."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        from workbench.plan.records import AbsentReason

        cls = declared.record or AbsentReason
        self.model = RecordRows(
            cls, columns_of(cls), lambda: self.plan, declared.item_label or declared.label
        )
        self.model.setParent(self)
        self.view = RowsView(self.model, bridge)
        self.buttons = TableButtons(self.view, declared.label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.watch_focus(self.view)
        self.model.edited.connect(self._edited)
        self.model.faulty.connect(self.set_fault)

    def display(self, value: Any) -> None:
        if not same(value or None, self.model.value()):
            self.model.show_rows(value)

    def show_value(self, value: Any, *, fresh: bool = False) -> None:
        self.model.lock(not self.bridge.is_writable)
        if fresh:
            self.model.rows = []
            self.model.show_rows(value)
        super().show_value(value, fresh=fresh)

    def refresh(self) -> None:
        self.view.viewport().update()

    def retranslate(self) -> None:
        self.buttons.retranslate()

    def _edited(self, value: Any) -> None:
        if value is None and self._value == ():
            value = ()
        if not same(value, self._value):
            self._value = value
            self.edited.emit(value)

    def left(self) -> None:
        """Rows are changes as soon as they are whole; nothing waits."""

    def focus_place(self, where: str) -> None:
        at = self.model.place_of(where)
        if at is None:
            # What is named but not there, a target of 2020, is to be typed below the others.
            at = len(self.model.rows) if "[" in where and not self.model.locked else 0
        self.view.stand_at(at)
        self.view.setFocus()


class OwnedTable(QFrame):
    """The elements that belong to the one in the form, as a table."""

    def __init__(self, kind: str, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.model = OwnedRows(kind, bridge.plan_to_read, bridge.apply)
        self.model.setParent(self)
        self.view = RowsView(self.model, bridge)
        self.view.opened.connect(lambda id_: bridge.navigate.emit(id_, ""))
        self.buttons = TableButtons(self.view, self.model.cls.plural_label)  # type: ignore[attr-defined]  # an element class
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.view)
        self.setFocusProxy(self.view)

    def show_owner(self, id_: str, *, locked: bool) -> None:
        """Show what belongs to an element, to be read only or to be edited."""
        self.model.lock(locked)
        self.model.show_owner(id_)

    def retranslate(self) -> None:
        """Show words in another language."""
        self.buttons.retranslate()
