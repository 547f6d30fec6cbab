"""What stands above the card of an indicator: which one, how it is forecast, what is offered, saving."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from workbench.analysis.forecast import LINES
from workbench.i18n import tr
from workbench.plan.elements import Indicator
from workbench.ui import icons
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.models import cells
from workbench.ui.pictures import SaveButton
from workbench.ui.views.indicator_card_offer import OfferButton

if TYPE_CHECKING:
    from workbench.plan.plan import Plan

#: Letters of the name that are seen at least.
_NAME: Final = 24


class CardStrip(QFrame):
    """The choice of an indicator with its neighbours, and the buttons."""

    #: The id of the indicator that is to be shown.
    asked = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("strip", True)
        self._listed: list[Indicator] = []
        self._places: dict[str, int] = {}
        around = QVBoxLayout(self)
        around.setContentsMargins(8, 6, 8, 6)
        row = FlowBox(self, 6)
        around.addWidget(row)
        self.choice = CalmCombo(self)
        self.choice.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.choice.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.choice.setMinimumContentsLength(_NAME)
        self.choice.activated.connect(lambda at: self.asked.emit(self.choice.itemData(at)))
        self.before, self.after = QToolButton(self), QToolButton(self)
        self.before.clicked.connect(lambda: self._step(-1))
        self.after.clicked.connect(lambda: self._step(1))
        self.method = CalmCombo(self)
        self.offers = OfferButton(self)
        self.save = SaveButton(self)
        self.help = QToolButton(self)
        self.help.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        for button in (self.before, self.after, self.help):
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for widget in (self.choice, self.before, self.after, self.method, self.offers, self.save, self.help):
            row.flow.addWidget(widget)

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self._listed = []
        self.choice.setAccessibleName(tr("Indicator shown"))
        edge = QSize(icons.small_size(), icons.small_size())
        for button, icon, word in (
            (self.before, "back", tr("Previous indicator")),
            (self.after, "forward", tr("Next indicator")),
        ):
            button.setIcon(icons.icon(icon))
            button.setIconSize(edge)
            button.setToolTip(word)
            button.setAccessibleName(word)
        at = max(self.method.currentIndex(), 0)
        self.method.clear()
        for name, label in LINES.items():
            self.method.addItem(tr(label), name)
        self.method.setCurrentIndex(at)
        self.method.setAccessibleName(tr("Method of the forecast"))
        self.offers.retranslate()
        self.save.name(tr("Indicator card"))
        self.help.setText(tr("Help"))
        self.help.setIcon(icons.icon("manual"))
        self.help.setIconSize(edge)

    def put(self, plan: Plan | None, wanted: str) -> str:
        """List the indicators of a plan; the id of the one shown: the wanted one, or else the first."""
        found = list(plan.all(Indicator)) if plan is not None else []
        # Elements that have not changed are the same objects: following a choice costs no names.
        if found != self._listed or not found:
            self._listed, self._places = found, {one.id: at for at, one in enumerate(found)}
            self.choice.clear()
            for one in found:
                assert plan is not None
                self.choice.addItem(cells.named(plan, one.id), one.id)
        at = self._places.get(wanted, 0 if found else -1)
        self.choice.setCurrentIndex(at)
        self.before.setEnabled(at > 0)
        self.after.setEnabled(0 <= at < len(found) - 1)
        return found[at].id if at >= 0 else ""

    def allow(self, *, is_there: bool, is_writable: bool) -> None:
        """Say whether there is an indicator, and whether it can be changed."""
        for widget in (self.choice, self.method, self.save):
            widget.setEnabled(is_there)
        self.offers.setEnabled(is_there and is_writable)

    def _step(self, by: int) -> None:
        at = self.choice.currentIndex() + by
        if 0 <= at < self.choice.count():
            self.asked.emit(self.choice.itemData(at))
