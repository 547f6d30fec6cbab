"""What files that are brought to the window are: a library to open, or a plan to import."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from workbench.errors import Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

#: How a SQLite file begins, whatever it is called.
_SQLITE: Final = b"SQLite format 3\x00"
_LIBRARY_SUFFIX: Final = ".workbench"
_PLAN_SUFFIX: Final = ".json"
#: What units fill in and send back.
_RETURNED_SUFFIXES: Final = (".docx", ".xlsx")


def arrival(paths: Sequence[Path]) -> tuple[Literal["library", "plan", "returned"], Path]:
    """What came; a Problem in one line when it is nothing that can be taken."""
    if len(paths) != 1:
        raise Problem(N_("Drop one file at a time: a library to open, or an exchange file to import"))
    (path,) = paths
    if path.is_file():
        if path.suffix.lower() == _LIBRARY_SUFFIX or _begins_as_library(path):
            return "library", path
        if path.suffix.lower() == _PLAN_SUFFIX:
            return "plan", path
        if path.suffix.lower() in _RETURNED_SUFFIXES:
            return "returned", path
    raise Problem(
        N_(
            "“{file}” is neither a library (*.workbench) nor an exchange file (*.json) nor a returned "
            "document (*.docx, *.xlsx)"
        ),
        file=path.name,
    )


def _begins_as_library(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError as error:
        raise Problem(
            N_("“{file}” cannot be read: {reason}"), file=path.name, reason=error.strerror
        ) from error
