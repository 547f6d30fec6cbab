"""The line that shows which targets are offered for the years in between, to be accepted or not."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.analysis.targets import LACKING, WAYS, Offer, offers
from workbench.i18n import plural, tr
from workbench.plan.in_words import quantity_of
from workbench.ui.editors.flow import FlowBox
from workbench.ui.phrases import labelled, listed, sentences

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from workbench.plan.elements import Indicator


class OfferButton(QToolButton):
    """Chooses how the years between baseline and final target are to be filled."""

    #: The name of the way.
    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("chip", True)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        menu = QMenu(self)
        self.ways: dict[str, QAction] = {}
        for way in WAYS:
            self.ways[way] = menu.addAction("")
            self.ways[way].triggered.connect(partial(self._want, way))
        self.setMenu(menu)

    def _want(self, way: str, _checked: bool = False) -> None:
        self.wanted.emit(way)

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.setText(tr("Fill the years between"))
        self.setToolTip(tr("Offers targets for the years between the baseline and the final target"))
        for way, action in self.ways.items():
            action.setText(tr(WAYS[way]))


class OfferLine(QFrame):
    """Says what is offered; the chart and the table show it meanwhile."""

    accepted = Signal()
    discarded = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offer: Offer | None = None
        self.said = QLabel(self, wordWrap=True)
        self.said.setTextFormat(Qt.TextFormat.PlainText)
        self.said.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.accept, self.discard = QPushButton(self), QPushButton(self)
        self.accept.clicked.connect(self.accepted)
        self.discard.clicked.connect(self.discarded)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(self.said)
        row = FlowBox(self, 6)
        for button in (self.accept, self.discard):
            button.setAutoDefault(False)
            row.flow.addWidget(button)
        around.addWidget(row)
        self.hide()

    def put(self, indicator: Indicator | None, way: str, base_year: int | None) -> None:
        """Show the offer of a way; "" for none."""
        found = offers(indicator, base_year) if indicator is not None and way else ()
        self.offer = next((one for one in found if one.way == way), None)
        self.setVisible(self.offer is not None)
        if self.offer is None or indicator is None:
            return
        parts = []
        if self.offer.lack:
            parts.append(tr("No offer: {reason}.", reason=tr(LACKING[self.offer.lack])))
        else:
            values = listed(labelled(str(one.year), quantity_of(one).shown()) for one in self.offer.targets)
            held = {one.year: quantity_of(one) for one in indicator.targets or () if one.unit is None}
            other = sum(one.year in held and held[one.year] != quantity_of(one) for one in self.offer.targets)
            parts.append(tr("{way}: {values}.", way=tr(WAYS[way]), values=values))
            if other:
                parts.append(
                    plural(
                        "{count} target that stands there would be replaced.",
                        "{count} targets that stand there would be replaced.",
                        other,
                    )
                )
        self.said.setText(sentences(parts))
        self.accept.setVisible(not self.offer.lack)
        self.accept.setText(tr("Accept these targets"))
        self.discard.setText(tr("Close") if self.offer.lack else tr("Leave them as they are"))
