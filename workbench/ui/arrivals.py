"""Files dragged onto the window: a library is opened, a plan imported, a returned document read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, QTimer
from PySide6.QtGui import QDropEvent

from workbench.errors import Problem
from workbench.i18n import tr
from workbench.ui import messages

if TYPE_CHECKING:
    from workbench.ui.mainwindow import MainWindow


class Arrivals(QObject):
    """Watches the window for files dropped on it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # A drag that enters is a QDropEvent as well.
        if isinstance(event, QDropEvent):
            # What is no file (a row of the outline, text) is for those inside the window.
            paths = _files(event.mimeData())
            if paths:
                # Copied: the file stays where it is, whoever brings it.
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                if event.type() == QEvent.Type.Drop:
                    # Afterwards: a dialog must not keep the program waiting that the file comes from.
                    QTimer.singleShot(0, self, lambda: self.take(paths))
                return True
        return super().eventFilter(watched, event)

    def take(self, paths: list[Path]) -> None:
        """Open or import what was dropped, or say in one line why not."""
        from workbench.session.arrivals import arrival

        window = self._window
        try:
            what, path = arrival(paths)
        except Problem as problem:
            messages.problem(problem)
            return
        if window.bridge.busy:
            messages.warning(tr("Wait until the present work is done, then drop the file again"))
        elif what == "library":
            window.workspace.flush()
            window.libraries.open_path(path)
        elif not window.bridge.has_session:
            messages.warning(tr("Open a library first: a plan is imported into it"))
        elif not window.bridge.is_writable:
            messages.warning(tr("Nothing can be imported now: what is open can only be read"))
        else:
            window.workspace.flush()
            (window.returning.read if what == "returned" else window.transfers.bring_in_from)(path)


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
