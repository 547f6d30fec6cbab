"""Reading the log: every change of a plan and what it did, from which each of its past states can be had."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.errors import LibraryProblem
from workbench.i18n import N_
from workbench.plan.change import Change, Label, Operation
from workbench.store.cells import UNREADABLE, change_digest, digest, layout, parsed
from workbench.store.connection import sqlite
from workbench.store.soundness import is_usable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.plan.elements import Element
    from workbench.plan.fields import Field
    from workbench.store.connection import Connection


class Version(NamedTuple):
    """A change number with a name; ``time`` is when it got it, ISO in UTC."""

    name: str
    number: int
    time: str
    author: str
    note: str


_CHANGES: Final = (
    "SELECT number, time, author, label, label_values, reason, undoes, redoes, merge_key FROM change "
    "WHERE plan = ? AND number > ? ORDER BY number LIMIT ?"
)
_OPERATION: Final = "SELECT number, action, kind, id, field, before, after FROM operation WHERE plan = ? "
_VERSIONS: Final = "SELECT name, number, time, author, note FROM version WHERE plan = ? ORDER BY number, name"


def newest(connection: Connection, plan: int) -> int:
    """The number of the plan's newest change; 0 when there is none."""
    row = connection.execute("SELECT max(number) FROM change WHERE plan = ?", (plan,)).fetchone()
    return row[0] or 0


def digest_of(connection: Connection, plan: int, number: int) -> str:
    """The digest of a change, which goes on from that of the change before; "" where there is none."""
    statement = "SELECT digest FROM change WHERE plan = ? AND number = ?"
    row = connection.execute(statement, (plan, number)).fetchone()
    return bytes(row[0]).hex() if row is not None and row[0] else ""


def changes(connection: Connection, plan: int, after: int, limit: int | None) -> list[Change]:
    """Headers of changes with a number above ``after``, ascending, without their operations."""
    found = []
    for row in connection.execute(_CHANGES, (plan, after, -1 if limit is None else limit)):
        number, time, author, label, values, reason, undoes, redoes, merge_key = row
        words = label_of(label, values)
        found.append(Change((), words, author, time, reason, undoes, redoes, number, merge_key))
    return found


def label_of(message: str, values: str) -> Label:
    """A label from its columns. One that this program cannot have written is shown as it stands."""
    try:
        pairs = tuple((str(name), str(value)) for name, value in parsed(values))
    except UNREADABLE:
        pairs = ()
    if _is_plain(message, frozenset(name for name, _ in pairs)):
        return Label(message, pairs)
    return Label("{text}", (("text", message),))


@lru_cache(maxsize=256)
def _is_plain(message: str, names: frozenset[str]) -> bool:
    """Whether a message has named places only, without the widths and attributes that could do harm."""
    try:
        from string import Formatter

        places = [part[1:] for part in Formatter().parse(message) if part[1] is not None]
    except ValueError:
        return False
    return all(name in names and not spec and conversion is None for name, spec, conversion in places)


def title_before_last(connection: Connection, plan: int) -> str | None:
    """The title that the newest change of a plan found it with, of a deleted plan its last one; "" for none
    and None where nothing was ever done.
    """
    last = operations(connection, plan, newest(connection, plan))
    titles = (op.before.title or "" for op in last if op.kind == "plan" and op.before)
    return next(titles, "") if last else None


def versions(connection: Connection, plan: int) -> list[Version]:
    """The named change numbers of a plan, oldest first."""
    return [Version(*row) for row in connection.execute(_VERSIONS, (plan,))]


def operations(connection: Connection, plan: int, number: int) -> tuple[Operation, ...]:
    """The operations of one change."""
    rows = connection.execute(f"{_OPERATION} AND number = ? ORDER BY seq", (plan, number)).fetchall()
    return tuple(operation(row) for row in rows)


def backwards(connection: Connection, plan: int, number: int) -> list[tuple[Any, ...]]:
    """The rows of all operations of changes above ``number``, the latest first."""
    order = "AND number > ? ORDER BY number DESC, seq DESC"
    return connection.execute(f"{_OPERATION} {order}", (plan, number)).fetchall()


def operation(row: Sequence[Any]) -> Operation:
    """An operation from its row in the log (its change's number first); LibraryProblem when it is damaged."""
    number, action, kind, id_, key, before, after = row
    try:
        shape = layout(kind)
        if action == "set":
            declared = shape.field_of_key[key]
            old, new = shape.value_of_text(declared, before), shape.value_of_text(declared, after)
            _require(declared, old)
            _require(declared, new)
            return Operation("set", kind, id_, declared.name, old, new)
        element = shape.element_of_text(before if action == "delete" else after)
        for declared, value in zip(element.fields, element, strict=True):
            _require(declared, value)
        if element.id != id_ or action not in ("add", "delete"):
            raise ValueError(id_)
    except UNREADABLE:
        raise LibraryProblem(
            N_("Change number {number} is damaged in the history; run `workbench doctor` on the library"),
            number=number,
        ) from None
    if action == "delete":
        return Operation("delete", kind, id_, "", element, None)
    return Operation("add", kind, id_, "", None, element)


