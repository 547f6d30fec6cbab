"""The table that shows a page of the score."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from workbench.ui.models.score import LinesModel
from workbench.ui.views.score_lines import widest

#: Letters that a column is wide at most before somebody makes it wider.
_WIDEST: Final = 34
#: Letters that the first column keeps when there is little room.
_NARROWEST: Final = 20
#: Rows that are measured for the width of a column.
_MEASURED: Final = 60


class ScoreTable(QTableView):
    """Headings of groups run over all columns; what is chosen is a row, in the heat map a cell."""

    def __init__(self, model: LinesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines_model = model
        self.setModel(model)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(False)
            header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.horizontalHeader().setResizeContentsPrecision(_MEASURED)

    def take_up(self) -> None:
        """Follow the page that the model now shows."""
        lines, many = self._lines_model.lines, self._lines_model.columnCount()
        # While a page is being made it stays: the keyboard would go elsewhere.
        self.setVisible(bool(lines.rows) or not lines.headings)
        self.setAccessibleName(lines.title)
        self.verticalHeader().setVisible(lines.beside)
        cells = QAbstractItemView.SelectionBehavior.SelectItems
        rows = QAbstractItemView.SelectionBehavior.SelectRows
        self.setSelectionBehavior(cells if lines.beside else rows)
        self.clearSpans()
        for at in lines.heading_rows if many > 1 else ():
            self.setSpan(at, 0, 1, many)
        self.fit()

    def fit(self) -> None:
        """Rows and columns as the size of the text and the room have them."""
        lines, metrics = self._lines_model.lines, self.fontMetrics()
        letter, many = metrics.averageCharWidth(), self._lines_model.columnCount()
        self.verticalHeader().setDefaultSectionSize(metrics.height() + 10)
        self.verticalHeader().setMaximumWidth(letter * _WIDEST // 2)
        if lines.beside:
            # All alike: to measure every cell of many units and items takes long.
            texts = max(metrics.horizontalAdvance(text) for text in widest())
            for at in range(many):
                self.setColumnWidth(at, texts + metrics.height() + 22)
        elif many:
            self.resizeColumnsToContents()
            widths = [min(self.columnWidth(at), letter * _WIDEST) for at in range(1, many)]
            for at, wide in enumerate(widths, 1):
                self.setColumnWidth(at, wide)
            # Names give way to figures, as far as they can still be told apart.
            self.setColumnWidth(0, max(self.viewport().width() - sum(widths), letter * _NARROWEST))
