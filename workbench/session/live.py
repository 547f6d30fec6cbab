"""What observers of a session are told, and the whole-plan check that runs beside the editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.rules.checker import Checker, WholeResult


class Event(NamedTuple):
    """What observers are told: a change was applied, a plan was opened (or closed), or findings are fresh."""

    change: Change | None = None
    touched: frozenset[str] = frozenset()
    opened: bool = False
    checked: bool = False


class WholeCheck:
    """The whole-plan rules to be run on a snapshot, perhaps in a thread; give the result to ``accept``."""

    def __init__(self, checker: Checker, snapshot: Plan, newest: int) -> None:
        self.checker = checker
        self._snapshot = snapshot
        self.newest = newest

    def run(self) -> WholeResult:
        """Run them; touches nothing but the snapshot."""
        return self.checker.judge_whole(self._snapshot)