def _require(declared: Field, value: Any) -> None:
    if value is not None and not is_usable(declared, value):
        raise ValueError(declared.name)


def taken_back(connection: Connection, plan: int, number: int, present: dict[str, Element]) -> None:
    """Turn the elements as they are now into those after change ``number``."""
    for row in backwards(connection, plan, number):
        op = operation(row)
        here = present.get(op.id)
        if (here is None) != (op.action == "delete"):
            raise LibraryProblem(
                N_("Change number {number} is damaged in the history; run `workbench doctor` on the library"),
                number=row[0],
            )
        if op.action == "add":
            del present[op.id]
        elif here is None:
            present[op.id] = op.before
        else:
            present[op.id] = here.but(**{op.field: op.before})


_HEADERS: Final = (
    "SELECT number, time, author, label, label_values, reason, undoes, redoes, merge_key, digest FROM change "
    "WHERE plan = ? ORDER BY number"
)
_LOGGED: Final = (
    "SELECT action, kind, id, field, before, after FROM operation WHERE plan = ? AND number = ? ORDER BY seq"
)


def first_break(connection: Connection, plan: int) -> int | None:
    """The number of the first change that is missing or is not what was written; None when there is none.

    Every change carries a digest of itself and of the digest before it, so one that was edited, taken out or
    put in shows here. A log whose end was cut off cannot be told from a shorter one by this.
    """
    previous = b""
    expected = 1
    try:
        for number, *header, kept in connection.execute(_HEADERS, (plan,)):
            rows = connection.execute(_LOGGED, (plan, number))
            previous = change_digest(previous, [plan, number, *header], list(rows))
            if number != expected or previous != kept:
                return expected
            expected += 1
    except (*UNREADABLE, sqlite.Error):
        return expected
    return None


def ends_whole(connection: Connection, plan: int) -> bool:
    """Whether the newest change of a plan is in the file with all that it did.

    A file that was carried away without its journal while a change was being written can have some pages of
    that change and lack others; nothing of that shows in the pages themselves.
    """
    try:
        last = newest(connection, plan)
        if connection.execute(
            "SELECT 1 FROM operation WHERE plan = ? AND number > ?", (plan, last)
        ).fetchone():
            return False
        if not last:
            return True
        before = connection.execute(_MARK, (plan, last - 1)).fetchone()
        number, *header, kept = connection.execute(f"{_HEADERS} DESC LIMIT 1", (plan,)).fetchone()
        rows = connection.execute(_LOGGED, (plan, last)).fetchall()
        mark = change_digest(before[0] if before else b"", [plan, number, *header], rows)
        return mark == kept and all(_has_come_to_be(connection, plan, row) for row in rows)
    except UNREADABLE:
        return False


_MARK: Final = "SELECT digest FROM change WHERE plan = ? AND number = ?"


def _has_come_to_be(connection: Connection, plan: int, row: Sequence[Any]) -> bool:
    """Whether the elements are as an operation of the newest change left them."""
    action, kind, id_, key, _, after = row
    shape = layout(kind)
    columns = ", ".join(f'"{name}"' for name in (*shape.keys, "digest"))
    statement = f'SELECT {columns} FROM "{kind}" WHERE "plan" = ? AND id = ?'  # noqa: S608  # declared names
    found = connection.execute(statement, (plan, id_)).fetchone()
    if action == "delete" or found is None:
        return action == "delete" and found is None
    *cells, kept = found
    text = shape.text(cells)
    # A row that does not fit its own digest is damaged rather than old; the check of the digests names it.
    is_damaged = digest(kind, plan, text) != kept
    return is_damaged or bool(after == (text if action == "add" else shape.text_of_cell(key, cells)))


def row_of(op: Operation) -> tuple[str, str, str, str, str | None, str | None]:
    """An operation as the log keeps it."""
    shape = layout(op.kind)
    if op.action == "set":
        place = shape.cls.place_of[op.field]
        before, after = shape.value_text(place, op.before), shape.value_text(place, op.after)
        return "set", op.kind, op.id, shape.keys[place], before, after
    before, after = (None if one is None else shape.text(shape.cells(one)) for one in (op.before, op.after))
    return op.action, op.kind, op.id, "", before, after
