"""The work of a year: self-assessment, review and final result of each item and unit, beside its score."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import N_, tr
from workbench.plan.records import Result
from workbench.session.assessing import STATES, state_of
from workbench.ui import messages
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.keyboard import hand_on
from workbench.ui.models.scheme import ResultRows
from workbench.ui.phrases import joined
from workbench.ui.views.scheme_rows import PageRows

if TYPE_CHECKING:
    from workbench.analysis.scoring import Assessment
    from workbench.plan.elements import Scheme
    from workbench.plan.plan import Plan
    from workbench.ui.bridge import Bridge

#: What can be taken over where nothing was entered yet: from, into, and how it is called.
WAYS: Final = (
    ("computed", "self_", N_("Worked-out scores as self-assessments")),
    ("self_", "review", N_("Self-assessments as reviews")),
    ("computed", "review", N_("Worked-out scores as reviews")),
    ("review", "final", N_("Reviews as final results")),
)


class SchemeResults(QWidget):
    """A table to be typed in and pasted into; units and states can be picked out."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._scheme = ""
        self._is_working = False
        self._is_stale = False

        def plan() -> Plan:
            assert bridge.plan is not None
            return bridge.plan

        self.model = ResultRows(plan, bridge.apply)
        self.model.setParent(self)
        self.table = PageRows(self.model, bridge, 0, self)
        self.unit = CalmCombo(self)
        self.state = CalmCombo(self)
        self.take = QPushButton(self)
        self.take.setAutoDefault(False)
        self.menu = QMenu(self.take)
        self.take.setMenu(self.menu)
        above = FlowBox(self, 8)
        for widget in (self.unit, self.state, self.take):
            above.flow.addWidget(widget)
        self.unit.activated.connect(self._filter)
        self.state.activated.connect(self._filter)
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(above)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.said)
        hand_on(self, self.table)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.table.setAccessibleName(tr("Results of the year"))
        self.model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.model.columns) - 1)
        self.take.setText(tr("Take over"))
        self.take.setToolTip(
            tr("Fill what is still empty in the rows shown; nothing that was entered changes")
        )
        self.unit.setAccessibleName(tr("Unit"))
        self.state.setAccessibleName(tr("How far"))
        self.menu.clear()
        for source, target, name in WAYS:
            action = self.menu.addAction(tr(name))
            action.triggered.connect(lambda _on=False, way=(source, target): self.take_over(*way))
        at = self.state.currentIndex()
        self.state.clear()
        self.state.addItem(tr("However far"), "")
        for key, name in STATES.items():
            self.state.addItem(tr(name), key)
        self.state.setCurrentIndex(max(at, 0))
        self._fill_units()
        self._filter()

    # -- content ---------------------------------------------------------------------------------------

    def put(self, scheme: Scheme) -> None:
        """Show the results of a scheme; the scores are worked out beside the window."""
        self._scheme = scheme.id
        self.model.lock(not self._bridge.is_writable)
        plan = self._bridge.plan
        if plan is None:
            return
        if self.model.scheme == scheme.id:
            # What was entered is seen at once, what it comes to once that is worked out.
            self.model.put(scheme.id, self.model.scores, scheme.results or ())
            self._filter()
        if self._is_working:
            self._is_stale = True
            return
        self._is_working, self._is_stale = True, False
        snapshot, day = plan.snapshot(), self._bridge.session.checker.as_of

        def work() -> Assessment:
            from workbench.analysis.scoring import assess

            return assess(snapshot, scheme, day)

        self._bridge.background.run(work, self._show, after=self._end)

    def clear(self) -> None:
        """There is nothing to show."""
        self._scheme = ""
        self.model.put("", [], [])

    def _end(self) -> None:
        self._is_working = False
        plan = self._bridge.plan
        if self._is_stale and plan is not None and self._scheme in plan:
            from workbench.plan.elements import Scheme

            scheme = plan.find(self._scheme, Scheme)
            if scheme is not None:
                self.put(scheme)

    def _show(self, found: Assessment) -> None:
        plan = self._bridge.plan
        if plan is None or found.scheme.id != self._scheme or self._scheme not in plan:
            return
        is_other = self.model.scheme != self._scheme
        scores = [one for one in found.rows if one.item.id in plan]
        self.model.put(self._scheme, scores, plan.elements[self._scheme].get("results") or ())
        self.table.fit()
        self._fill_units()
        if is_other and self.model.rows:
            self.table.stand_at(0, 4)
            self.table.horizontalScrollBar().setValue(0)
        self._filter()

    def _fill_units(self) -> None:
        held = self.unit.currentData()
        self.unit.clear()
        self.unit.addItem(tr("All units"), "")
        names: dict[str, object] = {}
        for at, score in enumerate(self.model.scores):
            names.setdefault(score.unit or f" {score.unit_class}", self.model.index(at, 1).data())
        for key, name in names.items():
            self.unit.addItem(str(name), key)
        self.unit.setCurrentIndex(max(self.unit.findData(held), 0))

    def _filter(self) -> None:
        """Show the rows of the unit and the state that are picked out, and count them."""
        unit, state = self.unit.currentData() or "", self.state.currentData() or ""
        counts: Counter[str] = Counter()
        hidden = self.model.hidden = set()
        for at, (row, score) in enumerate(zip(self.model.rows, self.model.scores, strict=True)):
            assert isinstance(row.record, Result)
            is_of_unit = unit in ("", score.unit or f" {score.unit_class}")
            mine = state_of(row.record)
            if is_of_unit:
                counts[mine] += 1
            if not (is_of_unit and state in ("", mine)):
                hidden.add(at)
            if self.table.isRowHidden(at) != (at in hidden):
                self.table.setRowHidden(at, at in hidden)
        said = [f"{tr(name)} {counts[key]}" for key, name in STATES.items() if counts[key]]
        self.said.setText(joined(said) or tr("The scheme has no items yet."))
        self.take.setEnabled(not self.model.locked and bool(self.model.rows))

    # -- verbs -----------------------------------------------------------------------------------------

    def take_over(self, source: str, target: str) -> None:
        """Fill the empty cells of one step from another, in the rows shown."""
        entries = self.model.taken_over(source, target)
        if self.model.enter(entries):
            messages.info(tr("{count} taken over", count=len(entries)))
        elif not entries:
            messages.info(tr("There is nothing to take over"))
