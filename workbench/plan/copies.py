"""Copies of elements: the same fields with other ids, links among the copies pointing at the copies."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.patterns import Pattern
from workbench.plan import ids
from workbench.plan.elements import Adjustment, Comment, Waiver

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from workbench.plan.elements import Element
    from workbench.plan.fields import Field

#: What names a row in a field path: p1 of predecessors[p1].
_ROW_NAME: Final = Pattern(r"(?<=[\[,])[^\[\],]+(?=[\],])")


def renamed(declared: Field, value: Any, fresh: dict[str, str], known: AbstractSet[str]) -> Any:
    """A field's value with ids replaced by those of the copies; links to unknown elements left out."""
    if value is None or value == () or declared.name == "id":
        return value
    if declared.type == "reference":
        return fresh.get(value, value if value in known else None)
    if declared.type == "references":
        return tuple(fresh.get(one, one) for one in value if one in known) or None
    if declared.record is None:
        return value
    rows = []
    for row in (value,) if declared.type == "record" else value:
        new = row
        for sub in declared.record.fields:
            new = new.but(**{sub.name: renamed(sub, new.get(sub.name), fresh, known)})
            if new.get(sub.name) is None and (sub.required or (sub.whose and row.get(sub.name) is not None)):
                break
        else:
            rows.append(new)
    if declared.type == "record":
        return rows[0] if rows else None
    return tuple(rows) or None


def with_fresh_ids(elements: Sequence[Element]) -> list[Element]:
    """Copies of a whole plan's elements with fresh ids; links among them follow, loose ones stay."""
    return renamed_throughout(elements, {element.id: ids.new_id() for element in elements})


def renamed_throughout(elements: Sequence[Element], fresh: dict[str, str]) -> list[Element]:
    """A whole plan's elements under the ids given; an id that is not among them stays as it is."""
    copies = []
    for element in elements:
        values = {
            declared.name: renamed(declared, element.get(declared.name), fresh, _Everything())
            for declared in element.fields
        }
        values["id"] = fresh.get(element.id, element.id)
        if isinstance(element, (Waiver, Comment)) and element.element is not None:
            values["element"] = fresh.get(element.element, element.element)
        if isinstance(element, Waiver) and element.field is not None:
            values["field"] = _ROW_NAME.sub(lambda part: fresh.get(part[0], part[0]), element.field)
        elif isinstance(element, Adjustment) and element.changes:
            values["changes"] = tuple(
                row.but(element=fresh.get(row.element, row.element)) for row in element.changes
            )
        copies.append(type(element)(**values))
    return copies


class _Everything(frozenset[str]):
    """The set that holds every id."""

    def __contains__(self, _id: object) -> bool:
        return True
