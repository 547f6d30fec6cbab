"""All commands in one list, full screen, files dropped on the window, F1 in the form, tabs in large text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import type_text
from tests.ui.windows import dialog, notices, trigger
from workbench import paths, settings
from workbench.session.session import Session
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.palette import Palette

Open = Callable[..., MainWindow]
COPY = Qt.DropAction.CopyAction
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def ask(window: MainWindow, typed: str) -> Palette:
    # Without a screen no window manager gives the keyboard back once the list was closed.
    window.activateWindow()
    QApplication.processEvents()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_P, keys)
    palette = window.palette_
    assert palette.isVisible()
    type_text(palette.line, typed)
    palette.look()
    return palette


def titles(palette: Palette) -> list[str]:
    return [palette.found.item(at).text() for at in range(palette.found.count())]


def read(palette: Palette, title: str) -> str:
    """What is read out of a row."""
    item = palette.found.item(titles(palette).index(title))
    return str(item.data(Qt.ItemDataRole.AccessibleTextRole))


def drop(target: QWidget, *files: Path) -> bool:
    """Drag files over a widget and let go there; whether they were taken."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    enter = QDragEnterEvent(QPoint(5, 5), COPY, data, LEFT, NONE)
    QApplication.sendEvent(target, enter)
    taken = enter.isAccepted()
    if taken:
        QApplication.sendEvent(target, QDropEvent(QPointF(5, 5), COPY, data, LEFT, NONE))
    return taken


# -- all commands ------------------------------------------------------------------------------------------


def test_a_command_is_found_by_words_and_done_with_enter(qtbot: QtBot, window: MainWindow) -> None:
    palette = ask(window, "gantt")
    assert titles(palette)[0] == "Gantt chart"
    assert read(palette, "Gantt chart") == "Gantt chart, View, Alt+3"
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert not palette.isVisible()
    qtbot.waitUntil(lambda: window.workspace.middle.key == "gantt")


def test_in_chinese_a_command_is_found_by_initials_and_by_english(open_window: Open, library: Path) -> None:
    settings.Settings(language="zh").save()
    window = open_window(library)
    palette = ask(window, "qp")
    assert "全屏" in titles(palette)
    palette.line.clear()
    type_text(palette.line, "full screen")
    palette.look()
    assert titles(palette) == ["全屏"]


def test_what_cannot_be_done_says_why_and_stays(open_window: Open) -> None:
    window = open_window()
    palette = ask(window, "export documents")
    assert read(palette, "Export documents").endswith("Open a library first")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert palette.said.text() == "Open a library first"


def test_what_was_used_last_comes_first_and_is_remembered(
    qtbot: QtBot, open_window: Open, library: Path
) -> None:
    window = open_window(library)
    palette = ask(window, "link matrix")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.workspace.middle.key == "matrix")
    assert titles(ask(window, ""))[0] == "Link matrix"
    window.palette_.close()
    window.close()
    assert settings.load().recent_commands == ["view.show.matrix"]
    assert titles(ask(open_window(library), ""))[0] == "Link matrix"


# -- the whole screen --------------------------------------------------------------------------------------


def test_f11_fills_the_screen_and_gives_it_back(qtbot: QtBot, window: MainWindow) -> None:
    mark = window.actions_.by_id["view.full_screen"]
    QTest.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(window.isFullScreen)
    assert mark.isChecked()
    QTest.keyClick(window, Qt.Key.Key_F11)
    qtbot.waitUntil(lambda: not window.isFullScreen())
    assert not mark.isChecked()


# -- files dropped on the window ---------------------------------------------------------------------------


