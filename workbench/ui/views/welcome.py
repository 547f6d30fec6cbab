"""The page shown while no library is open: tour, sample, a new library, one to open, the recent ones."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from workbench.i18n import tr
from workbench.ui.views.choice import Choice

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from workbench.settings import Settings
    from workbench.ui.bridge import Bridge

#: Width of the column, in lines of text.
_WIDTH = 33


class Page(QScrollArea):
    """A column of fixed width in the middle, that scrolls when the window is small."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        outer = QVBoxLayout(inside)
        self.column = QVBoxLayout()
        self.column.setSpacing(10)
        self._holder = QWidget(inside)
        self._holder.setLayout(self.column)
        outer.addStretch(2)
        outer.addWidget(self._holder, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(3)
        self.setWidget(inside)
        self._fit()

    def _fit(self) -> None:
        room = max(self.viewport().width() - 40, 200)
        self._holder.setFixedWidth(min(round(self.fontMetrics().height() * _WIDTH), room))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()


class Heading(QLabel):
    """A large line of text, so many times the usual size."""

    def __init__(self, parent: QWidget, factor: float = 1.6) -> None:
        super().__init__(parent, wordWrap=True)
        self._factor = factor
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._size()

    def _size(self) -> None:
        font = QApplication.font()
        font.setPointSizeF(font.pointSizeF() * self._factor)
        self.setFont(font)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._size()


class Welcome(Page):
    """Where a first run begins."""

    tour_wanted = Signal()
    sample_wanted = Signal()
    new_wanted = Signal()
    open_wanted = Signal()
    recent_wanted = Signal(Path)

    def __init__(self, bridge: Bridge, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.title = Heading(self)
        self.about = QLabel(self, wordWrap=True)
        self.about.setTextFormat(Qt.TextFormat.PlainText)
        self.about.setProperty("role", "muted")
        self.tour = Choice("manual", self, primary=True)
        self.sample = Choice("plans", self)
        self.new = Choice("library-new", self)
        self.open = Choice("folder", self)
        self.tour.clicked.connect(self.tour_wanted)
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
        for choice in (self.tour, self.sample, self.new, self.open):
            self.column.addWidget(choice)
        self.column.addSpacing(16)
        self.column.addWidget(self.recent_title)
        self.column.addLayout(self._recent)
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
        self.tour.say(tr("Tour in five steps"), tr("On a copy of a sample plan, in five minutes"))
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
