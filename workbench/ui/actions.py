"""The commands as Qt actions: menus, toolbar and shortcuts read off the one list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QToolBar, QWidget

from workbench.i18n import tr
from workbench.session.commands import COMMANDS, MENUS, TOOLBAR
from workbench.ui import icons

if TYPE_CHECKING:
    from collections.abc import Callable


class Actions(QObject):
    """One QAction for each command; ``bind`` says what it does, ``allow`` which facts hold now."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.by_id: dict[str, QAction] = {}
        self.menus: dict[str, QMenu] = {}
        self._bound: set[str] = set()
        #: What holds now, of that which commands ask for.
        self.facts: set[str] = set()
        groups: dict[str, QActionGroup] = {}
        for command in COMMANDS:
            action = QAction(self)
            action.setObjectName(command.id)
            action.setMenuRole(_ROLES.get(command.id, QAction.MenuRole.NoRole))
            if command.shortcut:
                action.setShortcuts([QKeySequence(keys) for keys in command.shortcut.split("; ")])
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            if command.choice:
                group = groups.setdefault(command.choice, QActionGroup(self))
                group.addAction(action)
            action.setCheckable(bool(command.choice) or command.toggle)
            self.by_id[command.id] = action
            window.addAction(action)

    def bind(self, id_: str, run: Callable[[], object]) -> None:
        """Say what a command does."""
        self._bound.add(id_)
        self.by_id[id_].triggered.connect(lambda _checked=False: run())

    @property
    def unbound(self) -> set[str]:
        """Commands that do nothing."""
        return set(self.by_id) - self._bound

    def allow(self, facts: set[str]) -> None:
        """Enable the commands whose conditions are among the facts."""
        self.facts = facts
        for command in COMMANDS:
            self.by_id[command.id].setEnabled(set(command.when.split()) <= facts)

    def fill(self, bar: QMenuBar) -> None:
        """Build the menus."""
        for id_ in MENUS:
            above = id_.rpartition(".")[0]
            self.menus[id_] = self.menus[above].addMenu("") if above else bar.addMenu("")
        for command in COMMANDS:
            menu = self.menus[command.menu]
            if command.apart:
                menu.addSeparator()
            menu.addAction(self.by_id[command.id])
        # Submenus stand where they were made, at the top of their menu: the recent libraries go below "open".
        recent = self.menus["file.recent"].menuAction()
        self.menus["file"].insertAction(self.by_id["file.sample"], recent)

    def fill_toolbar(self, bar: QToolBar) -> None:
        """Put the most used commands into the toolbar."""
        for id_ in TOOLBAR:
            if id_ is None:
                bar.addSeparator()
            else:
                bar.addAction(self.by_id[id_])

    def retitle(self, id_: str, title: str, short: str = "") -> None:
        """Give a command a title, with a shorter one for where there is little room."""
        action = self.by_id[id_]
        # Titles of elements stand in some: they may be long, and their "&" underlines nothing.
        action.setText(_cut(title).replace("&", "&&") if short else title)
        action.setIconText(short or title)
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        plain = title.rstrip("…")
        told = f"{plain} ({keys})" if keys else plain
        if short:
            from html import escape

            told = f"<p>{escape(told)}</p>"
        action.setToolTip(told)

    def say(self) -> None:
        """Titles in the language now spoken."""
        for id_, menu in self.menus.items():
            menu.setTitle(tr(MENUS[id_]))
        for command in COMMANDS:
            self.retitle(command.id, tr(command.title))

    def draw(self, *, toolbar_only: bool = False) -> None:
        """Icons in the colours of the theme; at first those of the toolbar will do."""
        for command in COMMANDS:
            if command.icon and (not toolbar_only or command.id in TOOLBAR):
                self.by_id[command.id].setIcon(icons.icon(command.icon, large_only=toolbar_only))


def _cut(title: str) -> str:
    """A title with its middle left out where it would make a menu as wide as the screen."""
    if len(title) <= _MOST_CHARACTERS:
        return title
    half = _MOST_CHARACTERS // 2
    return f"{title[:half].rstrip()}…{title[-half:].lstrip()}"


_MOST_CHARACTERS: Final = 44
_ROLES: Final = {"file.quit": QAction.MenuRole.QuitRole, "help.about": QAction.MenuRole.AboutRole}
