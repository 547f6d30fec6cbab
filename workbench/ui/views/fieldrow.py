"""One field in a form: label, editor, why it is empty, what is wrong with it."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import tr
from workbench.plan.choices import ABSENT_REASON
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.hint import hint
from workbench.ui.editors.signs import Mark, SignButton
from workbench.ui.editors.table import OwnedTable, TableEditor

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge
    from workbench.ui.editors.editor import Editor

#: Width of the label column in Chinese characters.
LABEL_WIDTH: Final = 9
#: Editors that want the whole width: their label stands above.
_WIDE: Final = frozenset({"records", "absent"})


class Sentence(QFrame):
    """A sign of severity, a sentence, and the rule it comes from."""

    rule_asked = Signal(str)

    def __init__(self, severity: str, text: str, rule: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rule = rule
        #: Asks for the manual of the rule.
        self.button: QToolButton | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        mark = Mark(severity)
        self.words = QLabel(text)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setProperty("role", severity)
        layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)
        if rule:
            button = self.button = QToolButton()
            button.setText(rule)
            button.setAutoRaise(True)
            button.setToolTip(tr("Why this rule exists"))
            button.setAccessibleName(tr("Why rule {rule} exists", rule=rule))
            button.clicked.connect(lambda: self.rule_asked.emit(rule))
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            # The first line of the words stands level with the button.
            down = max((button.sizeHint().height() - self.words.fontMetrics().height()) // 2, 0)
            self.words.setContentsMargins(0, down, 0, 0)
            mark.move_down(down)


class FieldRow(QWidget):
    """A labelled editor with the reason for its emptiness beside it and its findings below."""

    #: Exchange key of the field, reason (None: none given) and note.
    absent_changed = Signal(str, object, object)
    rule_asked = Signal(str)

    def __init__(
        self, declared: Field, bridge: Bridge, editor: Editor | OwnedTable, *, may_be_absent: bool = True
    ) -> None:
        super().__init__()
        self.declared = declared
        self.may_be_absent = may_be_absent and not declared.required
        self.editor = None if isinstance(editor, OwnedTable) else editor
        if self.editor is not None:
            self.editor.fault_changed.connect(self._show_fault)
        self.widget = editor
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.label.setBuddy(editor)
        self.why = SignButton("why-empty", small=True)
        self.why.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.why.clicked.connect(self._offer_reasons)
        policy = self.why.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.why.setSizePolicy(policy)
        self.reason_row = QWidget()
        self.reason = CalmCombo()
        self.note = QLineEdit()
        self._lay_reason()
        self.messages = QVBoxLayout()
        self.messages.setContentsMargins(0, 0, 0, 0)
        self.messages.setSpacing(2)
        self._fault: Sentence | None = None
        #: What is said of findings in this field.
        self.found: list[Sentence] = []
        self._shown: tuple[Any, ...] = ()
        self._lay_out(editor)
        self.retranslate()

    def _lay_out(self, editor: QWidget) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        label_width = self.fontMetrics().horizontalAdvance("国") * LABEL_WIDTH
        wide = self.declared.type in _WIDE or (self.editor is not None and self.editor.is_wide)
        if wide:
            line = QHBoxLayout()
            line.setSpacing(6)
            line.addWidget(self.label)
            if isinstance(editor, TableEditor | OwnedTable):
                line.addWidget(editor.buttons)
            line.addStretch(1)
            line.addWidget(self.why)
            grid.addLayout(line, 0, 0, 1, 3)
            grid.addWidget(editor, 1, 0, 1, 3)
            grid.addWidget(self.reason_row, 2, 0, 1, 3)
            grid.addLayout(self.messages, 3, 0, 1, 3)
            self.label.setWordWrap(False)
        else:
            self.label.setFixedWidth(label_width)
            self.label.setContentsMargins(0, 5, 0, 0)
            grid.addWidget(self.label, 0, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(editor, 0, 1, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.why, 0, 2, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self.reason_row, 1, 1)
            grid.addLayout(self.messages, 2, 1)
        grid.setColumnStretch(1, 1)

    def _lay_reason(self) -> None:
        row = QHBoxLayout(self.reason_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.reason)
        row.addWidget(self.note, 1)
        self.reason.addItem("", None)
        for name in ABSENT_REASON:
            self.reason.addItem("", name)
        self.reason.activated.connect(self._reason_chosen)
        self.note.editingFinished.connect(self._note_written)
        self.reason_row.hide()

    def retranslate(self) -> None:
        """Show words in another language."""
        label = tr(self.declared.label)
        self.label.setText(f"{label} *" if self.declared.required else label)
        if self.declared.help:
            self.label.setToolTip(escape(tr(self.declared.help)))
        self.why.say(tr("Say why this is empty (Alt+Enter)"), tr("Say why {field} is empty", field=label))
        self.reason.setAccessibleName(tr("Why {field} is empty", field=label))
        self.reason.setItemText(0, tr("no reason given"))
        for at, words in enumerate(ABSENT_REASON.values(), 1):
            self.reason.setItemText(at, tr(words))
        hint(self.note, tr("note"))
        self.note.setAccessibleName(tr("Note on why {field} is empty", field=label))
        if self.editor is not None:
            self.editor.retranslate()

    # -- why empty -------------------------------------------------------------------------------------

    def show_absent(self, *, empty: bool, reason: str | None, note: str | None, locked: bool) -> None:
        """Show whether the field is empty and what was said about that."""
        self.why.setVisible(self.may_be_absent and empty and reason is None and not locked)
        self.reason_row.setVisible(reason is not None)
        if reason is not None:
            self.reason.choose(reason)
            if not self.note.hasFocus():
                self.note.setText(note or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if alt and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.why.isVisible():
            self._offer_reasons()
        else:
            super().keyPressEvent(event)

    def _offer_reasons(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name, words in ABSENT_REASON.items():
            action = menu.addAction(tr(words))
            action.triggered.connect(
                lambda _checked=False, name=name: self.absent_changed.emit(self.declared.key, name, None)
            )
        menu.popup(self.why.mapToGlobal(self.why.rect().bottomLeft()))

    def _reason_chosen(self, at: int) -> None:
        self.absent_changed.emit(
            self.declared.key, self.reason.itemData(at), self.note.text().strip() or None
        )

    def _note_written(self) -> None:
        if self.note.isModified():
            self.note.setModified(False)
            self.absent_changed.emit(
                self.declared.key, self.reason.currentData(), self.note.text().strip() or None
            )

    # -- what is wrong ---------------------------------------------------------------------------------

    def _show_fault(self, text: str) -> None:
        if self._fault is not None:
            self.messages.removeWidget(self._fault)
            self._fault.deleteLater()
            self._fault.hide()
            self._fault = None
        if text:
            self._fault = Sentence("error", text)
            self.messages.insertWidget(0, self._fault)

    def show_findings(self, found: tuple[tuple[str, str, str], ...]) -> None:
        """Show findings: severity, sentence, rule."""
        if found == self._shown:
            return
        self._shown = found
        for old in self.found:
            self.messages.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.found = []
        for severity, text, rule in found:
            sentence = Sentence(severity, text, rule)
            sentence.rule_asked.connect(self.rule_asked)
            self.messages.addWidget(sentence)
            self.found.append(sentence)
        asking = [one.button for one in self.found if one.button is not None]
        for before, after in pairwise([self.note, *asking]):
            QWidget.setTabOrder(before, after)
