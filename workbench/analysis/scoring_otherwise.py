"""Methods of scoring that go by the value itself, by last year, by others or by judgement."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from workbench.analysis.completion import EXACT, Ratio, shortfall
from workbench.analysis.scoring_inputs import POINTS, Inputs, Step, short, signed
from workbench.i18n import N_

_ZERO: Final = Decimal(0)
_ONE: Final = Decimal(1)
#: Shares of the marks for the first, second and last third.
_THIRDS: Final = (_ONE, Decimal("0.9"), Decimal("0.8"))


class Interval(NamedTuple):
    """The place of the value between the two ends of an interval, upon a base."""

    zero_at: Decimal
    full_at: Decimal
    base: Decimal

    def _place(self, actual: Decimal) -> Ratio:
        part, whole = actual - self.zero_at, self.full_at - self.zero_at
        return (Ratio(part, whole) if whole > 0 else Ratio(-part, -whole)).clipped(_ZERO, _ONE)

    def points(self, known: Inputs) -> Decimal | str:
        """The points."""
        if known.actual is None:
            return "words" if known.text else "actual"
        part, whole = self._place(known.actual)
        return EXACT.divide(known.marks * (self.base * whole + (_ONE - self.base) * part), whole)

    def steps(self, known: Inputs) -> list[Step]:
        """How they come about."""
        assert known.actual is not None
        ends = f"{signed(self.full_at)} - {signed(self.zero_at)}"
        filled = f"({signed(known.actual)} - {signed(self.zero_at)}) / ({ends})"
        place = self._place(known.actual)
        base, x = short(self.base), short(place.value)
        points = self.points(known)
        found = [Step(N_("Place in the interval, 0 to 1"), "x", "(A - A₀) / (A₁ - A₀)", filled, place.value)]
        if self.base:
            formula = f"M × ({base} + (1 - {base}) × x)"
            filled = f"{short(known.marks)} × ({base} + {short(_ONE - self.base)} × {x})"
        else:
            formula, filled = "M × x", f"{short(known.marks)} × {x}"
        found.append(Step(POINTS, "S", formula, filled, points))
        return found


class Rank(NamedTuple):
    """By the place within the unit's class; who is level shares the mean of the places."""

    rule: str
    step: Decimal

    def points(self, known: Inputs) -> Decimal | str:
        """The points."""
        place, places = known.place, known.places
        if place is None:
            return "own"
        if self.rule == "step":
            return max(_ZERO, known.marks - self.step * (place - 1))
        if self.rule == "thirds":
            third = 0 if 3 * place <= places else 1 if 3 * place <= 2 * places else 2
            return known.marks * _THIRDS[third]
        return EXACT.divide(known.marks * (places - place + 1), Decimal(places))

    def steps(self, known: Inputs) -> list[Step]:
        """How they come about."""
        assert known.place is not None
        k, n, m = short(known.place), str(known.places), short(known.marks)
        points = self.points(known)
        found = [
            Step(N_("Units of the class compared"), "n", "", "", n),
            Step(N_("Place among them"), "k", "", "", known.place),
        ]
        if self.rule == "step":
            d = short(self.step)
            step = Step(POINTS, "S", f"M - {d} × (k - 1)", f"{m} - {d} × ({k} - 1)", points)
        elif self.rule == "thirds":
            step = Step(N_("Points of the third: 100, 90 or 80 % of the marks"), "S", "", "", points)
        else:
            step = Step(POINTS, "S", "M × (n - k + 1) / n", f"{m} × ({n} - {k} + 1) / {n}", points)
        return [*found, step]


