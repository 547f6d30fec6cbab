"""Moments of a plan: its saved versions, the plan on a date, and as it is now; what restoring one changes."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.change import Label
from workbench.plan.compare import restoring

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.plan.change import Change
    from workbench.plan.plan import Plan
    from workbench.session.session import Session, Version


class Moment(NamedTuple):
    """The plan after change ``number``: a version by its ``name``, else the end of a ``day``, else now.

    Of a version ``day`` is the one on which it was saved.
    """

    number: int
    name: str = ""
    day: date | None = None

    @property
    def is_now(self) -> bool:
        """Whether it is the plan as it is, not as it was."""
        return not self.name and self.day is None


def of_version(version: Version) -> Moment:
    """The moment that a version names."""
    return Moment(version.number, version.name, local_day(version.time))


def now_of(session: Session) -> Moment:
    """The plan as it is now."""
    return Moment(session.newest_of_all)


def on_day(session: Session, day: date) -> Moment:
    """The plan as it was at the end of a day; a Problem when it had not been begun by then."""
    number, first = 0, None
    for at, time in session.times():
        done = local_day(time)
        if done is None:
            continue
        first = first or done
        if done <= day:
            number = at
    if not number:
        if first is None:
            raise Problem(N_("The plan has no history yet"))
        raise Problem(
            N_("The plan was begun on {first}; there is nothing to see on {day}"),
            first=first.isoformat(),
            day=day.isoformat(),
        )
    return Moment(number, day=day)


def days(session: Session) -> list[date]:
    """The days on which something was done in the plan, oldest first."""
    return sorted({day for _, time in session.times() if (day := local_day(time)) is not None})


def local_day(time: str) -> date | None:
    """The day, here, of a moment of the log; None when that cannot be read."""
    try:
        return datetime.fromisoformat(time).astimezone().date()
    except ValueError:
        return None


def named(session: Session, said: str) -> Moment:
    """The moment that is meant by a version's name, a date (2026-06-30) or the number of a change.

    A Problem names the versions there are.
    """
    for version in session.versions():
        if version.name == said:
            return of_version(version)
    try:
        return on_day(session, date.fromisoformat(said))
    except ValueError:
        pass
    if said.isascii() and said.isdigit() and 0 < int(said) <= session.newest_of_all:
        return Moment(int(said), name=said)
    names = ", ".join(one.name for one in session.versions())
    if not names:
        raise Problem(
            N_("“{said}” is no date, and the plan has no version of that name: it has none"), said=said
        )
    raise Problem(
        N_("“{said}” is no date, and the plan has no version of that name; it has: {names}"),
        said=said,
        names=names,
    )


def state(session: Session, moment: Moment) -> Plan:
    """The open plan as it was at a moment."""
    return session.plan_as_of(moment.number)


def restore(session: Session, moment: Moment) -> Change:
    """The change that makes the open plan again what it was; empty where it says the same.

    Goes back to today first where the plan is shown as it was.
    """
    wanted = state(session, moment)
    if not wanted.exists:
        raise Problem(N_("The plan was deleted then; there is nothing to restore"))
    session.look_at_now()
    assert session.plan is not None
    return restoring(session.plan, wanted, _label(moment))


def _label(moment: Moment) -> Label:
    if moment.day is not None and not moment.name:
        return Label(N_("Restore the plan as it was on {day}"), (("day", moment.day.isoformat()),))
    return Label(N_("Restore the version “{name}”"), (("name", moment.name),))


def newest_first(versions: Iterable[Version]) -> list[Version]:
    """Versions, the one saved last first."""
    return sorted(versions, key=lambda one: (one.number, one.time), reverse=True)
