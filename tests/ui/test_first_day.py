"""What somebody who begins with the workbench would stumble over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.windows import dialog, trigger
from workbench.session.session import Session
from workbench.ui.dialogs.new_plan import NewPlan
from workbench.ui.mainwindow import MainWindow


def test_a_first_library_is_not_proposed_among_the_programs_own_files(
    window: MainWindow, library: Path, tmp_path: Path
) -> None:
    assert window.bridge.session.path == library
    assert window.libraries.folder == str(Path.home())
    own = tmp_path / "own.workbench"
    Session.create(own).close()
    window.libraries.open_path(own)
    assert window.libraries.folder == str(tmp_path)


def test_a_plan_opened_before_the_window_has_the_keyboard_leaves_its_title_alone(window: MainWindow) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    focused.clearFocus()
    assert QApplication.focusWidget() is None
    window.bridge.navigate.emit("t01", "")
    assert QApplication.focusWidget() is None


def test_what_was_wrong_is_no_longer_said_once_it_is_being_mended(
    qtbot: QtBot, open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    own = tmp_path / "own.workbench"
    Session.create(own).close()
    window = open_window(own)
    trigger(window, "plan.new")
    asked = dialog(window)
    assert isinstance(asked, NewPlan)
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert asked.wrong.isVisible()

    QTest.keyClicks(asked.title, "City plan")
    assert not asked.wrong.isVisible()
    asked.reject()
