"""A line in the Gantt chart in which a name or a lag is typed, right where it will stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from workbench.ui.editors.hint import hint

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent


class GanttLine(QLineEdit):
    """Enter takes what was typed, and so does going elsewhere; Escape leaves everything as it was."""

    def __init__(self, place: QWidget, chart: QWidget) -> None:
        super().__init__(place)
        self._place = place
        self._chart = chart
        self._take: Callable[[str], object] | None = None
        self.hide()

    def ask(
        self,
        at: QPointF,
        name: str,
        text: str,
        letters: int,
        take: Callable[[str], object],
        *,
        typed: str = "",
    ) -> None:
        """Come up at a place of the chart, for so many letters.

        ``text`` is what is so now, chosen to be typed over; ``typed`` has been typed already. ``name`` tells
        what is asked for.
        """
        self.finish(is_taken=True)
        self._take = take
        self.setAccessibleName(name)
        self.setToolTip(name)
        hint(self, name)
        self.setText(typed or text)
        metrics = self.fontMetrics()
        wide, high = metrics.averageCharWidth() * (letters + 4), metrics.height() + 10
        room = self._place.rect()
        wide = min(wide, room.width())
        x = min(max(round(at.x()), 0), room.width() - wide)
        y = min(max(round(at.y()), 0), max(room.height() - high, 0))
        self.setGeometry(x, y, wide, high)
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if typed:
            self.end_of_text()
        else:
            self.selectAll()

    def end_of_text(self) -> None:
        """Go on typing behind what stands there."""
        self.setCursorPosition(len(self.text()))

    def finish(self, *, is_taken: bool) -> None:
        """Go away, with what was typed taken or given up."""
        take, self._take = self._take, None
        if take is None:
            return
        had_keyboard = self.hasFocus()
        self.hide()
        if had_keyboard:
            self._chart.setFocus(Qt.FocusReason.OtherFocusReason)
        if is_taken:
            take(self.text().strip())

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
            self.finish(is_taken=event.key() != Qt.Key.Key_Escape)
            event.accept()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and event.reason() != (
            Qt.FocusReason.ActiveWindowFocusReason
        ):
            self.finish(is_taken=True)
