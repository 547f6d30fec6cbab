"""What a library holds: its plans as they are and as they were, their changes and versions, its evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan.plan import Plan
from workbench.store import log, reading
from workbench.store.connection import reading as one_state
from workbench.store.connection import translated

if TYPE_CHECKING:
    import threading
    from collections.abc import Iterator
    from pathlib import Path

    from workbench.plan.around import PlanLine
    from workbench.plan.change import Change, Operation
    from workbench.plan.elements import Element
    from workbench.store.connection import Connection
    from workbench.store.log import Version
    from workbench.store.reading import Damage, PlanEntry


class LibraryReading:
    """The reading half of an open library. Calls may come from any thread; they are served one at a time."""

    path: Path
    #: Values that could not be read, by plan id.
    damage: dict[str, list[Damage]]
    _connection: Connection
    _lock: threading.RLock
    #: Plans whose values have not been compared with their declarations.
    _unchecked: set[str]

    def plans(self) -> list[PlanEntry]:
        """The plans of the library, in the order in which they came to it."""
        with self._lock, translated(self.path), one_state(self._connection) as connection:
            return reading.entries(connection)

    def deleted(self) -> list[tuple[str, str]]:
        """Id and last title of the plans that were deleted, in the order in which they came here."""
        with self._lock, translated(self.path), one_state(self._connection) as connection:
            there = {entry.id for entry in reading.entries(connection)}
            rows = connection.execute("SELECT id, number FROM registry ORDER BY number").fetchall()
            gone = [(id_, log.title_before_last(connection, plan)) for id_, plan in rows if id_ not in there]
            return [(id_, title) for id_, title in gone if title is not None]

    def read(self, plan_id: str) -> Plan:
        """A plan as it is now; a plan that was never here is a Problem, a deleted one has no elements."""
        return self.present(plan_id)[0]

    def present(self, plan_id: str) -> tuple[Plan, int]:
        """A plan as it is now and the number of its newest change, of one and the same moment."""
        with self._lock, translated(self.path), one_state(self._connection) as connection:
            plan = self._number(plan_id)
            damage: list[Damage] = []
            elements = reading.elements(connection, plan, damage, trusted=plan_id not in self._unchecked)
            self.damage[plan_id] = damage
            if not damage:
                self._unchecked.discard(plan_id)
            return Plan(plan_id, elements), log.newest(connection, plan)

    def elements(self, plan_id: str, kind: str) -> list[Element]:
        """The elements of one kind of a plan: who reads kind by kind holds nobody up for long."""
        with self._lock, translated(self.path), one_state(self._connection) as connection:
            trusted = plan_id not in self._unchecked
            return reading.elements(connection, self._number(plan_id), [], trusted=trusted, kinds=(kind,))

    def beside(self, plan_id: str) -> list[PlanLine]:
        """All other plans of the library in short."""
        from workbench.store import beside  # after the first painted window

        with self._lock, translated(self.path), one_state(self._connection) as connection:
            return beside.lines(connection, plan_id)

    def edits(self, plan_id: str, *, after: int = 0) -> list[tuple[int, Operation]]:
        """The log's edits of schemes and targets above a change number, each with its change's number."""
        from workbench.store import beside

        with self._lock, translated(self.path), one_state(self._connection) as connection:
            plan = self._find(plan_id)
            return [] if plan is None else beside.edits(connection, plan, after)

    def attachments(self) -> dict[str, int]:
        """The size of every file kept as evidence, by the digest of its bytes."""
        from workbench.store import attachments

        with self._lock, translated(self.path):
            return attachments.kept(self._connection)

    def attachment(self, digest: str, name: str) -> Iterator[bytes]:
        """The bytes of a file kept as evidence, in parts; ``name`` is what a complaint calls it.

        LibraryProblem where it is not here, or at the end where the bytes are not what was attached.
        """
        from workbench.store import attachments

        with self._lock, translated(self.path):
            yield from attachments.parts(self._connection, digest, name)

    def state(self) -> int:
        """A number that differs when another program has changed the file since it was asked for."""
        with self._lock, translated(self.path):
            return int(self._connection.execute("PRAGMA data_version").fetchone()[0])

    def newest(self, plan_id: str) -> int:
        """The number of the plan's newest change; 0 for a plan that was never here."""
        with self._lock, translated(self.path):
            plan = self._find(plan_id)
            return 0 if plan is None else log.newest(self._connection, plan)

    def changes(self, plan_id: str, *, after: int = 0, limit: int | None = None) -> list[Change]:
        """Changes with a number above ``after``, ascending, without their operations."""
        with self._lock, translated(self.path):
            plan = self._find(plan_id)
            return [] if plan is None else log.changes(self._connection, plan, after, limit)

    def change_digest(self, plan_id: str, number: int) -> str:
        """What tells a change, and every one before it, from those of other copies; "" for none."""
        with self._lock, translated(self.path):
            plan = self._find(plan_id)
            return "" if plan is None else log.digest_of(self._connection, plan, number)

    def operations(self, plan_id: str, number: int) -> tuple[Operation, ...]:
        """What one change did."""
        with self._lock, translated(self.path):
            return log.operations(self._connection, self._number(plan_id), number)

    def plan_as_of(self, plan_id: str, number: int) -> Plan:
        """The plan as it was after change ``number``; 0 is before the first."""
        with self._lock, translated(self.path), one_state(self._connection) as connection:
            plan, newest = self.present(plan_id)
            if not 0 <= number <= newest:
                raise Problem(N_("The plan has no change number {number}"), number=number)
            log.taken_back(connection, self._number(plan_id), number, plan.elements)
            return Plan(plan_id, plan.elements.values())

    def versions(self, plan_id: str) -> list[Version]:
        """The change numbers of a plan that have a name, oldest first."""
        with self._lock, translated(self.path):
            return log.versions(self._connection, self._number(plan_id))

    def _find(self, plan_id: str) -> int | None:
        # A damaged index must not hide a plan that the table has; there are few.
        row = self._connection.execute(
            "SELECT number FROM registry NOT INDEXED WHERE id = ?", (plan_id,)
        ).fetchone()
        return None if row is None else row[0]

    def _number(self, plan_id: str) -> int:
        plan = self._find(plan_id)
        if plan is None:
            raise Problem(N_("{file} has no plan {id}"), file=self.path.name, id=plan_id)
        return plan
