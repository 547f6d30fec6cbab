"""What is stored is compared with its digests while the window is open."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.windows import notices, settle
from workbench.ui.mainwindow import MainWindow


def test_a_value_changed_behind_the_programs_back_is_told(
    qtbot: QtBot, open_window: Callable[..., MainWindow], library: Path
) -> None:
    with sqlite3.connect(library) as other:
        other.execute("""UPDATE goal SET title = title || 'x' WHERE id = (SELECT min(id) FROM goal)""")
    other.close()
    window = open_window(sample=True)
    window.bridge.check_stored()
    settle(qtbot, window)
    assert any("is not what was written" in said for said in notices(window))


def test_a_sound_library_says_nothing_and_closing_stops_the_comparing(
    qtbot: QtBot, open_window: Callable[..., MainWindow], library: Path
) -> None:
    window = open_window(sample=True)
    window.bridge.check_stored()
    window.close()
    assert not any("not what was written" in said for said in notices(window))


def test_what_a_killed_program_left_beside_the_library_is_thrown_away(
    qtbot: QtBot, window: MainWindow
) -> None:
    left = window.bridge.session.path.with_name(".0123456789abcdef.tmp")
    left.write_bytes(b"half")
    then = time.time() - 2 * 24 * 3600
    os.utime(left, (then, then))
    window.libraries.sweep()
    qtbot.waitUntil(lambda: not left.exists())
    assert window.bridge.session.path.exists()
