"""What tests of the whole window do again and again."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QListView, QPushButton
from pytestqt.qtbot import QtBot

from workbench.plan.plan import Plan
from workbench.ui.mainwindow import MainWindow


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until what the window has begun is done."""

    def done() -> bool:
        bridge = window.bridge
        ready = bridge.plan is None or window.workspace.is_complete
        return window.is_painted and ready and bridge.is_checked and bridge.background.is_idle

    qtbot.waitUntil(done, timeout=10_000)


def plan_of(window: MainWindow) -> Plan:
    """The plan that is open."""
    plan = window.bridge.plan
    assert plan is not None
    return plan


def trigger(window: MainWindow, command: str) -> None:
    """Choose a command of the menu; it must be enabled."""
    action = window.actions_.by_id[command]
    assert action.isEnabled(), f"{command} cannot be chosen now"
    action.trigger()


def dialog(window: MainWindow) -> QDialog:
    """The dialog that is open."""
    (found,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    return found


def notices(window: MainWindow) -> list[str]:
    """What the notices say, oldest first."""
    return [bar.words.text() for bar in window.notices.bars]


def press_notice(window: MainWindow) -> None:
    """Press the button of the newest notice."""
    button = window.notices.bars[-1].button
    assert isinstance(button, QPushButton)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def click(view: QListView, index: QModelIndex) -> None:
    """Click on a row."""
    view.scrollTo(index)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(index).center())
