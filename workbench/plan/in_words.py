"""Values of fields as one line of words, for forms, tables, previews and reports alike."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, Protocol

from workbench.i18n import N_
from workbench.plan.edits import shown_name
from workbench.plan.evidence import name_of
from workbench.plan.values import Quantity, show_money, show_number, wan_of_fen

if TYPE_CHECKING:
    from workbench.i18n import Words
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record

#: The parts of a quantity among the fields of a record.
QUANTITY: Final = Quantity._fields
#: What says when a quantity is reached or was measured.
_WHEN: Final = ("year", "period")

YES: Final = N_("Yes")
NO: Final = N_("No")


class Elements(Protocol):
    """Where the elements that values point at are looked up: a plan, or a plan with what a change brings."""

    def get(self, id_: str | None, /) -> Element | None:
        """The element with this id, or None."""


def language_of(plan: Plan) -> str:
    """The language that a plan and its documents are written in: Chinese unless it says otherwise."""
    settings = plan.head.settings
    return (settings.document_language if settings is not None else None) or "zh"


def value_in_words(known: Elements, declared: Field, value: Any, words: Words) -> str:
    """A value in one line; "" for None. Money is in 万元 without its unit."""
    if value is None:
        return ""
    # Some fields name any element, of whatever kind, by its id.
    if declared.type == "reference" or (declared.name == "element" and known.get(value) is not None):
        return named(known, value, words)
    match declared.type:
        case "choice":
            return words(declared.choices[value]) if value in declared.choices else str(value)
        case "boolean":
            return words(YES if value else NO)
        case "number":
            return show_number(value)
        case "money":
            return f"{wan_of_fen(value):,f}"
        case "date":
            return str(value.isoformat())
        case "numbers":
            return "; ".join(show_number(one) for one in value)
        case "texts":
            return "; ".join(map(name_of, value) if declared.files else value)
        case "choices":
            return "; ".join(words(declared.choices.get(one, one)) for one in value)
        case "references":
            return "; ".join(named(known, one, words) for one in value)
        case "record":
            return summary(known, value, words)
        case "records" | "absent":
            return "; ".join(summary(known, row, words) for row in value)
        case "object":
            return json.dumps(value, ensure_ascii=False, default=str)
        case _:
            return str(value)


def named(known: Elements, id_: str, words: Words) -> str:
    """An element by code and title; an id that leads nowhere as it is."""
    element = known.get(id_)
    return title_of(known, element, words) if element is not None else id_


def title_of(known: Elements, element: Element, words: Words) -> str:
    """How an element is called, kinds without a title by what they are about."""
    if element.kind_name in ("envelope", "scheme", "scheme_item", "waiver"):
        return " ".join(part for part in (element.code, titled(known, element, words)) if part)
    return shown_name(element)


def titled(known: Elements, element: Element, words: Words) -> str:
    """The title alone, without the code; of kinds without a title, what they are about. May be empty."""
    match element.kind_name:
        case "envelope":
            source = element.field_of["source"].choices
            return f"{element.get('year')} {words(source.get(element.get('source'), ''))}".strip()
        case "scheme":
            return str(element.get("year"))
        case "scheme_item":
            about = next(
                (element.get(one) for one in ("indicator", "milestone", "project") if element.get(one)), None
            )
            target = known.get(about)
            return shown_name(target) if target is not None else ""
        case "waiver":
            target = known.get(element.get("element"))
            return f"{element.get('rule')} {shown_name(target) if target is not None else ''}".strip()
        case "adjustment":
            day = element.get("on")
            return " ".join(part for part in (day.isoformat() if day else "", element.name_shown) if part)
        case _:
            return element.name_shown.partition("\n")[0]


def quantity_of(row: Record) -> Quantity:
    """The quantity among the fields of a target, an actual value or a baseline."""
    return Quantity(*(row.get(name) for name in QUANTITY))


def summary(known: Elements, row: Record, words: Words) -> str:
    """A record in one line: its values one after another, of a quantity the year or period before it."""
    parts: list[str] = []
    has_quantity = holds_quantity(type(row))
    if has_quantity:
        parts.extend(str(row.get(name) or "") for name in _WHEN if name in row.place_of)
        parts.append(quantity_of(row).shown())
    for declared in row.fields:
        value = row.get(declared.name)
        if value is None or (has_quantity and declared.name in (*QUANTITY, *_WHEN)):
            continue
        money = declared.type == "money"
        parts.append(show_money(value) if money else value_in_words(known, declared, value, words))
    return " ".join(part for part in parts if part)


def holds_quantity(cls: type[Record]) -> bool:
    """Whether a record class has the parts of a quantity."""
    return all(name in cls.place_of for name in QUANTITY)
