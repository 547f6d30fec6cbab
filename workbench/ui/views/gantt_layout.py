"""How the Gantt chart is put together: tree, bars, money, the strip above, the line below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QStackedLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import tr
from workbench.ui import theme
from workbench.ui.editors.hint import hint
from workbench.ui.keyboard import hand_on
from workbench.ui.models.gantt_rows import ProjectsModel
from workbench.ui.views.gantt_bar import GanttBar
from workbench.ui.views.gantt_chart import GanttChart
from workbench.ui.views.gantt_money import MoneyBand, MoneyLegend

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent

    from workbench.ui.bridge import Bridge

Index = QModelIndex | QPersistentModelIndex
#: Lines of text below which the view is low: the money then leaves room to the bars.
_LOW: Final = 26


class _Lines(QStyledItemDelegate):
    """Rows of the tree as high as those of the chart; words stand beside the bar, not the goals."""

    def __init__(self, view: GanttLayout) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, self._view.chart.sizes.row)


class _Tree(QTreeView):
    """The tree; to come to it by the keyboard chooses nothing yet."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        chosen = self.selectionModel().blockSignals(not self.currentIndex().isValid())
        super().focusInEvent(event)
        self.selectionModel().blockSignals(chosen)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.hasFocus():
            # Not as a frame: rows stand level with those of the chart.
            painter = QPainter(self.viewport())
            painter.setPen(theme.colour("accent"))
            painter.drawRect(self.viewport().rect().adjusted(0, 0, -1, -1))


class GanttLayout(QWidget):
    """The widgets of the view; what they do is said by the view itself."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.model = ProjectsModel(lambda: bridge.plan)
        self.tree = _Tree(self)
        self.chart = GanttChart(self.model, lambda: bridge.plan, self)
        self.bar = GanttBar(self)
        self.filter = QLineEdit(self, clearButtonEnabled=True)
        self.legend = MoneyLegend(self)
        self.band = MoneyBand(self.chart, self)
        self.foot = QLabel(self)
        self.foot.setTextFormat(Qt.TextFormat.PlainText)
        self.foot.setProperty("role", "muted")
        self.foot.setContentsMargins(10, 4, 10, 4)
        # Long words are cut; they shall not take the room of the panels beside the chart.
        self.foot.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.empty = QLabel(self, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.begin = QPushButton(self)
        self._row = 0
        self._is_low = False
        self._had_money = True
        self._compose()

    # -- composing -------------------------------------------------------------------------------------

    def _compose(self) -> None:
        tree = self.tree
        tree.setModel(self.model)
        tree.setItemDelegate(_Lines(self))
        tree.setUniformRowHeights(True)
        tree.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        tree.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tree.setTextElideMode(Qt.TextElideMode.ElideRight)
        tree.setFrameShape(QFrame.Shape.NoFrame)
        tree.setProperty("frameless", True)
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        tree.header().setHighlightSections(False)
        left, right = QWidget(self), QWidget(self)
        for side, upper, lower in ((left, tree, self.legend), (right, self.chart, self.band)):
            column = QVBoxLayout(side)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(upper, 1)
            column.addWidget(lower)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(left)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.splitterMoved.connect(lambda *_: self.show_columns())
        full = QWidget(self)
        whole = QVBoxLayout(full)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.bar.put_first(self.filter)
        whole.addWidget(self.bar)
        whole.addWidget(self.splitter, 1)
        whole.addWidget(self.foot)
        blank = QWidget(self)
        said = QVBoxLayout(blank)
        said.setContentsMargins(30, 30, 30, 30)
        said.addStretch(2)
        said.addWidget(self.empty)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(self.begin)
        line.addStretch()
        said.addLayout(line)
        said.addStretch(3)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(full)
        self._pages.addWidget(blank)
        hand_on(self, self.chart)

    @property
    def font_factor(self) -> float:
        """How much larger the text is than usual."""
        return QFontMetricsF(self.font()).height() / 16

    def name_widgets(self) -> None:
        """Names in the language now spoken."""
        hint(self.filter, tr("Filter: name, code or pinyin initials"))
        self.filter.setAccessibleName(tr("Filter the projects"))
        self.tree.setAccessibleName(tr("Projects"))
        self.chart.setAccessibleName(tr("Bars of the projects"))
        self.legend.setAccessibleName(tr("Sources of money"))
        self.band.setAccessibleName(tr("Money by year and source"))
        self.begin.setText(tr("Add a project"))
        self.setAccessibleName(tr("Gantt chart"))
        self.bar.retranslate()

    def dress(self) -> None:
        """Take up sizes and colours."""
        sizes = self.chart.sizes
        self.tree.header().setFixedHeight(sizes.heading)
        metrics = QFontMetricsF(self.font())
        wide = round(metrics.horizontalAdvance("(2026-12-31)") + 14)
        for column in (1, 2):
            self.tree.header().resizeSection(column, wide)
        self.show_columns()
        self._lower()
        self.tree.setRootIsDecorated(any(node.below for node in self.model.tops))
        if self._row != sizes.row:
            self._row = sizes.row
            self.tree.doItemsLayout()
        self.redraw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_columns()
        self._lower()

    def _lower(self) -> None:
        is_low = self.height() < QFontMetricsF(self.font()).height() * _LOW
        if is_low == self._is_low:
            return
        self._is_low = is_low
        money = self.bar.parts["money"]
        if is_low:
            self._had_money = money.isChecked()
        # The bars come first; who wants the money in a low view too can have it back, with fewer lines.
        money.setChecked(self._had_money and not is_low)
        self.legend.make_low(is_low=is_low)
        self.band.make_low(is_low=is_low)

    def show_columns(self) -> None:
        """Show the dates beside the names where there is room for both."""
        wide = self.tree.width() > self.font_factor * 340
        for column in (1, 2):
            self.tree.setColumnHidden(column, not wide)

    def redraw(self) -> None:
        """Draw everything anew."""
        self.chart.measure()
        for widget in (self.chart.viewport(), self.legend, self.band, self.tree.viewport()):
            widget.update()
