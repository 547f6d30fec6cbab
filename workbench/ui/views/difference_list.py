"""The list of what differs between two plans: three columns, drawn row by row, folded and opened by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHoverEvent, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from workbench.i18n import tr
from workbench.plan.compare import WHATS
from workbench.plan.differences_in_words import excerpts
from workbench.ui import icons, theme
from workbench.ui.models.difference import ROW, SIGNS, DifferenceModel, Row, cell_of

if TYPE_CHECKING:
    from workbench.plan.differences_in_words import Paragraph

_Index = QModelIndex | QPersistentModelIndex
_TINTS: Final = {"added": "holds", "deleted": "error", "changed": "accent", "moved": "muted"}
#: Characters of a value that are drawn; more would not have room.
_MOST: Final = 300
#: Characters kept before and behind what differs.
_AROUND: Final = 2


class DifferenceDelegate(QStyledItemDelegate):
    """Headings and elements go over all three columns, lines of fields stand in them."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(120, height_of_row(option.font))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: Row = index.data(ROW)
        view = option.widget
        box = QRect(option.rect)
        state: QStyle.StateFlag = option.state
        is_line = row.line is not None
        if not is_line and isinstance(view, QTableView):
            if index.column():
                return
            box.setRight(view.viewport().width())
        painter.save()
        painter.setFont(option.font)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("soft"))
            if index.column() == 0:
                painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.colour("accent"))
        elif isinstance(view, DifferenceList) and index.row() == view.hovered:
            painter.fillRect(box, theme.colour("hover"))
        elif row.paragraph is None:
            painter.fillRect(box, theme.colour("stripe"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(12, 0, -8, 0)
        if is_line:
            self._paint_line(painter, inner, row, index.column())
        elif row.paragraph is not None:
            model = index.model()
            assert isinstance(model, DifferenceModel)
            opened = model.is_open(row.paragraph)
            self._paint_element(painter, inner, row.paragraph, opened=opened)
        else:
            _bold(painter)
            painter.setPen(theme.colour("text"))
            painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter, cell_of(row, 0))
        painter.restore()

    @staticmethod
    def _paint_line(painter: QPainter, box: QRect, row: Row, column: int) -> None:
        text = cell_of(row, column)
        if column == 0:
            box = box.adjusted(round(painter.fontMetrics().height() * 1.6), 0, 0, 0)
        elif row.line is not None and painter.fontMetrics().horizontalAdvance(text[:_MOST]) > box.width():
            # What differs is to be seen, wherever in the text it stands.
            text = excerpts(row.line.before, row.line.after, _AROUND)[column - 1]
        painter.setPen(theme.colour("muted" if not text or column == 0 else "text"))
        said = (text or "—")[:_MOST].replace("\n", " ")
        said = painter.fontMetrics().elidedText(said, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, said)

    @staticmethod
    def _paint_element(painter: QPainter, box: QRect, one: Paragraph, *, opened: bool) -> None:
        metrics = painter.fontMetrics()
        edge = metrics.height()
        if one.lines:
            painter.save()
            painter.translate(box.left() + edge / 2, box.center().y() + 1)
            if not opened:
                painter.rotate(-90)
            mark = icons.pixmap("chevron", "muted", edge, painter.device().devicePixelRatio())
            painter.drawPixmap(QPoint(-edge // 2, -edge // 2), mark)
            painter.restore()
        left = box.left() + edge + 4
        middle = Qt.AlignmentFlag.AlignVCenter
        plain = painter.font()
        _bold(painter)
        painter.setPen(theme.colour(_TINTS[one.what]))
        said = f"{SIGNS[one.what]} {tr(WHATS[one.what])}"
        wide = max(
            painter.fontMetrics().horizontalAdvance(f"{SIGNS[what]} {tr(WHATS[what])}") for what in WHATS
        )
        painter.drawText(QRect(left, box.top(), wide, box.height()), middle, said)
        left += wide + 12
        painter.setFont(plain)
        painter.setPen(theme.colour("text"))
        room = box.right() - left
        name = metrics.elidedText(one.name[:_MOST].replace("\n", " "), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(left, box.top(), room, box.height()), middle, name)
        left += metrics.horizontalAdvance(name) + 14
        if one.place and box.right() - left > edge * 3:
            painter.setPen(theme.colour("muted"))
            place = tr("in {place}", place=one.place)
            place = metrics.elidedText(place, Qt.TextElideMode.ElideRight, box.right() - left)
            painter.drawText(QRect(left, box.top(), box.right() - left, box.height()), middle, place)


def height_of_row(font: QFont) -> int:
    """The height of a row in pixels."""
    return QFontMetrics(font).height() + 11


def _bold(painter: QPainter) -> None:
    font = QFont(painter.font())
    font.setBold(True)
    painter.setFont(font)


class DifferenceList(QTableView):
    """The list; Enter goes to the element, left and right fold and open it.

    A table, as a tree would lay out every row, and there may be tens of thousands.
    """

    wanted = Signal(QModelIndex)

    def __init__(self, model: DifferenceModel, parent: QWidget) -> None:
        super().__init__(parent, showGrid=False)
        self.setTabKeyNavigation(False)
        self._rows = model
        #: The row under the mouse; -1 for none.
        self.hovered = -1
        self.setModel(model)
        self.setItemDelegate(DifferenceDelegate(self))
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        header = self.horizontalHeader()
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.verticalHeader().setMinimumSectionSize(1)
        self.verticalHeader().setDefaultSectionSize(height_of_row(self.font()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit_rows()

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.HoverEnter, QEvent.Type.HoverMove, QEvent.Type.HoverLeave):
            # The whole row, where Qt would mark the cell and draw over a name that reaches into it.
            row = -1
            if isinstance(event, QHoverEvent) and event.type() != QEvent.Type.HoverLeave:
                row = self.rowAt(int(event.position().y()))
            if row != self.hovered:
                self.hovered = row
                self.viewport().update()
            return True
        return super().viewportEvent(event)

    def moveCursor(self, action: QTableView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        # To the first and last row, as in a list: the columns of a row are not gone through.
        if action == QTableView.CursorAction.MoveHome:
            return self._rows.index(0, 0)
        if action == QTableView.CursorAction.MoveEnd:
            return self._rows.index(self._rows.rowCount() - 1, 0)
        return super().moveCursor(action, modifiers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        row: Row | None = index.data(ROW)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.wanted.emit(index)
        elif (
            event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right)
            and row is not None
            and row.paragraph is not None
        ):
            self.fold(row.paragraph, away=event.key() == Qt.Key.Key_Left)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid():
            self.wanted.emit(index)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        row: Row | None = self.indexAt(at).data(ROW)
        # On the mark before the element.
        if row is not None and row.paragraph is not None and row.line is None and at.x() < self._mark_width():
            self.fold(row.paragraph, away=self._rows.is_open(row.paragraph))

    def _mark_width(self) -> int:
        return 12 + self.fontMetrics().height() + 4

    def fold(self, paragraph: Paragraph, *, away: bool) -> None:
        """Fold the lines of an element away, or out; it stays chosen and in its place."""
        above = self.verticalScrollBar().value()
        self._rows.fold(paragraph, away=away)
        self.verticalScrollBar().setValue(above)
        at = self._rows.row_of(paragraph.id)
        if at >= 0:
            self.setCurrentIndex(self._rows.index(at, 0))
