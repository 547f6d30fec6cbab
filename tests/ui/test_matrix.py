"""The link matrix as a person uses it: by mouse, by keys, with filters, following the plan."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from tests.ui.opened import Desk, opened
from tests.ui.windows import settle, trigger
from workbench import i18n
from workbench.analysis.links import PAIRINGS, Matrix
from workbench.plan import edits
from workbench.plan.elements import Element, Goal, PlanHead, Project
from workbench.plan.ids import spread
from workbench.plan.record import Record
from workbench.plan.records import GoalLink, IndicatorLink
from workbench.session.session import Session
from workbench.ui.bridge import Bridge
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views import matrix_table
from workbench.ui.views.graph import GraphView
from workbench.ui.views.matrix import MatrixView

GOALS_PROJECTS, GOALS_INDICATORS, PROJECTS_INDICATORS = PAIRINGS


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> MatrixView:
    made = MatrixView(desk.bridge)
    qtbot.addWidget(made)
    made.resize(800, 700)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.table.hasFocus)
    return made


def matrix_of(view: MatrixView) -> Matrix:
    assert view.model.matrix is not None
    return view.model.matrix


def middle(view: MatrixView, row: str, column: str) -> QPoint:
    """Where two elements meet, scrolled into sight."""
    matrix = matrix_of(view)
    index = view.model.index(matrix.row_of[row], matrix.column_of[column])
    view.table.scrollTo(index)
    return view.table.visualRect(index).center()


def click(
    view: MatrixView, row: str, column: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    at = middle(view, row, column)
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, keys, at)


def go(view: MatrixView, row: str, column: str) -> None:
    matrix = matrix_of(view)
    view.table.choose(matrix.row_of[row], matrix.column_of[column])
    view.table.setFocus()


# -- linking -----------------------------------------------------------------------------------------------


def test_a_click_links_and_a_click_on_a_link_takes_nothing_away(view: MatrixView, desk: Desk) -> None:
    click(view, "g3", "p3")
    assert desk.get("p3", "goals") == (GoalLink(goal="g3"),)
    click(view, "g3", "p3")
    assert desk.get("p3", "goals") == (GoalLink(goal="g3"),)
    click(view, "g4", "p3", Qt.KeyboardModifier.ControlModifier)
    assert desk.get("p3", "goals") == (GoalLink(goal="g3"),)
    assert view.table.chosen_pairs() == [("g4", "p3")]
    assert desk.steps() == ["Link {name} with {other}"]
    view.grab()


def test_new_links_take_the_role_chosen_for_them(view: MatrixView, desk: Desk) -> None:
    view.bar.new_role.setCurrentIndex(view.bar.new_role.findData("primary"))
    click(view, "g3", "p3")
    assert desk.get("p3", "goals") == (GoalLink(goal="g3", role="primary"),)


def test_dragging_over_cells_links_them_in_one_step(view: MatrixView, desk: Desk) -> None:
    port = view.table.viewport()
    first, last = middle(view, "g1", "p1"), middle(view, "g3", "p2")
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, first)
    QTest.mouseMove(port, last)
    port.grab()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, last)
    assert [link.goal for link in desk.get("p1", "goals")] == ["g1", "g2", "g3"]  # type: ignore[attr-defined]
    # The link that was there keeps its role.
    assert desk.get("p2", "goals") == (
        GoalLink(goal="g2", role="primary"),
        GoalLink(goal="g1"),
        GoalLink(goal="g3"),
    )
    assert desk.steps() == ["Make {count} links"]
    desk.session.undo()
    assert desk.get("p1", "goals") is None
    assert matrix_of(view).at("g1", "p1") is None


def test_a_row_dragged_onto_a_column_links_them(view: MatrixView, desk: Desk) -> None:
    table, matrix = view.table, matrix_of(view)
    row, column = matrix.row_of["g4"], matrix.column_of["p3"]
    beside, across = table.beside, table.across
    here = QPoint(20, beside.sectionViewportPosition(row) + 5)
    there = across.viewport().mapToGlobal(QPoint(across.sectionViewportPosition(column) + 5, 20))
    QTest.mousePress(beside.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, here)
    QTest.mouseMove(beside.viewport(), beside.viewport().mapFromGlobal(there))
    assert across.target == column
    QTest.mouseRelease(
        beside.viewport(),
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        beside.viewport().mapFromGlobal(there),
    )
    assert desk.get("p3", "goals") == (GoalLink(goal="g4"),)
    assert across.target == -1


def test_arrows_move_space_links_and_unlinks(view: MatrixView, desk: Desk) -> None:
    go(view, "g1", "p1")
    QTest.keyClick(view.table, Qt.Key.Key_Down)
    QTest.keyClick(view.table, Qt.Key.Key_Right)
    assert view.table.chosen_pairs() == [("g2", "p2")]
    QTest.keyClick(view.table, Qt.Key.Key_Space)
    assert desk.get("p2", "goals") is None
    QTest.keyClick(view.table, Qt.Key.Key_Space)
    assert desk.get("p2", "goals") == (GoalLink(goal="g2"),)
    # Several at once: all are linked, then none.
    QTest.keyClick(view.table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.table.chosen_pairs() == [("g2", "p2"), ("g3", "p2")]
    QTest.keyClick(view.table, Qt.Key.Key_Space)
    assert len(desk.get("p2", "goals")) == 2  # type: ignore[arg-type]
    QTest.keyClick(view.table, Qt.Key.Key_Delete)
    assert desk.get("p2", "goals") is None


def test_the_role_is_said_by_a_figure_or_after_enter(view: MatrixView, desk: Desk) -> None:
    go(view, "g2", "p2")
    QTest.keyClick(view.table, Qt.Key.Key_2)
    assert desk.get("p2", "goals") == (GoalLink(goal="g2", role="supporting"),)
    QTest.keyClick(view.table, Qt.Key.Key_0)
    assert desk.get("p2", "goals") == (GoalLink(goal="g2"),)
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    role = view.strip.fields["role"]
    assert isinstance(role, QComboBox)
    assert role.hasFocus()
    QTest.keyClick(role, Qt.Key.Key_Down)
    assert desk.get("p2", "goals") == (GoalLink(goal="g2", role="primary"),)
    QTest.keyClick(role, Qt.Key.Key_Return)
    assert view.table.hasFocus()


def test_contribution_and_year_are_said_after_enter(view: MatrixView, desk: Desk) -> None:
    view.show_pairing(PROJECTS_INDICATORS)
    go(view, "p2", "i1")
    # Enter on an empty cell links first.
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert desk.get("p2", "indicators") == (IndicatorLink(indicator="i1"),)
    said = view.strip.fields["contribution"]
    assert isinstance(said, QLineEdit)
    assert said.hasFocus()
    QTest.keyClicks(said, "many")
    QTest.keyClick(said, Qt.Key.Key_Return)
    assert view.strip.wrong.isVisible()
    said.selectAll()
    QTest.keyClicks(said, "12.5")
    QTest.keyClick(said, Qt.Key.Key_Return)
    assert view.table.hasFocus()
    assert desk.get("p2", "indicators") == (IndicatorLink(indicator="i1", contribution=Decimal("12.5")),)
    index = view.table.currentIndex()
    assert "Contribution 12.5" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    view.grab()
    # A digit on the cell begins another one.
    QTest.keyClick(view.table, Qt.Key.Key_7)
    assert said.text() == "7"
    QTest.keyClick(said, Qt.Key.Key_Escape)
    assert said.text() == "12.5"
    assert view.table.hasFocus()
    year = view.strip.fields["year"]
    assert isinstance(year, QLineEdit)
    year.setFocus()
    QTest.keyClicks(year, "2028")
    # What is still being typed is not lost when something else happens.
    view.flush()
    assert desk.get("p2", "indicators") == (
        IndicatorLink(indicator="i1", contribution=Decimal("12.5"), year=2028),
    )


def test_a_mere_link_has_nothing_to_be_said(view: MatrixView, desk: Desk) -> None:
    view.show_pairing(GOALS_INDICATORS)
    click(view, "g3", "i1")
    assert desk.get("i1", "goals") == ("g2", "g3")
    assert view.strip.fields == {}
    QTest.mouseClick(view.strip.button, Qt.MouseButton.LeftButton)
    assert desk.get("i1", "goals") == ("g2",)


def test_a_library_that_cannot_be_written_is_only_looked_at(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(tmp_path, read_only=True) as desk:
        view = MatrixView(desk.bridge)
        qtbot.addWidget(view)
        view.show()
        qtbot.waitExposed(view)
        click(view, "g3", "p3")
        QTest.keyClick(view.table, Qt.Key.Key_Space)
        assert desk.get("p3", "goals") is None
        assert not view.strip.button.isEnabled()
        assert desk.told == []


def test_too_many_cells_at_once_are_refused(
    view: MatrixView, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matrix_table, "MOST_CELLS", 4)
    go(view, "g1", "p1")
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        QTest.keyClick(view.table, key, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(view.table, Qt.Key.Key_Space)
    assert "Nothing was done" in view.strip.state.text()
    QTest.keyClick(view.table, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(view.table.selectedIndexes()) == 6
    assert desk.steps() == []


# -- gaps, groups and filters ------------------------------------------------------------------------------


def test_gaps_are_marked_counted_and_gone_to(view: MatrixView, desk: Desk) -> None:
    # Of the goals g3 and g4 have no project; p3 serves no goal.
    matrix = matrix_of(view)
    assert [line.id for line in matrix.rows if line.id and matrix.has_gap(line.id)] == ["g3", "g4"]
    assert "3 gaps" in view.bar.said.text()
    told = view.model.headerData(
        matrix.row_of["g4"], Qt.Orientation.Vertical, Qt.ItemDataRole.AccessibleTextRole
    )
    assert told.endswith("No project serves it")
    go(view, "g1", "p1")
    QTest.mouseClick(view.bar.next_gap, Qt.MouseButton.LeftButton)
    assert view.table.chosen_pairs()[0][0] == "g3"
    click(view, "g3", "p3")
    assert "1 gap" in view.bar.said.text()
    assert not matrix_of(view).has_gap("g3")
    view.bar.only_gaps.click()
    assert [line.id for line in matrix_of(view).rows if line.id] == ["g4"]
    view.table.grab()


def test_filters_narrow_rows_and_columns(qtbot: QtBot, view: MatrixView) -> None:
    QTest.keyClicks(view.bar.rows_filter, "nothing is called so")
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.empty)
    assert matrix_of(view).rows == []
    assert "filters" in view.empty.text()
    view.bar.rows_filter.setText("ywtg")
    view.bar.columns_filter.setText("P-003")
    qtbot.waitUntil(lambda: view.stack.currentWidget() is view.table)
    qtbot.waitUntil(lambda: [line.id for line in matrix_of(view).columns if line.id] == ["p3"])
    assert [line.id for line in matrix_of(view).rows if line.id] == ["g3"]


def test_groups_stand_under_the_problems_and_fold(view: MatrixView, desk: Desk) -> None:
    desk.bridge.apply(edits.set_field(desk.plan, "g4", "domains", ("industry",)))
    rows = matrix_of(view).rows
    assert [(line.group, line.id) for line in rows[:2]] == [("industry", ""), ("industry", "g4")]
    view.table.choose(0, 1)
    QTest.keyClick(view.table, Qt.Key.Key_Space)
    assert [line.id for line in matrix_of(view).rows] == ["", "", "g1", "g2", "g3"]
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert matrix_of(view).rows[1].id == "g4"
    beside = view.table.beside
    at = QPoint(30, beside.sectionViewportPosition(0) + 5)
    QTest.mouseClick(beside.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert [line.id for line in matrix_of(view).rows] == ["", "", "g1", "g2", "g3"]
    view.bar.problem.setCurrentIndex(view.bar.problem.findData("industry"))
    view.apply_filter()
    assert [line.group for line in matrix_of(view).rows] == ["industry"]


def test_of_many_cells_only_those_in_sight_are_drawn(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "many.workbench"
    many: list[Element] = [PlanHead(id="plan", position="i", title="示例")]
    keys = spread(2_000)
    many += [Goal(id=f"g{n}", position=keys[n], title=f"目标{n}") for n in range(500)]
    many += [
        Project(id=f"p{n}", position=keys[n], title=f"项目{n}", goals=(GoalLink(goal=f"g{n % 500}"),))
        for n in range(2_000)
    ]
    with Session.create(path) as made:
        made.import_plan(many)
    with Session.open(path) as session:
        session.open_plan("plan")
        bridge = Bridge(session)
        view = MatrixView(bridge)
        qtbot.addWidget(view)
        view.resize(1000, 700)
        view.show()
        qtbot.waitExposed(view)
        assert view.model.rowCount() == 501
        assert view.model.columnCount() == 2_001
        asked: list[str] = []
        real = Matrix.of_row

        def of_row(self: Matrix, row: str) -> dict[str, tuple[Record, ...]]:
            asked.append(row)
            return real(self, row)

        monkeypatch.setattr(Matrix, "of_row", of_row)
        view.table.verticalScrollBar().setValue(9_000)
        view.table.horizontalScrollBar().setValue(30_000)
        view.table.viewport().grab()
        asked.clear()
        view.table.viewport().grab()
        in_sight = view.table.viewport().height() // view.table.beside.defaultSectionSize() + 2
        assert 5 < len(asked) <= in_sight
        bridge.close()


# -- following ---------------------------------------------------------------------------------------------


def test_it_follows_the_plan_and_the_selection_and_tells_its_own(
    qtbot: QtBot, view: MatrixView, desk: Desk
) -> None:
    desk.bridge.navigate.emit("p3", "")
    assert view.table.chosen_pairs()[0][1] == "p3"
    desk.bridge.apply(edits.add(desk.plan, "goal", {"title": "新目标"}))
    assert matrix_of(view).rows[-1].id == desk.plan.of_kind("goal")[-1].id
    assert view.table.chosen_pairs()[0][1] == "p3"
    visited: list[tuple[str, str]] = []
    desk.bridge.navigate.connect(lambda id_, field: visited.append((id_, field)))
    go(view, "g2", "p2")
    qtbot.waitUntil(lambda: visited == [("p2", "")])
    beside = view.table.beside
    at = QPoint(60, beside.sectionViewportPosition(matrix_of(view).row_of["g3"]) + 5)
    QTest.mouseClick(beside.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert visited[-1] == ("g3", "")
    desk.bridge.apply(edits.delete(desk.plan, ["g3"]))
    assert "g3" not in matrix_of(view).row_of
    view.hide()
    desk.bridge.apply(edits.link(desk.plan, "p3", "goals", "g4"))
    view.show()
    assert matrix_of(view).at("g4", "p3") == (GoalLink(goal="g4"),)
    desk.session.open_plan(None)
    qtbot.waitUntil(lambda: view.model.matrix is None)
    view.grab()


def test_it_goes_where_others_went_while_it_was_out_of_sight(view: MatrixView, desk: Desk) -> None:
    go(view, "g2", "p2")
    view.hide()
    desk.bridge.navigate.emit("p3", "")
    view.show()
    assert view._place()[1] == "p3"


def test_without_elements_it_says_what_to_do(view: MatrixView, desk: Desk) -> None:
    desk.bridge.apply(edits.delete(desk.plan, ["i1"]))
    view.show_pairing(GOALS_INDICATORS)
    assert view.stack.currentWidget() is view.empty
    assert "Indicators" in view.empty.text()
    assert "Ctrl+1" in view.empty.text()


def test_it_speaks_chinese_too(view: MatrixView, desk: Desk) -> None:
    i18n.speak("zh")
    try:
        desk.bridge.language_changed.emit()
        assert view.bar.chips["goals_projects"].text() == "目标 × 项目"
        assert "处缺口" in view.bar.said.text()
    finally:
        i18n.speak("en")


def test_in_the_window_a_link_is_made_and_taken_back(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "view.show.matrix")
    view = window.workspace.middle.current
    assert isinstance(view, MatrixView)
    qtbot.waitUntil(view.table.hasFocus)
    matrix = matrix_of(view)
    row, column = next(
        (row.id, column.id)
        for row in matrix.rows
        for column in matrix.columns
        if row.id and column.id and matrix.at(row.id, column.id) is None
    )
    go(view, row, column)
    QTest.keyClick(view.table, Qt.Key.Key_Space)
    assert matrix.at(row, column) is not None
    settle(qtbot, window)
    trigger(window, "edit.undo")
    assert matrix.at(row, column) is None
    trigger(window, "view.show.graph")
    graph = window.workspace.middle.current
    assert isinstance(graph, GraphView)
    qtbot.waitUntil(graph.canvas.hasFocus)
    window.bridge.navigate.emit(row, "")
    assert row in graph.canvas.lit
    # Another plan: nothing of the one before is left.
    window.plans.open("sample-city-2026")
    settle(qtbot, window)
    assert graph.chosen == ""
    assert len(graph.shown.ids) > 50
    trigger(window, "view.show.matrix")
    assert row not in matrix_of(view).row_of or view.model.matrix is not matrix
    window.grab()


# -- size --------------------------------------------------------------------------------------------------


def test_cells_are_made_larger_and_smaller_and_stay_so(qtbot: QtBot, desk: Desk, view: MatrixView) -> None:
    table = view.table
    usual = table.beside.defaultSectionSize()
    QTest.keyClick(table, Qt.Key.Key_Plus)
    assert table.beside.defaultSectionSize() == table.across.defaultSectionSize() > usual
    assert view.bar.usual.text() == "120 %"
    for _ in range(9):
        QTest.mouseClick(view.bar.smaller, Qt.MouseButton.LeftButton)
    smallest = table.beside.defaultSectionSize()
    assert 4 <= smallest < usual / 2
    view.grab()
    QTest.keyClick(table, Qt.Key.Key_F)
    assert table.beside.defaultSectionSize() == usual
    at = middle(view, "g2", "p2")
    turn = QWheelEvent(
        QPointF(at),
        QPointF(table.viewport().mapToGlobal(at)),
        QPoint(),
        QPoint(0, 240),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(table.viewport(), turn)
    assert desk.bridge.settings.matrix_zoom == table.percent == 144
    # Links are made where the cells are now.
    click(view, "g3", "p3")
    assert desk.get("p3", "goals") == (GoalLink(goal="g3"),)
    again = MatrixView(desk.bridge)
    qtbot.addWidget(again)
    assert again.table.percent == 144
    assert again.bar.usual.text() == "144 %"
