"""Fixes: changes that settle a finding, worked out on request, shown before they are made, undoable.

A fix function is registered for one rule or several and is given the view, the faulty element and the
finding; it yields the ways to mend it, the best first. A way is *safe* when it puts right what can only be
meant so, without choosing for the planner: safe ones are made in bulk (``mending``), the others one by one.
After a fix its finding is gone and no new error stands; ``tests/rules/test_fixes.py`` holds every fix to it.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.i18n import N_
from workbench.plan.change import Change, Label, canonical
from workbench.plan.edits import shown_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from workbench.plan.change import Operation
    from workbench.plan.elements import Element
    from workbench.rules.checker import Checker
    from workbench.rules.finding import Finding
    from workbench.rules.view import View

#: Rounds of mending and checking again; what is not settled by then is left to the planner.
MOST_ROUNDS: Final = 10
#: Ways offered for one finding: a longer list would not be read.
MOST_WAYS: Final = 12


class Fix(NamedTuple):
    """One way to mend a finding: the change, whose label says what it does, and whether it is safe."""

    change: Change
    safe: bool


FIXES: Final[dict[str, Callable[[View, Any, Finding], Iterable[Fix]]]] = {}


def fix(*codes: str) -> Callable[[Callable[..., Iterable[Fix]]], Callable[..., Iterable[Fix]]]:
    """Register a function as what mends the findings of the rules with these codes."""

    def register(function: Callable[..., Iterable[Fix]]) -> Callable[..., Iterable[Fix]]:
        for code in codes:
            if code in FIXES:
                raise ValueError(f"the fix of {code} is declared twice")
            FIXES[code] = function
        return function

    return register


def way(
    message: str, changes: Iterable[Change | Operation], *, safe: bool = False, **values: str | Element
) -> Fix:
    """A way to mend: what it does in words (an English message id, elements among its values are shown by
    code and title), and the changes or operations that do it, one after another on the plan as it is.
    """
    operations: list[Operation] = []
    for one in changes:
        if isinstance(one, Change):
            operations.extend(one.operations)
        else:
            operations.append(one)
    said = tuple(
        (name, value if isinstance(value, str) else shown_name(value)) for name, value in values.items()
    )
    return Fix(Change(canonical(operations), Label(message, said)), safe)


def _load() -> None:
    # Only when something is to be mended: the checking itself needs none of them.
    from workbench.rules.fixes import registry  # noqa: F401


def ways_to_mend(seen: View, finding: Finding) -> list[Fix]:
    """The ways to mend a finding on the plan as it is, the best first; none for a waived one."""
    return list(_ways(seen, finding))


def _ways(seen: View, finding: Finding) -> Iterator[Fix]:
    """The same one by one: who looks for the first safe one need not have all of them worked out."""
    _load()
    function = FIXES.get(finding.rule)
    element = seen.plan.get(finding.id)
    if function is None or element is None or finding.waived:
        return
    found: list[Fix] = []
    for one in function(seen, element, finding):
        if one.change.operations and all(one.change.operations != it.change.operations for it in found):
            found.append(one)
            yield one
        if len(found) == MOST_WAYS:
            return


def is_fixable(seen: View, finding: Finding) -> bool:
    """Whether there is a way to mend the finding."""
    _load()
    function = FIXES.get(finding.rule)
    element = seen.plan.get(finding.id)
    if function is None or element is None or finding.waived:
        return False
    return any(one.change.operations for one in function(seen, element, finding))


def settling_ways(checker: Checker, finding: Finding) -> list[Fix]:
    """The ways to mend a finding that do settle it here and bring no error, each tried on a copy.

    What is offered follows the finding as it stands in the plan now; one that is gone has no way.
    """
    trial = _on_trial(checker)
    standing = _standing(trial, finding)
    ways = ways_to_mend(trial.view, standing) if standing is not None else []
    if not ways:
        return []
    before = {_key(one) for one in trial.findings() if _is_error(one)}
    found = []
    for one in ways:
        if _made(trial, one.change, finding, before):
            _make(trial, one.change.inverse(one.change.label), finding.rule)
            found.append(one)
    return found


def _on_trial(checker: Checker) -> Checker:
    """A copy to try changes on, wholly checked."""
    trial = checker.fork()
    if trial.whole_pending:
        trial.run_whole()
    return trial


class Mended(NamedTuple):
    """What bulk mending comes to: one change, the findings it settles, and rounds it took."""

    change: Change
    settled: tuple[Finding, ...]
    labels: tuple[Label, ...]


def mend_safely(
    checker: Checker,
    codes: Sequence[str] | None = None,
    progress: Callable[[int, int], Any] | None = None,
) -> Mended:
    """All safe fixes (of the rules ``codes``, or of all) as one change, worked out on a copy of the plan.

    Mends, checks again and mends what that brought, at most MOST_ROUNDS times. A fix whose finding would
    stay, or that would bring an error where there was none, is left out. ``progress`` is told (done, all)
    and may raise Cancelled. The plan itself is untouched.
    """
    _load()
    bulk = _Bulk(checker, progress)
    for _round in range(MOST_ROUNDS):
        waiting = [
            one
            for one in bulk.trial.findings()
            if not one.waived
            and one.rule in FIXES
            and (codes is None or one.rule in codes)
            and _key(one) not in bulk.hopeless
        ]
        if not bulk.mend(waiting):
            break
    made = bulk.made
    labels = tuple(one.change.label for one in made)
    label = Label(N_("Mend {count} findings"), (("count", str(len(labels))),))
    if len(labels) == 1:
        label = labels[0]
    operations = [op for one in made for op in one.change.operations]
    return Mended(Change(canonical(operations), label), tuple(one.finding for one in made), labels)


class _Made(NamedTuple):
    """A fix that was made on the copy; ``touched`` are the ids that it can have to do with, None for all."""

    finding: Finding
    change: Change
    touched: set[str] | None

    def is_near(self, found: Finding) -> bool:
        """Whether it can have brought this finding."""
        return self.touched is None or not self.touched.isdisjoint((found.id, *found.related))


class _Bulk:
    """Many fixes made on a copy, one upon the other: what was made, and what is to be left alone.

    What the element-by-element rules say of a fix is known at once. Rules over the whole plan are not run for
    each (that would take the square of the plan's size) but for many together; where that shows that one was
    wrong, everything from it on is taken back and the others are made once more.
    """

    def __init__(self, checker: Checker, progress: Callable[[int, int], Any] | None) -> None:
        self.trial = _on_trial(checker)
        self.made: list[_Made] = []
        self.hopeless: set[_Key] = set()
        self._before = {_key(one) for one in self.trial.findings() if _is_error(one)}
        self._progress = progress

    def mend(self, waiting: Sequence[Finding]) -> bool:
        """One round; False when nothing came of it. Afterwards the copy is wholly checked."""
        kept = len(self.made)
        for code, some in groupby(enumerate(waiting), lambda pair: pair[1].rule):
            todo = list(some)
            while todo:
                todo = self._some(code, todo, len(waiting))
        if len(self.made) == kept:
            return False
        self.trial.run_whole()
        while self._taken_back(kept, self.trial.findings()) is not None:
            self.trial.run_whole()
        return True

    def _some(self, code: str, todo: list[tuple[int, Finding]], total: int) -> list[tuple[int, Finding]]:
        """Mend findings of one rule; those come back that are to be looked at once it has been run again."""
        is_whole = self.trial.profile.rules[code].whole
        kept = len(self.made)
        later = []
        changed: set[str] = set()
        around: set[str] = set()
        for at, finding in todo:
            if self._progress is not None:
                self._progress(at, total)
            if finding.id in around or not changed.isdisjoint(finding.related):
                # What was made meanwhile may have settled it.
                later.append((at, finding))
                continue
            if _standing(self.trial, finding) is None:
                continue
            one = self._try(finding)
            if one is None:
                self.hopeless.add(_key(finding))
                continue
            self.made.append(one)
            if is_whole:
                changed |= one.change.elements()
                around |= one.touched or changed
        if not is_whole or len(self.made) == kept:
            return later
        self.trial.run_rule(code)
        places = {_key(finding): at for at, finding in todo}
        while (again := self._taken_back(kept, self.trial.findings_by(code))) is not None:
            self.trial.run_rule(code)
            later += [(places[_key(one)], one) for one in again]
        return sorted(later, key=lambda pair: pair[0])

    def _try(self, finding: Finding) -> _Made | None:
        """Make the first safe way to mend it; None, with the copy as it was, where that brings an error."""
        safe = next((one for one in _ways(self.trial.view, finding) if one.safe), None)
        if safe is None:
            return None
        change = safe.change
        self.trial.plan.apply(change)
        touched = self.trial.update(change)
        is_whole = self.trial.profile.rules[finding.rule].whole
        if not is_whole and _standing(self.trial, finding) is not None:
            self._undo(change)
            return None
        if _fresh(self.trial, touched, self._before):
            self._undo(change)
            return None
        if touched is not None:
            # The plan's head is checked again with everything.
            touched = touched - {self.trial.plan.id} | change.elements()
        return _Made(finding, change, touched)

    def _taken_back(self, kept: int, found: Sequence[Finding]) -> list[Finding] | None:
        """Take back what, of all made since ``kept``, did not settle its finding or brought an error.

        All made after it is taken back with it, and comes back as findings to be tried again. None where
        nothing is wrong.
        """
        mine = self.made[kept:]
        standing = {_key(one) for one in found}
        fresh = [one for one in found if _is_error(one) and _key(one) not in self._before]
        wrong = [one for one in mine if _key(one.finding) in standing or any(map(one.is_near, fresh))]
        if not mine or not (wrong or fresh):
            return None
        if len(mine) == 1:
            wrong = mine
        # Where nobody knows which brought an error, the later half goes, to be tried by itself.
        first = mine.index(wrong[0]) if wrong else len(mine) // 2
        self.hopeless |= {_key(one.finding) for one in wrong}
        del self.made[kept + first :]
        for one in reversed(mine[first:]):
            self._undo(one.change)
        return [one.finding for one in mine[first:] if _key(one.finding) not in self.hopeless]

    def _undo(self, change: Change) -> None:
        back = change.inverse(change.label)
        self.trial.plan.apply(back)
        self.trial.update(back)


_Key = tuple[str, str, str]


def _key(finding: Finding) -> _Key:
    return finding.rule, finding.id, finding.field


def _is_error(finding: Finding) -> bool:
    return finding.severity == "error" and not finding.waived


def _standing(trial: Checker, finding: Finding) -> Finding | None:
    """The finding of the same rule at the same place as the plan is now, if there is one."""
    return next((one for one in trial.findings_of(finding.id) if _key(one) == _key(finding)), None)


def _fresh(trial: Checker, touched: set[str] | None, before: set[_Key]) -> bool:
    """Whether an error that was not there before stands at what a change has touched."""
    found: Iterable[Finding]
    if touched is None:
        found = trial.findings()
    else:
        found = (one for id_ in touched for one in trial.findings_of(id_))
    return any(_is_error(one) and _key(one) not in before for one in found)


def _made(trial: Checker, change: Change, finding: Finding, before: set[_Key]) -> bool:
    """Make the change on the copy; False, with the copy as it was, when it does not settle the finding."""
    touched = _make(trial, change, finding.rule)
    brought = trial.findings_by(finding.rule) if trial.profile.rules[finding.rule].whole else ()
    if (
        _standing(trial, finding) is None
        and not _fresh(trial, touched, before)
        and all(_key(one) in before for one in brought if _is_error(one))
    ):
        return True
    _make(trial, change.inverse(change.label), finding.rule)
    return False


def _make(trial: Checker, change: Change, code: str) -> set[str] | None:
    trial.plan.apply(change)
    touched = trial.update(change)
    trial.run_rule(code)
    return touched
