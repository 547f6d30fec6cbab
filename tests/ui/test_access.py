"""The window for those who hear it: names and roles in the accessibility tree."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.places import places, seen
from workbench import ui
from workbench.ui import accessibility
from workbench.ui.mainwindow import MainWindow

Role = QAccessible.Role
Text = QAccessible.Text
#: What one does something with, or reads: each must say what it is.
SPEAKING = {
    Role.Button,
    Role.ButtonDropDown,
    Role.ButtonMenu,
    Role.ButtonDropGrid,
    Role.CheckBox,
    Role.RadioButton,
    Role.ComboBox,
    Role.EditableText,
    Role.SpinBox,
    Role.Slider,
    Role.Table,
    Role.Tree,
    Role.List,
    Role.PageTab,
    Role.PageTabList,
    Role.MenuItem,
    Role.Chart,
    Role.Graphic,
    Role.Canvas,
    Role.Link,
}
#: Roles of what holds rows, whose cells are named by what stands in them.
ROWS = {Role.Table, Role.Tree, Role.List}
#: Roles that do not say what one can do with something.
VAGUE = {Role.NoRole, Role.Client, Role.Pane, Role.Window}
#: What Qt itself puts inside of others: the others are named.
PARTS = {
    "qt_spinbox_lineedit",
    "qt_scrollarea_viewport",
    "qt_toolbar_ext_button",
    "ScrollLeftButton",
    "ScrollRightButton",
}


@pytest.fixture(autouse=True)
def heard(window: MainWindow) -> Iterator[None]:
    """Somebody listens: Qt then tells of everything that becomes different."""
    QAccessible.setActive(True)
    yield
    QAccessible.setActive(False)


def reached(widget: QWidget) -> bool:
    """Whether the keyboard comes to it; what hands it on does not count."""
    policy = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(policy) and widget.focusProxy() is None and widget.isEnabled()


def spoken(
    top: QAccessibleInterface, group: tuple[str, ...] = ()
) -> Iterator[tuple[QAccessibleInterface, tuple[str, ...]]]:
    """Everything below that can be seen, but the rows of lists, with the names of what it stands in."""
    if not top.isValid() or top.state().invisible:
        return
    yield top, group
    if top.role() in ROWS:
        return
    name = top.text(Text.Name)
    within = (*group, name) if name and top.role() == Role.Grouping else group
    for at in range(top.childCount()):
        child = top.child(at)
        if child is not None:
            yield from spoken(child, within)


def name_of(one: QAccessibleInterface) -> str:
    """What is said of it; of a box with choices, where Qt says the choice, its label or description."""
    name = one.text(Text.Name).strip()
    if one.role() != Role.ComboBox:
        return name
    labels = [other.text(Text.Name) for other, _ in one.relations(QAccessible.RelationFlag.Label)]
    return " ".join(labels) or one.text(Text.Description).strip()


def faults(place: str, root: QWidget) -> Iterator[str]:
    """What somebody who hears the window would miss."""
    told: dict[tuple[object, ...], int] = {}
    for one, group in spoken(QAccessible.queryAccessibleInterface(root)):
        widget = one.object()
        if not isinstance(widget, QWidget) or widget.objectName() in PARTS:
            continue
        what = f"{place}: {type(widget).__name__} {widget.objectName()} in {'/'.join(group) or 'the window'}"
        name, role = name_of(one), one.role()
        if (role in SPEAKING or reached(widget)) and not name:
            yield f"{what} has no name ({role.name})"
        if reached(widget):
            if role in VAGUE:
                yield f"{what} has the role {role.name}"
            key = (widget.window(), *group, role, name)
            told[key] = told.get(key, 0) + 1
            if name and told[key] == 2:
                yield f"{what} has the name of another: {name!r} ({role.name})"
        drawn = any(kind.__name__ in accessibility.ROLES for kind in type(widget).__mro__)
        if drawn and role == Role.Chart and not one.text(Text.Description).strip():
            yield f"{what} does not say what it shows"


def own_widgets() -> set[type[QWidget]]:
    """All widgets of the program but what only serves as a base of others."""
    for module in pkgutil.walk_packages(ui.__path__, f"{ui.__name__}."):
        importlib.import_module(module.name)
    found, above = set(), [QWidget]
    while above:
        for kind in above.pop().__subclasses__():
            above.append(kind)
            if kind.__module__.startswith(ui.__name__) and not kind.__subclasses__():
                found.add(kind)
    return found


def test_every_control_says_what_it_is(qtbot: QtBot, window: MainWindow) -> None:
    window.resize(1440, 900)
    found: list[str] = []
    known: set[type[QWidget]] = set()
    for place, root in places(qtbot, window):
        found += faults(place, root)
        known.update(type(one) for one in seen(root))
    assert not found, "\n".join(dict.fromkeys(found))
    # A new view or dialog has to be among the places.
    assert sorted(f"{one.__module__}.{one.__name__}" for one in own_widgets() - known) == []
