"""What grids of cells have in common: drawn at once, and typed into by the keys of a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QLine, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QInputMethodEvent, QKeyEvent, QKeySequence, QStaticText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QTableView,
    QWidget,
)

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPainter

#: Keys of a grid and the verbs they ask for.
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
#: Pixels beside a text.
PAD: Final = 6
#: Texts that are kept shaped.
_MOST_SHAPED: Final = 8000
#: Columns that are drawn: number, left edge, width.
Columns = list[tuple[int, int, int]]


def verb_of(event: QKeyEvent) -> str:
    """What a key asks the grid for; "" for nothing."""
    if not _BY_KEY:
        for keys, verb in KEYS.items():
            _BY_KEY[QKeySequence(keys).toString()] = verb
    keypad = Qt.KeyboardModifier.KeypadModifier
    pressed = event.keyCombination()
    plain = QKeySequence(pressed.key() | (pressed.keyboardModifiers() & ~keypad))
    return _BY_KEY.get(plain.toString(), "")


class CellGrid(QTableView):
    """The cells; what keys and menus ask for is told by ``asked``, the view does it."""

    #: Those of its verbs that its view does.
    asked = Signal(str)
    #: A menu for the cells, at a place of the viewport.
    menu_wanted = Signal(QPoint)
    #: The verbs of KEYS that it knows.
    verbs: ClassVar[frozenset[str]] = frozenset(KEYS.values())

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        #: Texts as they are drawn, by text and room.
        self._shaped: dict[tuple[str, int], tuple[QStaticText, int]] = {}
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setCornerButtonEnabled(False)

    def measure(self) -> None:
        """Heights as the size of the text has them."""
        self._shaped.clear()
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "painter_"):
            self.measure()

    # -- drawing ---------------------------------------------------------------------------------------

    def drawn(self, text: str, room: int) -> tuple[QStaticText, int]:
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
            shaped = QStaticText(text)
            shaped.setTextFormat(Qt.TextFormat.PlainText)
            shaped.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            shaped.prepare(font=self.font())
            found = self._shaped[key] = (shaped, wide)
        return found

    def paint_lines(
        self, painter: QPainter, tint: QColor, top: int, height: int, count: int, columns: Columns
    ) -> None:
        """The lines between rows of a height, and between the columns."""
        painter.setPen(tint)
        left, right = columns[0][1], columns[-1][1] + columns[-1][2]
        lines = [
            QLine(left, top + at * height - 1, right, top + at * height - 1) for at in range(1, count + 1)
        ]
        lines += [QLine(x + width - 1, top, x + width - 1, top + count * height) for _, x, width in columns]
        painter.drawLines(lines)

    def paint_chosen(self, painter: QPainter, tint: QColor, first: int, last: int, columns: Columns) -> None:
        """The cells that are chosen, of the rows from the first to the last."""
        for part in self.selectionModel().selection().toList():
            upper, lower = max(part.top(), first), min(part.bottom(), last)
            if upper > lower:
                continue
            y = self.rowViewportPosition(upper)
            tall = self.rowViewportPosition(lower) + self.rowHeight(lower) - y
            for number, x, width in columns:
                if part.left() <= number <= part.right():
                    painter.fillRect(QRect(x, y, width - 1, tall - 1), tint)

    # -- what is chosen --------------------------------------------------------------------------------

    def stand_at(self, row: int, column: int) -> None:
        """Make a cell the current one, and the only one chosen."""
        index = self.model().index(row, max(column, 0))
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def can_type(self) -> bool:
        """Whether something can be typed into the current cell."""
        at = self.currentIndex()
        return at.isValid() and bool(self.model().flags(at) & Qt.ItemFlag.ItemIsEditable)

    # -- keys and mouse --------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = Qt.KeyboardModifier.ControlModifier
            chooses_all = event.modifiers() == control and event.key() == Qt.Key.Key_A
            if chooses_all or verb_of(event) in self.verbs:
                event.accept()
                return True
        return super().event(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Chinese typed on a cell begins its editor; Qt alone would lose the first of it."""
        if not self.can_type() or not (event.commitString() or event.preeditString()):
            event.ignore()
            return
        at = self.currentIndex()
        self.edit(at)
        editor = self.indexWidget(at)
        if isinstance(editor, QLineEdit | QPlainTextEdit):
            QApplication.sendEvent(editor, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_wanted.emit(place)
