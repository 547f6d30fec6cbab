"""A page of the score as a table: cells with text, mark and ground, each with what it is about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, NamedTuple, overload

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from workbench.ui import icons, theme
from workbench.ui.phrases import joined

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_Index = QModelIndex | QPersistentModelIndex
_Role = Qt.ItemDataRole
_VCENTER: Final = Qt.AlignmentFlag.AlignVCenter


class About(NamedTuple):
    """What a cell opens: the calculation of an item for a unit ("item"), a unit ("unit"), the forecast of an
    indicator ("forecast"), what an item would bring ("lever").
    """

    what: str
    id: str
    unit: str = ""


class Cell(NamedTuple):
    """A text, the mark beside it (of icons.SHAPES), the colour behind it; ``tip`` says it at length."""

    text: str
    mark: str = ""
    ground: str = ""
    tip: str = ""
    about: About | None = None


class Line(NamedTuple):
    """A row; a heading has one cell over all columns. ``about`` is for cells without their own."""

    cells: tuple[Cell, ...]
    about: About | None = None
    is_heading: bool = False


class LaterRows(Sequence[Line]):
    """Rows of which each is made when it is first looked at. What they are about is known before: None is a
    heading.
    """

    def __init__(self, abouts: Sequence[About | None], make: Callable[[int], Line]) -> None:
        self._abouts = abouts
        self._make = make
        self._made: dict[int, Line] = {}

    def __len__(self) -> int:
        return len(self._abouts)

    @overload
    def __getitem__(self, at: int) -> Line: ...
    @overload
    def __getitem__(self, at: slice) -> list[Line]: ...
    def __getitem__(self, at: int | slice) -> Line | list[Line]:
        if isinstance(at, slice):
            return [self[one] for one in range(*at.indices(len(self)))]
        if not -len(self) <= at < len(self):
            raise IndexError(at)
        at %= len(self)
        if at not in self._made:
            self._made[at] = self._make(at)
        return self._made[at]

    @cached_property
    def headings(self) -> list[int]:
        """Where the headings are."""
        return [at for at, about in enumerate(self._abouts) if about is None]

    @cached_property
    def _places(self) -> dict[About, int]:
        return {about: at for at, about in reversed([*enumerate(self._abouts)]) if about is not None}

    def place(self, about: About) -> int | None:
        """The first row about something."""
        return self._places.get(about)


@dataclass(frozen=True, slots=True)
class Lines:
    """A page: its title, headings and rows. ``at_right`` are columns of figures; ``beside`` says that the
    first column stands still while the others are scrolled; ``nothing`` is said where there is no row.
    """

    title: str
    headings: tuple[str, ...]
    rows: Sequence[Line]
    at_right: frozenset[int] = frozenset()
    beside: bool = False
    nothing: str = ""

    @property
    def heading_rows(self) -> list[int]:
        """Where the headings of groups are."""
        if isinstance(self.rows, LaterRows):
            return self.rows.headings
        return [at for at, row in enumerate(self.rows) if row.is_heading]

    def table(self) -> list[list[str]]:
        """The same as texts, the headings first."""
        return [list(self.headings), *([cell.text for cell in row.cells] for row in self.rows)]


class LinesModel(QAbstractTableModel):
    """Shows a page."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines = Lines("", (), ())

    @property
    def _offset(self) -> int:
        return 1 if self.lines.beside else 0

    def put(self, lines: Lines) -> None:
        """Show another page."""
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.lines.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else max(0, len(self.lines.headings) - self._offset)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = _Role.DisplayRole
    ) -> str | int | None:
        across = orientation == Qt.Orientation.Horizontal
        if role == _Role.TextAlignmentRole and across and self._offset:
            return int(_VCENTER | Qt.AlignmentFlag.AlignLeft)
        if role == _Role.TextAlignmentRole and across:
            return int(_VCENTER | self._side(section))
        if role not in (_Role.DisplayRole, _Role.ToolTipRole, _Role.AccessibleTextRole):
            return None
        if across:
            return self.lines.headings[section + self._offset]
        first = self.lines.rows[section].cells[0]
        if role == _Role.ToolTipRole:
            return first.tip or first.text
        return first.text if self._offset else str(section + 1)

    def _side(self, column: int) -> Qt.AlignmentFlag:
        right = column + self._offset in self.lines.at_right
        return Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft

    def cell(self, index: _Index) -> Cell | None:
        """The cell at an index."""
        if not index.isValid():
            return None
        cells = self.lines.rows[index.row()].cells
        at = index.column() + self._offset
        return cells[at] if at < len(cells) else None

    def about(self, index: _Index) -> About | None:
        """What the cell at an index opens."""
        cell = self.cell(index)
        if not index.isValid():
            return None
        return (cell.about if cell is not None else None) or self.lines.rows[index.row()].about

    def place(self, about: About) -> QModelIndex:
        """The first cell that opens something; an invalid index for none."""
        rows = self.lines.rows
        if isinstance(rows, LaterRows):
            at = rows.place(about)
            return self.index(at, 0) if at is not None else QModelIndex()
        for row, line in enumerate(rows):
            for column, cell in enumerate(line.cells[self._offset :]):
                if about in (cell.about, line.about):
                    return self.index(row, column)
        return QModelIndex()

    def data(self, index: _Index, role: int = _Role.DisplayRole) -> Any:
        cell = self.cell(index)
        if cell is None:
            return None
        row = self.lines.rows[index.row()]
        match role:
            case _Role.DisplayRole:
                return cell.text
            case _Role.ToolTipRole:
                return cell.tip or cell.text
            case _Role.AccessibleTextRole:
                heading = self.lines.headings[index.column() + self._offset]
                first = row.cells[0].text if self._offset else ""
                return cell.text if row.is_heading else joined(filter(None, [first, heading, cell.text]))
            case _Role.DecorationRole if cell.mark:
                return icons.state_icon(cell.mark)
            case _Role.BackgroundRole if cell.ground:
                return theme.colour(cell.ground)
            case _Role.FontRole if row.is_heading:
                font = QFont()
                font.setBold(True)
                return font
            case _Role.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignLeft if row.is_heading else self._side(index.column())
                return int(_VCENTER | side)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and (self.cell(index) is None or self.about(index) is None):
            return Qt.ItemFlag.ItemIsEnabled
        return super().flags(index)
