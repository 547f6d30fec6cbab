"""Where the keyboard goes when it is given to a widget that holds others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Hand(QObject):
    """Watches a widget that is given the keyboard, and hands it on."""

    def __init__(self, holder: QWidget, to: QWidget) -> None:
        super().__init__(holder)
        self.to = to
        holder.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn and isinstance(event, QFocusEvent):
            self.to.setFocus(event.reason())
        return super().eventFilter(watched, event)


def hand_on(holder: QWidget, to: QWidget) -> _Hand:
    """Have a widget that is given the keyboard hand it on to one inside of it; ``to`` may be set anew.

    A focus proxy of Qt would do, were it not that Tab comes to the holder too, after what it holds: the
    keyboard then goes round inside of it and never leaves.
    """
    return _Hand(holder, to)


def give(widget: QWidget) -> None:
    """Give a widget the keyboard, or the first one inside it that takes it."""
    hands_on = any(isinstance(one, _Hand) for one in widget.children())
    if hands_on or widget.focusPolicy() != Qt.FocusPolicy.NoFocus or widget.focusProxy() is not None:
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return
    for inner in widget.findChildren(QWidget):
        if inner.focusPolicy() & Qt.FocusPolicy.TabFocus and inner.isVisible() and inner.isEnabled():
            inner.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def come_before(widgets: Iterable[QWidget], after: QWidget) -> None:
    """Have Tab come to widgets that were made later than another one before it, in their order."""
    before = after.previousInFocusChain() or after
    # Qt gives no place behind what takes no keyboard, and the one after all that is in what hands it on.
    while before is not after and (
        before.focusPolicy() == Qt.FocusPolicy.NoFocus or before.focusProxy() is not None
    ):
        before = before.previousInFocusChain() or after
    for one in widgets:
        QWidget.setTabOrder(before, one)
        before = one
