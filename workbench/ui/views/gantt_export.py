"""Exporting and printing the Gantt chart: what is asked before, and where it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from workbench.analysis.yearly_money import yearly_money
from workbench.i18n import tr
from workbench.ui import pictures
from workbench.ui.dialogs.form import Form
from workbench.ui.paper.printing import WAYS
from workbench.ui.views import gantt_paper
from workbench.ui.views.dashboard_money import money_table

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget

    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout
    from workbench.ui.views.gantt import GanttView
    from workbench.ui.views.gantt_paper import Drawing


class Paper(Form):
    """Asks for the size of the paper and how the time is laid out on it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            parent,
            tr("Gantt chart on paper"),
            tr("Rows are spread over as many pages as they need, with the names on each."),
            tr("Continue"),
        )
        self.paper = QComboBox(self)
        for name in gantt_paper.PAPERS:
            self.paper.addItem(tr("{paper}, landscape", paper=name), name)
        self.time = QComboBox(self)
        self.time.addItem(tr("The whole time on each page"), True)
        self.time.addItem(tr("The scale of the screen, over several pages"), False)
        self.field(tr("Paper"), self.paper)
        self.field(tr("Time"), self.time)

    def pages(self, drawn: Drawing) -> Printout:
        """The chart as chosen."""
        one_across = bool(self.time.currentData())
        return gantt_paper.GanttPrintout(drawn, str(self.paper.currentData()), one_across=one_across)


def drawing_of(view: GanttView) -> Drawing | None:
    """The chart as it stands; None without a plan."""
    chart, model = view.chart, view.model
    if chart.plan is None or model.bars is None:
        return None
    rows = [(id_, model.nodes[id_].depth) for id_ in model.visible]
    return gantt_paper.drawing(
        chart.plan,
        model.bars,
        chart.look,
        chart.scale,
        rows,
        chart.font(),
        money=view.band.isVisibleTo(view),
    )


def export(view: GanttView, bridge: Bridge, kind: str) -> None:
    """Print the chart, or write it as PDF, SVG, PNG, its money as CSV; asks what it needs to know."""
    drawn = drawing_of(view)
    if drawn is None:
        return
    if kind in WAYS:
        paper = Paper(view)
        paper.accepted.connect(lambda: WAYS[kind](view, bridge, paper.pages(drawn)))
        paper.finished.connect(paper.deleteLater)
        paper.open()
        return
    path = pictures.ask(view, bridge, tr("Money by year") if kind == "csv" else tr("Gantt chart"), f".{kind}")
    if path is not None:
        write(bridge, drawn, path)


def write(bridge: Bridge, drawn: Drawing, path: Path) -> bool:
    """Write the chart to a file, as SVG or PNG by its name, the money by year as CSV.

    False, with the Problem told, when that cannot be done.
    """
    money = yearly_money(drawn.plan)
    return pictures.write(bridge, path, lambda: gantt_paper.picture(drawn), lambda: money_table(money))
