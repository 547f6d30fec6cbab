"""Rules about waivers: those that have expired, and those that no longer excuse anything, are reported."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan.elements import Waiver
from workbench.rules.rule import INFO, Ref, fault, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping
    from datetime import date

    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan
    from workbench.rules.finding import Finding
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

EXPIRED: Final = "W001"
STALE: Final = "W002"


def in_force(plan: Plan, day: date) -> dict[tuple[str, str], list[Waiver]]:
    """The waivers of a plan that have not expired on a day, by rule and element."""
    found: dict[tuple[str, str], list[Waiver]] = {}
    for waiver in plan.all(Waiver):
        if waiver.until is None or waiver.until >= day:
            found.setdefault((waiver.rule, waiver.element), []).append(waiver)
    return found


def fits_field(waiver: Waiver, field: str) -> bool:
    """Whether a waiver is of this field of its element: of the whole element, the field, or its row."""
    named = waiver.field
    if named is None or named in (field, base_of(field)):
        return True
    # targets[2030] holds targets[2030].changes[2028-06-12].
    return named.endswith("]") and field.startswith(f"{named}.")


def base_of(field: str) -> str:
    """The field's own name: ``funding`` of ``funding[2015,city]``, ``baseline`` of ``baseline.year``."""
    for mark in "[.":
        field = field.partition(mark)[0]
    return field


def row_of(field: str) -> str:
    """What stands in the brackets: ``2015,city`` of ``funding[2015,city]``; "" without any."""
    return field.partition("[")[2].rpartition("]")[0]


def waiving(
    waivers: Mapping[tuple[str, str], list[Waiver]], code: str, id_: str, field: str
) -> Iterator[Waiver]:
    """The waivers, by rule and element, of a finding.

    What is about another plan or a catalogue has no element here: its waiver may name, instead of the plan,
    the field (``takes_up[g3]``) or what stands in its brackets as the element.
    """
    for waiver in waivers.get((code, id_), ()):
        if fits_field(waiver, field):
            yield waiver
    if "[" in field:
        for name in (field, row_of(field)):
            if name != id_:
                yield from waivers.get((code, name), ())


@rule(
    EXPIRED,
    "waiver-expired",
    INFO,
    "plan",
    N_("Waivers are in force"),
    whole=True,
    cancelled_too=True,
)
def waiver_expired(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks at every waiver with a last day: that day has not passed.

    Why: An exception was granted for a time. When the time is over its findings count again, and somebody
    should know why they are back.

    How: Mend the finding and delete the waiver, or prolong it if its reason still holds.

    Good: E203 waived for P-014 until 2027-12-31, "the annual arrangement follows in December"; judged on
    2027-06-30.

    Bad: The same waiver, judged on 2028-01-15.
    """
    for waiver in seen.plan.all(Waiver):
        if waiver.until is not None and waiver.until < seen.as_of:
            yield (
                seen.head,
                fault(
                    f"waivers[{waiver.id}]",
                    N_("The waiver of {rule} for {element} expired on {until}; its findings count again"),
                    rule=waiver.rule,
                    element=Ref(waiver.element),
                    until=waiver.until,
                ),
            )


@rule(
    STALE,
    "waiver-matches-nothing",
    INFO,
    "plan",
    N_("Every waiver excuses something"),
    whole=True,
    cancelled_too=True,
)
def waiver_matches_nothing(_seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks at every waiver that has not expired: there is a finding that it excuses. A waiver of a rule that
    is switched off, that does not apply to a plan of this status, or that needs the library where only a file
    is checked, is left alone. Judged once all rules have run.

    Why: A waiver that excuses nothing is a door left open: the next fault at that place goes through it
    unseen, and whoever reads the list of exceptions takes it for longer than it is.

    How: Delete the waiver. If it was meant for another element or field, waive the finding there.

    Good: E203 waived for P-014, and P-014 still has no end.

    Bad: P-014 was given an end a year ago; the waiver of E203 is still there.
    """
    # What was found is known to the checker alone, which calls `stale`.
    return iter(())


def stale(
    seen: View,
    waivers: Mapping[tuple[str, str], list[Waiver]],
    found: Iterable[Finding],
    rules: Container[str],
    runs: Callable[[str], bool],
) -> Iterator[Fault]:
    """Faults of the waivers that match none of the findings; ``rules`` holds the codes that
    there are, and ``runs`` tells whether a rule was run at all.
    """
    matched = {
        waiver.id for one in found if one.waived for waiver in waiving(waivers, one.rule, one.id, one.field)
    }
    for waiver in sorted(
        (one for some in waivers.values() for one in some), key=lambda one: (one.position or "", one.id)
    ):
        if waiver.id in matched or waiver.rule == STALE:
            continue
        field = f"waivers[{waiver.id}]"
        if waiver.rule not in rules:
            yield fault(
                field,
                N_("The waiver for {element} names the rule {rule}, which there is not"),
                rule=waiver.rule,
                element=Ref(waiver.element),
            )
        elif not runs(waiver.rule):
            continue
        elif waiver.element in seen.plan:
            yield fault(
                field,
                N_("The waiver of {rule} for {element} excuses nothing: the rule finds nothing there"),
                rule=waiver.rule,
                element=Ref(waiver.element),
            )
        else:
            yield fault(
                field,
                N_("The waiver of {rule} excuses nothing: there is no {element} in the plan"),
                rule=waiver.rule,
                element=waiver.element,
            )
