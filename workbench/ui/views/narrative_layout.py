"""How the view of the narrative is put together: sections, the source of one, its page, what rules find."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import tr
from workbench.ui import theme
from workbench.ui.editors.hint import hint
from workbench.ui.keyboard import hand_on
from workbench.ui.views.manual import Page
from workbench.ui.views.narrative_bar import NarrativeBar
from workbench.ui.views.narrative_list import SectionList
from workbench.ui.views.narrative_source import Source

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from workbench.ui.bridge import Bridge
    from workbench.ui.views.narrative_findings import Said

#: Characters of width below which the page stands under the source, not beside it.
_BESIDE: Final = 52
#: Characters of width of the list of sections at first.
_LIST: Final = 13
#: Lines of findings that are seen at once.
_FINDINGS: Final = 5


class NarrativeLayout(QWidget):
    """Sections at the left, source in the middle, page at the right or below."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._is_sized = False
        #: What the rules found in the section, as it is listed.
        self.said: list[Said] = []
        self.list = SectionList(bridge, self.flush, self)
        self.title = QLineEdit(self)
        self.source = Source(self)
        self.source.before_undo = self.flush
        self.bar = NarrativeBar(self.source, self)
        self.words = QLabel(self)
        self.words.setProperty("role", "muted")
        self.findings = QListWidget(self)
        self.findings.setWordWrap(True)
        self.findings.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.page = Page(self)
        self.empty = QLabel(self, wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("role", "muted")
        self._compose()
        hand_on(self, self.source)

    @abstractmethod
    def flush(self) -> None:
        """Make a change of what is still being typed."""

    def _compose(self) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(4, 8, 4, 8)
        below = QHBoxLayout()
        below.addWidget(self.words, 1)
        for part in (self.title, self.bar):
            column.addWidget(part)
        column.addWidget(self.source, 1)
        column.addLayout(below)
        column.addWidget(self.findings)
        self.pair = QSplitter(self)
        self.pair.addWidget(middle)
        self.pair.addWidget(self.page)
        self.pair.setChildrenCollapsible(False)
        self.pair.setSizes([1, 1])
        self._rooms = QStackedWidget(self)
        self._rooms.addWidget(self.pair)
        self._rooms.addWidget(self.empty)
        self._split = split = QSplitter(self)
        split.addWidget(self.list)
        split.addWidget(self._rooms)
        split.setStretchFactor(1, 1)
        split.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._split)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._is_sized:
            # Parts take their sizes only when they are seen.
            self._is_sized = True
            narrow = self.fontMetrics().averageCharWidth() * _LIST
            self._split.setSizes([narrow, max(1, self.width() - narrow)])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and self._is_sized:
            self._fit()

    def _fit(self) -> None:
        """Arrange the parts by the room there is, in characters of the present size."""
        enough = self.width() >= self.fontMetrics().averageCharWidth() * _BESIDE
        wide = enough and self.width() > self.height() * 1.25
        turned = Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical
        if self.pair.orientation() != turned:
            self.pair.setOrientation(turned)
            self.pair.setSizes([10_000, 10_000] if wide else [12_000, 8_000])
        self.source.setMinimumHeight(self.fontMetrics().lineSpacing() * 4)
        tall = sum(self.findings.sizeHintForRow(row) for row in range(min(len(self.said), _FINDINGS)))
        most = self.fontMetrics().lineSpacing() * _FINDINGS
        self.findings.setFixedHeight(min(tall, most) + self.findings.frameWidth() * 2 + 4)

    def dress(self) -> None:
        """Take up the words of the language now spoken, and the colours of the theme."""
        self.title.setAccessibleName(tr("Title of the section"))
        hint(self.title, tr("Title of the section"))
        self.source.setAccessibleName(tr("Text of the section (Markdown)"))
        self.source.setPlaceholderText(
            tr("Type here. # begins a heading, - an item of a list; the bar above has the rest.")
        )
        self.page.setAccessibleName(tr("The section as a page"))
        self.findings.setAccessibleName(tr("What the rules find in the section"))
        self.words.setToolTip(
            tr("Chinese characters, and words and numbers in Latin characters; marks do not count")
        )
        self.empty.setText(tr("This plan has no sections yet. Add the first with + at the left (Insert)."))
        self.page.setStyleSheet(f"background: {theme.colour('base').name()}")
        self.source.colours.dress()
        self.list.retranslate()
        self.bar.retranslate()
