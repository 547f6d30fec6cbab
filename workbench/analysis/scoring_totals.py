"""What the scores of items come to: points of units, the total of the plan, levels, vetoes, ranks."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.ranking import places
from workbench.analysis.schemes import OUTSIDE
from workbench.i18n import N_
from workbench.plan.values import rounded

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.analysis.scoring import ItemScore
    from workbench.i18n import Words
    from workbench.plan.elements import Scheme

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


class _Sum(NamedTuple):
    """Points and marks of items that count, and what lies outside the full mark."""

    points: Decimal
    marks: Decimal
    outside: Decimal
    left: bool


def _sum(rows: Iterable[tuple[Decimal, Decimal, bool, bool]]) -> _Sum:
    """Rows of (score, marks, whether outside the full mark, whether left out)."""
    points = marks = outside = _ZERO
    left = False
    for score, weight, is_outside, leaves in rows:
        if leaves:
            left = left or (weight > 0 and not is_outside)
        elif is_outside:
            outside += score
        else:
            points += score
            marks += weight
    return _Sum(points, marks, outside, left)


def _out_of(found: _Sum, full: Decimal) -> Decimal | None:
    """The score out of the full mark: rescaled where items have left; bonus and penalty after that."""
    points = found.points
    if found.left:
        if not found.marks:
            return None
        points = points * full / found.marks
    return rounded(max(_ZERO, points + found.outside), HUNDREDTH)


def unit_scores(rows: list[ItemScore], scheme: Scheme, full: Decimal, *, by_unit: bool) -> list[UnitScore]:
    """The scores of all units, in the order in which the scheme names them."""
    held: dict[str, tuple[str, list[ItemScore]]] = {}
    for row in rows:
        key = row.unit if row.unit is not None else row.unit_class
        if key:
            held.setdefault(key, (row.unit_class, []))[1].append(row)
    found: list[UnitScore] = []
    for key, (unit_class, own) in held.items():
        total = _sum(
            (one.score or _ZERO, one.weight, one.item.method in OUTSIDE, one.score is None) for one in own
        )
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
    by_item: dict[str, list[ItemScore]] = {}
    for row in rows:
        by_item.setdefault(row.item.id, []).append(row)
    if not rows:
        return None
    return _out_of(_sum(_of_item(own) for own in by_item.values()), full)


def _of_item(rows: list[ItemScore]) -> tuple[Decimal, Decimal, bool, bool]:
    """An item's points and marks over all its units: the mean of those that do not leave the sum."""
    is_outside = rows[0].item.method in OUTSIDE
    stay = [row for row in rows if row.score is not None]
    counted = stay or rows
    weight = sum((row.weight for row in counted), _ZERO) / len(counted)
    score = sum((row.score or _ZERO for row in counted), _ZERO) / len(counted)
    return rounded(score, HUNDREDTH), weight, is_outside, not stay


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
