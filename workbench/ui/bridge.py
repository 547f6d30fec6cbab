"""Between the session and the widgets: one Qt signal per change, one place where edits are tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from workbench.errors import Cancelled, Problem
from workbench.ui import messages

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.session.session import Event, Session

T = TypeVar("T")


class Bridge(QObject):
    """What every view is given: the session, its signals, and ``apply``."""

    #: Event of the session, one per change.
    changed = Signal(object)
    #: Another plan is open, or none.
    plan_opened = Signal()
    #: Findings and verdicts are fresh.
    checked = Signal()
    #: Element id and field path ("" for the element): every view that shows a selection follows.
    navigate = Signal(str, str)
    #: Words are to be shown anew.
    language_changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.session = session
        self._stop_watching = session.watch(self._heard)

    @property
    def plan(self) -> Plan | None:
        """The plan that is open."""
        return self.session.plan

    def apply(self, change: Change) -> bool:
        """Apply a change; a Problem is shown and False returned, with nothing done."""
        if change.is_empty:
            return True
        return self.attempt(lambda: self.session.apply(change)) is not None

    def attempt(self, call: Callable[[], T]) -> T | None:
        """Call something that may raise a Problem; the Problem is shown and None returned."""
        try:
            return call()
        except Problem as problem:
            messages.problem(problem)
        except Cancelled:
            pass
        return None

    def close(self) -> None:
        """Stop listening to the session."""
        self._stop_watching()

    def _heard(self, event: Event) -> None:
        if event.opened:
            self.plan_opened.emit()
        elif event.checked:
            self.checked.emit()
        else:
            self.changed.emit(event)
            self.checked.emit()
