"""The table of a scheme's items: what is begun in its last line, and what is seen of it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.test_scheme import open_again, shown, type_into
from tests.ui.windows import plan_of, settle
from workbench.plan.elements import Indicator, SchemeItem
from workbench.plan.records import Result
from workbench.plan.results import courses
from workbench.settings import Settings
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.course_words import course_in_words

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


@pytest.mark.usefixtures("home")
def test_brackets_colons_and_semicolons_are_those_of_the_language(
    qtbot: QtBot, open_window: Open, library: Path
) -> None:
    Settings(language="zh", author="李雷").save()
    window = open_window(library)
    assert "示例市（市级）" in {
        window.chooser.model.index(at, 1).data() for at in range(window.chooser.model.rowCount())
    }
    window.plans.open("sample-city-2026")
    view = shown(qtbot, window)
    assert "年中调度（2027-07-01 – 2027-07-31）。" in view.said.text()
    (course,) = courses(
        [Result(item="x27-a1", unit="u-gov", self_=Decimal(6), review=Decimal("5.5"))]
    ).values()
    assert course_in_words(course) == ["自评：6.00，评审：5.50"]
    model = view.items.table.model()
    assert "东岭区；西河区；南洲区；北原区" in {model.index(at, 2).data() for at in range(model.rowCount())}
