"""A layout that runs like words on a line: what does not fit goes to the next line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QResizeEvent, QShowEvent

#: Pixels that any item must do with when there is no more.
_LEAST: Final = 160


class FlowLayout(QLayout):
    """Widgets side by side, then below; those that can expand share the rest of their line."""

    def __init__(self, parent: QWidget | None = None, spacing: int = 4) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = spacing
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def insert(self, at: int, widget: QWidget) -> None:
        """Put a widget at a place."""
        self.addWidget(widget)
        self._items.insert(at, self._items.pop())
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lay(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._lay(rect, move=True)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        # A wide item is cut rather than widening everything around it.
        return QSize(min(size.width(), _LEAST), size.height())

    def _shown(self) -> Iterator[QLayoutItem]:
        for item in self._items:
            widget = item.widget()
            if widget is None or not widget.isHidden():
                yield item

    def _lay(self, rect: QRect, *, move: bool) -> int:
        lines: list[list[QLayoutItem]] = [[]]
        used = 0
        for item in self._shown():
            width = min(item.sizeHint().width(), max(rect.width(), 1))
            if lines[-1] and used + width > rect.width():
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += width + self._gap
        y = rect.y()
        for line in lines:
            height = max((item.sizeHint().height() for item in line), default=0)
            if move:
                self._place(line, rect, y, height)
            y += height + self._gap
        return max(y - self._gap - rect.y(), 0)

    def _place(self, line: list[QLayoutItem], rect: QRect, y: int, height: int) -> None:
        widths = [min(item.sizeHint().width(), rect.width()) for item in line]
        spare = rect.width() - sum(widths) - self._gap * (len(line) - 1)
        growing = [item for item in line if _grows(item)]
        x = rect.x()
        for item, width in zip(line, widths, strict=True):
            wide = width + max(spare, 0) // len(growing) if item in growing else width
            tall = item.sizeHint().height()
            item.setGeometry(QRect(QPoint(x, y + (height - tall) // 2), QSize(wide, tall)))
            x += wide + self._gap


def _grows(item: QLayoutItem) -> bool:
    widget = item.widget()
    return widget is not None and widget.sizePolicy().horizontalPolicy() == QSizePolicy.Policy.Expanding


class FlowBox(QWidget):
    """Widgets that flow, always as high as their lines need: where room is short, others give way.

    A layout that asks for a height by its width is granted only one line then, and the next is cut.
    """

    def __init__(self, parent: QWidget | None = None, spacing: int = 4) -> None:
        super().__init__(parent)
        self.flow = FlowLayout(self, spacing)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # What was changed while it was hidden.
        self._fit()

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return done

    def _fit(self) -> None:
        self.setFixedHeight(self.flow.heightForWidth(self.width()))
