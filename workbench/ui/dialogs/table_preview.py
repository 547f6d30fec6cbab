"""What an edit of many cells would do, cell by cell, before it is made."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QSpinBox,
    QTableView,
    QWidget,
)

from workbench.analysis.table_edits import REFUSED, SAME, SET
from workbench.i18n import current, plural, tr, words
from workbench.ui import icons, theme
from workbench.ui.dialogs.form import Form, resize_in_lines
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.keyboard import come_before
from workbench.ui.phrases import joined, labelled

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.analysis.blocks import Block
    from workbench.analysis.table_columns import Column
    from workbench.analysis.table_edits import Cell, Line, Outcome

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
#: Refusals that are listed by themselves; all of them are marked in the table.
_LISTED: Final = 200


class OutcomeModel(QAbstractTableModel):
    """The rows of an outcome; each cell as it would be, marked by sign and words."""

    def __init__(self, columns: Sequence[Column], parent: QWidget) -> None:
        super().__init__(parent)
        self.columns = list(columns)
        self.lines: list[Line] = []

    def put(self, outcome: Outcome, columns: Sequence[Column]) -> None:
        """Show an outcome."""
        self.beginResetModel()
        self.columns = list(columns)
        self.lines = outcome.lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns) + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Role.DisplayRole else None
        # A narrow column cuts its heading: the tip says it whole.
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self.columns[section - 1].heading(words(current())) if section else tr("Row")
        return None

    def cell(self, index: Index) -> Cell | None:
        """The cell at a place; None where the edit does not reach."""
        if not index.column():
            return None
        return self.lines[index.row()].cells.get(self.columns[index.column() - 1].key)

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        cell = self.cell(index)
        state = self._state(line, cell)
        if role == Role.DisplayRole:
            if not index.column():
                return tr("new: {name}", name=line.name) if line.is_new else line.name
            return (cell.text if state == REFUSED else cell.after) if cell is not None else ""
        if role == Role.DecorationRole:
            if state == REFUSED or (line.why and not index.column()):
                return icons.state_icon("error")
            if cell is not None and cell.is_likely and not line.why:
                return icons.state_icon("info")
            return icons.icon("check", "holds") if state == SET and not line.why else None
        if role == Role.ForegroundRole:
            name = {REFUSED: "error", SAME: "muted", SET: "text"}.get(state, "text")
            return theme.colour("muted" if line.why and state != REFUSED else name)
        if role == Role.FontRole and line.is_new and not index.column():
            font = QFont()
            font.setBold(True)
            return font
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            said = self.in_words(line, cell, state)
            return f"<p>{escape(said)}</p>" if role == Role.ToolTipRole and said else said
        return None

    def _state(self, line: Line, cell: Cell | None) -> str:
        if cell is None:
            return ""
        if cell.state == SAME and line.is_new and not line.why:
            return SET if cell.after else SAME
        return cell.state

    def in_words(self, line: Line, cell: Cell | None, state: str) -> str:
        """What becomes of a cell."""
        if line.why:
            return tr("Not taken: {why}", why=line.why)
        if cell is None:
            return line.name
        if state == REFUSED:
            return tr("Not taken: {why}", why=cell.why)
        if state == SAME:
            return tr("Stays: {text}", text=cell.before or tr("empty"))
        if cell.is_likely:
            return tr("“{text}” is taken for {after}", text=cell.text, after=cell.after)
        return f"{cell.before or tr('empty')} → {cell.after or tr('empty')}"


class OutcomePreview(Form):
    """An edit of many cells, to be looked through and made as one step."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        about: str,
        yes: str,
        columns: Sequence[Column],
        outcome: Outcome | None,
    ) -> None:
        super().__init__(parent, title, about, yes)
        resize_in_lines(self, 45, 29)
        self.model = OutcomeModel(columns, self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("What becomes of the cells"))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 9)
        self.table.setMinimumHeight(self.fontMetrics().height() * 4)
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.refusals = QListWidget(self)
        self.refusals.setAccessibleName(tr("What is not taken, and why"))
        self.refusals.setProperty("framed", True)
        self.refusals.setWordWrap(True)
        self.refusals.currentRowChanged.connect(self._go_to)
        self._listed: list[tuple[Line, Cell | None]] = []
        place = self.body.count() - 2
        self.body.insertWidget(place, self.table, 1)
        self.body.insertWidget(place + 1, self.said)
        self.body.insertWidget(place + 2, self.refusals)
        come_before((self.table, self.refusals), self.yes)
        self.outcome = outcome
        if outcome is not None:
            self.show_outcome(outcome, columns)
        self.yes.setFocus()

    def show_outcome(self, outcome: Outcome, columns: Sequence[Column]) -> None:
        """Show what would be done."""
        self.outcome = outcome
        self.model.put(outcome, columns)
        for number in range(self.model.columnCount()):
            wanted = min(max(self._width(number), 60), 260)
            self.table.setColumnWidth(number, wanted)
        self._listed = outcome.refusals
        self.refusals.clear()
        places = {line.id: at for at, line in enumerate(outcome.lines)}
        titles = {one.key: one.title(words(current())) for one in columns}
        for line, cell in self._listed[:_LISTED]:
            row = tr("Row {number}", number=places[line.id] + 1)
            if cell is None:
                self.refusals.addItem(labelled(row, line.why))
            else:
                self.refusals.addItem(labelled(joined((row, titles[cell.column])), cell.why))
        self.refusals.setVisible(bool(self._listed))
        height = self.fontMetrics().height() + 9
        self.refusals.setFixedHeight(height * min(len(self._listed), 5) + 12)
        self.said.setText(in_words(outcome))
        self.yes.setEnabled(not outcome.change.is_empty)

    def _width(self, number: int) -> int:
        metrics = self.fontMetrics()
        texts = [str(self.model.headerData(number, Qt.Orientation.Horizontal) or "")]
        texts += [
            str(self.model.index(at, number).data() or "")[:40]
            for at in range(min(self.model.rowCount(), 40))
        ]
        return max(metrics.horizontalAdvance(text) for text in texts) + metrics.height() * 2 + 10

    def _go_to(self, at: int) -> None:
        if not 0 <= at < len(self._listed):
            return
        line, cell = self._listed[at]
        row = next(number for number, one in enumerate(self.model.lines) if one.id == line.id)
        keys = [one.key for one in self.model.columns]
        self.table.setCurrentIndex(
            self.model.index(row, keys.index(cell.column) + 1 if cell is not None else 0)
        )


