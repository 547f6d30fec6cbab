"""The findings panel: filters above, the list, and what to do with the finding chosen."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QMenu

from workbench.i18n import N_, current, tr, words
from workbench.plan import edits
from workbench.plan.change import Label
from workbench.rules.rule import SEVERITIES
from workbench.rules.verdict import DIMENSION_LABELS, SEVERITY_LABELS
from workbench.ui.phrases import counts_in_words, joined
from workbench.ui.views.findings_layout import FindingsLayout
from workbench.ui.views.findings_list import ROW
from workbench.ui.views.findings_rows import (
    Row,
    Wanted,
    arrange,
    count,
    in_dimension,
    rows_of,
    select,
    waivers_of,
)

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from workbench.rules.finding import Finding
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout

#: Milliseconds of quiet before the list is made anew: changes and typing come in bursts.
_PAUSE: Final = 60


class FindingsPanel(FindingsLayout):
    """Filters above, the list below, and what to do with the finding chosen."""

    #: A finding was chosen or opened: its rule's manual is wanted.
    explained = Signal(str)
    #: The filter by dimension was changed here.
    filtered = Signal(str)
    #: A finding is to be waived.
    waive_wanted = Signal(object)
    #: A finding is to be mended, in the way of this place among the ways there are.
    mend_wanted = Signal(object, int)
    #: All that can only be meant so is to be mended.
    mend_all_wanted = Signal()
    #: Another finding is under the cursor, or none.
    went = Signal(object)

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.wanted = Wanted()
        self._all: list[Finding] = []
        #: Whether the one under the cursor came up to the place of one dealt with, and was not opened yet.
        self._came_up = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.refresh)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.text.textChanged.connect(self._text_typed)
        self.grouping.currentIndexChanged.connect(self._grouping_chosen)
        for button in self.severities.values():
            button.toggled.connect(self._severities_chosen)
        self.only.clicked.connect(self._show_all)
        self.mend.clicked.connect(self._mend)
        self.mend_all.clicked.connect(self.mend_all_wanted.emit)
        self.waive.clicked.connect(self._waive)
        self.list.clicked.connect(self._clicked)
        self.list.opened.connect(self.open)
        self.list.folded.connect(self._fold)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.list.customContextMenuRequested.connect(self._show_menu)
        bridge = self._bridge
        bridge.checked.connect(self.refresh_soon)
        bridge.plan_opened.connect(self._forget)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self.draw)

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.name_widgets()
        self._say_only()
        self.refresh_soon()

    # -- content ---------------------------------------------------------------------------------------

    def refresh_soon(self) -> None:
        """Show what is there now, after a moment's quiet."""
        if not self._pause.isActive():
            self._pause.start()

    def _forget(self) -> None:
        self._closed.clear()
        self._all = []
        # Elements of another plan.
        self.wanted = self.wanted._replace(ids=frozenset(), name="")
        self._say_only()
        self.model.put([])
        self.refresh_soon()

    def refresh(self) -> None:
        """Show the findings of the open plan as they are now; the chosen one stays chosen."""
        plan = self._bridge.plan
        if plan is None or not plan.exists:
            self._all = []
            self.model.put([])
            return
        spoken = words(current())
        checker = self._bridge.session.checker
        self._all = checker.findings()
        chosen, at = self.chosen, self.list.currentIndex().row()
        seen = select(self._all, self.wanted, plan, spoken)
        self.model.put(rows_of(arrange(seen, self.wanted, plan, spoken), self._closed))
        self._choose_again(chosen, at)
        dimensional = [
            one
            for one in self._all
            if in_dimension(one, self.wanted.dimension) and (not self.wanted.ids or one.id in self.wanted.ids)
        ]
        counts = count(dimensional)
        for name, button in self.severities.items():
            label = tr("waived") if name == "waived" else tr(SEVERITY_LABELS[name])
            button.setText(str(counts[name]))
            button.setToolTip(tr("Show: {what}", what=label))
            button.setAccessibleName(tr("Show: {what}", what=f"{label} {counts[name]}"))
        self.empty.setText(self._why_empty())
        self._pages.setCurrentWidget(self.list if self.model.rows else self.empty)
        self._went(self.list.currentIndex())

    def printout(self) -> Printout | None:
        """The findings on pages, as filtered and grouped."""
        from workbench.ui.paper.lists import findings_pages

        plan = self._bridge.plan
        if plan is None or not plan.exists:
            return None
        spoken = words(current())
        seen = select(self._bridge.session.checker.findings(), self.wanted, plan, spoken)
        groups = arrange(seen, self.wanted, plan, spoken)
        return findings_pages(groups, plan, joined(counts_in_words(count(seen))), self._why_empty())

    def _why_empty(self) -> str:
        verdict = self._bridge.session.checker.verdicts()["whole"]
        if self._all:
            return tr("No finding fits the filters.")
        if verdict.verdict == "nothing":
            return tr("Nothing to check yet: add goals, projects and indicators.")
        return tr("Nothing found: every rule that applies is kept.")

    @property
    def chosen(self) -> Finding | None:
        """The finding under the cursor."""
        row = self.list.currentIndex().data(ROW)
        return row.finding if row is not None else None

    def _choose_again(self, chosen: Finding | None, at: int) -> None:
        if not self.model.rows or at < 0:
            return
        found = -1
        if chosen is not None:
            key = (chosen.rule, chosen.id, chosen.field)
            found = next(
                (
                    number
                    for number, row in enumerate(self.model.rows)
                    if row.finding is not None
                    and (row.finding.rule, row.finding.id, row.finding.field) == key
                ),
                -1,
            )
        # A finding that was dealt with leaves the cursor where it stood: at the next one.
        row = found if found >= 0 else min(at, len(self.model.rows) - 1)
        if chosen is not None and self.model.rows[row].finding is None:
            # Not at the heading that has come up to its place.
            below = (one for one in (row + 1, row - 1) if 0 <= one < len(self.model.rows))
            row = next((one for one in below if self.model.rows[one].finding is not None), row)
        came_up = self._came_up or (found < 0 and chosen is not None)
        self.list.setCurrentIndex(self.model.index(row))
        self._came_up = came_up

    # -- filters ---------------------------------------------------------------------------------------

    def filter_dimension(self, dimension: str) -> None:
        """Show the findings of one dimension ("" for all)."""
        self.wanted = self.wanted._replace(dimension=dimension)
        self._say_only()
        self.refresh()
        self.filtered.emit(dimension)

    def filter_elements(self, ids: frozenset[str], name: str) -> None:
        """Show the findings about some elements, called by a name (none: about all)."""
        self.wanted = self.wanted._replace(ids=ids, name=name)
        self._say_only()
        self.refresh()

    def _show_all(self) -> None:
        self.wanted = self.wanted._replace(ids=frozenset(), name="")
        self.filter_dimension("")

    def _say_only(self) -> None:
        names = [tr(DIMENSION_LABELS[self.wanted.dimension])] if self.wanted.dimension else []
        names.extend([self.wanted.name] if self.wanted.ids else [])
        self.only.setVisible(bool(names))
        self.only.setText(tr("Only: {dimension} — show all", dimension=joined(names)).replace("&", "&&"))

    def _text_typed(self, text: str) -> None:
        self.wanted = self.wanted._replace(text=text)
        self.refresh_soon()

    def _grouping_chosen(self, at: int) -> None:
        self.wanted = self.wanted._replace(grouping=self.grouping.itemData(at))
        self._closed.clear()
        self.refresh()

    def _severities_chosen(self) -> None:
        on = frozenset(name for name in SEVERITIES if self.severities[name].isChecked())
        self.wanted = self.wanted._replace(severities=on, waived=self.severities["waived"].isChecked())
        self.refresh()

    # -- moving and opening ----------------------------------------------------------------------------

    def open(self, index: QModelIndex) -> None:
        """Open the element and field of a finding; a heading opens or closes its group."""
        row: Row | None = index.data(ROW)
        if row is None:
            return
        if row.finding is None:
            self._fold(index, row.group.key not in self._closed)
            return
        self._came_up = False
        self.explained.emit(row.finding.rule)
        self._bridge.navigate.emit(row.finding.id, row.finding.field)

    def step(self, by: int) -> None:
        """Go to the next finding (``by`` 1) or the one before (-1) and open it."""
        if self._closed:
            self._closed.clear()
            self.refresh()
        at = self.list.currentIndex().row()
        if at < 0 and by < 0:
            at = len(self.model.rows)
        # What has come up to the place of one dealt with is itself the next.
        at += 0 if self._came_up and by > 0 else by
        while 0 <= at < len(self.model.rows):
            if self.model.rows[at].finding is not None:
                index = self.model.index(at)
                self.list.setCurrentIndex(index)
                self.open(index)
                return
            at += by

    def _clicked(self, index: QModelIndex) -> None:
        self.open(index)

    def _moved(self, index: QModelIndex) -> None:
        self._came_up = False
        self._went(index)

    def _went(self, index: QModelIndex) -> None:
        row: Row | None = index.data(ROW)
        finding = row.finding if row is not None else None
        fixable = finding is not None and self.model.is_fixable(finding)
        self.deeds.follow(finding, writable=self._bridge.is_writable, fixable=fixable, any_=bool(self._all))
        if finding is not None and self.list.hasFocus():
            self.explained.emit(finding.rule)
        self.went.emit(finding)

    def _fold(self, index: QModelIndex, close: bool) -> None:
        row: Row = index.data(ROW)
        key = row.group.key
        if not key or close == (key in self._closed):
            return
        (self._closed.add if close else self._closed.discard)(key)
        self.refresh()
        heading = next(
            at for at, one in enumerate(self.model.rows) if one.group.key == key and one.finding is None
        )
        self.list.setCurrentIndex(self.model.index(heading))

    # -- mending and waiving ---------------------------------------------------------------------------

    def _mend(self) -> None:
        if self.chosen is not None:
            self.mend_wanted.emit(self.chosen, 0)

    def _waive(self) -> None:
        finding = self.chosen
        if finding is not None and finding.waived:
            self.withdraw(finding)
        elif finding is not None:
            self.waive_wanted.emit(finding)

    def withdraw(self, finding: Finding) -> None:
        """Take back the waivers that cover a finding; it counts again."""
        plan = self._bridge.plan
        if plan is None:
            return
        covering = [waiver.id for waiver in waivers_of(finding, plan)]
        label = Label(
            N_("Withdraw the waiver of {rule} for {name}"),
            (("rule", finding.rule), ("name", edits.shown_name(plan.elements[finding.id]))),
        )
        self._bridge.apply(edits.delete(plan, covering)._replace(label=label))

    def _show_menu(self, at: QPoint) -> None:
        index = self.list.indexAt(at)
        if not index.isValid():
            return
        self.list.setCurrentIndex(index)
        finding = self.chosen
        if finding is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open"), lambda: self.open(index))
        menu.addAction(tr("Manual of the rule"), lambda: self.explained.emit(finding.rule))
        menu.addSeparator()
        if self.mend.isEnabled():
            for number, label in enumerate(self.model.ways(finding)):
                ask = partial(self.mend_wanted.emit, finding, number)
                menu.addAction(label.replace("&", "&&"), ask)
            menu.addSeparator()
        menu.addAction(self.waive.text(), self._waive).setEnabled(self.waive.isEnabled())
        menu.popup(self.list.viewport().mapToGlobal(at))
