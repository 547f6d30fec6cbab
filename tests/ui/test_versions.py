"""The versions of a plan as a person uses them: compared, looked back upon, restored."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.windows import notices, plan_of, press_notice, settle, trigger
from workbench.i18n import speak
from workbench.plan import edits
from workbench.session.versions import of_version
from workbench.ui.dialogs.moment import LookBack, Restore
from workbench.ui.dialogs.new_plan import NewPlan
from workbench.ui.dialogs.version import SaveVersion
from workbench.ui.mainwindow import MainWindow
from workbench.ui.models.difference import Row, read_out
from workbench.ui.views.registry import VIEWS
from workbench.ui.views.versions import VersionsView


def shown(qtbot: QtBot, window: MainWindow) -> VersionsView:
    trigger(window, "plan.versions")
    view = window.workspace.middle.views["versions"]
    assert isinstance(view, VersionsView)
    compared(qtbot, window, view)
    return view


def compared(qtbot: QtBot, window: MainWindow, view: VersionsView) -> None:
    """Wait until the comparison is that of the plan as it is."""
    qtbot.waitUntil(lambda: not view._stale and not view.is_comparing and view.isVisible())
    settle(qtbot, window)


def retitle(window: MainWindow, title: str, kind: str = "goal") -> str:
    element = plan_of(window).of_kind(kind)[0]
    window.bridge.apply(edits.rename(plan_of(window), element.id, title))
    return element.id


@pytest.fixture
def worked(qtbot: QtBot, window: MainWindow) -> MainWindow:
    """A plan with a version, and three edits after it."""
    settle(qtbot, window)
    window.bridge.session.name_version("送审稿", "报市政府")
    retitle(window, "新的目标")
    plan = plan_of(window)
    window.bridge.apply(edits.add(plan, "risk", {"title": "资金风险"}))
    window.bridge.apply(edits.delete(plan_of(window), [plan.of_kind("indicator")[-1].id]))
    return window


def rows(view: VersionsView) -> list[Row]:
    return view.model.rows


def read(view: VersionsView) -> list[str]:
    return [read_out(row) for row in rows(view)]


def test_the_newest_version_is_compared_with_today(qtbot: QtBot, worked: MainWindow) -> None:
    view = shown(qtbot, worked)
    assert view.list.count() == 2
    assert "报市政府" in view.list.item(1).text()
    assert "1 added, 1 deleted" in view.said.text()
    said = read(view)
    assert any(one.startswith("Changed: ") and "新的目标" in one for one in said)
    assert "Added: R-001 资金风险" in said or any("资金风险" in one for one in said)
    assert any(one.startswith("Title: from") and one.endswith("to 新的目标") for one in said)
    view.grab()


def test_it_follows_edits_while_it_is_seen(qtbot: QtBot, worked: MainWindow) -> None:
    view = shown(qtbot, worked)
    trigger(worked, "edit.undo")
    qtbot.waitUntil(lambda: not any(one.startswith("Deleted") for one in read(view)))


def test_the_list_is_filtered_by_words_kind_and_what_became(qtbot: QtBot, worked: MainWindow) -> None:
    view = shown(qtbot, worked)
    view.filter.setText("资金")
    assert view.model.shown == 1
    assert "1 shown by the filter" in view.said.text()
    view.filter.setText("nothing at all")
    assert view.empty.isVisible()
    assert "filter" in view.empty.text()
    view.filter.clear()
    view.what.setCurrentIndex(view.what.findData("deleted"))
    assert {row.paragraph.what for row in rows(view) if row.paragraph is not None} == {"deleted"}
    view.what.setCurrentIndex(0)
    view.kind.setCurrentIndex(view.kind.findData("goal"))
    assert {row.kind for row in rows(view)} == {"goal"}


def test_enter_goes_to_the_element_and_its_field(qtbot: QtBot, worked: MainWindow) -> None:
    view = shown(qtbot, worked)
    at = next(number for number, row in enumerate(rows(view)) if row.line is not None)
    view.differences.setFocus()
    went: list[tuple[str, str]] = []
    worked.bridge.navigate.connect(lambda id_, field: went.append((id_, field)))
    view.differences.setCurrentIndex(view.model.index(at, 0))
    assert worked.workspace.middle.key == "versions"
    QTest.keyClick(view.differences, Qt.Key.Key_Return)
    goal = plan_of(worked).of_kind("goal")[0].id
    assert went[-1] == (goal, "title")
    assert worked.workspace.middle.key == "form"


def test_what_is_gone_cannot_be_gone_to(qtbot: QtBot, worked: MainWindow) -> None:
    view = shown(qtbot, worked)
    at = next(
        number
        for number, row in enumerate(rows(view))
        if row.paragraph is not None and row.paragraph.what == "deleted"
    )
    view.differences.setCurrentIndex(view.model.index(at, 0))
    assert not view.go.isEnabled()
    before = len(rows(view))
    view.differences.setFocus()
    QTest.keyClick(view.differences, Qt.Key.Key_Right)
    assert len(rows(view)) > before
    view.differences.grab()
    QTest.keyClick(view.differences, Qt.Key.Key_Left)
    assert len(rows(view)) == before
    QTest.keyClick(view.differences, Qt.Key.Key_End)
    assert view.differences.currentIndex().row() == before - 1
    QTest.keyClick(view.differences, Qt.Key.Key_Home)
    assert view.differences.currentIndex().row() == 0
    under = view.differences.visualRect(view.model.index(1, 1)).center()
    QTest.mouseMove(view.differences.viewport(), under)
    QApplication.processEvents()
    assert view.differences.hovered == 1


def answer(key: Qt.Key) -> None:
    """Press a key in the question that is being asked."""
    question = QApplication.activeModalWidget()
    assert question is not None
    QTest.keyClick(question, key)


def test_without_versions_it_says_what_to_do(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    view = shown(qtbot, window)
    assert view.side.none_yet.isVisible()
    assert "say the same" in view.empty.text() or rows(view)
    QTest.mouseClick(view.side.save, Qt.MouseButton.LeftButton)
    asked = next(one for one in window.findChildren(SaveVersion) if one.isVisible())
    asked.name.setText("一稿")
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: view.list.count() == 2)
    assert not view.side.none_yet.isVisible()
    view.list.setCurrentRow(1)
    # Undo cannot bring the name back, so it is asked first.
    for key, left in ((Qt.Key.Key_Escape, 2), (Qt.Key.Key_Return, 1)):
        QTimer.singleShot(0, view, lambda key=key: answer(key))
        QTest.mouseClick(view.side.forget, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda left=left: view.list.count() == left)  # type: ignore[misc]


def test_the_plan_as_it_was_is_read_only_until_one_goes_back(qtbot: QtBot, worked: MainWindow) -> None:
    goal = plan_of(worked).of_kind("goal")[0].id
    worked.bridge.navigate.emit(goal, "")
    trigger(worked, "plan.as_it_was")
    (asked,) = [one for one in worked.findChildren(LookBack) if one.isVisible()]
    asked.choice.list.setCurrentIndex(0)
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    settle(qtbot, worked)
    assert plan_of(worked).elements[goal].name_shown != "新的目标"
    assert any("as it was" in one and "送审稿" in one for one in notices(worked))
    assert not worked.actions_.by_id["edit.undo"].isEnabled()
    assert not worked.actions_.by_id["plan.version"].isEnabled()
    assert worked.actions_.by_id["plan.today"].isEnabled()
    assert worked.trail.here == goal
    assert "as it was" in worked.windowTitle()
    press_notice(worked)
    settle(qtbot, worked)
    assert plan_of(worked).elements[goal].name_shown == "新的目标"
    assert notices(worked) == []
    assert not worked.actions_.by_id["plan.today"].isEnabled()
    assert worked.actions_.by_id["plan.version"].isEnabled()


def test_every_view_can_look_back(qtbot: QtBot, worked: MainWindow) -> None:
    for view in VIEWS:
        trigger(worked, f"view.show.{view.key}")
        settle(qtbot, worked)
    for view in VIEWS:
        trigger(worked, f"view.show.{view.key}")
        worked.plans.see_as_it_was(of_version(worked.bridge.session.versions()[0]))
        settle(qtbot, worked)
        worked.grab()
        assert worked.bridge.session.past is not None
        trigger(worked, "plan.today")
        settle(qtbot, worked)
    assert plan_of(worked).of_kind("goal")[0].name_shown == "新的目标"


def test_the_command_goes_back_to_today_too(qtbot: QtBot, worked: MainWindow) -> None:
    view = shown(qtbot, worked)
    view.list.setCurrentRow(1)
    QTest.mouseClick(view.side.look, Qt.MouseButton.LeftButton)
    settle(qtbot, worked)
    assert worked.bridge.session.past is not None
    qtbot.waitUntil(lambda: not view._stale and not view.is_comparing)
    assert not view.side.look.isEnabled()
    assert view.side.restore.isEnabled()
    trigger(worked, "plan.today")
    settle(qtbot, worked)
    assert worked.bridge.session.past is None


def test_a_date_can_be_looked_back_upon_and_compared(qtbot: QtBot, worked: MainWindow) -> None:
    trigger(worked, "plan.as_it_was")
    (asked,) = [one for one in worked.findChildren(LookBack) if one.isVisible()]
    asked.choice.list.setCurrentIndex(asked.choice.list.count() - 1)
    assert asked.choice.day.isVisible()
    day = asked.choice.day.date().toString("yyyy-MM-dd")
    asked.grab()
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    settle(qtbot, worked)
    assert any(f"the end of {day}" in one for one in notices(worked))
    view = shown(qtbot, worked)
    assert view.chosen is not None
    assert day in view.list.currentItem().text()
    # All was done on that day: what it ended with is what there is now.
    view.before.list.setCurrentIndex(view.before.list.count() - 1)
    compared(qtbot, worked, view)
    assert rows(view) == []
    view.before.list.setCurrentIndex(1)
    compared(qtbot, worked, view)
    assert rows(view) != []
    QTest.mouseClick(view.swap, Qt.MouseButton.LeftButton)
    compared(qtbot, worked, view)
    assert "Deleted" in " ".join(read(view))


def test_a_version_is_restored_in_one_step_and_taken_back(qtbot: QtBot, worked: MainWindow) -> None:
    view = shown(qtbot, worked)
    steps = len(worked.bridge.session.history())
    view.list.setCurrentRow(1)
    QTest.mouseClick(view.side.restore, Qt.MouseButton.LeftButton)
    (asked,) = [one for one in worked.findChildren(Restore) if one.isVisible()]
    assert "1 added, 1 deleted, 1 changed" in asked.said.text()
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    settle(qtbot, worked)
    assert plan_of(worked).of_kind("goal")[0].name_shown != "新的目标"
    assert len(worked.bridge.session.history()) == steps + 1
    compared(qtbot, worked, view)
    assert rows(view) == []
    press_notice(worked)
    assert plan_of(worked).of_kind("goal")[0].name_shown == "新的目标"


def test_restoring_what_is_the_same_is_said(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "plan.restore")
    (asked,) = [one for one in window.findChildren(Restore) if one.isVisible()]
    assert "say the same" in asked.said.text()
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert asked.isVisible()
    assert "nothing to restore" in asked.wrong.text()
    asked.reject()


def test_all_of_it_speaks_chinese(qtbot: QtBot, worked: MainWindow, qapp: QApplication) -> None:
    view = shown(qtbot, worked)
    speak("zh")
    worked.bridge.language_changed.emit()
    compared(qtbot, worked, view)
    assert view.said.text() == "新增1项，删除1项，修改1项"
    assert not any("hanged" in one or "dded" in one for one in [*read(view), view.said.text()])
    speak("en")


def test_with_no_library_the_commands_wait(open_window: object, home: Path) -> None:
    window = open_window()  # type: ignore[operator]
    for id_ in ("plan.versions", "plan.as_it_was", "plan.restore", "plan.today"):
        assert not window.actions_.by_id[id_].isEnabled()


# -- beginning from what there is --------------------------------------------------------------------------


def begin(window: MainWindow) -> NewPlan:
    trigger(window, "plan.new")
    return next(one for one in window.findChildren(NewPlan) if one.isVisible())


def test_a_plan_begins_from_a_template(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    asked = begin(window)
    asked.beginning.choose("template", "entry-lift-and-water")
    assert asked.level.currentData() == "district"
    assert asked.first_year.text() == "2026"
    assert "示例" in asked.laid_out.text()
    asked.title.setText("丙区行动计划")
    asked.first_year.setText("2028")
    asked.last_year.setText("2030")
    asked.region.setText("丙区")
    asked.grab()
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    settle(qtbot, window)
    plan = plan_of(window)
    assert (plan.head.title, plan.head.region_name) == ("丙区行动计划", "丙区")
    assert plan.head.period is not None
    assert plan.head.period.end.year == 2030
    assert plan.count("project") == 2


def test_a_plan_begins_from_another_and_from_a_version(qtbot: QtBot, worked: MainWindow) -> None:
    source = plan_of(worked)
    goals, indicators = source.count("goal"), source.count("indicator")
    asked = begin(worked)
    asked.beginning.choose("plan", source.id)
    assert "Left behind" in asked.laid_out.text()
    asked.title.setText("下一期规划")
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    settle(qtbot, worked)
    assert plan_of(worked).id != source.id
    assert plan_of(worked).count("goal") == goals
    assert plan_of(worked).count("indicator") == indicators
    asked = begin(worked)
    asked.beginning.choose("version")
    assert "送审稿" in asked.beginning.source.currentText()
    asked.title.setText("从送审稿开始")
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    settle(qtbot, worked)
    assert plan_of(worked).count("indicator") == indicators + 1


def test_without_a_version_it_says_how_to_save_one(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    asked = begin(window)
    asked.beginning.choose("version")
    asked.title.setText("规划")
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert asked.isVisible()
    assert "Save a version" in asked.wrong.text()
    asked.reject()
