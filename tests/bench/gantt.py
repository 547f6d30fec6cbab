"""Frames of the Gantt chart, in milliseconds: ``python -m tests.bench.gantt COUNT`` prints them as JSON."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtWidgets import QApplication

from tests.bench.frames import opened
from tests.plans import sound_elements
from workbench.plan import edits
from workbench.ui.views.gantt import GanttView


def frames(app: QApplication, view: GanttView, steps: Iterable[Callable[[], object]]) -> list[float]:
    """Milliseconds of each step with everything that it has drawn."""
    spent = []
    for step in steps:
        begun = time.perf_counter()
        step()
        view.chart.viewport().repaint()
        app.processEvents()
        spent.append((time.perf_counter() - begun) * 1000)
    return spent


def measure(count: int, folder: Path) -> dict[str, float]:
    """Scroll, zoom, choose, filter and edit at a size."""
    app, bridge = opened(sound_elements(count), folder / "gantt.workbench")
    plan = bridge.plan
    assert plan is not None
    view = GanttView(bridge)
    view.resize(1600, 900)
    begun = time.perf_counter()
    view.show()
    while view.model.bars is None:
        app.processEvents()
    app.processEvents()
    told: dict[str, float] = {"rows": len(view.model.visible), "first": (time.perf_counter() - begun) * 1000}
    down, across = view.chart.verticalScrollBar(), view.chart.horizontalScrollBar()

    def note(name: str, spent: list[float]) -> None:
        spent.sort()
        told[name] = statistics.median(spent)
        told[f"{name}_95"] = spent[int(len(spent) * 0.95)]

    for scale in ("years", "months", "days"):
        view.choose_scale(scale)
        jumps = [down.maximum() * n // 60 for n in range(60)]
        note(f"down_{scale}", frames(app, view, [partial(down.setValue, to) for to in jumps]))
        slides = [across.maximum() * n // 60 for n in range(60)]
        note(f"across_{scale}", frames(app, view, [partial(across.setValue, to) for to in slides]))
    zooms = [0.1 * 1.1**n for n in range(60)]
    note("zoom", frames(app, view, [partial(view.chart.zoom, step) for step in zooms]))
    view.choose_scale("months")
    ids = view.model.visible[:: max(1, len(view.model.visible) // 40)]
    note("choose", frames(app, view, [partial(bridge.navigate.emit, id_, "") for id_ in ids]))
    words = ["1", "12", "123", "", "服务平台", "服务平台2", "不在", ""]
    note("filter", frames(app, view, [partial(view.apply_filter, word) for word in words]))

    def edit(id_: str) -> None:
        project = plan.elements[id_]
        start, end = project.get("start"), project.get("end")
        bridge.apply(edits.reschedule(plan, id_, start, end.replace(day=15)))

    note("edit", frames(app, view, [partial(edit, id_) for id_ in ids[:15]]))
    bridge.close()
    bridge.session.close()
    return told


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as place:
        os.environ["WORKBENCH_HOME"] = place
        print(
            json.dumps(
                {name: round(value, 1) for name, value in measure(int(sys.argv[1]), Path(place)).items()}
            )
        )
