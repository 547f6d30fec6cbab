"""Mending findings as a person does it: by key, by button, by menu; one by one and all at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.ui.opened import elements
from tests.ui.windows import dialog, notices, plan_of, press_notice, settle, trigger
from workbench.plan import edits
from workbench.plan.elements import Project
from workbench.rules.finding import Finding
from workbench.session.session import Session
from workbench.ui.dialogs.mend import Mend, MendAll
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.findings import FindingsPanel


@pytest.fixture
def window(open_window: Callable[..., MainWindow], tmp_path: Path) -> MainWindow:
    """A window on a plan in which a duration contradicts its dates (safe to mend) and two are swapped."""
    path = tmp_path / "plans.workbench"
    wrong = Project(
        id="p8", position="h", code="P-008", title="一网统管", start=date(2027, 1, 1), end=date(2026, 12, 1)
    )
    long = Project(
        id="p9",
        position="i",
        code="P-009",
        title="数据门户",
        start=date(2026, 1, 1),
        end=date(2026, 12, 31),
        duration_days=10,
    )
    with Session.create(path) as made:
        made.import_plan([*elements(), wrong, long])
    opened = open_window(path)
    opened.plans.open("plan")
    return opened


def choose(qtbot: QtBot, window: MainWindow, rule: str, id_: str) -> FindingsPanel:
    """Put the cursor on a finding."""
    settle(qtbot, window)
    panel = window.workspace.findings
    qtbot.waitUntil(lambda: at(panel, rule, id_) is not None)
    row = at(panel, rule, id_)
    assert row is not None
    panel.list.setFocus()
    panel.list.setCurrentIndex(panel.model.index(row))
    return panel


def at(panel: FindingsPanel, rule: str, id_: str) -> int | None:
    """The row of a finding."""
    for number, row in enumerate(panel.model.rows):
        if row.finding is not None and (row.finding.rule, row.finding.id) == (rule, id_):
            return number
    return None


def chosen(panel: FindingsPanel) -> Finding:
    found = panel.chosen
    assert found is not None
    return found


def test_a_finding_is_mended_by_key_and_the_next_one_is_chosen(qtbot: QtBot, window: MainWindow) -> None:
    panel = choose(qtbot, window, "E204", "p8")
    QTest.keyClick(panel.list, Qt.Key.Key_Period, Qt.KeyboardModifier.ControlModifier)
    asked = dialog(window)
    assert isinstance(asked, Mend)
    assert asked.ways.currentItem().text() == "Swap start and end of P-008 一网统管"
    said = asked.page.toPlainText()
    assert "2027-01-01 → 2026-12-01" in said
    QTest.keyClick(asked.ways, Qt.Key.Key_Return)
    swapped = plan_of(window).elements["p8"]
    assert (swapped.get("start"), swapped.get("end")) == (date(2026, 12, 1), date(2027, 1, 1))
    qtbot.waitUntil(lambda: at(panel, "E204", "p8") is None)
    settle(qtbot, window)
    assert window.focusWidget() is panel.list
    assert panel.chosen is not None
    assert "Swap start and end" in window.actions_.by_id["edit.undo"].toolTip()
    trigger(window, "edit.undo")
    assert plan_of(window).elements["p8"].get("start") == date(2027, 1, 1)


def test_the_finding_that_comes_up_is_the_next_one(qtbot: QtBot, window: MainWindow) -> None:
    panel = choose(qtbot, window, "E204", "p8")
    trigger(window, "check.mend")
    QTest.keyClick(dialog(window), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: at(panel, "E204", "p8") is None)
    settle(qtbot, window)
    came_up = chosen(panel)
    trigger(window, "go.next_finding")
    assert chosen(panel) == came_up
    assert window.trail.here == came_up.id
    trigger(window, "go.next_finding")
    assert chosen(panel) != came_up


def test_every_way_can_be_read_without_scrolling(qtbot: QtBot, window: MainWindow) -> None:
    long = edits.set_field(
        plan_of(window), "p8", "title", "跨部门跨层级跨区域的政务数据共享交换与一体化服务平台" * 3
    )
    window.bridge.apply(long)
    panel = choose(qtbot, window, "E204", "p8")
    QTest.mouseClick(panel.mend, Qt.MouseButton.LeftButton)
    ways = dialog(window).ways  # type: ignore[attr-defined]
    last = ways.item(ways.count() - 1)
    qtbot.waitUntil(lambda: ways.visualItemRect(last).bottom() <= ways.viewport().height())
    assert not ways.horizontalScrollBar().isVisible()
    assert ways.visualItemRect(last).height() > 1.5 * ways.fontMetrics().height()


def test_cancelling_changes_nothing(qtbot: QtBot, window: MainWindow) -> None:
    panel = choose(qtbot, window, "E204", "p8")
    before = dict(plan_of(window).elements)
    QTest.mouseClick(panel.mend, Qt.MouseButton.LeftButton)
    QTest.keyClick(dialog(window), Qt.Key.Key_Escape)
    assert plan_of(window).elements == before
    assert chosen(panel).id == "p8"


def test_what_can_be_mended_is_marked_and_read_out(qtbot: QtBot, window: MainWindow) -> None:
    panel = choose(qtbot, window, "E204", "p8")
    spoken = panel.model.data(panel.list.currentIndex(), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.endswith("can be mended by one change")
    assert panel.mend.isEnabled()
    fixed = panel.list.grab().toImage()
    panel.model._fixable = dict.fromkeys(panel.model._fixable, False)
    assert panel.list.grab().toImage() != fixed


def test_the_manual_offers_to_mend_the_finding_chosen(qtbot: QtBot, window: MainWindow) -> None:
    choose(qtbot, window, "E204", "p9")
    button = window.workspace.manual.mend
    qtbot.waitUntil(button.isVisible)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    asked = dialog(window)
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)  # type: ignore[attr-defined]
    assert plan_of(window).elements["p9"].get("duration_days") == 365
    qtbot.waitUntil(lambda: window.workspace.findings.chosen is not None)


def test_the_menu_lists_the_ways(qtbot: QtBot, window: MainWindow) -> None:
    panel = choose(qtbot, window, "E204", "p8")
    panel._show_menu(panel.list.visualRect(panel.list.currentIndex()).center())
    (menu,) = [one for one in panel.findChildren(QMenu) if one.isVisible()]
    action = next(one for one in menu.actions() if one.text().startswith("Swap start and end"))
    action.trigger()
    menu.close()
    assert isinstance(dialog(window), Mend)


def test_a_finding_without_a_way_says_so(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = choose(qtbot, window, "E204", "p8")
    monkeypatch.setattr("workbench.session.mending.ways", lambda *_: [])
    monkeypatch.setattr("workbench.session.mending.has_way", lambda *_: False)
    panel.refresh()
    assert not panel.mend.isEnabled()
    trigger(window, "check.mend")
    assert any("No single change" in one for one in notices(window))


def test_all_that_is_safe_is_mended_as_one_step(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    panel = window.workspace.findings
    before = dict(plan_of(window).elements)
    qtbot.waitUntil(panel.mend_all.isEnabled)
    QTest.mouseClick(panel.mend_all, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(MendAll)))
    asked = dialog(window)
    assert isinstance(asked, MendAll)
    assert "Set the duration of P-009 数据门户 from its start and end" in asked.page.toPlainText()
    assert plan_of(window).elements == before
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    plan = plan_of(window)
    assert plan.elements["p9"].get("duration_days") == 365
    # Not safe: which of the two dates is wrong is the planner's to say.
    assert plan.elements["p8"].get("start") == date(2027, 1, 1)
    press_notice(window)
    assert plan_of(window).elements == before


def test_nothing_to_mend_is_said(qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    settle(qtbot, window)
    monkeypatch.setattr("workbench.rules.fixing.FIXES", {})
    trigger(window, "check.mend_all")
    qtbot.waitUntil(lambda: any("Nothing to mend" in one for one in notices(window)))
    assert not any(one.isVisible() for one in window.findChildren(MendAll))


def test_a_plan_edited_meanwhile_is_looked_at_again(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "check.mend_all")
    plan = plan_of(window)
    window.bridge.apply(edits.set_field(plan, "p9", "duration_days", 20))
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(MendAll)))
    asked = dialog(window)
    assert isinstance(asked, MendAll)
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert plan_of(window).elements["p9"].get("duration_days") == 365


def test_a_library_that_cannot_be_written_offers_no_mending(qtbot: QtBot, window: MainWindow) -> None:
    panel = choose(qtbot, window, "E204", "p8")
    window.bridge.set_busy(True)
    panel.refresh()
    assert not panel.mend.isEnabled()
    assert not panel.mend_all.isEnabled()
    assert not window.workspace.manual.mend.isVisible()
    window.bridge.set_busy(False)
    panel.refresh()
    assert panel.mend.isEnabled()
