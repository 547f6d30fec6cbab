"""A scheme rolled forward to the next year: every item with what becomes of it, to be decided one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
)

from workbench.analysis.schemes import counted, full_mark
from workbench.i18n import tr
from workbench.plan.values import show_number
from workbench.session.rolling import OUTCOMES, proposal, thing_in_words
from workbench.ui.dialogs.form import Form, resize_in_lines

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from workbench.plan.change import Change
    from workbench.plan.elements import SchemeItem
    from workbench.plan.plan import Plan
    from workbench.rules.rolling import Move

#: Columns and the letters that they have; the first and the last share what is left.
_THING, _OUTCOME, _BEFORE, _AFTER, _REASON = range(5)
_LETTERS: Final = {_OUTCOME: 10, _BEFORE: 5, _AFTER: 5}
_CHECKED, _OPEN = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class RollScheme(Form):
    """Ticks say what is in the new scheme; reasons can be put in other words.

    ``change`` is what to apply when the dialog was accepted. Raises a Problem where nothing can be rolled.
    """

    def __init__(self, parent: QWidget, plan: Plan, year: int) -> None:
        self._plan, self._year = plan, year
        #: As proposed at first: its rows stay, whatever is decided about them.
        self.first = proposal(plan, year, by_unit=True)
        super().__init__(
            parent,
            tr(
                "Roll the scheme of {before} forward to {year}",
                before=self.first.last.year,
                year=self.first.year,
            ),
            tr(
                "What was finished leaves, what was missed stays, what the year asks for comes in; the marks "
                "are shared out anew. Tick what is to be in the new scheme, and reword the reasons."
            ),
            tr("Make the scheme of {year}", year=self.first.year),
        )
        self.proposal = self.first
        self.change: Change | None = None
        self._without: set[str] = set()
        self._keep: set[str] = set()
        self._reasons: dict[str, str] = {}
        self.table = QTableWidget(len(self.first.rolled.moves), 5, self)
        self.table.setProperty("framed", True)
        self.table.setHorizontalHeaderLabels(
            [
                tr("Item"),
                tr("What becomes of it"),
                tr("Marks before"),
                tr("Marks now"),
                tr("Reason"),
            ]
        )
        self.table.setAccessibleName(tr("Items of the new scheme"))
        self.table.verticalHeader().hide()
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(_THING, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(_REASON, QHeaderView.ResizeMode.Stretch)
        letter = self.fontMetrics().horizontalAdvance("国")
        for column, letters in _LETTERS.items():
            header.resizeSection(column, max(letter * letters, header.sectionSizeHint(column)))
        self.by_unit = QCheckBox(tr("Make the marks add up for each unit"), self)
        self.by_unit.setToolTip(
            tr("Items that several units share keep their marks; what each unit has alone makes up the rest")
        )
        self.by_unit.setChecked(True)
        self.by_unit.setVisible(self.first.rolled.by_unit)
        self.by_unit.toggled.connect(self._decided)
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.body.insertWidget(3, self.table, 1)
        self.body.insertWidget(4, self.by_unit)
        self.body.insertWidget(5, self.said)
        self._begin()
        self.table.itemChanged.connect(self._changed)
        resize_in_lines(self, 58, 40)
        self.table.setCurrentCell(0, 0)
        self.table.setFocus()

    def _begin(self) -> None:
        """The rows, which stay."""
        for row, move in enumerate(self.first.rolled.moves):
            for column in range(5):
                cell = QTableWidgetItem()
                editable = column == _REASON
                flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
                if column == _THING:
                    flags |= Qt.ItemFlag.ItemIsUserCheckable
                    cell.setCheckState(_CHECKED if move.after is not None else _OPEN)
                cell.setFlags(flags | Qt.ItemFlag.ItemIsEditable if editable else flags)
                if column in (_BEFORE, _AFTER):
                    cell.setTextAlignment(_RIGHT)
                self.table.setItem(row, column, cell)
            name = thing_in_words(self._plan, move.item) or move.item.code or ""
            self._say(row, _THING, name)
        self._show()

    def _say(self, row: int, column: int, text: str) -> None:
        cell = self.table.item(row, column)
        if cell is not None and cell.text() != text:
            cell.setText(text)
            cell.setToolTip(text)

    def _show(self) -> None:
        """What becomes of each row by what is ticked now, and the sum."""
        self.table.blockSignals(True)
        now = {one.key: one for one in self.proposal.rolled.moves}
        for row, first in enumerate(self.first.rolled.moves):
            move = now.get(first.key)
            is_new = first.outcome == "new"
            if move is None:
                self._say(row, _OUTCOME, tr("Left out"))
            else:
                self._say(row, _OUTCOME, tr(OUTCOMES[move.outcome]))
            self._say(row, _BEFORE, "—" if is_new else _marks(first.before))
            self._say(row, _AFTER, _marks(move.after if move is not None else None))
            self._say(row, _REASON, move.reason if move is not None else "")
        self.table.blockSignals(False)
        self.table.viewport().update()
        self.said.setText(self._sum())
        self.said.setProperty("role", "" if self.proposal.rolled.is_exact else "warning")
        self.said.style().polish(self.said)

    def _sum(self) -> str:
        """What the marks come to, or whose they are to be set by hand."""
        found = self.proposal.rolled
        items = [one.after for one in found.moves if one.after is not None]
        if not found.is_exact:
            return tr("The marks do not add up by themselves: set them in the new scheme.")
        if found.by_unit:
            return tr(
                "{count} items, {full} marks for each unit",
                count=len(items),
                full=show_number(full_mark(found.scheme)),
            )
        total = sum((one.marks or Decimal(0) for one in counted(items)), Decimal(0))
        return tr(
            "{count} items, {total} of {full} marks",
            count=len(items),
            total=show_number(total),
            full=show_number(full_mark(found.scheme)),
        )

    def _changed(self, cell: QTableWidgetItem) -> None:
        """Something was ticked, or a reason written."""
        move = self.first.rolled.moves[cell.row()]
        if cell.column() == _REASON:
            self._reasons[move.key] = cell.text().strip()
        elif cell.column() == _THING:
            self._decide(move, is_in=cell.checkState() == _CHECKED)
        self._decided()

    def _decided(self) -> None:
        """Work the new scheme out by what is ticked now."""
        self.proposal = proposal(
            self._plan,
            self._year,
            without=self._without,
            keep=self._keep,
            reasons=self._reasons,
            by_unit=self.by_unit.isChecked(),
        )
        self._show()

    def _decide(self, move: Move, *, is_in: bool) -> None:
        # What was proposed to leave is kept; what was proposed to stay or come is left out.
        was_in = move.after is not None
        place = self._without if was_in else self._keep
        if is_in == was_in:
            place.discard(move.key)
        else:
            place.add(move.key)

    def fault(self) -> str:
        for line in self.table.viewport().findChildren(QLineEdit):
            if line.isVisible():
                # A reason that is still being typed.
                self.table.itemDelegate().commitData.emit(line)
        if not any(one.after is not None for one in self.proposal.rolled.moves):
            return tr("Tick at least one item")
        self.change = self.proposal.change()
        return ""


def _marks(item: SchemeItem | None) -> str:
    if item is not None and item.marks is None and item.marks_by_class:
        return " / ".join(show_number(one.marks) for one in item.marks_by_class)
    if item is None or item.marks is None:
        return "—"
    return show_number(item.marks)
