"""The score that a year is likely to end with, by simulation over the forecasts of its indicators.

Every item's points are worked out by the scoring itself, at some hundred values over the item's draws:
there is one formula for what a value is worth. Each draw then counts with the points of the value nearest to
it, and totals are summed draw by draw. Items without a forecast (judged in words, by yes or no, by rank among
units, with values of single units, with fewer than three points) stay as they stand; how many marks that
concerns is told.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import meets
from workbench.analysis.schemes import OUTSIDE
from workbench.analysis.scoring import assess
from workbench.analysis.scoring_methods import method_of
from workbench.analysis.scoring_totals import HUNDREDTH, level_of
from workbench.plan.elements import Indicator
from workbench.plan.values import period_end, rounded

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from workbench.analysis.forecast import Outlook
    from workbench.analysis.scoring import Assessment, ItemScore
    from workbench.plan.elements import Scheme
    from workbench.plan.plan import Plan

    Figures = NDArray[np.float64]

#: Values of each item at which points are worked out.
_VALUES: Final = 120
_BAND: Final = (0.1, 0.9)


class ExpectedRow(NamedTuple):
    """What one item is likely to give one unit: mean and band of its points, the chance of its veto."""

    row: ItemScore
    mean: float
    low: float
    high: float
    veto: float


class Expected(NamedTuple):
    """The likely outcome of a year.

    ``mean``, ``low`` and ``high`` are of the total (the band holds eight draws of ten), None where nothing
    can be scored; ``levels`` the chance of each level. ``held`` are the marks of items that stay as they
    stand, of ``marks`` in all.
    """

    mean: float | None
    low: float | None
    high: float | None
    levels: Mapping[str, float]
    rows: tuple[ExpectedRow, ...]
    held: Decimal
    marks: Decimal
    draws: int


def expected_score(plan: Plan, scheme: Scheme, as_of: date, outlook: Outlook) -> Expected:
    """The likely score of a scheme at its year's end; ``outlook`` are the forecasts for that year."""
    import numpy as np

    now = assess(plan, scheme, as_of)
    draws = outlook.draws.shape[1]
    is_over = as_of >= period_end(str(scheme.year))
    points: list[Figures | float | None] = []
    fired: list[NDArray[np.bool_] | bool] = []
    rows: list[ExpectedRow] = []
    held = marks = Decimal(0)
    for row in now.rows:
        marks += row.weight
        drawn = None if _stands(plan, row, is_over=is_over) else outlook.row(row.item.indicator or "")
        found = _simulated(row, drawn) if drawn is not None else None
        if found is None:
            held += row.weight
            points.append(None if row.score is None else float(row.score))
            fired.append(row.vetoed)
            continue
        given, vetoes = found
        points.append(given)
        fired.append(vetoes)
        low, high = np.quantile(given, _BAND)
        rows.append(ExpectedRow(row, float(given.mean()), float(low), float(high), float(vetoes.mean())))
    totals = _totals(now, points, draws)
    if totals is None:
        return Expected(None, None, None, {}, tuple(rows), held, marks, draws)
    low, high = np.quantile(totals, _BAND)
    levels = _levels(now, totals, fired)
    return Expected(float(totals.mean()), float(low), float(high), levels, tuple(rows), held, marks, draws)


def _stands(plan: Plan, row: ItemScore, *, is_over: bool) -> bool:
    """Whether an item's score is not to be forecast: nothing measures it, or what is measured is final."""
    indicator = plan.find(row.item.indicator, Indicator)
    if indicator is None or row.status == "exempt" or row.by_hand or row.item.method in ("rank", "rubric"):
        return True
    if any(one.unit is not None for one in indicator.actuals or ()):
        return True
    return is_over and row.known.actual is not None


def _simulated(row: ItemScore, drawn: Figures) -> tuple[Figures, NDArray[np.bool_]] | None:
    """Points of each draw and whether the veto fires in it; None where the item cannot be scored."""
    import numpy as np

    method = method_of(row.item)
    if isinstance(method, str):
        return None
    values, cell = _spread(drawn)
    has_veto = row.item.veto not in (None, "none")
    worth = np.zeros(len(values))
    fires = np.zeros(len(values), dtype=bool)
    for at, value in enumerate(values):
        actual = rounded(Decimal(repr(float(value))), Decimal("1e-6"))
        known = row.known._replace(actual=actual)
        given = method.points(known)
        if isinstance(given, str):
            return None
        if has_veto and known.wanted is not None and not meets(known.wanted, actual):
            fires[at] = True
            given = Decimal(0) if row.item.veto == "item" else given
        worth[at] = float(rounded(given, HUNDREDTH))
    return worth[cell], fires[cell]


