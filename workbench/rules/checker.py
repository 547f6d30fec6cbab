"""Runs the rules over a plan, wholly or around a change, and keeps findings and verdicts up to date.

A local rule looks at its element, at what the element points at, at what points at it, at the chain of its
parents and at their direct surroundings; so after a change only the neighbourhood is checked again. Whole
rules look anywhere; they are marked pending by a change and run on a snapshot (``run_whole``).
"""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from workbench.memory import no_collecting
from workbench.plan.elements import KINDS, Waiver
from workbench.rules.finding import Finding
from workbench.rules.neighbourhood import neighbourhood
from workbench.rules.profile import Profile
from workbench.rules.registry import RULES
from workbench.rules.rule import Fault, Passed, Rule
from workbench.rules.verdict import EXCUSED, FAILED, HELD, NOT_KNOWN, Check, Verdict, verdicts
from workbench.rules.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

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

    __slots__ = ("checks", "findings")

    def __init__(self) -> None:
        self.checks: Counter[Check] = Counter()
        self.findings: list[Finding] = []


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
        self._by_kind: dict[str, tuple[Rule, ...]] = {}
        self._whole_rules: tuple[Rule, ...] = ()
        self._waivers: dict[tuple[str, str], list[Waiver]] = {}
        self.view = self._look()

    def on(self, plan: Plan) -> Checker:
        """Another checker, which judges another plan in the same way."""
        return Checker(plan, self._given_as_of, self.profile, self.surroundings)

    # -- running ---------------------------------------------------------------------------------------

    @property
    def as_of(self) -> date:
        """The day the plan is judged on: as given, else the plan's own, else today."""
        return self._given_as_of or self.plan.head.as_of or today()

    def _look(self) -> View:
        """A fresh view, and the rules that apply to the plan as it stands."""
        view = View(self.plan, self.as_of, self.profile.parameters(), self.surroundings)
        on = [
            one
            for code, one in RULES.items()
            if self.profile.is_on(code) and (view.executed or not one.execution)
        ]
        self._by_kind = {
            kind: tuple(one for one in on if not one.whole and one.evaluated_kind == kind) for kind in KINDS
        }
        for one in on:
            if not one.whole and " " in one.about:
                for kind in one.about.split():
                    self._by_kind[kind] = (*self._by_kind[kind], one)
        self._whole_rules = tuple(one for one in on if one.whole)
        self._waivers = {}
        for waiver in self.plan.all(Waiver):
            if waiver.until is None or waiver.until >= view.as_of:
                self._waivers.setdefault((waiver.rule, waiver.element), []).append(waiver)
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

    def judge_whole(self, plan: Plan) -> WholeResult:
        """Run the whole rules on a snapshot; touches nothing of the checker, so it may run in a thread."""
        result = WholeResult()
        as_of = self._given_as_of or plan.head.as_of or today()
        view = View(plan, as_of, self.profile.parameters(), self.surroundings)
        with no_collecting():
            for one in self._whole_rules:
                self._judge_one(one, view, result)
        return result

    def _judge_one(self, one: Rule, view: View, result: WholeResult) -> None:
        checks: list[Check] = []
        held: Counter[str | None] = Counter()
        for element, outcome in one.check(view):
            if not one.cancelled_too and view.is_cancelled(element):
                continue
            if type(outcome) is Passed:
                held[outcome.severity] += 1
            else:
                self._judge(one, element, outcome, checks, result.findings)
        result.checks.update(checks)
        for severity, often in held.items():
            result.checks[one.code, self.profile.severity(one, severity), HELD] += often

    def run_rule(self, code: str) -> None:
        """Run one of the whole rules again, on the plan itself; nothing for a local rule."""
        one = next((one for one in self._whole_rules if one.code == code), None)
        if one is None:
            return
        result = WholeResult()
        result.findings = [found for found in self._whole.findings if found.rule != code]
        for check, often in self._whole.checks.items():
            if check[0] != code:
                result.checks[check] = often
        self._judge_one(one, self.view, result)
        self._whole = result

    def accept(self, result: WholeResult) -> None:
        """Take over what the whole rules found on the latest snapshot."""
        self._whole = result
        self.whole_pending = False

    def update(self, change: Change) -> None:
        """Check again what the change, already applied, can have touched."""
        if not self.plan.exists:
            return
        if self.view.as_of != self.as_of:  # past midnight
            self.check_local()
            return
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
                return
        if "waiver" in kinds:
            self.view = self._look()
        touched = neighbourhood(self.plan, change)
        if len(touched) > max(_WIDE, len(self.plan) // 4):
            self.check_local()
            return
        self.view.memo.clear()
        self.view.head = self.plan.head
        for id_ in touched:
            element = self.plan.elements.get(id_)
            if element is None:
                self._forget(id_)
            elif self._by_kind[element.kind_name]:
                self._check(element)
        self.whole_pending = True

    # -- one element -----------------------------------------------------------------------------------

    def _check(self, element: Element) -> None:
        checks: list[Check] = []
        found: list[Finding] = []
        cancelled = element.kind_name in ("project", "milestone") and self.view.is_cancelled(element)
        view = self.view
        for one in self._by_kind[element.kind_name]:
            if cancelled and not one.cancelled_too:
                continue
            outcome = one.check(view, element)
            if outcome is None:
                continue
            if type(outcome) is Passed:
                checks.append((one.code, self.profile.severity(one, outcome.severity), HELD))
            else:
                self._judge(one, element, outcome, checks, found)
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

    def _judge(
        self, one: Rule, element: Element, outcome: Any, checks: list[Check], found: list[Finding]
    ) -> None:
        if outcome is None:
            return
        if type(outcome) is list:
            for part in outcome:
                self._judge(one, element, part, checks, found)
            return
        severity = self.profile.severity(one, outcome.severity)
        if isinstance(outcome, Passed):
            checks.append((one.code, severity, HELD))
            return
        if not isinstance(outcome, Fault):
            checks.append((one.code, severity, NOT_KNOWN))
            return
        reason = reason_for_empty(element, outcome.field)
        if reason is not None:
            if reason in ("not_seen", "pending"):
                checks.append((one.code, severity, NOT_KNOWN))
            return
        waived = self._is_waived(one.code, element.id, outcome.field)
        checks.append((one.code, severity, EXCUSED if waived else FAILED))
        kind = one.about if " " not in one.about and one.about != "any" else element.kind_name
        found.append(
            Finding(
                one.code,
                severity,
                kind,
                element.id,
                outcome.field,
                outcome.message,
                outcome.values,
                outcome.related,
                waived,
            )
        )

    def _is_waived(self, code: str, id_: str, field: str) -> bool:
        if not self._waivers:
            return False
        return any(
            waiver.field is None or waiver.field == field or waiver.field == _base(field)
            for waiver in self._waivers.get((code, id_), ())
        )

    # -- results ---------------------------------------------------------------------------------------

    def findings(self) -> list[Finding]:
        """All findings, ordered by rule, then by the element's place in the plan."""
        everything = [one for found in self._found.values() for one in found]
        everything.extend(self._whole.findings)
        if not everything:
            return []
        place = places(self.plan, {one.id for one in everything})
        number = {code: at for at, code in enumerate(sorted(RULES))}
        everything.sort(key=lambda one: (number[one.rule], place.get(one.id, (99,)), one.field))
        return everything

    def findings_of(self, id_: str) -> list[Finding]:
        """The findings about one element."""
        return [*self._found.get(id_, ()), *(one for one in self._whole.findings if one.id == id_)]

    def verdicts(self) -> dict[str, Verdict]:
        """The verdict of every dimension."""
        counted: Counter[Check] = Counter()
        for checks, often in self._tally.items():
            if often:
                for check in checks:
                    counted[check] += often
        counted.update(self._whole.checks)
        return verdicts(counted.items())


def _base(field: str) -> str:
    """The field's own name: ``funding`` of ``funding[2015,city]``, ``baseline`` of ``baseline.year``."""
    for mark in "[.":
        field = field.partition(mark)[0]
    return field


def reason_for_empty(element: Element, field: str) -> str | None:
    """Why the faulty field is empty, if the element says so and the field is indeed empty.

    A name that is no field of the element (``milestones`` of a project, ``safeguards`` of a plan) stands
    for the list of that name.
    """
    if not element.absent:
        return None
    name = _base(field)
    for entry in element.absent:
        if entry.field in (name, field):
            if entry.field in element.place_of:
                value = element.get(entry.field)
                if value is None or value == ():
                    return entry.reason
                if "." in field and getattr(value, field.partition(".")[2], "") is None:
                    return entry.reason
                return None
            return entry.reason
    return None


def places(plan: Plan, wanted: Iterable[str]) -> dict[str, tuple[Any, ...]]:
    """Sort keys of elements: kind in the order of the format, then the place in the plan (owner's first)."""
    order = {kind: at for at, kind in enumerate(KINDS)}
    found: dict[str, tuple[Any, ...]] = {}
    for id_ in wanted:
        element = plan.get(id_)
        if element is None:
            continue
        keys: Sequence[Any] = (element.position or "", id_)
        if element.owner_field:
            owner = plan.get(element.get(element.owner_field))
            keys = (
                (owner.position if owner is not None else "") or "",
                element.get(element.owner_field) or "",
                *keys,
            )
        found[id_] = (order[element.kind_name], *keys)
    return found
