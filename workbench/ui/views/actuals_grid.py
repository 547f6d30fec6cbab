"""The grid of actual values: the keys of a spreadsheet, and cells with their marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QLine, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QContextMenuEvent, QInputMethodEvent, QKeyEvent, QPainter, QStaticText
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.analysis.actuals_paste import PeriodColumn
from workbench.i18n import tr
from workbench.rules.actual_marks import MISSING, WORDS
from workbench.ui import icons, theme
from workbench.ui.editors.delegate import CellDelegate
from workbench.ui.views.table_grid import verb_of

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent, QResizeEvent

    from workbench.ui.bridge import Bridge
    from workbench.ui.models.actuals import ActualsModel
    from workbench.ui.models.actuals_rows import Index, Line

#: The shape of each mark, a key of icons.SHAPES.
SHAPE: Final = {
    "late": "warning",
    "missing": "nothing",
    "stated": "waived",
    "impossible": "error",
    "slip": "info",
    "jump": "info",
    "falls": "info",
    "sum": "info",
    "same": "info",
}
#: What the grid asks its view for.
VERBS: Final = frozenset({"copy", "copy_with_headings", "paste", "fill_down", "clear"})
_PAD: Final = 6
#: The names of rows take this part of the width at most, and so many letters where there is room.
_NAMES: Final = 0.45
_NAME_LETTERS: Final = 34
#: Texts that are kept shaped.
_MOST_SHAPED: Final = 8000
_CTRL = Qt.KeyboardModifier.ControlModifier
_Key = Qt.Key


class ActualsDelegate(CellDelegate):
    """Gives the cells their editors; the grid draws them itself."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = option.fontMetrics
        return QSize(
            metrics.horizontalAdvance(str(index.data() or "")[:40]) + 2 * _PAD + 2, metrics.height() + 8
        )

    def end(self, editor: QWidget) -> None:
        """Take what was typed in an editor, and close it."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


class ActualsGrid(QTableView):
    """Rows by name, periods across. What keys and menus ask for is told by ``asked``, the view does it."""

    #: One of VERBS.
    asked = Signal(str)
    menu_wanted = Signal(QPoint)
    #: The current cell is another one.
    reached = Signal()

    def __init__(self, model: ActualsModel, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = model
        self.setModel(model)
        self.painter_ = ActualsDelegate(model, bridge, self)
        #: Texts as they are drawn, by text and room: shaped once.
        self._shaped: dict[tuple[str, int], tuple[QStaticText, int]] = {}
        self._colours: dict[str, QColor] = {}
        self._words: dict[str, tuple[str, int]] = {}
        self.setItemDelegate(self.painter_)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().setHighlightSections(False)
        self.horizontalHeader().setHighlightSections(False)
        self.setCornerButtonEnabled(False)
        self.measure()

    # -- sizes -----------------------------------------------------------------------------------------

    def measure(self) -> None:
        """Heights and widths as the size of the text has them."""
        metrics = self.fontMetrics()
        self._shaped.clear()
        names = ("text", "muted", "error", "soft", "accent", "faint", "line")
        self._colours = {name: theme.colour(name) for name in names}
        self._words = {kind: (tr(word), metrics.horizontalAdvance(tr(word))) for kind, word in WORDS.items()}
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 9)
        self.setMinimumHeight(metrics.height() * 3)
        self._measure_names()
        heads = self.horizontalHeader().fontMetrics()
        mark = metrics.ascent() + 4
        # An empty cell has room for the word that it is missing or late.
        least = max(self._words[kind][1] for kind in MISSING) + mark + 2 * _PAD + 2
        for number in range(self.table.columnCount()):
            title = str(self.table.headerData(number, Qt.Orientation.Horizontal) or "")
            texts = max(
                (
                    metrics.horizontalAdvance(self.table.text_at(at, number)[:24])
                    for at in range(min(len(self.table.rows), 60))
                ),
                default=0,
            )
            is_period = isinstance(self.table.columns[number], PeriodColumn)
            wide = max(
                heads.horizontalAdvance(title) + 3 * _PAD,
                texts + mark + 2 * _PAD + 2,
                least if is_period else 0,
            )
            self.setColumnWidth(number, wide)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and hasattr(self, "painter_"):
            self.measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure_names()

    def _measure_names(self) -> None:
        letter = self.fontMetrics().horizontalAdvance("国")
        wanted = min(letter * _NAME_LETTERS // 2 + 2 * _PAD, int(self.width() * _NAMES))
        self.verticalHeader().setFixedWidth(max(wanted, letter * 4))

    # -- drawing ---------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what is in sight at once: asking the style for each cell would take five times as long."""
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        paper, total = event.rect(), len(self.table.rows)
        height = self.verticalHeader().defaultSectionSize()
        top = self.rowViewportPosition(0) if total else 0
        first = max((paper.top() - top) // height, 0)
        last = min((paper.bottom() - top) // height, total - 1)
        columns = [
            (number, x, self.columnWidth(number))
            for number in range(len(self.table.columns))
            if (x := self.columnViewportPosition(number)) <= paper.right()
            and x + self.columnWidth(number) > paper.left()
        ]
        if total and columns and last >= first:
            self._paint_lines(painter, top + first * height, height, last - first + 1, columns)
            self._paint_chosen(painter, first, last, columns)
            for at in range(first, last + 1):
                line = self.table.line_of(at)
                if line is not None:
                    self._paint_row(painter, at, top + at * height, height, columns, line)
            self._paint_current(painter)
        painter.end()

    def _paint_lines(
        self, painter: QPainter, top: int, height: int, count: int, columns: list[tuple[int, int, int]]
    ) -> None:
        painter.setPen(self._colours["line"])
        left, right = columns[0][1], columns[-1][1] + columns[-1][2]
        lines = [
            QLine(left, top + at * height - 1, right, top + at * height - 1) for at in range(1, count + 1)
        ]
        lines += [QLine(x + width - 1, top, x + width - 1, top + count * height) for _, x, width in columns]
        painter.drawLines(lines)

    def _paint_chosen(
        self, painter: QPainter, first: int, last: int, columns: list[tuple[int, int, int]]
    ) -> None:
        for part in self.selectionModel().selection().toList():
            upper, lower = max(part.top(), first), min(part.bottom(), last)
            if upper > lower:
                continue
            y = self.rowViewportPosition(upper)
            tall = self.rowViewportPosition(lower) + self.rowHeight(lower) - y
            for number, x, width in columns:
                if part.left() <= number <= part.right():
                    painter.fillRect(QRect(x, y, width - 1, tall - 1), self._colours["soft"])

    def _paint_row(
        self, painter: QPainter, at: int, y: int, height: int, columns: list[tuple[int, int, int]], line: Line
    ) -> None:
        table, colours = self.table, self._colours
        metrics = self.fontMetrics()
        edge, down = metrics.ascent(), y + (height - metrics.height()) // 2
        closed = QBrush(colours["line"], Qt.BrushStyle.BDiagPattern)
        for number, x, width in columns:
            if line.closed[number]:
                painter.fillRect(QRect(x, y, width - 1, height - 1), closed)
            text, kind, is_bad = line.texts[number], line.kinds[number], False
            if table.bad:
                bad = table.bad.get((table.rows[at], table.columns[number].key))
                is_bad = bad is not None
                text = bad[0] if bad is not None else text
            left, right = x + _PAD, x + width - _PAD
            if kind or is_bad:
                shape = icons.shape("error" if is_bad else SHAPE[kind], edge, self.devicePixelRatioF())
                painter.drawPixmap(QPoint(left, y + (height - edge) // 2), shape)
                left += edge + 4
            if text:
                drawn, wide = self._drawn(text, right - left)
                painter.setPen(colours["error" if is_bad else "text"])
                painter.drawStaticText(right - wide if table.columns[number].at_right else left, down, drawn)
                right -= wide + _PAD
            if kind and not is_bad and self._words[kind][1] <= right - left:
                painter.setPen(colours["muted"])
                painter.drawStaticText(left, down, self._drawn(self._words[kind][0], right - left)[0])

    def _drawn(self, text: str, room: int) -> tuple[QStaticText, int]:
        """A text as far as there is room for it, and its width."""
        key = (text, room)
        found = self._shaped.get(key)
        if found is None:
            if len(self._shaped) > _MOST_SHAPED:
                self._shaped.clear()
            metrics = self.fontMetrics()
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
            drawn = QStaticText(shown)
            drawn.setTextFormat(Qt.TextFormat.PlainText)
            drawn.prepare(font=self.font())
            found = self._shaped[key] = (drawn, metrics.horizontalAdvance(shown))
        return found

    def _paint_current(self, painter: QPainter) -> None:
        at = self.currentIndex()
        if not at.isValid():
            return
        box = self.visualRect(at).adjusted(0, 0, -1, -1)
        painter.setPen(self._colours["accent" if self.hasFocus() else "faint"])
        painter.drawRect(box)
        if self.hasFocus():
            painter.drawRect(box.adjusted(1, 1, -1, -1))

    # -- what is chosen --------------------------------------------------------------------------------

    def chosen_cells(self) -> list[tuple[int, int]]:
        """The chosen cells, (row, column), from top to bottom and left to right."""
        found = {
            (row, column)
            for part in self.selectionModel().selection().toList()
            for row in range(part.top(), part.bottom() + 1)
            for column in range(part.left(), part.right() + 1)
        }
        return sorted(found)

    def stand_at(self, row: int, column: int) -> None:
        """Make a cell the current one, and the only one chosen."""
        index = self.table.index(row, max(column, 0))
        if index.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.reached.emit()

    # -- keys and mouse --------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            verb = verb_of(event)
            if (
                verb in VERBS
                or verb == "edit_cell"
                or (event.modifiers() == _CTRL and event.key() == _Key.Key_A)
            ):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            event.ignore()  # an editor has passed it on
            return
        verb = verb_of(event)
        if verb == "edit_cell":
            self.edit_cell()
        elif verb in VERBS:
            self.asked.emit(verb)
        else:
            super().keyPressEvent(event)

    def edit_cell(self) -> None:
        """Type in the current cell."""
        at = self.currentIndex()
        if at.isValid() and self.table.flags(at) & Qt.ItemFlag.ItemIsEditable:
            self.edit(at)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Chinese typed on a cell begins its editor; Qt alone would lose the first of it."""
        at = self.currentIndex()
        can_type = at.isValid() and self.table.flags(at) & Qt.ItemFlag.ItemIsEditable
        if not can_type or not (event.commitString() or event.preeditString()):
            event.ignore()
            return
        self.edit(at)
        editor = self.indexWidget(at)
        if isinstance(editor, QLineEdit):
            QApplication.sendEvent(editor, event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        place = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            place = self.visualRect(self.currentIndex()).bottomLeft()
        self.menu_wanted.emit(place)

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        at = self.currentIndex()
        super().closeEditor(editor, hint)
        self.setFocus()
        if hint == QStyledItemDelegate.EndEditHint.SubmitModelCache:
            # After Enter typing goes on in the row below, as in a spreadsheet.
            self.stand_at(min(at.row() + 1, self.table.rowCount() - 1), at.column())

    def end_typing(self) -> None:
        """Make a change of what is still being typed."""
        editor: Any = self.indexWidget(self.currentIndex())
        if self.state() == QAbstractItemView.State.EditingState and editor is not None:
            self.painter_.end(editor)
