"""What is left of a damaged file, opened as a private copy: the file itself is only read."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final

from workbench import paths
from workbench.errors import LibraryProblem
from workbench.i18n import N_
from workbench.store import format as file_format
from workbench.store import gate
from workbench.store.connection import connect

if TYPE_CHECKING:
    from collections.abc import Iterator

    from workbench.store.connection import Connection

#: What a page begins with that says where others are (a table's inner page).
_BRANCHES: Final = 5


@contextmanager
def private_copy(path: Path) -> Iterator[Connection]:
    """The file and its companions, opened where nobody else gets at them, so that SQLite may act on these."""
    with tempfile.TemporaryDirectory(dir=paths.home(), prefix="salvage-") as folder:
        copy = Path(folder) / os.urandom(8).hex()
        try:
            shutil.copyfile(path, copy)
            is_alone = True
            for suffix in ("-journal", "-wal"):
                companion = path.with_name(path.name + suffix)
                if not companion.exists() or not stat.S_ISREG(companion.lstat().st_mode):
                    continue
                if suffix == "-wal" or not gate.names_another_file(companion):
                    shutil.copyfile(companion, f"{copy}{suffix}")
                    is_alone = False
            if is_alone:
                _make_readable(copy)
        except OSError as error:
            raise LibraryProblem(
                N_("{file} cannot be copied to be looked at: {reason}"), file=path.name, reason=error.strerror
            ) from error
        with closing(_opened(copy, path)) as connection:
            yield connection


def _make_readable(copy: Path) -> None:
    """Have the header of a copy say what there is: SQLite reads nothing of a file that was cut off."""
    size = copy.stat().st_size
    with copy.open("r+b") as file:
        head = file.read(100)
        page = int.from_bytes(head[16:18], "big")
        page = 65536 if page == 1 else page
        if len(head) < 100 or page < 512 or page & (page - 1):
            return
        pages = -(-size // page)
        if size % page or pages < int.from_bytes(head[28:32], "big"):
            file.truncate(pages * page)
            file.seek(28)
            file.write(pages.to_bytes(4, "big"))
            # The count of pages holds where these two agree.
            file.seek(92)
            file.write(head[24:28])
        if max(head[18:20]) > 2:
            file.seek(18)
            file.write(b"\1\1")


def _opened(copy: Path, path: Path) -> Connection:
    try:
        return connect(copy, "rw")
    except LibraryProblem:
        _put_schema_back(copy)
    try:
        return connect(copy, "rw")
    except LibraryProblem as problem:
        raise beyond_reading(path) from problem


def _put_schema_back(copy: Path) -> None:
    """Give a copy whose list of tables cannot be read the one of a new library.

    Every library begins with the same pages: tables are made in one order and stay where they are.
    """
    empty = copy.with_name("empty")
    with closing(connect(empty, "rwc")) as made:
        made.execute("BEGIN IMMEDIATE")
        file_format.make(made, "", "")
        made.commit()
        size = made.execute("PRAGMA page_size").fetchone()[0]
    data = empty.read_bytes()
    first = data[:size]
    pages = [1]
    if first[100] == _BRANCHES:
        cells = int.from_bytes(first[103:105], "big")
        places = [int.from_bytes(first[112 + 2 * n : 114 + 2 * n], "big") for n in range(cells)]
        pages += [int.from_bytes(first[place : place + 4], "big") for place in (*places, 108)]
    with copy.open("r+b") as file:
        if int.from_bytes(file.read(18)[16:], "big") != size:
            return
        for page in pages:
            start = 100 if page == 1 else 0
            file.seek((page - 1) * size + start)
            file.write(data[(page - 1) * size + start : page * size])


def beyond_reading(path: Path) -> LibraryProblem:
    """What is said of a file of which nothing is left to be read."""
    return LibraryProblem(N_("Nothing can be read in {file} any more: open a backup"), file=path.name)
