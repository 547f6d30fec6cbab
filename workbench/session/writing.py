"""One file being made beside its job, so that the job can say how far it is and cancel answers at once."""

from __future__ import annotations

from threading import Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from workbench.documents.outline import Outline, Table
from workbench.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from workbench.session.jobs import Progress

T = TypeVar("T")
#: Seconds between two looks at how far a file is.
_PAUSE: Final = 0.05
#: What a file has behind it when its blocks are made, and when they have been gone through.
_BLOCKS_MADE: Final = 0.3
_BLOCKS_TOLD: Final = 0.7
#: Steps that are told of a file.
_PARTS: Final = 100


class Making:
    """How far a file is, from 0 to 1. One that is not wanted any more ends at its next block or row."""

    def __init__(self) -> None:
        self.share = 0.0
        self.is_wanted = True

    def step(self, share: float) -> None:
        """Say how far the file is; raises Cancelled when it is not wanted any more."""
        if not self.is_wanted:
            raise Cancelled
        self.share = max(self.share, share)

    def through(self, outline: Outline) -> Outline:
        """The same outline, that tells how far whoever goes through it has come."""
        rows = sum(len(block.rows) for block in outline.blocks if isinstance(block, Table))
        whole = max(1, len(outline.blocks) + rows)
        told = 0
        blocks: list[Any] = []
        for block in outline.blocks:
            if isinstance(block, Table):
                block = block._replace(rows=_Told.of(block.rows, self, told, whole))  # noqa: PLW2901
                told += len(block.rows)
            blocks.append(block)
        self.step(_BLOCKS_MADE)
        return outline._replace(blocks=_Told.of(blocks, self, 0, whole))


class _Told(tuple[Any, ...]):
    """Blocks or rows that tell when they are gone through; ``before`` of ``whole`` come before them."""

    making: Making
    before: int
    whole: int

    @classmethod
    def of(cls, entries: Iterable[Any], making: Making, before: int, whole: int) -> _Told:
        """These entries, that tell the file being made."""
        made = cls(entries)
        made.making, made.before, made.whole = making, before, whole
        return made

    def __iter__(self) -> Iterator[Any]:
        for at, entry in enumerate(super().__iter__(), self.before):
            self.making.step(_BLOCKS_MADE + (_BLOCKS_TOLD - _BLOCKS_MADE) * at / self.whole)
            yield entry


def make_beside(
    call: Callable[[Making], T], progress: Progress, done: int, total: int, message: str, weight: int = 1
) -> T:
    """What a call makes, in a thread of its own that is left to itself when the job is cancelled.

    ``done`` of ``total`` files are made; the call makes ``weight`` more.
    """
    making = Making()
    made: list[T] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            made.append(call(making))
        except BaseException as error:  # noqa: BLE001 -- raised again in the thread of the job
            failed.append(error)

    thread = Thread(target=work, daemon=True)
    thread.start()
    try:
        while thread.is_alive():
            share = done + making.share * weight
            progress.step(round(share * _PARTS), total * _PARTS, message)
            thread.join(_PAUSE)
    finally:
        making.is_wanted = False
    if failed:
        raise failed[0]
    return made[0]
