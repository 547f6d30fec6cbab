"""What the plan covers: five problems by three subjects, how sound each cell is, and what stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QListView,
    QPushButton,
    QSplitter,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import tr
from workbench.plan.elements import KINDS
from workbench.plan.values import show_money
from workbench.rules.coverage import DIMENSIONS, coverage
from workbench.rules.rule import SEVERITIES
from workbench.rules.verdict import DIMENSION_LABELS
from workbench.ui import icons, pictures, theme
from workbench.ui.keyboard import hand_on
from workbench.ui.models.coverage import (
    CELL,
    WEAKEST,
    CoverageModel,
    ElementsModel,
    counts_of,
    label_of,
    rate,
    told,
)
from workbench.ui.pictures import SaveButton
from workbench.ui.views.when_seen import WhenSeen

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtCore import QObject

    from workbench.rules.coverage import Cell, Coverage
    from workbench.ui.bridge import Bridge

_Index = QModelIndex | QPersistentModelIndex
#: Pixels between the two columns of dimensions in a cell.
_GAP: Final = 22
_COUNTED: Final = ("goal", "project", "indicator")


class CellDelegate(QStyledItemDelegate):
    """Counts and money above, the four dimensions with their shapes and pass rates below."""

    #: How many dimensions stand side by side: two where there is room.
    across = 2

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        font: QFont = option.font
        metrics = QFontMetrics(font)
        wide = max(metrics.horizontalAdvance(tr(DIMENSION_LABELS[name])) for name in DIMENSIONS)
        figures = metrics.horizontalAdvance("100.0 %")
        marks = self.across * (wide + figures + metrics.height() + 8) + (self.across - 1) * _GAP
        counts = sum(metrics.horizontalAdvance(f"{tr(KINDS[kind].label)} 99  ") for kind in _COUNTED)
        return QSize(max(marks, counts) + 26, (metrics.height() + 3) * (2 + 4 // self.across) + 30)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        cell: Cell | None = index.data(CELL)
        painter.save()
        inner = box.adjusted(3, 3, -3, -3)
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_weakest = bool(index.data(WEAKEST))
        fill = "soft" if chosen else "hover" if state & QStyle.StateFlag.State_MouseOver else "base"
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "accent" if chosen else "error" if is_weakest else "line"
        painter.setPen(QPen(theme.colour(edge), 2 if chosen or is_weakest else 1))
        painter.setBrush(theme.colour(fill))
        painter.drawRoundedRect(inner, 6, 6)
        painter.setFont(option.font)
        if cell is not None:
            self._paint_cell(painter, inner.adjusted(10, 8, -10, -8), cell, is_weakest=is_weakest)
        painter.restore()

    def _paint_cell(self, painter: QPainter, box: QRect, cell: Cell, *, is_weakest: bool) -> None:
        metrics = painter.fontMetrics()
        line = metrics.height()
        if cell.is_empty and not cell.indicators:
            painter.setPen(theme.colour("muted"))
            said = tr("No goal and no project")
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, said)
            return
        elide = Qt.TextElideMode.ElideRight
        painter.setPen(theme.colour("text"))
        first = metrics.elidedText(counts_of(cell), elide, box.width())
        painter.drawText(QRect(box.left(), box.top(), box.width(), line), 0, first)
        second = QRect(box.left(), box.top() + line + 2, box.width(), line)
        painter.setPen(theme.colour("muted"))
        painter.drawText(second, 0, show_money(cell.money) if cell.money else tr("no money"))
        if is_weakest:
            painter.setPen(theme.colour("error"))
            painter.drawText(second, Qt.AlignmentFlag.AlignRight, tr("weakest"))
        wide = (box.width() - _GAP * (self.across - 1)) // self.across
        for at, name in enumerate(DIMENSIONS):
            left = box.left() + (at % self.across) * (wide + _GAP)
            top = second.bottom() + 6 + (at // self.across) * (line + 3)
            self._paint_dimension(painter, QRect(left, top, wide, line), cell, name)

    @staticmethod
    def _paint_dimension(painter: QPainter, box: QRect, cell: Cell, name: str) -> None:
        metrics = painter.fontMetrics()
        part = cell.dimensions[name]
        edge = round(box.height() * 0.76)
        ratio = painter.device().devicePixelRatio()
        mark = icons.shape(part.verdict, edge, ratio)
        painter.drawPixmap(QPoint(box.left(), box.top() + (box.height() - edge) // 2), mark)
        figures = rate(part.score)
        painter.setPen(theme.colour("text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, figures)
        painter.setPen(theme.colour("muted"))
        room = box.adjusted(edge + 5, 0, -metrics.horizontalAdvance(figures) - 4, 0)
        label = metrics.elidedText(tr(DIMENSION_LABELS[name]), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, label)


class CoveragePage(WhenSeen):
    """The matrix, and beside it the elements of the cell chosen."""

    #: The findings of these elements are wanted; the name of the cell.
    findings_wanted = Signal(object, str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self._working = False
        self.said = QLabel(self, wordWrap=True)
        self.note = QLabel(self, wordWrap=True)
        for label in (self.said, self.note):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setProperty("role", "muted")
        self.as_file = SaveButton(self)
        self.as_file.wanted.connect(self.ask_and_write)
        self.model = CoverageModel(self)
        self.table = self._table()
        side = self._side()
        parted = QSplitter(Qt.Orientation.Horizontal, self)
        parted.setChildrenCollapsible(False)
        parted.addWidget(self.table)
        parted.addWidget(side)
        parted.setStretchFactor(0, 3)
        parted.setStretchFactor(1, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(18, 14, 18, 14)
        whole.setSpacing(10)
        above = QHBoxLayout()
        above.addWidget(self.said, 1)
        above.addWidget(self.as_file, 0, Qt.AlignmentFlag.AlignTop)
        whole.addLayout(above)
        whole.addWidget(parted, 1)
        whole.addWidget(self.note)
        hand_on(self, self.table)
        bridge.checked.connect(self.set_stale)
        bridge.plan_opened.connect(self._forget)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self.table.viewport().update)
        self.retranslate()

    def _table(self) -> QTableView:
        table = QTableView(self)
        table.setModel(self.model)
        self.delegate = CellDelegate(table)
        table.setItemDelegate(self.delegate)
        table.viewport().installEventFilter(self)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setMouseTracking(True)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        for header in (table.horizontalHeader(), table.verticalHeader()):
            header.setHighlightSections(False)
            header.setSectionsClickable(False)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        )
        table.selectionModel().currentChanged.connect(lambda *_: self._show_cell())
        return table

    def _side(self) -> QWidget:
        side = QWidget(self)
        self.cell_name = QLabel(side, wordWrap=True)
        self.cell_name.setTextFormat(Qt.TextFormat.PlainText)
        font = self.cell_name.font()
        font.setBold(True)
        self.cell_name.setFont(font)
        self.elements = QListView(side, uniformItemSizes=True)
        self.elements.setProperty("framed", True)
        self.elements.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.members = ElementsModel(self)
        self.elements.setModel(self.members)
        self.elements.activated.connect(self._open)
        self.elements.clicked.connect(self._open)
        self.findings = QPushButton(side)
        self.findings.setAutoDefault(False)
        self.findings.clicked.connect(self._want_findings)
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 0, 0, 0)
        column.addWidget(self.cell_name)
        column.addWidget(self.elements, 1)
        below = QHBoxLayout()
        below.addWidget(self.findings)
        below.addStretch(1)
        column.addLayout(below)
        return side

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.table.setAccessibleName(tr("Problems by subjects"))
        self.as_file.name(tr("Coverage"))
        self.elements.setAccessibleName(tr("Elements of the cell"))
        self.findings.setText(tr("Show their findings"))
        self.note.setText(
            tr(
                "An element stands in every cell of its problems and subjects, so the cells do not add up. "
                "What states none has those of the goals it serves, or of what it is part of."
            )
        )
        self.model.retranslate()
        self._fit()
        self._say()
        self._show_cell()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """Columns as wide as their words need, in any language and size."""
        option = QStyleOptionViewItem()
        option.font = self.table.font()
        room = self.table.viewport().width() // max(self.model.columnCount(), 1)
        self.delegate.across = 2
        wanted = self.delegate.sizeHint(option, self.model.index(0, 0)).width()
        if wanted > room:
            self.delegate.across = 1
            wanted = self.delegate.sizeHint(option, self.model.index(0, 0)).width()
        self.table.horizontalHeader().setMinimumSectionSize(wanted)
        self.table.resizeRowsToContents()

    # -- content ---------------------------------------------------------------------------------------

    def _forget(self) -> None:
        self._put(None)
        self.set_stale()

    def refresh(self) -> None:
        """Work the coverage out anew, beside the window."""
        if self._working:
            self._pause.start()
            return
        self._stale = False
        self._working = True
        session = self._bridge.session
        plan_id = session.plan.id if session.plan is not None else ""
        # A copy: edits go on meanwhile.
        checker = session.checker.fork()

        def done(found: Coverage) -> None:
            plan = self._bridge.plan
            if plan is not None and plan.id == plan_id:
                self._put(found)

        self._bridge.background.run(lambda: coverage(checker), done, after=self._end)

    def _end(self) -> None:
        self._working = False

    def _put(self, found: Coverage | None) -> None:
        is_first = self.model.coverage is None
        self.model.put(found)
        self._fit()
        if found is not None and is_first:
            wanted = found.weakest or found.cells[0]
            self.table.setCurrentIndex(self.model.place(wanted))
        self._say()
        self._show_cell()

    def _say(self) -> None:
        found = self.model.coverage
        if found is None:
            self.said.setText("")
            return
        self.said.setText(told(found))

    @property
    def chosen(self) -> Cell | None:
        """The cell under the cursor."""
        return self.model.cell(self.table.currentIndex())

    def _show_cell(self) -> None:
        cell = self.chosen
        plan = self._bridge.plan
        ids: list[str] = []
        worst: dict[str, str] = {}
        if cell is not None and plan is not None and plan.exists:
            ids = [one for one in (*cell.goals, *cell.projects, *cell.indicators, *cell.parts) if one in plan]
            worst = self._worst(ids)
        self.cell_name.setText(label_of(cell.domain, cell.subject) if cell is not None else "")
        self.members.put(plan, ids, worst)
        self.findings.setEnabled(bool(worst))

    def _worst(self, ids: list[str]) -> dict[str, str]:
        """The worst severity found about each of some elements."""
        wanted = set(ids)
        found: dict[str, str] = {}
        for one in self._bridge.session.checker.findings():
            if one.id in wanted and not one.waived:
                held = found.get(one.id)
                if held is None or SEVERITIES.index(one.severity) < SEVERITIES.index(held):
                    found[one.id] = one.severity
        return found

    def _open(self, index: Any) -> None:
        self._bridge.navigate.emit(self.members.ids[index.row()], "")

    def ask_and_write(self, suffix: str) -> None:
        """Ask for the name of a file and write the matrix to it."""
        path = pictures.ask(self, self._bridge, tr("Coverage"), suffix) if self.model.coverage else None
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> bool:
        """Write the matrix, as PNG, SVG or CSV by the name; False, with the Problem told, if not."""
        from workbench.ui.views.coverage_export import picture_of, table_of

        found, plan = self.model.coverage, self._bridge.plan
        if found is None or plan is None:
            return False
        title = plan.head.title or ""
        return pictures.write(
            self._bridge, path, lambda: picture_of(found, self.font(), title), lambda: table_of(found)
        )

    def _want_findings(self) -> None:
        cell = self.chosen
        if cell is not None:
            self.findings_wanted.emit(frozenset(self.members.ids), label_of(cell.domain, cell.subject))
