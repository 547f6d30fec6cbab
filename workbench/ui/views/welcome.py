"""The page shown while no library is open: the sample, a new library, one to open, the recent ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.i18n import tr
from workbench.ui.views.choice import Choice

if TYPE_CHECKING:
    from workbench.settings import Settings
    from workbench.ui.bridge import Bridge

_WIDTH = 620


class Page(QScrollArea):
    """A column of fixed width in the middle, that scrolls when the window is small."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        outer = QVBoxLayout(inside)
        outer.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.column = QVBoxLayout()
        self.column.setSpacing(10)
        holder = QWidget(inside)
        holder.setMaximumWidth(_WIDTH)
        holder.setMinimumWidth(min(_WIDTH, 420))
        holder.setLayout(self.column)
        outer.addWidget(holder)
        self.setWidget(inside)


def heading(parent: QWidget, factor: float = 1.6) -> QLabel:
    """A large line of text."""
    label = QLabel(parent, wordWrap=True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    font = label.font()
    font.setPointSizeF(font.pointSizeF() * factor)
    label.setFont(font)
    return label


class Welcome(Page):
    """Where a first run begins."""

    sample_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    recent_wanted = Signal(Path)

    def __init__(self, bridge: Bridge, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.title = heading(self)
        self.about = QLabel(self, wordWrap=True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setProperty("role", "muted")
        self.sample = Choice("plans", self, primary=True)
        self.new = Choice("library-new", self)
        self.open = Choice("folder", self)
        self.sample.clicked.connect(self.sample_wanted)
        self.new.clicked.connect(self.new_wanted)
        self.open.clicked.connect(self.open_wanted)
        self.recent_title = QLabel(self)
        self.recent_title.setProperty("role", "muted")
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        self.column.addWidget(self.title)
        self.column.addWidget(self.about)
        self.column.addSpacing(14)
        for choice in (self.sample, self.new, self.open):
            self.column.addWidget(choice)
        self.column.addSpacing(16)
        self.column.addWidget(self.recent_title)
        self.column.addLayout(self._recent)
        self.column.addStretch(1)
        bridge.language_changed.connect(self.retranslate)
        self.retranslate()

    def retranslate(self) -> None:
        """Words in the language now spoken, and the recent libraries as they are now."""
        self.title.setText(tr("Top-Level Design Workbench"))
        self.about.setText(
            tr(
                "Says of a plan, while it is being written, whether it can be executed, put into effect, "
                "checked and assessed — and what is missing."
            )
        )
        self.sample.say(
            tr("Open the sample plans"), tr("Look around in finished plans; change them as you like")
        )
        self.new.say(tr("New library…"), tr("A file of your own that holds any number of plans"))
        self.open.say(tr("Open library…"), tr("A library that you or a colleague has made"))
        while (item := self._recent.takeAt(0)) is not None:
            button = item.widget()
            if button is not None:
                button.deleteLater()
        recent = [Path(name) for name in self._settings.recent_libraries]
        self.recent_title.setText(tr("Recent libraries"))
        self.recent_title.setVisible(bool(recent))
        for path in recent[:6]:
            button = QPushButton(self)
            button.setText(f"{path.stem}    {path.parent}".replace("&", "&&"))
            button.setProperty("link", True)
            button.setAccessibleName(str(path))
            button.clicked.connect(lambda _checked=False, path=path: self.recent_wanted.emit(path))
            self._recent.addWidget(button)
