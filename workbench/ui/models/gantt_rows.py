"""The projects of a plan as a tree beside the bars, and which of them are to be seen, row by row."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt

from workbench.analysis.search import find
from workbench.i18n import tr
from workbench.plan.edits import shown_name
from workbench.ui.phrases import listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.analysis.bars import Bars
    from workbench.plan.plan import Plan

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
_FLAGS: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
COLUMNS: Final = ("name", "start", "end")


class Node:
    """A line of the tree."""

    __slots__ = ("below", "depth", "id", "row", "up")

    def __init__(self, id_: str, up: Node | None, row: int) -> None:
        self.id = id_
        self.up = up
        self.row = row
        self.depth: int = up.depth + 1 if up is not None else 0
        self.below: list[Node] = []


class ProjectsModel(QAbstractItemModel):
    """Projects by their parents, in the plan's order; ``visible`` are the lines on the screen, top down."""

    def __init__(self, plan: Callable[[], Plan | None]) -> None:
        super().__init__()
        self._plan = plan
        self.bars: Bars | None = None
        self.severity: dict[str, str] = {}
        #: Everything that a row shows, in words.
        self.describe: Callable[[str], list[str]] = lambda _id: []
        self.tops: list[Node] = []
        self.nodes: dict[str, Node] = {}
        #: Programmes that are folded; kept by id, so that they stay so.
        self.folded: set[str] = set()
        self.visible: list[str] = []
        self.row_of: dict[str, int] = {}
        self._shape: tuple[Any, ...] = ()
        self._filter = ""
        self._before: dict[str, Node] = {}

    # -- content ---------------------------------------------------------------------------------------

    def filter(self, text: str) -> None:
        """Show only projects that answer the typed characters, with what they are part of."""
        if text.strip() != self._filter:
            self._filter = text.strip()
            self.refresh()

    @property
    def is_filtered(self) -> bool:
        """Whether only a part is shown."""
        return bool(self._filter)

    def refresh(self) -> bool:
        """Read the plan anew; True when lines came, went or moved."""
        plan = self._plan()
        tops: list[Node] = []
        nodes: dict[str, Node] = {}
        if plan is not None and plan.exists:
            wanted = self._answers(plan)
            waiting: list[tuple[str, Node | None]] = [(one, None) for one in reversed(plan.roots("project"))]
            while waiting:
                id_, up = waiting.pop()
                if wanted is not None and id_ not in wanted:
                    continue
                into = up.below if up is not None else tops
                node = Node(id_, up, len(into))
                into.append(node)
                nodes[id_] = node
                waiting.extend((one, node) for one in reversed(plan.children(id_)))
        shape = tuple((id_, node.up.id if node.up is not None else "") for id_, node in nodes.items())
        if shape == self._shape:
            return False
        self.beginResetModel()
        # Indexes that Qt still holds point at them until the reset is over.
        self._before = self.nodes
        self.tops, self.nodes, self._shape = tops, nodes, shape
        self.see()
        self.endResetModel()
        return True

    def _answers(self, plan: Plan) -> set[str] | None:
        if not self._filter:
            return None
        wanted: set[str] = set()
        for id_, _ in find(plan, self._filter, len(plan), ("project",), texts=False):
            wanted.add(id_)
            wanted.update(one.id for one in plan.ancestors(id_))
        return wanted

    def see(self) -> None:
        """Work out which lines are to be seen, after something was folded or unfolded."""
        found: list[str] = []
        waiting = self.tops[::-1]
        while waiting:
            node = waiting.pop()
            found.append(node.id)
            if node.below and (self._filter or node.id not in self.folded):
                waiting.extend(node.below[::-1])
        self.visible = found
        self.row_of = {id_: row for row, id_ in enumerate(found)}

    # -- what Qt asks ----------------------------------------------------------------------------------

    def index_of(self, id_: str, column: int = 0) -> QModelIndex:
        """Where a project stands; invalid when it is not shown."""
        node = self.nodes.get(id_)
        return self._index(node, column) if node is not None else QModelIndex()

    def _index(self, node: Node, column: int = 0) -> QModelIndex:
        return self.createIndex(node.row, column, node)

    def node_at(self, index: Index) -> Node | None:
        """The line of an index."""
        node = index.internalPointer() if index.isValid() else None
        return node if isinstance(node, Node) else None

    def _below(self, parent: Index) -> list[Node]:
        node = self.node_at(parent)
        return node.below if node is not None else self.tops

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        below = self._below(parent)
        if 0 <= row < len(below) and 0 <= column < len(COLUMNS):
            return self.createIndex(row, column, below[row])
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        node = self.node_at(index)
        return self._index(node.up) if node is not None and node.up is not None else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._below(parent)) if parent.column() <= 0 else 0

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return (tr("Project"), tr("Start"), tr("End"))[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        plan, node = self._plan(), self.node_at(index)
        project = plan.get(node.id) if plan is not None and node is not None else None
        if project is None:
            return None
        if role in (Role.DisplayRole, Role.ToolTipRole, Role.AccessibleTextRole):
            if index.column() == 0:
                if role == Role.AccessibleTextRole:
                    return listed(self.describe(project.id))
                return shown_name(project)
            held = project.get(COLUMNS[index.column()])
            if held is not None:
                return held.isoformat()
            return self._worked_out(project.id, index.column())
        return None

    def _worked_out(self, id_: str, column: int) -> str:
        bar = self.bars.bars.get(id_) if self.bars is not None else None
        if bar is None or not bar.is_worked_out:
            return "—"
        day = date.fromordinal(bar.first if column == 1 else bar.last)
        return f"({day.isoformat()})"

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS
