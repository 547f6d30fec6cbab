"""The window of catalogues, as a planner uses it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMessageBox, QPushButton, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import type_text
from tests.ui.windows import notices, plan_of, settle, trigger
from workbench import i18n
from workbench.plan import edits
from workbench.plan.elements import Indicator
from workbench.ui.dialogs.catalogue_check import CatalogueCheck
from workbench.ui.dialogs.catalogues import Catalogues
from workbench.ui.dialogs.help_page import HelpPage
from workbench.ui.dialogs.local_indicator import LocalIndicator
from workbench.ui.dialogs.waive import Waive
from workbench.ui.mainwindow import MainWindow

OWN = """体系编号,省2026
体系名称,某省指标
指标编号,指标名称,计量单位,必选,一级指标
A-01,网上可办率,%,必选,政务服务
B-01,数据共享率,%,必选,数据治理
B-02,开放数据集,个,自选,数据治理
"""


def opened(qtbot: QtBot, window: MainWindow) -> Catalogues:
    settle(qtbot, window)
    trigger(window, "plan.catalogues")
    shown = window.findChild(Catalogues)
    assert isinstance(shown, Catalogues)
    qtbot.waitUntil(shown.isActiveWindow)
    return shown


def choose(shown: Catalogues, code: str) -> None:
    """Choose a catalogue by the keys, as in any list."""
    shown.which.setFocus()
    QTest.keyClick(shown.which, Qt.Key.Key_Home)
    for _ in range(shown.which.count()):
        if shown.which.currentData() == code:
            break
        QTest.keyClick(shown.which, Qt.Key.Key_Down)
    assert shown.which.currentData() == code


def row_of(tree: QTreeView, text: str) -> QModelIndex:
    at = tree.model().index(0, 0)
    while at.isValid() and at.data() != text:
        at = tree.indexBelow(at)
    assert at.isValid(), f"{text} is not shown"
    return at


def click(tree: QTreeView, text: str, keys: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    at = row_of(tree, text)
    tree.scrollTo(at)
    QTest.mouseClick(
        tree.viewport(), Qt.MouseButton.LeftButton, keys, tree.visualRect(at).center(), delay=400
    )


def press(button: QPushButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def inside(shown: QWidget, kind: type[QDialog]) -> QDialog:
    return next(one for one in shown.findChildren(kind) if one.isVisible())


def state(shown: Catalogues, text: str) -> str:
    return str(row_of(shown.items.tree, text).siblingAtColumn(1).data())


def add(qtbot: QtBot, shown: Catalogues, path: Path) -> None:
    shown.add_from(path)
    check = inside(shown, CatalogueCheck)
    assert isinstance(check, CatalogueCheck)
    press(check.yes)
    qtbot.waitUntil(lambda: not check.isVisible())


def test_items_are_found_selected_by_one_click_and_gone_to(qtbot: QtBot, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    choose(shown, "mohurd-2012")
    page = shown.items
    assert "Nothing in this catalogue is mandatory" in page.said.text()
    assert page.tree.isColumnHidden(2)
    page.text.setFocus()
    type_text(page.text, "网络")
    click(page.tree, "宽带网络")
    assert "Recalled, not compared with the original" in page.page.toPlainText()
    assert "proposal" in page.page.toPlainText()
    assert state(shown, "宽带网络") == "Not chosen"
    press(page.select)
    (made,) = [one for one in plan_of(window).all(Indicator) if one.catalogue == "mohurd-2012"]
    assert (made.name, made.origin, made.catalogue_item) == ("宽带网络", "selected", "MC07")
    assert state(shown, "宽带网络") == f"In use ({made.code})"
    assert not page.select.isEnabled()
    press(page.go)
    assert not shown.isVisible()
    assert window.bridge.shown == made.id
    assert window.workspace.middle.key == "form"


def test_a_whole_heading_is_selected_and_taken_back_as_one_step(qtbot: QtBot, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    choose(shown, "mohurd-2012")
    page = shown.items
    before = len(list(plan_of(window).all(Indicator)))
    click(page.tree, "网络基础设施")
    assert "Version of the catalogue" in page.page.toPlainText()
    assert page.select.text() == "Select 3 into the plan"
    press(page.select)
    assert len(list(plan_of(window).all(Indicator))) == before + 3
    assert row_of(page.tree, "网络基础设施").siblingAtColumn(1).data() == "3 of 3"
    QTest.keyClick(shown, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(list(plan_of(window).all(Indicator))) == before)
    qtbot.waitUntil(lambda: row_of(page.tree, "网络基础设施").siblingAtColumn(1).data() == "0 of 3")


def test_filters_leave_what_is_asked_for(qtbot: QtBot, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    choose(shown, "gbt33356-2016")
    page = shown.items
    for name, key in (("certainty", "doubtful"), ("problem", "administration")):
        combo = page.filters[name]
        combo.setFocus()
        for _ in range(combo.findData(key)):
            QTest.keyClick(combo, Qt.Key.Key_Down)
    shown_items = list(page.model.node(QModelIndex()).items())
    assert {(one.certainty, one.problem) for one in shown_items} == {("doubtful", "administration")}
    assert page.said.text().startswith(f"{len(shown_items)} shown of 54.")


def test_an_office_adds_its_catalogue_and_answers_for_what_is_mandatory(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    shown = opened(qtbot, window)
    path = tmp_path / "own.csv"
    path.write_text(OWN.replace("数据共享率,%,必选", "数据共享率,%,也许"), encoding="gb18030")
    shown.add_from(path)
    check = inside(shown, CatalogueCheck)
    assert isinstance(check, CatalogueCheck)
    assert not check.yes.isEnabled()
    cells = [check.table.item(0, column) for column in range(3)]
    assert [one.text() for one in cells if one is not None] == [
        "Error",
        "Row 5, column D (必选)",
        "“也许” is not known here; write one of: Mandatory, Selected",
    ]
    press(check.no)
    path.write_text(OWN, encoding="gb18030")
    add(qtbot, shown, path)
    assert "某省指标" in notices(window)[-1]
    assert shown.which.currentData() == "省2026"
    page = shown.items
    assert state(shown, "网上可办率") == "Not chosen"
    QTest.mouseClick(shown.adopted, Qt.MouseButton.LeftButton, pos=shown.adopted.rect().center())
    assert "省2026" in (plan_of(window).head.catalogues or ())
    assert state(shown, "网上可办率") == "Mandatory, missing"
    assert "Mandatory and missing: 2." in page.said.text()
    # One is taken in, the other left out with a reason.
    click(page.tree, "网上可办率")
    press(page.select)
    click(page.tree, "数据共享率")
    press(page.waive)
    asked = inside(shown, Waive)
    assert isinstance(asked, Waive)
    type_text(asked.reason, "本市尚无共享平台")
    press(asked.yes)
    assert state(shown, "数据共享率") == "Left out with a reason"
    assert "本市尚无共享平台" in page.page.toPlainText()
    settle(qtbot, window)
    said = [one for one in window.bridge.session.checker.findings() if one.rule == "A511"]
    assert [one.waived for one in said] == [True]
    press(page.waive)
    assert state(shown, "数据共享率") == "Mandatory, missing"


def test_an_own_catalogue_is_removed_after_asking(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    shown = opened(qtbot, window)
    assert not shown.remove.isEnabled()
    path = tmp_path / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    add(qtbot, shown, path)
    shown.save_to(tmp_path / "again.xlsx")
    add(qtbot, shown, tmp_path / "again.xlsx")
    assert shown.which.count() == 5
    asked: list[str] = []

    def answer(agreed: bool) -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text())
        wanted = QMessageBox.ButtonRole.AcceptRole if agreed else QMessageBox.ButtonRole.RejectRole
        button = next(one for one in box.buttons() if box.buttonRole(one) is wanted)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    for agreed, left in ((False, 5), (True, 4)):
        QTimer.singleShot(0, shown, lambda agreed=agreed: answer(agreed))
        press(shown.remove)
        assert shown.which.count() == left
    assert all("某省指标" in one for one in asked)
    # A plan that names a catalogue is told when nobody has it here.
    head = plan_of(window).head
    window.bridge.apply(edits.set_field(plan_of(window), head.id, "catalogues", ("省2026",)))
    qtbot.waitUntil(lambda: "not on this computer: 省2026" in shown.items.said.text())


def test_a_local_indicator_gets_its_definition_sheet(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "plan.local_indicator")
    asked = inside(window, LocalIndicator)
    assert isinstance(asked, LocalIndicator)
    press(asked.yes)
    assert asked.wrong.text() == "An indicator needs a name"
    for name, text in (("name", "电梯困人救援时长"), ("unit", "分钟"), ("definition", "从报警到脱困")):
        at = asked.editors[name].focusProxy()
        assert at is not None
        type_text(at, text)
    assert asked.alike.isHidden()
    press(asked.yes)
    made = next(one for one in plan_of(window).all(Indicator) if one.name == "电梯困人救援时长")
    assert (made.origin, made.unit, made.definition) == ("local", "分钟", "从报警到脱困")
    assert made.why_absent("scope") == "pending"
    assert window.bridge.shown == made.id


def test_a_definition_sheet_that_was_begun_is_not_lost_by_one_key(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(qtbot, window)
    asked_for: list[str] = []
    agrees = False

    def answer(box: QMessageBox) -> int:
        asked_for.append(box.text())
        role = QMessageBox.ButtonRole.AcceptRole if agrees else QMessageBox.ButtonRole.RejectRole
        next(one for one in box.buttons() if box.buttonRole(one) == role).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    trigger(window, "plan.local_indicator")
    empty = inside(window, LocalIndicator)
    QTest.keyClick(empty, Qt.Key.Key_Escape)
    assert not empty.isVisible()
    assert asked_for == []
    trigger(window, "plan.local_indicator")
    begun = inside(window, LocalIndicator)
    assert isinstance(begun, LocalIndicator)
    at = begun.editors["definition"].focusProxy()
    assert at is not None
    type_text(at, "从报警到脱困")
    QTest.keyClick(begun, Qt.Key.Key_Escape)
    assert begun.isVisible()
    assert begun.values["definition"] == "从报警到脱困"
    agrees = True
    QTest.keyClick(begun, Qt.Key.Key_Escape)
    assert not begun.isVisible()
    assert len(asked_for) == 2


def test_the_plans_are_compared_and_the_table_saved(qtbot: QtBot, window: MainWindow, tmp_path: Path) -> None:
    shown = opened(qtbot, window)
    choose(shown, "gbt33356-2016")
    shown.tabs.setCurrentWidget(shown.compare)
    page = shown.compare
    qtbot.waitUntil(lambda: page.model.rowCount() > 0)
    assert page.model.columnCount() == len(window.bridge.session.plans())
    taken = page.model.rowCount()
    QTest.mouseClick(page.everything, Qt.MouseButton.LeftButton, pos=page.everything.rect().center())
    assert page.model.rowCount() == 54 > taken
    assert page.write(tmp_path / "compared.csv")
    lines = (tmp_path / "compared.csv").read_text("utf-8-sig").splitlines()
    assert len(lines) == 54 + 3
    assert page.write(tmp_path / "compared.xlsx")


def test_it_speaks_chinese_and_f1_explains_it(qtbot: QtBot, window: MainWindow) -> None:
    shown = opened(qtbot, window)
    i18n.speak("zh")
    window.bridge.language_changed.emit()
    choose(shown, "u4ssc")
    assert shown.windowTitle() == "指标体系"
    assert state(shown, "无线宽带订户") == "未选用"
    QTest.keyClick(shown, Qt.Key.Key_F1)
    qtbot.waitUntil(lambda: bool(shown.findChildren(HelpPage)))
    page = shown.findChild(HelpPage)
    assert isinstance(page, HelpPage)
    assert "指标体系" in page.page.toPlainText()
    i18n.speak("en")
    window.bridge.language_changed.emit()
