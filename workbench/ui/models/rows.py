"""Tables of rows that are edited in place: records of a field, or elements that belong to another."""

from __future__ import annotations

import csv
import io
import re
from abc import abstractmethod
from html import escape
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from workbench.errors import Problem
from workbench.i18n import tr
from workbench.plan.change import same
from workbench.plan.validity import record_fault
from workbench.ui.phrases import beside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.plan.plan import Plan
    from workbench.plan.record import Record
    from workbench.ui.models.columns import Column

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

#: What is wrong with a cell, as a sentence; "" when nothing is.
FAULT_ROLE: Final = Role.UserRole + 1
#: True in the row where a new one is begun.
NEW_ROLE: Final = Role.UserRole + 2
#: What stands above the row, over all columns; "" or None for nothing.
HEADING_ROLE: Final = Role.UserRole + 3


class Row:
    """A row on the screen: the record as far as it is right, and what was typed that is not."""

    __slots__ = ("bad", "record")

    def __init__(self, record: Record) -> None:
        self.record = record
        #: Column number -> (text, what is wrong with it).
        self.bad: dict[int, tuple[str, str]] = {}


class RowsModel(QAbstractTableModel):
    """Rows of one record class; the last line of the table begins a new row."""

    #: What is wrong in the table, in one line; "" when nothing is.
    faulty = Signal(str)

    def __init__(
        self, cls: type[Record], columns: list[Column], plan: Callable[[], Plan], new_label: str
    ) -> None:
        super().__init__()
        self.cls = cls
        self.columns = columns
        self.rows: list[Row] = []
        self.new_label = new_label
        self.locked = False
        self._plan = plan

    def lock(self, is_locked: bool) -> None:
        """Let nothing be typed, or let it again; while locked there is no line for a new row."""
        if is_locked != self.locked:
            self.beginResetModel()
            self.locked = is_locked
            self.endResetModel()

    # -- what happens to rows --------------------------------------------------------------------------

    @abstractmethod
    def put_row(self, at: int, record: Record) -> None:
        """A row has got another content; ``at`` is the number of rows for a new one."""

    @abstractmethod
    def remove_rows(self, numbers: Iterable[int]) -> None:
        """Take rows away."""

    @abstractmethod
    def move_row(self, at: int, to: int) -> None:
        """Move a row to another place."""

    # -- reading ---------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.rows) + (not self.locked)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and section < len(self.columns):
            column = self.columns[section]
            label = tr(column.label)
            heading = beside(label, column.unit) if column.unit else label
            if role == Role.DisplayRole:
                return heading
            if role == Role.ToolTipRole:
                # The heading too: a narrow column cuts it.
                told = [heading, *([tr(column.declared.help)] if column.declared.help else [])]
                return "<br>".join(escape(one) for one in told)
            if role == Role.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.at_right else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() > len(self.rows):
            return None
        if index.row() == len(self.rows):
            return self._new_line(index, role)
        row, column = self.rows[index.row()], self.columns[index.column()]
        bad = row.bad.get(index.column())
        if role in (Role.DisplayRole, Role.EditRole):
            return bad[0] if bad else column.show(self._plan(), row.record)
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.at_right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == FAULT_ROLE:
            return bad[1] if bad else self._lack(row, column)
        if role == Role.ToolTipRole:
            return escape((bad[1] if bad else "") or column.show(self._plan(), row.record))
        return None

    def _lack(self, row: Row, column: Column) -> str:
        if column.declared.required and not column.is_quantity and column.is_empty(row.record):
            return tr("{field} must not be empty", field=tr(column.label))
        return ""

    def _new_line(self, index: Index, role: int) -> Any:
        if role == NEW_ROLE:
            return True
        if index.column() == 0 and role == Role.DisplayRole:
            return tr("Add: {what}", what=tr(self.new_label))
        return "" if role in (Role.DisplayRole, Role.EditRole) else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.locked or self.columns[index.column()].is_table:
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def record_at(self, number: int) -> Record:
        """The record of a row; an empty one in the line for a new row."""
        return self.rows[number].record if number < len(self.rows) else self.cls()

    def fault(self) -> str:
        """The first thing that is wrong in the table."""
        for row in self.rows:
            for _, wrong in row.bad.values():
                return wrong
            for column in self.columns:
                lack = self._lack(row, column)
                if lack:
                    return lack
        return ""

    def place_of(self, where: str) -> int | None:
        """The row that ``[2018]`` or ``[2015,city]`` names: by values of its fields, or counted from 0."""
        named = re.search(r"\[([^\]]*)\]", where)
        if named is None:
            return None
        wanted = [part.strip() for part in named[1].split(",")]
        for at, row in enumerate(self.rows):
            held = {str(value) for value in row.record if isinstance(value, str | int)}
            if all(part in held for part in wanted):
                return at
        if wanted[0].isdigit() and int(wanted[0]) < len(self.rows):
            return int(wanted[0])
        return None

    # -- typing ----------------------------------------------------------------------------------------

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.EditRole or not index.isValid():
            return False
        self.put_text(index.row(), index.column(), str(value))
        return True

    def put_text(self, at: int, number: int, text: str) -> None:
        """What was typed into a cell; what is wrong stays as typed, and is told."""
        column = self.columns[number]
        record = self.record_at(at)
        if at >= len(self.rows) and not text.strip():
            return
        if (
            at < len(self.rows)
            and number not in self.rows[at].bad
            and text == column.show(self._plan(), record)
        ):
            return
        try:
            made = column.put(self._plan(), record, text)
        except Problem as problem:
            self._keep_bad(at, number, text, str(problem))
        else:
            self._put(at, number, made)

    def put_value(self, at: int, number: int, value: Any) -> None:
        """A value chosen for a cell."""
        if at >= len(self.rows) and value is None:
            return
        self._put(at, number, self.columns[number].put_value(self.record_at(at), value))

    def _put(self, at: int, number: int, made: Record) -> None:
        if at < len(self.rows):
            self.rows[at].bad.pop(number, None)
            if same(self.rows[at].record, made):
                self._told(at)
                return
        self.put_row(at, made)

    def _keep_bad(self, at: int, number: int, text: str, wrong: str) -> None:
        if at >= len(self.rows):
            at = len(self.rows)
            self.append([Row(self.cls())])
        self.rows[at].bad[number] = (text, wrong)
        self._told(at)

    def append(self, rows: list[Row]) -> None:
        """Put rows below the others. The line for a new row becomes the first of them.

        So a cursor there stays with what has been typed, and Tab goes on to the next cell of it.
        """
        at = len(self.rows)
        self.beginInsertRows(QModelIndex(), at + 1, at + len(rows))
        self.rows += rows
        self.endInsertRows()
        self._told(at)

    def _told(self, at: int) -> None:
        if self.columns:
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))
        self.faulty.emit(self.fault())

    # -- clipboard -------------------------------------------------------------------------------------

    def as_text(self, cells: Iterable[tuple[int, int]]) -> str:
        """Cells as tab-separated lines, as a spreadsheet takes them."""
        wanted = set(cells)
        if not wanted:
            return ""
        columns = sorted({number for _, number in wanted})
        out = io.StringIO()
        writer = csv.writer(out, delimiter="\t", lineterminator="\n")
        for at in sorted({at for at, _ in wanted}):
            if at < len(self.rows):
                writer.writerow(
                    [
                        self.data(self.index(at, number)) if (at, number) in wanted else ""
                        for number in columns
                    ]
                )
        return out.getvalue()

    def paste_text(self, at: int, number: int, text: str) -> None:
        """Put tab-separated lines into the cells from here on; new rows are begun as needed."""
        lines = list(csv.reader(io.StringIO(text.rstrip("\r\n")), delimiter="\t"))
        for down, line in enumerate(lines):
            here = min(at + down, len(self.rows))
            for right, cell in enumerate(line):
                if number + right < len(self.columns):
                    self.put_text(here, number + right, cell)


