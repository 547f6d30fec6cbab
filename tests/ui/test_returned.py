"""A returned ledger in the window: proposals, ticks, taking in, undo."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from docx.document import Document as Word
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.test_comfort import drop
from tests.ui.windows import dialog, notices, plan_of, settle, trigger
from tests.word_files import cell_of, edited_word, row_with, table_with, with_typed
from tests.workbooks import with_cell
from workbench.documents import breakdown
from workbench.documents.docx import to_docx
from workbench.documents.ledger import outline
from workbench.documents.marks import DocumentMark, RowMark
from workbench.documents.source import Source
from workbench.documents.xlsx import to_xlsx
from workbench.errors import Problem
from workbench.plan import edits
from workbench.plan.elements import Project
from workbench.session.returned import Proposal, Returned
from workbench.ui import theme
from workbench.ui.dialogs import files
from workbench.ui.dialogs.returned import ReturnedDialog
from workbench.ui.mainwindow import MainWindow

TASK = "p-01/reports[2027-Q2,u-data]"


@pytest.fixture
def sample(open_window: Callable[..., MainWindow], library: Path, qtbot: QtBot) -> MainWindow:
    window = open_window(library)
    window.plans.open("sample-city-2026")
    settle(qtbot, window)
    return window


def sent(window: MainWindow) -> bytes:
    bridge = window.bridge
    source = Source(plan_of(window), "zh", date(2026, 11, 23), unit="u-data", change=bridge.session.newest)
    return to_xlsx(outline(source))


def opened(window: MainWindow, qtbot: QtBot, path: Path, monkeypatch: pytest.MonkeyPatch) -> ReturnedDialog:
    # The system's file dialog is not ours to press.
    monkeypatch.setattr(files, "returned_to_read", lambda *_: path)
    trigger(window, "file.returned")
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(ReturnedDialog)))
    found = dialog(window)
    assert isinstance(found, ReturnedDialog)
    return found


def test_a_ledger_is_taken_in_and_taken_back(
    sample: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台账.xlsx"
    book = with_cell(with_cell(sent(sample), TASK, "J", "主体完工"), TASK, "M", "完成")
    path.write_bytes(with_cell(book, TASK, "I", "大半"))
    asked = opened(sample, qtbot, path, monkeypatch)
    assert asked.table.rowCount() == 3
    assert len(asked.chosen()) == 2
    # The second proposal that can be taken is let go with the space bar.
    row = next(at for at in range(3) if asked._returned.proposals[at].field == "status")
    asked.table.setFocus()
    asked.table.setCurrentCell(row, 0)
    QTest.keyClick(asked.table, Qt.Key.Key_Space)
    assert [one.field for one in asked.chosen()] == [".text"]
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    settle(qtbot, sample)
    task = plan_of(sample).find("p-01", Project)
    assert task is not None
    assert [one.text for one in task.reports or () if one.period == "2027-Q2"] == ["主体完工"]
    assert task.status == "active"
    assert "taken in" in notices(sample)[-1]
    trigger(sample, "edit.undo")
    task = plan_of(sample).find("p-01", Project)
    assert task is not None
    assert not any(one.period == "2027-Q2" for one in task.reports or ())


def test_a_word_file_is_dropped_on_the_window_and_one_cell_taken(
    sample: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    source = Source(plan_of(sample), "zh", date(2026, 11, 23), change=sample.bridge.session.newest)
    came = with_typed(to_docx(breakdown.outline(source)), "p-01", status="完成", notes="已验收")

    def edit(document: Word) -> None:
        document.add_comment(cell_of(document, "p-01", "status").paragraphs[0].runs, "请改由乙局牵头", "乙")
        lost = row_with(document, "t-02")._tr
        table_with(document, "t-02")._tbl.remove(lost)

    path = tmp_path / "分解表.docx"
    path.write_bytes(edited_word(came, edit))
    assert drop(sample, path)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in sample.findChildren(ReturnedDialog)))
    asked = dialog(sample)
    assert isinstance(asked, ReturnedDialog)
    assert "T-02" in asked.rest.toPlainText()
    assert "请改由乙局牵头" in asked.rest.toPlainText()
    QTest.mouseClick(asked.nothing, Qt.MouseButton.LeftButton)
    asked.table.setFocus()
    row = next(at for at in range(2) if asked._returned.proposals[at].field == "notes")
    asked.table.setCurrentCell(row, 0)
    QTest.keyClick(asked.table, Qt.Key.Key_Space)
    QTest.keyClick(asked, Qt.Key.Key_Return)
    settle(qtbot, sample)
    task = plan_of(sample).find("p-01", Project)
    assert task is not None
    assert (task.notes, task.status) == ("已验收", "active")
    trigger(sample, "edit.undo")
    task = plan_of(sample).find("p-01", Project)
    assert task is not None
    assert task.notes is None


def test_a_conflict_is_not_ticked(
    sample: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "台账.xlsx"
    path.write_bytes(with_cell(sent(sample), TASK, "M", "完成"))
    sample.bridge.apply(edits.set_field(plan_of(sample), "p-01", "status", "paused"))
    settle(qtbot, sample)
    asked = opened(sample, qtbot, path, monkeypatch)
    assert asked.chosen() == []
    QTest.keyClick(asked, Qt.Key.Key_Return)
    assert asked.isVisible()
    assert asked.wrong.isVisible()
    QTest.keyClick(asked, Qt.Key.Key_Escape)


def test_everything_not_read_is_shown_and_nothing_lies_over_anything_with_the_largest_text(
    sample: MainWindow, qtbot: QtBot, qapp: QApplication
) -> None:
    theme.start(qapp, "light", 200)
    mark = RowMark("p-01")
    proposal = Proposal(mark, "status", "P-01 城市公共数据资源平台", "", "在建", "完成", "", "ready")
    unread = tuple(Problem("row {row} is not read", row=row) for row in range(1, 31))
    returned = Returned(
        "台账.xlsx",
        DocumentMark("ledger", "sample-city-2026", 1, "u-data", "zh", "2026-11-23", 2026),
        "台账",
        (proposal,) * 12,
        ("新增任务",),
        ("T-02",),
        (),
        unread,
    )
    asked = ReturnedDialog(sample, returned)
    asked.show()
    asked.resize(1298, 730)
    QTest.mouseClick(asked.nothing, Qt.MouseButton.LeftButton)
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert asked.wrong.isVisible()
    qtbot.wait(1)
    # The foot is in sight on a screen of 1366 by 768, its frame and the taskbar left out.
    assert (asked.width(), asked.height()) == (1298, 730)
    shown = [asked.table, asked.all_ready, asked.rest, asked.wrong, asked.buttons]
    ends = [one.mapTo(asked, one.rect().bottomLeft()).y() for one in shown]
    begins = [one.mapTo(asked, one.rect().topLeft()).y() for one in shown]
    assert all(end < begin for end, begin in zip(ends, begins[1:], strict=False))
    assert ends[-1] < asked.height()
    told = asked.rest.toPlainText()
    assert all(f"row {row} is not read" in told for row in range(1, 31))
    asked.reject()


def test_a_file_that_is_none_of_ours_is_told(
    sample: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "别的.xlsx"
    path.write_bytes(b"PK\x03\x04 broken")
    monkeypatch.setattr(files, "returned_to_read", lambda *_: path)
    trigger(sample, "file.returned")
    qtbot.waitUntil(lambda: any("别的.xlsx" in said for said in notices(sample)))
    settle(qtbot, sample)
