"""The steps of an assessment year side by side: when they are, and how many results are through."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from workbench.i18n import N_, tr
from workbench.session.year_work import STEPS
from workbench.ui.editors.flow import FlowBox

if TYPE_CHECKING:
    from workbench.session.year_work import Step

_WHEN: Final = {
    "coming": N_("from {first}"),
    "now": N_("until {last}"),
    "over": N_("ended {last}"),
}


class _Card(QFrame):
    """A step: its name, how far it is, when it is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("card", True)
        self.name, self.far, self.when = (QLabel(self) for _ in range(3))
        self.when.setProperty("role", "muted")
        lines = QVBoxLayout(self)
        lines.setContentsMargins(8, 4, 8, 4)
        lines.setSpacing(0)
        for label in (self.name, self.far, self.when):
            label.setTextFormat(Qt.TextFormat.PlainText)
            lines.addWidget(label)

    def put(self, step: Step, result: str) -> None:
        """Tell of a step; ``result`` is what the final result comes to."""
        font = self.font()
        font.setBold(step.when == "now")
        self.name.setFont(font)
        self.name.setText(tr(STEPS[step.name]))
        self.far.setText(_far(step, result))
        days = {
            "first": step.first.isoformat() if step.first is not None else "",
            "last": step.last.isoformat() if step.last is not None else "",
        }
        self.when.setText(tr(_WHEN[step.when], **days) if step.when else "")
        self.setAccessibleName(self.said)

    @property
    def said(self) -> str:
        """The same as one phrase."""
        return " · ".join(filter(None, (one.text() for one in (self.name, self.far, self.when))))


def _far(step: Step, result: str) -> str:
    if step.name == "use":
        return tr("stated in the scheme") if step.done else tr("not stated in the scheme")
    if step.name == "appeal":
        if not step.of:
            return tr("none")
        return tr("{done} of {count} decided", done=step.done, count=step.of)
    if step.name == "publication":
        return tr("{done} of {count} ready", done=step.done, count=step.of)
    said = tr("{done} of {count}", done=step.done, count=step.of)
    return f"{said} · {result}" if step.name == "final" and result else said


class SchemeSteps(FlowBox):
    """A card for each step, in the order of the year."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, 8)
        self.cards = {name: _Card(self) for name in STEPS}
        for card in self.cards.values():
            self.flow.addWidget(card)

    def put(self, steps: list[Step], result: str) -> None:
        """Show how far the year is; ``result`` is what it comes to, "" before everything is final."""
        for step in steps:
            self.cards[step.name].put(step, result)

    @property
    def said(self) -> str:
        """The same in words, where there is no room for cards."""
        return "; ".join(card.said for card in self.cards.values())
