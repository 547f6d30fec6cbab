"""Evidence of a plan: files kept in its library, given back unchanged, looked at without harm."""

from __future__ import annotations

import contextlib
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.errors import Problem
from workbench.files import atomic_write
from workbench.i18n import N_
from workbench.plan.evidence import Evidence, evidence, file_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.session.jobs import Progress
    from workbench.session.session import Session

#: What an entry of evidence is, in words.
STATES: Final = {
    "kept": N_("Kept in the library"),
    "missing": N_("Not in this library"),
    "named": N_("Only named"),
}
#: Kinds of files that can be looked at: by suffix what their bytes begin with. Whatever else there is, above
#: all what a system would run, can only be saved.
_SEEN: Final = {
    ".pdf": (b"%PDF-",),
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".jpg": (b"\xff\xd8\xff",),
    ".jpeg": (b"\xff\xd8\xff",),
    ".docx": (b"PK\x03\x04",),
    ".xlsx": (b"PK\x03\x04",),
    ".wps": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    ".et": (b"\xd0\xcf\x11\xe0", b"PK\x03\x04"),
    ".ofd": (b"PK\x03\x04",),
    ".txt": (b"",),
    ".csv": (b"",),
}
#: Names of folders for looking at evidence begin so.
FOLDER: Final = "workbench-evidence-"
#: Those that this program has made.
_made: list[Path] = []


class State(NamedTuple):
    """An entry, whether its file is kept here (one of STATES), and how many bytes it has."""

    entry: Evidence
    state: str
    size: int = 0


def states(session: Session, entries: Iterable[str]) -> list[State]:
    """What the library has of some entries."""
    read = [evidence(one) for one in entries]
    kept = session.kept() if any(one.digest for one in read) else {}
    found = []
    for one in read:
        if not one.digest:
            found.append(State(one, "named"))
        else:
            found.append(State(one, "kept" if one.digest in kept else "missing", kept.get(one.digest, 0)))
    return found


def attach(session: Session, path: Path, progress: Progress | None = None) -> str:
    """Keep a file in the library; the entry that names it. The plan is not changed."""

    def tell(done: int, total: int) -> None:
        if progress is not None:
            progress.step(done, total, N_("Taking the file in"))

    return Evidence(file_name(path.name), session.keep(path, tell)).text


def bytes_of(session: Session, entry: Evidence) -> bytes:
    """The file's bytes; a Problem where there are none, or where they are not what was attached."""
    if not entry.digest:
        raise Problem(N_("{name} is only named; its file is not in the library"), name=entry.name)
    return b"".join(session.kept_bytes(entry.digest, entry.name))


def save(session: Session, entry: Evidence, target: Path) -> None:
    """Write the file under a name of the user's choice."""
    atomic_write(target, bytes_of(session, entry))


def can_be_seen(entry: Evidence) -> bool:
    """Whether the file is of a kind that may be handed to another program."""
    return Path(entry.name).suffix.lower() in _SEEN


def viewing_copy(session: Session, entry: Evidence) -> Path:
    """A copy for looking at, not to be written to, in a folder of its own that only the user can read.

    A Problem for whatever is not plainly a document or picture.
    """
    begins = _SEEN.get(Path(entry.name).suffix.lower())
    if begins is None:
        raise _not_seen(entry)
    data = bytes_of(session, entry)
    if not data.startswith(begins):
        raise _not_seen(entry)
    folder = Path(tempfile.mkdtemp(prefix=FOLDER))
    _made.append(folder)
    path = folder / file_name(entry.name)
    path.write_bytes(data)
    path.chmod(stat.S_IRUSR)
    return path


def forget_copies() -> None:
    """Throw away the copies that this program has made for looking at, as far as no other holds them."""
    while _made:
        throw_away(_made.pop())


def throw_away(folder: Path) -> None:
    """Delete a folder with its copy, which cannot be written to."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    shutil.rmtree(folder, ignore_errors=True)


def _not_seen(entry: Evidence) -> Problem:
    return Problem(
        N_("{name} is not plainly a document or picture and is not opened from here; save it, then decide"),
        name=entry.name,
    )
