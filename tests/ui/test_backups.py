"""The backups of a library in the window: looked into, restored beside it, made by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.windows import dialog, notices, press_notice, settle, trigger
from workbench import paths, settings
from workbench.plan import edits
from workbench.session import backups as kept_backups
from workbench.ui.dialogs import files
from workbench.ui.dialogs.backups import Backups
from workbench.ui.mainwindow import MainWindow

Open = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton


def listed(qtbot: QtBot, window: MainWindow, count: int = 1) -> Backups:
    """The dialog, once it has counted."""
    shown = dialog(window)
    assert isinstance(shown, Backups)
    qtbot.waitUntil(lambda: shown.table.rowCount() == count)
    return shown


def cells(shown: Backups, row: int = 0) -> list[str]:
    found = [shown.table.item(row, column) for column in range(shown.table.columnCount())]
    return [item.text() if item is not None else "" for item in found]


@pytest.fixture
def edited(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A window on the sample plan after two edits, before the first of which a backup was made."""
    for title in ("first", "second"):
        assert window.bridge.plan is not None
        window.bridge.apply(edits.rename(window.bridge.plan, window.bridge.plan.id, title))
    settle(qtbot, window)
    return window


def test_the_list_says_why_and_how_many_changes(qtbot: QtBot, edited: MainWindow) -> None:
    trigger(edited, "file.backups")
    shown = listed(qtbot, edited)
    assert cells(shown)[1:2] + cells(shown)[3:] == ["First edit of the day", "2", "2"]
    assert shown.said.text() == "1 backup"
    QTest.mouseClick(shown.make, LEFT)
    listed(qtbot, edited, 2)
    assert cells(shown)[1:2] + cells(shown)[3:] == ["By hand", "4", "0"]
    assert len(kept_backups.of_library(edited.bridge.session.path)) == 2


def test_a_backup_is_looked_into_and_left_again(qtbot: QtBot, edited: MainWindow) -> None:
    own = edited.bridge.session.path
    trigger(edited, "file.backups")
    shown = listed(qtbot, edited)
    QTest.keyClick(shown.table, Qt.Key.Key_Return)
    settle(qtbot, edited)
    assert edited.bridge.session.path.is_relative_to(paths.backups())
    assert edited.bridge.session.read_only
    assert f"{own.stem}, backup of" in edited.windowTitle()
    assert "It can be read and exported, not edited" in notices(edited)[-1]
    assert edited.libraries.folder == str(Path.home())
    press_notice(edited)
    assert edited.bridge.session.path == own
    assert edited.bridge.is_writable
    edited.close()
    assert settings.load().recent_libraries == [str(own)]


def test_closed_on_a_backup_the_next_start_is_with_ones_own(
    qtbot: QtBot, edited: MainWindow, open_window: Open
) -> None:
    own = edited.bridge.session.path
    trigger(edited, "file.backups")
    listed(qtbot, edited).accept()
    assert edited.bridge.session.path != own
    edited.close()
    assert settings.load().last_library == str(own)
    assert open_window().bridge.session.path == own


def test_restored_it_is_a_library_beside_and_can_be_opened(
    qtbot: QtBot, edited: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = edited.bridge.session.path
    before = own.read_bytes()
    asked: list[Path] = []

    def take(_parent: object, suggested: Path) -> Path:
        asked.append(suggested)
        return suggested

    # The system's own dialog is not part of the program.
    monkeypatch.setattr(files, "restored_to_make", take)
    trigger(edited, "file.backups")
    QTest.mouseClick(listed(qtbot, edited).restore, LEFT)
    qtbot.waitUntil(lambda: len(notices(edited)) == 1)
    assert asked[0].parent == own.parent
    assert asked[0].exists()
    assert own.read_bytes() == before
    press_notice(edited)
    settle(qtbot, edited)
    assert edited.bridge.session.path == asked[0].resolve()
    assert edited.bridge.is_writable
    assert "second" not in [entry.title for entry in edited.bridge.session.plans()]


def test_a_library_that_is_gone_is_had_back_from_the_welcome_page(
    qtbot: QtBot, edited: MainWindow, open_window: Open
) -> None:
    own = edited.bridge.session.path
    trigger(edited, "file.close")
    own.unlink()
    trigger(edited, "file.backups")
    shown = listed(qtbot, edited)
    assert cells(shown)[3:] == ["2", ""]
    assert shown.restore.isEnabled()
    assert not shown.make.isEnabled()
    shown.reject()


def test_one_that_cannot_be_read_is_not_offered(qtbot: QtBot, edited: MainWindow) -> None:
    kept_backups.of_library(edited.bridge.session.path)[0].path.write_bytes(b"rubbish")
    trigger(edited, "file.backups")
    shown = listed(qtbot, edited)
    assert cells(shown)[3] == "cannot be read"
    assert not shown.yes.isEnabled()
    assert not shown.restore.isEnabled()
    shown.reject()


def test_closed_while_counting_nothing_goes_wrong(qtbot: QtBot, edited: MainWindow) -> None:
    trigger(edited, "file.backups")
    dialog(edited).reject()
    settle(qtbot, edited)
    assert edited.bridge.background.is_idle
    assert notices(edited) == []
    trigger(edited, "file.backups")
    again = listed(qtbot, edited)
    assert cells(again)[3] != ""
    again.reject()
