"""The verbs: each works out a Change and makes nothing happen."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import ids
from workbench.plan.change import Change, Label, Operation, canonical, same
from workbench.plan.copies import renamed
from workbench.plan.elements import KINDS, Element, PlanHead, Waiver
from workbench.plan.evidence import with_marks
from workbench.plan.links import without
from workbench.plan.ordering import settled
from workbench.plan.validity import fault

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from workbench.plan.fields import Field
    from workbench.plan.plan import Plan


def shown_name(element: Element) -> str:
    """How an element is called in a sentence: code and title, as far as there are any."""
    return " ".join(part for part in (element.code, element.name_shown) if part) or element.id


def checked(declared: Field, value: Any) -> Any:
    """The value if it fits the field's declaration; a Problem otherwise."""
    wrong = fault(declared, value)
    if wrong is None:
        return value
    where, said = wrong
    in_row = re.fullmatch(r"\[(\d+)\]\.(\w+)", where)
    of_row = declared.record.fields if declared.record is not None else ()
    part = next((one for one in of_row if in_row and one.key == in_row[2]), None)
    if in_row and part is not None:
        raise Problem(
            N_("{field}, row {row}: {what} {fault}"),
            field=f"@{declared.label}",
            row=int(in_row[1]) + 1,
            what=f"@{part.label}",
            fault=f"@{said}",
        )
    raise Problem(N_("{field}{where} {fault}"), field=f"@{declared.label}", where=where, fault=f"@{said}")


def _required(plan: Plan, id_: str) -> Element:
    element = plan.get(id_)
    if element is None:
        raise Problem(N_("The element {id} is no longer in the plan"), id=id_)
    return element


def _set(element: Element, field: str, value: Any) -> Operation:
    declared = type(element).field_of[field]
    if declared.type in ("text", "long_text") and value == "" and not declared.required:
        value = None
    value = with_marks(declared, element.get(field), value)
    return Operation(
        "set", element.kind_name, element.id, field, element.get(field), checked(declared, value)
    )


def set_field(
    plan: Plan, id_: str, field: str, value: Any, *, merge_key: str = "", reason: str = ""
) -> Change:
    """Set one field of an element. An empty text empties an optional field."""
    element = _required(plan, id_)
    op = _set(element, field, value)
    label = Label(
        N_("Set {field} of {name}"),
        (("field", f"@{type(element).field_of[field].label}"), ("name", shown_name(element))),
    )
    return Change(canonical([op]), label, reason=reason, merge_key=merge_key)


def fill(plan: Plan, id_: str, field: str, value: Any, *, merge_key: str = "") -> Change:
    """Set one field of an element; the reason for its emptiness goes with the emptiness."""
    change = set_field(plan, id_, field, value, merge_key=merge_key)
    element = _required(plan, id_)
    key = type(element).field_of[field].key
    kept = tuple(entry for entry in element.absent or () if entry.field != key)
    if field == "absent" or value in (None, (), "") or len(kept) == len(element.absent or ()):
        return change
    both = set_fields(plan, {id_: {field: value, "absent": kept or None}}, change.label)
    return both._replace(merge_key=change.merge_key)


def set_fields(
    plan: Plan, values: dict[str, dict[str, Any]], label: Label | None = None, reason: str = ""
) -> Change:
    """Set several fields of several elements: id -> field -> value, as one step."""
    operations = [
        _set(_required(plan, id_), field, value)
        for id_, fields in values.items()
        for field, value in fields.items()
    ]
    return Change(canonical(operations), label or Label(N_("Edit several fields")), reason=reason)


def rename(plan: Plan, id_: str, name: str, *, merge_key: str = "") -> Change:
    """Give an element another title or name."""
    element = _required(plan, id_)
    if element.title_field not in type(element).place_of:
        raise Problem(N_("{name} has no title to change"), name=shown_name(element))
    change = set_field(plan, id_, element.title_field, name, merge_key=merge_key)
    return change._replace(label=Label(N_("Rename {name}"), (("name", shown_name(element)),)))


def new_plan(title: str, **values: Any) -> Change:
    """The change that begins a plan: its head. The id of the plan is the operation's id."""
    head = PlanHead(id=values.pop("id", None) or ids.new_id(), position="i", title=title, **values)
    for declared in head.fields:
        checked(declared, head.get(declared.name))
    op = Operation("add", "plan", head.id, "", None, head)
    return Change((op,), Label(N_("New plan {name}"), (("name", title),)))


