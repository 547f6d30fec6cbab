"""Steps that can be undone and made again, read off the log of changes.

Changes that follow one another with the same merge key are one step: the pauses of typing, the moves of a
drag. An undo is itself a change that says what it undoes, so the steps survive a restart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.change import Change


class Step:
    """One step: the numbers of the changes that now make it up (after a redo: of the redoing change)."""

    __slots__ = ("head", "made_by", "number")

    def __init__(self, head: Change) -> None:
        #: The newest of the step's original changes: its number names the step.
        self.number = head.number
        self.head = head
        self.made_by: list[int] = [head.number]


class Steps:
    """The steps of one plan: done ones (oldest first) and undone ones (the next to redo last)."""

    def __init__(self, log: Iterable[Change] = ()) -> None:
        self.done: list[Step] = []
        self.undone: list[Step] = []
        self._last_merge_key = ""
        for change in log:
            self.add(change)

    def add(self, change: Change) -> None:
        """Take in the next change of the log."""
        if change.undoes:
            step = self._take(self.done, change.undoes)
            if step is not None:
                self.undone.append(step)
        elif change.redoes:
            step = self._take(self.undone, change.redoes)
            if step is not None:
                step.made_by = [change.number]
                self.done.append(step)
        elif change.merge_key and change.merge_key == self._last_merge_key and self.done:
            last = self.done[-1]
            last.made_by.append(change.number)
            last.number = change.number
            last.head = change
        else:
            self.undone.clear()
            self.done.append(Step(change))
        self._last_merge_key = "" if change.undoes or change.redoes else change.merge_key

    def find(self, number: int) -> Step | None:
        """The done step that the change with this number belongs to."""
        return next((step for step in self.done if step.number == number or number in step.made_by), None)

    @staticmethod
    def _take(steps: list[Step], number: int) -> Step | None:
        for at in range(len(steps) - 1, -1, -1):
            if steps[at].number == number:
                return steps.pop(at)
        return None
