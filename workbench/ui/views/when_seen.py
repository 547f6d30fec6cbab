"""A view that is made anew a moment after something has changed, and only once it is seen."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from workbench.ui.bridge import Bridge


class WhenSeen(QWidget):
    """After ``set_stale`` it waits until nothing changes for a moment and somebody looks, then refreshes."""

    #: Milliseconds of quiet before it is made anew.
    pause: ClassVar[int] = 150
    #: Whether it stays as it is while no plan is open; one that does not says what is missing.
    needs_plan: ClassVar[bool] = True

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._stale = True
        self._pause = QTimer(self, singleShot=True, interval=self.pause)
        self._pause.timeout.connect(self.refresh_if_seen)

    @property
    def has_plan(self) -> bool:
        """Whether a plan is open."""
        plan = self._bridge.plan
        return plan is not None and plan.exists

    def set_stale(self) -> None:
        """What is shown is old."""
        self._stale = True
        self._pause.start()

    def refresh_if_seen(self) -> None:
        """Make it anew at once if it is old and seen."""
        if self._stale and self.isVisible() and (self.has_plan or not self.needs_plan):
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh_if_seen()

    @abstractmethod
    def refresh(self) -> None:
        """Make it anew; from its beginning on it is not stale."""
