"""The first window: Qt loaded with less, a large plan drawn before it is read."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.plans import sound_elements
from tests.ui.windows import settle
from workbench.session.session import Session
from workbench.ui import libraries
from workbench.ui.mainwindow import MainWindow
from workbench.ui.start import make_window

ROOT = Path(__file__).resolve().parents[2]

Begin = Callable[[Path], MainWindow]


@pytest.fixture
def large(tmp_path: Path, speak_english: None, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library that counts as large, known to this machine."""
    monkeypatch.setattr(libraries, "_LARGE", 1000)
    path = tmp_path / "large.workbench"
    with Session.create(path) as session:
        session.import_plan(sound_elements(600))
    return path


@pytest.fixture
def begin(qtbot: QtBot, qapp: QApplication) -> Begin:
    """A window that has begun to open a library and is painted once, nothing more."""

    def make(path: Path) -> MainWindow:
        window = make_window(qapp)
        qtbot.addWidget(window)
        window.begin(path, sample=False)
        window.resize(1200, 800)
        return window

    return make


def lines(window: MainWindow, group: str) -> int:
    model = window.workspace.outline.model
    return model.rowCount(model.index_of(group))


def test_a_large_plan_is_there_when_the_window_is_first_painted(
    qtbot: QtBot, begin: Begin, large: Path
) -> None:
    window = begin(large)
    seen: list[tuple[bool, int, int]] = []
    window.painted.connect(
        lambda: seen.append((window.bridge.has_session, lines(window, "goal"), lines(window, "project")))
    )
    outline = window.workspace.outline
    window.show()
    # Nothing can be done with it yet.
    QTest.keyClick(outline.tree, Qt.Key.Key_Down)
    QTest.keyClick(outline.tree, Qt.Key.Key_Delete)
    QTest.keyClick(outline.tree, Qt.Key.Key_Insert)
    QTest.mouseDClick(
        outline.tree.viewport(),
        Qt.MouseButton.LeftButton,
        pos=outline.tree.visualRect(outline.model.index_of("project")).center(),
    )
    assert not window.bridge.has_session
    assert not window.actions_.by_id["edit.delete"].isEnabled()
    qtbot.waitUntil(lambda: window.bridge.has_session, timeout=20_000)
    settle(qtbot, window)
    plan = window.bridge.plan
    assert plan is not None
    assert seen == [(False, len(plan.roots("goal")), min(150, len(plan.roots("project"))))]
    assert lines(window, "project") == len(plan.roots("project"))
    assert window.bridge.session.newest == 1
    window.close()


def test_a_large_library_that_is_gone_before_it_is_read_leaves_the_welcome_page(
    qtbot: QtBot, begin: Begin, large: Path
) -> None:
    window = begin(large)
    assert lines(window, "project") > 0
    large.unlink()
    window.show()
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.welcome, timeout=20_000)
    assert not window.bridge.has_session
    assert window.workspace.outline.model.rowCount() == 0
    assert "large.workbench" in window.notices.bars[-1].words.text()
    window.close()


# -- loading Qt --------------------------------------------------------------------------------------------

SCRIPT = """
import builtins
own = builtins.compile
from workbench.ui import loading
loading.load_qt()
assert builtins.compile is own
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication, QLabel
app = QApplication([])
label = QLabel("顶层设计")
label.setAlignment(Qt.AlignmentFlag.AlignRight)
try:
    label.setText(1, 2)
except TypeError as error:
    assert "setText" in str(error), error
else:
    raise AssertionError
print(QColor("red").name())
"""


def run(place: Path) -> str:
    """Load Qt in a process of its own, with ``place`` for what Python compiles."""
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": str(place), "PYTHONPATH": str(ROOT)}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, env=environment, cwd=ROOT, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def test_qt_works_whatever_is_kept_of_it(tmp_path: Path) -> None:
    place = tmp_path / "compiled"
    assert run(place) == "#ff0000"
    kept = sorted(place.rglob("shibokensupport/**/*.qt"))
    assert kept
    assert run(place) == "#ff0000"
    for file in kept:
        file.write_text("raise SystemExit('of another version')", encoding="utf-8")
    assert run(place) == "#ff0000"
    for file in place.rglob("shibokensupport/**/*.pyc"):
        file.write_bytes(b"spoilt")
    assert run(place) == "#ff0000"
    shutil.rmtree(place)
    place.write_text("no folder", encoding="utf-8")
    assert run(place) == "#ff0000"
