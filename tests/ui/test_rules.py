"""The rules of a plan set in the window: a base, single rules, own rules, files."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QTableView,
)
from pytestqt.qtbot import QtBot

from tests.ui.opened import elements, type_text
from tests.ui.test_shell_window import ancestors
from tests.ui.windows import dialog, notices, plan_of, press_notice, settle, trigger
from workbench.i18n import speak
from workbench.plan import edits
from workbench.rules.profile import built_ins, of_plan
from workbench.session.session import Session
from workbench.ui.dialogs import files
from workbench.ui.dialogs.help_page import HelpPage
from workbench.ui.dialogs.rules import RulesOfPlan
from workbench.ui.editors.condition import ConditionLine
from workbench.ui.mainwindow import MainWindow

#: Controls whose parts bear no names of their own.
_WITH_PARTS = (QComboBox, QTableView, QAbstractSpinBox)


@pytest.fixture
def window(open_window: Callable[..., MainWindow], tmp_path: Path) -> MainWindow:
    """A window on the small plan."""
    path = tmp_path / "plans.workbench"
    with Session.create(path) as made:
        made.import_plan(elements())
    opened = open_window(path)
    opened.plans.open("plan")
    return opened


def opened(qtbot: QtBot, window: MainWindow, command: str = "check.rules") -> RulesOfPlan:
    settle(qtbot, window)
    trigger(window, command)
    asked = dialog(window)
    assert isinstance(asked, RulesOfPlan)
    return asked


def choose(asked: RulesOfPlan, code: str) -> None:
    """Put the cursor on a rule."""
    row = next(at for at, one in enumerate(asked.table.model.lines) if one.code == code)
    asked.table.table.setCurrentIndex(asked.table.model.index(row, 0))


def apply(asked: RulesOfPlan) -> None:
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert not asked.isVisible(), asked.wrong.text()


def test_a_rule_is_switched_off_by_keyboard_and_its_findings_are_gone(
    qtbot: QtBot, window: MainWindow
) -> None:
    settle(qtbot, window)
    code = window.bridge.session.checker.findings()[-1].rule
    asked = opened(qtbot, window)
    QTest.keyClicks(asked.table.text, code)
    assert [one.code for one in asked.table.model.lines] == [code]
    asked.table.text.clear()
    choose(asked, code)
    QTest.keyClick(asked.table.table, Qt.Key.Key_Space)
    assert not asked.table.settings.applied.isChecked()
    apply(asked)
    assert of_plan(plan_of(window).head.rule_profile).off == {code}
    settle(qtbot, window)
    assert code not in {one.rule for one in window.bridge.session.checker.findings()}
    link = window.workspace.verdicts.rules
    assert link.isVisible()
    assert "Set the rules of the plan" in window.actions_.by_id["edit.undo"].toolTip()
    trigger(window, "edit.undo")
    settle(qtbot, window)
    assert code in {one.rule for one in window.bridge.session.checker.findings()}
    assert not link.isVisible()


def test_the_base_is_chosen_and_what_differs_is_shown(qtbot: QtBot, window: MainWindow) -> None:
    asked = opened(qtbot, window)
    assert [asked.base.itemData(at) for at in range(asked.base.count())] == [one.name for one in built_ins()]
    at = asked.base.findData("draft")
    asked.base.setCurrentIndex(at)
    asked.base.activated.emit(at)
    assert asked.about.text()
    choose(asked, "S101")
    asked.table.settings.applied.click()
    asked.table.shown.setCurrentIndex(asked.table.shown.findData("differs"))
    assert [one.code for one in asked.table.model.lines] == ["S101"]
    QTest.mouseClick(asked.table.again, Qt.MouseButton.LeftButton)
    assert asked.table.model.lines == []
    apply(asked)
    assert plan_of(window).head.rule_profile == {"extends": "draft"}
    settle(qtbot, window)
    # The strip says which rules it judges by, and leads to them.
    QTest.mouseClick(window.workspace.verdicts.rules, Qt.MouseButton.LeftButton)
    again = dialog(window)
    assert isinstance(again, RulesOfPlan)
    assert again.base.currentData() == "draft"


def test_severity_and_parameters_are_set_and_set_back(qtbot: QtBot, window: MainWindow) -> None:
    asked = opened(qtbot, window)
    choose(asked, "C412")
    settings = asked.table.settings
    at = settings.severity.findData("info")
    settings.severity.setCurrentIndex(at)
    settings.severity.activated.emit(at)
    editor = settings.parameters["months"]
    assert isinstance(editor, QSpinBox)
    qtbot.waitUntil(lambda: editor.x() > 0)  # laid out
    assert editor.lineEdit().width() > editor.fontMetrics().horizontalAdvance("1000000")
    editor.setFocus()
    editor.selectAll()
    QTest.keyClicks(editor, "18")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert asked.isVisible()
    profile = of_plan(asked._held)
    assert profile.severities == {"C412": "info"}
    assert profile.set_parameters == {"C412": {"months": 18}}
    editor.setValue(999_999)
    assert settings.wrong.isVisible()
    assert editor.value() == 18
    asked.resize(asked.minimumSizeHint())
    qtbot.waitUntil(lambda: asked.width() < 800)
    inside = settings.widget()
    assert inside is not None
    assert inside.width() <= settings.viewport().width()
    QTest.mouseClick(settings.again, Qt.MouseButton.LeftButton)
    assert of_plan(asked._held).is_default
    assert editor.value() == 12
    apply(asked)
    assert plan_of(window).head.rule_profile is None
    assert "Set the rules" not in window.actions_.by_id["edit.undo"].toolTip()


def test_the_manual_shows_a_rule_as_the_plan_has_it(qtbot: QtBot, window: MainWindow) -> None:
    page = window.workspace.manual.page
    window.workspace.manual.explain("C412")
    assert "C412 · Checkable · Error" in page.toPlainText()
    assert "months: 12" in page.toPlainText()
    held = {"severity": {"C412": "info"}, "parameters": {"C412": {"months": Decimal(18)}}}
    window.bridge.apply(edits.set_field(plan_of(window), "plan", "rule_profile", held))
    settle(qtbot, window)
    assert "C412 · Checkable · Hint" in page.toPlainText()
    assert "months: 18" in page.toPlainText()
    trigger(window, "edit.undo")
    settle(qtbot, window)
    assert "months: 12" in page.toPlainText()


def test_an_own_rule_is_written_tried_and_kept(qtbot: QtBot, window: MainWindow) -> None:
    asked = opened(qtbot, window, "check.own_rules")
    own = asked.own
    QTest.mouseClick(own.add, Qt.MouseButton.LeftButton)
    assert own.code == "X001"
    QTest.keyClicks(own.title, "Large projects name who leads")
    QTest.keyClicks(own.holds, "not empty(lead_unitt)")
    own._pause.stop()
    own.judge()
    assert "lead_unit" in own.errors["holds"].text()
    assert own.errors["message"].isVisible()
    # What is not complete keeps the dialog open.
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert asked.isVisible()
    assert asked.wrong.text().startswith("X001")
    own.holds.clear()
    QTest.keyClicks(own.holds, "not empty(lead_unit)")
    own.message.setText("{name")
    own.judge()
    # It stands below the line that is meant: which rule and line need not be said.
    assert own.errors["message"].text().startswith("the braces do not pair")
    own.message.clear()
    own.message.setFocus()
    type_text(own.message, "{name} 没有牵头单位")
    own.flush()
    assert not any(label.isVisible() for label in own.errors.values())
    qtbot.waitUntil(lambda: own.hits.count() == 2)
    assert "2 findings" in own.said.text()
    assert "P-003 城市大脑 没有牵头单位" in [own.hits.item(at).text() for at in range(2)]
    apply(asked)
    (rule,) = of_plan(plan_of(window).head.rule_profile).own.values()
    assert (rule.code, rule.holds) == ("X001", "not empty(lead_unit)")
    settle(qtbot, window)
    found = [one for one in window.bridge.session.checker.findings() if one.rule == "X001"]
    assert {one.id for one in found} == {"p1", "p3"}
    panel = window.workspace.findings
    qtbot.waitUntil(
        lambda: "X001" in {row.finding.rule for row in panel.model.rows if row.finding is not None}
    )
    window.workspace.open_manual("X001")
    assert "Large projects name who leads" in window.workspace.manual.page.toPlainText()


def test_what_was_begun_can_be_taken_up_again_after_escape(qtbot: QtBot, window: MainWindow) -> None:
    asked = opened(qtbot, window, "check.own_rules")
    asked.reject()
    assert notices(window) == []
    asked = opened(qtbot, window, "check.own_rules")
    QTest.mouseClick(asked.own.add, Qt.MouseButton.LeftButton)
    QTest.keyClicks(asked.own.title, "Half written")
    QTest.keyClicks(asked.own.holds, "not emp")
    QTest.keyClick(asked, Qt.Key.Key_Escape)
    assert not asked.isVisible()
    assert plan_of(window).head.rule_profile is None
    press_notice(window)
    again = dialog(window)
    assert isinstance(again, RulesOfPlan)
    assert again.tabs.currentWidget() is again.own
    assert (again.own.title.text(), again.own.holds.text()) == ("Half written", "not emp")
    again.own.holds.setText("not empty(title)")
    again.own.message.setText("No title")
    again.own.judge()
    apply(again)
    assert list(of_plan(plan_of(window).head.rule_profile).own) == ["X001"]


def test_an_own_rule_is_deleted(qtbot: QtBot, window: MainWindow) -> None:
    asked = opened(qtbot, window, "check.own_rules")
    own = asked.own
    own.begin()
    own.title.setText("A")
    own.holds.setText("not empty(title)")
    own.message.setText("No title")
    own.judge()
    own.begin()
    assert own.code == "X002"
    assert own.fault
    QTest.mouseClick(own.delete, Qt.MouseButton.LeftButton)
    assert own.fault == ""
    assert own.code == "X001"
    QTest.mouseClick(own.delete, Qt.MouseButton.LeftButton)
    assert own.code == ""
    assert of_plan(asked._held).is_default


def test_what_could_stand_at_the_cursor_is_offered(qtbot: QtBot) -> None:
    line = ConditionLine()
    qtbot.addWidget(line)
    line.show()
    line.setFocus()
    QTest.keyClicks(line, "not empty(lead_u")
    assert line._popup.isVisible()
    first = line.offers(asked=False)[0]
    assert first.insert == "lead_unit"
    line._take(line._offers.index(0, 0))
    assert line.text() == "not empty(lead_unit"
    assert line.cursorPosition() == len(line.text())
    message = ConditionLine(message=True)
    qtbot.addWidget(message)
    message.setText("Words {lead_u")
    assert message.offers(asked=False)[0].start == len("Words {")
    message.setText("Words lead_u")
    assert message.offers(asked=True) == []


def test_a_profile_goes_to_a_file_and_comes_back(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "office.toml"
    monkeypatch.setattr(files, "profile_to_write", lambda *_: path)
    monkeypatch.setattr(files, "profile_to_open", lambda *_: path)
    asked = opened(qtbot, window)
    choose(asked, "C412")
    editor = asked.table.settings.parameters["months"]
    assert isinstance(editor, QSpinBox)
    editor.setValue(24)
    asked.save.click()
    assert "months = 24" in path.read_text(encoding="utf-8")
    QTest.mouseClick(asked.table.again, Qt.MouseButton.LeftButton)
    assert of_plan(asked._held).is_default
    asked.load.click()
    assert of_plan(asked._held).set_parameters == {"C412": {"months": 24}}
    path.write_text('off = ["Z999"]', encoding="utf-8")
    asked.load.click()
    assert "Z999" in asked.wrong.text()
    assert of_plan(asked._held).set_parameters == {"C412": {"months": 24}}
    apply(asked)
    held = plan_of(window).head.rule_profile
    assert held is not None
    assert held["parameters"] == {"C412": {"months": Decimal(24)}}


def test_what_is_wrong_in_the_plans_profile_is_told(
    qtbot: QtBot, open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    path = tmp_path / "broken.workbench"
    with Session.create(path) as made:
        made.import_plan(elements())
        plan = made.open_plan("plan")
        assert plan is not None
        made.apply(edits.set_field(plan, "plan", "rule_profile", {"off": ["Z999"], "severity": "x"}))
    window = open_window(path)
    settle(qtbot, window)
    assert window.workspace.verdicts.rules.isVisible()
    assert "Z999" in window.workspace.verdicts.rules.toolTip()
    asked = opened(qtbot, window)
    assert "Z999" in asked.wrong.text()


def test_the_help_opens_at_its_beginning(qtbot: QtBot, window: MainWindow) -> None:
    asked = opened(qtbot, window, "check.own_rules")
    asked.help.click()
    page = asked.findChildren(HelpPage)[-1]
    assert page.isVisible()
    assert "X001" in page.page.toPlainText()
    assert page.page.verticalScrollBar().value() == 0
    page.close()
    asked.reject()


def test_every_control_of_the_dialogs_has_a_name_and_chinese_words(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    speak("zh")
    asked = RulesOfPlan(window)
    qtbot.addWidget(asked)
    asked.own.begin()
    overview = window.overview
    nameless = []
    for root in (asked, overview):
        for kind in (QAbstractButton, QComboBox, QLineEdit, QAbstractItemView, QAbstractSpinBox):
            for one in root.findChildren(kind):
                own = one.accessibleName() or (one.text() if isinstance(one, QAbstractButton) else "")
                inner = any(isinstance(above, _WITH_PARTS) for above in ancestors(one))
                popup = one.windowType() == Qt.WindowType.Popup
                if not own and not inner and not popup and one.focusPolicy() != Qt.FocusPolicy.NoFocus:
                    nameless.append(f"{type(one).__name__} in {type(one.parentWidget()).__name__}")
        english = [
            one.text() for one in root.findChildren(QPushButton) if one.text().isascii() and one.text()
        ]
        assert english == []
    assert nameless == []
