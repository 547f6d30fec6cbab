"""The middle of the window: the form and the views of the plan, one at a time, under tabs."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from workbench.i18n import N_, tr
from workbench.ui import icons
from workbench.ui.views.registry import VIEWS

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from workbench.ui.bridge import Bridge
    from workbench.ui.views.form import FormView

FORM: Final = "form"
_FORM_TITLE: Final = N_("Form")
#: Pixels around the words of a tab, as in workbench.qss, and between its icon and its words.
_AROUND_TAB: Final = 26
_BESIDE_ICON: Final = 8
#: The same around the words where there is little room.
_AROUND_NAME: Final = 10
#: The same around the icon of a tab without words, and how small it is drawn where not all have room.
_AROUND_ICON: Final = 20
_LEAST_ICON: Final = 0.72


class ViewTabs(QTabBar):
    """The tabs of the views: with icon and name, or with the name alone, as far as there is room.

    Where there is not even room for the names, the others are icons, and the chosen one keeps its name as far
    as it can.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, expanding=False, drawBase=False, usesScrollButtons=True)
        # A name cut to "Fo…" tells nothing: where there is no room for all icons either, they scroll.
        self.setElideMode(Qt.TextElideMode.ElideNone)
        self._names: list[str] = []
        self._icons: list[QIcon] = []
        self.currentChanged.connect(lambda _at: self._fit())

    def put(self, names: list[str], drawn: list[QIcon]) -> None:
        """Give the tabs their names and icons."""
        self._names, self._icons = names, drawn
        for at, name in enumerate(names):
            self.setTabToolTip(at, name)
            self.setAccessibleTabName(at, name)
        self._fit()

    def _fit(self) -> None:
        edge, words = icons.small_size(), self.fontMetrics().horizontalAdvance
        texts, count = sum(words(name) for name in self._names), len(self._names)
        is_full = texts + count * (edge + _BESIDE_ICON + _AROUND_TAB) <= self.width()
        is_wide = texts + count * _AROUND_TAB <= self.width()
        has_names = is_wide or texts + count * _AROUND_NAME <= self.width()
        narrow = "" if is_wide else "names" if has_names else "icons"
        if (self.property("narrow") or "") != narrow:
            self.setProperty("narrow", narrow)
            # Before the tabs are measured.
            self.style().unpolish(self)
            self.style().polish(self)
        chosen = words(self.tabToolTip(self.currentIndex()))
        sizes = (edge, round(edge * _LEAST_ICON))
        # Icons become smaller before the chosen tab loses its name, too.
        room = (one for one in sizes if count * (one + _AROUND_ICON) + chosen <= self.width())
        drawn_edge = edge if has_names else next(room, 0)
        self.setIconSize(QSize(drawn_edge or sizes[-1], drawn_edge or sizes[-1]))
        for at, (name, drawn) in enumerate(zip(self._names, self._icons, strict=True)):
            is_named = has_names or (at == self.currentIndex() and drawn_edge > 0)
            self.setTabText(at, name if is_named else "")
            self.setTabIcon(at, drawn if is_full or not has_names else QIcon())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


class Middle(QWidget):
    """Shows the form or a view; each is made when it is first shown."""

    #: Key of the view now shown.
    shown = Signal(str)
    #: The manual of a rule is asked for in a view.
    rule_asked = Signal(str)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.key = FORM
        self.views: dict[str, QWidget] = {}
        self._keys = [FORM, *(one.key for one in VIEWS)]
        self.tabs: ViewTabs | None = None
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
            self.tabs = ViewTabs(self)
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
        is_new = key not in self.views
        if entry is not None and is_new:
            made = getattr(importlib.import_module(entry.module), entry.class_name)(self._bridge, self)
            self.views[key] = made
            asked = getattr(made, "rule_asked", None)
            if asked is not None:
                asked.connect(self.rule_asked)
            self._stack.addWidget(made)
        if key not in self.views:
            return
        self.key = key
        self._stack.setCurrentWidget(self.views[key])
        if self.tabs is not None:
            self.tabs.setCurrentIndex(self._keys.index(key))
        self.shown.emit(key)
        plan = self._bridge.plan
        if is_new and plan is not None and self._bridge.shown in plan:
            # It was not there yet when that element was gone to.
            self._bridge.navigate.emit(self._bridge.shown, "")

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
        self.tabs.put(
            [tr(_FORM_TITLE), *(tr(one.title) for one in VIEWS)],
            [icons.icon("rename"), *(icons.icon(one.icon) for one in VIEWS)],
        )