def _spread(drawn: Figures) -> tuple[Figures, NDArray[np.intp]]:
    """Values at which points are worked out, and for each draw which of them it is nearest to.

    Few draws are their own values. Of many the rare ones far out count as the last of the values, which are
    evenly spaced; a bound at which draws have been cut off is one of them.
    """
    import numpy as np

    if len(drawn) <= _VALUES:
        return drawn, np.arange(len(drawn))
    ends = np.partition(drawn, [len(drawn) // 10, -(len(drawn) // 10)])
    low, high = float(ends[len(drawn) // 10]), float(ends[-(len(drawn) // 10)])
    # Twice the band on both sides: the few draws of a heavy tail must not stretch the values apart.
    reach = 2 * (high - low) or 4 * float(drawn.std())
    low, high = max(low - reach, float(drawn.min())), min(high + reach, float(drawn.max()))
    if high <= low:
        return np.array([low]), np.zeros(len(drawn), dtype=np.intp)
    places = np.clip((drawn - low) * ((_VALUES - 1) / (high - low)), 0, _VALUES - 1)
    return np.linspace(low, high, _VALUES), np.rint(places).astype(np.intp)


def _totals(now: Assessment, points: list[Figures | float | None], draws: int) -> Figures | None:
    """The total of each draw, as the scoring adds up: None where there is nothing to add."""
    import numpy as np

    full = float(now.full)
    if not now.by_unit:
        by_item: dict[str, list[int]] = {}
        for at, row in enumerate(now.rows):
            by_item.setdefault(row.item.id, []).append(at)
        return _out_of([_mean_of(now, points, own) for own in by_item.values()], full, draws)
    by_unit: dict[str, list[int]] = {}
    for at, row in enumerate(now.rows):
        key = row.unit if row.unit is not None else row.unit_class
        if key:
            by_unit.setdefault(key, []).append(at)
    units = []
    for own in by_unit.values():
        if any(now.rows[at].weight for at in own):
            score = _out_of([_mean_of(now, points, [at]) for at in own], full, draws)
            if score is not None:
                units.append(score)
    return np.mean(units, axis=0) if units else None


#: Points, marks, whether outside the full mark, whether left out.
_Part = tuple["Figures | float", float, bool, bool]


def _mean_of(now: Assessment, points: list[Figures | float | None], own: list[int]) -> _Part:
    """An item's points and marks over its units: the mean of those that do not leave the sum."""
    given = [one for at in own if (one := points[at]) is not None]
    weights = [float(now.rows[at].weight) for at in own if points[at] is not None or not given]
    score: Figures | float = 0.0
    for one in given:
        score = score + one / len(given)
    return score, sum(weights) / len(weights), now.rows[own[0]].item.method in OUTSIDE, not given


def _out_of(parts: list[_Part], full: float, draws: int) -> Figures | None:
    import numpy as np

    inside = np.zeros(draws)
    outside = np.zeros(draws)
    marks = 0.0
    has_left = False
    for score, weight, is_outside, leaves in parts:
        if leaves:
            has_left = has_left or (weight > 0 and not is_outside)
        elif is_outside:
            outside += score
        else:
            inside += score
            marks += weight
    if not parts or (has_left and not marks):
        return None
    total: Figures = np.maximum(0.0, (inside * full / marks if has_left else inside) + outside)
    return np.round(total, 2)


def _levels(now: Assessment, totals: Figures, fired: list[NDArray[np.bool_] | bool]) -> dict[str, float]:
    """The chance of each level, after the vetoes of each draw."""
    import numpy as np

    kinds: dict[str, NDArray[np.bool_]] = {}
    if not now.by_unit:
        for row, fires in zip(now.rows, fired, strict=True):
            veto = row.item.veto
            if veto in ("cap_level", "fail"):
                held = kinds.setdefault(veto, np.zeros(len(totals), dtype=bool))
                held |= fires
    none = np.zeros(len(totals), dtype=bool)
    states = zip(totals, kinds.get("cap_level", none), kinds.get("fail", none), strict=True)
    often = Counter((float(total), bool(cap), bool(fail)) for total, cap, fail in states)
    found: dict[str, float] = {}
    for (total, cap, fail), count in often.items():
        vetoes = [name for name, holds in (("cap_level", cap), ("fail", fail)) if holds]
        level = level_of(now.scheme, Decimal(repr(total)), now.full, vetoes)
        if level is not None:
            found[level] = found.get(level, 0.0) + count / len(totals)
    return dict(sorted(found.items(), key=lambda one: -one[1]))
