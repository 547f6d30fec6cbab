"""The figures of the dashboard: money, load, progress and what is due, each with what it is made of."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.links import NO_PROBLEM, Problems
from workbench.analysis.progress import Limits, Progress, progress
from workbench.analysis.responsible import responsible_unit
from workbench.analysis.running import running_projects, runs
from workbench.analysis.yearly_money import YearlyMoney, asked_of, yearly_money
from workbench.plan.choices import DOMAIN
from workbench.plan.elements import Envelope, Indicator, Milestone, Project, Unit
from workbench.plan.values import month_end

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workbench.analysis.running import Run
    from workbench.plan.plan import Plan

#: Days ahead in which milestones are shown.
AHEAD: Final = 90
#: Most months of load that are worked out: thirty years.
MOST_MONTHS: Final = 360

#: Amounts in fen by project.
Shares = dict[str, int]
Month = tuple[int, int]


class Sum(NamedTuple):
    """Money of a problem or a unit ("" for none) in all years, by source and by project."""

    key: str
    amount: int
    sources: Mapping[str, int]
    projects: Mapping[str, int]


class Load(NamedTuple):
    """How many projects a unit leads at once, by month, and when each of them runs."""

    unit: str
    capacity: int | None
    months: Mapping[Month, int]
    runs: tuple[Run, ...]

    @property
    def most(self) -> int:
        """The most in any month."""
        return max(self.months.values(), default=0)

    def is_over(self, month: Month) -> bool:
        """Whether a month holds more than the unit can lead."""
        return self.capacity is not None and self.months.get(month, 0) > self.capacity

    def projects(self, month: Month) -> list[str]:
        """What runs in a month, first come first."""
        first = date(*month, 1)
        last = month_end(*month)
        return [id_ for start, end, id_ in sorted(self.runs) if start <= last and end >= first]


class Due(NamedTuple):
    """A milestone that is due soon, or overdue by so many days when these are below 0."""

    milestone: str
    project: str
    due: date
    days: int


class Figures(NamedTuple):
    """All that the dashboard shows, as of a day."""

    as_of: date
    money: YearlyMoney
    #: Projects with their money by year and source; envelopes likewise.
    asking: Mapping[tuple[int, str], Shares]
    envelopes: Mapping[tuple[int, str], tuple[str, ...]]
    #: Fen in funding lines without a year, which no chart shows.
    undated: int
    problems: tuple[Sum, ...]
    units: tuple[Sum, ...]
    months: tuple[Month, ...]
    load: tuple[Load, ...]
    #: The worst first, in the plan's order.
    indicators: tuple[tuple[str, Progress], ...]
    due: tuple[Due, ...]


_WORST_FIRST: Final = ("far_behind", "behind", "no_data", "on_track", "ahead", "reached")


def figures(plan: Plan, as_of: date, limits: Limits = Limits()) -> Figures:  # noqa: B008 - immutable
    """Work out what the dashboard shows of a plan; ``limits`` of progress are its profile's."""
    asking = asked_of(plan)
    problems = Problems(plan)

    def problem(id_: str) -> str:
        return problems.main(plan.elements[id_])

    def lead(id_: str) -> str:
        return responsible_unit(plan, plan.elements[id_])

    by_problem = {one.key: one for one in _sums(asking, problem)}
    envelopes: dict[tuple[int, str], tuple[str, ...]] = {}
    for one in plan.all(Envelope):
        envelopes[one.year, one.source] = (*envelopes.get((one.year, one.source), ()), one.id)
    months, load = _load(plan)
    base_year = plan.head.base_year
    judged = [(one.id, progress(one, as_of, base_year, limits)) for one in plan.all(Indicator)]
    judged.sort(key=lambda one: _WORST_FIRST.index(one[1].status))
    return Figures(
        as_of,
        yearly_money(plan, asking),
        asking,
        envelopes,
        undated(plan),
        tuple(by_problem[name] for name in (*DOMAIN, NO_PROBLEM) if name in by_problem),
        tuple(sorted(_sums(asking, lead), key=lambda one: -one.amount)),
        months,
        load,
        tuple(judged),
        _due(plan, as_of),
    )


