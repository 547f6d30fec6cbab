"""How the scores of a plan have come along: its saved versions and the plan as it is now.

Every version is judged by the rules in force now, so that the scores can be compared, and on its own day:
the day the plan names, else the day the version was saved.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.errors import Cancelled
from workbench.i18n import N_

if TYPE_CHECKING:
    from workbench.rules.profile import Profile
    from workbench.rules.verdict import Verdict
    from workbench.session.jobs import Progress
    from workbench.session.session import Session, Version

#: Verdicts kept, so that looking again costs nothing; a version's verdicts are eight small tuples.
_MOST_KEPT: Final = 500


class Point(NamedTuple):
    """One moment: the number of its change, its name ("" for now), when it was named, how it stood."""

    number: int
    name: str
    time: str
    note: str
    as_of: date
    verdicts: dict[str, Verdict]


class Trends:
    """Works trends out and remembers what it has judged, by change number and rules."""

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], Point] = {}

    def of(self, session: Session) -> Trend:
        """The trend of the open plan, to be run."""
        return Trend(self, session)

    def find(self, key: tuple[Any, ...]) -> Point | None:
        """What was judged before."""
        return self._known.get(key)

    def keep(self, key: tuple[Any, ...], point: Point) -> None:
        """Remember what was judged."""
        if len(self._known) >= _MOST_KEPT:
            self._known.clear()
        self._known[key] = point


class Trend:
    """The trend of one plan, worked out perhaps in a thread."""

    def __init__(self, known: Trends, session: Session) -> None:
        assert session.plan is not None
        self._known = known
        self._session = session
        self.plan_id = session.plan.id
        checker = session.checker
        self._profile = checker.profile
        self._surroundings = checker.surroundings
        self._key = (str(session.path), self.plan_id, rules_key(checker.profile))
        self.versions = session.versions()
        past = session.past
        shown = "" if past is None else past.name or str(past.day)
        self.now = Point(session.newest, shown, "", "", checker.as_of, checker.verdicts())

    @property
    def is_known(self) -> bool:
        """Whether nothing is left to be judged."""
        return all(self._known.find(self._key_of(one)) is not None for one in self.versions)

    def _key_of(self, version: Version) -> tuple[Any, ...]:
        return (*self._key, version.number, version.time)

    def run(self, progress: Progress) -> list[Point]:
        """Judge the versions, oldest first, and the plan as it is now last."""
        points = []
        for at, version in enumerate(self.versions):
            progress.step(at, len(self.versions), N_("Judging the saved versions"))
            point = self._known.find(self._key_of(version))
            if point is None:
                point = self._judged(version)
                self._known.keep(self._key_of(version), point)
            # A version may have been given another name since.
            points.append(point._replace(name=version.name, note=version.note))
        progress.step(len(self.versions), len(self.versions))
        return [*points, self.now]

    def _judged(self, version: Version) -> Point:
        from workbench.rules.checker import Checker

        if self._session.plan is None or self._session.plan.id != self.plan_id:
            raise Cancelled  # another plan was opened meanwhile
        plan = self._session.plan_as_of(version.number, self.plan_id)
        day = saved_on(version)
        if not plan.exists:
            return Point(version.number, version.name, version.time, version.note, day, {})
        checker = Checker(plan, plan.head.as_of or day, self._profile, self._surroundings)
        checker.full()
        return Point(
            version.number, version.name, version.time, version.note, checker.as_of, checker.verdicts()
        )


def saved_on(version: Version) -> date:
    """The day, here, on which a version was saved."""
    try:
        return datetime.fromisoformat(version.time).astimezone().date()
    except ValueError:
        from workbench.rules.checker import today

        return today()


def rules_key(profile: Profile) -> str:
    """What tells apart two ways of applying the rules."""
    return repr(
        (
            sorted(profile.off),
            sorted(profile.severities.items()),
            sorted((code, sorted(given.items())) for code, given in profile.set_parameters.items()),
            sorted(profile.own.items()),
        )
    )
