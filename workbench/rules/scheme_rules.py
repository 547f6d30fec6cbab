"""Rules of assessability about the items and marks of assessment schemes."""

from __future__ import annotations

from collections import Counter, defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from workbench.analysis.schemes import (
    OUTSIDE,
    counted,
    full_mark,
    is_pure_veto,
    items_of,
    marks_for,
    missing_parameters,
    scores_units,
)
from workbench.i18n import N_
from workbench.plan.elements import Scheme, SchemeItem, Unit
from workbench.rules.rule import ERROR, PASSED, Ref, Word, fault, rule

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from workbench.plan.elements import Element
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View


def assesses_nobody(item: SchemeItem) -> bool:
    """No unit, no class and no marks for classes."""
    return not item.units and not (item.unit_class or "").strip() and not item.marks_by_class


def thing_of(item: SchemeItem) -> Ref | Word:
    """What the item assesses, for a message."""
    return Word(N_("nothing named")) if item.thing is None else Ref(item.thing)


@rule("A502", "scheme-item-incomplete", ERROR, "scheme_item", N_("Every scheme item can be worked out"))
def scheme_item_incomplete(_seen: View, item: SchemeItem) -> Outcome | list[Fault]:
    """An item of an assessment scheme names what is assessed (an indicator, a milestone or a project), whom
    (units or a class of units), and how: a method with the parameters that it needs. Stepped scoring needs
    bands; deduction step and points; the efficacy interval its two ends; ranking its rule; improvement the
    best improvement; graded judgement its levels; bonus and penalty what counts once, points and limit. What
    has to be a number is one, and a step, points and what counts once are above 0.

    Why: What is not fixed before the year is argued about after it.

    How: Choose the indicator, the units and the method, and fill in the parameters that the form asks for.
    Zero is a value: an interval that begins at 0 is complete.

    Good: Indicator I-23, municipal government office, interval from 60 (no points) to 80 (full points).

    Bad: “Level of informatisation, 10 marks, judged by performance”.
    """
    found = []
    if item.indicator is None and item.milestone is None and item.project is None:
        found.append(fault("indicator", N_("{name} names no indicator, milestone or project to assess")))
    if assesses_nobody(item):
        found.append(
            fault("units", N_("{name} ({thing}) names no unit or class to assess"), thing=thing_of(item))
        )
    if item.method is None:
        found.append(fault("method", N_("{name} ({thing}) has no method of scoring"), thing=thing_of(item)))
    else:
        missing = missing_parameters(item)
        if missing:
            found.append(
                fault(
                    f"parameters.{next(iter(missing))}",
                    N_("{name} ({thing}): the method lacks {missing}"),
                    thing=thing_of(item),
                    missing=tuple(map(Word, missing.values())),
                )
            )
    return found or PASSED


@rule("A503", "marks-do-not-add-up", ERROR, "scheme", N_("Marks add up to the full mark"), whole=True)
def marks_do_not_add_up(seen: View) -> Iterator[tuple[Element, Outcome | list[Fault]]]:
    """The marks of a scheme's items, without bonus, penalty and items that are only a veto, add up to exactly
    the full mark: over the scheme where it is scored as a whole, for each unit or class where each is scored
    by itself. Where a group of units is assessed, and its members on something besides, each member counts.
    The items of a group of items add up to the marks that the group states. Not judged while an item has no
    marks at all or assesses nobody, which A504 and A502 report.

    Why: 97 marks that are called 100 move the line between good and fair, and whoever stands below it will
    do the sum.

    How: The message gives the sum. Change the marks of single items, or the marks that the group states.

    Good: Groups of 32, 28, 24 and 16 marks, each with items of that sum: 100.

    Bad: After an item of 5 marks was struck out the others were left as they were: 95.
    """
    for scheme in seen.plan.all(Scheme):
        items = counted(items_of(seen.plan, scheme))
        if items and scores_units(scheme, items):
            if any((one.marks is None and not one.marks_by_class) or assesses_nobody(one) for one in items):
                continue
            tables = marks_by_subject(seen, scheme, items)
        else:
            if any(one.marks is None for one in items):
                continue
            tables = {None: [(one, one.marks or Decimal(0)) for one in items]}
        found: list[Fault] = []
        for subject, table in tables.items():
            found.extend(sums(seen, scheme, subject, table))
        yield scheme, found or PASSED


#: A unit (by Ref), a class (by name), or None for the scheme as a whole.
Subject = str | None
Table = list[tuple[SchemeItem, Decimal]]


def marks_by_subject(seen: View, scheme: Scheme, items: list[SchemeItem]) -> dict[Subject, Table]:
    """The items and marks of each unit named, and of each class unless all its units are named."""
    by_unit: dict[str, dict[str, SchemeItem]] = {}
    by_class: dict[str, list[SchemeItem]] = {}
    for item in items:
        for id_ in item.units or ():
            by_unit.setdefault(id_, {})[item.id] = item
        if item.unit_class:
            by_class.setdefault(item.unit_class, []).append(item)
        elif not item.units:
            for row in item.marks_by_class or ():
                by_class.setdefault(row.unit_class, []).append(item)
    by_unit = _groups_resolved(seen, by_unit, by_class)
    tables: dict[Subject, Table] = {}
    for id_, named in by_unit.items():
        own = _class_of(seen, id_)
        of_unit = {**named, **{item.id: item for item in by_class.get(own, ())}}
        tables[Ref(id_)] = [(item, marks_for(item, own)) for item in of_unit.values()]
    named_of = {_class_of(seen, id_) for id_ in by_unit}
    others_of = {unit.class_ for unit in seen.plan.all(Unit) if unit.id not in by_unit}
    for name in dict.fromkeys((*by_class, *(scheme.unit_classes or ()))):
        if name not in named_of or name in others_of:
            tables[name] = [(item, marks_for(item, name)) for item in by_class.get(name, ())]
    return tables


