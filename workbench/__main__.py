"""``workbench`` opens the window, ``workbench check ...`` runs a command; only the first loads Qt."""

from __future__ import annotations

import io
import os
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli import output
from workbench.cli.arguments import Parser, parse
from workbench.cli.main import guarded, is_command, run_command
from workbench.errors import Problem
from workbench.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Exit code of a mistake of our own; scripts must not take it for findings.
OWN_MISTAKE = 70


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program; returns its exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    _prepare_streams()
    try:
        return guarded(lambda: run_command(given) if is_command(given) else open_window(given), given)
    except Exception:  # noqa: BLE001 - our own mistake: Python's exit code for it would mean findings
        traceback.print_exc()
        return OWN_MISTAKE


def _prepare_streams() -> None:
    # Closed by who called us, or never there in a program without a console: what is said goes nowhere.
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - until the program ends
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        # A file or another program gets UTF-8 whatever the system's old encoding; a terminal keeps its own.
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def open_window(arguments: Sequence[str]) -> int:
    """Open the window on a library, on the samples, or as it was left."""
    parser = Parser("workbench", tr("a desktop workbench for top-level plan design"))
    parser.add_argument("library", type=Path, nargs="?", metavar="LIBRARY", help=tr("the library file"))
    parser.add_argument("--sample", action="store_true", help=tr("open the sample plans"))
    parser.add_manner()
    options = parse(parser, arguments)
    output.be_quiet(options.quiet)
    library: Path | None = options.library
    if library is not None and not library.exists():
        raise Problem(
            N_("There is neither a library nor a command “{name}”; see workbench --help"), name=library
        )
    if has_no_screen():
        if not options.sample:
            raise Problem(N_("There is no screen to open a window on; workbench --help tells the commands"))
        from workbench.cli.without_screen import show_samples

        return show_samples()
    from workbench.ui import start

    return start.run(library, sample=options.sample)


def has_no_screen() -> bool:
    """Whether a window cannot be shown here."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return False
    return not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


if __name__ == "__main__":
    sys.exit(main())
