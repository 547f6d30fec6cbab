"""The menu of a place in the Gantt chart: what can be done there, with the keys that do the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from workbench.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.ui.views.gantt_chart import GanttChart, Hit
    from workbench.ui.views.gantt_gestures import Gestures


def menu_at(chart: GanttChart, gestures: Gestures, hit: Hit, day: int, *, can_edit: bool) -> QMenu:
    """The menu for what is at a place; ``day`` is the day of that place, as an ordinal.

    What stands there has been chosen already.
    """
    menu = QMenu(chart)

    def item(label: str, keys: str, verb: Callable[[], object], *, edits: bool = True) -> None:
        action = menu.addAction(f"{label}\t{keys}" if keys else label)
        action.triggered.connect(lambda _on=False: verb())
        action.setEnabled(can_edit or not edits)

    tie, milestone = hit.tie, hit.milestone
    if tie is not None:
        item(tr("Type and lag…"), tr("Enter"), lambda: gestures.link_wanted.emit(tie))
        item(tr("Delete the link"), tr("Del"), lambda: gestures.delete_link(tie))
    elif milestone:
        item(tr("Rename the milestone"), "F2", gestures.milestones.rename)
        item(tr("Delete the milestone"), tr("Del"), gestures.milestones.delete)
        item(
            tr("Open in the form"),
            tr("Enter"),
            lambda: gestures.opened.emit(milestone, "due"),
            edits=False,
        )
    elif hit.id:
        at = date.fromordinal(day)
        item(tr("New milestone on {day}", day=at.isoformat()), "", lambda: gestures.milestones.begin(at))
        if chart.bar(hit.id) is not None:
            item(tr("New milestone at the end of the bar"), tr("Ins"), gestures.milestones.begin)
            item(tr("Link to another project"), "L", gestures.keys.begin_linking)
        item(tr("Open in the form"), tr("Enter"), lambda: gestures.opened.emit(hit.id, "start"), edits=False)
    return menu
