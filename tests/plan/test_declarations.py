"""The declarations say the same as the published schema of the exchange format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from workbench import paths
from workbench.plan import choices
from workbench.plan.elements import KINDS, Element, PlanHead
from workbench.plan.fields import Field
from workbench.plan.record import Record
from workbench.plan.records import AbsentReason

SCHEMA: dict[str, Any] = json.loads(
    (paths.resources() / "plan-exchange.schema.json").read_text(encoding="utf-8")
)
ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = {"type": "string"}
ID = {"type": "string", "minLength": 1, "maxLength": 200}


def plain(node: Any) -> Any:
    """A part of the schema without its comments, references followed."""
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return plain(SCHEMA["$defs"][node["$ref"].rsplit("/", 1)[1]])
    made: dict[str, Any] = {}
    for key, value in node.items():
        if key == "properties":
            made[key] = {name: plain(inner) for name, inner in value.items()}
        elif key in ("items", "additionalProperties"):
            made[key] = plain(value)
        elif key == "required":
            made[key] = sorted(value)
        elif key != "description":
            made[key] = value
    return made


def named(name: str) -> Any:
    return plain({"$ref": f"#/$defs/{name}"})


def given(**limits: int | None) -> dict[str, int]:
    return {name: value for name, value in limits.items() if value is not None}


SIMPLE = {
    "text": TEXT,
    "long_text": TEXT,
    "texts": {"type": "array", "items": TEXT},
    "boolean": {"type": "boolean"},
    "object": {"type": "object"},
}


def schema_of(declared: Field) -> Any:
    """What the declaration of a field says, in the words of the schema."""
    low, high, inner = declared.minimum, declared.maximum, declared.record
    made: Any
    match declared.type:
        case "year" | "money" | "date" | "period":
            made = named(declared.type)
        case "reference":
            made = ID
        case "references" | "choices":
            items = ID if declared.type == "references" else {"enum": list(declared.choices)}
            made = {"type": "array", "items": items, "uniqueItems": True}
        case "numbers":
            made = {"type": "array", "items": {"type": "number"}, **given(minItems=low, maxItems=high)}
        case "integer" | "number":
            made = {"type": declared.type, **given(minimum=low, maximum=high)}
        case "record" if inner:
            made = schema_of_record(inner)
        case "records" if inner and declared.mapping:
            made = {"type": "object", "additionalProperties": schema_of(inner.fields[1])}
        case "records" if inner:
            made = {"type": "array", "items": schema_of_record(inner)}
        case "absent":
            rest = schema_of_record(AbsentReason)
            del rest["properties"]["field"]
            rest["required"].remove("field")
            made = {"type": "object", "additionalProperties": rest}
        case _:
            made = ID if declared.name == "id" else SIMPLE.get(declared.type)
    return made or {"enum": list(declared.choices)}


def schema_of_record(cls: type[Record]) -> Any:
    exchanged = [one for one in cls.fields if not one.internal]
    return {
        "type": "object",
        "properties": {one.key: schema_of(one) for one in exchanged},
        "required": sorted(one.key for one in exchanged if one.required),
        "additionalProperties": False,
    }


def schema_of_kind(cls: type[Element]) -> Any:
    made = schema_of_record(cls)
    for owned in KINDS.values():
        if owned.owner_kind == cls.kind_name:
            made["properties"][owned.list_name] = {"type": "array", "items": schema_of_kind(owned)}
    return made


#: References that the schema leaves as any text.
WRITTEN_AS_TEXT = {("predecessors", "project"), ("goals", "goal"), ("indicators", "indicator")}


def unlike(declared: Any, published: Any, trail: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    """The places where the two do not say the same."""
    if declared == ID and (*trail[-4:-3], *trail[-1:]) in WRITTEN_AS_TEXT:
        declared = TEXT
    if isinstance(declared, dict) and isinstance(published, dict):
        found = [(*trail, key) for key in declared.keys() ^ published.keys()]
        for key in declared.keys() & published.keys():
            found += unlike(declared[key], published[key], (*trail, key))
        return found
    return [] if declared == published else [trail]


def published(cls: type[Element]) -> Any:
    if cls is PlanHead:
        return plain(SCHEMA["properties"]["plan"])
    if cls.owner_kind:
        owner = plain(SCHEMA["properties"][KINDS[cls.owner_kind].list_name]["items"])
        return owner["properties"][cls.list_name]["items"]
    return plain(SCHEMA["properties"][cls.list_name]["items"])


@pytest.mark.parametrize("cls", KINDS.values(), ids=list(KINDS))
def test_a_kind_is_declared_as_published(cls: type[Element]) -> None:
    assert unlike(schema_of_kind(cls), published(cls)) == []


def test_every_list_of_the_format_has_its_kind() -> None:
    lists = [cls.list_name for cls in KINDS.values() if cls.list_name and not cls.owner_field]
    assert ["format", "version", "plan", *lists] == list(SCHEMA["properties"])


def test_choices_are_all_told_by_a_label() -> None:
    closed = [
        value for value in vars(choices).values() if isinstance(value, dict) and "__name__" not in value
    ]
    assert len(closed) > 30
    assert all(name and label for one in closed for name, label in one.items())


def test_every_reference_names_kinds_that_there_are() -> None:
    def pointing(cls: type[Record]) -> list[Field]:
        inner = [one for declared in cls.fields if declared.record for one in pointing(declared.record)]
        return [one for one in cls.fields if one.type in ("reference", "references")] + inner

    found = [one for cls in KINDS.values() for one in pointing(cls)]
    assert len(found) > 30
    assert all(one.targets and set(one.targets) <= KINDS.keys() for one in found)


def test_the_sample_plans_fit_the_schema() -> None:
    checker = jsonschema.Draft202012Validator(SCHEMA, format_checker=jsonschema.FormatChecker())
    samples = sorted((ROOT / "plans").glob("*.json"))
    assert samples
    for path in samples:
        assert list(checker.iter_errors(json.loads(path.read_text(encoding="utf-8")))) == []
