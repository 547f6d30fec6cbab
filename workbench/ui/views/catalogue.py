"""The items of a catalogue of indicators: found, read, taken into the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from workbench.exchange.catalogue_table import MANDATORY
from workbench.i18n import N_, current, tr
from workbench.plan import edits
from workbench.plan.catalogues import CERTAINTY, catalogue
from workbench.plan.choices import DOMAIN, SUBJECT
from workbench.rules.catalogue_rules import Standing, name_adopted, standings
from workbench.session.catalogue_search import NONE, STATES, Wanted, found
from workbench.session.catalogues import selection
from workbench.ui import icons
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.editors.hint import hint
from workbench.ui.keyboard import hand_on
from workbench.ui.models.catalogue import CatalogueModel
from workbench.ui.phrases import sentences
from workbench.ui.views.catalogue_item import page_of_catalogue, page_of_item
from workbench.ui.views.manual import Page
from workbench.ui.views.when_seen import WhenSeen

if TYPE_CHECKING:
    from workbench.plan.catalogues import Catalogue, CatalogueItem
    from workbench.ui.bridge import Bridge

_NOT_MAPPED: Final = N_("Put to none")
#: Filters in their order: what each asks for when it asks for nothing, and its choices.
_FILTERS: Final = {
    "state": (N_("Any state"), STATES),
    "kind": (N_("Mandatory and selected"), {"mandatory": MANDATORY[True], "selected": MANDATORY[False]}),
    "problem": (N_("All problems"), {**DOMAIN, NONE: _NOT_MAPPED}),
    "subject": (N_("All subjects"), {**SUBJECT, NONE: _NOT_MAPPED}),
    "certainty": (N_("Any certainty"), CERTAINTY),
}
_NAMES: Final = {
    "state": N_("In the plan"),
    "kind": N_("Mandatory or selected"),
    "problem": N_("Problem"),
    "subject": N_("Subject"),
    "certainty": N_("Certainty"),
}
#: Widths of the columns after the first, in letters, and the least of the first.
_WIDTHS: Final = (12, 7, 8, 13, 9, 10)
_LEAST_NAME: Final = 18
#: The column that says nothing where nothing is mandatory.
_KIND: Final = 2


class CataloguePage(WhenSeen):
    """A tree of items with filters above, the item chosen beside it, and below what can be done with it."""

    #: The reason for leaving out a mandatory item is to be asked for.
    waive_wanted = Signal(object)
    #: An indicator of the place's own is to be made.
    local_wanted = Signal()
    #: An indicator was gone to: its form is behind this page.
    went = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.source: Catalogue | None = None
        self._standings: dict[str, Standing] = {}
        self.text = QLineEdit(self, clearButtonEnabled=True)
        self.text.textChanged.connect(self.refresh)
        above = FlowBox(self, 8)
        above.flow.addWidget(self.text)
        self.filters: dict[str, CalmCombo] = {}
        for name in _FILTERS:
            combo = self.filters[name] = CalmCombo(self)
            combo.activated.connect(self.refresh)
            above.flow.addWidget(combo)
        self.model = CatalogueModel(self)
        self.tree = self._tree()
        self.page = Page(self)
        self.page.setProperty("framed", True)
        parted = QSplitter(Qt.Orientation.Horizontal, self)
        parted.setChildrenCollapsible(False)
        parted.addWidget(self.tree)
        parted.addWidget(self.page)
        parted.setStretchFactor(0, 3)
        parted.setStretchFactor(1, 1)
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")
        below = FlowBox(self, 8)
        self.select, self.go, self.waive, self.local = (QPushButton(self) for _ in range(4))
        acts = (self._select, self._go, self._waive, self.local_wanted.emit)
        for button, act in zip((self.select, self.go, self.waive, self.local), acts, strict=True):
            button.setAutoDefault(False)
            button.clicked.connect(act)
            below.flow.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(above)
        whole.addWidget(parted, 1)
        whole.addWidget(self.said)
        whole.addWidget(below)
        hand_on(self, self.text)
        bridge.checked.connect(self.set_stale)
        bridge.plan_opened.connect(self.set_stale)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self.tree.viewport().update)
        self.retranslate()

    def _tree(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setModel(self.model)
        tree.setProperty("framed", True)
        tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        tree.setUniformRowHeights(True)
        tree.setExpandsOnDoubleClick(False)
        tree.setIconSize(QSize(icons.small_size(), icons.small_size()))
        tree.header().setStretchLastSection(False)
        tree.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        tree.viewport().installEventFilter(self)
        tree.selectionModel().selectionChanged.connect(lambda *_: self._show())
        tree.selectionModel().currentChanged.connect(lambda *_: self._show())
        tree.activated.connect(self._activate)
        return tree

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.FontChange):
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """The columns as wide as their words need, the names as wide as there is room."""
        letter = self.fontMetrics().horizontalAdvance("国")
        header = self.tree.header()
        taken = 0
        for column, letters in enumerate(_WIDTHS, 1):
            wide = max(letter * letters, header.sectionSizeHint(column))
            header.resizeSection(column, wide)
            taken += 0 if header.isSectionHidden(column) else wide
        header.resizeSection(0, max(letter * _LEAST_NAME, self.tree.viewport().width() - taken))

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        hint(self.text, tr("Find an indicator by words, code or pinyin initials"))
        self.text.setAccessibleName(tr("Find an indicator by words, code or pinyin initials"))
        for name, (nothing, choices) in _FILTERS.items():
            combo = self.filters[name]
            at = max(combo.currentIndex(), 0)
            combo.clear()
            combo.addItem(tr(nothing), "")
            for key, label in choices.items():
                combo.addItem(tr(label), key)
            combo.setCurrentIndex(at)
            combo.setAccessibleName(tr(_NAMES[name]))
        self.tree.setAccessibleName(tr("Indicators of the catalogue"))
        self.page.setAccessibleName(tr("What is known of it"))
        self.local.setText(tr("Local indicator…"))
        self.local.setToolTip(tr("An indicator of the place's own, with its definition sheet"))
        self.model.retranslate()
        self._fit()
        self.refresh()

    # -- content ---------------------------------------------------------------------------------------

    def put(self, source: Catalogue | None) -> None:
        """Show the items of a catalogue."""
        self.source = source
        has_mandatory = source is not None and any(one.mandatory for one in source.items)
        self.tree.setColumnHidden(_KIND, not has_mandatory)
        self._fit()
        self.refresh()

    @property
    def wanted(self) -> Wanted:
        """What is asked for in the lines above."""
        chosen = {name: combo.currentData() or "" for name, combo in self.filters.items()}
        return Wanted(self.text.text(), **chosen)

    def refresh(self) -> None:
        """Show the items that are asked for, with their state in the plan as it is now."""
        self._stale = False
        plan, source = self._bridge.plan, self.source
        if plan is None or not plan.exists or source is None:
            self.model.put([], {}, None)
            self._show()
            return
        self._standings = standings(plan, source, self._bridge.session.checker.as_of)
        before = self.chosen
        items = found(source, self._standings, self.wanted, current())
        if self.model.put(items, self._standings, plan):
            self.tree.expandAll()
            self._choose(before.code if before is not None else "")
        self._say(len(items))
        self._show()

    def _say(self, shown: int) -> None:
        source, plan = self.source, self._bridge.plan
        if source is None or plan is None:
            return
        states = [one.state for one in self._standings.values()]
        said = [
            tr("{count} shown of {all}.", count=shown, all=len(source.items)),
            tr("The plan takes up {count}.", count=states.count("adopted")),
        ]
        if name_adopted(plan.head, source) is not None:
            if states.count("missing"):
                said.append(tr("Mandatory and missing: {count}.", count=states.count("missing")))
        elif any(one.mandatory for one in source.items):
            said.append(tr("The plan does not adopt this catalogue: nothing of it is mandatory."))
        if not any(one.mandatory for one in source.items):
            said.append(tr("Nothing in this catalogue is mandatory; a place selects from it."))
        unknown = [name for name in plan.head.catalogues or () if catalogue(name) is None]
        if unknown:
            said.append(tr("Adopted and not on this computer: {names}.", names=", ".join(unknown)))
        self.said.setText(sentences(said))

    def _choose(self, code: str) -> None:
        """Put the cursor on an item, or on the first one."""
        first = QModelIndex()
        at = self.model.index(0, 0)
        while at.isValid():
            item = self.model.node(at).item
            if item is not None:
                first = first if first.isValid() else at
                if item.code == code:
                    first = at
                    break
            at = self.tree.indexBelow(at)
        if first.isValid():
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.tree.selectionModel().setCurrentIndex(first, flags)

    # -- the items chosen ------------------------------------------------------------------------------

    @property
    def chosen(self) -> CatalogueItem | None:
        """The item under the cursor."""
        return self.model.node(self.tree.currentIndex()).item

    @property
    def chosen_items(self) -> list[CatalogueItem]:
        """The items that are chosen, or stand below a heading that is, as the catalogue has them."""
        if self.source is None:
            return []
        nodes = [self.model.node(index) for index in self.tree.selectionModel().selectedRows()]
        codes = {item.code for node in nodes for item in node.items()}
        return [item for item in self.source.items if item.code in codes]

    def _free(self) -> list[CatalogueItem]:
        return [one for one in self.chosen_items if self._standing(one).state != "adopted"]

    def _standing(self, item: CatalogueItem) -> Standing:
        return self._standings.get(item.code, Standing("free"))

    def _show(self) -> None:
        """Show what is chosen, and what can be done with it."""
        item, source = self.chosen, self.source
        standing = self._standing(item) if item is not None else Standing("free")
        if source is None:
            self.page.clear()
        elif item is None:
            self.page.setHtml(page_of_catalogue(source))
        else:
            reason = standing.waiver.reason if standing.waiver is not None else ""
            state = self.model.state_in_words(standing)
            self.page.setHtml(page_of_item(source, item, state, reason or ""))
        free, writable = self._free(), self._bridge.is_writable and self.has_plan
        if len(free) > 1:
            self.select.setText(tr("Select {count} into the plan", count=len(free)))
        else:
            self.select.setText(tr("Select into the plan"))
        self.select.setEnabled(writable and bool(free))
        self.go.setText(tr("Go to the indicator"))
        self.go.setEnabled(bool(standing.indicators))
        is_waived = standing.state == "waived"
        self.waive.setText(tr("Take the reason back") if is_waived else tr("Leave out with a reason…"))
        self.waive.setEnabled(writable and standing.state in ("missing", "waived"))
        self.local.setEnabled(writable)

    def _select(self) -> None:
        plan, items = self._bridge.plan, self._free()
        if plan is not None and self.source is not None and items:
            self._bridge.apply(selection(plan, self.source, items))
            self.refresh()

    def _go(self) -> None:
        item = self.chosen
        if item is not None and self._standing(item).indicators:
            self._bridge.navigate.emit(self._standing(item).indicators[0], "name")
            self.went.emit()

    def _waive(self) -> None:
        item, plan = self.chosen, self._bridge.plan
        if item is None or plan is None:
            return
        waiver = self._standing(item).waiver
        if waiver is None:
            self.waive_wanted.emit(item)
        else:
            self._bridge.apply(edits.delete(plan, [waiver.id]))
            self.refresh()

    def _activate(self, index: QModelIndex) -> None:
        """Enter or a double click: to the indicator where there is one, else take the item in."""
        item = self.model.node(index).item
        if item is None:
            at = index.siblingAtColumn(0)
            self.tree.setExpanded(at, not self.tree.isExpanded(at))
        elif self._standing(item).indicators:
            self._go()
        elif self.select.isEnabled():
            self._select()
