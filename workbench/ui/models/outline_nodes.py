"""The lines of the outline: which there are, in which order and below which, and how they follow the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex

from workbench.plan.elements import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan

Index = QModelIndex | QPersistentModelIndex

#: The groups in the order of a planner's work.
GROUPS: Final = (
    "need",
    "goal",
    "project",
    "indicator",
    "unit",
    "basis",
    "service",
    "risk",
    "safeguard",
    "envelope",
    "section",
    "scheme",
    "comment",
    "adjustment",
    "waiver",
)


class Node:
    """A line of the tree. ``key`` is the element's id or the name of the group's kind."""

    __slots__ = ("below", "is_group", "key", "row", "up")

    def __init__(self, key: str, up: Node | None, row: int, *, is_group: bool = False) -> None:
        self.key = key
        self.up = up
        self.row = row
        self.is_group = is_group
        #: Lines below, None until they are asked for.
        self.below: list[Node] | None = None


class OutlineNodes(QAbstractItemModel):
    """Keeps ids and asks the plan; lines below are made when they are first looked at."""

    def __init__(self, plan: Callable[[], Plan | None]) -> None:
        super().__init__()
        self._plan = plan
        self._tops: list[Node] = []
        self._nodes: dict[str, Node] = {}
        self._wanted: set[str] | None = None
        #: While filtered, the elements with something wanted below them.
        self._holders: set[str] = set()
        #: How many lines there are then in each group.
        self._answered: dict[str, int] = {}
        self._filter = ""

    # -- building --------------------------------------------------------------------------------------

    def reset(self) -> None:
        """Build the tree anew."""
        self.beginResetModel()
        self._nodes = {}
        self._tops = []
        plan = self._plan()
        if plan is not None and plan.exists:
            self._wanted = self._answers(plan)
            if self._wanted is None:
                self._tops.append(self._node(plan.id, None, 0))
                self._tops[0].below = []
            for kind in GROUPS:
                if self._wanted is None or kind in self._wanted:
                    self._tops.append(self._node(kind, None, len(self._tops), is_group=True))
        self.endResetModel()

    def filter(self, text: str) -> None:
        """Show only what answers the typed characters, with what it stands under; "" shows all."""
        if text.strip() != self._filter:
            self._filter = text.strip()
            self.reset()

    @property
    def is_filtered(self) -> bool:
        """Whether only a part is shown."""
        return bool(self._filter)

    def answered(self, group: str) -> int:
        """How many lines of a group answer the filter, with those above them."""
        return self._answered.get(group, 0)

    def holders(self, at: QModelIndex) -> Iterator[QModelIndex]:
        """A line and the lines below it, all the way down, that hold others."""
        node = self.node_at(at)
        queue = [node] if node is not None else []
        while queue:
            here = queue.pop()
            if here.key in self._holders or here.is_group:
                queue.extend(self._below(here))
                yield self._index(here)

    def first_answer(self) -> str | None:
        """The best answer to what was typed."""
        plan = self._plan()
        if plan is None or not self._filter:
            return None
        from workbench.analysis.search import find

        found = find(plan, self._filter, 1, GROUPS, texts=False)
        return found[0][0] if found else None

    def _answers(self, plan: Plan) -> set[str] | None:
        if not self._filter:
            return None
        from workbench.analysis.search import find

        #: The group that each line stands in.
        group_of: dict[str, str] = {}
        self._holders = holders = set()
        self._answered = {}
        for id_, _ in find(plan, self._filter, len(plan), KINDS, texts=False):
            if id_ == plan.id:
                continue
            way = []
            here = id_
            while here not in group_of:
                way.append(here)
                group_of[here] = ""
                element = plan.elements[here]
                holder = element.parent_field or element.owner_field
                above = element.get(holder) if holder else None
                if above is None or above not in plan:
                    group_of[here] = element.kind_name
                    break
                holders.add(above)
                here = above
            group = group_of[here]
            group_of.update(dict.fromkeys(way, group))
            self._answered[group] = self._answered.get(group, 0) + len(way)
        return {*group_of, *self._answered}

    def _node(self, key: str, up: Node | None, row: int, *, is_group: bool = False) -> Node:
        node = Node(key, up, row, is_group=is_group)
        self._nodes[key] = node
        return node

    def _ids_below(self, node: Node) -> tuple[str, ...]:
        plan = self._plan()
        if plan is None:
            return ()
        if node.is_group:
            cls = KINDS[node.key]
            ids = (
                plan.roots(node.key) if cls.parent_field else tuple(one.id for one in plan.of_kind(node.key))
            )
        elif node.key == plan.id:
            return ()
        else:
            ids = (*plan.owned(node.key), *plan.children(node.key))
        if self._wanted is not None:
            return tuple(id_ for id_ in ids if id_ in self._wanted)
        return ids

    def _below(self, node: Node | None) -> list[Node]:
        if node is None:
            return self._tops
        if node.below is None:
            node.below = [self._node(id_, node, row) for row, id_ in enumerate(self._ids_below(node))]
        return node.below

    # -- following the plan ----------------------------------------------------------------------------

    def follow(self, change: Change | None) -> list[str]:
        """Follow a change that has been applied; ids of the lines that have come anew."""
        plan = self._plan()
        if plan is None or change is None or not plan.exists or not self._tops or self.is_filtered:
            self.reset()
            return []
        structural = len(change.operations) > 400
        renamed: set[str] = set()
        for op in change.operations:
            cls = KINDS[op.kind]
            if op.action != "set" or op.field in ("position", cls.parent_field, cls.owner_field):
                structural = True
            renamed.add(op.id)
        come = self._follow_places() if structural else []
        for id_ in renamed:
            node = self._nodes.get(id_)
            if node is not None:
                at = self._index(node)
                self.dataChanged.emit(at, at)
        return come

    def _follow_places(self) -> list[str]:
        """Bring every list that has been looked at into the order of the plan."""
        come: list[str] = []
        queue = [node for node in self._tops if node.is_group]
        while queue:
            node = queue.pop()
            if node.below is None:
                continue
            wanted = self._ids_below(node)
            if [one.key for one in node.below] != list(wanted):
                come.extend(self._rearrange(node, wanted))
            queue.extend(node.below)
        for node in self._tops:
            at = self._index(node)
            self.dataChanged.emit(at, at)
        return come

    def _rearrange(self, node: Node, wanted: tuple[str, ...]) -> list[str]:
        """Take out and put in lines, those that stand together at once; ids of those that have come."""
        assert node.below is not None
        at, below = self._index(node), node.below
        keep = _longest_in_order([one.key for one in below], wanted)
        last = len(below)
        while last:
            first = last
            while first and below[first - 1].key not in keep:
                first -= 1
            if first < last:
                self.beginRemoveRows(at, first, last - 1)
                for gone in below[first:last]:
                    self._forget(gone)
                del below[first:last]
                self._number(below, first)
                self.endRemoveRows()
            last = max(first - 1, 0)
        come: list[str] = []
        first = 0
        while first < len(wanted):
            last = first
            while last < len(wanted) and wanted[last] not in keep:
                last += 1
            if first < last:
                self.beginInsertRows(at, first, last - 1)
                below[first:first] = [self._node(id_, node, first) for id_ in wanted[first:last]]
                self._number(below, first)
                self.endInsertRows()
                come.extend(wanted[first:last])
            first = last + 1
        return come

    @staticmethod
    def _number(below: list[Node], first: int) -> None:
        for row in range(first, len(below)):
            below[row].row = row

    def _forget(self, node: Node) -> None:
        queue = [node]
        while queue:
            here = queue.pop()
            # The element may have come to another place already.
            if self._nodes.get(here.key) is here:
                del self._nodes[here.key]
            queue.extend(here.below or ())

    # -- finding lines ---------------------------------------------------------------------------------

    def index_of(self, key: str) -> QModelIndex:
        """The line of an element or group; an invalid index when it is not in the tree."""
        node = self._nodes.get(key)
        if node is None:
            node = self._reach(key)
        return self._index(node) if node is not None else QModelIndex()

    def _reach(self, id_: str) -> Node | None:
        """Make the lines on the way to an element."""
        plan = self._plan()
        element = plan.get(id_) if plan is not None else None
        if plan is None or element is None:
            return None
        way = [id_]
        here = element
        while True:
            holder = here.parent_field or here.owner_field
            above = plan.get(here.get(holder)) if holder else None
            if above is None or above.id in way:
                break
            way.append(above.id)
            here = above
        node: Node | None = self._nodes.get(here.kind_name)
        for key in reversed(way):
            node = (
                next((one for one in self._below(node) if one.key == key), None) if node is not None else None
            )
        return node

    def _index(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, node)

    def node_at(self, index: Index) -> Node | None:
        """The line at an index; None for none."""
        node: Node | None = index.internalPointer()
        return node

    # -- what Qt asks ----------------------------------------------------------------------------------

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008
        below = self._below(parent.internalPointer())
        if column == 0 and 0 <= row < len(below):
            return self.createIndex(row, 0, below[row])
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> QModelIndex:  # type: ignore[override]  # noqa: B008
        node = self.node_at(index)
        return self._index(node.up) if node is not None and node.up is not None else QModelIndex()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return len(self._below(self.node_at(parent))) if parent.column() <= 0 else 0

    def hasChildren(self, parent: Index = QModelIndex()) -> bool:  # noqa: B008
        node = self.node_at(parent)
        if node is None:
            return bool(self._tops)
        if node.below is not None:
            return bool(node.below)
        if self._wanted is not None and not node.is_group:
            return node.key in self._holders
        plan = self._plan()
        if node.is_group and self._wanted is None and plan is not None:
            return plan.count(node.key) > 0
        return bool(self._ids_below(node))

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 1


def _longest_in_order(held: list[str], wanted: Sequence[str]) -> set[str]:
    """Keys that can stay where they are: the longest run of ``held`` that is in the order of ``wanted``."""
    from bisect import bisect_left

    place = {key: at for at, key in enumerate(wanted)}
    ends: list[int] = []
    tails: list[int] = []
    back: dict[int, int | None] = {}
    keys = [key for key in held if key in place]
    for number, key in enumerate(keys):
        at = place[key]
        slot = bisect_left(ends, at)
        back[number] = tails[slot - 1] if slot else None
        if slot == len(ends):
            ends.append(at)
            tails.append(number)
        else:
            ends[slot] = at
            tails[slot] = number
    kept: set[str] = set()
    here: int | None = tails[-1] if tails else None
    while here is not None:
        kept.add(keys[here])
        here = back[here]
    return kept
