"""A window on the sample plans, as a user has it before them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.opened import Desk, opened
from tests.ui.windows import settle
from workbench import paths
from workbench.settings import Settings
from workbench.ui import bridge, messages, theme
from workbench.ui.mainwindow import MainWindow
from workbench.ui.start import make_window


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """As start.first_window makes the application."""
    return ["workbench", "-style", "fusion"]


@pytest.fixture(scope="session")
def usual_looks(qapp: QApplication) -> tuple[str, str]:
    """Font and stylesheet of the light theme with text of the usual size."""
    theme.start(qapp, "light", 100)
    return qapp.font().toString(), qapp.styleSheet()


@pytest.fixture(autouse=True)
def look_as_usual(qapp: QApplication, usual_looks: tuple[str, str]) -> None:
    """Every test begins with the usual looks, whatever size of text or theme the one before has left."""
    if (qapp.font().toString(), qapp.styleSheet()) != usual_looks:
        # Windows of tests before, closed and to be deleted, would be dressed anew too.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        theme.start(qapp, "light", 100)


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library of the sample plans, made once; tests work on copies."""
    from workbench.session.samples import ensure_sample_library

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_HOME", str(tmp_path_factory.mktemp("samples")))
        return ensure_sample_library()


@pytest.fixture
def library(sample_file: Path, home: Path) -> Path:
    """A copy of the sample library where the program looks for it."""
    target = paths.sample_library()
    shutil.copy(sample_file, target)
    return target


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    """The small plan, opened without a window."""
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def speak_english(home: Path) -> None:
    """Settings that say English, whatever the machine speaks."""
    Settings(language="en", author="Li Na").save()


@pytest.fixture
def open_window(
    qtbot: QtBot, qapp: QApplication, speak_english: None, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[..., MainWindow]]:
    """Opens a window on a library (or on none) and waits until it is painted and checked."""
    opened: list[MainWindow] = []
    # The pause before the whole plan is checked is for people who type; tests need not wait for it.
    monkeypatch.setattr(bridge, "_QUIET", 10)

    def make(path: Path | None = None, *, sample: bool = False) -> MainWindow:
        # Windows of tests before, closed and to be deleted, would be dressed anew with this one.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        window = make_window(qapp)
        qtbot.addWidget(window)
        opened.append(window)
        window.begin(path, sample=sample)
        window.resize(1300, 820)
        window.show()
        qtbot.waitExposed(window)
        settle(qtbot, window)
        return window

    yield make
    for window in opened:
        window.close()
        messages.unserve(window.notices.show_notice)


@pytest.fixture
def window(open_window: Callable[..., MainWindow], library: Path) -> MainWindow:
    """A window on the sample plan that has findings."""
    made = open_window(library)
    made.plans.open("prd-cluster-2014")
    return made
