"""Putting a finished file in its place: nothing is overwritten, and a power cut leaves it whole or absent."""

from __future__ import annotations

import contextlib
import os
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.errors import Problem
from workbench.files import why_not_written
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def placed(target: Path) -> Iterator[Path]:
    """An empty file in the target's folder to be filled; it takes the target's name at the end.

    When something is raised inside, the file is gone. A target that is there already is a Problem; what the
    disk refuses is one too.
    """
    if target.exists() or target.is_symlink():
        raise _taken(target)
    fresh = target.with_name(f".{os.urandom(8).hex()}.tmp")
    try:
        try:
            # What the disk refuses, it refuses here, before anybody has worked.
            fresh.open("xb").close()
            yield fresh
            _flush(fresh)
            _claim(fresh, target)
        finally:
            fresh.unlink(missing_ok=True)
            fresh.with_name(fresh.name + "-journal").unlink(missing_ok=True)
        if os.name == "posix":
            _flush(target.parent)
    except OSError as error:
        raise why_not_written(target, error) from error


def _taken(target: Path) -> Problem:
    return Problem(N_("{file} is there already; choose another name"), file=target)


def _claim(fresh: Path, target: Path) -> None:
    """Take the name unless somebody else has it."""
    try:
        os.link(fresh, target)
    except FileExistsError:
        raise _taken(target) from None
    except OSError:
        # A stick whose file system has no links: the look before is all there is.
        if target.exists():
            raise _taken(target) from None
        fresh.rename(target)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        # A folder of some network drives cannot be flushed; the file in it is already.
        with contextlib.suppress(OSError) if path.is_dir() else contextlib.nullcontext():
            os.fsync(handle)
    finally:
        os.close(handle)
