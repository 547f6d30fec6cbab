"""What stands above a table: its kind, search, filters by name, and what is filtered and sorted by now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from workbench.analysis.table_filters import EXPLAINED, READY, ready_for
from workbench.analysis.tables import Arrangement
from workbench.i18n import current, tr, words
from workbench.plan.elements import KINDS
from workbench.ui import icons
from workbench.ui.dialogs.table_filter import condition_in_words
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowLayout
from workbench.ui.editors.hint import hint
from workbench.ui.phrases import beside

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QResizeEvent

    from workbench.ui.models.table import TableModel

#: Milliseconds after which the table follows what is typed into its search.
_PAUSE = 150
#: Kinds that have a table; the plan itself is one form.
TABLED = tuple(kind for kind in KINDS if kind != "plan")


class TableStrip(QFrame):
    """Says what was asked for; the view does it."""

    kind_chosen = Signal(str)
    searched = Signal(str)
    ready_chosen = Signal(str)
    saved_chosen = Signal(str)
    forgotten = Signal(str)
    #: "save", "columns", "replace", "unit", "again", "nothing"
    asked = Signal(str)
    #: What is to be taken away: ("condition", column), ("sort", column) or ("group", "").
    dropped = Signal(str, str)
    group_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("strip", True)
        self.kinds = CalmCombo(self)
        self.kinds.setMaxVisibleItems(20)
        self.search = QLineEdit(self, clearButtonEnabled=True)
        self.group = QToolButton(self)
        self.columns = QToolButton(self)
        self.replace = QToolButton(self)
        self.group.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.group)
        self.group.setMenu(self._menu)
        row = QHBoxLayout()
        row.setSpacing(6)
        self.kinds.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.kinds.setMinimumContentsLength(12)
        self.search.setMinimumWidth(self.fontMetrics().averageCharWidth() * 9)
        row.addWidget(self.kinds)
        row.addWidget(self.search, 1)
        for button in (self.group, self.columns, self.replace):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            row.addWidget(button)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 6, 8, 6)
        whole.setSpacing(6)
        whole.addLayout(row)
        self._chips = QWidget(self)
        self._flow = FlowLayout(self._chips, 6)
        whole.addWidget(self._chips)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.flush)
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.kinds.activated.connect(lambda _at: self.kind_chosen.emit(self.kinds.currentData()))
        self.columns.clicked.connect(lambda: self.asked.emit("columns"))
        self.replace.clicked.connect(lambda: self.asked.emit("replace"))
        self._menu.aboutToShow.connect(self._fill_menu)
        self._model: TableModel | None = None
        #: What the chips show; they are made anew when it is something else.
        self._shown: object = None
        self._has_room = True

    def flush(self) -> None:
        """Search for what has been typed so far."""
        self._pause.stop()
        self.searched.emit(self.search.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        is_narrow = self.width() < self.fontMetrics().height() * 30
        style = Qt.ToolButtonStyle
        for button in (self.group, self.columns, self.replace):
            button.setToolButtonStyle(
                style.ToolButtonIconOnly if is_narrow else style.ToolButtonTextBesideIcon
            )

    # -- words -----------------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Words in the language now spoken, icons in the colours of the theme."""
        self.kinds.setAccessibleName(tr("Table of"))
        hint(self.search, tr("Search the columns shown"))
        self.search.setAccessibleName(tr("Search the columns shown"))
        for button, words_, sign, tip in (
            (self.group, tr("Group"), "group", tr("Rows under headings, by what stands in a column")),
            (self.columns, tr("Columns"), "columns", tr("Choose and order the columns")),
            (self.replace, tr("Replace"), "search", tr("Find and replace (Ctrl+H)")),
        ):
            button.setText(words_)
            button.setIcon(icons.icon(sign))
            button.setIconSize(QSize(icons.small_size(), icons.small_size()))
            button.setToolTip(tip)
            button.setAccessibleName(tip)

    def leave_room(self, *, chips: bool) -> None:
        """Show the chips, or make room for what is shown below."""
        self._has_room = chips
        self._chips.setVisible(chips and self._flow.count() > 0)

    def refresh(self, model: TableModel) -> None:
        """Make the chips anew: one was pressed and nothing came of it."""
        self._shown = None
        self.show_state(model)

    def show_state(self, model: TableModel) -> None:
        """Show the kind, the filters there are and the arrangement of a table."""
        self._model = model
        plan = model.plan
        self.kinds.blockSignals(True)
        if self.kinds.count() != len(TABLED):
            self.kinds.clear()
            for kind in TABLED:
                self.kinds.addItem("", kind)
        for at, kind in enumerate(TABLED):
            count = plan.count(kind) if plan is not None else 0
            self.kinds.setItemText(at, beside(tr(KINDS[kind].plural_label), str(count)))
        self.kinds.setCurrentIndex(TABLED.index(model.kind))
        self.kinds.setToolTip(self.kinds.currentText())
        self.kinds.blockSignals(False)
        if not self._pause.isActive() and self.search.text() != model.arrangement.search:
            self.search.blockSignals(True)
            self.search.setText(model.arrangement.search)
            self.search.blockSignals(False)
        saved = model.memory.saved
        state = (model.kind, model.arrangement, model.is_stale, saved, current(), [*model.all_columns])
        if state != self._shown:
            self._shown = state
            _empty(self._flow)
            self._show_chips(model)
            self._show_now(model, model.arrangement)
            self._chips.setVisible(self._has_room and self._flow.count() > 0)

    def _show_chips(self, model: TableModel) -> None:
        arrangement = model.arrangement
        for name in ready_for(model.kind):
            chip = self._chip(self._flow, tr(READY[name]), partial(self.ready_chosen.emit, name))
            chip.setCheckable(True)
            chip.setChecked(arrangement.ready == name)
            chip.setToolTip(f"<p>{tr(EXPLAINED[name])}</p>")
            if name == "mine":
                self._with_menu(chip, tr("Choose my unit…"), partial(self.asked.emit, "unit"))
        saved = model.memory.saved
        for name, kept in saved.items():
            chip = self._chip(self._flow, f"★ {name}", partial(self.saved_chosen.emit, name))
            chip.setCheckable(True)
            chip.setChecked(kept == arrangement)
            chip.setAccessibleName(tr("Saved filter {name}", name=name))
            self._with_menu(
                chip, tr("Forget the filter {name}", name=name), partial(self.forgotten.emit, name)
            )
        if (
            arrangement.filters or arrangement.sort or arrangement.group
        ) and arrangement not in saved.values():
            self._link(self._flow, tr("Save as…"), partial(self.asked.emit, "save"))

    def _show_now(self, model: TableModel, arrangement: Arrangement) -> None:
        spoken = words(current())
        for condition in arrangement.conditions:
            column = model.all_columns.get(condition.column)
            if column is not None:
                words_ = condition_in_words(column, condition)
                self._chip(
                    self._flow, f"{words_}  ×", partial(self.dropped.emit, "condition", condition.column)
                )
        for key, descending in arrangement.sort:
            column = model.all_columns.get(key)
            if column is not None:
                words_ = tr("sorted by {column}", column=column.title(spoken))
                sign = "▼" if descending else "▲"
                self._chip(self._flow, f"{words_} {sign}  ×", partial(self.dropped.emit, "sort", key))
        column = model.all_columns.get(arrangement.group)
        if column is not None:
            words_ = tr("grouped by {column}", column=column.title(spoken))
            self._chip(self._flow, f"{words_}  ×", partial(self.dropped.emit, "group", ""))
        if model.is_stale:
            self._link(self._flow, tr("Filter and sort again"), partial(self.asked.emit, "again"))
        if arrangement != Arrangement():
            self._link(self._flow, tr("Show all"), partial(self.asked.emit, "nothing"))

    def _chip(self, flow: FlowLayout, text: str, run: Callable[[], object]) -> QToolButton:
        chip = QToolButton(self)
        chip.setProperty("chip", True)
        chip.setText(text)
        chip.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        chip.clicked.connect(lambda _on=False: run())
        chip.setAccessibleName(text.removesuffix("  ×"))
        if text.endswith("×"):
            chip.setToolTip(tr("Take it away"))
            chip.setAccessibleDescription(tr("Take it away"))
        flow.addWidget(chip)
        chip.show()
        return chip

    def _link(self, flow: FlowLayout, text: str, run: Callable[[], object]) -> None:
        link = QToolButton(self)
        link.setProperty("section", True)
        link.setText(text)
        link.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        link.clicked.connect(lambda _on=False: run())
        flow.addWidget(link)
        link.show()

    def _with_menu(self, chip: QToolButton, text: str, run: Callable[[], object]) -> None:
        chip.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        action = chip.addAction(text)
        action.triggered.connect(lambda _on=False: run())

    def _fill_menu(self) -> None:
        self._menu.clear()
        model = self._model
        if model is None:
            return
        now = model.arrangement.group
        none = self._menu.addAction(tr("No groups"))
        none.setCheckable(True)
        none.setChecked(not now)
        none.triggered.connect(lambda _on=False: self.group_chosen.emit(""))
        self._menu.addSeparator()
        for column in model.columns:
            if column.key in ("code", KINDS[model.kind].title_field):
                continue
            action = self._menu.addAction(column.title(words(current())))
            action.setCheckable(True)
            action.setChecked(column.key == now)
            action.triggered.connect(lambda _on=False, key=column.key: self.group_chosen.emit(key))


def _empty(flow: FlowLayout) -> None:
    while (item := flow.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
