"""Evidence: attached, named, looked at, saved, taken out; what is attached is kept in the library."""

from __future__ import annotations

import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QListWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import Desk, type_text
from workbench.plan import edits
from workbench.plan.elements import Milestone
from workbench.plan.evidence import evidence
from workbench.session.evidence import FOLDER, attach, forget_copies, viewing_copy
from workbench.ui import folders
from workbench.ui.editors.evidence import EvidenceEditor
from workbench.ui.editors.making import editor_for
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.form import FormView

PDF = b"%PDF-1.7\n" + "终验报告".encode()


class Held:
    """The editor of a milestone's evidence, in its form."""

    def __init__(self, desk: Desk, view: FormView, qtbot: QtBot) -> None:
        self.desk = desk
        self.qtbot = qtbot
        self.view = view
        self.milestone = next(iter(desk.plan.all(Milestone))).id
        view.show_element(self.milestone)
        form = view.form
        assert form is not None
        form.finish()
        editor = form.findChild(EvidenceEditor)
        assert editor is not None
        self.editor: EvidenceEditor = editor
        self.list: QListWidget = editor.list

    @property
    def entries(self) -> list[str]:
        value = self.desk.get(self.milestone, "evidence")
        assert value is None or isinstance(value, tuple)
        return list(value or ())

    def take(self, *paths: Path) -> None:
        count = len(self.entries) + len(paths)
        self.editor.take(list(paths))
        self.qtbot.waitUntil(lambda: len(self.entries) == count)

    def press(self, name: str) -> None:
        button = self.editor.buttons[name]
        assert button.isEnabled()
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def shown(self) -> list[str]:
        return [self.list.item(at).text() for at in range(self.list.count())]


@pytest.fixture
def held(desk: Desk, qtbot: QtBot) -> Held:
    view = FormView(desk.bridge)
    qtbot.addWidget(view)
    view.resize(800, 700)
    view.show()
    view.activateWindow()
    QTest.qWaitForWindowActive(view)
    return Held(desk, view, qtbot)


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield
    forget_copies()
    assert list(folder.iterdir()) == []


def written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def test_a_file_is_attached_as_one_step(held: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = written(tmp_path / "终验报告.pdf", PDF)
    # The system's file dialog is not ours to press.
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([str(source)], ""))
    before = held.desk.bridge.session.newest
    held.press("attach")
    held.qtbot.waitUntil(lambda: bool(held.entries))
    source.unlink()
    entry = evidence(held.entries[0])
    session = held.desk.bridge.session
    assert (entry.name, session.newest) == ("终验报告.pdf", before + 1)
    assert b"".join(session.kept_bytes(entry.digest, entry.name)) == PDF
    assert held.shown() == ["终验报告.pdf"]
    assert "Kept in the library" in held.list.item(0).toolTip()
    session.undo()
    assert held.entries == []
    assert held.shown() == []
    session.redo()
    assert held.shown() == ["终验报告.pdf"]


def test_files_are_dropped_in(held: Held, tmp_path: Path) -> None:
    data = QMimeData()
    paths = [written(tmp_path / "a.pdf", PDF), written(tmp_path / "b.csv", b"1,2\n")]
    data.setUrls([QUrl.fromLocalFile(str(one)) for one in paths])
    no_key, left = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    copying = Qt.DropAction.CopyAction
    entered = QDragEnterEvent(QPoint(5, 5), copying, data, left, no_key)
    QApplication.sendEvent(held.editor, entered)
    assert entered.isAccepted()
    QApplication.sendEvent(held.editor, QDropEvent(QPointF(5, 5), copying, data, left, no_key))
    held.qtbot.waitUntil(lambda: len(held.entries) == 2)
    assert held.shown() == ["a.pdf", "b.csv"]


def test_a_document_that_lies_elsewhere_is_only_named(held: Held) -> None:
    held.press("name")
    field = held.list.findChild(QLineEdit)
    assert field is not None
    type_text(field, "市府办〔2026〕12号验收意见")
    QTest.keyClick(field, Qt.Key.Key_Return)
    held.qtbot.waitUntil(lambda: bool(held.entries))
    assert held.entries == ["市府办〔2026〕12号验收意见"]
    assert "Only named" in held.list.item(0).toolTip()
    assert not held.editor.buttons["save"].isEnabled()
    assert not held.editor.buttons["see"].isEnabled()


def test_renamed_it_stays_the_same_file(held: Held, tmp_path: Path) -> None:
    held.take(written(tmp_path / "a.pdf", PDF))
    digest = evidence(held.entries[0]).digest
    held.list.item(0).setText("终验报告.pdf")
    assert held.entries == [f"终验报告.pdf (sha256:{digest})"]
    held.list.item(0).setText("  ")
    assert held.shown() == ["终验报告.pdf"]


