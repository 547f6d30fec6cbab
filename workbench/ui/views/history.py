"""The history of the plan: who did what when; steps can be undone from here."""

from __future__ import annotations

from bisect import bisect_left
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import current, tr, words
from workbench.ui import icons, theme
from workbench.ui.editors.flow import FlowBox
from workbench.ui.keyboard import hand_on
from workbench.ui.phrases import joined, local_time
from workbench.ui.views.when_seen import WhenSeen

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.session.session import HistoryRow, Version
    from workbench.ui.bridge import Bridge

_Index = QModelIndex | QPersistentModelIndex
_ROW: Final = Qt.ItemDataRole.UserRole


class HistoryModel(QAbstractListModel):
    """Steps, newest first; a label is put into words when its row is drawn."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows: list[HistoryRow] = []
        #: Names of versions by the number of the step after which the plan was so.
        self.versions: dict[int, list[str]] = {}

    def put(self, rows: list[HistoryRow], versions: Sequence[Version] = ()) -> None:
        """Show these steps, and which of them led to a version that has a name."""
        self.beginResetModel()
        self.rows = rows
        self.versions = {}
        ascending = [row.number for row in reversed(rows)]
        for version in versions:
            # The pauses of one typing are one row, under the number of its last change.
            at = bisect_left(ascending, version.number)
            if at < len(ascending):
                self.versions.setdefault(ascending[at], []).append(version.name)
        self.endResetModel()

    def versions_of(self, row: HistoryRow) -> str:
        """The names of the versions that a step led to."""
        return joined(self.versions.get(row.number, ()))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == _ROW:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label.shown(words(current()))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = f"{row.label.shown(words(current()))}, {self.who_and_when(row)}"
            if row.number in self.versions:
                said += ", " + tr("version {name}", name=self.versions_of(row))
            return tr("{step} (undone)", step=said) if row.undone else said
        return None

    @staticmethod
    def who_and_when(row: HistoryRow) -> str:
        """Author, time and the reason given, as far as known."""
        return " · ".join(part for part in (row.author, local_time(row.time), row.reason) if part)


class HistoryDelegate(QStyledItemDelegate):
    """Two lines a step; an undone one is grey and struck out."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        font: QFont = option.font
        return QSize(200, QFontMetrics(font).height() * 2 + 14)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row: HistoryRow = index.data(_ROW)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("soft"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        painter.setPen(theme.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        inner = box.adjusted(14, 6, -10, -6)
        plain = QFont(option.font)
        struck = QFont(plain)
        struck.setStrikeOut(row.undone)
        painter.setFont(struck)
        painter.setPen(theme.colour("muted" if row.undone else "text"))
        line = painter.fontMetrics().height()
        elide = Qt.TextElideMode.ElideRight
        # What was changed stands at the end, behind a name that may be long.
        middle = Qt.TextElideMode.ElideMiddle
        label = painter.fontMetrics().elidedText(str(index.data()), middle, inner.width())
        painter.drawText(QRect(inner.left(), inner.top(), inner.width(), line), 0, label)
        painter.setFont(plain)
        below = QRect(inner.left(), inner.bottom() - line + 1, inner.width(), line)
        model = index.model()
        named = model.versions_of(row) if isinstance(model, HistoryModel) else ""
        if named:
            edge = round(line * 0.86)
            ratio = painter.device().devicePixelRatio()
            mark = icons.pixmap("version", "accent", edge, ratio)
            painter.drawPixmap(QPoint(below.left(), below.top() + (line - edge) // 2), mark)
            below.setLeft(below.left() + edge + 5)
            painter.setPen(theme.colour("accent"))
            named = painter.fontMetrics().elidedText(named, elide, below.width() // 2)
            painter.drawText(below, 0, named)
            below.setLeft(below.left() + painter.fontMetrics().horizontalAdvance(named) + 10)
        painter.setPen(theme.colour("muted"))
        told = painter.fontMetrics().elidedText(HistoryModel.who_and_when(row), elide, below.width())
        painter.drawText(below, 0, told)
        painter.restore()


class HistoryPanel(WhenSeen):
    """The list of steps, with undoing of one or of everything up to one."""

    needs_plan = False
    pause = 80

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.model = HistoryModel(self)
        self.list = QListView(self, uniformItemSizes=True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setModel(self.model)
        self.list.setItemDelegate(HistoryDelegate(self.list))
        self.list.selectionModel().currentChanged.connect(self._allow)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(self._show_menu)
        self.empty = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.undo_one = QPushButton(self)
        self.undo_to = QPushButton(self)
        for button, act in ((self.undo_one, self.undo_this), (self.undo_to, self.undo_up_to)):
            button.setProperty("link", True)
            button.clicked.connect(act)
        deeds = FlowBox(self)
        deeds.flow.addWidget(self.undo_one)
        deeds.flow.addWidget(self.undo_to)
        below = QVBoxLayout()
        below.setContentsMargins(8, 4, 8, 4)
        below.addWidget(deeds)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(below)
        whole.addWidget(self.list, 1)
        whole.addWidget(self.empty, 1)
        hand_on(self, self.list)
        bridge.changed.connect(self.set_stale)
        bridge.versions_changed.connect(self.set_stale)
        bridge.plan_opened.connect(self.set_stale)
        bridge.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.list.setAccessibleName(tr("History"))
        self.empty.setText(tr("Nothing has been done in this plan yet."))
        self.undo_one.setText(tr("Undo this step"))
        self.undo_to.setText(tr("Undo up to this step"))
        self.list.viewport().update()

    def refresh(self) -> None:
        """Read the log; the chosen step stays chosen."""
        self._stale = False
        chosen = self.chosen
        plan = self._bridge.plan
        rows = self._bridge.attempt(self._bridge.session.history) if plan is not None else []
        named = self._bridge.attempt(self._bridge.session.versions) if rows else None
        self.model.put(rows or [], named or [])
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        if chosen is not None:
            at = next((at for at, row in enumerate(self.model.rows) if row.number == chosen.number), -1)
            self.list.setCurrentIndex(self.model.index(at))
        self._allow()

    @property
    def chosen(self) -> HistoryRow | None:
        """The step under the cursor."""
        row: HistoryRow | None = self.list.currentIndex().data(_ROW)
        return row

    def _allow(self) -> None:
        row = self.chosen
        can = row is not None and not row.undone and not row.is_undo and self._bridge.is_writable
        self.undo_one.setEnabled(can)
        self.undo_to.setEnabled(can)

    def undo_this(self) -> None:
        """Take back the chosen step alone."""
        row = self.chosen
        if row is not None:
            self._bridge.attempt(lambda: self._bridge.session.undo_step(row.number))

    def undo_up_to(self) -> None:
        """Take back the chosen step and all that were done after it, newest first."""
        row = self.chosen
        if row is not None:
            self._bridge.attempt(lambda: self._undo_down_to(row.number))

    def _undo_down_to(self, number: int) -> None:
        session = self._bridge.session
        while True:
            undone = session.undo()
            # Pauses of typing are one step under the number of its last change.
            if undone is None or undone.undoes <= number:
                return

    def forget_version(self, name: str, _checked: bool = False) -> None:
        """Take the name of a version away; what was done then stays."""
        session = self._bridge.session
        self._bridge.attempt(lambda: session.forget_version(name))
        self._bridge.versions_changed.emit()

    def _show_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not index.isValid():
            return
        self.list.setCurrentIndex(index)
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, act in ((self.undo_one, self.undo_this), (self.undo_to, self.undo_up_to)):
            menu.addAction(button.text(), act).setEnabled(button.isEnabled())
        chosen = self.chosen
        for name in self.model.versions.get(chosen.number, ()) if chosen is not None else ():
            forget = menu.addAction(tr("Forget the version “{name}”", name=name).replace("&", "&&"))
            forget.triggered.connect(partial(self.forget_version, name))
            forget.setEnabled(self._bridge.is_writable)
        menu.popup(self.list.viewport().mapToGlobal(at))
