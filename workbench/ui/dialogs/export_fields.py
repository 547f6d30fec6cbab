"""What the dialog for exports chooses with: lists to tick, and choices by what they stand for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QListWidget, QListWidgetItem, QWidget

from workbench.documents.source import KINDS
from workbench.i18n import N_, tr

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from PySide6.QtGui import QResizeEvent

    from workbench.session.export_choices import Export


FORMS: Final = {".docx": "Word", ".pdf": "PDF", ".xlsx": "Excel", ".html": "HTML", ".csv": "CSV"}
ABOUT: Final = {
    "plan": N_("The text of the plan with its boxes and tables, and the tables annexed to it."),
    "annex": N_("Indicators, projects, tasks, funding and reserve as tables, without the text."),
    "definitions": N_("A sheet for each indicator: what it means, how it is calculated, who supplies it."),
    "breakdown": N_("Every task with its leader, lead and supporting units and deadlines, with the notice."),
    "ledger": N_("What a unit reports each quarter; it fills the cells in and sends the file back."),
    "responsibility": N_("What a unit undertakes for the year, with the clause on assessment, to be signed."),
    "work-points": N_("What is to be done in one year, goal by goal."),
    "notice": N_("The official document or letter by which the plan is issued."),
    "comments": N_("How the plan came about, and what was made of each comment received."),
    "check-report": N_("The four verdicts, the findings and how to mend them, and what was excused."),
    "difference": N_("What differs from a version saved before, element by element."),
    "assessment": N_("What each unit scored in a year, in which rank, and how it was calculated."),
    "self-assessment": N_("What a unit says of its own year, item by item, with room for the review."),
    "midterm": N_("How far the plan has come in the middle of its period, and what is to be changed."),
}
#: A choice that may be left to the document.
LEFT: Final = {None: N_("As suits the document"), True: N_("With"), False: N_("Without")}
LETTER: Final = {
    None: N_("By the document's number"),
    False: N_("Official document"),
    True: N_("Letter"),
}
#: The least height of a list, in lines of text.
_LEAST: Final = 6


def lacks_version(export: Export) -> str:
    """What to do where a report on differences has no saved version to compare with; "" where it has one."""
    if "difference" not in export.kinds or export.before:
        return ""
    return tr(
        "The plan has no saved version to compare with: save one with Plan › Save a version…, or untick "
        "“{document}”",
        document=tr(KINDS["difference"].title),
    )


class TickList(QListWidget):
    """A list of things by their keys, each to be ticked or not."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("framed", True)
        self.setMinimumHeight(round(self.fontMetrics().height() * _LEAST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is chosen in sight: it decides what is asked below, and so how much room there is."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def offer(self, text: str, key: str, *, ticked: bool) -> None:
        """Add an entry."""
        item = QListWidgetItem(text, self)
        item.setData(Qt.ItemDataRole.UserRole, key)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    def tick(self, keys: Collection[str | None]) -> None:
        """Tick the entries with these keys and no others."""
        for item in self._items():
            ticked = item.data(Qt.ItemDataRole.UserRole) in keys
            item.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The keys of what is ticked."""
        ticked = (item for item in self._items() if item.checkState() == Qt.CheckState.Checked)
        return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in ticked)

    @property
    def current(self) -> str:
        """The key of the entry under the cursor; "" where there is none."""
        row = self.currentRow()
        return str(self.item(row).data(Qt.ItemDataRole.UserRole)) if row >= 0 else ""

    def _items(self) -> list[QListWidgetItem]:
        return [self.item(row) for row in range(self.count())]


class Choice(QComboBox):
    """A choice of one of several values, shown by their words (message ids)."""

    def __init__(self, parent: QWidget, words: Mapping[Any, str], now: object) -> None:
        super().__init__(parent)
        self._values = list(words)
        for value, text in words.items():
            self.addItem(tr(text), value)
        self.choose(now)

    def choose(self, value: object) -> None:
        """Choose a value; the first one in place of an unknown one."""
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    @property
    def flag(self) -> bool | None:
        """The value of a choice between yes, no and leaving it open."""
        return cast("bool | None", self._values[self.currentIndex()])

    @property
    def key(self) -> str:
        """The value of a choice between keys."""
        return str(self._values[self.currentIndex()])
