"""Checkable: what an indicator means, and values that its unit allows. (C)"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.patterns import Pattern
from workbench.plan.elements import Indicator
from workbench.plan.values import half_width, parse_number
from workbench.rules.checkable import first_missing, is_heading, is_qualitative, is_quantitative
from workbench.rules.figures import shown_quantity
from workbench.rules.readings import split_unit
from workbench.rules.rule import ERROR, PASSED, WARNING, Fault, Word, fault, rule
from workbench.rules.wording import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.records import Actual, Baseline, Target
    from workbench.rules.rule import Outcome
    from workbench.rules.view import View


# -- definition and scope ------------------------------------------------------------------------------


@rule("C409", "not-defined", WARNING, "indicator", N_("Every indicator is defined"))
def not_defined(seen: View, indicator: Indicator) -> Outcome:
    """Looks at every indicator: it has a definition and a statistical scope (which objects, which area, at
    which time), and a formula where it is a percentage or an index. Headings that only group indicators are
    left out. Silent for local indicators judged in words that have no rubric, which A513 asks for.

    Why: Two offices that count differently get different values, and both are right. A share without its
    denominator can be improved by leaving out the difficult cases.

    How: Write what is counted, what is not, of which area and at which time; for a share its numerator and
    denominator. Items of a catalogue bring their definition along.

    Good: "Share of services that can be handled online: services handled online ÷ all services × 100 %;
    services of city and districts on application, end of the year."

    Bad: "Degree of digitisation", %, and not a word on what it is a share of.

    Source: Professional knowledge: sheets that explain indicators (指标释义) state definition, formula and
    scope.
    """
    if (indicator.definition or "").strip() and (indicator.scope or "").strip():
        if indicator.formula or indicator.value_type not in ("percent", "index"):
            return PASSED
    elif (indicator.origin == "local" and not indicator.rubric and is_qualitative(indicator)) or (
        is_heading(seen, indicator)
    ):
        return None
    needed = needed_words(indicator)
    missing = tuple(name for name in needed if not (indicator.get(name) or "").strip())
    if not missing:
        return PASSED
    return fault(
        first_missing(indicator, *missing) or missing[0],
        N_("{name} lacks: {missing}"),
        missing=tuple(Word(Indicator.field_of[name].label) for name in missing),
    )


def needed_words(indicator: Indicator) -> tuple[str, ...]:
    """The fields in which an indicator has to be explained."""
    if indicator.value_type in ("percent", "index"):
        return ("definition", "formula", "scope")
    return ("definition", "scope")


# -- values that cannot be -----------------------------------------------------------------------------

_NOTHING: Final = Decimal(0)
_WHOLE: Final = {"%": Decimal(100), "‰": Decimal(1000)}
_CHANGES: Final = frozenset({"growth", "average_growth", "multiple"})
#: So many impossible values are named in one finding.
_MOST_NAMED: Final = 6


@rule("C416", "impossible-value", ERROR, "indicator", N_("Shares lie in 0-100 %, counts are not negative"))
def impossible_value(_seen: View, indicator: Indicator) -> Outcome:
    """Looks at the baseline, the targets and the actual values of every indicator that is a percentage or a
    count: a share is not below 0 nor above 100 % (1000 ‰), a count is not negative. Growth, coverage per 100
    people, completion rates and the like may exceed: they are known by their aggregation, or by a word in
    their name (resources/words/may_exceed.txt).

    Why: An impossible value is a slip of the pen; in a table of thirty indicators nobody sees it, and the
    marks that are counted from it are wrong too.

    How: Correct the value; where it is a growth rate, choose growth as its aggregation.

    Good: "Share of services online": 95 %. "Growth of the software industry": 120 %.

    Bad: "Share of services online": 950 %. "Number of platforms": -3.

    Source: Professional knowledge: completion of a target, growth and subscriptions per 100 people pass 100 %
    in practice, as over-fulfilment ladders and statistics of broadband subscribers show.
    """
    bounds = _bounds(indicator)
    if bounds is None:
        return None
    low, high = bounds
    found = False
    for value in (indicator.baseline, *(indicator.targets or ()), *(indicator.actuals or ())):
        if value is None or value.value is None:
            continue
        found = True
        if value.value < low or (high is not None and (value.upper or value.value) > high):
            break
    else:
        return PASSED if found else None
    if high is not None and may_exceed(indicator):
        high = None
    wrong = [
        (field, value) for field, value in values_of(indicator) if _is_outside(value, low, high, indicator)
    ]
    if not wrong:
        return PASSED
    shown = tuple(f"{shown_quantity(value)} ({_when(value)})" for _, value in wrong[:_MOST_NAMED])
    if len(wrong) > _MOST_NAMED:
        shown = (*shown, "…")
    field = wrong[0][0]
    if high is None:
        return fault(field, N_("{name} cannot be negative: {values}"), values=shown)
    if indicator.value_type == "percent" and _plain_unit(indicator) not in _WHOLE:
        return fault(field, N_("{name} is a percentage, and cannot be {values}"), values=shown)
    return fault(
        field,
        N_("{name} is a share, and cannot lie outside 0-{limit} {unit}: {values}"),
        limit=high,
        unit=_plain_unit(indicator),
        values=shown,
    )


def is_impossible(indicator: Indicator, value: Baseline | Target | Actual) -> bool:
    """Whether a value lies where values of its indicator cannot: a share of 950 %, a count of -3."""
    bounds = _bounds(indicator)
    if bounds is None:
        return False
    low, high = bounds
    return _is_outside(value, low, None if may_exceed(indicator) else high, indicator)


def _bounds(indicator: Indicator) -> tuple[Decimal, Decimal | None] | None:
    """From where to where values of an indicator may go; None where anything may be."""
    type_ = indicator.value_type
    if type_ == "count":
        if indicator.aggregation in _CHANGES:
            return None
        return _NOTHING, None
    if type_ not in (None, "percent") or indicator.aggregation in _CHANGES:
        return None
    whole = _WHOLE.get(_plain_unit(indicator))
    if whole is None:
        if type_ is None or "百分点" in (indicator.unit or ""):
            return None
        whole = _WHOLE["%"]
    return _NOTHING, whole


def _plain_unit(indicator: Indicator) -> str:
    unit = indicator.unit
    if unit is None or unit in _WHOLE:
        return unit or ""
    return half_width(unit).partition("(")[0].strip()


def _is_outside(
    value: Baseline | Target | Actual, low: Decimal, high: Decimal | None, indicator: Indicator
) -> bool:
    if value.value is None or (value.value < low and is_change(indicator)):
        return False
    top = value.upper if value.op == "range" and value.upper is not None else value.value
    return value.value < low or (high is not None and top > high)


def may_exceed(indicator: Indicator) -> bool:
    """Whether the indicator's name tells of a rate that may be more than the whole."""
    return _named("may_exceed", "changes").search(indicator.name) is not None


