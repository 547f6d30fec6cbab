"""What our dialogs share: a heading, rows of labelled fields, one line for what is wrong, two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import tr
from workbench.ui.views.welcome import Heading

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


def _room(dialog: QDialog) -> QSize:
    """The room for a dialog: that of its window, or of the screen where that is larger."""
    above = dialog.parentWidget()
    screen = dialog.screen().availableSize()
    return screen.expandedTo(above.window().size() if above is not None else screen) * 0.95


def resize_in_lines(dialog: QDialog, wide: float, high: float) -> None:
    """Make a dialog so many lines of text wide and high, as far as its window has room for it."""
    line = dialog.fontMetrics().height()
    room = _room(dialog)
    dialog.resize(min(round(line * wide), room.width()), min(round(line * high), room.height()))


class Form(QDialog):
    """A dialog of labelled fields. Subclasses override ``fault`` to say what keeps it from being accepted."""

    def __init__(self, parent: QWidget | None, title: str, about: str, yes: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.widen(25)
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
        #: Whether what is wrong is no longer said once something is typed or chosen.
        self._forgives = False
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

    def widen(self, lines: float) -> None:
        """Be at least as wide as so many lines of text are high, as far as there is room."""
        self.setMinimumWidth(min(round(self.fontMetrics().height() * lines), _room(self).width()))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()

    def fit(self) -> None:
        """Be as high as what is said needs: a dialog does not grow with its lines by itself."""
        self.body.activate()
        needed = self.body.totalHeightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), min(needed, _room(self).height()))

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
        if not self._forgives:
            self._forgives = True
            for line in self.findChildren(QLineEdit):
                line.textEdited.connect(self.wrong.hide)
            for combo in self.findChildren(QComboBox):
                combo.activated.connect(self.wrong.hide)
        # Room for the sentence; the fields keep theirs.
        self.fit()
        if self.wanting is not None:
            self.wanting.setFocus()
