"""The link matrix: goals, projects and indicators against one another, linked by click, drag or key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QLabel, QStackedWidget, QVBoxLayout, QWidget

from workbench.analysis.linking import link_cells, unlink_cells
from workbench.analysis.links import PAIRINGS, Pairing, Wanted
from workbench.i18n import plural, tr
from workbench.plan.choices import GOAL_ROLE
from workbench.plan.elements import KINDS
from workbench.ui.keyboard import hand_on
from workbench.ui.models.matrix import MatrixModel
from workbench.ui.views.matrix_bar import MatrixBar
from workbench.ui.views.matrix_link import LinkStrip
from workbench.ui.views.matrix_table import MOST_CELLS, MatrixTable

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout

#: Lines of text below which the view is low: what stands above the cells then gives way to them.
_LOW: Final = 26
#: Milliseconds after which the matrix follows what is typed into its filters.
_FILTER_PAUSE: Final = 150
#: Milliseconds after which the rest of the window follows the current cell.
_TELL_PAUSE: Final = 120


class MatrixView(QWidget):
    """Filters above, the matrix, and below it what is said of the link chosen."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._stale = True
        self._told = ""
        self._plan_id = ""
        self.pairing: Pairing = PAIRINGS[0]
        self._closed: dict[tuple[str, bool], frozenset[str]] = {}
        self.model = MatrixModel(self)
        self.table = MatrixTable(self.model, self)
        self.strip = LinkStrip(bridge, self.model, self)
        self.empty = QLabel(self, wordWrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMargin(30)
        self.empty.setProperty("role", "muted")
        self.stack = QStackedWidget(self)
        self.stack.addWidget(self.table)
        self.stack.addWidget(self.empty)
        self.bar = MatrixBar(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self.stack, 1)
        whole.addWidget(self.strip)
        hand_on(self, self.table)
        self._filter_timer = QTimer(self, singleShot=True, interval=_FILTER_PAUSE)
        self._filter_timer.timeout.connect(self.apply_filter)
        self._tell_timer = QTimer(self, singleShot=True, interval=_TELL_PAUSE)
        self._tell_timer.timeout.connect(self._tell)
        self._connect()
        self.table.zoom(bridge.settings.matrix_zoom)
        self.retranslate()

    def _connect(self) -> None:
        self.bar.pairing_chosen.connect(self.show_pairing)
        self.bar.typed.connect(self._filter_timer.start)
        self.bar.chosen.connect(self.apply_filter)
        self.bar.next_gap.clicked.connect(self.go_to_next_gap)
        self.bar.zoomed.connect(lambda by: self.table.zoom(self.table.percent * by if by else 100))
        self.table.zoomed.connect(self._zoomed)
        self.table.link_wanted.connect(self.link)
        self.table.toggle_wanted.connect(self.toggle)
        self.table.unlink_wanted.connect(self.unlink)
        self.table.edit_wanted.connect(self._edit)
        self.table.number_wanted.connect(self._take_figure)
        self.table.fold_wanted.connect(self.fold)
        self.table.line_chosen.connect(self._show)
        self.table.selectionModel().currentChanged.connect(self._current_changed)
        self.strip.link_wanted.connect(self.toggle)
        self.strip.left.connect(self.table.setFocus)
        bridge = self._bridge
        bridge.changed.connect(self._changed)
        bridge.plan_opened.connect(self._plan_opened)
        bridge.navigate.connect(lambda id_, _field: self.select(id_))
        bridge.busy_changed.connect(self._allow)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self._dress)

    def printout(self) -> Printout | None:
        """The matrix shown on pages."""
        from workbench.ui.paper.tiles import MatrixPrintout

        matrix = self.model.matrix
        return MatrixPrintout(matrix.plan, self.model, matrix) if matrix is not None else None

    # -- words and looks -------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.bar.retranslate()
        self._name_table()
        self.strip.retranslate()
        self._say()
        self.table.viewport().update()

    def _name_table(self) -> None:
        self.table.legend.put(self.pairing)
        self.table.setAccessibleName(tr(self.pairing.title))
        self.table.setAccessibleDescription(
            tr("Arrows move, Space links and unlinks, Enter edits what is said of the link")
        )

    def _dress(self) -> None:
        self._lower()
        self.table.measure()
        self.strip.measure()
        self.table.viewport().update()

    def _zoomed(self, percent: int) -> None:
        self._bridge.settings.matrix_zoom = percent
        self.bar.say_size(percent)

    def _allow(self) -> None:
        self.table.can_link = self._bridge.is_writable
        self.strip.refresh(self.table.currentIndex())

    def _say(self) -> None:
        """How much is shown, or why nothing is."""
        self.bar.said.setText(self.model.told())
        matrix = self.model.matrix
        if matrix is None or (matrix.rows and matrix.columns):
            self.stack.setCurrentWidget(self.table)
        else:
            self.stack.setCurrentWidget(self.empty)
            plan = matrix.plan
            missing = [kind for kind in (self.pairing.rows, self.pairing.columns) if not plan.count(kind)]
            if missing:
                self.empty.setText(
                    tr(
                        "Nothing to link yet: the plan has none of these: {what}. Add them in the outline "
                        "(Ctrl+1), then link them here by a click.",
                        what=f"@{KINDS[missing[0]].plural_label}",
                    )
                )
            elif self.bar.only_gaps.isChecked():
                self.empty.setText(tr("No gaps here: everything that is shown has what it needs."))
            else:
                self.empty.setText(tr("Nothing answers the filters. Empty them to see all."))
        self.bar.next_gap.setEnabled(matrix is not None and matrix.gaps_in_sight() > 0)

    # -- content ---------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lower()

    def _lower(self) -> None:
        self.bar.make_low(is_low=self.height() < self.fontMetrics().height() * _LOW)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh_if_stale()
        self.select(self._told)  # others may have gone elsewhere meanwhile

    def _plan_opened(self) -> None:
        plan = self._bridge.plan
        if plan is None or plan.id != self._plan_id:
            self._plan_id = plan.id if plan is not None else ""
            self._closed.clear()
            self._told = ""
        self._stale = True
        if self.isVisible():
            self._refresh_if_stale()
        else:
            # Elements of a plan that is closed are not to be held.
            self.model.put(None, self.pairing, Wanted())

    def _refresh_if_stale(self) -> None:
        if self._stale:
            self._stale = False
            self.refresh()

    def refresh(self) -> None:
        """Read the links afresh."""
        keep = self._place()
        self.model.put(self._bridge.plan, self.pairing, self._wanted())
        self._lines_changed(keep)
        self._allow()
        if not self.table.currentIndex().isValid() and not self.select(self._told):
            self._choose_first()

    def _wanted(self) -> Wanted:
        return Wanted(
            self.bar.rows_filter.text(),
            self.bar.columns_filter.text(),
            self.bar.problem.currentData(),
            self.bar.only_gaps.isChecked(),
            self._closed.get((self.pairing.key, True), frozenset()),
            self._closed.get((self.pairing.key, False), frozenset()),
        )

    def apply_filter(self) -> None:
        """Show what the filters ask for."""
        self._filter_timer.stop()
        keep = self._place()
        self.model.arrange(self._wanted())
        self._lines_changed(keep)

    def show_pairing(self, pairing: Pairing) -> None:
        """Show other kinds against one another."""
        self.pairing = pairing
        self.bar.show_pairing(pairing)
        self._name_table()
        self.refresh()

    def fold(self, group: str, of_rows: bool) -> None:
        """Open or close a group."""
        key = (self.pairing.key, of_rows)
        self._closed[key] = self._closed.get(key, frozenset()) ^ {group}
        current = self.table.currentIndex()
        row, column = current.row(), current.column()
        lines = self.model.matrix.rows if of_rows else self.model.matrix.columns  # type: ignore[union-attr]
        at = next(number for number, line in enumerate(lines) if line.is_heading and line.group == group)
        self.apply_filter()
        # The headings before it have not moved.
        self.table.choose(at if of_rows else max(row, 0), max(column, 0) if of_rows else at)

    def _place(self) -> tuple[str, str, int, int]:
        current = self.table.currentIndex()
        row = self.model.line(current.row(), Qt.Orientation.Vertical)
        column = self.model.line(current.column(), Qt.Orientation.Horizontal)
        return (row.id if row else "", column.id if column else "", current.row(), current.column())

    def _lines_changed(self, keep: tuple[str, str, int, int]) -> None:
        """After the lines have changed: the same cell again, as far as it is still there."""
        self.table.beside.closed = self._closed.get((self.pairing.key, True), frozenset())
        self.table.across.closed = self._closed.get((self.pairing.key, False), frozenset())
        matrix = self.model.matrix
        if matrix is not None and matrix.rows and matrix.columns and keep[2] >= 0:
            row = matrix.row_of.get(keep[0], min(keep[2], len(matrix.rows) - 1))
            column = matrix.column_of.get(keep[1], min(keep[3], len(matrix.columns) - 1))
            self.table.choose(row, column)
        self._say()
        self.strip.refresh(self.table.currentIndex())

    def _choose_first(self) -> None:
        matrix = self.model.matrix
        if matrix is not None and len(matrix.rows) > 1 and len(matrix.columns) > 1:
            self.table.choose(1, 1)
            self._tell_timer.stop()

    def _changed(self, event: Event) -> None:
        if not self.isVisible():
            self._stale = True
            return
        keep = self._place()
        if self.model.follow(event.change):
            self._lines_changed(keep)
        else:
            self._say()
            self.strip.refresh(self.table.currentIndex())
            self.table.viewport().update()
            self.table.beside.viewport().update()
            self.table.across.viewport().update()

    # -- choosing --------------------------------------------------------------------------------------

    def select(self, id_: str) -> bool:
        """Go to the line of an element, if it has one here."""
        # Who has gone elsewhere meanwhile is not to be brought back.
        self._tell_timer.stop()
        self._told = id_ or self._told
        matrix = self.model.matrix
        if matrix is None or not self.isVisible():
            return False
        current = self.table.currentIndex()
        row, column = matrix.row_of.get(id_), matrix.column_of.get(id_)
        if row is None and column is None:
            return False
        here = self._place()
        if id_ not in here[:2]:
            self.table.choose(
                row if row is not None else max(current.row(), 1),
                column if column is not None else max(current.column(), 1),
            )
            self._tell_timer.stop()
        return True

    def _current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        self.strip.refresh(current)
        if self.table.hasFocus():
            self._tell_timer.start()

    def _tell(self) -> None:
        """Have the rest of the window show the element that holds the link."""
        pair = self.model.pair(self.table.currentIndex())
        if pair is not None:
            self._show(self.pairing.ends(*pair)[0])

    def _show(self, id_: str) -> None:
        self._tell_timer.stop()
        self._told = id_
        # Without the field: that would lead out of the matrix and into the form.
        self._bridge.navigate.emit(id_, "")

    def go_to_next_gap(self) -> None:
        """Go to the next row or column with a gap."""
        matrix = self.model.matrix
        if matrix is None:
            return
        current = self.table.currentIndex()
        row, column = max(current.row(), 0), max(current.column(), 0)
        rows = [at for at, line in enumerate(matrix.rows) if line.id and matrix.has_gap(line.id)]
        columns = [at for at, line in enumerate(matrix.columns) if line.id and matrix.has_gap(line.id)]
        places = [(at, column) for at in rows if at > row]
        places = places or [(row, at) for at in columns if at > column] or [(at, column) for at in rows]
        places = places or [(row, at) for at in columns]
        if places:
            self.table.choose(*places[0])
            self.table.setFocus()
            self._tell_timer.start()

    # -- linking ---------------------------------------------------------------------------------------

    def link(self, pairs: list[tuple[str, str]]) -> None:
        """Link the elements of some cells."""
        plan = self._bridge.plan
        if plan is None or not self._bridge.is_writable:
            return
        if not pairs:
            self._refuse()
            return
        change = self._bridge.attempt(lambda: link_cells(plan, self.pairing, pairs, **self._usual()))
        if change is not None and not change.is_empty and self._bridge.apply(change) and len(pairs) > 1:
            many = int(dict(change.label.values).get("count", 1))
            self.strip.tell(plural("{count} link made", "{count} links made", many))

    def _refuse(self) -> None:
        if len(self.table.selectedIndexes()) > 1:
            self.strip.tell(
                tr("Nothing was done: choose at most {count} cells at once", count=f"{MOST_CELLS:,}")
            )

    def _usual(self) -> dict[str, str]:
        """What is said of a new link: the role chosen for new ones, if any."""
        role = self.bar.new_role.currentData()
        return {"role": role} if role and "role" in self.pairing.details else {}

    def unlink(self) -> None:
        """Take the links of the chosen cells away."""
        plan, pairs = self._bridge.plan, self.table.chosen_pairs()
        if plan is None or not self._bridge.is_writable:
            return
        if not pairs:
            self._refuse()
            return
        change = self._bridge.attempt(lambda: unlink_cells(plan, self.pairing, pairs))
        if change is not None:
            self._bridge.apply(change)

    def toggle(self) -> None:
        """Link the chosen cells; where all are linked, take the links away."""
        matrix, pairs = self.model.matrix, self.table.chosen_pairs()
        if matrix is None:
            return
        if pairs and all(matrix.at(*pair) is not None for pair in pairs):
            self.unlink()
        else:
            self.link(pairs)

    def _edit(self) -> None:
        """Edit what is said of the link; one that is not there is made first."""
        matrix, pair = self.model.matrix, self.model.pair(self.table.currentIndex())
        if matrix is None or pair is None:
            return
        if matrix.at(*pair) is None:
            self.link([pair])
        self.strip.edit()

    def _take_figure(self, number: int) -> None:
        """A role by its number, or the first digit of a contribution."""
        roles = (None, *GOAL_ROLE)
        if "role" in self.pairing.details and number < len(roles):
            self.strip.say("role", roles[number])
        elif "contribution" in self.pairing.details:
            self.strip.edit(str(number))

    def flush(self) -> None:
        """Make a change of what is still being typed."""
        self.strip.flush()
