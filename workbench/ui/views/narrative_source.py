"""The source of a section: Markdown with its marks in colour, and what findings quote underlined."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import (
    QFont,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from workbench.ui import theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent, QTextDocument

_HEADING: Final = re.compile(r"\s*#{1,6}\s*(?=\S)")
_ITEM: Final = re.compile(r"\s*(?:[-*+]\s+|[•●◆·]\s*|——\s*|\d{1,2}(?:[.．)）](?!\d)|、)\s*)(?=\S)")
_INSERTION: Final = re.compile(r"\{\{\s*table\s*[:：]\s*[a-z_]+\s*\}\}")
_STRONG: Final = re.compile(r"\*\*(?=\S).+?(?<=\S)\*\*")
_DEEPEST: Final = 3


class Mark(NamedTuple):
    """A passage that a finding is about, in characters of the text, and what the finding says."""

    start: int
    end: int
    severity: str
    said: str


class _Colours(QSyntaxHighlighter):
    """Headings, list marks, bars of tables, bold words and places for tables."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self.dress()

    def dress(self) -> None:
        """Take the colours of the theme."""

        def made(name: str, *, bold: bool = False, ground: str = "") -> QTextCharFormat:
            form = QTextCharFormat()
            form.setForeground(theme.colour(name))
            if bold:
                form.setFontWeight(QFont.Weight.Bold)
            if ground:
                form.setBackground(theme.colour(ground))
            return form

        self.heading = made("accent", bold=True)
        self.item = made("accent", bold=True)
        self.bar = made("muted", bold=True)
        self.strong = made("text", bold=True)
        self.insertion = made("holds", bold=True, ground="holds_soft")
        self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        if _HEADING.match(text):
            self.setFormat(0, units(text, len(text)), self.heading)
            return
        if item := _ITEM.match(text):
            self.setFormat(0, item.end(), self.item)
        for match in _STRONG.finditer(text):
            self._put(text, match, self.strong)
        if "|" in text:
            for match in re.finditer(r"\|", text):
                self._put(text, match, self.bar)
        for match in _INSERTION.finditer(text):
            self._put(text, match, self.insertion)

    def _put(self, text: str, match: re.Match[str], form: QTextCharFormat) -> None:
        start = units(text, match.start())
        self.setFormat(start, units(text, match.end()) - start, form)


def units(text: str, at: int) -> int:
    """A place in a text as Qt counts: characters beyond the first 65,536 are two."""
    return at + sum(char > "\uffff" for char in text[:at]) if not text.isascii() else at


class Source(QPlainTextEdit):
    """The text that is typed. Undo is the plan's own; Tab goes on to the next widget."""

    entered = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.colours = _Colours(self.document())
        self.marks: list[Mark] = []
        #: What typed text is made into a change by before the plan's undo takes it back.
        self.before_undo: Callable[[], None] = lambda: None

    # -- findings --------------------------------------------------------------------------------------

    def underline(self, marks: list[Mark]) -> None:
        """Underline passages of the text as it is now."""
        self.marks = marks
        text = self.toPlainText()
        drawn = []
        for mark in marks:
            selection = QTextEdit.ExtraSelection()
            cursor = self.textCursor()
            cursor.setPosition(units(text, mark.start))
            cursor.setPosition(units(text, mark.end), QTextCursor.MoveMode.KeepAnchor)
            form = QTextCharFormat()
            form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            form.setUnderlineColor(theme.colour(mark.severity))
            form.setBackground(theme.colour(f"{mark.severity}_soft"))
            selection.cursor = cursor
            selection.format = form
            drawn.append(selection)
        self.setExtraSelections(drawn)

    def said_at(self, at: int) -> str:
        """What the findings say about the passage at a place, as Qt counts places."""
        said = [
            mark.said
            for mark, drawn in zip(self.marks, self.extraSelections(), strict=False)
            if drawn.cursor.selectionStart() <= at <= drawn.cursor.selectionEnd()
        ]
        return "\n".join(dict.fromkeys(said))

    def choose(self, number: int) -> None:
        """Select the passage of a mark and scroll it into sight."""
        drawn = self.extraSelections()
        if 0 <= number < len(drawn):
            self.setTextCursor(drawn[number].cursor)
            self.centerCursor()
        self.setFocus()

    # -- typing help -----------------------------------------------------------------------------------

    def turn_heading(self) -> None:
        """No heading, then levels 1 to 3, then none again."""
        cursor = self.textCursor()
        text = cursor.block().text()
        bare = text.lstrip("# ") if text.startswith("#") else text
        level = len(text) - len(text.lstrip("#"))
        level = 0 if level >= _DEEPEST else level + 1
        self._replace_line(cursor, f"{'#' * level} {bare}" if level else bare)

    def turn_list(self) -> None:
        """Make items of the chosen lines, or plain lines again when all are items."""
        cursor = self.textCursor()
        document = self.document()
        first = document.findBlock(cursor.selectionStart()).blockNumber()
        last = document.findBlock(cursor.selectionEnd()).blockNumber()
        lines = [document.findBlockByNumber(at).text() for at in range(first, last + 1)]
        bare = all(line.lstrip().startswith("- ") for line in lines)
        cursor.beginEditBlock()
        for at, line in zip(range(first, last + 1), lines, strict=True):
            if bare:
                shown = line.replace("- ", "", 1)
            elif line.lstrip().startswith("- ") or (not line.strip() and last > first):
                shown = line
            else:
                shown = f"- {line}"
            if shown != line:
                self._replace_line(QTextCursor(document.findBlockByNumber(at)), shown)
        cursor.endEditBlock()

    def turn_strong(self) -> None:
        """Put the chosen words in bold, or an empty place to type bold words in."""
        cursor = self.textCursor()
        chosen = cursor.selectedText()
        if "\u2029" in chosen:
            return
        cursor.insertText(f"**{chosen}**")
        if not chosen:
            cursor.movePosition(QTextCursor.MoveOperation.Left, QTextCursor.MoveMode.MoveAnchor, 2)
            self.setTextCursor(cursor)

    def insert_lines(self, lines: str) -> None:
        """Put lines after the one with the cursor, empty lines around them."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        if cursor.block().text().strip():
            cursor.insertText("\n\n")
        cursor.insertText(lines)
        if cursor.block().next().isValid() and cursor.block().next().text().strip():
            cursor.insertText("\n")
        cursor.endEditBlock()
        self.setTextCursor(cursor)

    def _replace_line(self, cursor: QTextCursor, line: str) -> None:
        cursor.movePosition(QTextCursor.MoveOperation.StartOfBlock)
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(line)

    # -- events ----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo):
                self.before_undo()
                event.ignore()
                return True
        return super().event(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            said = self.said_at(self.cursorForPosition(event.pos()).position())
            if said:
                QToolTip.showText(event.globalPos(), said, self)
            else:
                QToolTip.hideText()
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()
