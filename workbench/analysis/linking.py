"""What linking, unlinking and saying something of links means, as changes of the elements that hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.analysis.links import links_of
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Change, Label
from workbench.plan.elements import KINDS
from workbench.plan.links import without

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.analysis.links import Pairing
    from workbench.plan.plan import Plan


def link_cells(plan: Plan, pairing: Pairing, cells: Iterable[tuple[str, str]], **values: Any) -> Change:
    """Link the elements of some cells (row id, column id); ``values`` are said of each new link.

    Links that are there already stay as they are.
    """
    return _for_all(plan, pairing, cells, values)


def unlink_cells(plan: Plan, pairing: Pairing, cells: Iterable[tuple[str, str]]) -> Change:
    """Take the links of some cells away, whatever was said of them."""
    return _for_all(plan, pairing, cells, None)


def _for_all(
    plan: Plan, pairing: Pairing, cells: Iterable[tuple[str, str]], values: dict[str, Any] | None
) -> Change:
    declared = KINDS[pairing.holder].field_of[pairing.field]
    made: dict[str, Any] = {}
    pairs: list[tuple[str, str]] = []
    for row, column in dict.fromkeys(cells):
        holder, other = pairing.ends(row, column)
        element = plan.elements[holder]
        linked = other in links_of(element, pairing)
        if linked == (values is not None):
            continue
        pairs.append((holder, other))
        held = made.get(holder, element.get(pairing.field))
        if values is None:
            made[holder] = without(declared, held, {other})
        elif declared.record is None:
            made[holder] = (*(held or ()), other)
        else:
            made[holder] = (*(held or ()), declared.record(**{pairing.pointing: other}).but(**values))
    if len(pairs) == 1:
        (holder, other), *_ = pairs
        if values is None:
            return edits.unlink(plan, holder, pairing.field, other)
        return edits.link(plan, holder, pairing.field, other, **values)
    message = N_("Make {count} links") if values is not None else N_("Take {count} links away")
    label = Label(message, (("count", str(len(pairs))),))
    return edits.set_fields(plan, {id_: {pairing.field: value} for id_, value in made.items()}, label)


def say_of_link(plan: Plan, pairing: Pairing, row: str, column: str, number: int, **values: Any) -> Change:
    """Say something else of a link: of its first record, or of that with the given number."""
    holder, other = pairing.ends(row, column)
    element = plan.elements[holder]
    held, seen = [], 0
    for record in element.get(pairing.field) or ():
        if record.get(pairing.pointing) == other:
            held.append(record.but(**values) if seen == number else record)
            seen += 1
        else:
            held.append(record)
    change = edits.set_field(plan, holder, pairing.field, tuple(held) or None)
    target = plan.elements[other]
    label = Label(
        N_("Change the link of {name} with {other}"),
        (("name", edits.shown_name(element)), ("other", edits.shown_name(target))),
    )
    return change._replace(label=label)
