"""From an item of a catalogue to an indicator of a plan, and from a plan's indicators to the items."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.plan.catalogues import catalogue_key, item_key
from workbench.plan.elements import Indicator

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.catalogues import Catalogue, CatalogueItem

#: Units of what is counted in whole numbers.
COUNTED: Final = frozenset("个项家件次人名户套座所处起宗部台辆")
_YES_OR_NO: Final = frozenset({"是/否", "yes/no"})
#: An indicator's catalogue (its key; None where it names none), the item's code and the indicator's id.
Taking = tuple[str | None, str, str]


def indicator_values(source: Catalogue, item: CatalogueItem, language: str = "zh") -> dict[str, Any]:
    """The fields of an indicator that an item of a catalogue gives, in the words of a language."""
    item = item.spoken(language)
    values: dict[str, Any] = {
        "name": item.name,
        "domains": (item.problem,) if item.problem else None,
        "origin": "mandatory" if item.mandatory else "selected",
        "catalogue": source.code,
        "catalogue_item": item.code,
        "definition": item.definition or None,
        "formula": item.formula or None,
        "data_source": item.data_source or None,
        "direction": item.direction or None,
        "aggregation": "level",
    }
    if item.unit in _YES_OR_NO:
        values |= {"kind": "qualitative", "value_type": "boolean", "direction": "higher"}
    elif item.direction == "qualitative":
        values |= {"kind": "qualitative", "unit": "等级" if "等级" in item.unit else None}
    elif item.unit.startswith("%"):
        values |= {"kind": "quantitative", "value_type": "percent", "unit": "%"}
    else:
        type_ = "count" if item.unit in COUNTED else "number"
        values |= {"kind": "quantitative", "value_type": type_, "unit": item.unit or None}
    return values


#: What an indicator that comes from a catalogue still has to say.
_STATED: Final = (
    "unit",
    "definition",
    "scope",
    "data_source",
    "frequency",
    "direction",
    "baseline",
    "targets",
    "goals",
    "responsible_unit",
    "data_unit",
)


def still_to_state(row: dict[str, Any]) -> list[str]:
    """The fields that an indicator with these values has still to give."""
    wanted = [*_STATED, *(("formula",) if row.get("value_type") in ("percent", "index") else ())]
    if row.get("kind") == "qualitative":
        wanted = [name for name in wanted if name not in ("unit", "baseline")]
    return [name for name in wanted if not row.get(name)]


def takings(indicators: Iterable[Indicator]) -> list[Taking]:
    """Which items some indicators take up, of whatever catalogue."""
    return [
        (catalogue_key(one.catalogue) if one.catalogue else None, one.catalogue_item, one.id)
        for one in indicators
        if one.catalogue_item
    ]


def takers(source: Catalogue, taken: Iterable[Taking]) -> dict[str, list[str]]:
    """The ids of the indicators that take up each item of a catalogue, by the item's code.

    One that names an item and no catalogue takes up that of any catalogue.
    """
    wanted = catalogue_key(source.code)
    codes = {item_key(one.code): one.code for one in reversed(source.items)}
    found: dict[str, list[str]] = {}
    for key, code, id_ in taken:
        item = codes.get(item_key(code)) if key is None or key == wanted else None
        if item is not None:
            found.setdefault(item, []).append(id_)
    return found
