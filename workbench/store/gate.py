"""What a file must pass before it is used as a library: every file is a stranger's until then.

The order matters: the header is read before SQLite sees the file, companions are looked at before SQLite
would act on them, the schema is compared before any row is read, and rows before they are believed.
A refusal is one line; the file stays as it was to the byte.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.errors import LibraryProblem, Problem
from workbench.i18n import N_
from workbench.store import log
from workbench.store.connection import connect, deadline, reading, sqlite, translated
from workbench.store.format import APPLICATION_ID, FORMAT, READABLE, schema_found
from workbench.store.reading import lenient

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from workbench.store.connection import Connection
    from workbench.store.format import SchemaEntry
    from workbench.store.known import Known

#: The largest file that is opened, in bytes.
MOST_BYTES: Final = 2**31
#: The most that one row may hold, in bytes: many times a large project with all its reports.
MOST_IN_ROW: Final = 2**24
#: Seconds for looking through the pages of a stranger's file, slow sticks included.
_PAGES_SECONDS: Final = 120.0
_MAGIC: Final = b"SQLite format 3\0"
_JOURNAL_MAGIC: Final = bytes.fromhex("d9d505f920a163d7")

#: Files that are open in this process: reading one with a handle of our own would end SQLite's locks on it.
_open_here: dict[tuple[int, int], int] = {}


class Passed(NamedTuple):
    """A file that may be used: the connection, its format, and whether its values need no comparing."""

    connection: Connection
    format: int
    library: str
    trusted: bool
    identity: tuple[int, int]
    #: Whether a journal of ours lay beside the file: somebody was, or is, in the middle of a change.
    interrupted: bool


def real_file(path: Path) -> Path:
    """The file itself, links followed; folders, pipes, devices and missing files are refused unread.

    These are a Problem of the call rather than of a library: there is none at that place.
    """
    try:
        real = path.resolve(strict=True)
        mode = real.stat().st_mode
    except FileNotFoundError:
        raise Problem(N_("{file} does not exist"), file=path) from None
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Problem(N_("{file} cannot be opened: {reason}"), file=path, reason=reason) from None
    if not stat.S_ISREG(mode):
        raise Problem(N_("{file} is not a file; choose a library file"), file=path)
    return real


def protection(path: Path) -> Problem | None:
    """Why a file could not be written to; None when it can."""
    if not os.access(path, os.W_OK):
        return LibraryProblem(
            N_("{file} is write-protected, or its disk is; it can be read, and copied to be edited"),
            file=path.name,
        )
    if not os.access(path.parent, os.W_OK):
        return LibraryProblem(
            N_("{file} can only be read: nothing may be written to its folder; copy it elsewhere to edit it"),
            file=path.name,
        )
    return None


def identity(path: Path) -> tuple[int, int]:
    """What tells a file from another under the same name."""
    status = path.stat()
    return status.st_dev, status.st_ino


def look_again(path: Path, opened: tuple[int, int], *, is_same_library: bool = True) -> None:
    """Refuse to write when the file is no longer the one that was ``opened``, or holds another library."""
    try:
        replaced = not is_same_library or identity(path) != opened
    except OSError:
        raise LibraryProblem(
            N_("{file} is gone: it was moved or deleted, or its stick was pulled; save a copy elsewhere"),
            file=path.name,
        ) from None
    if replaced:
        raise LibraryProblem(
            N_(
                "{file} was replaced by another file while it was open; nothing was saved into that one: "
                "save a copy elsewhere"
            ),
            file=path.name,
        )


def note_open(file: tuple[int, int]) -> None:
    """Remember that a file is open in this process."""
    _open_here[file] = _open_here.get(file, 0) + 1


def note_closed(file: tuple[int, int]) -> None:
    """The reverse of note_open."""
    _open_here[file] -= 1
    if not _open_here[file]:
        del _open_here[file]


def is_open_here(file: tuple[int, int]) -> bool:
    """Whether a file is open in this process."""
    return file in _open_here


def let_in(
    path: Path, *, read_only: bool, schemas: Mapping[int, frozenset[SchemaEntry]], note: Known | None
) -> Passed:
    """Check the real file and open it; ``schemas`` are those of the formats that can be read or upgraded."""
    left_by_us = note is not None and (note.being_written or note.is_as_left(path))
    here = identity(path)
    interrupted = look_at_companions(path, ours=note is not None and note.being_written)
    if not interrupted and here not in _open_here:
        look_at_header(path)
    connection = connect(path, "ro" if read_only else "rw")
    try:
        with translated(path):
            number = look_at_schema(connection, path, schemas)
            if note is None or not note.is_as_left(path):
                look_at_rows(connection, path, number)
            library = library_id(connection, path)
        if identity(path) != here:
            raise LibraryProblem(N_("{file} was replaced just now; open it again"), file=path.name)
    except BaseException:  # whatever it was, the file is closed before it goes on
        connection.close()
        raise
    trusted = note is not None and left_by_us and note.trusted and note.library == library
    return Passed(connection, number, library, trusted, here, interrupted)


# -- before SQLite -------------------------------------------------------------------------------------------


def look_at_header(path: Path) -> None:
    """Refuse what is no library by its first hundred bytes and its size."""
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise LibraryProblem(N_("{file} is larger than 2 GB, the limit for a library"), file=path.name)
    try:
        with path.open("rb") as file:
            head = file.read(100)
    except OSError as error:
        raise LibraryProblem(
            N_("{file} cannot be opened: {reason}"), file=path.name, reason=error.strerror
        ) from None
    if not head:
        raise LibraryProblem(
            N_("{file} is empty (0 bytes), not a library: open a backup, or make a new library"),
            file=path.name,
        )
    if len(head) < 100 or not head.startswith(_MAGIC) or _number(head, 68) != APPLICATION_ID:
        raise LibraryProblem(N_("{file} is not a library of this program"), file=path.name)
    page = int.from_bytes(head[16:18], "big")
    page = 65536 if page == 1 else page
    if page < 512 or page & (page - 1) or _number(head, 44) not in range(1, 5) or _number(head, 56) != 1:
        raise _damaged(path)
    if _number(head, 60) > FORMAT:
        raise newer(path)
    if head[18] != 1 or head[19] != 1:
        raise LibraryProblem(
            N_(
                "{file} was last used by another program in a way that keeps parts of it in other files; "
                "run `workbench doctor --repair` on it to make a sound copy"
            ),
            file=path.name,
        )
    counted = _number(head, 28) if _number(head, 24) == _number(head, 92) else 0
    if size % page or size < counted * page:
        raise LibraryProblem(
            N_(
                "{file} is cut off: {size} bytes are there of {wanted}; copy it again, or open a backup, or "
                "run `workbench doctor` on it"
            ),
            file=path.name,
            size=size,
            wanted=max(counted * page, (size // page + 1) * page),
        )


def _number(head: bytes, place: int) -> int:
    return int.from_bytes(head[place : place + 4], "big")


def look_at_companions(path: Path, *, ours: bool) -> bool:
    """Refuse a stranger's file with companions that SQLite would act on; True when our own journal is hot."""
    for suffix in ("-wal", "-shm"):
        if os.path.lexists(f"{path}{suffix}"):
            raise _accompanied(path, suffix)
    journal = path.with_name(path.name + "-journal")
    try:
        status = journal.lstat()
    except OSError:
        return False
    if not stat.S_ISREG(status.st_mode):
        raise _accompanied(path, "-journal")
    if not status.st_size:
        return False
    # A journal of ours never names another file; one that does could have SQLite delete that file.
    if not ours or names_another_file(journal):
        raise _accompanied(path, "-journal")
    return True


