"""A small table of a form as a table of a whole page: as high as there is room, its headings always there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QSizePolicy

from workbench.ui.editors.table import RowsView

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from workbench.ui.bridge import Bridge
    from workbench.ui.models.rows import RowsModel

#: Lines that are seen at least.
_LEAST = 4
#: Letters that the main column has at least.
_MAIN = 15


class PageRows(RowsView):
    """Takes the height that its page has for it."""

    def __init__(self, model: RowsModel, bridge: Bridge, main: int, parent: QWidget | None = None) -> None:
        #: The column that says what a row is about, which stays readable.
        self._main = main
        super().__init__(model, bridge, parent)
        self.setProperty("framed", True)
        self.setMaximumHeight(16_777_215)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def fit(self) -> None:
        self.horizontalHeader().setVisible(True)
        self._share_width()
        least = self.fontMetrics().horizontalAdvance("国") * _MAIN
        if self.horizontalHeader().sectionSize(self._main) < least:
            self.horizontalHeader().resizeSection(self._main, least)

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
