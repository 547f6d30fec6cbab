"""The file format: its marks in the header and its schema, as tracked text."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from workbench.store.connection import Connection

#: "TLDW" in the file's header.
APPLICATION_ID: Final = 0x544C4457
#: The format that this program writes.
FORMAT: Final = 2
#: Formats in which plans and their logs are as in the present one: 1 has no place for evidence, that is all.
READABLE: Final = frozenset({1, FORMAT})
SUFFIX: Final = ".workbench"

_SPACE: Final = re.compile(r"\s+")


class SchemaEntry(NamedTuple):
    """One row of a file's schema: what it is, its name and its statement with spaces evened out."""

    type: str
    name: str
    sql: str


@cache
def added(number: int) -> tuple[str, ...]:
    """The statements of the tables that a format adds to those of the one before."""
    text = (Path(__file__).parent / f"format_{number}.sql").read_text(encoding="utf-8")
    return parted(text)


def parted(text: str) -> tuple[str, ...]:
    """The statements of a text one by one."""
    return tuple(part.strip() for part in text.split(";\n") if part.strip())


@cache
def statements(number: int = FORMAT) -> tuple[str, ...]:
    """The statements that make an empty library of a format, the tables by name."""
    return tuple(sorted(one for earlier in range(1, number + 1) for one in added(earlier)))


def schema_of(made_by: tuple[str, ...]) -> frozenset[SchemaEntry]:
    """What the schema of a file made by these statements must be."""
    entries = set()
    for statement in made_by:
        name = statement.split("(", 1)[0].split()[-1].strip('"')
        entries.add(SchemaEntry("table", name, evened(statement)))
        if "UNIQUE (" in statement:
            entries.add(SchemaEntry("index", f"sqlite_autoindex_{name}_1", ""))
        if "AUTOINCREMENT" in statement:
            entries.add(SchemaEntry("table", "sqlite_sequence", "CREATE TABLE sqlite_sequence(name,seq)"))
    return frozenset(entries)


@cache
def schema(number: int = FORMAT) -> frozenset[SchemaEntry]:
    """What the schema of a file of a format must be: nothing else may be in it."""
    return schema_of(statements(number))


def schema_found(connection: Connection, most: int) -> frozenset[SchemaEntry]:
    """The schema of a file; no more than ``most`` + 1 entries are read."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_schema LIMIT ?", (most + 1,))
    return frozenset(SchemaEntry(str(kind), str(name), evened(str(sql or ""))) for kind, name, sql in rows)


def evened(sql: str) -> str:
    """A statement with every run of white space as one space."""
    return _SPACE.sub(" ", sql).strip()


def make(connection: Connection, library: str, created: str) -> None:
    """Turn an empty database into an empty library, in the transaction that is under way."""
    for statement in statements():
        connection.execute(statement)
    connection.executemany(
        "INSERT INTO meta (key, value) VALUES (?, ?)", [("created", created), ("library", library)]
    )
    connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version={FORMAT}")
