"""Rules about what was changed after it was settled: frozen schemes, targets of an issued plan. (A)"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.i18n import N_
from workbench.plan.change import same
from workbench.plan.edits import shown_name
from workbench.plan.elements import KINDS, Adjustment, Indicator, Scheme, SchemeItem
from workbench.plan.values import parse_number
from workbench.rules.figures import shown_quantity
from workbench.rules.rule import ERROR, PASSED, WARNING, Word, fault, rule
from workbench.rules.waivers import base_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from workbench.plan.around import LoggedEdit
    from workbench.plan.elements import Element
    from workbench.plan.records import Target, TargetChange
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

#: What may change in a frozen scheme: its results are entered after it was frozen, the rest assesses nobody.
_FREE: Final = frozenset({"frozen", "results", "notes", "code", "position", "absent", "empty_lists"})
#: The field of a change that is a whole item, added or taken out.
WHOLE_ITEM: Final = ""


class Changed(NamedTuple):
    """What differs in a scheme from what was frozen: a field of the scheme or an item, or a whole item.

    For a whole item ``field`` is empty and ``before`` the item that was there, None for one that was added.
    """

    id: str
    field: str
    before: Any
    on: date

    def place(self, scheme: Scheme) -> str:
        """The field of the finding about it."""
        if self.id == scheme.id:
            return self.field
        return f"items[{self.id}].{self.field}" if self.field else f"items[{self.id}]"


def changed_since_frozen(seen: View, scheme: Scheme) -> list[Changed]:
    """What of a scheme is not as it was when it was first frozen, as the library's log tells.

    A freezing that was undone does not count; one taken off for an edit and put back does.
    """
    if seen.surroundings is None:
        return []
    since, edits = _since_frozen(scheme.id, seen.surroundings.edits)
    first: dict[tuple[str, str], LoggedEdit] = {}
    last: dict[tuple[str, str], LoggedEdit] = {}
    mine = _items_ever(seen, scheme, edits)
    for one in edits:
        is_part = one.id == scheme.id if one.kind == "scheme" else one.id in mine
        if one.number < since or not is_part or one.field in _FREE:
            continue
        place = (one.id, one.field if one.action == "set" else WHOLE_ITEM)
        first.setdefault(place, one)
        last[place] = one
    found = []
    for (id_, field), one in first.items():
        here = seen.plan.get(id_)
        on = last[id_, field].on
        if field != WHOLE_ITEM:
            # A field of an item that came or went since is told with the item.
            if here is not None and (id_, WHOLE_ITEM) not in first and not same(here.get(field), one.before):
                found.append(Changed(id_, field, one.before, on))
        elif (one.action == "add") != (here is None) and id_ != scheme.id:
            found.append(Changed(id_, WHOLE_ITEM, one.before, on))
        elif one.before is not None and here is not None:
            # Taken out and put back: what it was before counts, field by field.
            for declared, was, now in zip(here.fields, one.before, here, strict=True):
                earlier = first.get((id_, declared.name))
                before = earlier.before if earlier is not None and earlier.number < one.number else was
                if declared.name not in _FREE and not same(before, now):
                    found.append(Changed(id_, declared.name, before, on))
    return found


def _since_frozen(id_: str, edits: Sequence[LoggedEdit]) -> tuple[int, list[LoggedEdit]]:
    """The number of the change that froze a scheme (0: it came frozen), and the edits after that."""
    for at, one in enumerate(edits):
        if one.kind == "scheme" and one.id == id_:
            if (one.action == "set" and one.field == "frozen" and one.after) or (
                one.action == "add" and one.after.frozen
            ):
                # What came with the freezing in one change was frozen by it.
                return one.number, [later for later in edits[at + 1 :] if later.number != one.number]
    return 0, list(edits)


def _items_ever(seen: View, scheme: Scheme, edits: Sequence[LoggedEdit]) -> set[str]:
    mine = set(seen.plan.owned(scheme.id))
    for one in edits:
        if one.kind == "scheme_item" and one.action != "set":
            item = one.after if one.before is None else one.before
            if item.scheme == scheme.id:
                mine.add(one.id)
    return mine


def is_covered(seen: View, scheme: Scheme, changed: Changed) -> bool:
    """Whether an adjustment of the plan names the change, and no other value than the one that stands now."""
    here = seen.plan.get(changed.id)
    value = here.get(changed.field) if here is not None and changed.field != WHOLE_ITEM else None
    for adjustment in seen.plan.all(Adjustment):
        for row in adjustment.changes or ():
            if not _agrees(row.to, value):
                continue
            if row.element == changed.id:
                if changed.field in (WHOLE_ITEM, row.field, base_of(row.field)):
                    return True
            elif row.element == scheme.id and base_of(row.field) == "items":
                if changed.field == WHOLE_ITEM or row.field == changed.place(scheme):
                    return True
    return False


def _agrees(written: str | None, value: object) -> bool:
    """Whether what an adjustment says of the new value can be the value."""
    if written is None:
        return True
    if isinstance(value, Decimal):
        number = parse_number(written)
        return number is None or number == value
    return not isinstance(value, str) or written.strip() == value.strip()


@rule(
    "A517",
    "frozen-scheme-changed",
    ERROR,
    "scheme",
    N_("A frozen scheme stays as it is"),
    whole=True,
    beyond=True,
)
def frozen_scheme_changed(seen: View) -> Iterator[tuple[Element, Outcome | list[Fault]]]:
    """Looks at every frozen scheme in a library: by the log, it and its items are as they were when it was
    first frozen, or an adjustment names what differs (the item or scheme, and the field). Results, notes and
    codes do not count; an edit that was taken back is none. A file has no log and nothing to check.

    Why: Whoever is assessed has to know from the start by what. Marks that move after the freezing are
    disputed, and rightly.

    How: Take the edit back, or enter under the plan's adjustments who decided it, when, by which document,
    and each item and field that it changes.

    Good: Item T-03 went from 10 to 8 marks in May; adjustment J-02 of 2027-05-12 names T-03, marks, from 10
    to 8.

    Bad: The scheme of 2027 was frozen in January; in November T-03 has 4 marks less and no paper says why.

    Source: A plan is fixed when it is issued; what is changed later goes into a record of adjustments with
    reason, approver and date (professional practice of plan management).
    """
    if seen.surroundings is None:
        return
    for scheme in seen.plan.all(Scheme):
        if scheme.frozen:
            open_ = [one for one in changed_since_frozen(seen, scheme) if not is_covered(seen, scheme, one)]
            yield scheme, [_changed(seen, scheme, one) for one in open_] or PASSED


def _changed(seen: View, scheme: Scheme, changed: Changed) -> Fault:
    place = changed.place(scheme)
    here = seen.plan.get(changed.id)
    values: dict[str, Any] = {"name": _name(seen, scheme), "day": changed.on}
    if changed.id != scheme.id:
        values["item"] = _name(seen, here if here is not None else changed.before)
    related = (changed.id,) if here is not None and changed.id != scheme.id else ()
    if changed.field == WHOLE_ITEM:
        message = (
            N_("{name} is frozen, but {item} was added on {day}; no adjustment covers it")
            if changed.before is None
            else N_("{name} is frozen, but {item} was taken out on {day}; no adjustment covers it")
        )
        return fault(place, message, related=related, **values)
    assert here is not None
    values["field"] = Word(KINDS[here.kind_name].field_of[changed.field].label)
    before, after = _plain(changed.before), _plain(here.get(changed.field))
    if changed.id == scheme.id:
        message = N_("{name} is frozen, but “{field}” was changed on {day}; no adjustment covers it")
    elif before is None or after is None:
        message = N_(
            "{name} is frozen, but “{field}” of {item} was changed on {day}; no adjustment covers it"
        )
    else:
        values |= {"before": before, "after": after}
        message = N_(
            "{name} is frozen, but “{field}” of {item} was changed from {before} to {after} on {day}; no "
            "adjustment covers it"
        )
    return fault(place, message, related=related, **values)


def _plain(value: object) -> Decimal | str | None:
    """A value that fits into a sentence."""
    return value if isinstance(value, Decimal) else None


def _name(seen: View, element: Element) -> str:
    """A scheme by its year, an item by its code and what it assesses: neither has a title."""
    if isinstance(element, Scheme):
        return " ".join(filter(None, (element.code, str(element.year))))
    if isinstance(element, SchemeItem):
        thing = seen.plan.get(element.thing)
        return (
            " ".join(filter(None, (element.code, thing.name_shown if thing is not None else "")))
            or element.id
        )
    return shown_name(element)


# -- targets of an issued plan -------------------------------------------------------------------------


@rule(
    "A520",
    "target-changed-silently",
    WARNING,
    "target",
    N_("A target changed after the plan was issued says from what and why"),
    whole=True,
    beyond=True,
)
def target_changed_silently(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """Looks at the earlier values of every target that are dated on or after the plan's date of issue: each
    has the old value and a reason. In a library the log is read too: every edit of a target since the date of
    issue that still stands gives a reason, or its old value stands among the target's earlier values with
    one. A target for a year that had none is no change.

    Why: A target that was lowered without a word makes every later success worthless; one that was raised
    wants to be told as well.

    How: Enter under the target's earlier values the day, the old value, the reason and, where there is one,
    the adjustment that decided it.

    Good: Target 2030: 5 (10,000 devices); until 2027-04-15 4.6, "grew faster than planned", adjustment J-01.

    Bad: Target 2030: 4; the log shows that it was 5 until last week, and nobody says why.

    Source: A plan is fixed when it is issued; what is changed later is recorded with old and new value,
    reason, approver and date (professional practice of plan management).
    """
    issued = seen.head.issued_on
    if issued is None:
        return
    logged = _logged_targets(seen, issued)
    for indicator in seen.plan.all(Indicator):
        edits = logged.get(indicator.id, {})
        if not edits and not any(target.changes for target in indicator.targets or ()):
            continue
        here = targets_of(indicator.targets)
        for key in dict.fromkeys((*here, *edits)):
            outcome = _told(key, here.get(key), edits.get(key, []), issued)
            if outcome is not None:
                yield indicator, outcome


Key = tuple[int, str | None]


class TargetEdit(NamedTuple):
    """A logged edit of one target that had a value before."""

    on: date
    reason: str
    before: Target
    after: Target | None


def targets_of(targets: tuple[Target, ...] | None) -> dict[Key, Target]:
    """Targets by year and unit."""
    return {(one.year, one.unit): one for one in targets or ()}


def row_name(key: Key) -> str:
    """The field of a target's row."""
    year, unit = key
    return f"targets[{year},{unit}]" if unit else f"targets[{year}]"


