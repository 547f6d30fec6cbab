"""Rule of assessability about rolling a scheme forward: what is different from last year's, and why."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.item_parameters import DEFAULTS
from workbench.analysis.schemes import full_mark, items_of
from workbench.i18n import N_
from workbench.plan.elements import Scheme, SchemeItem, Unit
from workbench.rules.rule import PASSED, WARNING, Ref, Word, fault, rule
from workbench.rules.scheme_rules import item_without_marks, thing_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.plan.elements import Element
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

#: What of an item is compared; targets of the year change every year by themselves.
_COMPARED: Final = (
    "units",
    "unit_class",
    "marks",
    "method",
    "parameters",
    "veto",
    "data_unit",
    "assessor_unit",
)


@rule(
    "A510",
    "change-without-reason",
    WARNING,
    "scheme",
    N_("What is different from last year's scheme has a reason"),
    whole=True,
)
def change_without_reason(seen: View) -> Iterator[tuple[Element, Outcome | list[Fault]]]:
    """Compares each scheme with that of the year before: every item that is new, or whose units, marks,
    method, parameters, veto, data unit or assessor are different, states the reason of the change. Items
    that were dropped, and another full mark, scope or other levels, are explained in the scheme's notes; a
    dropped item also by another item whose reason names it. Targets of the year, an exemption and a unit's
    successor are no change; nor is what an item lacks, which A502 and A504 report.

    Why: Who is assessed wants to know why the measure was changed. Without a reason every change looks as if
    it was made for somebody.

    How: Enter the reason of the change at the item: “data platform is completed this year, acceptance added”.

    Good: Electronic licences 5 marks in 2026, 3 marks in 2027; reason: room for the new acceptance item.

    Bad: Complaints answered in time: 6 marks in 2026, 2 marks in 2027, no reason.

    Source: Shenzhen adjusts the second and third level of its assessment each year after the year's main work
    and last year's results.
    """
    by_year: dict[int, list[Scheme]] = {}
    for scheme in seen.plan.all(Scheme):
        by_year.setdefault(scheme.year, []).append(scheme)
    for year, schemes in by_year.items():
        before = by_year.get(year - 1)
        if before is None:
            continue
        old = [item for scheme in before for item in items_of(seen.plan, scheme)]
        new = [item for scheme in schemes for item in items_of(seen.plan, scheme)]
        earlier = matched(new, old)
        kept = {one.id for one in earlier.values()}
        gone = [item for item in old if item.id not in kept and item.thing is not None]
        for scheme in schemes:
            found: list[Fault] = (
                list(_of_scheme(scheme, before[0])) if len(before) == len(schemes) == 1 else []
            )
            for item in items_of(seen.plan, scheme):
                # An item that names nothing (A502) cannot be compared.
                if (item.change_reason or "").strip() or item.thing is None:
                    continue
                found.extend(_of_item(seen, item, earlier.get(item.id), year))
            if scheme is schemes[0]:
                said = "\n".join(
                    text
                    for text in (*(one.notes for one in schemes), *(item.change_reason for item in new))
                    if text
                )
                found.extend(
                    fault(
                        f"items[{item.id}]",
                        N_("{name}: {item} ({thing}) of the year before is dropped without a reason"),
                        related=(item.id,),
                        item=Ref(item.id),
                        thing=thing_of(item),
                    )
                    for item in gone
                    if not _is_named(seen, item, said)
                )
            yield scheme, found or PASSED


def matched(new: list[SchemeItem], old: list[SchemeItem]) -> dict[str, SchemeItem]:
    """For the items of a year those of the year before that assess the same thing, by the new one's id."""
    waiting: dict[str, list[SchemeItem]] = {}
    for item in old:
        thing = item.thing
        if thing is not None:
            waiting.setdefault(thing, []).append(item)
    found: dict[str, SchemeItem] = {}
    # First those that are the same in more than the thing.
    for alike in (("units", "unit_class", "method"), ("units", "unit_class"), ("method",), ()):
        for item in new:
            thing = item.thing
            if item.id in found or thing is None:
                continue
            candidates = waiting.get(thing, [])
            for one in candidates:
                if all(one.get(name) == item.get(name) for name in alike):
                    found[item.id] = one
                    candidates.remove(one)
                    break
    return found