def undated(plan: Plan) -> int:
    """Fen in funding lines without a year."""
    return sum(
        line.amount
        for project in running_projects(plan)
        for line in project.funding or ()
        if line.year is None
    )


def _sums(asking: Mapping[tuple[int, str], Shares], key_of: Callable[[str], str]) -> list[Sum]:
    known: dict[str, str] = {}
    sources: dict[str, dict[str, int]] = {}
    projects: dict[str, dict[str, int]] = {}
    for (_year, source), shares in asking.items():
        for id_, amount in shares.items():
            key = known.get(id_)
            if key is None:
                key = known[id_] = key_of(id_)
            held = sources.setdefault(key, {})
            held[source] = held.get(source, 0) + amount
            parts = projects.setdefault(key, {})
            parts[id_] = parts.get(id_, 0) + amount
    return [Sum(key, sum(held.values()), held, projects[key]) for key, held in sources.items()]


# -- load ----------------------------------------------------------------------------------------------


def _load(plan: Plan) -> tuple[tuple[Month, ...], tuple[Load, ...]]:
    """Of units that lead something with known days, or have a capacity: the fullest first. As the rule on
    overloaded units counts, a programme does not count beside its own parts that the same unit leads.
    """
    led: dict[str, dict[str, Project]] = {}
    for project in running_projects(plan):
        if project.lead_unit is not None and plan.find(project.lead_unit, Unit):
            led.setdefault(project.lead_unit, {})[project.id] = project
    times = {id_: runs(plan, projects.values()) for id_, projects in led.items()}
    months = _months(plan, [one for held in times.values() for one in held])
    found = []
    for unit in plan.all(Unit):
        held = times.get(unit.id, [])
        if held:
            found.append(Load(unit.id, unit.capacity, _peaks(held, months), tuple(held)))
    found.sort(key=_fullness, reverse=True)
    return months, tuple(found)


def _fullness(load: Load) -> tuple[float, int]:
    over = load.most / max(load.capacity, 1) if load.capacity is not None else 0.0
    return (over if over > 1 else 0.0, load.most)


def _months(plan: Plan, held: list[Run]) -> tuple[Month, ...]:
    """The months of the plan, without a period those in which anything runs."""
    period = plan.head.period
    if period is not None:
        first, last = period.start, period.end
    elif held:
        first, last = min(one[0] for one in held), max(one[1] for one in held)
    else:
        return ()
    begin, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return tuple((at // 12, at % 12 + 1) for at in range(begin, min(end + 1, begin + MOST_MONTHS)))


def _peaks(held: list[Run], months: tuple[Month, ...]) -> dict[Month, int]:
    """The most that run on any one day of each month."""
    # What ends on a day still runs on it: starts come before ends.
    turns = sorted([(start, 0) for start, _, _ in held] + [(end, 1) for _, end, _ in held])
    peaks: dict[Month, int] = {}
    now = at = 0
    for month in months:
        last = month_end(*month)
        first = date(*month, 1)
        while at < len(turns) and turns[at][0] < first:
            now += -1 if turns[at][1] else 1
            at += 1
        most = now
        while at < len(turns) and turns[at][0] <= last:
            now += -1 if turns[at][1] else 1
            most = max(most, now)
            at += 1
        peaks[month] = most
    return peaks


# -- what is due ---------------------------------------------------------------------------------------


def _due(plan: Plan, as_of: date) -> tuple[Due, ...]:
    """Milestones not done on the day that are due in the time ahead, the overdue ones before them."""
    running = {one.id for one in running_projects(plan)}
    found = []
    for one in plan.all(Milestone):
        if one.due is None or one.project not in running:
            continue
        days = (one.due - as_of).days
        if days <= AHEAD and (one.done_on is None or one.done_on > as_of):
            found.append(Due(one.id, one.project, one.due, days))
    return tuple(sorted(found, key=lambda one: (one.days < 0, one.due, one.milestone)))
