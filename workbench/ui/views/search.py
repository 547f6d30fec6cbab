"""Finding anything in the plan: type a part of it, or the initials of its pinyin, and press Enter."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import plural, tr
from workbench.plan.edits import shown_name
from workbench.ui import theme
from workbench.ui.editors.hint import hint
from workbench.ui.phrases import labelled

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex, QPersistentModelIndex

    from workbench.plan.elements import Element
    from workbench.ui.bridge import Bridge

_MOST: Final = 60
_ID: Final = Qt.ItemDataRole.UserRole
#: The role of what stands on the second line of a row.
BELOW: Final = Qt.ItemDataRole.UserRole + 1
#: Milliseconds of quiet before a long plan is looked through.
_PAUSE: Final = 120
#: Characters shown before a place found inside a text.
_LEAD: Final = 14


class FoundRows(QStyledItemDelegate):
    """Two lines a row: what was found, and below it, paler, what tells more of it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(300, option.fontMetrics.height() * 2 + 12)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("soft"))
        inner = box.adjusted(14, 5, -12, -5)
        painter.setFont(option.font)
        line = painter.fontMetrics().height()
        above = QRect(inner.left(), inner.top(), inner.width(), line)
        self.paint_first(painter, above, index)
        self.write(painter, above.translated(0, inner.height() - line), self.below(index), "muted")
        painter.restore()

    def paint_first(self, painter: QPainter, box: QRect, index: QModelIndex | QPersistentModelIndex) -> None:
        """Paint the first line: what was found."""
        self.write(painter, box, str(index.data()), "text")

    def below(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """The second line."""
        return str(index.data(BELOW))

    @staticmethod
    def write(painter: QPainter, box: QRect, text: str, tint: str) -> None:
        """A text in a line, cut where it does not fit."""
        painter.setPen(theme.colour(tint))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, 0, shown)


class Search(QDialog):
    """A line to type in over the window, with what was found below it."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._over = parent
        self.setProperty("popup", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._bridge = bridge
        self.line = QLineEdit(self, clearButtonEnabled=True)
        self.line.textChanged.connect(self._typed)
        self.line.installEventFilter(self)
        self.found = QListWidget(self)
        self.found.setUniformItemSizes(True)
        self.found.setItemDelegate(FoundRows(self.found))
        self.found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.itemClicked.connect(lambda _item: self.open())
        self.said = QLabel(self)
        self.said.setProperty("role", "muted")
        self.said.setContentsMargins(8, 0, 8, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 10, 10, 8)
        whole.addWidget(self.line)
        whole.addWidget(self.found, 1)
        whole.addWidget(self.said)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.look)

    def come_up(self) -> None:
        """Show the line, ready for typing; what was looked for last is chosen, to be typed over."""
        self.say_words()
        over = self._over
        width = min(640, over.width() - 40)
        self.resize(width, min(480, over.height() - 80))
        self.move(over.mapToGlobal(QPoint((over.width() - width) // 2, 60)))
        self.look()
        self.show()
        self.line.setFocus()
        self.line.selectAll()

    def say_words(self) -> None:
        """Say in the language now spoken what the line is for."""
        hint(self.line, tr("Words, a code, or initials of pinyin"))
        self.line.setAccessibleName(tr("Find in the plan"))
        self.found.setAccessibleName(tr("Found"))
        self.setWindowTitle(tr("Find in the plan"))

    def look(self) -> None:
        """Look for what is typed now."""
        from workbench.analysis.search import find

        self._pause.stop()
        self.found.clear()
        plan, query = self._bridge.plan, self.line.text().strip()
        if plan is None or not query:
            self.said.setText("")
            return
        hits = find(plan, query, _MOST)
        for id_, _rank in hits:
            element = plan.elements[id_]
            item = QListWidgetItem(shown_name(element))
            below = " · ".join(part for part in (tr(element.label), _around(element, query)) if part)
            item.setData(_ID, id_)
            item.setData(BELOW, below)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{shown_name(element)}, {below}")
            self.found.addItem(item)
        if hits:
            self.found.setCurrentRow(0)
            more = len(hits) == _MOST
            said = plural("{count} found", "{count} found", len(hits))
            self.said.setText(
                tr("The first {count}; type more to narrow it down", count=_MOST) if more else said
            )
        else:
            self.said.setText(tr("Nothing found"))

    def open(self) -> None:
        """Open the element chosen in the list."""
        if self._pause.isActive():
            self.look()
        item = self.found.currentItem()
        if item is not None:
            self.close()
            self._bridge.navigate.emit(item.data(_ID), "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.line and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.open()
                return True
            if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
                self.found.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._pause.start()


def _around(element: Element, query: str) -> str:
    """The words around the place where the element's other text holds what was looked for."""
    word = query.casefold().split()[0]
    if word in shown_name(element).casefold():
        return ""
    for declared, value in zip(element.fields, element, strict=True):
        if not value or declared.internal:
            continue
        texts = (
            (value,) if declared.type in ("text", "long_text") else value if declared.type == "texts" else ()
        )
        for text in texts:
            at = text.casefold().find(word)
            if at >= 0:
                lead = "…" if at > _LEAD else ""
                shown = text[max(0, at - _LEAD) : at + 60].replace("\n", " ")
                return labelled(tr(declared.label), f"{lead}{shown}")
    return ""