def _groups_resolved(
    seen: View, by_unit: dict[str, dict[str, SchemeItem]], by_class: Container[str]
) -> dict[str, dict[str, SchemeItem]]:
    """The items by unit, a group replaced by its members where one of them is assessed on more than that."""
    members = {id_: unit.members for id_ in by_unit if (unit := seen.plan.find(id_, Unit)) and unit.members}
    times = Counter(id_ for of_group in members.values() for id_ in of_group)
    found: dict[str, dict[str, SchemeItem]] = {}
    for id_, named in by_unit.items():
        of_group = members.get(id_, ())
        apart = any(one in by_unit or times[one] > 1 or _class_of(seen, one) in by_class for one in of_group)
        for one in of_group if apart else (id_,):
            found.setdefault(one, {}).update(named)
    return found


def _class_of(seen: View, id_: str) -> str:
    unit = seen.plan.find(id_, Unit)
    return (unit.class_ or "") if unit is not None else ""


def own_class(seen: View, subject: Subject) -> str:
    """The class whose marks count for a subject of a scheme; "" for none."""
    return _class_of(seen, subject) if isinstance(subject, Ref) else subject or ""


def stated_marks(scheme: Scheme, own: str) -> dict[str, Decimal]:
    """The marks that groups state for all or for the class ``own``, by the group's name."""
    return {
        one.name: one.marks
        for one in scheme.groups or ()
        if one.marks is not None and one.unit_class in (None, own or None)
    }


def by_group(table: Table) -> dict[str | None, Decimal]:
    """What the items of each group come to."""
    found: dict[str | None, Decimal] = defaultdict(Decimal)
    for item, marks in table:
        found[item.group] += marks
    return dict(found)


def sums(seen: View, scheme: Scheme, subject: Subject, table: Table) -> Iterator[Fault]:
    """What does not add up for one unit or class, or for the scheme as a whole."""
    full = full_mark(scheme)
    total = sum((marks for _, marks in table), Decimal(0))
    if total != full:
        if subject is None:
            yield fault(
                "full_mark", N_("{name}: the items come to {total} marks, not {full}"), total=total, full=full
            )
        else:
            yield fault(
                f"full_mark[{subject}]",
                N_("{name}: the items for {subject} come to {total} marks, not {full}"),
                related=(subject,) if isinstance(subject, Ref) else (),
                subject=subject,
                total=total,
                full=full,
            )
    of_group, own = by_group(table), own_class(seen, subject)
    for group in scheme.groups or ():
        if group.marks is None or (group.unit_class is not None and group.unit_class != own):
            continue
        here = of_group.get(group.name)
        # A group of nothing but bonus and veto items states marks of another sort.
        if here is None and _holds_any(seen, scheme, group.name):
            continue
        if (here or Decimal(0)) == group.marks:
            continue
        values: dict[str, Any] = {"group": group.name, "total": here or Decimal(0), "stated": group.marks}
        if subject is None:
            yield fault(
                f"groups[{group.name}]",
                N_("{name}: the items of the group “{group}” come to {total} marks, not {stated}"),
                **values,
            )
        else:
            yield fault(
                f"groups[{group.name}]",
                N_("{name}: the items of “{group}” for {subject} come to {total} marks, not {stated}"),
                related=(subject,) if isinstance(subject, Ref) else (),
                subject=subject,
                **values,
            )


def _holds_any(seen: View, scheme: Scheme, group: str) -> bool:
    return any(seen.plan.elements[id_].get("group") == group for id_ in seen.plan.owned(scheme.id))


@rule("A504", "item-without-marks", ERROR, "scheme_item", N_("Every scheme item carries marks"))
def item_without_marks(_seen: View, item: SchemeItem) -> Outcome:
    """The marks of an item, or its marks for each class of units, are above 0. Bonus, penalty and items that
    are only a veto need none.

    Why: An item that cannot give a point is read by nobody and done by nobody.

    How: Give it marks out of those of its group, turn it into a veto, or take it out.

    Good: Data sharing, 6 marks.

    Bad: Data sharing, 0 marks, because the group was full.
    """
    if item.method in OUTSIDE or is_pure_veto(item):
        return None
    marks = item.marks
    if item.marks_by_class:
        low = [row for row in item.marks_by_class if row.marks <= 0]
        if low:
            return fault(
                f"marks_by_class[{low[0].unit_class}]",
                N_("{name} ({thing}) carries {marks} marks for {classes}; marks must be above 0"),
                thing=thing_of(item),
                marks=low[0].marks,
                classes=tuple(row.unit_class for row in low),
            )
        if marks is None:
            return PASSED
    if marks is None:
        return fault("marks", N_("{name} ({thing}) carries no marks"), thing=thing_of(item))
    if marks <= 0:
        return fault(
            "marks",
            N_("{name} ({thing}) carries {marks} marks; marks must be above 0"),
            thing=thing_of(item),
            marks=marks,
        )
    return PASSED
