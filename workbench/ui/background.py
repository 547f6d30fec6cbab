"""Work beside the window: a call in a worker thread, its result delivered in the window's thread."""

from __future__ import annotations

import sys
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QRunnable, QThreadPool, Signal

from workbench.errors import Cancelled, Problem
from workbench.session.jobs import Progress
from workbench.ui import messages

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")
#: Seconds that a thread beside the window may go on when the window wants to.
_TURN: Final = 0.0005


class _Work(NamedTuple):
    """What is called, in the window's thread, as work goes on and when it has ended."""

    done: Callable[[Any], object]
    after: Callable[[], object] | None
    late: Callable[[Any], object] | None
    stepped: Callable[[int, int, str], object] | None


class _Worker(QRunnable):
    def __init__(self, call: Callable[[], Any], ended: Callable[[Any, BaseException | None], None]) -> None:
        super().__init__()
        self._call = call
        self._ended = ended

    def run(self) -> None:
        try:
            result = self._call()
        except BaseException as error:  # noqa: BLE001 - raised again where it is delivered, in the window's thread
            self._ended(None, error)
        else:
            self._ended(result, None)


class Background(QObject):
    """A small pool of threads. Problems are shown, what was cancelled is silent, all else is a crash."""

    # Workers emit them, each with the number of its work; they arrive in the window's thread. There is one
    # sender for all work because it must not be deleted while a thread is still inside its signal.
    _ended = Signal(int, object, object)
    _stepped = Signal(int, int, int, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(2)
        self._numbers = count()
        self._open: dict[int, _Work] = {}
        self._late: set[int] = set()
        self._ended.connect(self._deliver)
        self._stepped.connect(self._tell)
        # A write to the library lets other threads go on a hundred times; with Python's five milliseconds
        # each of them keeps the window waiting that long before it has its turn again.
        sys.setswitchinterval(_TURN)

    def run(
        self,
        call: Callable[[], T],
        done: Callable[[T], object],
        *,
        after: Callable[[], object] | None = None,
        late: Callable[[T], object] | None = None,
    ) -> None:
        """Have ``call`` run; ``done`` gets what it returns, ``after`` is called however it ended.

        When the library is left meanwhile ``late`` gets it instead, before the library is closed.
        """
        self._start(next(self._numbers), call, _Work(done, after, late, None))

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
        number = next(self._numbers)
        progress = Progress(partial(self._stepped.emit, number))
        self._start(number, partial(call, progress), _Work(done, after, late, stepped))
        return progress

    @property
    def is_idle(self) -> bool:
        """Whether nothing is running and everything has been delivered."""
        return not self._open

    def leave(self) -> None:
        """Wait for what is running and have it delivered as late, before the library is closed."""
        self._pool.waitForDone()
        self._late.update(self._open)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall)

    def _start(self, number: int, call: Callable[[], Any], work: _Work) -> None:
        self._open[number] = work
        self._pool.start(_Worker(call, partial(self._ended.emit, number)))

    def _tell(self, number: int, done: int, total: int, message: str) -> None:
        work = self._open.get(number)
        if work is not None and work.stepped is not None:
            work.stepped(done, total, message)

    def _deliver(self, number: int, result: object, error: BaseException | None) -> None:
        work = self._open.pop(number)
        take = work.late if number in self._late else work.done
        self._late.discard(number)
        if work.after is not None:
            work.after()
        if error is None:
            if take is not None:
                take(result)
        elif isinstance(error, Problem):
            messages.problem(error)
        elif not isinstance(error, Cancelled):
            raise error
