"""The library of a planner in a Chinese city, and the window as it comes up in the morning."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.ui.opened import elements
from workbench.plan import edits
from workbench.plan.elements import PlanHead, Scheme
from workbench.session.session import Session
from workbench.settings import Settings
from workbench.ui.mainwindow import MainWindow


@pytest.fixture
def library(tmp_path: Path, speak_english: None) -> Path:
    """A library of two plans that the settings know; one has much that wants work."""
    path = tmp_path / "岭南市规划库.workbench"
    with Session.create(path, "王规划") as session:
        scheme = Scheme(id="k1", position="b", code="K-2026", year=2026, full_mark=Decimal(100))
        session.import_plan([*elements(), scheme])
        session.import_plan([PlanHead(id="other", position="p", title="岭南市数字政府建设专项规划")])
        session.open_plan("plan")
        assert session.plan is not None
        # Monday 2026-06-01 to Friday 2026-09-18: the holidays of that year are known.
        session.apply(edits.reschedule(session.plan, "p3", date(2026, 6, 1), date(2026, 9, 18)))
    settings = Settings(language="zh", author="王规划")
    settings.opened(path)
    settings.last_library = ""
    settings.save()
    return path


@pytest.fixture
def window(open_window: Callable[..., MainWindow], library: Path) -> MainWindow:
    """The window with no library open: the welcome page."""
    return open_window()
