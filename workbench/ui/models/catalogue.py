"""A catalogue of indicators as a tree: first level, second level, items with their state in the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont

from workbench.exchange.catalogue_table import MANDATORY
from workbench.i18n import N_, plural, tr
from workbench.plan.catalogues import CERTAINTY
from workbench.plan.choices import DOMAIN, SUBJECT
from workbench.rules.catalogue_rules import Standing
from workbench.session.catalogue_search import STATES
from workbench.ui import icons, theme
from workbench.ui.phrases import beside, joined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from PySide6.QtCore import QObject

    from workbench.plan.catalogues import CatalogueItem
    from workbench.plan.plan import Plan

_Index = QModelIndex | QPersistentModelIndex
HEADINGS: Final = (
    N_("Name of the indicator"),
    N_("In the plan"),
    N_("Mandatory or selected"),
    N_("Unit of measurement"),
    N_("Certainty"),
    N_("Problem and subject"),
    N_("Item code"),
)
#: The mark beside each state: never its colour alone.
_SHAPES: Final = {"adopted": "holds", "missing": "warning", "waived": "waived"}


class Node:
    """A heading with what stands below it, or an item."""

    __slots__ = ("above", "below", "item", "place", "title")

    def __init__(self, above: Node | None, title: str, item: CatalogueItem | None = None) -> None:
        self.above = above
        self.title = title
        self.item = item
        self.below: list[Node] = []
        self.place = 0
        if above is not None:
            self.place = len(above.below)
            above.below.append(self)

    def items(self) -> Iterator[CatalogueItem]:
        """The items at or below it."""
        if self.item is not None:
            yield self.item
        for one in self.below:
            yield from one.items()


class CatalogueModel(QAbstractItemModel):
    """Shows the items that were found; a level that an item does not name is left out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._root = Node(None, "")
        self._items: list[CatalogueItem] = []
        self._standings: Mapping[str, Standing] = {}
        self._plan: Plan | None = None

    def put(
        self, items: Sequence[CatalogueItem], standings: Mapping[str, Standing], plan: Plan | None
    ) -> bool:
        """Show these items; False when the same ones were shown and stay where they are."""
        self._standings, self._plan = standings, plan
        if list(items) == self._items:
            self._tell_all()
            return False
        self.beginResetModel()
        self._items = list(items)
        self._root = Node(None, "")
        headings: dict[tuple[str, ...], Node] = {(): self._root}
        for item in items:
            at = self._root
            path: tuple[str, ...] = ()
            for title in (item.dimension, item.group):
                if title:
                    path = (*path, title)
                    at = headings.get(path) or headings.setdefault(path, Node(at, title))
            Node(at, item.name, item)
        self.endResetModel()
        return True

    def _tell_all(self) -> None:
        nodes = [self._root]
        while nodes:
            node = nodes.pop()
            if node.below:
                first, last = node.below[0], node.below[-1]
                here = self.createIndex(last.place, len(HEADINGS) - 1, last)
                self.dataChanged.emit(self.createIndex(0, 0, first), here)
                nodes += node.below

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(HEADINGS) - 1)
        self._tell_all()

    # -- what Qt asks ----------------------------------------------------------------------------------

    def node(self, index: _Index) -> Node:
        """The node at an index."""
        if not index.isValid():
            return self._root
        node = index.internalPointer()
        assert isinstance(node, Node)
        return node

    def index(self, row: int, column: int, parent: _Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        below = self.node(parent).below
        return self.createIndex(row, column, below[row]) if 0 <= row < len(below) else QModelIndex()

    def parent(self, index: _Index) -> QModelIndex:  # type: ignore[override]
        above = self.node(index).above
        if above is None or above is self._root:
            return QModelIndex()
        return self.createIndex(above.place, 0, above)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.column() > 0 else len(self.node(parent).below)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return len(HEADINGS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        said = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
        if orientation == Qt.Orientation.Horizontal and role in said:
            return tr(HEADINGS[section])
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        node = self.node(index)
        if node.item is None:
            return self._heading(node, index.column(), role)
        standing = self._standings.get(node.item.code, Standing("free"))
        column = index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._text(node.item, standing, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._text(node.item, standing, column) or None
            case Qt.ItemDataRole.DecorationRole if column == 1 and standing.state in _SHAPES:
                return icons.state_icon(_SHAPES[standing.state])
            case Qt.ItemDataRole.ForegroundRole if column >= 1 and standing.state == "free":
                return theme.colour("muted")
            case Qt.ItemDataRole.AccessibleTextRole if column == 0:
                parts = (self._text(node.item, standing, at) for at in (0, 1, 2, 4))
                return joined(part for part in parts if part)
        return None

    def _heading(self, node: Node, column: int, role: int) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return node.title if column == 0 else self.counts(node) if column == 1 else None
        if role == Qt.ItemDataRole.FontRole and column == 0:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole and column:
            return theme.colour("muted")
        return node.title if role == Qt.ItemDataRole.ToolTipRole else None

    def counts(self, node: Node) -> str:
        """How many items stand below a heading, and how many of them the plan takes up."""
        states = [self._standings[one.code].state for one in node.items() if one.code in self._standings]
        return tr("{taken} of {count}", taken=states.count("adopted"), count=len(states))

    def _text(self, item: CatalogueItem, standing: Standing, column: int) -> str:
        match column:
            case 0:
                return item.name
            case 1:
                return self.state_in_words(standing)
            case 2:
                return tr(MANDATORY[item.mandatory])
            case 3:
                return item.unit
            case 4:
                return tr(CERTAINTY[item.certainty])
            case 5:
                return mapped(item)
        return item.code

    def state_in_words(self, standing: Standing) -> str:
        """The state, with the codes of the indicators that take the item up."""
        said = tr(STATES[standing.state])
        codes = [self._code(id_) for id_ in standing.indicators]
        if len(codes) > 1:
            return beside(said, plural("{count} indicator", "{count} indicators", len(codes)))
        return beside(said, codes[0]) if codes and codes[0] else said

    def _code(self, id_: str) -> str:
        element = self._plan.get(id_) if self._plan is not None else None
        return element.code or "" if element is not None else ""


def mapped(item: CatalogueItem) -> str:
    """The problem and the subject that an item is put to, in words."""
    labels = (DOMAIN.get(item.problem), SUBJECT.get(item.subject))
    return " · ".join(tr(label) for label in labels if label)
