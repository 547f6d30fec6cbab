"""Which ids an element points at, found from the declarations."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.record import Record


@cache
def _reference_fields(cls: type[Record]) -> tuple[tuple[int, Field, tuple[tuple[int, Field], ...]], ...]:
    """(place, field, places inside its records) of the fields of a class that hold references."""
    found = []
    for place, declared in enumerate(cls.fields):
        inner: tuple[tuple[int, Field], ...] = ()
        if declared.record is not None:
            inner = tuple((at, sub) for at, sub, _ in _reference_fields(declared.record))
            if not inner:
                continue
        elif declared.type not in ("reference", "references"):
            continue
        found.append((place, declared, inner))
    return tuple(found)


def references_of(element: Element) -> list[str]:
    """Ids that the element points at, in the order of its fields; may repeat."""
    found: list[str] = []
    for place, declared, inner in _reference_fields(type(element)):
        value = element[place]
        if value is None:
            continue
        if declared.type == "reference":
            found.append(value)
        elif declared.type == "references":
            found.extend(value)
        else:
            _collect(declared, inner, value, found)
    return found


def references_in(declared: Field, value: Any) -> list[str]:
    """Ids in one field's value."""
    if value is None:
        return []
    if declared.type == "reference":
        return [value]
    if declared.type == "references":
        return list(value)
    found: list[str] = []
    if declared.record is not None:
        inner = tuple((at, sub) for at, sub, _ in _reference_fields(declared.record))
        if inner:
            _collect(declared, inner, value, found)
    return found


def _collect(declared: Field, inner: tuple[tuple[int, Field], ...], value: Any, found: list[str]) -> None:
    for row in (value,) if declared.type == "record" else value:
        for at, sub in inner:
            item = row[at]
            if item is None:
                continue
            if sub.type == "reference":
                found.append(item)
            elif sub.type == "references":
                found.extend(item)
            else:
                found.extend(references_in(sub, item))


def without(declared: Field, value: Any, gone: set[str]) -> Any:
    """A field's value without the references to ``gone`` ids; None when nothing is left.

    A row of a small table whose required reference is gone, or that was about it, goes with it; an optional
    reference is emptied.
    """
    if value is None:
        return None
    if declared.type == "reference":
        return None if value in gone else value
    if declared.type == "references":
        kept = tuple(one for one in value if one not in gone)
        return value if len(kept) == len(value) else kept or None
    if declared.record is None:
        return value
    rows = (value,) if declared.type == "record" else value
    made = []
    changed = False
    for row in rows:
        new = row
        for at, sub in ((at, sub) for at, sub, _ in _reference_fields(declared.record)):
            item = new[at]
            cleaned = without(sub, item, gone)
            if cleaned is item:
                continue
            changed = True
            if cleaned is None and (sub.required or sub.whose):
                break
            new = new.but(**{sub.name: cleaned})
        else:
            made.append(new)
    if not changed:
        return value
    if declared.type == "record":
        return made[0] if made else None
    return tuple(made) or None
