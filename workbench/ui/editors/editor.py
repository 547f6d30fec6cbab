"""What every editor of a field does: shows a value, says when it is edited, keeps what is wrong."""

from __future__ import annotations

from abc import abstractmethod
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.i18n import tr
from workbench.plan.change import same
from workbench.plan.validity import fault

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.ui.bridge import Bridge

#: Milliseconds without a key after which what was typed becomes a change.
PAUSE: Final = 800

_sessions = count(1)


class Editor(QWidget):
    """The editor of one field.

    ``edited`` gives a value that fits the declaration; ``fault_changed`` one line saying what is wrong with
    what stands in the editor ("" when nothing is). What is wrong stays in the editor and goes nowhere else.
    """

    edited = Signal(object)
    fault_changed = Signal(str)
    #: Whether it wants the whole width, its label above it.
    is_wide: ClassVar[bool] = False

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.declared = declared
        self.bridge = bridge
        self.fault = ""
        #: Names the time between two comings of the focus; changes within it are one step.
        self.focus_session = 0
        self._value: Any = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE)
        self._pause.timeout.connect(self._paused)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    @property
    def plan(self) -> Plan:
        """The plan that is open; there is one as long as an editor is in sight."""
        return self.bridge.plan_to_read()

    @property
    def value(self) -> Any:
        """The value as it was last shown or edited."""
        return self._value

    # -- in and out ------------------------------------------------------------------------------------

    def show_owner(self, element: Element) -> None:
        """The element whose field is shown next: for editors that go by other fields of it, too."""

    def show_value(self, value: Any, *, fresh: bool = False) -> None:
        """Show the plan's value; unless ``fresh``, the same value leaves what is typed alone."""
        if not fresh and same(value, self._value):
            self.refresh()
            return
        self._pause.stop()
        self._value = value
        self.focus_session = next(_sessions)
        self.set_fault("")
        self.display(value)

    @abstractmethod
    def display(self, value: Any) -> None:
        """Put the value on the screen."""

    def lock(self, locked: bool) -> None:
        """Let nothing be changed, or all again."""
        self.setEnabled(not locked)

    def refresh(self) -> None:
        """Names of other elements may have changed; the value has not."""

    def retranslate(self) -> None:
        """Show words in another language."""
        self.display(self._value)

    def _paused(self) -> None:
        # The plan may have been closed since.
        if self.bridge.plan is not None:
            self.flush()

    def flush(self) -> None:
        """Make a change of what has been typed so far."""

    def typed(self) -> None:
        """Something was typed; it becomes a change after a pause."""
        self._pause.start()

    def commit(self, value: Any) -> None:
        """Give out a value, if it fits and is another one."""
        self._pause.stop()
        wrong = self._wrong(value)
        self.set_fault(wrong)
        if not wrong and not same(value, self._value):
            self._value = value
            self.edited.emit(value)

    def refused(self, value: Any) -> None:
        """The change could not be made; the plan still has ``value``. What is typed stays."""
        self._value = value

    def _wrong(self, value: Any) -> str:
        if value == "" and self.declared.required:
            value = None
        found = fault(self.declared, value)
        if found is None:
            return ""
        return tr("{field}{where} {fault}", field=tr(self.declared.label), where="", fault=tr(found[1]))

    def set_fault(self, text: str) -> None:
        """Say what is wrong, "" for nothing."""
        if text != self.fault:
            self.fault = text
            self.fault_changed.emit(text)

    # -- focus -----------------------------------------------------------------------------------------

    def focus_place(self, where: str) -> None:
        """Take the focus, at the row that ``where`` names (``[2018]``) if there are rows."""
        target = self.focusProxy() or self
        target.setFocus()

    def watch_focus(self, widget: QWidget) -> None:
        """Take a widget as the place where the editor is typed in."""
        widget.installEventFilter(self)
        if self.focusProxy() is None:
            self.setFocusProxy(widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.FocusIn:
            if isinstance(event, QFocusEvent) and not _is_popup(event):
                self.focus_session = next(_sessions)
        elif kind == QEvent.Type.FocusOut:
            if isinstance(event, QFocusEvent) and not _is_popup(event):
                if self.bridge.plan is not None:
                    self.left()
        elif kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
                # The plan's own undo is meant; what has been typed becomes a change first.
                self._paused()
                event.ignore()
                return True
        return super().eventFilter(watched, event)

    def left(self) -> None:
        """The focus has gone elsewhere."""
        self.flush()


def _is_popup(event: QFocusEvent) -> bool:
    from PySide6.QtCore import Qt

    return event.reason() in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
