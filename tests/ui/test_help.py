"""F1 where no field has the keyboard, the page on the window, the list of shortcuts."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.opened import type_text
from tests.ui.windows import settle, trigger
from workbench import paths, settings
from workbench.i18n import words
from workbench.session.commands import COMMANDS
from workbench.session.palette import plain
from workbench.ui.dialogs.help_page import HelpPage
from workbench.ui.dialogs.shortcuts import Shortcuts
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.registry import VIEWS
from workbench.ui.workspace import DOCKS

Open = Callable[..., MainWindow]


def page(window: MainWindow) -> HelpPage:
    shown = window.findChild(HelpPage, "window")
    assert isinstance(shown, HelpPage)
    assert shown.isVisible()
    return shown


def press_f1(window: MainWindow) -> None:
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window, Qt.Key.Key_F1)


def heading(shown: HelpPage) -> str:
    """The heading that stands at the top of what is seen."""
    return shown.page.textCursor().block().text()


@pytest.mark.parametrize("key", [one.key for one in VIEWS])
def test_f1_in_a_view_opens_its_keys(qtbot: QtBot, window: MainWindow, key: str) -> None:
    trigger(window, f"view.show.{key}")
    settle(qtbot, window)
    press_f1(window)
    title = next(one.title for one in VIEWS if one.key == key)
    assert heading(page(window)) == title
    qtbot.waitUntil(page(window).page.hasFocus)


def test_f1_in_the_outline_and_with_no_library(open_window: Open, window: MainWindow) -> None:
    trigger(window, "go.outline")
    press_f1(window)
    assert heading(page(window)) == "Plan outline"
    page(window).close()
    trigger(window, "file.close")
    press_f1(window)
    assert heading(page(window)) == "The window"


def test_the_same_page_goes_where_it_is_asked_for(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "go.outline")
    press_f1(window)
    first = page(window)
    bar = first.page.verticalScrollBar()
    trigger(window, "view.show.graph")
    press_f1(window)
    assert page(window) is first
    assert heading(first) == "Traceability graph"
    assert bar.value() > 0
    trigger(window, "help.window")
    assert bar.value() == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_view_and_panel_has_its_chapter(language: str) -> None:
    text = (paths.resources() / "help" / language / "window.md").read_text(encoding="utf-8")
    chapters = set(re.findall(r"^## (.+)$", text, re.MULTILINE))
    spoken = words(language)
    assert chapters == {spoken(one) for one in ("Form", *DOCKS.values(), *(one.title for one in VIEWS))}


@pytest.mark.parametrize("language", ["en", "zh"])
def test_keys_that_the_page_names_are_those_of_the_commands(language: str) -> None:
    text = (paths.resources() / "help" / language / "window.md").read_text(encoding="utf-8")
    head = text.partition("\n## ")[0]
    known = {key for command in COMMANDS for key in command.shortcut.split("; ")}
    named = set(re.findall(r"(?:Ctrl|Shift|Alt)\+(?:(?:Shift|Alt)\+)?(?:[A-Z0-9]\w*|[+-])|F\d", head))
    assert named
    assert named <= known | {"Alt+Enter"}


def test_the_shortcuts_are_all_there_and_narrowed_down(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    QApplication.processEvents()
    QTest.keyClick(window, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    listed = window.findChild(Shortcuts)
    assert isinstance(listed, Shortcuts)
    assert listed.isVisible()
    text = listed.page.toPlainText()
    for command in COMMANDS:
        if command.shortcut:
            assert plain(command.title) in text
    assert "Ctrl+Shift+P" in text
    type_text(listed.line, "gantt")
    assert "Alt+3" in listed.page.toPlainText()
    assert "Ctrl+O" not in listed.page.toPlainText()
    listed.page.anchorClicked.emit(QUrl("window"))
    assert heading(page(window)) == "The window"


def test_the_shortcuts_speak_chinese(open_window: Open, library: Path) -> None:
    settings.Settings(language="zh").save()
    window = open_window(library)
    trigger(window, "help.shortcuts")
    listed = window.findChild(Shortcuts)
    assert isinstance(listed, Shortcuts)
    assert "甘特图" in listed.page.toPlainText()
    trigger(window, "view.language.en")
    assert "Gantt chart" in listed.page.toPlainText()
