"""The plans of a library as a table, with their verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QWidget

from workbench.i18n import N_, tr
from workbench.plan.choices import LEVEL, PLAN_STATUS
from workbench.rules.verdict import DIMENSION_LABELS, VERDICTS
from workbench.ui import icons
from workbench.ui.phrases import beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.rules.verdict import Verdict
    from workbench.session.session import PlanEntry

_Index = QModelIndex | QPersistentModelIndex
#: The dimensions whose verdicts stand in the table.
_JUDGED: Final = ("executable", "implementable", "checkable", "assessable")
_COUNTED: Final = ("goal", "project", "indicator")
_HEADINGS: Final = (
    N_("Title"),
    N_("Level and region"),
    N_("Planning period"),
    N_("Status"),
    N_("Goals"),
    N_("Projects"),
    N_("Indicators"),
)


class PlansModel(QAbstractTableModel):
    """A row a plan; the title can be edited in place."""

    def __init__(self, parent: QWidget, rename: Callable[[str, str], None]) -> None:
        super().__init__(parent)
        self.entries: list[PlanEntry] = []
        self.verdicts: dict[str, dict[str, Verdict]] = {}
        self.is_writable = True
        self._rename = rename

    def put(self, entries: list[PlanEntry]) -> None:
        """Show these plans."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def judged(self, plan_id: str, verdicts: dict[str, Verdict]) -> None:
        """The verdicts of a plan have been worked out."""
        self.verdicts[plan_id] = verdicts
        for at, entry in enumerate(self.entries):
            if entry.id == plan_id:
                last = self.columnCount() - 1
                self.dataChanged.emit(self.index(at, len(_HEADINGS)), self.index(at, last))

    def judged_columns(self) -> range:
        """The columns of the verdicts."""
        return range(len(_HEADINGS), len(_HEADINGS) + len(_JUDGED))

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.entries)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(_HEADINGS) + len(_JUDGED)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            if section < len(_HEADINGS):
                return tr(_HEADINGS[section])
            return tr(DIMENSION_LABELS[_JUDGED[section - len(_HEADINGS)]])
        if role == Qt.ItemDataRole.TextAlignmentRole and 4 <= section < len(_HEADINGS):
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.column() == 0 and self.is_writable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        entry = self.entries[index.row()]
        title = str(value).strip()
        if title and title != entry.title:
            self._rename(entry.id, title)
            return True
        return False

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry, column = self.entries[index.row()], index.column()
        if column >= len(_HEADINGS):
            return self._verdict(entry, _JUDGED[column - len(_HEADINGS)], role)
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return self._text(entry, column)
        if role == Qt.ItemDataRole.ToolTipRole and column == 0:
            from html import escape

            return f"<p>{escape(entry.title)}</p>"
        if role == Qt.ItemDataRole.TextAlignmentRole and column >= 4:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    @staticmethod
    def _text(entry: PlanEntry, column: int) -> str:
        match column:
            case 0:
                return entry.title
            case 1:
                level = tr(LEVEL[entry.level]) if entry.level in LEVEL else ""
                return beside(entry.region, level) if entry.region and level else entry.region or level
            case 2:
                if entry.period is None:
                    return ""
                return f"{entry.period.start.year}–{entry.period.end.year}"
            case 3:
                return tr(PLAN_STATUS[entry.status]) if entry.status in PLAN_STATUS else ""
            case _:
                return str(entry.counts.get(_COUNTED[column - 4], 0))

    def _verdict(self, entry: PlanEntry, dimension: str, role: int) -> Any:
        found = self.verdicts.get(entry.id)
        if found is None:
            return None
        verdict = found[dimension]
        if role == Qt.ItemDataRole.DecorationRole:
            return icons.state_icon(verdict.verdict)
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if verdict.score is None else f"{verdict.score:.0f} %"
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return tr(VERDICTS[verdict.verdict])
        return None
