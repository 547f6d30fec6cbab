"""The strip above the Gantt chart: scale, what is shown, the version behind, exports."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.i18n import N_, tr
from workbench.ui import icons
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.flow import FlowBox
from workbench.ui.views.gantt_scale import SCALES, scale_level

#: What can be shown or hidden.
PARTS: Final = {
    "links": N_("Links between projects"),
    "critical": N_("Critical path and float"),
    "goals": N_("Annual targets"),
    "working": N_("Holidays and weekends"),
    "money": N_("Money by year"),
    "snap": N_("Dates dragged fall on working days"),
}
EXPORTS: Final = {
    "pdf": N_("Export as PDF…"),
    "svg": N_("Export as SVG…"),
    "png": N_("Export as PNG…"),
    "csv": N_("Money by year as numbers (CSV)…"),
    "preview": N_("Print preview…"),
    "print": N_("Print…"),
}


class GanttBar(QFrame):
    """The strip; tells what was chosen."""

    scale_chosen = Signal(str)
    zoomed = Signal(float)
    fit_wanted = Signal()
    today_wanted = Signal()
    #: A part is to be shown (True) or hidden.
    shown = Signal(str, bool)
    #: The name of a version, "" for none.
    baseline_chosen = Signal(str)
    export_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("strip", True)
        self.scale = CalmCombo(self)
        for name, (label, _) in SCALES.items():
            self.scale.addItem(tr(label), name)
        self.scale.activated.connect(lambda _at: self.scale_chosen.emit(self.scale.currentData()))
        self.out, self.into, self.fit, self.today = (self._button() for _ in range(4))
        self.out.clicked.connect(lambda: self.zoomed.emit(1 / 1.4))
        self.into.clicked.connect(lambda: self.zoomed.emit(1.4))
        self.fit.clicked.connect(self.fit_wanted)
        self.today.clicked.connect(self.today_wanted)
        self.parts: dict[str, QAction] = {}
        self.show_menu = QMenu(self)
        for name in PARTS:
            action = self.show_menu.addAction("")
            action.setCheckable(True)
            action.setChecked(True)
            action.toggled.connect(partial(self.shown.emit, name))
            self.parts[name] = action
        self.show_button = self._button()
        self.show_button.setMenu(self.show_menu)
        self.show_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.export_menu = QMenu(self)
        self.exports = {name: self.export_menu.addAction("") for name in EXPORTS}
        for name, action in self.exports.items():
            action.triggered.connect(partial(self._wants, name))
        self.export_button = self._button()
        self.export_button.setMenu(self.export_menu)
        self.export_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.compare = QLabel(self)
        self.versions = CalmCombo(self)
        self.versions.setMaximumWidth(220)
        self.versions.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.compare.setBuddy(self.versions)
        self.versions.activated.connect(lambda _at: self.baseline_chosen.emit(self.versions.currentData()))
        pair = QWidget(self)
        beside = QHBoxLayout(pair)
        beside.setContentsMargins(4, 0, 4, 0)
        beside.addWidget(self.compare)
        beside.addWidget(self.versions)
        # Flowing, so that no language and no size of the text makes the panels beside the chart narrower.
        self._box = FlowBox(self)
        around = QVBoxLayout(self)
        around.setContentsMargins(8, 5, 8, 5)
        around.addWidget(self._box)
        controls = (self.scale, self.out, self.into, self.fit, self.today, pair)
        for widget in (*controls, self.show_button, self.export_button):
            self._box.flow.addWidget(widget)

    def _button(self) -> QToolButton:
        return QToolButton(self)

    def _wants(self, name: str, _checked: bool = False) -> None:
        self.export_wanted.emit(name)

    def put_first(self, widget: QWidget) -> None:
        """Put a widget before the others."""
        widget.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        widget.setMinimumWidth(widget.fontMetrics().averageCharWidth() * 14)
        self._box.flow.insert(0, widget)

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        for at, (label, _) in enumerate(SCALES.values()):
            self.scale.setItemText(at, tr(label))
        for button, icon, said in (
            (self.out, "minus", tr("Zoom out (-)")),
            (self.into, "add", tr("Zoom in (+)")),
        ):
            button.setIcon(icons.icon(icon))
            button.setToolTip(said)
            button.setAccessibleName(said)
        self.fit.setText(tr("Fit"))
        self.fit.setToolTip(tr("Show the whole time (0)"))
        self.today.setText(tr("To today"))
        self.today.setToolTip(tr("Go to today (T)"))
        self.show_button.setText(tr("Show") + " ▾")
        self.export_button.setText(tr("Export") + " ▾")
        self.compare.setText(tr("Compare with"))
        self.scale.setAccessibleName(tr("Scale"))
        self.versions.setAccessibleName(tr("Version shown behind the bars"))
        for name, label in PARTS.items():
            self.parts[name].setText(tr(label))
        for name, label in EXPORTS.items():
            self.exports[name].setText(tr(label))

    def mark_scale(self, step: float) -> None:
        """Show which scale the chart has."""
        self.scale.setCurrentIndex(self.scale.findData(scale_level(step)))

    def put_versions(self, names: list[str], chosen: str) -> None:
        """Offer these versions."""
        self.versions.clear()
        self.versions.addItem(tr("no version") if names else tr("no version saved yet"), "")
        for name in reversed(names):
            self.versions.addItem(name, name)
        self.versions.setCurrentIndex(max(0, self.versions.findData(chosen)))
        self.versions.setEnabled(bool(names))
