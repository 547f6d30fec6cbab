"""Evidence of a cell or row, in a window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from workbench.i18n import tr
from workbench.ui.editors.evidence import EvidenceEditor

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge


class EvidenceDialog(QDialog):
    """Shows entries of evidence and lets them be edited; ``entries`` is what there is now."""

    def __init__(
        self, parent: QWidget, bridge: Bridge, declared: Field, title: str, entries: tuple[str, ...] | None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Evidence: {title}", title=title))
        self.entries: Any = entries
        self.editor = EvidenceEditor(declared, bridge, self)
        self.editor.show_value(entries, fresh=True)
        self.editor.edited.connect(self._edited)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, self
        )
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        box = QVBoxLayout(self)
        box.addWidget(self.editor)
        box.addStretch(1)
        box.addWidget(buttons)
        self.resize(self.fontMetrics().averageCharWidth() * 80, self.sizeHint().height())

    def _edited(self, value: Any) -> None:
        self.entries = value
