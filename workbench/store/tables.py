"""The tables of a library, derived from the declarations of the elements; imported for writing only.

Run as a module it prints the schema. It is kept beside this file as text, a file for each format with the
tables that it adds: that is what a library is made from and what an unknown file is compared with. A change
of it is a new format.
"""

from __future__ import annotations

import sys
from typing import Final

from sqlalchemy import Column, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.dialects import sqlite
from sqlalchemy.schema import CreateTable

from workbench.plan.elements import KINDS
from workbench.store.cells import WHOLE, layout

METADATA: Final = MetaData()


def _kept(name: str, *columns: Column[int] | Column[str] | Column[bytes]) -> Table:
    return Table(name, METADATA, *columns, sqlite_strict=True, sqlite_with_rowid=False)


def _number(name: str, *, key: bool = False) -> Column[int]:
    return Column(name, Integer, primary_key=key, nullable=False, autoincrement=False)


def _text(name: str, *, key: bool = False) -> Column[str]:
    return Column(name, Text, primary_key=key, nullable=False)


def _element_table(kind: str) -> Table:
    columns: list[Column[int] | Column[str] | Column[bytes]] = [_number("plan", key=True)]
    for declared in layout(kind).fields:
        if declared.name == "id":
            columns.append(_text("id", key=True))
        elif declared.type in WHOLE:
            columns.append(Column(declared.key, Integer))
        else:
            columns.append(Column(declared.key, Text))
    columns.append(Column("digest", LargeBinary, nullable=False))
    return _kept(kind, *columns)


#: Which plans there are or were: the number under which their rows and their log are kept.
REGISTRY: Final = Table(
    "registry",
    METADATA,
    Column("number", Integer, primary_key=True),
    Column("id", Text, nullable=False, unique=True),
    sqlite_strict=True,
    sqlite_autoincrement=True,
)

#: One table a kind; that of the kind ``plan`` holds the heads.
ELEMENTS: Final = {kind: _element_table(kind) for kind in KINDS}

#: Each change: who, when, why.
CHANGE: Final = _kept(
    "change",
    _number("plan", key=True),
    _number("number", key=True),
    _text("time"),
    _text("author"),
    _text("label"),
    _text("label_values"),
    _text("reason"),
    _number("undoes"),
    _number("redoes"),
    _text("merge_key"),
    Column("digest", LargeBinary, nullable=False),
)

#: What each change did: before and after as JSON.
OPERATION: Final = _kept(
    "operation",
    _number("plan", key=True),
    _number("number", key=True),
    _number("seq", key=True),
    _text("action"),
    _text("kind"),
    _text("id"),
    _text("field"),
    Column("before", Text),
    Column("after", Text),
)

#: Change numbers with a name.
VERSION: Final = _kept(
    "version",
    _number("plan", key=True),
    _text("name", key=True),
    _number("number"),
    _text("time"),
    _text("author"),
    _text("note"),
)

#: Evidence kept in the library, by the SHA-256 digest of its bytes; ``size`` is how many they are.
ATTACHMENT: Final = _kept(
    "attachment",
    _text("digest", key=True),
    _number("size"),
    _number("packed"),
    _text("added"),
)

#: The bytes of an attachment (``packed``: 1 as zlib makes them smaller), in parts, so that none is too large.
ATTACHMENT_PART: Final = _kept(
    "attachment_part",
    _text("digest", key=True),
    _number("number", key=True),
    Column("bytes", LargeBinary, nullable=False),
)

#: The library's own id and when it was made.
META: Final = _kept("meta", _text("key", key=True), _text("value"))


def schema_text() -> str:
    """The statements that make an empty library, one after another."""
    dialect = sqlite.dialect()
    lines = []
    for table in METADATA.sorted_tables:
        statement = str(CreateTable(table).compile(dialect=dialect)).strip()
        lines += [line.replace("\t", "  ").rstrip() for line in statement.splitlines() if line.strip()]
        lines[-1] += ";"
        lines.append("")
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(schema_text())
