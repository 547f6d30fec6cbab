"""Typing in the plan's narrative, in milliseconds: ``python -m tests.bench.narrative COUNT`` prints JSON."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtGui import QTextCursor

from tests.bench.frames import opened
from tests.plans import sound_elements
from workbench.plan import edits
from workbench.plan.elements import Section
from workbench.ui.views.narrative import NarrativeView

#: A section of some 25,000 characters, with both generated tables.
LONG = "\n".join(f"## 第{n}节\n- **要点。** {'建设内容。' * 24}" for n in range(190))


def measure(count: int, folder: Path) -> dict[str, float]:
    """Type, draw the page, choose and scroll at a size."""
    app, bridge = opened(sound_elements(count), folder / "narrative.workbench")
    plan = bridge.plan
    assert plan is not None
    view = NarrativeView(bridge)
    view.resize(1600, 900)
    first, second = plan.all(Section)[:2]
    text = f"{LONG}\n{{{{table:indicators}}}}\n{{{{table:projects}}}}"
    bridge.apply(edits.set_field(plan, first.id, "text", text))

    def timed(steps: int, do: object) -> list[float]:
        spent = []
        for step in range(steps):
            begun = time.perf_counter()
            do(step)  # type: ignore[operator]
            app.processEvents()
            spent.append((time.perf_counter() - begun) * 1000)
        return spent

    told: dict[str, float] = {"first": timed(1, lambda _: view.show())[0]}
    view.source.moveCursor(QTextCursor.MoveOperation.End)

    def type_one(_step: int) -> None:
        view.source.insertPlainText("字")
        view.source.viewport().repaint()

    typed = timed(100, type_one)
    bar = view.source.verticalScrollBar()
    scrolled = timed(100, lambda step: bar.setValue(bar.maximum() * step // 100))
    told |= {
        "type_median": statistics.median(typed),
        "type_95": statistics.quantiles(typed, n=20)[18],
        "scroll_median": statistics.median(scrolled),
        "scroll_95": statistics.quantiles(scrolled, n=20)[18],
        "page": statistics.median(timed(5, lambda _: view._draw())),
        "commit": timed(1, lambda _: view.flush())[0],
        "select": timed(1, lambda _: view._choose(second.id))[0],
        "select_long": timed(1, lambda _: view._choose(first.id))[0],
    }
    bridge.close()
    bridge.session.close()
    return told


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        size = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
        print(json.dumps({name: round(value, 2) for name, value in measure(size, Path(made)).items()}))
