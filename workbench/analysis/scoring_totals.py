"""What the scores of items come to: points of units, the total of the plan, levels, vetoes, ranks."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

from workbench.analysis.ranking import places
from workbench.analysis.schemes import OUTSIDE
from workbench.i18n import N_
from workbench.plan.values import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy as np
    from numpy.typing import NDArray

    from workbench.analysis.scoring import ItemScore
    from workbench.i18n import Words
    from workbench.plan.elements import Scheme

#: A figure, or one in each draw of a simulation.
N = TypeVar("N", Decimal, "float | NDArray[np.float64]")

_ZERO: Final = Decimal(0)
_HUNDRED: Final = Decimal(100)
#: Scores have two decimals.
HUNDREDTH: Final = Decimal("0.01")
FAILED: Final = "不合格"
#: Where a scheme states no levels: name, from how many of a hundred, name as a message id.
LEVELS: Final = (
    ("优秀", Decimal(90), N_("Excellent")),
    ("良好", Decimal(80), N_("Good")),
    ("合格", Decimal(60), N_("Passed")),
    (FAILED, None, N_("Failed")),
)


class UnitScore(NamedTuple):
    """The score of a unit (or, in a scheme by class, of a class without units).

    Where the plan is scored as a whole, out of a hundred: 100 x points / marks; else out of the full mark.
    ``score`` and ``rank`` are None where there is nothing to score; ``rank`` is the place within the class;
    ``items`` how many items assess it.
    """

    unit: str
    unit_class: str
    points: Decimal
    marks: Decimal
    score: Decimal | None
    rank: int | None
    items: int
    level: str | None
    complete: bool


class Part(NamedTuple, Generic[N]):
    """What an item adds: its points, None where it leaves the sum; its marks; whether it is beside the full
    mark.
    """

    points: N | None
    marks: Decimal
    outside: bool


class Sum(NamedTuple, Generic[N]):
    """Points and marks of items that count, and what lies outside the full mark; whether any with marks has
    left.
    """

    points: N
    marks: Decimal
    outside: N
    left: bool


def part_of(rows: list[Part[N]], zero: N) -> Part[N]:
    """An item over all its rows: the mean of those that do not leave the sum."""
    counted = [row for row in rows if row.points is not None] or rows
    marks = sum((row.marks for row in counted), _ZERO) / len(counted)
    given = [row.points for row in rows if row.points is not None]
    return Part(sum(given, zero) / len(given) if given else None, marks, rows[0].outside)


def added(parts: Iterable[Part[N]], zero: N) -> Sum[N]:
    """What items come to together."""
    points = outside = zero
    marks, left = _ZERO, False
    for one in parts:
        if one.points is None:
            left = left or (one.marks > 0 and not one.outside)
        elif one.outside:
            outside = outside + one.points
        else:
            points = points + one.points
            marks += one.marks
    return Sum(points, marks, outside, left)


def _out_of(found: Sum[Decimal], full: Decimal) -> Decimal | None:
    """The score out of the full mark: rescaled where items have left; bonus and penalty after that."""
    points = found.points
    if found.left:
        if not found.marks:
            return None
        points = points * full / found.marks
    return rounded(max(_ZERO, points + found.outside), HUNDREDTH)


def part(row: ItemScore) -> Part[Decimal]:
    """What a row adds."""
    return Part(row.score, row.weight, row.item.method in OUTSIDE)


def unit_scores(rows: list[ItemScore], scheme: Scheme, full: Decimal, *, by_unit: bool) -> list[UnitScore]:
    """The scores of all units, in the order in which the scheme names them."""
    held: dict[str, tuple[str, list[ItemScore]]] = {}
    for row in rows:
        if row.whom:
            held.setdefault(row.whom, (row.unit_class, []))[1].append(row)
    found: list[UnitScore] = []
    for key, (unit_class, own) in held.items():
        total = added(map(part, own), _ZERO)
        counts = any(one.weight for one in own)
        if by_unit:
            score = _out_of(total, full) if counts else None
        else:
            score = None
            if total.marks:
                worth = _HUNDRED * (total.points + total.outside) / total.marks
                score = rounded(max(_ZERO, worth), HUNDREDTH)
        vetoes = [one.item.veto or "" for one in own if one.vetoed]
        worth_of = score if by_unit or score is None else score * full / _HUNDRED
        found.append(
            UnitScore(
                key,
                unit_class,
                total.points + total.outside,
                total.marks,
                score,
                None,
                len(own),
                level_of(scheme, worth_of, full, vetoes),
                scheme.missing in ("zero", "rescale") or all(one.status != "missing" for one in own),
            )
        )
    return _with_ranks(found)


def _with_ranks(scores: list[UnitScore]) -> list[UnitScore]:
    by_class: dict[str, dict[int, Decimal]] = {}
    for at, one in enumerate(scores):
        if one.score is not None:
            by_class.setdefault(one.unit_class, {})[at] = one.score
    ranks = {at: rank for values in by_class.values() for at, rank in places(values).items()}
    return [one._replace(rank=ranks.get(at)) for at, one in enumerate(scores)]


def plan_total(
    rows: list[ItemScore], units: list[UnitScore], full: Decimal, *, by_unit: bool
) -> Decimal | None:
    """The total: of the items, one of several units counting with their mean; or the mean of the units."""
    if by_unit:
        scores = [one.score for one in units if one.score is not None]
        return rounded(sum(scores, _ZERO) / len(scores), HUNDREDTH) if scores else None
    by_item: dict[str, list[Part[Decimal]]] = {}
    for row in rows:
        by_item.setdefault(row.item.id, []).append(part(row))
    if not rows:
        return None
    return _out_of(added([_rounded(part_of(own, _ZERO)) for own in by_item.values()], _ZERO), full)


def _rounded(one: Part[Decimal]) -> Part[Decimal]:
    return one if one.points is None else one._replace(points=rounded(one.points, HUNDREDTH))


def level_of(scheme: Scheme, total: Decimal | None, full: Decimal, vetoes: Iterable[str]) -> str | None:
    """The name of the level that a total falls into, after the vetoes that have fired.

    The scheme's own levels go by points, the usual ones by the share of the full mark. However many items
    lower the level, it is lowered by one.
    """
    if scheme.levels:
        steps = sorted(((one.from_, one.name) for one in scheme.levels), reverse=True)
        names = [name for _, name in steps]
        starts = [start for start, _ in steps]
        if starts[-1] > 0:
            names.append(FAILED)
    else:
        names = [name for name, _, _ in LEVELS]
        starts = [share * full / _HUNDRED for _, share, _ in LEVELS if share is not None]
    held = set(vetoes)
    if "fail" in held:
        return FAILED if FAILED in names else names[-1]
    if total is None:
        return None
    at = next((at for at, start in enumerate(starts) if total >= start), len(starts))
    if "cap_level" in held:
        at += 1
    return names[min(at, len(names) - 1)]


def level_shown(scheme: Scheme, level: str | None, words: Words) -> str:
    """A level as it is called in a language: the scheme's own as they are; "" for none."""
    if level is None:
        return ""
    if not scheme.levels or not any(one.name == level for one in scheme.levels):
        for name, _, message in LEVELS:
            if name == level:
                return words(message)
    return level
