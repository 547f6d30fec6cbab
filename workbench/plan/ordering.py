"""Positions of a plan that comes in over one that is there: what stands where it stood keeps its key."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from workbench.plan import ids

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan


def settled(plan: Plan, wanted: Iterable[Element]) -> list[Element]:
    """The wanted elements in the same order, with as many positions of the plan kept as the order allows.

    So an import over a plan shows in the history what became different, not that everything was renumbered.
    """
    by_kind: dict[str, list[Element]] = {}
    elements = list(wanted)
    for element in elements:
        by_kind.setdefault(element.kind_name, []).append(element)
    positions: dict[str, str] = {}
    for members in by_kind.values():
        ordered = sorted(members, key=lambda one: (one.position or "", one.id))
        positions.update(_positions(plan, [one.id for one in ordered]))
    return [
        one if positions[one.id] == one.position else one.but(position=positions[one.id]) for one in elements
    ]


def _positions(plan: Plan, order: list[str]) -> dict[str, str]:
    held = [(id_, plan.elements[id_].position or "") for id_ in order if id_ in plan]
    kept = _longest_ascent(held)
    found: dict[str, str] = {}
    run: list[str] = []
    low = ""
    for id_ in (*order, ""):
        if id_ and id_ not in kept:
            run.append(id_)
            continue
        high = kept.get(id_, "")
        found.update(zip(run, ids.several(low, high, len(run)), strict=True))
        run.clear()
        if id_:
            found[id_] = low = high
    return found


def _longest_ascent(held: list[tuple[str, str]]) -> dict[str, str]:
    """The largest part of the list whose positions ascend as they stand (patience sorting)."""
    tops: list[str] = []
    last: list[int] = []
    before: list[int] = []
    for at, (_, position) in enumerate(held):
        pile = bisect_left(tops, position)
        before.append(last[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(position)
            last.append(at)
        else:
            tops[pile], last[pile] = position, at
    found: dict[str, str] = {}
    at = last[-1] if last else -1
    while at >= 0:
        id_, position = held[at]
        if position:
            found[id_] = position
        at = before[at]
    return found
