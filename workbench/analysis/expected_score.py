"""The score that a year is likely to end with, by simulation over the forecasts of its indicators.

Every item's points are worked out by the scoring itself, at some hundred values over the item's draws:
there is one formula for what a value is worth. Each draw then counts with the points of the value nearest to
it, and totals are summed draw by draw. Items without a forecast (judged in words, by yes or no, by rank among
units, with values of single units, with fewer than three points) stay as they stand; how many marks that
concerns is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import meets
from workbench.analysis.schemes import OUTSIDE
from workbench.analysis.scoring import assess
from workbench.analysis.scoring_methods import method_of
from workbench.analysis.scoring_totals import HUNDREDTH, Part, added, level_of, part_of
from workbench.plan.elements import Indicator
from workbench.plan.values import period_end, rounded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    import numpy as np
    from numpy.typing import NDArray

    from workbench.analysis.forecast import Outlook
    from workbench.analysis.scoring import Assessment, ItemScore
    from workbench.analysis.scoring_inputs import Inputs
    from workbench.plan.elements import Scheme
    from workbench.plan.plan import Plan

    Figures = NDArray[np.float64]
    Points = float | Figures

_ZERO: Final = Decimal(0)
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


class _Simulated(NamedTuple):
    """The points of an item in each draw, whether its veto fires there, and what is told of them all: mean
    and band of the points, the chance of the veto.
    """

    points: Figures
    vetoes: NDArray[np.bool_]
    told: tuple[float, float, float, float]


def expected_score(plan: Plan, scheme: Scheme, as_of: date, outlook: Outlook) -> Expected:
    """The likely score of a scheme at its year's end; ``outlook`` are the forecasts for that year."""
    import numpy as np

    now = assess(plan, scheme, as_of)
    draws = outlook.draws.shape[1]
    is_over = as_of >= period_end(str(scheme.year))
    # Units of one item mostly differ in nothing that it is scored by: 300 of them are simulated once.
    known: dict[tuple[str, Inputs], _Simulated | None] = {}
    found: list[_Simulated | None] = []
    for row in now.rows:
        drawn = None if _stands(plan, row, is_over=is_over) else outlook.row(row.item.indicator or "")
        key = row.item.id, row.known
        if drawn is not None and key not in known:
            known[key] = _simulated(row, drawn)
        found.append(known[key] if drawn is not None else None)
    rows = tuple(
        ExpectedRow(row, *one.told) for row, one in zip(now.rows, found, strict=True) if one is not None
    )
    marks = _marks(now, now.rows)
    held = marks - _marks(now, [one.row for one in rows])
    totals = _totals(now, found)
    if totals is None:
        return Expected(None, None, None, {}, rows, held, marks, draws)
    totals = np.broadcast_to(totals, draws)
    low, high = np.quantile(totals, _BAND)
    levels = _levels(now, totals, found)
    return Expected(float(totals.mean()), float(low), float(high), levels, rows, held, marks, draws)


def _marks(now: Assessment, rows: Iterable[ItemScore]) -> Decimal:
    """The marks of rows as the total counts them: the mean of the units, of all or of those of each item."""
    if now.by_unit:
        units = len({row.whom for row in now.rows if row.weight}) or 1
        return rounded(sum((row.weight for row in rows), _ZERO) / units, HUNDREDTH)
    shared = Counter(row.item.id for row in now.rows)
    own: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        own[row.item.id] += row.weight
    return rounded(sum((one / shared[id_] for id_, one in own.items()), _ZERO), HUNDREDTH)


def _stands(plan: Plan, row: ItemScore, *, is_over: bool) -> bool:
    """Whether an item's score is not to be forecast: nothing measures it, or what is measured is final."""
    indicator = plan.find(row.item.indicator, Indicator)
    if indicator is None or row.status == "exempt" or row.by_hand or row.item.method in ("rank", "rubric"):
        return True
    if any(one.unit is not None for one in indicator.actuals or ()):
        return True
    return is_over and row.known.actual is not None


def _simulated(row: ItemScore, drawn: Figures) -> _Simulated | None:
    """What an item gives in each draw; None where it cannot be scored."""
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
    points, vetoes = worth[cell], fires[cell]
    low, high = np.quantile(points, _BAND)
    told = float(points.mean()), float(low), float(high), float(vetoes.mean())
    return _Simulated(points, vetoes, told)


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


def _totals(now: Assessment, found: list[_Simulated | None]) -> Points | None:
    """The total of each draw, or of all, as the scoring adds up: None where there is nothing to add."""
    wholes: dict[str, list[Part[Points]]] = {}
    for row, one in zip(now.rows, found, strict=True):
        points: Points | None = None if row.score is None else float(row.score)
        if one is not None:
            points = one.points
        whole = row.whom if now.by_unit else row.item.id
        wholes.setdefault(whole, []).append(Part(points, row.weight, row.item.method in OUTSIDE))
    if not now.by_unit:
        return _out_of([part_of(own, 0.0) for own in wholes.values()], now.full) if wholes else None
    units = [_out_of(own, now.full) for unit, own in wholes.items() if unit and any(one.marks for one in own)]
    scored = [one for one in units if one is not None]
    return sum(scored, 0.0) / len(scored) if scored else None


def _out_of(parts: list[Part[Points]], full: Decimal) -> Points | None:
    import numpy as np

    found = added(parts, 0.0)
    if found.left and not found.marks:
        return None
    scale = float(full / found.marks) if found.left else 1.0
    total: Figures = np.maximum(0.0, found.points * scale + found.outside)
    return np.round(total, 2)


def _levels(now: Assessment, totals: Figures, found: list[_Simulated | None]) -> dict[str, float]:
    """The chance of each level, after the vetoes of each draw."""
    import numpy as np

    fired = {"cap_level": np.zeros(len(totals), dtype=bool), "fail": np.zeros(len(totals), dtype=bool)}
    for row, one in zip(now.rows, found, strict=True):
        if row.item.veto in fired and not now.by_unit:
            fired[row.item.veto] |= row.vetoed if one is None else one.vetoes
    often = Counter(zip(totals.tolist(), *(held.tolist() for held in fired.values()), strict=True))
    levels: Counter[str] = Counter()
    for (total, *holds), count in often.items():
        vetoes = [name for name, held in zip(fired, holds, strict=True) if held]
        level = level_of(now.scheme, Decimal(repr(total)), now.full, vetoes)
        if level is not None:
            levels[level] += count
    return {level: count / len(totals) for level, count in levels.most_common()}
