"""What gives a year its assessment scheme: last year's rolled forward, or one begun with the indicators."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.i18n import N_
from workbench.plan.elements import Indicator, Scheme, Unit
from workbench.rules.assessable import year_without_scheme
from workbench.rules.fixing import fix, way
from workbench.rules.judging import exemption_without_proof
from workbench.rules.rolling import pasted, rolled
from workbench.rules.rule import Fault
from workbench.rules.scheme_beginning import begun, candidates
from workbench.rules.scheme_marks import bands_overlap_or_gap, method_misses_marks
from workbench.rules.scheme_rules import item_without_marks, scheme_item_incomplete

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element, PlanHead, SchemeItem
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Fix
    from workbench.rules.view import View


@fix("A509")
def make_scheme(seen: View, head: PlanHead, _finding: Finding) -> Iterator[Fix]:
    """Roll the last scheme forward; or begin one with the indicators that somebody answers for."""
    if not isinstance(year_without_scheme(seen, head), Fault):
        return
    year = seen.as_of.year
    before = [one for one in seen.plan.all(Scheme) if one.year < year]
    last = max((one.year for one in before), default=None)
    latest = [one for one in before if one.year == last]
    rolled = [_rolled_forward(seen, one, year) for one in latest]
    if latest and all(rolled):
        yield way(
            N_("Roll the scheme of {before} forward to {year}"),
            [pasted(seen, [one for originals in rolled for one in originals], last or 0, year)],
            before=str(last),
            year=str(year),
        )
    chosen = [one for one in candidates(seen, year) if isinstance(one.thing, Indicator)]
    if chosen:
        yield way(
            N_(
                "Begin a scheme for {year} with {count} indicators that have a target and a unit, equal marks"
            ),
            [begun(seen, year, chosen)],
            year=str(year),
            count=str(len(chosen)),
        )


def _rolled_forward(seen: View, scheme: Scheme, year: int) -> list[Element]:
    """A scheme and its items for another year, nothing added; nothing where a fault would be repeated."""
    found = rolled(seen, scheme, year, with_new=False)
    items = [one.before for one in found.moves if one.after is not None and one.before is not None]
    if not items or not found.is_exact or not all(is_sound(seen, one) for one in items):
        return []
    return found.elements()


def is_sound(seen: View, item: SchemeItem) -> bool:
    """Whether an item has no fault that a copy of it would repeat."""
    checks = (
        scheme_item_incomplete,
        item_without_marks,
        bands_overlap_or_gap,
        method_misses_marks,
        exemption_without_proof,
    )
    units = (*(item.units or ()), item.data_unit, item.assessor_unit)
    if any(one is not None and seen.plan.find(one, Unit) is None for one in units):
        return False
    for check in checks:
        outcome = check(seen, item)
        if isinstance(outcome, Fault | list):
            return False
    return True