def in_words(outcome: Outcome) -> str:
    """What would be done, in one line."""
    changed = sum(
        1
        for line in outcome.lines
        if not line.why and not line.is_new
        for cell in line.cells.values()
        if cell.state == SET
    )
    said = []
    if changed:
        said.append(plural("{count} cell changes", "{count} cells change", changed))
    if outcome.new_rows:
        said.append(plural("{count} new row", "{count} new rows", outcome.new_rows))
    if outcome.made:
        said.append(tr("added besides: {names}", names=", ".join(outcome.made[:6])))
    if outcome.likely:
        said.append(
            plural(
                "{count} name is taken for a similar one",
                "{count} names are taken for similar ones",
                outcome.likely,
            )
        )
    refused = len(outcome.refusals)
    if refused:
        said.append(
            plural(
                "{count} place is not understood and left out",
                "{count} places are not understood and left out",
                refused,
            )
        )
    if outcome.change.is_empty:
        said.insert(0, tr("Nothing would change"))
    return joined(said)


class PastePreview(OutcomePreview):
    """A pasted block: how it is read can be changed, and what it means is seen at once."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        block: Block,
        reading: Any,
        columns: Sequence[Column],
        understand: Callable[[Any], Outcome],
        ways: Sequence[tuple[str, str]],
        more: tuple[str, str],
    ) -> None:
        """``understand`` says what a reading comes to. ``ways`` are those in which rows may be meant, with
        their words; ``more`` is a field of the reading that may be ticked besides, with its words.
        """
        about = tr("It is one step for undo. What is not understood is left out and listed with the reason.")
        super().__init__(parent, title, about, tr("Paste"), (), None)
        self._block, self._understand, self._more = block, understand, more[0]
        self._every = list(columns)
        self.reading = reading
        self.heads = QSpinBox(self)
        self.heads.setRange(0, max(len(block.rows) - 1, reading.heads))
        self.heads.setValue(reading.heads)
        self.heads.setMaximumWidth(self.fontMetrics().averageCharWidth() * 10)
        self.match = CalmCombo(self)
        for key, label in ways:
            self.match.addItem(label, key)
        self.match.setCurrentIndex(self.match.findData(reading.match))
        self.empties = QCheckBox(tr("Empty cells empty what is there"), self)
        self.makes = QCheckBox(more[1], self)
        self.field(tr("Rows of headings"), self.heads)
        self.field(tr("Rows are"), self.match)
        self.which = CalmCombo(self)
        self.meaning = CalmCombo(self)
        self._fill_which()
        self.meaning.addItem(tr("— left out —"), "")
        for one in self._every:
            if not one.is_closed:
                self.meaning.addItem(one.heading(words(current())), one.key)
        both = QWidget(self)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.which, 1)
        row.addWidget(QLabel(tr("goes to"), self))
        row.addWidget(self.meaning, 1)
        self.which.setAccessibleName(tr("Column of the block"))
        self.meaning.setAccessibleName(tr("Column that it goes to"))
        caption = QLabel(tr("Column"), self)
        caption.setBuddy(self.which)
        self.rows.addRow(caption, both)
        self.rows.addRow(self.empties)
        self.rows.addRow(self.makes)
        self.heads.valueChanged.connect(self._fill_which)
        for signal in (
            self.heads.valueChanged,
            self.match.activated,
            self.empties.toggled,
            self.makes.toggled,
        ):
            signal.connect(self._read_again)
        self.which.currentIndexChanged.connect(self._show_meaning)
        self.meaning.activated.connect(self._mean)
        self.table.horizontalHeader().setSectionsClickable(True)
        self.table.horizontalHeader().sectionClicked.connect(self._choose_column)
        fields = (self.heads, self.match, self.which, self.meaning, self.empties, self.makes)
        come_before(fields, self.table)
        self._show_meaning()
        self._read_again()

    def _fill_which(self) -> None:
        at = max(self.which.currentIndex(), 0)
        self.which.blockSignals(True)
        self.which.clear()
        for number in range(self._block.width):
            texts = [row[number].replace("\n", "") for row in self._block.rows[: self.heads.value() + 1]]
            said = " / ".join(dict.fromkeys(text for text in texts if text))
            self.which.addItem(f"{number + 1}. {said[:40]}")
        self.which.setCurrentIndex(at)
        self.which.blockSignals(False)

    def _choose_column(self, section: int) -> None:
        taken = [at for at, key in enumerate(self.reading.columns) if key]
        if 0 < section <= len(taken):
            self.which.setCurrentIndex(taken[section - 1])
            self.meaning.setFocus()

    def _show_meaning(self) -> None:
        key = self.reading.columns[self.which.currentIndex()] if self.reading.columns else ""
        self.meaning.setCurrentIndex(max(self.meaning.findData(key), 0))

    def _mean(self) -> None:
        key = self.meaning.currentData()
        keys = ["" if one == key else one for one in self.reading.columns]
        keys[self.which.currentIndex()] = key
        self.reading = self.reading._replace(columns=tuple(keys))
        self._read_again()

    def _read_again(self, *_: object) -> None:
        self.reading = self.reading._replace(
            heads=self.heads.value(),
            match=self.match.currentData(),
            empties=self.empties.isChecked(),
            **{self._more: self.makes.isChecked()},
        )
        QGuiApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        try:
            outcome = self._understand(self.reading)
        finally:
            QGuiApplication.restoreOverrideCursor()
        by_key = {one.key: one for one in self._every}
        self.show_outcome(outcome, [by_key[key] for key in self.reading.columns if key])
