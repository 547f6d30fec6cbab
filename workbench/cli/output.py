"""What the commands say: results on standard output, talk on standard error, problems in one line."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import sys
import unicodedata
from typing import IO, TYPE_CHECKING, Any, Final

from workbench.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from workbench.errors import Problem
    from workbench.session.jobs import Progress

#: What must not reach a terminal from a file: it would break the line or be obeyed.
_UNPRINTABLE: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

_COLOURS: Final = {"bold": "1", "dim": "2", "error": "31", "warning": "33", "info": "36", "struck": "2;9"}


class _Manner:
    quiet = False
    #: Whether results are coloured; None: where they go to a terminal.
    coloured: bool | None = None


def be_quiet(quiet: bool) -> None:
    """Whether talk is left out; results and problems never are."""
    _Manner.quiet = quiet


def be_coloured(coloured: bool | None) -> None:
    """Whether results are coloured; None: where they go to a terminal."""
    _Manner.coloured = coloured


def one_line(text: str) -> str:
    """The text without line breaks, control characters and half characters: they are written as escapes."""
    return _UNPRINTABLE.sub(lambda found: json.dumps(found[0])[1:-1], text)


def result(text: str) -> None:
    """Print a result. That its reader has gone is no failure: the command ends as it would have."""
    try:
        print(text)
    except BrokenPipeError:
        _nowhere(sys.stdout)


def result_bytes(data: bytes) -> None:
    """Hand over a file as the result."""
    try:
        sys.stdout.buffer.write(data)
    except BrokenPipeError:
        _nowhere(sys.stdout)


def result_json(value: Any) -> None:
    """Print a result as JSON, the same bytes for the same value."""
    result(json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False))


def hand_over() -> None:
    """See that results have left the program; OSError when nobody can take them."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _nowhere(sys.stdout)


def drop_rest() -> None:
    """Results that could not be handed over are forgotten; else the end of the program tries once more."""
    try:
        sys.stdout.flush()
    except OSError:
        _nowhere(sys.stdout)


def _nowhere(stream: IO[str]) -> None:
    """Have what is printed there, and what still waits to be, go nowhere."""
    with contextlib.suppress(io.UnsupportedOperation):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _say(text: str, end: str = "\n") -> None:
    """Talk that cannot be heard keeps nothing from being done, and changes no exit code."""
    try:
        print(text, end=end, file=sys.stderr, flush=True)
    except OSError:
        _nowhere(sys.stderr)


def talk(text: str) -> None:
    """Tell what is going on, unless told to be quiet."""
    if not _Manner.quiet:
        _say(one_line(text))


def complain(problem: Problem) -> None:
    """Say in one line why the command failed."""
    _say("workbench: " + one_line(str(problem)))


def progress() -> Progress:
    """Progress told on standard error when that is a terminal."""
    from workbench.session.jobs import Progress

    if _Manner.quiet or not sys.stderr.isatty():
        return Progress()

    def publish(done: int, total: int, message: str) -> None:
        _say(f"\r{tr(message)} {done}/{total} ", end="" if done < total else "\n")

    return Progress(publish)


def on_terminal(stream: IO[str]) -> bool:
    """Whether colours make sense there."""
    return stream.isatty() and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"


def coloured(text: str, colour: str) -> str:
    """The text in a colour (error, warning, info, dim, bold, struck), if results go to a terminal."""
    wanted = on_terminal(sys.stdout) if _Manner.coloured is None else _Manner.coloured
    return f"\x1b[{_COLOURS[colour]}m{text}\x1b[0m" if wanted and text else text


def width(text: str) -> int:
    """Columns that a text takes on a terminal; a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def padded(text: str, columns: int) -> str:
    """The text filled up with spaces to a number of columns."""
    return text + " " * max(0, columns - width(text))


def table(rows: Iterable[Sequence[str]]) -> list[str]:
    """Lines of a table whose columns are as wide as need be."""
    shown = [[one_line(cell) for cell in row] for row in rows]
    widths = [max(map(width, column)) for column in zip(*shown, strict=True)]
    return [
        "  ".join(padded(cell, columns) for cell, columns in zip(row, widths, strict=True)).rstrip()
        for row in shown
    ]


def counts_shown(counts: dict[str, int]) -> str:
    """How many elements of which kind, in words: “Goals 3, Projects 12”."""
    from workbench.plan.elements import KINDS

    return ", ".join(
        f"{tr(cls.plural_label)} {counts[kind]}"
        for kind, cls in KINDS.items()
        if kind != "plan" and counts.get(kind)
    )