def add(
    plan: Plan,
    kind: str,
    values: dict[str, Any] | None = None,
    *,
    after: str | None = None,
    before: str | None = None,
) -> Change:
    """Add an element of a kind with the given fields (its owner or parent among them).

    It stands last in its list, or next to a given sibling. Without a code it gets the next free one. The
    new id is the ``id`` of the change's only operation.
    """
    cls = KINDS[kind]
    given = dict(values or {})
    given.setdefault("id", ids.new_id())
    if cls.owner_field and plan.get(given.get(cls.owner_field)) is None:
        raise Problem(N_("{kind}: choose first what it belongs to"), kind=f"@{cls.label}")
    if cls is not Waiver and cls.code_prefix and not given.get("code"):
        given["code"] = ids.next_code(cls.code_prefix, (one.code for one in plan.of_kind(kind) if one.code))
    if "position" not in given:
        given["position"] = place_in_list(plan, kind, after=after, before=before)
    element = cls(**given)
    for declared in cls.fields:
        checked(declared, element.get(declared.name))
    op = Operation("add", kind, element.id, "", None, element)
    label = Label(N_("Add {kind} {name}"), (("kind", f"@{cls.label}"), ("name", shown_name(element))))
    return Change((op,), label)


def place_in_list(plan: Plan, kind: str, *, after: str | None = None, before: str | None = None) -> str:
    """A position key last in the list of a kind, or right after or before a given element of it."""
    ordered = plan.of_kind(kind)
    if not ordered:
        return "i"
    if after is None and before is None:
        return ids.between(ordered[-1].position or "", "")
    anchor = after if after is not None else before
    at = next((number for number, one in enumerate(ordered) if one.id == anchor), None)
    if at is None:
        return ids.between(ordered[-1].position or "", "")
    if after is not None:
        low = ordered[at].position or ""
        high = next((one.position for one in ordered[at + 1 :] if (one.position or "") > low), "")
    else:
        high = ordered[at].position or ""
        low = next((one.position for one in reversed(ordered[:at]) if (one.position or "") < high), "")
    return ids.between(low, high)


def move(
    plan: Plan, id_: str, *, parent: str | None = None, after: str | None = None, before: str | None = None
) -> Change:
    """Move an element under a parent (None: the top) and next to a sibling (none: last).

    For milestones and scheme items ``parent`` is their owner. The part of the tree below moves along.
    """
    element = _required(plan, id_)
    cls = type(element)
    operations = []
    holder = cls.parent_field or cls.owner_field
    if holder and (parent is not None or cls.parent_field):
        if parent is not None and _required(plan, parent).kind_name != (cls.owner_kind or element.kind_name):
            raise Problem(
                N_("{name} cannot hang under {other}"),
                name=shown_name(element),
                other=shown_name(plan.elements[parent]),
            )
        if parent is not None and id_ in {parent, *(one.id for one in plan.ancestors(parent))}:
            raise Problem(N_("“{name}” cannot be moved below itself"), name=shown_name(element))
        operations.append(_set(element, holder, parent))
    position = place_in_list(plan, element.kind_name, after=after, before=before)
    operations.append(_set(element, "position", position))
    return Change(canonical(operations), Label(N_("Move {name}"), (("name", shown_name(element)),)))


def link(plan: Plan, id_: str, field: str, target: str, **values: Any) -> Change:
    """Make a field of an element point at another element; for small tables ``values`` fill the new row."""
    element = _required(plan, id_)
    other = _required(plan, target)
    declared = type(element).field_of[field]
    held = element.get(field)
    pointing = _pointing_field(declared)
    if pointing is None:
        raise Problem(N_("{field} holds no links"), field=f"@{declared.label}")
    if other.kind_name not in pointing.targets:
        raise Problem(
            N_("{other} cannot stand in {field}"), other=shown_name(other), field=f"@{declared.label}"
        )
    if declared.type == "reference":
        value: Any = target
    elif declared.type == "references":
        value = held if held and target in held else (*(held or ()), target)
    else:
        assert declared.record is not None
        name = pointing.name
        if any(row.get(name) == target for row in held or ()):
            value = tuple(row.but(**values) if row.get(name) == target else row for row in held)
        else:
            value = (*(held or ()), declared.record(**{name: target}).but(**values))
    label = Label(
        N_("Link {name} with {other}"), (("name", shown_name(element)), ("other", shown_name(other)))
    )
    return Change(canonical([_set(element, field, value)]), label)


