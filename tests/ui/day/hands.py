"""The hands of a person at the window: keys go to what has the keyboard, the mouse to what lies there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import (
    QAction,
    QGuiApplication,
    QInputMethodEvent,
    QKeySequence,
    QMouseEvent,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QApplication, QComboBox, QDialog, QMenu, QScrollArea, QWidget

from tests.ui.windows import settle
from workbench.session.session import Session

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from workbench.plan.plan import Plan
    from workbench.ui.mainwindow import MainWindow

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier
#: Turns of the event loop after which everything stands where it stays.
_TURNS = 20


class Hands:
    """What both do: wait until the window is at rest, and look who has the keyboard."""

    def __init__(self, qtbot: QtBot, window: MainWindow) -> None:
        self.qtbot = qtbot
        self.window = window

    def rest(self) -> None:
        """Wait until what was begun is done, and the list of findings shows it."""
        settle(self.qtbot, self.window)
        workspace = self.window.workspace
        self.until(lambda: not workspace.is_complete or not workspace.findings._pause.isActive())
        # What the rules say moves the fields below it: layouts within layouts take a turn each. Nobody aims
        # at a field while it moves.
        for _ in range(_TURNS):
            QApplication.processEvents()

    def until(self, holds: Callable[[], object]) -> None:
        """Wait until something is so."""
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=10_000)

    @property
    def plan(self) -> Plan:
        """The plan that is open."""
        plan = self.window.bridge.plan
        assert plan is not None
        return plan

    def focused(self) -> QWidget:
        """The widget that has the keyboard; a window manager gives it back a moment after a list closed."""
        self.until(QApplication.focusWidget)
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def dialog(self) -> QDialog:
        """The dialog that has come up, once it has the keyboard."""

        def up() -> bool:
            modal = QApplication.activeModalWidget()
            return modal is not None and modal.isActiveWindow() and modal.isVisible()

        self.until(up)
        found = QApplication.activeModalWidget()
        assert isinstance(found, QDialog)
        return found

    def write(self, text: str) -> None:
        """Write a text: what is not on a keyboard as an input method does, which is how Chinese comes in."""
        for char in text:
            if char.isascii():
                QTest.keyClick(self.focus_window(), ord(char))
                continue
            # A line in a window of its own, as in the search, has the keyboard a moment before that window.
            self.until(lambda: QGuiApplication.focusObject() is QApplication.focusWidget() is not None)
            event = QInputMethodEvent()
            event.setCommitString(char)
            QApplication.sendEvent(QGuiApplication.focusObject(), event)
        QApplication.processEvents()

    def focus_window(self) -> QWindow:
        """The window that keys go to; an open menu or list has them before any other."""
        popup = QApplication.activePopupWidget()
        if popup is not None:
            return popup.windowHandle()
        if QGuiApplication.focusWindow() is None and QGuiApplication.platformName() == "offscreen":
            # Without a window manager nobody gives the keyboard back once a dialog is closed.
            self.window.activateWindow()
        self.until(QGuiApplication.focusWindow)
        found = QGuiApplication.focusWindow()
        assert found is not None
        return found


class Keyboard(Hands):
    """Keys alone: shortcuts, menus by their letters, Tab, typing."""

    def press(self, *keys: str) -> None:
        """Press keys one after another, each in Qt's portable notation: ``Ctrl+L``, ``Alt+F``, ``Return``."""
        for key in keys:
            QTest.keySequence(self.focus_window(), QKeySequence(key))
            QApplication.processEvents()

    def menu(self, letter: str, *titles: str) -> None:
        """Open a menu by Alt and its letter, go down to the titles by arrows, and press Enter."""
        self.press(f"Alt+{letter}")
        for at, title in enumerate(titles):
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu), f"Alt+{letter} opens no menu"
            for _ in range(len(menu.actions()) + 1):
                active: QAction | None = menu.activeAction()
                if active is not None and active.text().startswith(title):
                    break
                self.press("Down")
            else:
                raise AssertionError(f"{title} cannot be reached in {[a.text() for a in menu.actions()]}")
            self.press("Right" if at < len(titles) - 1 else "Return")

    def command(self, words: str) -> None:
        """Ask the list of all commands for one by its words, and press Enter."""
        self.press("Ctrl+Shift+P")
        palette = self.window.palette_
        self.until(palette.line.hasFocus)
        self.write(words)
        self.press("Return")
        self.until(lambda: not palette.isVisible())
        QApplication.processEvents()

    def tab_to(self, wanted: Callable[[QWidget], bool], most: int = 200) -> QWidget:
        """Press Tab until a widget has the keyboard."""
        for _ in range(most):
            if wanted(self.focused()):
                return self.focused()
            self.press("Tab")
        raise AssertionError(f"Tab does not lead there; it ends at {self.focused().accessibleName()}")

    def tab_to_name(self, name: str) -> QWidget:
        """Press Tab until the control of a name, as it is read out, has the keyboard."""
        return self.tab_to(lambda widget: widget.accessibleName() == name)


