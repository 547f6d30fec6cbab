"""The cells of the link matrix: only what is in sight is drawn, and of that only what holds something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from workbench.ui import theme
from workbench.ui.models.matrix import MatrixModel
from workbench.ui.views.matrix_headers import MatrixHeader
from workbench.ui.views.matrix_marks import Legend, Marks, disc, gap_brush, paint_grid

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

_Index = QModelIndex | QPersistentModelIndex
#: Edge of a cell in heights of a line of text.
_EDGE: Final = 1.7
#: Widest part of the view that the names of rows take.
_MOST_ACROSS: Final = 0.42
_MOST_DOWN: Final = 0.45
#: Most cells that are linked or unlinked at once.
MOST_CELLS: Final = 5_000


class MatrixTable(QTableView):
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
        super().__init__(parent)
        self.lines = model
        self.across = MatrixHeader(Qt.Orientation.Horizontal, self)
        self.beside = MatrixHeader(Qt.Orientation.Vertical, self)
        self.setHorizontalHeader(self.across)
        self.setVerticalHeader(self.beside)
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setCornerButtonEnabled(False)
        self.setMouseTracking(True)
        self.can_link = True
        self._pressed: QModelIndex | None = None
        self._hovered: tuple[int, int] = (-1, -1)
        #: Rows and columns that are being dragged over: first row, first column, last row, last column.
        self._dragged: tuple[int, int, int, int] | None = None
        for header in (self.across, self.beside):
            header.chosen.connect(lambda at, of=header: self._line_chosen(of, at))
            header.dragged.connect(lambda at, where, of=header: self._aim(of, at, where))
            header.dropped.connect(lambda at, where, of=header: self._drop(of, at, where))
        self.legend = Legend(self)
        self.measure()

    # -- sizes -----------------------------------------------------------------------------------------

    def measure(self) -> None:
        """Take the sizes that go with the size of the text."""
        edge = round(self.fontMetrics().height() * _EDGE)
        for header in (self.across, self.beside):
            header.setMinimumSectionSize(8)
            header.setDefaultSectionSize(edge)
        self._fit_headers()

    def _fit_headers(self) -> None:
        self.beside.setFixedWidth(min(self.beside.sizeHint().width(), round(self.width() * _MOST_ACROSS)))
        self.across.setFixedHeight(min(self.across.sizeHint().height(), round(self.height() * _MOST_DOWN)))
        self.updateGeometries()
        # In the corner that the headers leave free.
        self.legend.setGeometry(1, 1, self.beside.width(), self.across.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_headers()
        super().resizeEvent(event)

    # -- painting --------------------------------------------------------------------------------------

    def _span(self, header: MatrixHeader, low: int, high: int) -> range:
        """Numbers of the lines between two places of the viewport."""
        first = header.visualIndexAt(max(low, 0))
        if first < 0:
            return range(0)
        last = header.visualIndexAt(high)
        return range(first, (last if last >= 0 else header.count() - 1) + 1)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        exposed = event.rect()
        painter.fillRect(exposed, theme.colour("base"))
        matrix = self.lines.matrix
        if matrix is None:
            return
        rows = self._span(self.beside, exposed.top(), exposed.bottom())
        columns = self._span(self.across, exposed.left(), exposed.right())
        if not rows or not columns:
            return
        edge = self.beside.defaultSectionSize()
        left, top = (
            self.across.sectionViewportPosition(columns[0]),
            self.beside.sectionViewportPosition(rows[0]),
        )
        right, bottom = left + edge * len(columns) - 1, top + edge * len(rows) - 1
        self._paint_ground(painter, rows, columns, edge, QRect(left, top, right - left + 1, bottom - top + 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        column_of = matrix.column_of
        first, last = columns[0], columns[-1]
        marks = Marks(painter, edge)
        for number, row in enumerate(rows):
            line = matrix.rows[row]
            held = matrix.of_row(line.id) if line.id else None
            if not held:
                continue
            y = top + number * edge
            for id_, records in held.items():
                at = column_of.get(id_)
                if at is not None and first <= at <= last:
                    marks.paint(QRect(left + (at - first) * edge, y, edge, edge), records)
        self._paint_pointed(painter, edge)

    def _paint_ground(self, painter: QPainter, rows: range, columns: range, edge: int, room: QRect) -> None:
        """Groups, gaps, the lines of the current cell, the chosen cells, and the grid."""
        matrix = self.lines.matrix
        assert matrix is not None
        heading, gap = theme.colour("pressed"), theme.colour("warning_soft")
        hatch = gap_brush()
        bands: list[tuple[QRect, bool]] = []
        for number, row in enumerate(rows):
            line = matrix.rows[row]
            if line.is_heading or matrix.has_gap(line.id):
                bands.append(
                    (QRect(room.left(), room.top() + number * edge, room.width(), edge), line.is_heading)
                )
        for number, column in enumerate(columns):
            line = matrix.columns[column]
            if line.is_heading or matrix.has_gap(line.id):
                bands.append(
                    (QRect(room.left() + number * edge, room.top(), edge, room.height()), line.is_heading)
                )
        for band, is_heading in sorted(bands, key=lambda one: one[1]):
            painter.fillRect(band, heading if is_heading else gap)
            if not is_heading:
                painter.fillRect(band, hatch)
        current = self.currentIndex()
        cross = theme.colour("accent")
        cross.setAlpha(28)
        if current.isValid():
            y = self.beside.sectionViewportPosition(current.row())
            x = self.across.sectionViewportPosition(current.column())
            painter.fillRect(QRect(room.left(), y, room.width(), edge), cross)
            painter.fillRect(QRect(x, room.top(), edge, room.height()), cross)
        chosen = theme.colour("accent")
        chosen.setAlpha(60)
        for part in self._parts():
            if part.width() > 1 or part.height() > 1:
                painter.fillRect(self._box(part.top(), part.left(), part.bottom(), part.right()), chosen)
        paint_grid(painter, room, edge)

    def _box(self, top: int, left: int, bottom: int, right: int) -> QRect:
        edge = self.beside.defaultSectionSize()
        return QRect(
            self.across.sectionViewportPosition(left),
            self.beside.sectionViewportPosition(top),
            edge * (right - left + 1),
            edge * (bottom - top + 1),
        )

    def _paint_pointed(self, painter: QPainter, edge: int) -> None:
        """The current cell, what the mouse would link, and what it is dragged over."""
        painter.setBrush(Qt.BrushStyle.NoBrush)
        dashed = QPen(theme.colour("accent"), 1.5, Qt.PenStyle.DashLine)
        if self._dragged is not None:
            painter.setPen(dashed)
            top, left, bottom, right = self._dragged
            painter.drawRect(self._box(top, left, bottom, right).adjusted(1, 1, -2, -2))
            room = self.viewport().rect()
            rows, columns = (
                self._span(self.beside, 0, room.bottom()),
                self._span(self.across, 0, room.right()),
            )
            for row in range(max(top, rows.start), min(bottom + 1, rows.stop)):
                for column in range(max(left, columns.start), min(right + 1, columns.stop)):
                    if self._is_free(self.lines.index(row, column)):
                        painter.drawEllipse(disc(self._box(row, column, row, column), 0.22))
        elif self.can_link and self._is_free(self.lines.index(*self._hovered)):
            painter.setPen(dashed)
            painter.drawEllipse(disc(self._box(*self._hovered, *self._hovered), 0.22))
        current = self.currentIndex()
        if current.isValid():
            here = self.hasFocus()
            painter.setPen(QPen(theme.colour("text" if here else "muted"), 2 if here else 1))
            box = self._box(current.row(), current.column(), current.row(), current.column())
            painter.drawRect(box.adjusted(1, 1, -2, -2) if here else box.adjusted(0, 0, -1, -1))

    def _is_free(self, index: QModelIndex) -> bool:
        """Whether two elements meet here that are not linked."""
        pair = self.lines.pair(index) if index.isValid() else None
        return pair is not None and self.lines.matrix is not None and self.lines.matrix.at(*pair) is None

    # -- choosing --------------------------------------------------------------------------------------

    def _parts(self) -> list[QItemSelectionRange]:
        """The rectangles of chosen cells."""
        return self.selectionModel().selection().toList()

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
        elif Qt.Key.Key_0 <= key <= Qt.Key.Key_9:
            self.number_wanted.emit(key - Qt.Key.Key_0)
        elif event.text().isprintable() and event.text():
            # Typing would have Qt look through all cells for the letters.
            event.ignore()
        else:
            super().keyPressEvent(event)
