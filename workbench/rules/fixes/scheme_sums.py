"""What mends findings about the marks of a scheme: sums, missing marks, one item that outweighs the rest."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from workbench.analysis.item_parameters import HUNDRED, number, parameter
from workbench.analysis.schemes import counted, full_mark, items_of
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.elements import Scheme, SchemeItem
from workbench.rules.fixes.marks import (
    can_be_shared,
    faults_in,
    held,
    is_frozen,
    may_be_set,
    restated,
    scored_anew,
    set_marks,
    shared_out,
    tables,
)
from workbench.rules.fixing import fix, way
from workbench.rules.scheme_rules import own_class, stated_marks

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.change import Change
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.scheme_rules import Subject, Table
    from workbench.rules.view import View


@fix("A503")
def make_marks_add_up(seen: View, scheme: Scheme, finding: Finding) -> Iterator[Fix]:
    """Scale the marks to the full mark or to those of the groups; or state what the marks come to."""
    if scheme.frozen:
        return
    all_tables = tables(seen, scheme)
    # Marks that two units or classes share cannot be scaled for one of them.
    times: dict[tuple[str, str], int] = {}
    for subject, table in all_tables.items():
        for one in held(table, own_class(seen, subject)):
            times[one.item.id, one.unit_class] = times.get((one.item.id, one.unit_class), 0) + 1
    said = dict(finding.values).get("subject")
    for subject, table in all_tables.items():
        if subject != said:
            continue
        before = faults_in(seen, scheme, subject, table)
        own = own_class(seen, subject)
        for made in _ways_to_add_up(seen, scheme, finding, subject, table):
            message, values, new_scheme, new_table = made
            if finding.field in (after := faults_in(seen, new_scheme, subject, new_table)) or after - before:
                continue
            changes: list[Change] = []
            new = [
                (one, marks)
                for one, (_, marks) in zip(held(table, own), new_table, strict=True)
                if one.marks != marks
            ]
            if any(not may_be_set(one) or times[one.item.id, one.unit_class] > 1 for one, _ in new):
                continue
            if new:
                changes.append(set_marks(seen, new))
            # What groups and full mark say of others must not become wrong, nor stay wrong under this name.
            elsewhere = [(other, rows) for other, rows in all_tables.items() if other != subject]
            if any(
                finding.field in (faults := faults_in(seen, new_scheme, other, rows))
                or faults - faults_in(seen, scheme, other, rows)
                for other, rows in elsewhere
            ):
                continue
            for name in ("groups", "full_mark"):
                if new_scheme.get(name) != scheme.get(name):
                    changes.append(edits.set_field(seen.plan, scheme.id, name, new_scheme.get(name)))
            yield way(message, changes, safe=False, name=scheme, **values)


_Way = tuple[str, dict[str, str], Scheme, "Table"]


def _ways_to_add_up(
    seen: View, scheme: Scheme, finding: Finding, subject: Subject, table: Table
) -> Iterator[_Way]:
    if not table:
        return
    full = full_mark(scheme)
    own = own_class(seen, subject)
    by_group: dict[str | None, list[int]] = {}
    for at, (item, _) in enumerate(table):
        by_group.setdefault(item.group, []).append(at)
    stated = stated_marks(scheme, own)
    scalable = can_be_shared(full, [marks for _, marks in table])
    if finding.field.startswith("groups["):
        group = str(dict(finding.values).get("group"))
        of_group = [table[at] for at in by_group.get(group, ())]
        if can_be_shared(stated.get(group) or Decimal(0), [marks for _, marks in of_group]):
            yield (
                N_("Scale the marks of the group “{group}” in {name} to the {stated} that it states"),
                {"group": group, "stated": f"{stated[group]:f}"},
                scheme,
                _scaled(table, {group: stated[group]}, by_group),
            )
        total = sum((marks for _, marks in of_group), Decimal(0))
        groups = tuple(
            one.but(marks=total if of_group else None)
            if one.name == group and one.unit_class in (None, own or None)
            else one
            for one in scheme.groups or ()
        )
        yield (
            N_("State for the group “{group}” in {name} what its items come to: {total} marks")
            if of_group
            else N_("State no marks for the group “{group}” in {name}, which has no items"),
            {"group": group, "total": f"{total:f}"},
            scheme.but(groups=groups),
            table,
        )
        return
    if scalable:
        if (
            stated.keys() == by_group.keys()
            and all(marks > 0 for marks in stated.values())
            and sum(stated.values(), Decimal(0)) == full
        ):
            yield (
                N_("Scale the marks of each group in {name} to those that it states, {full} in all"),
                {"full": f"{full:f}"},
                scheme,
                _scaled(table, stated, by_group),
            )
        new = list(
            zip(
                (item for item, _ in table),
                shared_out(full, [marks for _, marks in table]),
                strict=True,
            )
        )
        yield (
            N_("Scale all marks in {name} to {full}"),
            {"full": f"{full:f}"},
            restated(scheme, new, own or None),
            new,
        )
    total = sum((marks for _, marks in table), Decimal(0))
    if total > 0:
        yield (
            N_("Set the full mark of {name} to {total}, what the items come to"),
            {"total": f"{total:f}"},
            scheme.but(full_mark=total),
            table,
        )


def _scaled(table: Table, wanted: dict[str, Decimal], by_group: dict[str | None, list[int]]) -> Table:
    """The table with the marks of some groups scaled to what they are to come to."""
    new = list(table)
    for group, marks in wanted.items():
        places = by_group.get(group, [])
        for at, share in zip(places, shared_out(marks, [table[at][1] for at in places]), strict=True):
            new[at] = (table[at][0], share)
    return new


@fix("A504")
def give_marks(seen: View, item: SchemeItem, _finding: Finding) -> Iterator[Fix]:
    """The marks that the others leave over; a veto instead of marks; or without the item."""
    scheme = seen.plan.find(item.scheme, Scheme)
    if scheme is None or scheme.frozen or item.marks_by_class:
        return
    whole = scheme.scope != "unit"
    others = [one for one in counted(items_of(seen.plan, scheme)) if one.id != item.id]
    if whole and all(one.marks is not None for one in others):
        table = [(one, one.marks or Decimal(0)) for one in others]
        rest = full_mark(scheme) - sum((marks for _, marks in table), Decimal(0))
        before = faults_in(seen, scheme, None, [*table, (item, item.marks or Decimal(0))])
        if item.marks is None:
            before = set()
        if rest > 0 and not faults_in(seen, scheme, None, [*table, (item, rest)]) - before:
            values = {"marks": rest}
            parameters = scored_anew(item, rest)
            if parameters is not None:
                values["parameters"] = parameters  # type: ignore[assignment]
            yield way(
                N_("Give {name} the {marks} marks that the other items leave over"),
                [edits.set_fields(seen.plan, {item.id: values})],
                name=item,
                marks=f"{rest:f}",
            )
        if faults_in(seen, scheme, None, table) - before:
            return
    elif item.marks is None:
        return
    yield way(
        N_("Make {name} a veto without marks"),
        [edits.set_fields(seen.plan, {item.id: {"marks": None, "veto": "item"}})],
        name=item,
    )
    yield way(N_("Take {name} out of the scheme"), [edits.delete(seen.plan, [item.id])], name=item)


@fix("A515")
def lighten_item(seen: View, scheme: Scheme, finding: Finding) -> Iterator[Fix]:
    """The item keeps what one item may carry; the rest is shared out among the others."""
    if scheme.frozen:
        return
    table = [(one, one.marks or Decimal(0)) for one in counted(items_of(seen.plan, scheme))]
    full = full_mark(scheme)
    most = full * seen.parameter("A515", "most_percent") / HUNDRED
    heavy = next((item for item, _ in table if f"items[{item.id}]" == finding.field), None)
    others = [(item, marks) for item, marks in table if item is not heavy]
    if heavy is None or not can_be_shared(full - most, [marks for _, marks in others]):
        return
    shares = iter(shared_out(full - most, [marks for _, marks in others]))
    new = [(item, most if item is heavy else next(shares)) for item, _ in table]
    if any(marks > most for _, marks in new):
        return
    new_scheme = restated(scheme, new)
    holders = held(table, "")
    if faults_in(seen, new_scheme, None, new) or not all(map(may_be_set, holders)):
        return
    changes = [set_marks(seen, zip(holders, (marks for _, marks in new), strict=True))]
    if new_scheme.groups != scheme.groups:
        changes.append(edits.set_field(seen.plan, scheme.id, "groups", new_scheme.groups))
    yield way(
        N_("Leave {item} {most} marks and share the rest out among the others"),
        changes,
        item=heavy,
        most=f"{most.normalize():f}",
    )


@fix("A519")
def fit_scores_to_marks(seen: View, item: SchemeItem, _finding: Finding) -> Iterator[Fix]:
    """Scale the scores of bands or levels to the marks; let a completion rate or interval give them all."""
    if is_frozen(seen, item) or item.marks is None or item.marks_by_class:
        return
    parameters = scored_anew(item, item.marks)
    if parameters is not None:
        yield way(
            N_("Scale the scores of {name} so that the best is its {marks} marks"),
            [edits.set_field(seen.plan, item.id, "parameters", parameters)],
            name=item,
            marks=f"{item.marks:f}",
        )
        return
    given = dict(item.parameters or {})
    if item.method == "completion":
        cap, floor = number(parameter(item, "cap")), number(parameter(item, "floor"))
        if cap is not None and cap < 1:
            given["cap"] = Decimal(1)
        if floor is not None and floor > 1:
            given["floor"] = Decimal(1)
        yield way(
            N_("Let {name} give its full marks at 100 %"),
            [edits.set_field(seen.plan, item.id, "parameters", given)],
            name=item,
        )
    elif item.method == "interval":
        yield way(
            N_("Let {name} begin at no points"),
            [edits.set_field(seen.plan, item.id, "parameters", {**given, "base": Decimal(0)})],
            name=item,
        )
