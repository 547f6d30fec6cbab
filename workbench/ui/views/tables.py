"""Tables of the plan, one for each kind: sorted, grouped, filtered, edited in place like a spreadsheet."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from workbench.analysis.tables import Arrangement
from workbench.i18n import plural, tr
from workbench.plan.edits import shown_name
from workbench.plan.elements import KINDS
from workbench.ui.keyboard import hand_on
from workbench.ui.models.table import TableModel
from workbench.ui.phrases import frozen_in_words
from workbench.ui.views.table_find import FindLine
from workbench.ui.views.table_grid import TableGrid
from workbench.ui.views.table_looks import TableLooks
from workbench.ui.views.table_strip import TABLED, TableStrip

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent

    from workbench.session.session import Event
    from workbench.ui.bridge import Bridge
    from workbench.ui.paper.printout import Printout

#: The kind shown before anything was chosen.
_FIRST: Final = "project"
#: Pixels of a column that may be out of sight while it can still be read.
_HIDDEN: Final = 40


class TablesView(TableLooks):
    """The table of one kind at a time; follows what is chosen elsewhere while it is seen."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        # The edit menu means the chosen rows while the cells have the keyboard.
        self.setProperty("own_verbs", True)
        self.model = TableModel(bridge, _FIRST)
        #: How each kind was looked at last.
        self._left: dict[str, Arrangement] = {}
        self._is_dirty = False
        self._following = False
        self._wanted = ""
        self.strip = TableStrip(self)
        self.grid = TableGrid(self.model, bridge, self)
        self.find_line = FindLine(self.grid, self)
        self.empty = QWidget(self.grid)
        self._compose_empty()
        self.wrong = QLabel(self)
        self.wrong.setTextFormat(Qt.TextFormat.PlainText)
        self.wrong.setProperty("role", "error")
        #: Why nothing can be typed in the row; else its name, when the column of that is out of sight.
        self.where = QLabel(self)
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        self.where.setProperty("role", "muted")
        self.where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.said = QLabel(self)
        self.said.setProperty("role", "muted")
        below = QHBoxLayout()
        below.setContentsMargins(8, 3, 8, 3)
        below.addWidget(self.wrong)
        below.addWidget(self.where, 1)
        below.addWidget(self.said)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.strip)
        whole.addWidget(self.grid, 1)
        whole.addWidget(self.find_line)
        whole.addLayout(below)
        hand_on(self, self.grid)
        self._tell_soon = QTimer(self, singleShot=True, interval=0)
        self._tell_soon.timeout.connect(self._tell)
        self._connect()
        self.retranslate()
        self._plan_opened()

    def printout(self) -> Printout | None:
        """The table shown on pages."""
        from workbench.ui.paper.lists import table_pages

        return table_pages(self.model, self.model.plan) if self.model.plan is not None else None

    def _compose_empty(self) -> None:
        self.empty_words = QLabel(self.empty, wordWrap=True)
        self.empty_words.setTextFormat(Qt.TextFormat.PlainText)
        self.empty_words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_words.setProperty("role", "muted")
        self.empty_do = QPushButton(self.empty)
        self.empty_do.clicked.connect(self._do_about_empty)
        column = QVBoxLayout(self.empty)
        column.addWidget(self.empty_words)
        column.addWidget(self.empty_do, 0, Qt.AlignmentFlag.AlignHCenter)
        self.empty.hide()

    def _connect(self) -> None:
        bridge, strip, grid = self.bridge, self.strip, self.grid
        bridge.changed.connect(self._changed)
        bridge.plan_opened.connect(self._plan_opened)
        bridge.navigate.connect(self._navigate)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self._redraw)
        bridge.busy_changed.connect(self._refresh)
        strip.kind_chosen.connect(self.show_kind)
        strip.searched.connect(lambda text: self.arrange(self.model.arrangement._replace(search=text)))
        strip.ready_chosen.connect(self.choose_ready)
        strip.saved_chosen.connect(self._choose_saved)
        strip.forgotten.connect(self._forget)
        strip.dropped.connect(self._drop)
        strip.group_chosen.connect(lambda key: self.arrange(self.model.arrangement._replace(group=key)))
        strip.asked.connect(self._asked)
        strip.search.returnPressed.connect(self._to_cells)
        grid.asked.connect(lambda verb: getattr(self, verb)())
        grid.menu_wanted.connect(self._menu)
        grid.reached.connect(self._reached)
        grid.painter_.meant_for_all.connect(self.type_into_chosen)
        grid.heads.sort_wanted.connect(self._sort)
        grid.heads.filter_wanted.connect(self.filter_by)
        grid.heads.customContextMenuRequested.connect(self._head_menu)
        grid.heads.sectionMoved.connect(lambda *_: QTimer.singleShot(0, self, self._keep_order))
        grid.heads.sectionResized.connect(self._keep_width)
        grid.selectionModel().selectionChanged.connect(lambda *_: self._tell_soon.start())
        grid.horizontalScrollBar().valueChanged.connect(lambda _value: self._tell_where())
        self.model.arranged.connect(self._arranged)
        self.model.begun.connect(self._begun)
        self.find_line.closed.connect(grid.setFocus)
        self.find_line.closed.connect(self._leave_room)
        self.find_line.replace_wanted.connect(
            lambda outcome: self.preview(outcome, tr("Find and replace"), tr("Replace"))
        )

    # -- what is shown ---------------------------------------------------------------------------------

    def show_kind(self, kind: str) -> None:
        """Show the table of a kind, as it was left."""
        if kind == self.model.kind or kind not in TABLED:
            return
        self._left[self.model.kind] = self.model.arrangement
        self.model.kind = kind
        self.model.bad.clear()
        self.model.draft.clear()
        self.model.closed.clear()
        self.model.arrangement = self._left.get(kind, Arrangement())
        self.model.take_columns()
        self._lay_columns()
        self.grid.horizontalScrollBar().setValue(0)
        if self.model.rows:
            self._following = True
            self.grid.stand_at(0, 0)
            self._following = False

    def _asked(self, what: str) -> None:
        if what in ("again", "nothing"):
            self.arrange(self.model.arrangement if what == "again" else Arrangement())
        elif what == "save":
            self.save_filter()
        elif what == "columns":
            self.choose_columns()
        elif what == "replace":
            self.replace()
        else:
            self._ask_unit()

    # -- following -------------------------------------------------------------------------------------

    def _plan_opened(self) -> None:
        self.model.bad.clear()
        self.model.draft.clear()
        self._wanted = ""
        if self.isVisible():
            self._refresh()
        else:
            self._is_dirty = True

    def _refresh(self) -> None:
        self._is_dirty = False
        at, id_ = self.grid.currentIndex(), self.model.id_at(self.grid.currentIndex().row())
        self.model.take_columns()
        self._lay_columns()
        self._stand_again(id_, at.column())

    def _changed(self, event: Event) -> None:
        if not self.isVisible():
            self._is_dirty = True
            return
        at, id_ = self.grid.currentIndex(), self.model.id_at(self.grid.currentIndex().row())
        self.model.follow(event)
        if not self.grid.currentIndex().isValid():
            self._stand_again(id_, at.column())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_dirty:
            self._refresh()
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            self._navigate(wanted, "")

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.find_line.isVisible():
            self.find_line.leave()

    def _navigate(self, id_: str, field: str) -> None:
        if self._following:
            return
        if not self.isVisible():
            self._wanted = id_
            return
        plan = self.model.plan
        element = plan.get(id_) if plan is not None else None
        if element is None or element.kind_name not in TABLED:
            return
        if element.kind_name != self.model.kind:
            self.show_kind(element.kind_name)
        row = self.model.place_of(id_)
        if row is None:
            self._say_hidden(id_)
            return
        name = field.partition("[")[0].partition(".")[0]
        column = next(
            (at for at, one in enumerate(self.model.columns) if name and one.key.split("@")[0] == name),
            max(self.grid.currentIndex().column(), 0),
        )
        self._following = True
        self.grid.stand_at(row, column)
        self._following = False

    def _say_hidden(self, id_: str) -> None:
        element = self.plan.get(id_)
        if element is not None:
            name = element.code or element.name_shown
            self.wrong.setText(tr("{name} is not among the rows that are shown", name=name))

    def _reached(self, id_: str) -> None:
        if self._following:
            return
        self._following = True
        self.bridge.navigate.emit(id_, "")
        self._following = False

    def _begun(self, id_: str) -> None:
        """A new element was typed in the last line: typing goes on in its row."""
        row, at = self.model.place_of(id_), self.grid.currentIndex()
        if row is not None:
            header = self.grid.heads
            seen = min(header.visualIndex(max(at.column(), 0)) + 1, len(self.model.columns) - 1)
            self.grid.stand_at(row, header.logicalIndex(seen))

    def flush(self) -> None:
        """Make a change of what is still being typed."""
        editor = self.grid.indexWidget(self.grid.currentIndex())
        if self.grid.state() == TableGrid.State.EditingState and editor is not None:
            self.grid.painter_.end(editor)

    def _to_cells(self) -> None:
        self.strip.flush()
        self.grid.setFocus()
        if not self.grid.currentIndex().isValid() and self.model.rows:
            self.grid.stand_at(0, 0)

    # -- words -----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.strip.retranslate()
        self.find_line.retranslate()
        self.grid.setAccessibleName(tr("Table"))
        if self.isVisible():
            self._refresh()
        else:
            self._is_dirty = True

    def _redraw(self) -> None:
        self.strip.retranslate()
        self.grid.painter_.refresh()
        self.grid.measure()
        self._lay_columns()
        self.grid.viewport().update()
        self.grid.heads.viewport().update()

    def _arranged(self) -> None:
        self.strip.show_state(self.model)
        self.grid.heads.viewport().update()
        if self.find_line.isVisible():
            self.find_line.look()
        self._tell()

    def _tell(self) -> None:
        model = self.model
        self.wrong.setText(model.fault())
        total = plural("{count} row", "{count} rows", model.total)
        if model.found != model.total:
            total = tr("{found} of {total}", found=model.found, total=total)
        summed = self.sum_in_words()
        self.said.setText(f"{summed}   {total}" if summed else total)
        self._tell_where()
        self._show_empty()

    def _tell_where(self) -> None:
        """Say why the current row cannot be changed, or name it when its name is out of sight."""
        model = self.model
        element = model.element_at(self.grid.currentIndex().row())
        frozen = frozen_in_words(model.plan, element) if model.plan is not None else ""
        self.where.setToolTip(escape(frozen))
        if frozen and not self.wrong.text():
            self.where.setText(frozen)
            return
        title = KINDS[model.kind].title_field or "code"
        number = next((at for at, one in enumerate(model.columns) if one.key == title), None)
        is_seen = number is not None and (
            number in self.grid.frozen.columns() or self.grid.columnViewportPosition(number) >= -_HIDDEN
        )
        is_told = element is not None and not is_seen and not self.wrong.text()
        self.where.setText(shown_name(element) if is_told and element is not None else "")

    def _show_empty(self) -> None:
        model = self.model
        is_empty = model.plan is not None and not model.rows
        self.empty.setVisible(is_empty)
        if not is_empty:
            return
        kind = tr(KINDS[model.kind].plural_label)
        if model.total:
            self.empty_words.setText(tr("No row of {kind} fits the filters.", kind=kind))
            self.empty_do.setText(tr("Show all"))
        else:
            said = tr("The plan has no {kind} yet.", kind=kind)
            if not model.locked:
                said += " " + tr("Type in the first line, or copy rows in Excel or WPS and paste them here.")
            self.empty_words.setText(said)
            self.empty_do.setText(tr("New row"))
        self.empty_do.setVisible(bool(model.total) or not model.locked)
        self._place_empty()

    def _place_empty(self) -> None:
        area = self.grid.viewport().geometry()
        top = area.top() + self.grid.verticalHeader().defaultSectionSize() * 2
        width = max(area.width() - 24, 40)
        layout = self.empty.layout()
        needed = layout.totalHeightForWidth(width) if layout is not None else 0
        self.empty.setGeometry(area.left() + 12, top, width, min(needed, max(area.bottom() - top, 40)))

    def _do_about_empty(self) -> None:
        if self.model.total:
            self.arrange(Arrangement())
        else:
            self.begin()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_tell_soon"):
            self._lay_columns()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_empty()
        self._leave_room()
