"""The assessment of a year, as window and command line ask for it: which scheme, judged on which day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from workbench.errors import Problem, some_of
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Label
from workbench.plan.elements import Scheme, SchemeItem
from workbench.plan.in_words import title_of
from workbench.plan.records import Result
from workbench.plan.results import Course, courses
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
    from workbench.plan.results import Key


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
            ids=some_of([one.id for one in of_year]),
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
            ids=some_of([f"{one.id} ({one.year})" for one in schemes]),
        )
    raise Problem(
        N_("The plan has no assessment scheme for {year}; it has schemes for {years}"),
        year=year,
        years=some_of([str(one) for one in sorted({one.year for one in schemes})]),
    )


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
    "appealed": N_("Appeal to decide"),
    "final": N_("Final"),
}


def enter_result(
    plan: Plan, scheme_id: str, item: str, unit: str | None, words: Words, **values: Any
) -> Change:
    """The change that enters something into the result of an item and a unit: ``self_``, ``review``,
    ``final``, ``count``, ``level``, ``panel``, ``remark``, ``by``, ``on``. None takes a value out again; a
    result in which nothing is left goes. A later step does not write over what was said of an earlier one.
    """
    return enter_results(plan, scheme_id, [(item, unit, values)], words)


def enter_results(
    plan: Plan,
    scheme_id: str,
    entries: Sequence[tuple[str, str | None, dict[str, Any]]],
    words: Words,
    *,
    as_is: bool = False,
) -> Change:
    """The same for several items and units (item, unit, values), as one step. ``as_is``: final results are
    the reviews, with nothing new said of them.
    """
    found = courses(_scheme(plan, scheme_id).results)
    names = []
    for item, unit, values in entries:
        names.append(_name_of(plan, item, words))
        key = (item, unit)
        found[key] = (found.get(key) or Course(key)).entered(values, as_is=as_is)
    if len(set(names)) == 1:
        label = Label(N_("Enter the result of {name}"), (("name", names[0]),))
    else:
        label = Label(N_("Enter {count} results"), (("count", str(len(entries))),))
    return _kept(plan, scheme_id, found, label)


def lodge_appeal(
    plan: Plan, scheme_id: str, item: str, unit: str | None, words: Words, **said: Any
) -> Change:
    """The change that enters an appeal against a result: ``remark`` says what is asked and why, ``by`` who,
    ``on`` when. A Problem where there is nothing to appeal against, an appeal waits already, or it says
    nothing. It is decided by the next review or final result that is entered.
    """
    found = courses(_scheme(plan, scheme_id).results)
    name = _name_of(plan, item, words)
    course = found.get((item, unit)) or Course((item, unit))
    if course.state == "appealed":
        raise Problem(N_("An appeal against the result of {name} waits to be decided already"), name=name)
    if course.state not in ("reviewed", "final"):
        raise Problem(N_("{name} has not been reviewed yet: there is nothing to appeal against"), name=name)
    if not (said.get("remark") or "").strip():
        raise Problem(N_("Say what the appeal asks for, and why"))
    entry = Result(item=item, unit=unit, **said)
    found[item, unit] = Course(course.key, (*course.entries, entry))
    label = Label(N_("Enter an appeal against the result of {name}"), (("name", name),))
    return _kept(plan, scheme_id, found, label)


def _scheme(plan: Plan, id_: str) -> Scheme:
    scheme = plan.find(id_, Scheme)
    if scheme is None:
        raise Problem(N_("The element {id} is no longer in the plan"), id=id_)
    return scheme


def _name_of(plan: Plan, item: str, words: Words) -> str:
    found = plan.find(item, SchemeItem)
    if found is None:
        raise Problem(N_("The element {id} is no longer in the plan"), id=item)
    return title_of(plan, found, words)


def _kept(plan: Plan, scheme_id: str, found: dict[Key, Course], label: Label) -> Change:
    rows = tuple(entry for course in found.values() for entry in course.entries)
    return edits.set_field(plan, scheme_id, "results", rows or None)._replace(label=label)
