"""What can be put into the text of a section: headings, lists, tables, places for generated parts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from workbench.documents.insertions import FIGURES
from workbench.documents.markdown import Insertion
from workbench.i18n import N_, tr
from workbench.ui.editors.flow import FlowBox

if TYPE_CHECKING:
    from workbench.ui.views.narrative_source import Source

#: Keys of the buttons.
_KEYS: Final = {
    "heading": "Ctrl+Alt+H",
    "list": "Ctrl+Alt+L",
    "strong": "Ctrl+B",
    "table": "Ctrl+Alt+T",
    "insertion": "Ctrl+Alt+I",
}
_TITLES: Final = {
    "heading": (N_("Heading"), N_("Make the line a heading, of the next level when it is one")),
    "list": (N_("List"), N_("Make the chosen lines items of a list, or plain again")),
    "strong": (N_("Bold"), N_("Put the chosen words in bold")),
    "table": (N_("Table"), N_("Put in an empty table")),
    "insertion": (
        N_("Generated part"),
        N_("Put in a place where the document has a table or figure made from the plan"),
    ),
}
#: The tables that documents can make, by the names they have in the text; figures stand beside them.
INSERTIONS: Final = {
    "indicators": N_("Table of main indicators"),
    "projects": N_("Table of projects or tasks"),
}


class NarrativeBar(FlowBox):
    """Buttons above the source; they go to the next line where there is little room."""

    def __init__(self, source: Source, parent: QWidget) -> None:
        super().__init__(parent)
        self._source = source
        self.buttons: dict[str, QToolButton] = {}
        for name, keys in _KEYS.items():
            button = QToolButton(self)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
            # A click leaves the cursor in the text.
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.buttons[name] = button
            self.flow.addWidget(button)
            shortcut = QShortcut(QKeySequence(keys), parent)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click if name != "insertion" else button.showMenu)
        self.buttons["heading"].clicked.connect(source.turn_heading)
        self.buttons["list"].clicked.connect(source.turn_list)
        self.buttons["strong"].clicked.connect(source.turn_strong)
        self.buttons["table"].clicked.connect(self._put_table)
        self.insertions = QMenu(self)
        self.buttons["insertion"].setMenu(self.insertions)
        self.buttons["insertion"].setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)

    def _put_table(self) -> None:
        first, second = tr("Column {number}", number=1), tr("Column {number}", number=2)
        self._source.insert_lines(f"| {first} | {second} |\n| --- | --- |\n|  |  |")
        self._source.setFocus()

    def insert(self, part: Insertion) -> None:
        """Put in the place of a generated table or figure."""
        self._source.insert_lines(part.typed)
        self._source.setFocus()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        for name, (title, told) in _TITLES.items():
            button = self.buttons[name]
            keys = QKeySequence(_KEYS[name]).toString(QKeySequence.SequenceFormat.NativeText)
            button.setText(f"{tr(title)} ▾" if name == "insertion" else tr(title))
            button.setToolTip(f"{tr(told)} ({keys})")
            button.setAccessibleName(tr(title))
        self.insertions.clear()
        for name, title in INSERTIONS.items():
            self.insertions.addAction(tr(title), partial(self.insert, Insertion(name)))
        self.insertions.addSeparator()
        for name, title in FIGURES.items():
            self.insertions.addAction(tr(title), partial(self.insert, Insertion(name, "figure")))
