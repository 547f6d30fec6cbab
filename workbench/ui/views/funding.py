"""The line below the funding of a project: the sum against its total investment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from workbench.i18n import tr
from workbench.plan.values import show_money

if TYPE_CHECKING:
    from workbench.plan.elements import Element


class FundingSum(QLabel):
    """What the funding lines add up to, and what is missing of the total investment."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("role", "muted")

    def show_project(self, project: Element) -> None:
        """Show the sum of a project; nothing when there is no money in it."""
        lines = project.get("funding") or ()
        capital = sum(line.amount for line in lines if line.use != "operating")
        operating = sum(line.amount for line in lines if line.use == "operating")
        before = project.get("invested_before") or 0
        total = project.get("total_investment")
        parts = []
        if lines:
            parts.append(tr("Sum of the lines: {sum}", sum=show_money(capital + operating)))
            if operating:
                parts.append(tr("of it operating expenditure: {sum}", sum=show_money(operating)))
        if before and lines:
            parts.append(tr("invested before: {sum}", sum=show_money(before)))
        if total is not None and lines:
            rest = total - capital - before
            if rest == 0:
                parts.append(tr("equals the total investment"))
            elif rest > 0:
                parts.append(tr("{sum} short of the total investment", sum=show_money(rest)))
            else:
                parts.append(tr("{sum} more than the total investment", sum=show_money(-rest)))
        self.setText("  ·  ".join(parts))
        self.setVisible(bool(parts))
