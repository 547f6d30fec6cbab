"""What stands in the lists of the leader's summary: obstacles, what is due or behind, who answers for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.progress import STATUSES
from workbench.analysis.responsible import responsible_unit
from workbench.i18n import current, tr, words
from workbench.rules.finding import shown
from workbench.rules.profile import find_rule
from workbench.ui.models import cells
from workbench.ui.phrases import joined
from workbench.ui.views.dashboard_state import MARKS, days_in_words

if TYPE_CHECKING:
    from workbench.plan.plan import Plan
    from workbench.rules.summary import Obstacle, Summary

#: Units named for an obstacle.
_NAMED: Final = 2


class Line(NamedTuple):
    """A line of a list: a mark, what it says, and what stands at its right."""

    mark: str
    said: str
    right: str
    id: str
    field: str
    #: A shape of the charts in place of a mark: its name and its colour.
    shape: tuple[str, str] = ("", "")


def obstacle_lines(summary: Summary, most: int) -> list[Line]:
    """Rules that are not kept, so many at most, with who has to do something about it."""
    return [
        Line(
            one.severity,
            _said(summary.plan, one),
            _who(summary.plan, one),
            one.findings[0].id,
            one.findings[0].field,
        )
        for one in summary.obstacles[:most]
    ]


def _said(plan: Plan, one: Obstacle) -> str:
    spoken = words(current())
    if len(one.findings) == 1:
        return shown(one.findings[0], plan, spoken)
    found = find_rule(one.rule, plan)
    title = spoken(found.title) if found is not None else one.rule
    return tr("{count} times not kept: {rule}", count=len(one.findings), rule=title)


def _who(plan: Plan, one: Obstacle) -> str:
    named = [
        _unit(plan, id_) if len(one.findings) == 1 else f"{_unit(plan, id_)} {many}"
        for id_, many in one.units[:_NAMED]
        if id_
    ]
    if len(one.units) > _NAMED:
        named.append(tr("and {count} more", count=len(one.units) - _NAMED))
    return joined(named) or tr("no unit answers for it")


def _unit(plan: Plan, id_: str) -> str:
    unit = plan.get(id_)
    return cells.titled(plan, unit) if unit is not None else ""


def due_lines(summary: Summary, most: int) -> list[Line]:
    """Milestones: those that come next, then the overdue ones, so many at most."""
    made = []
    for one in summary.figures.due[:most]:
        milestone = summary.plan.elements[one.milestone]
        said = f"{one.due.isoformat()}  {cells.named(summary.plan, one.milestone)}"
        unit = _unit(summary.plan, responsible_unit(summary.plan, milestone))
        right = joined([days_in_words(one), unit] if unit else [days_in_words(one)])
        shape = ("twice", "error") if one.days < 0 else ("circle", "accent")
        made.append(Line("", said, right, one.milestone, "due", shape))
    return made


def behind_lines(summary: Summary, most: int) -> list[Line]:
    """Indicators that are behind, so many at most, with what they have gone of the way and what was due."""
    made = []
    for id_, found in summary.off_path[:most]:
        right = tr(STATUSES[found.status])
        if found.gone is not None and found.due is not None and abs(found.gone) < 100:
            share = tr("{gone} % of {due} %", gone=f"{100 * found.gone:.0f}", due=f"{100 * found.due:.0f}")
            right = joined([right, share])
        made.append(Line("", cells.named(summary.plan, id_), right, id_, "actuals", MARKS[found.status]))
    return made
