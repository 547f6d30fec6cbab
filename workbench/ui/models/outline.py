"""The tree of everything in a plan: the head, then a group for each kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QPersistentModelIndex, Qt

from workbench.i18n import tr
from workbench.plan.choices import ABSENT_REASON
from workbench.plan.elements import KINDS
from workbench.ui.models import cells

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole

#: The id of an element; "" for a group.
ID_ROLE: Final = Role.UserRole + 1
#: The kind of an element, or of what a group holds.
KIND_ROLE: Final = Role.UserRole + 2
#: The element's code.
CODE_ROLE: Final = Role.UserRole + 3
#: The element's title without its code, "" when there is none.
TITLE_ROLE: Final = Role.UserRole + 4
#: How many elements a group holds, or why none, as text; None for elements.
COUNT_ROLE: Final = Role.UserRole + 5
#: Severity of the worst finding of the element or below it; None when there is none.
SEVERITY_ROLE: Final = Role.UserRole + 6

MIME: Final = "application/x-top-level-design-ids"

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


# Put together once: Qt asks for the flags of every line, and adding them up takes longer than all the rest.
_SEEN: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TARGET: Final = _SEEN | Qt.ItemFlag.ItemIsDropEnabled
_HEAD_TYPED: Final = _TARGET | Qt.ItemFlag.ItemIsEditable
_LINE: Final = _TARGET | Qt.ItemFlag.ItemIsDragEnabled
_LINE_TYPED: Final = _LINE | Qt.ItemFlag.ItemIsEditable


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


class OutlineModel(QAbstractItemModel):
    """Keeps ids and asks the plan; lines below are made when they are first looked at."""

    def __init__(self, plan: Callable[[], Plan | None], is_locked: Callable[[], bool]) -> None:
        super().__init__()
        self._plan = plan
        self._is_locked = is_locked
        self._tops: list[Node] = []
        self._nodes: dict[str, Node] = {}
        self._worst: dict[str, str] = {}
        self._wanted: set[str] | None = None
        #: While filtered, the elements with something wanted below them.
        self._holders: set[str] = set()
        #: How many lines there are then in each group.
        self._answered: dict[str, int] = {}
        self._filter = ""
        #: What a drop does: ids, key it fell on, is that a group, id it fell before, is it on the line.
        self.dropped: Callable[[list[str], str, bool, str | None, bool], None] | None = None

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
        assert node.below is not None
        at = self._index(node)
        keep = _longest_in_order([one.key for one in node.below], wanted)
        for row in range(len(node.below) - 1, -1, -1):
            if node.below[row].key not in keep:
                self.beginRemoveRows(at, row, row)
                self._forget(node.below.pop(row))
                self._number(node)
                self.endRemoveRows()
        come = []
        for row, id_ in enumerate(wanted):
            if row >= len(node.below) or node.below[row].key != id_:
                self.beginInsertRows(at, row, row)
                node.below.insert(row, self._node(id_, node, row))
                self._number(node)
                self.endInsertRows()
                come.append(id_)
        return come

    @staticmethod
    def _number(node: Node) -> None:
        for row, one in enumerate(node.below or ()):
            one.row = row

    def _forget(self, node: Node) -> None:
        queue = [node]
        while queue:
            here = queue.pop()
            # The element may have come to another place already.
            if self._nodes.get(here.key) is here:
                del self._nodes[here.key]
            queue.extend(here.below or ())

    def show_worst(self, worst: dict[str, str]) -> None:
        """Show the worst severities: id (or name of a kind, for groups) -> severity."""
        if worst == self._worst:
            return
        changed = {key for key in worst.keys() | self._worst.keys() if worst.get(key) != self._worst.get(key)}
        self._worst = worst
        for key in changed:
            node = self._nodes.get(key)
            if node is not None:
                at = self._index(node)
                self.dataChanged.emit(at, at, [SEVERITY_ROLE])

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

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        node = self.node_at(index)
        plan = self._plan()
        if node is None or plan is None:
            return None
        if role == SEVERITY_ROLE:
            return self._worst.get(node.key)
        if node.is_group:
            return self._of_group(node, plan, role)
        element = plan.get(node.key)
        if element is None:
            return None
        match role:
            case Role.DisplayRole:
                return cells.title_of(plan, element)
            case Role.EditRole:
                return element.name_shown
            case Role.ToolTipRole | Role.AccessibleTextRole:
                return self._told(node, plan, role)
        if role == ID_ROLE:
            return node.key
        if role == KIND_ROLE:
            return element.kind_name
        if role == CODE_ROLE:
            return element.code or ""
        if role == TITLE_ROLE:
            return cells.titled(plan, element)
        return None

    def _of_group(self, node: Node, plan: Plan, role: int) -> Any:
        cls = KINDS[node.key]
        if role in (Role.DisplayRole, TITLE_ROLE):
            return tr(cls.plural_label)
        if role == Role.AccessibleTextRole:
            return f"{tr(cls.plural_label)}, {plan.count(node.key)}{self._marked(node)}"
        if role == KIND_ROLE:
            return node.key
        if role == COUNT_ROLE:
            count = plan.count(node.key)
            why = plan.head.why_absent(cls.list_name) if not count else None
            return f"{count} · {tr(ABSENT_REASON[why])}" if why in ABSENT_REASON else str(count)
        return "" if role in (ID_ROLE, CODE_ROLE) else None

    def _told(self, node: Node, plan: Plan, role: int) -> str:
        """What is said of an element: its name, what it holds, its worst finding."""
        from html import escape

        element = plan.elements[node.key]
        said = [cells.title_of(plan, element) or tr("(no title)")]
        if element.kind_name == "project":
            milestones, lines = len(plan.owned(node.key)), len(element.get("funding") or ())
            if milestones:
                said.append(tr("Milestones: {count}", count=milestones))
            if lines:
                said.append(tr("Funding lines: {count}", count=lines))
        text = "\n".join(said) + self._marked(node)
        return escape(text).replace("\n", "<br>") if role == Role.ToolTipRole else text.replace("\n", ", ")

    def _marked(self, node: Node) -> str:
        from workbench.rules.verdict import SEVERITY_LABELS

        severity = self._worst.get(node.key)
        return (
            "\n" + tr("Worst finding here or below: {severity}", severity=tr(SEVERITY_LABELS[severity]))
            if severity
            else ""
        )

    def flags(self, index: Index) -> Qt.ItemFlag:
        node = self.node_at(index)
        if node is None or self._is_locked():
            return _SEEN
        plan = self._plan()
        if node.is_group or plan is None:
            return _TARGET
        element = plan.get(node.key)
        is_typed = (
            element is not None and element.title_field in element.place_of and element.kind_name != "waiver"
        )
        if node.key == plan.id:
            return _HEAD_TYPED if is_typed else _TARGET
        return _LINE_TYPED if is_typed else _LINE

    # -- dragging --------------------------------------------------------------------------------------

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.LinkAction

    def mimeTypes(self) -> list[str]:
        return [MIME]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        data = QMimeData()
        ids = [node.key for node in map(self.node_at, indexes) if node is not None and not node.is_group]
        data.setData(MIME, json.dumps(ids).encode())
        return data

    @staticmethod
    def ids_in(data: QMimeData) -> list[str]:
        """The ids that are dragged."""
        if not data.hasFormat(MIME):
            return []
        return [str(one) for one in json.loads(bytes(data.data(MIME).data()))]

    def dropMimeData(
        self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: Index
    ) -> bool:
        node = self.node_at(parent)
        if node is None or self.dropped is None:
            return False
        below = self._below(node)
        before = below[row].key if 0 <= row < len(below) else None
        self.dropped(self.ids_in(data), node.key, node.is_group, before, row < 0)
        # The change itself rearranges the lines; Qt must not remove any.
        return False


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
