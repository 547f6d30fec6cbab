"""The window of coverage and trend, as a person uses it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTableWidget, QTableWidgetItem
from pytestqt.qtbot import QtBot

from tests.ui.windows import dialog, notices, plan_of, settle, trigger
from workbench.plan import edits
from workbench.ui.dialogs.overview import Overview
from workbench.ui.dialogs.version import SaveVersion
from workbench.ui.mainwindow import MainWindow
from workbench.ui.models.coverage import CELL, WEAKEST


def opened(qtbot: QtBot, window: MainWindow, command: str) -> Overview:
    settle(qtbot, window)
    trigger(window, command)
    overview = window.overview
    qtbot.waitUntil(overview.isVisible)
    settle(qtbot, window)
    return overview


def save_version(qtbot: QtBot, window: MainWindow, name: str) -> None:
    """Save a version by the dialog."""
    trigger(window, "plan.version")
    asked = next(one for one in window.findChildren(SaveVersion) if one.isVisible())
    asked.name.setText(name)
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    settle(qtbot, window)


# -- versions and trend ------------------------------------------------------------------------------------


def test_a_version_is_saved_shown_in_the_history_and_forgotten(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "plan.version")
    asked = dialog(window)
    assert isinstance(asked, SaveVersion)
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert "name" in asked.wrong.text()
    QTest.keyClicks(asked.name, "Draft for comment")
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert [one.name for one in window.bridge.session.versions()] == ["Draft for comment"]
    assert any("version was saved" in one for one in notices(window))
    history = window.workspace.history
    window.workspace.bring_up("history")
    qtbot.waitUntil(lambda: bool(history.model.versions))
    spoken = history.model.data(history.model.index(0), Qt.ItemDataRole.AccessibleTextRole)
    assert "version Draft for comment" in spoken
    history.list.grab()
    history.forget_version("Draft for comment")
    assert window.bridge.session.versions() == []
    qtbot.waitUntil(lambda: not history.model.versions)


def test_without_versions_the_trend_says_how_to_save_one(qtbot: QtBot, window: MainWindow) -> None:
    overview = opened(qtbot, window, "check.trend")
    qtbot.waitUntil(lambda: overview.trend.table.rowCount() == 1)
    assert "No version has been saved yet" in overview.trend.said.text()
    QTest.mouseClick(overview.trend.save, Qt.MouseButton.LeftButton)
    asked = next(one for one in window.findChildren(SaveVersion) if one.isVisible())
    asked.reject()


def test_the_trend_shows_the_versions_and_now(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    save_version(qtbot, window, "First")
    window.bridge.apply(edits.add(plan_of(window), "indicator", {"name": "Without anything"}))
    overview = opened(qtbot, window, "check.trend")
    table = overview.trend.table
    qtbot.waitUntil(lambda: table.rowCount() == 2)
    names = [cell_of(table, row, 0).text() for row in range(2)]
    assert names == ["First", "Now"]
    now = window.bridge.session.checker.verdicts()["checkable"]
    assert cell_of(table, 1, 5).text() == f"{now.score:.1f} %"
    spoken = cell_of(table, 1, 5).data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith(cell_of(table, 1, 5).text())
    assert len(spoken) > len(cell_of(table, 1, 5).text())
    overview.trend.chart.grab()
    assert "Now" in overview.trend.chart.accessibleDescription()
    # A mark says what it stands for, and a click goes to its version.
    chart = overview.trend.chart
    assert table.currentRow() == 1
    at = chart.place_of("checkable", 0)
    assert chart.said_at(at).startswith("Checkable, First, ")
    assert chart.said_at(QPointF(1, 1)) == ""
    QTest.mouseClick(chart, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at.toPoint())
    assert table.currentRow() == 0
    # It follows while it is open.
    trigger(window, "edit.undo")
    settle(qtbot, window)
    qtbot.waitUntil(lambda: cell_of(table, 1, 5).text() == cell_of(table, 0, 5).text())


def cell_of(table: QTableWidget, row: int, column: int) -> QTableWidgetItem:
    item = table.item(row, column)
    assert item is not None
    return item


def test_from_one_page_to_the_other_by_the_menus_shortcuts(qtbot: QtBot, window: MainWindow) -> None:
    overview = opened(qtbot, window, "check.coverage")
    qtbot.waitUntil(overview.isActiveWindow)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(overview, Qt.Key.Key_T, both)
    assert overview.tabs.currentWidget() is overview.trend
    QTest.keyClick(overview, Qt.Key.Key_K, both)
    assert overview.tabs.currentWidget() is overview.coverage


# -- coverage ----------------------------------------------------------------------------------------------


def test_the_coverage_names_the_weakest_cell_and_lists_its_elements(qtbot: QtBot, window: MainWindow) -> None:
    overview = opened(qtbot, window, "check.coverage")
    page = overview.coverage
    qtbot.waitUntil(lambda: page.model.coverage is not None)
    found = page.model.coverage
    assert found is not None
    assert found.weakest is not None
    index = page.model.place(found.weakest)
    assert page.table.currentIndex() == index
    assert index.data(WEAKEST)
    assert "the weakest cell" in index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert page.members.ids[: len(found.weakest.goals)] == list(found.weakest.goals)
    page.table.grab()
    visited = []
    window.bridge.navigate.connect(lambda id_, _field: visited.append(id_))
    page.elements.setCurrentIndex(page.members.index(0))
    QTest.keyClick(page.elements, Qt.Key.Key_Return)
    assert visited == [page.members.ids[0]]


def test_the_findings_of_a_cell_are_shown(qtbot: QtBot, window: MainWindow) -> None:
    overview = opened(qtbot, window, "check.coverage")
    page = overview.coverage
    qtbot.waitUntil(lambda: page.model.coverage is not None)
    ids = set(page.members.ids)
    QTest.mouseClick(page.findings, Qt.MouseButton.LeftButton)
    panel = window.workspace.findings
    shown = [row.finding for row in panel.model.rows if row.finding is not None]
    assert shown
    assert {one.id for one in shown} <= ids
    assert panel.only.isVisible()
    everything = len(window.bridge.session.checker.findings())
    QTest.mouseClick(panel.only, Qt.MouseButton.LeftButton)
    assert len([row for row in panel.model.rows if row.finding is not None]) == everything


def test_the_cells_are_gone_through_by_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    overview = opened(qtbot, window, "check.coverage")
    page = overview.coverage
    qtbot.waitUntil(lambda: page.model.coverage is not None)
    page.table.setCurrentIndex(page.model.index(0, 0))
    QTest.keyClick(page.table, Qt.Key.Key_Right)
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    cell = page.table.currentIndex().data(CELL)
    assert page.cell_name.text().endswith("Enterprises")
    assert page.members.ids == [*cell.goals, *cell.projects, *cell.indicators, *cell.parts]


def test_the_coverage_follows_the_plan(qtbot: QtBot, window: MainWindow) -> None:
    overview = opened(qtbot, window, "check.coverage")
    page = overview.coverage
    qtbot.waitUntil(lambda: page.model.coverage is not None)
    goal = edits.add(
        plan_of(window), "goal", {"title": "清洁能源", "domains": ("environment",), "subjects": ("citizen",)}
    )
    window.bridge.apply(goal)
    id_ = goal.operations[0].id

    def there() -> bool:
        found = page.model.coverage
        cell = found.cell("environment", "citizen") if found is not None else None
        return cell is not None and id_ in cell.goals

    qtbot.waitUntil(there)
    window.bridge.session.open_plan(None)
    qtbot.waitUntil(lambda: not overview.isVisible())
