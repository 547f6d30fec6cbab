"""The work of a year: its steps, and what is entered in them for each item and unit, beside its score."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QMenu, QPushButton, QVBoxLayout, QWidget

from workbench.i18n import N_, current, tr, words
from workbench.plan.elements import Scheme
from workbench.plan.values import show_number
from workbench.session.assessing import STATES
from workbench.session.year_work import steps_of
from workbench.ui import messages
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.keyboard import hand_on
from workbench.ui.models.scheme import ResultRows
from workbench.ui.phrases import joined
from workbench.ui.views.scheme_rows import PageRows
from workbench.ui.views.scheme_said import Said
from workbench.ui.views.scheme_steps import SchemeSteps

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from workbench.analysis.scoring import Assessment
    from workbench.plan.plan import Plan
    from workbench.ui.bridge import Bridge
    from workbench.ui.dialogs.appeal import Appeal

#: What can be taken over where nothing was entered yet: from, into, and how it is called.
WAYS: Final = (
    ("computed", "self_", N_("Worked-out scores as self-assessments")),
    ("self_", "review", N_("Self-assessments as reviews")),
    ("computed", "review", N_("Worked-out scores as reviews")),
    ("review", "final", N_("Reviews as final results")),
)
#: Lines that the page needs for the table and what is around it, to show the steps as cards or in words.
_FOR_CARDS: Final = 16
_FOR_WORDS: Final = 12


class SchemeResults(QWidget):
    """A table to be typed in and pasted into; units and states can be picked out."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._scheme = ""
        self._is_working = False
        self._is_stale = False
        #: What the year comes to, once everything is final.
        self._result = ""
        #: What was entered for the row that one stands in, where it is more than one entry.
        self._entered: list[str] = []
        self.model = ResultRows(bridge.plan_to_read, bridge.apply)
        self.model.setParent(self)
        self.table = PageRows(self.model, bridge, 0, self)
        self.unit = CalmCombo(self)
        self.state = CalmCombo(self)
        self.take = QPushButton(self)
        self.take.setAutoDefault(False)
        self.menu = QMenu(self.take)
        self.take.setMenu(self.menu)
        self.appeal = QPushButton(self)
        self.appeal.setAutoDefault(False)
        self.appeal.clicked.connect(self.ask_for_appeal)
        self.steps = SchemeSteps(self)
        above = FlowBox(self, 8)
        for widget in (self.unit, self.state, self.take, self.appeal):
            above.flow.addWidget(widget)
        self.unit.activated.connect(self._filter)
        self.state.activated.connect(self._filter)
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")
        self.course = Said(self)
        self.table.selectionModel().currentRowChanged.connect(lambda *_: self._tell_course())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self.steps)
        whole.addWidget(above)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.course)
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
        self.appeal.setText(tr("Appeal…"))
        self.appeal.setToolTip(tr("An appeal against what was reviewed or decided in this row"))
        self.course.words.setAccessibleName(tr("What was entered for this row"))
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

        def work() -> tuple[Assessment, str]:
            from workbench.analysis.scoring import assess

            found = assess(snapshot, scheme, day)
            return found, _final_result(snapshot, found, day)

        self._bridge.background.run(work, self._show, after=self._end)

    def clear(self) -> None:
        """There is nothing to show."""
        self._scheme = ""
        self.model.put("", [], [])

    def _end(self) -> None:
        self._is_working = False
        plan = self._bridge.plan
        if self._is_stale and plan is not None and self._scheme in plan:
            scheme = plan.find(self._scheme, Scheme)
            if scheme is not None:
                self.put(scheme)

    def _show(self, worked_out: tuple[Assessment, str]) -> None:
        plan = self._bridge.plan
        found, self._result = worked_out
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
        unexplained = 0
        for at, (course, score) in enumerate(zip(self.model.courses, self.model.scores, strict=True)):
            is_of_unit = unit in ("", score.unit or f" {score.unit_class}")
            mine = course.state
            if is_of_unit:
                counts[mine] += 1
                unexplained += any(not (one[3] or "").strip() for one in course.corrections)
            if not (is_of_unit and state in ("", mine)):
                hidden.add(at)
            if self.table.isRowHidden(at) != (at in hidden):
                self.table.setRowHidden(at, at in hidden)
        said = [f"{tr(name)} {counts[key]}" for key, name in STATES.items() if counts[key]]
        if unexplained:
            said.append(tr("{count} corrected without a remark that says why", count=unexplained))
        self.said.setText(joined(said) or tr("The scheme has no items yet."))
        self.take.setEnabled(not self.model.locked and bool(self.model.rows))
        self._tell_steps()
        self._tell_course()

    def _tell_steps(self) -> None:
        """How far the year is: over all units, as it is published and decided for all of them."""
        plan = self._bridge.plan
        scheme = plan.find(self._scheme, Scheme) if plan is not None else None
        if scheme is None:
            return
        day = self._bridge.session.checker.as_of
        entered = [
            course
            for course, score in zip(self.model.courses, self.model.scores, strict=True)
            if score.status != "exempt"
        ]
        self.steps.put(steps_of(scheme, day, entered), self._result)

    def _share_room(self) -> None:
        """The table comes first: in a low window the steps are told in words, in a very low one not."""
        line = self.fontMetrics().lineSpacing()
        needed = self.steps.flow.heightForWidth(max(self.width(), 1))
        has_cards = self.height() - needed >= line * _FOR_CARDS
        if self.steps.isHidden() == has_cards:
            self.steps.setVisible(has_cards)
        told = self._entered if has_cards else [*self._entered, self.steps.said]
        self.course.setText("\n".join(told))
        self.course.setVisible(bool(told) and self.height() >= line * _FOR_WORDS)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _row(self) -> int | None:
        at = self.table.currentIndex().row()
        return at if 0 <= at < len(self.model.courses) and at not in self.model.hidden else None

    def _tell_course(self) -> None:
        """What was entered for the row that one stands in, step by step."""
        at = self._row()
        course = self.model.courses[at] if at is not None else None
        lines: list[str] = []
        if course is not None and course.entries:
            from workbench.ui.views.course_words import course_in_words

            lines = course_in_words(course)
        # One entry stands in the table as it is; of several the newest is seen first.
        self._entered = lines[::-1] if len(lines) > 1 else []
        self._share_room()
        self.appeal.setEnabled(
            not self.model.locked and course is not None and course.state in ("reviewed", "final")
        )

    # -- verbs -----------------------------------------------------------------------------------------

    def take_over(self, source: str, target: str) -> None:
        """Fill the empty cells of one step from another, in the rows shown."""
        entries = self.model.taken_over(source, target)
        if self.model.enter(entries, as_is=True):
            messages.info(tr("{count} taken over", count=len(entries)))
        elif not entries:
            messages.info(tr("There is nothing to take over"))

    def ask_for_appeal(self) -> Appeal | None:
        """Ask what an appeal against the result of the row says."""
        from workbench.ui.dialogs.appeal import Appeal

        plan, at = self._bridge.plan, self._row()
        if plan is None or at is None:
            return None
        course, score = self.model.courses[at], self.model.scores[at]
        about, unit = (str(self.model.index(at, number).data()) for number in (0, 1))
        by = unit if score.unit is not None else ""
        day = self._bridge.session.checker.as_of
        asked = Appeal(self, plan, self._scheme, course, joined(filter(None, (about, by))), by, day)

        def apply() -> None:
            if asked.change is not None:
                self._bridge.apply(asked.change)

        asked.accepted.connect(apply)
        asked.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asked.open()
        return asked


def _final_result(plan: Plan, found: Assessment, day: date) -> str:
    """The total and the level of a year in which everything is final; "" before."""
    from workbench.analysis.scoring import assess
    from workbench.analysis.scoring_totals import level_shown

    assessed = [one for one in found.rows if one.status != "exempt"]
    if not assessed or any(one.result is None or one.result.final is None for one in assessed):
        return ""
    final = assess(plan, found.scheme, day, "final")
    if final.total is None:
        return ""
    return joined(
        filter(None, (show_number(final.total), level_shown(found.scheme, final.level, words(current()))))
    )
