"""Buttons with a sign alone, and severities in their colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QLabel, QToolButton, QWidget

from workbench.i18n import tr
from workbench.rules.verdict import SEVERITY_LABELS
from workbench.ui import icons

if TYPE_CHECKING:
    from PySide6.QtGui import QColor

_TURNS = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)


class SignButton(QToolButton):
    """A button with an icon and no words; what it does is its tooltip and its accessible name."""

    def __init__(self, sign: str, parent: QWidget | None = None, *, small: bool = False) -> None:
        super().__init__(parent)
        self._sign = sign
        self._small = small
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        if small:
            self.setProperty("small", True)
        self._draw()

    def say(self, tooltip: str, name: str = "") -> None:
        """What the button does, and its name where that needs to say more."""
        self.setToolTip(tooltip)
        self.setAccessibleName(name or tooltip)

    def _draw(self) -> None:
        side = self.fontMetrics().height() - (4 if self._small else 0)
        self.setIconSize(QSize(side, side))
        self.setIcon(icons.icon(self._sign, "muted"))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _TURNS:
            self._draw()


class Mark(QLabel):
    """The sign of an error, warning or hint."""

    def __init__(self, severity: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._severity = severity
        self.setAccessibleName(tr(SEVERITY_LABELS[severity]))
        self._down = 0
        self._draw()

    def move_down(self, by: int) -> None:
        """Stand lower by so many pixels, level with words that do."""
        self._down = by
        self.setContentsMargins(0, by, 0, 0)
        self._draw()

    def _draw(self) -> None:
        side = self.fontMetrics().ascent() + 1
        self.setPixmap(icons.shape(self._severity, side, self.devicePixelRatioF()))
        self.setFixedHeight(self.fontMetrics().height() + self._down)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in _TURNS:
            self._draw()


def severity_colour(severity: str) -> QColor:
    """The colour of an error, warning or hint in the present theme."""
    from workbench.ui import theme

    return theme.colour(severity)
