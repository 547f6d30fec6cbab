"""What a program that was killed could not throw away: copies of the tour and of evidence, files half
written.

Only what bears a name of ours, belongs to the user and has lain untouched for a day is thrown away: another
window, or a colleague on the same share, may be at work.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench import paths
from workbench.session.evidence import FOLDER, throw_away
from workbench.session.samples import give_back_from_tour

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_TOUR: Final = re.compile(r"workbench-tour-\w{8}")
_EVIDENCE: Final = re.compile(FOLDER + r"\w{8}")
_SALVAGE: Final = re.compile(r"salvage-\w{8}")
#: What is written beside a file before it takes its name over, perhaps a library with its journal.
_HALF: Final = re.compile(r"\.[0-9a-f]{16}\.tmp(-journal)?")
#: Seconds without a change after which nobody is at work on it any more.
_UNTOUCHED: Final = 24 * 3600.0


def sweep(folders: Iterable[Path]) -> list[Path]:
    """Throw away what is left in the program's own folders and in those given; what is gone, for the tests.

    Never fails: what cannot be read or deleted stays where it is.
    """
    gone = []
    for folder in _old(Path(tempfile.gettempdir()), _TOUR):
        give_back_from_tour(folder / "tour.workbench")
        gone.append(folder)
    for folder in _old(Path(tempfile.gettempdir()), _EVIDENCE):
        throw_away(folder)
        gone.append(folder)
    for folder in _old(paths.home(), _SALVAGE):
        shutil.rmtree(folder, ignore_errors=True)
        gone.append(folder)
    for place in dict.fromkeys([paths.home(), *folders]):
        for file in _old(place, _HALF):
            with contextlib.suppress(OSError):
                file.unlink()
                gone.append(file)
    return gone


def _old(folder: Path, name: re.Pattern[str]) -> Iterator[Path]:
    """The user's own files or folders of a name that nobody has touched for long; links are left alone."""
    with contextlib.suppress(OSError):
        found = [Path(one.path) for one in os.scandir(folder) if name.fullmatch(one.name)]
        for path in found:
            with contextlib.suppress(OSError):
                if not path.is_symlink() and all(_is_untouched(one) for one in (path, *_inside(path))):
                    yield path


def _inside(path: Path) -> list[Path]:
    return list(path.iterdir()) if path.is_dir() else []


def _is_untouched(path: Path) -> bool:
    held = path.lstat()
    is_own = not hasattr(os, "getuid") or held.st_uid == os.getuid()
    return is_own and time.time() - held.st_mtime > _UNTOUCHED
