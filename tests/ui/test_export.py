"""The dialog that exports documents: choices, pages shown beforehand, files written, and written again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QListWidget, QTableView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.windows import dialog, notices, plan_of, press_notice, settle, trigger
from workbench.documents.source import KINDS
from workbench.i18n import speak
from workbench.session.export_choices import PARTS
from workbench.session.exporting import files_of
from workbench.ui import theme, transfers
from workbench.ui.dialogs import export_template, files
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
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
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
    shown: list[Path] = []
    monkeypatch.setattr(transfers, "show_folder", shown.append)
    press_notice(window)
    assert shown == [out]
    export = asked(window)
    assert export.kinds.ticked == ("annex",)
    assert export.folder.text() == str(out)
    tick(export.kinds, row_of("ledger"))
    tick(export.kinds, row_of("annex"))
    export.forms[".csv"].setFocus()
    QTest.keyClick(export.forms[".csv"], Qt.Key.Key_Space)
    tick(export.kinds, row_of("annex"))
    tick(export.kinds, row_of("ledger"))
    # Alone again, the document has the forms in which it was last exported.
    assert export.kinds.ticked == ("annex",)
    assert export.forms[".csv"].isChecked()
    export.reject()
    settle(qtbot, window)


def test_the_document_chosen_is_seen_whatever_is_asked_for_it(qtbot: QtBot, window: MainWindow) -> None:
    export = asked(window)
    export.resize(export.width(), export.minimumSizeHint().height())
    listed = export.kinds
    listed.setFocus()
    for row in [*range(listed.count()), *reversed(range(listed.count()))]:
        QTest.keyClick(listed, Qt.Key.Key_Down if row > listed.currentRow() else Qt.Key.Key_Up)
        QApplication.processEvents()
        place = listed.visualItemRect(listed.item(listed.currentRow()))
        assert listed.viewport().rect().contains(place), listed.current
    export.reject()


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
    # The same as a web page, then another document as the sheets of a workbook.
    tick(export.kinds, row_of("annex"))
    preview.view.setFocus()
    QTest.keyClick(preview.view, Qt.Key.Key_End)
    qtbot.waitUntil(lambda: "重点项目表" in preview.web.toPlainText(), timeout=20_000)
    assert not preview.forward.isVisible()
    for suffix, box in export.forms.items():
        if box.isChecked() != (suffix == ".xlsx"):
            box.setFocus()
            QTest.keyClick(box, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: preview.stack.currentWidget() is preview.sheets, timeout=20_000)
    assert preview.sheets.count() > 2
    sheet = preview.sheets.widget(1)
    assert isinstance(sheet, QTableView)
    model = sheet.model()
    assert model.headerData(2, Qt.Orientation.Horizontal) == "C"
    column = [model.index(row, 1).data() for row in range(model.rowCount())]
    assert "城市公共数据资源平台" in {str(text).rpartition(" ")[2] for text in column}
    export.reject()
    settle(qtbot, window)


def test_a_template_of_ones_own_is_copied_tried_and_told_what_is_wrong_with_it(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, out = tmp_path / "own.docx", tmp_path / "out"
    out.mkdir()
    shown: list[Path] = []
    monkeypatch.setattr(files, "template_to_write", lambda *_: own)
    monkeypatch.setattr(export_template, "show_folder", shown.append)
    export = asked(window)
    tick(export.kinds, row_of("plan"))
    tick(export.kinds, row_of("notice"))
    export.folder.setText(str(out))
    field = export.template
    QTest.mouseClick(field.copy, Qt.MouseButton.LeftButton)
    assert shown == [tmp_path]
    assert field.choice.currentText() == "own.docx"
    qtbot.waitUntil(lambda: "template fits" in field.told.text(), timeout=20_000)
    document = docx.Document(str(own))
    document.add_paragraph("{{ plan.titel }}")
    document.save(str(own))
    QTest.mouseClick(export.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(export.wrong.isVisible, timeout=20_000)
    assert export.wrong.text() == "The template for “Notice that issues the plan” cannot be used"
    assert "“{{ plan.titel }}”: “titel” is not known; perhaps “title” is meant" in field.told.text()
    assert not list(out.iterdir())
    document.paragraphs[-1].text = "{{ plan.title }}"
    document.save(str(own))
    QTest.mouseClick(export.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(notices(window)), timeout=20_000)
    (made,) = out.iterdir()
    assert docx.Document(str(made)).paragraphs[-1].text == plan_of(window).head.title
    # The next time the document has its template again, and another one the shipped one.
    export = asked(window)
    assert export.template.choice.currentText() == "own.docx"
    export.kinds.setFocus()
    QTest.keyClick(export.kinds, Qt.Key.Key_Home)
    assert export.template.choice.currentText() == "As shipped"
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


def test_a_report_on_differences_without_a_version_is_refused_in_the_dialog(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    export = asked(window)
    export.folder.setText(str(tmp_path))
    tick(export.kinds, row_of("difference"))
    assert "no saved version to compare with" in export.said.text()
    QTest.mouseClick(export.yes, Qt.MouseButton.LeftButton)
    assert export.isVisible()
    assert "save one with Plan › Save a version…" in export.wrong.text()
    tick(export.kinds, row_of("difference"))
    assert export.said.text() == "1 file is written"
    export.reject()
    settle(qtbot, window)


@pytest.mark.parametrize("key", list(KINDS))
def test_each_part_is_asked_for_the_documents_that_know_it(
    qtbot: QtBot, window: MainWindow, key: str
) -> None:
    export = asked(window)
    tick(export.kinds, row_of("plan"))
    tick(export.kinds, row_of(key))
    for part, known in PARTS.items():
        assert getattr(export, part).isVisible() == (key in known), part
    export.reject()
    settle(qtbot, window)


@pytest.mark.parametrize("way", [Qt.Key.Key_Tab, Qt.Key.Key_Backtab])
def test_tab_goes_through_all_of_the_dialog_and_comes_round(
    qtbot: QtBot, window: MainWindow, way: Qt.Key
) -> None:
    export = asked(window)
    tick(export.kinds, row_of("ledger"))
    export.activateWindow()
    qtbot.waitUntil(export.isActiveWindow)
    export.kinds.setFocus()
    come_to: list[QWidget] = []
    for _ in range(60):
        at = QApplication.focusWidget()
        if at is export.kinds and come_to:
            break
        assert at is not None
        come_to.append(at)
        QTest.keyClick(at, way)
    else:
        pytest.fail("the keyboard does not come back to the documents")
    places = [
        come_to.index(one)
        for one in (
            *(export.kinds, *export.forms.values(), export.language, export.year, export.cover),
            *(export.figures, export.template.choice, export.units, export.folder, export.yes, export.no),
        )
    ]
    # What comes first one way comes last the other, the list of documents from which it begins aside.
    assert places[1:] == sorted(places[1:], reverse=way is Qt.Key.Key_Backtab)
    assert export.template.choice.accessibleName() == "Template for Word"
    export.reject()
    settle(qtbot, window)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_choices_need_no_scrolling_sideways_with_the_largest_text(
    qtbot: QtBot, window: MainWindow, qapp: QApplication, language: str
) -> None:
    speak(language)
    theme.start(qapp, "light", 200)
    window.resize(1366, 768)
    export = asked(window)
    for key in KINDS:
        export.kinds.setCurrentRow(row_of(key))
        qtbot.wait(1)
        assert not export._scrolled.horizontalScrollBar().isVisible(), key
        assert export.about.height() >= export.about.heightForWidth(export.about.width())
    export.reject()
    settle(qtbot, window)


def test_a_file_that_is_open_in_another_program_is_told_in_the_dialog(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    export = asked(window)
    export.folder.setText(str(tmp_path))
    (wanted,) = files_of(export.export, plan_of(window))
    wanted.path.write_bytes(b"old")
    mark = wanted.path.with_name(f".~lock.{wanted.path.name}#")
    mark.write_bytes(b"")
    QTest.mouseClick(export.yes, Qt.MouseButton.LeftButton)
    assert export.isVisible()
    assert "is open in another program: close it there" in export.wrong.text()
    assert wanted.path.read_bytes() == b"old"
    # Closed there, it is written.
    mark.unlink()
    QTest.mouseClick(export.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(notices(window)), timeout=20_000)
    assert wanted.path.read_bytes().startswith(b"PK")
    settle(qtbot, window)


def test_a_long_export_is_cancelled_and_leaves_the_old_files(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    export = asked(window)
    tick(export.kinds, row_of("plan"))
    tick(export.kinds, row_of("responsibility"))
    # The letter shown is that of the unit under the cursor.
    export.units.setFocus()
    QTest.keyClick(export.units, Qt.Key.Key_Home)
    QTest.keyClick(export.units, Qt.Key.Key_Down)
    unit = export.units.item(1).text()
    qtbot.waitUntil(lambda: export.preview.title.text() == f"Letter of responsibility · {unit}")
    for box in (export.forms[".pdf"], export.forms[".html"]):
        box.setFocus()
        QTest.keyClick(box, Qt.Key.Key_Space)
    export.folder.setText(str(out))
    old = [one.path for one in files_of(export.export, plan_of(window))]
    assert len(old) > 50
    old[0].write_bytes(b"old")
    QTest.mouseClick(export.yes, Qt.MouseButton.LeftButton)
    assert window.progress.progress is not None
    qtbot.waitUntil(window.progress.isVisible, timeout=20_000)
    QTest.mouseClick(window.progress.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.progress.progress is None, timeout=20_000)
    settle(qtbot, window)
    assert [path.read_bytes() for path in out.iterdir()] == [b"old"]
    assert notices(window) == []
