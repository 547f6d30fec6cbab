"""What may be typed into an empty line."""

from __future__ import annotations

from html import escape

from PySide6.QtWidgets import QLineEdit


def hint(line: QLineEdit, words: str) -> None:
    """Say in an empty line what may be typed there; its tip says it whole where the line is too narrow."""
    line.setPlaceholderText(words)
    line.setToolTip(f"<p>{escape(words)}</p>" if words else "")
