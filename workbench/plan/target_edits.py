"""Setting the targets of an indicator: what an approved plan promised is kept beside what replaces it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Change, Label, Operation
from workbench.plan.choices import APPROVED
from workbench.plan.elements import Indicator
from workbench.plan.in_words import quantity_of
from workbench.plan.records import Target, TargetChange
from workbench.plan.values import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from workbench.plan.plan import Plan

_NOTHING = Quantity()


def set_targets(
    plan: Plan,
    indicator_id: str,
    wanted: Iterable[Target],
    *,
    on: date,
    reason: str = "",
    merge_key: str = "",
) -> Change:
    """Set targets by year and unit; those that are not named stay as they are.

    Of ``wanted`` the year, unit and quantity count; one without a quantity takes the target away. In a plan
    that has been approved the old value goes into the target's history, with the day and the reason; several
    changes of one day are one entry, which keeps what stood there before the first.
    """
    indicator = plan.find(indicator_id, Indicator)
    if indicator is None:
        raise Problem(N_("The element {id} is no longer in the plan"), id=indicator_id)
    held = {(one.year, one.unit or ""): one for one in indicator.targets or ()}
    for one in wanted:
        key = (one.year, one.unit or "")
        before, quantity = held.get(key), quantity_of(one)
        if quantity == _NOTHING:
            held.pop(key, None)
            continue
        held[key] = (before or Target(year=one.year, unit=one.unit)).but(**quantity._asdict())
    targets = recorded(plan, indicator, (held[key] for key in sorted(held)), on=on, reason=reason)
    change = edits.set_field(
        plan,
        indicator_id,
        "targets",
        targets or None,
        merge_key=merge_key,
        reason=reason if keeps_old_values(plan) else "",
    )
    return change._replace(label=Label(N_("Set targets of {name}"), (("name", edits.shown_name(indicator)),)))


def keeps_old_values(plan: Plan) -> bool:
    """Whether the plan has been approved, so that its targets are promises."""
    return plan.head.status in APPROVED


def recorded(
    plan: Plan, indicator: Indicator, targets: Iterable[Target], *, on: date, reason: str = ""
) -> tuple[Target, ...]:
    """The targets that an indicator is to have, the old value with those that an approved plan promised
    otherwise. A row whose history was itself edited stays as it is.
    """
    if not keeps_old_values(plan):
        return tuple(targets)
    before = {(one.year, one.unit or ""): one for one in indicator.targets or ()}
    # What was decided of the first change of a day holds for those that follow.
    decided = next((one.adjustment for one in entries_of(indicator, on) if one.adjustment), None)
    found = []
    for one in targets:
        held, quantity = before.get((one.year, one.unit or "")), quantity_of(one)
        if held is not None and held.changes == one.changes and quantity_of(held) != quantity:
            found.append(one.but(changes=_history(held, quantity, on, reason, decided)))
        else:
            found.append(one)
    return tuple(found)


def with_old_values(plan: Plan, change: Change, *, on: date) -> Change:
    """A change of many cells, with the history of those targets that an approved plan promised otherwise."""

    def kept(op: Operation) -> Operation:
        indicator = plan.find(op.id, Indicator) if (op.action, op.field) == ("set", "targets") else None
        if indicator is None or not op.after:
            return op
        return op._replace(after=recorded(plan, indicator, op.after, on=on))

    return change._replace(operations=tuple(map(kept, change.operations)))


def entries_of(indicator: Indicator, on: date) -> list[TargetChange]:
    """What was put into the history of the targets on a day."""
    return [entry for one in indicator.targets or () for entry in one.changes or () if entry.on == on]


def give_reason(plan: Plan, indicator_id: str, reason: str, *, on: date) -> Change:
    """Say why the targets of an indicator were changed on a day; an empty reason is taken out again."""
    return _told(plan, indicator_id, on, reason.strip(), reason=reason.strip() or None)


def name_adjustment(plan: Plan, indicator_id: str, adjustment: str | None, *, on: date) -> Change:
    """Name the adjustment that decided what was changed of an indicator's targets on a day; None takes it out
    again.
    """
    return _told(plan, indicator_id, on, "", adjustment=adjustment)


def _told(plan: Plan, indicator_id: str, on: date, why: str, **said: str | None) -> Change:
    """The change that says something of all that was put into the history of the targets on a day."""
    indicator = plan.find(indicator_id, Indicator)
    if indicator is None:
        raise Problem(N_("The element {id} is no longer in the plan"), id=indicator_id)

    def told(one: Target) -> Target:
        if all(entry.on != on for entry in one.changes or ()):
            return one
        entries = (entry.but(**said) if entry.on == on else entry for entry in one.changes or ())
        return one.but(changes=tuple(entries))

    targets = tuple(told(one) for one in indicator.targets or ())
    change = edits.set_field(plan, indicator_id, "targets", targets or None, reason=why)
    label = Label(N_("Say why the targets of {name} changed"), (("name", edits.shown_name(indicator)),))
    return change._replace(label=label)


def _history(
    before: Target, now: Quantity, on: date, reason: str, adjustment: str | None
) -> tuple[TargetChange, ...] | None:
    """The history of a target that gets another value on a day."""
    earlier = list(before.changes or ())
    if earlier and earlier[-1].on == on:
        last = earlier.pop()
        if Quantity(last.from_, text=last.from_text) == now._replace(op=None, upper=None, written=None):
            # Back to what it was in the morning: nothing has been changed.
            return tuple(earlier) or None
        return (*earlier, last.but(reason=reason or last.reason))
    old = quantity_of(before)
    text = (
        None if old.value is not None and old.op in (None, "eq") and not old.written else old.shown() or None
    )
    entry = TargetChange(on=on, from_=old.value, from_text=text, reason=reason or None, adjustment=adjustment)
    return (*earlier, entry)
