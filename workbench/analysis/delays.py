"""By how many days open projects are expected to end after the day the plan states, and why.

A project's own slip is the largest of three: its end at the pace of its last progress report, the days by
which a milestone that is still open has been passed (or the last one reached was late), and the days since
its own end where it is not done. Projects that wait for it and have not begun are moved along the links
between them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.floats import stated_end
from workbench.analysis.schedule import Network, later, network_of, schedule
from workbench.i18n import N_
from workbench.plan.elements import Milestone
from workbench.plan.values import period_end

if TYPE_CHECKING:
    from datetime import date

    from workbench.plan.elements import Project
    from workbench.plan.plan import Plan

#: What a delay was read off.
SIGNS: Final = {
    "pace": N_("The pace of its progress reports"),
    "milestone": N_("A milestone that is late"),
    "overdue": N_("Its end has passed"),
    "waits": N_("A project that it waits for"),
}


class Delay(NamedTuple):
    """The expected end; ``sign`` one of SIGNS, ``cause`` the project or milestone that it was read off."""

    project: str
    stated: date
    expected: date
    sign: str
    cause: str

    @property
    def days(self) -> int:
        """Calendar days after the stated end."""
        return (self.expected - self.stated).days


def delays(plan: Plan, as_of: date) -> dict[str, Delay]:
    """The open projects that are expected to end late, as things stand on a day; in the plan's order."""
    network = network_of(plan)
    milestones: dict[str, list[Milestone]] = {}
    for one in plan.all(Milestone):
        milestones.setdefault(one.project, []).append(one)
    own = {
        id_: delay
        for id_, project in network.projects.items()
        if (delay := _own(project, milestones.get(id_, []), as_of)) is not None
    }
    if not own:
        return {}
    head = plan.head
    first = head.period.start if head.period is not None else None
    meant = schedule(network, first).slots
    feared = schedule(_moved(network, own, as_of), first)
    found: dict[str, Delay] = {}
    for id_, project in network.projects.items():
        if id_ in own:
            found[id_] = own[id_]
            continue
        slot, before, stated = feared.slots.get(id_), meant.get(id_), stated_end(project)
        if slot is None or before is None or stated is None or _is_done(project):
            continue
        if slot.finish is not None and before.finish is not None and slot.finish > before.finish:
            shift = (slot.finish - before.finish).days
            chain = [one for one in feared.chain(id_) if one in own]
            cause = chain[-1] if chain else slot.driver or id_
            found[id_] = Delay(id_, stated, later(stated, shift), "waits", cause)
    return found


def _is_done(project: Project) -> bool:
    return project.status == "done" or project.progress == 100


def _own(project: Project, milestones: list[Milestone], as_of: date) -> Delay | None:
    """The slip that a project shows by itself."""
    stated = stated_end(project)
    if stated is None or _is_done(project):
        return None
    signs: list[tuple[date, str, str]] = []
    pace = _at_pace(project, stated, as_of)
    if pace is not None:
        signs.append((pace, "pace", project.id))
    slip = _slipped(milestones, as_of)
    if slip is not None:
        signs.append((later(stated, slip[0]), "milestone", slip[1]))
    if stated < as_of:
        signs.append((as_of, "overdue", project.id))
    worst = max(signs, key=lambda one: one[0], default=None)
    if worst is None or worst[0] <= stated:
        return None
    return Delay(project.id, stated, *worst)


def _at_pace(project: Project, stated: date, as_of: date) -> date | None:
    """The end if the rest takes as long, for its share, as what is done did; None without a report."""
    if project.start is None:
        return None
    told = [
        (period_end(one.period), one.percent)
        for one in project.reports or ()
        if one.percent is not None and project.start < period_end(one.period) <= as_of
    ]
    if not told:
        return None
    day, percent = max(told)
    if percent >= 100:
        return None
    gone = (day - project.start).days + 1
    if percent <= 0:
        # Nothing was done in that time: all that is to be done comes that much later.
        return later(stated, gone)
    return later(project.start, round(gone * 100 / float(percent)) - 1)


def _slipped(milestones: list[Milestone], as_of: date) -> tuple[int, str] | None:
    """Days and milestone: the open one that is overdue longest, else the last one reached, if it was late."""
    open_ = [
        ((as_of - one.due).days, one.id)
        for one in milestones
        if one.due is not None and one.due < as_of and (one.done_on is None or one.done_on > as_of)
    ]
    if open_:
        return max(open_, key=lambda one: one[0])
    reached = [
        (one.due, (one.done_on - one.due).days, one.id)
        for one in milestones
        if one.due is not None and one.done_on is not None and one.done_on <= as_of
    ]
    if not reached:
        return None
    _, days, id_ = max(reached)
    return (days, id_) if days > 0 else None


def _moved(network: Network, own: dict[str, Delay], as_of: date) -> Network:
    """The network with the late projects at their expected ends; what has begun waits for nothing."""
    begun = {
        id_
        for id_, project in network.projects.items()
        if id_ in own
        or _is_done(project)
        or (
            project.start is not None
            and project.start <= as_of
            and any(one.percent for one in project.reports or ())
        )
    }
    projects = [
        project.but(end=own[id_].expected) if id_ in own else project
        for id_, project in network.projects.items()
    ]
    links = (link for id_, links in network.before.items() if id_ not in begun for link in links)
    return Network(projects, links)
