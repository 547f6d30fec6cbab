"""Writing a file whole or not at all: every export goes through ``atomic_write``. What tables written for
spreadsheets have in common.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import time
from typing import TYPE_CHECKING, Final

from workbench.errors import Problem
from workbench.i18n import N_, tr
from workbench.patterns import Pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

#: How a library file begins, whatever it is called.
_LIBRARY: Final = b"SQLite format 3\0"

#: Windows' answers while a virus scanner, an indexer or Word holds the file: access denied, sharing
#: violation, lock violation. The first two holders let go within a moment.
_HELD: Final = frozenset({5, 32, 33})
_PATIENCE_SECONDS: Final = 2.5
_PAUSE_SECONDS: Final = 0.1

#: Word leaves out the beginning of longer names when it marks a file as open: of stems from this many
#: letters so many.
_LEFT_OUT: Final = ((8, 2), (7, 1))

#: What some file system does not take in a name.
_UNFIT: Final = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f-\x9f]+')
#: Names that Windows keeps for devices, whatever suffix follows.
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)
#: Longest name in characters, and in bytes: file systems take 255, and a suffix follows.
_LONGEST: Final = 80
_MOST_BYTES: Final = 240

#: What a spreadsheet takes for the beginning of a formula, also after blanks that nobody sees.
FORMULA: Final = Pattern(r"[\s\u00a0\u3000\u200b-\u200f\u2060\ufeff]*[=+\-@\t\r\n＝＋－＠]")
_NUMBER: Final = Pattern(r"[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?\s?[%‰]?|[-－—+]+")


def fit_name(text: str) -> str:
    """A text as a file name: without what file systems refuse, not longer than they take."""
    return shortened(_UNFIT.sub("_", text).strip(" ._") or tr("plan"))


def shortened(stem: str, suffix: str = "", longest: int = _LONGEST) -> str:
    """A file name no longer than file systems take, its stem cut; none that Windows keeps for a device."""
    kept = stem[: longest - len(suffix)]
    while len(f"{kept}{suffix}".encode("utf-8", "replace")) > _MOST_BYTES:
        kept = kept[:-1]
    name = f"{kept if kept == stem else kept.rstrip(' .')}{suffix}"
    return f"_{name}" if _DEVICES.match(name) else name


def is_formula_like(text: str) -> bool:
    """Whether a spreadsheet might compute the text; genuine numbers and dashes are none of that."""
    return FORMULA.match(text) is not None and _NUMBER.fullmatch(text) is None


def harmless(text: str) -> str:
    """The text for a cell of CSV: with an apostrophe where a spreadsheet might compute it."""
    return f"'{text}" if is_formula_like(text) else text


def as_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV in UTF-8 with a byte order mark, as Excel and WPS read it; no text becomes a formula."""
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig", "replace")


def atomic_write(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` so that a crash or a full disk leaves either the old file or the new one.

    The data goes to a new file in the same folder, is flushed to the disk and then takes the name over; a
    link is followed and the file's permissions are kept. When it cannot be done the old file stays as it was,
    nothing is left beside it, and a Problem says why. A library is never written over.
    """
    write_together([(path, data)])


def write_together(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write several files as `atomic_write` does; none takes its name before all are on the disk."""
    ready: list[tuple[Path, Path, Path]] = []
    try:
        for path, data in files:
            target = target_of(path)
            fresh = target.with_name(f".{os.urandom(8).hex()}.tmp")
            ready.append((path, fresh, target))
            with _refusal(path):
                _write_flushed(fresh, data)
                if target.exists():
                    fresh.chmod(target.stat().st_mode & 0o7777)
        for path, fresh, target in ready:
            with _refusal(path):
                _take_over(fresh, target)
    finally:
        for path, fresh, _ in ready:
            with _refusal(path):
                # Gone already when it took the name over.
                fresh.unlink(missing_ok=True)
    for folder in {target.parent for _, _, target in ready}:
        _flush_folder(folder)


@contextlib.contextmanager
def _refusal(path: Path) -> Iterator[None]:
    """What the system refuses inside is a Problem about ``path``."""
    try:
        yield
    except OSError as error:
        raise why_not_written(path, error) from error


def target_of(path: Path) -> Path:
    """The file to be written, links followed; a Problem when there is no place for it or it must stay."""
    start = b""
    try:
        target = path.resolve()
        if not target.parent.is_dir():
            raise why_not_written(path, FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT)))
        if target.is_dir():
            raise Problem(N_("“{path}” is a folder; give the file a name of its own"), path=path)
        if not target.exists():
            return target
        if not target.is_file():
            raise Problem(N_("“{path}” is not a file but a device or a pipe; choose another name"), path=path)
        if is_open_elsewhere(path) or is_open_elsewhere(target):
            raise _open_elsewhere(path)
        if not os.access(target, os.W_OK):
            raise Problem(
                N_("“{path}” is write-protected; remove the protection or choose another name"), path=path
            )
        with contextlib.suppress(PermissionError), target.open("rb") as file:  # it may be for writing only
            start = file.read(len(_LIBRARY))
    except (OSError, RuntimeError) as error:
        raise Problem(
            N_("“{path}” was not written: {reason}; choose another place or name"),
            path=path,
            reason=getattr(error, "strerror", None) or error,
        ) from error
    if start == _LIBRARY:
        raise Problem(
            N_("“{path}” is a library with plans in it and is not written over; choose another name"),
            path=path,
        )
    return target


def is_open_elsewhere(path: Path) -> bool:
    """Whether an office program has marked the file as open: LibreOffice, Word, Excel or WPS.

    Only Windows keeps an open file from being replaced; elsewhere the program would go on with the old one
    and write it over the new one.
    """
    name, stem = path.name, path.stem
    left_out = next((count for length, count in _LEFT_OUT if len(stem) >= length), 0)
    marks = (f".~lock.{name}#", f"~${name}", f"~${name[left_out:]}", f".~{name}")
    return any(os.path.lexists(path.with_name(mark)) for mark in marks)


def _open_elsewhere(path: Path) -> Problem:
    return Problem(
        N_("“{path}” is open in another program: close it there, or choose another name or folder"), path=path
    )


def _write_flushed(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _take_over(fresh: Path, target: Path) -> None:
    """Rename, waiting a little for a program that holds the target on Windows."""
    until = time.monotonic() + _PATIENCE_SECONDS
    while True:
        try:
            fresh.replace(target)
        except OSError as error:
            if getattr(error, "winerror", None) not in _HELD or time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _flush_folder(folder: Path) -> None:
    """Make the new name survive a power cut. The file is already written, so a refusal is no failure."""
    if os.name != "posix":
        return
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def why_not_written(path: Path, error: OSError) -> Problem:
    """What to tell the user when the operating system refused to write ``path``."""
    if getattr(error, "winerror", None) in _HELD:
        return _open_elsewhere(path)
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT:
            return Problem(
                N_("“{path}” was not written: the disk is full; make room or choose another place"), path=path
            )
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return Problem(
                N_("“{path}” was not written: you may not write there; choose another folder"), path=path
            )
        case errno.ENOENT | errno.ENOTDIR:
            return Problem(
                N_("“{path}” was not written: there is no such folder; choose another one"), path=path
            )
        case _:
            return Problem(
                N_("“{path}” was not written: {reason}; choose another place or name"),
                path=path,
                reason=error.strerror or str(error),
            )
