"""What can be done with actual values: copied, pasted, filled down, emptied, taken in, sent out."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from workbench.analysis.actuals import set_cell
from workbench.i18n import N_, current, tr, words
from workbench.plan.change import Label
from workbench.plan.elements import Unit
from workbench.plan.records import Actual
from workbench.ui import messages
from workbench.ui.views import clipboard

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from workbench.analysis.actuals import Entry, Row
    from workbench.analysis.blocks import Block
    from workbench.analysis.table_edits import Outcome
    from workbench.plan.elements import Indicator
    from workbench.ui.bridge import Bridge
    from workbench.ui.models.actuals import ActualsModel
    from workbench.ui.views.actuals_bar import ActualsBar
    from workbench.ui.views.actuals_grid import ActualsGrid


class ActualsVerbs(QWidget):
    """The verbs; the view adds what is around them."""

    bridge: Bridge
    model: ActualsModel
    grid: ActualsGrid
    bar: ActualsBar

    # -- cells -----------------------------------------------------------------------------------------

    def chosen(self) -> list[tuple[Row, str]]:
        """The chosen cells of periods."""
        model = self.model
        return [
            (model.rows[at], model.columns[number].key)
            for at, number in self.grid.chosen_cells()
            if model.columns[number].key in model.sheet.periods
        ]

    def copy(self, *, headings: bool = False) -> None:
        """The chosen cells for a spreadsheet, as text and as a table."""
        cells, model = self.grid.chosen_cells(), self.model
        if not cells:
            return
        wanted = set(cells)
        numbers = sorted({number for _, number in cells})
        rows = []
        for at in sorted({at for at, _ in cells}):
            texts = [model.text_at(at, number) if (at, number) in wanted else "" for number in numbers]
            rows.append([*self._names(at), *texts] if headings else texts)
        if headings:
            spoken = words(current())
            rows.insert(
                0,
                [
                    tr("Code"),
                    tr("Indicator"),
                    tr("Unit"),
                    *(model.columns[one].title(spoken) for one in numbers),
                ],
            )
        clipboard.put(rows, [False] * len(rows[0]))

    def _names(self, at: int) -> list[str]:
        row = self.model.rows[at]
        indicator, plan = self.model.indicator(row), self.bridge.plan
        unit = plan.find(row.unit, Unit) if plan is not None else None
        code, name = ((indicator.code or ""), indicator.name) if indicator is not None else ("", "")
        return [code, name, unit.name if unit is not None else ""]

    def copy_with_headings(self) -> None:
        """The chosen cells beside the names of their rows, under the headings of their columns."""
        self.copy(headings=True)

    def paste(self) -> None:
        """What is on the clipboard, into the cells from the current one on; a preview says what it means."""
        if not self.bridge.is_writable or not self.model.rows:
            return
        block = clipboard.taken(self.bridge)
        if block is None:
            return
        at = self.grid.currentIndex()
        if len(block.rows) == block.width == 1 and len(self.chosen()) == 1:
            self.model.put_text(at.row(), at.column(), block.rows[0][0])
            return
        self.preview(block)

    def preview(self, block: Block, yes: str = "") -> None:
        """Show what a block of cells means, and take it in if that is agreed to; ``yes`` where not pasted."""
        from workbench.analysis.actuals_paste import Reading, columns_for, guessed, understood
        from workbench.analysis.table_paste import BY_NAME, IN_PLACE
        from workbench.ui.dialogs.table_preview import PastePreview

        plan, model, sheet = self.bridge.plan, self.model, self.model.sheet
        if plan is None:
            return
        cells = self.chosen()
        at = max(self.grid.currentIndex().row(), 0)
        first = min((number for number in (model.rows.index(row) for row, _ in cells)), default=at)
        period = min((one for _, one in cells), key=sheet.periods.index, default="")
        targets = model.rows[first:]

        def read(reading: Reading) -> Outcome:
            return understood(plan, sheet, block, reading, targets, words(current()))

        dialog = PastePreview(
            self,
            tr("Take in actual values"),
            block,
            guessed(sheet, block, period),
            columns_for(sheet.periods),
            read,
            (
                (BY_NAME, tr("the indicator with this code or name")),
                (IN_PLACE, tr("the rows from the current cell on")),
            ),
            ("converts", tr("Convert values written in another unit")),
        )
        if yes:
            dialog.yes.setText(yes)

        def done() -> None:
            made = dialog.outcome
            if made is not None and not made.change.is_empty:
                model.bad.clear()
                self.bridge.apply(made.change)

        dialog.accepted.connect(done)
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self.grid.setFocus())
        dialog.open()

    def fill_down(self) -> None:
        """The first of the chosen rows repeated in the others; with one row chosen, the row above in it."""
        cells, model = self.grid.chosen_cells(), self.model
        if not cells or not self.bridge.is_writable:
            return
        top = min(at for at, _ in cells)
        if max(at for at, _ in cells) == top:
            if not top:
                return
            top -= 1
        texts = {
            (model.rows[at], model.columns[number].key): model.text_at(top, number)
            for at, number in cells
            if at != top and model.is_open(model.rows[at], model.columns[number])
        }
        self._put(texts, tr("Fill down"))

    def clear(self) -> None:
        """Empty the chosen cells."""
        open_ = [one for one in self.chosen() if one[1] in self.model.sheet.periods_by_row[one[0]]]
        if self.bridge.is_writable:
            for one in open_:
                self.model.bad.pop(one, None)
            self._put(dict.fromkeys(open_, ""), tr("Empty the chosen cells"))

    def _put(self, texts: dict[tuple[Row, str], str], title: str) -> None:
        from workbench.analysis.actuals_paste import PeriodColumn, typed

        plan, model = self.bridge.plan, self.model
        if plan is None or not texts:
            return
        outcome = typed(plan, model.sheet, texts, words(current()))
        if not outcome.refusals:
            self.bridge.apply(outcome.change)
            return
        from workbench.ui.dialogs.table_preview import OutcomePreview

        about = tr("It is one step for undo. What is not understood is left out and listed with the reason.")
        columns = [PeriodColumn(one) for one in dict.fromkeys(period for _, period in texts)]
        dialog = OutcomePreview(self, title, about, tr("Set what is understood"), columns, outcome)
        dialog.accepted.connect(partial(self.bridge.apply, outcome.change))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def ask_about_unit(self, row: Row, period: str, text: str, entry: Entry) -> None:
        """Ask whether a value written in another unit is to be converted."""
        indicator = self.model.indicator(row)
        if indicator is None or entry.converted is None or entry.converted.value is None:
            return
        value = f"{entry.converted.value:f} {indicator.unit}"
        said = tr(
            "“{text}” is in {said}, and {name} is measured in {unit}. Enter it as {value}?",
            text=text.strip(),
            said=entry.said,
            name=indicator.name,
            unit=indicator.unit,
            value=value,
        )
        if messages.ask(self, tr("Another unit"), said, tr("Enter {value}", value=value)):
            self.model.take(row, period, text, converts=True)
        else:
            self.model.drop(row, period)

    # -- remark, reason, evidence ----------------------------------------------------------------------

    def remark(self, row: Row, period: str, text: str) -> None:
        """Put a remark beside a value."""
        from workbench.analysis.actuals_paste import with_remark

        label = Label(N_("Remark on the value of {name}"), (("name", self.model.name_of(row)),))
        self._set(row, label, lambda one: with_remark(one, row, period, text))

    def reason(self, row: Row, period: str, reason: str) -> None:
        """State why a cell is empty, or no longer."""
        from workbench.analysis.actuals import Cell, with_cell

        held = self.model.cell(row, period)
        made = Cell(None, reason or None, held.note)
        label = Label(N_("Say why {name} has no value"), (("name", self.model.name_of(row)),))
        self._set(row, label, lambda one: with_cell(one, period, row.unit, made))

    def evidence(self) -> None:
        """The evidence of the current cell, in a window of its own."""
        place = self.current()
        held = self.model.cell(*place) if place is not None else None
        if place is None or held is None or held.actual is None:
            return
        from workbench.analysis.actuals import Cell, with_cell
        from workbench.ui.dialogs.evidence import EvidenceDialog

        row, period = place
        before = held.actual
        declared = Actual.field_of["evidence"]
        dialog = EvidenceDialog(self, self.bridge, declared, self.model.name_of(row), before.evidence)

        def put() -> None:
            made = Cell(before.but(evidence=dialog.entries or None))
            label = Label(N_("Evidence for the value of {name}"), (("name", self.model.name_of(row)),))
            self._set(row, label, lambda one: with_cell(one, period, row.unit, made))

        dialog.accepted.connect(put)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _set(self, row: Row, label: Label, make: Callable[[Indicator], Indicator]) -> None:
        plan = self.bridge.plan
        if plan is not None:
            change = self.bridge.attempt(lambda: set_cell(plan, row, make, label))
            if change is not None:
                self.bridge.apply(change)

    def current(self) -> tuple[Row, str] | None:
        """The current cell, if it is one of a period."""
        at, model = self.grid.currentIndex(), self.model
        if not at.isValid() or at.row() >= len(model.rows) or at.column() >= len(model.columns):
            return None
        period = model.columns[at.column()].key
        return (model.rows[at.row()], period) if period in model.sheet.periods else None

    # -- menu ------------------------------------------------------------------------------------------

    def menu(self, place: QPoint) -> None:
        """What can be done with the chosen cells."""
        shown = QMenu(self)
        can_edit = self.bridge.is_writable
        held = self.current()
        for title, call, keys, enabled in (
            (tr("Copy"), self.copy, "Ctrl+C", True),
            (tr("Copy with names and headings"), self.copy_with_headings, "Ctrl+Shift+C", True),
            (tr("Paste"), self.paste, "Ctrl+V", can_edit),
            (tr("Fill down"), self.fill_down, "Ctrl+D", can_edit),
            (tr("Empty"), self.clear, "Del", can_edit),
            (
                tr("Evidence…"),
                self.evidence,
                "",
                held is not None and self.model.cell(*held).actual is not None,
            ),
        ):
            action = shown.addAction(title)
            action.triggered.connect(lambda _checked=False, call=call: call())
            action.setEnabled(bool(enabled))
            if keys:
                action.setText(f"{title}\t{keys}")
        shown.aboutToHide.connect(shown.deleteLater)
        shown.popup(self.grid.viewport().mapToGlobal(place))

    # -- files -----------------------------------------------------------------------------------------

    def take_in(self, path: Path) -> None:
        """Read a table and show what it means."""
        from workbench.session.actuals import read_block

        block = self.bridge.attempt(lambda: read_block(path))
        if block is not None:
            self.preview(block, tr("Import"))

    def give_out(self, path: Path) -> None:
        """Write what is shown as a sheet to be filled in."""
        from workbench.session.actuals import write_sheet
        from workbench.ui.transfers import write_file

        plan, model = self.bridge.plan, self.model
        if plan is None:
            return
        sheet = model.sheet._replace(rows=list(model.rows))
        unit = plan.find(self.bar.unit, Unit)
        language = plan.head.settings.document_language if plan.head.settings is not None else None
        write_file(self.bridge, path, lambda: write_sheet(path, plan, sheet, unit, language or current()))
