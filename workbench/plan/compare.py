"""What tells two plans apart: elements added, deleted, changed and moved, fields before and after.

The two are states of one plan, found by the ids of their elements, or plans of different ids: then elements
that have no id in common are taken for the same where kind and code are.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import records as r
from workbench.plan.change import Change, Label, Operation, same
from workbench.plan.copies import renamed_throughout
from workbench.plan.elements import KINDS, Element, Waiver
from workbench.plan.ordering import settled
from workbench.plan.plan import Plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.plan.fields import Field
    from workbench.plan.record import Record

What = Literal["added", "deleted", "changed", "moved"]

#: What a difference can be, with its label.
WHATS: Final[dict[What, str]] = {
    "added": N_("Added"),
    "deleted": N_("Deleted"),
    "changed": N_("Changed"),
    "moved": N_("Moved"),
}

#: Which fields say what a row of a small table is about; rows of other tables are told apart by their place.
ROW_KEYS: Final[dict[type[Record], tuple[str, ...]]] = {
    r.AbsentReason: ("field",),
    r.Member: ("region_name",),
    r.OmittedDomain: ("domain",),
    r.Evaluation: ("kind", "on"),
    r.ProcedureStep: ("step",),
    r.TakeUp: ("plan", "element", "basis", "clause"),
    r.YearGoal: ("year", "quarter"),
    r.Predecessor: ("project",),
    r.FundingLine: ("year", "source", "use"),
    r.GoalLink: ("goal",),
    r.IndicatorLink: ("indicator",),
    r.Report: ("period", "unit"),
    r.RubricLevel: ("score",),
    r.TargetChange: ("on",),
    r.Target: ("year", "unit"),
    r.Actual: ("period", "unit"),
    r.Group: ("name", "unit_class"),
    r.ResultLevel: ("name",),
    r.CalendarStep: ("step",),
    r.ClassMarks: ("unit_class",),
    r.Result: ("item", "unit"),
    r.AdjustedField: ("element", "field"),
}


class RowDifference(NamedTuple):
    """A row of a small table that came, went or says something else; ``before`` or ``after`` may be None."""

    before: Record | None
    after: Record | None


class FieldDifference(NamedTuple):
    """A field that says something else. ``rows`` are the rows concerned where it is a small table."""

    declared: Field
    before: Any
    after: Any
    rows: tuple[RowDifference, ...] = ()


class Place(NamedTuple):
    """Where an element stands in its list: after which one ("": first), under what ("": at the top)."""

    holder: str
    after: str


class ElementDifference(NamedTuple):
    """What became of one element. ``moved`` is one whose place alone is another.

    ``place_before`` and ``place_after`` are given where it stands elsewhere in its list.
    """

    what: What
    kind: str
    id: str
    before: Element | None
    after: Element | None
    fields: tuple[FieldDifference, ...] = ()
    place_before: Place | None = None
    place_after: Place | None = None

    @property
    def element(self) -> Element:
        """The element as it became; a deleted one as it was."""
        found = self.after if self.after is not None else self.before
        assert found is not None
        return found


class Difference(NamedTuple):
    """What tells ``after`` from ``before``: kind by kind in the order of the format, then in rank order.

    ``after`` bears the ids of ``before`` where elements were found to be the same.
    """

    before: Plan
    after: Plan
    elements: tuple[ElementDifference, ...]

    @property
    def is_empty(self) -> bool:
        """Whether the plans say the same."""
        return not self.elements

    @property
    def counts(self) -> dict[What, int]:
        """How many elements were added, deleted, changed, moved."""
        many = Counter(one.what for one in self.elements)
        return {what: many[what] for what in WHATS}

    def as_change(self, label: Label | None = None) -> Change:
        """The change that makes ``after`` of ``before``."""
        operations: list[Operation] = []
        gone = {one.id for one in self.elements if one.what == "deleted"}
        for one in self.elements:
            if one.what == "added" and one.id in gone:
                raise Problem(N_("{id} is a different kind of element in the plan that is there"), id=one.id)
            if one.what in ("added", "deleted"):
                action: Literal["add", "delete"] = "add" if one.what == "added" else "delete"
                operations.append(Operation(action, one.kind, one.id, "", one.before, one.after))
                continue
            assert one.before is not None
            assert one.after is not None
            operations.extend(
                Operation("set", one.kind, one.id, declared.name, old, new)
                for declared, old, new in zip(one.before.fields, one.before, one.after, strict=True)
                if not same(old, new)
            )
        return Change(tuple(operations), label or Label(N_("Edit several fields")))


def compare(before: Plan, after: Plan) -> Difference:
    """What tells two plans apart."""
    wanted = list(after.elements.values())
    fresh = _same_here(before, after) if after.id != before.id else {}
    fresh.update(_same_waivers(before, after, fresh))
    if fresh:
        wanted = renamed_throughout(wanted, fresh)
    then = Plan(before.id, settled(before, wanted))
    here, there = _Places(before), _Places(then)
    found: list[ElementDifference] = []
    for kind in KINDS:
        for id_ in _in_order(before, then, kind):
            found.extend(_of_element(here, there, kind, id_))
    return Difference(before, then, tuple(found))


def restoring(now: Plan, wanted: Plan, label: Label) -> Change:
    """The change that makes a plan again what it was, to the place keys of its lists."""
    return Difference(now, wanted, tuple(_plainly(now, wanted))).as_change(label)


def _plainly(now: Plan, wanted: Plan) -> Iterable[ElementDifference]:
    """The elements that differ, by id alone: owners and what they own in an order that can be made."""
    for id_, old in now.elements.items():
        if id_ not in wanted:
            yield ElementDifference("deleted", old.kind_name, id_, old, None)
    for id_, new in wanted.elements.items():
        here = now.get(id_)
        if here is None:
            yield ElementDifference("added", new.kind_name, id_, None, new)
        elif here is not new and not same(here, new):
            yield ElementDifference("changed", new.kind_name, id_, here, new)


def _same_here(before: Plan, after: Plan) -> dict[str, str]:
    """Ids of another plan and of the same elements here: by id, else by kind and code."""
    fresh: dict[str, str] = {after.id: before.id}
    taken = {before.id}
    for id_, element in after.elements.items():
        here = before.get(id_)
        if here is not None and here.kind_name == element.kind_name and id_ not in fresh:
            fresh[id_] = id_
            taken.add(id_)
    for kind in KINDS:
        here_by_code, there_by_code = _by_code(before, kind), _by_code(after, kind)
        for code, id_ in there_by_code.items():
            twin = here_by_code.get(code)
            if twin is not None and id_ not in fresh and twin not in taken:
                fresh[id_] = twin
                taken.add(twin)
    # An id that means something else here must not be taken for that.
    fresh.update({id_: f"{id_}′" for id_ in after.elements if id_ not in fresh and id_ in before})
    return fresh


def _same_waivers(before: Plan, after: Plan, fresh: dict[str, str]) -> dict[str, str]:
    """Waivers by what they are about: their ids are a library's own, and others in each file."""
    here = {(one.rule, one.element, one.field): one.id for one in before.all(Waiver) if one.id not in after}
    found = {}
    for one in after.all(Waiver):
        if one.id not in before and one.id not in fresh:
            twin = here.pop((one.rule, fresh.get(one.element, one.element), one.field), None)
            if twin is not None:
                found[one.id] = twin
    return found


