"""Rules of implementability about sums of money."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from workbench.analysis.running import running_projects
from workbench.analysis.yearly_money import counted_once, yearly_money
from workbench.i18n import N_
from workbench.plan.choices import SOURCE
from workbench.plan.elements import Envelope, Project
from workbench.plan.values import fen_of_wan
from workbench.rules.rule import ERROR, PASSED, WARNING, Fen, Ref, Word, fault, rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from workbench.analysis.yearly_money import Key, YearlyMoney
    from workbench.plan.elements import Element
    from workbench.rules.rule import Fault, Outcome
    from workbench.rules.view import View

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
    caps: dict[Key, list[Envelope]] = {}
    for envelope in seen.plan.all(Envelope):
        caps.setdefault((envelope.year, envelope.source), []).append(envelope)
    if not caps:
        return
    money = _money(seen)
    over = {key: asked for key, asked in money.asked.items() if asked > money.caps.get(key, asked)}
    lines = _lines(seen, over)
    for key, envelopes in caps.items():
        # Two envelopes of one year and source are one cap; it is said once, at the first.
        overrun = _overrun(key, money.caps[key], over[key], lines[key]) if key in over else PASSED
        yield envelopes[0], overrun


def room(seen: View, year: int | None, source: str) -> int | None:
    """Fen that a source can still give in a year (below zero: so much is too much); None without a cap."""
    money = _money(seen)
    cap = money.caps.get((year, source)) if year is not None else None
    return cap - money.asked.get((year, source), 0) if year is not None and cap is not None else None


def _money(seen: View) -> YearlyMoney:
    """The plan's money by year and source, worked out once for all rules of one run."""
    if "money" not in seen.memo:
        seen.memo["money"] = yearly_money(seen.plan)
    money: YearlyMoney = seen.memo["money"]
    return money


def _lines(seen: View, keys: Collection[Key]) -> dict[Key, dict[str, int]]:
    """What the funding lines of some years and sources come to by project."""
    found: dict[Key, dict[str, int]] = {}
    if keys:
        for project in running_projects(seen.plan, parts_first=True):
            for line in project.funding or ():
                if line.year is not None and (line.year, line.source) in keys:
                    held = found.setdefault((line.year, line.source), {})
                    held[project.id] = held.get(project.id, 0) + line.amount
    return found


def money_by_source(seen: View) -> dict[str, int]:
    """Fen in all funding lines by source; of a programme and its parts the larger sum of a source counts."""
    asked = []
    for project in running_projects(seen.plan, parts_first=True):
        own: dict[str, int] = {}
        for line in project.funding or ():
            own[line.source] = own.get(line.source, 0) + line.amount
        asked.append((project, own))
    return {source: sum(held.values()) for source, held in counted_once(asked).items()}


def _overrun(key: Key, cap: int, total: int, projects: dict[str, int]) -> Fault:
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
