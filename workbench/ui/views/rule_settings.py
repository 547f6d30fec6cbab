"""The settings of one rule: applied or not, its severity, its parameters; beside them what it is about."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import current, tr, words
from workbench.plan.values import parse_number
from workbench.rules.manual import manual
from workbench.rules.profile import of_plan
from workbench.rules.profile_edits import base_of, graded, switched, with_parameter
from workbench.rules.profile_entries import fitted
from workbench.rules.rule import SEVERITIES
from workbench.rules.verdict import SEVERITY_LABELS
from workbench.session.rule_choices import parameter_in_words, reset
from workbench.ui import icons
from workbench.ui.editors.choose import CalmCombo

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from workbench.session.rule_choices import RuleLine

_MOST_OF_A_NUMBER: Final = 1_000_000


class RuleSettings(QScrollArea):
    """Editors that fit the rule chosen; each edit gives a new object of the profile."""

    #: The profile's object after an edit.
    edited = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._held: dict[str, Any] | None = None
        self.code = ""
        inside = QWidget(self)
        inside.setObjectName("settings")
        self.title = QLabel(inside, wordWrap=True)
        self.about = QLabel(inside, wordWrap=True)
        self.about.setProperty("role", "muted")
        for label in (self.title, self.about):
            label.setTextFormat(Qt.TextFormat.PlainText)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.applied = QCheckBox(inside)
        self.applied.clicked.connect(self._switch)
        self.severity = CalmCombo(inside)
        self.severity.activated.connect(self._grade)
        self._severity_label = QLabel(inside)
        self._severity_label.setBuddy(self.severity)
        self.rows = QFormLayout()
        self.rows.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        self.rows.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        self.rows.addRow(self._severity_label, self.severity)
        self.parameters: dict[str, QWidget] = {}
        self.wrong = QLabel(inside, wordWrap=True)
        self.wrong.setProperty("role", "error")
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.hide()
        self.again = QPushButton(inside)
        self.again.setProperty("link", True)
        self.again.setAutoDefault(False)
        self.again.clicked.connect(self._reset)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 4, 8, 8)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addWidget(self.about)
        column.addWidget(self.applied)
        column.addLayout(self.rows)
        column.addWidget(self.wrong)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        self.setWidget(inside)

    def show_rule(self, held: dict[str, Any] | None, line: RuleLine | None) -> None:
        """Show a rule as the object applies it; None for none."""
        self._held = held
        inside = self.widget()
        assert inside is not None
        inside.setVisible(line is not None)
        if line is None:
            self.code = ""
            return
        other = line.code != self.code
        self.code = line.code
        profile = of_plan(held)
        said = manual(line.code, words(current()), profile)
        self.title.setText(f"{line.code}  {line.title}")
        self.about.setText(said.what)
        self.applied.setText(tr("The rule is applied"))
        self.applied.setChecked(line.is_on)
        self._show_severity(line, said.severity)
        if other:
            self.wrong.hide()
            self._make_parameters(line)
            self.verticalScrollBar().setValue(0)
        for name, value in line.parameters:
            _show(self.parameters[name], value)
        self.again.setText(tr("Back to what the base says"))
        self.again.setEnabled(line.differs)
        self._measure(inside)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        inside = self.widget()
        if inside is not None:
            # Only now are the sizes known that things have in the window's style.
            self._measure(inside)

    def _measure(self, inside: QWidget) -> None:
        """Be wide enough: it does not scroll sideways."""
        self.setMinimumWidth(inside.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width())

    def _show_severity(self, line: RuleLine, declared: str) -> None:
        self._severity_label.setText(tr("Severity"))
        self.severity.setAccessibleName(tr("Severity"))
        self.severity.clear()
        self.severity.addItem(
            tr("As the rule says ({severity})", severity=tr(SEVERITY_LABELS[declared])), None
        )
        for severity in SEVERITIES:
            self.severity.addItem(icons.state_icon(severity), tr(SEVERITY_LABELS[severity]), severity)
        graded_as = line.severity if line.is_regraded else None
        self.severity.setCurrentIndex(self.severity.findData(graded_as) if graded_as else 0)
        self.severity.setEnabled(line.is_on)

    def _make_parameters(self, line: RuleLine) -> None:
        while self.rows.rowCount() > 1:
            self.rows.removeRow(1)
        self.parameters = {}
        for name, value in line.parameters:
            editor = self._editor(name, value)
            called = parameter_in_words(name, words(current()))
            label = QLabel(called, self.widget())
            label.setBuddy(editor)
            editor.setAccessibleName(tr("Parameter {name}", name=called))
            standard = base_of(self._held).parameters()[line.code][name]
            # In files of profiles it bears the name that the rule gives it.
            editor.setToolTip(f"{tr('In the base: {value}', value=standard)}\n{line.code}.{name}")
            self.parameters[name] = editor
            self.rows.addRow(label, editor)

    def _editor(self, name: str, value: Any) -> QWidget:
        if isinstance(value, int):
            spin = QSpinBox(self.widget())
            spin.setRange(0, _MOST_OF_A_NUMBER)
            spin.setKeyboardTracking(False)
            spin.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
            # The stylesheet's padding does not reach the line within.
            spin.lineEdit().setTextMargins(5, 0, 5, 0)
            spin.valueChanged.connect(partial(self._set, name))
            return spin
        line = QLineEdit(self.widget())
        line.editingFinished.connect(lambda: self._set_text(name, line, value))
        return line

    # -- editing ---------------------------------------------------------------------------------------

    def _switch(self, on: bool) -> None:
        self.edited.emit(switched(self._held, self.code, on=on))

    def _grade(self, _at: int) -> None:
        self.edited.emit(graded(self._held, self.code, self.severity.currentData()))

    def _set_text(self, name: str, line: QLineEdit, known: Any) -> None:
        text = line.text().strip()
        value = parse_number(text) if isinstance(known, Decimal) else text
        if value is not None:
            self._set(name, value)
        else:
            self._refuse(name, text)

    def _set(self, name: str, value: Any) -> None:
        held = of_plan(self._held).parameters()[self.code][name]
        fitting = fitted(self.code, name, value)
        if fitting is None:
            self._refuse(name, value)
            return
        self.wrong.hide()
        if fitting != held:
            self.edited.emit(with_parameter(self._held, self.code, name, fitting))

    def _refuse(self, name: str, value: Any) -> None:
        self.wrong.setText(
            tr(
                "{value} does not fit the parameter {name}",
                value=value,
                name=parameter_in_words(name, words(current())),
            )
        )
        self.wrong.show()
        _show(self.parameters[name], of_plan(self._held).parameters()[self.code][name])

    def _reset(self) -> None:
        self.wrong.hide()
        self.edited.emit(reset(self._held, self.code))


def _show(editor: QWidget, value: Any) -> None:
    editor.blockSignals(True)
    if isinstance(editor, QSpinBox):
        editor.setValue(value)
    elif isinstance(editor, QLineEdit) and editor.text() != str(value):
        editor.setText(str(value))
    editor.blockSignals(False)
