"""Looking a library through from the pages to the history, without changing anything."""

from __future__ import annotations

import threading
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from workbench.errors import LibraryProblem
from workbench.i18n import N_, tr
from workbench.plan.change import same
from workbench.plan.elements import KINDS
from workbench.plan.plan import Plan
from workbench.store import attachments, digests, gate, known, log, reading
from workbench.store.connection import Busy, connect, deadline, problem_of, sqlite, translated
from workbench.store.connection import reading as one_state
from workbench.store.format import FORMAT
from workbench.store.mending import dangling, stands_in_loop
from workbench.store.upgrades import UPGRADES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.plan.elements import Element
    from workbench.store.connection import Connection

Area = Literal["file", "schema", "content", "references", "journal"]

#: What the areas are called.
AREAS: Final[dict[Area, str]] = {
    "file": N_("File"),
    "schema": N_("Tables"),
    "content": N_("Stored values"),
    "references": N_("References"),
    "journal": N_("History"),
}

#: Faults listed of each area: a broken file has no end of them.
_MOST: Final = 100
#: Seconds that looking through the pages may take.
_SECONDS: Final = 600.0


class Fault(NamedTuple):
    """Something wrong: the area, and a message id with its values; "@Goal" is a message id itself."""

    area: Area
    message: str
    values: dict[str, object]

    def shown(self) -> str:
        """The fault in one line, in the language now spoken."""
        said = {
            name: tr(value[1:]) if isinstance(value, str) and value.startswith("@") else value
            for name, value in self.values.items()
        }
        return tr(self.message, **said)


