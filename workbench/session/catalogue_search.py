"""Which items of a catalogue answer what is asked for: words, problem, subject, certainty, state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.search import matches
from workbench.i18n import N_
from workbench.plan.values import half_width

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.plan.catalogues import Catalogue, CatalogueItem
    from workbench.rules.catalogue_rules import Standing

#: Stands for items of no problem or subject.
NONE: Final = "none"
#: States of an item in the plan, and which items an office marks.
STATES: Final = {
    "adopted": N_("In use"),
    "missing": N_("Mandatory, missing"),
    "waived": N_("Left out with a reason"),
    "free": N_("Not chosen"),
}


class Wanted(NamedTuple):
    """What is asked for; "" asks for nothing. ``kind`` is "mandatory" or "selected"."""

    text: str = ""
    problem: str = ""
    subject: str = ""
    certainty: str = ""
    state: str = ""
    kind: str = ""


def found(
    source: Catalogue, standings: Mapping[str, Standing], wanted: Wanted, language: str
) -> list[CatalogueItem]:
    """The items that answer, in the order of the catalogue and in the words of a language."""
    return [
        said
        for one in source.items
        if _fits(one, standings[one.code].state, wanted) and _says(said := one.spoken(language), wanted.text)
    ]


def _fits(one: CatalogueItem, state: str, wanted: Wanted) -> bool:
    kind = "mandatory" if one.mandatory else "selected"
    asked = (
        (wanted.problem, one.problem or NONE),
        (wanted.subject, one.subject or NONE),
        (wanted.certainty, one.certainty),
        (wanted.state, state),
        (wanted.kind, kind),
    )
    return all(not want or want == has for want, has in asked)


def _says(one: CatalogueItem, text: str) -> bool:
    """Whether every word typed stands in the item's texts, or in the pinyin initials of its name."""
    texts = (one.code, one.dimension, one.group, one.topic, one.unit, one.definition)
    others = half_width(" ".join(texts)).casefold()
    return all(
        word in others or matches(word, one.name) is not None for word in half_width(text).casefold().split()
    )
