"""How own rules are put together: their list, the form of one, what it finds."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import N_, tr
from workbench.plan.elements import KINDS
from workbench.rules.rule import SEVERITIES
from workbench.rules.verdict import SEVERITY_LABELS
from workbench.ui import icons
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.condition import ConditionLine
from workbench.ui.editors.hint import hint
from workbench.ui.keyboard import hand_on

#: What a rule has, by the name of its editor in the form.
LABELS: Final = {
    "title": N_("What holds"),
    "kind": N_("About"),
    "applies_if": N_("Applies if"),
    "holds": N_("Must hold"),
    "message": N_("Message"),
    "severity": N_("Severity"),
    "field": N_("Field to open"),
    "why": N_("Why it matters"),
    "how": N_("How to satisfy it"),
}
#: Kinds that rules are not about.
_LEFT_OUT: Final = frozenset({"waiver"})


class OwnRulesLayout(QWidget):
    """The list at the left, the form in the middle, what the rule finds at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        parted = QSplitter(Qt.Orientation.Horizontal, self)
        parted.setChildrenCollapsible(False)
        parted.addWidget(self._left())
        parted.addWidget(self._middle())
        parted.addWidget(self._right())
        for at, stretch in enumerate((2, 5, 4)):
            parted.setStretchFactor(at, stretch)
        parted.setSizes([220, 540, 400])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 10, 0, 0)
        whole.addWidget(parted)
        hand_on(self, self.list)

    def _left(self) -> QWidget:
        side = QWidget(self)
        self.list = QListWidget(side)
        self.list.setProperty("framed", True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Own rules"))
        self.add = QPushButton(tr("Add a rule"), side)
        self.delete = QPushButton(tr("Delete"), side)
        below = QHBoxLayout()
        for button in (self.add, self.delete):
            button.setAutoDefault(False)
            below.addWidget(button)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 4, 0)
        column.addWidget(self.list, 1)
        column.addLayout(below)
        return side

    def _middle(self) -> QWidget:
        self._around = around = QScrollArea(self)
        around.setWidgetResizable(True)
        around.setFrameShape(QScrollArea.Shape.NoFrame)
        around.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.form = QWidget(around)
        self.title, self.why, self.how = (QLineEdit(self.form) for _ in range(3))
        self.applies_if, self.holds = ConditionLine(self.form), ConditionLine(self.form)
        self.message = ConditionLine(self.form, message=True)
        self.kind, self.severity, self.field = (CalmCombo(self.form) for _ in range(3))
        for kind, cls in KINDS.items():
            if kind not in _LEFT_OUT:
                self.kind.addItem(tr(cls.label), kind)
        for severity in SEVERITIES:
            self.severity.addItem(icons.state_icon(severity), tr(SEVERITY_LABELS[severity]), severity)
        # Names of fields may be long; the form need not be as wide.
        self.field.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.field.setMinimumContentsLength(10)
        hint(self.applies_if, tr("Always"))
        hint(self.holds, tr("total_investment < 1000 or not empty(lead_unit)"))
        hint(self.message, tr("{name} has no lead unit", name="{name}"))
        self.errors: dict[str, QLabel] = {}
        # No form layout: that would keep room for words of errors as if they stood in a narrow column.
        rows = QGridLayout(self.form)
        rows.setContentsMargins(10, 0, 10, 0)
        rows.setVerticalSpacing(6)
        rows.setColumnStretch(1, 1)
        rows.setRowStretch(2 * len(LABELS), 1)
        for at, (name, label) in enumerate(LABELS.items()):
            editor: QLineEdit | CalmCombo = getattr(self, name)
            editor.setAccessibleName(tr(label))
            if isinstance(editor, CalmCombo) and editor is not self.field:
                editor.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            caption = QLabel(tr(label), self.form)
            caption.setBuddy(editor)
            rows.addWidget(caption, 2 * at, 0, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            rows.addWidget(editor, 2 * at, 1)
            error = QLabel(self.form, wordWrap=True)
            error.setProperty("role", "error")
            error.hide()
            self.errors[name] = error
            rows.addWidget(error, 2 * at + 1, 1)
        inputs = [getattr(self, name) for name in LABELS]
        for one, after in pairwise(inputs):
            self.setTabOrder(one, after)
        around.setWidget(self.form)
        return around

    def _right(self) -> QWidget:
        side = QWidget(self)
        self.said = QLabel(side, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")
        self.hits = QListWidget(side)
        self.hits.setProperty("framed", True)
        self.hits.setWordWrap(True)
        self.hits.setAccessibleName(tr("What the rule finds in this plan"))
        column = QVBoxLayout(side)
        column.setContentsMargins(4, 0, 0, 0)
        column.addWidget(self.said)
        column.addWidget(self.hits, 1)
        return side
