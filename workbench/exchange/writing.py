"""From elements to JSON text: what was not said stays away, lists keep their order, numbers their digits."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.plan.elements import KINDS, Element
from workbench.plan.values import wan_of_fen

if TYPE_CHECKING:
    from datetime import date

    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record

FORMAT: Final = "top-level-design-plan"
VERSION: Final = 1

#: Kinds with a list of their own at the top of the document, and the kind whose list stands in an owner.
TOP_KINDS: Final = tuple(cls for cls in KINDS.values() if cls.list_name and not cls.owner_field)
OWNED_KINDS: Final = {cls.owner_kind: cls for cls in KINDS.values() if cls.owner_field}


def write_plan(plan: Plan) -> str:
    """The plan as a document: what was not said stays away, lists keep their order, numbers their digits."""
    head = plan.head
    document: dict[str, Any] = {"format": FORMAT, "version": VERSION, "plan": element_written(plan, head)}
    for cls in TOP_KINDS:
        elements = plan.of_kind(cls.kind_name)
        if elements or cls.list_name in (head.empty_lists or ()):
            document[cls.list_name] = [element_written(plan, one) for one in elements]
    return laid_out(document)


def element_written(plan: Plan, element: Element) -> dict[str, Any]:
    """An element as an object of the exchange format, with the elements it owns."""
    made = _fields_written(element)
    owned = OWNED_KINDS.get(element.kind_name)
    if owned is not None:
        below = [element_written(plan, plan.elements[id_]) for id_ in plan.owned(element.id)]
        if below or owned.list_name in (element.get("empty_lists") or ()):
            made[owned.list_name] = below
    return made


def _fields_written(record: Record) -> dict[str, Any]:
    return {
        declared.key: _value_written(declared, value)
        for declared, value in zip(record.fields, record, strict=True)
        if value is not None and not declared.internal
    }


def value_written(declared: Field, value: Any) -> Any:
    """A field's value as it stands in the exchange format; None for one that is not said."""
    return None if value is None else _value_written(declared, value)


def _value_written(declared: Field, value: Any) -> Any:
    match declared.type:
        case "money":
            return wan_of_fen(value)
        case "date":
            day: date = value
            return day.isoformat()
        case "record":
            return _fields_written(value)
        case "absent":
            return {entry.field: _fields_written(entry.but(field=None)) for entry in value}
        case "records" if declared.mapping:
            return {entry[0]: entry[1] for entry in value}
        case "records":
            return [_fields_written(entry) for entry in value]
        case _:
            return value


def laid_out(document: dict[str, Any]) -> str:
    """The JSON text of a document, numbers with their digits, a line end at the end."""
    out: list[str] = []
    _lay_out(document, "\n", out)
    out.append("\n")
    return "".join(out)


_quoted: Final = json.encoder.encode_basestring


def _lay_out(value: Any, line: str, out: list[str]) -> None:
    """JSON text of a value, one space deeper a level; ``line`` is the line break of the present level."""
    if isinstance(value, str):
        out.append(_quoted(value))
    elif isinstance(value, Decimal):
        out.append(format(value, "f"))
    elif value is None or isinstance(value, bool):
        out.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, int):
        out.append(str(value))
    elif not value:
        out.append("{}" if isinstance(value, dict) else "[]")
    elif isinstance(value, dict):
        lead = "{" + line + " "
        for key, item in value.items():
            out.append(f"{lead}{_quoted(key)}: ")
            _lay_out(item, line + " ", out)
            lead = "," + line + " "
        out.append(line + "}")
    else:
        lead = "[" + line + " "
        for item in value:
            out.append(lead)
            _lay_out(item, line + " ", out)
            lead = "," + line + " "
        out.append(line + "]")
