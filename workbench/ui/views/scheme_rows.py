"""A small table of a form as a table of a whole page: as high as there is room, its headings always there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QStyleOptionViewItem

from workbench.ui import theme
from workbench.ui.editors.delegate import CellDelegate
from workbench.ui.editors.table import RowsView
from workbench.ui.models.rows import HEADING_ROLE

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent
    from PySide6.QtWidgets import QWidget

    from workbench.ui.bridge import Bridge
    from workbench.ui.models.rows import Index, RowsModel

#: Lines that are seen at least.
_LEAST = 4
#: Letters that the main column has at least.
_MAIN = 15


class _Below(CellDelegate):
    """Leaves the upper half of a row to the heading above it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        super().paint(painter, _below(option, index), index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        super().updateEditorGeometry(editor, _below(option, index), index)


def _below(option: QStyleOptionViewItem, index: Index) -> QStyleOptionViewItem:
    if not index.data(HEADING_ROLE):
        return option
    lowered = QStyleOptionViewItem(option)
    rect: QRect = lowered.rect
    lowered.rect = rect.adjusted(0, rect.height() // 2, 0, 0)
    return lowered


class PageRows(RowsView):
    """Takes the height that its page has for it; rows that begin a group have its heading above them."""

    def __init__(self, model: RowsModel, bridge: Bridge, main: int, parent: QWidget | None = None) -> None:
        #: The column that says what a row is about, which stays readable.
        self._main = main
        super().__init__(model, bridge, parent)
        self.setItemDelegate(_Below(model, bridge, self))
        self.setProperty("framed", True)
        self.setMaximumHeight(16_777_215)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def fit(self) -> None:
        self.horizontalHeader().setVisible(True)
        self._share_width()
        least = self.fontMetrics().horizontalAdvance("国") * _MAIN
        if self.horizontalHeader().sectionSize(self._main) < least:
            self.horizontalHeader().resizeSection(self._main, least)
        usual = self.verticalHeader().defaultSectionSize()
        for at in range(self.rows.rowCount()):
            height = usual * 2 if self._heading(at) else usual
            if self.rowHeight(at) != height:
                self.setRowHeight(at, height)
        self.viewport().update()

    def _heading(self, at: int) -> str:
        return self.rows.index(at, 0).data(HEADING_ROLE) or ""

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        font = painter.font()
        font.setBold(True)
        painter.setFont(font)
        for at in range(max(self.rowAt(0), 0), self.rows.rowCount()):
            top = self.rowViewportPosition(at)
            if top > self.viewport().height():
                break
            heading = self._heading(at)
            if heading:
                box = QRect(0, top, self.viewport().width(), self.rowHeight(at) // 2)
                painter.fillRect(box, theme.colour("stripe"))
                painter.setPen(theme.colour("line"))
                painter.drawLine(box.bottomLeft(), box.bottomRight())
                painter.setPen(theme.colour("text"))
                room = box.adjusted(6, 0, -6, 0)
                text = painter.fontMetrics().elidedText(heading, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, text)
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        at = self.currentIndex()
        place = self.visualRect(at)
        is_seen = at.isValid() and place.top() >= 0 and place.bottom() < event.oldSize().height()
        super().resizeEvent(event)
        if is_seen:
            # What stands below the table may come up when a row is begun.
            self.scrollTo(at)

    def minimumSizeHint(self) -> QSize:
        line = self.verticalHeader().defaultSectionSize()
        return QSize(160, line * _LEAST + self.horizontalHeader().sizeHint().height())

    def sizeHint(self) -> QSize:
        return QSize(240, self.minimumSizeHint().height() * 2)
