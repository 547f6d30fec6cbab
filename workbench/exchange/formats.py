"""Which format a file is in, by its content, and the plans read from files of other programs."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

from workbench.errors import Problem
from workbench.exchange.json import SIZE_LIMIT, read_plan
from workbench.i18n import N_

if TYPE_CHECKING:
    from pathlib import Path

    from workbench.plan.elements import Element

Content = Literal["library", "json", "zip", "xml", "nothing", "unknown"]

#: Formats that can be imported, as they are named on the command line.
IMPORTED: Final = ("json",)

_LIBRARY_MARK: Final = b"SQLite format 3\0"


class Source(NamedTuple):
    """A plan read from a file: its elements, the head first."""

    path: Path
    elements: list[Element]


def content_of(start: bytes) -> Content:
    """What the first bytes of a file say it is; the name of the file does not count."""
    if not start:
        return "nothing"
    if start.startswith(_LIBRARY_MARK):
        return "library"
    if start.startswith(b"PK\x03\x04"):
        return "zip"
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith((b"{", b"[")):
        return "json"
    return "xml" if text.startswith(b"<") else "unknown"


def content_of_file(path: Path) -> Content:
    """What a file says it is; a Problem when it cannot be read."""
    return content_of(_read(path, 512))


def read_file(path: Path) -> bytes:
    """The bytes of a file to import; a Problem when it cannot be read or is larger than 300 MB."""
    data = _read(path, SIZE_LIMIT + 1)
    if len(data) > SIZE_LIMIT:
        raise Problem(N_("“{file}” is larger than 300 MB, the limit for an import"), file=path.name)
    return data


def _read(path: Path, limit: int) -> bytes:
    try:
        # Looked at first: opening a pipe or a device might wait for ever.
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            with path.open("rb") as file:
                return file.read(limit)
    except FileNotFoundError:
        raise Problem(N_("There is no file “{file}”"), file=path) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Problem(N_("“{file}” cannot be read: {reason}"), file=path, reason=reason) from None
    if stat.S_ISDIR(mode):
        raise Problem(N_("“{file}” is a folder; name a file in it"), file=path)
    raise Problem(N_("“{file}” is not a file but a device or a pipe"), file=path)


def read_source(path: Path, format_: str | None = None) -> Source:
    """The plan in a file, nothing written anywhere; ``format_`` says what it is instead of its content."""
    data = read_file(path)
    content = content_of(data[:512])
    if content == "library" and format_ is None:
        raise Problem(
            N_("“{file}” is a library; export the plan you want from it, then import that"), file=path.name
        )
    if content in ("zip", "xml", "unknown", "nothing") and format_ is None:
        raise Problem(
            N_("“{file}” is not a plan in the exchange format (JSON), the one that can be imported"),
            file=path.name,
        )
    return Source(path, read_plan(data, path.name))