class Diagnosis(NamedTuple):
    """What was found in a library file: its faults, and how much is in it."""

    path: Path
    faults: list[Fault]
    plans: int = 0
    elements: int = 0
    changes: int = 0

    @property
    def is_sound(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def diagnose(path: Path, progress: Callable[[int, int], object] | None = None) -> Diagnosis:
    """Look a library through; what is wrong with it is a fault.

    A path that is no file is a Problem, and so is a file that another program is writing to.
    ``progress`` is told how many rows of how many have been compared with their digests.
    """
    real = gate.real_file(path)
    try:
        note = known.recall(real)
        gate.look_at_companions(real, ours=note is not None and note.being_written)
        if not gate.is_open_here(gate.identity(real)):
            gate.look_at_header(real)
        connection = connect(real, "ro")
    except Busy:
        raise
    except LibraryProblem as problem:
        return Diagnosis(path, [Fault("file", problem.message, problem.values)])
    with closing(connection):
        try:
            with translated(real):
                gate.look_at_schema(connection, real, UPGRADES.schemas)
        except Busy:
            raise
        except LibraryProblem as problem:
            return Diagnosis(path, [Fault("schema", problem.message, problem.values)])
        return _Examination(connection, real).diagnosis(path, progress)


class _Examination:
    """One library under examination."""

    def __init__(self, connection: Connection, path: Path) -> None:
        self._connection = connection
        self._path = path
        self._faults: dict[Area, list[Fault]] = {area: [] for area in AREAS}
        self._elements = 0

    def diagnosis(self, path: Path, progress: Callable[[int, int], object] | None) -> Diagnosis:
        """Everything that is wrong, area by area."""
        registry: list[tuple[int, str]] = []
        steps = (
            self._pages,
            lambda: self._digests(progress),
            self._attachments,
            lambda: registry.extend(self._registry()),
        )
        for step in steps:
            self._try(step)
        for number, id_ in registry:
            self._try(partial(self._plan, number, id_))
        if not any(self._faults.values()):
            self._try(self._gate)
        faults = [fault for area in AREAS for fault in self._faults[area][:_MOST]]
        changes = 0
        if not self._faults["file"]:
            changes = self._connection.execute("SELECT count(*) FROM change").fetchone()[0]
        return Diagnosis(path, faults, len(registry), self._elements, changes)

    def _try(self, step: Callable[[], object]) -> None:
        try:
            with reading.lenient(self._connection), one_state(self._connection):
                step()
        except (sqlite.Error, MemoryError) as error:
            problem = problem_of(error, self._path)
            if isinstance(problem, Busy):
                raise problem from error
            self._note("file", problem.message, **problem.values)

    def _gate(self) -> None:
        """What would keep the file from being opened, should nothing else have told of it."""
        try:
            gate.look_at_rows(self._connection, self._path, FORMAT)
            gate.library_id(self._connection, self._path)
        except LibraryProblem as problem:
            self._note("content", problem.message, **problem.values)

    def _note(self, area: Area, message: str, **values: object) -> None:
        fault = Fault(area, message, values)
        if fault not in self._faults[area][-_MOST:]:
            self._faults[area].append(fault)

    def _pages(self) -> None:
        with deadline(self._connection, _SECONDS):
            for (line,) in self._connection.execute(f"PRAGMA integrity_check({_MOST})"):
                if line != "ok":
                    self._note(
                        "file", N_("The pages of the file do not fit together: {finding}"), finding=line
                    )

    def _digests(self, progress: Callable[[int, int], object] | None) -> None:
        for kind, id_ in digests.damaged(self._connection, threading.Lock(), progress):
            self._note(
                "content",
                N_("The stored values of {kind} {id} are not what was written"),
                kind=f"@{KINDS[kind].label}",
                id=id_,
            )

    def _attachments(self) -> None:
        for mark in attachments.damaged(self._connection):
            self._note(
                "content", N_("The evidence with the digest {digest} is not what was attached"), digest=mark
            )

    def _registry(self) -> list[tuple[int, str]]:
        rows = self._connection.execute("SELECT number, id FROM registry ORDER BY number").fetchall()
        numbers = {number for number, _ in rows}
        for table in (*KINDS, "change", "operation", "version"):
            found = self._connection.execute(f'SELECT DISTINCT "plan" FROM "{table}"')  # noqa: S608  # declared
            for (number,) in found.fetchall():
                if number not in numbers:
                    self._note(
                        "references",
                        N_("Rows of the table {table} belong to plan number {number}, which is not known"),
                        table=table,
                        number=number,
                    )
        return rows

    def _plan(self, number: int, id_: str) -> None:
        damage: list[reading.Damage] = []
        elements = reading.elements(self._connection, number, damage, trusted=False)
        self._elements += len(elements)
        for one in damage:
            if not one.field:  # the digests tell of it
                continue
            cls = KINDS[one.kind]
            self._note(
                "content",
                N_("The field “{field}” of {kind} {id} cannot be read"),
                field=f"@{cls.field_of[one.field].label}",
                kind=f"@{cls.label}",
                id=one.id,
            )
        plan = Plan(id_, elements)
        if elements and not plan.exists:
            self._note("references", N_("The plan {id} has elements but no head"), id=id_)
        for element in elements:
            self._references(plan, element)
        self._journal(number, plan)

    def _references(self, plan: Plan, element: Element) -> None:
        cls = type(element)
        owner = element.get(cls.owner_field) if cls.owner_field else None
        if cls.owner_field and plan.get(owner) is None:
            self._note(
                "references",
                N_("{kind} {id} belongs to {target}, which is not in the plan"),
                kind=f"@{cls.label}",
                id=element.id,
                target=owner,
            )
        for declared in cls.fields:
            for target in dangling(plan, element, declared):
                self._note(
                    "references",
                    N_("The field “{field}” of {kind} {id} points at {target}, which is not in the plan"),
                    field=f"@{declared.label}",
                    kind=f"@{cls.label}",
                    id=element.id,
                    target=target,
                )
        if cls.parent_field and stands_in_loop(plan, element):
            self._note(
                "references",
                N_("{kind} {id} stands below itself"),
                kind=f"@{cls.label}",
                id=element.id,
            )

    def _journal(self, number: int, plan: Plan) -> None:
        broken = log.first_break(self._connection, number)
        if broken is not None:
            self._note(
                "journal",
                N_("Change number {number} of plan {id} is missing or is not what was written"),
                number=broken,
                id=plan.id,
            )
        present = dict(plan.elements)
        for row in log.backwards(self._connection, number, 0):
            try:
                fits = _take_back(present, log.operation(row))
            except LibraryProblem as problem:
                self._note("journal", problem.message, **problem.values)
                return
            if not fits:
                self._note(
                    "journal",
                    N_("Change number {number} of plan {id} does not lead to what {element} is now"),
                    number=row[0],
                    id=plan.id,
                    element=row[3],
                )
                return
        if present:
            self._note(
                "journal",
                N_("The history of plan {id} does not tell where its elements come from"),
                id=plan.id,
            )


def _take_back(present: dict[str, Element], op: Any) -> bool:
    """Take an operation back; False when what it led to is not what is there."""
    here = present.get(op.id)
    if op.action == "add":
        fits = here is not None and same(here, op.after)
        present.pop(op.id, None)
        return fits
    if op.action == "delete":
        present[op.id] = op.before
        return here is None
    if here is None or not same(here.get(op.field), op.after):
        return False
    present[op.id] = here.but(**{op.field: op.before})
    return True
