"""The window without a mouse: the keyboard comes everywhere, and one sees where it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QButtonGroup,
    QLineEdit,
    QMenu,
    QMenuBar,
    QRadioButton,
    QTextBrowser,
    QToolBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.places import places, seen, spoil, views
from workbench.session.commands import COMMANDS
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.kindform import KindForm

#: Pixels around a widget in which its focus may be drawn.
_AROUND = 3
#: Buttons of Qt, by what does the same: the menu of the panels, and Ctrl+A.
_OF_QT = {"qt_dockwidget_floatbutton", "qt_dockwidget_closebutton", "qt_tableview_cornerbutton"}


def takes_keyboard(widget: QWidget) -> bool:
    """Whether Tab stops at it, now."""
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(policy) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def stops(root: QWidget) -> list[QWidget]:
    """What Tab stops at in a window or dialog."""
    return [one for one in root.findChildren(QWidget) if one.window() is root and takes_keyboard(one)]


def called(widget: QWidget) -> str:
    """The widget in words, for what the test says."""
    names = [type(one).__name__ for one in (widget, widget.parentWidget()) if one is not None]
    return " in ".join(names) + f" {widget.objectName()} {widget.accessibleName()!r}"


def kind_of(widget: QWidget) -> tuple[object, ...]:
    """What looks the same need not be looked at twice."""
    above, looks = widget.parentWidget(), ("chip", "small", "section", "link", "primary", "framed")
    is_on = isinstance(widget, QAbstractButton) and widget.isChecked()
    return (type(widget), type(above), is_on, *(widget.property(name) for name in looks))


def picture(widget: QWidget) -> QImage:
    """The widget with what is around it."""
    top = widget.window()
    room = QRect(widget.mapTo(top, QPoint(0, 0)), widget.size())
    return top.grab(room.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)).toImage()


def unseen(root: QWidget, widgets: list[QWidget]) -> Iterator[str]:
    """What looks the same with and without the keyboard."""
    for widget in widgets:
        root.activateWindow()
        widget.setFocus(Qt.FocusReason.TabFocusReason)
        QApplication.processEvents()
        if QApplication.focusWidget() is not widget:
            continue
        with_it = picture(widget)
        widget.clearFocus()
        QApplication.processEvents()
        if picture(widget) == with_it:
            yield called(widget)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_one_sees_where_the_keyboard_is(qtbot: QtBot, window: MainWindow, theme: str) -> None:
    window.resize(1440, 900)
    window.appearance.choose_theme(theme)
    known: set[tuple[object, ...]] = set()
    found = []
    if theme == "light":
        rooms = places(qtbot, window)
    else:
        # Dialogs are dressed by the same lines of the stylesheet as the window.
        spoil(qtbot, window)
        rooms = views(qtbot, window)
    for place, root in rooms:
        fresh: dict[tuple[object, ...], QWidget] = {}
        for widget in stops(root):
            kind = kind_of(widget)
            if kind not in known and not widget.visibleRegion().isEmpty():
                fresh.setdefault(kind, widget)
        known.update(fresh)
        found += [f"{place}: {said}" for said in unseen(root, list(fresh.values()))]
    assert len(known) > 40
    assert not found, "\n".join(found)


def rounds(root: QWidget) -> list[QWidget]:
    """What Tab comes to one after the other, until it comes again to where it began."""
    root.activateWindow()
    QApplication.processEvents()
    first = min(
        stops(root), key=lambda one: (one.mapTo(root, QPoint(0, 0)).y(), one.mapTo(root, QPoint(0, 0)).x())
    )
    first.setFocus(Qt.FocusReason.TabFocusReason)
    walk: list[QWidget] = []
    while (here := QApplication.focusWidget()) is not None and here not in walk:
        walk.append(here)
        # A panel behind another is moved out of the window.
        assert here.window() is not root or here.mapTo(root, QPoint(0, 0)).x() >= 0, (
            f"{called(here)} is not seen"
        )
        QTest.keyClick(here, Qt.Key.Key_Tab)
        while isinstance(here, QTextBrowser) and here.hasFocus() and here.textCursor().hasSelection():
            # From link to link.
            QTest.keyClick(here, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is here:
            # In a text Tab is a character, in a table it goes to the next cell: Ctrl+Tab leaves.
            QTest.keyClick(here, Qt.Key.Key_Tab, Qt.KeyboardModifier.ControlModifier)
    return walk


def turned_back(root: QWidget, walk: list[QWidget], window: MainWindow) -> Iterator[str]:
    """Where Tab goes up and to the left again, within a dialog or within a form of the window."""
    tops = root.findChildren(KindForm) if root is window else [root]
    for top in tops:
        inside = [one for one in walk if top.isAncestorOf(one)]
        at = [one.mapTo(top, QPoint(0, 0)) for one in inside]
        for one, other, here, there in zip(inside, inside[1:], at, at[1:], strict=False):
            if there.y() + other.height() <= here.y() and there.x() <= here.x():
                yield f"from {called(one)} up to {called(other)}"


def unpressed(root: QWidget) -> Iterator[str]:
    """Buttons without a key: Tab passes by them, no tooltip names a key, and the menus do not have them."""
    for button in seen(root):
        if not isinstance(button, QAbstractButton) or not button.isEnabled():
            continue
        if takes_keyboard(button) or isinstance(button.parentWidget(), QToolBar):
            continue
        # None where it is in no group, whatever is declared.
        group: object = button.group()
        if isinstance(button, QRadioButton) or (isinstance(group, QButtonGroup) and group.exclusive()):
            # The arrows go from one to the other.
            continue
        if isinstance(button.parentWidget(), QLineEdit):
            # What was typed is taken away as it is anywhere.
            continue
        if not re.search(r"\([A-Z][\w+]*\)", button.toolTip()) and button.objectName() not in _OF_QT:
            yield called(button)


def test_the_keyboard_comes_everywhere_in_the_order_of_reading(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1440, 900)
    found = []
    walked: set[frozenset[int]] = set()
    for place, root in places(qtbot, window):
        found += [f"{place}: no key for {said}" for said in unpressed(root)]
        here = frozenset(id(one) for one in stops(root))
        if here in walked:
            continue
        walked.add(here)
        walk = rounds(root)
        missed = [one for one in stops(root) if one not in walk]
        found += [f"{place}: Tab never comes to {called(one)}" for one in missed]
        found += [f"{place}: {said}" for said in turned_back(root, walk, window)]
    assert not found, "\n".join(dict.fromkeys(found))


def test_every_command_stands_in_a_menu(window: MainWindow) -> None:
    def below(menu: QMenu) -> Iterator[str]:
        for action in menu.actions():
            inner = action.menu()
            if isinstance(inner, QMenu):
                yield from below(inner)
            else:
                yield action.objectName()

    bar = window.menuBar()
    assert isinstance(bar, QMenuBar)
    menus = [action.menu() for action in bar.actions()]
    reached = {id_ for menu in menus if isinstance(menu, QMenu) for id_ in below(menu)}
    assert {command.id for command in COMMANDS} <= reached
    assert all("&" in action.text() for action in bar.actions())
