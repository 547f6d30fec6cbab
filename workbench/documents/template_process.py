"""The process in which a template is filled in, as the program sees it: lines of JSON in and out."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from base64 import b64decode
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any, Final, Self

from workbench.errors import Problem
from workbench.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

_CHILD: Final = "workbench.documents.template_child"
_FOLDER: Final = Path(__file__).resolve().parents[2]
#: Seconds until a process that has said its last word is gone.
_LAST_WORD: Final = 5.0


class FillingProcess:
    """A process that fills in one template, document after document; it ends with the ``with`` statement.

    What it is told waits until it has read it, so that documents are made while it works.
    """

    def __init__(self) -> None:
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 -- closed by __exit__
        self._process = subprocess.Popen(  # noqa: S603 -- our own module by the Python that runs
            [sys.executable, "-m", _CHILD],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=_FOLDER,
            # On Windows no console flashes up.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._told: SimpleQueue[bytes | None] = SimpleQueue()
        self._answers: SimpleQueue[bytes | None] = SimpleQueue()
        self._threads = [threading.Thread(target=work, daemon=True) for work in (self._write, self._read)]
        for thread in self._threads:
            thread.start()

    def send(self, **told: object) -> None:
        """Tell the process the template, or the data of one more document."""
        self._told.put(json.dumps(told).encode("ascii") + b"\n")

    def filled(self, pause: float = 0.0) -> Iterator[bytes]:
        """The documents filled in since last asked; waits so many seconds for the first.

        A Problem says what is wrong with the template, or why the process is no more.
        """
        while True:
            try:
                answer = self._answers.get(timeout=pause) if pause else self._answers.get_nowait()
            except Empty:
                return
            if answer is None:
                raise self._gone()
            told: dict[str, Any] = json.loads(answer)
            if "message" in told:
                raise Problem(told["message"], **told.get("values", {}))
            if "document" not in told:
                raise _too_large()
            yield b64decode(told["document"])
            pause = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._told.put(None)
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._errors.close()

    def _write(self) -> None:
        assert self._process.stdin is not None
        # A process that is no more reads nothing; its end is told elsewhere.
        with suppress(OSError):
            while (line := self._told.get()) is not None:
                self._process.stdin.write(line)
                self._process.stdin.flush()

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._answers.put(line)
        self._answers.put(None)

    def _gone(self) -> Problem:
        """Why the process ended without an answer: out of memory, or a fault."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_LAST_WORD)
        self._errors.seek(0)
        said = self._errors.read().decode("utf-8", "replace").strip().splitlines()
        last = said[-1] if said else ""
        if "MemoryError" in last:
            return _too_large()
        return Problem(
            N_(
                "Filling in the template broke off ({reason}) and nothing was written; see whether a fresh"
                " copy of the shipped template works"
            ),
            reason=last.partition(":")[0] or self._process.returncode,
        )


def _too_large() -> Problem:
    return Problem(N_("The template takes too much memory: look for loops within loops in it"))
