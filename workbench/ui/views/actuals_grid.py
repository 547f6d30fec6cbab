"""The grid of actual values: the keys of a spreadsheet, and cells with their marks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QKeyEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from workbench.analysis.actuals_paste import PeriodColumn
from workbench.i18n import tr
from workbench.rules.actual_marks import MISSING, WORDS
from workbench.ui import icons, theme
from workbench.ui.editors.delegate import CellDelegate
from workbench.ui.views.cell_grid import PAD, CellGrid, verb_of

if TYPE_CHECKING:
    from PySide6.QtGui import QColor, QPaintEvent, QResizeEvent

    from workbench.ui.bridge import Bridge
    from workbench.ui.models.actuals import ActualsModel
    from workbench.ui.models.actuals_rows import Index, Line
    from workbench.ui.views.cell_grid import Columns

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
#: The names of rows take this part of the width at most, and so many letters where there is room.
_NAMES: Final = 0.45
_NAME_LETTERS: Final = 34
_CTRL = Qt.KeyboardModifier.ControlModifier
_Key = Qt.Key


class ActualsDelegate(CellDelegate):
    """Gives the cells their editors; the grid draws them itself."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = option.fontMetrics
        return QSize(
            metrics.horizontalAdvance(str(index.data() or "")[:40]) + 2 * PAD + 2, metrics.height() + 8
        )

    def end(self, editor: QWidget) -> None:
        """Take what was typed in an editor, and close it."""
        self.commitData.emit(editor)
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)


class ActualsGrid(CellGrid):
    """Rows by name, periods across."""

    verbs = frozenset({"copy", "copy_with_headings", "paste", "fill_down", "clear", "edit_cell"})
    #: The current cell is another one.
    reached = Signal()

    def __init__(self, model: ActualsModel, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = model
        self.setModel(model)
        self.painter_ = ActualsDelegate(model, bridge, self)
        self._colours: dict[str, QColor] = {}
        self._words: dict[str, tuple[str, int]] = {}
        self.setItemDelegate(self.painter_)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.verticalHeader().setHighlightSections(False)
        self.horizontalHeader().setHighlightSections(False)
        self.measure()

    # -- sizes -----------------------------------------------------------------------------------------

    def measure(self) -> None:
        """Heights and widths as the size of the text has them."""
        super().measure()
        metrics = self.fontMetrics()
        names = ("text", "muted", "error", "soft", "accent", "faint", "line")
        self._colours = {name: theme.colour(name) for name in names}
        self._words = {kind: (tr(word), metrics.horizontalAdvance(tr(word))) for kind, word in WORDS.items()}
        self.setMinimumHeight(metrics.height() * 3)
        self._measure_names()
        heads = self.horizontalHeader().fontMetrics()
        mark = metrics.ascent() + 4
        # An empty cell has room for the word that it is missing or late.
        least = max(self._words[kind][1] for kind in MISSING) + mark + 2 * PAD + 2
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
                heads.horizontalAdvance(title) + 3 * PAD,
                texts + mark + 2 * PAD + 2,
                least if is_period else 0,
            )
            self.setColumnWidth(number, wide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure_names()

    def _measure_names(self) -> None:
        letter = self.fontMetrics().horizontalAdvance("国")
        wanted = min(letter * _NAME_LETTERS // 2 + 2 * PAD, int(self.width() * _NAMES))
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
            count, colours = last - first + 1, self._colours
            self.paint_lines(painter, colours["line"], top + first * height, height, count, columns)
            self.paint_chosen(painter, colours["soft"], first, last, columns)
            for at in range(first, last + 1):
                line = self.table.line_of(at)
                if line is not None:
                    self._paint_row(painter, at, top + at * height, height, columns, line)
            self._paint_current(painter)
        painter.end()

    def _paint_row(
        self, painter: QPainter, at: int, y: int, height: int, columns: Columns, line: Line
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
            left, right = x + PAD, x + width - PAD
            if kind or is_bad:
                shape = icons.shape("error" if is_bad else SHAPE[kind], edge, self.devicePixelRatioF())
                painter.drawPixmap(QPoint(left, y + (height - edge) // 2), shape)
                left += edge + 4
            if text:
                drawn, wide = self.drawn(text, right - left)
                painter.setPen(colours["error" if is_bad else "text"])
                painter.drawStaticText(right - wide if table.columns[number].at_right else left, down, drawn)
                right -= wide + PAD
            if kind and not is_bad and self._words[kind][1] <= right - left:
                painter.setPen(colours["muted"])
                painter.drawStaticText(left, down, self.drawn(self._words[kind][0], right - left)[0])

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

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.reached.emit()

    # -- keys and mouse --------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() == QAbstractItemView.State.EditingState:
            event.ignore()  # an editor has passed it on
            return
        verb = verb_of(event)
        if verb == "edit_cell":
            self.edit_cell()
        elif verb in self.verbs:
            self.asked.emit(verb)
        else:
            super().keyPressEvent(event)

    def edit_cell(self) -> None:
        """Type in the current cell."""
        if self.can_type():
            self.edit(self.currentIndex())

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
