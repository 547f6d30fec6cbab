"""Writing a change: SQLAlchemy statements over the library's own connection; imported at the first write."""

from __future__ import annotations

from collections import defaultdict
from contextlib import contextmanager
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from sqlalchemy import (
    Connection,
    Delete,
    Insert,
    Row,
    Select,
    Update,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import StaticPool

from workbench.errors import LibraryProblem
from workbench.i18n import N_
from workbench.store.cells import Cell, change_digest, digest, free_text, layout
from workbench.store.connection import problem_of, sqlite
from workbench.store.reading import lenient
from workbench.store.tables import CHANGE, ELEMENTS, META, OPERATION, REGISTRY, VERSION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from workbench.plan.change import Change, Operation

#: Rows that are prepared and sent at a time: enough to be fast, few enough to show progress.
_BATCH: Final = 2000
#: Ids asked for in one statement.
_ASKED: Final = 500


class Logged(NamedTuple):
    """One operation as the log keeps it."""

    action: str
    kind: str
    id: str
    field: str
    before: str | None
    after: str | None


class Writer:
    """Appends to one library file over a connection that it does not own."""

    def __init__(self, raw: sqlite.Connection, path: Path) -> None:
        self._raw = raw
        self._path = path
        self._engine = create_engine(
            "sqlite://",
            creator=lambda: raw,
            module=sqlite,
            poolclass=StaticPool,
            skip_autocommit_rollback=True,
        )
        event.listen(self._engine, "begin", _begin_immediate)

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """One BEGIN IMMEDIATE transaction: all of it is in the file afterwards, or nothing.

        Errors of the database are LibraryProblem; whatever is raised inside, the connection stays usable.
        """
        try:
            with self._engine.begin() as connection:
                yield connection
        except DBAPIError as error:
            raise problem_of(error.orig or error, self._path) from error
        except (sqlite.Error, MemoryError) as error:
            raise problem_of(error, self._path) from error
        finally:
            if self._raw.in_transaction:  # a COMMIT that failed leaves it open
                self._raw.rollback()

    @staticmethod
    def library_id(connection: Connection) -> str | None:
        """The id in the file as it is now."""
        return connection.execute(_LIBRARY_ID).scalar()

    @staticmethod
    def registered(connection: Connection, plan_id: str) -> int | None:
        """The number under which a plan is or was kept."""
        return connection.execute(_REGISTERED, {"id_": plan_id}).scalar()

    @staticmethod
    def register(connection: Connection, plan_id: str) -> int:
        """A number for a plan that is new to the library."""
        return int(connection.execute(insert(REGISTRY), {"id": plan_id}).inserted_primary_key[0])  # type: ignore[index]

    @staticmethod
    def newest(connection: Connection, plan: int) -> int:
        """The number of the plan's newest change; 0 when there is none."""
        return connection.execute(_NEWEST, {"plan_": plan}).scalar() or 0

    def append(
        self, connection: Connection, plan: int, change: Change, progress: Callable[[int, int], None] | None
    ) -> None:
        """Write a change whose number, time and author are filled in, and its record in the log."""
        log = self._write_elements(connection, plan, change.operations, progress)
        previous = connection.execute(_DIGEST, {"plan_": plan, "number_": change.number - 1}).scalar() or b""
        header = {
            "plan": plan,
            "number": change.number,
            "time": change.time,
            "author": change.author,
            "label": change.label.message,
            "label_values": free_text(change.label.values),
            "reason": change.reason,
            "undoes": change.undoes,
            "redoes": change.redoes,
            "merge_key": change.merge_key,
        }
        mark = change_digest(previous, list(header.values()), log)
        connection.execute(insert(CHANGE), {**header, "digest": mark})
        rows = (
            {"plan": plan, "number": change.number, "seq": seq, **row._asdict()}
            for seq, row in enumerate(log)
        )
        _in_batches(connection, insert(OPERATION), rows)

    def _write_elements(
        self,
        connection: Connection,
        plan: int,
        operations: Sequence[Operation],
        progress: Callable[[int, int], None] | None,
    ) -> list[Logged]:
        total = len(operations)
        log: list[Logged] = []
        gone: dict[str, list[str]] = defaultdict(list)
        come: dict[str, list[dict[str, Any]]] = defaultdict(list)
        edits: dict[str, dict[str, dict[int, Cell]]] = defaultdict(lambda: defaultdict(dict))
        for number, op in enumerate(operations):
            if progress is not None and number % _BATCH == 0:
                progress(number, total)
            shape = layout(op.kind)
            if op.action == "set":
                place = shape.cls.place_of[op.field]
                edits[op.kind][op.id][place] = shape.cell(place, op.after)
                before, after = shape.value_text(place, op.before), shape.value_text(place, op.after)
                log.append(Logged("set", op.kind, op.id, shape.keys[place], before, after))
                continue
            text = shape.text(cells := shape.cells(op.after if op.action == "add" else op.before))
            if op.action == "add":
                row: dict[str, Any] = dict(zip(shape.keys, cells, strict=True))
                row["plan"], row["digest"] = plan, digest(op.kind, plan, text)
                come[op.kind].append(row)
                log.append(Logged("add", op.kind, op.id, "", None, text))
            else:
                gone[op.kind].append(op.id)
                log.append(Logged("delete", op.kind, op.id, "", text, None))
        for kind, ids in gone.items():
            self._delete(connection, plan, kind, ids)
        for kind, rows in come.items():
            _in_batches(connection, insert(ELEMENTS[kind]), rows)
        for kind, by_id in edits.items():
            self._update(connection, plan, kind, by_id)
        if progress is not None:
            progress(total, total)
        return log

    def _delete(self, connection: Connection, plan: int, kind: str, ids: list[str]) -> None:
        for some in _some(ids):
            answer = connection.execute(_deleting(kind), {"plan_": plan, "ids_": some})
            if answer.rowcount != len(some):
                raise self._otherwise()

    def _update(
        self, connection: Connection, plan: int, kind: str, edits: dict[str, dict[int, Cell]]
    ) -> None:
        shape = layout(kind)
        by_fields: dict[tuple[int, ...], list[dict[str, Any]]] = defaultdict(list)
        found = 0
        cells: list[Any]
        for some in _some(list(edits)):
            for *cells, kept in self._rows(connection, plan, kind, some):
                found += 1
                mine = edits[id_ := cells[shape.place_of_id]]
                sound = kept == digest(kind, plan, shape.text(cells))
                for place, cell in mine.items():
                    cells[place] = cell
                row: dict[str, Any] = {f"v{place}": mine[place] for place in sorted(mine)}
                # A record that does not fit its digest keeps the old one: an edit must not hide the damage.
                row["digest_"] = digest(kind, plan, shape.text(cells)) if sound else kept
                row["plan_"], row["id_"] = plan, id_
                by_fields[tuple(sorted(mine))].append(row)
        if found != len(edits):
            raise self._otherwise()
        for places, rows in by_fields.items():
            _in_batches(connection, _updating(kind, places), rows)

    def _rows(self, connection: Connection, plan: int, kind: str, ids: list[str]) -> Sequence[Row[Any]]:
        asked = {"plan_": plan, "ids_": ids}
        try:
            return connection.execute(_rows_of(kind), asked).all()
        except DBAPIError as error:
            if "decode to UTF-8" not in str(error.orig):
                raise
            with lenient(self._raw):
                return connection.execute(_rows_of(kind), asked).all()

    def _otherwise(self) -> LibraryProblem:
        return LibraryProblem(
            N_("{file} does not hold what is shown; nothing was saved: close it and open it again"),
            file=self._path.name,
        )

    @staticmethod
    def name_version(connection: Connection, row: dict[str, Any]) -> None:
        """Give a change number a name; the name must be free."""
        connection.execute(insert(VERSION), row)

    @staticmethod
    def forget_version(connection: Connection, plan: int, name: str) -> None:
        """Take the name of a change number away."""
        connection.execute(delete(VERSION).where(VERSION.c.plan == plan, VERSION.c.name == name))


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _in_batches(connection: Connection, statement: Insert | Update, rows: Iterable[dict[str, Any]]) -> None:
    waiting = iter(rows)
    while batch := list(islice(waiting, _BATCH)):
        connection.execute(statement, batch)


def _some(ids: list[str]) -> Iterator[list[str]]:
    for start in range(0, len(ids), _ASKED):
        yield ids[start : start + _ASKED]


_LIBRARY_ID: Final = select(META.c.value).where(META.c.key == "library")
_REGISTERED: Final = select(REGISTRY.c.number).where(REGISTRY.c.id == bindparam("id_"))
_NEWEST: Final = select(func.max(CHANGE.c.number)).where(CHANGE.c.plan == bindparam("plan_"))
_DIGEST: Final = select(CHANGE.c.digest).where(
    CHANGE.c.plan == bindparam("plan_"), CHANGE.c.number == bindparam("number_")
)


@cache
def _rows_of(kind: str) -> Select[Any]:
    table = ELEMENTS[kind]
    columns = [table.c[key] for key in layout(kind).keys]
    return select(*columns, table.c.digest).where(
        table.c.plan == bindparam("plan_"), table.c.id.in_(bindparam("ids_", expanding=True))
    )


@cache
def _deleting(kind: str) -> Delete:
    table = ELEMENTS[kind]
    return delete(table).where(
        table.c.plan == bindparam("plan_"), table.c.id.in_(bindparam("ids_", expanding=True))
    )


@cache
def _updating(kind: str, places: tuple[int, ...]) -> Update:
    table, keys = ELEMENTS[kind], layout(kind).keys
    values: dict[Any, Any] = {table.c[keys[place]]: bindparam(f"v{place}") for place in places}
    return (
        update(table)
        .where(table.c.plan == bindparam("plan_"), table.c.id == bindparam("id_"))
        .values({**values, table.c.digest: bindparam("digest_")})
    )
