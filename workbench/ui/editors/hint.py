"""What may be typed into an empty line."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QToolButton

from workbench.i18n import tr


def hint(line: QLineEdit, words: str) -> None:
    """Say in an empty line what may be typed there; its tip says it whole where the line is too narrow."""
    from html import escape  # with a table of all characters' names, which the first window can do without

    line.setPlaceholderText(words)
    line.setToolTip(f"<p>{escape(words)}</p>" if words else "")
    # The button with which Qt clears the line has no words of its own.
    for button in line.findChildren(QToolButton):
        button.setToolTip(tr("Clear what was typed"))
        button.setAccessibleName(tr("Clear what was typed"))
