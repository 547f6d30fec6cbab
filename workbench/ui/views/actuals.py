"""Actual values of the indicators: a row for each, a column for each period, entered in place."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from workbench.analysis.actuals import Row
from workbench.analysis.table_filters import unit_called
from workbench.i18n import current, plural, tr, words
from workbench.plan.elements import Indicator
from workbench.rules.actual_marks import MISSING, SUSPICIOUS
from workbench.ui.keyboard import hand_on
from workbench.ui.models.actuals import ActualsModel
from workbench.ui.models.actuals_rows import Wanted
from workbench.ui.phrases import joined
from workbench.ui.views.actuals_bar import ALL_YEARS, EVERY, MINE, ActualsBar
from workbench.ui.views.actuals_grid import ActualsGrid
from workbench.ui.views.actuals_side import ActualsSide
from workbench.ui.views.actuals_verbs import ActualsVerbs

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from workbench.plan.plan import Plan
    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout


#: Lines of text below which the view is low.
_LOW: Final = 20


class ActualsView(ActualsVerbs):
    """The table with its bar above, and below it what belongs to the current cell."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        # The edit menu means the chosen cells while they have the keyboard.
        self.setProperty("own_verbs", True)
        self.model = ActualsModel(bridge, self)
        self.bar = ActualsBar(self)
        self.grid = ActualsGrid(self.model, bridge, self)
        self.side = ActualsSide(self.model, self)
        self.empty = QLabel(self.grid, wordWrap=True)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self.wrong = QLabel(self, wordWrap=True)
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setProperty("role", "error")
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")
        for label in (self.wrong, self.said):
            label.setContentsMargins(8, 3, 8, 3)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.grid, 1)
        whole.addWidget(self.side)
        whole.addWidget(self.wrong)
        whole.addWidget(self.said)
        hand_on(self, self.grid)
        self._is_dirty = True
        self._following = False
        self._wanted = ("", "")
        self._tell_soon = QTimer(self, singleShot=True, interval=0)
        self._tell_soon.timeout.connect(self._tell)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        bridge, grid = self.bridge, self.grid
        bridge.changed.connect(self._changed)
        bridge.plan_opened.connect(self._plan_opened)
        bridge.navigate.connect(self._navigate)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self._redraw)
        bridge.busy_changed.connect(self._show_cell)
        self.bar.wanted.connect(self.look)
        self.bar.asked.connect(self._file)
        grid.asked.connect(lambda verb: getattr(self, verb)())
        grid.menu_wanted.connect(self.menu)
        grid.reached.connect(self._reached)
        self.model.arranged.connect(self._tell_soon.start)
        # The editor of the cell is closed before something is asked.
        self.model.asked.connect(
            lambda *told: QTimer.singleShot(0, self, lambda: self.ask_about_unit(*told)),
        )
        self.side.remarked.connect(self.remark)
        self.side.reasoned.connect(self.reason)
        self.side.evidence_wanted.connect(self.evidence)

    # -- what is shown ---------------------------------------------------------------------------------

    @property
    def plan(self) -> Plan | None:
        """The plan that is open."""
        plan = self.bridge.plan
        return plan if plan is not None and plan.exists else None

    def _years(self) -> list[int]:
        plan = self.plan
        if plan is None:
            return []
        as_of = self.bridge.session.checker.as_of.year
        period = plan.head.period
        found = set(range(period.start.year, period.end.year + 1)) if period is not None else {as_of}
        for one in plan.all(Indicator):
            found.update(int(actual.period[:4]) for actual in one.actuals or ())
        return sorted(found)

    def look(self) -> None:
        """Show what the bar asks for."""
        if self.bar.unit == MINE and not self._own_units():
            self._ask_unit()
            return
        units = None
        if self.bar.unit == MINE:
            units = self._own_units()
        elif self.bar.unit != EVERY:
            units = frozenset({self.bar.unit})
        years = self._years() if self.bar.year == ALL_YEARS else [self.bar.year]
        place = self.current()
        self.grid.end_typing()
        self.model.look(Wanted(tuple(years), units, self.bar.state, self.bar.search.text()))
        self.grid.measure()
        self._stand_again(place)

    def _own_units(self) -> frozenset[str]:
        plan = self.plan
        unit = unit_called(plan, self.bridge.settings.own_unit) if plan is not None else None
        return frozenset(plan.subtree(unit.id)) if plan is not None and unit is not None else frozenset()

    def _ask_unit(self) -> None:
        from workbench.ui.dialogs.table_choices import OwnUnit

        plan = self.plan
        if plan is None:
            return
        dialog = OwnUnit(self, plan, self.bridge.settings.own_unit)

        def chosen() -> None:
            self.bridge.settings.own_unit = dialog.name
            self.bridge.attempt(self.bridge.settings.save)
            self.look()

        def left() -> None:
            self.bar.choose_unit(EVERY)
            self.look()

        dialog.accepted.connect(chosen)
        dialog.rejected.connect(left)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _stand_again(self, place: tuple[Row, str] | None) -> None:
        self._following = True
        row = place[0] if place is not None else None
        at = self.model.rows.index(row) if row in self.model.rows else 0
        keys = [one.key for one in self.model.columns]
        period = place[1] if place is not None and place[1] in keys else self._first_open(at)
        self.grid.stand_at(at, keys.index(period) if period in keys else 0)
        self._following = False
        self._show_cell()

    def _first_open(self, at: int) -> str:
        """The first cell of a row that lacks a value, else its last one."""
        if at >= len(self.model.rows):
            return ""
        row = self.model.rows[at]
        own = [one for one in self.model.sheet.periods if one in self.model.sheet.periods_by_row[row]]
        return next((one for one in own if not self.model.cell(row, one).text), own[-1] if own else "")

    def _refresh(self) -> None:
        self._is_dirty = False
        plan = self.plan
        year = self.bridge.session.checker.as_of.year if plan is not None else 0
        self.bar.fill(plan, self._years(), year)
        self.model.forget()
        self.look()

    # -- following -------------------------------------------------------------------------------------

    def _plan_opened(self) -> None:
        self.model.bad.clear()
        self.side.place = None
        self._is_dirty = True
        self.bar.years.clear()
        if self.isVisible():
            self._refresh()

    def _changed(self, event: Event) -> None:
        if not self.isVisible():
            self._is_dirty = True
            return
        self.model.follow(event.change)
        if not self.grid.currentIndex().isValid():
            self._stand_again(self.side.place)
        self._show_cell()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_dirty:
            self._refresh()
        wanted, self._wanted = self._wanted, ("", "")
        if wanted[0]:
            self._navigate(*wanted)

    def _navigate(self, id_: str, field: str) -> None:
        if self._following:
            return
        if not self.isVisible():
            self._wanted = (id_, field)
            return
        at = next((at for at, row in enumerate(self.model.rows) if row.indicator == id_), None)
        if at is None:
            return
        row, period = self.model.rows[at], ""
        if field.startswith("actuals[") and field.endswith("]"):
            period, _, unit = field[8:-1].partition(",")
            named = Row(id_, unit or None)
            row = named if named in self.model.rows else row
        held = self.current()
        if held is None or held[0].indicator != id_ or period:
            self._stand_again((row, period))

    def _reached(self) -> None:
        self._show_cell()
        place = self.grid.currentIndex()
        if self._following or not place.isValid() or place.row() >= len(self.model.rows):
            return
        self._following = True
        id_ = self.model.rows[place.row()].indicator
        if self.bridge.shown != id_:
            self.bridge.navigate.emit(id_, "")
        self._following = False

    def _show_cell(self) -> None:
        self.side.show_cell(self.current())
        if self.model.bad:
            self._tell_soon.start()

    def flush(self) -> None:
        """Make a change of what is still being typed."""
        self.grid.end_typing()
        self.side.flush()

    def _file(self, what: str) -> None:
        if what == "help":
            from workbench.ui.dialogs.help_page import HelpPage

            HelpPage(self.window(), "actual-values").come_up()
            return
        from workbench.ui.dialogs import files

        folder = str(Path.home())
        if what == "import":
            path = files.table_to_read(self, folder)
            if path is not None:
                self.take_in(path)
            return
        name = f"{tr('Actual values')} {self.bar.years.currentText()} {self.bar.units.currentText()}"
        path = files.table_to_write(self, folder, name)
        if path is not None:
            self.give_out(path)

    # -- words -----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.bar.retranslate()
        self.side.retranslate()
        self.grid.measure()
        self.grid.setAccessibleName(tr("Actual values"))
        if self.isVisible():
            self._refresh()
        else:
            self._is_dirty = True

    def _redraw(self) -> None:
        self.bar.retranslate()
        self.grid.measure()
        self.grid.viewport().update()

    def _tell(self) -> None:
        model = self.model
        self.wrong.setText(model.fault(short=self._is_low))
        self.wrong.setToolTip(f"<p>{escape(model.fault())}</p>")
        # What is wrong with the current cell stands in the line of the cell.
        self.wrong.setVisible(bool(model.bad) and self.current() not in model.bad)
        kinds = model.kinds()
        late = kinds["late"]
        missing = sum(kinds[one] for one in MISSING)
        doubtful = sum(kinds[one] for one in SUSPICIOUS)
        parts = [plural("{count} row", "{count} rows", len(model.rows))]
        if len(model.rows) != len(model.sheet.rows):
            parts = [tr("{found} of {total}", found=len(model.rows), total=parts[0])]
        if missing:
            parts.append(plural("{count} value missing", "{count} values missing", missing))
        if late:
            parts.append(plural("{count} of them late", "{count} of them late", late))
        if doubtful:
            parts.append(plural("{count} suspicious value", "{count} suspicious values", doubtful))
        self.said.setText(joined(parts))
        self._leave_room()
        self.bar.give_out.setEnabled(bool(model.rows))
        self.bar.take_in.setEnabled(bool(model.sheet.rows) and self.bridge.is_writable)
        self._show_empty()
        self.side.show_cell(self.current())

    def _show_empty(self) -> None:
        is_empty = not self.model.rows
        self.empty.setVisible(is_empty)
        if not is_empty:
            return
        if self.model.sheet.rows:
            self.empty.setText(tr("No row fits what is asked for above."))
        elif self.plan is not None and self.plan.count("indicator"):
            self.empty.setText(tr("This unit answers for no indicator and supplies none."))
        else:
            self.empty.setText(
                tr("The plan has no indicators yet: add them, or select them from a catalogue.")
            )
        self.empty.setGeometry(self.grid.viewport().geometry().adjusted(12, 12, -12, -12))

    @property
    def _is_low(self) -> bool:
        return self.height() < self.fontMetrics().height() * _LOW

    def _leave_room(self) -> None:
        """In a low window, or with large text, the counts give way to the table and to what is wrong."""
        self.said.setVisible(self.wrong.isHidden() and not self._is_low)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._leave_room()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_tell_soon"):
            self._tell_soon.start()

    def printout(self) -> Printout | None:
        """The rows shown on pages."""
        from workbench.ui.paper.printout import about
        from workbench.ui.paper.rows import Column as PaperColumn
        from workbench.ui.paper.rows import Row as PaperRow
        from workbench.ui.paper.rows import RowsPrintout

        plan, model = self.plan, self.model
        if plan is None:
            return None
        spoken = words(current())
        rows = [
            PaperRow(
                (model.name_of(row), *(model.text_at(at, number) for number in range(len(model.columns))))
            )
            for at, row in enumerate(model.rows)
        ]
        return RowsPrintout(
            about(plan, tr("Actual values")),
            [
                PaperColumn(tr("Indicator")),
                *(PaperColumn(one.title(spoken), one.at_right) for one in model.columns),
            ],
            lambda: rows,
            total=len(rows),
            said=self.said.text(),
            nothing=tr("No row is shown."),
        )