class Improvement(NamedTuple):
    """The improvement on last year's value as a share of the best; mixed with completion where ``mix`` says
    by how much.
    """

    best: Decimal
    mix: Decimal

    def _gain(self, known: Inputs) -> Ratio | str:
        if known.actual is None:
            return "words" if known.text else "actual"
        if known.before is None:
            return "before"
        gain = known.actual - known.before
        if known.wanted is not None and known.wanted.direction in ("range", "keep"):
            gain = shortfall(known.wanted, known.before) - shortfall(known.wanted, known.actual)
        elif known.direction == "lower" and self.best > 0:
            # A best improvement stated as a positive amount is one downwards here.
            gain = -gain
        return (Ratio(gain, self.best) if self.best > 0 else Ratio(-gain, -self.best)).clipped(_ZERO, _ONE)

    def points(self, known: Inputs) -> Decimal | str:
        """The points."""
        w = self.mix
        gain = self._gain(known) if w < 1 else Ratio(_ZERO, _ONE)
        if isinstance(gain, str):
            return gain
        if not w:
            return EXACT.divide(known.marks * gain.part, gain.whole)
        rate = known.rate
        if isinstance(rate, str):
            return rate
        r = rate.clipped(_ZERO, _ONE)
        mixed = w * r.part * gain.whole + (_ONE - w) * gain.part * r.whole
        return EXACT.divide(known.marks * mixed, r.whole * gain.whole)

    def steps(self, known: Inputs) -> list[Step]:
        """How they come about."""
        found, w, m = [], self.mix, short(known.marks)
        points = self.points(known)
        i = ""
        if w < 1:
            gain = self._gain(known)
            assert isinstance(gain, Ratio)
            assert known.actual is not None
            assert known.before is not None
            filled = f"({signed(known.actual)} - {signed(known.before)}) / {signed(self.best)}"
            i = short(gain.value)
            formula = f"(A - A′) / {signed(self.best)}"
            found.append(Step(N_("Improvement, 0 to 1"), "i", formula, filled, gain.value))
        if not w:
            return [*found, Step(POINTS, "S", "M × i", f"{m} × {i}", points)]
        rate = known.rate
        assert isinstance(rate, Ratio)
        r = short(rate.clipped(_ZERO, _ONE).value)
        rest = short(_ONE - w)
        formula = f"M × ({short(w)} × r + {rest} × i)" if i else "M × r"
        filled = f"{m} × ({short(w)} × {r} + {rest} × {i})" if i else f"{m} × {r}"
        return [*found, Step(POINTS, "S", formula, filled, points)]


class YesNo(NamedTuple):
    """M or nothing."""

    def points(self, known: Inputs) -> Decimal | str:
        """The points."""
        if known.done is None:
            return known.lack or "result"
        return known.marks if known.done else _ZERO

    def steps(self, known: Inputs) -> list[Step]:
        """How they come about."""
        words = N_("Done: all the marks") if known.done else N_("Not done: no points")
        points = self.points(known)
        assert isinstance(points, Decimal)
        return [Step(words), Step(POINTS, "S", "", "", points)]


class Rubric(NamedTuple):
    """The score of the level chosen; the mean of a panel, without the highest and the lowest if so said."""

    levels: tuple[tuple[str, Decimal], ...]
    panel_trim: bool

    def _heard(self, panel: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
        return tuple(sorted(panel)[1:-1]) if self.panel_trim and len(panel) > 2 else panel

    def points(self, known: Inputs) -> Decimal | str:
        """The points."""
        if known.panel:
            heard = self._heard(known.panel)
            best = max((score for _, score in self.levels), default=known.marks)
            return min(
                max(EXACT.divide(sum(heard, _ZERO), Decimal(len(heard))), _ZERO), max(best, known.marks)
            )
        for text in (known.level, known.text):
            if text:
                for name, score in self.levels:
                    if name == text.strip():
                        return score
        return "level" if known.level or known.text else "result"

    def steps(self, known: Inputs) -> list[Step]:
        """How they come about."""
        points = self.points(known)
        if known.panel:
            heard = self._heard(known.panel)
            words = N_("Mean of the panel")
            if len(heard) < len(known.panel):
                words = N_("Mean of the panel without the highest and the lowest")
            filled = f"({' + '.join(map(short, heard))}) / {len(heard)}"
            return [Step(words, "S", "", filled, points)]
        text = next((one for one in (known.level, known.text) if one), "")
        return [Step(N_("Level reached"), "", "", "", text), Step(POINTS, "S", "", "", points)]
