"""The progress of a whole plan: its indicators in the classes of a mid-term evaluation, counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.analysis.measured import targets_in_figures
from workbench.analysis.progress import STATUSES, Limits, latest, progress
from workbench.plan.elements import Indicator

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from workbench.analysis.progress import Progress
    from workbench.plan.plan import Plan
    from workbench.plan.records import Actual, Target


class Line(NamedTuple):
    """How far one indicator has come: its last value and its final target, where there are any."""

    indicator: Indicator
    progress: Progress
    actual: Actual | None
    final: Target | None


def progress_of(plan: Plan, as_of: date, limits: Limits = Limits()) -> list[Line]:  # noqa: B008 - immutable
    """All indicators of a plan in rank order; headings that only group others are left out."""
    base_year = plan.head.base_year
    found = []
    for one in plan.all(Indicator):
        if one.targets is None and one.actuals is None and plan.children(one.id):
            continue
        targets = targets_in_figures(one)
        final = targets[-1] if targets else None
        found.append(Line(one, progress(one, as_of, base_year, limits), latest(one, as_of), final))
    return found


def counted(lines: Iterable[Line], nature: str | None = None) -> dict[str, int]:
    """How many indicators are in each class, from good to bad; of one nature (binding, expected) or all."""
    counts = dict.fromkeys(STATUSES, 0)
    for line in lines:
        if nature is None or line.indicator.nature == nature:
            counts[line.progress.status] += 1
    return counts
