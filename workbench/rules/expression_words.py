"""The words of expressions: which name something, which was probably meant, which choice is said."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from workbench.i18n import words
from workbench.rules.expression_lists import FUNCTION_OF
from workbench.rules.expression_values import every_word

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.fields import Field

#: Words that stand for the element that is judged, for the item of the loop around, and for the plan.
THIS: Final = frozenset({"this", "本项"})
IT: Final = frozenset({"it", "该项"})
PLAN: Final = frozenset({"plan", "规划"})
TODAY: Final = frozenset({"today", "今天"})


def is_word(word: str) -> bool:
    """Whether a word names something in some expression."""
    return word in every_word() or word in FUNCTION_OF or word in THIS or word in IT or word in PLAN


def near(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant; empty when none is like it."""
    return next(iter(get_close_matches(word[:40].lower(), list(known), 1, 0.6)), "")


def option(declared: Field, said: str) -> str | None:
    """The English name of a choice written by its name or its label."""
    if said in declared.choices:
        return said
    lowered = said.lower()
    for language in ("zh", "en"):
        spoken = words(language)
        for name, label in declared.choices.items():
            if lowered in (name, spoken(label).lower()):
                return name
    return None
