"""What is left of a scheme's full mark shared out, so that its marks add up to the last hundredth."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from workbench.analysis.schemes import counted, full_mark, items_of
from workbench.analysis.scoring_totals import HUNDREDTH
from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Change, Label, canonical
from workbench.plan.values import rounded
from workbench.rules.fixes.marks import (
    can_be_shared,
    held,
    may_be_set,
    restated,
    set_marks,
    shared_out,
    step_of,
    tables,
    with_marks,
)
from workbench.rules.scheme_rules import by_group, marks_by_subject, own_class, stated_marks

if TYPE_CHECKING:
    from workbench.plan.elements import Scheme, SchemeItem
    from workbench.rules.fixes.marks import Held
    from workbench.rules.scheme_rules import Subject, Table
    from workbench.rules.view import View

_ZERO = Decimal(0)


def rest_shared_out(seen: View, scheme: Scheme) -> Change:
    """Items without marks get what the others leave over, evenly; where all have marks, they are scaled.

    Where the groups state marks that come to the full mark, each group is filled by itself; else the groups
    state afterwards what their items come to. Where units share items that would need other marks for each of
    them, these keep theirs, and what each unit has alone makes up the rest. A Problem where nothing is left
    over, or where a unit has nothing of its own.
    """
    new: dict[tuple[str, str], tuple[Held, Decimal]] = {}
    stated = scheme
    for subject, table in tables(seen, scheme).items():
        own = own_class(seen, subject)
        holders = held(table, own)
        marks = _filled(scheme, table, own)
        for one, value in zip(holders, marks, strict=True):
            place = (one.item.id, one.unit_class)
            known = new.setdefault(place, (one, value))
            if known[1] != value:
                return _made_up(seen, scheme, one.item)
        items = [item for item, _ in table]
        stated = restated(stated, list(zip(items, marks, strict=True)), own or None)
    changed = [(one, value) for one, value in new.values() if value != one.marks]
    made = set_marks(seen, changed)
    if stated.groups != scheme.groups:
        also = edits.set_field(seen.plan, scheme.id, "groups", stated.groups)
        made = made._replace(operations=canonical([*made.operations, *also.operations]))
    return made._replace(label=_label(scheme))


def _made_up(seen: View, scheme: Scheme, shared: SchemeItem) -> Change:
    """The change by which what each unit has alone makes up what its marks lack."""
    items = counted(items_of(seen.plan, scheme))
    made, is_exact = shared_by_unit(seen, scheme, items)
    if not is_exact:
        raise Problem(
            N_("Marks that several units share cannot be made to add up for each of them: {item}"),
            item=shared.code or shared.id,
        )
    values: dict[str, dict[str, Any]] = {}
    for old in items:
        new = made[old.id]
        names = [name for name in ("marks", "marks_by_class", "parameters") if new.get(name) != old.get(name)]
        if names:
            values[old.id] = {name: new.get(name) for name in names}
    stated = restated_by_unit(seen, scheme, [made[one.id] for one in items])
    if stated.groups != scheme.groups:
        values[scheme.id] = {"groups": stated.groups}
    return edits.set_fields(seen.plan, values)._replace(label=_label(scheme))


def _label(scheme: Scheme) -> Label:
    return Label(N_("Share out the marks of {name}"), (("name", scheme.code or ""),))


def _filled(scheme: Scheme, table: Table, own: str) -> list[Decimal]:
    """The marks of a table so that they add up."""
    full = full_mark(scheme)
    stated = stated_marks(scheme, own)
    by_group: dict[str | None, list[int]] = {}
    for at, (item, _) in enumerate(table):
        by_group.setdefault(item.group, []).append(at)
    filled = [marks for _, marks in table]
    parts = [(full, [*range(len(table))])]
    if stated.keys() >= by_group.keys() and sum((stated[one] for one in by_group if one), _ZERO) == full:
        parts = [(stated[name], places) for name, places in by_group.items() if name is not None]
    step = step_of((full, *filled))
    for amount, places in parts:
        old = [filled[at] for at in places]
        rest = amount - sum(old, _ZERO)
        empty = [at for at in places if filled[at] == 0]
        if rest == 0 and not empty:
            continue
        if empty:
            if rest <= 0:
                raise Problem(
                    N_("Nothing is left for the items without marks: the others come to {total} of {full}"),
                    total=f"{amount - rest:f}",
                    full=f"{amount:f}",
                )
            shares = shared_out(rest, [Decimal(1)] * len(empty), step)
            for at, share in zip(empty, shares, strict=True):
                filled[at] = share
        elif can_be_shared(amount, old):
            for at, share in zip(places, shared_out(amount, old, step), strict=True):
                filled[at] = share
    return filled


def shared_by_unit(seen: View, scheme: Scheme, items: list[SchemeItem]) -> tuple[dict[str, SchemeItem], bool]:
    """Items that count with marks that add up for each unit or class, by id, and whether they do for all.

    What is assessed for several units keeps its marks, so that it counts the same for all; what is assessed
    for a unit alone (or for units that are assessed on the very same items) makes up the rest, each item in
    proportion to its marks, one without marks as much as the others have in the middle.
    """
    full = full_mark(scheme)
    found = marks_by_subject(seen, scheme, items)
    places: dict[Subject, dict[tuple[str, str], Held]] = {}
    whose: dict[tuple[str, str], set[Subject]] = {}
    for subject, table in found.items():
        for one in held(table, own_class(seen, subject)):
            place = one.item.id, one.unit_class
            places.setdefault(subject, {})[place] = one
            whose.setdefault(place, set()).add(subject)
    blocks: dict[frozenset[tuple[str, str]], set[Subject]] = {}
    for subject, mine in places.items():
        blocks.setdefault(frozenset(mine), set()).add(subject)
    made = {one.id: one for one in items}
    is_exact = bool(blocks)
    for subjects in blocks.values():
        mine = places[next(iter(subjects))]
        own = [one for place, one in mine.items() if whose[place] <= subjects and _is_free(one)]
        lack = full - sum((one.marks for one in mine.values()), _ZERO)
        if lack == 0 and all(one.marks for one in own):
            continue
        rest = lack + sum((one.marks for one in own), _ZERO)
        known = [one.marks for one in (own if any(one.marks for one in own) else mine.values()) if one.marks]
        usual = max(rounded(sum(known, _ZERO) / len(known), HUNDREDTH), HUNDREDTH) if known else Decimal(1)
        weights = [one.marks or usual for one in own]
        if not can_be_shared(rest, weights):
            is_exact = False
            continue
        step = step_of((full, *(one.marks for one in mine.values())))
        for one, marks in zip(own, shared_out(rest, weights, step), strict=True):
            made[one.item.id] = with_marks(made[one.item.id], one.unit_class, marks)
    return made, is_exact


def _is_free(one: Held) -> bool:
    """Whether an item's marks can be set; those of a class are no measure for bands or levels of all."""
    return one.marks == 0 or may_be_set(one)


def restated_by_unit(seen: View, scheme: Scheme, items: list[SchemeItem]) -> Scheme:
    """The scheme with groups that state what the items of their class come to."""
    for subject, table in marks_by_subject(seen, scheme, counted(items)).items():
        scheme = restated(scheme, table, own_class(seen, subject) or None)
    return scheme


def made_of(seen: View, scheme: Scheme) -> dict[Subject, dict[str | None, Decimal]]:
    """What the items of each group come to: of the scheme (None), or of each unit and class."""
    return {subject: by_group(table) for subject, table in tables(seen, scheme).items()}
