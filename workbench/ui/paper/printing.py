"""Printing, print preview and "save as PDF" of whatever can be printed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QGraphicsView,
    QLineEdit,
    QProgressDialog,
    QToolBar,
    QToolButton,
    QWidget,
)

from workbench.errors import Cancelled
from workbench.files import atomic_write, fit_name
from workbench.i18n import tr
from workbench.ui import icons
from workbench.ui.paper.printout import Printable, Printout, layout_of, paint_pages, pdf

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.ui.bridge import Bridge

#: Milliseconds from which on it is shown how far the pages are.
_PATIENCE: Final = 500


class Steps:
    """Shows how far the pages are, once that takes longer than a moment, and lets it be cancelled."""

    def __init__(self, parent: QWidget) -> None:
        self._dialog = QProgressDialog(tr("Making the pages"), tr("Cancel"), 0, 1, parent)
        self._dialog.setWindowTitle(tr("Print"))
        self._dialog.setWindowModality(Qt.WindowModality.WindowModal)
        self._dialog.setMinimumDuration(_PATIENCE)
        self._dialog.setAutoReset(False)
        self._dialog.setAutoClose(False)

    def __call__(self, done: int, total: int) -> None:
        """So much is done; raises Cancelled when it was cancelled."""
        self._dialog.setMaximum(max(total, 1))
        self._dialog.setValue(min(done, max(total, 1) - 1))
        if self._dialog.wasCanceled():
            raise Cancelled

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._dialog.close()
        self._dialog.deleteLater()


def printable_at(start: QWidget | None, middle: object, otherwise: Printable) -> Printable:
    """What is meant by "print": the view that has the keyboard, else that in the middle, else another."""
    here = start
    while here is not None:
        if isinstance(here, Printable):
            return here
        here = here.parentWidget()
    return middle if isinstance(middle, Printable) else otherwise


def printer_for(printout: Printout) -> QPrinter:
    """A printer with the page that a printout is meant for."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageLayout(layout_of(printout))
    printer.setDocName(f"{printout.about.plan} {printout.about.view}".strip())
    return printer


def paint(parent: QWidget, bridge: Bridge, printout: Printout, printer: QPrinter) -> bool:
    """Paint the pages that are asked for; False when that was cancelled or a Problem told."""

    def wanted(count: int) -> Iterable[int]:
        if printer.printRange() == QPrinter.PrintRange.PageRange and printer.fromPage():
            return range(printer.fromPage() - 1, min(printer.toPage() or count, count))
        return range(count)

    with Steps(parent) as steps:
        return bool(bridge.attempt(lambda: paint_pages(printer, printout, steps, wanted)))


def print_(parent: QWidget, bridge: Bridge, printout: Printout) -> None:
    """Ask for the printer and print."""
    printer = printer_for(printout)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(tr("Print: {what}", what=printout.about.view))
    dialog.accepted.connect(lambda: paint(parent, bridge, printout, printer))
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own way to open wants a slot by name


class Preview(QPrintPreviewDialog):
    """The pages as they will be, with the ways to print them and to save them as PDF."""

    def __init__(self, parent: QWidget, bridge: Bridge, printout: Printout) -> None:
        # Qt does not keep the printer that it is given.
        self._printer = printer_for(printout)
        super().__init__(self._printer, parent)
        self.setWindowTitle(tr("Print preview: {what}", what=printout.about.view))
        self.paintRequested.connect(lambda onto: paint(self, bridge, printout, onto))
        bar = self.findChild(QToolBar)
        if bar is not None:
            save = bar.addAction(icons.icon("export"), tr("Save as PDF…"))
            save.triggered.connect(lambda: save_pdf(self, bridge, printout))
            button = bar.widgetForAction(save)
            if isinstance(button, QToolButton):
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            for combo in bar.findChildren(QComboBox):
                # Our style leaves less room inside than Qt reckons with.
                combo.setMinimumWidth(combo.fontMetrics().averageCharWidth() * 8)
                combo.setAccessibleName(tr("Size on the screen"))
                combo.setAccessibleDescription(tr("Size on the screen"))
            for line in bar.findChildren(QLineEdit):
                line.setAccessibleName(tr("Page number"))
        for pages in self.findChildren(QGraphicsView):
            pages.setAccessibleName(tr("Preview"))
        # With large text the bar takes nearly all of the width.
        self.resize(parent.window().size() * 0.95)


def preview(parent: QWidget, bridge: Bridge, printout: Printout) -> None:
    """Show the pages as they will be."""
    dialog = Preview(parent, bridge, printout)
    dialog.finished.connect(dialog.deleteLater)
    QDialog.open(dialog)  # its own way to open wants a slot by name


def save_pdf(parent: QWidget, bridge: Bridge, printout: Printout) -> None:
    """Ask for a name and write the pages as PDF."""
    told = printout.about
    suggested = bridge.session.path.parent / f"{fit_name(told.plan)}-{fit_name(told.view)}.pdf"
    chosen = QFileDialog.getSaveFileName(
        parent, tr("Save as PDF"), str(suggested), tr("PDF documents (*.pdf)")
    )[0]
    if chosen:
        path = Path(chosen)
        write_pdf(
            parent,
            bridge,
            printout,
            path if path.suffix.lower() == ".pdf" else path.with_name(f"{path.name}.pdf"),
        )


def write_pdf(parent: QWidget, bridge: Bridge, printout: Printout, path: Path) -> bool:
    """Write the pages to a file; False, with the Problem told, when that cannot be done or was cancelled."""
    from workbench.ui.transfers import write_file

    def made() -> None:
        with Steps(parent) as steps:
            data = pdf(printout, steps)
        atomic_write(path, data)

    return write_file(bridge, path, made)


#: What a command of the menu does with the view that is meant.
WAYS: Final[dict[str, Callable[[QWidget, Bridge, Printout], object]]] = {
    "print": print_,
    "preview": preview,
    "pdf": save_pdf,
}
