"""A page of the help, in a window that may stay open beside what it explains."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from workbench import paths
from workbench.i18n import current, tr
from workbench.ui.views.manual import Page

if TYPE_CHECKING:
    from pathlib import Path

#: The end of a line between two Chinese characters or marks, but none that ends a line of a table or a list.
_WITHIN_CHINESE: Final = re.compile(r"(?<=[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef])\n(?=[\u4e00-\u9fff])")


def page_file(name: str) -> Path:
    """The file of a page in the language now spoken."""
    return paths.resources() / "help" / current() / f"{name}.md"


class HelpPage(QDialog):
    """Shows a page of resources/help; it keeps nothing else from being used."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName(name)
        self.setWindowTitle(tr("Help"))
        self.page = Page(self)
        self.page.setAccessibleName(tr("Help"))
        self.page.setProperty("framed", True)
        text = page_file(name).read_text(encoding="utf-8")
        # A line ended in the file is a space on the page, which Chinese has none of.
        self.page.setMarkdown(_WITHIN_CHINESE.sub("", text))
        self.page.moveCursor(QTextCursor.MoveOperation.Start)
        buttons = QDialogButtonBox(self)
        close = buttons.addButton(tr("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        close.clicked.connect(self.close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 14)
        whole.addWidget(self.page)
        whole.addWidget(buttons)
        metrics = self.fontMetrics()
        self.page.setFocus()
        self.resize(QSize(metrics.height() * 38, metrics.height() * 34).boundedTo(parent.window().size()))

    def come_up(self, heading: str = "") -> None:
        """Show the page from one of its headings on; from its beginning when it has none of that name."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus()
        document = self.page.document()
        block = document.begin()
        while block.isValid() and not (block.blockFormat().headingLevel() and block.text() == heading):
            block = block.next()
        top = document.documentLayout().blockBoundingRect(block).top() if block.isValid() else 0
        self.page.setTextCursor(QTextCursor(block if block.isValid() else document.begin()))
        self.page.verticalScrollBar().setValue(int(top))
