"""Taking in what units have filled in: a returned document is read, compared and accepted cell by cell."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench.errors import Problem
from workbench.i18n import N_, plural, tr
from workbench.ui import messages
from workbench.ui.dialogs import files

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.session.jobs import Progress
    from workbench.session.returned import Returned
    from workbench.ui.mainwindow import MainWindow


class Returning(QObject):
    """Reads returned documents as jobs beside the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window

    def ask(self) -> None:
        """Ask for the file that came back, and read it."""
        path = files.returned_to_read(self._window, self._window.libraries.folder)
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Read a returned document and show what the unit changed; what is wrong is told in a line."""
        window = self._window
        bridge = window.bridge
        window.workspace.flush()
        session = bridge.session

        def look(progress: Progress) -> Returned:
            from workbench.exchange.formats import read_file
            from workbench.session.returned import read_returned

            def stopped() -> bool:
                progress.step(0, 0, N_("Reading the file"))
                return False

            return read_returned(session, read_file(path), path.name, stopped)

        unlock = partial(bridge.set_busy, False)
        if window.progress.run(bridge.background, tr("Reading the file"), look, self._show, after=unlock):
            bridge.set_busy(True)

    def _show(self, returned: Returned) -> None:
        from workbench.ui.dialogs.returned import ReturnedDialog

        dialog = ReturnedDialog(self._window, returned)
        dialog.accepted.connect(lambda: self._take(returned, dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, returned: Returned, dialog: object) -> None:
        from workbench.session.returned import accepted
        from workbench.ui.dialogs.returned import ReturnedDialog

        assert isinstance(dialog, ReturnedDialog)
        bridge = self._window.bridge
        chosen = dialog.chosen()
        if bridge.plan is None or bridge.plan.id != returned.mark.plan:
            self._window.plans.open(returned.mark.plan)
        plan = bridge.plan
        if plan is None:
            return
        try:
            change = accepted(plan, returned, chosen)
        except Problem as problem:
            messages.problem(problem)
            return
        if bridge.apply(change):
            messages.info(
                plural(
                    "{count} cell was taken in; undo takes it back.",
                    "{count} cells were taken in; undo takes them back.",
                    len(chosen),
                )
            )
