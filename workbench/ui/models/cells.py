"""in_words as the window says it: values and names in the language now spoken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.i18n import current, words
from workbench.plan import in_words

if TYPE_CHECKING:
    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan


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
