"""Long work: counted, told now and then, stopped when asked.

A job is a function that takes a Progress. It runs in the caller's thread on the command line and in a
worker in the window; a stopped job raises Cancelled at its next step and leaves no trace.
"""

from __future__ import annotations

import time
from threading import Event
from typing import TYPE_CHECKING

from workbench.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable

#: Seconds between two publications.
_PACE = 0.1


class Progress:
    """Counts steps cheaply, publishes at most ten times a second, and is where a job is stopped."""

    def __init__(self, publish: Callable[[int, int, str], None] | None = None) -> None:
        self._publish = publish
        self._stop = Event()
        self._last = 0.0

    def cancel(self) -> None:
        """Ask the job to stop; it does at its next step."""
        self._stop.set()

    def step(self, done: int, total: int, message: str = "") -> None:
        """Say how far the job is; raises Cancelled when it is to stop."""
        if self._stop.is_set():
            raise Cancelled
        if self._publish is not None:
            moment = time.monotonic()
            if moment - self._last >= _PACE or done >= total:
                self._last = moment
                self._publish(done, total, message)
