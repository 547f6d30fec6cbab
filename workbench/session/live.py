"""What observers of a session are told, and the whole-plan check that runs beside the editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.rules.checker import Checker, WholeResult
    from workbench.session.around import Around


class Event(NamedTuple):
    """What observers are told: a change was applied, a plan was opened (or closed), or findings are fresh.

    ``around``: other plans came, went or changed, so that the whole-plan rules are to be run again.
    """

    change: Change | None = None
    touched: frozenset[str] = frozenset()
    opened: bool = False
    checked: bool = False
    around: bool = False


class WholeCheck:
    """The whole-plan rules to be run on a snapshot, perhaps in a thread; give the result to ``accept``.

    What the library holds beside the plan is read with them, as far as it is not known.
    """

    def __init__(self, checker: Checker, snapshot: Plan, newest: int, read: Callable[[Plan], Around]) -> None:
        self.checker = checker
        self._snapshot = snapshot
        self.newest = newest
        self._read = read
        self.around: Around | None = None

    def run(self) -> WholeResult:
        """Run them; touches nothing but the snapshot."""
        try:
            self.around = self._read(self._snapshot)
        except Problem:  # the next edit or reload tells what is wrong with the file
            return self.checker.judge_whole(self._snapshot)
        return self.checker.judge_whole(self._snapshot, self.around.surroundings)
