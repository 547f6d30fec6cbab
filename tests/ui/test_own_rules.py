"""Findings of own rules in the window: grouped under their titles, explained beside."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.windows import settle
from workbench.plan import edits
from workbench.rules import own
from workbench.rules.profile_edits import kept, with_own
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.findings_rows import Wanted, arrange


def test_an_own_rule_is_shown_like_any_other(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    session = window.bridge.session
    assert session.plan is not None
    rule = own.read(
        {
            "code": "X001",
            "title": "目标名称简短",
            "kind": "goal",
            "holds": "字数(名称) < 1",
            "message": "{name} 太长",
            "why": "短的才记得住",
        }
    )
    assert window.bridge.apply(kept(session.plan, with_own(None, rule)))
    settle(qtbot, window)
    found = [one for one in session.checker.findings() if one.rule == "X001"]
    assert found
    from workbench.i18n import words

    groups = arrange(found, Wanted(grouping="rule"), session.plan, words("zh"))
    assert [group.title for group in groups] == ["X001 目标名称简短"]
    window.workspace.manual.explain("X001")
    page = window.workspace.manual.page.toPlainText()
    assert "目标名称简短" in page
    assert "短的才记得住" in page
    window.bridge.apply(edits.set_field(session.plan, session.plan.id, "rule_profile", None))
    window.workspace.manual.refresh()
    assert "目标名称简短" not in window.workspace.manual.page.toPlainText()
