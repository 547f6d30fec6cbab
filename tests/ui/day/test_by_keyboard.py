"""A planner's day, steps 1 to 5, with the keyboard alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QListWidget
from pytestqt.qtbot import QtBot

from tests.ui.day.hands import Keyboard, findings, kept
from workbench.plan.records import Baseline, GoalLink, IndicatorLink, Predecessor, Target
from workbench.ui.dialogs.mend import Mend
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.gantt import GanttView
from workbench.ui.views.graph import GraphView
from workbench.ui.views.matrix import MatrixView


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Keyboard:
    """In the morning: the recent library is opened, and in it the plan."""
    made = Keyboard(qtbot, window)
    made.tab_to(lambda one: "岭南市规划库" in one.accessibleName())
    made.press("Space")
    made.rest()
    # Of the two plans the upper one.
    made.until(window.chooser.table.hasFocus)
    made.press("Down", "Up", "Return")
    made.rest()
    return made


def find(hands: Keyboard, words: str) -> None:
    """Go to an element by a part of its name."""
    hands.press("Ctrl+F")
    hands.until(hands.window.search.line.hasFocus)
    hands.write(words)
    hands.press("Return")
    hands.rest()


def test_1_opens_the_library_and_the_plan_is_judged(hands: Keyboard) -> None:
    window = hands.window
    assert window.windowTitle().startswith("示例 — 岭南市规划库")
    said = window.workspace.verdicts.cards["whole"].accessibleName()
    assert said.startswith("总体：未通过")
    assert len(findings(window)) > 20
    # Back to the list of plans, and to the other plan.
    hands.menu("P", "库中的规划")
    hands.until(window.chooser.table.hasFocus)
    hands.press("Down", "Return")
    hands.rest()
    assert window.windowTitle().startswith("岭南市数字政府建设专项规划")


def test_2_a_finding_leads_to_its_field_and_is_typed_away(hands: Keyboard) -> None:
    window = hands.window
    panel = window.workspace.findings
    hands.press("Ctrl+3")
    for _ in range(60):
        if panel.chosen is not None and (panel.chosen.rule, panel.chosen.id) == ("A501", "i1"):
            break
        hands.press("Down")
    # The manual says why the rule exists and how to satisfy it.
    assert window.workspace.manual.code == "A501"
    assert "A501" in window.workspace.manual.page.toPlainText()
    hands.press("Return")
    assert hands.focused().accessibleName() == "责任单位"
    hands.write("数据局")
    hands.press("Return")
    hands.rest()
    hands.until(lambda: ("A501", "i1") not in findings(window))
    assert kept(window).elements["i1"].get("responsible_unit") == "u1"


def test_2_a_finding_is_mended_by_its_quick_fix(hands: Keyboard) -> None:
    window = hands.window
    for _ in range(60):
        hands.press("F8")
        chosen = window.workspace.findings.chosen
        if chosen is not None and (chosen.rule, chosen.id) == ("I301", "p3"):
            break
    hands.press("Ctrl+.")
    dialog = hands.dialog()
    assert isinstance(dialog, Mend)
    assert isinstance(hands.focused(), QListWidget)
    hands.press("Down")
    assert "市财政局" in dialog.page.toPlainText()
    hands.press("Return")
    hands.rest()
    hands.until(lambda: ("I301", "p3") not in findings(window))
    hands.press("Ctrl+Z")
    hands.rest()
    hands.until(lambda: ("I301", "p3") in findings(window))
    hands.press("Ctrl+Y")
    hands.rest()
    assert kept(window).elements["p3"].get("lead_unit") == "u2"


def test_3_links_are_made_in_matrix_graph_and_form(hands: Keyboard) -> None:
    window = hands.window
    find(hands, "城市大脑")
    hands.command("关联矩阵")
    matrix = window.workspace.middle.views["matrix"]
    assert isinstance(matrix, MatrixView)
    hands.until(matrix.table.hasFocus)
    # Going about in the matrix is followed elsewhere, and stays in the matrix.
    hands.press("Left")
    hands.until(lambda: window.bridge.shown == "p2")
    assert window.workspace.middle.key == "matrix"
    hands.press("Right")
    hands.until(lambda: window.bridge.shown == "p3")
    # In the column of the project chosen, from the first goal to the third.
    hands.press("Down", "Down")
    assert matrix.table.chosen_pairs() == [("g3", "p3")]
    assert matrix.model.matrix is not None
    assert matrix.model.matrix.has_gap("g3")
    hands.press("Space", "1")
    hands.rest()
    assert not matrix.model.matrix.has_gap("g3")
    hands.until(lambda: ("I320", "p3") not in findings(window))
    find(hands, "一网通办率")
    hands.press("Alt+5")
    graph = window.workspace.middle.views["graph"]
    assert isinstance(graph, GraphView)
    hands.until(graph.canvas.hasFocus)
    assert graph.chosen == "i1"
    hands.press("L", "Left")
    while graph.canvas.target != "p2":
        hands.press("Down")
    hands.press("Return")
    hands.rest()
    find(hands, "办事少跑腿")
    hands.press("Ctrl+2")
    hands.tab_to(lambda one: one.accessibleName().startswith("添加：") and "目标" in one.accessibleName())
    hands.write("数字经济")
    hands.press("Return")
    hands.rest()
    # The five problems and the three subjects, and what of them the plan does not answer.
    hands.menu("C", "覆盖情况")
    hands.until(lambda: window.overview.isVisible() and window.overview.isActiveWindow())
    hands.press("Escape")
    hands.until(lambda: not window.overview.isVisible())
    plan = kept(window)
    assert plan.elements["p3"].get("goals") == (GoalLink(goal="g3", role="primary"),)
    assert plan.elements["p2"].get("indicators") == (IndicatorLink(indicator="i1"),)
    assert plan.elements["n1"].get("goals") == ("g4",)


def test_4_bars_are_moved_and_money_follows(hands: Keyboard) -> None:
    window = hands.window
    find(hands, "城市大脑")
    hands.menu("V", "甘特图")
    view = window.workspace.middle.views["gantt"]
    assert isinstance(view, GanttView)
    chart = view.chart
    hands.until(chart.hasFocus)
    assert chart.current == "p3"
    before = chart.bar("p3")
    assert before is not None
    # Nearer, until a step is a day; then the whole bar by a day, and its end by another.
    while chart.scale.step < 14:
        hands.press("+")
    hands.press("Ctrl+Right", "Shift+Right")
    hands.rest()
    after = chart.bar("p3")
    assert after is not None
    # The end goes from Saturday to a Sunday that is a make-up workday before the National Day.
    assert (after.first, after.last) == (before.first + 1, before.last + 2)
    # The data platform waits for the city brain.
    hands.press("L", "Up", "Return")
    hands.rest()
    find(hands, "公共数据平台")
    hands.press("Ctrl+2")
    hands.tab_to_name("资金")
    hands.press("Right", "Right")
    hands.write("800")
    hands.press("Return")
    hands.rest()
    hands.press("Alt+3")
    hands.until(lambda: "2026：800 万元" in view.band.accessibleDescription())
    plan = kept(window)
    assert plan.elements["p3"].get("start") == date(2026, 6, 2)
    assert plan.elements["p3"].get("end") == date(2026, 9, 20)
    assert plan.elements["p2"].get("predecessors") == (Predecessor(project="p3", type="FS"),)


def test_5_an_indicator_of_ones_own_gets_all_it_needs(hands: Keyboard) -> None:
    window = hands.window
    find(hands, "一网通办率")
    hands.press("Ctrl+1", "Insert")
    hands.write("数据共享率")
    hands.press("Return")
    hands.rest()
    hands.press("Ctrl+2")
    hands.tab_to_name("指标属性")
    hands.press("Alt+Down", "Down", "Return")
    hands.tab_to_name("指标体系")
    hands.write("GB/T 33356")
    hands.tab_to_name("计量单位")
    hands.write("%")
    hands.press("Tab")
    hands.write("62.5")
    hands.press("Tab")
    hands.write("2025")
    hands.tab_to_name("目标值")
    hands.press("Insert")
    hands.write("2030")
    hands.press("Tab")
    hands.write("≥95")
    hands.tab_to_name("责任单位")
    hands.write("市数据局")
    hands.press("Return")
    hands.rest()
    # Its weight in the assessment.
    find(hands, "K-2026")
    hands.press("Ctrl+2")
    hands.tab_to_name("考核项")
    hands.press("Insert")
    hands.write("数据共享率")
    # Tab takes what is offered, and leads on to the marks.
    hands.press("Tab")
    hands.until(lambda: len(hands.plan.of_kind("scheme_item")) == 1)
    hands.tab_to_name("分值")
    hands.write("20")
    hands.press("Return")
    hands.rest()
    plan = kept(window)
    (made,) = [one for one in plan.of_kind("indicator") if one.id != "i1"]
    (item,) = plan.of_kind("scheme_item")
    assert made.get("name") == "数据共享率"
    assert made.get("nature") == "binding"
    assert made.get("catalogue") == "GB/T 33356"
    assert made.get("targets") == (Target(year=2030, value=Decimal(95), op="ge", written="≥95"),)
    assert made.get("responsible_unit") == "u1"
    assert (item.get("indicator"), item.get("marks")) == (made.id, Decimal(20))
    assert made.get("baseline") == Baseline(value=Decimal("62.5"), year=2025)
