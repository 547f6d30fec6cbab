"""Who has a library open on this machine: small notes in the user's data folder, never beside the library."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from workbench import paths
from workbench.store.known import mark


class Presence(NamedTuple):
    """Another program, or another window, that has the library open; ``since`` is ISO time in UTC."""

    user: str
    since: str
    pid: int


#: Tells the notes of one program apart.
_NOTES: Final = count(1)


def account() -> str:
    """The name of who works here; "" for an account without one."""
    # As getpass does, which takes its time to load.
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        if os.environ.get(name):
            return os.environ[name]
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (OSError, KeyError, ImportError):
        return ""


def _prefix(path: Path) -> str:
    return mark(path.resolve())


def enter(path: Path) -> Path:
    """Leave a note that this program has the library open; give it to ``leave``."""
    name = f"{_prefix(path)}-{os.getpid()}-{next(_NOTES)}.json"
    said = {"user": account(), "since": datetime.now(UTC).isoformat(timespec="seconds"), "pid": os.getpid()}
    note = Path(name)
    # A data folder that is full, read-only or not to be had must not keep anybody from their library.
    with contextlib.suppress(OSError):
        note = paths.presence() / name
        note.write_text(json.dumps(said), encoding="utf-8")
    return note


def leave(note: Path) -> None:
    """Take the note away."""
    try:
        note.unlink(missing_ok=True)
    except OSError:
        return


def others(path: Path, own: Path) -> list[Presence]:
    """Who else has the library open; notes of programs that are gone are swept away."""
    found = []
    try:
        notes = sorted(paths.presence().glob(f"{_prefix(path)}-*.json"))
    except OSError:  # no data folder, no notes
        return []
    for note in notes:
        if note == own:
            continue
        try:
            said = json.loads(note.read_text(encoding="utf-8"))
            presence = Presence(str(said["user"]), str(said["since"]), int(said["pid"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue
        if _is_alive(presence.pid):
            found.append(presence)
        else:
            leave(note)
    return found


def _is_alive(pid: int) -> bool:
    if pid <= 0:
        return False
    if sys.platform == "win32":
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)
        if not handle:
            return False
        ctypes.windll.kernel32.CloseHandle(handle)
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
