"""A line that finds elements by code, name or pinyin, and can begin new ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QCompleter, QLineEdit, QWidget

from workbench.analysis.search import find
from workbench.i18n import tr
from workbench.plan import edits
from workbench.plan.elements import KINDS
from workbench.ui.models import cells

if TYPE_CHECKING:
    from workbench.ui.bridge import Bridge

_ID: Final = Qt.ItemDataRole.UserRole
#: The kind of a new element that the line of the list stands for.
_NEW: Final = Qt.ItemDataRole.UserRole + 1
#: At most so many are offered; more typing narrows.
_OFFERED: Final = 60
#: Chinese characters that an offer is wide at least.
_OFFER_WIDTH: Final = 18
_AROUND_OFFERS: Final = 8  # border and padding above and below them, in pixels


class ReferenceLine(QLineEdit):
    """A line that finds elements of some kinds by code, name or pinyin, and can begin new ones."""

    #: The id of the element that was chosen.
    chosen = Signal(str)

    def __init__(self, kinds: tuple[str, ...], bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kinds = kinds
        self.bridge = bridge
        self.left_out: set[str] = set()
        self.can_begin = True
        #: In a cell of a table, which goes on to the next one by itself.
        self.in_cell = False
        #: What is offered is being taken by Tab.
        self.goes_on = False
        self._model = QStandardItemModel(self)
        self.completer_ = QCompleter(self._model, self)
        self.completer_.setWidget(self)
        self.completer_.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer_.setMaxVisibleItems(12)
        # Down at the last offer stays there, so that Enter still takes it.
        self.completer_.setWrapAround(False)
        self.completer_.activated[QModelIndex].connect(self._picked)  # type: ignore[index]  # overloads
        popup = self._list()
        popup.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        popup.setObjectName("offers")
        popup.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.textEdited.connect(self.offer)

    def _list(self) -> QAbstractItemView:
        popup = self.completer_.popup()
        assert popup is not None
        return popup

    def offer(self, typed: str) -> None:
        """Show what answers the typed characters; everything for none."""
        plan = self.bridge.plan
        if plan is None:
            return
        self._model.clear()
        for id_, _ in find(plan, typed, _OFFERED + len(self.left_out), self.kinds, texts=False):
            if id_ not in self.left_out:
                item = QStandardItem(cells.named(plan, id_) or id_)
                item.setData(id_, _ID)
                self._model.appendRow(item)
        name = typed.strip()
        if name and self.can_begin and self.bridge.is_writable:
            for kind in self.kinds:
                if KINDS[kind].title_field and not KINDS[kind].owner_field:
                    item = QStandardItem(tr("Create {kind} “{name}”", kind=tr(KINDS[kind].label), name=name))
                    item.setData(kind, _NEW)
                    item.setData(name, _ID)
                    self._model.appendRow(item)
        if self._model.rowCount() == 0:
            self._list().hide()
            return
        # In a narrow cell of a table the names are to be read all the same.
        room = self.rect()
        room.setWidth(max(room.width(), self.fontMetrics().horizontalAdvance("国") * _OFFER_WIDTH))
        self.completer_.complete(room)
        # Qt reckons with the rows alone: what the stylesheet adds around them would cost a scroll bar.
        popup, rows = self._list(), min(self._model.rowCount(), self.completer_.maxVisibleItems())
        popup.resize(popup.width(), max(popup.height(), popup.sizeHintForRow(0) * rows + _AROUND_OFFERS))
        first = self._model.item(0)
        if name and first is not None:
            self._list().setCurrentIndex(first.index())

    def event(self, event: QEvent) -> bool:
        # Before Qt moves the focus and leaves what was typed behind.
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Tab
            and self.is_offering()
            and (chosen := self._list().currentIndex()).isValid()
        ):
            self.goes_on = True
            self._picked(chosen)
            self.goes_on = False
            if self.in_cell:
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self._list()
        if popup.isVisible() and event.key() in (
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
            Qt.Key.Key_Escape,
        ):
            # The list takes these.
            event.ignore()
            return
        if event.key() == Qt.Key.Key_Down and not popup.isVisible():
            self.offer("" if not self.isModified() else self.text())
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        had_focus = self.hasFocus()
        super().mousePressEvent(event)
        if not self.text() and (had_focus or event.button() == Qt.MouseButton.LeftButton):
            self.offer("")

    def is_offering(self) -> bool:
        """Whether the list is open."""
        return self._list().isVisible()

    def _picked(self, index: QModelIndex) -> None:
        kind, id_ = index.data(_NEW), index.data(_ID)
        self._list().hide()
        if kind:
            plan = self.bridge.plan
            assert plan is not None
            change = edits.add(plan, kind, {KINDS[kind].title_field: id_})
            if not self.bridge.apply(change):
                return
            id_ = change.operations[0].id
        self.chosen.emit(id_)