def test_a_library_dropped_is_opened(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    other = tmp_path / "other.workbench"
    Session.create(other).close()
    assert drop(window, other)
    qtbot.waitUntil(lambda: window.bridge.session.path == other)


def test_an_exchange_file_dropped_is_imported(qtbot: QtBot, open_window: Open, tmp_path: Path) -> None:
    empty = tmp_path / "empty.workbench"
    Session.create(empty).close()
    window = open_window(empty)
    assert drop(window.chooser, paths.samples() / "sample-city.json")
    qtbot.waitUntil(lambda: _asks(window))
    dialog(window).accept()
    qtbot.waitUntil(lambda: window.bridge.plan is not None, timeout=10_000)


def _asks(window: MainWindow) -> bool:
    try:
        dialog(window)
    except ValueError:
        return False
    return True


def test_anything_else_is_refused_in_one_line(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    letter = tmp_path / "letter.docx"
    letter.write_bytes(b"PK")
    library = window.bridge.session.path
    for files, said in (
        ((letter,), "letter.docx"),
        ((letter, letter), "one file at a time"),
        ((tmp_path,), "neither"),
    ):
        assert drop(window, *files)
        qtbot.waitUntil(lambda: len(notices(window)) == 1)
        assert said in notices(window)[-1]
        assert "\n" not in notices(window)[-1]
        window.notices.dismiss_all()
    assert window.bridge.session.path == library


def test_a_plan_dropped_where_no_library_is_open_is_refused(qtbot: QtBot, open_window: Open) -> None:
    window = open_window()
    assert drop(window.welcome, paths.samples() / "sample-city.json")
    qtbot.waitUntil(lambda: notices(window) == ["Open a library first: a plan is imported into it"])


def test_a_file_dropped_on_a_text_does_not_become_text(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    other = tmp_path / "other.workbench"
    Session.create(other).close()
    form = window.workspace.form.form
    assert form is not None
    row = form.row_of("description")
    assert row is not None
    assert row.editor is not None
    text = row.editor.focusProxy()
    assert text is not None
    assert isinstance(text, QPlainTextEdit)
    first, before = window.bridge.session.path, row.editor.value
    assert drop(text.viewport(), other)
    qtbot.waitUntil(lambda: window.bridge.session.path == other)
    with Session.open(first) as session:
        session.open_plan("prd-cluster-2014")
        assert session.plan is not None
        assert session.plan.head.description == before


# -- F1 ----------------------------------------------------------------------------------------------------


def test_f1_explains_the_field_and_its_rules_open_their_manuals(qtbot: QtBot, window: MainWindow) -> None:
    window.bridge.navigate.emit("t01", "lead_unit")
    QTest.keyClick(window, Qt.Key.Key_F1)
    manual = window.workspace.manual
    said = manual.page.toPlainText()
    assert "Lead unit" in said
    assert "one element of the plan: Unit" in said
    assert "I301" in said
    assert window.workspace.docks["manual"].isVisible()
    manual.page.anchorClicked.emit(QUrl("I301"))
    assert manual.code == "I301"
    assert "I301" in manual.page.toPlainText().splitlines()[0]


def test_f1_in_the_findings_opens_the_manual_of_the_rule(qtbot: QtBot, window: MainWindow) -> None:
    window.bridge.navigate.emit("t01", "lead_unit")
    QTest.keyClick(window, Qt.Key.Key_F1)
    trigger(window, "go.next_finding")
    window.workspace.go_to("findings")
    QTest.keyClick(window, Qt.Key.Key_F1)
    chosen = window.workspace.findings.chosen
    assert chosen is not None
    assert window.workspace.manual.code == chosen.rule


@pytest.mark.parametrize("language", ["en", "zh"])
def test_f1_can_explain_every_field_of_every_form(qtbot: QtBot, window: MainWindow, language: str) -> None:
    from workbench.i18n import speak
    from workbench.plan.elements import KINDS
    from workbench.ui.views.field_help import field_page

    speak(language)
    try:
        for kind, cls in KINDS.items():
            for declared in cls.fields:
                assert "{" not in field_page(kind, declared, None, ()).replace("{name}", "")
    finally:
        speak("en")


# -- tabs --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("percent", [100, 200])
def test_the_views_tabs_are_never_cut(qtbot: QtBot, window: MainWindow, percent: int) -> None:
    while window.settings.text_size < percent:
        trigger(window, "view.size.larger")
    tabs = window.workspace.middle.tabs
    assert tabs is not None
    assert tabs.elideMode() == Qt.TextElideMode.ElideNone
    for at in range(tabs.count()):
        tabs.setCurrentIndex(at)
        wanted = tabs.fontMetrics().horizontalAdvance(tabs.tabText(at)) + tabs.iconSize().width()
        assert tabs.tabRect(at).width() >= wanted
        assert tabs.rect().intersects(tabs.tabRect(at))
