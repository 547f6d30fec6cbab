"""Find and replace in a table: a line below it, as in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QLineEdit, QPushButton, QSizePolicy, QWidget

from workbench.analysis.table_edits import Sought, found_cells, replaced
from workbench.i18n import plural, tr
from workbench.ui.editors.flow import FlowLayout
from workbench.ui.editors.hint import hint
from workbench.ui.editors.signs import SignButton

if TYPE_CHECKING:
    from workbench.analysis.table_edits import Outcome
    from workbench.ui.views.table_grid import TableGrid

#: Milliseconds after which what is typed is looked for.
_PAUSE = 200


class FindLine(QFrame):
    """What is looked for and what comes in its place; looks in the rows and columns that are shown."""

    #: Replacing was asked for: what it would do.
    replace_wanted = Signal(object)
    closed = Signal()

    def __init__(self, grid: TableGrid, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self.setProperty("strip", True)
        self.found: list[tuple[str, str]] = []
        self.text = QLineEdit(self, clearButtonEnabled=True)
        self.by = QLineEdit(self, clearButtonEnabled=True)
        self.case = QCheckBox(self)
        self.whole = QCheckBox(self)
        self.within = QCheckBox(self)
        self.previous, self.next = SignButton("up", self), SignButton("down", self)
        self.all = QPushButton(self)
        self.said = QLabel(self)
        self.said.setProperty("role", "muted")
        self.end = SignButton("close", self)
        # On a narrow window, or with large text, it takes several lines.
        flow = FlowLayout(self, 6)
        flow.setContentsMargins(8, 5, 8, 5)
        parts = (self.text, self.previous, self.next, self.by, self.all, self.case, self.whole, self.within)
        for widget in (*parts, self.said, self.end):
            flow.addWidget(widget)
        for line in (self.text, self.by):
            line.setMinimumWidth(self.fontMetrics().averageCharWidth() * 9)
        # One of them takes the rest of its line.
        self.by.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        for button in (self.previous, self.next, self.end):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.look)
        self.text.textChanged.connect(lambda _text: self._pause.start())
        for box in (self.case, self.whole, self.within):
            box.toggled.connect(self.look)
        self.next.clicked.connect(lambda: self.step(1))
        self.previous.clicked.connect(lambda: self.step(-1))
        self.all.clicked.connect(self._replace)
        self.end.clicked.connect(self.leave)
        self._cells: list[tuple[int, int]] = []
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        for line, words in ((self.text, tr("Find in the table")), (self.by, tr("Replace by"))):
            hint(line, words)
            line.setAccessibleName(words)
        self.case.setText(tr("Match case"))
        self.whole.setText(tr("Whole cell"))
        self.within.setText(tr("In the chosen cells"))
        self.all.setText(tr("Replace all…"))
        self.previous.say(tr("The one before (Shift+Enter)"))
        self.next.say(tr("The next one (Enter)"))
        self.end.say(tr("Close (Esc)"))
        self._tell()

    def come_up(self) -> None:
        """Show the line, with the chosen cells to look in if there are several."""
        self._cells = self._grid.chosen_cells()
        self.within.setVisible(len(self._cells) > 1)
        self.within.setChecked(False)
        self.show()
        self.text.setFocus()
        self.text.selectAll()
        self.look()

    def leave(self) -> None:
        """Go back to the cells."""
        self.hide()
        self.closed.emit()

    @property
    def sought(self) -> Sought:
        """What is looked for."""
        return Sought(self.text.text(), match_case=self.case.isChecked(), whole=self.whole.isChecked())

    def look(self) -> None:
        """Find the cells that hold it."""
        self._pause.stop()
        model = self._grid.rows
        plan = model.plan
        self.found = []
        if plan is not None and self.text.text():
            header = self._grid.heads
            columns = [model.columns[header.logicalIndex(at)] for at in range(len(model.columns))]
            self.found = found_cells(plan, model.ids_from(0), columns, self.sought, model.table.words)
            if self.within.isChecked():
                chosen = {(model.id_at(at), model.columns[number].key) for at, number in self._cells}
                self.found = [one for one in self.found if one in chosen]
        self._tell()

    def _tell(self) -> None:
        count = len(self.found)
        said = plural("{count} cell", "{count} cells", count) if self.text.text() else ""
        self.said.setText(said)
        for button in (self.previous, self.next):
            button.setEnabled(bool(count))
        self.all.setEnabled(bool(count) and not self._grid.rows.locked)

    def step(self, by: int) -> None:
        """Go to the next or the previous cell found."""
        if self._pause.isActive():
            self.look()
        if not self.found:
            return
        model, header = self._grid.rows, self._grid.heads
        keys = {one.key: at for at, one in enumerate(model.columns)}
        places = [
            (model.place_of(id_) or 0, header.visualIndex(keys[key]))
            for id_, key in self.found
            if key in keys
        ]
        at = self._grid.currentIndex()
        here = (at.row(), header.visualIndex(at.column()))
        after = [one for one in places if one > here] if by > 0 else [one for one in places if one < here]
        row, seen = (after or places)[0 if by > 0 else -1]
        self._grid.stand_at(row, header.logicalIndex(seen))

    def _replace(self) -> None:
        self.look()
        model = self._grid.rows
        plan = model.plan
        if plan is None or not self.found:
            return
        outcome: Outcome = replaced(
            plan, model.kind, self.found, model.all_columns, self.sought, self.by.text(), model.table.words
        )
        self.replace_wanted.emit(outcome)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)