def unlink(plan: Plan, id_: str, field: str, target: str) -> Change:
    """Take the links to ``target`` out of one field of an element."""
    element = _required(plan, id_)
    declared = type(element).field_of[field]
    value = without(declared, element.get(field), {target})
    if value is None and declared.required:
        raise Problem(N_("{field} must not be empty"), field=f"@{declared.label}")
    other = plan.get(target)
    label = Label(
        N_("Unlink {name} from {other}"),
        (("name", shown_name(element)), ("other", shown_name(other) if other else target)),
    )
    return Change(canonical([_set(element, field, value)]), label)


def _pointing_field(declared: Field) -> Field | None:
    """What of a field holds the links: itself, or the first reference in the rows of a small table."""
    if declared.type in ("reference", "references"):
        return declared
    if declared.type != "records" or declared.record is None:
        return None
    return next((sub for sub in declared.record.fields if sub.type == "reference"), None)


def reschedule(plan: Plan, id_: str, start: date | None, end: date | None, *, merge_key: str = "") -> Change:
    """Give a project other dates. Its milestones move with it when both of its ends move by the same days.

    A duration that was given follows the new dates.
    """
    project = _required(plan, id_)
    operations = [_set(project, "start", start), _set(project, "end", end)]
    old_start, old_end = project.get("start"), project.get("end")
    if start and end and end >= start and project.get("duration_days") is not None:
        operations.append(_set(project, "duration_days", (end - start).days + 1))
    if start and end and old_start and old_end and start - old_start == end - old_end:
        for one in plan.owned(id_):
            milestone = plan.elements[one]
            due = milestone.get("due")
            if due and milestone.get("done_on") is None:
                operations.append(_set(milestone, "due", due + (start - old_start)))
    label = Label(N_("Reschedule {name}"), (("name", shown_name(project)),))
    return Change(canonical(operations), label, merge_key=merge_key)


def delete(plan: Plan, targets: Iterable[str]) -> Change:
    """Delete elements with what hangs on them: subtrees, what they own, links to them, waivers of them."""
    wanted = list(dict.fromkeys(targets))
    doomed: dict[str, None] = {}
    for id_ in wanted:
        if _required(plan, id_).kind_name == "plan":
            doomed = dict.fromkeys([one for one in plan.elements if one != plan.id])
            doomed[plan.id] = None
            break
        doomed.update(dict.fromkeys(plan.subtree(id_)))
    gone = set(doomed)
    operations: list[Operation] = []
    pointing = dict.fromkeys(one for id_ in doomed for one in plan.referrers(id_) if one not in gone)
    for id_ in pointing:
        element = plan.elements[id_]
        for declared in element.fields:
            held = element.get(declared.name)
            kept = without(declared, held, gone)
            if kept is not held:
                operations.append(Operation("set", element.kind_name, id_, declared.name, held, kept))
    for waiver in plan.all(Waiver):
        if waiver.element in gone and waiver.id not in gone:
            operations.append(Operation("delete", "waiver", waiver.id, "", waiver, None))
    for id_ in reversed(doomed):
        element = plan.elements[id_]
        operations.append(Operation("delete", element.kind_name, id_, "", element, None))
    if len(wanted) == 1:
        label = Label(N_("Delete {name}"), (("name", shown_name(plan.elements[wanted[0]])),))
    else:
        label = Label(N_("Delete {count} elements"), (("count", str(len(wanted))),))
    return Change(canonical(operations), label)


def duplicate(plan: Plan, targets: Sequence[str], *, into: str | None = None) -> Change:
    """Copy elements with their subtrees, right after the originals; links to outside are kept.

    Links among the copies point at the copies. Titles stay, codes are new.
    """
    wanted = [plan.elements[id_] for id_ in dict.fromkeys(targets) if id_ in plan]
    below = {one for element in wanted for one in plan.subtree(element.id) if one != element.id}
    heads = [element for element in wanted if element.id not in below and element.kind_name != "plan"]
    originals = [plan.elements[id_] for head in heads for id_ in plan.subtree(head.id)]
    change = paste(plan, originals, into=into, after={head.id for head in heads})
    names = shown_name(heads[0]) if len(heads) == 1 else str(len(heads))
    return change._replace(label=Label(N_("Duplicate {name}"), (("name", names),)))


