"""Rules of implementability about sums of money."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, cast

from workbench.i18n import N_
from workbench.plan.choices import SOURCE
from workbench.plan.elements import Envelope, Project
from workbench.plan.values import fen_of_wan
from workbench.rules.rule import ERROR, PASSED, WARNING, Fen, Ref, Word, fault, rule

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from workbench.plan.elements import Element
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

#: Year and source.
_Key = tuple[int, str]
#: So many projects are named in a message; the finding relates to all of them.
_NAMED: Final = 5


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
    caps: dict[_Key, list[Envelope]] = {}
    for envelope in seen.plan.all(Envelope):
        caps.setdefault((envelope.year, envelope.source), []).append(envelope)
    if not caps:
        return
    asked = _asked(seen, caps)
    for key, envelopes in caps.items():
        cap = sum(envelope.amount for envelope in envelopes)
        # Two envelopes of one year and source are one cap; it is said once, at the first.
        total, projects = asked.get(key, (0, {}))
        yield envelopes[0], PASSED if total <= cap else _overrun(key, cap, total, projects)


def room(seen: View, year: int | None, source: str) -> int | None:
    """Fen that a source can still give in a year (below zero: so much is too much); None without a cap."""
    if "room" not in seen.memo:
        caps: dict[_Key, int] = {}
        for envelope in seen.plan.all(Envelope):
            key = envelope.year, envelope.source
            caps[key] = caps.get(key, 0) + envelope.amount
        asked = _asked(seen, caps) if caps else {}
        seen.memo["room"] = {key: cap - (asked[key][0] if key in asked else 0) for key, cap in caps.items()}
    left: dict[_Key, int] = seen.memo["room"]
    return left.get((year, source)) if year is not None else None


def _asked(seen: View, caps: Container[_Key]) -> dict[_Key, tuple[int, dict[str, int]]]:
    """Fen asked for by (year, source): in total, and by project."""
    totals: dict[_Key, int] = {}
    lines: dict[_Key, dict[str, int]] = {}
    below: dict[str, dict[_Key, int]] = {}
    plan = seen.plan
    for id_ in _parts_first(seen):
        project = cast("Project", plan.elements[id_])
        own: dict[_Key, int] = {}
        for line in project.funding or ():
            if line.year is not None and (line.year, line.source) in caps:
                key = line.year, line.source
                own[key] = own.get(key, 0) + line.amount
        for key, amount in own.items():
            lines.setdefault(key, {})[id_] = amount
        sums = below.pop(id_, {})
        for key, amount in own.items():
            sums[key] = max(amount, sums.get(key, 0))
        above = project.parent
        into = below.setdefault(above, {}) if above is not None and above in plan else totals
        for key, amount in sums.items():
            into[key] = into.get(key, 0) + amount
    return {key: (total, lines[key]) for key, total in totals.items()}


def money_by_source(seen: View) -> dict[str, int]:
    """Fen in all funding lines by source; of a programme and its parts the larger sum of a source counts."""
    totals: dict[str, int] = {}
    below: dict[str, dict[str, int]] = {}
    plan = seen.plan
    for id_ in _parts_first(seen):
        project = cast("Project", plan.elements[id_])
        own: dict[str, int] = {}
        for line in project.funding or ():
            own[line.source] = own.get(line.source, 0) + line.amount
        parts = below.pop(id_, None)
        if parts is not None:
            own = {source: max(own.get(source, 0), parts.get(source, 0)) for source in (*own, *parts)}
        above = project.parent
        into = below.setdefault(above, {}) if above is not None and above in plan else totals
        for source, amount in own.items():
            into[source] = into.get(source, 0) + amount
    return totals


def _parts_first(seen: View) -> list[str]:
    """Projects that are not cancelled, nor below a cancelled one; parts before what they are part of."""
    if "parts_first" not in seen.memo:
        seen.memo["parts_first"] = _in_order(seen)
    order: list[str] = seen.memo["parts_first"]
    return order


def _in_order(seen: View) -> list[str]:
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


def _overrun(key: _Key, cap: int, total: int, projects: dict[str, int]) -> Fault:
    largest = sorted(projects, key=lambda id_: -projects[id_])
    values: dict[str, Any] = {
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
    add up to it, within 0.01 (10,000 yuan). A project marked as needing no funding has no total either.
    Nothing is compared where the money stands at the project's parts or above it, nor where I304 already
    says that there is none.

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
    values: dict[str, Any] = {
        "total": Fen(total),
        "lines": Fen(lines),
        "before": Fen(before),
        "sum": Fen(lines + before),
    }
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
    if seen.plan.children(project.id):
        return False
    if project.needs_no_funding:
        return True
    if project.kind == "project":
        return False
    return not any(
        isinstance(above, Project) and (above.funding or above.needs_no_funding)
        for above in seen.plan.ancestors(project.id)
    )
