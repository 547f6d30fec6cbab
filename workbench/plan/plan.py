"""A plan in memory: immutable elements and the indexes that follow them.

The only way anything in it becomes different is ``apply(change)``, after ``check(change)`` has found that
every "before" is what is here now. Indexes are built when first asked for and kept up from then on; they
hold immutable values, so a snapshot is a handful of dict copies.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING, Any, TypeVar, cast

from workbench.errors import Problem, StaleChange
from workbench.i18n import N_
from workbench.plan.change import same
from workbench.plan.elements import KINDS, Element, PlanHead
from workbench.plan.links import references_in, references_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from workbench.plan.change import Change, Operation

E = TypeVar("E", bound=Element)

_NONE: tuple[str, ...] = ()
#: Operations from which on building the indexes afresh costs less than following each: one link to a
#: unit that 20,000 elements point at costs as much as reading 1,000 elements.
_MANY = 200


class Plan:
    """One plan. ``id`` is the id of its head; the head is an element like any other."""

    __slots__ = (
        "__weakref__",
        "_children",
        "_lists",
        "_order",
        "_owned",
        "_referrers",
        "_roots",
        "elements",
        "id",
    )

    def __init__(self, id_: str, elements: Iterable[Element] = ()) -> None:
        self.id = id_
        self.elements: dict[str, Element] = {element.id: element for element in elements}
        self._order: dict[str, list[tuple[str, str]]] | None = None
        self._children: dict[str, tuple[str, ...]] | None = None
        self._owned: dict[str, tuple[str, ...]] = {}
        self._roots: dict[str, tuple[str, ...]] = {}
        self._referrers: dict[str, tuple[str, ...]] | None = None
        #: Elements in rank order by kind, as far as they have been asked for since the kind last changed.
        self._lists: dict[str, tuple[Element, ...]] = {}

    # -- reading ---------------------------------------------------------------------------------------

    @property
    def head(self) -> PlanHead:
        """The plan's own fields."""
        return cast("PlanHead", self.elements[self.id])

    @property
    def exists(self) -> bool:
        """Whether the plan has a head; an undone import or creation leaves none."""
        return self.id in self.elements

    def __len__(self) -> int:
        return len(self.elements)

    def __contains__(self, id_: object) -> bool:
        return id_ in self.elements

    def get(self, id_: str | None) -> Element | None:
        """The element with this id, or None."""
        return self.elements.get(id_) if id_ is not None else None

    def find(self, id_: str | None, cls: type[E]) -> E | None:
        """The element with this id if it is of the given class, else None."""
        element = self.elements.get(id_) if id_ is not None else None
        return element if isinstance(element, cls) else None

    def all(self, cls: type[E]) -> list[E]:
        """All elements of a class, in rank order."""
        return cast("list[E]", self.of_kind(cls.kind_name))

    def of_kind(self, kind: str) -> list[Element]:
        """All elements of a kind, in rank order."""
        return list(self.listed(kind))

    def listed(self, kind: str) -> tuple[Element, ...]:
        """All elements of a kind, in rank order: the very same tuple until one of them changes."""
        found = self._lists.get(kind)
        if found is None:
            elements = self.elements
            found = self._lists[kind] = tuple([elements[id_] for _, id_ in self._ordered(kind)])
        return found

    def count(self, kind: str) -> int:
        """How many elements of a kind there are."""
        return len(self._ordered(kind))

    def children(self, id_: str) -> tuple[str, ...]:
        """Ids of the children of the same kind, in rank order."""
        return self._tree().get(id_, _NONE)

    def owned(self, id_: str) -> tuple[str, ...]:
        """Ids of the milestones of a project or the items of a scheme, in rank order."""
        self._tree()
        return self._owned.get(id_, _NONE)

    def roots(self, kind: str) -> tuple[str, ...]:
        """Ids of the elements of a tree kind without a parent here, in rank order."""
        self._tree()
        return self._roots.get(kind, _NONE)

    def ancestors(self, id_: str) -> Iterator[Element]:
        """Parent, grandparent ... of the same kind; ends at a loop."""
        seen = {id_}
        element = self.elements.get(id_)
        while element is not None and element.parent_field:
            above = element.get(element.parent_field)
            element = self.elements.get(above) if above is not None else None
            if element is None or element.id in seen:
                return
            seen.add(element.id)
            yield element

    def subtree(self, id_: str) -> list[str]:
        """The element, what it owns and all below it, top down."""
        found, queue, seen = [], [id_], {id_}
        while queue:
            here = queue.pop()
            found.append(here)
            below = [*self.owned(here), *self.children(here)]
            queue.extend(child for child in reversed(below) if child not in seen)
            seen.update(below)
        return found

    def referrers(self, id_: str) -> tuple[str, ...]:
        """Ids of the elements that point at this id in any field."""
        return self._pointers().get(id_, _NONE)

    def neighbours(self, id_: str) -> Iterator[str]:
        """Ids that the element points at and ids that point at it."""
        element = self.elements.get(id_)
        if element is not None:
            yield from references_of(element)
        yield from self.referrers(id_)

    def snapshot(self) -> Plan:
        """A copy that later changes do not reach; costs a few dict copies."""
        copy = Plan(self.id)
        copy.elements = self.elements.copy()
        self._tree()
        assert self._children is not None
        copy._children = self._children.copy()
        copy._owned = self._owned.copy()
        copy._roots = self._roots.copy()
        copy._referrers = self._pointers().copy()
        copy._lists = self._lists.copy()
        copy._order = {kind: entries.copy() for kind, entries in (self._order or {}).items()}
        return copy

    # -- indexes ---------------------------------------------------------------------------------------

    def _ordered(self, kind: str) -> list[tuple[str, str]]:
        if self._order is None:
            order: dict[str, list[tuple[str, str]]] = {name: [] for name in KINDS}
            for element in self.elements.values():
                order[element.kind_name].append((element.position or "", element.id))
            for entries in order.values():
                entries.sort()
            self._order = order
        return self._order[kind]

    def _tree(self) -> dict[str, tuple[str, ...]]:
        if self._children is None:
            children: dict[str, list[str]] = {}
            owned: dict[str, list[str]] = {}
            roots: dict[str, list[str]] = {}
            elements = self.elements
            for kind, cls in KINDS.items():
                if cls.parent_field:
                    place = cls.place_of[cls.parent_field]
                    tops = roots.setdefault(kind, [])
                    for _, id_ in self._ordered(kind):
                        above = elements[id_][place]
                        if above is None or above not in elements:
                            tops.append(id_)
                        else:
                            children.setdefault(above, []).append(id_)
                elif cls.owner_field:
                    place = cls.place_of[cls.owner_field]
                    for _, id_ in self._ordered(kind):
                        owned.setdefault(elements[id_][place], []).append(id_)
            self._children = {above: tuple(below) for above, below in children.items()}
            self._owned = {above: tuple(below) for above, below in owned.items()}
            self._roots = {kind: tuple(ids) for kind, ids in roots.items()}
        return self._children

    def _pointers(self) -> dict[str, tuple[str, ...]]:
        if self._referrers is None:
            found: dict[str, dict[str, None]] = {}
            for id_, element in self.elements.items():
                for target in references_of(element):
                    found.setdefault(target, {})[id_] = None
            self._referrers = {target: tuple(pointing) for target, pointing in found.items()}
        return self._referrers

    # -- changing --------------------------------------------------------------------------------------

    def check(self, change: Change) -> None:
        """Raise StaleChange unless every "before" is what is here now; Problem for a parent loop."""
        elements = self.elements
        coming = {op.id: op.after for op in change.operations if op.action == "add"}
        for op in change.operations:
            here = elements.get(op.id)
            if op.action == "add":
                if here is not None:
                    raise StaleChange(N_("“{name}” is already in the plan"), name=_name(here))
            elif here is None or here.kind_name != op.kind:
                raise StaleChange(N_("The element {id} is no longer in the plan"), id=op.id)
            elif op.action == "delete":
                if here is not op.before and not same(here, op.before):
                    raise StaleChange(N_("“{name}” has been changed meanwhile"), name=_name(here))
            elif not same(here.get(op.field), op.before):
                raise StaleChange(N_("“{name}” has been changed meanwhile"), name=_name(here))
            if op.action == "set" and op.field == KINDS[op.kind].parent_field and op.after is not None:
                self._refuse_loop(op, coming, change)

    def _refuse_loop(self, op: Operation, coming: dict[str, Any], change: Change) -> None:
        moved = {one.id: one.after for one in change.operations if one.field == op.field}
        seen, here = {op.id}, op.after
        while here is not None:
            if here in seen:
                raise Problem(N_("“{name}” cannot be moved below itself"), name=_name(self.elements[op.id]))
            seen.add(here)
            above = coming.get(here) or self.elements.get(here)
            here = moved[here] if here in moved else above and above.get(op.field)

    def apply(self, change: Change) -> None:
        """Make the change in memory; call ``check`` first, after which this cannot fail."""
        elements = self.elements
        if len(change.operations) > _MANY:
            self._order = self._children = self._referrers = None
            self._owned, self._roots = {}, {}
        for op in change.operations:
            self._lists.pop(op.kind, None)
            before = elements.get(op.id)
            if op.action == "set":
                assert before is not None
                after: Element | None = before.but(**{op.field: op.after})
            else:
                after = op.after
            if after is None:
                del elements[op.id]
            else:
                elements[op.id] = after
            self._follow(op, before, after)

    def _follow(self, op: Operation, before: Element | None, after: Element | None) -> None:
        """Keep the built indexes true after one operation."""
        whole = op.action != "set"
        cls = KINDS[op.kind]
        if self._order is not None and (whole or op.field == "position"):
            entries = self._order[op.kind]
            if before is not None:
                del entries[bisect_left(entries, (before.position or "", op.id))]
            if after is not None:
                insort(entries, (after.position or "", op.id))
        if self._children is not None and (cls.parent_field or cls.owner_field):
            if whole or op.field in ("position", cls.parent_field, cls.owner_field):
                self._follow_tree(cls, before, after)
        if self._referrers is not None:
            if whole:
                old = references_of(before) if before is not None else []
                new = references_of(after) if after is not None else []
            else:
                declared = cls.field_of[op.field]
                old = references_in(declared, op.before)
                new = references_in(declared, op.after)
                if old or new:
                    # A target named by another field of the element too is still pointed at.
                    assert after is not None
                    old, new = [*old], references_of(after)
            if old or new:
                self._follow_pointers(op.id, set(old), set(new))

    def _follow_tree(self, cls: type[Element], before: Element | None, after: Element | None) -> None:
        field = cast("str", cls.parent_field or cls.owner_field)
        gone = before.get(field) if before is not None else None
        come = after.get(field) if after is not None else None
        id_ = (after or before).id  # type: ignore[union-attr]
        for above, present in ((gone, False), (come, True)):
            if cls.owner_field:
                table, key = self._owned, above
            elif above is not None and above in self.elements:
                assert self._children is not None
                table, key = self._children, above
            else:
                table, key = self._roots, cls.kind_name
            if key is None:
                continue
            members = list(table.get(key, _NONE))
            if id_ in members:
                members.remove(id_)
            if present and after is not None:
                members.insert(bisect_left(members, (after.position or "", id_), key=self._rank), id_)
            if members:
                table[key] = tuple(members)
            else:
                table.pop(key, None)
        if cls.parent_field and (before is None or after is None):
            self._follow_parentage(cls, id_, came=after is not None)

    def _rank(self, id_: str) -> tuple[str, str]:
        return self.elements[id_].position or "", id_

    def _follow_parentage(self, cls: type[Element], id_: str, *, came: bool) -> None:
        """Children of an element that came or went: they hang under it, or stand at the top."""
        assert self._children is not None
        if came:
            waiting = [
                one
                for one in self._pointers().get(id_, _NONE)
                if one != id_
                and (below := self.find(one, cls)) is not None
                and below.get(cast("str", cls.parent_field)) == id_
            ]
            if waiting:
                waiting.sort(key=self._rank)
                adopted = set(waiting)
                self._roots[cls.kind_name] = tuple(
                    one for one in self._roots.get(cls.kind_name, _NONE) if one not in adopted
                )
                self._children[id_] = tuple(waiting)
        else:
            orphans = self._children.pop(id_, _NONE)
            if orphans:
                tops = [*self._roots.get(cls.kind_name, _NONE), *orphans]
                tops.sort(key=self._rank)
                self._roots[cls.kind_name] = tuple(tops)

    def _follow_pointers(self, id_: str, old: set[str], new: set[str]) -> None:
        assert self._referrers is not None
        for target in old - new:
            kept = tuple(one for one in self._referrers.get(target, _NONE) if one != id_)
            if kept:
                self._referrers[target] = kept
            else:
                self._referrers.pop(target, None)
        for target in new:
            pointing = self._referrers.get(target, _NONE)
            if id_ not in pointing:
                self._referrers[target] = (*pointing, id_)


def _name(element: Element) -> str:
    return element.name_shown or element.code or element.id