def _by_code(plan: Plan, kind: str) -> dict[str, str]:
    """Ids by code, of the codes that only one element of the kind has."""
    if kind in ("plan", "waiver"):
        return {}
    many = Counter(one.code for one in plan.of_kind(kind) if one.code)
    return {one.code: one.id for one in plan.of_kind(kind) if one.code and many[one.code] == 1}


def _in_order(before: Plan, then: Plan, kind: str) -> list[str]:
    """Ids of a kind in either plan, owner by owner in the order of ``then``; deleted ones as they stood."""
    follows: dict[str, list[str]] = {}
    last = ""
    for one in before.of_kind(kind):
        here = then.get(one.id)
        if here is None or here.kind_name != kind:
            follows.setdefault(last, []).append(one.id)
        else:
            last = one.id
    ordered = list(follows.get("", ()))
    for one in then.of_kind(kind):
        ordered.append(one.id)
        ordered.extend(follows.get(one.id, ()))
    owner = KINDS[kind].owner_field
    if owner is None:
        return ordered
    at = {id_: number for number, id_ in enumerate(_in_order(before, then, KINDS[kind].owner_kind or ""))}

    def of_owner(id_: str) -> int:
        element = then.find(id_, KINDS[kind]) or before.elements[id_]
        return at.get(element.get(owner), len(at))

    return sorted(ordered, key=of_owner)


