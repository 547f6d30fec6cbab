"""The rules of a profile as a table: applied or not, code, title, severity, parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QFont

from workbench.i18n import N_, current, tr, words
from workbench.rules.verdict import SEVERITY_LABELS
from workbench.session.rule_choices import parameter_in_words
from workbench.ui import icons, theme
from workbench.ui.phrases import joined

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from workbench.session.rule_choices import RuleLine

_Index = QModelIndex | QPersistentModelIndex
HEADINGS: Final = (N_("Code"), N_("What holds when the rule is kept"), N_("Severity"), N_("Parameters"))


class RulesModel(QAbstractTableModel):
    """A line a rule; the box before its code switches it."""

    #: A rule was switched: its code, and whether it is on.
    switched = Signal(str, bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: list[RuleLine] = []

    def put(self, lines: list[RuleLine]) -> None:
        """Show these rules; those that are shown already stay where they are."""
        if [one.code for one in lines] == [one.code for one in self.lines]:
            self.lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, len(HEADINGS) - 1))
            return
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        said = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if orientation == Qt.Orientation.Horizontal and role in said:
            return tr(HEADINGS[section])
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsUserCheckable if index.column() == 0 else found

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        line = self.lines[index.row()]
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, column)
        if role == Qt.ItemDataRole.CheckStateRole and column == 0:
            return Qt.CheckState.Checked if line.is_on else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.DecorationRole and column == 2:
            shape, tint = icons.SHAPES[line.severity]
            return icons.icon(shape, tint if line.is_on else "faint")
        if role == Qt.ItemDataRole.FontRole and line.differs:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and not line.is_on:
            return theme.colour("muted")
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._read_out(line, column)
        return None

    @staticmethod
    def _text(line: RuleLine, column: int) -> str:
        if column == 0:
            return line.code
        if column == 1:
            return line.title
        if column == 2:
            return tr(SEVERITY_LABELS[line.severity])
        spoken = words(current())
        return joined(f"{parameter_in_words(name, spoken)} {value}" for name, value in line.parameters)

    def _read_out(self, line: RuleLine, column: int) -> str:
        said = self._text(line, column)
        if column == 0:
            said = joined([said, tr("applied") if line.is_on else tr("switched off")])
            if line.differs:
                said = joined([said, tr("differs from the base")])
        return said

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole or index.column() != 0:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self.switched.emit(self.lines[index.row()].code, on)
        return True
