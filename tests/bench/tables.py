"""How fast the table of 20,000 rows is scrolled, filtered, sorted and edited.

``python -m tests.bench.tables [ROWS]`` prints milliseconds as JSON: frames (median and 95th percentile) while
scrolling down and across, choosing an element, filtering, sorting, grouping, one edit.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.bench.frames import opened
from workbench.analysis.tables import Arrangement, Condition
from workbench.plan import edits

FRAMES = 120


def measure(count: int, folder: Path) -> dict[str, float]:
    """Open the table of projects with so many rows, and use it."""
    from tests.analysis.test_tables import many_projects
    from workbench.ui.views.tables import TablesView

    elements = list(many_projects(count).elements.values())
    application, bridge = opened(elements, folder / "tables.workbench")
    view = TablesView(bridge)
    view.resize(1400, 900)
    view.show()
    application.processEvents()
    told: dict[str, float] = {}

    def frames(move: Callable[[int], object]) -> list[float]:
        spent = []
        for at in range(FRAMES):
            begun = time.perf_counter()
            move(at)
            view.grid.viewport().update()
            application.processEvents()
            spent.append((time.perf_counter() - begun) * 1000)
        return sorted(spent)

    down, across = view.grid.verticalScrollBar(), view.grid.horizontalScrollBar()
    for name, bar, step in (
        ("down", down, 97),
        ("far", down, down.maximum() // FRAMES),
        ("across", across, 9),
    ):
        spent = frames(lambda at, bar=bar, step=step: bar.setValue(at * step))  # type: ignore[misc]
        told[f"{name}_median"] = statistics.median(spent)
        told[f"{name}_95"] = spent[int(len(spent) * 0.95)]
    spent = frames(lambda at: bridge.navigate.emit(f"x{at * 131 % count}", ""))
    told["choose"] = spent[int(len(spent) * 0.95)]

    def timed(name: str, act: Callable[[], object]) -> None:
        best = 9e9
        for _ in range(3):
            begun = time.perf_counter()
            act()
            application.processEvents()
            best = min(best, (time.perf_counter() - begun) * 1000)
        told[name] = best

    timed("search", lambda: view.arrange(Arrangement(search="平台 第3")))
    timed("condition", lambda: view.arrange(Arrangement(conditions=(Condition("title", "has", ("9类",)),))))
    timed("sort", lambda: view.arrange(Arrangement(sort=(("title", True),))))
    timed("group", lambda: view.arrange(Arrangement(group="lead_unit")))
    timed("all", lambda: view.arrange(Arrangement()))
    plan = bridge.plan
    assert plan is not None
    titles = iter(range(100))
    model = view.model
    timed("edit", lambda: model.put_text(5, 1, f"新名称{next(titles)}"))
    timed("edit_elsewhere", lambda: bridge.apply(edits.rename(plan, "x9", f"另一名称{next(titles)}")))
    bridge.close()
    view.close()
    bridge.session.close()
    return told


if __name__ == "__main__":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as name:
        os.environ["WORKBENCH_HOME"] = name
        rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
        print(
            json.dumps({key: round(value, 2) for key, value in measure(rows, Path(name)).items()}), flush=True
        )
    os._exit(0)
