"""Entering actual values as a person does: typing, pasting, taking in a table, undoing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from tests.actual_values import elements
from tests.ui.opened import Desk, type_text
from workbench.analysis.actuals import Row, cell
from workbench.plan.elements import Indicator
from workbench.session.session import Session
from workbench.ui.dialogs.evidence import EvidenceDialog
from workbench.ui.dialogs.table_preview import PastePreview
from workbench.ui.models.actuals_rows import MARK_ROLE
from workbench.ui.views.actuals import ActualsView

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ROLE = Qt.ItemDataRole


@pytest.fixture
def desk(tmp_path: Path, qtbot: QtBot) -> Iterator[Desk]:
    """The plan of actual values, opened without a window."""
    path = tmp_path / "plans.workbench"
    with Session.create(path) as made:
        made.import_plan(elements())
    session = Session.open(path, author="李雷")
    session.open_plan("plan")
    made_desk = Desk(session)
    yield made_desk
    made_desk.bridge.close()
    session.close()


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> ActualsView:
    made = ActualsView(desk.bridge)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.show()
    qtbot.waitExposed(made)
    made.grid.setFocus()
    qtbot.waitUntil(lambda: bool(made.said.text()))
    return made


def go(view: ActualsView, row: Row, period: str) -> None:
    keys = [one.key for one in view.model.columns]
    view.grid.stand_at(view.model.rows.index(row), keys.index(period))


def text(view: ActualsView, row: Row, period: str, role: int = ROLE.DisplayRole) -> str:
    keys = [one.key for one in view.model.columns]
    return str(view.model.index(view.model.rows.index(row), keys.index(period)).data(role) or "")


def enter(view: ActualsView, row: Row, period: str, typed: str) -> None:
    """Go to a cell, type, press Enter."""
    go(view, row, period)
    view.grid.edit_cell()
    editor = view.grid.indexWidget(view.grid.currentIndex())
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    type_text(editor, typed)
    press_return(editor)


def press_return(editor: QWidget) -> None:
    QTest.keyClick(editor, Key.Key_Return)
    # Qt takes what was typed once the key has been dealt with.
    QApplication.processEvents()


def held(desk: Desk, id_: str, period: str, unit: str | None = None) -> tuple[str, Decimal | None]:
    indicator = desk.plan.elements[id_]
    assert isinstance(indicator, Indicator)
    found = cell(indicator, period, unit)
    return found.text, found.actual.value if found.actual is not None else None


def dialog(view: ActualsView) -> QDialog:
    return next(one for one in view.findChildren(QDialog) if one.isVisible())


def test_values_are_typed_below_one_another_and_undone_one_by_one(view: ActualsView, desk: Desk) -> None:
    go(view, Row("i3", "d1"), "2027-H1")
    QTest.keyClicks(view.grid, "7")
    editor = view.grid.indexWidget(view.grid.currentIndex())
    assert isinstance(editor, QLineEdit)
    type_text(editor, "８%")
    press_return(editor)
    assert held(desk, "i3", "2027-H1", "d1") == ("7８%", Decimal(78))
    # Typing goes on in the row below.
    QTest.keyClicks(view.grid, "7")
    editor = view.grid.indexWidget(view.grid.currentIndex())
    type_text(editor, "5")
    press_return(editor)
    assert held(desk, "i3", "2027-H1", "d2") == ("75", Decimal(75))
    assert text(view, Row("i3", "d1"), "completion") == "97.5 %"
    desk.session.undo()
    desk.session.undo()
    assert held(desk, "i3", "2027-H1", "d1") == ("", None)
    assert text(view, Row("i3", "d1"), "2027-H1") == ""


def test_what_is_no_figure_stays_as_typed_and_is_told(view: ActualsView, desk: Desk, qtbot: QtBot) -> None:
    enter(view, Row("i1"), "2027-Q2", "国际领先")
    qtbot.waitUntil(view.wrong.isVisible)
    assert text(view, Row("i1"), "2027-Q2") == "国际领先"
    assert "国际领先" in view.wrong.text()
    assert held(desk, "i1", "2027-Q2") == ("", None)
    enter(view, Row("i1"), "2027-Q2", "86")
    qtbot.waitUntil(lambda: not view.wrong.isVisible())
    assert held(desk, "i1", "2027-Q2") == ("86", Decimal(86))


@pytest.mark.parametrize("agrees", [True, False])
def test_another_unit_is_asked_about(
    view: ActualsView, desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, agrees: bool
) -> None:
    asked: list[str] = []

    def answer(box: QMessageBox) -> int:
        asked.append(box.text())
        buttons = box.buttons()
        role = QMessageBox.ButtonRole.AcceptRole if agrees else QMessageBox.ButtonRole.RejectRole
        next(one for one in buttons if box.buttonRole(one) == role).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", answer)
    enter(view, Row("i2"), "2027", "12.3万户")
    qtbot.waitUntil(lambda: bool(asked))
    assert "12.3万户" in asked[0]
    assert "123000 户" in asked[0]
    qtbot.waitUntil(lambda: text(view, Row("i2"), "2027") == ("12.3万户" if agrees else ""))
    assert held(desk, "i2", "2027") == (("12.3万户", Decimal(123_000)) if agrees else ("", None))


def test_marks_say_what_is_late_missing_and_suspicious(view: ActualsView, desk: Desk, qtbot: QtBot) -> None:
    assert text(view, Row("i1"), "2027-Q2", MARK_ROLE) == "missing"
    enter(view, Row("i1"), "2027-Q2", "860")
    assert text(view, Row("i1"), "2027-Q2", MARK_ROLE) == "impossible"
    assert "0-100 %" in text(view, Row("i1"), "2027-Q2", ROLE.ToolTipRole)
    assert "0-100 %" in text(view, Row("i1"), "2027-Q2", ROLE.AccessibleTextRole)
    view.bar.choose_state("suspicious")
    view.bar.wanted.emit()
    assert view.model.rows == [Row("i1")]
    view.bar.choose_state("late")
    view.bar.wanted.emit()
    assert view.model.rows == []
    qtbot.waitUntil(view.empty.isVisible)
    view.bar.years.setCurrentIndex(view.bar.years.findData(2026))
    view.bar.wanted.emit()
    assert view.model.rows == [Row("i2"), Row("i3", "d1"), Row("i3", "d2")]


def test_the_values_of_a_unit_or_mine(view: ActualsView, desk: Desk, qtbot: QtBot) -> None:
    view.bar.choose_unit("u1")
    view.bar.wanted.emit()
    assert {row.indicator for row in view.model.rows} == {"i1", "i3"}
    desk.bridge.settings.own_unit = "西区"
    view.bar.choose_unit("mine")
    view.bar.wanted.emit()
    assert view.model.rows == [Row("i3", "d2")]
    view.bar.choose_unit("")
    type_text(view.bar.search, "光纤")
    qtbot.waitUntil(lambda: view.model.rows == [Row("i2")])


def test_no_value_has_a_reason_and_a_remark(view: ActualsView, desk: Desk) -> None:
    enter(view, Row("i1"), "2027-Q2", "—")
    go(view, Row("i1"), "2027-Q2")
    assert held(desk, "i1", "2027-Q2") == ("—", None)
    side = view.side
    assert side.reason.isVisible()
    side.reason.setCurrentIndex(side.reason.findData("confidential"))
    side.reason.activated.emit(side.reason.currentIndex())
    type_text(side.remark, "按规定不公开")
    QTest.keyClick(side.remark, Key.Key_Return)
    indicator = desk.plan.elements["i1"]
    assert isinstance(indicator, Indicator)
    assert cell(indicator, "2027-Q2", None)[1:] == ("confidential", "按规定不公开")
    assert text(view, Row("i1"), "2027-Q2", MARK_ROLE) == "stated"
    go(view, Row("i1"), "2027-Q1")
    assert side.remark.text() == "系统导出"
    assert not side.reason.isVisible()


def test_evidence_of_a_cell(view: ActualsView, desk: Desk) -> None:
    go(view, Row("i1"), "2027-Q1")
    QTest.mouseClick(view.side.evidence, Qt.MouseButton.LeftButton)
    shown = dialog(view)
    assert isinstance(shown, EvidenceDialog)
    shown.editor.edited.emit(("统计月报.pdf",))
    shown.accept()
    indicator = desk.plan.elements["i1"]
    assert isinstance(indicator, Indicator)
    found = cell(indicator, "2027-Q1", None).actual
    assert found is not None
    assert found.evidence == ("统计月报.pdf",)
    assert found.remark == "系统导出"
    assert "1" in view.side.evidence.text()


def test_a_block_from_a_spreadsheet_is_looked_through_and_is_one_step(view: ActualsView, desk: Desk) -> None:
    QGuiApplication.clipboard().setText(
        "指标\t区县\t2027年上半年\t2027年\n事件按期处置率\t东区\t79\t\n光纤用户数\t\t\t12.3万户\n不知道\t\t1\t\n"
    )
    QTest.keyClick(view.grid, Key.Key_V, CTRL)
    shown = dialog(view)
    assert isinstance(shown, PastePreview)
    assert shown.yes.text() == "Paste"
    assert shown.refusals.count() == 2
    QTest.keyClick(shown.makes, Key.Key_Space)
    assert shown.refusals.count() == 1
    shown.accept()
    assert held(desk, "i3", "2027-H1", "d1") == ("79", Decimal(79))
    assert held(desk, "i2", "2027") == ("12.3万户", Decimal(123_000))
    desk.session.undo()
    assert held(desk, "i3", "2027-H1", "d1") == ("", None)
    assert held(desk, "i2", "2027") == ("", None)


def test_copy_fill_down_and_empty(view: ActualsView, desk: Desk) -> None:
    go(view, Row("i1"), "2027-Q1")
    QTest.keyClick(view.grid, Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "83\n"
    go(view, Row("i1"), "2027-Q2")
    QTest.keyClick(view.grid, Key.Key_V, CTRL)
    assert held(desk, "i1", "2027-Q2") == ("83", Decimal(83))
    enter(view, Row("i3", "d1"), "2027-H1", "77")
    go(view, Row("i3", "d2"), "2027-H1")
    QTest.keyClick(view.grid, Key.Key_D, CTRL)
    assert held(desk, "i3", "2027-H1", "d2") == ("77", Decimal(77))
    QTest.keyClick(view.grid, Key.Key_Delete)
    assert held(desk, "i3", "2027-H1", "d2") == ("", None)


def test_a_sheet_goes_out_and_comes_back(view: ActualsView, desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "填报表.csv"
    view.give_out(path)
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    at = next(number for number, line in enumerate(lines) if "网上可办率" in line)
    cells = lines[at].split(",")
    head = next(line for line in lines if "2027-Q2" in line).split(",")
    cells[head.index('"2027-Q2"')] = '"85.5"'
    lines[at] = ",".join(cells)
    path.write_text("\r\n".join(lines), encoding="utf-8-sig")
    view.take_in(path)
    shown = dialog(view)
    assert isinstance(shown, PastePreview)
    assert shown.yes.text() == "Import"
    assert not shown.refusals.count()
    shown.accept()
    assert held(desk, "i1", "2027-Q2") == ("85.5", Decimal("85.5"))


def test_what_happens_elsewhere_is_followed(view: ActualsView, desk: Desk) -> None:
    from workbench.plan import edits

    desk.bridge.navigate.emit("i3", "actuals[2027-H1,d2]")
    assert view.current() == (Row("i3", "d2"), "2027-H1")
    desk.bridge.apply(edits.rename(desk.plan, "i3", "事件办结率"))
    QApplication.processEvents()
    at = view.grid.currentIndex().row()
    assert "事件办结率" in view.model.headerData(at, Qt.Orientation.Vertical)
    desk.bridge.apply(edits.delete(desk.plan, ["i3"]))
    assert {row.indicator for row in view.model.rows} == {"i1", "i2"}
