"""Marks shared out anew: exactly, in hundredths, with the bands and levels that belong to them."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.analysis.item_parameters import is_handy, most_points, number, plain
from workbench.analysis.schemes import counted, items_of, scores_units
from workbench.analysis.scoring_totals import HUNDREDTH
from workbench.plan import edits
from workbench.plan.elements import Scheme
from workbench.plan.values import rounded
from workbench.rules.checkable import is_given, is_quantitative
from workbench.rules.scheme_rules import by_group, marks_by_subject, sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.plan.change import Change
    from workbench.plan.elements import Indicator, SchemeItem
    from workbench.rules.scheme_rules import Subject, Table
    from workbench.rules.view import View

#: Steps that marks are set in, the coarsest first.
_STEPS: Final = tuple(Decimal(one) for one in ("1", "0.5", "0.1", "0.05", "0.01"))
#: Methods whose scores are marks themselves.
_SCORED: Final = {"ladder": "bands", "rubric": "levels"}


def shared_out(full: Decimal, weights: Sequence[Decimal], step: Decimal = HUNDREDTH) -> list[Decimal]:
    """``full`` in shares after the weights (above 0), which add up to it exactly: in steps, finer ones
    where these do not divide it or there are many shares, the largest remainders rounded up.
    """
    step = min(step, Decimal(1).scaleb(min(0, int(full.as_tuple().exponent)))) if full % step else step
    total = sum(weights, Decimal(0))
    while True:
        exact = [full * one / total for one in weights]
        shares = [(one / step).to_integral_value(ROUND_FLOOR) * step for one in exact]
        left = int((full - sum(shares, Decimal(0))) / step)
        last = sorted(range(len(shares)), key=lambda at: shares[at] - exact[at])
        for at in last[:left]:
            shares[at] += step
        if all(one > 0 for one in shares) or step < Decimal("1e-12"):
            return [plain(one) for one in shares]
        step /= 10


def step_of(marks: Iterable[Decimal]) -> Decimal:
    """The coarsest usual step that marks are set in; hundredths where they are finer."""
    held = [*marks]
    return next((one for one in _STEPS if all(value % one == 0 for value in held)), HUNDREDTH)


def can_be_shared(full: Decimal, weights: Sequence[Decimal]) -> bool:
    """Whether ``shared_out`` can do it: all above 0, and of a size for marks."""
    return bool(weights) and all(one > 0 and is_handy(one) for one in (full, *weights))


class Held(NamedTuple):
    """The marks of an item as they stand: for all (``unit_class`` is "") or for one class."""

    item: SchemeItem
    unit_class: str
    marks: Decimal


def tables(seen: View, scheme: Scheme) -> dict[Subject, Table]:
    """The marks that have to add up, as A503 has them: of the scheme (None), or of each unit and class."""
    items = counted(items_of(seen.plan, scheme))
    if items and scores_units(scheme, items):
        return marks_by_subject(seen, scheme, items)
    return {None: [(one, one.marks or Decimal(0)) for one in items]}


def held(table: Table, own_class: str) -> list[Held]:
    """Where the marks of a table stand."""
    return [
        Held(
            item,
            own_class if any(row.unit_class == own_class for row in item.marks_by_class or ()) else "",
            marks,
        )
        for item, marks in table
    ]


def may_be_set(one: Held) -> bool:
    """Whether the marks can be changed without the item's bands or levels contradicting them."""
    return one.marks > 0 and not (one.item.marks_by_class and one.item.method in _SCORED)


def set_marks(seen: View, new: Iterable[tuple[Held, Decimal]]) -> Change:
    """Give items other marks; the scores of their bands or levels go with them."""
    made: dict[str, SchemeItem] = {}
    values: dict[str, dict[str, Any]] = {}
    for one, marks in new:
        before = one.item
        item = made[before.id] = with_marks(made.get(before.id, before), one.unit_class, marks)
        names = ("marks", "marks_by_class", "parameters")
        values[before.id] = {name: item.get(name) for name in names if item.get(name) is not before.get(name)}
    return edits.set_fields(seen.plan, values)


def with_marks(item: SchemeItem, unit_class: str, marks: Decimal) -> SchemeItem:
    """An item with other marks, for a class of units or ("") for all; its bands or levels go with them."""
    if unit_class:
        rows = tuple(
            row.but(marks=marks) if row.unit_class == unit_class else row for row in item.marks_by_class or ()
        )
        return item.but(marks_by_class=rows)
    parameters = scored_anew(item, marks)
    return item.but(marks=marks, parameters=item.parameters if parameters is None else parameters)


def scored_anew(item: SchemeItem, marks: Decimal) -> dict[str, Any] | None:
    """The item's parameters with scores whose best is ``marks``; None when it has no scores of its own."""
    name = _SCORED.get(item.method or "")
    best = most_points(item, marks)
    if name is None or best is None or best <= 0 or best == marks:
        return None
    rows = []
    for row in (item.parameters or {}).get(name) or ():
        score = number(row.get("score"))
        if score is not None and not (is_handy(score) and is_handy(marks)):
            return None
        if score is not None:
            score = marks if score == best else plain(rounded(score * marks / best, HUNDREDTH))
        rows.append({**row, "score": score} if score is not None else row)
    return {**(item.parameters or {}), name: rows}


def restated(scheme: Scheme, table: Table, own_class: str | None = None) -> Scheme:
    """The scheme with groups that state what their items in the table come to."""
    of_group = by_group(table)
    groups = tuple(
        group.but(marks=of_group[group.name])
        if group.marks is not None and group.name in of_group and group.unit_class in (None, own_class)
        else group
        for group in scheme.groups or ()
    )
    return scheme.but(groups=groups or None)


def faults_in(seen: View, scheme: Scheme, subject: Subject, table: Table) -> set[str]:
    """The fields that A503 would report for these marks."""
    return {one.field for one in sums(seen, scheme, subject, table)}


def is_frozen(seen: View, item: SchemeItem) -> bool:
    """Whether the item belongs to a frozen scheme, which only an adjustment may change."""
    scheme = seen.plan.find(item.scheme, Scheme)
    return scheme is not None and bool(scheme.frozen)


def fit_for_scheme(indicator: Indicator) -> bool:
    """Whether an indicator has what a scheme asks of it: baseline, data source, frequency (C404, C410)."""
    baseline = indicator.baseline
    has_baseline = (
        not is_quantitative(indicator)
        or (baseline is not None and is_given(baseline) and baseline.year is not None)
        or indicator.why_absent("baseline") is not None
    )
    return has_baseline and all(
        indicator.get(name) or indicator.why_absent(name) is not None for name in ("data_source", "frequency")
    )
