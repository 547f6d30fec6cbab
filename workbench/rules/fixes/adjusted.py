"""What mends findings about what was changed after it was settled, and about waivers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Operation
from workbench.plan.edits import shown_name
from workbench.plan.elements import Adjustment, Scheme, Waiver
from workbench.plan.records import AdjustedField, TargetChange
from workbench.plan.values import in_year, show_number
from workbench.rules.adjusted import (
    WHOLE_ITEM,
    changed_since_frozen,
    lacks,
    logged_edits,
    row_name,
    targets_of,
    untold_edit,
)
from workbench.rules.fixing import fix, way
from workbench.rules.waivers import row_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Indicator, PlanHead
    from workbench.plan.records import Target
    from workbench.rules.adjusted import Changed, TargetEdit
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View


@fix("A517")
def put_back_or_adjust(seen: View, scheme: Scheme, finding: Finding) -> Iterator[Fix]:
    """Put back what was frozen, or enter the change under an adjustment that there is."""
    for changed in changed_since_frozen(seen, scheme):
        if changed.place(scheme) != finding.field:
            continue
        yield _put_back(seen, changed)
        for adjustment in seen.plan.all(Adjustment):
            yield _under(seen, scheme, changed, adjustment)


def _put_back(seen: View, changed: Changed) -> Fix:
    message = N_("Put back what was frozen")
    if changed.field != WHOLE_ITEM:
        return way(message, [edits.set_field(seen.plan, changed.id, changed.field, changed.before)])
    if changed.before is None:
        return way(message, [edits.delete(seen.plan, [changed.id])])
    return way(message, [Operation("add", "scheme_item", changed.id, "", None, changed.before)])


def _under(seen: View, scheme: Scheme, changed: Changed, adjustment: Adjustment) -> Fix:
    here = seen.plan.get(changed.id)
    row = AdjustedField(
        element=changed.id if here is not None else scheme.id,
        field=changed.field or "items",
        from_=_said(changed.before) if changed.field else None,
        to=_said(here.get(changed.field)) if changed.field and here is not None else None,
    )
    return way(
        N_("Enter the change under the adjustment {name}"),
        [edits.set_field(seen.plan, adjustment.id, "changes", (*(adjustment.changes or ()), row))],
        name=adjustment,
    )


def _said(value: object) -> str | None:
    if isinstance(value, Decimal):
        return show_number(value)
    return value if isinstance(value, str) else None


@fix("A520")
def say_why(seen: View, indicator: Indicator, finding: Finding) -> Iterator[Fix]:
    """Take the reason from the adjustment that decided the change, or set the target back."""
    for key, target in targets_of(indicator.targets).items():
        if row_name(key) != finding.field:
            continue
        since = seen.head.issued_on or date.min
        open_ = [one for one in target.changes or () if one.on >= since and lacks(one)]
        if open_:
            told = tuple(_with_reason(seen, one) if one in open_ else one for one in target.changes or ())
            if not any(lacks(one) for one in told if one.on >= since):
                # What the entry itself names as its ground can only be meant.
                yield way(
                    N_("Take the reason for the target {year} of {name} from its adjustment"),
                    [_set(seen, indicator, target, target.but(changes=told))],
                    safe=True,
                    year=str(target.year),
                    name=indicator,
                )
            return
        silent = untold_edit(target, logged_edits(seen, indicator.id, key))
        if silent is not None:
            yield from _of_log(seen, indicator, target, silent)


def _with_reason(seen: View, entry: TargetChange) -> TargetChange:
    adjustment = seen.plan.find(entry.adjustment, Adjustment)
    reason = adjustment.reason if adjustment is not None else None
    return entry if (entry.reason or "").strip() else entry.but(reason=reason)


def _of_log(seen: View, indicator: Indicator, target: Target, silent: TargetEdit) -> Iterator[Fix]:
    for adjustment in seen.plan.all(Adjustment):
        names_it = any(row.element == indicator.id for row in adjustment.changes or ())
        if names_it and (adjustment.reason or "").strip():
            entry = TargetChange(
                on=adjustment.on or silent.on,
                from_=silent.before.value,
                from_text=silent.before.text,
                reason=adjustment.reason,
                adjustment=adjustment.id,
            )
            new = target.but(changes=(*(target.changes or ()), entry))
            yield way(
                N_("Record the old value of the target {year} of {name}, with the reason of {adjustment}"),
                [_set(seen, indicator, target, new)],
                year=str(target.year),
                name=indicator,
                adjustment=adjustment,
            )
    first = logged_edits(seen, indicator.id, (target.year, target.unit))[0].before
    yield way(
        N_("Set the target {year} of {name} back"),
        [_set(seen, indicator, target, first.but(changes=target.changes))],
        year=str(target.year),
        name=indicator,
    )


def _set(seen: View, indicator: Indicator, old: Target, new: Target) -> Operation:
    targets = tuple(new if one is old else one for one in indicator.targets or ())
    return edits.set_field(seen.plan, indicator.id, "targets", targets).operations[0]


# -- waivers -------------------------------------------------------------------------------------------


@fix("W001", "W002")
def end_the_waiver(seen: View, _head: PlanHead, finding: Finding) -> Iterator[Fix]:
    """Delete the waiver; one that has expired can be prolonged by a year from the day of judgement."""
    waiver = seen.plan.find(row_of(finding.field), Waiver)
    if waiver is None:
        return
    element = seen.plan.get(waiver.element)
    name = shown_name(element) if element is not None else waiver.element
    yield way(
        N_("Delete the waiver of {rule} for {name}"),
        [edits.delete(seen.plan, [waiver.id])],
        rule=waiver.rule,
        name=name,
    )
    if finding.rule == "W001" and seen.as_of.year < date.max.year:
        until = in_year(seen.as_of, seen.as_of.year + 1)
        yield way(
            N_("Prolong the waiver of {rule} for {name} until {day}"),
            [edits.set_field(seen.plan, waiver.id, "until", until)],
            rule=waiver.rule,
            name=name,
            day=until.isoformat(),
        )
