"""How late each project may be without delaying the end: the backward pass, total and free float.

It goes back over the same conditions as the earliest days (see schedule.py): what a project must leave to
those that wait for it, and to the end. Floats are days by which a project may move as a whole. Linear in
projects and links.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from workbench.analysis.schedule import duration_of

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

    from workbench.analysis.schedule import Link, Network, Schedule, Slot
    from workbench.plan.elements import Project


class Float(NamedTuple):
    """The latest days of a project, and what it has to spare.

    ``total`` days later it would delay the end, ``free`` days later it would delay another project (or the
    end). Below zero the end that was asked for cannot be kept. ``start`` and ``finish`` are unknown where
    the earliest days are.
    """

    start: date | None
    finish: date | None
    total: int
    free: int

    @property
    def is_critical(self) -> bool:
        """Whether there is no day to spare."""
        return self.total <= 0


class Latest(NamedTuple):
    """Floats by project, and the end that they are measured to."""

    floats: Mapping[str, Float]
    end: date | None
    #: The critical chain: the project that ends last and those that leave it no day to spare, in order.
    chain: tuple[str, ...]

    def critical(self) -> set[str]:
        """Projects without a day to spare."""
        return {id_ for id_, one in self.floats.items() if one.total <= 0}


def latest(
    network: Network, days: Schedule, *, end: date | None = None, left_out: Container[str] = ()
) -> Latest:
    """Latest days and floats of all that ``days`` holds, measured to ``end``, else to the last finish.

    ``left_out`` are projects that have no say in where the end is, and no float of their own (programmes
    that only sum up their parts).
    """
    slots = days.slots
    last = _last(network, slots, left_out)
    horizon = end if last is None or end is not None else slots[last].finish or slots[last].start
    if horizon is None:
        return Latest({}, None, ())
    bound = horizon.toordinal()
    found: dict[str, tuple[int | None, int | None]] = {}
    floats: dict[str, Float] = {}
    # The earliest days were worked out predecessors first: backwards, successors come first.
    for id_ in reversed(tuple(slots)):
        if id_ in left_out:
            continue
        slot, project = slots[id_], network.projects[id_]
        links = [
            link
            for link in network.after.get(id_, ())
            if link.successor in slots and link.successor not in left_out
        ]
        late = _late(project, slot, links, found, network, bound)
        found[id_] = late
        spare = [
            at - day.toordinal()
            for at, day in zip(late, (slot.start, slot.finish), strict=True)
            if at is not None and day is not None
        ]
        if spare:
            free = _free(slot, links, slots, network, bound)
            floats[id_] = Float(_day(late[0]), _day(late[1]), min(spare), free)
    chain = days.chain(last, len(slots)) if last is not None else ()
    return Latest(floats, horizon, chain)


def _last(network: Network, slots: Mapping[str, Slot], left_out: Container[str]) -> str | None:
    """The project that ends last, the first of them in the plan's order; its start counts without an end."""
    found: str | None = None
    newest: date | None = None
    for id_ in network.projects:
        slot = slots.get(id_)
        day = (slot.finish or slot.start) if slot is not None and id_ not in left_out else None
        if day is not None and (newest is None or day > newest):
            found, newest = id_, day
    return found


def _late(
    project: Project,
    slot: Slot,
    links: list[Link],
    found: Mapping[str, tuple[int | None, int | None]],
    network: Network,
    bound: int,
) -> tuple[int | None, int | None]:
    """Latest start and finish; None for a day whose earliest is not known."""
    duration = duration_of(project)
    finish = bound
    start = bound
    for link in links:
        theirs = _latest_answer(link, found, network)
        if theirs is None:
            continue
        if link.type[0] == "F":
            finish = min(finish, theirs)
        else:
            start = min(start, theirs)
    if slot.finish is not None:
        start = min(start, finish - (duration or 1) + 1)
    return (start if slot.start is not None else None), (finish if slot.finish is not None else None)


def _latest_answer(
    link: Link, found: Mapping[str, tuple[int | None, int | None]], network: Network
) -> int | None:
    """The latest that the predecessor's day may be, by one link."""
    start, finish = found[link.successor]
    gap = link.lag + (link.type == "FS")
    if link.type[1] == "S":
        return start - gap if start is not None else None
    allowed = finish
    long = duration_of(network.projects[link.successor])
    if long is not None and start is not None:
        # The successor moves as a whole: its start is pushed too.
        pushed = start + long - 1
        allowed = pushed if allowed is None else min(allowed, pushed)
    return allowed - gap if allowed is not None else None


def _free(slot: Slot, links: list[Link], slots: Mapping[str, Slot], network: Network, bound: int) -> int:
    room = bound - (slot.finish or slot.start or date.min).toordinal()
    for link in links:
        mine = slot.finish if link.type[0] == "F" else slot.start
        theirs = slots[link.successor]
        if mine is None:
            continue
        earliest = mine.toordinal() + link.lag + (link.type == "FS")
        if link.type[1] == "S":
            if theirs.start is not None:
                room = min(room, theirs.start.toordinal() - earliest)
            continue
        if theirs.finish is not None:
            room = min(room, theirs.finish.toordinal() - earliest)
        long = duration_of(network.projects[link.successor])
        if long is not None and theirs.start is not None:
            room = min(room, theirs.start.toordinal() + long - 1 - earliest)
    return room


def _day(ordinal: int | None) -> date | None:
    if ordinal is None:
        return None
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def summaries(network: Network) -> set[str]:
    """Programmes that only sum up their parts: others are part of them, and no link leads to or from them."""
    above = {one.parent for one in network.projects.values() if one.parent is not None}
    return {
        id_
        for id_ in above
        if id_ in network.projects and id_ not in network.before and id_ not in network.after
    }


def lacking_days(link: Link, before: Project, after: Project) -> int:
    """By how many days the dates as stated break a link; 0 where they keep it or are not known.

    A successor without a start must at least end on or after the day on which it could start.
    """
    theirs = stated_end(before) if link.type[0] == "F" else before.start
    own_end = stated_end(after)
    own = after.start if link.type[1] == "S" else own_end
    if own is None:
        own = own_end
    if theirs is None or own is None:
        return 0
    return max(0, theirs.toordinal() + link.lag + (link.type == "FS") - own.toordinal())


def stated_end(project: Project) -> date | None:
    """The end as stated, or as it follows from start and duration."""
    if project.end is not None or project.start is None or not project.duration_days:
        return project.end
    return _day(project.start.toordinal() + project.duration_days - 1)
