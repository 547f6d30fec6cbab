"""All shortcuts of the program, read off its one list of commands; they stay open beside the work."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout

from workbench.i18n import current, tr, words
from workbench.session.commands import MENUS
from workbench.session.palette import offers, plain
from workbench.ui import theme
from workbench.ui.editors.hint import hint
from workbench.ui.views.manual import Page

if TYPE_CHECKING:
    from workbench.session.palette import Offer
    from workbench.ui.mainwindow import MainWindow


class Shortcuts(QDialog):
    """Menu by menu: the command and its keys; a line above narrows them down."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.line = QLineEdit(self, clearButtonEnabled=True)
        self.line.textChanged.connect(lambda _text: self.refresh())
        self.page = Page(self)
        self.page.setProperty("framed", True)
        self.page.anchorClicked.connect(lambda _link: window.actions_.by_id["help.window"].trigger())
        self.buttons = QDialogButtonBox(self)
        self.close_ = self.buttons.addButton("", QDialogButtonBox.ButtonRole.RejectRole)
        self.close_.clicked.connect(self.close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(16, 16, 16, 14)
        whole.addWidget(self.line)
        whole.addWidget(self.page, 1)
        whole.addWidget(self.buttons)
        metrics = self.fontMetrics()
        self.resize(QSize(metrics.height() * 28, metrics.height() * 36).boundedTo(window.size()))
        window.bridge.language_changed.connect(self.refresh)
        window.bridge.theme_changed.connect(self.refresh)
        self.refresh()

    def come_up(self) -> None:
        """Show the list, ready for typing."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.line.setFocus()
        self.line.selectAll()

    def refresh(self) -> None:
        """Make the list in the language and the colours of now."""
        self.setWindowTitle(tr("Keyboard shortcuts"))
        hint(self.line, tr("A command, in words or initials of pinyin"))
        self.line.setAccessibleName(tr("Narrow the shortcuts down"))
        self.page.setAccessibleName(tr("Keyboard shortcuts"))
        self.close_.setText(tr("Close"))
        found = offers(self.line.text().strip(), self._window.actions_.facts, (), words(current()))
        by_menu: dict[str, list[str]] = {}
        for offer in sorted(found, key=lambda one: list(MENUS).index(one.command.menu)):
            if offer.command.shortcut:
                by_menu.setdefault(offer.menu, []).append(_row(offer))
        muted = theme.colour("muted").name()
        parts = [
            f"<p style='color:{muted}; margin:12px 0 2px 0'>{escape(menu)}</p>"
            f"<table width='100%' cellspacing='0' cellpadding='2'>{''.join(rows)}</table>"
            for menu, rows in by_menu.items()
        ]
        if not parts:
            parts = [f"<p style='color:{muted}'>{escape(tr('Nothing found'))}</p>"]
        more = tr("Keys within the views stand in the help on the window")
        self.page.setHtml(f"{''.join(parts)}<p><a href='window'>{escape(more)}</a></p>")


def _row(offer: Offer) -> str:
    native = QKeySequence.SequenceFormat.NativeText
    keys = " / ".join(
        QKeySequence(one).toString(native).replace(" ", "\u00a0")
        for one in offer.command.shortcut.split("; ")
    )
    return f"<tr><td>{escape(plain(offer.title))}</td><td align='right'>{escape(keys)}</td></tr>"
