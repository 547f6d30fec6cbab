"""What observers of a session are told, and the checks that run beside the editing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import LibraryProblem, Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.rules.checker import Checker, WholeResult
    from workbench.rules.surroundings import Surroundings
    from workbench.session.around import Around, Shelf
    from workbench.store.library import Library


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


class LiveChecks:
    """The checker of the open plan, made when it is first asked for, and what stands beside the plan."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._plan: Plan | None = None
        #: The day to judge a plan on that does not say it: that of the moment looked back upon, else today.
        self._day: date | None = None
        self._checker: Checker | None = None
        #: What stands beside the open plan, as last read, and how often other plans were changed from here.
        self._around: Around | None = None
        self._turns = 0
        self._shelf: Shelf | None = None

    def begin(self, plan: Plan | None, day: date | None) -> None:
        """Another plan is open, or the same one read anew."""
        self._plan = plan
        self._day = day
        self._checker = None
        # Read again with the next whole check: whoever opens or reloads wants what is there now.
        self._around = None

    def follow(self, plan: Plan, change: Change) -> None:
        """Check again what a change, already applied to the open plan, can have touched."""
        self._shelf = None
        if not plan.exists:
            self._checker = None
        elif self._checker is not None:
            self._checker.update(change)

    def others_changed(self) -> None:
        """Plans beside the open one came, went or changed: rules that look at them are to be run again."""
        self._turns += 1
        self._shelf = None
        if self._checker is not None:
            self._checker.whole_pending = True

    @property
    def checker(self) -> Checker:
        """The checker of the open plan; local rules are run when it is first asked for."""
        plan = self._existing()
        if self._checker is None:
            from workbench.rules.checker import Checker  # after the first painted window

            around = self._around.surroundings if self._around is not None else None
            as_of = self._day if plan.head.as_of is None else None
            self._checker = Checker(plan, as_of, None, around)
            self._checker.check_local()
        return self._checker

    def whole_check(self, newest: int) -> WholeCheck:
        """The whole-plan rules, to be run on a snapshot of the plan as it is now, after change ``newest``."""
        from workbench.session.around import read_around  # after the first painted window, as the checker

        checker, turns, known = self.checker, self._turns, self._around

        def read(snapshot: Plan) -> Around:
            return read_around(self._library, snapshot, newest, turns, known)

        return WholeCheck(checker, self._existing().snapshot(), newest, read)

    def accept(self, check: WholeCheck, result: WholeResult, newest: int) -> bool:
        """Take over the result of a whole check; False if the plan has changed since."""
        if self._checker is None or check.checker is not self._checker:
            return False
        if check.around is not None:
            if check.around.stamp[0] != self._turns:
                return False
            self._around = check.around
        if check.newest != newest:
            return False
        self._checker.accept(result)
        return True

    def run_whole(self, newest: int) -> None:
        """Run the whole-plan rules at once."""
        checker = self.checker
        checker.surroundings = self.surroundings(newest)
        checker.run_whole()

    def surroundings(self, newest: int) -> Surroundings:
        """What the library holds beside the open plan, read as far as it is not known."""
        from workbench.session.around import read_around

        self._around = read_around(self._library, self._open(), newest, self._turns, self._around)
        return self._around.surroundings

    def surroundings_of(self, plan: Plan) -> Surroundings:
        """What the library holds beside a plan as it is in the library, for one plan after another."""
        from workbench.session.around import Shelf, read_around

        if self._shelf is None or not self._shelf.is_fresh:
            self._shelf = Shelf(self._library)
        newest = self._library.newest(plan.id)
        return read_around(self._library, plan, newest, shelf=self._shelf).surroundings

    def _open(self) -> Plan:
        if self._plan is None:
            raise LibraryProblem(N_("No plan is open"))
        return self._plan

    def _existing(self) -> Plan:
        plan = self._open()
        if not plan.exists:
            raise LibraryProblem(N_("No plan is open"))
        return plan