class RecordRows(RowsModel):
    """The rows of one field. Rows that lack something stay here until they are whole."""

    #: The whole rows, after an edit.
    edited = Signal(object)

    def show_rows(self, value: tuple[Record, ...] | None) -> None:
        """Show what the plan has."""
        self.beginResetModel()
        self.rows = [Row(record) for record in value or ()]
        self.endResetModel()
        self.faulty.emit("")

    def value(self) -> tuple[Record, ...] | None:
        """The rows that are whole; None when there is none."""
        return (
            tuple(row.record for row in self.rows if record_fault(self.cls, row.record, "") is None) or None
        )

    def put_row(self, at: int, record: Record) -> None:
        if at >= len(self.rows):
            self.append([Row(record)])
        else:
            self.rows[at].record = record
            self._told(at)
        self.edited.emit(self.value())

    def remove_rows(self, numbers: Iterable[int]) -> None:
        doomed = sorted((one for one in set(numbers) if one < len(self.rows)), reverse=True)
        for at in doomed:
            self.beginRemoveRows(QModelIndex(), at, at)
            del self.rows[at]
            self.endRemoveRows()
        if doomed:
            self.faulty.emit(self.fault())
            self.edited.emit(self.value())

    def move_row(self, at: int, to: int) -> None:
        if not (0 <= at < len(self.rows) and 0 <= to < len(self.rows)) or at == to:
            return
        self.beginMoveRows(QModelIndex(), at, at, QModelIndex(), to + 1 if to > at else to)
        self.rows.insert(to, self.rows.pop(at))
        self.endMoveRows()
        self.edited.emit(self.value())

    def paste_text(self, at: int, number: int, text: str) -> None:
        self.blockSignals(True)
        try:
            super().paste_text(at, number, text)
        finally:
            self.blockSignals(False)
        self.beginResetModel()
        self.endResetModel()
        self.faulty.emit(self.fault())
        self.edited.emit(self.value())
