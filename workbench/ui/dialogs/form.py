"""What our dialogs share: a heading, rows of labelled fields, one line for what is wrong, two buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QFormLayout, QLabel, QVBoxLayout, QWidget

from workbench.i18n import tr
from workbench.ui.views.welcome import Heading


class Form(QDialog):
    """A dialog of labelled fields. Subclasses override ``fault`` to say what keeps it from being accepted."""

    def __init__(self, parent: QWidget | None, title: str, about: str, yes: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(480)
        self._title = Heading(self, 1.25)
        self._title.setText(title)
        explained = QLabel(about, self, wordWrap=True)
        explained.setTextFormat(Qt.TextFormat.PlainText)
        explained.setProperty("role", "muted")
        explained.setVisible(bool(about))
        self.rows = QFormLayout()
        self.rows.setLabelAlignment(Qt.AlignmentFlag.AlignRight)
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        self.rows.setHorizontalSpacing(14)
        self.rows.setVerticalSpacing(10)
        #: The field to go to when something is wrong.
        self.wanting: QWidget | None = None
        self.wrong = QLabel(self, wordWrap=True)
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setProperty("role", "error")
        self.wrong.hide()
        self.buttons = QDialogButtonBox(self)
        self.yes = self.buttons.addButton(yes, QDialogButtonBox.ButtonRole.AcceptRole)
        self.no = self.buttons.addButton(tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.yes.setDefault(True)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(22, 18, 22, 18)
        self.body.setSpacing(12)
        self.body.addWidget(self._title)
        self.body.addWidget(explained)
        self.body.addLayout(self.rows)
        self.body.addWidget(self.wrong)
        self.body.addWidget(self.buttons)

    def field(self, label: str, widget: QWidget) -> None:
        """Add a field with its label."""
        words = QLabel(label, self)
        words.setBuddy(widget)
        widget.setAccessibleName(label)
        self.rows.addRow(words, widget)

    def fault(self) -> str:
        """What keeps the dialog from being accepted, in words; "" when nothing does."""
        return ""

    def accept(self) -> None:
        wrong = self.fault()
        self.wrong.setText(wrong)
        self.wrong.setVisible(bool(wrong))
        if not wrong:
            super().accept()
            return
        # Room for the sentence; the fields keep theirs.
        self.body.activate()
        self.resize(self.width(), max(self.height(), self.body.totalHeightForWidth(self.width())))
        if self.wanting is not None:
            self.wanting.setFocus()
