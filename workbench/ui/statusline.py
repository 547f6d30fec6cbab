"""The line at the foot of the window: saved, as of which day, who else is here."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QStatusBar, QWidget

from workbench.i18n import tr
from workbench.ui.phrases import local_time

if TYPE_CHECKING:
    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge


class StatusLine(QStatusBar):
    """Three short texts; nothing in it passes by or flashes."""

    def __init__(self, bridge: Bridge, parent: QWidget) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._saved_at: datetime | None = None
        self.saved, self.as_of, self.others = (QLabel(self) for _ in range(3))
        for label in (self.saved, self.as_of, self.others):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.addWidget(self.saved)
        self.addPermanentWidget(self.others)
        self.addPermanentWidget(self.as_of)
        self.setSizeGripEnabled(False)
        bridge.changed.connect(self._changed)
        bridge.plan_opened.connect(self._opened)
        bridge.language_changed.connect(self.refresh)
        bridge.busy_changed.connect(self.refresh)
        self.refresh()

    def _changed(self, _event: Event) -> None:
        # Told only after the library has acknowledged the edit.
        self._saved_at = datetime.now().astimezone()
        self.refresh()

    def _opened(self) -> None:
        self._saved_at = None
        self.refresh()

    def refresh(self) -> None:
        """Say it as it is now."""
        self.saved.setText(self._saved_words())
        plan = self._bridge.plan
        if plan is None or not plan.exists:
            self.as_of.setText("")
        elif plan.head.as_of is not None:
            self.as_of.setText(tr("As of {day}", day=plan.head.as_of.isoformat()))
        else:
            self.as_of.setText(tr("As of today"))

    def _saved_words(self) -> str:
        if not self._bridge.has_session:
            return ""
        if self._bridge.session.read_only:
            return tr("For reading only")
        if self._bridge.busy:
            return tr("Working …")
        if self._saved_at is None:
            return tr("All edits are saved")
        return tr("Saved at {time}", time=self._saved_at.strftime("%H:%M:%S"))

    def say_others(self) -> str:
        """Say who else has the library open; returns it in words, "" for nobody."""
        found = self._bridge.session.others if self._bridge.has_session else []
        if not found:
            self.others.setText("")
            return ""
        first = found[0]
        said = tr(
            "{user} has this library open too, since {time}", user=first.user, time=local_time(first.since)
        )
        self.others.setText(tr("Also open elsewhere: {count}", count=len(found)))
        return said
