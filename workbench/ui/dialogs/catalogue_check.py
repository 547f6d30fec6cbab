"""What was found in the file of an office's catalogue, before it is added."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from workbench.i18n import N_, current, plural, tr, words
from workbench.rules.verdict import SEVERITY_LABELS
from workbench.session.catalogues import own_version
from workbench.ui import icons
from workbench.ui.dialogs.form import Form, resize_in_lines
from workbench.ui.phrases import beside

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from workbench.exchange.catalogue_files import Reading

_COLUMNS: Final = (N_("Severity"), N_("Place in the file"), N_("What is wrong"))
_SHARES: Final = (14, 36)


class CatalogueCheck(Form):
    """Names every fault with row and column; a file with errors cannot be added."""

    def __init__(self, parent: QWidget, file: str, reading: Reading) -> None:
        made = reading.catalogue
        super().__init__(
            parent,
            tr("The catalogue in “{file}”", file=file),
            _about(reading),
            tr("Replace your version") if made is not None and own_version(made.code) else tr("Add it"),
        )
        self.widen(34)
        self.yes.setEnabled(made is not None)
        tell = words(current())
        self.table = QTableWidget(len(reading.faults), len(_COLUMNS), self)
        self.table.setAccessibleName(tr("What is wrong in the file"))
        self.table.setProperty("framed", True)
        self.table.setHorizontalHeaderLabels([tr(title) for title in _COLUMNS])
        self.table.verticalHeader().hide()
        self.table.setWordWrap(True)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)
        self.table.horizontalHeader().setStretchLastSection(True)
        for row, one in enumerate(reading.faults):
            place = one.place(tell) or tr("The file as a whole")
            texts = (tr(SEVERITY_LABELS[one.severity]), place, one.said(tell))
            for column, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                cell.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, cell)
            sign = self.table.item(row, 0)
            assert sign is not None
            sign.setIcon(icons.state_icon(one.severity))
        self.table.setVisible(bool(reading.faults))
        self.body.insertWidget(2, self.table, 1)
        resize_in_lines(self, 46, 26 if reading.faults else 8)
        (self.yes if made is not None else self.no).setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._share_out()

    def _share_out(self) -> None:
        room = self.table.viewport().width()
        for column, share in enumerate(_SHARES):
            self.table.setColumnWidth(column, room * share // 100)
        self.table.resizeRowsToContents()


def _about(reading: Reading) -> str:
    made = reading.catalogue
    if made is None:
        return plural(
            "{count} error keeps it from being added; mend the file and choose it again.",
            "{count} errors keep it from being added; mend the file and choose it again.",
            reading.errors,
        )
    count = plural("{count} indicator", "{count} indicators", len(made.items))
    mandatory = sum(one.mandatory for one in made.items)
    parts = [
        beside(made.title, made.code),
        tr("{indicators}, {mandatory} of them mandatory.", indicators=count, mandatory=mandatory),
    ]
    held = own_version(made.code)
    if held is not None:
        version = held.version or tr("without a version")
        parts.append(
            tr("It takes the place of your version ({version}), which is kept aside.", version=version)
        )
    return "\n".join(parts)
