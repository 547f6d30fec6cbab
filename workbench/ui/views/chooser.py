"""The plans of the library in a table: open, begin, import, export, rename, delete."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMenu,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import tr
from workbench.ui import icons
from workbench.ui.models.plans import PlansModel
from workbench.ui.views.choice import Choice
from workbench.ui.views.welcome import Heading, Page

if TYPE_CHECKING:
    from workbench.rules.verdict import Verdict
    from workbench.session.session import PlanEntry, Session
    from workbench.settings import Settings
    from workbench.ui.bridge import Bridge

#: Plans with more elements than this are not judged for the table: opening them does it.
_CHEAP: Final = 5000


class PlansTable(QTableView):
    """Enter opens the plan, Del deletes it, F2 renames it."""

    opened = Signal()
    deleted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self.state() != QAbstractItemView.State.EditingState:
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.opened.emit()
                return
            if event.key() == Qt.Key.Key_Delete:
                self.deleted.emit()
                return
        super().keyPressEvent(event)


class Chooser(QWidget):
    """The plans of the open library; an empty library says what to do."""

    open_wanted = Signal(str)
    new_wanted = Signal()
    import_wanted = Signal()
    sample_wanted = Signal()
    export_wanted = Signal(str)
    json_wanted = Signal(str)
    delete_wanted = Signal(str)
    restore_wanted = Signal(str)
    rename_wanted = Signal(str, str)

    def __init__(self, bridge: Bridge, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._settings = settings
        self._are_own = self._fitting = False
        #: The newest change of each plan when its verdicts were asked for, in this library.
        self._judged_at: dict[str, int] = {}
        self._judged_in: Session | None = None
        #: Id and title of the plans that can be brought back.
        self.deleted: list[tuple[str, str]] = []
        self.model = PlansModel(self, self.rename_wanted.emit)
        self.table = PlansTable(self, showGrid=False)
        self.table.setAlternatingRowColors(True)
        self.table.setMouseTracking(True)
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().sectionResized.connect(self._resized)
        self.table.setTabKeyNavigation(False)
        self.table.opened.connect(self._open)
        self.table.deleted.connect(lambda: self._emit(self.delete_wanted))
        self.table.doubleClicked.connect(self._open)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._show_menu)
        self.title = Heading(self, 1.35)
        self.where = QLabel(self)
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        self.where.setProperty("role", "muted")
        self.open = QPushButton(self)
        self.open.setProperty("primary", True)
        self.new, self.bring = QPushButton(self), QPushButton(self)
        self.open.clicked.connect(self._open)
        self.back = QPushButton(self)
        self.back.clicked.connect(self._show_deleted)
        self.new.clicked.connect(self.new_wanted)
        self.bring.clicked.connect(self.import_wanted)
        top = QHBoxLayout()
        words_ = QVBoxLayout()
        words_.addWidget(self.title)
        words_.addWidget(self.where)
        top.addLayout(words_, 1)
        for button in (self.back, self.bring, self.new, self.open):
            top.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        full = QWidget(self)
        column = QVBoxLayout(full)
        column.setContentsMargins(28, 22, 28, 22)
        column.setSpacing(14)
        column.addLayout(top)
        column.addWidget(self.table, 1)
        self.empty = self._empty_page()
        self._pages = QStackedLayout(self)
        self._pages.addWidget(full)
        self._pages.addWidget(self.empty)
        self.table.selectionModel().selectionChanged.connect(self._allow)
        bridge.language_changed.connect(self.retranslate)
        bridge.theme_changed.connect(self.refresh)
        self.retranslate()

    def _empty_page(self) -> Page:
        page = Page(self)
        self.empty_title = Heading(page, 1.4)
        self.empty_about = QLabel(page, wordWrap=True)
        self.empty_about.setProperty("role", "muted")
        self.empty_new = Choice("plan-new", page, primary=True)
        self.empty_import = Choice("import", page)
        self.empty_sample = Choice("plans", page)
        self.empty_back = Choice("undo", page)
        self.empty_back.clicked.connect(self._show_deleted)
        self.empty_new.clicked.connect(self.new_wanted)
        self.empty_import.clicked.connect(self.import_wanted)
        self.empty_sample.clicked.connect(self.sample_wanted)
        for widget in (
            self.empty_title,
            self.empty_about,
            self.empty_new,
            self.empty_import,
            self.empty_sample,
            self.empty_back,
        ):
            page.column.addWidget(widget)
        return page

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.table.setAccessibleName(tr("Plans of the library"))
        self.open.setText(tr("Open plan"))
        self.new.setText(tr("New plan…"))
        self.bring.setText(tr("Import a plan…"))
        self.empty_title.setText(tr("This library is still empty"))
        self.empty_about.setText(tr("Begin with a plan of your own, or take one over."))
        self.empty_new.say(
            tr("New plan…"), tr("A few questions; sections and an overall goal are laid out for you")
        )
        self.empty_import.say(tr("Import a plan…"), tr("From an exchange file (JSON) of this program"))
        self.empty_sample.say(
            tr("Open the sample plans"), tr("Look around in finished plans; change them as you like")
        )
        self.back.setText(tr("Deleted plans…"))
        self.empty_back.say(tr("Deleted plans…"), tr("Bring back a plan that was deleted from this library"))
        self.refresh()

    def refresh(self) -> None:
        """Read the list of plans anew."""
        if not self._bridge.has_session:
            self.model.put([])
            return
        session = self._bridge.session
        chosen = self.chosen
        entries = self._bridge.attempt(session.plans) or []
        self.model.is_writable = self._bridge.is_writable
        self.model.put(entries)
        self.title.setText(session.path.stem)
        self.where.setText(str(session.path))
        self.where.setToolTip(str(session.path))
        self.deleted = self._bridge.attempt(session.deleted_plans) or []
        for button in (self.back, self.empty_back):
            button.setVisible(bool(self.deleted) and self._bridge.is_writable)
        self._pages.setCurrentIndex(0 if entries else 1)
        self._size_columns()
        self.table.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 16)
        wanted = chosen if chosen is not None else getattr(self._bridge.plan, "id", None)
        at = next((at for at, entry in enumerate(entries) if entry.id == wanted), 0)
        if entries:
            self.table.selectRow(at)
            self.table.setCurrentIndex(self.model.index(at, 0))
        self._allow()
        self._judge(session, entries)

    def _size_columns(self) -> None:
        """As the user left them, else as wide as what is in them; the title takes the rest."""
        if self._are_own:
            return
        self._fitting = True
        header = self.table.horizontalHeader()
        self.table.resizeColumnsToContents()
        # The verdicts come later; they are to find room.
        needed = self.fontMetrics().horizontalAdvance("100 %") + icons.small_size() + 26
        for at in self.model.judged_columns():
            header.resizeSection(at, max(header.sectionSize(at), needed))
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        widths = self._settings.columns.get("plans", [])
        if len(widths) == self.model.columnCount():
            self._are_own = True
            for at, width in enumerate(widths[1:], 1):
                header.resizeSection(at, width)
        self._fitting = False

    def _resized(self, column: int) -> None:
        # The first column gives way by itself when another is dragged.
        self._are_own = self._are_own or (column > 0 and not self._fitting)

    def remember(self) -> None:
        """Keep the widths of the columns, if the user has set them."""
        if self._are_own:
            header = self.table.horizontalHeader()
            widths = [header.sectionSize(at) for at in range(self.model.columnCount())]
            self._settings.columns["plans"] = widths

    def _judge(self, session: Session, entries: list[PlanEntry]) -> None:
        """Work out the verdicts of plans that are not large, beside the window."""
        if session is not self._judged_in:
            # A copy or a backup has plans with the same ids.
            self._judged_in = session
            self._judged_at.clear()
            self.model.verdicts.clear()
        for entry in entries:
            size = sum(entry.counts.values())
            if self._judged_at.get(entry.id) == entry.newest or size > _CHEAP:
                continue
            self._judged_at[entry.id] = entry.newest

            def done(verdicts: dict[str, Verdict], plan_id: str = entry.id) -> None:
                self.model.judged(plan_id, verdicts)

            self._bridge.background.run(partial(judge, session, entry.id), done)

    @property
    def chosen(self) -> str | None:
        """The id of the plan chosen in the table."""
        row = self.table.currentIndex().row()
        return self.model.entries[row].id if 0 <= row < len(self.model.entries) else None

    def choose(self, plan_id: str) -> None:
        """Put the cursor on a plan."""
        at = next((at for at, entry in enumerate(self.model.entries) if entry.id == plan_id), -1)
        if at >= 0:
            self.table.selectRow(at)

    def rename_chosen(self) -> None:
        """Edit the title of the chosen plan in place."""
        if self.model.is_writable and self.chosen is not None:
            self.table.edit(self.table.currentIndex().siblingAtColumn(0))

    def _allow(self) -> None:
        self.open.setEnabled(self.chosen is not None)
        for widget in (self.new, self.bring, self.empty_new, self.empty_import):
            widget.setEnabled(self._bridge.is_writable)

    def _show_deleted(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for id_, title in self.deleted:
            shown = (title or tr("(no title)")).replace("&", "&&")
            menu.addAction(shown, partial(self.restore_wanted.emit, id_))
        button = self.back if self.back.isVisible() else self.empty_back
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def _open(self) -> None:
        self._emit(self.open_wanted)

    def _emit(self, signal: Any) -> None:
        if self.chosen is not None:
            signal.emit(self.chosen)

    def _show_menu(self, at: QPoint) -> None:
        if not self.table.indexAt(at).isValid():
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(tr("Open plan"), self._open)
        rename = menu.addAction(tr("Rename"), self.rename_chosen)
        menu.addSeparator()
        menu.addAction(tr("Export documents…"), lambda: self._emit(self.export_wanted))
        menu.addAction(tr("Export as exchange file…"), lambda: self._emit(self.json_wanted))
        menu.addSeparator()
        delete = menu.addAction(tr("Delete plan"), lambda: self._emit(self.delete_wanted))
        rename.setEnabled(self.model.is_writable)
        delete.setEnabled(self.model.is_writable)
        menu.popup(self.table.viewport().mapToGlobal(at))


def judge(session: Session, plan_id: str) -> dict[str, Verdict]:
    """The verdicts of a plan of the library, in a worker thread; none of one that was deleted meanwhile."""
    from workbench.rules.checker import Checker

    plan = session.read(plan_id)
    if not plan.exists:
        return {}
    checker = Checker(plan)
    checker.full()
    return checker.verdicts()
