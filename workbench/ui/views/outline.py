"""The outline: everything in the plan as a tree, edited by keys, mouse and clipboard."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QMenu, QVBoxLayout, QWidget

from workbench.i18n import tr
from workbench.ui.models.severity import worst_of
from workbench.ui.views.outline_lines import OutlineLines
from workbench.ui.views.outline_menu import menu_for
from workbench.ui.views.outline_verbs import OutlineVerbs

if TYPE_CHECKING:
    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge

#: Milliseconds after which the marks follow what was found.
_MARKS_PAUSE: Final = 60
#: Milliseconds after which the tree follows what is typed into its filter.
_FILTER_PAUSE: Final = 150


class OutlineView(OutlineVerbs):
    """The tree with a filter above it; says what is selected through ``bridge.navigate``."""

    #: The element that has become the current one.
    activated_id = Signal(str)

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
        self.setFocusProxy(self.tree)
        self._open: set[str] = set()
        self._expanding = False
        self._following = False
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

    def retranslate(self) -> None:
        """Show words in another language."""
        self.search.setPlaceholderText(tr("Filter: name, code or pinyin initials"))
        self.search.setAccessibleName(tr("Filter the outline"))
        self.tree.setAccessibleName(tr("Outline"))
        if self.isVisible():  # the first call of viewport() costs a tenth of the time to the first painting
            self.tree.viewport().update()

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        node = self.model.node_at(current)
        if node is None or node.is_group or self._following:
            return
        if node.key == self._told:
            return
        self._told = node.key
        self.activated_id.emit(node.key)
        self.bridge.navigate.emit(node.key, "")

    # -- following the plan ----------------------------------------------------------------------------

    def _plan_opened(self) -> None:
        self._told = ""
        self._open = {"goal", "project"}
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
        self._expanding = True
        for key in self._open:
            at = self.model.index_of(key)
            if not at.isValid():
                continue
            # Opened while it was empty, Qt takes a line for open and shows nothing of what comes later.
            self.tree.setExpanded(at, self.model.hasChildren(at))
        self._expanding = False

    def _open_all(self) -> None:
        self._expanding = True
        self.tree.expandAll()
        self._expanding = False

    def _expanded(self, at: QModelIndex) -> None:
        node = self.model.node_at(at)
        if node is not None and not self._expanding:
            self._open.add(node.key)

    def _collapsed(self, at: QModelIndex) -> None:
        node = self.model.node_at(at)
        if node is not None and not self._expanding:
            self._open.discard(node.key)

    def show_marks(self) -> None:
        """Show the worst finding of every line."""
        plan = self.bridge.plan
        if plan is not None and plan.exists:
            self.model.show_worst(worst_of(plan, self.bridge.session.checker.findings()))
        else:
            self.model.show_worst({})

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
        if node is None:
            return
        if node.is_group:
            if self.model.rowCount(at) == 0:
                self.add_beside()
            else:
                self.tree.setExpanded(at, not self.tree.isExpanded(at))
        else:
            self.rename()

    def _menu(self, at: QPoint) -> None:
        menu = self.build_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.tree.viewport().mapToGlobal(at))

    def build_menu(self) -> QMenu:
        """What can be done with the selection, with its keys."""
        return menu_for(self)
