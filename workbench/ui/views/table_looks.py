"""How a table is looked at: filters, sorting, grouping, columns, and the menus that offer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QMenu

from workbench.analysis.table_filters import unit_called
from workbench.analysis.table_kinds import shown_at_first
from workbench.analysis.tables import Arrangement
from workbench.i18n import tr
from workbench.plan.elements import KINDS
from workbench.session.table_views import MOST_SAVED
from workbench.ui.views.table_verbs import TableVerbs

if TYPE_CHECKING:
    from workbench.ui.views.table_find import FindLine
    from workbench.ui.views.table_strip import TableStrip

#: Lines of text that a view must be high to have room for everything.
_LOW: Final = 22


class TableLooks(TableVerbs):
    """Arranges the table; the view adds what follows the plan and the window."""

    strip: TableStrip
    find_line: FindLine
    _following: bool

    # -- arranging -------------------------------------------------------------------------------------

    def arrange(self, arrangement: Arrangement) -> None:
        """Filter, sort and group so; the current row stays current as long as it is shown."""
        at, id_ = self.grid.currentIndex(), self.model.id_at(self.grid.currentIndex().row())
        self.model.arrange(arrangement)
        self._stand_again(id_, at.column())

    def _stand_again(self, id_: str, column: int) -> None:
        row = self.model.place_of(id_) if id_ else None
        if row is not None:
            self._following = True
            self.grid.stand_at(row, column)
            self._following = False

    def choose_ready(self, name: str) -> None:
        """Use one of the filters that everybody has, or no longer."""
        now = self.model.arrangement
        if now.ready == name:
            self.arrange(now._replace(ready=""))
            return
        if name == "mine" and unit_called(self.plan, self.bridge.settings.own_unit) is None:
            self._ask_unit(name)
            return
        self.arrange(now._replace(ready=name))

    def _ask_unit(self, ready: str = "") -> None:
        from workbench.ui.dialogs.table_choices import OwnUnit

        dialog = OwnUnit(self, self.plan, self.bridge.settings.own_unit)

        def chosen() -> None:
            self.bridge.settings.own_unit = dialog.name
            self._keep_settings()
            now = self.model.arrangement
            self.arrange(now._replace(ready=ready or now.ready))

        dialog.accepted.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        # The chip that was pressed shows what is so.
        dialog.rejected.connect(lambda: self.strip.refresh(self.model))
        dialog.open()

    def _choose_saved(self, name: str) -> None:
        kept = self.model.memory.saved.get(name)
        if kept is not None:
            self.arrange(Arrangement() if kept == self.model.arrangement else kept)

    def _forget(self, name: str) -> None:
        self.model.memory.forget(name)
        self._keep_settings()
        self.model.arranged.emit()

    def save_filter(self) -> None:
        """Keep the arrangement under a name."""
        from workbench.ui.dialogs.table_choices import SaveFilter

        dialog = SaveFilter(self, [*self.model.memory.saved])

        def kept() -> None:
            self.model.memory.save(dialog.name.text().strip(), self.model.arrangement)
            self._keep_settings()
            self.model.arranged.emit()

        dialog.accepted.connect(kept)
        dialog.finished.connect(dialog.deleteLater)
        if len(self.model.memory.saved) < MOST_SAVED:
            dialog.open()

    def _keep_settings(self) -> None:
        self.bridge.attempt(self.bridge.settings.save)

    def _drop(self, what: str, column: str) -> None:
        now = self.model.arrangement
        if what == "condition":
            self.arrange(now.but_condition(column, None))
        elif what == "sort":
            self.arrange(now._replace(sort=tuple(one for one in now.sort if one[0] != column)))
        else:
            self.arrange(now._replace(group=""))

    def _sort(self, number: int, further: bool) -> None:
        self.sort_by(self.model.columns[number].key, further=further)

    def sort_by(self, key: str, *, further: bool = False, descending: bool | None = None) -> None:
        """Sort by a column: up, then down, then no longer; ``further`` keeps what it was sorted by before."""
        now = self.model.arrangement
        held = dict(now.sort)
        kept = [one for one in now.sort if one[0] != key] if further else []
        if descending is not None:
            kept.append((key, descending))
        elif key not in held:
            kept.append((key, False))
        elif not held[key]:
            kept.append((key, True))
        self.arrange(now._replace(sort=tuple(kept)))

    def filter_column(self) -> None:
        """Filter by the current column."""
        self.filter_by(max(self.grid.currentIndex().column(), 0))

    def filter_by(self, number: int) -> None:
        """Say what the cells of a column must be."""
        from workbench.ui.dialogs.table_filter import ColumnFilter

        model = self.model
        if model.plan is None or not 0 <= number < len(model.columns):
            return
        column, now = model.columns[number], model.arrangement
        held = next((one for one in now.conditions if one.column == column.key), None)
        # As far as the other columns let through.
        others = now.but_condition(column.key, None)
        keys = [one.key for one in model.columns]
        ids = model.table.chosen(self.plan, self.plan.of_kind(model.kind), others, keys, model.ready())
        offers = model.table.counted(self.plan, (self.plan.elements[one] for one in ids), column)
        dialog = ColumnFilter(self, self.plan, column, offers, held)
        dialog.accepted.connect(
            lambda: self.arrange(self.model.arrangement.but_condition(column.key, dialog.condition))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self.grid.setFocus())
        dialog.open()

    def choose_columns(self) -> None:
        """Choose the columns that are shown, and their order."""
        from workbench.ui.dialogs.table_choices import ChooseColumns

        model = self.model
        every = list(model.all_columns.values())
        first = shown_at_first(model.kind, every)
        dialog = ChooseColumns(self, every, [one.key for one in model.columns], first)

        def chosen() -> None:
            self.model.show_columns(dialog.keys)
            self._lay_columns()
            self._keep_settings()

        dialog.accepted.connect(chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def hide_column(self, number: int) -> None:
        """Show a column no longer."""
        keys = [one.key for at, one in enumerate(self.model.columns) if at != number]
        if keys:
            self.model.show_columns(keys)
            self._lay_columns()

    def replace(self) -> None:
        """Find and replace."""
        self.find_line.come_up()
        self._leave_room()

    def _leave_room(self) -> None:
        """In a low window the chips give way to the line of find and replace."""
        is_low = self.height() < self.fontMetrics().height() * _LOW
        self.strip.leave_room(chips=not (is_low and self.find_line.isVisible()))

    # -- columns ---------------------------------------------------------------------------------------

    def _lay_columns(self) -> None:
        """Give every column its width: as set by hand, or as its first rows need."""
        header, model = self.grid.heads, self.model
        header.blockSignals(True)
        char = self.fontMetrics().horizontalAdvance("国")
        known = model.memory.widths
        for number, column in enumerate(model.columns):
            if column.key in known:
                width = known[column.key]
            else:
                longest = max(
                    (len(model.text_at(at, number)) for at in range(min(len(model.rows), 60))), default=0
                )
                title = header.sectionSizeHint(number)
                needed = max(title, min(longest, 22) * char * 3 // 4 + 16)
                width = min(max(needed, char * 4), char * 20)
                if column.key == KINDS[model.kind].title_field:
                    width = max(width, char * 14)
            header.resizeSection(number, width)
        header.blockSignals(False)
        self.grid.frozen.place()

    def _keep_width(self, number: int, _old: int, new: int) -> None:
        if 0 <= number < len(self.model.columns):
            memory = self.model.memory
            memory.widths = {**memory.widths, self.model.columns[number].key: new}

    def _keep_order(self) -> None:
        header, columns = self.grid.heads, self.model.columns
        order = [columns[header.logicalIndex(at)].key for at in range(len(columns))]
        if order == [one.key for one in columns]:
            return
        header.blockSignals(True)
        for number in range(len(columns)):
            header.moveSection(header.visualIndex(number), number)
        header.blockSignals(False)
        self.model.show_columns(order)
        self._lay_columns()

    # -- menus -----------------------------------------------------------------------------------------

    def _head_menu(self, place: QPoint) -> None:
        number = self.grid.heads.logicalIndexAt(place)
        if number >= 0:
            menu = self._column_menu(QMenu(self), number)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.grid.heads.mapToGlobal(place))

    def _column_menu(self, menu: QMenu, number: int) -> QMenu:
        key = self.model.columns[number].key
        menu.addAction(tr("Sort up"), lambda: self.sort_by(key, descending=False))
        menu.addAction(tr("Sort down"), lambda: self.sort_by(key, descending=True))
        menu.addAction(tr("Filter by this column…") + "\tCtrl+Shift+L", lambda: self.filter_by(number))
        menu.addAction(
            tr("Group by this column"), lambda: self.arrange(self.model.arrangement._replace(group=key))
        )
        menu.addSeparator()
        menu.addAction(tr("Hide this column"), lambda: self.hide_column(number))
        menu.addAction(tr("Choose columns…"), self.choose_columns)
        return menu

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        at = self.grid.currentIndex()
        free = not self.model.locked
        has_row = bool(self.model.id_at(at.row()))

        def item(label: str, keys: str, verb: Any, *, on: bool = True) -> None:
            action = menu.addAction(f"{label}\t{keys}" if keys else label)
            action.triggered.connect(lambda _on=False: verb())
            action.setEnabled(on)

        item(tr("Copy"), "Ctrl+C", self.copy, on=has_row)
        item(tr("Copy with headings"), "Ctrl+Shift+C", self.copy_with_headings, on=has_row)
        item(tr("Paste…"), "Ctrl+V", self.paste, on=free)
        menu.addSeparator()
        item(tr("Fill down…"), "Ctrl+D", self.fill_down, on=free and has_row)
        item(tr("Set the chosen cells…"), "Ctrl+Enter", self.set_chosen, on=free and has_row)
        item(tr("Open the cell…"), "Alt+↓", self.open_cell, on=free and has_row)
        item(tr("Empty the chosen cells"), tr("Del"), self.clear, on=free and has_row)
        item(tr("Find and replace…"), "Ctrl+H", self.replace)
        menu.addSeparator()
        item(tr("New row"), tr("Ins"), self.begin, on=free)
        item(tr("Duplicate the chosen rows"), "", self.duplicate, on=free and has_row)
        item(tr("Delete the chosen rows"), tr("Ctrl+Del"), self.delete, on=free and has_row)
        if at.isValid() and at.column() < len(self.model.columns):
            menu.addSeparator()
            self._column_menu(menu, at.column())
        menu.popup(self.grid.viewport().mapToGlobal(place))
