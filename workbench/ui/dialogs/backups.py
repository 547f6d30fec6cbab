"""The backups of a library: when they were made and what is in them; one is looked into or taken back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLocale, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from workbench.i18n import N_, plural, tr
from workbench.session import backups
from workbench.ui.dialogs.form import Form

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.ui.background import Background

_HEADINGS: Final = (
    N_("Made on"),
    N_("Occasion"),
    N_("Size"),
    N_("Changes in it"),
    N_("Changes made since"),
)
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Table(QTableWidget):
    """Enter does what a double click does, not what the dialog's button would."""

    chosen = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.chosen.emit()
            return
        super().keyPressEvent(event)


class Backups(Form):
    """A row a backup, newest first; they are counted beside the window."""

    #: A backup is to be opened for reading: the library it was made of, and the backup.
    look_wanted = Signal(object, object)
    #: A backup is to be written as a new library: the library it was made of, and the backup.
    restore_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None, libraries: Sequence[Path], background: Background) -> None:
        super().__init__(
            parent,
            tr("Backups"),
            tr(
                "The program backs a library up by itself: before the first edit of a day, before large "
                "changes, and before the file's format is brought up to date. All of the last two days are "
                "kept, then one a day, a week, a month. Looking into a backup or restoring one changes "
                "neither it nor your library."
            ),
            tr("Look into it"),
        )
        self._background = background
        self._is_open = True
        self.kept: list[backups.Kept] = []
        self.library = QComboBox(self)
        # A long path does not make the dialog wider than the screen.
        self.library.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.library.setMinimumContentsLength(20)
        for path in libraries:
            self.library.addItem(f"{path.stem}    {path.parent}", path)
        self.library.currentIndexChanged.connect(lambda _at: self.refresh())
        self.field(tr("Library"), self.library)
        self.table = _Table(0, len(_HEADINGS), self)
        self.table.setAccessibleName(tr("Backups"))
        self.table.setHorizontalHeaderLabels([tr(one) for one in _HEADINGS])
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAlternatingRowColors(True)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self._allow)
        self.table.doubleClicked.connect(lambda _index: self.accept())
        self.table.chosen.connect(self.accept)
        self.said = QLabel(self)
        self.said.setProperty("role", "muted")
        self.body.insertWidget(3, self.table, 1)
        self.body.insertWidget(4, self.said)
        self.make = QPushButton(tr("Back up now"), self)
        self.restore = QPushButton(tr("Restore as a new library…"), self)
        self.buttons.addButton(self.make, QDialogButtonBox.ButtonRole.ActionRole)
        self.buttons.addButton(self.restore, QDialogButtonBox.ButtonRole.ActionRole)
        self.no.setText(tr("Close"))
        self.make.clicked.connect(self._make)
        self.restore.clicked.connect(self._restore)
        metrics = self.fontMetrics()
        size = QSize(metrics.averageCharWidth() * 84, metrics.height() * 26)
        self.resize(size if parent is None else size.boundedTo(parent.size()))
        self.refresh()
        self.table.setFocus()

    @property
    def _of(self) -> Path | None:
        path = self.library.currentData()
        return path if isinstance(path, Path) else None

    @property
    def chosen(self) -> backups.Kept | None:
        """The backup under the cursor."""
        at = self.table.currentRow()
        return self.kept[at] if 0 <= at < len(self.kept) else None

    def refresh(self) -> None:
        """List the backups of the library chosen; what is in them is counted in the background."""
        library = self._of
        self._show([])
        if library is None:
            self.said.setText(tr("No library has been opened yet"))
            return
        self.said.setText(tr("Looking for backups"))

        def show(found: list[backups.Kept]) -> None:
            # Meanwhile the dialog may have been closed, or another library chosen.
            if self._is_open and self._of == library:
                self._show(found)

        self._background.run(lambda: backups.of_library(library), show)

    def _show(self, kept: list[backups.Kept]) -> None:
        self.kept = kept
        self.table.setRowCount(len(kept))
        for row, one in enumerate(kept):
            unread = tr("cannot be read")
            cells = (
                f"{one.time:%Y-%m-%d %H:%M}",
                tr(one.reason) if one.reason else "",
                QLocale().formattedDataSize(one.size, 1),
                unread if one.changes is None else str(one.changes),
                "" if one.since is None else str(one.since),
            )
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                if column >= 2:
                    item.setTextAlignment(_RIGHT)
                self.table.setItem(row, column, item)
        if kept:
            self.table.setCurrentCell(0, 0)
            self.said.setText(plural("{count} backup", "{count} backups", len(kept)))
        else:
            self.said.setText(tr("There is no backup of this library yet"))
        self._allow()

    def _allow(self) -> None:
        is_sound = self.chosen is not None and self.chosen.changes is not None
        self.yes.setEnabled(is_sound)
        self.restore.setEnabled(is_sound)
        self.make.setEnabled(self._of is not None and self._of.exists())

    def _make(self) -> None:
        library = self._of
        if library is not None:
            self.make.setEnabled(False)
            self._background.run(lambda: backups.make(library), lambda _path: None, after=self._made)

    def _made(self) -> None:
        if self._is_open:
            self.refresh()

    def _restore(self) -> None:
        if self.chosen is not None:
            self.restore_wanted.emit(self._of, self.chosen)
            self.reject()

    def done(self, result: int) -> None:
        self._is_open = False
        super().done(result)

    def fault(self) -> str:
        if not self.yes.isEnabled():
            return tr("Choose a backup that can be read")
        self.look_wanted.emit(self._of, self.chosen)
        return ""
