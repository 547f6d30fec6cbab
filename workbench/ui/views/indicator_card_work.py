"""What takes a while to find out about an indicator, worked out beside the window: forecast and scores."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.plan.elements import Indicator, Scheme, SchemeItem
from workbench.plan.plan import Plan
from workbench.ui.views.indicator_card_words import NO_OUTLOOK, Outlook

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from workbench.analysis.scoring import ItemScore


class Known(NamedTuple):
    """The forecast of one indicator, and the scores of the scheme items that are about it, by their id."""

    indicator: str
    outlook: Outlook
    scores: Mapping[str, Sequence[ItemScore]]


def work_out(plan: Plan, indicator_id: str, as_of: date, method: str) -> Known:
    """All of it for a plan that nobody changes meanwhile."""
    return Known(
        indicator_id, _outlook(plan, indicator_id, as_of, method), _scores(plan, indicator_id, as_of)
    )


def _outlook(plan: Plan, indicator_id: str, as_of: date, method: str) -> Outlook:
    from workbench.analysis.forecast import band, outlook

    indicator = plan.find(indicator_id, Indicator)
    if indicator is None:
        return NO_OUTLOOK
    targets = sorted(one.year for one in indicator.targets or () if one.unit is None)
    year = next((one for one in targets if one >= as_of.year), as_of.year)
    # The draws of an indicator are the same whatever others there are.
    few = [one for one in plan.elements.values() if one.kind_name != "indicator" or one.id == indicator_id]
    found = outlook(Plan(plan.id, few), as_of, year, method=method).forecasts.get(indicator_id)
    if found is None:
        return NO_OUTLOOK
    last = max([*targets, year])
    return Outlook(
        method,
        tuple(band(indicator, found.line, range(as_of.year, last + 1))),
        year,
        found.low,
        found.high,
        found.chance,
        tuple(dict.fromkeys(one.project for one in found.late)),
    )


def _scores(plan: Plan, indicator_id: str, as_of: date) -> dict[str, list[ItemScore]]:
    from workbench.analysis.scoring import assess

    items = [plan.find(one, SchemeItem) for one in plan.referrers(indicator_id)]
    mine = {one.id: one.scheme for one in items if one is not None and one.indicator == indicator_id}
    found: dict[str, list[ItemScore]] = {}
    for id_ in dict.fromkeys(mine.values()):
        scheme = plan.find(id_, Scheme)
        for row in assess(plan, scheme, as_of).rows if scheme is not None else ():
            if row.item.id in mine:
                found.setdefault(row.item.id, []).append(row)
    return found
