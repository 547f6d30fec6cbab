"""Which library files this machine has worked on, and how it left them.

A file that is as we left it need not be looked through again; one that we were writing to when the program
or the machine went down may be rolled back by its own journal. Every other file is a stranger's. The notes
are in the user's data folder, one a file; a note that cannot be read or written makes the file a stranger's,
which costs a check and nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import zlib
from typing import TYPE_CHECKING, NamedTuple

from workbench import paths

if TYPE_CHECKING:
    from pathlib import Path


class Known(NamedTuple):
    """How a library file was left.

    ``being_written`` says that it may have changed since the note was made. ``trusted`` says that every value
    in it has been compared with its declaration, or was written by this machine.
    """

    path: str
    library: str
    size: int
    changed: int
    being_written: bool
    trusted: bool

    def is_as_left(self, path: Path) -> bool:
        """Whether the file has the size and time of change that it was left with."""
        status = path.stat()
        return not self.being_written and (status.st_size, status.st_mtime_ns) == (self.size, self.changed)


def mark(path: Path) -> str:
    """A short name for a file by its real path.

    Two checksums and the length tell paths apart well enough, and spare every start the loading of hashlib.
    """
    name = os.fsencode(os.path.normcase(path))
    return f"{zlib.crc32(name):08x}{zlib.adler32(name):08x}{len(name):x}"


def _note(path: Path) -> Path:
    folder = paths.home() / "known"
    folder.mkdir(exist_ok=True)
    return folder / f"{mark(path)}.json"


def recall(path: Path) -> Known | None:
    """What is known of a file, by its real path."""
    try:
        said = json.loads(_note(path).read_text(encoding="utf-8"))
        known = Known(**said)
    except (OSError, ValueError, TypeError):
        return None
    return known if known.path == os.fspath(path) else None


def remember(path: Path, library: str, *, being_written: bool, trusted: bool) -> None:
    """Note how a file is now; on the disk when this returns, as far as the disk can be trusted."""
    # A full or read-only data folder must not keep anybody from their library.
    with contextlib.suppress(OSError):
        status = path.stat()
        known = Known(os.fspath(path), library, status.st_size, status.st_mtime_ns, being_written, trusted)
        note = _note(path)
        fresh = note.with_name(f".{os.urandom(8).hex()}.tmp")
        try:
            with fresh.open("w", encoding="utf-8") as file:
                json.dump(known._asdict(), file)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(note)
        finally:
            fresh.unlink(missing_ok=True)


def forget(path: Path) -> None:
    """Take away what is noted of a file, by its real path."""
    with contextlib.suppress(OSError):
        _note(path).unlink(missing_ok=True)
