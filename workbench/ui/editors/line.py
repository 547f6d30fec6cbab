"""Editors of one line: text, numbers, money, dates, periods, quantities."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QDate, QLocale, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCalendarWidget, QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.analysis import typed
from workbench.errors import Problem
from workbench.i18n import current, tr
from workbench.plan.values import Quantity, parse_quantity, show_money
from workbench.ui.editors.editor import Editor
from workbench.ui.editors.hint import hint
from workbench.ui.editors.signs import SignButton
from workbench.ui.models import cells

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge

#: Width in characters of what is short by nature.
_WIDTHS: Final = {"date": 14, "money": 16, "number": 12, "integer": 10, "year": 8, "period": 12}
_YI: Final = 10_000 * 1_000_000


class LineEditor(Editor):
    """One line of text that stands for a value; what it is not is said as soon as typing pauses."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self.line = QLineEdit()
        self.line.setAccessibleName(tr(declared.label))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(6)
        self.row.addWidget(self.line, 1)
        width = _WIDTHS.get(declared.type)
        if width:
            self.line.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * width + 24)
            self.row.addStretch(1)
            self.row.setStretch(0, 0)
        self.watch_focus(self.line)
        self.line.textEdited.connect(self.typed)
        self.line.returnPressed.connect(self._entered)

    def display(self, value: Any) -> None:
        text = self.shown(value)
        if self.line.text() != text:
            at = self.line.cursorPosition()
            self.line.setText(text)
            self.line.setCursorPosition(min(at, len(text)) if self.line.hasFocus() else 0)

    def retranslate(self) -> None:
        self.line.setAccessibleName(tr(self.declared.label))
        if not self.fault:
            super().retranslate()

    def shown(self, value: Any) -> str:
        """The text for a value."""
        return cells.shown(self.plan, self.declared, value)

    def read(self, text: str) -> Any:
        """The value of a text; a Problem if it is none."""
        value = typed.read(self.plan, self.declared, text)
        return "" if value is None and self.declared.required and self.declared.type == "text" else value

    def flush(self) -> None:
        if self.line.text() == self.shown(self._value):
            self._pause.stop()
            self.set_fault("")
            return
        try:
            value = self.read(self.line.text())
        except Problem as problem:
            self._pause.stop()
            self.set_fault(str(problem))
        else:
            self.commit(value)

    def left(self) -> None:
        self.flush()
        if not self.fault:
            self.display(self._value)

    def _entered(self) -> None:
        self.flush()
        if not self.fault:
            self.display(self._value)


class MoneyEditor(LineEditor):
    """Money typed in 万元, with 亿 understood; from 1 亿元 on the larger unit is told beside it."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._unit = QLabel("万元")
        self._unit.setProperty("role", "muted")
        self.row.insertWidget(1, self._unit)

    def display(self, value: Any) -> None:
        super().display(value)
        self._tell(value)

    def commit(self, value: Any) -> None:
        super().commit(value)
        self._tell(value)

    def _tell(self, value: int | None) -> None:
        large = value is not None and abs(value) >= _YI
        self._unit.setText(f"万元 = {show_money(value)}" if large and value is not None else "万元")


class FigureEditor(LineEditor):
    """A number, at the right of its line."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)


class DateEditor(LineEditor):
    """A day, typed in many ways or picked from a calendar (Alt+Down)."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self.button = SignButton("calendar")
        self.button.clicked.connect(self.open_calendar)
        self.row.insertWidget(1, self.button)
        self._name_button()
        self._popup: QFrame | None = None

    def retranslate(self) -> None:
        super().retranslate()
        self._name_button()

    def _name_button(self) -> None:
        self.button.say(tr("Pick a day (Alt+Down)"))
        hint(self.line, tr("such as 2026-12-31"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        else:
            super().keyPressEvent(event)

    def open_calendar(self) -> None:
        """Show the calendar below the line."""
        self.flush()
        popup = QFrame(self, Qt.WindowType.Popup)
        popup.setFrameShape(QFrame.Shape.StyledPanel)
        popup.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        calendar = QCalendarWidget(popup)
        calendar.setLocale(QLocale("zh_CN" if current() == "zh" else "en_GB"))
        calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName(tr(self.declared.label))
        if isinstance(self._value, date):
            calendar.setSelectedDate(QDate(self._value.year, self._value.month, self._value.day))
        layout = QVBoxLayout(popup)
        layout.setContentsMargins(2, 2, 2, 2)
        layout.addWidget(calendar)
        calendar.activated.connect(self._picked)
        calendar.clicked.connect(self._picked)
        popup.move(self.line.mapToGlobal(QPoint(0, self.line.height())))
        self._popup = popup
        popup.show()
        calendar.setFocus()

    def _picked(self, day: QDate) -> None:
        if self._popup is not None:
            self._popup.close()
            self._popup = None
        self.commit(date(day.year(), day.month(), day.day()))
        self.display(self._value)


class QuantityEditor(LineEditor):
    """A value as offices write it: ≥90, 90%以上, 3-5, 约20, 国际领先."""

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        # Room for words, and for what the empty line says in either language.
        self.line.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 26 + 24)
        hint(self.line, tr("such as ≥90, 3-5 or words"))

    def retranslate(self) -> None:
        super().retranslate()
        hint(self.line, tr("such as ≥90, 3-5 or words"))

    def shown(self, value: Any) -> str:
        return value.shown() if isinstance(value, Quantity) else ""

    def read(self, text: str) -> Any:
        return parse_quantity(text) if text.strip() else Quantity()

    def _wrong(self, value: Any) -> str:
        return ""
