"""Reading plans: the database's own cursor straight into elements, without SQLAlchemy.

A value that cannot be what its field declares is left out and named, and the rest of the plan is usable.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from workbench.memory import no_collecting
from workbench.plan.elements import KINDS
from workbench.plan.validity import CONTROL
from workbench.store.cells import UNREADABLE, Layout, fits, layout
from workbench.store.connection import sqlite
from workbench.store.soundness import is_usable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from workbench.plan.elements import Element
    from workbench.plan.records import Span
    from workbench.store.connection import Connection


class PlanEntry(NamedTuple):
    """A plan of the library as a list shows it; ``newest`` is the number of its newest change."""

    id: str
    title: str
    level: str | None
    region: str
    period: Span | None
    status: str | None
    counts: dict[str, int]
    newest: int


class Damage(NamedTuple):
    """A stored value that cannot be what its field declares; it is read as empty.

    Without a field: a record that is not what was written, though each of its values can be read.
    """

    kind: str
    id: str
    field: str


@cache
def rows_statement(kind: str) -> str:
    """The statement that reads the rows of one kind of one plan (its only value), in declared order."""
    columns = ", ".join(f'"{key}"' for key in layout(kind).keys)
    return f'SELECT {columns} FROM "{kind}" WHERE "plan" = ?'  # noqa: S608  # declared names only


def elements(
    connection: Connection, plan: int, damage: list[Damage], *, trusted: bool, kinds: Iterable[str] = KINDS
) -> list[Element]:
    """All elements of a plan, or those of some kinds; what is damaged is added to ``damage``.

    The values of a file that is not ``trusted`` are compared with their declarations one by one.
    """
    found: list[Element] = []
    with no_collecting():
        for kind in kinds:
            shape = layout(kind)
            if not trusted:
                found.extend(_checked_rows(connection, shape, plan, damage))
                continue
            try:
                found.extend(_rows(connection, shape, plan))
            except (*UNREADABLE, sqlite.OperationalError) as error:
                if isinstance(error, sqlite.OperationalError) and "decode to UTF-8" not in str(error):
                    raise
                found.extend(_checked_rows(connection, shape, plan, damage))
    return found


def _rows(connection: Connection, shape: Layout, plan: int) -> list[Element]:
    turns, cls, new = shape.turns, shape.cls, tuple.__new__
    found: list[Element] = []
    keep = found.append
    for cells in connection.execute(rows_statement(shape.kind), (plan,)):
        row = list(cells)
        for place, turn in turns:
            cell = row[place]
            if cell is not None:
                row[place] = turn(cell)
        keep(new(cls, row))
    return found


@contextmanager
def lenient(connection: Connection) -> Iterator[None]:
    """Text that is not UTF-8 is read with marks in place of what cannot be."""
    connection.text_factory = _decoded
    try:
        yield
    finally:
        connection.text_factory = str


def _decoded(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def _checked_rows(
    connection: Connection, shape: Layout, plan: int, damage: list[Damage]
) -> Iterator[Element]:
    columns = ", ".join(f'"{key}"' for key in (*shape.keys, "digest"))
    statement = f'SELECT {columns} FROM "{shape.kind}" WHERE "plan" = ?'  # noqa: S608  # declared names only
    with lenient(connection):
        rows = connection.execute(statement, (plan,)).fetchall()
    for *cells, kept in rows:
        known = len(damage)
        element = checked_element(shape, cells, damage)
        if element is not None:
            yield element
        if len(damage) == known and not fits(shape, plan, cells, kept):
            damage.append(Damage(shape.kind, str(cells[shape.place_of_id]), ""))


def checked_element(shape: Layout, cells: Sequence[Any], damage: list[Damage]) -> Element | None:
    """The element of a row; a value that does not fit its declaration is left out and named.

    Of a text that an element must have, what can be read stays, with marks; without another value that it
    must have, but for its owner, there is no element.
    """
    row = list(cells)
    turns = dict(shape.turns)
    is_whole = True
    for place, declared in enumerate(shape.fields):
        cell = row[place]
        is_needed = declared.required and declared.type != "reference"
        if cell is None and not is_needed:
            continue
        try:
            if not isinstance(cell, str | int) or (declared.type == "boolean" and cell not in (0, 1)):
                raise TypeError(cell)
            value = turns[place](cell) if place in turns else cell
            sound = not (isinstance(value, str) and "\ufffd" in value) and is_usable(declared, value)
        except UNREADABLE:
            value, sound = None, False
        if not sound:
            damage.append(Damage(shape.kind, str(row[shape.place_of_id]), declared.name))
            value = None
            is_text = declared.type in ("text", "long_text")
            if declared.name == "id":
                value = str(cell)
            elif is_needed and is_text:
                value = CONTROL.sub("\ufffd", str(cell)) if cell else "\ufffd"
            is_whole = is_whole and not (value is None and is_needed)
        row[place] = value
    return shape.cls.of(row) if is_whole else None


# -- the list of plans ---------------------------------------------------------------------------------------


def entries(connection: Connection) -> list[PlanEntry]:
    """The plans that have a head, in the order in which they came to the library."""
    shape = layout("plan")
    keys = ("id", "title", "level", "region_name", "period", "status")
    columns = ", ".join(f'head."{key}"' for key in keys)
    statement = (
        f"SELECT number, {columns}, "  # noqa: S608  # declared names only
        "(SELECT max(number) FROM change WHERE change.plan = registry.number) "
        'FROM registry JOIN "plan" AS head ON head."plan" = registry.number AND head.id = registry.id '
        "ORDER BY registry.number"
    )
    with lenient(connection):
        rows = connection.execute(statement).fetchall()
    counts = _counts(connection)
    span = dict(shape.turns)[shape.cls.place_of["period"]]
    found = []
    for number, id_, title, level, region, period, status, newest in rows:
        try:
            read = None if period is None else span(period)
        except UNREADABLE:
            read = None
        found.append(
            PlanEntry(
                id_, title or "", level, region or "", read, status, counts.get(number, {}), newest or 0
            )
        )
    return found


def _counts(connection: Connection) -> dict[int, dict[str, int]]:
    counts: dict[int, dict[str, int]] = {}
    for kind in KINDS:
        statement = f'SELECT "plan", count(*) FROM "{kind}" GROUP BY "plan"'  # noqa: S608  # declared names only
        for number, count in connection.execute(statement):
            counts.setdefault(number, {})[kind] = count
    return counts
