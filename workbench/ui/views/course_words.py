"""What was entered over a year for an item and a unit, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.scoring import STAGES
from workbench.i18n import tr
from workbench.ui.phrases import joined, labelled

if TYPE_CHECKING:
    from workbench.plan.results import Course


def course_in_words(course: Course) -> list[str]:
    """A line for each entry: when and by whom, the steps with their points, what was remarked."""
    lines = []
    for at, entry in enumerate(course.entries):
        figures = (("self", entry.self_), ("review", entry.review), ("final", entry.final))
        steps = [labelled(tr(STAGES[name]), f"{value:.2f}") for name, value in figures if value is not None]
        if course.is_appeal(at):
            steps.append(tr("Appeal"))
        who = " ".join(filter(None, (entry.on.isoformat() if entry.on is not None else "", entry.by)))
        line = " · ".join(filter(None, (who, joined(steps), (entry.remark or "").strip())))
        if line:
            lines.append(line)
    return lines
