"""The middle of the window: the form and the views of the plan, one at a time, under tabs."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from workbench.i18n import N_, tr
from workbench.ui import icons
from workbench.ui.views.registry import VIEWS

if TYPE_CHECKING:
    from workbench.ui.bridge import Bridge
    from workbench.ui.views.form import FormView

FORM: Final = "form"
_FORM_TITLE: Final = N_("Form")


class Middle(QWidget):
    """Shows the form or a view; each is made when it is first shown."""

    #: Key of the view now shown.
    shown = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.key = FORM
        self.views: dict[str, QWidget] = {}
        self._keys = [FORM, *(one.key for one in VIEWS)]
        self.tabs: QTabBar | None = None
        self._stack = QStackedWidget(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._stack, 1)

    def take_form(self, form: FormView) -> None:
        """Put the form in, once it is made, and the tabs with it."""
        self.views[FORM] = form
        self._stack.addWidget(form)
        if VIEWS and self.tabs is None:
            self.tabs = QTabBar(self, expanding=False, drawBase=False, usesScrollButtons=True)
            # A name cut to "Fo…" tells nothing: where there is no room for all, they scroll.
            self.tabs.setElideMode(Qt.TextElideMode.ElideNone)
            for _ in self._keys:
                self.tabs.addTab("")
            self._column.insertWidget(0, self.tabs)
            self.tabs.currentChanged.connect(lambda at: self.show_view(self._keys[at]))
            self._bridge.language_changed.connect(self.retranslate)
            self._bridge.theme_changed.connect(self.retranslate)
            self.retranslate()

    def show_view(self, key: str) -> None:
        """Show a view, or the form; nothing for a name that is none."""
        if key not in self._keys:
            return
        if key != self.key:
            self.flush()
        entry = next((one for one in VIEWS if one.key == key), None)
        if entry is not None and key not in self.views:
            made = getattr(importlib.import_module(entry.module), entry.class_name)(self._bridge, self)
            self.views[key] = made
            self._stack.addWidget(made)
        if key not in self.views:
            return
        self.key = key
        self._stack.setCurrentWidget(self.views[key])
        if self.tabs is not None:
            self.tabs.setCurrentIndex(self._keys.index(key))
        self.shown.emit(key)

    @property
    def current(self) -> QWidget | None:
        """The view now shown."""
        return self.views.get(self.key)

    def flush(self) -> None:
        """Make a change of what is still being typed in any of them."""
        for view in self.views.values():
            flush = getattr(view, "flush", None)
            if flush is not None:
                flush()

    def retranslate(self) -> None:
        """Words in the language now spoken, icons in the colours of the theme."""
        if self.tabs is None:
            return
        self.tabs.setAccessibleName(tr("Views of the plan"))
        self.tabs.setIconSize(QSize(icons.small_size(), icons.small_size()))
        for at, (title, icon) in enumerate(
            [(_FORM_TITLE, "rename"), *((one.title, one.icon) for one in VIEWS)]
        ):
            self.tabs.setTabText(at, tr(title))
            self.tabs.setTabIcon(at, icons.icon(icon))
