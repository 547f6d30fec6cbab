"""Mending findings from the window: one in a chosen way, or all whose mending can only be meant so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from workbench.i18n import plural, tr
from workbench.ui import messages

if TYPE_CHECKING:
    from workbench.rules.finding import Finding
    from workbench.rules.fixing import Mended
    from workbench.session.mending import SafeMending
    from workbench.ui.mainwindow import MainWindow


class Mending(QObject):
    """Shows what a mending would change, makes it, and goes on at the next finding."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = window.bridge

    # -- one finding -----------------------------------------------------------------------------------

    def mend_chosen(self) -> None:
        """Mend the finding under the cursor of the list."""
        workspace = self._window.workspace
        workspace.flush()
        finding = workspace.findings.chosen
        if finding is None:
            workspace.go_to("findings")
            messages.info(tr("Choose a finding first"))
            return
        self.mend(finding, 0)

    def mend(self, finding: Finding, way: int) -> None:
        """Ask which way, show what it would change, and make it."""
        from workbench.session.mending import ways

        plan = self._bridge.plan
        if plan is None or not self._bridge.is_writable:
            return
        found = self._bridge.attempt(lambda: ways(self._bridge.session, finding)) or []
        if not found:
            messages.info(tr("No single change mends this finding; its manual says what does"))
            return
        from workbench.ui.dialogs.mend import Mend

        dialog = Mend(self._window, plan, finding, found, way)
        dialog.accepted.connect(lambda: self._apply(dialog))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _apply(self, dialog: object) -> None:
        change = getattr(dialog, "change", None)
        if change is not None and self._bridge.apply(change):
            self._window.workspace.go_to("findings")

    # -- all of them -----------------------------------------------------------------------------------

    def mend_all(self) -> None:
        """Work out all safe fixes beside the window, show what they come to, and make them as one step."""
        from workbench.session.mending import SafeMending

        self._window.workspace.flush()
        if self._bridge.plan is None or not self._bridge.is_writable:
            return
        mending = SafeMending(self._bridge.session)
        self._window.progress.run(
            self._bridge.background,
            tr("Looking for what can be mended"),
            mending.run,
            lambda mended: self._show_all(mending, mended),
        )

    def _show_all(self, mending: SafeMending, mended: Mended) -> None:
        plan = self._bridge.plan
        if plan is None or plan.id != mending.plan_id:
            return
        if self._bridge.session.newest != mending.newest:
            # Edited meanwhile: what was worked out is no longer of the plan as it is.
            self.mend_all()
            return
        if mended.change.is_empty:
            messages.info(tr("Nothing to mend: no finding has a fix that can only be meant so"))
            return
        from workbench.ui.dialogs.mend import MendAll

        dialog = MendAll(self._window, mended)
        dialog.accepted.connect(lambda: self._apply_all(mended))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _apply_all(self, mended: Mended) -> None:
        if not self._bridge.apply(mended.change):
            return
        self._window.workspace.go_to("findings")
        said = plural("{count} finding was mended", "{count} findings were mended", len(mended.labels))
        session = self._bridge.session
        number = session.newest

        def undo() -> None:
            self._bridge.attempt(lambda: session.undo_step(number))

        messages.offer("info", said, tr("Undo"), undo)
