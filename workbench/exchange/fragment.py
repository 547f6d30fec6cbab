"""Some elements of a plan as text for the clipboard: lists of the exchange format without the rest."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final

from workbench.exchange.json import SIZE_LIMIT, element_written, laid_out
from workbench.exchange.reading import Misfit, read_row, shape_of
from workbench.plan import ids
from workbench.plan.elements import KINDS, Element

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.plan import Plan

FORMAT: Final = "top-level-design-fragment"


def write_fragment(plan: Plan, wanted: Iterable[str]) -> str:
    """The elements with all that is below them, as JSON text."""
    chosen = {one for id_ in wanted for one in plan.subtree(id_)}
    document: dict[str, Any] = {"format": FORMAT, "plan": plan.id}
    for cls in KINDS.values():
        if not cls.list_name:
            continue
        rows = []
        for element in plan.of_kind(cls.kind_name):
            if element.id in chosen and not (cls.owner_field and element.get(cls.owner_field) in chosen):
                row = element_written(plan, element)
                if cls.owner_field:
                    row[_OWNER] = element.get(cls.owner_field)
                rows.append(row)
        if rows:
            document[cls.list_name] = rows
    return laid_out(document)


_OWNER: Final = "owner"


def read_fragment(text: str) -> list[Element] | None:
    """The elements in a text, in rank order; None when it is no fragment, or does not fit the format."""
    if len(text) > SIZE_LIMIT or FORMAT not in text[:200]:
        return None
    try:
        document = json.loads(text, parse_float=Decimal, parse_int=int)
    except (json.JSONDecodeError, RecursionError, InvalidOperation, ValueError):
        return None
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        return None
    found: list[Element] = []
    try:
        for cls in KINDS.values():
            rows = document.get(cls.list_name) if cls.list_name else None
            if isinstance(rows, list):
                for row in rows:
                    _take(cls, row, None, found)
    except Misfit:
        return None
    positions = ids.spread(len(found))
    return [element.but(position=at) for element, at in zip(found, positions, strict=True)]


def _take(cls: type[Element], row: Any, owner: str | None, found: list[Element]) -> None:
    owned = next((one for one in KINDS.values() if one.owner_kind == cls.kind_name), None)
    if cls.owner_field and owner is None and isinstance(row, dict):
        owner = str(row.pop(_OWNER, ""))
    element = cls.of(read_row(shape_of(cls), row, owned.list_name if owned else ""))
    if cls.field_of["id"].internal:
        element = element.but(id=ids.new_id())
    if cls.owner_field:
        element = element.but(**{cls.owner_field: owner})
    found.append(element)
    below = row.get(owned.list_name) if owned is not None else None
    for one in below if isinstance(below, list) else ():
        assert owned is not None
        _take(owned, one, element.id, found)