def _says(target: Target | None) -> tuple[Any, ...]:
    """What a target demands, without how it was written and what it was before."""
    return () if target is None else (target.value, target.op or "eq", target.upper, target.text)


def _logged_targets(seen: View, issued: date) -> dict[str, dict[Key, list[TargetEdit]]]:
    """The edits of targets since the plan was issued, by indicator and target; oldest first."""
    found: dict[str, dict[Key, list[TargetEdit]]] = {}
    for edit in seen.surroundings.edits if seen.surroundings is not None else ():
        if edit.kind != "indicator" or edit.on < issued:
            continue
        after = targets_of(edit.after)
        for key, was in targets_of(edit.before).items():
            if (was.value is not None or was.text) and _says(was) != _says(after.get(key)):
                mine = found.setdefault(edit.id, {}).setdefault(key, [])
                mine.append(TargetEdit(edit.on, edit.reason, was, after.get(key)))
    return found


def logged_edits(seen: View, id_: str, key: Key) -> list[TargetEdit]:
    """The edits of one target since the plan was issued, oldest first."""
    issued = seen.head.issued_on
    return [] if issued is None else _logged_targets(seen, issued).get(id_, {}).get(key, [])


def untold_edit(target: Target | None, edits: list[TargetEdit]) -> TargetEdit | None:
    """The first edit of a target that says neither in the log nor among the earlier values why."""
    if not edits or _says(edits[0].before) == _says(target):
        return None
    return next((one for one in edits if not one.reason.strip() and not _is_recorded(target, one)), None)