def names_another_file(journal: Path) -> bool:
    """Whether a journal ends in the name of another file, as SQLite writes it there."""
    with journal.open("rb") as file:
        file.seek(max(0, journal.stat().st_size - 8))
        return file.read(8) == _JOURNAL_MAGIC


def _accompanied(path: Path, suffix: str) -> LibraryProblem:
    return LibraryProblem(
        N_(
            "{file} comes with {companion}, left by a program that was interrupted elsewhere, and is not "
            "whole without it; run `workbench doctor --repair` on it to make a sound copy"
        ),
        file=path.name,
        companion=path.name + suffix,
    )


# -- with SQLite ---------------------------------------------------------------------------------------------


def look_at_schema(connection: Connection, path: Path, schemas: Mapping[int, frozenset[SchemaEntry]]) -> int:
    """Refuse a file whose schema is not exactly that of a format; the number of the format.

    Nothing but the schema is read, so whatever else is in it never runs.
    """
    with deadline(connection):
        marked = connection.execute("PRAGMA application_id").fetchone()[0]
        number: int = connection.execute("PRAGMA user_version").fetchone()[0]
        if marked != APPLICATION_ID:
            raise LibraryProblem(N_("{file} is not a library of this program"), file=path.name)
        if number > FORMAT:
            raise newer(path)
        expected = schemas.get(number)
        if expected is None or schema_found(connection, len(expected)) != expected:
            raise LibraryProblem(
                N_(
                    "{file} has been altered by another program and is not opened; run `workbench doctor "
                    "--repair` on it to make a sound copy"
                ),
                file=path.name,
            )
    return number


def look_at_rows(connection: Connection, path: Path, number: int) -> None:
    """Refuse a file of format ``number`` whose pages, sizes of rows or newest changes are not sound."""
    with deadline(connection, _PAGES_SECONDS):
        if connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise _damaged(path)
        for name, sizes in row_sizes(connection):
            # Names and columns are those of the schema that has been compared.
            large = connection.execute(f'SELECT 1 FROM "{name}" WHERE {sizes} > ? LIMIT 1', (MOST_IN_ROW,))  # noqa: S608
            if large.fetchone():
                raise LibraryProblem(N_("{file} holds a value that is too large to read"), file=path.name)
        # The log of an older format is read by its upgrade alone.
        if number in READABLE:
            with lenient(connection), reading(connection):
                plans = connection.execute("SELECT number FROM registry").fetchall()
                if not all(log.ends_whole(connection, plan) for (plan,) in plans):
                    raise _damaged(path)


def row_sizes(connection: Connection) -> list[tuple[str, str]]:
    """The tables of a library whose schema is sound, each with the expression for a row's size in bytes."""
    bytes_of = "octet_length" if sqlite.sqlite_version_info >= (3, 43) else "length"
    found = []
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    for name in names:
        columns = connection.execute("SELECT name FROM pragma_table_info(?) WHERE type != 'INTEGER'", (name,))
        sizes = " + ".join(f'coalesce({bytes_of}("{column}"), 0)' for (column,) in columns)
        found.append((name, sizes or "0"))
    return found


def library_id(connection: Connection, path: Path) -> str:
    """The id that the library got when it was made; a file without one is damaged."""
    row = connection.execute("SELECT value FROM meta WHERE key = 'library'").fetchone()
    if row is None or not isinstance(row[0], str):
        raise _damaged(path)
    return row[0]


def _damaged(path: Path) -> LibraryProblem:
    return LibraryProblem(
        N_("{file} is damaged; it was left as it is: run `workbench doctor` on it, or open a backup"),
        file=path.name,
    )


def newer(path: Path) -> LibraryProblem:
    """What is said of a file of a later format, in which something could be overlooked."""
    return LibraryProblem(
        N_("{file} was made by a newer version of this program; open it with that version"), file=path.name
    )