def is_change(indicator: Indicator) -> bool:
    """Whether the indicator's name tells of a growth or a difference, which may be negative."""
    return _named("changes").search(indicator.name) is not None


@cache
def _named(*lists: str) -> re.Pattern[str]:
    words = sorted({word for name in lists for word in words_of(name)}, key=lambda one: (-len(one), one))
    return re.compile("|".join(re.escape(word).replace("…", ".{0,12}?") for word in words) or "(?!)")


def values_of(indicator: Indicator) -> Iterator[tuple[str, Baseline | Target | Actual]]:
    """The values of an indicator, each with the name of its place."""
    if indicator.baseline is not None:
        yield "baseline", indicator.baseline
    for target in indicator.targets or ():
        yield place_of("targets", target.year, target.unit), target
    for actual in indicator.actuals or ():
        yield place_of("actuals", actual.period, actual.unit), actual


def place_of(name: str, when: int | str, unit: str | None) -> str:
    """The name of a row among the targets or the actual values."""
    return f"{name}[{when},{unit}]" if unit else f"{name}[{when}]"


def _when(value: Any) -> str:
    return str(value.period if "period" in value.place_of else value.year or "?")


# -- units that do not fit -----------------------------------------------------------------------------

_NUMBER_AND_UNIT: Final = Pattern(
    r"(?:≥|≤|>=|<=|>|<|=|不低于|不少于|不高于|不超过|至少|至多|达到|超过|约|大于|小于|高于|低于)?\s*"
    r"([+-]?\d[\d,]*(?:\.\d+)?)\s*([^\s\d,，.。;；:：()〔〕\[\]-][^\s\d,，.。;；:：()〔〕\[\]]{0,9}?)"
    r"(?:以上|以下|以内|左右|及以上)?"
)
#: Units of what is judged in words.
_GRADES: Final = frozenset({"等级", "级", "级别", "档", "档次", "定性", "定性等级", "是/否"})
#: Not units but what follows a number of other sorts: years, ranks, versions.
_NO_UNIT: Final = frozenset({"年", "月", "日", "年底", "年末", "月底", "季度", "倍", "成", "版"})


