"""A library: one file with any number of plans, each with the whole record of its changes."""

from __future__ import annotations

import getpass
import os
import secrets
import threading
from typing import TYPE_CHECKING, Self

from workbench.errors import ChangedElsewhere, LibraryProblem, Problem
from workbench.i18n import N_
from workbench.plan.change import now
from workbench.plan.plan import Plan
from workbench.store import format as file_format
from workbench.store import reading
from workbench.store.connection import connect, prepare_writing, translated
from workbench.store.connection import reading as one_state

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from types import TracebackType

    from workbench.plan.change import Change, Operation
    from workbench.store.connection import Connection
    from workbench.store.reading import Damage, PlanEntry, Version
    from workbench.store.writing import Writer


def account() -> str:
    """The name of who works here, for the log."""
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # an account without a name
        return ""


class Library:
    """An open library file. Calls may come from any thread, one at a time is served."""

    def __init__(self, path: Path, connection: Connection, *, read_only: bool) -> None:
        self.path = path
        self.read_only = read_only
        self.author = account()
        #: Values that could not be read, by plan id.
        self.damage: dict[str, list[Damage]] = {}
        self._connection = connection
        self._writer: Writer | None = None
        self._lock = threading.RLock()
        self._trusted = True
        row = connection.execute("SELECT value FROM meta WHERE key = 'library'").fetchone()
        self.id: str = row[0]

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make an empty library and open it; a file that is there already is a Problem."""
        if path.exists():
            raise Problem(N_("{file} is there already; choose another name"), file=path.name)
        connection = connect(path, "rwc")
        connection.execute("BEGIN IMMEDIATE")
        file_format.make(connection, secrets.token_hex(8), now())
        connection.commit()
        connection.close()
        return cls.open(path)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> Self:
        """Open a library after the checks of the gate; LibraryProblem when it is not sound or not ours."""
        connection = connect(path, "ro" if read_only else "rw")
        if not read_only:
            prepare_writing(connection)
        return cls(path, connection, read_only=read_only)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._writer is not None:
                self._connection.execute("PRAGMA journal_mode=DELETE")
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # -- reading -------------------------------------------------------------------------------------------

    def plans(self) -> list[PlanEntry]:
        """The plans of the library, in the order in which they came to it."""
        with self._lock, translated(self.path), one_state(self._connection) as connection:
            return reading.entries(connection)

    def read(self, plan_id: str) -> Plan:
        """A plan as it is now; a plan that was never here is a Problem, a deleted one has no elements."""
        return self.present(plan_id)[0]

    def present(self, plan_id: str) -> tuple[Plan, int]:
        """A plan as it is now and the number of its newest change, of one and the same moment."""
        with self._lock, translated(self.path), one_state(self._connection) as connection:
            plan = self._number(plan_id)
            damage: list[Damage] = []
            elements = reading.elements(connection, plan, damage, trusted=self._trusted)
            self.damage[plan_id] = damage
            return Plan(plan_id, elements), self._newest(plan)

    def newest(self, plan_id: str) -> int:
        """The number of the plan's newest change; 0 for a plan that was never here."""
        with self._lock, translated(self.path):
            plan = self._find(plan_id)
            return 0 if plan is None else self._newest(plan)

    def changes(self, plan_id: str, *, after: int = 0, limit: int | None = None) -> list[Change]:
        """Changes with a number above ``after``, ascending, without their operations."""
        with self._lock, translated(self.path):
            plan = self._find(plan_id)
            return [] if plan is None else reading.changes(self._connection, plan, after, limit)

    def operations(self, plan_id: str, number: int) -> tuple[Operation, ...]:
        """What one change did."""
        with self._lock, translated(self.path):
            return reading.operations(self._connection, self._number(plan_id), number)

    def plan_as_of(self, plan_id: str, number: int) -> Plan:
        """The plan as it was after change ``number``; 0 is before the first."""
        with self._lock, translated(self.path), one_state(self._connection) as connection:
            plan, newest = self.present(plan_id)
            if not 0 <= number <= newest:
                raise Problem(N_("The plan has no change number {number}"), number=number)
            reading.taken_back(connection, self._number(plan_id), number, plan.elements)
            return Plan(plan_id, plan.elements.values())

    def _find(self, plan_id: str) -> int | None:
        row = self._connection.execute("SELECT number FROM registry WHERE id = ?", (plan_id,)).fetchone()
        return None if row is None else row[0]

    def _number(self, plan_id: str) -> int:
        plan = self._find(plan_id)
        if plan is None:
            raise Problem(N_("{file} has no plan {id}"), file=self.path.name, id=plan_id)
        return plan

    def _newest(self, plan: int) -> int:
        row = self._connection.execute("SELECT max(number) FROM change WHERE plan = ?", (plan,)).fetchone()
        return row[0] or 0

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
        if change.is_empty:
            return change
        with self._lock:
            writer = self._prepared()
            filled = change._replace(
                number=expected + 1, time=change.time or now(), author=change.author or self.author
            )
            with writer.transaction() as connection:
                plan = writer.registered(connection, plan_id)
                newest = 0 if plan is None else writer.newest(connection, plan)
                if newest != expected:
                    raise ChangedElsewhere(
                        N_("{file} has been changed in another window or program; reload it"),
                        file=self.path.name,
                    )
                if plan is None:
                    plan = writer.register(connection, plan_id)
                writer.append(connection, plan, filled, progress)
            return filled

    def _prepared(self) -> Writer:
        if self.read_only:
            raise LibraryProblem(N_("{file} is open for reading only"), file=self.path.name)
        if self._writer is None:
            from workbench.store.writing import Writer

            self._writer = Writer(self._connection, self.path)
        return self._writer
