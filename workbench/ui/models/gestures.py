"""What adding, moving, linking and pasting in the outline mean, as changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Change, Label, Operation, canonical
from workbench.plan.elements import KINDS, Element

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from workbench.plan.plan import Plan


def in_turn(plan: Plan, steps: Iterable[Callable[[Plan], Change]], label: Label) -> Change:
    """Several changes, each worked out on what the earlier ones leave, as one."""
    draft = plan.snapshot()
    operations: list[Operation] = []
    for step in steps:
        change = step(draft)
        draft.check(change)
        draft.apply(change)
        operations.extend(change.operations)
    return Change(canonical(operations), label)


def tops(plan: Plan, ids: Iterable[str]) -> list[str]:
    """Of the given elements those that are not below another one of them, in the order of the plan."""
    wanted = [id_ for id_ in dict.fromkeys(ids) if id_ in plan]
    below = {one for id_ in wanted for one in plan.subtree(id_) if one != id_}
    kept = [id_ for id_ in wanted if id_ not in below]
    return sorted(
        kept, key=lambda id_: (plan.elements[id_].kind_name, plan.elements[id_].position or "", id_)
    )


def move_to(plan: Plan, ids: Sequence[str], parent: str | None, before: str | None) -> Change:
    """Move elements of one kind under a parent or owner, in front of ``before`` (None: last)."""
    moved = [id_ for id_ in tops(plan, ids) if id_ != before]
    if before is None:
        steps = [_last_among(id_, parent) for id_ in moved]
    else:
        steps = [_beside(id_, parent, before=before) for id_ in moved]
    return in_turn(plan, steps, _label(plan, moved))


def _last_among(id_: str, parent: str | None) -> Callable[[Plan], Change]:
    def step(draft: Plan) -> Change:
        return edits.move(draft, id_, parent=parent)

    return step


def _label(plan: Plan, ids: Sequence[str]) -> Label:
    if len(ids) == 1:
        return Label(N_("Move {name}"), (("name", edits.shown_name(plan.elements[ids[0]])),))
    return Label(N_("Move {count} elements"), (("count", str(len(ids))),))


def siblings(plan: Plan, id_: str) -> tuple[str, ...]:
    """The elements among which an element stands, itself included, in rank order."""
    element = plan.elements[id_]
    if element.parent_field:
        above = element.get(element.parent_field)
        return plan.children(above) if above is not None and above in plan else plan.roots(element.kind_name)
    if element.owner_field:
        return plan.owned(element.get(element.owner_field))
    return tuple(one.id for one in plan.of_kind(element.kind_name))


def holder_of(plan: Plan, id_: str) -> str | None:
    """The parent or owner of an element."""
    element = plan.elements[id_]
    field = element.parent_field or element.owner_field
    above = element.get(field) if field else None
    return above if above is not None and above in plan else None


def shift(plan: Plan, ids: Sequence[str], by: int) -> Change | None:
    """Move elements one place up (-1) or down (1) among their siblings; None at the end of the list."""
    moved = tops(plan, ids)
    if not moved:
        return None
    row = siblings(plan, moved[0])
    if any(id_ not in row for id_ in moved):
        return None
    places = [row.index(id_) for id_ in moved]
    if by < 0:
        if min(places) == 0:
            return None
        anchor = row[min(places) - 1]
    else:
        if max(places) == len(row) - 1:
            return None
        anchor = row[max(places) + 1]
    parent = holder_of(plan, moved[0])
    if by < 0:
        steps = [_beside(id_, parent, before=anchor) for id_ in moved]
    else:
        steps = [_beside(id_, parent, after=anchor) for id_ in reversed(moved)]
    return in_turn(plan, steps, _label(plan, moved))


def _beside(
    id_: str, parent: str | None, *, before: str | None = None, after: str | None = None
) -> Callable[[Plan], Change]:
    def step(draft: Plan) -> Change:
        return edits.move(draft, id_, parent=parent, before=before, after=after)

    return step


def indent(plan: Plan, ids: Sequence[str]) -> Change | None:
    """Put elements under the sibling before them; None where there is none or the kind is no tree."""
    moved = tops(plan, ids)
    if not moved or not plan.elements[moved[0]].parent_field:
        return None
    row = siblings(plan, moved[0])
    at = row.index(moved[0])
    if at == 0 or any(id_ not in row for id_ in moved):
        return None
    return move_to(plan, moved, row[at - 1], None)


def outdent(plan: Plan, ids: Sequence[str]) -> Change | None:
    """Put elements after their parent; None at the top."""
    moved = tops(plan, ids)
    if not moved or not plan.elements[moved[0]].parent_field:
        return None
    above = holder_of(plan, moved[0])
    if above is None:
        return None
    parent = holder_of(plan, above)
    steps = [_beside(id_, parent, after=above) for id_ in reversed(moved)]
    return in_turn(plan, steps, _label(plan, moved))


def add_beside(plan: Plan, id_: str) -> Change:
    """A new element of the same kind right after this one."""
    element = plan.elements[id_]
    holder = element.parent_field or element.owner_field
    values: dict[str, Any] = {}
    if holder and element.get(holder) is not None:
        values[holder] = element.get(holder)
    return add(plan, element.kind_name, values, after=id_)


def child_kinds(kind: str) -> list[str]:
    """Kinds that can be added below a kind, the most usual first."""
    found = [name for name, cls in KINDS.items() if cls.owner_kind == kind]
    if KINDS[kind].parent_field:
        found.insert(0, kind)
    return found


def add_below(plan: Plan, id_: str, kind: str) -> Change:
    """A new element below this one: a part of it, or one that it owns."""
    cls = KINDS[kind]
    holder = cls.owner_field or cls.parent_field
    assert holder is not None
    return add(plan, kind, {holder: id_})


def add(plan: Plan, kind: str, values: dict[str, Any] | None = None, *, after: str | None = None) -> Change:
    """A new element with what the kind cannot do without."""
    given = dict(values or {})
    cls = KINDS[kind]
    for declared in cls.fields:
        if declared.required and declared.name not in given and declared.name != "id":
            match declared.type:
                case "year":
                    given[declared.name] = _year(plan)
                case "choice":
                    given[declared.name] = next(iter(declared.choices))
                case "money":
                    given[declared.name] = 0
                case "text" | "long_text":
                    given[declared.name] = ""
    if kind == "waiver":
        raise Problem(N_("A finding is waived where it is shown, among the findings"))
    return edits.add(plan, kind, given, after=after)


def _year(plan: Plan) -> int:
    head = plan.head
    if head.as_of is not None:
        return head.as_of.year
    return head.period.start.year if head.period is not None else head.base_year or 2026


def add_lines(
    plan: Plan, kind: str, lines: Sequence[str], *, after: str | None, holder: str | None
) -> Change:
    """A new element for each line of text, titled by it."""
    cls = KINDS[kind]
    field = cls.parent_field or cls.owner_field
    last = [after]

    def step_of(line: str) -> Callable[[Plan], Change]:
        def step(draft: Plan) -> Change:
            values: dict[str, Any] = {cls.title_field: line.split("\t", maxsplit=1)[0].strip()}
            if field and holder is not None:
                values[field] = holder
            change = edits.add(draft, kind, values, after=last[0])
            last[0] = change.operations[0].id
            return change

        return step

    label = Label(N_("Paste {count} elements"), (("count", str(len(lines))),))
    return in_turn(plan, [step_of(line) for line in lines], label)


def link_field(plan: Plan, dragged: str, target: str) -> tuple[str, str, str] | None:
    """(element, field, other) of the link that dropping one element on another makes, if one can be."""
    for one, other in (
        (plan.elements[dragged], plan.elements[target]),
        (plan.elements[target], plan.elements[dragged]),
    ):
        for declared in one.fields:
            if declared.internal or declared.name == one.parent_field:
                continue
            if declared.type == "references" and other.kind_name in declared.targets:
                return one.id, declared.name, other.id
            if declared.type == "records" and declared.record is not None:
                first = next((sub for sub in declared.record.fields if sub.type == "reference"), None)
                others = [sub for sub in declared.record.fields if sub.required and sub is not first]
                if first is not None and first.required and other.kind_name in first.targets and not others:
                    return one.id, declared.name, other.id
    return None


def link(plan: Plan, dragged: Sequence[str], target: str) -> Change:
    """Link elements with the one they were dropped on."""
    steps = []
    for id_ in dragged:
        found = link_field(plan, id_, target)
        if found is None:
            raise Problem(
                N_("{name} and {other} cannot be linked"),
                name=edits.shown_name(plan.elements[id_]),
                other=edits.shown_name(plan.elements[target]),
            )
        steps.append(_linked(*found))
    if len(steps) == 1:
        return steps[0](plan)
    label = Label(
        N_("Link {count} elements with {other}"),
        (("count", str(len(steps))), ("other", edits.shown_name(plan.elements[target]))),
    )
    return in_turn(plan, steps, label)


def _linked(id_: str, field: str, other: str) -> Callable[[Plan], Change]:
    def step(draft: Plan) -> Change:
        return edits.link(draft, id_, field, other)

    return step


def paste(plan: Plan, elements: Sequence[Element], here: str | None) -> Change:
    """Copies of elements after the element ``here`` or below it, as their kinds go; else last of the kind."""
    present = {element.id for element in elements}
    heads = [at for at, element in enumerate(elements) if _holder(element) not in present]
    places = {at: _place_for(plan, elements[at].kind_name, here) for at in heads}
    into = next((places[at][0] for at in heads if elements[at].owner_field), None)
    change = edits.paste(plan, elements, into=into)
    last: dict[str, str | None] = {}
    steps: list[Callable[[Plan], Change]] = [lambda _draft: change]
    for at in heads:
        copy = change.operations[at].after
        parent, after = places[at]
        after = last.get(copy.kind_name, after)
        if copy.parent_field or after is not None:
            steps.append(_beside(copy.id, parent, after=after))
        last[copy.kind_name] = copy.id
    return in_turn(plan, steps, change.label)


def _holder(element: Element) -> str | None:
    field = element.parent_field or element.owner_field
    return element.get(field) if field else None


def _place_for(plan: Plan, kind: str, here: str | None) -> tuple[str | None, str | None]:
    """(parent or owner, sibling to stand after) of an element of a kind that is pasted at ``here``."""
    at = here if here is not None and here in plan else None
    while at is not None:
        element = plan.elements[at]
        if element.kind_name == kind:
            return holder_of(plan, at), at
        if kind in child_kinds(element.kind_name):
            return at, None
        at = holder_of(plan, at)
    return None, None
