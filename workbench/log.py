"""The program's log: five files of 1 MB in turn, without any text of a plan."""

from __future__ import annotations

import contextlib
import logging

from workbench import paths

_BYTES = 1_000_000
_OLDER_FILES = 4
_NAME = "workbench"


#: The file being written, if any.
_files: list[logging.Handler] = []


def start() -> logging.Logger:
    """Begin writing to the log file; asked again, it gives the same log.

    Without a place to write (a full disk, no leave) the program goes on without a log.
    """
    log = logging.getLogger(_NAME)
    if _files:
        return log
    # Loaded here: it brings sockets and queues along, which an opening window can do without.
    from logging.handlers import RotatingFileHandler

    log.setLevel(logging.INFO)
    log.propagate = False
    with contextlib.suppress(OSError):
        handler = RotatingFileHandler(
            paths.log_file(), maxBytes=_BYTES, backupCount=_OLDER_FILES, encoding="utf-8", delay=True
        )
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        log.addHandler(handler)
        _files.append(handler)
    return log


def stop() -> None:
    """Close the log file."""
    log = logging.getLogger(_NAME)
    log.propagate = True
    while _files:
        handler = _files.pop()
        log.removeHandler(handler)
        handler.close()