def paste(
    plan: Plan,
    originals: Sequence[Element],
    *,
    into: str | None = None,
    after: set[str] | frozenset[str] = frozenset(),
) -> Change:
    """Add copies of elements (of this plan or another) with fresh ids and codes.

    ``into`` becomes the parent or owner of those whose own parent or owner is not among them. Links that
    lead to nothing in this plan are left out. Copies of elements in ``after`` stand right after them.
    """
    fresh = {element.id: ids.new_id() for element in originals}
    known = set(plan.elements) | set(fresh)
    beside = _right_after(plan, {one.id for one in originals if one.id in after and one.id in plan})
    last = {
        kind: iter(ids.several(_last_position(plan, kind), "", many))
        for kind, many in Counter(one.kind_name for one in originals if one.id not in beside).items()
    }
    codes = {
        kind: ids.next_codes(KINDS[kind].code_prefix, [one.code for one in plan.of_kind(kind) if one.code])
        for kind in {one.kind_name for one in originals}
    }
    operations = []
    for element in originals:
        cls = type(element)
        kind = element.kind_name
        copy = cls.of(
            [renamed(field, held, fresh, known) for field, held in zip(cls.fields, element, strict=True)]
        ).but(id=fresh[element.id])
        holder = cls.parent_field or cls.owner_field
        if holder and element.get(holder) not in fresh and into is not None:
            target = plan.get(into)
            if target is not None and target.kind_name == (cls.owner_kind or kind):
                copy = copy.but(**{holder: into})
        if cls.owner_field and copy.get(cls.owner_field) is None:
            raise Problem(N_("{kind}: choose first what it belongs to"), kind=f"@{cls.label}")
        if cls.code_prefix:
            copy = copy.but(code=next(codes[kind]))
        position = beside[element.id] if element.id in beside else next(last[kind])
        operations.append(Operation("add", kind, copy.id, "", None, copy.but(position=position)))
    return Change(tuple(operations), Label(N_("Paste {count} elements"), (("count", str(len(operations))),)))


def _last_position(plan: Plan, kind: str) -> str:
    return next((one.position or "" for one in reversed(plan.of_kind(kind))), "")


def _right_after(plan: Plan, wanted: set[str]) -> dict[str, str]:
    """For each of some elements of the plan the position right after it, as place_in_list gives one."""
    found: dict[str, str] = {}
    for kind in {plan.elements[id_].kind_name for id_ in wanted}:
        here = above = ""
        for one in reversed(plan.of_kind(kind)):
            if (one.position or "") != here:
                here, above = one.position or "", here
            if one.id in wanted:
                found[one.id] = ids.between(here, above)
    return found


def waive(
    plan: Plan,
    rule: str,
    element: str,
    reason: str,
    *,
    field: str | None = None,
    by: str | None = None,
    until: date | None = None,
) -> Change:
    """Accept the findings of a rule about an element (and perhaps one field), with the reason."""
    if not reason.strip():
        raise Problem(N_("A waiver needs a reason"))
    change = add(
        plan,
        "waiver",
        {"rule": rule, "element": element, "field": field, "reason": reason, "by": by, "until": until},
    )
    target = plan.get(element)
    name = shown_name(target) if target is not None else element
    return change._replace(label=Label(N_("Waive {rule} for {name}"), (("rule", rule), ("name", name))))


def replace_all(plan: Plan, wanted: Iterable[Element], label: Label) -> Change:
    """The change that makes the plan consist of exactly the given elements (import over an existing plan)."""
    coming = {element.id: element for element in settled(plan, wanted)}
    operations: list[Operation] = []
    for id_, here in plan.elements.items():
        if id_ not in coming:
            operations.append(Operation("delete", here.kind_name, id_, "", here, None))
    for id_, element in coming.items():
        old = plan.get(id_)
        if old is None:
            operations.append(Operation("add", element.kind_name, id_, "", None, element))
        elif old.kind_name != element.kind_name:
            raise Problem(N_("{id} is a different kind of element in the plan that is there"), id=id_)
        else:
            operations.extend(
                Operation("set", element.kind_name, id_, declared.name, before, value)
                for declared, before, value in zip(element.fields, old, element, strict=True)
                if before is not value and not same(before, value)
            )
    return Change(tuple(operations), label)
