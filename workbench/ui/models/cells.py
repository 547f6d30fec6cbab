"""One value as the text of a line or a cell, and back: what is shown can be typed, copied and pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.typed import kinds_named, read, read_period
from workbench.i18n import current, words
from workbench.plan import in_words

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record

__all__ = [
    "NO",
    "QUANTITY",
    "YES",
    "holds_quantity",
    "kinds_named",
    "named",
    "quantity_of",
    "read",
    "read_period",
    "shown",
    "summary",
    "title_of",
    "titled",
]

#: The parts of a quantity among the fields of a record.
QUANTITY: Final = in_words.QUANTITY
quantity_of = in_words.quantity_of
holds_quantity = in_words.holds_quantity

YES: Final = in_words.YES
NO: Final = in_words.NO


def shown(plan: Plan, declared: Field, value: Any) -> str:
    """The value in one line; "" for None. Money is in 万元 without its unit."""
    return in_words.value_in_words(plan, declared, value, words(current()))


def named(plan: Plan, id_: str) -> str:
    """An element by code and title; an id that leads nowhere as it is."""
    return in_words.named(plan, id_, words(current()))


def title_of(plan: Plan, element: Element) -> str:
    """How an element is called, kinds without a title by what they are about."""
    return in_words.title_of(plan, element, words(current()))


def titled(plan: Plan, element: Element) -> str:
    """The title alone, without the code; of kinds without a title, what they are about. May be empty."""
    return in_words.titled(plan, element, words(current()))


def summary(plan: Plan, row: Record) -> str:
    """A record in one line: its values one after another."""
    return in_words.summary(plan, row, words(current()))
