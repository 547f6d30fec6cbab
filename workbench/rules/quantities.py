"""C421: what a title counts is what the text counts."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan.elements import Indicator
from workbench.plan.values import show_number
from workbench.rules.amounts import Amount, amounts_in, clause_around, pairs_of, plain_text
from workbench.rules.rule import INFO, PASSED, Word, fault, rule
from workbench.rules.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.elements import Element
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View

#: The fields that say at length what the title says in short.
_TEXTS: Final = {
    "need": ("description",),
    "goal": ("description",),
    "project": ("description", "deliverables"),
    "milestone": ("acceptance", "deliverable"),
    "indicator": ("definition", "scope", "formula"),
    "safeguard": ("text",),
}
#: Looked for first: most titles hold no number at all.
_NUMERAL: Final = Pattern(r"[\d二两三四五六七八九十百千万亿]")
#: A part of the whole, or one year's share, says nothing about the whole.
_PART: Final = Pattern(
    r"其中|每|首批|首期|第[一二三四五六]批|分别|含|包括|新增|(?<![到至])\d{4}年|当年|本年|今年|年均|人均|各"
)
#: A text is read so far: what a title counts stands early.
_READ: Final = 100_000
#: In names of indicators a bare 百, 千 or 万 before these means "for each hundred".
_PER: Final = frozenset({"人", "户", "元", "家", "亩"})


class Conflict(NamedTuple):
    """A title's amount and the one that contradicts it: where both stand, as written."""

    field: str
    said: str
    other: str
    title_at: tuple[int, int]
    #: Where the other stands in the field; None for the final target of an indicator.
    text_at: tuple[int, int] | None
    #: The title's figure as it would stand in the text.
    figure: str


@rule(
    "C421",
    "title-against-text",
    INFO,
    "need goal project milestone indicator safeguard",
    N_("What a title counts is what the text counts"),
)
def title_against_text(_seen: View, element: Element) -> Outcome:
    """A quantity in a title agrees with the quantities of the same counting word in the description,
    deliverables, acceptance criterion or definition of the same element; a quantity in the name of an
    indicator also with its final target, when that is counted in the same unit. Ordinals, years, dates,
    document numbers, names in quotation marks and set phrases such as 七位一体 or 一网通办 are no quantities.
    Parts of the whole (其中, 每年, 首批, 2026年) are not compared one by one; several figures may add up to
    the title's. Words that count anything (个, 项, 套, %) are compared only where both speak of the same
    thing.

    Why: People quote the title and work by the text. When the two differ, the higher figure is claimed and
    the lower one delivered, and in an inspection either can be held against the unit.

    How: Decide which figure holds and write it in both places; or take the figure out of the title. Counting
    words and set phrases stand in resources/words and can be extended.

    Good: 百名高端外国专家引进项目: “引进不少于100名外国专家”.

    Bad: 百名高端外国专家引进项目: “引进不少于200名外国专家”.
    """
    title: str = element.get(element.title_field) or ""
    if _NUMERAL.search(title) is None or _perhaps_counted().search(title) is None:
        return None
    compared, found = conflicts(element)
    if not found:
        return PASSED if compared else None
    fields = dict.fromkeys(one.field for one in found)
    labels = element.field_of
    return fault(
        element.title_field,
        N_("The title of {name} says {said}, but under “{fields}” it is {other}"),
        said=tuple(one.said for one in found),
        fields=tuple(Word(labels[name].label) for name in fields),
        other=tuple(one.other for one in found),
    )


@cache
def _perhaps_counted() -> re.Pattern[str]:
    """Tells most titles that count nothing at a glance."""
    first = "".join(sorted({re.escape(word[0]) for word in words_of("counters")}))
    return re.compile(
        rf"(?:(?<![\d第.])\d[\d,.，．]{{0,16}}|[二两三四五六七八九十百千万亿])\s?[十百千万亿余多]{{0,3}}[{first}％]"
    )


