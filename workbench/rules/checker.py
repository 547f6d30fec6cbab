"""Runs the rules over a plan, wholly or around a change, and keeps findings and verdicts up to date.

A local rule looks at its element, at what the element points at, at what points at it, at the chain of its
parents and at their direct surroundings; so after a change only the neighbourhood is checked again. Whole
rules look anywhere; they are marked pending by a change and run on a snapshot (``run_whole``).
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.memory import no_collecting
from workbench.plan.elements import KINDS, Waiver
from workbench.rules.finding import Finding, places
from workbench.rules.neighbourhood import neighbourhood
from workbench.rules.outcomes import Judge
from workbench.rules.profile import Profile, of_plan
from workbench.rules.registry import RULES
from workbench.rules.rule import PASSED, SEVERITIES, Passed, Rule
from workbench.rules.verdict import HELD, Check, Verdict, verdicts
from workbench.rules.view import View
from workbench.rules.waivers import STALE, stale

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from workbench.plan.change import Change
    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan
    from workbench.rules.surroundings import Surroundings

#: Above this many neighbours a change is cheaper to check wholly.
_WIDE = 4000


def today() -> date:
    """The day it is here."""
    return datetime.now(UTC).astimezone().date()


class WholeResult:
    """What the whole rules found on one snapshot."""

    __slots__ = ("_of", "checks", "findings", "places", "surroundings")

    def __init__(self, surroundings: Surroundings | None = None) -> None:
        self.checks: Counter[Check] = Counter()
        self.findings: list[Finding] = []
        #: Ids of the elements of each check, one an occurrence.
        self.places: dict[Check, list[str]] = {}
        #: What the library held beside the plan when the rules were run.
        self.surroundings = surroundings
        self._of: dict[str, list[Finding]] | None = None

    def of(self, id_: str) -> Sequence[Finding]:
        """The findings about one element; asked for once all are there."""
        made = self._of
        if made is None:
            made = {}
            for one in self.findings:
                made.setdefault(one.id, []).append(one)
            self._of = made
        return made.get(id_, ())


class _Local(NamedTuple):
    """A rule as it is run element by element, with its held checks by the severity they weigh as."""

    check: Callable[..., Any]
    cancelled_too: bool
    held: dict[str | None, Check]
    rule: Rule


class Checker:
    """Findings and verdicts of one plan.

    Call ``full()`` once, then ``update(change)`` after each applied change. ``whole_pending`` says that the
    whole rules have not seen the latest change.
    """

    def __init__(
        self,
        plan: Plan,
        as_of: date | None = None,
        profile: Profile | None = None,
        surroundings: Surroundings | None = None,
    ) -> None:
        self.plan = plan
        self._given_profile = profile
        #: How the rules are applied: as given, else as the plan says itself.
        self.profile = profile or Profile()
        #: What the library holds beside the plan; None where there is no library or it is not read yet.
        self.surroundings = surroundings
        self._given_as_of = as_of
        self._checks: dict[str, tuple[Check, ...]] = {}
        self._found: dict[str, tuple[Finding, ...]] = {}
        self._tally: Counter[tuple[Check, ...]] = Counter()
        self._same: dict[tuple[Check, ...], tuple[Check, ...]] = {}
        self._whole = WholeResult()
        self.whole_pending = True
        self._by_kind: dict[str, tuple[_Local, ...]] = {}
        self._whole_rules: tuple[Rule, ...] = ()
        #: Findings about waivers that match nothing, and their checks; None until worked out again.
        self._stale: tuple[list[Finding], list[Check]] | None = None
        self.view = self._look()

    def on(self, plan: Plan) -> Checker:
        """Another checker, which judges another plan in the same way."""
        return Checker(plan, self._given_as_of, self._given_profile, self.surroundings)

    def fork(self) -> Checker:
        """A copy in the same state over a snapshot of the plan; what is tried on it reaches nothing here."""
        made = self.on(self.plan.snapshot())
        made._checks = dict(self._checks)
        made._found = dict(self._found)
        made._tally = Counter(self._tally)
        made._same = self._same
        made._whole = self._whole
        made.whole_pending = self.whole_pending
        return made

    # -- running ---------------------------------------------------------------------------------------

    @property
    def as_of(self) -> date:
        """The day the plan is judged on: as given, else the plan's own, else today."""
        return self._given_as_of or self.plan.head.as_of or today()

    def _look(self) -> View:
        """A fresh view, and the rules that apply to the plan as it stands."""
        self.profile = self._given_profile or of_plan(self.plan.head.rule_profile)
        view = View(self.plan, self.as_of, self.profile.parameters(), self.surroundings)
        on = [
            one
            for code, one in self.profile.rules.items()
            if self.profile.is_on(code) and (view.executed or not one.execution)
        ]
        by_kind: dict[str, list[_Local]] = {kind: [] for kind in KINDS}
        for one in on:
            if not one.whole:
                held = {
                    found: (one.code, self.profile.severity(one, found), HELD)
                    for found in (None, *SEVERITIES)
                }
                for kind in one.evaluated_kind.split():
                    by_kind[kind].append(_Local(one.check, one.cancelled_too, held, one))
        self._by_kind = {kind: tuple(some) for kind, some in by_kind.items()}
        self._whole_rules = tuple(one for one in on if one.whole)
        self._stale = None
        self._judge = Judge(self.profile, self.plan, view.as_of)
        return view

    def full(self) -> None:
        """Check everything, whole rules too."""
        self.check_local()
        self.run_whole()

    def check_local(self) -> None:
        """Check everything but the whole rules."""
        self.view = self._look()
        self._checks.clear()
        self._found.clear()
        self._tally.clear()
        self._same.clear()
        with no_collecting():
            for element in self.plan.elements.values():
                if self._by_kind[element.kind_name]:
                    self._check(element)
        self.whole_pending = True

    def run_whole(self) -> None:
        """Run the whole rules now, on the plan itself."""
        self.accept(self.judge_whole(self.plan))

    def judge_whole(self, plan: Plan, surroundings: Surroundings | None = None) -> WholeResult:
        """Run the whole rules on a snapshot, with fresh surroundings or those known; touches nothing of the
        checker, so it may run in a thread.
        """
        result = WholeResult(surroundings or self.surroundings)
        as_of = self._given_as_of or plan.head.as_of or today()
        view = View(plan, as_of, self.profile.parameters(), result.surroundings)
        with no_collecting():
            for one in self._whole_rules:
                self._judge_one(one, view, result)
        return result

    def _judge_one(self, one: Rule, view: View, result: WholeResult) -> None:
        held: dict[str | None, list[str]] = {None: []}
        plainly_held = held[None]
        leaves_out = not one.cancelled_too and view.has_cancelled
        for element, outcome in one.check(view):
            if leaves_out and view.is_cancelled(element):
                continue
            if outcome is PASSED:
                plainly_held.append(element.id)
            elif type(outcome) is Passed:
                held.setdefault(outcome.severity, []).append(element.id)
            else:
                checks: list[Check] = []
                self._judge.take(one, element, outcome, checks, result.findings)
                for check in checks:
                    result.checks[check] += 1
                    result.places.setdefault(check, []).append(element.id)
        for severity, ids in held.items():
            if not ids:
                continue
            check = (one.code, self.profile.severity(one, severity), HELD)
            result.checks[check] += len(ids)
            result.places.setdefault(check, []).extend(ids)

    def run_rule(self, code: str) -> None:
        """Run one of the whole rules again, on the plan itself; nothing for a local rule."""
        one = next((one for one in self._whole_rules if one.code == code), None)
        if one is None:
            return
        result = WholeResult(self.surroundings)
        result.findings = [found for found in self._whole.findings if found.rule != code]
        for check, often in self._whole.checks.items():
            if check[0] != code:
                result.checks[check] = often
                result.places[check] = self._whole.places[check]
        self._judge_one(one, self.view, result)
        self._whole = result
        self._stale = None

    def accept(self, result: WholeResult) -> None:
        """Take over what the whole rules found on the latest snapshot."""
        self._whole = result
        self._stale = None
        self.surroundings = self.view.surroundings = result.surroundings
        self.whole_pending = False

    def update(self, change: Change) -> set[str] | None:
        """Check again what the change, already applied, can have touched; the ids of that, None for all."""
        if not self.plan.exists:
            return set()
        self._stale = None
        if self.view.as_of != self.as_of:  # past midnight
            self.check_local()
            return None
        kinds = {op.kind for op in change.operations}
        if "plan" in kinds:
            fields = {op.field for op in change.operations if op.kind == "plan"}
            if fields - {
                "title",
                "description",
                "notes",
                "vision",
                "principles",
                "entry_point",
                "recipients",
            }:
                self.check_local()
                return None
        if "waiver" in kinds:
            self.view = self._look()
        touched = neighbourhood(self.plan, change)
        if len(touched) > max(_WIDE, len(self.plan) // 4):
            self.check_local()
            return None
        self.view.memo.clear()
        self.view.head = self.plan.head
        for id_ in touched:
            element = self.plan.elements.get(id_)
            if element is None:
                self._forget(id_)
            elif self._by_kind[element.kind_name]:
                self._check(element)
        self.whole_pending = True
        return touched

    # -- one element -----------------------------------------------------------------------------------

    def _check(self, element: Element) -> None:
        checks: list[Check] = []
        found: list[Finding] = []
        cancelled = element.kind_name in ("project", "milestone") and self.view.is_cancelled(element)
        view = self.view
        for check, cancelled_too, held, one in self._by_kind[element.kind_name]:
            if cancelled and not cancelled_too:
                continue
            outcome = check(view, element)
            if outcome is None:
                continue
            if type(outcome) is Passed:
                checks.append(held[outcome.severity])
            else:
                self._judge.take(one, element, outcome, checks, found)
        made = tuple(checks)
        made = self._same.setdefault(made, made)
        id_ = element.id
        old = self._checks.get(id_)
        if old is not made:
            if old is not None:
                self._tally[old] -= 1
            self._tally[made] += 1
            self._checks[id_] = made
        if found:
            self._found[id_] = tuple(found)
        else:
            self._found.pop(id_, None)

    def _forget(self, id_: str) -> None:
        old = self._checks.pop(id_, None)
        if old is not None:
            self._tally[old] -= 1
        self._found.pop(id_, None)

    def waiver_of(self, finding: Finding) -> Waiver | None:
        """The waiver that excuses a finding, or None."""
        return self._judge.waiver_of(finding)

    def _stale_waivers(self) -> tuple[list[Finding], list[Check]]:
        """What is said of waivers that match nothing: nothing while the whole rules have not run."""
        if self._stale is None:
            found: list[Finding] = []
            checks: list[Check] = []
            waivers = self._judge.waivers
            if waivers and not self.whole_pending and self.profile.is_on(STALE):
                local = (one for some in self._found.values() for one in some)
                everything = (one for some in (local, self._whole.findings) for one in some)
                for fault in stale(self.view, waivers, everything, self.profile.rules, self._runs):
                    self._judge.take(RULES[STALE], self.plan.head, fault, checks, found)
            self._stale = found, checks
        return self._stale

    def _runs(self, code: str) -> bool:
        """Whether a rule was run: it is on, applies to a plan of this status, and what it needs is there."""
        one = self.profile.rules[code]
        return (
            self.profile.is_on(code)
            and (self.view.executed or not one.execution)
            and (self.surroundings is not None or not one.beyond)
        )

    # -- results ---------------------------------------------------------------------------------------

    def findings(self) -> list[Finding]:
        """All findings, ordered by rule, then by the element's place in the plan."""
        everything = [one for found in self._found.values() for one in found]
        everything.extend(self._whole.findings)
        everything.extend(self._stale_waivers()[0])
        if not everything:
            return []
        place = places(self.plan, {one.id for one in everything})
        everything.sort(key=lambda one: (one.rule, place.get(one.id, (99,)), one.field))
        return everything

    def findings_of(self, id_: str) -> list[Finding]:
        """The findings about one element."""
        found = [*self._found.get(id_, ()), *self._whole.of(id_)]
        return [*found, *self._stale_waivers()[0]] if id_ == self.plan.id else found

    def stands(self, finding: Finding) -> bool:
        """Whether a finding is known to be of the plan as it is now: its rule has seen the latest change."""
        one = self.profile.rules.get(finding.rule)
        if one is None or (one.whole and self.whole_pending):
            return False
        return finding in self.findings_of(finding.id)

    def findings_by(self, code: str) -> list[Finding]:
        """What a rule over the whole plan found, as it was last run."""
        return [one for one in self._whole.findings if one.rule == code]

    def checks_of_elements(self) -> Iterator[tuple[str, tuple[Check, ...]]]:
        """Ids of elements and checks made of them, of some more than once; the whole rules' as last run."""
        yield from self._checks.items()
        for check, ids in self._whole.places.items():
            alone = (check,)
            for id_ in ids:
                yield id_, alone

    def verdicts(self) -> dict[str, Verdict]:
        """The verdict of every dimension."""
        counted: Counter[Check] = Counter()
        for checks, often in self._tally.items():
            if often:
                for check in checks:
                    counted[check] += often
        counted.update(self._whole.checks)
        counted.update(self._stale_waivers()[1])
        return verdicts(counted.items())
