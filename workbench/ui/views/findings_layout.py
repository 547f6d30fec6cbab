"""How the panel of findings is put together: filters above, the list, what to do with the one chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import tr
from workbench.rules.rule import SEVERITIES
from workbench.ui import icons
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.editors.hint import hint
from workbench.ui.views.findings_deeds import FindingDeeds
from workbench.ui.views.findings_list import FindingsDelegate, FindingsList, FindingsModel
from workbench.ui.views.findings_rows import GROUPINGS

if TYPE_CHECKING:
    from workbench.ui.bridge import Bridge


class FindingsLayout(QWidget):
    """The widgets of the panel; what they do is said by the panel itself."""

    def __init__(self, bridge: Bridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        #: The keys of the groups that are closed.
        self._closed: set[str] = set()
        self.setProperty("panel", True)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._compose()

    def _compose(self) -> None:
        self.text = QLineEdit(self, clearButtonEnabled=True)
        self.grouping = CalmCombo(self)
        # Wide enough in the next language too.
        self.grouping.setSizeAdjustPolicy(CalmCombo.SizeAdjustPolicy.AdjustToContents)
        for key in GROUPINGS:
            self.grouping.addItem("", key)
        self.severities: dict[str, QToolButton] = {}
        for name in (*SEVERITIES, "waived"):
            button = QToolButton(self, autoRaise=True)
            button.setCheckable(True)
            button.setChecked(name != "waived")
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.severities[name] = button
        self.only = QPushButton(self)
        self.only.setProperty("link", True)
        self.only.hide()
        self.deeds = FindingDeeds(self)
        self.mend, self.mend_all, self.waive = self.deeds.mend, self.deeds.mend_all, self.deeds.waive
        self.list = FindingsList(self, uniformItemSizes=True)
        self.list.setMouseTracking(True)
        # One finding; Qt's own least would push the panel below off a small screen.
        self.list.setMinimumHeight(round(self.fontMetrics().height() * 2.6))
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model = FindingsModel(self._bridge)
        self.list.setModel(self.model)
        self.list.setItemDelegate(FindingsDelegate(self.list, self._closed))
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.empty = QLabel(self, alignment=Qt.AlignmentFlag.AlignCenter, wordWrap=True)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setProperty("role", "muted")
        self.empty.setContentsMargins(24, 24, 24, 24)
        top = QHBoxLayout()
        top.setContentsMargins(10, 8, 10, 0)
        top.setSpacing(6)
        top.addWidget(self.text, 1)
        top.addWidget(self.grouping)
        second = self._second_line()
        self._pages = QStackedLayout()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addLayout(second)
        whole.addWidget(self.only, 0, Qt.AlignmentFlag.AlignLeft)
        whole.addLayout(self._pages, 1)
        self.draw()

    def _second_line(self) -> QLayout:
        """What is to be seen on the left, what to do with it on the right; below where there is no room."""
        shown = QWidget(self)
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in self.severities.values():
            row.addWidget(button)
        line = FlowBox(self, spacing=0)
        line.flow.addWidget(shown)
        line.flow.addWidget(self.deeds)
        around = QVBoxLayout()
        around.setContentsMargins(6, 4, 6, 4)
        around.addWidget(line)
        return around

    def name_widgets(self) -> None:
        """Names in the language now spoken."""
        hint(self.text, tr("Filter by words"))
        self.text.setAccessibleName(tr("Filter the findings by words"))
        self.grouping.setAccessibleName(tr("How findings are grouped"))
        for at, label in enumerate(GROUPINGS.values()):
            self.grouping.setItemText(at, tr(label))
        self.list.setAccessibleName(tr("Findings"))
        self.deeds.say()

    def draw(self) -> None:
        """The marks of the severities in the theme's colours."""
        for name, button in self.severities.items():
            button.setIcon(icons.state_icon(name))
            button.setIconSize(QSize(icons.small_size(), icons.small_size()))
