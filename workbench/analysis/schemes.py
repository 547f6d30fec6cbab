"""What an assessment scheme holds: its items, its full mark, and what each item needs to be scored."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from workbench.analysis.item_parameters import number
from workbench.i18n import N_
from workbench.plan.elements import SchemeItem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.elements import Scheme
    from workbench.plan.plan import Plan

#: Methods whose points lie outside the full mark.
OUTSIDE: Final = frozenset({"bonus", "penalty"})
#: Parameters that a method cannot do without.
REQUIRED: Final = {
    "ladder": ("bands",),
    "deduction": ("step", "points"),
    "interval": ("zero_at", "full_at"),
    "rank": ("rule",),
    "improvement": ("best",),
    "rubric": ("levels",),
    "bonus": ("per", "points", "cap"),
    "penalty": ("per", "points", "cap"),
}
LABELS: Final = {
    "bands": N_("bands"),
    "step": N_("step"),
    "points": N_("points"),
    "zero_at": N_("value for no points"),
    "full_at": N_("value for full points"),
    "rule": N_("rule of ranking"),
    "best": N_("best improvement"),
    "levels": N_("levels of judgement"),
    "per": N_("amount that counts once"),
    "cap": N_("limit"),
}
#: What is missing where a parameter that has to be a number is something else.
_IN_FIGURES: Final = {
    "step": N_("a step in figures"),
    "points": N_("points in figures"),
    "zero_at": N_("the value for no points in figures"),
    "full_at": N_("the value for full points in figures"),
    "best": N_("a best improvement in figures"),
    "per": N_("an amount that counts once, in figures"),
    "cap": N_("a limit in figures"),
}
#: The same where it is a number that nothing can be divided by or taken away with.
_ABOVE_ZERO: Final = {
    "step": N_("a step above 0"),
    "points": N_("points above 0"),
    "per": N_("an amount that counts once, above 0"),
}


def items_of(plan: Plan, scheme: Scheme) -> list[SchemeItem]:
    """The scheme's items in rank order."""
    return [one for id_ in plan.owned(scheme.id) if (one := plan.find(id_, SchemeItem))]


def full_mark(scheme: Scheme) -> Decimal:
    """The scheme's full mark; 100 when it states none."""
    return Decimal(100) if scheme.full_mark is None else scheme.full_mark


def is_pure_veto(item: SchemeItem) -> bool:
    """An item that gives no points and can only make the result fail."""
    return item.veto not in (None, "none") and not item.marks and not item.marks_by_class


def all_by_class(items: list[SchemeItem]) -> bool:
    """Whether the items have marks for classes only: then each class is scored by itself."""
    return all(one.marks is None and one.marks_by_class for one in items)


def counted(items: Iterable[SchemeItem]) -> list[SchemeItem]:
    """The items whose marks make up the full mark: no bonus, penalty or pure veto."""
    return [one for one in items if one.method not in OUTSIDE and not is_pure_veto(one)]


def scores_units(scheme: Scheme, items: list[SchemeItem]) -> bool:
    """Whether each unit or class is scored by itself, out of the full mark; else the plan is as a whole.

    ``items`` are those that make up the full mark.
    """
    return scheme.scope == "unit" or (bool(items) and all_by_class(items))


def marks_for(item: SchemeItem, unit_class: str) -> Decimal:
    """The marks that an item carries for a unit of a class ("" for none)."""
    for row in item.marks_by_class or ():
        if row.unit_class == unit_class:
            return row.marks
    return item.marks or Decimal(0)


def is_empty(value: object) -> bool:
    """Nothing, an empty list or blank text; zero and "no" are something."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], (), {})


def missing_parameters(item: SchemeItem) -> dict[str, str]:
    """Parameters that the item's method cannot do without and that are empty or cannot be used: the name of
    each -> what is missing, as a message id.
    """
    missing: dict[str, str] = {}
    for name in REQUIRED.get(item.method or "", ()):
        value = (item.parameters or {}).get(name)
        if is_empty(value):
            missing[name] = LABELS[name]
        elif name in _IN_FIGURES:
            figure = number(value)
            if figure is None:
                missing[name] = _IN_FIGURES[name]
            elif name in _ABOVE_ZERO and figure <= 0:
                missing[name] = _ABOVE_ZERO[name]
            elif name == "best" and figure == 0:
                missing[name] = N_("a best improvement other than 0")
    return missing
