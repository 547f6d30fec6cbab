"""The rows of the table of one kind: ids, whose cells are worked out when they are drawn."""

from __future__ import annotations

from datetime import UTC, datetime
from html import escape
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from workbench.analysis.table_columns import Column
from workbench.analysis.table_filters import ready_for, ready_test
from workbench.analysis.table_kinds import columns_of, shown_at_first
from workbench.analysis.tables import Arrangement, Group, Table
from workbench.analysis.text_keys import TextKeys
from workbench.errors import Problem
from workbench.i18n import current, tr, words
from workbench.plan.elements import KINDS
from workbench.plan.settled import is_settled
from workbench.session.table_views import TableMemory
from workbench.ui.models.rows import FAULT_ROLE, NEW_ROLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.plan.elements import Element
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record
    from workbench.ui.bridge import Bridge

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
#: The id of the element of a row; "" in headings and in the line for a new one.
ID_ROLE: Final = Role.UserRole
#: True in the heading of a group.
GROUP_ROLE: Final = Role.UserRole + 4
#: Rows that come or go one by one; of more the table is made anew.
_FEW: Final = 200
#: Rows whose texts are kept.
_KEPT: Final = 5000
#: Characters of a text that can be seen in a cell.
_SEEN: Final = 300


class TableRows(QAbstractTableModel):
    """Rows of one kind, filtered, sorted, grouped, and a last line for a new element."""

    #: Which rows there are, or what is wrong in them, has changed.
    arranged = Signal()
    #: A new element was typed in; its id.
    begun = Signal(str)

    def __init__(self, bridge: Bridge, kind: str) -> None:
        super().__init__(bridge)
        self.bridge = bridge
        self.kind = kind
        self.all_columns: dict[str, Column] = {}
        self.columns: list[Column] = []
        #: Ids, and headings of groups.
        self.rows: list[str | Group] = []
        self.arrangement = Arrangement()
        self.closed: set[str] = set()
        #: What was typed and is not understood: (id, column) -> (text, why). The id is "" in the new line.
        self.bad: dict[tuple[str, str], tuple[str, str]] = {}
        #: What was typed in the line for a new element so far, by column.
        self.draft: dict[str, str] = {}
        #: Whether rows stand where they stood although an edit in the table would have them elsewhere.
        self.is_stale = False
        #: How many rows there are, and how many the filters let through.
        self.total = self.found = 0
        self._places: dict[str, int] | None = None
        self._keys = TextKeys()
        self._editing = False
        self.table = Table((), words(current()), self._keys)
        self.refused = ""
        #: Texts of rows that have been drawn.
        self._texts: dict[str, list[str]] = {}
        self.take_columns()

    # -- what is shown ---------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan | None:
        """The plan that is open."""
        plan = self.bridge.plan
        return plan if plan is not None and plan.exists else None

    @property
    def memory(self) -> TableMemory:
        """What the settings hold of this table."""
        return TableMemory(self.bridge.settings, self.kind)

    @property
    def locked(self) -> bool:
        """Whether nothing can be edited."""
        return not self.bridge.is_writable

    def take_columns(self) -> None:
        """Show the columns chosen, of the plan and in the language as they are now."""
        self.beginResetModel()
        plan = self.plan
        every = columns_of(plan, self.kind) if plan is not None else []
        self.all_columns = {one.key: one for one in every}
        chosen = [key for key in self.memory.columns if key in self.all_columns]
        keys = chosen or (shown_at_first(self.kind, every) if every else [])
        self.columns = [self.all_columns[key] for key in keys]
        self.table = Table(every, words(current()), self._keys)
        self._fill()
        self.endResetModel()
        self.arranged.emit()

    def show_columns(self, keys: Sequence[str]) -> None:
        """Show these columns, in this order, from now on."""
        self.memory.columns = list(keys)
        self.take_columns()

    def arrange(self, arrangement: Arrangement) -> None:
        """Filter, sort and group so."""
        if arrangement.group != self.arrangement.group:
            self.closed.clear()
        self.arrangement = arrangement
        self.arrange_again()

    def arrange_again(self) -> None:
        """Have every row where it belongs."""
        self.beginResetModel()
        self._fill()
        self.endResetModel()
        self.arranged.emit()

    def _fill(self) -> None:
        plan = self.plan
        self._texts.clear()
        self._places = None
        self.is_stale = False
        self.refused = ""
        self.rows = []
        self.total = self.found = 0
        if plan is None:
            return
        elements = plan.of_kind(self.kind)
        self.total = len(elements)
        keys = [one.key for one in self.columns]
        try:
            ids = self.table.chosen(plan, elements, self.arrangement, keys, self.ready())
        except Problem as problem:  # a bound that is none of the column any more
            self.refused = str(problem)
            ids = [one.id for one in elements]
        self.found = len(ids)
        ids = self.table.sorted(plan, ids, self.arrangement.sort)
        by = self.arrangement.group
        if by in self.all_columns:
            for group in self.table.grouped(plan, ids, by):
                self.rows.append(group)
                if group.text not in self.closed:
                    self.rows.extend(group.ids)
        else:
            self.rows = list(ids)

    def ready(self) -> Any:
        """What the filter by name asks of an element; None for no such filter."""
        name, plan = self.arrangement.ready, self.plan
        if plan is None or name not in ready_for(self.kind):
            return None
        as_of = plan.head.as_of or datetime.now(UTC).astimezone().date()
        return ready_test(plan, self.kind, name, as_of, self.bridge.settings.own_unit)

    def fold(self, at: int, *, closed: bool | None = None) -> None:
        """Close or open the group whose heading stands in a row."""
        group = self.rows[at] if at < len(self.rows) else None
        if not isinstance(group, Group) or closed == (group.text in self.closed):
            return
        if group.text in self.closed:
            self.closed.discard(group.text)
            if group.ids:
                self.beginInsertRows(QModelIndex(), at + 1, at + len(group.ids))
                self.rows[at + 1 : at + 1] = group.ids
                self._places = None
                self.endInsertRows()
        else:
            self.closed.add(group.text)
            if group.ids:
                self.beginRemoveRows(QModelIndex(), at + 1, at + len(group.ids))
                del self.rows[at + 1 : at + 1 + len(group.ids)]
                self._places = None
                self.endRemoveRows()
        self.arranged.emit()

    # -- rows ------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        if parent.isValid() or self.plan is None:
            return 0
        return len(self.rows) + (not self.locked)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def id_at(self, at: int) -> str:
        """The id of the element in a row; "" where there is none."""
        row = self.rows[at] if 0 <= at < len(self.rows) else ""
        return row if isinstance(row, str) else ""

    def group_at(self, at: int) -> Group | None:
        """The group whose heading a row is."""
        row = self.rows[at] if 0 <= at < len(self.rows) else None
        return row if isinstance(row, Group) else None

    def place_of(self, id_: str) -> int | None:
        """The row of an element; None when it is not shown."""
        if self._places is None:
            self._places = {row: at for at, row in enumerate(self.rows) if isinstance(row, str)}
        return self._places.get(id_)

    def ids_from(self, at: int) -> list[str]:
        """The elements from a row on, as they are shown."""
        return [row for row in self.rows[max(at, 0) :] if isinstance(row, str)]

    def element_at(self, at: int) -> Element | None:
        """The element of a row."""
        plan = self.plan
        return plan.get(self.id_at(at) or None) if plan is not None else None

    def record_at(self, number: int) -> Record:
        """The element of a row; an empty one in the line for a new one."""
        return self.element_at(number) or KINDS[self.kind]()

    # -- cells -----------------------------------------------------------------------------------------

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if not 0 <= section < len(self.columns):
            return None
        column = self.columns[section]
        if role == Role.DisplayRole:
            return f"{self.sort_mark(column.key)}{column.heading(words(current()))}"
        if role == Role.ToolTipRole:
            help_ = tr(column.declared.help) if column.declared.help else ""
            return f"<p>{escape(column.heading(words(current())))}<br>{escape(help_)}</p>"
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.at_right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def sort_mark(self, key: str) -> str:
        """How the table is sorted by a column, as a sign before its name, where a narrow column shows it."""
        for at, (one, descending) in enumerate(self.arrangement.sort):
            if one == key:
                place = f"{at + 1}" if len(self.arrangement.sort) > 1 else ""
                return f"{'▼' if descending else '▲'}{place} "
        return ""

    def is_filtered(self, key: str) -> bool:
        """Whether a condition stands on a column."""
        return any(one.column == key for one in self.arrangement.conditions)

    def text_at(self, at: int, number: int) -> str:
        """The text of a cell, whole."""
        if at >= len(self.rows):
            return self._new_text(number)
        group = self.group_at(at)
        if group is not None:
            return self.heading_of(group) if number == 0 else ""
        element, column = self.element_at(at), self.columns[number]
        plan = self.plan
        if element is None or plan is None:
            return ""
        bad = self.bad.get((element.id, column.key)) if self.bad else None
        return bad[0] if bad else column.show(plan, element, self.table.words)

    def texts_of(self, at: int) -> list[str]:
        """The texts of a row as far as they can be seen, in one line each; worked out once."""
        id_ = self.id_at(at)
        held = self._texts.get(id_) if id_ and not self.bad else None
        if held is None:
            held = [
                self.text_at(at, number)[:_SEEN].replace("\n", " ") for number in range(len(self.columns))
            ]
            if id_ and not self.bad:
                if len(self._texts) > _KEPT:
                    self._texts.clear()
                self._texts[id_] = held
        return held

    def heading_of(self, group: Group) -> str:
        """What a group is called, and how many rows it has."""
        return f"{group.text or tr('(empty)')}  ({len(group.ids)})"

    def _new_text(self, number: int) -> str:
        column = self.columns[number]
        if column.key in self.draft:
            return self.draft[column.key]
        if not self.draft and column.key == self._first_typed():
            return tr("Add: {what}", what=tr(KINDS[self.kind].label))
        return ""

    def _first_typed(self) -> str:
        """The column in which a new element is begun: a code is given by itself."""
        return next((one.key for one in self.columns if one.key != "code"), "")

    def fault_at(self, at: int, number: int) -> str:
        """What is wrong with a cell; "" when nothing is."""
        if not self.bad:
            return ""
        held = self.bad.get((self.id_at(at), self.columns[number].key))
        return held[1] if held is not None and self.group_at(at) is None else ""

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        at, number = index.row(), index.column()
        if role == Role.DisplayRole:
            text = self.text_at(at, number)
            return text if len(text) <= _SEEN else f"{text[:_SEEN]}…"
        if role == Role.EditRole:
            return self.text_at(at, number)
        if role == FAULT_ROLE:
            return self.fault_at(at, number)
        if role == NEW_ROLE:
            return at >= len(self.rows) and self.columns[number].key not in self.draft
        if role == ID_ROLE:
            return self.id_at(at)
        if role == GROUP_ROLE:
            return self.group_at(at) is not None
        if role == Role.TextAlignmentRole:
            side = (
                Qt.AlignmentFlag.AlignRight if self.columns[number].at_right else Qt.AlignmentFlag.AlignLeft
            )
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Role.ToolTipRole:
            return self._tip(at, number)
        if role == Role.AccessibleTextRole:
            return self._read_out(at, number)
        return None

    def _tip(self, at: int, number: int) -> str:
        said = [self.fault_at(at, number), self.text_at(at, number)[:2000]]
        whole = "<br>".join(escape(one).replace("\n", "<br>") for one in said if one)
        return f"<p>{whole}</p>" if whole else ""

    def _read_out(self, at: int, number: int) -> str:
        text = self.text_at(at, number) or tr("empty")
        said = f"{self.columns[number].heading(words(current()))}: {text}"
        wrong = self.fault_at(at, number)
        return f"{said}. {wrong}" if wrong else said

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.locked or not index.isValid() or self.group_at(index.row()) is not None:
            return flags
        column, plan = self.columns[index.column()], self.plan
        if column.is_closed or plan is None or is_settled(plan, self.element_at(index.row()), column.key):
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable
