"""The room in which a plan is worked on: verdicts above, form in the middle, panels around it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QDockWidget,
    QMainWindow,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import N_, tr
from workbench.ui.appearance import application
from workbench.ui.keyboard import give
from workbench.ui.middle import Middle
from workbench.ui.views.outline import OutlineView
from workbench.ui.views.verdicts import VerdictStrip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent, QShowEvent

    from workbench.rules.finding import Finding
    from workbench.ui.bridge import Bridge
    from workbench.ui.views.findings import FindingsPanel
    from workbench.ui.views.form import FormView
    from workbench.ui.views.history import HistoryPanel
    from workbench.ui.views.manual import ManualPane

DOCKS: Final = {
    "outline": N_("Plan outline"),
    "findings": N_("Findings"),
    "manual": N_("Rule manual"),
    "history": N_("History"),
}
#: Lines of text below which the window is low.
_LOW: Final = 34
#: Changes when docks are added or renamed: an arrangement saved before is then left aside.
_ARRANGEMENT: Final = 1


class Workspace(QWidget):
    """Composes the views of one plan. What is not seen at first is made after the first painting."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.verdicts = VerdictStrip(bridge, self)
        self.room = QMainWindow(self)
        self.room.setWindowFlags(Qt.WindowType.Widget)
        # With grouped dragging a panel is taken out by its tab, too.
        self.room.setDockOptions(
            QMainWindow.DockOption.AllowNestedDocks | QMainWindow.DockOption.GroupedDragging
        )
        self.room.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.outline = OutlineView(bridge, self.room)
        self._form: FormView | None = None
        # Stays when the form comes: another central widget would have the panels change their sizes.
        self.middle = Middle(bridge, self.room)
        self.room.setCentralWidget(self.middle)
        self.middle.rule_asked.connect(self.open_manual)
        self.docks: dict[str, QDockWidget] = {}
        for name in DOCKS:
            dock = QDockWidget(self.room)
            dock.setObjectName(name)
            dock.dockLocationChanged.connect(self._retitle)
            dock.topLevelChanged.connect(self._retitle)
            dock.visibilityChanged.connect(self._retitle)
            self.docks[name] = dock
        self._is_sized = False
        self._sizes = QTimer(self, singleShot=True, interval=0)
        self._sizes.timeout.connect(self._size)
        self._titles = QTimer(self, singleShot=True, interval=0)
        self._titles.timeout.connect(self._mark_titles)
        self.docks["outline"].setWidget(self.outline)
        self._findings: FindingsPanel | None = None
        self._manual: ManualPane | None = None
        self._history: HistoryPanel | None = None
        self.waive: Callable[[Finding], None] = lambda _finding: None
        self.mend: Callable[[Finding, int], None] = lambda _finding, _way: None
        self.mend_all: Callable[[], None] = lambda: None
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.verdicts)
        whole.addWidget(self.room, 1)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self._lower)
        bridge.theme_changed.connect(self._retitle)
        application().focusChanged.connect(self._follow_keyboard)
        bridge.navigate.connect(self._went)
        bridge.dimension_asked.connect(self._show_dimension)
        bridge.version_asked.connect(self._show_version)
        self.retranslate()

    def _went(self, _id: str, field: str) -> None:
        """Going to a field is going to the form; going to an element stays in the view that is shown."""
        if field:
            self.middle.show_view("form")

    # -- form and panels, made when first needed -------------------------------------------------------

    @property
    def form(self) -> FormView:
        """The form of the element chosen."""
        if self._form is None:
            from workbench.ui.views.form import FormView

            self._form = FormView(self._bridge, self.room)
            self._form.rule_asked.connect(self.open_manual)
            self.middle.take_form(self._form)
        return self._form

    def flush(self) -> None:
        """Make a change of what is still being typed."""
        self.middle.flush()

    @property
    def findings(self) -> FindingsPanel:
        """The findings panel."""
        if self._findings is None:
            from workbench.ui.views.findings import FindingsPanel

            panel = FindingsPanel(self._bridge, self.docks["findings"])
            self._findings = panel
            self.docks["findings"].setWidget(panel)
            self.verdicts.filtered.connect(self._filter)
            panel.filtered.connect(self.verdicts.mark)
            panel.explained.connect(self.explain)
            panel.waive_wanted.connect(self._waive)
            panel.mend_wanted.connect(self._mend)
            panel.mend_all_wanted.connect(self._mend_all)
            panel.went.connect(self._offer_mending)
        return self._findings

    def _waive(self, finding: Finding) -> None:
        self.waive(finding)

    def _mend(self, finding: Finding, way: int) -> None:
        self.mend(finding, way)

    def _mend_chosen(self) -> None:
        self.findings.mend.click()

    def _mend_all(self) -> None:
        self.mend_all()

    def _offer_mending(self, _finding: Finding | None) -> None:
        """The manual has a button for the finding chosen when that can be mended."""
        panel = self.findings
        chosen = panel.chosen if panel.mend.isEnabled() else None
        self.manual.offer_mending(chosen.rule if chosen is not None else "")

    @property
    def manual(self) -> ManualPane:
        """The manual pane."""
        if self._manual is None:
            from workbench.ui.views.manual import ManualPane

            self._manual = ManualPane(self._bridge, self.docks["manual"])
            self._manual.mend.clicked.connect(self._mend_chosen)
            self.docks["manual"].setWidget(self._manual)
        return self._manual

    @property
    def history(self) -> HistoryPanel:
        """The history panel."""
        if self._history is None:
            from workbench.ui.views.history import HistoryPanel

            self._history = HistoryPanel(self._bridge, self.docks["history"])
            self.docks["history"].setWidget(self._history)
        return self._history

    def complete(self) -> None:
        """Make the panels: called after the first painting, they cost more than the rest of the window."""
        for panel in (self.form, self.findings, self.manual, self.history):
            panel.ensurePolished()
        for dock in self.docks.values():
            if dock.property("drawn") is None:
                dock.setProperty("drawn", "true")
                dock.style().unpolish(dock)
                dock.style().polish(dock)
                QApplication.sendEvent(dock, QEvent(QEvent.Type.StyleChange))
                self._name_buttons(dock)
        self.outline.search.setClearButtonEnabled(True)  # Qt takes its time to find the mark for it
        self.verdicts.refresh()
        self.findings.refresh_soon()

    @property
    def is_complete(self) -> bool:
        """Whether the panels have been made."""
        return self._history is not None

    def explain(self, code: str) -> None:
        """Show a rule's manual, if its panel is open."""
        self.manual.explain(code)

    def open_manual(self, code: str) -> None:
        """Show a rule's manual and bring its panel up."""
        self.manual.explain(code)
        self.bring_up("manual")

    def _filter(self, dimension: str) -> None:
        self.bring_up("findings")
        self.findings.filter_dimension(dimension)

    def _show_dimension(self, dimension: str) -> None:
        self._filter(dimension)
        self.go_to("findings")

    def _show_version(self, name: str) -> None:
        from workbench.ui.views.versions import VersionsView

        self.show_view("versions")
        view = self.middle.current
        if isinstance(view, VersionsView):
            view.choose(name)

    def show_findings_of(self, ids: frozenset[str], name: str) -> None:
        """Show the findings about some elements, under the name that these have together."""
        self.bring_up("findings")
        self.findings.filter_elements(ids, name)
        self.go_to("findings")

    # -- arranging -------------------------------------------------------------------------------------

    def arrange(self, saved: str = "") -> None:
        """Place the panels as saved (base64 text), or as at first."""
        if saved and self.room.restoreState(QByteArray.fromBase64(saved.encode()), _ARRANGEMENT):
            self._is_sized = True
            return
        for dock in self.docks.values():
            # Placed anew while they still have a place, Qt would leave a gap there.
            self.room.removeDockWidget(dock)
        left, right = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
        self.room.addDockWidget(left, self.docks["outline"])
        self.room.addDockWidget(right, self.docks["findings"])
        self.room.addDockWidget(right, self.docks["manual"])
        self.room.splitDockWidget(self.docks["findings"], self.docks["manual"], Qt.Orientation.Vertical)
        self.room.tabifyDockWidget(self.docks["findings"], self.docks["history"])
        for dock in self.docks.values():
            dock.setFloating(False)
            dock.show()
        self.docks["findings"].raise_()
        self._is_sized = False
        if self.isVisible():
            self._sizes.start()

    def _size(self) -> None:
        self._is_sized = self.isVisible()
        docks = [self.docks["outline"], self.docks["findings"]]
        widths = [int(self.width() * 0.21), int(self.width() * 0.31)]
        self.room.resizeDocks(docks, widths, Qt.Orientation.Horizontal)
        docks = [self.docks["findings"], self.docks["manual"]]
        heights = [int(self.height() * 0.6), int(self.height() * 0.4)]
        self.room.resizeDocks(docks, heights, Qt.Orientation.Vertical)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lower()

    def _lower(self) -> None:
        """Leave more of a low window to the plan."""
        self.verdicts.make_low(is_low=self.height() < self.fontMetrics().height() * _LOW)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_sized:
            # Docks take their sizes only when they are seen.
            self._size()
            self._sizes.start()

    def _follow_keyboard(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Bring a panel to the front that the keyboard comes to: Tab goes to those behind others too."""
        for dock in self.docks.values():
            if now is not None and dock.isAncestorOf(now) and dock.visibleRegion().isEmpty():
                dock.raise_()

    def _retitle(self) -> None:
        self._titles.start()

    def _mark_titles(self) -> None:
        """A panel that shares its place is named by its tab; a second name above it would be noise."""
        for dock in self.docks.values():
            is_tab = bool(self.room.tabifiedDockWidgets(dock)) and not dock.isFloating()
            if is_tab != (dock.titleBarWidget() is not None):
                dock.setTitleBarWidget(QWidget(dock) if is_tab else None)  # type: ignore[arg-type]
            self._name_buttons(dock)

    def arrangement(self) -> str:
        """How the panels are placed, as base64 text; "" while they have not been seen and have no sizes."""
        if not self._is_sized:
            return ""
        return bytes(self.room.saveState(_ARRANGEMENT).toBase64().data()).decode()

    def bring_up(self, name: str) -> None:
        """Show a panel, in front of those it shares a place with."""
        dock = self.docks[name]
        dock.show()
        dock.raise_()

    def go_to(self, name: str) -> None:
        """Put the keyboard into a panel, or into the form."""
        if name == "form":
            self.show_view("form")
            return
        self.bring_up(name)
        give({"outline": self.outline, "findings": self.findings.list}.get(name) or self.docks[name].widget())

    @property
    def place_with_keyboard(self) -> str:
        """The panel or the view in the middle that has the keyboard; "" when neither has."""
        at = QApplication.focusWidget()
        while at is not None and at is not self:
            for name, dock in self.docks.items():
                if at is dock:
                    return name
            if at is self.middle:
                return self.middle.key
            at = at.parentWidget()
        return ""

    def show_view(self, key: str) -> None:
        """Show a view in the middle, or the form, and put the keyboard into it."""
        self.middle.show_view(key)
        if self.middle.current is not None:
            give(self.middle.current)

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        for name, title in DOCKS.items():
            self.docks[name].setWindowTitle(tr(title))
            self._name_buttons(self.docks[name])

    @staticmethod
    def _name_buttons(dock: QDockWidget) -> None:
        """The buttons of a panel's title are Qt's own, which calls all of them the same."""
        title = dock.windowTitle()
        for name, said in (
            ("qt_dockwidget_floatbutton", tr("{panel}: out of the window, or back", panel=title)),
            ("qt_dockwidget_closebutton", tr("{panel}: close", panel=title)),
        ):
            button = dock.findChild(QAbstractButton, name, Qt.FindChildOption.FindDirectChildrenOnly)
            if button is not None:
                button.setAccessibleName(said)
                button.setToolTip(said)
