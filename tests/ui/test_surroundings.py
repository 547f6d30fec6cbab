"""The window sees what happens to the plans beside the open one."""

from __future__ import annotations

from pytestqt.logging import _QtMessageCapture
from pytestqt.qtbot import QtBot

from tests.plans import sound_elements
from tests.ui.windows import settle
from workbench.plan import edits
from workbench.ui.mainwindow import MainWindow


def test_rules_that_look_beyond_the_plan_run_when_another_one_comes(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    session = window.bridge.session
    plan = window.bridge.plan
    assert plan is not None
    assert session.checker.surroundings is not None
    before = len(session.checker.surroundings.others)
    session.import_plan(sound_elements(40, plan_id="above"))
    assert not window.bridge.is_checked
    settle(qtbot, window)
    assert len(session.checker.surroundings.others) == before + 1
    window.bridge.apply(edits.set_field(plan, plan.id, "parents", ("above",)))
    settle(qtbot, window)
    assert any(one.rule == "S113" for one in session.checker.findings())
    # What beyond the plan is asked for stands at no field of the form: going there shows the plan.
    finding = next(one for one in session.checker.findings() if one.rule == "S113")
    window.bridge.navigate.emit(finding.id, finding.field)
    settle(qtbot, window)


def test_what_a_job_imports_is_heard_in_the_thread_of_the_window(
    qtbot: QtBot, qtlog: _QtMessageCapture, window: MainWindow
) -> None:
    settle(qtbot, window)
    session = window.bridge.session
    assert session.checker.surroundings is not None
    before = len(session.checker.surroundings.others)
    imported: list[object] = []
    window.bridge.background.run(
        lambda: session.import_plan(sound_elements(40, plan_id="above")), imported.append
    )
    qtbot.waitUntil(lambda: bool(imported))
    settle(qtbot, window)
    assert len(session.checker.surroundings.others) == before + 1
    assert not any("another thread" in one.message for one in qtlog.records)