class _Places:
    """A plan, and where its elements stand among their siblings."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._before: dict[tuple[str, str], dict[str, str]] = {}

    def of(self, element: Element) -> Place:
        """Under what and after which sibling an element stands."""
        kind, holder = element.kind_name, element.parent_field or element.owner_field
        above = (element.get(holder) if holder else None) or ""
        if (kind, above) not in self._before:
            siblings = self._siblings(element, above)
            self._before[kind, above] = dict(zip(siblings, ("", *siblings), strict=False))
        return Place(above, self._before[kind, above][element.id])

    def _siblings(self, element: Element, above: str) -> Sequence[str]:
        if element.owner_field:
            return self.plan.owned(above)
        if element.parent_field:
            is_there = above and above in self.plan
            return self.plan.children(above) if is_there else self.plan.roots(element.kind_name)
        return [one.id for one in self.plan.of_kind(element.kind_name)]


def _of_element(before: _Places, then: _Places, kind: str, id_: str) -> Iterable[ElementDifference]:
    old, new = before.plan.find(id_, KINDS[kind]), then.plan.find(id_, KINDS[kind])
    if old is None or new is None:
        what: What = "added" if old is None else "deleted"
        yield ElementDifference(what, kind, id_, old, new)
        return
    if old is new:
        return
    fields, moved, said = [], False, False
    holder = KINDS[kind].parent_field or KINDS[kind].owner_field
    for declared, was, is_ in zip(old.fields, old, new, strict=True):
        if was is is_ or same(was, is_):
            continue
        moved = moved or declared.name in ("position", holder)
        if declared.name == "position":
            continue
        said = said or declared.name != holder
        fields.append(FieldDifference(declared, was, is_, tuple(_rows(declared, was, is_))))
    if not fields and not moved:
        return
    places: tuple[Place | None, Place | None] = (None, None)
    if moved:
        places = (before.of(old), then.of(new))
    yield ElementDifference("changed" if said else "moved", kind, id_, old, new, tuple(fields), *places)


def _rows(declared: Field, before: Any, after: Any) -> Iterable[RowDifference]:
    """The rows of a small table that differ, found by what they are about."""
    cls = r.AbsentReason if declared.type == "absent" else declared.record
    if declared.type not in ("records", "absent") or cls is None:
        return
    here, there = _keyed(cls, before or ()), _keyed(cls, after or ())
    for key, row in here.items():
        if key not in there:
            yield RowDifference(row, None)
        elif not same(row, there[key]):
            yield RowDifference(row, there[key])
    for key, row in there.items():
        if key not in here:
            yield RowDifference(None, row)


def _keyed(cls: type[Record], rows: Iterable[Record]) -> dict[Any, Record]:
    """Rows by what they are about and how often that was said before."""
    names = ROW_KEYS.get(cls, ())
    seen: Counter[Any] = Counter()
    found = {}
    for row in rows:
        about = tuple(row.get(name) for name in names)
        found[about, seen[about]] = row
        seen[about] += 1
    return found
