"""The backups of a library: what each holds, looking into one, and taking one back as a file of its own."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.i18n import N_
from workbench.store import backups
from workbench.store.format import SUFFIX
from workbench.store.library import Library

if TYPE_CHECKING:
    from workbench.session.jobs import Progress

#: Why a backup was made, as a list says it.
REASONS: Final = {
    "daily": N_("First edit of the day"),
    "import": N_("Before a large import or change"),
    "upgrade": N_("Before the file's format was brought up to date"),
    "manual": N_("By hand"),
}


class Kept(NamedTuple):
    """A backup as a list shows it.

    ``time`` is local, ``reason`` a message id ("" when it is not known), ``size`` in bytes. ``changes`` is
    how many changes are in it, ``since`` how many the library has had after it; None when the file cannot
    be read, ``since`` also when it holds more than the library.
    """

    path: Path
    time: datetime
    reason: str
    size: int
    changes: int | None
    since: int | None


def of_library(library: Path, progress: Progress | None = None) -> list[Kept]:
    """The backups of a library, newest first; every one is opened to count what is in it."""
    real = library.resolve()
    now = backups.changes(real)
    found = []
    listed = backups.listed(real)
    for at, one in enumerate(listed):
        if progress is not None:
            progress.step(at, len(listed))
        held = backups.changes(one.path)
        since = now - held if now is not None and held is not None and now >= held else None
        found.append(
            Kept(one.path, one.time.astimezone(), REASONS.get(one.reason, ""), one.size, held, since)
        )
    return found


def name_beside(library: Path, backup: Kept) -> Path:
    """A name, not yet taken, for the backup as a library of its own in the library's folder."""
    stem = f"{library.stem}-{backup.time:%Y-%m-%d-%H%M}"
    for number in range(1, 1000):
        target = library.with_name(f"{stem}{f'-{number}' if number > 1 else ''}{SUFFIX}")
        if not target.exists():
            return target
    return library.with_name(f"{stem}{SUFFIX}")


def restore(backup: Path, target: Path) -> Path:
    """Write a backup as a new library and return its path; a Problem when the name is taken or it is damaged.

    Neither the backup nor the library it was made of is touched.
    """
    library = Library.open(backup, read_only=True)
    try:
        library.copy_to(target)
    finally:
        library.close()
    return target


def make(library: Path) -> Path:
    """Back a library up now, over and above those made by themselves."""
    opened = Library.open(library, read_only=True)
    try:
        return opened.backup("manual")
    finally:
        opened.close()
