"""Opens the window."""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

from workbench import i18n, settings
from workbench.i18n import tr

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

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
    chosen = settings.load()
    _read_no_source()
    from PySide6.QtWidgets import QApplication

    from workbench.ui import crash

    # By its option, since setStyle would have PySide make all of QStyle first.
    app = QApplication.instance() or QApplication([*sys.argv[:1], "-style", "fusion"])
    assert isinstance(app, QApplication)
    crash.watch()
    window = make_window(app, chosen)
    window.begin(path, sample=sample)
    return app, window


def _read_no_source() -> None:
    """Keep PySide from reading the source of every module loaded after it, which costs a tenth of the time.

    It looks there for ``from __feature__ import``, which nothing here uses; a PySide that does it in another
    way is left alone.
    """
    import PySide6  # noqa: F401 - loads the module below

    feature = sys.modules.get("shibokensupport.feature")
    if hasattr(feature, "_mod_uses_pyside"):
        vars(feature)["_mod_uses_pyside"] = lambda _module: True


def make_window(app: QApplication, chosen: settings.Settings | None = None) -> MainWindow:
    """The window, dressed and speaking as the settings say, with nothing open in it yet."""
    from workbench.ui import theme
    from workbench.ui.mainwindow import MainWindow

    if chosen is None:
        chosen = settings.load()
    i18n.speak(chosen.language or None)
    app.setApplicationDisplayName(tr("Top-Level Design Workbench"))
    app.setDesktopFileName("top-level-design-workbench")
    theme.start(app, chosen.theme, chosen.text_size)
    return MainWindow(chosen)
