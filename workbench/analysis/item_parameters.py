"""Parameters of scoring methods, read as they are: a file may hold any object there."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.plan.values import show_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.plan.elements import SchemeItem

HUNDRED: Final = Decimal(100)
_LARGE: Final = Decimal("1e12")
_MOST_DECIMALS: Final = 8
#: What a method takes a parameter for that is not given.
DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    "completion": {"basis": "level", "lower_formula": "T/A", "floor": Decimal(0), "cap": Decimal(1)},
    "threshold": {"basis": "level"},
    "ladder": {"basis": "level", "on": "completion"},
    "deduction": {"unit": "absolute", "mode": "step"},
    "interval": {"base": Decimal(0)},
    "rubric": {"panel_trim": False},
}


def number(value: object) -> Decimal | None:
    """A number among the parameters; None for anything else ("yes" and "no" too)."""
    if isinstance(value, Decimal):
        return value if value.is_finite() else None
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return None


def parameter(item: SchemeItem, name: str) -> Any:
    """A parameter of the item's method as given, else what the method takes it for."""
    value = (item.parameters or {}).get(name)
    return DEFAULTS.get(item.method or "", {}).get(name) if value is None else value


def is_handy(value: Decimal) -> bool:
    """Whether a number is of a size that can be reckoned with to the last digit."""
    return abs(value) < _LARGE and int(value.as_tuple().exponent) >= -_MOST_DECIMALS


def plain(value: Decimal) -> Decimal:
    """The number without trailing zeros."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()


class Band(NamedTuple):
    """A band of a ladder: from (inclusive) to (exclusive), None where it is open; its score."""

    low: Decimal | None
    high: Decimal | None
    score: Decimal | None

    def shown(self) -> str:
        """The band in signs and figures."""
        return stretch(self.low, self.high)


def stretch(low: Decimal | None, high: Decimal | None) -> str:
    """A stretch of values, its upper end not included: "80-90", "< 60", "≥ 100"."""
    if low is None:
        return "< " + show_number(plain(high)) if high is not None else "-∞…∞"
    shown = show_number(plain(low))
    return f"≥ {shown}" if high is None else f"{shown}-{show_number(plain(high))}"


def rows(item: SchemeItem, name: str) -> list[Mapping[str, Any]] | None:
    """The rows of a table among the parameters; None when it is no table."""
    given = (item.parameters or {}).get(name)
    if not isinstance(given, list | tuple) or not all(isinstance(row, dict) for row in given):
        return None
    return list(given)


def bands_of(item: SchemeItem) -> list[Band] | None:
    """A ladder's bands from the lowest up; None when they cannot be read.

    A band that does not say where it begins or ends (null says that it is open) goes on to the next one.
    """
    table = rows(item, "bands")
    if not table:
        return None
    for row in table:
        if any(row.get(end) is not None and number(row[end]) is None for end in ("from", "to")):
            return None
    highs = sorted(high for row in table if (high := number(row.get("to"))) is not None)
    lows = sorted(low for row in table if (low := number(row.get("from"))) is not None)
    found = []
    for row in table:
        low, high = number(row.get("from")), number(row.get("to"))
        if "from" not in row and high is not None:
            low = max((one for one in highs if one < high), default=None)
        if "to" not in row:
            high = min((one for one in lows if low is None or one > low), default=None)
        found.append(Band(low, high, number(row.get("score"))))
    found.sort(key=lambda one: (one.low is not None, one.low or 0, one.high is None, one.high or 0))
    return found


def overlaps_and_gaps(bands: list[Band], *, top_counts: bool, bottom_counts: bool) -> tuple[list[str], ...]:
    """What two bands hold both, and what none holds; above the highest and below the lowest only where
    values that good can be expected.
    """
    both = [
        one.shown() for one in bands if one.low is not None and one.high is not None and one.low >= one.high
    ]
    none = [one.shown() for one in bands if one.score is None]
    for lower, upper in pairwise(bands):
        if lower.high is None or upper.low is None or lower.high > upper.low:
            both.append(stretch(upper.low, lower.high))
        elif lower.high < upper.low:
            none.append(stretch(lower.high, upper.low))
    if top_counts and bands[-1].high is not None and all(one.high is not None for one in bands):
        none.append(stretch(max(one.high for one in bands if one.high is not None), None))
    if bottom_counts and bands[0].low is not None and bands[0].low > 0:
        none.append(stretch(None, bands[0].low))
    return both, none


def most_points(item: SchemeItem, marks: Decimal) -> Decimal | None:
    """The most that the item's method can give for its marks before over-fulfilment; None if it cannot be
    told.
    """
    method = item.method
    if method == "ladder":
        on_completion = parameter(item, "on") != "value"
        scores = [
            band.score
            for band in bands_of(item) or ()
            if band.score is not None and not (on_completion and band.low is not None and band.low > HUNDRED)
        ]
        return max(scores, default=None)
    if method == "rubric":
        return max(
            (score for row in rows(item, "levels") or () if (score := number(row.get("score"))) is not None),
            default=None,
        )
    if method == "completion":
        floor, cap = number(parameter(item, "floor")), number(parameter(item, "cap"))
        if floor is None or cap is None:
            return None
        reached = min(cap, Decimal(1))
        return marks * reached if floor <= 1 else Decimal(0)
    if method == "interval":
        base = number(parameter(item, "base"))
        return None if base is None else marks * max(base, Decimal(1))
    return marks


def gives_nothing_below_target(item: SchemeItem) -> bool:
    """Whether an item gives no point unless its target is reached."""
    if item.method in ("threshold", "yes_no"):
        return True
    if item.method == "completion":
        floor = number(parameter(item, "floor"))
        return floor is not None and floor >= 1
    if item.method == "deduction":
        return _is_lost_at_once(item)
    if item.method == "ladder" and parameter(item, "on") != "value":
        bands = bands_of(item) or []
        return bool(bands) and all(
            band.score == 0 or (band.low is not None and band.low >= HUNDRED) for band in bands
        )
    return False


def _is_lost_at_once(item: SchemeItem) -> bool:
    """Whether the first step short of the target takes all the marks."""
    points = number(parameter(item, "points"))
    if points is None or parameter(item, "unit") == "event" or parameter(item, "mode") != "step":
        return False
    marks = [row.marks for row in item.marks_by_class or ()] or ([item.marks] if item.marks else [])
    return bool(marks) and points >= max(marks)
