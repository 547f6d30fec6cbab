"""The plan on one look, for those who lead: how it stands, what it costs, what stands in the way first."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.dashboard import figures
from workbench.analysis.responsible import responsible_unit
from workbench.rules.coverage import coverage
from workbench.rules.rule import SEVERITIES

if TYPE_CHECKING:
    from datetime import date

    from workbench.analysis.dashboard import Figures
    from workbench.analysis.progress import Progress
    from workbench.plan.plan import Plan
    from workbench.rules.checker import Checker
    from workbench.rules.coverage import Coverage
    from workbench.rules.finding import Finding
    from workbench.rules.verdict import Verdict

#: What is said of indicators that are not where they should be.
_OFF_PATH: Final = ("far_behind", "behind")
_RANK: Final = {severity: at for at, severity in enumerate(SEVERITIES)}


class Obstacle(NamedTuple):
    """What one rule found: the findings in the order of the plan, and the units that answer for them.

    ``units`` are (id, how many of the findings), those with most first; "" stands for nobody.
    """

    rule: str
    severity: str
    findings: tuple[Finding, ...]
    units: tuple[tuple[str, int], ...]


class Summary(NamedTuple):
    """What a leader is shown of a plan, as of a day; the plan is a snapshot.

    ``obstacles`` stand with errors first, then those with more findings; hints and what is waived are left
    out. ``off_path`` are the indicators behind, the worst first. ``counts`` are how many goals, projects,
    indicators and units there are.
    """

    plan: Plan
    as_of: date
    verdicts: dict[str, Verdict]
    coverage: Coverage
    figures: Figures
    obstacles: tuple[Obstacle, ...]
    off_path: tuple[tuple[str, Progress], ...]
    counts: dict[str, int]


def summary(checker: Checker) -> Summary:
    """Work the summary out of what has been checked; the checker is not to change meanwhile."""
    plan = checker.plan
    found = figures(plan, checker.as_of, checker.profile.limits)
    return Summary(
        plan,
        checker.as_of,
        checker.verdicts(),
        coverage(checker),
        found,
        obstacles(plan, checker.findings()),
        tuple(one for one in found.indicators if one[1].status in _OFF_PATH),
        {kind: plan.count(kind) for kind in ("goal", "project", "indicator", "unit")},
    )


def obstacles(plan: Plan, findings: list[Finding]) -> tuple[Obstacle, ...]:
    """Errors and warnings by rule, with the units that answer for what they are about."""
    groups: dict[tuple[str, str], list[Finding]] = {}
    for one in findings:
        if not one.waived and one.severity != "info":
            groups.setdefault((one.rule, one.severity), []).append(one)
    made = [
        Obstacle(rule, severity, tuple(members), _units(plan, members))
        for (rule, severity), members in groups.items()
    ]
    return tuple(sorted(made, key=lambda one: (_RANK[one.severity], -len(one.findings), one.rule)))


def _units(plan: Plan, findings: list[Finding]) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    for one in findings:
        element = plan.get(one.id)
        counted[responsible_unit(plan, element) if element is not None else ""] += 1
    # Nobody last: a name is of more use.
    return tuple(sorted(counted.items(), key=lambda one: (not one[0], -one[1])))
