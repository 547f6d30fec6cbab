"""How many tasks, projects, indicators ... a plan has, and what they cost, in the ways that people count."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final

from workbench.plan.elements import Envelope, Goal, Indicator, Milestone, Project
from workbench.plan.values import rounded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.rules.view import View

INDICATORS: Final = frozenset({"indicators", "binding", "expected"})
PROJECTS: Final = frozenset({"tasks", "projects", "programmes", "investment"})
_FEN: Final = {"亿元": 10_000_000_000, "万元": 1_000_000}
_WIDE: Final = {"约": (Decimal("0.95"), Decimal("1.05")), "左右": (Decimal("0.95"), Decimal("1.05"))}
_MORE: Final = frozenset({"超过", "超", "逾", "以上"})
_LESS: Final = frozenset({"不超过", "近", "以内"})


class Own:
    """The plan's own figures: for each thing the figure to name first, then the others that hold too."""

    def __init__(self, counts: dict[str, list[int]], sums: list[int], *, all_money_known: bool) -> None:
        self._counts = counts
        self._sums = sums
        self._all_money_known = all_money_known

    def figure(self, thing: str, unit: str = "") -> Decimal | None:
        """The figure to name; None where the plan says nothing to compare with."""
        if thing == "investment":
            return (Decimal(self._sums[0]) / _FEN[unit]).normalize() if self._sums else None
        counts = self._counts.get(thing)
        return Decimal(counts[0]) if counts else None

    def fen(self) -> int | None:
        """The total investment; None where no project states any."""
        return self._sums[0] if self._sums else None

    def is_whole(self, thing: str) -> bool:
        """Whether everything that the figure is made of is known."""
        return thing != "investment" or self._all_money_known

    def agrees(self, thing: str, number: Decimal, unit: str = "", about: str = "") -> bool:
        """Whether a figure in the text is right in one of the ways of counting."""
        if thing != "investment":
            return int(number) in self._counts.get(thing, ()) and number == int(number)
        return any(_is_said(number, Decimal(fen) / _FEN[unit], about) for fen in self._sums)


def _is_said(said: Decimal, own: Decimal, about: str) -> bool:
    if about in _WIDE:
        low, high = _WIDE[about]
        return said * low <= own <= said * high
    if about in _MORE:
        return said <= own <= said * Decimal("1.2")
    if about in _LESS:
        return said * Decimal("0.8") <= own <= said
    return rounded(own, Decimal(1).scaleb(int(said.as_tuple().exponent))) == said


def own_things(seen: View) -> Own:
    """Count and add up the plan once."""
    plan = seen.plan
    counts: dict[str, list[int]] = {}
    projects = plan.of_kind("project")
    standing = [one for one in projects if isinstance(one, Project) and not seen.is_cancelled(one)]
    everything = [one for one in projects if isinstance(one, Project)]
    all_ways = _ways(seen, standing) + _ways(seen, everything)
    key = [count for some in (standing, everything) if (count := sum(1 for one in some if one.key))]
    for name, kind in (("tasks", "task"), ("projects", "project"), ("programmes", "programme")):
        ways: list[int] = []
        for some in (standing, everything):
            ways += _ways(seen, [one for one in some if one.kind == kind])
        # A plan that has none of the kind calls by this name what it has.
        counts[name] = _first_seen([*(ways if any(ways) else ()), *all_ways, *key])
    indicators = list(plan.all(Indicator))
    counts["indicators"] = _first_seen(_ways(seen, indicators))
    for name in ("binding", "expected"):
        if any(one.nature for one in indicators):
            counts[name] = _first_seen(_ways(seen, [one for one in indicators if one.nature == name]))
    goals = list(plan.all(Goal))
    some_goals: list[int] = []
    for kind in ("", "specific", "stage", "overall"):
        some_goals += _ways(seen, [one for one in goals if not kind or one.kind == kind])
    some_goals += _ways(seen, [one for one in goals if one.kind != "overall"])
    counts["goals"] = _first_seen(some_goals)
    counts["safeguards"] = [plan.count("safeguard")]
    milestones = list(plan.all(Milestone))
    counts["milestones"] = _first_seen(
        [sum(1 for one in milestones if not seen.is_cancelled(one)), len(milestones)]
    )
    sums, known = _money(seen, standing, everything)
    return Own(counts, sums, all_money_known=known)


def _ways(seen: View, some: Iterable[Project | Indicator | Goal]) -> list[int]:
    """All, those without parts, those that are no part themselves."""
    leaves = tops = all_ = 0
    for one in some:
        all_ += 1
        leaves += seen.is_leaf(one)
        tops += one.parent is None
    return [all_, leaves, tops]


def _first_seen(figures: Iterable[int]) -> list[int]:
    return list(dict.fromkeys(figures))


def _money(seen: View, standing: list[Project], everything: list[Project]) -> tuple[list[int], bool]:
    """The sums that a total investment may be, and whether every project states its money."""
    sums: list[int] = []
    for some in (standing, everything):
        for amount in (_total, _planned, _funded):
            sums += (_sum(seen, some, amount), _sum(seen, some, amount, top=True))
    sums.append(sum(one.amount for one in seen.plan.all(Envelope)))
    found = [one for one in _first_seen(sums) if one]
    known = all(
        one.needs_no_funding or one.total_investment is not None or one.funding or one.kind != "project"
        for one in standing
        if seen.is_leaf(one) and not _is_covered_above(seen, one)
    )
    return found, known


def _total(project: Project) -> int:
    if project.total_investment is not None:
        return project.total_investment
    return _funded(project)


def _planned(project: Project) -> int:
    return _total(project) - (project.invested_before or 0)


def _funded(project: Project) -> int:
    return sum(line.amount for line in project.funding or ())


def _is_covered_above(seen: View, project: Project) -> bool:
    return any(
        isinstance(above, Project) and (above.total_investment is not None or above.funding)
        for above in seen.plan.ancestors(project.id)
    )


def _sum(seen: View, some: list[Project], amount: Callable[[Project], int], *, top: bool = False) -> int:
    """The money of all; ``top``: a project's own total stands for its parts, else the parts for it."""
    if top:
        return sum(amount(one) for one in some if not _is_covered_above(seen, one))
    within = {above.id for one in some if amount(one) for above in seen.plan.ancestors(one.id)}
    return sum(amount(one) for one in some if one.id not in within)
