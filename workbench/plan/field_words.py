"""What a field holds, in words: the kind of its value, its bounds, what may be chosen or pointed at."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.i18n import N_
from workbench.plan.elements import KINDS

if TYPE_CHECKING:
    from workbench.i18n import Words
    from workbench.plan.fields import Field, FieldType

_KINDS_OF_VALUE: Final[dict[FieldType, str]] = {
    "text": N_("one line of text"),
    "long_text": N_("paragraphs of text"),
    "choice": N_("one of: {choices}"),
    "boolean": N_("yes or no"),
    "integer": N_("a whole number"),
    "year": N_("a year"),
    "number": N_("a number"),
    "money": N_("an amount of money, in 万元"),
    "date": N_("a day"),
    "period": N_("a year, or a half-year, quarter or month of it (2026, 2026-H1, 2026-Q3, 2026-07)"),
    "reference": N_("one element of the plan: {targets}"),
    "texts": N_("several texts, one a line"),
    "choices": N_("one or several of: {choices}; the first is the main one"),
    "numbers": N_("several numbers"),
    "references": N_("one or several elements of the plan: {targets}"),
    "record": N_("made up of the parts below"),
    "records": N_("a table with the columns below"),
    "absent": N_("reasons for fields that are empty"),
    "object": N_("settings that have a form of their own"),
}


def kind_of_value(declared: Field, words: Words) -> str:
    """What a field holds, as a phrase."""
    between = "、" if words.code == "zh" else ", "
    said = words(
        _KINDS_OF_VALUE[declared.type],
        choices=between.join(words(label) for label in declared.choices.values()),
        targets=between.join(
            words(KINDS[kind].label) if kind in KINDS else kind for kind in declared.targets
        ),
    )
    lowest, highest = declared.minimum, declared.maximum
    if declared.type not in {"integer", "number", "year"} or (lowest is None and highest is None):
        return said
    if lowest is None:
        return words(N_("{said}, at most {highest}"), said=said, highest=highest)
    if highest is None:
        return words(N_("{said}, at least {lowest}"), said=said, lowest=lowest)
    return words(N_("{said} from {lowest} to {highest}"), said=said, lowest=lowest, highest=highest)
