"""Exporting and printing the Gantt chart: what is asked before, and where it goes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QComboBox, QDialog, QFileDialog

from workbench.files import atomic_write
from workbench.i18n import N_, tr
from workbench.ui.dialogs.files import fit_name
from workbench.ui.dialogs.form import Form
from workbench.ui.views import gantt_paper

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from workbench.ui.bridge import Bridge
    from workbench.ui.views.gantt import GanttView
    from workbench.ui.views.gantt_paper import Drawing

_KINDS: Final = {
    "pdf": N_("PDF documents (*.pdf)"),
    "svg": N_("SVG drawings (*.svg)"),
    "png": N_("PNG pictures (*.png)"),
}


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
    """Write the chart as PDF, SVG or PNG, or print it; asks what it needs to know."""
    drawn = drawing_of(view)
    if drawn is None:
        return
    if kind in ("pdf", "print"):
        paper = Paper(view)
        paper.accepted.connect(lambda: _on_paper(view, bridge, drawn, kind, paper))
        paper.finished.connect(paper.deleteLater)
        paper.open()
    else:
        _to_file(view, bridge, drawn, kind)


def _on_paper(view: GanttView, bridge: Bridge, drawn: Drawing, kind: str, paper: Paper) -> None:
    one_across = bool(paper.time.currentData())
    name = str(paper.paper.currentData())
    if kind == "print":
        _print(view, bridge, drawn, name, one_across=one_across)
    else:
        _to_file(view, bridge, drawn, kind, paper=name, one_across=one_across)


def _to_file(
    view: GanttView, bridge: Bridge, drawn: Drawing, kind: str, *, paper: str = "A3", one_across: bool = True
) -> None:
    folder = bridge.session.path.parent
    suggested = str(folder / f"{fit_name(drawn.plan.head.title)}-{tr('Gantt chart')}.{kind}")
    chosen = QFileDialog.getSaveFileName(view, tr("Export the Gantt chart"), suggested, tr(_KINDS[kind]))[0]
    if chosen:
        path = Path(chosen)
        if path.suffix.lower() != f".{kind}":
            path = path.with_name(f"{path.name}.{kind}")
        write(bridge, drawn, path, kind, paper=paper, one_across=one_across)


def write(
    bridge: Bridge, drawn: Drawing, path: Path, kind: str, *, paper: str = "A3", one_across: bool = True
) -> bool:
    """Write the chart to a file; False with the Problem told when that cannot be done."""
    from workbench.ui.transfers import offer_folder

    def made() -> bool:
        if kind == "pdf":
            data = gantt_paper.pdf(drawn, paper, one_across=one_across)
        else:
            data = gantt_paper.svg(drawn) if kind == "svg" else gantt_paper.png(drawn)
        atomic_write(path, data)
        return True

    if bridge.attempt(made) is None:
        return False
    offer_folder(tr("“{file}” was written", file=path.name), path)
    return True


def _print(view: GanttView, bridge: Bridge, drawn: Drawing, paper: str, *, one_across: bool) -> None:
    from PySide6.QtGui import QPageLayout, QPageSize
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(gantt_paper.PAPERS[paper]))
    printer.setPageOrientation(QPageLayout.Orientation.Landscape)
    printer.setDocName(drawn.plan.head.title)
    dialog = QPrintDialog(printer, view)
    dialog.accepted.connect(
        lambda: bridge.attempt(lambda: gantt_paper.paint_pages(printer, drawn, one_across=one_across))
    )
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own way to open wants a slot by name
