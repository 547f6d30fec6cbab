"""The selections of all plans of the library from one catalogue: items down, plans across."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from workbench.documents.selections import cell_text, outline
from workbench.files import atomic_write
from workbench.i18n import current, plural, tr
from workbench.session.catalogues import compare
from workbench.ui import theme
from workbench.ui.dialogs import files
from workbench.ui.editors.flow import FlowBox
from workbench.ui.keyboard import hand_on
from workbench.ui.phrases import beside, joined, listed, sentences
from workbench.ui.views.when_seen import WhenSeen

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from workbench.plan.catalogues import Catalogue, CatalogueItem
    from workbench.plan.elements import Indicator
    from workbench.session.catalogues import Compared
    from workbench.ui.bridge import Bridge

_Index = QModelIndex | QPersistentModelIndex
#: Letters of an item's name and of a plan's title, and the lines of that.
_NAME: Final = 24
_PLAN: Final = 12
_TITLE_LINES: Final = 3.6
_Row = tuple["CatalogueItem", "list[tuple[Indicator, ...]]"]


class CompareModel(QAbstractTableModel):
    """A row for each item, a column for each plan; a cell names the indicators that take the item up."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.plans: list[str] = []
        self.rows: Sequence[_Row] = ()

    def put(self, plans: list[str], rows: Sequence[_Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.plans, self.rows = plans, rows
        self.endResetModel()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self.plans)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Horizontal:
            return self.plans[section]
        return self.rows[section][0].spoken(current()).name

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        item, cells = self.rows[index.row()]
        taking = cells[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell_text(taking) or "—"
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(_whole(one) for one in taking) or None
            case Qt.ItemDataRole.TextAlignmentRole:
                return Qt.AlignmentFlag.AlignCenter
            case Qt.ItemDataRole.ForegroundRole:
                return None if taking else theme.colour("muted")
            case Qt.ItemDataRole.AccessibleTextRole:
                said = listed(_whole(one) for one in taking) or tr("Not chosen")
                return joined((item.spoken(current()).name, self.plans[index.column()], said))
        return None


def _whole(one: Indicator) -> str:
    name = f"{one.code or ''} {one.name}".strip()
    return beside(name, one.unit) if one.unit else name


class ComparePage(WhenSeen):
    """The table, and a button that writes it as a workbook or as CSV."""

    #: An indicator was gone to: its form is behind this page.
    went = Signal()

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(bridge, parent)
        self.source: Catalogue | None = None
        self._compared: Compared | None = None
        self.everything = QCheckBox(self)
        self.everything.toggled.connect(self._fill)
        self.save = QPushButton(self)
        self.save.setAutoDefault(False)
        self.save.clicked.connect(self.ask_and_write)
        above = FlowBox(self, 12)
        above.flow.addWidget(self.everything)
        above.flow.addWidget(self.save)
        self.model = CompareModel(self)
        self.table = QTableView(self)
        self.table.setModel(self.model)
        self.table.setProperty("framed", True)
        self.table.setTabKeyNavigation(False)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.activated.connect(self._go)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.8))
        self.table.verticalHeader().setDefaultAlignment(
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        )
        self.table.verticalHeader().setFixedWidth(self.fontMetrics().horizontalAdvance("国") * _NAME)
        across = self.table.horizontalHeader()
        across.setDefaultAlignment(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        across.setFixedHeight(round(self.fontMetrics().height() * _TITLE_LINES))
        across.setHighlightSections(False)
        self.table.verticalHeader().setHighlightSections(False)
        self.table.verticalHeader().setTextElideMode(Qt.TextElideMode.ElideRight)
        self.table.viewport().installEventFilter(self)
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setProperty("role", "muted")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(above)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.said)
        hand_on(self, self.everything)
        bridge.checked.connect(self.set_stale)
        bridge.plan_opened.connect(self.set_stale)
        bridge.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.everything.setText(tr("Also items that no plan takes up"))
        self.save.setText(tr("Save the comparison…"))
        self.table.setAccessibleName(tr("Selections of the plans"))
        self._fill()

    def put(self, source: Catalogue | None) -> None:
        """Compare the selections from a catalogue."""
        self.source = source
        self.set_stale()

    def refresh(self) -> None:
        """Read the selections of all plans anew."""
        self._stale = False
        source = self.source
        if source is None:
            return
        self._compared = self._bridge.attempt(lambda: compare(self._bridge.session, source))
        self._fill()

    def _fill(self) -> None:
        found = self._compared
        plans = [one.title for one in found.plans] if found is not None else []
        rows = found.rows(everything=self.everything.isChecked()) if found is not None else []
        self.model.put(plans, rows)
        self._fit()
        self.save.setEnabled(bool(rows))
        if found is None:
            self.said.setText("")
            return
        shared = sum(all(cells) for _, cells in rows) if len(plans) > 1 else 0
        said = [plural("{count} plan in the library.", "{count} plans in the library.", len(plans))]
        if not any(any(cells) for _, cells in rows):
            said.append(tr("No plan takes anything up from this catalogue."))
        elif len(plans) > 1:
            said.append(tr("Taken up by every plan: {count}.", count=shared))
        self.said.setText(sentences(said))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        """The plans share the width, as far as each keeps room for its title."""
        least = self.fontMetrics().horizontalAdvance("国") * _PLAN
        for column in range(len(self.model.plans)):
            share = self.table.viewport().width() // len(self.model.plans)
            self.table.setColumnWidth(column, max(least, min(share, 2 * least)))

    def _go(self, index: QModelIndex) -> None:
        """To the indicator, where it is one of the open plan."""
        _, cells = self.model.rows[index.row()]
        plan = self._bridge.plan
        for one in cells[index.column()]:
            if index.column() == 0 and plan is not None and one.id in plan:
                self._bridge.navigate.emit(one.id, "name")
                self.went.emit()
                return

    def ask_and_write(self) -> None:
        """Ask for the name of a file and write the table to it."""
        if self.source is None:
            return
        suggested = f"{tr('Comparison of selections')}-{self.source.code}"
        path = files.table_to_write(self, str(self._bridge.session.path.parent), suggested)
        if path is not None:
            self.write(path)

    def write(self, path: Path) -> bool:
        """Write what is shown, as a workbook or as CSV by the name; False, with the Problem told, if not."""
        from workbench.documents.writers import written
        from workbench.ui.transfers import write_file

        source = self.source
        if source is None:
            return False

        def made() -> None:
            suffix = ".csv" if path.suffix.lower() == ".csv" else ".xlsx"
            atomic_write(path, written(outline(source, self.model.plans, self.model.rows, current()), suffix))

        return write_file(self._bridge, path, made)
