"""Bringing a file of an older format up to date: numbered steps, all in one transaction, after a backup."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.errors import LibraryProblem
from workbench.i18n import N_
from workbench.store import known
from workbench.store.connection import prepare_writing, translated
from workbench.store.format import FORMAT, SchemaEntry, added, schema, schema_found

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from workbench.errors import Problem
    from workbench.store.connection import Connection
    from workbench.store.gate import Passed

#: Brings a file from one format to the next; runs inside a transaction and must not end it.
Step = Callable[["Connection"], object]


class Upgrades(NamedTuple):
    """The steps by the format they start from, and the schemas of the formats that can be read or upgraded.

    A step that renames a kind or a field also rewrites the log; one that changes stored values also renews
    their digests.
    """

    steps: Mapping[int, Step]
    schemas: Mapping[int, frozenset[SchemaEntry]]


def _keep_attachments(connection: Connection) -> None:
    """Format 2 has the tables for evidence."""
    for statement in added(2):
        connection.execute(statement)


#: Format 1 is the first one.
UPGRADES: Final = Upgrades(
    steps={1: _keep_attachments},
    schemas={number: schema(number) for number in range(1, FORMAT + 1)},
)


def bring_up_to_date(
    path: Path, passed: Passed, why_read_only: Problem | None, upgrades: Upgrades, now: Callable[[], datetime]
) -> None:
    """Upgrade a file of an older format that has passed the gate, after a backup of it."""
    if why_read_only is not None:
        raise LibraryProblem(
            N_("{file} is in an older format; open it once for editing, which brings it up to date"),
            file=path.name,
        )
    from workbench.store import backups

    prepare_writing(passed.connection)
    backups.take(passed.connection, path, "upgrade", now)
    known.remember(path, passed.library, being_written=True, trusted=False)
    upgrade(passed.connection, path, passed.format, upgrades)


def upgrade(connection: Connection, path: Path, found: int, upgrades: Upgrades) -> None:
    """Bring the file from format ``found`` to the present one: whole, or not at all."""
    with translated(path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for number in range(found, FORMAT):
                upgrades.steps[number](connection)
                connection.execute(f"PRAGMA user_version={number + 1}")
            expected = upgrades.schemas[FORMAT]
            if schema_found(connection, len(expected)) != expected or not _is_sound(connection):
                raise LibraryProblem(
                    N_("{file} could not be brought up to date; it is as it was, and a backup was made"),
                    file=path.name,
                )
            connection.commit()
        finally:
            connection.rollback()


def _is_sound(connection: Connection) -> bool:
    return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok")