@rule("C423", "unit-does-not-fit", WARNING, "indicator", N_("Unit, type and values of an indicator agree"))
def unit_does_not_fit(seen: View, indicator: Indicator) -> Outcome | list[Outcome]:
    """Looks at every indicator with a unit: a percentage is measured in % or ‰, and what is measured in %
    or ‰ is a percentage and no number, count or index; a target written in words with a number and a unit
    ("不少于200名") has the indicator's unit. Silent where C416 has found the values impossible.

    Why: The completion of a target is worked out from the number alone: 3000 户 against 万户 is wrong by
    four digits, and nobody sees it in the result.

    How: Choose the type that fits the unit; enter a target as a number in the indicator's unit.

    Good: Unit %, percentage, target 95. Unit 名, count, target "不少于200名".

    Bad: Unit 个, percentage. Unit %, count. Unit 万户, target "3000户".
    """
    unit = _plain_unit(indicator)
    if not unit:
        return None
    found: list[Outcome] = []
    type_, compared = indicator.value_type, False
    if type_ is not None:
        fits = (type_ == "percent") == (unit in _WHOLE)
        compared = fits or type(impossible_value(seen, indicator)) is not Fault
        if not fits and compared:
            found.append(_wrong_type(indicator, type_, unit))
    for target in indicator.targets or ():
        if target.text is None and target.written is None:
            continue
        other = stated_unit(target)
        if other is None or unit in _GRADES or not is_quantitative(indicator):
            continue
        compared = True
        if not _is_unit(other, unit, target):
            found.append(
                fault(
                    place_of("targets", target.year, target.unit),
                    N_("{name} is measured in {unit}, but its target of {year} says “{text}”"),
                    unit=unit,
                    year=target.year,
                    text=target.text or target.written or "",
                )
            )
    return found or (PASSED if compared else None)


def _wrong_type(indicator: Indicator, type_: str, unit: str) -> Fault:
    if type_ == "percent":
        return fault("unit", N_("{name} is a percentage, but is measured in {unit}"), unit=unit)
    return fault(
        "value_type",
        N_("{name} is measured in {unit}, but its type is “{type}”"),
        unit=unit,
        type=Word(type(indicator).field_of["value_type"].choices[type_]),
    )


def stated_unit(target: Target | Baseline) -> str | None:
    """The unit that a value in words names after its number; None where it names none."""
    read = _NUMBER_AND_UNIT.fullmatch(half_width(target.text or target.written or "").strip())
    if read is None or read[2] in _NO_UNIT:
        return None
    return read[2]


def stated_number(target: Target | Baseline) -> Decimal | None:
    """The number that a value in words names before a unit."""
    read = _NUMBER_AND_UNIT.fullmatch(half_width(target.text or target.written or "").strip())
    return parse_number(read[1]) if read is not None else None


def _is_unit(said: str, unit: str, target: Target) -> bool:
    if unit.casefold() in (said.casefold(), said.casefold().removesuffix("/年")):
        return True
    # "6500000户" beside 650 万户 is what was written for the same value; in words alone it is another unit.
    if target.value is None or target.text is not None:
        return False
    number, factor = stated_number(target), times(said, unit)
    return factor is not None and number is not None and number * factor[0] == target.value * factor[1]


def times(said: str, unit: str) -> tuple[int, int] | None:
    """By how much each of two units is more than what they have in common; None where they differ in kind."""
    (many, what), (others, other) = split_unit(said), split_unit(unit)
    return (many, others) if what.casefold() == other.casefold() else None
