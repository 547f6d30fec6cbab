"""The table of one kind, edited in place; follows what happens to the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QModelIndex, Qt

from workbench.analysis.blocks import Block
from workbench.analysis.table_edits import REFUSED, with_texts, with_values
from workbench.analysis.table_paste import ALL_NEW, Reading, understood
from workbench.i18n import N_
from workbench.plan.change import Change, Label
from workbench.plan.edits import shown_name
from workbench.plan.elements import KINDS
from workbench.plan.settled import require_unsettled
from workbench.ui.models.table_rows import Index, TableRows

if TYPE_CHECKING:
    from workbench.analysis.table_columns import Column
    from workbench.analysis.table_edits import Outcome
    from workbench.session.session import Event

Role = Qt.ItemDataRole
#: Rows that come or go one by one; of more the table is made anew.
_FEW: Final = 200


class TableModel(TableRows):
    """Rows that are typed in; the last line begins a new element."""

    # -- editing ---------------------------------------------------------------------------------------

    def setData(self, index: Index, value: Any, role: int = Role.EditRole) -> bool:
        if role != Role.EditRole or not index.isValid():
            return False
        self.put_text(index.row(), index.column(), str(value))
        return True

    def put_text(self, at: int, number: int, text: str) -> None:
        """What was typed into a cell; what is not understood stays as typed, and is told."""
        column, plan = self.columns[number], self.plan
        if plan is None:
            return
        if at >= len(self.rows):
            self._put_new(column.key, text)
            return
        id_ = self.id_at(at)
        if id_ not in plan or ((id_, column.key) not in self.bad and text == self.text_at(at, number)):
            return
        self._take(
            id_,
            column,
            text,
            with_texts(plan, self.kind, {(id_, column.key): text}, self.all_columns, self.table.words),
        )

    def put_value(self, at: int, number: int, value: Any) -> None:
        """A value chosen for a cell."""
        column, plan = self.columns[number], self.plan
        if plan is None:
            return
        if at >= len(self.rows):
            self._put_new(column.key, column.show_value(plan, value, self.table.words))
            return
        id_ = self.id_at(at)
        if id_ in plan:
            outcome = with_values(
                plan, self.kind, {(id_, column.key): value}, self.all_columns, self.table.words
            )
            self._take(id_, column, "", outcome)

    def _take(self, id_: str, column: Column, text: str, outcome: Outcome) -> None:
        plan = self.plan
        assert plan is not None
        cell = outcome.lines[0].cells[column.key]
        if cell.state == REFUSED:
            self.bad[id_, column.key] = (text, cell.why)
        else:
            self.bad.pop((id_, column.key), None)
            label = Label(
                N_("Set {field} of {name}"),
                (("field", f"@{column.label}"), ("name", shown_name(plan.elements[id_]))),
            )
            self.apply(outcome.change._replace(label=label))
        place = self.place_of(id_)
        if place is not None:
            self.dataChanged.emit(self.index(place, 0), self.index(place, len(self.columns) - 1))
        self.arranged.emit()

    def _put_new(self, key: str, text: str) -> None:
        """Something was typed in the line for a new element; whole, it becomes one."""
        plan = self.plan
        assert plan is not None
        if text.strip():
            self.draft[key] = text
        else:
            self.draft.pop(key, None)
        self.bad = {place: held for place, held in self.bad.items() if place[0]}
        if self.draft:
            keys = tuple(self.draft)
            block = Block((tuple(self.draft.values()),))
            every = list(self.all_columns.values())
            outcome = understood(
                plan, self.kind, block, Reading(keys, match=ALL_NEW), every, (), self.table.words
            )
            wrong = {
                cell.column: cell.why
                for line in outcome.lines
                for cell in line.cells.values()
                if cell.state == REFUSED
            }
            if outcome.new_rows == 1 and not wrong:
                made = outcome.change.operations[-1]
                label = Label(
                    N_("Add {kind} {name}"),
                    (("kind", f"@{KINDS[self.kind].label}"), ("name", shown_name(made.after))),
                )
                held, self.draft = self.draft, {}
                if self.apply(outcome.change._replace(label=label)):
                    self.arranged.emit()
                    self.begun.emit(made.id)
                    return
                self.draft = held
            for column, why in wrong.items():
                self.bad["", column] = (self.draft[column], why)
            if not wrong and outcome.lines:
                self.bad["", ""] = ("", outcome.lines[0].why)
        last = len(self.rows)
        self.dataChanged.emit(self.index(last, 0), self.index(last, len(self.columns) - 1))
        self.arranged.emit()

    def fault(self) -> str:
        """The first thing that is wrong in the table, "" for nothing."""
        return next((why for _, why in self.bad.values()), self.refused)

    def apply(self, change: Change) -> bool:
        """Make an edit of this table: rows stay where they are until they are arranged again."""
        from workbench.plan.target_edits import with_old_values
        from workbench.rules.checker import today

        plan = self.plan
        if plan is not None:
            if self.kind in ("scheme", "scheme_item") and self.is_refused(change):
                return False
            change = with_old_values(plan, change, on=today())
        self._editing = True
        try:
            return self.bridge.apply(change)
        finally:
            self._editing = False

    def is_refused(self, change: Change) -> bool:
        """Whether a change touches what a frozen scheme has settled; the reason is told then."""

        def seen() -> bool:
            assert self.plan is not None
            require_unsettled(self.plan, change)
            return True

        return self.bridge.attempt(seen) is None

    # -- following -------------------------------------------------------------------------------------

    def follow(self, event: Event) -> None:
        """Show what a change made different."""
        plan, change = self.plan, event.change
        if change is None or plan is None:
            self.take_columns()
            return
        if any(op.kind == "plan" and op.field == "period" for op in change.operations):
            self.take_columns()  # the years of the plan are columns
            return
        mine = [op for op in change.operations if op.kind == self.kind]
        self.table.forget()
        self._texts.clear()
        come = [op.id for op in mine if op.action == "add"]
        gone = [op.id for op in mine if op.action == "delete"]
        self.bad = {place: held for place, held in self.bad.items() if not place[0] or place[0] in plan}
        arranged = self.arrangement.filters or self.arrangement.sort or self.arrangement.group
        if (not self._editing and (arranged or come or gone)) or len(come) + len(gone) > _FEW:
            self.arrange_again()
            return
        if self.arrangement.group and (come or gone):
            self.arrange_again()
            return
        for id_ in gone:
            self._leave(id_)
        if come:
            at = len(self.rows)
            self.beginInsertRows(QModelIndex(), at, at + len(come) - 1)
            self.rows.extend(come)
            self._places = None
            self.endInsertRows()
        self.total = plan.count(self.kind)
        self.found += len(come) - len(gone)
        self.is_stale = self.is_stale or bool(mine and arranged)
        if self.rows and self.columns:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, len(self.columns) - 1))
        self.arranged.emit()

    def _leave(self, id_: str) -> None:
        at = self.place_of(id_)
        if at is not None:
            self.beginRemoveRows(QModelIndex(), at, at)
            del self.rows[at]
            self._places = None
            self.endRemoveRows()
