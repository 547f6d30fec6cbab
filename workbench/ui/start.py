"""Opens the window."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from workbench.settings import Settings
    from workbench.ui.mainwindow import MainWindow


def run(path: Path | None, *, sample: bool = False) -> int:
    """Open the window on a library (None: the last one, or the welcome page) until it is closed.

    ``sample`` opens the library of the sample plans. Returns the exit code.
    """
    app, window = first_window(path, sample=sample)
    window.show()
    return app.exec()


def first_window(path: Path | None, *, sample: bool = False) -> tuple[QApplication, MainWindow]:
    """The application and its window with the library open, not yet shown."""
    # Nothing made until the window is there is garbage; looking for some costs a tenth of the time.
    gc.disable()
    from workbench import settings
    from workbench.ui import loading

    chosen = settings.load()
    loading.load_qt()
    from PySide6.QtWidgets import QApplication

    from workbench.ui import crash

    # By its option, since setStyle would have PySide make all of QStyle first.
    app = QApplication.instance() or QApplication([*sys.argv[:1], "-style", "fusion"])
    assert isinstance(app, QApplication)
    crash.watch()
    window = make_window(app, chosen)
    window.begin(path, sample=sample)
    return app, window


def make_window(app: QApplication, chosen: Settings | None = None) -> MainWindow:
    """The window, dressed and speaking as the settings say, with nothing open in it yet."""
    from workbench import i18n, settings
    from workbench.ui import theme
    from workbench.ui.mainwindow import MainWindow

    if chosen is None:
        chosen = settings.load()
    i18n.speak(chosen.language or None)
    app.setApplicationDisplayName(i18n.tr("Top-Level Design Workbench"))
    app.setDesktopFileName("top-level-design-workbench")
    theme.start(app, chosen.theme, chosen.text_size)
    return MainWindow(chosen)
