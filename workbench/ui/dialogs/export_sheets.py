"""The sheets of a workbook as they will be: a tab for each, lines and table in a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QTableView, QTabWidget, QWidget

from workbench.documents.merged import spans
from workbench.i18n import tr
from workbench.ui import theme
from workbench.ui.keyboard import come_before

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.documents.sheets import Sheet

_NOWHERE: Final = QModelIndex()
#: Rows that are made as high as their texts, and whose cells are joined; further ones are one line each.
_FITTED: Final = 300
#: The widest a column is shown, in letters.
_WIDEST: Final = 40
#: Millimetres of paper that a letter takes in a table.
_LETTER: Final = 1.9
#: The width of a sheet of text, in letters.
_TEXT: Final = 90


class GridRow(NamedTuple):
    """A row of the grid: its texts, what it is (title, head, item, total ...), and whether it is one cell."""

    texts: tuple[str, ...]
    look: str
    is_whole: bool = False


def grid_of(sheet: Sheet) -> list[GridRow]:
    """The rows of a sheet from its titles to its notes."""
    return list(_rows(sheet))


def _rows(sheet: Sheet) -> Iterator[GridRow]:
    for line in sheet.lines:
        yield GridRow((line.text,), line.look, is_whole=True)
    for fields in sheet.fields.lines if sheet.fields is not None else ():
        told = "    ".join(one.told for one in fields)
        yield GridRow((told,), "text", is_whole=True)
    if sheet.table is not None:
        yield GridRow(tuple(column.title for column in sheet.table.columns), "head")
        for row in sheet.table.rows:
            yield GridRow(row.cells, row.kind, is_whole=row.kind == "group")
    for line in sheet.below:
        yield GridRow((line.text,), line.look, is_whole=True)


class SheetModel(QAbstractTableModel):
    """The cells of one sheet; the columns are lettered as in a workbook."""

    def __init__(self, sheet: Sheet, parent: QWidget) -> None:
        super().__init__(parent)
        self.rows = grid_of(sheet)
        self._table = sheet.table
        self._columns = len(sheet.table.columns) if sheet.table is not None else 1
        self._bold = QFont()
        self._bold.setBold(True)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._columns

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        row = self.rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(row, index.column())
            case Qt.ItemDataRole.FontRole if row.look in {
                "title",
                "caption",
                "heading",
                "head",
                "group",
                "total",
            }:
                return self._bold
            case Qt.ItemDataRole.BackgroundRole if row.look in {"head", "group"}:
                return theme.colour("raised")
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(row, index.column())
            case _:
                return None

    def _text(self, row: GridRow, column: int) -> str:
        # A total's label stands over the columns before its texts.
        at = column - (self._columns - len(row.texts)) if row.look == "total" and column else column
        return row.texts[at] if 0 <= at < len(row.texts) and not (column and not at) else ""

    def _alignment(self, row: GridRow, column: int) -> Qt.AlignmentFlag:
        middle = Qt.AlignmentFlag.AlignVCenter
        if row.look == "head":
            return middle | Qt.AlignmentFlag.AlignHCenter
        # What goes over all columns begins where it is seen, however wide the sheet.
        if row.look in {"item", "total"} and self._table is not None:
            sides = {"right": Qt.AlignmentFlag.AlignRight, "center": Qt.AlignmentFlag.AlignHCenter}
            return middle | sides.get(self._table.columns[column].align, Qt.AlignmentFlag.AlignLeft)
        return middle | Qt.AlignmentFlag.AlignLeft

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return str(section + 1) if orientation == Qt.Orientation.Vertical else _letters(section)


def _letters(column: int) -> str:
    """What a workbook calls a column, from 0: A, B … Z, AA."""
    before, last = divmod(column, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


class SheetTabs(QTabWidget):
    """A tab for each sheet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabPosition(QTabWidget.TabPosition.South)
        self.setUsesScrollButtons(True)

    def show_sheets(self, sheets: list[Sheet]) -> None:
        """Show these sheets in place of others."""
        self.forget()
        views = [self._view(sheet) for sheet in sheets]
        for sheet, view in zip(sheets, views, strict=True):
            self.addTab(view, sheet.name.replace("&", "&&"))
        come_before(views, self.tabBar())

    def forget(self) -> None:
        """Show nothing any more."""
        while (view := self.widget(0)) is not None:
            self.removeTab(0)
            view.deleteLater()

    def _view(self, sheet: Sheet) -> QTableView:
        view = QTableView(self)
        view.setAccessibleName(tr("Sheet “{name}”", name=sheet.name))
        model = SheetModel(sheet, view)
        view.setModel(model)
        view.setTabKeyNavigation(False)
        letter = view.fontMetrics().averageCharWidth()
        widths = [column.width / _LETTER for column in sheet.table.columns] if sheet.table else [_TEXT]
        for at, width in enumerate(widths):
            view.setColumnWidth(at, round(letter * min(width, _WIDEST if sheet.table else _TEXT)))
        first = 0
        for at, row in enumerate(model.rows[:_FITTED]):
            if row.look == "head":
                first = at + 1
            if row.is_whole and len(widths) > 1:
                view.setSpan(at, 0, 1, len(widths))
            elif row.look == "total" and len(widths) > len(row.texts):
                view.setSpan(at, 0, 1, len(widths) - len(row.texts) + 1)
            view.resizeRowToContents(at)
        if sheet.table is not None:
            for (place, column), many in spans(sheet.table).items():
                if many > 1 and place < _FITTED:
                    view.setSpan(first + place, column, many, 1)
        return view
