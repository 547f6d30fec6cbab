"""What would change the result of a year most: the marks still to be had, and what they would bring."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from workbench.analysis.schemes import OUTSIDE
from workbench.analysis.scoring import outcome

if TYPE_CHECKING:
    from workbench.analysis.scoring import Assessment, ItemScore

_ZERO = Decimal(0)


class Lever(NamedTuple):
    """An item (of all units that it assesses) brought to its full marks, its veto lifted.

    ``open`` are the marks still to be had, ``total`` and ``level`` what the year would then come to, ``gain``
    by how much more. ``lifts_veto`` says that a veto holds now.
    """

    item: str
    rows: tuple[ItemScore, ...]
    open: Decimal
    gain: Decimal
    total: Decimal | None
    level: str | None
    lifts_veto: bool


def levers(now: Assessment, most: int = 10) -> list[Lever]:
    """The items that would change the result most, the greatest first; none that would change nothing.

    What lifts the level goes first, then what brings most points. Bonus items are left out: not everybody
    can reach their limit.
    """
    items = list({row.item.id: row.item for row in now.rows}.values())
    by_item: dict[str, list[ItemScore]] = {}
    for row in now.rows:
        by_item.setdefault(row.item.id, []).append(row)
    candidates = []
    for id_, own in by_item.items():
        open_ = sum((_open(row) for row in own), _ZERO)
        if open_ > 0 or any(row.vetoed for row in own):
            candidates.append((any(row.vetoed for row in own), open_, id_))
    # Each is worked out by adding everything up again: only those that can be among the greatest.
    candidates.sort(key=lambda one: (not one[0], -one[1]))
    found = []
    for has_veto, open_, id_ in candidates[: 3 * most]:
        rows = [_full(row) if row.item.id == id_ else row for row in now.rows]
        then = outcome(now.scheme, items, rows)
        gain = (then.total or _ZERO) - (now.total or _ZERO)
        if gain > 0 or then.level != now.level:
            found.append(Lever(id_, tuple(by_item[id_]), open_, gain, then.total, then.level, has_veto))
    found.sort(key=lambda one: (one.level == now.level, -one.gain))
    return found[:most]


def _open(row: ItemScore) -> Decimal:
    """The marks that an item has not brought; of a penalty what it takes away."""
    if row.score is None or row.item.method == "bonus":
        return _ZERO
    best = _ZERO if row.item.method in OUTSIDE else row.weight
    return max(_ZERO, best - row.score)


def _full(row: ItemScore) -> ItemScore:
    if row.score is None or row.item.method == "bonus":
        return row
    best = _ZERO if row.item.method in OUTSIDE else max(row.weight, row.score)
    return row._replace(score=best, status="scored", lack="", vetoed=False)
