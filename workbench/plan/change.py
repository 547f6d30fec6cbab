"""A change: a short list of "this field of this element, before -> after"; the only way a plan changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from workbench.errors import Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.i18n import Words
    from workbench.plan.elements import Element

Action = Literal["add", "set", "delete"]


class Operation(NamedTuple):
    """One element added or deleted (``after`` / ``before`` is the element), or one field set."""

    action: Action
    kind: str
    id: str
    field: str
    before: Any
    after: Any

    def inverse(self) -> Operation:
        """The operation that takes this one back."""
        action: Action = {"add": "delete", "delete": "add", "set": "set"}[self.action]  # type: ignore[assignment]
        return Operation(action, self.kind, self.id, self.field, self.after, self.before)


class Label(NamedTuple):
    """What a change did, in words that can be shown in any language.

    ``values`` fill the places of the message; in the places that i18n.WORDED names, values starting with
    "@" are message ids themselves (names of fields and kinds) and are translated when shown.
    """

    message: str
    values: tuple[tuple[str, str], ...] = ()

    def shown(self, words: Words) -> str:
        """The label in the given language."""
        return words(self.message, **dict(self.values))


class Change(NamedTuple):
    """Operations made together, and who made them, when and why.

    Canonical: at most one operation per element and field. ``number`` is given by the library (0 before);
    ``undoes`` is the number of the change this one takes back, ``redoes`` the one it makes again.
    ``merge_key`` joins the pauses of typing and dragging into one step ("" never joins).
    """

    operations: tuple[Operation, ...]
    label: Label
    author: str = ""
    time: str = ""
    reason: str = ""
    undoes: int = 0
    redoes: int = 0
    number: int = 0
    merge_key: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether it would change nothing."""
        return not self.operations

    def inverse(self, label: Label) -> Change:
        """The change that takes this one back."""
        taken_back = tuple(op.inverse() for op in reversed(self.operations))
        return Change(taken_back, label, undoes=self.number)

    def elements(self) -> set[str]:
        """Ids of the elements it touches."""
        return {op.id for op in self.operations}


def now() -> str:
    """The present moment as ISO text with seconds, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def canonical(operations: Iterable[Operation]) -> tuple[Operation, ...]:
    """Operations made one after another, as at most one per element and field; empty ones dropped.

    Setting fields of an element that was added before becomes part of the adding; deleting what was added
    cancels out; deleting what was set keeps the first ``before``.
    """
    whole: dict[str, Operation] = {}
    parts: dict[str, dict[str, Operation]] = {}
    order: dict[tuple[str, str], None] = {}
    for op in operations:
        if op.action == "set":
            held = whole.get(op.id)
            if held is not None:
                if held.action == "delete":
                    raise Problem(N_("A deleted element cannot be edited"))
                whole[op.id] = held._replace(after=_with(held.after, op))
                continue
            mine = parts.setdefault(op.id, {})
            first = mine.get(op.field)
            mine[op.field] = op if first is None else first._replace(after=op.after)
            order.setdefault((op.id, op.field))
        elif op.action == "add":
            held_back = whole.get(op.id)
            if held_back is None:
                whole[op.id] = op
                order.setdefault((op.id, ""))
            else:  # deleted before and added again: field by field
                del whole[op.id]
                order.pop((op.id, ""), None)
                for again in differences(held_back.before, op.after):
                    parts.setdefault(op.id, {})[again.field] = again
                    order.setdefault((op.id, again.field))
        else:
            before = op.before
            for name, earlier in parts.pop(op.id, {}).items():
                before = before.but(**{name: earlier.before})
                order.pop((op.id, name), None)
            added = whole.get(op.id)
            if added is not None and added.action == "add":
                del whole[op.id]
                order.pop((op.id, ""), None)
            else:
                whole[op.id] = op._replace(before=before)
                order.setdefault((op.id, ""))
    made: list[Operation] = []
    for id_, name in order:
        op = whole[id_] if not name else parts[id_][name]
        if op.action != "set" or not same(op.before, op.after):
            made.append(op)
    return tuple(made)


def _with(element: Element, op: Operation) -> Element:
    return element.but(**{op.field: op.after})


def same(one: Any, other: Any) -> bool:
    """Whether two values are the same to the digit: 90 and 90.0 are not, nor True and 1."""
    if one is other:
        return True
    if one != other or type(one) is not type(other):
        return False
    return repr(one) == repr(other)


def differences(before: Element, after: Element) -> list[Operation]:
    """Set operations that turn one state of an element into another."""
    kind = before.kind_name
    return [
        Operation("set", kind, before.id, declared.name, old, new)
        for declared, old, new in zip(before.fields, before, after, strict=True)
        if old is not new and not same(old, new)
    ]


def squash(first: Change, second: Change) -> Change:
    """Two changes made one after the other as one step, with the words of the second."""
    return second._replace(operations=canonical((*first.operations, *second.operations)))
