"""The elements that belong to another one, as a table: milestones of a project, items of a scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt

from workbench.errors import Problem
from workbench.i18n import N_
from workbench.plan import edits
from workbench.plan.change import Change, Label, Operation, canonical, differences
from workbench.plan.elements import KINDS, Element
from workbench.ui.models.columns import columns_of
from workbench.ui.models.rows import Index, Row, RowsModel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from workbench.plan.plan import Plan
    from workbench.plan.record import Record

#: What the table shows of each kind; the rest stands in the element's own form.
_SHOWN = {
    "milestone": ("code", "title", "stage", "due", "deliverable", "done_on"),
    "scheme_item": ("code", "indicator", "project", "milestone", "units", "group", "marks", "method"),
}


class OwnedRows(RowsModel):
    """Rows that are elements: every edit is a change of the plan."""

    def __init__(self, kind: str, plan: Callable[[], Plan], apply: Callable[[Change], bool]) -> None:
        cls = KINDS[kind]
        super().__init__(cls, columns_of(cls, _SHOWN[kind]), plan, cls.label)
        self.kind = kind
        self.owner = ""
        self._apply = apply

    def show_owner(self, owner: str) -> None:
        """Show what belongs to an element, as the plan has it."""
        plan = self._plan()
        elements = [plan.elements[id_] for id_ in plan.owned(owner)]
        known = len(self.rows)
        if owner == self.owner and [row.record[0] for row in self.rows] == [
            one.id for one in elements[:known]
        ]:
            for at, (row, element) in enumerate(zip(self.rows, elements, strict=False)):
                if row.record is not element:
                    row.record = element
                    self._told(at)
            if elements[known:] and not self.locked:
                self.append([Row(element) for element in elements[known:]])
                return
            if not elements[known:]:
                return
        self.beginResetModel()
        self.owner = owner
        self.rows = [Row(element) for element in elements]
        self.endResetModel()
        self.faulty.emit("")

    def element_at(self, number: int) -> str | None:
        """The id of the element in a row; None in the line for a new one."""
        return cast("Element", self.rows[number].record).id if number < len(self.rows) else None

    def put_row(self, at: int, record: Record) -> None:
        plan = self._plan()
        if at >= len(self.rows):
            owner_field = cast("str", KINDS[self.kind].owner_field)
            values = {
                one.name: record.get(one.name) for one in record.fields if record.get(one.name) is not None
            }
            if "title" in KINDS[self.kind].place_of:
                values.setdefault("title", "")
            self._apply(edits.add(plan, self.kind, {**values, owner_field: self.owner}))
            return
        before = cast("Element", self.rows[at].record)
        operations = differences(before, cast("Element", record))
        fields = {op.field: op.after for op in operations}
        if len(fields) == 1:
            name, value = next(iter(fields.items()))
            self._apply(edits.set_field(plan, before.id, name, value))
        else:
            self._apply(edits.set_fields(plan, {before.id: fields}))

    def remove_rows(self, numbers: Iterable[int]) -> None:
        doomed = [id_ for id_ in map(self.element_at, sorted(set(numbers))) if id_ is not None]
        if doomed:
            self._apply(edits.delete(self._plan(), doomed))

    def move_row(self, at: int, to: int) -> None:
        id_ = self.element_at(at)
        if id_ is None or not 0 <= to < len(self.rows) or at == to:
            return
        neighbour = self.element_at(to)
        plan = self._plan()
        change = (
            edits.move(plan, id_, parent=self.owner, after=neighbour)
            if to > at
            else edits.move(plan, id_, parent=self.owner, before=neighbour)
        )
        self._apply(change)

    def paste_text(self, at: int, number: int, text: str) -> None:
        plan = self._plan()
        lines = [line.split("\t") for line in text.rstrip("\r\n").splitlines()]
        if at + len(lines) <= len(self.rows) or not self._fits(plan, lines, number):
            super().paste_text(at, number, text)
            return
        # One step for everything: rows that are there are set, the rest is added.
        draft = plan.snapshot()
        operations: list[Operation] = []
        for down, line in enumerate(lines):
            record: Record = self.record_at(at + down) if at + down < len(self.rows) else self.cls()
            for right, cell in enumerate(line[: len(self.columns) - number]):
                record = self.columns[number + right].put(plan, record, cell)
            change = self._change_for(draft, at + down, record)
            draft.apply(change)
            operations.extend(change.operations)
        label = Label(N_("Paste into {kind}"), (("kind", f"@{KINDS[self.kind].plural_label}"),))
        self._apply(Change(canonical(operations), label))

    def _change_for(self, draft: Plan, at: int, record: Record) -> Change:
        if at < len(self.rows):
            before = cast("Element", self.rows[at].record)
            return Change(tuple(differences(before, cast("Element", record))), Label(""))
        owner_field = cast("str", KINDS[self.kind].owner_field)
        values: dict[str, Any] = {
            one.name: record.get(one.name) for one in record.fields if record.get(one.name) is not None
        }
        if "title" in KINDS[self.kind].place_of:
            values.setdefault("title", "")
        return edits.add(draft, self.kind, {**values, owner_field: self.owner})

    def _fits(self, plan: Plan, lines: list[list[str]], number: int) -> bool:
        try:
            for line in lines:
                for right, cell in enumerate(line[: len(self.columns) - number]):
                    self.columns[number + right].put(plan, self.cls(), cell)
        except Problem:
            return False
        return True

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.UserRole and index.isValid():
            return self.element_at(index.row())
        return super().data(index, role)