def _is_recorded(target: Target | None, edit: TargetEdit) -> bool:
    changes = target.changes if target is not None else None
    return any(
        bool(one.reason and one.reason.strip())
        and (
            (one.from_ is not None and one.from_ == edit.before.value)
            or (bool(one.from_text) and one.from_text in (edit.before.text, edit.before.written))
        )
        for one in changes or ()
    )


def lacks(entry: TargetChange) -> bool:
    """Whether an earlier value is not told wholly: its value and the reason of the change."""
    return (entry.from_ is None and not entry.from_text) or not (entry.reason or "").strip()


def _told(key: Key, target: Target | None, edits: list[TargetEdit], issued: date) -> Outcome:
    entries = [one for one in (target.changes if target is not None else None) or () if one.on >= issued]
    values: dict[str, Any] = {"year": key[0]}
    wanting = [one for one in entries if lacks(one)]
    if wanting:
        days = tuple(one.on for one in wanting)
        old = any(one.from_ is None and not one.from_text for one in wanting)
        why = any(not (one.reason or "").strip() for one in wanting)
        if old and why:
            message = N_(
                "{name}: the target of {year} was changed on {days} without its old value and a reason"
            )
        elif old:
            message = N_("{name}: the target of {year} was changed on {days} without its old value")
        else:
            message = N_("{name}: the target of {year} was changed on {days} without a reason")
        return fault(row_name(key), message, days=days, **values)
    silent = untold_edit(target, edits)
    if silent is not None:
        values |= {"before": shown_quantity(silent.before), "day": silent.on}
        if silent.after is None:
            message = N_(
                "{name}: the target of {year}, {before}, was taken out on {day}, after the plan was issued, "
                "without a reason"
            )
        else:
            message = N_(
                "{name}: the target of {year} was changed from {before} to {after} on {day}, after the plan "
                "was issued; its earlier values do not say why"
            )
            values["after"] = shown_quantity(silent.after)
        return fault(row_name(key), message, **values)
    return PASSED if entries or edits else None
