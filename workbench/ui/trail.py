"""Where the user has been in the plan, to go back and forward in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from workbench.ui.bridge import Bridge

_LONGEST: Final = 200


class Trail(QObject):
    """Follows navigation; elements that are gone meanwhile are passed over."""

    moved = Signal()

    def __init__(self, bridge: Bridge) -> None:
        super().__init__(bridge)
        self._bridge = bridge
        self._places: list[tuple[str, str]] = []
        self._at = -1
        self._going = False
        bridge.navigate.connect(self._went)
        bridge.plan_opened.connect(self.forget)

    @property
    def here(self) -> str:
        """The id of the element shown now; "" for none."""
        return self._places[self._at][0] if self._at >= 0 else ""

    @property
    def can_go_back(self) -> bool:
        """Whether there is a place before."""
        return self._next(-1) is not None

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a place that was gone back from."""
        return self._next(1) is not None

    def back(self) -> None:
        """Go to the place before."""
        self._go(-1)

    def forward(self) -> None:
        """Go to the place after."""
        self._go(1)

    def forget(self) -> None:
        """Begin anew: another plan is open."""
        self._places.clear()
        self._at = -1
        self.moved.emit()

    def _next(self, by: int) -> int | None:
        plan = self._bridge.plan
        at = self._at + by
        while plan is not None and 0 <= at < len(self._places):
            if self._places[at][0] in plan and self._places[at][0] != self.here:
                return at
            at += by
        return None

    def _go(self, by: int) -> None:
        at = self._next(by)
        if at is None:
            return
        self._at = at
        self._going = True
        try:
            self._bridge.navigate.emit(*self._places[at])
        finally:
            self._going = False
        self.moved.emit()

    def _went(self, id_: str, field: str) -> None:
        if self._going:
            return
        if id_ == self.here:
            if field:
                self._places[self._at] = (id_, field)
            return
        del self._places[self._at + 1 :]
        self._places.append((id_, field))
        del self._places[:-_LONGEST]
        self._at = len(self._places) - 1
        self.moved.emit()
