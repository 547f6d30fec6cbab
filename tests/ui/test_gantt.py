"""The Gantt chart, used by mouse and keys: what a person does to it shows in the plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.opened import Desk, opened, type_text
from tests.ui.windows import settle, trigger
from workbench.plan import edits, link_edits
from workbench.plan.elements import Project
from workbench.plan.records import Predecessor, YearGoal
from workbench.ui.dialogs.project_link import ProjectLink
from workbench.ui.mainwindow import MainWindow
from workbench.ui.paper.printout import pdf
from workbench.ui.views.gantt import GanttView
from workbench.ui.views.gantt_export import drawing_of, write

TODAY = date(2026, 11, 23)
P2_START, P2_END = date(2026, 4, 1), date(2028, 12, 31)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with opened(tmp_path) as desk:
        # Next year's holidays are known: Monday 2026-06-01 to Friday 2026-09-18.
        desk.bridge.apply(edits.reschedule(desk.plan, "p3", date(2026, 6, 1), date(2026, 9, 18)))
        goals = (YearGoal(year=2026, text="平台上线"), YearGoal(year=2027, quarter=2, text="接入20个部门"))
        desk.bridge.apply(edits.set_field(desk.plan, "p2", "year_goals", goals))
        yield desk


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> GanttView:
    made = GanttView(desk.bridge, today=TODAY)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    qtbot.waitExposed(made)
    qtbot.waitUntil(lambda: made.model.bars is not None)
    return made


def settled(qtbot: QtBot, view: GanttView) -> None:
    qtbot.waitUntil(lambda: not view._is_stale and not view._quiet.isActive())


def at(view: GanttView, id_: str, part: str) -> QPoint:
    """Where a part of a bar is: its edges, its middle, the handles beside it."""
    chart = view.chart
    bar, y = chart.bar(id_), chart.y_of(id_)
    assert bar is not None
    assert y is not None
    box = chart.measured().box_of(bar, y)
    x = {
        "first": box.left() + 1,
        "last": box.right() - 1,
        "left": box.left() + box.width() * 0.3,
        "right": box.left() + box.width() * 0.7,
        "from_S": box.left() - 9,
        "from_F": box.right() + 9,
    }[part]
    return chart.seen(QPointF(x, box.center().y())).toPoint()


def drag(view: GanttView, start: QPoint, end: QPoint) -> None:
    there = view.chart.viewport()
    QTest.mouseMove(there, start)
    QTest.mousePress(there, Qt.MouseButton.LeftButton, pos=start)
    # Not by QTest.mouseMove: it tells of no button held.
    for step in (0.3, 0.7, 1.0):
        on_the_way = start + (end - start) * step
        _move(view, on_the_way)
    QTest.mouseRelease(there, Qt.MouseButton.LeftButton, pos=end)


def _move(view: GanttView, to: QPoint) -> None:
    from PySide6.QtCore import QEvent
    from PySide6.QtGui import QMouseEvent

    there = view.chart.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(there.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(there, event)


def chosen(view: GanttView) -> str:
    """The type of the link that is chosen."""
    return view.chart.tie.link.type if view.chart.tie is not None else ""


def press(view: GanttView, key: Qt.Key) -> str:
    QTest.keyClick(view.chart, key)
    return chosen(view)


def days_right(view: GanttView, days: int) -> QPoint:
    return QPoint(round(days * view.chart.scale.step), 0)


def look_at(view: GanttView, id_: str, scale: str) -> None:
    view.choose_scale(scale)
    bar = view.chart.bar(id_)
    assert bar is not None
    view.chart.show_day(bar.first)
    view.chart.show_row(id_)


# -- dragging ----------------------------------------------------------------------------------------------


def test_a_bar_dragged_moves_the_project_and_its_milestones(
    qtbot: QtBot, desk: Desk, view: GanttView
) -> None:
    look_at(view, "p2", "weeks")
    start = at(view, "p2", "left")
    # From Wednesday 2026-04-01 by 14 days to a Wednesday.
    drag(view, start, start + days_right(view, 14))
    assert desk.get("p2", "start") == P2_START + timedelta(14)
    assert desk.get("p2", "end") == P2_END + timedelta(14)
    assert desk.get("m1", "due") == date(2026, 6, 30) + timedelta(14)
    assert desk.steps()[0] == "Reschedule {name}"
    desk.session.undo()
    assert desk.get("p2", "start") == P2_START


def test_the_end_dragged_changes_the_length_and_falls_on_a_working_day(
    qtbot: QtBot, desk: Desk, view: GanttView
) -> None:
    look_at(view, "p3", "days")
    view.chart.show_day(date(2026, 9, 10).toordinal())
    # From Friday 2026-09-18 to Saturday the 26th: the Mid-autumn Festival is from the 25th to the 27th.
    end = at(view, "p3", "last")
    drag(view, end, end + days_right(view, 8))
    assert desk.get("p3", "start") == date(2026, 6, 1)
    assert desk.get("p3", "end") == date(2026, 9, 24)
    settled(qtbot, view)
    # A Sunday that is worked in its place is one that work can end on.
    end = at(view, "p3", "last")
    drag(view, end, end + days_right(view, -4))
    assert desk.get("p3", "end") == date(2026, 9, 20)


def test_the_beginning_dragged_leaves_the_end(desk: Desk, view: GanttView) -> None:
    look_at(view, "p3", "days")
    view.chart.show_day(date(2026, 6, 1).toordinal())
    begin = at(view, "p3", "first")
    drag(view, begin, begin + days_right(view, 5))  # a Saturday gives way to Monday
    assert (desk.get("p3", "start"), desk.get("p3", "end")) == (date(2026, 6, 8), date(2026, 9, 18))


def test_at_coarse_scales_bars_keep_to_months(desk: Desk, view: GanttView) -> None:
    look_at(view, "p2", "quarters")
    end = at(view, "p2", "last")
    drag(view, end, end + days_right(view, -80))
    assert desk.get("p2", "end") == date(2028, 9, 30)


def test_a_milestone_is_dragged(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    look_at(view, "p2", "days")
    view.chart.show_day(date(2026, 6, 20).toordinal())
    bar, y = view.chart.bar("p2"), view.chart.y_of("p2")
    assert bar is not None
    assert y is not None
    mark = next(one for one in bar.diamonds if one.id == "m1")
    spot = view.chart.seen(view.chart.measured().diamond_at(mark, y)).toPoint()
    assert view.chart.hit(QPointF(spot)).what == "diamond"
    drag(view, spot, spot + days_right(view, 10))
    assert desk.get("m1", "due") == date(2026, 7, 10)
    assert desk.get("p2", "start") == P2_START


@pytest.mark.parametrize(
    ("handle", "target", "type_"),
    [
        ("from_F", "left", "FS"),
        ("from_F", "right", "FF"),
        ("from_S", "left", "SS"),
        ("from_S", "right", "SF"),
    ],
)
def test_dragging_from_end_to_end_makes_the_four_links(
    qtbot: QtBot, desk: Desk, view: GanttView, handle: str, target: str, type_: str
) -> None:
    view.chart.fit()
    QTest.mouseClick(view.chart.viewport(), Qt.MouseButton.LeftButton, pos=at(view, "p3", "right"))
    drag(view, at(view, "p3", handle), at(view, "p2", target))
    assert desk.get("p2", "predecessors") == (Predecessor(project="p3", type=type_),)
    settled(qtbot, view)
    assert view.chart.tie is not None
    assert view.chart.tie.link.type == type_


def test_a_link_dropped_nowhere_or_on_itself_is_none(desk: Desk, view: GanttView) -> None:
    view.chart.fit()
    QTest.mouseClick(view.chart.viewport(), Qt.MouseButton.LeftButton, pos=at(view, "p3", "right"))
    before = len(desk.session.history())
    drag(view, at(view, "p3", "from_F"), at(view, "p3", "left"))
    drag(view, at(view, "p3", "from_F"), QPoint(400, view.chart.viewport().height() - 5))
    assert len(desk.session.history()) == before
    assert view.chart.preview is None


def test_escape_gives_a_drag_up(desk: Desk, view: GanttView) -> None:
    look_at(view, "p2", "weeks")
    start = at(view, "p2", "left")
    QTest.mousePress(view.chart.viewport(), Qt.MouseButton.LeftButton, pos=start)
    _move(view, start + QPoint(60, 0))
    shown = view.chart.preview
    assert shown is not None
    assert "2026-04-" in shown.said
    QTest.keyClick(view.chart, Qt.Key.Key_Escape)
    QTest.mouseRelease(view.chart.viewport(), Qt.MouseButton.LeftButton, pos=start + QPoint(60, 0))
    assert desk.get("p2", "start") == P2_START


def test_nothing_is_dragged_in_a_library_open_for_reading(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(tmp_path, read_only=True) as desk:
        view = GanttView(desk.bridge, today=TODAY)
        qtbot.addWidget(view)
        view.resize(1200, 600)
        view.show()
        qtbot.waitUntil(lambda: view.model.bars is not None)
        look_at(view, "p2", "weeks")
        start = at(view, "p2", "left")
        drag(view, start, start + days_right(view, 14))
        QTest.keyClick(view.chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        assert desk.get("p2", "start") == P2_START
        assert desk.told == []


# -- keys --------------------------------------------------------------------------------------------------


def test_bars_are_moved_by_keys_as_one_step(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    view.choose_scale("days")
    desk.bridge.navigate.emit("p3", "")
    view.chart.setFocus()
    steps = len(desk.session.history())
    for _ in range(5):  # Monday to Friday, then over the weekend
        QTest.keyClick(view.chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
        settled(qtbot, view)
    assert desk.get("p3", "start") == date(2026, 6, 8)
    assert len(desk.session.history()) == steps + 1
    QTest.keyClick(view.chart, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert desk.get("p3", "start") == date(2026, 6, 5)


def test_the_ends_are_moved_by_keys(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    view.choose_scale("months")
    desk.bridge.navigate.emit("p3", "")
    view.chart.setFocus()
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view.chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    settled(qtbot, view)
    assert desk.get("p3", "end") == date(2026, 9, 28)  # a week on, after the festival
    QTest.keyClick(view.chart, Qt.Key.Key_Left, both)
    assert desk.get("p3", "start") == date(2026, 5, 25)


def test_a_link_is_made_edited_and_deleted_by_keys(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    desk.bridge.navigate.emit("p2", "")
    view.chart.setFocus()
    QTest.keyClick(view.chart, Qt.Key.Key_L)
    assert "P-002" in view.foot.text()
    QTest.keyClick(view.chart, Qt.Key.Key_Down)
    QTest.keyClick(view.chart, Qt.Key.Key_Return)
    assert desk.get("p3", "predecessors") == (Predecessor(project="p2", type="FS"),)
    settled(qtbot, view)
    QTest.keyClick(view.chart, Qt.Key.Key_Return)
    (asked,) = view.findChildren(ProjectLink)
    asked.type.setCurrentIndex(asked.type.findData("SS"))
    asked.lag.setValue(30)
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert desk.get("p3", "predecessors") == (Predecessor(project="p2", type="SS", lag_days=30),)
    settled(qtbot, view)
    assert [chosen(view), press(view, Qt.Key.Key_Escape), press(view, Qt.Key.Key_BracketRight)] == [
        "SS",
        "",
        "SS",
    ]
    QTest.keyClick(view.chart, Qt.Key.Key_Delete)
    assert desk.get("p3", "predecessors") is None


def test_the_lag_of_a_link_is_typed(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    desk.bridge.apply(link_edits.wait_for(desk.plan, "p3", "p2"))
    settled(qtbot, view)
    view._tell("p3")
    view.chart.setFocus()
    assert press(view, Qt.Key.Key_BracketRight) == "FS"
    QTest.keyClicks(view.chart, "-")
    line = view.gestures.line
    assert line.isVisible()
    QTest.keyClicks(line, "14")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert desk.get("p3", "predecessors") == (Predecessor(project="p2", type="FS", lag_days=-14),)
    assert not line.isVisible()
    settled(qtbot, view)
    # The link is still the chosen one: another figure is another lag; what is none is told and leaves it.
    QTest.keyClicks(view.chart, "3")
    QTest.keyClicks(line, "x")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert desk.get("p3", "predecessors") == (Predecessor(project="p2", type="FS", lag_days=-14),)
    assert "3x" in view.foot.text()
    QTest.keyClicks(view.chart, "7")
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert desk.get("p3", "predecessors") == (Predecessor(project="p2", type="FS", lag_days=-14),)


# -- milestones --------------------------------------------------------------------------------------------


def test_milestones_are_gone_to_and_moved_by_keys_as_one_step(
    qtbot: QtBot, desk: Desk, view: GanttView
) -> None:
    look_at(view, "p2", "days")
    view._tell("p2")
    view.chart.setFocus()
    told: list[str] = []
    desk.bridge.navigate.connect(lambda id_, _field: told.append(id_))
    steps = len(desk.steps())
    press(view, Qt.Key.Key_M)
    assert view.chart.milestone == "m1"
    assert told == ["m1"]
    assert "立项" in view.foot.text()
    for _ in range(4):
        QTest.keyClick(view.chart, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    # From Tuesday the 30th by working days; the project stays where it is.
    assert desk.get("m1", "due") == date(2026, 7, 6)
    assert desk.get("p2", "start") == P2_START
    assert len(desk.steps()) == steps + 1
    settled(qtbot, view)
    assert "2026-07-06" in view.chart.accessibleDescription()
    press(view, Qt.Key.Key_M)
    assert view.chart.milestone == "m2"
    QTest.keyClick(view.chart, Qt.Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    assert view.chart.milestone == "m1"
    # Escape goes back to the project, whose bar the keys then move.
    press(view, Qt.Key.Key_Escape)
    assert view.chart.milestone == ""
    assert told[-1] == "p2"


def test_a_milestone_is_added_renamed_and_deleted_by_keys(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    look_at(view, "p3", "weeks")
    view._tell("p3")
    view.chart.setFocus()
    press(view, Qt.Key.Key_Insert)
    line = view.gestures.line
    assert line.isVisible()
    type_text(line, "初步验收")
    QTest.keyClick(line, Qt.Key.Key_Return)
    (made,) = desk.plan.owned("p3")
    assert desk.get(made, "title") == "初步验收"
    assert desk.get(made, "due") == date(2026, 9, 18)
    assert view.chart.milestone == made
    settled(qtbot, view)
    press(view, Qt.Key.Key_F2)
    assert line.text() == "初步验收"
    type_text(line, "竣工验收")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert desk.get(made, "title") == "竣工验收"
    assert view.chart.hasFocus()
    press(view, Qt.Key.Key_Delete)
    assert made not in desk.plan
    assert view.chart.milestone == ""
    desk.session.undo()
    assert desk.get(made, "title") == "竣工验收"
    # Given up, nothing is added.
    press(view, Qt.Key.Key_Insert)
    QTest.keyClick(line, Qt.Key.Key_Escape)
    assert list(desk.plan.owned("p3")) == [made]


def test_the_menu_of_a_place_offers_what_can_be_done_there(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    look_at(view, "p2", "months")
    menu = menu_of(qtbot, view, at(view, "p2", "left"))
    (new,) = [one for one in menu.actions() if one.text().startswith("New milestone on")]
    new.trigger()
    menu.close()
    line = view.gestures.line
    type_text(line, "中期检查")
    # To go elsewhere takes what was typed, as in every other line.
    view.tree.setFocus()
    titles = [desk.get(one, "title") for one in desk.plan.owned("p2")]
    assert sorted(map(str, titles)) == ["中期检查", "立项", "验收"]
    settled(qtbot, view)
    drawn, bar, y = view.chart.measured(), view.chart.bar("p2"), view.chart.y_of("p2")
    assert bar is not None
    assert y is not None
    mark = next(one for one in bar.diamonds if one.id == "m1")
    menu = menu_of(qtbot, view, view.chart.seen(drawn.diamond_at(mark, y)).toPoint())
    assert view.chart.milestone == "m1"
    (delete,) = [one for one in menu.actions() if one.text().startswith("Delete the milestone")]
    delete.trigger()
    menu.close()
    assert "m1" not in desk.plan


def menu_of(qtbot: QtBot, view: GanttView, place: QPoint) -> QMenu:
    """The menu that a click of the right button opens."""
    there = view.chart.viewport()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, there.mapToGlobal(place))
    QApplication.sendEvent(there, event)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in view.chart.findChildren(QMenu)))
    (menu,) = [one for one in view.chart.findChildren(QMenu) if one.isVisible()]
    return menu


def test_linking_is_given_up(desk: Desk, view: GanttView) -> None:
    desk.bridge.navigate.emit("p2", "")
    view.chart.setFocus()
    QTest.keyClick(view.chart, Qt.Key.Key_L)
    QTest.keyClick(view.chart, Qt.Key.Key_Down)
    QTest.keyClick(view.chart, Qt.Key.Key_Escape)
    assert desk.get("p3", "predecessors") is None
    assert "no critical chain" in view.foot.text()


def test_the_dialog_deletes_a_link(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    desk.bridge.apply(link_edits.wait_for(desk.plan, "p3", "p2", "FF", 5))
    settled(qtbot, view)
    assert view.model.bars is not None
    view.edit_link(view.model.bars.ties_of("p3")[0])
    (asked,) = view.findChildren(QDialog)
    assert isinstance(asked, ProjectLink)
    assert (asked.type.currentData(), asked.lag.value()) == ("FF", 5)
    QTest.mouseClick(asked.remove, Qt.MouseButton.LeftButton)
    assert desk.get("p3", "predecessors") is None


def test_choosing_goes_both_ways(desk: Desk, view: GanttView) -> None:
    visited: list[str] = []
    desk.bridge.navigate.connect(lambda id_, _field: visited.append(id_))
    view.tree.setFocus()
    assert visited == []
    view.chart.setFocus()
    desk.bridge.navigate.emit("m2", "")  # a milestone shows its project
    assert view.chart.current == "p2"
    QTest.keyClick(view.chart, Qt.Key.Key_Down)
    assert visited[-1] == "p3"
    QTest.keyClick(view.tree, Qt.Key.Key_Up)
    assert visited[-1] == "p2"
    QTest.mouseClick(view.chart.viewport(), Qt.MouseButton.LeftButton, pos=at(view, "p3", "left"))
    assert visited[-1] == "p3"
    assert view.model.node_at(view.tree.currentIndex()) is view.model.nodes["p3"]


def test_return_opens_the_project_at_its_start(desk: Desk, view: GanttView) -> None:
    desk.bridge.navigate.emit("p3", "")
    opened_at: list[tuple[str, str]] = []
    desk.bridge.navigate.connect(lambda id_, field: opened_at.append((id_, field)))
    QTest.keyClick(view.chart, Qt.Key.Key_Return)
    assert opened_at == [("p3", "start")]


# -- following ---------------------------------------------------------------------------------------------


def test_it_follows_edits_made_elsewhere(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    change = edits.add(
        desk.plan, "project", {"title": "新项目", "start": date(2027, 1, 1), "duration_days": 31}
    )
    desk.bridge.apply(change)
    id_ = change.operations[0].id
    qtbot.waitUntil(lambda: view.chart.bar(id_) is not None)
    bar = view.chart.bar(id_)
    assert bar is not None
    assert date.fromordinal(bar.last) == date(2027, 1, 31)
    assert view.model.visible[-1] == id_
    desk.bridge.apply(edits.delete(desk.plan, ["p1"]))
    qtbot.waitUntil(lambda: view.model.visible == [id_])


def test_folding_hides_rows_in_tree_and_chart(desk: Desk, view: GanttView) -> None:
    assert view.model.visible == ["p1", "p2", "p3"]
    view.tree.collapse(view.model.index_of("p1"))
    assert view.model.visible == ["p1"]
    assert view.chart.y_of("p2") is None
    view.refresh()
    assert not view.tree.isExpanded(view.model.index_of("p1"))
    view.apply_filter("数据平台")
    assert view.model.visible == ["p1", "p2"]
    view.apply_filter("")
    assert view.model.visible == ["p1"]


def test_rows_of_tree_and_chart_stand_beside_each_other(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    for n in range(60):
        desk.bridge.apply(edits.add(desk.plan, "project", {"title": f"项目{n}"}))
    qtbot.waitUntil(lambda: len(view.model.visible) == 63)
    for id_ in (view.model.visible[0], view.model.visible[40], view.model.visible[62]):
        desk.bridge.navigate.emit(id_, "")
        row = view.tree.visualRect(view.model.index_of(id_))
        inside = view.tree.viewport().mapTo(view, row.topLeft()).y()
        y = view.chart.y_of(id_)
        assert y is not None
        beside = view.chart.viewport().mapTo(view, view.chart.seen(QPointF(0, y)).toPoint()).y()
        assert inside == beside
        assert row.height() == view.chart.sizes.row


def test_a_version_is_shown_behind_and_told(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    desk.session.name_version("报批稿")
    desk.bridge.versions_changed.emit()
    desk.bridge.apply(edits.reschedule(desk.plan, "p3", date(2026, 6, 11), date(2026, 9, 28)))
    view.bar.versions.setCurrentIndex(view.bar.versions.findData("报批稿"))
    view.bar.versions.activated.emit(view.bar.versions.currentIndex())
    settled(qtbot, view)
    was = view.chart.look.baseline["p3"]
    assert date.fromordinal(was[0]) == date(2026, 6, 1)
    assert any("2026-06-01 – 2026-09-18 (+10 days)" in line for line in view._about("p3"))
    view.grab()


def test_what_breaks_the_order_is_marked_in_place(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    desk.bridge.apply(link_edits.wait_for(desk.plan, "p3", "p2"))
    qtbot.waitUntil(lambda: view.chart.look.severity.get("p3") == "error")
    settled(qtbot, view)
    assert view.model.bars is not None
    (tie,) = view.model.bars.ties_of("p3")
    assert tie.lacking == (P2_END - date(2026, 6, 1)).days + 1
    assert view.foot.text() == "Critical chain: P-002 公共数据平台 → P-003 城市大脑"
    said = view._about("p3")
    assert any("too early" in line for line in said)
    view.chart.fit()
    view.grab()


def test_words_for_screen_readers(desk: Desk, view: GanttView) -> None:
    desk.bridge.navigate.emit("p3", "")
    said = view.chart.accessibleDescription()
    assert said.startswith("P-003 城市大脑; 2026-06-01 – 2026-09-18, 79 working days")
    assert "2026: 500 万元" in view.band.accessibleDescription()


def test_without_projects_it_says_what_to_do(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    desk.bridge.apply(edits.delete(desk.plan, ["p1"]))
    qtbot.waitUntil(view.empty.isVisible)
    assert "no projects yet" in view.empty.text()
    QTest.mouseClick(view.begin, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not view.empty.isVisible())
    assert len(desk.plan.all(Project)) == 1


def test_zooming_keeps_the_day_under_the_mouse(view: GanttView) -> None:
    view.choose_scale("months")
    view.chart.show_day(date(2027, 3, 1).toordinal())
    chart = view.chart
    day = chart.scale.day(chart.place(QPointF(300, 0)).x())
    chart.zoom(chart.scale.step * 3, 300)
    assert abs(chart.scale.day(chart.place(QPointF(300, 0)).x()) - day) <= 1
    for name in ("days", "weeks", "months", "quarters", "years"):
        view.choose_scale(name)
        assert view.bar.scale.currentData() == name
        view.grab()


def test_language_theme_and_parts(qtbot: QtBot, desk: Desk, view: GanttView) -> None:
    high = view.chart.sizes.row
    for action in view.bar.parts.values():
        action.setChecked(False)
    assert view.chart.sizes.row < high
    assert not view.band.isVisible()
    desk.bridge.theme_changed.emit()
    desk.bridge.language_changed.emit()
    view.grab()


# -- paper -------------------------------------------------------------------------------------------------


def test_it_is_written_as_pdf_svg_and_png(desk: Desk, view: GanttView, tmp_path: Path) -> None:
    drawn = drawing_of(view)
    assert drawn is not None
    for kind, begins in (("svg", b"<?xml"), ("png", b"\x89PNG"), ("csv", b"\xef\xbb\xbf")):
        path = tmp_path / f"chart.{kind}"
        assert write(desk.bridge, drawn, path)
        assert path.read_bytes().startswith(begins)
        assert path.stat().st_size > (100 if kind == "csv" else 4000)
    pages = view.printout()
    assert pages is not None
    assert pdf(pages).startswith(b"%PDF")


def test_a_long_chart_goes_over_pages(qtbot: QtBot, desk: Desk, view: GanttView, tmp_path: Path) -> None:
    from workbench.ui.views.gantt_paper import GanttPrintout, cut

    for n in range(70):
        desk.bridge.apply(edits.add(desk.plan, "project", {"title": f"项目{n}", "start": date(2026, 1, 1)}))
    settled(qtbot, view)
    view.choose_scale("weeks")
    drawn = drawing_of(view)
    assert drawn is not None
    from PySide6.QtCore import QSizeF

    size = QSizeF(1500, 1000)
    one, several = cut(drawn, size, one_across=True), cut(drawn, size, one_across=False)
    assert one.across == 1
    assert several.across > 5
    assert one.down == several.down > 3
    assert one.down * one.rows >= 73
    data = pdf(GanttPrintout(drawn, "A4"))
    assert data.count(b"/Type /Page\n") > 3


def test_a_refused_file_is_told_and_nothing_is_left(desk: Desk, view: GanttView, tmp_path: Path) -> None:
    drawn = drawing_of(view)
    assert drawn is not None
    assert not write(desk.bridge, drawn, tmp_path / "no folder" / "a.svg")
    assert desk.told[-1][0] == "error"


def test_too_many_rows_for_a_picture(qtbot: QtBot, desk: Desk, view: GanttView, tmp_path: Path) -> None:
    drawn = drawing_of(view)
    assert drawn is not None
    many = drawn._replace(rows=drawn.rows * 400)
    path = tmp_path / "a.png"
    assert not write(desk.bridge, many, path)
    assert "PDF" in desk.told[-1][1]
    assert not path.exists()


# -- in the window -----------------------------------------------------------------------------------------


def test_it_is_a_view_of_the_window(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "view.show.gantt")
    (view,) = window.findChildren(GanttView)
    qtbot.waitUntil(view.isVisible)
    qtbot.waitUntil(lambda: bool(view.model.visible))
    id_ = view.model.visible[0]
    QTest.mouseClick(view.chart.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(300, 110))
    assert window.workspace.outline.current()[0] == view.chart.current != ""
    window.bridge.navigate.emit(id_, "")
    assert view.chart.current == id_


def test_a_large_plan_follows_beside_the_window(qtbot: QtBot, tmp_path: Path) -> None:
    """Bars move at once; what follows from it is worked out in the background."""
    from tests.plans import sound_elements
    from workbench.session.session import Session
    from workbench.ui.bridge import Bridge

    path = tmp_path / "large.workbench"
    with Session.create(path) as made:
        made.import_plan(sound_elements(4500))
    with Session.open(path) as session:
        plan = session.open_plan("plan")
        assert plan is not None
        bridge = Bridge(session)
        view = GanttView(bridge, today=TODAY)
        qtbot.addWidget(view)
        view.show()
        qtbot.waitUntil(lambda: view.model.bars is not None)
        bridge.apply(edits.reschedule(plan, "p3-1", date(2026, 3, 1), date(2028, 6, 30)))
        bar = view.chart.bar("p3-1")
        assert bar is not None
        assert date.fromordinal(bar.last) == date(2028, 6, 30)
        before = view.model.bars
        qtbot.waitUntil(lambda: view.model.bars is not before and bridge.background.is_idle)
        assert view.model.bars is not None
        (tie,) = view.model.bars.ties_of("p3-1")
        assert tie.lacking > 500
        bridge.close()
