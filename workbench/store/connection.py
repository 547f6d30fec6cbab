"""The one way to open a database file, and what its errors mean in the planner's words."""

from __future__ import annotations

import os
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from workbench.errors import LibraryProblem
from workbench.i18n import N_

if TYPE_CHECKING:
    import sqlite3 as sqlite
    from collections.abc import Iterator
else:
    try:
        from pysqlite3 import dbapi2 as sqlite
    except ImportError:  # no wheel of it for this machine
        import sqlite3 as sqlite

__all__ = [
    "GATE_SECONDS",
    "PATIENCE",
    "Busy",
    "Connection",
    "clear_away_journal",
    "connect",
    "deadline",
    "forget_pages",
    "prepare_writing",
    "problem_of",
    "reading",
    "sqlite",
    "translated",
]

Connection = sqlite.Connection

#: How long a write waits for another program that is writing, in milliseconds.
PATIENCE: Final = 3000
#: The most memory that SQLite may take in this process, in bytes: a value bomb ends as an error.
_HEAP: Final = 2**30
#: Seconds that looking at an unknown file may take before it is refused.
GATE_SECONDS: Final = 5.0

_RECIPE: Final = (
    f"PRAGMA busy_timeout={PATIENCE}",
    f"PRAGMA hard_heap_limit={_HEAP}",
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32000",
)
_WRITING: Final = (
    # What is promised is in the file itself, not in a companion that is left behind when it travels.
    "PRAGMA journal_mode=TRUNCATE",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
)


def connect(path: Path, mode: str) -> Connection:
    """Open a file with the recipe of this program; ``mode`` is ro, rw or rwc, as SQLite's URIs name them.

    SQLite reads the schema here, runs nothing in it, and plays back a journal that lies beside the file.
    Transactions are begun and ended in words (no implicit ones), so that a change of the schema is rolled
    back whole.
    """
    # By the bytes of the name: one that is not UTF-8 is a name all the same.
    name = quote(os.fsencode(os.fspath(path.absolute()).replace(os.sep, "/")), safe="/:")
    uri = f"file:{name if name.startswith('/') else '/' + name}?mode={mode}"
    try:
        connection = sqlite.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
    except sqlite.Error as error:
        raise problem_of(error, path) from error
    try:
        for statement in _RECIPE:
            connection.execute(statement)
    except (sqlite.Error, UnicodeDecodeError) as error:
        connection.close()
        if mode == "ro" and getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite.SQLITE_READONLY:
            # A journal waits that a connection for reading only may not play back.
            raise LibraryProblem(
                N_("{file} was left in the middle of a change; open it once for editing to set it right"),
                file=path.name,
            ) from error
        raise problem_of(error, path) from error
    return connection


def prepare_writing(connection: Connection) -> None:
    """The rest of the recipe, which concerns writing alone; reads the file's header."""
    for statement in _WRITING:
        connection.execute(statement)


def clear_away_journal(connection: Connection) -> None:
    """Delete the journal beside the file, unless somebody is writing; a journal in use stays."""
    connection.execute("PRAGMA journal_mode=TRUNCATE")
    connection.execute("PRAGMA journal_mode=DELETE")


def forget_pages(connection: Connection) -> None:
    """Have every page read anew: a file copied over this one can look unchanged to SQLite's cache."""
    connection.execute("PRAGMA shrink_memory")


@contextmanager
def deadline(connection: Connection, seconds: float = GATE_SECONDS) -> Iterator[None]:
    """Statements inside end with an interrupt when the time is up: a hostile schema cannot hold us."""
    last = time.monotonic() + seconds
    connection.set_progress_handler(lambda: int(time.monotonic() > last), 20_000)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def reading(connection: Connection) -> Iterator[Connection]:
    """Several readings of one state of the file; inside another transaction, that one's."""
    if connection.in_transaction:
        yield connection
        return
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.rollback()


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """SQLite's errors inside become LibraryProblem."""
    try:
        yield
    except (sqlite.Error, MemoryError, UnicodeDecodeError) as error:
        raise problem_of(error, path) from error


_MEANINGS: Final = {
    sqlite.SQLITE_FULL: N_("{file}: the disk is full, nothing was saved; make room, then try again"),
    sqlite.SQLITE_READONLY: N_(
        "{file} cannot be written to: the file or its disk is read-only; save a copy elsewhere"
    ),
    sqlite.SQLITE_PERM: N_("{file} cannot be opened: this account has no right to it"),
    sqlite.SQLITE_CANTOPEN: N_(
        "{file} cannot be opened for this: it is gone, or its folder cannot be written to"
    ),
    sqlite.SQLITE_BUSY: N_("{file} is being written to by another program; try again in a moment"),
    sqlite.SQLITE_LOCKED: N_("{file} is being written to by another program; try again in a moment"),
    sqlite.SQLITE_CORRUPT: N_(
        "{file} is damaged; it was left as it is: run `workbench doctor` on it, or open a backup"
    ),
    sqlite.SQLITE_NOTADB: N_("{file} is not a library of this program"),
    sqlite.SQLITE_INTERRUPT: N_("{file} takes too long to look through; it was not opened"),
    sqlite.SQLITE_TOOBIG: N_("{file} holds a value that is too large to read"),
    sqlite.SQLITE_NOMEM: N_("{file} holds a value that is too large to read"),
    sqlite.SQLITE_IOERR: N_(
        "{file}: the disk reports an error, nothing was saved; check the disk or stick, then try again"
    ),
}


class Busy(LibraryProblem):
    """Another program is writing and did not finish in time; nothing is wrong with the file."""


def problem_of(error: BaseException, path: Path) -> LibraryProblem:
    """An error of SQLite (or of memory) as a problem that names the file and what to do."""
    if isinstance(error, LibraryProblem):
        return error
    code = getattr(error, "sqlite_errorcode", None)
    if isinstance(error, MemoryError):
        code = sqlite.SQLITE_NOMEM
    elif isinstance(error, UnicodeDecodeError) or "decode to UTF-8" in str(error):
        # Text of the file, or a message of SQLite that quotes it, is not what it was.
        code = sqlite.SQLITE_CORRUPT
    meaning = _MEANINGS.get(code & 0xFF) if code is not None else None
    if meaning is None:
        return LibraryProblem(N_("{file} cannot be used: {reason}"), file=path.name, reason=error)
    if meaning == _MEANINGS[sqlite.SQLITE_BUSY]:
        return Busy(meaning, file=path.name)
    return LibraryProblem(meaning, file=path.name)
