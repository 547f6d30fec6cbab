"""Panels taken out, closed, brought back, laid in layouts with names; the theme of the system followed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from tests.ui.opened import type_text
from tests.ui.windows import dialog, notices, trigger
from workbench import settings
from workbench.ui import theme
from workbench.ui.dialogs.layouts import Layouts
from workbench.ui.mainwindow import MainWindow

Open = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton


def asked(window: MainWindow) -> Layouts:
    shown = dialog(window)
    assert isinstance(shown, Layouts)
    return shown


def test_the_panel_with_the_keyboard_leaves_the_window_and_comes_back(
    qtbot: QtBot, window: MainWindow
) -> None:
    dock = window.workspace.docks["findings"]
    window.activateWindow()
    trigger(window, "go.findings")
    trigger(window, "view.dock.float")
    assert dock.isFloating()
    assert dock.isVisible()
    qtbot.waitUntil(window.workspace.findings.list.hasFocus)
    trigger(window, "view.dock.float")
    assert not dock.isFloating()


def test_the_buttons_of_a_title_have_names_and_do_what_they_say(qtbot: QtBot, window: MainWindow) -> None:
    outline = window.workspace.docks["outline"]
    buttons = {one.accessibleName(): one for one in outline.findChildren(QAbstractButton) if one.isVisible()}
    QTest.mouseClick(buttons["Plan outline: out of the window, or back"], LEFT)
    assert outline.isFloating()
    outline.setFloating(False)
    QTest.mouseClick(buttons["Plan outline: close"], LEFT)
    assert outline.isHidden()
    assert not window.actions_.by_id["view.dock.outline"].isChecked()


def test_without_the_keyboard_in_a_panel_it_is_said_which_one_is_meant(
    qtbot: QtBot, window: MainWindow
) -> None:
    trigger(window, "view.show.graph")
    trigger(window, "view.dock.float")
    assert notices(window) == ["Go into a panel first: it is the one that leaves the window"]
    assert not any(dock.isFloating() for dock in window.workspace.docks.values())


def test_what_floats_or_is_closed_does_so_after_a_restart(open_window: Open, library: Path) -> None:
    window = open_window(library)
    docks = window.workspace.docks
    docks["manual"].setFloating(True)
    docks["history"].close()
    assert not window.actions_.by_id["view.dock.history"].isChecked()
    window.close()
    again = open_window(library)
    docks = again.workspace.docks
    assert docks["manual"].isFloating()
    assert docks["history"].isHidden()
    trigger(again, "view.dock.history")
    assert not docks["history"].isHidden()
    trigger(again, "view.dock.reset")
    assert not docks["manual"].isFloating()


def test_a_layout_is_kept_under_a_name_and_gone_back_to(
    qtbot: QtBot, open_window: Open, library: Path
) -> None:
    window = open_window(library)
    docks = window.workspace.docks
    docks["manual"].close()
    docks["history"].close()
    trigger(window, "view.dock.layouts")
    shown = asked(window)
    window.activateWindow()
    shown.name.setFocus()
    type_text(shown.name, "汇报")
    QTest.mouseClick(shown.keep, LEFT)
    assert [shown.list.item(at).text() for at in range(shown.list.count())] == ["汇报"]
    shown.reject()
    trigger(window, "view.dock.reset")
    assert not docks["manual"].isHidden()
    window.close()
    again = open_window(library)
    docks = again.workspace.docks
    trigger(again, "view.dock.layouts")
    shown = asked(again)
    QTest.keyClick(shown.list, Qt.Key.Key_Return)
    assert docks["manual"].isHidden()
    assert docks["history"].isHidden()
    assert not docks["outline"].isHidden()
    trigger(again, "view.dock.layouts")
    shown = asked(again)
    QTest.mouseClick(shown.forget, LEFT)
    shown.reject()
    again.close()
    assert settings.load().layouts == {}


def test_enter_in_the_name_keeps_and_lays_nothing(qtbot: QtBot, window: MainWindow) -> None:
    window.settings.layouts["earlier"] = window.workspace.arrangement()
    window.workspace.docks["history"].close()
    trigger(window, "view.dock.layouts")
    shown = asked(window)
    shown.name.setFocus()
    qtbot.waitUntil(shown.name.hasFocus)
    type_text(shown.name, "a")
    QTest.keyClick(shown.name, Qt.Key.Key_Return)
    assert shown.isVisible()
    assert sorted(window.settings.layouts) == ["a", "earlier"]
    assert window.workspace.docks["history"].isHidden()
    shown.reject()


def test_the_window_follows_the_system_while_it_is_open(qtbot: QtBot, window: MainWindow) -> None:
    hints = QApplication.styleHints()
    told: list[bool] = []
    window.bridge.theme_changed.connect(lambda: told.append(theme.is_dark()))
    trigger(window, "view.theme.system")
    icon = window.actions_.by_id["edit.undo"].icon().cacheKey()
    told.clear()
    # What Qt emits when the system changes from light to dark, and back; offscreen there is no system.
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert told == [True]
    assert QApplication.palette().color(QPalette.ColorRole.Window).lightness() < 80
    assert window.actions_.by_id["edit.undo"].icon().cacheKey() != icon
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Light)
    assert told == [True, False]
    trigger(window, "view.theme.light")
    told.clear()
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    assert told == []
    assert not theme.is_dark()
