"""A planner's day, steps 1 to 5, with the mouse; only what is text is typed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMenu, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.day.hands import Mouse, findings, kept
from workbench.plan.records import Baseline, GoalLink, IndicatorLink, Predecessor, Target
from workbench.ui.dialogs.mend import Mend
from workbench.ui.editors.reference_line import ReferenceLine
from workbench.ui.editors.table import RowsView
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.gantt import GanttView
from workbench.ui.views.graph import GraphView
from workbench.ui.views.matrix import MatrixView


@pytest.fixture
def hands(qtbot: QtBot, window: MainWindow) -> Mouse:
    """In the morning: the recent library is opened, and in it the plan."""
    made = Mouse(qtbot, window)
    (recent,) = [one for one in window.welcome.findChildren(QPushButton) if "岭南市规划库" in one.text()]
    made.click(recent)
    made.rest()
    table = window.chooser.table
    made.click_twice(table.viewport(), made.row(table, table.model().index(0, 0)))
    made.rest()
    return made


def go(hands: Mouse, id_: str) -> None:
    """Click on an element in the outline, its branch opened before."""
    outline = hands.window.workspace.outline
    index = outline.model.index_of(id_)
    above = index.parent()
    while above.isValid():
        outline.tree.expand(above)
        above = above.parent()
    hands.click(outline.tree.viewport(), hands.row(outline.tree, index))
    hands.rest()


def named(hands: Mouse, name: str, type_: type[QWidget]) -> QWidget:
    """A control of the form by the name that is read out, scrolled into sight."""
    form = hands.window.workspace.form.form
    assert form is not None
    form.finish()
    found = [one for one in form.findChildren(type_) if one.accessibleName() == name and one.isVisible()]
    assert len(found) == 1, [one.accessibleName() for one in form.findChildren(type_)]
    hands.reach(found[0])
    return found[0]


def take_offer(hands: Mouse, words: str) -> None:
    """Click on what is offered below a line for that which was typed."""
    popup = QApplication.activePopupWidget()
    assert popup is not None
    line = hands.focused()
    assert isinstance(line, ReferenceLine)
    offers = line.completer_.popup()
    assert offers is not None
    model = offers.model()
    at = next(row for row in range(model.rowCount()) if words in model.index(row, 0).data())
    hands.click(offers.viewport(), hands.row(offers, model.index(at, 0)))
    hands.rest()


def combo(hands: Mouse, name: str) -> QComboBox:
    """A list of the form that drops down."""
    found = named(hands, name, QComboBox)
    assert isinstance(found, QComboBox)
    return found


def type_into_cell(hands: Mouse, table: str, row: int, column: int, text: str) -> None:
    """Double-click on a cell of a table in the form, type over what is there, and click elsewhere."""
    view = named(hands, table, RowsView)
    assert isinstance(view, RowsView)
    hands.click_twice(view.viewport(), hands.row(view, view.rows.index(row, column)))
    line = hands.focused()
    assert isinstance(line, QLineEdit)
    hands.click_twice(line, line.rect().center())
    hands.write(text)
    hands.click(hands.window.workspace.verdicts)
    hands.rest()


def click_finding(hands: Mouse, rule: str, id_: str) -> None:
    """Click on a finding."""
    panel = hands.window.workspace.findings
    at = next(
        number
        for number, row in enumerate(panel.model.rows)
        if row.finding is not None and (row.finding.rule, row.finding.id) == (rule, id_)
    )
    hands.click(panel.list.viewport(), hands.row(panel.list, panel.model.index(at)))
    hands.rest()


def test_1_opens_the_library_and_the_plan_is_judged(hands: Mouse) -> None:
    window = hands.window
    assert window.windowTitle().startswith("示例 — 岭南市规划库")
    cards = window.workspace.verdicts.cards
    assert cards["whole"].accessibleName().startswith("总体：未通过")
    everything = findings(window)
    # A click on a verdict leaves its findings, another click brings all back.
    hands.click(cards["assessable"])
    hands.until(lambda: {rule[0] for rule, _ in findings(window)} == {"A"})
    hands.click(cards["assessable"])
    hands.until(lambda: findings(window) == everything)
    hands.menu("规划", "库中的规划")
    table = window.chooser.table
    hands.click_twice(table.viewport(), hands.row(table, table.model().index(1, 0)))
    hands.rest()
    assert window.windowTitle().startswith("岭南市数字政府建设专项规划")


def test_2_a_finding_leads_to_its_field_and_is_typed_away(hands: Mouse) -> None:
    window = hands.window
    click_finding(hands, "A501", "i1")
    assert window.workspace.manual.code == "A501"
    assert hands.focused().accessibleName() == "责任单位"
    hands.write("数据局")
    take_offer(hands, "市数据局")
    hands.until(lambda: ("A501", "i1") not in findings(window))
    assert kept(window).elements["i1"].get("responsible_unit") == "u1"


def test_2_a_finding_is_mended_by_its_quick_fix(hands: Mouse) -> None:
    window = hands.window
    click_finding(hands, "I301", "p3")
    hands.click(window.workspace.findings.mend)
    asked = hands.dialog()
    assert isinstance(asked, Mend)
    hands.click(asked.ways.viewport(), asked.ways.visualItemRect(asked.ways.item(1)).center())
    assert "市财政局" in asked.page.toPlainText()
    hands.click(asked.yes)
    hands.rest()
    hands.until(lambda: ("I301", "p3") not in findings(window))
    hands.menu("编辑", "撤销")
    hands.until(lambda: ("I301", "p3") in findings(window))
    hands.menu("编辑", "重做")
    hands.until(lambda: ("I301", "p3") not in findings(window))
    assert kept(window).elements["p3"].get("lead_unit") == "u2"


def test_3_links_are_made_by_dragging_in_matrix_and_graph(hands: Mouse) -> None:
    window = hands.window
    hands.view("关联矩阵")
    matrix = window.workspace.middle.views["matrix"]
    assert isinstance(matrix, MatrixView)
    table, lines = matrix.table, matrix.model.matrix
    assert lines is not None
    hands.choose(matrix.bar.new_role, "新建关联：主要")
    first = table.model().index(lines.row_of["g3"], lines.column_of["p3"])
    last = table.model().index(lines.row_of["g4"], lines.column_of["p3"])
    hands.drag(table.viewport(), hands.row(table, first), table.viewport(), hands.row(table, last))
    hands.rest()
    hands.until(lambda: ("I320", "p3") not in findings(window))
    hands.view("溯源图")
    graph = window.workspace.middle.views["graph"]
    assert isinstance(graph, GraphView)
    canvas = graph.canvas
    hands.click(graph.fit)
    hands.drag(canvas.viewport(), canvas.place_of("i1"), canvas.viewport(), canvas.place_of("p2"))
    hands.rest()
    go(hands, "n1")
    hands.view("表单")
    line = named(hands, "添加：对应目标", ReferenceLine)
    hands.click(line)
    hands.write("数字经济")
    take_offer(hands, "数字经济")
    # The five problems and the three subjects, and what of them the plan does not answer.
    hands.menu("检查", "覆盖情况")
    hands.until(window.overview.isVisible)
    window.overview.close()
    plan = kept(window)
    primary = tuple(GoalLink(goal=id_, role="primary") for id_ in ("g3", "g4"))
    assert plan.elements["p3"].get("goals") == primary
    assert plan.elements["p2"].get("indicators") == (IndicatorLink(indicator="i1"),)
    assert plan.elements["n1"].get("goals") == ("g4",)


def part(view: GanttView, id_: str, where: str) -> QPoint:
    """Where a part of a bar is."""
    bar, y = view.chart.bar(id_), view.chart.y_of(id_)
    assert bar is not None
    assert y is not None
    box = view.chart.measured().box_of(bar, y)
    x = {
        "begin": box.left() + 6,
        "middle": box.center().x(),
        "end": box.right() - 1,
        "link": box.right() + 9,
    }[where]
    return view.chart.seen(QPointF(x, box.center().y())).toPoint()


def test_4_bars_are_dragged_and_the_money_follows(hands: Mouse) -> None:
    window = hands.window
    go(hands, "p3")
    hands.view("甘特图")
    view = window.workspace.middle.views["gantt"]
    assert isinstance(view, GanttView)
    chart = view.chart
    port = chart.viewport()
    assert chart.current == "p3"
    # Three months later: at the scale that shows the whole plan, dates keep to months.
    here = part(view, "p3", "middle")
    hands.drag(port, here, port, here + QPoint(round(92 * chart.scale.step), 0))
    hands.rest()
    # From the end of one bar to the beginning of the other: it waits for that.
    hands.drag(port, part(view, "p3", "link"), port, part(view, "p2", "begin"))
    hands.rest()
    # Other figures for the money are in the band below at once.
    assert "2026：500 万元" in view.band.accessibleDescription()
    go(hands, "p2")
    hands.view("表单")
    type_into_cell(hands, "资金", 0, 2, "800")
    hands.view("甘特图")
    assert "2026：800 万元" in view.band.accessibleDescription()
    plan = kept(window)
    assert plan.elements["p3"].get("start") == date(2026, 9, 1)
    assert plan.elements["p3"].get("end") == date(2026, 12, 19)
    assert plan.elements["p2"].get("predecessors") == (Predecessor(project="p3", type="FS"),)


def test_5_an_indicator_of_ones_own_gets_all_it_needs(hands: Mouse) -> None:
    window = hands.window
    go(hands, "i1")
    outline = window.workspace.outline
    hands.click(
        outline.tree.viewport(),
        hands.row(outline.tree, outline.tree.currentIndex()),
        Qt.MouseButton.RightButton,
    )
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    hands.choose_in(menu, "新增指标")
    hands.write("数据共享率")
    hands.click(window.workspace.verdicts)
    hands.rest()
    hands.view("表单")
    for name, text in (("指标体系", "GB/T 33356"), ("计量单位", "%"), ("数值", "62.5"), ("年度", "2025")):
        hands.click(named(hands, name, QLineEdit))
        hands.write(text)
    hands.choose(combo(hands, "指标属性"), "约束性")
    hands.choose(combo(hands, "指标来源"), "特色")
    hands.click(named(hands, "目标值: 增加一行（Insert）", QToolButton))
    hands.write("2030")
    type_into_cell(hands, "目标值", 0, 1, "≥95")
    hands.click(named(hands, "责任单位", ReferenceLine))
    hands.write("市数据局")
    take_offer(hands, "市数据局")
    # Its weight in the assessment.
    go(hands, "k1")
    hands.click(named(hands, "考核项: 增加一行（Insert）", QToolButton))
    hands.write("数据共享率")
    take_offer(hands, "数据共享率")
    type_into_cell(hands, "考核项", 0, 6, "20")
    plan = kept(window)
    (made,) = [one for one in plan.of_kind("indicator") if one.id != "i1"]
    (item,) = plan.of_kind("scheme_item")
    assert made.get("name") == "数据共享率"
    assert (made.get("nature"), made.get("origin")) == ("binding", "local")
    assert made.get("catalogue") == "GB/T 33356"
    assert made.get("baseline") == Baseline(value=Decimal("62.5"), year=2025)
    assert made.get("targets") == (Target(year=2030, value=Decimal(95), op="ge", written="≥95"),)
    assert made.get("responsible_unit") == "u1"
    assert (item.get("indicator"), item.get("marks")) == (made.id, Decimal(20))
