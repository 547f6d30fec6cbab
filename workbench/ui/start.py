"""Opens the window."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from workbench import i18n, settings
from workbench.i18n import tr
from workbench.ui import crash, icons, theme
from workbench.ui.mainwindow import MainWindow

if TYPE_CHECKING:
    from pathlib import Path


def run(path: Path | None, *, sample: bool = False) -> int:
    """Open the window on a library (None: the last one, or the welcome page) until it is closed.

    ``sample`` opens the library of the sample plans. Returns the exit code.
    """
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    crash.watch()
    window = make_window(app)
    window.begin(path, sample=sample)
    window.show()
    return app.exec()


def make_window(app: QApplication) -> MainWindow:
    """The window, dressed and speaking as the settings say, with nothing open in it yet."""
    chosen = settings.load()
    i18n.speak(chosen.language or None)
    app.setApplicationDisplayName(tr("Top-Level Design Workbench"))
    app.setDesktopFileName("top-level-design-workbench")
    theme.start(app, chosen.theme, chosen.text_size)
    app.setWindowIcon(icons.icon("plans", "accent"))
    return MainWindow(chosen)
