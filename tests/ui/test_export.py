"""The dialog that exports documents: choices, pages shown beforehand, files written, and written again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from tests.ui.windows import dialog, notices, settle, trigger
from workbench.documents.source import KINDS
from workbench.ui.dialogs.export import ExportDocuments
from workbench.ui.mainwindow import MainWindow


@pytest.fixture
def window(open_window: Callable[..., MainWindow], library: Path, qtbot: QtBot) -> MainWindow:
    window = open_window(library)
    window.plans.open("sample-city-2026")
    settle(qtbot, window)
    return window


def asked(window: MainWindow) -> ExportDocuments:
    trigger(window, "file.export")
    shown = dialog(window)
    assert isinstance(shown, ExportDocuments)
    return shown


def tick(of: QListWidget, row: int) -> None:
    """Go to a row by its arrow keys and tick or untick it with the space bar."""
    of.setFocus()
    QTest.keyClick(of, Qt.Key.Key_Home)
    for _ in range(row):
        QTest.keyClick(of, Qt.Key.Key_Down)
    QTest.keyClick(of, Qt.Key.Key_Space)


def row_of(key: str) -> int:
    return list(KINDS).index(key)


def test_documents_are_chosen_written_and_written_again(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    export = asked(window)
    tick(export.kinds, row_of("plan"))
    tick(export.kinds, row_of("annex"))
    QTest.mouseClick(
        export.forms[".csv"], Qt.MouseButton.LeftButton, pos=export.forms[".csv"].rect().center()
    )
    export.forms[".csv"].setFocus()
    if not export.forms[".csv"].isChecked():
        QTest.keyClick(export.forms[".csv"], Qt.Key.Key_Space)
    export.folder.clear()
    QTest.keyClicks(export.folder, str(out))
    assert export.said.text() == "2 files are written"
    QTest.mouseClick(export.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(notices(window)), timeout=20_000)
    assert "2 files were written" in notices(window)[-1]
    written = sorted(path.suffix for path in out.iterdir())
    assert written == [".csv", ".docx"]
    for path in out.iterdir():
        path.unlink()
    window.notices.dismiss_all()
    trigger(window, "file.export_again")
    qtbot.waitUntil(lambda: len(list(out.glob("*.*"))) == 2 and bool(notices(window)), timeout=20_000)


def test_the_pages_are_shown_as_they_will_be(qtbot: QtBot, window: MainWindow) -> None:
    export = asked(window)
    preview = export.preview
    qtbot.waitUntil(lambda: not preview.paper.sheet.pixmap().isNull(), timeout=30_000)
    assert preview.count > 3
    assert preview.number.text() == f"1 / {preview.count}"
    width = preview.paper.sheet.width()
    QTest.keyClick(preview.paper, Qt.Key.Key_End)
    assert preview.page == preview.count - 1
    QTest.keyClick(preview.paper, Qt.Key.Key_Plus)
    qtbot.waitUntil(lambda: preview.is_idle and preview.paper.sheet.width() > width)
    export.reject()
    settle(qtbot, window)


def test_what_is_missing_is_said_in_place_of_the_pages_and_on_exporting(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    export = asked(window)
    tick(export.kinds, row_of("plan"))
    QTest.mouseClick(export.yes, Qt.MouseButton.LeftButton)
    assert export.wrong.text() == "Choose a document"
    tick(export.kinds, row_of("difference"))
    qtbot.waitUntil(lambda: "compare with" in export.preview.paper.sheet.text(), timeout=20_000)
    export.folder.setText(str(tmp_path / "none"))
    QTest.mouseClick(export.yes, Qt.MouseButton.LeftButton)
    assert "no such folder" in export.wrong.text()
    export.reject()
    settle(qtbot, window)
