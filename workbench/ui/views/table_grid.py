"""The grid of a table: only what is in sight is drawn, and keys are those of a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QLine, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QStaticText,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QStyledItemDelegate,
    QTableView,
    QWidget,
)

from workbench.ui import icons, theme
from workbench.ui.views.table_frozen import FrozenColumns
from workbench.ui.views.table_parts import TableHeader, TablePainter

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent, QResizeEvent

    from workbench.ui.bridge import Bridge
    from workbench.ui.models.table import TableModel
    from workbench.ui.models.table_rows import Index

_PAD: Final = 6
#: Texts that are kept shaped.
_MOST_SHAPED: Final = 8000
_Key = Qt.Key
_NO = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier

#: Keys of the grid and the verbs they ask for.
KEYS: Final = {
    "Ctrl+C": "copy",
    "Ctrl+Shift+C": "copy_with_headings",
    "Ctrl+V": "paste",
    "Ctrl+D": "fill_down",
    "Ctrl+H": "replace",
    "Ctrl+Return": "set_chosen",
    "Ctrl+Enter": "set_chosen",
    "Ctrl+Shift+L": "filter_column",
    "Ctrl+Del": "delete",
    "Del": "clear",
    "Backspace": "clear",
    "Ins": "begin",
    "Alt+Down": "open_cell",
    "F2": "edit_cell",
    "Return": "edit_cell",
    "Enter": "edit_cell",
    "Ctrl+Space": "choose_columns",
    "Shift+Space": "choose_rows",
}
_BY_KEY: Final[dict[str, str]] = {}


def verb_of(event: QKeyEvent) -> str:
    """What a key asks the grid for; "" for nothing."""
    if not _BY_KEY:
        for keys, verb in KEYS.items():
            _BY_KEY[QKeySequence(keys).toString()] = verb
    keypad = Qt.KeyboardModifier.KeypadModifier
    pressed = event.keyCombination()
    plain = QKeySequence(pressed.key() | (pressed.keyboardModifiers() & ~keypad))
    return _BY_KEY.get(plain.toString(), "")


class TableGrid(QTableView):
    """The cells; what keys and menus ask for is told by ``asked``, the view does it."""

    #: A verb of KEYS.
    asked = Signal(str)
    #: A menu for the cells, at a place of the viewport.
    menu_wanted = Signal(QPoint)
    #: The element of the current row is another one.
    reached = Signal(str)

    def __init__(self, model: TableModel, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = model
        #: Texts as they are drawn, by text and room.
        self._shaped: dict[tuple[str, int], tuple[QStaticText, int]] = {}
        self._line = 0
        #: The element in whose row something was typed last; "" for a new one.
        self.edited = ""
        self.heads = TableHeader(model, self)
        self.setHorizontalHeader(self.heads)
        self.setModel(model)
        self.painter_ = TablePainter(model, bridge, self)
        self.setItemDelegate(self.painter_)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setCornerButtonEnabled(False)
        self.measure()
        self.frozen = FrozenColumns(self)
        self.doubleClicked.connect(self._double_clicked)

    def measure(self) -> None:
        """Heights as the size of the text has them."""
        self._shaped.clear()
        self._line = self.fontMetrics().height()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        self.setMinimumHeight(self.fontMetrics().height() * 5)
        self.heads.setMinimumSectionSize(self.fontMetrics().height() * 3)

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

    def stand_at(self, row: int, column: int) -> None:
        """Make a cell the current one, and the only one chosen."""
        index = self.rows.index(row, max(column, 0))
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

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

    # -- drawing ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight at once: asking the style for each cell would take ten times as long."""
        painter = QPainter(self.viewport())
        columns = [
            (number, self.columnViewportPosition(number), self.columnWidth(number))
            for number in range(len(self.rows.columns))
        ]
        self.paint_cells(painter, event.rect(), columns)
        painter.end()

    def paint_cells(self, painter: QPainter, paper: QRect, columns: list[tuple[int, int, int]]) -> None:
        """Draw the rows in sight within ``paper``: columns by number, left edge and width."""
        model = self.rows
        painter.setFont(self.font())
        height = self.verticalHeader().defaultSectionSize()
        total = model.rowCount()
        top = self.rowViewportPosition(0) if total else 0
        first = max((paper.top() - top) // height, 0)
        last = min((paper.bottom() - top) // height, total - 1)
        columns = [one for one in columns if one[1] <= paper.right() and one[1] + one[2] > paper.left()]
        if total and columns:
            self._paint_selection(painter, first, last, columns)
            self._paint_lines(painter, top + first * height, height, last - first + 1, columns)
            for at in range(first, last + 1):
                y = top + at * height
                if model.group_at(at) is not None:
                    self._paint_heading(painter, QRect(0, y, self.viewport().width(), height - 1), at)
                else:
                    self._paint_row(painter, at, y, height, columns)
            self._paint_current(painter, columns)

    def _paint_selection(
        self, painter: QPainter, first: int, last: int, columns: list[tuple[int, int, int]]
    ) -> None:
        soft = theme.colour("soft")
        for part in self.selectionModel().selection().toList():
            upper, lower = max(part.top(), first), min(part.bottom(), last)
            if upper > lower:
                continue
            tall = self.rowViewportPosition(lower) + self.rowHeight(lower) - self.rowViewportPosition(upper)
            for number, x, width in columns:
                if part.left() <= number <= part.right():
                    painter.fillRect(QRect(x, self.rowViewportPosition(upper), width, tall), soft)

    def _paint_lines(
        self, painter: QPainter, top: int, height: int, count: int, columns: list[tuple[int, int, int]]
    ) -> None:
        painter.setPen(theme.colour("line"))
        left, right = columns[0][1], columns[-1][1] + columns[-1][2]
        lines = [
            QLine(left, top + at * height - 1, right, top + at * height - 1) for at in range(1, count + 1)
        ]
        lines += [QLine(x + width - 1, top, x + width - 1, top + count * height) for _, x, width in columns]
        painter.drawLines(lines)

    def _paint_row(
        self, painter: QPainter, at: int, y: int, height: int, columns: list[tuple[int, int, int]]
    ) -> None:
        model = self.rows
        is_new = at >= len(model.rows)
        text_colour, muted = self.painter_.colours["text"], self.painter_.colours["muted"]
        painter.setPen(text_colour)
        down = y + (height - self._line) // 2
        texts = model.texts_of(at)
        for number, x, width in columns:
            text = texts[number]
            if not text:
                continue
            wrong = model.bad and model.fault_at(at, number)
            room = width - 2 * _PAD
            if wrong:
                edge = painter.fontMetrics().ascent()
                mark = icons.shape("error", edge, self.devicePixelRatioF())
                painter.drawPixmap(QPoint(x + width - _PAD - edge, y + (height - edge) // 2), mark)
                room -= edge + 4
                painter.setPen(self.painter_.colours["error"])
            elif is_new and model.columns[number].key not in model.draft:
                painter.setPen(muted)
            drawn, wide = self._drawn(text, room)
            left = x + _PAD
            if model.columns[number].at_right and not wrong:
                left = x + width - _PAD - wide
            painter.drawStaticText(left, down, drawn)
            if wrong or is_new:
                painter.setPen(text_colour)

    def _drawn(self, text: str, room: int) -> tuple[QStaticText, int]:
        """A text as far as there is room for it, and its width; shaped once."""
        key = (text, room)
        found = self._shaped.get(key)
        if found is None:
            if len(self._shaped) > _MOST_SHAPED:
                self._shaped.clear()
            metrics = self.fontMetrics()
            wide = metrics.horizontalAdvance(text)
            if wide > room:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
                wide = room
            drawn = QStaticText(text)
            drawn.setTextFormat(Qt.TextFormat.PlainText)
            drawn.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            drawn.prepare(font=self.font())
            found = self._shaped[key] = (drawn, wide)
        return found

    def _paint_current(self, painter: QPainter, columns: list[tuple[int, int, int]]) -> None:
        at = self.currentIndex()
        if not at.isValid() or self.rows.group_at(at.row()) is not None:
            return
        place = next(((x, width) for number, x, width in columns if number == at.column()), None)
        if place is None:
            return
        box = QRect(place[0], self.rowViewportPosition(at.row()), place[1] - 1, self.rowHeight(at.row()) - 1)
        painter.setPen(theme.colour("accent" if self.hasFocus() else "faint"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0, 0, -1, -1))
        if self.hasFocus():
            painter.drawRect(box.adjusted(1, 1, -2, -2))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "painter_"):
            self.measure()

    def _paint_heading(self, painter: QPainter, box: QRect, at: int) -> None:
        group = self.rows.group_at(at)
        assert group is not None
        current = self.currentIndex().row() == at
        plain = painter.font()
        bold = QFont(plain)
        bold.setBold(True)
        painter.setFont(bold)
        painter.fillRect(box, theme.colour("soft" if current else "stripe"))
        edge = round(box.height() * 0.6)
        painter.save()
        painter.translate(box.left() + edge / 2 + _PAD, box.center().y() + 1)
        if group.text in self.rows.closed:
            painter.rotate(-90)
        painter.drawPixmap(
            QPoint(-edge // 2, -edge // 2), icons.pixmap("chevron", "muted", edge, self.devicePixelRatioF())
        )
        painter.restore()
        painter.setPen(theme.colour("text"))
        room = box.adjusted(edge + 2 * _PAD, 0, -_PAD, 0)
        text = painter.fontMetrics().elidedText(
            self.rows.heading_of(group), Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        if current and self.hasFocus():
            painter.setPen(theme.colour("accent"))
            painter.drawRect(box.adjusted(0, 0, -1, -1))
        painter.setFont(plain)

    # -- keys and mouse --------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if verb_of(event) or (event.modifiers() == _CTRL and event.key() == _Key.Key_A):
                event.accept()
                return True
        return super().event(event)

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

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Chinese typed on a cell begins its editor; Qt alone would lose the first of it."""
        at = self.currentIndex()
        can_type = at.isValid() and self.rows.flags(at) & Qt.ItemFlag.ItemIsEditable
        if not can_type or not (event.commitString() or event.preeditString()):
            event.ignore()
            return
        self.edit(at)
        editor = self.indexWidget(at)
        if isinstance(editor, QLineEdit | QPlainTextEdit):
            QApplication.sendEvent(editor, event)

    def edit_cell(self) -> None:
        """Type in the current cell; one that holds more than a line is opened."""
        at = self.currentIndex()
        if not at.isValid():
            return
        if self.rows.flags(at) & Qt.ItemFlag.ItemIsEditable:
            self.edit(at)
        else:
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

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_wanted.emit(place)

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        at = self.currentIndex()
        super().closeEditor(editor, hint)
        self.setFocus()
        is_enter = hint == QStyledItemDelegate.EndEditHint.SubmitModelCache
        if is_enter and self.edited and self.edited == self.rows.id_at(at.row()):
            # After Enter typing goes on in the row below, as in a spreadsheet.
            self.stand_at(min(at.row() + 1, self.rows.rowCount() - 1), at.column())
