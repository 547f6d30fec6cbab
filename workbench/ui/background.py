"""Work beside the window: a call in a worker thread, its result delivered in the window's thread."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any, Final, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, QThreadPool, Signal

from workbench.errors import Cancelled, Problem
from workbench.session.jobs import Progress
from workbench.ui import messages

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
#: Seconds that a thread beside the window may go on when the window wants to.
_TURN: Final = 0.0005


class _Relay(QObject):
    """Lives in the window's thread; what a worker emits arrives there."""

    ended = Signal(object, object)
    stepped = Signal(int, int, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        #: Whether the library that was open when the work was begun is being left.
        self.is_late = False


class _Worker(QRunnable):
    def __init__(self, call: Callable[[], Any], relay: _Relay) -> None:
        super().__init__()
        self._call = call
        self._relay = relay

    def run(self) -> None:
        try:
            result = self._call()
        except BaseException as error:  # noqa: BLE001 - raised again where it is delivered, in the window's thread
            self._relay.ended.emit(None, error)
        else:
            self._relay.ended.emit(result, None)


class Background(QObject):
    """A small pool of threads. Problems are shown, what was cancelled is silent, all else is a crash."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._open: set[_Relay] = set()
        # A write to the library lets other threads go on a hundred times; with Python's five milliseconds
        # each of them keeps the window waiting that long before it has its turn again.
        sys.setswitchinterval(_TURN)

    def run(
        self,
        call: Callable[[], T],
        done: Callable[[T], object],
        *,
        after: Callable[[], object] | None = None,
        stepped: Callable[[int, int, str], object] | None = None,
        late: Callable[[T], object] | None = None,
        relay: _Relay | None = None,
    ) -> None:
        """Have ``call`` run; ``done`` gets what it returns, ``after`` is called however it ended.

        When the library is left meanwhile ``late`` gets it instead, before the library is closed.
        """
        relay = relay or _Relay(self)
        self._open.add(relay)
        if stepped is not None:
            relay.stepped.connect(stepped)

        def ended(result: T, error: BaseException | None) -> None:
            self._open.discard(relay)
            relay.deleteLater()
            if after is not None:
                after()
            if error is None:
                take = late if relay.is_late else done
                if take is not None:
                    take(result)
            elif isinstance(error, Problem):
                messages.problem(error)
            elif not isinstance(error, Cancelled):
                raise error

        relay.ended.connect(ended)
        self._pool.start(_Worker(call, relay))

    def job(
        self,
        call: Callable[[Progress], T],
        done: Callable[[T], object],
        *,
        stepped: Callable[[int, int, str], object],
        after: Callable[[], object],
        late: Callable[[T], object] | None = None,
    ) -> Progress:
        """As run, for work that tells how far it is and can be cancelled by the Progress returned."""
        relay = _Relay(self)
        progress = Progress(relay.stepped.emit)
        self.run(lambda: call(progress), done, after=after, stepped=stepped, late=late, relay=relay)
        return progress

    @property
    def is_idle(self) -> bool:
        """Whether nothing is running and everything has been delivered."""
        return not self._open

    def leave(self) -> None:
        """Wait for what is running and have it delivered as late, before the library is closed."""
        self._pool.waitForDone()
        for relay in tuple(self._open):
            relay.is_late = True
            QCoreApplication.sendPostedEvents(relay, QEvent.Type.MetaCall)
