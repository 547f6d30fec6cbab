"""The rows and cells of actual values: indicators and units by periods, their marks, how each row stands."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from workbench.analysis.actuals import Row, Sheet, cell, sheet
from workbench.analysis.actuals_paste import PeriodColumn
from workbench.analysis.actuals_standing import Standing, standing
from workbench.analysis.table_columns import Column
from workbench.i18n import N_, current, tr, words
from workbench.plan.edits import shown_name
from workbench.plan.elements import Indicator
from workbench.plan.in_words import titled
from workbench.rules.actual_marks import MISSING, SUSPICIOUS, WORDS, Mark, Marks, mark_of, marks
from workbench.ui.models.rows import FAULT_ROLE

if TYPE_CHECKING:
    from collections.abc import Container

    from workbench.analysis.actuals import Cell
    from workbench.ui.bridge import Bridge

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
#: The kind of the mark at a cell (a key of actual_marks.WORDS), "" for none.
MARK_ROLE: Final = Role.UserRole + 3
#: Whether nothing is asked for in the cell.
CLOSED_ROLE: Final = Role.UserRole + 4
#: What may be looked for: kinds of marks.
STATES: Final = {
    "": (N_("All rows"), frozenset()),
    "late": (N_("With late values"), frozenset({"late"})),
    "missing": (N_("With missing values"), MISSING),
    "suspicious": (N_("With suspicious values"), SUSPICIOUS),
    "stated": (N_("With reasons for none"), frozenset({"stated"})),
}


class Wanted(NamedTuple):
    """What is to be seen: of which years and units (None: all), with which marks, holding which words."""

    years: tuple[int, ...] = ()
    units: frozenset[str] | None = None
    state: str = ""
    text: str = ""


class Line(NamedTuple):
    """A row as it is drawn: of each cell its text, the kind of its mark, whether nothing is asked there."""

    texts: list[str]
    kinds: list[str]
    closed: list[bool]


class _About(Column):
    """A column that is not typed in."""

    def __init__(self, key: str, said: str, *, at_right: bool = False, year: int | None = None) -> None:
        super().__init__(key, Indicator.field_of["unit"], year=year)
        self.said = said
        self.at_right = at_right
        self.is_closed = True

    def title(self, spoken: Any) -> str:
        """The heading."""
        return str(spoken(self.said, year=self.year) if self.year is not None else spoken(self.said))


class ActualsRows(QAbstractTableModel):
    """What was measured, as it is seen; ``bad`` is what was typed and not understood."""

    #: Rows, or what is wrong with what was typed, are other ones.
    arranged = Signal()

    def __init__(self, bridge: Bridge, parent: Any = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.wanted = Wanted()
        self.sheet = Sheet([], [], {})
        self.rows: list[Row] = []
        self.columns: list[Column] = []
        #: What was typed and is not understood: (text, why).
        self.bad: dict[tuple[Row, str], tuple[str, str]] = {}
        self._marks: dict[str, tuple[Indicator, Marks]] = {}
        self._cells: dict[str, tuple[Indicator, dict[tuple[str | None, str], Cell]]] = {}
        self._standings: dict[Row, tuple[Indicator, Standing]] = {}
        self._lines: dict[Row, tuple[Indicator, Line]] = {}

    # -- what is shown ---------------------------------------------------------------------------------

    def look(self, wanted: Wanted) -> None:
        """Show what is wanted of the plan as it is now."""
        plan = self.bridge.plan
        self.beginResetModel()
        self.wanted = wanted
        self._lines.clear()
        self._standings.clear()
        self.columns = []
        self.sheet = Sheet([], [], {})
        if plan is not None and plan.exists:
            self.sheet = sheet(plan, wanted.years, wanted.units)
            last = self.year
            self.columns = [
                _About("unit", N_("Measured in")),
                _About("target", N_("Target {year}"), at_right=True, year=last),
                *(PeriodColumn(one) for one in self.sheet.periods),
                _About("completion", N_("Completion {year}"), at_right=True, year=last),
                _About("status", N_("Status")),
            ]
        self.rows = [row for row in self.sheet.rows if self._is_wanted(row)]
        self.endResetModel()
        self.arranged.emit()

    @property
    def year(self) -> int:
        """The year that targets are shown of: the last one shown that is not after the plan's day."""
        now = self.bridge.session.checker.as_of.year
        years = self.wanted.years or (now,)
        return max((one for one in years if one <= now), default=min(years))

    def forget(self) -> None:
        """What is kept of rows may no longer be so: another day or other rules hold."""
        self._marks.clear()
        self._standings.clear()
        self._lines.clear()

    def _is_wanted(self, row: Row) -> bool:
        kinds = STATES[self.wanted.state][1]
        if kinds and kinds.isdisjoint(self._kinds_of(row, self.sheet.periods)):
            return False
        text = self.wanted.text.strip().casefold()
        if not text:
            return True
        indicator = self.indicator(row)
        held = [self.name_of(row), indicator.unit or "" if indicator is not None else ""]
        return any(
            text in one.casefold() for one in (*held, *(self.cell(row, p).text for p in self.sheet.periods))
        )

    # -- rows and cells --------------------------------------------------------------------------------

    def indicator(self, row: Row) -> Indicator | None:
        """The indicator of a row as it is now."""
        plan = self.bridge.plan
        return plan.find(row.indicator, Indicator) if plan is not None else None

    def name_of(self, row: Row) -> str:
        """What a row is called."""
        indicator, plan = self.indicator(row), self.bridge.plan
        name = shown_name(indicator) if indicator is not None else ""
        unit = plan.get(row.unit) if plan is not None else None
        return (
            f"{name} · {titled(plan, unit, words(current()))}"
            if plan is not None and unit is not None
            else name
        )

    def short_name(self, row: Row) -> str:
        """The code of a row's indicator, its name where it has none, and the unit."""
        indicator, plan = self.indicator(row), self.bridge.plan
        if indicator is None or plan is None:
            return ""
        unit = plan.get(row.unit)
        name = indicator.code or indicator.name
        return f"{name} · {titled(plan, unit, words(current()))}" if unit is not None else name

    def cell(self, row: Row, period: str) -> Cell:
        """What stands in a cell; looked up once as long as the indicator is the same."""
        indicator = self.indicator(row)
        if indicator is None:
            from workbench.analysis.actuals import Cell

            return Cell()
        held = self._cells.get(row.indicator)
        if held is None or held[0] is not indicator:
            held = self._cells[row.indicator] = (indicator, {})
        key = (row.unit, period)
        if key not in held[1]:
            held[1][key] = cell(indicator, period, row.unit)
        return held[1][key]

    def marks_of(self, indicator: Indicator) -> Marks:
        """What is to be seen at the cells of an indicator."""
        held = self._marks.get(indicator.id)
        if held is None or held[0] is not indicator:
            view = self.bridge.session.checker.view
            held = self._marks[indicator.id] = (indicator, marks(view, indicator))
        return held[1]

    def mark(self, row: Row, period: str) -> Mark | None:
        """What is to be seen at a cell."""
        indicator = self.indicator(row)
        return mark_of(self.marks_of(indicator), row, period) if indicator is not None else None

    def mark_in_words(self, row: Row, period: str) -> str:
        """The word for a mark and why; "" where there is none."""
        mark = self.mark(row, period)
        if mark is None:
            return ""
        word = tr(WORDS[mark.kind])
        return tr("{word}: {why}", word=word, why=tr(mark.message, **dict(mark.values)))

    def kinds(self) -> Counter[str]:
        """How many cells of the rows shown have a mark of each kind."""
        found = Counter[str]()
        shown = set(self.sheet.periods)
        for row in self.rows:
            found.update(self._kinds_of(row, shown))
        return found

    def _kinds_of(self, row: Row, shown: Container[str]) -> list[str]:
        indicator = self.indicator(row)
        made = self.marks_of(indicator) if indicator is not None else {}
        return [mark.kind for (unit, period), mark in made.items() if unit == row.unit and period in shown]

    def standing(self, row: Row) -> Standing:
        """Target, completion and status of a row."""
        indicator, plan = self.indicator(row), self.bridge.plan
        if indicator is None or plan is None:
            return Standing()
        held = self._standings.get(row)
        if held is None or held[0] is not indicator:
            checker = self.bridge.session.checker
            made = standing(
                indicator, row.unit, self.year, checker.as_of, plan.head.base_year, checker.profile.limits
            )
            held = self._standings[row] = (indicator, made)
        return held[1]

    def is_open(self, row: Row, column: Column) -> bool:
        """Whether a cell is typed in."""
        return column.key in self.sheet.periods_by_row.get(row, ())

    def text_at(self, at: int, number: int) -> str:
        """The text of a cell."""
        row, column = self.rows[at], self.columns[number]
        if isinstance(column, PeriodColumn):
            bad = self.bad.get((row, column.key)) if self.bad else None
            return bad[0] if bad else self.cell(row, column.key).text
        if column.key == "unit":
            indicator = self.indicator(row)
            return (indicator.unit or "") if indicator is not None else ""
        stands = self.standing(row)
        if column.key == "target":
            return stands.target
        if column.key == "completion":
            return stands.completion
        return tr(stands.status) if stands.status else ""

    def line_of(self, at: int) -> Line | None:
        """A row as it is drawn; made once as long as its indicator is the same."""
        row = self.rows[at]
        indicator = self.indicator(row)
        if indicator is None:
            return None
        held = self._lines.get(row)
        if held is None or held[0] is not indicator or len(held[1].texts) != len(self.columns):
            numbers = range(len(self.columns))
            own = [isinstance(one, PeriodColumn) for one in self.columns]
            found = self.marks_of(indicator)
            marked = [found.get((row.unit, one.key)) for one in self.columns]
            line = Line(
                [self.text_at(at, number) for number in numbers],
                [mark.kind if mark is not None else "" for mark in marked],
                [own[number] and not self.is_open(row, self.columns[number]) for number in numbers],
            )
            held = self._lines[row] = (indicator, line)
        return held[1]

    # -- Qt --------------------------------------------------------------------------------------------

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if 0 <= section < len(self.rows) and role in (Role.DisplayRole, Role.ToolTipRole):
                name = self.name_of(self.rows[section])
                return f"<p>{escape(name)}</p>" if role == Role.ToolTipRole else name
            if role == Role.TextAlignmentRole:
                return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
            return None
        if not 0 <= section < len(self.columns):
            return None
        if role in (Role.DisplayRole, Role.ToolTipRole):
            return self.columns[section].title(words(current()))
        if role == Role.TextAlignmentRole:
            at_right = self.columns[section].at_right
            side = Qt.AlignmentFlag.AlignRight if at_right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        at, number = index.row(), index.column()
        if role in (Role.DisplayRole, Role.EditRole):
            return self.text_at(at, number)
        row, column = self.rows[at], self.columns[number]
        if role == FAULT_ROLE:
            return self.bad.get((row, column.key), ("", ""))[1] if self.bad else ""
        if role == MARK_ROLE:
            mark = self.mark(row, column.key) if isinstance(column, PeriodColumn) else None
            return mark.kind if mark is not None else ""
        if role == CLOSED_ROLE:
            return isinstance(column, PeriodColumn) and not self.is_open(row, column)
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.at_right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role == Role.ToolTipRole:
            said = self.told_at(at, number)
            return f"<p>{escape(said)}</p>" if said else None
        if role == Role.AccessibleTextRole:
            shown, told = self.text_at(at, number), self.told_at(at, number)
            return " ".join(part for part in (shown or tr("empty"), told) if part)
        return None

    def told_at(self, at: int, number: int) -> str:
        """What is said of a cell beside its text."""
        row, column = self.rows[at], self.columns[number]
        if column.key == "completion":
            period = self.standing(row).period
            return tr("By the value of {period}", period=period) if period else ""
        if not isinstance(column, PeriodColumn):
            return ""
        bad = self.bad.get((row, column.key))
        if bad:
            return bad[1]
        if not self.is_open(row, column):
            return tr("This indicator is not collected for this period")
        held = self.cell(row, column.key)
        parts = [self.mark_in_words(row, column.key)]
        if held.actual is not None and held.remark:
            parts.append(held.remark)
        if held.actual is not None and held.actual.evidence:
            parts.append(tr("With evidence"))
        return " · ".join(part for part in parts if part)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        row, column = self.rows[index.row()], self.columns[index.column()]
        if self.bridge.is_writable and self.is_open(row, column):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags
