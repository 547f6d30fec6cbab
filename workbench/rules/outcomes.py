"""What the outcome of a rule comes to: a check that weighs in the verdict, and perhaps a finding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.rules.finding import Finding
from workbench.rules.registry import RULES
from workbench.rules.rule import Fault, Passed
from workbench.rules.verdict import EXCUSED, FAILED, HELD, NOT_KNOWN
from workbench.rules.waivers import base_of, in_force, waiving

if TYPE_CHECKING:
    from datetime import date

    from workbench.plan.elements import Element, Waiver
    from workbench.plan.plan import Plan
    from workbench.rules.profile import Profile
    from workbench.rules.rule import Rule
    from workbench.rules.verdict import Check


class Judge:
    """Judges outcomes by the severities of a profile and by what a plan waives on a day."""

    def __init__(self, profile: Profile, plan: Plan, as_of: date) -> None:
        self._profile = profile
        #: The waivers that have not expired, by rule and element.
        self.waivers = in_force(plan, as_of)

    def take(
        self, one: Rule, element: Element, outcome: Any, checks: list[Check], found: list[Finding]
    ) -> None:
        """Add to the checks and findings what the outcome of a rule on an element comes to."""
        if outcome is None:
            return
        if type(outcome) is list:
            for part in outcome:
                self.take(one, element, part, checks, found)
            return
        severity = self._profile.severity(one, outcome.severity)
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
        waived = bool(self.waivers) and any(waiving(self.waivers, one.code, element.id, outcome.field))
        checks.append((one.code, severity, EXCUSED if waived else FAILED))
        # An own rule that was not finished is said of the plan, whatever it is about.
        same = " " not in one.about and one.about != "any" and one.code in RULES
        kind = one.about if same else element.kind_name
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

    def waiver_of(self, finding: Finding) -> Waiver | None:
        """The waiver that excuses a finding, or None."""
        return next(waiving(self.waivers, finding.rule, finding.id, finding.field), None)


def reason_for_empty(element: Element, field: str) -> str | None:
    """Why the faulty field is empty, if the element says so and the field is indeed empty.

    A name that is no field of the element (``milestones`` of a project, ``safeguards`` of a plan) stands
    for the list of that name.
    """
    if not element.absent:
        return None
    name = base_of(field)
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