def differing(seen: View, item: SchemeItem, old: SchemeItem) -> list[str]:
    """Fields in which an item differs from that of the year before."""
    left_out: set[str] = set()
    if item.method is None or old.method is None:
        left_out |= {"method", "parameters"}
    # What an item lacks is no change: A502 and A504 speak of it.
    if any(item_without_marks(seen, one) not in (None, PASSED) for one in (item, old)):
        left_out.add("marks")
    found = [
        name
        for name in _COMPARED
        if name not in left_out and _value(seen, item, name) != _value(seen, old, name)
    ]
    by_class = [{row.unit_class: row.marks for row in one.marks_by_class or ()} for one in (item, old)]
    if by_class[0] != by_class[1]:
        found.append("marks_by_class")
    return [name for name in found if not _succeeded(seen, item.get(name), old.get(name))]


def _value(seen: View, item: SchemeItem, name: str) -> Any:
    value = item.get(name)
    if name == "units":
        return frozenset(value or ())
    if name == "veto":
        return value or "none"
    if name == "unit_class":
        return (value or "").strip()
    if name == "parameters":
        return _settled({**DEFAULTS.get(item.method or "", {}), **(value or {})})
    if name == "data_unit" and value is None and item.indicator is not None:
        indicator = seen.plan.get(item.indicator)
        return indicator.get("data_unit") if indicator is not None else None
    return value


def _settled(value: Any) -> Any:
    """A parameter in a form that can be compared: 5 and 5.0 are the same, empty entries are none."""
    if isinstance(value, dict):
        return {name: _settled(one) for name, one in value.items() if one is not None}
    if isinstance(value, list | tuple):
        return [_settled(one) for one in value]
    if isinstance(value, int) and not isinstance(value, bool):
        return Decimal(value)
    return value


def _succeeded(seen: View, now: Any, then: Any) -> bool:
    """Whether the units of now are those of then, or have followed them in a reform."""
    units = [(one,) if isinstance(one, str) else one for one in (now, then)]
    if not all(isinstance(one, tuple) and one for one in units):
        return False
    after: set[str] = set()
    for id_ in units[1]:
        unit = seen.plan.find(id_, Unit) if isinstance(id_, str) else None
        if unit is None:
            return False
        after.update(unit.successors or (id_,))
    return after == set(units[0])


def _of_item(seen: View, item: SchemeItem, old: SchemeItem | None, year: int) -> Iterator[Fault]:
    if old is None:
        yield fault(
            f"items[{item.id}]",
            N_("{name}: {item} ({thing}) was not in the scheme of {before}; there is no reason for it"),
            related=(item.id,),
            item=Ref(item.id),
            thing=thing_of(item),
            before=year - 1,
        )
        return
    changed = differing(seen, item, old)
    if not changed:
        return
    values: dict[str, Any] = {"item": Ref(item.id), "thing": thing_of(item)}
    if changed == ["marks"]:
        message = N_("{name}: {item} ({thing}) goes from {old} to {new} marks without a reason")
        values |= {
            "old": "—" if old.marks is None else old.marks,
            "new": "—" if item.marks is None else item.marks,
        }
    else:
        message = N_("{name}: {item} ({thing}) differs from {before} without a reason in: {fields}")
        values["before"] = year - 1
        values["fields"] = tuple(Word(SchemeItem.field_of[one].label) for one in changed)
    yield fault(f"items[{item.id}]", message, related=(item.id, old.id), **values)


def _of_scheme(scheme: Scheme, before: Scheme) -> Iterator[Fault]:
    """What of the scheme itself is different, unless its notes say something."""
    if (scheme.notes or "").strip():
        return
    pairs = {
        "full_mark": (full_mark(scheme), full_mark(before)),
        "scope": (scheme.scope or "plan", before.scope or "plan"),
        "missing": (scheme.missing or "unscored", before.missing or "unscored"),
        "levels": tuple(tuple((one.name, one.from_) for one in it.levels or ()) for it in (scheme, before)),
    }
    for name, (new, old) in pairs.items():
        if new != old:
            yield fault(
                name,
                N_("{name}: “{field}” differs from the scheme of the year before; the notes give no reason"),
                related=(before.id,),
                field=Word(Scheme.field_of[name].label),
            )


def _is_named(seen: View, item: SchemeItem, said: str) -> bool:
    """Whether a text names an item: by its code, or by the code or name of what it assesses."""
    thing = seen.plan.get(item.thing)
    names = (
        item.code,
        thing.code if thing is not None else None,
        thing.name_shown if thing is not None else None,
    )
    return any(name in said for name in names if name)
