"""A mistake of ours: say what was kept, give a report to copy, send nothing, and go on."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import qVersion

from workbench import __version__

if TYPE_CHECKING:
    from types import TracebackType

    from PySide6.QtWidgets import QDialog


class _Shown:
    #: A mistake in a timer or in painting would come again and again: one dialog is enough.
    dialog: QDialog | None = None


def watch() -> None:
    """Take over what nobody else handled."""
    sys.excepthook = handle


def handle(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log the mistake and show it, once."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    import traceback

    from workbench import log

    # The places in the program, not the message: it may quote a plan.
    places = "; ".join(f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(trace)[-6:])
    log.start().error("%s at %s", kind.__name__, places)
    sys.__excepthook__(kind, error, trace)
    if _Shown.dialog is None:
        show(report(kind, error, trace))


def report(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> str:
    """The report: versions and the places in the program."""
    import platform
    import traceback

    lines = [
        f"workbench {__version__}, Python {platform.python_version()}, Qt {qVersion()}",
        platform.platform(),
        "",
        *traceback.format_exception(kind, error, trace),
    ]
    return "\n".join(line.rstrip("\n") for line in lines)


def show(text: str) -> None:
    """Show the report beside what it means for the user."""
    from PySide6.QtWidgets import QApplication, QDialogButtonBox, QPlainTextEdit

    from workbench.i18n import tr
    from workbench.ui.dialogs.form import Form

    if QApplication.instance() is None:
        return
    about = tr(
        "This is a mistake of the program, not yours. Every edit shown as saved is in the library file; "
        "you can go on working, or close the program and open it again. Nothing has been sent anywhere. "
        "The report below may quote words of the plan: read it before you pass it on."
    )
    dialog = Form(QApplication.activeWindow(), tr("Something went wrong"), about, tr("Go on"))
    dialog.resize(680, 460)
    page = QPlainTextEdit(text, dialog, readOnly=True)
    page.setAccessibleName(tr("Report"))
    dialog.body.insertWidget(2, page, 1)
    dialog.buttons.removeButton(dialog.no)
    copy = dialog.buttons.addButton(tr("Copy the report"), QDialogButtonBox.ButtonRole.ActionRole)
    copy.clicked.connect(lambda: QApplication.clipboard().setText(text))
    _Shown.dialog = dialog
    dialog.finished.connect(_forget)
    dialog.open()


def _forget() -> None:
    if _Shown.dialog is not None:
        _Shown.dialog.deleteLater()
    _Shown.dialog = None
