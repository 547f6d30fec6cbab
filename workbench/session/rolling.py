"""A year's assessment scheme rolled forward to another year, as one change that undo takes back."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import Problem
from workbench.i18n import N_, current, words
from workbench.plan.change import Label
from workbench.plan.elements import Scheme
from workbench.plan.in_words import titled
from workbench.rules.rolling import OUTCOMES, pasted, rolled, with_reasons
from workbench.rules.view import View

__all__ = ["OUTCOMES", "Proposal", "proposal", "thing_in_words"]

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from workbench.i18n import Words
    from workbench.plan.change import Change
    from workbench.plan.elements import SchemeItem
    from workbench.plan.plan import Plan
    from workbench.rules.rolling import Rolled


class Proposal(NamedTuple):
    """What a scheme becomes in another year; nothing is changed yet."""

    seen: View
    last: Scheme
    year: int
    rolled: Rolled

    def change(self) -> Change:
        """The change that puts the new scheme into the plan."""
        made = pasted(self.seen, self.rolled.elements(), self.last.year, self.year)
        label = Label(
            N_("Roll the scheme of {before} forward to {year}"),
            (("before", str(self.last.year)), ("year", str(self.year))),
        )
        return made._replace(label=label)

    @property
    def code(self) -> str:
        """The code that the new scheme will have."""
        return next(op.after.code or "" for op in self.change().operations if op.kind == "scheme")


def proposal(
    plan: Plan,
    year: int,
    *,
    with_new: bool = True,
    without: Collection[str] = (),
    keep: Collection[str] = (),
    reasons: Mapping[str, str] | None = None,
    by_unit: bool = False,
) -> Proposal:
    """Roll the scheme of ``year`` forward to the next one; where that year has none yet, the latest scheme
    before it forward to ``year``. ``without``, ``keep`` and ``by_unit`` as in `rolled`; ``reasons`` by the
    key of a move.

    Raises a Problem when there is nothing to roll or the year to come has a scheme already.
    """
    last, to = _years(plan, year)
    # Judged from the first day of the new year, whatever day it is.
    seen = View(plan, date(to, 1, 1))
    found = rolled(seen, last, to, with_new=with_new, without=without, keep=keep, by_unit=by_unit)
    if not found.moves and not without:
        raise Problem(
            N_("The scheme of {year} has no items, and nothing new is to be assessed in {to}"),
            year=str(last.year),
            to=str(to),
        )
    return Proposal(seen, last, to, with_reasons(seen, found, reasons or {}))


def _years(plan: Plan, year: int) -> tuple[Scheme, int]:
    schemes = list(plan.all(Scheme))
    if not schemes:
        raise Problem(N_("The plan has no assessment scheme that could be rolled forward; make one first"))
    by_year: dict[int, list[Scheme]] = {}
    for one in schemes:
        by_year.setdefault(one.year, []).append(one)
    if year in by_year:
        last, to = year, year + 1
    else:
        before = [one for one in by_year if one < year]
        if not before:
            raise Problem(
                N_("There is no assessment scheme of {year} or before it; the first one is of {first}"),
                year=str(year),
                first=str(min(by_year)),
            )
        last, to = max(before), year
    latest = Scheme.field_of["year"].maximum
    if latest is not None and to > latest:
        raise Problem(
            N_("A scheme of {year} cannot be made; the last possible year is {latest}"),
            year=str(to),
            latest=str(latest),
        )
    if to in by_year:
        raise Problem(
            N_("{year} has an assessment scheme already ({code}); delete it first to roll one forward again"),
            year=str(to),
            code=by_year[to][0].code or by_year[to][0].id,
        )
    if len(by_year[last]) > 1:
        raise Problem(
            N_("{year} has several assessment schemes; only one can be rolled forward"), year=str(last)
        )
    return by_year[last][0], to


def thing_in_words(plan: Plan, item: SchemeItem, spoken: Words | None = None) -> str:
    """What an item assesses, by name."""
    thing = plan.get(item.indicator) or plan.get(item.milestone) or plan.get(item.project)
    return titled(plan, thing, spoken or words(current())) if thing is not None else ""
