"""The grid of actual values: the keys of a spreadsheet, and cells with their marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QContextMenuEvent, QInputMethodEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHeaderView,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.i18n import tr
from workbench.rules.actual_marks import WORDS
from workbench.ui import icons, theme
from workbench.ui.editors.delegate import CellDelegate
from workbench.ui.models.actuals_rows import CLOSED_ROLE, MARK_ROLE
from workbench.ui.models.rows import FAULT_ROLE
from workbench.ui.views.table_grid import verb_of

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from workbench.ui.bridge import Bridge
    from workbench.ui.models.actuals import ActualsModel
    from workbench.ui.models.actuals_rows import Index

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
#: Letters that a column of a period takes at least.
_LETTERS: Final = 9
_CTRL = Qt.KeyboardModifier.ControlModifier
_Key = Qt.Key


class ActualsDelegate(CellDelegate):
    """Draws the value at the right, the shape and, where there is room, the word of its mark at the left."""

    def __init__(self, model: ActualsModel, bridge: Bridge, grid: ActualsGrid) -> None:
        super().__init__(model, bridge, grid)
        self._grid = grid
        self.refresh()

    def refresh(self) -> None:
        """Take the colours of the theme, and the words of the language."""
        names = ("text", "muted", "error", "soft", "stripe", "accent", "faint", "line")
        self._colours = {name: theme.colour(name) for name in names}
        self._words = {kind: tr(word) for kind, word in WORDS.items()}

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        box: QRect = option.rect
        colours = self._colours
        state = option.state
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        if is_chosen:
            painter.fillRect(box, colours["soft"])
        elif index.data(CLOSED_ROLE):
            painter.fillRect(box, QBrush(colours["line"], Qt.BrushStyle.BDiagPattern))
        text, fault = str(index.data() or ""), str(index.data(FAULT_ROLE) or "")
        kind = "" if fault else str(index.data(MARK_ROLE) or "")
        left, right = box.left() + _PAD, box.right() - _PAD
        metrics = option.fontMetrics
        if fault or kind:
            edge = metrics.ascent()
            shape = icons.shape("error" if fault else SHAPE[kind], edge, self._grid.devicePixelRatioF())
            painter.drawPixmap(QPoint(left, box.center().y() - edge // 2), shape)
            left += edge + 4
        at_right = self._rows.columns[index.column()].at_right
        aligned = Qt.AlignmentFlag.AlignVCenter
        if text:
            wide = metrics.horizontalAdvance(text)
            if wide > right - left:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, right - left)
                wide = right - left
            painter.setPen(colours["error"] if fault else colours["text"])
            side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
            painter.drawText(QRect(left, box.top(), right - left + 1, box.height()), aligned | side, text)
            right -= wide + _PAD
        if kind:
            word = self._words[kind]
            if metrics.horizontalAdvance(word) <= right - left:
                painter.setPen(colours["muted"])
                painter.drawText(QRect(left, box.top(), right - left + 1, box.height()), aligned, word)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(colours["accent"])
            painter.drawRect(box.adjusted(0, 0, -1, -1))
            painter.drawRect(box.adjusted(1, 1, -2, -2))

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
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 9)
        self.setMinimumHeight(metrics.height() * 4)
        self._measure_names()
        letter = metrics.horizontalAdvance("国")
        heads = self.horizontalHeader().fontMetrics()
        for number in range(self.table.columnCount()):
            title = str(self.table.headerData(number, Qt.Orientation.Horizontal) or "")
            texts = max(
                (
                    metrics.horizontalAdvance(self.table.text_at(at, number)[:24])
                    for at in range(min(len(self.table.rows), 60))
                ),
                default=0,
            )
            mark = metrics.ascent() + 4
            wide = max(
                heads.horizontalAdvance(title) + 3 * _PAD,
                texts + mark + 2 * _PAD + 2,
                letter * _LETTERS // 2,
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
