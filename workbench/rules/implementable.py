"""Rules of implementability: does every goal land on a project, a unit and money?"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.i18n import N_
from workbench.plan.choices import SOURCE
from workbench.plan.elements import KINDS, Envelope, Goal, Project, Unit
from workbench.plan.values import fen_of_wan
from workbench.rules.rule import (
    ERROR,
    PASSED,
    UNKNOWN,
    WARNING,
    Fen,
    Ref,
    Word,
    fault,
    rule,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

#: Beginnings of names that stand for nobody in particular.
_NOBODY: Final = ("各", "有关", "相关", "其他")
#: So many projects are named in a message; the finding relates to all of them.
_NAMED: Final = 5


def _unless_said_above(seen: View, project: Project, field: str, found: Fault) -> Outcome:
    """The fault, unless a project above states why it has nothing to hand down."""
    for above in seen.plan.ancestors(project.id):
        reason = above.why_absent(field)
        if reason is not None:
            return UNKNOWN if reason in ("not_seen", "pending") else None
    return found


@rule("I301", "lead-missing", ERROR, "project", N_("Every project has a lead unit"))
def lead_missing(seen: View, project: Project) -> Outcome:
    """A project without parts of its own has a lead unit, itself or through a project above it.

    Why: Work that belongs to everybody is done by nobody. Ownership is what best tells measures that happen
    from measures that do not.

    How: Name one unit as the lead. Where a whole programme is in one hand, it is enough to name the lead at
    the programme.

    Good: City data platform, lead: municipal data bureau; supporting: finance, public security.

    Bad: City data platform, supporting: all departments; lead: empty.
    """
    if project.lead_unit is not None:
        return None if seen.plan.children(project.id) else PASSED
    if seen.plan.children(project.id):
        return None
    for above in seen.plan.ancestors(project.id):
        if isinstance(above, Project) and above.lead_unit is not None:
            return PASSED
    found = fault("lead_unit", N_("{name} has no lead unit, neither itself nor through a project above it"))
    return _unless_said_above(seen, project, "lead_unit", found)


@rule("I302", "lead-is-nobody", ERROR, "project", N_("The lead is one real unit"))
def lead_is_nobody(seen: View, project: Project) -> Outcome:
    """The lead is not a phrase such as “the departments concerned” or “all districts”. A group whose members
    are known is a warning: one of them should lead.

    Why: A phrase cannot be rung up, cannot report and cannot be assessed. A group can, but within it each
    member waits for the others.

    How: Name the one unit that answers for the project. Units that each do their share become leads of
    parts, or supporting units.

    Good: Lead: municipal transport bureau; supporting: the four district governments.

    Bad: Lead: 各有关部门.
    """
    unit = seen.plan.find(project.lead_unit, Unit)
    if unit is None:
        return None
    kind = unit.kind
    if kind in ("group", "generic") or unit.name.startswith(_NOBODY):
        if unit.members:
            return fault(
                "lead_unit",
                N_("{name} is led by the group {unit}; one of its members should lead"),
                severity=WARNING,
                related=(unit.id,),
                unit=Ref(unit.id),
            )
        return fault(
            "lead_unit",
            N_("{name} is led by {unit}, which is no unit that could be held to it"),
            related=(unit.id,),
            unit=Ref(unit.id),
        )
    return PASSED


@rule("I303", "goal-without-unit", WARNING, "goal", N_("Every goal has a responsible unit"))
def goal_without_unit(_seen: View, goal: Goal) -> Outcome:
    """A unit answers for the goal as a whole.

    Why: Projects can all be finished and the goal be missed. Somebody has to look at the goal itself, and
    to call for another project in time.

    How: Name the unit whose field the goal lies in. For the overall goal it is usually the office of the
    leading group.

    Good: “One-stop service by 2028”, responsible: government services bureau.

    Bad: A goal with five projects, five leads and nobody who adds them up.
    """
    if goal.responsible_unit is not None:
        return PASSED
    return fault("responsible_unit", N_("No unit answers for the goal {name}"))


@rule("I304", "project-without-funding", ERROR, "project", N_("Every project has money, or needs none"))
def project_without_funding(seen: View, project: Project) -> Outcome:
    """A project (not a programme, not a task) without parts has funding lines, itself or through a project
    above it, or is marked as needing no funding.

    Why: A project that no budget knows stays on paper. That it needs no money is a statement too, and can be
    checked; silence cannot.

    How: Enter year, source and amount, even when the amount is still an estimate that is not secured. Mark
    “needs no funding” for rules, agreements and the like.

    Good: 2026, city budget, 2400 (10,000 yuan), secured; 2027, city budget, 2600, not secured.

    Bad: “Funds are co-ordinated from various channels”, and no line.
    """
    if project.kind != "project" or seen.plan.children(project.id):
        return None
    if project.funding or project.needs_no_funding:
        return PASSED
    for above in seen.plan.ancestors(project.id):
        if isinstance(above, Project) and (above.funding or above.needs_no_funding):
            return PASSED
    found = fault("funding", N_("{name} has no funding line and is not marked as needing none"))
    return _unless_said_above(seen, project, "funding", found)


@rule(
    "I306",
    "envelope-overrun",
    ERROR,
    "envelope",
    N_("No source is asked for more in a year than it can give"),
    whole=True,
)
def envelope_overrun(seen: View) -> Iterator[tuple[Element, Outcome]]:
    """The funding lines of a year from a source stay within the envelope of that year and source.
    Cancelled projects are left out. Where a programme and its parts both give money for the same year and
    source, the larger of the two counts, so that a sum is not counted twice.

    Why: Each bureau's plan fits its own hopes. Only side by side does one see that the city budget of 2027
    was promised twice.

    How: Move projects to another year, find another source, cut amounts, or have the envelope raised. The
    projects with the largest amounts are named first.

    Good: City budget 2027: envelope 200 million yuan, projects 190 million.

    Bad: City budget 2027: envelope 200 million yuan, projects 270 million.
    """
    caps: dict[tuple[int, str], list[Envelope]] = {}
    for envelope in seen.plan.all(Envelope):
        caps.setdefault((envelope.year, envelope.source), []).append(envelope)
    if not caps:
        return
    asked = _asked(seen, caps)
    for key, envelopes in caps.items():
        cap = sum(envelope.amount for envelope in envelopes)
        total, shares = asked.get(key, (0, {}))
        first, *others = envelopes
        yield first, PASSED if total <= cap else _overrun(key, cap, total, shares)
        for envelope in others:
            yield envelope, None


def _asked(seen: View, caps: dict[tuple[int, str], Any]) -> dict[tuple[int, str], tuple[int, dict[str, int]]]:
    """(year, source) -> fen asked for in total, and fen by the project that asks for it."""
    own: dict[str, dict[tuple[int, str], int]] = {}
    for project in seen.plan.all(Project):
        for line in project.funding or ():
            if line.year is not None and (line.year, line.source) in caps:
                mine = own.setdefault(project.id, {})
                mine[line.year, line.source] = mine.get((line.year, line.source), 0) + line.amount
    found: dict[tuple[int, str], tuple[int, dict[str, int]]] = {}
    below: dict[str, dict[tuple[int, str], tuple[int, dict[str, int]]]] = {}
    for id_ in _parts_first(seen):
        sums = below.pop(id_, {})
        for key, amount in own.get(id_, {}).items():
            if amount >= sums.get(key, (0, {}))[0]:
                sums[key] = (amount, {id_: amount})
        above = seen.plan.elements[id_].get("parent")
        into = below.setdefault(above, {}) if above in seen.plan else found
        for key, (amount, shares) in sums.items():
            held, known = into.get(key, (0, {}))
            if len(known) < len(shares):
                known, shares = shares, known
            known.update(shares)
            into[key] = (held + amount, known)
    return found


def _parts_first(seen: View) -> list[str]:
    """Projects that are not cancelled, nor below a cancelled one; parts before what they are part of."""
    plan = seen.plan
    order: list[str] = []
    waiting = list(plan.roots("project"))
    while waiting:
        id_ = waiting.pop()
        if plan.elements[id_].get("status") == "cancelled":
            continue
        order.append(id_)
        waiting.extend(plan.children(id_))
    order.reverse()
    return order


def _overrun(key: tuple[int, str], cap: int, total: int, shares: dict[str, int]) -> Fault:
    largest = sorted(shares, key=lambda id_: -shares[id_])
    values = {
        "year": key[0],
        "source": Word(SOURCE[key[1]]),
        "cap": Fen(cap),
        "total": Fen(total),
        "over": Fen(total - cap),
        "projects": tuple(Ref(id_) for id_ in largest[:_NAMED]),
    }
    if len(largest) > _NAMED:
        return fault(
            "amount",
            N_(
                "{source} {year}: {total} asked for, {cap} available, {over} too much; "
                "{projects} and {more} more projects"
            ),
            related=largest,
            more=len(largest) - _NAMED,
            **values,
        )
    return fault(
        "amount",
        N_("{source} {year}: {total} asked for, {cap} available, {over} too much; {projects}"),
        related=largest,
        **values,
    )


@rule(
    "I307",
    "funding-does-not-add-up",
    WARNING,
    "project",
    N_("Funding adds up to the total investment"),
    tolerance=Decimal("0.01"),
)
def funding_does_not_add_up(seen: View, project: Project) -> Outcome:
    """Where a project states its total investment, its funding lines and what was invested before the plan
    add up to it, within 0.01 (10,000 yuan). Nothing is compared where the money stands at the project's
    parts or above it, nor where I304 already says that there is none.

    Why: The difference is either money that nobody provides or money that is asked for twice. Either is
    found in the first audit.

    How: Enter the missing line, or correct the total. What was spent before the period of the plan goes into
    “invested before the plan”.

    Good: Total 6000: 2026 city 2400, provincial 600; 2027 city 2600, provincial 400.

    Bad: Total 6000: 2026 city 2400; 2027 city 2600.
    """
    total = project.total_investment
    if total is None:
        return None
    before = project.invested_before or 0
    if project.funding:
        lines = sum(line.amount for line in project.funding)
    else:
        lines = 0
        if before != total and not _speaks_for_itself(seen, project):
            return None
    short = total - before - lines
    if abs(short) <= fen_of_wan(seen.parameter("I307", "tolerance")):
        return PASSED
    values = {"total": Fen(total), "lines": Fen(lines), "before": Fen(before), "sum": Fen(lines + before)}
    if short > 0:
        return fault(
            "funding",
            N_(
                "{name}: total investment {total}, but funding {lines} and invested before {before} "
                "come to {sum}: {gap} missing"
            ),
            gap=Fen(short),
            **values,
        )
    return fault(
        "funding",
        N_(
            "{name}: total investment {total}, but funding {lines} and invested before {before} "
            "come to {sum}: {gap} too much"
        ),
        gap=Fen(-short),
        **values,
    )


def _speaks_for_itself(seen: View, project: Project) -> bool:
    """Whether a project without funding lines ought to have some, and no other rule says so."""
    if project.needs_no_funding or project.kind == "project" or seen.plan.children(project.id):
        return False
    return not any(
        isinstance(above, Project) and (above.funding or above.needs_no_funding)
        for above in seen.plan.ancestors(project.id)
    )


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
    assessment, the plan's years otherwise. A unit that was set up later is accepted when a unit that names
    it as successor covers the years before.

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
        for field, id_, row in _references(declared, rows, value):
            any_unit = True
            unit = elements.get(id_)
            if type(unit) is not Unit:
                found.append(
                    fault(
                        field,
                        N_("{name}: “{role}” refers to {unit}, which is not among the units"),
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
                N_("{name}: “{role}” is {unit}, valid until {until}, but {year} is concerned; {successors}"),
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
            N_("{name}: “{role}” is {unit}, valid until {until}, but {year} is concerned"),
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
                N_("{name}: “{role}” is {unit}, valid from {since}, but {year} is concerned"),
                severity=WARNING,
                related=(unit.id,),
                role=role,
                unit=Ref(unit.id),
                since=unit.valid_from,
                year=first,
            )
    return None


def _continues_another(seen: View, unit: Unit, first: int) -> bool:
    """Whether a unit that names this one as successor was there in the first year concerned."""
    for id_ in seen.plan.referrers(unit.id):
        earlier = seen.plan.find(id_, Unit)
        if earlier is not None and unit.id in (earlier.successors or ()):
            if earlier.valid_from is None or earlier.valid_from <= first:
                return True
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


@rule("I319", "goal-without-project", ERROR, "goal", N_("Every specific goal is served by a project"))
def goal_without_project(seen: View, goal: Goal) -> Outcome:
    """A goal of the kind specific, without goals below it, is served by at least one project, task or
    programme that is not cancelled.

    Why: A goal that no work leads to is a wish. When its day comes there is nothing to be late with.

    How: Link the projects that serve it, or add one. If nothing can be done for it, take the goal out.

    Good: “Lift safety known for every lift by 2027”, served by the project “lift sensing network”.

    Bad: “A leading digital creative industry by 2030”, served by nothing.
    """
    if goal.kind != "specific" or seen.plan.children(goal.id):
        return None
    if seen.projects_of(goal):
        return PASSED
    return fault("projects", N_("No project serves the goal {name}"))


@rule("I320", "project-without-goal", WARNING, "project", N_("Every project serves a goal"))
def project_without_goal(seen: View, project: Project) -> Outcome:
    """A project without parts serves a goal, itself or through a project above it, or takes up a task of a
    plan above or a clause of a cited document.

    Why: What serves no goal is what a unit wanted to buy anyway. It takes money and hands from what the plan
    is for.

    How: Link the project with the goal that it serves. If there is none, the plan lacks a goal or has a
    project too many.

    Good: “Shared credit platform” serves “capital reaches small firms”.

    Bad: “Command centre, phase three” with no goal.
    """
    if seen.plan.children(project.id):
        return None
    if project.goals or project.takes_up:
        return PASSED
    for above in seen.plan.ancestors(project.id):
        if isinstance(above, Project) and (above.goals or above.takes_up):
            return PASSED
    found = fault("goals", N_("{name} serves no goal and takes up no task from above"))
    return _unless_said_above(seen, project, "goals", found)