def test_it_is_looked_at_as_a_copy_that_nobody_can_change(
    held: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []

    def show(path: Path) -> bool:
        shown.append(path)
        return True

    monkeypatch.setattr(folders, "show_document", show)
    held.take(written(tmp_path / "a.pdf", PDF))
    held.list.setFocus()
    QTest.keyClick(held.list, Qt.Key.Key_Return)
    (copy,) = shown
    assert (copy.name, copy.read_bytes()) == ("a.pdf", PDF)
    assert stat.S_IMODE(copy.stat().st_mode) == stat.S_IRUSR
    assert copy.parent.name.startswith(FOLDER)
    assert stat.S_IMODE(copy.parent.stat().st_mode) == stat.S_IRWXU


@pytest.mark.parametrize(
    "name", ["run.sh", "a.exe", "a.pdf.desktop", "page.html", "drawing.svg", "a.docm", "a.lnk"]
)
def test_what_a_system_would_run_can_only_be_saved(held: Held, tmp_path: Path, name: str) -> None:
    held.take(written(tmp_path / name, b"#!/bin/sh\n"))
    assert not held.editor.buttons["see"].isEnabled()
    assert held.editor.buttons["save"].isEnabled()
    held.editor.see()
    assert "not opened from here" in held.desk.told[-1][1]


def test_what_only_bears_the_name_of_a_document_is_not_opened(held: Held, tmp_path: Path) -> None:
    held.take(written(tmp_path / "报告.pdf", b"MZ\x90\x00"))
    held.press("see")
    assert "not opened from here" in held.desk.told[-1][1]


def test_copies_that_were_looked_at_go_with_the_window(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = window.bridge.session
    entry = evidence(attach(session, written(tmp_path / "a.pdf", PDF)))
    copy = viewing_copy(session, entry)
    assert copy.read_bytes() == PDF
    window.close()
    assert not copy.parent.exists()


def test_it_is_saved_where_the_user_wants_it(
    held: Held, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.take(written(tmp_path / "a.pdf", PDF))
    target = tmp_path / "out.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    held.press("save")
    assert target.read_bytes() == PDF


def test_an_entry_is_taken_out_and_comes_back(held: Held, tmp_path: Path) -> None:
    held.take(written(tmp_path / "a.pdf", PDF))
    held.list.setFocus()
    QTest.keyClick(held.list, Qt.Key.Key_Delete)
    assert held.entries == []
    held.desk.bridge.session.undo()
    assert held.shown() == ["a.pdf"]


def test_a_file_of_another_library_is_told_to_be_missing(held: Held) -> None:
    entry = f"别处.pdf (sha256:{'0' * 64})"
    held.desk.bridge.apply(edits.set_field(held.desk.plan, held.milestone, "evidence", (entry,)))
    assert "Not in this library" in held.list.item(0).toolTip()
    held.list.setCurrentRow(0)
    held.editor.see()
    assert "not kept in this library" in held.desk.told[-1][1]


def test_a_failed_file_changes_nothing(held: Held, tmp_path: Path) -> None:
    before = held.desk.bridge.session.newest
    held.editor.take([tmp_path / "gone.pdf"])
    held.qtbot.waitUntil(lambda: any("gone.pdf" in one for _, one in held.desk.told))
    assert held.desk.bridge.is_writable
    assert (held.entries, held.desk.bridge.session.newest) == ([], before)


def test_read_only_it_can_be_seen_but_not_changed(held: Held, tmp_path: Path, qtbot: QtBot) -> None:
    held.take(written(tmp_path / "a.pdf", PDF))
    held.desk.bridge.set_busy(True)
    form = held.view.form
    assert form is not None
    form.show_element(held.desk.plan.elements[held.milestone], fresh=False)
    held.list.setCurrentRow(0)
    enabled = [name for name, one in held.editor.buttons.items() if one.isEnabled()]
    assert enabled == ["see", "save"]
    QTest.keyClick(held.list, Qt.Key.Key_Delete)
    assert held.shown() == ["a.pdf"]
    held.desk.bridge.set_busy(False)


def test_other_evidence_fields_have_the_same_editor(desk: Desk, qtbot: QtBot) -> None:
    editor = editor_for(Milestone.field_of["evidence"], desk.bridge)
    qtbot.addWidget(editor)
    assert isinstance(editor, EvidenceEditor)
    assert editor.list.accessibleName() == "Evidence"
