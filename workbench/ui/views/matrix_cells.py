"""The cells of the link matrix as they are seen: only what is in sight is drawn, and what holds something."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionRange, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QTableView, QWidget

from workbench.ui import theme
from workbench.ui.models.matrix import MatrixModel
from workbench.ui.views.matrix_headers import MatrixHeader
from workbench.ui.views.matrix_marks import Legend, Marks, disc, gap_brush, paint_grid

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent, QWheelEvent

#: Edge of a cell in heights of a line of text.
_EDGE: Final = 1.7
#: Least and most of the usual size in percent, and the factor of one step of the keys or the wheel.
LEAST, MOST, STEP = 40, 250, 1.2
#: Height of a cell, in heights of its line of text, below which the names are written smaller.
_TIGHT: Final = 1.15
#: Widest part of the view that the names of rows take.
_MOST_ACROSS: Final = 0.42
_MOST_DOWN: Final = 0.45
#: Lines of text below which the table is low, and how much of it the names above may take then.
_LOW: Final = 12
_MOST_DOWN_LOW: Final = 0.3


class MatrixCells(QTableView):
    """Shows the links at the size wanted; what is done to them is MatrixTable's."""

    #: The cells have another size, in percent of the usual.
    zoomed = Signal(int)

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
        self.percent = 100
        self._hovered: tuple[int, int] = (-1, -1)
        #: Rows and columns that are being dragged over: first row, first column, last row, last column.
        self._dragged: tuple[int, int, int, int] | None = None
        self.legend = Legend(self)
        self.measure()

    # -- sizes -----------------------------------------------------------------------------------------

    def measure(self) -> None:
        """Take the sizes that go with the size of the text."""
        edge = round(self.fontMetrics().height() * _EDGE * self.percent / 100)
        scale = self.percent / 100
        for header in (self.across, self.beside):
            # Smaller cells keep names of the usual size as long as these have room.
            header.scale = scale if scale > 1 else min(1.0, scale * _EDGE / _TIGHT)
            header.setMinimumSectionSize(4)
            header.setDefaultSectionSize(edge)
        self._fit_headers()

    def zoom(self, percent: float, around: QPoint | None = None) -> None:
        """Make the cells larger or smaller; the place ``around`` (else the current cell) stays in sight."""
        wanted = max(LEAST, min(MOST, round(percent)))
        if wanted == self.percent:
            return
        bars = (self.horizontalScrollBar(), self.verticalScrollBar())
        held = (around.x(), around.y()) if around is not None else (0, 0)
        places = [bar.value() + at for bar, at in zip(bars, held, strict=True)]
        before = self.beside.defaultSectionSize()
        self.percent = wanted
        self.measure()
        grown = self.beside.defaultSectionSize() / before
        for bar, place, at in zip(bars, places, held, strict=True):
            bar.setValue(round(place * grown) - at)
        if around is None and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self.viewport().update()
        self.zoomed.emit(wanted)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            factor = STEP ** (event.angleDelta().y() / 120)
            self.zoom(self.percent * factor, event.position().toPoint())
            event.accept()
        else:
            super().wheelEvent(event)

    def _fit_headers(self) -> None:
        self.beside.setFixedWidth(min(self.beside.sizeHint().width(), round(self.width() * _MOST_ACROSS)))
        is_low = self.height() < self.fontMetrics().height() * _LOW
        most = round(self.height() * (_MOST_DOWN_LOW if is_low else _MOST_DOWN))
        self.across.setFixedHeight(min(self.across.sizeHint().height(), most))
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

    def _parts(self) -> list[QItemSelectionRange]:
        """The rectangles of chosen cells."""
        return self.selectionModel().selection().toList()
