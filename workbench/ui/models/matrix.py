"""The link matrix as a table model: what a cell says in words, for tooltips and screen readers."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.analysis.gaps import SENTENCES
from workbench.analysis.links import Matrix
from workbench.i18n import N_, plural, tr
from workbench.plan.choices import DOMAIN
from workbench.plan.elements import KINDS
from workbench.ui.models import cells
from workbench.ui.phrases import joined, labelled

if TYPE_CHECKING:
    from workbench.analysis.links import Line, Pairing, Wanted
    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.plan.record import Record

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
NO_PROBLEM_LABEL: Final = N_("No problem stated")


class MatrixModel(QAbstractTableModel):
    """Rows and columns of a Matrix; painting asks the matrix itself."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.matrix: Matrix | None = None

    # -- content ---------------------------------------------------------------------------------------

    def put(self, plan: Plan | None, pairing: Pairing, wanted: Wanted) -> None:
        """Show the links of a plan."""
        self.beginResetModel()
        self.matrix = Matrix(plan, pairing, wanted) if plan is not None and plan.exists else None
        self.endResetModel()

    def arrange(self, wanted: Wanted) -> None:
        """Show other lines of the same links."""
        if self.matrix is not None:
            self.beginResetModel()
            self.matrix.arrange(wanted)
            self.endResetModel()

    def follow(self, change: Change | None) -> bool:
        """Follow a change of the plan; True when lines came, went or moved."""
        if self.matrix is None:
            return False
        lines = self.matrix.rows, self.matrix.columns
        if not self.matrix.follow(change):
            return False
        # Qt is to see the old lines until it has been told that they go.
        now = self.matrix.rows, self.matrix.columns
        self.matrix.rows, self.matrix.columns = lines
        self.beginResetModel()
        self.matrix.rows, self.matrix.columns = now
        self.endResetModel()
        return True

    def line(self, section: int, orientation: Qt.Orientation) -> Line | None:
        """The row or column with this number."""
        if self.matrix is None:
            return None
        lines = self.matrix.rows if orientation == Qt.Orientation.Vertical else self.matrix.columns
        return lines[section] if 0 <= section < len(lines) else None

    def pair(self, index: _Index) -> tuple[str, str] | None:
        """(row id, column id) of a cell between two elements; None elsewhere."""
        row = self.line(index.row(), Qt.Orientation.Vertical)
        column = self.line(index.column(), Qt.Orientation.Horizontal)
        return (
            (row.id, column.id) if row is not None and column is not None and row.id and column.id else None
        )

    # -- words -----------------------------------------------------------------------------------------

    def group_name(self, line: Line) -> str:
        """The heading of a group in words."""
        return tr(DOMAIN.get(line.group, NO_PROBLEM_LABEL))

    def name(self, line: Line) -> str:
        """What a line is called."""
        if line.is_heading or self.matrix is None:
            return self.group_name(line)
        element = self.matrix.plan.get(line.id)
        return cells.title_of(self.matrix.plan, element) if element is not None else ""

    def gap(self, line: Line) -> str:
        """What a line lacks, in a sentence; "" when it has what it should."""
        matrix = self.matrix
        if matrix is None or line.is_heading or line.id not in matrix.plan or not matrix.has_gap(line.id):
            return ""
        kind = matrix.plan.elements[line.id].kind_name
        other = matrix.pairing.columns if kind == matrix.pairing.rows else matrix.pairing.rows
        return tr(SENTENCES[kind, other])

    def link_in_words(self, records: tuple[Record, ...] | None) -> str:
        """What is said of a link; "not linked" where there is none."""
        matrix = self.matrix
        if records is None or matrix is None:
            return tr("not linked")
        said = [self.record_in_words(record) for record in records]
        return joined(one for one in said if one) or tr("linked")

    def record_in_words(self, record: Record) -> str:
        """Role, or contribution and year; "" where nothing is said."""
        matrix = self.matrix
        if matrix is None:
            return ""
        parts = []
        for name in matrix.pairing.details:
            declared = record.field_of[name]
            value = cells.shown(matrix.plan, declared, record.get(name))
            if value:
                parts.append(value if declared.type == "choice" else f"{tr(declared.label)} {value}")
        return joined(parts)

    def _line_in_words(self, line: Line) -> str:
        name = self.name(line)
        if line.is_heading:
            return f"{name}, {line.many}"
        gap = self.gap(line)
        return labelled(name, gap) if gap else name

    # -- what Qt asks ----------------------------------------------------------------------------------

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() or self.matrix is None else len(self.matrix.columns)

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        matrix = self.matrix
        if matrix is None or role not in (_Role.DisplayRole, _Role.AccessibleTextRole, _Role.ToolTipRole):
            return None
        row = self.line(index.row(), Qt.Orientation.Vertical)
        column = self.line(index.column(), Qt.Orientation.Horizontal)
        if row is None or column is None:
            return None
        if row.is_heading or column.is_heading:
            heading = row if row.is_heading else column
            said = self._line_in_words(heading)
            return said if role == _Role.AccessibleTextRole else None
        records = matrix.at(row.id, column.id)
        if role == _Role.DisplayRole:
            return self.link_in_words(records) if records is not None else ""
        names = f"{self.name(row)} × {self.name(column)}"
        if role == _Role.AccessibleTextRole:
            gaps = [gap for gap in (self.gap(row), self.gap(column)) if gap]
            return joined([labelled(names, self.link_in_words(records)), *gaps])
        return f"<p>{escape(names)}<br>{escape(self.link_in_words(records))}</p>"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole) -> Any:
        line = self.line(section, orientation)
        if line is None:
            return None
        match role:
            case _Role.DisplayRole:
                return self.name(line)
            case _Role.AccessibleTextRole:
                return self._line_in_words(line)
            case _Role.ToolTipRole:
                return f"<p>{escape(self._line_in_words(line))}</p>"
        return None

    def told(self) -> str:
        """How much is to be seen, in words."""
        matrix = self.matrix
        if matrix is None:
            return ""
        rows = sum(1 for line in matrix.rows if not line.is_heading)
        columns = sum(1 for line in matrix.columns if not line.is_heading)
        parts = [
            f"{tr(KINDS[matrix.pairing.rows].plural_label)} {rows:,}",
            f"{tr(KINDS[matrix.pairing.columns].plural_label)} {columns:,}",
            plural("{count} link", "{count} links", matrix.links_in_sight()),
            plural("{count} gap", "{count} gaps", matrix.gaps_in_sight()),
        ]
        return joined(parts)