def conflicts(element: Element) -> tuple[bool, list[Conflict]]:
    """Whether there was anything to compare, and each amount of the title that something contradicts."""
    title = element.name_shown
    plain = plain_text(title)
    amounts = list(amounts_in(plain))
    if not amounts:
        return False, []
    compared = False
    found: list[Conflict] = []
    for name in _TEXTS[element.kind_name]:
        text = text_of(element, name)
        if not text:
            continue
        plain_text_ = plain_text(text[:_READ])
        others = list(amounts_in(plain_text_))
        for amount in amounts:
            same = [one for one in others if one.counter == amount.counter]
            if not same:
                continue
            compared = True
            against = _against(plain, amount, amounts, plain_text_, same)
            if against is not None and not _counted_otherwise(plain, amount, amounts, plain_text_, others):
                found.append(
                    Conflict(
                        name,
                        title[amount.start : amount.end],
                        text[against.start : against.end],
                        (amount.start, amount.end),
                        against.core,
                        figure(amount),
                    )
                )
    if isinstance(element, Indicator):
        target = _against_target(element, plain, amounts)
        if target is not None:
            amount, written = target
            compared = True
            if written:
                at = (amount.start, amount.end)
                said = title[amount.start : amount.end]
                found.append(Conflict("targets", said, written, at, None, figure(amount)))
    return compared, found


def text_of(element: Element, name: str) -> str:
    """A field as one text; the entries of a list on lines of their own."""
    value = element.get(name)
    return "\n".join(value) if isinstance(value, tuple) else value or ""


def figure(amount: Amount) -> str:
    """The number in digits with its counting word: 2万名, 300家."""
    value = amount.value.normalize()
    for scale, word in ((100_000_000, "亿"), (10_000, "万")):
        if value >= scale and value % (scale // 100) == 0:
            return f"{show_number((value / scale).normalize())}{word}{amount.counter}"
    return f"{show_number(value)}{amount.counter}"


def _against(title: str, amount: Amount, all_: list[Amount], text: str, same: list[Amount]) -> Amount | None:
    """The amount of the text that contradicts the title's; None when one agrees or none is comparable."""
    if any(amount.agrees(one) for one in same):
        return None
    wholes: list[Amount] = []
    parts: list[Amount] = []
    for one in same:
        begins, ends = clause_around(text, one.start, one.end)
        (parts if _PART.search(text, begins, ends) else wholes).append(one)
    if _adds_up(amount, wholes) or _adds_up(amount, parts) or not wholes:
        return None
    about = pairs_of(_own_part(title, amount, all_))
    if len(wholes) == 1 and amount.counter not in words_of("counters_general"):
        return wholes[0]
    for one in wholes:
        begins, ends = clause_around(text, one.start, one.end)
        if about & pairs_of(text[begins : one.start] + "，" + text[one.end : ends]):
            return one
    return None


def _counted_otherwise(
    title: str, amount: Amount, all_: list[Amount], text: str, others: list[Amount]
) -> bool:
    """Whether the text says the title's figure of the same thing with another counting word: 2家实验室."""
    about = pairs_of(_own_part(title, amount, all_))
    for one in others:
        if one.counter != amount.counter and one.value == amount.value:
            _, ends = clause_around(text, one.start, one.end)
            # Up to the next figure, or what is counted there would be taken for it.
            following = min((it.start for it in others if it.start >= one.end), default=ends)
            if about & pairs_of(text[one.end : min(ends, following)]):
                return True
    return False


def _own_part(title: str, amount: Amount, all_: list[Amount]) -> str:
    """The title without the amount; where the same word counts two things, what follows this one."""
    if sum(one.counter == amount.counter for one in all_) == 1:
        return title[: amount.start] + "，" + title[amount.end :]
    after = min((one.start for one in all_ if one.start >= amount.end), default=len(title))
    return title[amount.end : after]


def _adds_up(amount: Amount, parts: Iterable[Amount]) -> bool:
    total = sum((one.value for one in parts), Decimal(0))
    return total == amount.value


def _against_target(indicator: Indicator, title: str, amounts: Iterable[Amount]) -> tuple[Amount, str] | None:
    """The amount that the final target is about, and the target as shown when it differs ("" if not)."""
    unit = (indicator.unit or "").strip()
    targets = [one for one in indicator.targets or () if one.unit is None and one.value is not None]
    if not unit or not targets:
        return None
    last = max(targets, key=lambda one: one.year)
    scaled = next(amounts_in(f"2{unit}"), None)  # 万人次: what one of the unit comes to
    if scaled is None or scaled.end != len(unit) + 1:
        return None
    for amount in amounts:
        if amount.counter != scaled.counter or "每" in title[: amount.start]:
            continue
        if (amount.is_round and amount.counter in _PER) or amount.low != amount.high:
            continue
        value = (last.value or Decimal(0)) * scaled.value / 2
        if value == amount.value or (last.upper is not None and last.op == "range"):
            return amount, ""
        return amount, f"{show_number(last.value or Decimal(0))}{unit}（{last.year}）"
    return None
