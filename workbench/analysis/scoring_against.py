"""Methods of scoring that compare with the target of the year.

Symbols: A actual, T target, M marks, r completion, S points. Points are exact; rounding to two places, half
up, is done by whoever adds them up.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from workbench.analysis.completion import EXACT, Ratio, meets, shortfall
from workbench.analysis.item_parameters import HUNDRED, Band
from workbench.analysis.scoring_inputs import POINTS, Inputs, Step, short, signed
from workbench.i18n import N_

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)


class Completion(NamedTuple):
    """M x r, r up to the cap; nothing below the floor."""

    floor: Decimal
    cap: Decimal

    def points(self, known: Inputs) -> Decimal | str:
        """The points."""
        rate = known.rate
        if isinstance(rate, str):
            return rate
        if not rate.reaches(self.floor):
            return _ZERO
        part, whole = rate.clipped(_ZERO, self.cap)
        return EXACT.divide(known.marks * part, whole)

    def steps(self, known: Inputs) -> list[Step]:
        """How they come about."""
        rate = known.rate
        assert isinstance(rate, Ratio)
        if not rate.reaches(self.floor):
            words = N_("Below the floor there are no points")
            return [Step(words, "S", f"r < {short(self.floor)}", "", _ZERO)]
        clipped = rate.clipped(_ZERO, self.cap)
        found = []
        if clipped != rate:
            bounds = f"0 … {short(self.cap)}"
            found.append(Step(N_("Completion that counts"), "r′", bounds, "", clipped.value))
        factor = short(clipped.value)
        points = self.points(known)
        symbol = "r′" if clipped != rate else "r"
        found.append(Step(POINTS, "S", f"M × {symbol}", f"{short(known.marks)} × {factor}", points))
        return found


class Threshold(NamedTuple):
    """M where the target is met, else nothing. Words and what is done or not will do as well."""

    def _is_met(self, known: Inputs) -> bool | str:
        if known.done is not None:
            return known.done
        if known.wanted is None:
            return known.lack or "target"
        if known.actual is None:
            return "actual"
        return meets(known.wanted, known.actual)

    def points(self, known: Inputs) -> Decimal | str:
        """The points."""
        met = self._is_met(known)
        return met if isinstance(met, str) else known.marks if met else _ZERO

    def steps(self, known: Inputs) -> list[Step]:
        """How they come about."""
        met = self._is_met(known)
        compared = ""
        if known.wanted is not None and known.actual is not None and known.done is None:
            compared = f"{signed(known.actual)} {_sign(known)} {short(known.wanted.bound)}"
        first = Step(N_("The target is met") if met is True else N_("The target is missed"), "", compared)
        if not known.marks:
            return [first]
        return [
            first,
            Step(POINTS, "S", "M" if met is True else "", "", known.marks if met is True else _ZERO),
        ]


def _sign(known: Inputs) -> str:
    assert known.wanted is not None
    assert known.actual is not None
    met = meets(known.wanted, known.actual)
    if known.wanted.direction == "higher":
        return "≥" if met else "<"
    if known.wanted.direction == "lower":
        return "≤" if met else ">"
    return "∈" if met else "∉"


class Ladder(NamedTuple):
    """The score of the band that holds the completion in percent, or the value itself; more above a full
    band.
    """

    bands: tuple[Band, ...]
    on_value: bool
    over_step: Decimal | None = None
    over_points: Decimal = _ZERO
    over_cap: Decimal = _ZERO

    def _measure(self, known: Inputs) -> Ratio | str:
        if self.on_value:
            return Ratio(known.actual, _ONE) if known.actual is not None else "actual"
        rate = known.rate
        return rate if isinstance(rate, str) else Ratio(rate.part * HUNDRED, rate.whole)

    def _band(self, measure: Ratio) -> Band | None:
        part, whole = measure
        for one in reversed(self.bands):
            if one.low is not None and part < one.low * whole:
                continue
            if one.high is None or part < one.high * whole:
                return one
        return None

    def _over(self, measure: Ratio, band: Band, known: Inputs) -> Decimal:
        """The points for going beyond a full band."""
        best = max((one.score for one in self.bands if one.score is not None), default=_ZERO)
        if self.over_step is None or band.score != best or band not in (self.bands[0], self.bands[-1]):
            return _ZERO
        part, whole = measure
        if self.on_value and known.direction == "lower":
            beyond = band.high - part if band.high is not None else _ZERO
        else:
            start = band.low if band.low is not None else _ZERO
            start = start if self.on_value else max(start, HUNDRED)
            if not whole:
                return self.over_cap
            beyond = part - start * whole
        if beyond <= 0:
            return _ZERO
        times = EXACT.divide_int(beyond, self.over_step * (whole or _ONE))
        return min(self.over_cap, self.over_points * times)

    def points(self, known: Inputs) -> Decimal | str:
        """The points."""
        measure = self._measure(known)
        if isinstance(measure, str):
            return measure
        band = self._band(measure)
        if band is None or band.score is None:
            return _ZERO
        return band.score + self._over(measure, band, known)

    def steps(self, known: Inputs) -> list[Step]:
        """How they come about."""
        measure = self._measure(known)
        assert isinstance(measure, Ratio)
        band = self._band(measure)
        value = measure.value
        reached = "∞" if value is None else short(value)
        if not self.on_value:
            reached += " %"
        if band is None or band.score is None:
            return [Step(N_("No band holds the value"), "", reached), Step(POINTS, "S", "", "", _ZERO)]
        unit = "" if self.on_value else " %"
        found = [Step(N_("Band reached"), "", "", "", f"{reached} ({band.shown()}{unit})")]
        over = self._over(measure, band, known)
        if over:
            formula = f"{short(self.over_points)} / {short(self.over_step)}{unit} ≤ {short(self.over_cap)}"
            found.append(Step(N_("Points above the full band"), "", formula, "", over))
        filled = f"{short(band.score)} + {short(over)}" if over else ""
        found.append(Step(POINTS, "S", "", filled, band.score + over))
        return found


class Deduction(NamedTuple):
    """M less points for every step (or share of a step) that is short, not below 0."""

    step: Decimal
    cost: Decimal
    unit: str
    linear: bool

    def _short(self, known: Inputs) -> Ratio | str:
        """Steps that are short: what is short over a step."""
        if self.unit == "event":
            cases = known.count if known.count is not None else known.actual
            return Ratio(max(_ZERO, cases), self.step) if cases is not None else "count"
        if known.wanted is None:
            return known.lack or "target"
        if known.actual is None:
            return known.lack or "actual"
        gap = max(_ZERO, shortfall(known.wanted, known.actual))
        if self.unit != "percent":
            return Ratio(gap, self.step)
        wanted = known.wanted
        bound = wanted.bound
        if wanted.direction in ("range", "keep") and known.actual > wanted.high:
            bound = wanted.high
        return Ratio(gap * HUNDRED, abs(bound) * self.step) if bound else "zero"

    def _times(self, steps: Ratio) -> Decimal:
        whole, rest = EXACT.divmod(steps.part, steps.whole)
        return whole + 1 if rest else whole

    def points(self, known: Inputs) -> Decimal | str:
        """The points."""
        steps = self._short(known)
        if isinstance(steps, str):
            return steps
        if self.linear:
            return max(_ZERO, EXACT.divide(known.marks * steps.whole - self.cost * steps.part, steps.whole))
        return max(_ZERO, known.marks - self.cost * self._times(steps))

    def steps(self, known: Inputs) -> list[Step]:
        """How they come about."""
        steps = self._short(known)
        assert isinstance(steps, Ratio)
        if self.unit == "event":
            cases = known.count if known.count is not None else known.actual
            found = [Step(N_("Number of cases"), "d", "", "", cases)]
        else:
            assert known.wanted is not None
            assert known.actual is not None
            gap = EXACT.divide(steps.part * self.step, steps.whole)
            unit = "%" if self.unit == "percent" else ""
            formula = "A - T" if known.wanted.direction == "lower" else "T - A"
            if unit:
                formula = f"({formula}) / T"
            found = [Step(N_("Short of the target"), "d", formula, "", short(gap) + unit)]
        times = steps.value if self.linear else self._times(steps)
        formula = f"d / {short(self.step)}"
        found.append(Step(N_("Steps short"), "n", formula if self.linear else f"⌈{formula}⌉", "", times))
        filled = f"{short(known.marks)} - {short(self.cost)} × {short(times)}"
        points = self.points(known)
        found.append(Step(POINTS, "S", f"max(0, M - {short(self.cost)} × n)", filled, points))
        return found


class Beside(NamedTuple):
    """Bonus or penalty outside the full mark: points for every so much over or short, up to a limit."""

    per: Decimal
    each: Decimal
    cap: Decimal
    is_penalty: bool

    def _amount(self, known: Inputs) -> Decimal | str:
        if known.count is not None:
            return known.count
        if known.wanted is None:
            return known.lack or "target"
        if known.actual is None:
            return known.lack or "actual"
        gap = shortfall(known.wanted, known.actual)
        return gap if self.is_penalty else -gap

    def points(self, known: Inputs) -> Decimal | str:
        """The points."""
        amount = self._amount(known)
        if isinstance(amount, str):
            return amount
        if amount <= 0:
            return _ZERO
        points = min(self.cap, self.each * EXACT.divide_int(amount, self.per))
        return -points if self.is_penalty else points

    def steps(self, known: Inputs) -> list[Step]:
        """How they come about."""
        amount = self._amount(known)
        assert isinstance(amount, Decimal)
        amount = max(amount, _ZERO)
        times = EXACT.divide_int(amount, self.per)
        over, missed = N_("Over the target"), N_("Short of the target")
        each, cap = short(self.each), short(self.cap)
        sign = "-" if self.is_penalty else ""
        points = self.points(known)
        return [
            Step(missed if self.is_penalty else over, "d", "", "", amount),
            Step(N_("Times it counts"), "n", f"⌊d / {short(self.per)}⌋", "", times),
            Step(POINTS, "S", f"{sign}min({cap}, {each} × n)", f"{sign}min({cap}, {each} × {times})", points),
        ]
