"""What a bar chart of the projects shows: bars, milestones, links, all in days, worked out in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from workbench.analysis.floats import lacking_days, latest, stated_end, summaries
from workbench.analysis.schedule import Link, cancelled, network_of, schedule
from workbench.plan.elements import Milestone, Project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from workbench.analysis.floats import Float
    from workbench.plan.plan import Plan


class Diamond(NamedTuple):
    """A milestone: its day, and whether it is "done", "late" (due before the as-of date) or "open"."""

    id: str
    day: int
    state: str


class Bar(NamedTuple):
    """A project, first and last day as ordinals.

    ``is_worked_out``: a day of it is not stated but follows from durations and links. ``is_open``: it is
    ongoing, and shown until the plan ends. ``spare`` is its total float in days, None where there is none
    (cancelled, ongoing, a sum of its parts, no end known, in a circle).
    """

    id: str
    first: int
    last: int
    is_worked_out: bool
    is_open: bool
    is_sum: bool
    is_cancelled: bool
    status: str
    progress: float | None
    spare: int | None
    free: int
    is_linked: bool
    diamonds: tuple[Diamond, ...]

    @property
    def is_critical(self) -> bool:
        """Whether it has no day to spare, and others wait for it or it for others.

        What only ends last, by itself, is on no path.
        """
        return self.is_linked and self.spare is not None and self.spare <= 0


class Tie(NamedTuple):
    """A link that is drawn: which row of the successor's predecessors it is, and by how many days the stated
    dates break it.
    """

    link: Link
    row: int
    lacking: int
    is_critical: bool


class Bars(NamedTuple):
    """Everything that is drawn of a plan. Projects without any date have diamonds at most."""

    bars: Mapping[str, Bar]
    #: Milestones of projects that have no bar.
    loose: Mapping[str, tuple[Diamond, ...]]
    ties: Mapping[str, tuple[Tie, ...]]
    chain: tuple[str, ...]
    has_goals: bool
    #: First and last day with anything on it; None without any.
    span: tuple[int, int] | None

    def ties_of(self, id_: str) -> tuple[Tie, ...]:
        """The links from and to a project."""
        return self.ties.get(id_, ())


def bars_of(plan: Plan, as_of: date | None = None) -> Bars:
    """The bars of a plan; milestones are late that were due before ``as_of``."""
    network = network_of(plan)
    period = plan.head.period
    days = schedule(network, period.start if period is not None else None)
    sums = summaries(network)
    found = latest(network, days, left_out=sums)
    chain = set(found.chain)
    out = cancelled(plan)
    diamonds = _diamonds(plan, as_of)
    bars: dict[str, Bar] = {}
    for project in plan.all(Project):
        first, last, is_worked_out = project.start, stated_end(project), False
        slot = days.slots.get(project.id)
        if first is not None and last is not None and last < first:
            first = last = None
        if slot is not None and (first is None or last is None):
            is_worked_out = True
            first = first or slot.start
            last = last or slot.finish
        if first is None and last is None:
            continue
        is_open = bool(project.ongoing) and last is None
        if is_open and period is not None and (first is None or period.end > first):
            last = period.end
        has_end = last is not None and not is_open
        first, last = first or last, last or first
        assert first is not None
        assert last is not None
        bars[project.id] = Bar(
            project.id,
            first.toordinal(),
            max(first, last).toordinal(),
            is_worked_out and not is_open,
            is_open,
            project.id in sums,
            project.id in out,
            project.status or "",
            _share(project),
            *_spare(found.floats.get(project.id) if has_end else None),
            project.id in network.before or project.id in network.after,
            diamonds.get(project.id, ()),
        )
    loose = {id_: marks for id_, marks in diamonds.items() if id_ not in bars}
    edges = [one.first for one in bars.values()] + [one.last for one in bars.values()]
    edges += [mark.day for marks in diamonds.values() for mark in marks]
    return Bars(
        bars,
        loose,
        _ties(plan, bars, chain),
        found.chain,
        any(project.year_goals for project in plan.all(Project)),
        (min(edges), max(edges)) if edges else None,
    )


def _spare(one: Float | None) -> tuple[int | None, int]:
    return (one.total, one.free) if one is not None else (None, 0)


def _share(project: Project) -> float | None:
    if project.progress is not None:
        return min(1.0, max(0.0, float(project.progress) / 100))
    return 1.0 if project.status == "done" else None


def _diamonds(plan: Plan, as_of: date | None) -> dict[str, tuple[Diamond, ...]]:
    found: dict[str, list[Diamond]] = {}
    for one in plan.all(Milestone):
        day = one.due or one.done_on
        if day is None:
            continue
        state = "open"
        if one.done_on is not None:
            state = "done"
        elif as_of is not None and day < as_of:
            state = "late"
        found.setdefault(one.project, []).append(Diamond(one.id, day.toordinal(), state))
    return {id_: tuple(marks) for id_, marks in found.items()}


def _ties(plan: Plan, bars: Mapping[str, Bar], chain: set[str]) -> dict[str, tuple[Tie, ...]]:
    found: dict[str, list[Tie]] = {}
    for after in plan.all(Project):
        for row, one in enumerate(after.predecessors or ()):
            before = plan.find(one.project, Project)
            if before is None or before is after or before.id not in bars or after.id not in bars:
                continue
            link = Link(before.id, after.id, one.type or "FS", one.lag_days or 0)
            tie = Tie(link, row, lacking_days(link, before, after), before.id in chain and after.id in chain)
            found.setdefault(before.id, []).append(tie)
            found.setdefault(after.id, []).append(tie)
    return {id_: tuple(held) for id_, held in found.items()}
