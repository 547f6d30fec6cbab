"""Evidence of a cell or row, in a window of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.i18n import tr
from workbench.ui.dialogs.form import Form
from workbench.ui.editors.evidence import EvidenceEditor

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge


class EvidenceDialog(Form):
    """Shows entries of evidence and lets them be edited; ``entries`` is what there is now."""

    def __init__(
        self, parent: QWidget, bridge: Bridge, declared: Field, title: str, entries: tuple[str, ...] | None
    ) -> None:
        super().__init__(parent, tr("Evidence: {title}", title=title), "", tr("Keep this evidence"))
        self.entries: Any = entries
        self.editor = EvidenceEditor(declared, bridge, self)
        self.editor.show_value(entries, fresh=True)
        self.editor.edited.connect(self._edited)
        self.rows.addRow(self.editor)
        self.editor.list.setFocus()

    def _edited(self, value: Any) -> None:
        self.entries = value
