"""Blocks of cells on the clipboard, as spreadsheets put and take them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from workbench.analysis import blocks
from workbench.i18n import tr
from workbench.ui import messages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.ui.bridge import Bridge


def put(rows: Sequence[Sequence[str]], are_texts: Sequence[bool]) -> None:
    """Rows as text and as a table; ``are_texts`` says of each column whether it holds no figures."""
    data = QMimeData()
    data.setText(blocks.as_text(rows))
    data.setHtml(blocks.as_html(rows, are_texts))
    QGuiApplication.clipboard().setMimeData(data)


def taken(bridge: Bridge) -> blocks.Block | None:
    """The block that is there; None, with the reason told, where nothing could be pasted."""
    data = QGuiApplication.clipboard().mimeData()
    html = data.html() if data.hasHtml() else ""
    text = data.text() if data.hasText() else ""
    block = bridge.attempt(lambda: blocks.of_clipboard(text, html))
    if block is not None and not block.rows:
        messages.info(tr("There is nothing on the clipboard that could be pasted into cells."))
        return None
    return block
