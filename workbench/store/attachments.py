"""Evidence in the library file: bytes of a file, kept once by their digest, given back only unchanged."""

from __future__ import annotations

import hashlib
import os
import re
import stat
import zlib
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.errors import LibraryProblem, Problem
from workbench.i18n import N_
from workbench.plan.change import now
from workbench.plan.elements import KINDS
from workbench.store.connection import sqlite

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from sqlalchemy import Connection as WritingConnection

    from workbench.plan.fields import Field
    from workbench.store.connection import Connection

    #: Told how many of how many steps are done; may raise Cancelled.
    Tell = Callable[[int, int], object]

#: The largest file that is taken as evidence.
MOST_BYTES: Final = 200 * 2**20
#: Bytes of a part as they come from the file.
_PART: Final = 2**20
#: The mark of an attachment in an entry, as the cells have it.
_MARK: Final = re.compile(rb"sha256:([0-9a-f]{64})")
#: The longest a part can be once it is unpacked: what is longer was not written by us.
_MOST_IN_PART: Final = _PART


def _names_files(declared: Field) -> bool:
    inner = declared.record.fields if declared.record is not None else ()
    return declared.files or any(map(_names_files, inner))


#: The columns whose entries may name attachments, by table.
_NAMING: Final = {
    kind: columns
    for kind, cls in KINDS.items()
    if (columns := tuple(one.key for one in cls.fields if _names_files(one)))
}


class Taken(NamedTuple):
    """A file's bytes: SHA-256 digest in hexadecimal digits, and how many they are."""

    digest: str
    size: int


def look_at(path: Path, tell: Tell | None = None) -> Taken:
    """Digest and size of a file; a Problem where it is none that can be taken as evidence."""
    mark = hashlib.sha256()
    read = 0
    with _opened(path) as file:
        expected = os.fstat(file).st_size
        for part in _parts(file, path):
            mark.update(part)
            read += len(part)
            if tell is not None:
                tell(read, 2 * max(read, expected))
    return Taken(mark.hexdigest(), read)


def is_kept(connection: Connection, digest: str) -> bool:
    """Whether the library has an attachment."""
    if not _has_tables(connection):
        return False
    found = connection.execute("SELECT 1 FROM attachment WHERE digest = ?", (digest,)).fetchone()
    return found is not None


def put(
    connection: WritingConnection, path: Path, taken: Taken, added: str, tell: Tell | None = None
) -> None:
    """Write the bytes of a file that has been looked at, in the transaction that is under way.

    A Problem where they are no longer those that were looked at; the transaction is then to be taken back.
    """
    from sqlalchemy import insert

    from workbench.store.tables import ATTACHMENT, ATTACHMENT_PART

    mark = hashlib.sha256()
    read = packed = number = 0
    with _opened(path) as file:
        for part in _parts(file, path):
            mark.update(part)
            read += len(part)
            smaller = zlib.compress(part, 6) if not number or packed else part
            if not number:
                # Pictures and office files are packed already; what the first part says holds for all.
                packed = int(len(smaller) < 0.9 * len(part))
            held = smaller if packed else part
            connection.execute(
                insert(ATTACHMENT_PART), {"digest": taken.digest, "number": number, "bytes": held}
            )
            number += 1
            if tell is not None:
                tell(taken.size + read, 2 * taken.size)
    if (mark.hexdigest(), read) != taken:
        raise Problem(N_("{file} was changed while it was read; attach it again"), file=path.name)
    row = {"digest": taken.digest, "size": taken.size, "packed": packed, "added": added}
    connection.execute(insert(ATTACHMENT), row)


def renew(connection: WritingConnection, digest: str, added: str) -> None:
    """An attachment that is taken in once more counts as taken in now."""
    from sqlalchemy import update

    from workbench.store.tables import ATTACHMENT

    connection.execute(update(ATTACHMENT).where(ATTACHMENT.c.digest == digest).values(added=added))


def parts(connection: Connection, digest: str, name: str) -> Iterator[bytes]:
    """The bytes of an attachment in parts. LibraryProblem where it is not kept here, or, at the end, where
    they are not what was attached: then nothing of what was given is to be used.
    """
    row = None
    if _has_tables(connection):
        row = connection.execute("SELECT size, packed FROM attachment WHERE digest = ?", (digest,)).fetchone()
    if row is None:
        raise LibraryProblem(N_("{name} is not kept in this library"), name=name)
    size, packed = row
    mark = hashlib.sha256()
    read = number = 0
    while True:
        held = connection.execute(
            "SELECT bytes FROM attachment_part WHERE digest = ? AND number = ?", (digest, number)
        ).fetchone()
        if held is None:
            break
        part = _unpacked(held[0]) if packed else held[0]
        if part is None:
            raise _damaged(name)
        mark.update(part)
        read += len(part)
        if read > size:
            raise _damaged(name)
        yield part
        number += 1
    if mark.hexdigest() != digest or read != size:
        raise _damaged(name)


