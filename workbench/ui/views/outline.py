"""The outline: everything in the plan as a tree, edited by keys, mouse and clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPoint,
    QSignalBlocker,
    Qt,
    QTimer,
)
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from workbench.i18n import tr
from workbench.ui.editors.hint import hint
from workbench.ui.keyboard import hand_on
from workbench.ui.models.severity import worst_of
from workbench.ui.views.outline_lines import OutlineLines
from workbench.ui.views.outline_menu import menu_for
from workbench.ui.views.outline_verbs import OutlineVerbs

if TYPE_CHECKING:
    from workbench.plan.plan import Plan
    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout

#: Milliseconds after which the marks follow what was found.
_MARKS_PAUSE: Final = 60
#: Milliseconds after which the tree follows what is typed into its filter.
_FILTER_PAUSE: Final = 150
#: Lines that are opened while a filter is typed: nobody reads more of them, and each costs its time.
_OPENED: Final = 3000
#: Groups that are open at first: what most of the work is done on.
_OPEN: Final = ("goal", "project")


class OutlineView(OutlineVerbs):
    """The tree with a filter above it; says what is selected through ``bridge.navigate``."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.tree.setItemDelegate(OutlineLines(self.tree))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        strip = QFrame()
        strip.setProperty("strip", True)
        strip_layout = QVBoxLayout(strip)
        strip_layout.setContentsMargins(8, 6, 8, 6)
        strip_layout.addWidget(self.search)
        layout.addWidget(strip)
        layout.addWidget(self.tree, 1)
        hand_on(self, self.tree)
        self._open: set[str] = set()
        self._following = False
        #: Whether the pinyin of the plan's names has been worked out.
        self._is_spelt = False
        self.search.installEventFilter(self)
        self._filter_timer = QTimer(self)
        self._filter_timer.setSingleShot(True)
        self._filter_timer.setInterval(_FILTER_PAUSE)
        self._filter_timer.timeout.connect(self.apply_filter)
        self._marks_timer = QTimer(self)
        self._marks_timer.setSingleShot(True)
        self._marks_timer.setInterval(_MARKS_PAUSE)
        self._marks_timer.timeout.connect(self.show_marks)
        self._connect()
        self.retranslate()
        self._plan_opened()

    def _connect(self) -> None:
        self.search.textChanged.connect(lambda _text: self._filter_timer.start())
        self.search.returnPressed.connect(self._take_first)
        self.tree.selectionModel().currentChanged.connect(self._current_changed)
        self.tree.expanded.connect(self._expanded)
        self.tree.collapsed.connect(self._collapsed)
        self.tree.customContextMenuRequested.connect(self._menu)
        self.tree.doubleClicked.connect(self._double_clicked)
        self.bridge.changed.connect(self._changed)
        self.bridge.checked.connect(self._marks_timer.start)
        self.bridge.plan_opened.connect(self._plan_opened)
        self.bridge.navigate.connect(lambda id_, _field: self.select(id_))
        self.bridge.language_changed.connect(self.retranslate)

    def printout(self) -> Printout | None:
        """Everything in the plan on pages, or what answers to the filter."""
        from workbench.ui.paper.lists import outline_pages

        plan = self.bridge.plan
        return outline_pages(self.model, plan) if plan is not None and plan.exists else None

    def retranslate(self) -> None:
        """Show words in another language."""
        hint(self.search, tr("Filter: name, code or pinyin initials"))
        self.search.setAccessibleName(tr("Filter the outline"))
        self.tree.setAccessibleName(tr("Outline"))
        if self.isVisible():  # the first call of viewport() costs a tenth of the time to the first painting
            self.tree.viewport().update()

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        node = self.model.node_at(current)
        if node is None or node.is_group or self._following or self.bridge.plan is None:
            return
        if node.key == self._told:
            return
        self._told = node.key
        self.bridge.navigate.emit(node.key, "")

    # -- following the plan ----------------------------------------------------------------------------

    @property
    def kinds_open(self) -> frozenset[str]:
        """The kinds whose groups are open when a plan is opened."""
        return frozenset(_OPEN)

    def show_sketch(self, plan: Plan | None) -> None:
        """Show what is known of a plan that is still being read, to be looked at alone; None for nothing."""
        self._sketch = plan
        self._show_anew()

    def _plan_opened(self) -> None:
        self._sketch = None
        self._show_anew()

    def _show_anew(self) -> None:
        self._told = ""
        self._is_spelt = False
        self._open = set(_OPEN)
        self.search.clear()
        self._filter_timer.stop()
        self.model.filter("")
        self.model.reset()
        self._restore_open()
        self.tree.scrollToTop()
        if self.isVisible():
            # Before the window is there, checking the plan would keep it waiting: ``checked`` tells of that.
            self._marks_timer.start(0)

    def _changed(self, event: Event) -> None:
        current = self.current()[0] or self._told
        # While lines come and go, Qt makes one after another the current one.
        self._following = True
        self.model.follow(event.change)
        if self.model.is_filtered:
            self._open_all()
        else:
            self._restore_open()
        self._following = False
        plan = self.bridge.plan
        if plan is not None and current in plan:
            if current != self.current()[0]:
                self.select(current)
        else:
            self._current_changed(self.tree.currentIndex(), QModelIndex())

    def _restore_open(self) -> None:
        with QSignalBlocker(self.tree):
            for key in self._open:
                at = self.model.index_of(key)
                if not at.isValid():
                    continue
                # Opened while it was empty, Qt takes a line for open and shows nothing of what comes later.
                self.tree.setExpanded(at, self.model.hasChildren(at))

    def _open_all(self) -> None:
        """Open what answers the filter; of thousands of answers the first groups, the others stay closed."""
        model, tree, opened = self.model, self.tree, 0
        # Telling of each line that it is open would take longer than opening them.
        with QSignalBlocker(tree):
            for row in range(model.rowCount()):
                group = model.index(row, 0)
                node = model.node_at(group)
                opened += model.answered(node.key) if node is not None else 0
                if row and opened > _OPENED:
                    break
                for at in model.holders(group):
                    tree.setExpanded(at, True)

    def _expanded(self, at: QModelIndex) -> None:
        node = self.model.node_at(at)
        # With all lines opened at once, Qt tells of those too that have nothing below them.
        if node is not None and self.model.hasChildren(at):
            self._open.add(node.key)

    def _collapsed(self, at: QModelIndex) -> None:
        node = self.model.node_at(at)
        if node is not None:
            self._open.discard(node.key)

    def show_marks(self) -> None:
        """Show the worst finding of every line."""
        plan = self.bridge.plan
        if plan is not None and plan.exists:
            self.model.show_worst(worst_of(plan, self.bridge.session.checker.findings()))
        else:
            self.model.show_worst({})
        self.tree.viewport().update()

    def apply_filter(self) -> None:
        """Show what answers the filter as it stands."""
        was = self.current()[0] or self._told
        self.model.filter(self.search.text())
        if self.model.is_filtered:
            self._open_all()
        else:
            self._restore_open()
        if was and self.model.index_of(was).isValid():
            self.select(was)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.search and event.type() == QEvent.Type.FocusIn and not self._is_spelt:
            self._spell()
        return super().eventFilter(watched, event)

    def _spell(self) -> None:
        """Have the names and their pinyin made ready beside the window before the first letter is typed."""
        plan = self.bridge.plan
        if plan is None or not plan.exists:
            return
        from workbench.analysis.search import prepare

        self._is_spelt = True
        self.bridge.background.run(prepare(plan), lambda _done: None)

    def _take_first(self) -> None:
        self._filter_timer.stop()
        self.apply_filter()
        first = self.model.first_answer()
        if first is not None:
            self._told = ""
            at = self.model.index_of(first)
            self.tree.setFocus()
            self.tree.selectionModel().setCurrentIndex(at, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    # -- menu ------------------------------------------------------------------------------------------

    def _double_clicked(self, at: QModelIndex) -> None:
        node = self.model.node_at(at)
        if node is None or self.bridge.plan is None:
            return
        if node.is_group:
            if self.model.rowCount(at) == 0:
                self.add_beside()
            else:
                self.tree.setExpanded(at, not self.tree.isExpanded(at))
        else:
            self.rename()

    def _menu(self, at: QPoint) -> None:
        if self.bridge.plan is None:
            return
        menu = self.build_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.tree.viewport().mapToGlobal(at))

    def build_menu(self) -> QMenu:
        """What can be done with the selection, with its keys."""
        return menu_for(self)
