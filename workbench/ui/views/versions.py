"""The versions of the plan: a list of them, what any two differ in; one is restored or looked back upon."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import Problem
from workbench.i18n import current, tr, words
from workbench.plan.compare import WHATS, compare
from workbench.plan.differences_in_words import counts_in_words, paragraphs
from workbench.plan.elements import KINDS
from workbench.session import versions
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.editors.hint import hint
from workbench.ui.keyboard import hand_on
from workbench.ui.models.difference import ROW, DifferenceModel, Row
from workbench.ui.views.difference_list import DifferenceList
from workbench.ui.views.moment_choice import MomentChoice
from workbench.ui.views.version_list import VersionList
from workbench.ui.views.when_seen import WhenSeen

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from workbench.plan.differences_in_words import Paragraph
    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout


class _Compared(NamedTuple):
    counts: str
    paragraphs: list[Paragraph]


class VersionsView(WhenSeen):
    """Versions at the left; at the right what two of them, a date or today differ in."""

    needs_plan = False
    #: A version is to be saved of the plan as it is.
    save_wanted = Signal()
    #: A moment is to be shown, or restored.
    look_wanted = Signal(object)
    restore_wanted = Signal(object)

    pause = 120

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        #: Counts the comparisons begun: one that is overtaken is dropped.
        self._turn = 0
        self.is_comparing = False
        #: The days on which something was done, read once: a long history takes its time.
        self._days: list[date] | None = None
        #: Whether somebody listens to what it wants.
        self.is_served = False
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.splitter = QSplitter(self)
        self.splitter.setChildrenCollapsible(False)
        self.side = VersionList(bridge, self)
        self.list = self.side.list
        self.side.chosen_changed.connect(self._compare_the_chosen)
        self.side.save_wanted.connect(self.save_wanted)
        self.side.look_wanted.connect(self.look_wanted)
        self.side.restore_wanted.connect(self.restore_wanted)
        self.splitter.addWidget(self.side)
        self.splitter.addWidget(self._make_comparison())
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([self.fontMetrics().height() * 10, self.width() * 10])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.splitter)
        hand_on(self, self.list)
        bridge.changed.connect(self._heard)
        bridge.versions_changed.connect(self.set_stale)
        bridge.plan_opened.connect(self._forget)
        bridge.theme_changed.connect(self.differences.viewport().update)
        bridge.language_changed.connect(self.retranslate)
        self.retranslate()

    def _make_comparison(self) -> QWidget:
        side = QWidget(self)
        self.before = MomentChoice(side, with_now=True)
        self.after = MomentChoice(side, with_now=True)
        self.from_, self.to = QLabel(side), QLabel(side)
        self.swap = QPushButton(side)
        self.filter = QLineEdit(side, clearButtonEnabled=True)
        self.what, self.kind = CalmCombo(side), CalmCombo(side)
        for box in (self.what, self.kind):
            box.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
        self.said = QLabel(side, wordWrap=True)
        self.model = DifferenceModel(self)
        self.differences = DifferenceList(self.model, side)
        self.empty = QLabel(side, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.empty.setProperty("role", "muted")
        self.go = QPushButton(side)
        self.full_before, self.full_after = QPlainTextEdit(side), QPlainTextEdit(side)
        for text in (self.full_before, self.full_after):
            text.setReadOnly(True)
            text.setTabChangesFocus(True)
        choices, filters = FlowBox(side, 6), FlowBox(side, 6)
        for label, choice in ((self.from_, self.before), (self.to, self.after)):
            label.setBuddy(choice)
            pair = QWidget(choices)
            pair.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            beside = QHBoxLayout(pair)
            beside.setContentsMargins(0, 0, 0, 0)
            beside.addWidget(label)
            beside.addWidget(choice, 1)
            choices.flow.addWidget(pair)
        choices.flow.addWidget(self.swap)
        choices.flow.addWidget(self.go)
        self.filter.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for widget in (self.filter, self.what, self.kind):
            filters.flow.addWidget(widget)
        texts = QHBoxLayout()
        texts.addWidget(self.full_before)
        texts.addWidget(self.full_after)
        column = QVBoxLayout(side)
        column.setContentsMargins(6, 10, 10, 10)
        column.setSpacing(6)
        column.addWidget(choices)
        column.addWidget(filters)
        column.addWidget(self.said)
        column.addWidget(self.differences, 1)
        column.addWidget(self.empty, 1)
        column.addLayout(texts)
        for moment in (self.before, self.after):
            moment.changed.connect(self.set_stale)
        self.swap.clicked.connect(self._swap)
        for made in (self.filter.textChanged, self.what.currentIndexChanged, self.kind.currentIndexChanged):
            made.connect(self._filter)
        self.differences.wanted.connect(self._go)
        self.differences.selectionModel().currentChanged.connect(self._follow)
        self.go.clicked.connect(lambda: self._go(self.differences.currentIndex()))
        return side

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.side.retranslate()
        self.from_.setText(tr("Compare"))
        self.to.setText(tr("with"))
        for label in (self.from_, self.to):
            # A narrow window cuts them.
            label.setToolTip(label.text())
        self.before.list.setAccessibleName(tr("Compare"))
        self.after.list.setAccessibleName(tr("with"))
        self.swap.setText(tr("Swap"))
        hint(self.filter, tr("Filter: words of names, fields or values"))
        self.filter.setAccessibleName(tr("Filter"))
        self.what.setAccessibleName(tr("What became of it"))
        self.kind.setAccessibleName(tr("Kind"))
        self.differences.setAccessibleName(tr("Differences"))
        self.go.setText(tr("Go there"))
        self.full_before.setAccessibleName(tr("Before, in full"))
        self.full_before.setPlaceholderText(tr("Before, in full"))
        self.full_after.setAccessibleName(tr("After, in full"))
        self.full_after.setPlaceholderText(tr("After, in full"))
        self.set_stale()

    def printout(self) -> Printout | None:
        """The differences shown on pages, with what is compared."""
        from workbench.ui.paper.lists import difference_pages

        plan = self._bridge.plan
        if plan is None or not plan.exists:
            return None
        moments = " – ".join(one.list.currentText() for one in (self.before, self.after))
        said = "\n".join(part for part in (moments, self.said.text()) if part)
        return difference_pages(self.model, plan, said, self.empty.text())

    @property
    def chosen(self) -> versions.Moment | None:
        """The moment chosen in the list."""
        return self.side.chosen

    def choose(self, name: str) -> None:
        """Choose a version and compare it with today."""
        self.refresh_if_seen()
        self.side.choose(name)

    def _compare_the_chosen(self) -> None:
        moment = self.chosen
        if moment is not None and not moment.is_now:
            self.before.choose(moment)

    # -- the comparison --------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        # Where there is little room it is the list's.
        line = self.fontMetrics().height()
        for text in (self.full_before, self.full_after):
            text.setFixedHeight(line * 4 + 14)
            text.setVisible(self.height() > line * 26)

    def _heard(self, _event: Event) -> None:
        self.set_stale()

    def _forget(self) -> None:
        self._days = None
        self.set_stale()

    def refresh(self) -> None:
        """Read the versions and compare anew; the work is done beside the window."""
        self._stale = False
        self._turn += 1
        plan = self._bridge.plan
        if plan is None or not plan.exists:
            self.side.clear()
            self._show([], "", tr("Open a plan to see its versions."))
            return
        session, turn = self._bridge.session, self._turn
        saved = self._bridge.attempt(session.versions) or []
        if self._days is None:
            self._days = self._bridge.attempt(lambda: versions.days(session)) or []
        is_first = self.before.list.count() == 0
        for choice in (self.before, self.after):
            choice.fill(saved, self._days)
        if is_first:
            # The newest version, or the day before, with today.
            self.before.list.setCurrentIndex(1)
        self.side.put(saved)
        try:
            ends = [self.before.moment(session), self.after.moment(session)]
        except Problem as problem:
            self._show([], "", str(problem))
            return
        here, plan_id = plan.snapshot() if session.past is None else None, plan.id
        language = current()

        def work() -> _Compared:
            one, other = (
                here if moment.is_now and here is not None else session.plan_as_of(moment.number, plan_id)
                for moment in ends
            )
            difference = compare(one, other)
            said = words(language)
            return _Compared(counts_in_words(difference, said), list(paragraphs(difference, said)))

        def done(found: _Compared) -> None:
            if turn == self._turn:
                nothing = tr("The two say the same. Choose other versions or dates above.")
                self._show(found.paragraphs, found.counts, nothing)

        def over() -> None:
            if turn == self._turn:
                self.is_comparing = False

        self.is_comparing = True
        self._bridge.background.run(work, done, after=over)

    def _show(self, found: list[Paragraph], counts: str, nothing: str) -> None:
        chosen = self._row()
        self.model.put(found)
        self._counts, self._nothing = counts, nothing
        self._offer_filters()
        self._filter()
        if chosen is not None and chosen.paragraph is not None:
            at = self.model.row_of(chosen.paragraph.id)
            if at >= 0:
                self.differences.setCurrentIndex(self.model.index(at, 0))

    def _offer_filters(self) -> None:
        kinds = [("", tr("All kinds")), *((kind, tr(KINDS[kind].plural_label)) for kind in self.model.kinds)]
        whats = [("", tr("Everything")), *((what, tr(label)) for what, label in WHATS.items())]
        for box, entries in ((self.kind, kinds), (self.what, whats)):
            before = box.currentData()
            box.blockSignals(True)
            box.clear()
            for name, label in entries:
                box.addItem(label, name)
            box.setCurrentIndex(max(0, box.findData(before)))
            box.blockSignals(False)

    _counts = ""
    _nothing = ""

    def _filter(self) -> None:
        self.model.filter(self.filter.text(), self.what.currentData() or "", self.kind.currentData() or "")
        any_ = bool(self.model.rows)
        self.differences.setVisible(any_)
        self.empty.setVisible(not any_)
        filtered = self.model.is_filtered
        self.empty.setText(
            tr("The filter lets nothing through.") if filtered and self._counts else self._nothing
        )
        said = self._counts
        if filtered and said:
            said += " · " + tr("{count} shown by the filter", count=self.model.shown)
        self.said.setText(said)
        self._follow()

    def _swap(self) -> None:
        session = self._bridge.session
        ends = self._bridge.attempt(lambda: (self.before.moment(session), self.after.moment(session)))
        if ends is not None:
            self.before.choose(ends[1])
            self.after.choose(ends[0])

    # -- going to an element ---------------------------------------------------------------------------

    def _row(self) -> Row | None:
        row: Row | None = self.differences.currentIndex().data(ROW)
        return row

    def _follow(self) -> None:
        row = self._row()
        line = row.line if row is not None else None
        self.full_before.setPlainText(line.before if line is not None else "")
        self.full_after.setPlainText(line.after if line is not None else "")
        plan = self._bridge.plan
        paragraph = row.paragraph if row is not None else None
        is_there = plan is not None and paragraph is not None and paragraph.id in plan
        self.go.setEnabled(is_there)
        gone = paragraph is not None and not is_there
        self.go.setToolTip(tr("It is not in the plan that is shown") if gone else "")
        if is_there and paragraph is not None and self.differences.hasFocus():
            self._bridge.navigate.emit(paragraph.id, "")

    def _go(self, index: QModelIndex) -> None:
        row: Row | None = index.data(ROW)
        plan = self._bridge.plan
        if row is None or row.paragraph is None or plan is None or row.paragraph.id not in plan:
            return
        element = plan.elements[row.paragraph.id]
        field = row.line.field if row.line is not None else ""
        if not field or field == "position":
            # The form comes up for a field: the name where no other is meant.
            field = element.title_field or "code"
        self._bridge.navigate.emit(row.paragraph.id, field)
