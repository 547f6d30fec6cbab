"""The assessment of a year, as window and command line ask for it: which scheme, judged on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Label
from workbench.plan.elements import Scheme, SchemeItem
from workbench.plan.in_words import title_of
from workbench.plan.records import Result
from workbench.rules.checker import today
from workbench.rules.profile import of_plan

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from typing import Any

    from workbench.analysis.progress_report import Line
    from workbench.analysis.scoring import Assessment
    from workbench.i18n import Words
    from workbench.plan.change import Change
    from workbench.plan.plan import Plan

_NAMED = 8


def scheme_of(plan: Plan, year: int, wanted: str | None = None) -> Scheme:
    """The scheme of a year; of several the one with the wanted id or code. A Problem where there is none, or
    where it has to be said which.
    """
    schemes = plan.all(Scheme)
    of_year = [one for one in schemes if one.year == year]
    if wanted is not None:
        of_year = [one for one in of_year if wanted in (one.id, one.code)]
    if len(of_year) == 1:
        return of_year[0]
    if of_year:
        raise Problem(
            N_("There are several assessment schemes for {year}: {ids}; say which one with --scheme ID"),
            year=year,
            ids=_listed([one.id for one in of_year]),
        )
    if not schemes:
        raise Problem(
            N_("The plan “{plan}” has no assessment scheme; add one before assessing {year}"),
            plan=plan.id,
            year=year,
        )
    if wanted is not None:
        raise Problem(
            N_("The plan has no assessment scheme “{id}” for {year}; it has: {ids}"),
            id=wanted,
            year=year,
            ids=_listed([f"{one.id} ({one.year})" for one in schemes]),
        )
    raise Problem(
        N_("The plan has no assessment scheme for {year}; it has schemes for {years}"),
        year=year,
        years=_listed([str(one) for one in sorted({one.year for one in schemes})]),
    )


def _listed(names: list[str]) -> str:
    return ", ".join(names[:_NAMED]) + (" …" if len(names) > _NAMED else "")


def day_of(plan: Plan, as_of: date | None = None) -> date:
    """The day of judgement: the one given, else the plan's own, else today."""
    return as_of or plan.head.as_of or today()


def assessment(plan: Plan, year: int, scheme: str | None = None, stage: str = "computed") -> Assessment:
    """The assessment of a year of a plan; a Problem where there is no scheme for it."""
    from workbench.analysis.scoring import assess

    return assess(plan, scheme_of(plan, year, scheme), day_of(plan), stage)


def progress_lines(plan: Plan, as_of: date) -> list[Line]:
    """How far the plan's indicators have come on a day, by the limits of its profile."""
    from workbench.analysis.progress_report import progress_of

    return progress_of(plan, as_of, of_plan(plan.head.rule_profile).limits)


#: How far the assessment of an item for a unit has come.
STATES: Final = {
    "open": N_("Not assessed yet"),
    "self": N_("Self-assessed"),
    "reviewed": N_("Reviewed"),
    "final": N_("Final"),
}


def state_of(result: Result | None) -> str:
    """How far an item has come for a unit: one of STATES."""
    if result is None:
        return "open"
    if result.final is not None:
        return "final"
    if result.review is not None:
        return "reviewed"
    return "self" if result.self_ is not None else "open"


def enter_result(
    plan: Plan, scheme_id: str, item: str, unit: str | None, words: Words, **values: Any
) -> Change:
    """The change that enters something into the result of an item and a unit: ``self_``, ``review``,
    ``final``, ``count``, ``level``, ``panel``, ``remark``, ``by``, ``on``. None takes a value out again; a
    result in which nothing is left goes.
    """
    return enter_results(plan, scheme_id, [(item, unit, values)], words)


def enter_results(
    plan: Plan, scheme_id: str, entries: Sequence[tuple[str, str | None, dict[str, Any]]], words: Words
) -> Change:
    """The same for several items and units (item, unit, values), as one step."""
    scheme = plan.find(scheme_id, Scheme)
    if scheme is None:
        raise Problem(N_("The element {id} is no longer in the plan"), id=scheme_id)
    results = {(one.item, one.unit): one for one in scheme.results or ()}
    names = []
    for item, unit, values in entries:
        found = plan.find(item, SchemeItem)
        if found is None:
            raise Problem(N_("The element {id} is no longer in the plan"), id=item)
        names.append(title_of(plan, found, words))
        held = results.get((item, unit)) or Result(item=item, unit=unit)
        results[item, unit] = held.but(**values)
    kept = tuple(one for one in results.values() if _says_anything(one))
    if len(set(names)) == 1:
        label = Label(N_("Enter the result of {name}"), (("name", names[0]),))
    else:
        label = Label(N_("Enter {count} results"), (("count", str(len(entries))),))
    return edits.set_field(plan, scheme.id, "results", kept or None)._replace(label=label)


def _says_anything(result: Result) -> bool:
    return any(result.get(one.name) is not None for one in Result.fields if one.name not in ("item", "unit"))
