"""The rule that every unit referred to exists, and exists in the years concerned."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.plan.elements import KINDS, Unit
from workbench.rules.rule import ERROR, PASSED, WARNING, Ref, Word, fault, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from workbench.plan.elements import Element, Goal, Project
    from workbench.plan.fields import Field
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View


@rule(
    "I313",
    "unit-not-valid",
    ERROR,
    "unit goal project indicator service risk safeguard scheme scheme_item comment",
    N_("Every unit referred to exists and is valid"),
)
def unit_not_valid(seen: View, element: Element) -> list[Outcome] | Outcome:
    """Every unit that an element refers to is in the list of units (else an error), and exists in the years
    that the reference is about (else a warning): a project's own years, the year of a target or an
    assessment, the plan's years otherwise. A unit that was set up later is accepted when a unit that it comes
    from, by one reform or several, covers the years before.

    Why: Reforms merge and rename offices. A task that is led by an office which was dissolved two years ago
    has no lead.

    How: Enter the missing unit, or choose one that is there. For a unit that ends, enter its successor and
    hand the task over to it.

    Good: Lead: provincial bureau of industry and information technology (from 2018), successor of the
    commission that is valid until 2018.

    Bad: A project of 2020 to 2022 led by the commission that ended in 2018.
    """
    elements = seen.plan.elements
    found: list[Outcome] = []
    any_unit = False
    for place, declared, rows in _UNIT_FIELDS[element.kind_name]:
        value = element[place]
        if not value:
            continue
        if rows is not None:
            at = rows[0]
            ids: Sequence[str] = [row[at] for row in value if row[at] is not None]
        else:
            ids = value if type(value) is tuple else (value,)
        any_unit = any_unit or bool(ids)
        # Nearly always all are there and valid without an end.
        for id_ in ids:
            unit = elements.get(id_)
            if type(unit) is not Unit or unit.valid_until is not None or unit.valid_from is not None:
                break
        else:
            continue
        for field, id_, row in _references(declared, rows, value):
            unit = elements.get(id_)
            if type(unit) is not Unit:
                found.append(
                    fault(
                        field,
                        N_("{name}: the unit “{unit}”, named under “{role}”, is not in the list of units"),
                        role=Word(declared.label),
                        unit=id_,
                    )
                )
            elif unit.valid_until is not None or unit.valid_from is not None:
                outdated = _outdated(seen, element, field, declared, unit, row)
                if outdated is not None:
                    found.append(outdated)
    return found or (PASSED if any_unit else None)


#: (place of a unit in the row, that names the row in a field name)
_Row = tuple[int, int]


def _unit_fields(cls: type[Element]) -> tuple[tuple[int, Field, _Row | None], ...]:
    """(place, field, places in its rows) of the fields of a class that refer to units."""
    found: list[tuple[int, Field, _Row | None]] = []
    for place, declared in enumerate(cls.fields):
        if declared.targets == ("unit",):
            found.append((place, declared, None))
        elif declared.record is not None and declared.type == "records":
            for at, sub in enumerate(declared.record.fields):
                if sub.targets == ("unit",):
                    naming = next(
                        number
                        for number, one in enumerate(declared.record.fields)
                        if one.required and one is not sub
                    )
                    found.append((place, declared, (at, naming)))
    return tuple(found)


_UNIT_FIELDS: Final = {kind: _unit_fields(cls) for kind, cls in KINDS.items()}


def _references(declared: Field, rows: _Row | None, value: Any) -> list[tuple[str, str, Any]]:
    """(field as a finding names it, id of the unit, row that holds it or None)."""
    name = declared.key
    if rows is not None:
        at, naming = rows
        return [(f"{name}[{row[naming]}]", row[at], row) for row in value if row[at] is not None]
    if declared.type == "reference":
        return [(name, value, None)]
    return [(f"{name}[{id_}]", id_, None) for id_ in value]


def would_be_valid(seen: View, element: Element, field: str, unit: Unit) -> bool:
    """Whether a unit exists in the years of a reference, named as a finding names it."""
    for place, declared, rows in _UNIT_FIELDS[element.kind_name]:
        if declared.key != field.partition("[")[0] or not element[place]:
            continue
        for named, _, row in _references(declared, rows, element[place]):
            if named == field and _outdated(seen, element, field, declared, unit, row) is not None:
                return False
    return True


def _outdated(
    seen: View, element: Element, field: str, declared: Field, unit: Unit, row: Any
) -> Fault | None:
    """The fault when the unit does not exist in the years that the reference is about."""
    if declared.name in ("parent", "successors"):
        return None
    first, last = _YEARS.get(element.kind_name, _years_of_plan)(seen, element)
    if row is not None:
        first, last = _years_of_row(row) or (first, last)
    role = Word(declared.label)
    if unit.valid_until is not None and last is not None and last > unit.valid_until:
        if unit.successors:
            return fault(
                field,
                N_(
                    "{name}: {unit}, named under “{role}”, is valid until {until}, but {year} is concerned;"
                    " successor: {successors}"
                ),
                severity=WARNING,
                related=(unit.id, *unit.successors),
                role=role,
                unit=Ref(unit.id),
                until=unit.valid_until,
                year=last,
                successors=tuple(Ref(id_) for id_ in unit.successors),
            )
        return fault(
            field,
            N_("{name}: {unit}, named under “{role}”, is valid until {until}, but {year} is concerned"),
            severity=WARNING,
            related=(unit.id,),
            role=role,
            unit=Ref(unit.id),
            until=unit.valid_until,
            year=last,
        )
    if unit.valid_from is not None and first is not None and first < unit.valid_from:
        if not _continues_another(seen, unit, first):
            return fault(
                field,
                N_("{name}: {unit}, named under “{role}”, is valid from {since}, but {year} is concerned"),
                severity=WARNING,
                related=(unit.id,),
                role=role,
                unit=Ref(unit.id),
                since=unit.valid_from,
                year=first,
            )
    return None


def _continues_another(seen: View, unit: Unit, first: int) -> bool:
    """Whether a unit that this one comes from, through however many reforms, was there in the first year."""
    line = [unit]
    known = {unit.id}
    for later in line:
        for id_ in seen.plan.referrers(later.id):
            earlier = seen.plan.find(id_, Unit)
            if earlier is None or id_ in known or later.id not in (earlier.successors or ()):
                continue
            if earlier.valid_from is None or earlier.valid_from <= first:
                return True
            known.add(id_)
            line.append(earlier)
    return False


_Years = tuple[int | None, int | None]


def _years_of_plan(seen: View, _element: Any) -> _Years:
    period = seen.head.period
    return (period.start.year, period.end.year) if period is not None else (None, None)


def _years_of_project(seen: View, project: Project) -> _Years:
    first, last = _years_of_plan(seen, project)
    end = seen.end_of(project)
    return (
        project.start.year if project.start is not None else first,
        end.year if end is not None else last,
    )


def _years_of_goal(seen: View, goal: Goal) -> _Years:
    first, last = _years_of_plan(seen, goal)
    return first, goal.due.year if goal.due is not None else last


def _years_of_scheme(_seen: View, scheme: Any) -> _Years:
    return scheme.year, scheme.year


def _years_of_item(seen: View, item: Any) -> _Years:
    scheme = seen.plan.get(item.scheme)
    return (None, None) if scheme is None else (scheme.get("year"), scheme.get("year"))


def _years_of_comment(_seen: View, comment: Any) -> _Years:
    day = comment.received_on
    return (None, None) if day is None else (day.year, day.year)


_YEARS: Final[dict[str, Callable[[View, Any], _Years]]] = {
    "project": _years_of_project,
    "goal": _years_of_goal,
    "scheme": _years_of_scheme,
    "scheme_item": _years_of_item,
    "comment": _years_of_comment,
}


def _years_of_row(row: Any) -> tuple[int, int] | None:
    """The year that a target, an actual value or a report is about."""
    year = getattr(row, "year", None)
    if year is None:
        period = getattr(row, "period", None)
        year = int(period[:4]) if period else None
    return None if year is None else (year, year)
