"""The cells of the coverage as a table: problems down, subjects across; and the elements of one cell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from workbench.i18n import N_, plural, tr
from workbench.plan.choices import DOMAIN, SUBJECT
from workbench.plan.elements import KINDS
from workbench.plan.values import show_money
from workbench.rules.coverage import DIMENSIONS
from workbench.rules.verdict import DIMENSION_LABELS, VERDICTS
from workbench.ui import icons
from workbench.ui.models.cells import title_of
from workbench.ui.phrases import joined

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from workbench.plan.plan import Plan
    from workbench.rules.coverage import Cell, Coverage

_Index = QModelIndex | QPersistentModelIndex
#: The role that gives the Cell itself.
CELL: Final = Qt.ItemDataRole.UserRole
#: The role that says whether the cell is the weakest.
WEAKEST: Final = Qt.ItemDataRole.UserRole + 1
NOT_STATED: Final = N_("Not stated")


def label_of(domain: str | None, subject: str | None) -> str:
    """A cell in words."""
    return " · ".join((choice_label(DOMAIN, domain), choice_label(SUBJECT, subject)))


def choice_label(choices: Any, name: str | None) -> str:
    """A problem or subject in words; None is "not stated"."""
    return tr(choices[name] if name is not None else NOT_STATED)


def rate(score: float | None) -> str:
    """A pass rate in figures."""
    return "—" if score is None else f"{score:.1f} %"


def told(found: Coverage) -> str:
    """What stands out: the weakest cell, and how many are empty."""
    parts = []
    if found.weakest is not None:
        name = label_of(found.weakest.domain, found.weakest.subject)
        parts.append(tr("Weakest: {cell}, pass rate {rate}.", cell=name, rate=rate(found.weakest.score)))
    if found.empty:
        parts.append(
            plural(
                "{count} of fifteen cells has neither a goal nor a project.",
                "{count} of fifteen cells have neither a goal nor a project.",
                len(found.empty),
            )
        )
    return " ".join(parts) or tr("Every cell has a goal or a project, and no check fails.")


class CoverageModel(QAbstractTableModel):
    """A row for each problem and a column for each subject; a last one for what is not stated, if any."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.coverage: Coverage | None = None
        self._domains: list[str | None] = [*DOMAIN]
        self._subjects: list[str | None] = [*SUBJECT]

    def put(self, coverage: Coverage | None) -> None:
        """Show these cells."""
        cells = coverage.cells if coverage is not None else ()
        domains = [*DOMAIN, *([None] if any(one.domain is None for one in cells) else [])]
        subjects = [*SUBJECT, *([None] if any(one.subject is None for one in cells) else [])]
        if (domains, subjects) == (self._domains, self._subjects):
            self.coverage = coverage
            last = self.index(len(domains) - 1, len(subjects) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.coverage, self._domains, self._subjects = coverage, domains, subjects
        self.endResetModel()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        for orientation, count in (
            (Qt.Orientation.Horizontal, len(self._subjects)),
            (Qt.Orientation.Vertical, len(self._domains)),
        ):
            self.headerDataChanged.emit(orientation, 0, count - 1)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._domains)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._subjects)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return choice_label(SUBJECT, self._subjects[section])
        return choice_label(DOMAIN, self._domains[section])

    def cell(self, index: _Index) -> Cell | None:
        """The cell at an index; None where nothing is known of it yet."""
        if self.coverage is None or not index.isValid():
            return None
        return self.coverage.cell(self._domains[index.row()], self._subjects[index.column()])

    def place(self, cell: Cell) -> QModelIndex:
        """Where a cell stands."""
        return self.index(self._domains.index(cell.domain), self._subjects.index(cell.subject))

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == CELL:
            return self.cell(index)
        if role == WEAKEST:
            cell = self.cell(index)
            weakest = self.coverage.weakest if self.coverage is not None else None
            return cell is not None and weakest is not None and cell.place == weakest.place
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._read_out(index)
        return None

    def _read_out(self, index: _Index) -> str:
        domain, subject = self._domains[index.row()], self._subjects[index.column()]
        said = [label_of(domain, subject)]
        cell = self.cell(index)
        if cell is None:
            return said[0]
        if index.data(WEAKEST):
            said.append(tr("the weakest cell"))
        said.append(counts_of(cell))
        if cell.money:
            said.append(show_money(cell.money))
        for name in DIMENSIONS:
            part = cell.dimensions[name]
            told = f"{tr(DIMENSION_LABELS[name])} {tr(VERDICTS[part.verdict])} {rate(part.score)}"
            if part.failed:
                told += " " + tr(
                    "({failed} of {judged} checks fail)", failed=part.failed, judged=part.applicable
                )
            said.append(told)
        return joined(said)


def counts_of(cell: Cell) -> str:
    """How many goals, projects and indicators stand in a cell."""
    return "  ".join(
        f"{tr(KINDS[kind].label)} {len(ids)}"
        for kind, ids in (("goal", cell.goals), ("project", cell.projects), ("indicator", cell.indicators))
    )


class ElementsModel(QAbstractListModel):
    """Elements by code and title, marked by the worst finding about them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan: Plan | None = None
        self._worst: dict[str, str] = {}
        self.ids: list[str] = []

    def put(self, plan: Plan | None, ids: list[str], worst: dict[str, str]) -> None:
        """Show these elements of a plan; the same ones stay where they are."""
        if ids == self.ids and ids:
            self._plan, self._worst = plan, worst
            self.dataChanged.emit(self.index(0), self.index(len(ids) - 1))
            return
        self.beginResetModel()
        self._plan, self.ids, self._worst = plan, ids, worst
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.ids)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        id_ = self.ids[index.row()]
        element = self._plan.get(id_) if self._plan is not None else None
        if role == Qt.ItemDataRole.DecorationRole:
            return icons.state_icon(self._worst.get(id_, "holds"))
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) or element is None:
            return None
        assert self._plan is not None
        return f"{title_of(self._plan, element)}  {tr(element.label)}"