def kept(connection: Connection) -> dict[str, int]:
    """The size of every attachment of the library, by digest."""
    if not _has_tables(connection):
        return {}
    return dict(connection.execute("SELECT digest, size FROM attachment").fetchall())


def older(connection: Connection, moment: str) -> set[str]:
    """Digests of the attachments that were taken in before a moment, ISO in UTC."""
    if not _has_tables(connection):
        return set()
    return {row[0] for row in connection.execute("SELECT digest FROM attachment WHERE added < ?", (moment,))}


def nameless(connection: Connection, digests: set[str]) -> set[str]:
    """Those of some attachments that no entry of any plan names, nor named at any time: what an undo or an
    earlier version brings back is in the log.
    """
    found = set(digests)
    looked_at = [("operation", ("before", "after")), *_NAMING.items()]
    for table, columns in looked_at:
        for column in columns:
            # As bytes: a text that cannot be read still names what it names.
            asked = f'SELECT CAST("{column}" AS BLOB) FROM "{table}" WHERE "{column}" LIKE ?'  # noqa: S608
            for (text,) in connection.execute(asked, ("%sha256:%",)):
                found.difference_update(one.decode("ascii") for one in _MARK.findall(text))
            if not found:
                return found
    return found


def drop(connection: WritingConnection, digests: set[str]) -> None:
    """Take attachments out, in the transaction that is under way; their room is used for what comes next."""
    from sqlalchemy import delete

    from workbench.store.tables import ATTACHMENT, ATTACHMENT_PART

    for digest in sorted(digests):
        connection.execute(delete(ATTACHMENT_PART).where(ATTACHMENT_PART.c.digest == digest))
        connection.execute(delete(ATTACHMENT).where(ATTACHMENT.c.digest == digest))


def damaged(
    connection: Connection, tell: Tell | None = None, lock: AbstractContextManager[object] | None = None
) -> list[str]:
    """Digests of the attachments whose bytes are not what was attached; others get at the file in between."""
    turn = lock if lock is not None else nullcontext()
    with turn:
        held = kept(connection)
    found = []
    for done, digest in enumerate(held):
        try:
            with turn:
                for _ in parts(connection, digest, digest):
                    pass
        except LibraryProblem:
            found.append(digest)
        if tell is not None:
            tell(done + 1, len(held))
    with turn:
        if not _has_tables(connection):
            return found
        loose = connection.execute("SELECT DISTINCT digest FROM attachment_part").fetchall()
        found.extend(digest for (digest,) in loose if digest not in held)
    return found


def copy_sound(connection: Connection, made: Connection) -> list[str]:
    """Copy all attachments that are whole into another library; the digests of the others."""
    lost = []
    for digest, size in kept(connection).items():
        try:
            held = list(parts(connection, digest, digest))
        except (LibraryProblem, sqlite.Error):
            lost.append(digest)
            continue
        made.execute(
            "INSERT INTO attachment (digest, size, packed, added) VALUES (?, ?, 0, ?)", (digest, size, now())
        )
        rows = [(digest, number, part) for number, part in enumerate(held)]
        made.executemany("INSERT INTO attachment_part VALUES (?, ?, ?)", rows)
    return lost


def _unpacked(held: bytes) -> bytes | None:
    """The bytes of a packed part; None where they are not packed, or too many."""
    unpacking = zlib.decompressobj()
    try:
        part = unpacking.decompress(held, _MOST_IN_PART)
    except zlib.error:
        return None
    return part if unpacking.eof else None


def _has_tables(connection: Connection) -> bool:
    """A file of format 1 that is open for reading has no place for evidence."""
    row = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'attachment'").fetchone()
    return row is not None


def _damaged(name: str) -> LibraryProblem:
    return LibraryProblem(
        N_("{name} is damaged in the library: its bytes are not what was attached. Attach the file again"),
        name=name,
    )


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """A regular file open for reading; whatever else bears the name is a Problem and holds nobody up."""
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        file = os.open(path, flags)
    except OSError as error:
        raise Problem(N_("“{file}”: {reason}"), file=path.name, reason=error.strerror or str(error)) from None
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            raise Problem(N_("{file} is no file that could be attached"), file=path.name)
        if status.st_size > MOST_BYTES:
            raise _too_large(path)
        yield file
    finally:
        os.close(file)


def _parts(file: int, path: Path) -> Iterator[bytes]:
    read = 0
    while True:
        part = b""
        # A part ends where the file does, not where a slow disk pauses.
        while len(part) < _PART:
            piece = os.read(file, _PART - len(part))
            if not piece:
                break
            part += piece
        if not part:
            return
        read += len(part)
        if read > MOST_BYTES:
            raise _too_large(path)
        yield part


def _too_large(path: Path) -> Problem:
    return Problem(
        N_("{file} is larger than {most} MB, the limit for evidence; attach a part of it, or name it only"),
        file=path.name,
        most=MOST_BYTES // 2**20,
    )
