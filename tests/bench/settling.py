"""How soon the whole-plan rules settle beside an open window, and how late its timer gets meanwhile.

``python -m tests.bench.settling COUNT`` opens a library with a generated plan in the real window, makes edits
one after another, waits for each to be checked wholly, and prints seconds and milliseconds as JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer

from tests.plans import sound_elements
from workbench.plan import edits
from workbench.session.session import Session

#: Edits measured.
_EDITS = 7
#: The window's timer that is looked at, in milliseconds.
_TICK = 10


def measure(count: int, folder: Path) -> dict[str, float]:
    """Open the window on a plan of so many elements and edit it."""
    path = folder / "settling.workbench"
    with Session.create(path) as session:
        session.import_plan(sound_elements(count))
    from workbench.ui import start

    application, window = start.first_window(path)
    window.resize(1400, 900)
    window.show()
    bridge = window.bridge

    def run_until(is_reached: object, longest: float = 120.0) -> None:
        assert callable(is_reached)
        end = time.perf_counter() + longest
        while not is_reached() and time.perf_counter() < end:
            application.processEvents()
            time.sleep(0.0005)  # as the event loop sleeps when there is nothing to do
        assert is_reached()

    run_until(lambda: window.is_painted and bridge.plan is not None, 600)
    if bridge.plan is not None and not bridge.is_checked:
        run_until(lambda: bridge.is_checked, 600)
    plan = bridge.plan
    assert plan is not None
    run_for(application, 4.0)

    late: list[float] = []
    last = [time.perf_counter()]

    def tick() -> None:
        now = time.perf_counter()
        late.append((now - last[0]) * 1000 - _TICK)
        last[0] = now

    timer = QTimer(interval=_TICK)
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    settled = []
    projects = [one.id for one in plan.of_kind("project")]
    # The day's first edit takes the backup with it, which is measured by itself.
    begun = time.perf_counter()
    assert bridge.apply(edits.rename(plan, projects[0], "今日第一次修改"))
    first = time.perf_counter() - begun
    run_until(lambda: bridge.is_checked)
    last[0] = time.perf_counter()
    timer.start()
    for at in range(_EDITS):
        project = projects[(at * 7919) % len(projects)]
        end = plan.elements[project].get("end")
        begun = time.perf_counter()
        assert bridge.apply(edits.set_field(plan, project, "end", end.replace(day=1 + at)))
        run_until(lambda: bridge.is_checked)
        settled.append(time.perf_counter() - begun)
        run_for(application, 0.3)
    timer.stop()
    late.sort()
    told = {
        "settled": statistics.median(settled),
        "settled_worst": max(settled),
        "late": late[int(len(late) * 0.99)],
        "late_worst": late[-1],
        "first": first,
    }
    window.close()
    return told


def run_for(application: object, seconds: float) -> None:
    """Let the window live for a while."""
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        application.processEvents()  # type: ignore[attr-defined]
        time.sleep(0.0005)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        os.environ["WORKBENCH_HOME"] = name
        print(json.dumps(measure(int(sys.argv[1]), Path(name))), flush=True)
    os._exit(0)
