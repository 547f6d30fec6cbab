"""Yearly targets on the way from the baseline to the final target: offers to choose from.

Three ways: *linear* goes the same distance every year, *compound* grows by the same rate every year,
*front-loaded* goes most in the first year and less in each that follows (of n years n parts in the first, one
in the last). Every offer ends at the final target to the digit. Of what adds up the targets are sums so far;
``amounts`` are those of the single years, which come to the total exactly.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import EXACT
from workbench.analysis.measured import beginning, targets_in_figures
from workbench.i18n import N_
from workbench.plan.records import Target
from workbench.plan.values import on_the_line, rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from workbench.plan.elements import Indicator

WAYS: Final = {
    "linear": N_("The same distance every year"),
    "compound": N_("The same growth every year"),
    "front_loaded": N_("Most in the first years"),
}
#: Why there is no offer.
LACKING: Final = {
    "baseline": N_("The baseline is missing in figures or its year is not known"),
    "target": N_("There is no target in figures after the baseline"),
    "years": N_("No year lies between the baseline and the final target"),
    "sign": N_("Steady growth needs a baseline and a target above 0"),
}
#: Years that are offered at most.
_MOST_YEARS: Final = 60
_KEPT_OPERATORS: Final = frozenset({"ge", "le", "gt", "lt"})


class Offer(NamedTuple):
    """Targets by year, the final one among them; or none, and the name in LACKING of why."""

    way: str
    targets: tuple[Target, ...] = ()
    lack: str = ""


def offers(indicator: Indicator, base_year: int | None = None) -> list[Offer]:
    """An offer for each way. ``base_year`` is the plan's, for baselines without a year."""
    ends = _ends(indicator, base_year)
    if isinstance(ends, str):
        return [Offer(way, lack=ends) for way in WAYS]
    start, first, final = ends
    assert final.value is not None
    count = final.year - start
    found = []
    for way in WAYS:
        share = _SHARES[way](first, final.value, count)
        if isinstance(share, str):
            found.append(Offer(way, lack=share))
            continue
        targets = [
            Target(
                value=fitting(indicator, share(at), (first, final.value)),
                op=kept_operator(final.op),
                year=start + at,
            )
            for at in range(1, count)
        ]
        found.append(Offer(way, (*targets, final)))
    return found


def amounts(first: Decimal, targets: Sequence[Target]) -> list[tuple[int, Decimal]]:
    """Of targets that are sums so far, the amount of each year: they come to the last one, less ``first``."""
    found = []
    before = first
    for one in targets:
        if one.value is not None:
            found.append((one.year, one.value - before))
            before = one.value
    return found


def fitting(indicator: Indicator, exact: Decimal, ends: Iterable[Decimal]) -> Decimal:
    """A value with the digits of the ends of its line; one digit more where it does not come out even, so
    that a slow rise is one in every year. Things counted stay whole.
    """
    step = Decimal(1)
    if indicator.value_type != "count":
        step = step.scaleb(min(0, *(int(value.as_tuple().exponent) for value in ends)))
    value = rounded(exact, step)
    if value != exact and indicator.value_type != "count":
        value = rounded(exact, step / 10)
    return value


def kept_operator(op: str | None) -> str | None:
    """The operator of a target as the targets on the way to it have it."""
    return op if op in _KEPT_OPERATORS else None


def _ends(indicator: Indicator, base_year: int | None) -> tuple[int, Decimal, Target] | str:
    start = beginning(indicator, base_year)
    if start is None:
        return "baseline"
    year, value = start
    targets = [one for one in targets_in_figures(indicator) if one.year > year and one.op != "range"]
    if not targets:
        return "target"
    final = targets[-1]
    return (year, value, final) if 1 < final.year - year <= _MOST_YEARS else "years"


def _linear(first: Decimal, last: Decimal, count: int) -> Callable[[int], Decimal] | str:
    return lambda at: on_the_line((0, first), (count, last), at)


def _compound(first: Decimal, last: Decimal, count: int) -> Callable[[int], Decimal] | str:
    if first <= 0 or last <= 0:
        return "sign"
    times = EXACT.divide(last, first)
    return lambda at: EXACT.multiply(first, EXACT.power(times, EXACT.divide(Decimal(at), Decimal(count))))


def _front_loaded(first: Decimal, last: Decimal, count: int) -> Callable[[int], Decimal] | str:
    whole = Decimal(count * (count + 1))
    return lambda at: first + EXACT.divide((last - first) * at * (2 * count - at + 1), whole)


_SHARES: Final[dict[str, Callable[[Decimal, Decimal, int], Callable[[int], Decimal] | str]]] = {
    "linear": _linear,
    "compound": _compound,
    "front_loaded": _front_loaded,
}
