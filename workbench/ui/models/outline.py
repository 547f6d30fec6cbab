"""The tree of everything in a plan: the head, then a group for each kind."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QMimeData, QModelIndex, Qt

from workbench.i18n import tr
from workbench.plan.choices import ABSENT_REASON
from workbench.plan.elements import KINDS
from workbench.ui.models import cells
from workbench.ui.models.outline_nodes import OutlineNodes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.plan.plan import Plan
    from workbench.ui.models.outline_nodes import Index, Node

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

# Put together once: Qt asks for the flags of every line, and adding them up takes longer than all the rest.
_NONE: Final = Qt.ItemFlag.NoItemFlags
_SEEN: Final = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TARGET: Final = _SEEN | Qt.ItemFlag.ItemIsDropEnabled
_HEAD_TYPED: Final = _TARGET | Qt.ItemFlag.ItemIsEditable
_LINE: Final = _TARGET | Qt.ItemFlag.ItemIsDragEnabled
_LINE_TYPED: Final = _LINE | Qt.ItemFlag.ItemIsEditable
#: Lines whose mark becomes another from which on everything is drawn anew, instead of line after line.
_MANY: Final = 200
#: Kinds whose title can be typed in its line.
_TYPED: Final = frozenset(kind for kind, cls in KINDS.items() if cls.title_field in cls.place_of) - {"waiver"}


class OutlineModel(OutlineNodes):
    """What the lines say, show and let themselves be dragged to."""

    def __init__(self, plan: Callable[[], Plan | None], is_locked: Callable[[], bool]) -> None:
        super().__init__(plan)
        self._is_locked = is_locked
        self._worst: dict[str, str] = {}
        #: What a drop does: ids, key it fell on, is that a group, id it fell before, is it on the line.
        self.dropped: Callable[[list[str], str, bool, str | None, bool], None] | None = None

    def show_worst(self, worst: dict[str, str]) -> None:
        """Show the worst severities: id (or name of a kind, for groups) -> severity."""
        if worst == self._worst:
            return
        changed = {key for key in worst.keys() | self._worst.keys() if worst.get(key) != self._worst.get(key)}
        self._worst = worst
        if len(changed) > _MANY and self._tops:
            first, last = self._index(self._tops[0]), self._index(self._tops[-1])
            self.dataChanged.emit(first, last, [SEVERITY_ROLE])
            return
        for key in changed:
            node = self._nodes.get(key)
            if node is not None:
                at = self._index(node)
                self.dataChanged.emit(at, at, [SEVERITY_ROLE])

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
        if node is None:
            return _NONE
        if self._is_locked():
            return _SEEN
        plan = self._plan()
        if node.is_group or plan is None:
            return _TARGET
        element = plan.get(node.key)
        is_typed = element is not None and element.kind_name in _TYPED
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
