"""The window at a size: the outline, choosing an element beside each view, typing in the form.

``python -m tests.bench.window COUNT`` prints milliseconds as JSON.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from tests.plans import sound_elements
from workbench.session.session import Session
from workbench.ui.views.registry import VIEWS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtWidgets import QApplication

    from workbench.ui.mainwindow import MainWindow

#: Seconds between two keys of a fast typist, and of the rest after which what was typed becomes a change.
_KEY, _REST = 0.05, 0.8
#: Keys typed without a rest, and how often.
_KEYS, _TIMES = 12, 6


def measure(count: int, folder: Path) -> dict[str, float]:
    """Open the window on a plan of so many elements, with every view, and use it."""
    path = folder / "window.workbench"
    with Session.create(path) as session:
        session.import_plan(sound_elements(count))
    from workbench.ui import start

    application, window = start.first_window(path)
    window.resize(1600, 1000)
    window.show()
    _rest(application, window)
    told = _outline(application, window)
    told |= _choosing(application, window)
    told |= _typing(application, window)
    window.close()
    return told


def _rest(application: QApplication, window: MainWindow) -> None:
    """Let the window end what it has begun."""
    bridge = window.bridge
    quiet = 0
    while quiet < 50:
        application.processEvents()
        time.sleep(0.005)
        at_rest = window.is_painted and bridge.plan is not None and window.workspace.is_complete
        quiet = quiet + 1 if at_rest and bridge.is_checked and bridge.background.is_idle else 0


def _timed(
    application: QApplication, act: Callable[[object], object], values: Iterable[object]
) -> list[float]:
    spent = []
    for value in values:
        begun = time.perf_counter()
        act(value)
        application.processEvents()
        spent.append((time.perf_counter() - begun) * 1000)
    return sorted(spent)


def _figures(name: str, spent: list[float]) -> dict[str, float]:
    return {name: statistics.median(spent), f"{name}_95": spent[int(len(spent) * 0.95)]}


def _outline(application: QApplication, window: MainWindow) -> dict[str, float]:
    """Scrolling with every line open; filtering with goals and projects open, as the tree is at first."""
    outline = window.workspace.outline
    tree = outline.tree

    def go(at: object) -> None:
        assert isinstance(at, int)
        bar.setValue(at)
        tree.viewport().update()

    def narrow(text: object) -> None:
        outline.search.setText(str(text))
        outline.apply_filter()

    outline.search.setFocus()
    _rest(application, window)
    words = ["服务", "1期", "P-0", "", "zwfw", "平台", "第3", ""] * 2
    told = _figures("filter", _timed(application, narrow, words))
    tree.expandAll()
    application.processEvents()
    bar = tree.verticalScrollBar()
    told |= _figures("scroll", _timed(application, go, range(0, 37 * 150, 37)))
    told |= _figures("far", _timed(application, go, [bar.maximum() * n // 120 for n in range(120)]))
    tree.collapseAll()
    _rest(application, window)
    return told


def _choosing(application: QApplication, window: MainWindow) -> dict[str, float]:
    """Elements chosen one after another, each view shown in turn; the others are there and follow too.

    The first element of a kind has the form of that kind made with it, piece by piece: "first_of_kind".
    """
    plan = window.bridge.plan
    assert plan is not None
    kinds = ("goal", "project", "indicator", "milestone")
    ids = [one.id for kind in kinds for one in list(plan.of_kind(kind))[:: max(1, plan.count(kind) // 12)]]
    keys = ["form", *(one.key for one in VIEWS)]
    for key in keys:
        window.workspace.show_view(key)
        _rest(application, window)
    window.workspace.show_view("form")
    firsts = [next(iter(plan.of_kind(kind))).id for kind in kinds]
    spent = _timed(application, lambda id_: window.bridge.navigate.emit(str(id_), ""), firsts)
    told = {"first_of_kind": spent[-1]}
    for key in keys:
        window.workspace.show_view(key)
        _rest(application, window)
        spent = _timed(application, lambda id_: window.bridge.navigate.emit(str(id_), ""), ids)
        told |= _figures(f"choose_{key}", spent)
    return told


def _typing(application: QApplication, window: MainWindow) -> dict[str, float]:
    """Keys in the title of a project: how long after its time each of them stands there, drawn."""
    plan = window.bridge.plan
    assert plan is not None
    project = next(iter(plan.of_kind("project"))).id
    window.bridge.navigate.emit(project, "title")
    _rest(application, window)
    form = window.workspace.form.form
    assert form is not None
    line = form.rows["title"].findChild(QLineEdit)
    assert line is not None
    line.setFocus()
    # The day's first edit takes the backup with it, which is measured by itself.
    QTest.keyClick(line, Qt.Key.Key_A)
    window.workspace.flush()
    _rest(application, window)
    line.setFocus()
    late = []

    def wait(until: float) -> None:
        while time.perf_counter() < until:
            application.processEvents()
            time.sleep(0.0005)

    due = time.perf_counter()
    for _ in range(_TIMES):
        for _ in range(_KEYS):
            due += _KEY
            wait(due)
            QTest.keyClick(line, Qt.Key.Key_A)
            application.processEvents()
            late.append((time.perf_counter() - due) * 1000)
        due += _REST
        wait(due - _KEY)
    late.sort()
    return _figures("typing", late) | {"typing_worst": late[-1]}


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        os.environ["WORKBENCH_HOME"] = name
        size = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
        print(
            json.dumps({key: round(value, 1) for key, value in measure(size, Path(name)).items()}), flush=True
        )
    os._exit(0)
