"""Seconds from the start of the process to the first painted window: ``python -m tests.bench.start WHAT``."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path


def since_process_start() -> float:
    """Seconds since the parent started this process; the monotonic clock is the same in both."""
    return time.monotonic() - float(os.environ["BENCH_BEGUN"])


def bare() -> float:
    """A window with nothing but a label."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

    times: list[float] = []

    class Bare(QMainWindow):
        def paintEvent(self, event: object) -> None:
            QTimer.singleShot(0, lambda: times.append(since_process_start()))

    application = QApplication([])
    window = Bare()
    window.setCentralWidget(QLabel("顶层设计"))
    window.resize(1200, 800)
    window.show()
    while not times:
        application.processEvents()
    return times[0]


def sample() -> float:
    """The workbench with the sample plan shown."""
    return shown(None)


def large() -> float:
    """The workbench with the plan of the library BENCH_LIBRARY shown."""
    return shown(Path(os.environ["BENCH_LIBRARY"]))


def shown(library: Path | None) -> float:
    """The workbench with lines of a plan in its outline when it is first painted; None for the sample."""
    from workbench.ui import start

    times: list[float] = []

    def painted() -> None:
        times.append(since_process_start())
        outline = window.workspace.outline
        assert outline.model.rowCount(outline.model.index_of("project")) > 3, "no lines of projects are there"
        assert outline.tree.isExpanded(outline.model.index_of("project"))

    application, window = start.first_window(library, sample=library is None)
    window.painted.connect(painted)
    window.resize(1200, 800)
    window.show()
    while not times:
        application.processEvents()
    window.close()
    return times[0]


def check() -> float:
    """The command line's check of a small plan, interpreter start included."""
    from workbench import paths

    source = paths.samples() / "pearl-river-delta-2014-2020.json"
    begun = time.perf_counter()
    subprocess.run(
        [sys.executable, "-m", "workbench", "check", str(source), "--fail-on", "never"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return time.perf_counter() - begun


if __name__ == "__main__":
    print({"bare": bare, "sample": sample, "large": large, "check": check}[sys.argv[1]]())
    sys.stdout.flush()
    os._exit(0)
