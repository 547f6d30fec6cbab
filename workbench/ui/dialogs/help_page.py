"""A page of the help, in a window that may stay open beside what it explains."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from workbench import paths
from workbench.i18n import current, tr
from workbench.ui.views.manual import Page

if TYPE_CHECKING:
    from pathlib import Path


def page_file(name: str) -> Path:
    """The file of a page in the language now spoken."""
    return paths.resources() / "help" / current() / f"{name}.md"


class HelpPage(QDialog):
    """Shows a page of resources/help; it keeps nothing else from being used."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Help"))
        self.page = Page(self)
        self.page.setAccessibleName(tr("Help"))
        self.page.setProperty("framed", True)
        self.page.setMarkdown(page_file(name).read_text(encoding="utf-8"))
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
        self.resize(metrics.height() * 38, metrics.height() * 34)