class Mouse(Hands):
    """The mouse, and the keyboard for nothing but text."""

    def click(self, widget: QWidget, at: QPoint | None = None, button: Qt.MouseButton = LEFT) -> None:
        """Click on a place of a widget (its middle), on whatever lies there."""
        there, place = self._place(widget, at)
        QTest.mouseMove(there, place)
        QTest.mouseClick(there, button, NONE, place)
        QApplication.processEvents()

    def click_twice(self, widget: QWidget, at: QPoint) -> None:
        """Double-click on a place of a widget."""
        there, place = self._place(widget, at)
        QTest.mouseMove(there, place)
        QTest.mouseDClick(there, LEFT, NONE, place)
        QApplication.processEvents()

    def row(self, view: QAbstractItemView, index: QModelIndex) -> QPoint:
        """Where a row or cell of a view is, scrolled into sight."""
        view.scrollTo(index)
        return view.visualRect(index).center()

    def reach(self, widget: QWidget) -> None:
        """Scroll until a control of the form can be seen, as the wheel does."""
        area = widget.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        assert area is not None
        area.ensureWidgetVisible(widget)
        QApplication.processEvents()

    def _place(self, widget: QWidget, at: QPoint | None) -> tuple[Any, QPoint]:
        assert widget.isVisible(), f"{widget!r} cannot be seen"
        place = at if at is not None else widget.rect().center()
        assert widget.rect().contains(place), f"{place} is outside of {widget.rect()}"
        top = widget.window()
        if top.windowType() == Qt.WindowType.Popup:
            # Nothing lies above it, and Qt makes another window for it each time.
            return widget, place
        window = top.windowHandle()
        assert window is not None
        return window, widget.mapTo(top, place)

    def drag(self, widget: QWidget, start: QPoint, to: QWidget, end: QPoint) -> None:
        """Press at one place, move to another with the button held, let go there."""
        window, first = self._place(widget, start)
        same, last = self._place(to, end)
        assert same is window
        QTest.mouseMove(window, first)
        QTest.mousePress(window, LEFT, NONE, first)
        for step in (0.1, 0.4, 0.7, 1.0):
            self._held(widget, widget.mapFrom(widget.window(), first + (last - first) * step))
        QTest.mouseRelease(window, LEFT, NONE, last)
        QApplication.processEvents()

    def _held(self, widget: QWidget, at: QPoint) -> None:
        # QTest.mouseMove tells of no button held.
        spot = QPointF(at)
        event = QMouseEvent(
            QEvent.Type.MouseMove, spot, QPointF(widget.mapToGlobal(at)), Qt.MouseButton.NoButton, LEFT, NONE
        )
        QApplication.sendEvent(widget, event)

    def menu(self, *titles: str) -> None:
        """Click through the menus to a command."""
        bar = self.window.menuBar()
        holder = next(action for action in bar.actions() if action.text().startswith(titles[0]))
        self.click(bar, bar.actionGeometry(holder).center())
        for title in titles[1:]:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu), f"{titles[0]} opens no menu"
            self.choose_in(menu, title)

    def choose_in(self, menu: QMenu, title: str) -> None:
        """Click on a line of an open menu."""
        action = next(one for one in menu.actions() if one.text().startswith(title))
        self.click(menu, menu.actionGeometry(action).center())

    def view(self, title: str) -> None:
        """Click on the tab of a view of the plan."""
        tabs = self.window.workspace.middle.tabs
        assert tabs is not None
        # Where there is room for its icon alone, its tip has its name.
        at = next(number for number in range(tabs.count()) if tabs.tabToolTip(number) == title)
        self.click(tabs, tabs.tabRect(at).center())
        self.rest()

    def choose(self, combo: QComboBox, text: str) -> None:
        """Choose a line of a list that drops down."""
        self.click(combo)
        view = combo.view()
        self.until(view.isVisible)
        at = combo.findText(text)
        assert at >= 0, [combo.itemText(number) for number in range(combo.count())]
        index = view.model().index(at, 0)

        def closed() -> bool:
            # For a moment after it has dropped down, Qt takes no click for a choice.
            if view.isVisible():
                self.click(view.viewport(), self.row(view, index))
            return not view.isVisible()

        self.until(closed)
        self.rest()


def kept(window: MainWindow) -> Plan:
    """Close the window, and read the plan of the day from its file again."""
    path = window.bridge.session.path
    window.close()
    with Session.open(path) as session:
        return session.read("plan")


def findings(window: MainWindow) -> set[tuple[str, str]]:
    """Rule and element of every finding shown."""
    rows = window.workspace.findings.model.rows
    return {(row.finding.rule, row.finding.id) for row in rows if row.finding is not None}
