"""The years of an indicator as a table: target and actual value are typed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QSizePolicy, QTableView, QWidget

from workbench.i18n import tr
from workbench.ui import icons, theme
from workbench.ui.views.dashboard_state import MARKS
from workbench.ui.views.indicator_card_words import (
    ACTUAL,
    COMPLETION,
    HEADINGS,
    STATUS,
    TARGET,
    YEAR,
    cell,
    completion_lack,
    earlier_values,
    said_of,
    target_text,
)
from workbench.ui.views.ink import Ink

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QResizeEvent

    from workbench.analysis.indicator_path import Path, Year
    from workbench.plan.records import Target

_Index = QModelIndex | QPersistentModelIndex
#: Rows that are shown without scrolling inside of the table.
_MOST_ROWS: Final = 12
#: Values that add up or are averages: what is compared is not what was measured in the year.
_RECKONED: Final = frozenset({"cumulative", "average_growth"})


class YearsModel(QAbstractTableModel):
    """One row a year."""

    #: Year, column and text of what was typed.
    typed = Signal(int, int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.path: Path | None = None
        self.offer: Mapping[int, Target] = {}
        self.is_locked = False

    def put(self, path: Path | None, offer: Mapping[int, Target], *, is_locked: bool) -> None:
        """Show the years of a path, and the targets that are offered."""
        coming = path.years if path is not None else ()
        before, offered = self.years, self.offer
        is_same = [one.year for one in self.years] == [one.year for one in coming]
        if not is_same:
            self.beginResetModel()
        self.path, self.offer, self.is_locked = path, offer, is_locked
        if not is_same:
            self.endResetModel()
            return
        for at, (old, new) in enumerate(zip(before, coming, strict=True)):
            # Only what is new: elsewhere somebody may be typing.
            if old != new or offered.get(old.year) != offer.get(new.year):
                self.dataChanged.emit(self.index(at, 0), self.index(at, len(HEADINGS) - 1))

    def retranslate(self) -> None:
        """Words in the language now spoken, marks in the colours of the theme."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADINGS) - 1)
        self.dataChanged.emit(self.index(0, 0), self.index(len(self.years) - 1, len(HEADINGS) - 1))

    @property
    def years(self) -> tuple[Year, ...]:
        """The years shown."""
        return self.path.years if self.path is not None else ()

    @property
    def adds_up(self) -> bool:
        """Whether the actual values shown are reckoned from those of the periods."""
        return self.path is not None and self.path.indicator.aggregation in _RECKONED

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.years)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return tr(HEADINGS[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._side(section)
        return None

    @staticmethod
    def _side(column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignLeft if column in (YEAR, STATUS) else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter

    def flags(self, index: _Index) -> Qt.ItemFlag:
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        is_typed = index.column() == TARGET or (index.column() == ACTUAL and not self.adds_up)
        return found | Qt.ItemFlag.ItemIsEditable if is_typed and not self.is_locked else found

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        year, column = self.years[index.row()], index.column()
        offered = self.offer.get(year.year) if column == TARGET else None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell(offered_year(year, offered), column)
            case Qt.ItemDataRole.EditRole:
                if column == ACTUAL:
                    return cell(year._replace(partly=None), column)
                return cell(year, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._side(column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(year, column, offered) or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return said_of(year) if column == YEAR else cell(year, column) or None
            case Qt.ItemDataRole.DecorationRole if column == STATUS and year.progress is not None:
                return status_icon(year.progress.status)
            case Qt.ItemDataRole.FontRole if offered is not None:
                font = QFont()
                font.setItalic(True)
                return font
            case Qt.ItemDataRole.ForegroundRole if offered is not None:
                return theme.colour("warning")
            case Qt.ItemDataRole.ForegroundRole if column == ACTUAL and year.partly is not None:
                return theme.colour("muted")
        return None

    def _tip(self, year: Year, column: int, offered: Target | None) -> str:
        if column == TARGET:
            lines = [tr("Offered, not yet accepted")] if offered is not None else []
            if year.target is not None:
                lines += earlier_values(year.target)
            return "\n".join(lines) or target_text(year)
        if column == ACTUAL:
            if self.adds_up:
                return tr("It is reckoned from the values of the periods, which are typed in the form.")
            return tr("The last value of a year that has none of its own yet") if year.partly else ""
        return completion_lack(year) if column == COMPLETION else ""

    def setData(self, index: _Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = str(value).strip()
        if role != Qt.ItemDataRole.EditRole or text == self.data(index, Qt.ItemDataRole.EditRole):
            return False
        self.typed.emit(self.years[index.row()].year, index.column(), text)
        return True


def offered_year(year: Year, offered: Target | None) -> Year:
    """The year with the target that is offered for it."""
    return year if offered is None else year._replace(target=offered)


def status_icon(status: str) -> QIcon:
    """The shape of a status."""
    shape, tint = MARKS[status]
    edge = icons.small_size()
    drawn = QPixmap(edge * 2, edge * 2)
    drawn.setDevicePixelRatio(2)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    metrics = QFontMetricsF(painter.font())
    Ink(painter, theme.colour, metrics).shape(shape, QPointF(edge / 2, edge / 2), edge * 0.36, tint)
    painter.end()
    made = QIcon(drawn)
    made.addPixmap(drawn, QIcon.Mode.Selected)
    return made


class YearsTable(QTableView):
    """Shows the model, as high as its rows."""

    #: The year of the row that the cursor came to.
    reached = Signal(int)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.years = YearsModel(self)
        self.setModel(self.years)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.verticalHeader().hide()
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for signal in (self.years.modelReset, self.years.dataChanged):
            signal.connect(self.fit)
        self.selectionModel().currentChanged.connect(self._reach)

    def _reach(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.isValid():
            self.reached.emit(self.years.years[now.row()].year)

    def stand_at(self, year: int) -> None:
        """Put the cursor on a year, in the column where it stands."""
        at = next((at for at, one in enumerate(self.years.years) if one.year == year), -1)
        here = self.currentIndex()
        if at >= 0 and here.row() != at:
            self.setCurrentIndex(self.years.index(at, here.column() if here.isValid() else TARGET))

    def fit(self) -> None:
        """As high as its rows, columns as wide as their words."""
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        edge = icons.small_size()
        if self.iconSize() != QSize(edge, edge):
            self.setIconSize(QSize(edge, edge))
        self.verticalHeader().setDefaultSectionSize(round(metrics.height() * 1.6))
        rows = max(min(self.years.rowCount(), _MOST_ROWS), 1)
        tall = rows * self.verticalHeader().defaultSectionSize() + header.sizeHint().height() + 4
        wide = [
            max(self.sizeHintForColumn(at), header.sectionSizeHint(at)) + metrics.averageCharWidth() * 2
            for at in range(len(HEADINGS))
        ]
        spare = max(self.viewport().width() - sum(wide), 0) // len(wide)
        for at, width in enumerate(wide):
            header.resizeSection(at, width + spare)
        if sum(wide) > self.viewport().width() > 0:
            tall += self.horizontalScrollBar().sizeHint().height()
        if tall != self.height():
            self.setFixedHeight(tall)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at = self.currentIndex()
        is_free = at.isValid() and bool(at.flags() & Qt.ItemFlag.ItemIsEditable)
        is_typing = self.state() == QAbstractItemView.State.EditingState
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not is_typing:
            if is_free:
                self.edit(at)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and is_free and not is_typing:
            self.years.setData(at, "")
        else:
            super().keyPressEvent(event)

    def event(self, event: Any) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == event.Type.ShortcutOverride:
            if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not event.modifiers():
                event.accept()
                return True
        return super().event(event)
