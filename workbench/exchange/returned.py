"""Documents that units have filled in and sent back: their marked rows and cells, read in a child process.

What is in the file is read as text only; what it means for the plan is found out by those who know the plan.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from workbench.errors import Cancelled, Problem
from workbench.exchange.office_files import kind_of
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Callable

#: Seconds and bytes that reading one file may take.
_PATIENCE: Final = 30.0
_PAUSE: Final = 0.1
MEMORY: Final = 1 << 30
_CHILD: Final = "workbench.exchange.returned_child"
_FOLDER: Final = Path(__file__).resolve().parents[2]


class ReturnedRow(NamedTuple):
    """A row of a table that came back.

    ``mark`` is what was read in its hidden mark, "" for a row without one. ``cells`` holds the texts of the
    columns that may be filled in, by the column's hidden field; ``faults`` says why some of them have no
    value: "formula" (never calculated), "error" (such as #REF!). ``texts`` are all its texts; ``notes`` the
    comments that stand at it. ``fault`` says what keeps it from being read: "marks" (of several rows),
    "columns" (nothing tells what they are), "ragged" (it has other columns than its heading), "merged" (cells
    to be filled in have become one; the others are read), "other" (it belongs to another document); "" for
    nothing. It stands in the row ``number``, from 1, of the sheet of this name or, where sheets have none, of
    the table of this number from 1.
    """

    mark: str
    cells: dict[str, str]
    faults: dict[str, str]
    texts: tuple[str, ...]
    notes: tuple[str, ...]
    fault: str
    sheet: str
    table: int
    number: int


class LooseText(NamedTuple):
    """A text beside the rows to be filled in, and where it stands; table 0 is what is outside all tables."""

    text: str
    sheet: str
    table: int
    number: int


class ReturnedFile(NamedTuple):
    """A returned document: its form ("docx", "xlsx"), its hidden mark, its rows and all other texts."""

    form: str
    mark: str
    rows: tuple[ReturnedRow, ...]
    rest: tuple[LooseText, ...]


def read_returned_file(data: bytes, name: str, stopped: Callable[[], bool] | None = None) -> ReturnedFile:
    """What stands in a returned Word or Excel file; a Problem when it is none of ours or cannot be read.

    The file is looked through before, and read in a process of its own whose time and memory are limited;
    ``stopped`` is asked now and then, and ends it.
    """
    kind = kind_of(data, name)
    raw = _in_child(kind, data, name, stopped)
    if not raw.get("mark"):
        raise Problem(
            N_("“{file}” bears no mark of a document sent out from here: it cannot be told what it answers"),
            file=name,
        )
    rows = tuple(
        ReturnedRow(**row | {"texts": tuple(row["texts"]), "notes": tuple(row["notes"])})
        for row in raw["rows"]
    )
    return ReturnedFile(kind, raw["mark"], rows, tuple(LooseText(**one) for one in raw["rest"]))


def _in_child(kind: str, data: bytes, name: str, stopped: Callable[[], bool] | None) -> dict[str, Any]:
    child = subprocess.Popen(  # noqa: S603 -- our own module by the Python that runs
        [sys.executable, "-m", _CHILD, kind],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_FOLDER,
    )
    waited, given, told = 0.0, data, b""
    try:
        while True:
            try:
                told, _ = child.communicate(given or None, timeout=_PAUSE)
                break
            except subprocess.TimeoutExpired:
                # What was handed over once is not handed over again.
                given = b""
                waited += _PAUSE
                if stopped is not None and stopped():
                    raise Cancelled from None
                if waited > _PATIENCE:
                    raise _unreadable(name) from None
    finally:
        if child.poll() is None:
            child.kill()
            child.wait()
    if child.returncode != 0:
        raise _unreadable(name)
    read: dict[str, Any] = json.loads(told)
    return read


def _unreadable(name: str) -> Problem:
    return Problem(
        N_("“{file}” cannot be read; open it in Word or WPS, save it anew and try again"), file=name
    )
