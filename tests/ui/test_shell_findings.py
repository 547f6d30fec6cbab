from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.windows import click, dialog, settle, trigger
from workbench.i18n import words
from workbench.plan import edits
from workbench.plan.elements import Goal, Indicator, Waiver
from workbench.plan.plan import Plan
from workbench.rules.finding import Finding, field_in_words
from workbench.rules.registry import RULES
from workbench.rules.verdict import VERDICTS
from workbench.ui.dialogs.waive import Waive
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.findings_rows import (
    GROUPINGS,
    Wanted,
    arrange,
    count,
    rows_of,
    select,
)

ENGLISH = words("en")


def open_plan(window: MainWindow) -> Plan:
    plan = window.bridge.plan
    assert plan is not None
    return plan


def found(window: MainWindow) -> list[Finding]:
    return window.bridge.session.checker.findings()


def shown(window: MainWindow) -> list[Finding]:
    return [row.finding for row in window.workspace.findings.model.rows if row.finding is not None]


def test_the_verdicts_say_what_the_checker_found(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    for name, verdict in window.bridge.session.checker.verdicts().items():
        card = window.workspace.verdicts.cards[name]
        assert card.verdict == verdict
        assert VERDICTS[verdict.verdict] in card.accessibleName()


def test_a_click_on_a_verdict_filters_the_findings_and_another_shows_all(
    qtbot: QtBot, window: MainWindow
) -> None:
    settle(qtbot, window)
    card = window.workspace.verdicts.cards["executable"]
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert window.workspace.findings.wanted.dimension == "executable"
    assert [one for one in shown(window) if one.dimension != "executable"] == []
    assert card.isChecked()
    QTest.mouseClick(window.workspace.findings.only, Qt.MouseButton.LeftButton)
    assert not card.isChecked()
    assert len(shown(window)) == len(found(window))


def test_the_next_finding_opens_its_element_and_its_rule(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    visited = []
    window.bridge.navigate.connect(lambda id_, field: visited.append((id_, field)))
    QTest.keyClick(window, Qt.Key.Key_F8)
    QTest.keyClick(window, Qt.Key.Key_F8)
    QTest.keyClick(window, Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    first, second = shown(window)[:2]
    assert visited == [(one.id, one.field) for one in (first, second, first)]
    assert window.workspace.form.id == first.id
    assert window.workspace.manual.code == first.rule
    assert RULES[first.rule].title in window.workspace.manual.page.toPlainText()


def test_a_finding_is_opened_by_click_and_by_enter(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    panel = window.workspace.findings
    row = next(at for at, one in enumerate(panel.model.rows) if one.finding is not None)
    click(panel.list, panel.model.index(row))
    assert window.trail.here == shown(window)[0].id
    panel.list.setCurrentIndex(panel.model.index(row + 1))
    QTest.keyClick(panel.list, Qt.Key.Key_Return)
    assert window.trail.here == shown(window)[1].id


def test_a_heading_folds_and_unfolds(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    panel = window.workspace.findings
    before = len(panel.model.rows)
    panel.list.setCurrentIndex(panel.model.index(0))
    QTest.keyClick(panel.list, Qt.Key.Key_Left)
    assert len(panel.model.rows) < before
    QTest.keyClick(panel.list, Qt.Key.Key_Right)
    assert len(panel.model.rows) == before


def test_typing_narrows_the_findings(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    panel = window.workspace.findings
    wanted = shown(window)[0]
    QTest.keyClicks(panel.text, wanted.rule.lower())
    qtbot.waitUntil(lambda: {one.rule for one in shown(window)} == {wanted.rule})
    QTest.keyClicks(panel.text, "zzzz")
    qtbot.waitUntil(lambda: not panel.model.rows)
    assert panel.empty.isVisible()
    assert "filter" in panel.empty.text()


def test_a_severity_can_be_hidden(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    panel = window.workspace.findings
    assert any(one.severity == "warning" for one in shown(window))
    QTest.mouseClick(panel.severities["warning"], Qt.MouseButton.LeftButton)
    assert not any(one.severity == "warning" for one in shown(window))
    assert panel.severities["warning"].text() == str(count(found(window))["warning"])


def test_what_can_be_done_is_not_cut_where_room_is_short(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    window.resize(750, 420)
    panel = window.workspace.findings
    deeds = panel.deeds

    def is_below() -> bool:
        return deeds.y() > 0 and panel.width() < 400

    qtbot.waitUntil(is_below)
    line = deeds.parentWidget()
    assert line is not None
    qtbot.waitUntil(lambda: line.height() >= deeds.geometry().bottom())
    top = deeds.mapTo(panel, deeds.rect().bottomLeft()).y()
    assert panel.list.geometry().top() >= top


def test_waiving_asks_for_the_reason_and_can_be_undone(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    panel = window.workspace.findings
    QTest.keyClick(window, Qt.Key.Key_F8)
    wanted = shown(window)[0]
    QTest.mouseClick(panel.waive, Qt.MouseButton.LeftButton)
    asked = dialog(window)
    assert isinstance(asked, Waive)
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert asked.isVisible()
    assert "reason" in asked.wrong.text()
    assert asked.focusWidget() is asked.reason
    assert asked.reason.geometry().bottom() < asked.until.geometry().top()
    QTest.keyClicks(asked.reason, "Known and agreed")
    # The plan is judged as of a day of 2016: this one would be over before it begins.
    asked.until.setText("2016-01-31")
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert asked.isVisible()
    assert "2016-01-31" in asked.wrong.text()
    assert asked.focusWidget() is asked.until
    asked.until.setText("2099年底")
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    (waiver,) = open_plan(window).all(Waiver)
    assert (waiver.rule, waiver.element, waiver.reason) == (wanted.rule, wanted.id, "Known and agreed")
    assert (waiver.until, waiver.by) == (date(2099, 12, 31), "Li Na")
    qtbot.waitUntil(lambda: (wanted.rule, wanted.id) not in {(one.rule, one.id) for one in shown(window)})
    QTest.mouseClick(panel.severities["waived"], Qt.MouseButton.LeftButton)
    assert (wanted.rule, wanted.id) in {(one.rule, one.id) for one in shown(window) if one.waived}
    trigger(window, "edit.undo")
    assert open_plan(window).all(Waiver) == []
    trigger(window, "edit.redo")
    qtbot.waitUntil(lambda: any(one.waived for one in shown(window)))
    at = next(at for at, row in enumerate(panel.model.rows) if row.finding is not None and row.finding.waived)
    panel.list.setCurrentIndex(panel.model.index(at))
    assert "Known and agreed" in panel.model.data(panel.model.index(at), Qt.ItemDataRole.ToolTipRole)
    assert panel.waive.text() == "Withdraw the waiver"
    QTest.mouseClick(panel.waive, Qt.MouseButton.LeftButton)
    assert open_plan(window).all(Waiver) == []
    assert "Withdraw the waiver of" in window.actions_.by_id["edit.undo"].toolTip()


def test_findings_follow_an_edit(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    plan = open_plan(window)
    before = len(shown(window))
    window.bridge.apply(edits.add(plan, "indicator", {"name": "Without anything"}))
    settle(qtbot, window)
    qtbot.waitUntil(lambda: len(shown(window)) > before)
    added = plan.all(Indicator)[-1]
    assert added.id in {one.id for one in shown(window)}
    assert (
        window.workspace.verdicts.cards["checkable"].verdict
        == (window.bridge.session.checker.verdicts()["checkable"])
    )


def test_the_whole_plan_is_checked_beside_the_window(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    session = window.bridge.session
    plan = open_plan(window)
    window.bridge.apply(edits.set_field(plan, plan.id, "vision", "Seen anew"))
    assert session.checker.whole_pending
    assert not window.bridge.is_checked
    qtbot.waitUntil(lambda: not session.checker.whole_pending)
    # The same as checking everything at once, in this thread.
    live = session.checker.findings()
    session.check_whole_now()
    assert session.checker.findings() == live


def test_nothing_to_check_is_said(
    qtbot: QtBot, open_window: Callable[..., MainWindow], library: object
) -> None:
    from workbench.session.session import Session

    session = Session.create(library.with_name("new.workbench"))  # type: ignore[attr-defined]
    session.new_plan(edits.new_plan("Empty"))
    session.close()
    window = open_window(session.path)
    panel = window.workspace.findings
    qtbot.waitUntil(lambda: bool(panel.empty.text()))
    verdict = window.bridge.session.checker.verdicts()["whole"].verdict
    assert ("Nothing to check" in panel.empty.text()) == (verdict == "nothing" and not found(window))


# -- arranging, without a window ---------------------------------------------------------------------------


def many(number: int) -> tuple[Plan, list[Finding]]:
    goals = [Goal(id=f"g{at}", position=f"{at:06d}z", code=f"G-{at}", title="目标") for at in range(200)]
    plan = Plan("none", goals)
    codes = sorted(RULES)
    return plan, [
        Finding(
            codes[at % len(codes)],
            ("error", "warning", "info")[at % 3],
            "goal",
            f"g{at % 200}",
            "title",
            "{name} is not good",
            (),
            (),
            at % 10 == 0,
        )
        for at in range(number)
    ]


@pytest.mark.parametrize("grouping", GROUPINGS)
def test_every_finding_wanted_is_in_one_group(grouping: str) -> None:
    plan, findings = many(500)
    wanted = Wanted(grouping=grouping)
    seen = select(findings, wanted, plan, ENGLISH)
    groups = arrange(seen, wanted, plan, ENGLISH)
    arranged = [one for group in groups for one in group.findings]
    assert sorted(arranged) == sorted(one for one in findings if not one.waived)
    assert all(sum(group.counts.values()) == len(group.findings) for group in groups)
    rows = rows_of(groups, {groups[0].key} if grouping else set())
    hidden = len(groups[0].findings) if grouping else 0
    assert sum(1 for row in rows if row.finding is not None) == len(arranged) - hidden


def test_ten_thousand_findings_are_arranged_and_shown_at_once(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    plan, findings = many(10_000)
    panel = window.workspace.findings
    began = time.process_time()
    for grouping in GROUPINGS:
        wanted = Wanted(grouping=grouping, waived=True)
        panel.model.put(
            rows_of(arrange(select(findings, wanted, plan, ENGLISH), wanted, plan, ENGLISH), set())
        )
        panel.list.scrollToBottom()
        panel.list.grab()
    spent = time.process_time() - began
    # Four arrangements, drawn: some 0.3 s; a widget or a sentence for each row would take tens of seconds.
    assert spent < 3
    assert len(panel.model.rows) == 10_000


@pytest.mark.parametrize(
    ("kind", "path", "said"),
    [
        ("indicator", "targets[2018]", "Targets 2018"),
        ("project", "funding[2015,city]", "Funding 2015 City budget"),
        ("indicator", "baseline.year", "Baseline Year"),
        ("indicator", "targets[2028].changes[2027-03-01]", "Targets 2028 Earlier values 2027-03-01"),
        ("project", "milestones", "Milestones"),
        ("unit", "class", "Class in assessment"),
        ("goal", "", ""),
        ("goal", "no_such[", "no_such["),
    ],
)
def test_fields_are_named_in_words(kind: str, path: str, said: str) -> None:
    assert field_in_words(kind, path, ENGLISH) == said
