"""What an exchange file holds, before any of it is taken over."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QLabel, QRadioButton, QWidget

from workbench.i18n import tr
from workbench.plan.elements import KINDS, PlanHead
from workbench.ui.dialogs.form import Form
from workbench.ui.phrases import joined

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.plan.elements import Element


class ImportPlan(Form):
    """Shows title and counts; asks what to do when the plan is in the library already."""

    def __init__(
        self, parent: QWidget | None, name: str, elements: Sequence[Element], known: set[str]
    ) -> None:
        super().__init__(parent, tr("Import a plan"), name, tr("Import"))
        self.widen(32)
        head = elements[0]
        assert isinstance(head, PlanHead)
        self._line(tr("Title"), head.title)
        if head.region_name:
            self._line(tr("Region"), head.region_name)
        if head.period is not None:
            self._line(tr("Planning period"), f"{head.period.start.year}–{head.period.end.year}")
        counted = Counter(one.kind_name for one in elements)
        said = [
            f"{tr(cls.plural_label)} {counted[kind]}"
            for kind, cls in KINDS.items()
            if counted[kind] and kind != "plan"
        ]
        self._line(tr("Contents"), joined(said) or tr("nothing but its head"))
        self.is_known = head.id in known
        self.replace = QRadioButton(tr("Bring the plan in the library up to this file (can be undone)"), self)
        self.as_new = QRadioButton(tr("Import it as another plan beside it"), self)
        self.replace.setChecked(True)
        group = QButtonGroup(self)
        for button in (self.replace, self.as_new):
            group.addButton(button)
            button.setVisible(self.is_known)
        if self.is_known:
            self._line(tr("Already there"), tr("The library already has this plan."))
            self.rows.addRow(self.replace)
            self.rows.addRow(self.as_new)

    @property
    def wants_replacing(self) -> bool:
        """Whether the plan in the library is to become what the file holds."""
        return self.is_known and self.replace.isChecked()

    @property
    def wants_new(self) -> bool:
        """Whether it is to be a plan of its own beside the one that is there."""
        return self.is_known and self.as_new.isChecked()

    def _line(self, label: str, text: str) -> None:
        words = QLabel(text, self, wordWrap=True)
        words.setTextFormat(Qt.TextFormat.PlainText)
        caption = QLabel(label, self)
        caption.setProperty("role", "muted")
        self.rows.addRow(caption, words)
