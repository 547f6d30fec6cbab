"""Which template the Word files of a document are made of: the shipped one, or an office's own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from workbench import paths
from workbench.errors import Problem
from workbench.files import atomic_write
from workbench.i18n import tr
from workbench.ui.dialogs import files
from workbench.ui.dialogs.help_page import HelpPage
from workbench.ui.editors.flow import FlowLayout
from workbench.ui.folders import show_folder
from workbench.ui.keyboard import hand_on

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from workbench.documents.source import Source
    from workbench.ui.background import Background

#: Pixels between the buttons below the template.
_GAP: Final = 6
#: Letters of the template's name that are seen at least.
_LETTERS: Final = 10
#: A file as it was tried: the kind of document, its language, path, size and time of writing.
_Tried = tuple[str, str, str, int, int]


class TemplateField(QWidget):
    """The template of one kind of document at a time; each keeps its own.

    A template of one's own is tried on a document beside the window, so that what is wrong with it is known
    before anything is written.
    """

    #: Another template is chosen, or one has been tried.
    changed = Signal()

    def __init__(self, parent: QWidget, background: Background, chosen: Mapping[str, str]) -> None:
        super().__init__(parent)
        self._background = background
        self._chosen = {key: path for key, path in chosen.items() if path}
        self._key = self._language = ""
        self._found: dict[_Tried, str] = {}
        self._is_trying = self._is_gone = False
        self.choice = QComboBox(self)
        self.choice.setMinimumContentsLength(_LETTERS)
        self.choice.activated.connect(lambda _at: self._choose(self.choice.currentData()))
        self.browse = self._button(tr("Choose…"), self._browse)
        self.browse.setAccessibleName(tr("Choose a template"))
        self.copy = self._button(tr("Copy to edit…"), self._copy)
        self.guide = self._button(
            tr("Guide to templates"), lambda: HelpPage(self.window(), "templates").come_up()
        )
        for one in (self.copy, self.guide):
            one.setProperty("link", True)
        self.told = QLabel(self, wordWrap=True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        hand_on(self, self.choice)
        # With large text one of them goes below the other.
        first, second = QHBoxLayout(), FlowLayout(spacing=_GAP)
        first.addWidget(self.choice, 1)
        first.addWidget(self.browse)
        second.addWidget(self.copy)
        second.addWidget(self.guide)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addLayout(first)
        whole.addLayout(second)
        whole.addWidget(self.told)

    def _button(self, text: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text, self)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        return button

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.choice.setAccessibleName(name)
        # Some systems say the choice in place of the name of a box with choices.
        self.choice.setAccessibleDescription(name)

    # -- what is chosen --------------------------------------------------------------------------------

    def path_of(self, key: str) -> str:
        """The path of the own template of a kind; "" for the shipped one."""
        return self._chosen.get(key, "")

    def recall(self, key: str, path: str) -> None:
        """Take up what was chosen for a kind before."""
        self._keep(key, path)
        self.show_kind(self._key, self._language)

    def _keep(self, key: str, path: str) -> None:
        if path:
            self._chosen[key] = path
        else:
            self._chosen.pop(key, None)

    def show_kind(self, key: str, language: str) -> None:
        """Show what is chosen for a kind of document."""
        self._key, self._language = key, language
        path = self.path_of(key)
        self.choice.clear()
        self.choice.addItem(tr("As shipped"), "")
        if path:
            self.choice.addItem(Path(path).name, path)
            self.choice.setCurrentIndex(1)
        self.choice.setToolTip(path)
        self._tell()

    def _choose(self, path: str) -> None:
        self._keep(self._key, path)
        self.show_kind(self._key, self._language)
        self.changed.emit()

    def _browse(self) -> None:
        path = files.template_to_use(self, self._folder)
        if path is not None:
            self._choose(str(path))

    def _copy(self) -> None:
        """Save a copy of the shipped template, choose it and show where it is."""
        name = f"{self._key}-{self._language}.docx"
        path = files.template_to_write(self, self._folder, name)
        if path is None:
            return
        try:
            atomic_write(path, (paths.resources() / "templates" / "documents" / name).read_bytes())
        except Problem as why:
            self._say(str(why), "error")
            return
        self._choose(str(path))
        show_folder(path.parent)

    @property
    def _folder(self) -> str:
        return str(Path(self.path_of(self._key) or Path.home() / " ").parent)

    # -- trying ----------------------------------------------------------------------------------------

    def wrong_with(self, key: str, language: str) -> str | None:
        """What is wrong with the own template of a kind, "" for nothing; None when it is not tried yet."""
        return self._found.get(self._as_it_is(key, language)) if self.path_of(key) else ""

    def try_on(self, key: str, source: Source) -> None:
        """Make one document of a kind's own template beside the window, unless this file was tried."""
        now = self._as_it_is(key, source.language)
        if not self.path_of(key) or self._is_trying or now in self._found:
            return
        template = Path(self.path_of(key))

        def make() -> Problem | None:
            try:
                _try(template, key, source)
            except Problem as why:
                return why
            return None

        def done(wrong: Problem | None) -> None:
            if self._is_gone:
                return
            self._found[now] = str(wrong) if wrong is not None else ""
            self._is_trying = False
            self._tell()
            self.changed.emit()

        self._is_trying = True
        self._tell()
        self._background.run(make, done)

    def leave(self) -> None:
        """What is being tried is not asked for any more."""
        self._is_gone = True

    def _as_it_is(self, key: str, language: str) -> _Tried:
        path = self.path_of(key)
        try:
            there = Path(path).stat()
        except OSError:
            return key, language, path, 0, 0
        return key, language, path, there.st_size, there.st_mtime_ns

    def _tell(self) -> None:
        wrong = self.wrong_with(self._key, self._language)
        if wrong:
            self._say(wrong, "error")
        elif not self.path_of(self._key):
            self._say("", "muted")
        elif wrong is None:
            self._say(tr("The template is being tried"), "muted")
        else:
            self._say(tr("The template fits. The pages shown have the built-in layout."), "muted")

    def _say(self, text: str, role: str) -> None:
        self.told.setText(text)
        self.told.setVisible(bool(text))
        if self.told.property("role") != role:
            self.told.setProperty("role", role)
            self.told.style().polish(self.told)


def _try(template: Path, key: str, source: Source) -> None:
    """Make one document; a Problem tells what is wrong with the template."""
    from workbench.documents.source import KINDS
    from workbench.documents.template import read_template, render

    data = read_template(template)
    try:
        outline = KINDS[key].outline(source)
    except Problem:
        # The plan gives nothing for this document: there is nothing to try the template on.
        return
    render(data, key, [(source, outline)])
