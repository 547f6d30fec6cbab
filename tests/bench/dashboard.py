"""How long the window takes to paint the dashboard of a large plan, a frame at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from tests.bench.frames import Frames, timed

if TYPE_CHECKING:
    from workbench.ui.bridge import Bridge


def dashboard(bridge: Bridge) -> list[Frames]:
    """Scrolling the whole and the longest of its charts, and choosing marks in it."""
    from PySide6.QtWidgets import QApplication

    from workbench.ui.views.dashboard import DashboardView

    view = DashboardView(bridge)
    view.resize(1400, 900)
    view.show()
    longest = view.panels["indicators"].area
    until = time.monotonic() + 60
    while longest.chart is None and time.monotonic() < until:
        QApplication.processEvents()
    assert longest.chart is not None
    bar, page = longest.verticalScrollBar(), view.page.verticalScrollBar()
    found = [
        timed("dashboard: scroll", view, page.setValue, [page.maximum() * at // 60 for at in range(60)]),
        timed(
            "dashboard: scroll indicators", view, bar.setValue, [bar.maximum() * at // 60 for at in range(60)]
        ),
        timed("dashboard: choose a mark", view, longest.choose, range(0, longest.chart.count, 60)),
    ]
    view.close()
    return found
