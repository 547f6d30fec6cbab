"""A window beside the main one: what the plan covers, and how its scores have come along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QTabWidget, QVBoxLayout

from workbench.i18n import tr
from workbench.ui.views.coverage import CoveragePage
from workbench.ui.views.trend import TrendPage

if TYPE_CHECKING:
    from workbench.ui.mainwindow import MainWindow


class Overview(QDialog):
    """Two pages; it stays open while the plan is worked on and follows it."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self.tabs = QTabWidget(self)
        self.tabs.setDocumentMode(True)
        self.trend = TrendPage(window.bridge, self.tabs)
        self.trend.version_wanted.connect(window.plans.save_version)
        self.coverage = CoveragePage(window.bridge, self.tabs)
        self.coverage.findings_wanted.connect(window.workspace.show_findings_of)
        self.pages = {"coverage": self.coverage, "trend": self.trend}
        # The shortcuts that lead here lead from one page to the other, too.
        self.addActions([window.actions_.by_id[f"check.{name}"] for name in self.pages])
        for page in self.pages.values():
            self.tabs.addTab(page, "")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 6, 0, 0)
        whole.addWidget(self.tabs)
        self.resize(window.size() * 0.84)
        window.bridge.language_changed.connect(self.retranslate)
        window.bridge.plan_opened.connect(self._follow)
        self.retranslate()

    def show_page(self, name: str) -> None:
        """Come up with one of the pages, the keyboard in it."""
        self.tabs.setCurrentWidget(self.pages[name])
        self.show()
        self.raise_()
        self.activateWindow()
        self.pages[name].setFocus()

    def _follow(self) -> None:
        if self.parent() is not None and not self.trend.has_plan:
            self.close()

    def retranslate(self) -> None:
        """Words in the language now spoken."""
        self.setWindowTitle(tr("Coverage and trend"))
        titles = {"coverage": tr("Coverage"), "trend": tr("Trend")}
        for at, name in enumerate(self.pages):
            self.tabs.setTabText(at, titles[name])
