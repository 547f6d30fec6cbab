"""What is said of one link: which elements, role or contribution and year, and the button that unlinks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.analysis import typed
from workbench.analysis.linking import say_of_link
from workbench.errors import Problem
from workbench.i18n import tr
from workbench.plan.elements import KINDS
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowLayout
from workbench.ui.models import cells
from workbench.ui.phrases import joined

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.plan.record import Record
    from workbench.ui.bridge import Bridge
    from workbench.ui.models.matrix import MatrixModel


class LinkStrip(QFrame):
    """Stands below the matrix and follows its current cell."""

    #: The link is to be made or taken away.
    link_wanted = Signal()
    #: The keyboard is to go back to the matrix.
    left = Signal()

    def __init__(self, bridge: Bridge, model: MatrixModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._model = model
        self._pair: tuple[str, str] | None = None
        self._records: tuple[Record, ...] | None = None
        self._key = ""
        self.setProperty("strip", True)
        self.names = QLabel(self)
        self.names.setTextFormat(Qt.TextFormat.PlainText)
        self.state = QLabel(self)
        self.state.setTextFormat(Qt.TextFormat.PlainText)
        self.state.setProperty("role", "muted")
        self.which = CalmCombo(self)
        self.which.activated.connect(lambda _at: self._show_values())
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self.link_wanted)
        self.fields: dict[str, CalmCombo | QLineEdit] = {}
        self._labels: dict[str, QLabel] = {}
        self.wrong = QLabel(self)
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setProperty("role", "error")
        self.wrong.hide()
        self._flow = FlowLayout(None, 8)
        self._flow.addWidget(self.state)
        self._flow.addWidget(self.which)
        self._flow.addWidget(self.button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 6, 10, 8)
        whole.setSpacing(4)
        whole.addWidget(self.names)
        whole.addLayout(self._flow)
        whole.addWidget(self.wrong)
        self.names.setMinimumWidth(40)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.which.setAccessibleName(tr("Which of the links"))
        self._key = ""
        self._make_fields()
        self._show()

    def measure(self) -> None:
        """Take the sizes that go with the size of the text."""
        self._key = ""
        self._make_fields()
        self._show()

    # -- following -------------------------------------------------------------------------------------

    def refresh(self, index: QModelIndex) -> None:
        """Show what is said of the link of a cell."""
        pair = self._model.pair(index)
        if pair != self._pair:
            self.flush()
            self.which.setCurrentIndex(0)
        self._pair = pair
        self._make_fields()
        self._show()

    def tell(self, said: str) -> None:
        """Say what has just been done."""
        self.state.setText(" · ".join(one for one in (said, self.state.text()) if one))
        self.state.show()

    def _declared(self, name: str) -> Field:
        matrix = self._model.matrix
        assert matrix is not None
        record = KINDS[matrix.pairing.holder].field_of[matrix.pairing.field].record
        assert record is not None
        return record.field_of[name]

    def _make_fields(self) -> None:
        """An input for each thing that can be said of links of this kind."""
        matrix = self._model.matrix
        if matrix is None or matrix.pairing.key == self._key:
            return
        self._key = matrix.pairing.key
        for widget in (*self.fields.values(), *self._labels.values()):
            self._flow.removeWidget(widget)
            widget.deleteLater()
        self.fields.clear()
        self._labels.clear()
        for name in matrix.pairing.details:
            declared = self._declared(name)
            label = QLabel(tr(declared.label), self)
            field: CalmCombo | QLineEdit
            if declared.type == "choice":
                field = CalmCombo(self)
                field.fill(declared)
                field.activated.connect(lambda _at, one=name: self._commit(one))
            else:
                field = QLineEdit(self)
                field.setFixedWidth(self.fontMetrics().horizontalAdvance("0") * 10 + 24)
                field.editingFinished.connect(lambda one=name: self._commit(one))
            field.setAccessibleName(tr(declared.label))
            field.installEventFilter(self)
            label.setBuddy(field)
            self.fields[name] = field
            self._labels[name] = label
            for widget in (label, field):
                self._flow.insert(self._flow.count() - 1, widget)

    def _show(self) -> None:
        matrix = self._model.matrix
        pair = self._pair
        if matrix is None or pair is None or pair[0] not in matrix.plan or pair[1] not in matrix.plan:
            self._pair = None
            self.names.setText(tr("Choose a cell: a click links what meets there"))
            for widget in (
                self.button,
                self.which,
                self.state,
                *self.fields.values(),
                *self._labels.values(),
            ):
                widget.hide()
            self.wrong.hide()
            return
        self._records = matrix.at(*pair)
        names = " × ".join(cells.named(matrix.plan, id_) for id_ in pair)
        self.names.setText(names)
        self.names.setToolTip(f"<p>{escape(names)}</p>")
        gaps = [self._model.gap(line) for line in self._lines(pair)]
        linked = self._records is not None
        # What the fields say need not be said twice.
        said = [] if self._records and len(self._records) == 1 else [self._model.link_in_words(self._records)]
        self.state.setText(joined([*said, *(one for one in gaps if one)]))
        self.state.setVisible(bool(self.state.text()))
        self.button.setText(tr("Unlink") if linked else tr("Link"))
        self.button.setToolTip(tr("Space"))
        self.button.setEnabled(self._bridge.is_writable)
        self.button.show()
        self._show_values()

    def _lines(self, pair: tuple[str, str]) -> list[Any]:
        matrix = self._model.matrix
        assert matrix is not None
        row, column = matrix.row_of.get(pair[0]), matrix.column_of.get(pair[1])
        found = [matrix.rows[row]] if row is not None else []
        return found + ([matrix.columns[column]] if column is not None else [])

    def _show_values(self) -> None:
        records = self._records or ()
        at = max(0, min(self.which.currentIndex(), len(records) - 1))
        self.which.setVisible(len(records) > 1)
        if self.which.count() != len(records) or len(records) > 1:
            self.which.clear()
            for number, record in enumerate(records, 1):
                self.which.addItem(f"{number}: {self._model.record_in_words(record) or '—'}")
        self.which.setCurrentIndex(at)
        for name, field in self.fields.items():
            shown = bool(records)
            field.setVisible(shown)
            self._labels[name].setVisible(shown)
            field.setEnabled(self._bridge.is_writable)
            if not shown:
                continue
            value = records[at].get(name)
            if isinstance(field, CalmCombo):
                field.choose(value)
            elif not field.hasFocus() or not field.isModified():
                assert self._model.matrix is not None
                field.setText(cells.shown(self._model.matrix.plan, self._declared(name), value))
                field.setModified(False)
        self.wrong.hide()

    # -- editing ---------------------------------------------------------------------------------------

    def edit(self, typed: str = "") -> None:
        """Put the keyboard into the first field, if there is something to say; ``typed`` begins it anew."""
        for field in self.fields.values():
            if field.isVisibleTo(self) and field.isEnabled():
                field.setFocus(Qt.FocusReason.ShortcutFocusReason)
                if isinstance(field, QLineEdit):
                    field.selectAll()
                    if typed:
                        field.insert(typed)
                        field.setModified(True)
                return

    def flush(self) -> None:
        """Make a change of what is still being typed."""
        for name, field in self.fields.items():
            if isinstance(field, QLineEdit) and field.isModified():
                self._commit(name)

    def _commit(self, name: str) -> None:
        matrix, pair, records = self._model.matrix, self._pair, self._records
        if matrix is None or pair is None or not records:
            return
        field = self.fields[name]
        if isinstance(field, CalmCombo):
            self.say(name, field.currentData())
            return
        if not field.isModified():
            return
        try:
            value = typed.read(matrix.plan, self._declared(name), field.text())
        except Problem as problem:
            self.wrong.setText(str(problem))
            self.wrong.show()
            return
        field.setModified(False)
        self.say(name, value)

    def say(self, name: str, value: Any) -> None:
        """Say something of the link of the current cell."""
        matrix, pair, records = self._model.matrix, self._pair, self._records
        if matrix is None or pair is None or not records or not self._bridge.is_writable:
            return
        at = max(0, min(self.which.currentIndex(), len(records) - 1))
        plan, pairing = matrix.plan, matrix.pairing
        change = self._bridge.attempt(lambda: say_of_link(plan, pairing, *pair, at, **{name: value}))
        if change is not None:
            self._bridge.apply(change)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.flush()
                if not self.wrong.isVisible():
                    self.left.emit()
                return True
            if event.key() == Qt.Key.Key_Escape:
                if isinstance(watched, QLineEdit):
                    watched.setModified(False)
                self._show_values()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
