"""What can be done with the cells of a table: copied, pasted, filled, set, emptied, replaced, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from workbench.analysis.table_columns import is_number
from workbench.analysis.table_edits import filled_down, with_texts, with_values
from workbench.analysis.table_paste import ALL_NEW, BY_NAME, IN_PLACE, guessed, understood
from workbench.i18n import plural, tr
from workbench.plan import edits
from workbench.plan.elements import KINDS
from workbench.plan.settled import is_settled
from workbench.plan.values import wan_of_fen
from workbench.ui import messages
from workbench.ui.phrases import frozen_in_words
from workbench.ui.views import clipboard

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.analysis.blocks import Block
    from workbench.analysis.table_edits import Outcome
    from workbench.plan.plan import Plan
    from workbench.ui.bridge import Bridge
    from workbench.ui.models.table import TableModel
    from workbench.ui.views.table_grid import TableGrid


class TableVerbs(QWidget):
    """The verbs; the view adds what is around them."""

    bridge: Bridge
    model: TableModel
    grid: TableGrid

    @property
    def plan(self) -> Plan:
        """The plan that is open."""
        plan = self.model.plan
        assert plan is not None
        return plan

    # -- copying ---------------------------------------------------------------------------------------

    def copy(self, *, headings: bool = False) -> None:
        """The chosen cells for a spreadsheet, as text and as a table."""
        cells = self.grid.chosen_cells()
        if not cells:
            return
        model, seen = self.model, self.grid.heads.visualIndex
        numbers = sorted({number for _, number in cells}, key=seen)
        wanted = set(cells)
        rows = [
            [model.text_at(at, number) if (at, number) in wanted else "" for number in numbers]
            for at in sorted({at for at, _ in cells})
        ]
        if headings:
            rows.insert(0, [model.columns[number].heading(model.table.words) for number in numbers])
        texts = [
            model.columns[number].declared.type not in ("number", "money", "integer", "date")
            for number in numbers
        ]
        clipboard.put(rows, texts)

    def copy_with_headings(self) -> None:
        """The chosen cells under the headings of their columns."""
        self.copy(headings=True)

    # -- pasting ---------------------------------------------------------------------------------------

    def paste(self) -> None:
        """What is on the clipboard, into the cells from the current one on; a preview says what it means."""
        if self.model.locked or self.model.plan is None:
            return
        block = clipboard.taken(self.bridge)
        if block is None:
            return
        at, model = self.grid.currentIndex(), self.model
        cells = self.grid.chosen_cells()
        if len(block.rows) == block.width == 1 and at.row() < len(model.rows) and cells:
            if len(cells) == 1:
                model.put_text(cells[0][0], cells[0][1], block.rows[0][0])
            else:
                self.type_into(cells, block.rows[0][0], look=True)
            return
        self._preview_paste(block)

    def _preview_paste(self, block: Block) -> None:
        from workbench.ui.dialogs.table_preview import PastePreview

        model, header, at = self.model, self.grid.heads, self.grid.currentIndex()
        cells = self.grid.chosen_cells()
        shown = [model.columns[header.logicalIndex(number)].key for number in range(len(model.columns))]
        first = min(
            (header.visualIndex(number) for _, number in cells),
            default=header.visualIndex(max(at.column(), 0)),
        )
        row = min((one for one, _ in cells), default=at.row() if at.isValid() else len(model.rows))
        every = list(model.all_columns.values())
        reading = guessed(self.plan, model.kind, block, every, shown, shown[max(first, 0)])
        targets = model.ids_from(row) if row < len(model.rows) else []
        plan, kind, owner = self.plan, model.kind, self._owner()
        dialog = PastePreview(
            self,
            tr("Paste into {kind}", kind=tr(KINDS[kind].plural_label)),
            block,
            reading,
            every,
            lambda read: understood(plan, kind, block, read, every, targets, model.table.words, owner),
            (
                (BY_NAME, tr("the element with this code or name; else a new one")),
                (IN_PLACE, tr("the rows from the current cell on; then new ones")),
                (ALL_NEW, tr("new elements")),
            ),
            ("makes", tr("Add units and others that cells name and that are not there")),
        )
        self._ask(dialog, lambda: dialog.outcome)

    def _owner(self) -> str:
        """What new elements belong to where no cell says so: what the current row belongs to."""
        field = KINDS[self.model.kind].owner_field
        element = self.model.element_at(self.grid.currentIndex().row())
        return str(element.get(field)) if field and element is not None else ""

    # -- many cells ------------------------------------------------------------------------------------

    def fill_down(self) -> None:
        """The first of the chosen rows repeated in the others; with one row chosen, the row above in it."""
        cells = self.grid.chosen_cells()
        if not cells or self.model.locked:
            return
        rows = sorted({at for at, _ in cells})
        if len(rows) == 1:
            above = next((at for at in range(rows[0] - 1, -1, -1) if self.model.id_at(at)), None)
            if above is None:
                return
            rows.insert(0, above)
        keys = list(dict.fromkeys(self.model.columns[number].key for _, number in cells))
        model = self.model
        ids = [model.id_at(at) for at in rows]
        outcome = filled_down(self.plan, model.kind, ids, keys, model.all_columns, model.table.words)
        self.preview(outcome, tr("Fill down"), tr("Fill down"))

    def set_chosen(self) -> None:
        """One value for all chosen cells of the current column."""
        at = self.grid.currentIndex()
        cells = [one for one in self.grid.chosen_cells() if one[1] == at.column()]
        if not cells or self.model.locked or self._is_settled(cells):
            return
        column = self.model.columns[at.column()]
        if column.key == "code" or column.is_closed or column.year is not None or column.key == "baseline":
            if len(cells) == 1:
                self.grid.edit_cell()
            else:
                messages.info(tr("Type in a cell and press Ctrl+Enter to set all that are chosen."))
            return
        from workbench.ui.dialogs.table_choices import CellValue

        title = column.title(self.model.table.words)
        about = plural("{count} cell is set.", "{count} cells are set.", len(cells))
        element = self.model.element_at(at.row())
        value = column.value(element) if element is not None else None
        dialog = CellValue(self, self.bridge, column.declared, value, title, about)
        ids = [self.model.id_at(row) for row, _ in cells]

        def set_them() -> None:
            values = {(id_, column.key): dialog.value for id_ in ids}
            model = self.model
            self.make(with_values(self.plan, model.kind, values, model.all_columns, model.table.words))

        dialog.accepted.connect(set_them)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_cell(self) -> None:
        """The current cell in the editor that the form has for it."""
        at = self.grid.currentIndex()
        element = self.model.element_at(at.row())
        if element is None or self.model.locked or self._is_settled([(at.row(), at.column())]):
            return
        from workbench.ui.dialogs.table_choices import CellValue

        column = self.model.columns[at.column()]
        declared = type(element).field_of[column.key.split("@")[0]]
        if column.declared.type == "reference":
            declared = column.declared
        dialog = CellValue(
            self,
            self.bridge,
            declared,
            element.get(declared.name),
            self.model.table.words(declared.label),
            edits.shown_name(element),
        )

        def put() -> None:
            self.model.apply(edits.set_field(self.plan, element.id, declared.name, dialog.value))

        dialog.accepted.connect(put)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _is_settled(self, cells: list[tuple[int, int]]) -> bool:
        """Whether one of the cells stays as it is because a scheme is frozen; that is told then."""
        plan, model = self.plan, self.model
        for row, number in cells:
            element = model.element_at(row)
            if is_settled(plan, element, model.columns[number].key):
                messages.info(frozen_in_words(plan, element))
                return True
        return False

    def type_into(self, cells: list[tuple[int, int]], text: str, *, look: bool = False) -> None:
        """The same text for many cells; looked through first when asked, or when something is refused."""
        model = self.model
        texts = {(model.id_at(at), model.columns[number].key): text for at, number in cells}
        outcome = with_texts(self.plan, model.kind, texts, model.all_columns, model.table.words)
        if look:
            self.preview(outcome, tr("Set the chosen cells"), tr("Set"))
        else:
            self.make(outcome)

    def type_into_chosen(self, text: str) -> None:
        """What was typed in one cell, for all chosen ones."""
        at = self.grid.currentIndex()
        cells = self.grid.chosen_cells()
        if cells:
            self.type_into(cells, text)
        elif at.isValid():
            self.model.put_text(at.row(), at.column(), text)

    def clear(self) -> None:
        """Empty the chosen cells."""
        if self.model.locked:
            return
        at = self.grid.currentIndex()
        if at.row() >= len(self.model.rows):
            self.model.put_text(at.row(), at.column(), "")
            return
        cells = self.grid.chosen_cells()
        if cells:
            self.type_into(cells, "")

    def delete(self) -> None:
        """Delete the elements of the chosen rows with what hangs on them."""
        ids = self.grid.chosen_ids()
        if ids and not self.model.locked:
            row = self.grid.currentIndex().row()
            if self.model.apply(edits.delete(self.plan, ids)):
                self.grid.stand_at(min(row, self.model.rowCount() - 1), self.grid.currentIndex().column())

    def duplicate(self) -> None:
        """Copies of the chosen rows."""
        ids = self.grid.chosen_ids()
        if ids and not self.model.locked:
            self.model.apply(edits.duplicate(self.plan, ids))

    def begin(self) -> None:
        """Start typing a new element in the last line."""
        model = self.model
        if model.locked or model.plan is None:
            return
        header = self.grid.heads
        order = [header.logicalIndex(at) for at in range(len(model.columns))]
        number = next((one for one in order if model.columns[one].key != "code"), 0)
        self.grid.stand_at(len(model.rows), number)
        self.grid.setFocus()
        self.grid.edit_cell()

    # -- making it -------------------------------------------------------------------------------------

    def make(self, outcome: Outcome) -> None:
        """Make an edit; looked through first when something of it is refused."""
        if outcome.refusals:
            self.preview(outcome, tr("Set the chosen cells"), tr("Set what is understood"))
        elif not outcome.change.is_empty:
            self._apply(outcome)

    def preview(self, outcome: Outcome, title: str, yes: str) -> None:
        """Look an edit through before it is made."""
        from workbench.ui.dialogs.table_preview import OutcomePreview

        reached = {key for line in outcome.lines for key in line.cells}
        columns = [one for one in self.model.all_columns.values() if one.key in reached]
        about = tr("It is one step for undo. What is not understood is left out and listed with the reason.")
        dialog = OutcomePreview(self, title, about, yes, columns, outcome)
        self._ask(dialog, lambda: dialog.outcome)

    def _ask(self, dialog: Any, outcome: Callable[[], Outcome | None]) -> None:
        def done() -> None:
            found = outcome()
            if found is not None and not found.change.is_empty:
                self._apply(found)

        dialog.accepted.connect(done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self.grid.setFocus())
        dialog.open()

    def _apply(self, outcome: Outcome) -> None:
        self.model.bad.clear()
        if self.model.apply(outcome.change):
            new = [line.id for line in outcome.lines if line.is_new and not line.why]
            if new:
                QTimer.singleShot(0, self, lambda: self.go_to(new[0]))

    def go_to(self, id_: str) -> None:
        """Make the row of an element the current one."""
        at = self.model.place_of(id_)
        if at is not None:
            self.grid.stand_at(at, max(self.grid.currentIndex().column(), 0))

    # -- what is chosen, in figures --------------------------------------------------------------------

    def sum_in_words(self) -> str:
        """How many cells are chosen, and the sum and mean of their figures if they are of one kind."""
        cells = self.grid.chosen_cells()
        if len(cells) < 2:
            return ""
        said = plural("{count} cell chosen", "{count} cells chosen", len(cells))
        types = {self.model.columns[number].declared.type for _, number in cells}
        if len(types) != 1 or not types <= {"money", "number", "integer"} or len(cells) > _MOST_SUMMED:
            return said
        figures: list[Any] = []
        for at, number in cells:
            element = self.model.element_at(at)
            value = self.model.columns[number].value(element) if element is not None else None
            if is_number(value):
                figures.append(value)
        if len(figures) < 2:
            return said
        total = sum(figures)
        shown = f"{wan_of_fen(int(total)):,f} 万元" if types == {"money"} else f"{total:,}"
        return f"{said} · " + tr("sum {total}", total=shown)


#: Cells whose sum is worked out as they are chosen.
_MOST_SUMMED = 20_000
