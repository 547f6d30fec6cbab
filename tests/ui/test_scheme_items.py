"""The table of a scheme's items: what is begun in its last line, and what is seen of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.ui.test_scheme import open_again, shown, type_into
from tests.ui.windows import plan_of, settle
from workbench.plan.elements import Indicator, SchemeItem
from workbench.ui.mainwindow import MainWindow

Open = Callable[..., MainWindow]


def test_an_indicator_begun_in_the_last_line_is_assessed(
    qtbot: QtBot, open_window: Open, library: Path
) -> None:
    window = open_window(library)
    window.plans.open("sample-city-2026")
    view = shown(qtbot, window)
    open_again(qtbot, window, view, "增加考核项")
    table = view.items.table
    last = table.model().rowCount() - 1
    type_into(table, last, "What is assessed", "电梯应急到场时间")
    settle(qtbot, window)
    made = next(one for one in plan_of(window).all(Indicator) if one.name == "电梯应急到场时间")
    (item,) = (one for one in plan_of(window).all(SchemeItem) if one.indicator == made.id)
    assert view.items.chosen == item.id
    seen = table.visualRect(table.currentIndex())
    assert table.viewport().rect().contains(seen.center())
