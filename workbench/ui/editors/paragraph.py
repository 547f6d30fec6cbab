"""Editors of several lines: paragraphs, and lists with one item a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QSize, Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextOption
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from workbench.i18n import tr
from workbench.ui.editors.editor import Editor

if TYPE_CHECKING:
    from workbench.plan.fields import Field
    from workbench.ui.bridge import Bridge


class GrowingText(QPlainTextEdit):
    """Plain text that is as high as its lines, within bounds. Tab goes to the next field."""

    def __init__(self, least: int = 2, most: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least, self._most = least, most
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        # A file dropped here is meant for the window: its address is no text of a plan.
        return not source.hasUrls() and super().canInsertFromMimeData(source)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._wanted())

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self._wanted())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def _wanted(self) -> int:
        # A plain text document measures its height in lines.
        held = round(self.document().size().height())
        bar = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded
            if held > self._most
            else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if self.verticalScrollBarPolicy() != bar:
            self.setVerticalScrollBarPolicy(bar)
        lines = max(self._least, min(self._most, held))
        margins = self.contentsMargins()
        around = margins.top() + margins.bottom() + round(self.document().documentMargin() * 2)
        return lines * round(self._line_height()) + around

    def _line_height(self) -> float:
        first = self.document().firstBlock()
        count = first.layout().lineCount()
        tall = self.document().documentLayout().blockBoundingRect(first).height()
        return tall / count if count else float(self.fontMetrics().lineSpacing())

    def _grow(self) -> None:
        wanted = self._wanted()
        if self.height() != wanted or self.minimumHeight() != wanted:
            self.setFixedHeight(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # What leaves the field alone goes to the form: Page Up and Down scroll it.
        if (
            event.key() in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
            and not self.verticalScrollBar().isVisible()
        ):
            event.ignore()
            return
        super().keyPressEvent(event)


class ParagraphEditor(Editor):
    """Paragraphs of text; typing becomes a change when it pauses."""

    least_lines = 2

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self.text = GrowingText(self.least_lines)
        self.text.setAccessibleName(tr(declared.label))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.text)
        self._showing = False
        self.watch_focus(self.text)
        self.text.textChanged.connect(self._changed)

    def _changed(self) -> None:
        if not self._showing:
            self.typed()

    def display(self, value: Any) -> None:
        text = self.shown(value)
        if self.text.toPlainText() == text:
            return
        cursor = self.text.textCursor()
        at = cursor.position()
        self._showing = True
        self.text.setPlainText(text)
        self._showing = False
        if self.text.hasFocus():
            cursor = self.text.textCursor()
            cursor.setPosition(min(at, len(text)))
            self.text.setTextCursor(cursor)

    def retranslate(self) -> None:
        self.text.setAccessibleName(tr(self.declared.label))

    def shown(self, value: Any) -> str:
        """The text for a value."""
        return value or ""

    def read(self, text: str) -> Any:
        """The value of a text."""
        return text.rstrip() or ("" if self.declared.required else None)

    def flush(self) -> None:
        self._pause.stop()
        if self.text.toPlainText() != self.shown(self._value):
            self.commit(self.read(self.text.toPlainText()))


class LinesEditor(ParagraphEditor):
    """Several texts, one a line."""

    least_lines = 1

    def __init__(self, declared: Field, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(declared, bridge, parent)
        self.text.setPlaceholderText(tr("one per line"))

    def retranslate(self) -> None:
        super().retranslate()
        self.text.setPlaceholderText(tr("one per line"))

    def shown(self, value: Any) -> str:
        return "\n".join(value or ())

    def read(self, text: str) -> Any:
        lines = tuple(line.strip() for line in text.splitlines() if line.strip())
        # A list that was given as empty stays one.
        return lines or (self._value if self._value == () else None)

    def flush(self) -> None:
        self._pause.stop()
        if self.read(self.text.toPlainText()) != self._value:
            self.commit(self.read(self.text.toPlainText()))
