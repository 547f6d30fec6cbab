"""Rules of assessability about changing a plan: binding targets, and the evaluation half-way."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan.elements import Adjustment, Indicator
from workbench.plan.values import in_year
from workbench.rules.rule import ERROR, PASSED, UNKNOWN, WARNING, Ref, fault, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from workbench.plan.elements import Element, PlanHead
    from workbench.plan.records import Target, TargetChange
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

#: What a people's congress is called: it stands above the government that issued a plan.
_CONGRESS: Final = ("人大", "人民代表大会", "People's Congress")
#: An adjustment that only lists the target belongs to a change so many days before or after it.
NEAR_DAYS: Final = 366


@rule(
    "A524",
    "binding-target-changed-alone",
    ERROR,
    "indicator",
    N_("Binding targets change only with the approving body"),
    whole=True,
)
def binding_target_changed_alone(seen: View) -> Iterator[tuple[Element, list[Outcome]]]:
    """Looks, in a plan approved or later, at every earlier value that a target of a binding indicator has had
    and that was replaced on the date of issue or after it: an adjustment covers the change. It is the one
    that the change names, or one that lists this indicator's target, and its approver is the authority that
    issued the plan (for a general office also the government it works for) or the people's congress. Without
    a date of issue it cannot be judged.

    Why: A binding target is given to the government that approved the plan. Whoever has to meet it must not
    be able to lower it.

    How: Put the change before the approving authority; then record the adjustment with its date, document
    number, approver and reason, and name it at the change.

    Good: Energy use, target of 2030 lowered from 3.5 to 3.2 on 2028-06-12, adjustment J-02 of the municipal
    government, document No. 31 of 2028.

    Bad: The same change, with the note “agreed by telephone with the bureau”.

    Source: After a plan is issued, changes go into a record of adjustments, and binding indicators change
    only with the approval of the original approving authority (professional knowledge of current practice).
    """
    if not seen.approved:
        return
    issued = seen.head.issued_on
    listed: dict[tuple[str, str], list[Adjustment]] | None = None
    for indicator in seen.plan.all(Indicator):
        if indicator.nature != "binding":
            continue
        outcomes: list[Outcome] = []
        for target in indicator.targets or ():
            for change in target.changes or ():
                if issued is None:
                    outcomes.append(UNKNOWN)
                    continue
                if change.on < issued:
                    continue
                if listed is None:
                    listed = _listed(seen)
                outcomes.append(_covered(seen, indicator, target, change, listed))
        if outcomes:
            yield indicator, outcomes


def field_of(target: Target) -> str:
    """The name of a target's row: ``targets[2030]``, ``targets[2030,u1]``."""
    return f"targets[{target.year},{target.unit}]" if target.unit else f"targets[{target.year}]"


def _listed(seen: View) -> dict[tuple[str, str], list[Adjustment]]:
    """Adjustments by the element and field that they say they changed."""
    found: dict[tuple[str, str], list[Adjustment]] = {}
    for one in seen.plan.all(Adjustment):
        for row in one.changes or ():
            found.setdefault((row.element, row.field), []).append(one)
    return found


def may_cover(seen: View, adjustment: Adjustment) -> bool:
    """Whether the issuing body, the one it works for, or the people's congress approved the adjustment."""
    approver = (adjustment.approver or "").strip()
    if not approver:
        return False
    issuer = (seen.head.issuing_body or "").strip()
    return not issuer or issuer.startswith(approver) or any(word in approver for word in _CONGRESS)


def _covered(
    seen: View,
    indicator: Indicator,
    target: Target,
    change: TargetChange,
    listed: dict[tuple[str, str], list[Adjustment]],
) -> Outcome:
    named = seen.plan.find(change.adjustment, Adjustment)
    covering = (
        [named]
        if named is not None
        else [
            one
            for one in (
                *listed.get((indicator.id, field_of(target)), ()),
                *listed.get((indicator.id, "targets"), ()),
            )
            # An adjustment of years ago is not the one of this change.
            if one.on is None or abs((change.on - one.on).days) <= NEAR_DAYS
        ]
    )
    if any(may_cover(seen, one) for one in covering):
        return PASSED
    old: object = change.from_ if change.from_ is not None else change.from_text or "—"
    if not covering:
        return fault(
            f"{field_of(target)}.changes[{change.on}]",
            N_(
                "The binding target {year} of {name}, {old} until {on}, was changed without an "
                "adjustment of the plan"
            ),
            year=target.year,
            old=old,
            on=change.on,
        )
    first = covering[0]
    return fault(
        f"{field_of(target)}.changes[{change.on}]",
        N_(
            "The binding target {year} of {name}, {old} until {on}, was changed by {adjustment}, "
            "approved by {approver} and not by {issuer}"
        ),
        related=(first.id,),
        year=target.year,
        old=old,
        on=change.on,
        adjustment=Ref(first.id),
        approver=(first.approver or "").strip() or "—",
        issuer=seen.head.issuing_body or "—",
    )


@rule(
    "A527",
    "no-midterm-evaluation",
    WARNING,
    "plan",
    N_("Long plans are evaluated half-way"),
    years=4,
)
def no_midterm_evaluation(seen: View, head: PlanHead) -> Outcome:
    """A plan of four years or more that is past the middle of its period records a mid-term evaluation.

    Why: Half-way there is still time to move money and to change what does not work; after the end there is
    only a report.

    How: Evaluate goals, binding indicators first, tasks, projects, safeguards and changed circumstances, and
    enter the evaluation with its date, document and conclusion.

    Good: Plan 2026 to 2030, judged in September 2028; mid-term evaluation of 2028-08-20: 24 of 31 indicators
    on schedule.

    Bad: Plan 2014 to 2020, judged in June 2018, no evaluation but the yearly ones.

    Source: What is evaluated, and how: the national notice of 2018 and the scheme of Guizhou for the 11th
    five-year plan.
    """
    start, end = seen.start, seen.end
    if start is None or end is None or not _lasts(start, end, seen.parameter("A527", "years")):
        return None
    middle = start + (end - start) / 2
    if seen.as_of <= middle:
        return None
    if any(one.kind == "midterm" for one in head.evaluations or ()):
        return PASSED
    return fault(
        "evaluations",
        N_("The plan is past its middle ({middle}), and no mid-term evaluation is recorded"),
        middle=middle,
    )


def _lasts(start: date, end: date, years: int) -> bool:
    """Whether a period is at least so many years long: to the day before the anniversary of its start."""
    if start.year + years > end.year + 1 or end.year >= 9999:
        return end.year - start.year >= years
    return (in_year(start, start.year + years) - end).days <= 1
