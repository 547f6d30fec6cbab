"""What a unit changed in a document that it sent back: a difference to accept one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import N_, plural, tr
from workbench.ui import icons
from workbench.ui.dialogs.form import Form, resize_in_lines

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from workbench.session.returned import Proposal, Returned

_COLUMNS: Final = (
    N_("Element"),
    N_("Field"),
    N_("As sent"),
    N_("Sent back"),
    N_("Today"),
    N_("Result of comparing"),
)
#: How the columns share the width.
_SHARES: Final = (20, 11, 17, 24, 13, 15)
_STATES: Final = {
    "ready": N_("Can be taken in"),
    "doubtful": N_("Needs a look"),
    "conflict": N_("The plan changed here too"),
    "settled": N_("The plan says so already"),
    "unreadable": N_("Cannot be read"),
}
#: The shape beside each state: never its colour alone.
_SHAPES: Final = {
    "ready": "holds",
    "doubtful": "warning",
    "conflict": "warning",
    "settled": "nothing",
    "unreadable": "error",
}
#: The least height of the table and of what is told below it, in lines of text.
_TABLE_LINES: Final = 5
_REST_LINES: Final = 3
#: What part of the height that which is told below the table has at most, until it is drawn larger.
_REST: Final = 0.33


class ReturnedDialog(Form):
    """The proposals with a tick each; those that nothing speaks against are ticked."""

    def __init__(self, parent: QWidget | None, returned: Returned) -> None:
        super().__init__(
            parent, tr("What came back in “{file}”", file=returned.file), _about(returned), tr("Take in")
        )
        self._returned = returned
        self.widen(40)
        self.table = QTableWidget(len(returned.proposals), len(_COLUMNS), self)
        self.table.setAccessibleName(tr("Proposals"))
        self.table.setProperty("framed", True)
        self.table.setHorizontalHeaderLabels([tr(title) for title in _COLUMNS])
        for at, title in enumerate(_COLUMNS):
            # A narrow column cuts its heading: the tip says it whole.
            if (head := self.table.horizontalHeaderItem(at)) is not None:
                head.setToolTip(tr(title))
        self.table.verticalHeader().hide()
        self.table.setWordWrap(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        # With large text a row may be higher than the table.
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        # Tab leaves the table: its ticks are set with the space bar.
        self.table.setTabKeyNavigation(False)
        for place, proposal in enumerate(returned.proposals):
            self._fill(place, proposal)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setMinimumHeight(self.fontMetrics().height() * _TABLE_LINES)
        self.table.itemChanged.connect(self._count)
        self.all_ready = QPushButton(tr("Tick all that can be taken in"), self)
        self.all_ready.clicked.connect(lambda: self._tick(ready=True))
        self.nothing = QPushButton(tr("Tick none"), self)
        self.nothing.clicked.connect(lambda: self._tick(ready=False))
        proposals = QWidget(self)
        column = QVBoxLayout(proposals)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table, 1)
        line = QHBoxLayout()
        line.addWidget(self.all_ready)
        line.addWidget(self.nothing)
        line.addStretch(1)
        column.addLayout(line)
        proposals.setVisible(bool(returned.proposals))
        # All of it is there, to be scrolled and copied into an answer to the unit.
        self.rest = QPlainTextEdit(_rest(returned), self, readOnly=True)
        self.rest.setAccessibleName(tr("What else came back"))
        self.rest.setTabChangesFocus(True)
        self.rest.setMinimumHeight(self.fontMetrics().height() * _REST_LINES)
        self.rest.setVisible(bool(self.rest.toPlainText()))
        self._parts = QSplitter(Qt.Orientation.Vertical, self)
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(proposals)
        self._parts.addWidget(self.rest)
        self._parts.setStretchFactor(0, 1)
        self.body.insertWidget(2, self._parts, 1)
        self._count()
        resize_in_lines(self, 56, 32)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._share_out()
        # A text without formats tells its height in lines.
        lines = round(self.rest.document().size().height()) + 1
        high = self._parts.height()
        below = min(lines * self.rest.fontMetrics().lineSpacing(), round(high * _REST))
        self._parts.setSizes([high - below, below])

    def _share_out(self) -> None:
        """Give each column its share of the width, and each row the height that its texts then take."""
        room = self.table.viewport().width()
        for column, share in enumerate(_SHARES[:-1]):
            self.table.setColumnWidth(column, room * share // 100)
        self.table.resizeRowsToContents()
        # The box beside a name takes some of its room, which the table does not reckon with.
        edge = self.fontMetrics().height()
        wide = self.table.columnWidth(0) - 2 * edge
        for place, proposal in enumerate(self._returned.proposals):
            wraps = Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere
            needed = self.fontMetrics().boundingRect(0, 0, wide, 99 * edge, wraps, proposal.name).height()
            self.table.setRowHeight(place, max(self.table.rowHeight(place), needed + edge // 2))

    def chosen(self) -> list[Proposal]:
        """The proposals that are ticked."""
        return [
            proposal
            for place, proposal in enumerate(self._returned.proposals)
            if self._box(place).checkState() is Qt.CheckState.Checked
        ]

    def fault(self) -> str:
        return "" if self.chosen() else tr("Nothing is ticked: tick what is to be taken in, or close")

    def _box(self, place: int) -> QTableWidgetItem:
        item = self.table.item(place, 0)
        assert item is not None
        return item

    def _fill(self, place: int, proposal: Proposal) -> None:
        state = tr(_STATES[proposal.state])
        told = f"{state}: {proposal.fault}" if proposal.fault is not None else state
        texts = (proposal.name, tr(proposal.label) if proposal.label else "", proposal.sent, proposal.came)
        for column, text in enumerate((*texts, proposal.today, told)):
            item = QTableWidgetItem(text)
            item.setToolTip("")
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            self.table.setItem(place, column, item)
        box = self._box(place)
        if proposal.state in ("ready", "doubtful", "conflict"):
            box.setFlags(box.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            box.setCheckState(Qt.CheckState.Checked if proposal.state == "ready" else Qt.CheckState.Unchecked)
        mark = self.table.item(place, len(_COLUMNS) - 1)
        assert mark is not None
        edge = self.fontMetrics().height()
        mark.setIcon(icons.shape(_SHAPES[proposal.state], edge, self.devicePixelRatioF()))

    def _tick(self, *, ready: bool) -> None:
        for place, proposal in enumerate(self._returned.proposals):
            box = self._box(place)
            if box.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                wanted = ready and proposal.state == "ready"
                box.setCheckState(Qt.CheckState.Checked if wanted else Qt.CheckState.Unchecked)

    def _count(self) -> None:
        count = len(self.chosen())
        self.yes.setText(tr("Take in {count}", count=count) if count else tr("Take in"))


def _about(returned: Returned) -> str:
    told = [returned.title] if returned.title else []
    count = len(returned.proposals)
    told.append(
        plural("{count} cell was changed.", "{count} cells were changed.", count)
        if count
        else tr("No cell was changed.")
    )
    return " · ".join(told)


def _rest(returned: Returned) -> str:
    """Rows that are new, lost or double, what could not be read, and comments, in words."""
    told = []
    notes = tuple(tr("{name}: {text}", name=one.row, text=one.text) for one in returned.notes)
    for said, names in (
        (N_("New rows, not taken in: {rows}"), returned.added),
        (N_("Rows that did not come back (nothing is deleted): {rows}"), returned.missing),
        (N_("Rows that came back more than once, the first counts: {rows}"), returned.twice),
        (N_("Not read: {rows}"), tuple(map(str, returned.unread))),
        (N_("Comments beside rows: {rows}"), notes),
    ):
        if names:
            shown = names[0] if len(names) == 1 else "".join(f"\n    {name}" for name in names)
            told.append(tr(said, rows=shown))
    return "\n".join(told)
