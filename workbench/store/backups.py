"""Copies of libraries in the user's data folder: looked through before they count, thinned by age.

A backup is named by a running number, its time (UTC) and its reason. The number decides which one is the
newest, so a clock that was set back cannot make a new backup look old.
"""

from __future__ import annotations

import re
import shutil
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench import paths
from workbench.errors import LibraryProblem
from workbench.files import why_not_written
from workbench.i18n import N_
from workbench.store import known
from workbench.store.connection import connect, deadline, translated
from workbench.store.format import SUFFIX
from workbench.store.placing import placed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.store.connection import Connection

_NAME: Final = re.compile(rf"(\d{{6,}})-(\d{{8}}T\d{{6}})Z-([a-z]+){re.escape(SUFFIX)}")
_STAMP: Final = "%Y%m%dT%H%M%S"

#: How long every backup is kept, then one a day, then one a week; after that one a month.
_ALL: Final = timedelta(days=2)
_DAILY: Final = timedelta(days=30)
_WEEKLY: Final = timedelta(weeks=26)


class Backup(NamedTuple):
    """A copy of a library; ``time`` is UTC, ``size`` in bytes."""

    path: Path
    number: int
    time: datetime
    reason: str
    size: int


def folder(library: Path) -> Path:
    """Where the backups of a library (its real path) are: files of one name in two folders stay apart."""
    return paths.backups() / f"{library.stem[:60]}-{known.mark(library)}"


def listed(library: Path) -> list[Backup]:
    """The backups of a library, newest first."""
    found = []
    for path in folder(library).glob(f"*{SUFFIX}"):
        name = _NAME.fullmatch(path.name)
        if name is None:
            continue
        try:
            time = datetime.strptime(name[2], _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, int(name[1]), time, name[3], path.stat().st_size))
    return sorted(found, key=lambda one: one.number, reverse=True)


def take(connection: Connection, library: Path, reason: str, now: Callable[[], datetime]) -> Path:
    """Copy the library of this connection, look the copy through, then thin out older ones.

    ``reason`` is a short English word. A LibraryProblem means that there is no new backup and that the old
    ones are as they were.
    """
    place = folder(library)
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise why_not_written(place, error) from error
    earlier = listed(library)
    number = earlier[0].number + 1 if earlier else 1
    moment = now()
    target = place / f"{number:06d}-{moment.strftime(_STAMP)}Z-{reason}{SUFFIX}"
    copy(connection, target)
    for path in superfluous(listed(library), moment):
        path.unlink(missing_ok=True)
    return target


def copy(connection: Connection, target: Path) -> None:
    """Copy the library of this connection to a file that is not there yet, whole and looked through."""
    with placed(target) as fresh, translated(target):
        with closing(connect(fresh, "rwc")) as made:
            # Nobody sees the file before it is whole and on the disk.
            made.execute("PRAGMA journal_mode=OFF")
            made.execute("PRAGMA synchronous=OFF")
            connection.backup(made)
        with closing(connect(fresh, "ro")) as made:
            faults = made.execute("PRAGMA quick_check(1)").fetchone()[0]
            same = made.execute(_SAYS).fetchall() == connection.execute(_SAYS).fetchall()
        if faults != "ok" or not same:
            raise LibraryProblem(
                N_("{file} could not be copied soundly; the copy was thrown away"), file=target.name
            )


_SAYS: Final = "SELECT value FROM meta ORDER BY key"


def changes(library: Path) -> int | None:
    """How many changes a library or a backup holds, of all its plans; None when that cannot be read."""
    try:
        with translated(library), closing(connect(library, "ro")) as connection, deadline(connection):
            return int(connection.execute("SELECT count(*) FROM change").fetchone()[0])
    except LibraryProblem:
        return None


def forget(library: Path) -> None:
    """Throw away all backups of a library that was made to be thrown away itself."""
    shutil.rmtree(folder(library), ignore_errors=True)


def is_due(library: Path, now: datetime) -> bool:
    """Whether the newest backup was not taken today (UTC), or its time lies ahead of a clock set back."""
    earlier = listed(library)
    return not earlier or earlier[0].time.date() != now.date()


def superfluous(backups: Iterable[Backup], now: datetime) -> list[Path]:
    """Which backups can go: all of two days stay, then one a day, week, month; the newest always stays."""
    kept: set[tuple[str, object]] = set()
    gone = []
    for place, one in enumerate(sorted(backups, key=lambda one: one.number, reverse=True)):
        age = now - one.time
        if place == 0 or age <= _ALL:
            continue
        day = one.time.date()
        if age <= _DAILY:
            span: tuple[str, object] = ("day", day)
        elif age <= _WEEKLY:
            span = ("week", day.isocalendar()[:2])
        else:
            span = ("month", (day.year, day.month))
        if span in kept:
            gone.append(one.path)
        kept.add(span)
    return gone
