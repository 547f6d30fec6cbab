"""How near a value comes to its target: the one formula of completion, for scores, progress and reports.

Completion is kept as an exact quotient, so that a score on the edge of a band or of rounding falls on the
right side of it. Symbols as in scoring: A actual, T target, B baseline.
"""

from __future__ import annotations

from decimal import Context, Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_

if TYPE_CHECKING:
    from workbench.plan.elements import Indicator
    from workbench.plan.records import Target

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
#: Enough for products of any three values that a plan can hold.
EXACT: Final = Context(prec=250)

#: Why there is no completion: what is wrong, as a message id.
LACKS: Final = {
    "actual": N_("the actual value of the year is missing"),
    "target": N_("the target of the year is missing"),
    "baseline": N_("the baseline is missing"),
    "direction": N_("it is not stated whether higher or lower is better"),
    "words": N_("it is stated in words, which no figure can be compared with"),
    "zero": N_("the target is not above 0, so nothing can be divided by it"),
    "level": N_("the target equals the baseline, so there is no way to measure"),
    "backwards": N_("the target is worse than the baseline"),
}


class Ratio(NamedTuple):
    """An exact quotient. ``whole`` is above 0, or 0 for what is reached any number of times over."""

    part: Decimal
    whole: Decimal

    @property
    def value(self) -> Decimal | None:
        """The quotient; None where it is endless."""
        return EXACT.divide(self.part, self.whole) if self.whole else None

    def reaches(self, share: Decimal) -> bool:
        """Whether it is not less than a share."""
        return self.part >= share * self.whole

    def clipped(self, low: Decimal, high: Decimal) -> Ratio:
        """The nearest quotient from ``low`` to ``high``."""
        if self.part > high * self.whole:
            return Ratio(high, _ONE)
        return self if self.part >= low * self.whole else Ratio(low, _ONE)


WHOLE: Final = Ratio(_ONE, _ONE)
NOTHING: Final = Ratio(_ZERO, _ONE)


class Wanted(NamedTuple):
    """What is to be reached: at least ``low`` (higher), at most ``high`` (lower), or a value from the one to
    the other (range, keep). ``strictly`` excludes the bound itself: "more than 90".
    """

    direction: str
    low: Decimal
    high: Decimal
    strictly: bool = False

    @property
    def bound(self) -> Decimal:
        """The value that the way from the baseline leads to."""
        return self.high if self.direction == "lower" else self.low


def wanted_of(indicator: Indicator, target: Target) -> Wanted | str:
    """What a target in figures asks of an indicator, or the name in LACKS of what is in the way."""
    direction, value = indicator.direction, target.value
    if direction == "qualitative":
        return "words"
    if direction is None:
        return "direction"
    if direction == "range" and indicator.range is not None:
        return Wanted("range", indicator.range[0], indicator.range[1])
    if value is None:
        return "target"
    upper = target.upper if target.op == "range" and target.upper is not None else value
    strictly = target.op == {"higher": "gt", "lower": "lt"}.get(direction)
    return Wanted(direction, value, upper, strictly)


def meets(wanted: Wanted, actual: Decimal) -> bool:
    """Whether a value is not worse than what is wanted."""
    direction, low, high, strictly = wanted
    if direction == "higher":
        return actual > low if strictly else actual >= low
    if direction == "lower":
        return actual < high if strictly else actual <= high
    return low <= actual <= high


def shortfall(wanted: Wanted, actual: Decimal) -> Decimal:
    """By how much a value is worse than what is wanted; below 0 where it is better."""
    if wanted.direction == "higher":
        return wanted.low - actual
    if wanted.direction == "lower":
        return actual - wanted.high
    return max(wanted.low - actual, actual - wanted.high, _ZERO)


def nearest(wanted: Wanted, actual: Decimal) -> Decimal:
    """The value wanted; of a span the one nearest to the actual value."""
    return min(max(actual, wanted.low), wanted.high)


def completion(
    wanted: Wanted,
    actual: Decimal,
    baseline: Decimal | None = None,
    basis: str = "level",
    lower_formula: str = "T/A",
) -> Ratio | str:
    """The completion r, not clipped; or the name in LACKS of why there is none.

    Basis ``level``: A/T, where lower is better T/A (or 2 - A/T); in a range 1, beside it 1 less the distance
    as a share of the nearer bound; kept level 1 or 0. Basis ``increment``: the share of the way from the
    baseline to the target. Where neither can be had, a value not worse than the target is 1 if the baseline
    is the target.
    """
    if basis == "increment" and wanted.direction in ("higher", "lower"):
        if baseline is None:
            return "baseline"
        found = _increment(wanted, actual, baseline)
    else:
        found = _level(wanted, actual, lower_formula)
    if isinstance(found, str) and baseline == wanted.bound and meets(wanted, actual):
        return WHOLE
    return found


def _level(wanted: Wanted, actual: Decimal, lower_formula: str) -> Ratio | str:
    direction, low, high, _ = wanted
    if direction == "higher":
        return Ratio(actual, low) if low > 0 else "zero"
    if direction == "lower":
        if high <= 0:
            return "zero"
        if lower_formula == "2-A/T":
            return Ratio(2 * high - actual, high)
        return Ratio(high, actual) if actual > 0 else Ratio(_ONE, _ZERO)
    if low <= actual <= high:
        return WHOLE
    if direction == "keep":
        return NOTHING
    bound = abs(low if actual < low else high)
    return Ratio(bound - shortfall(wanted, actual), bound) if bound else "zero"


def _increment(wanted: Wanted, actual: Decimal, baseline: Decimal) -> Ratio | str:
    way = wanted.bound - baseline
    if not way:
        return "level"
    # Where less than the baseline is wanted already, who comes nearer to it gets worse.
    if (way < 0) != (wanted.direction == "lower"):
        return WHOLE if meets(wanted, actual) else "backwards"
    gone = actual - baseline
    return Ratio(gone, way) if way > 0 else Ratio(-gone, -way)
