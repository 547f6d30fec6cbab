"""Type and lag of a link between two projects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QSpinBox, QWidget

from workbench.i18n import tr
from workbench.plan.choices import LINK_TYPE
from workbench.plan.edits import shown_name
from workbench.ui.dialogs.form import Form

if TYPE_CHECKING:
    from workbench.analysis.schedule import Link
    from workbench.plan.plan import Plan

#: Ten years.
_MOST_LAG = 3650


class ProjectLink(Form):
    """Asks how a project waits for another; ``removed`` when the link is to go."""

    def __init__(self, parent: QWidget | None, plan: Plan, link: Link) -> None:
        names = [
            shown_name(one) if (one := plan.get(id_)) is not None else id_
            for id_ in (link.predecessor, link.successor)
        ]
        super().__init__(
            parent,
            tr("Link between projects"),
            tr("“{after}” waits for “{before}”.", before=names[0], after=names[1]),
            tr("Save"),
        )
        self.removed = False
        self.type = QComboBox(self)
        for name, label in LINK_TYPE.items():
            self.type.addItem(f"{name}  {tr(label)}", name)
        self.type.setCurrentIndex(self.type.findData(link.type))
        self.lag = QSpinBox(self)
        self.lag.setRange(-_MOST_LAG, _MOST_LAG)
        self.lag.setValue(link.lag)
        self.lag.setSuffix(" " + tr("calendar days"))
        self.field(tr("Link type"), self.type)
        self.field(tr("Lag (days)"), self.lag)
        remove = self.buttons.addButton(tr("Delete the link"), QDialogButtonBox.ButtonRole.DestructiveRole)
        remove.clicked.connect(self._remove)
        self.remove = remove
        self.type.setFocus()

    def _remove(self) -> None:
        self.removed = True
        self.accept()
