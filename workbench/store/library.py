"""A library: one file with any number of plans, each with the whole record of its changes."""

from __future__ import annotations

import os
import threading
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from workbench.errors import ChangedElsewhere, LibraryProblem, Problem
from workbench.i18n import N_
from workbench.plan.change import now
from workbench.store import format as file_format
from workbench.store import gate, known, log, presence, reading
from workbench.store.connection import clear_away_journal, connect, forget_pages, prepare_writing, translated
from workbench.store.library_reading import LibraryReading
from workbench.store.placing import placed
from workbench.store.upgrades import UPGRADES, Upgrades, bring_up_to_date

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from types import TracebackType

    from sqlalchemy import Connection

    from workbench.plan.change import Change
    from workbench.store.gate import Passed
    from workbench.store.log import Version
    from workbench.store.reading import Damage
    from workbench.store.writing import Writer

#: Operations of one change from which on a backup is made first.
LARGE: Final = 5_000
#: How long evidence may wait for its entry.
_TO_BE_NAMED: Final = timedelta(days=7)


class Library(LibraryReading):
    """An open library file. Calls may come from any thread; they are served one at a time."""

    def __init__(self, path: Path, passed: Passed, *, why_read_only: Problem | None) -> None:
        self.path = path
        self.id = passed.library
        #: Why nothing can be changed; None when it can.
        self.why_read_only = why_read_only
        #: Who makes changes that do not name an author.
        self.author = presence.account()
        #: Values that could not be read, by plan id.
        self.damage: dict[str, list[Damage]] = {}
        #: What went wrong without keeping anybody from working: a daily backup that could not be made.
        self.notices: list[Problem] = []
        self._connection = passed.connection
        self._identity = passed.identity
        self._writer: Writer | None = None
        self._lock = threading.RLock()
        self._is_open = True
        #: The day on which the daily backup was seen to last.
        self._looked_after: date | None = None
        #: Plans whose values have not been compared with their declarations.
        self._unchecked: set[str] = set()
        if not passed.trusted:
            with reading.lenient(self._connection):
                self._unchecked = {row[0] for row in self._connection.execute("SELECT id FROM registry")}

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make an empty library and open it; a file that is there already is a Problem."""
        library = os.urandom(8).hex()
        with placed(path) as fresh, translated(path), closing(connect(fresh, "rwc")) as connection:
            prepare_writing(connection)
            connection.execute("BEGIN IMMEDIATE")
            file_format.make(connection, library, now())
            connection.commit()
            clear_away_journal(connection)
        known.remember(path.resolve(), library, being_written=False, trusted=True)
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False, upgrades: Upgrades = UPGRADES) -> Self:
        """Open a library when it passes the gate; LibraryProblem when it is not sound or not ours.

        A file that may not be written to is opened for reading. One of an older format is brought up to date
        after a backup.
        """
        real = gate.real_file(path)
        why = (
            LibraryProblem(N_("{file} is open for reading only"), file=path.name)
            if read_only
            else gate.protection(real)
        )
        note = known.recall(real)
        passed = gate.let_in(real, read_only=why is not None, schemas=upgrades.schemas, note=note)
        try:
            stays_old = why is not None and passed.format in file_format.READABLE
            if passed.format < file_format.FORMAT and not stays_old:
                bring_up_to_date(real, passed, why, upgrades, _utc)
            if why is None:
                with translated(real):
                    if passed.interrupted:
                        # What SQLite did not play back had not begun; left there, it would look strange.
                        clear_away_journal(passed.connection)
                    prepare_writing(passed.connection)
            library = cls(real, passed, why_read_only=why)
        except BaseException:  # whatever it was, the file is closed before it goes on
            passed.connection.close()
            raise
        gate.note_open(passed.identity)
        return library

    @staticmethod
    def move(path: Path, target: Path) -> None:
        """Give a library that is closed another name; what is known of it here goes along."""
        old = path.resolve()
        note = known.recall(old)
        is_sound = note is not None and note.is_as_left(old)
        path.replace(target)
        known.forget(old)
        if note is not None and is_sound:
            known.remember(target.resolve(), note.library, being_written=False, trusted=note.trusted)

    @property
    def read_only(self) -> bool:
        """Whether nothing can be changed; `why_read_only` says why."""
        return self.why_read_only is not None

    def close(self) -> None:
        """Close the file; it is as it was last saved. Closing twice does nothing."""
        with self._lock:
            if not self._is_open:
                return
            self._is_open = False
            try:
                with translated(self.path):
                    if self._writer is not None:
                        clear_away_journal(self._connection)
            finally:
                self._connection.close()
                gate.note_closed(self._identity)
                self._note_how_left()

    def _note_how_left(self) -> None:
        note = known.recall(self.path)
        trusted = not self._unchecked
        try:
            if gate.identity(self.path) != self._identity:
                return
            if note and self._writer is None:
                is_told = note.is_as_left(self.path) and note.trusted == trusted
                if is_told or (note.being_written and self.read_only):
                    return
        except OSError:  # gone meanwhile
            return
        others = gate.is_open_here(self._identity) or presence.others(self.path, Path())
        known.remember(self.path, self.id, being_written=bool(others), trusted=trusted)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- writing -------------------------------------------------------------------------------------------

    def append(
        self,
        plan_id: str,
        change: Change,
        expected: int,
        progress: Callable[[int, int], None] | None = None,
    ) -> Change:
        """Write a change and its record in one transaction; the change comes back with its number.

        ``expected`` is the number of the newest change that the writer knows of; when the file has a newer
        one, ChangedElsewhere is raised and nothing is written.
        """
        (written,) = self.append_all([(plan_id, change, expected)], progress)
        return written

    def append_all(
        self,
        appends: Sequence[tuple[str, Change, int]],
        progress: Callable[[int, int], None] | None = None,
    ) -> list[Change]:
        """Write changes of several plans as `append` does, all in one transaction: all of them or none."""
        if all(change.is_empty for _, change, _ in appends):
            return [change for _, change, _ in appends]
        with self._lock:
            writer = self._prepared(sum(len(change.operations) for _, change, _ in appends))
            written = []
            with writer.transaction() as connection:
                self._look_again(writer, connection)
                for plan_id, change, expected in appends:
                    plan = writer.registered(connection, plan_id)
                    newest = 0 if plan is None else writer.newest(connection, plan)
                    if newest != expected:
                        raise ChangedElsewhere(
                            N_("{file} has been changed in another window or program; reload it"),
                            file=self.path.name,
                        )
                    if change.is_empty:
                        written.append(change)
                        continue
                    filled = change._replace(
                        number=expected + 1, time=change.time or now(), author=change.author or self.author
                    )
                    if plan is None:
                        plan = writer.register(connection, plan_id)
                    writer.append(connection, plan, filled, progress)
                    written.append(filled)
                gate.look_again(self.path, self._identity)
            return written

    def name_version(self, plan_id: str, number: int, name: str, note: str = "", author: str = "") -> Version:
        """Give a change number a name, to find the plan as it was then; a name in use is a Problem."""
        with self._lock:
            if not 0 < number <= self.newest(plan_id):
                raise Problem(N_("The plan has no change number {number}"), number=number)
            if any(one.name == name for one in self.versions(plan_id)):
                raise Problem(N_("There is a version “{name}” already; choose another name"), name=name)
            version = log.Version(name, number, now(), author or self.author, note)
            writer = self._prepared(1)
            with writer.transaction() as connection:
                self._look_again(writer, connection)
                writer.name_version(connection, {"plan": self._number(plan_id), **version._asdict()})
            return version

    def forget_version(self, plan_id: str, name: str) -> None:
        """Take the name of a change number away; the log keeps the change."""
        with self._lock:
            writer = self._prepared(1)
            with writer.transaction() as connection:
                self._look_again(writer, connection)
                writer.forget_version(connection, self._number(plan_id), name)

    def keep(self, path: Path, progress: Callable[[int, int], object] | None = None) -> str:
        """Take the bytes of a file in as evidence; their digest. What is here already is not taken twice.

        ``progress`` may raise Cancelled; then, as after any failure, the library is as it was.
        """
        from workbench.store import attachments

        taken = attachments.look_at(path, progress)
        with self._lock:
            # First, as it may let go of the very file, if that was taken in long ago and never named.
            writer = self._prepared(1)
            with translated(self.path):
                is_kept = attachments.is_kept(self._connection, taken.digest)
            if not is_kept and self.path.stat().st_size + taken.size > gate.MOST_BYTES:
                raise LibraryProblem(
                    N_("{file} would become larger than 2 GB, the limit for a library"), file=self.path.name
                )
            with writer.transaction() as connection:
                self._look_again(writer, connection)
                if is_kept:
                    attachments.renew(connection, taken.digest, now())
                else:
                    attachments.put(connection, path, taken, now(), progress)
        return taken.digest

    def _look_again(self, writer: Writer, connection: Connection) -> None:
        is_same = writer.library_id(connection) == self.id
        gate.look_again(self.path, self._identity, is_same_library=is_same)

    def _prepared(self, operations: int) -> Writer:
        if self.why_read_only is not None:
            raise self.why_read_only
        if self._writer is None:
            from workbench.store.writing import Writer

            known.remember(self.path, self.id, being_written=True, trusted=not self._unchecked)
            self._writer = Writer(self._connection, self.path)
        with translated(self.path):
            forget_pages(self._connection)
            has_changes = self._connection.execute("SELECT 1 FROM change LIMIT 1").fetchone() is not None
        today = _utc()
        if has_changes and operations > LARGE:
            self.backup("import")
        elif has_changes and self._looked_after != today.date():
            from workbench.store import backups

            try:
                if backups.is_due(self.path, today):
                    self.backup("daily")
                self._sweep(self._writer, today)
            except Problem as problem:
                self.notices.append(problem)
        self._looked_after = today.date()
        return self._writer

    def _sweep(self, writer: Writer, today: datetime) -> None:
        """Let go of evidence that was taken in more than a week ago and never got an entry in a plan: whoever
        took it in thought better of it, or the program ended before.
        """
        from workbench.store import attachments

        with translated(self.path):
            old = attachments.older(self._connection, (today - _TO_BE_NAMED).isoformat(timespec="seconds"))
        if not old:
            return
        with writer.transaction() as connection:
            self._look_again(writer, connection)
            attachments.drop(connection, attachments.nameless(self._connection, old))

    # -- copies and checks ---------------------------------------------------------------------------------

    def backup(self, reason: str) -> Path:
        """Copy the library into the user's data folder; ``reason`` is a short English word."""
        from workbench.store import backups

        with self._lock:
            return backups.take(self._connection, self.path, reason, _utc)

    def copy_to(self, path: Path) -> None:
        """Copy the library to another file; one that is there already is a Problem.

        It works also when the library's own file is gone, as long as the system keeps it for us.
        """
        from workbench.store import backups

        with self._lock:
            backups.copy(self._connection, path)

    def check_digests(self, progress: Callable[[int, int], object] | None = None) -> list[tuple[str, str]]:
        """(kind, id) of the elements whose stored values are not what was written, ("attachment", digest) of
        evidence; for a background thread.

        ``progress`` is told how many rows of how many have been looked at, and may raise Cancelled.
        """
        from workbench.store import attachments, digests  # a while after the first painted window

        found = digests.damaged(self._connection, self._lock, progress)
        marks = attachments.damaged(self._connection, progress, self._lock)
        return [*found, *(("attachment", mark) for mark in marks)]


def _utc() -> datetime:
    return datetime.now(UTC)
