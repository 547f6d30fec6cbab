"""The table of actual values, typed in place; follows what happens to the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from workbench.analysis.actuals import Row, period_in_words, read_entry, rows_of
from workbench.analysis.actuals_paste import typed
from workbench.analysis.table_edits import REFUSED
from workbench.errors import Problem
from workbench.i18n import N_, current, tr, words
from workbench.plan.change import Label
from workbench.plan.elements import Indicator
from workbench.ui.models.actuals_rows import ActualsRows
from workbench.ui.phrases import joined

if TYPE_CHECKING:
    from workbench.plan.change import Change
    from workbench.plan.record import Record


class ActualsModel(ActualsRows):
    """What was measured, typed in place; what is not understood stays as typed and is told."""

    #: A value was written in another unit: row, period, text, and the entry with the value converted.
    asked = Signal(object, str, str, object)

    # -- following ---------------------------------------------------------------------------------------

    def follow(self, change: Change | None) -> None:
        """Show what a change made different; rows stay until they are asked for anew."""
        kinds = {op.kind for op in change.operations} if change is not None else {"plan"}
        if change is None or "plan" in kinds:
            self.forget()
        fields = {op.field for op in change.operations if op.kind == "indicator"} if change else {""}
        if kinds & {"plan", "unit"} or fields - {"actuals", "absent"}:
            self.look(self.wanted)
            return
        if "indicator" not in kinds:
            return
        plan, wanted, by_row = self.bridge.plan, self.wanted, self.sheet.periods_by_row
        touched = (
            {op.id for op in change.operations if op.kind == "indicator"} if change is not None else set()
        )
        before = {row: periods for row, periods in by_row.items() if row.indicator in touched}
        after: dict[Row, frozenset[str]] = {}
        for id_ in touched:
            one = plan.find(id_, Indicator) if plan is not None else None
            if plan is not None and one is not None and before:
                after |= rows_of(plan, one, wanted.years, wanted.units)
        if after.keys() != before.keys() or not set().union(*after.values()) <= set(self.sheet.periods):
            self.look(wanted)
            return
        by_row.update(after)
        if self.rows:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
        self.arranged.emit()

    # -- typing ----------------------------------------------------------------------------------------

    def record_at(self, number: int) -> Record:
        """The indicator of a row."""
        return self.indicator(self.rows[number]) or Indicator()

    def put_value(self, at: int, number: int, value: Any) -> None:
        """Something was chosen: nothing is, here."""

    def put_text(self, at: int, number: int, text: str) -> None:
        """What was typed into a cell; what is not understood stays as typed, and is told."""
        row, period = self.rows[at], self.columns[number].key
        indicator, plan = self.indicator(row), self.bridge.plan
        if (
            indicator is None
            or plan is None
            or ((row, period) not in self.bad and text == self.text_at(at, number))
        ):
            return
        try:
            entry = read_entry(indicator, text) if text.strip() else None
        except Problem:  # told by what putting it in comes to
            entry = None
        if entry is not None and entry.converted is not None:
            self.asked.emit(row, period, text, entry)
            return
        self.take(row, period, text)

    def take(self, row: Row, period: str, text: str, *, converts: bool = False) -> None:
        """Put a text into a cell as one step."""
        plan = self.bridge.plan
        if plan is None:
            return
        spoken = words(current())
        label = Label(
            N_("Enter the value {value} of {name} for {period}"),
            (("value", text.strip()), ("name", self.name_of(row)), ("period", period)),
        )
        if not text.strip():
            label = Label(
                N_("Empty the value of {name} for {period}"),
                (("name", self.name_of(row)), ("period", period)),
            )
        outcome = typed(plan, self.sheet, {(row, period): text}, spoken, converts=converts, label=label)
        made = outcome.lines[0].cells[period]
        if made.state == REFUSED:
            self.bad[row, period] = (text, made.why)
            self._show_again(row)
            return
        self.bad.pop((row, period), None)
        self.bridge.apply(outcome.change)
        self._show_again(row)

    def drop(self, row: Row, period: str) -> None:
        """Forget what was typed in a cell and not taken."""
        self.bad.pop((row, period), None)
        self._show_again(row)

    def _show_again(self, row: Row) -> None:
        if row in self.rows:
            at = self.rows.index(row)
            self.dataChanged.emit(self.index(at, 0), self.index(at, len(self.columns) - 1))
        self.arranged.emit()

    def fault(self, *, short: bool = False) -> str:
        """The first thing not understood, with its place and, unless ``short``, why; "" for nothing."""
        for (row, period), (_, why) in self.bad.items():
            place = joined((self.short_name(row), period_in_words(period, words(current()))))
            if short:
                return tr("{place}: not understood", place=place)
            return tr("{place}: {why}", place=place, why=why)
        return ""
