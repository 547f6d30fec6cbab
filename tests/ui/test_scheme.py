"""The assessment scheme as an office works on it: made, weighed, frozen, filled in over the year."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPushButton,
    QTableView,
    QTreeWidgetItem,
)
from pytestqt.qtbot import QtBot

from tests.ui.opened import type_text
from tests.ui.windows import dialog, notices, plan_of, settle, trigger
from workbench.plan import edits
from workbench.plan.elements import Adjustment, Indicator, Scheme, SchemeItem
from workbench.plan.records import Result, Target
from workbench.settings import Settings
from workbench.ui import theme
from workbench.ui.dialogs.appeal import Appeal
from workbench.ui.dialogs.scheme_begin import BeginScheme
from workbench.ui.dialogs.scheme_open import OpenScheme
from workbench.ui.dialogs.scheme_roll import RollScheme
from workbench.ui.editors.reference_line import ReferenceLine
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.kindform import KindForm
from workbench.ui.views.scheme import SchemeView
from workbench.ui.views.tables import TablesView

Open = Callable[..., MainWindow]


@pytest.fixture
def window(open_window: Open, library: Path) -> MainWindow:
    made = open_window(library)
    made.plans.open("sample-city-2026")
    return made


def shown(qtbot: QtBot, window: MainWindow) -> SchemeView:
    settle(qtbot, window)
    trigger(window, "view.show.scheme")
    settle(qtbot, window)
    view = window.workspace.middle.current
    assert isinstance(view, SchemeView)
    return view


def press(button: QPushButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def scheme(window: MainWindow, year: int = 2027) -> Scheme:
    return next(one for one in plan_of(window).all(Scheme) if one.year == year)


def item(window: MainWindow, id_: str) -> SchemeItem:
    found = plan_of(window).find(id_, SchemeItem)
    assert found is not None
    return found


def column_of(table: QTableView, heading: str) -> int:
    model = table.model()
    return next(
        at
        for at in range(model.columnCount())
        if str(model.headerData(at, Qt.Orientation.Horizontal)).startswith(heading)
    )


def type_into(table: QTableView, row: int, heading: str, text: str) -> None:
    """Type into a cell, as in any spreadsheet."""
    index: QModelIndex = table.model().index(row, column_of(table, heading))
    table.scrollTo(index)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
    QTest.keyClick(table, Qt.Key.Key_Return)
    line = next(one for one in table.viewport().findChildren(QLineEdit) if one.isVisible())
    line.selectAll()
    type_text(line, text)
    offers = line.completer_.popup() if isinstance(line, ReferenceLine) else None
    QTest.keyClick(offers if offers is not None else line, Qt.Key.Key_Return)
    QApplication.processEvents()


def text_of(table: QTableView, row: int, heading: str) -> str:
    return str(table.model().index(row, column_of(table, heading)).data())


def open_again(qtbot: QtBot, window: MainWindow, view: SchemeView, why: str) -> None:
    press(view.freeze)
    asked = dialog(window)
    assert isinstance(asked, OpenScheme)
    type_text(asked.reason, why)
    press(asked.yes)
    settle(qtbot, window)


def test_a_frozen_scheme_is_read_and_opened_for_a_reason(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window)
    assert view.year.currentText() == "Y-2027 2027 · frozen"
    assert "Next: 年中调度 (2027-07-01 – 2027-07-31)." in view.said.text()
    assert "In all 100 / 100" in view.items.sums.text()
    assert not view.share.isEnabled()
    marks = view.items.model.index(0, column_of(view.items.table, "Marks"))
    assert not marks.flags() & Qt.ItemFlag.ItemIsEditable
    assert view.items.form is not None
    editor = view.items.form.rows["method"].editor
    assert editor is not None
    assert not editor.isEnabled()
    press(view.freeze)
    asked = dialog(window)
    assert isinstance(asked, OpenScheme)
    press(asked.yes)
    assert asked.wrong.text() == "To open a frozen scheme needs a reason"
    type_text(asked.reason, "第三季度统一调整")
    asked.adjustment.setFocus()
    QTest.keyClick(asked.adjustment, Qt.Key.Key_Space)
    press(asked.yes)
    settle(qtbot, window)
    assert scheme(window).frozen is False
    assert window.bridge.session.history()[0].reason == "第三季度统一调整"
    assert "第三季度统一调整" in {one.reason for one in plan_of(window).all(Adjustment)}
    assert editor.isEnabled()
    press(view.freeze)
    assert scheme(window).frozen
    trigger(window, "edit.undo")
    assert not scheme(window).frozen


def test_marks_are_weighed_in_the_table_and_shared_out(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window)
    open_again(qtbot, window, view, "调整分值")
    table = view.items.table
    type_into(table, 0, "Marks", "8")
    assert item(window, "x27-a1").marks == 8
    assert view.items.short.isVisible()
    assert "In all 102 / 100 (2 too many)" in view.items.short.text()
    assert "政务服务与数据 34 / 32 (2 too many)" in view.items.short.text()
    press(view.share)
    settle(qtbot, window)
    assert not view.items.short.isVisible()
    assert "In all 100 / 100" in view.items.sums.text()
    # Within its group; the others are as they were.
    assert item(window, "x27-a1").marks != 6
    assert item(window, "x27-b1").marks == 6
    press(view.share)
    assert notices(window)[-1] == "The marks add up already"
    # An indicator that is typed in comes with the unit that answers for it.
    before = len(view.items.model.rows)
    type_into(table, before, "What is assessed", "网上统一入口率")
    made = plan_of(window).all(SchemeItem)[-1]
    assert (made.indicator, made.units is not None, made.method) == ("i-03", True, "completion")


def test_items_stand_under_the_headings_of_their_groups(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window)
    open_again(qtbot, window, view, "调整分组")
    table, model = view.items.table, view.items.model
    headings = {at: model.heading_of(at) for at in range(model.rowCount()) if model.heading_of(at)}
    assert next(iter(headings.values())) == "政务服务与数据: 32 marks"
    first, second, *_ = headings
    assert table.rowHeight(second) > table.rowHeight(first + 1)
    said = model.index(second, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith(headings[second])
    # What is typed stands below the heading, in the row of the item.
    index = model.index(second, column_of(table, "Group"))
    table.scrollTo(index)
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())
    QTest.keyClick(table, Qt.Key.Key_Return)
    line = next(one for one in table.viewport().findChildren(QLineEdit) if one.isVisible())
    row = table.visualRect(index)
    assert row.center().y() <= line.geometry().top()
    assert line.geometry().bottom() <= row.bottom()
    QTest.keyClick(line, Qt.Key.Key_Escape)
    type_into(table, second, "Group", "政务服务与数据")
    settle(qtbot, window)
    # It has come to the group above it.
    assert model.heading_of(second) == ""
    assert model.heading_of(second + 1) == headings[second]
    assert table.rowHeight(second) < table.rowHeight(second + 1)


def test_the_parameters_of_a_method_are_a_form(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window)
    open_again(qtbot, window, view, "完善计分方法")
    window.bridge.navigate.emit("x27-b1", "")
    settle(qtbot, window)
    assert view.items.chosen == "x27-b1"
    form = view.items.form
    assert isinstance(form, KindForm)
    form.finish()
    editor = form.rows["parameters"].editor
    from workbench.ui.editors.method import MethodEditor

    assert isinstance(editor, MethodEditor)
    assert editor.said.text().startswith("The score of the band")
    bands = editor.rows["bands"].widget.findChild(QTableView)
    assert isinstance(bands, QTableView)
    view.items.area.ensureWidgetVisible(bands)
    type_into(bands, 0, "Score", "5.5")
    parameters = item(window, "x27-b1").parameters
    assert parameters is not None
    assert parameters["bands"][0] == {"from": Decimal(100), "to": None, "score": Decimal("5.5")}
    # What the rules say of it stands at the field.
    settle(qtbot, window)
    assert any(one.rule == "A519" for one in window.bridge.session.checker.findings_of("x27-b1"))
    # Another method asks for other things.
    method = form.rows["method"].widget.findChild(QComboBox)
    assert method is not None
    method.setFocus()
    QTest.keyClicks(method, "Rank")
    method.activated.emit(method.currentIndex())
    assert item(window, "x27-b1").method == "rank"
    assert list(editor.rows) == ["rule", "step"]
    rule = editor.rows["rule"].widget.findChild(QComboBox)
    assert rule is not None
    QTest.keyClick(rule, Qt.Key.Key_Down)
    rule.activated.emit(rule.currentIndex())
    assert item(window, "x27-b1").parameters == {"rule": "linear"}


def test_the_work_of_a_year_goes_from_self_assessment_to_the_final_result(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = shown(qtbot, window)
    window.bridge.navigate.emit("y-2026", "")
    settle(qtbot, window)
    assert view.year.currentText().startswith("Y-2026")
    view.tabs.setCurrentIndex(2)
    settle(qtbot, window)
    table = view.results.table
    row = next(at for at, one in enumerate(view.results.model.scores) if one.item.id == "x26-b2")
    computed = Decimal(text_of(table, row, "Worked out"))
    assert text_of(table, row, "How far") == "Not assessed yet"
    type_into(table, row, "Self-assessment", str(computed + 1))
    settle(qtbot, window)
    assert (text_of(table, row, "How far"), text_of(table, row, "Difference")) == ("Self-assessed", "+1")
    type_into(table, row, "Review", str(computed))
    type_into(table, row, "Remark", "复核凭证后按实际完成率计分")
    settle(qtbot, window)
    assert (text_of(table, row, "How far"), text_of(table, row, "Difference")) == ("Reviewed", "0")

    def result() -> Result | None:
        held = scheme(window, 2026).results or ()
        return next((one for one in held if one.item == "x26-b2"), None)

    entered = result()
    assert entered is not None
    assert (entered.self_, entered.review) == (computed + 1, computed)
    assert entered.remark == "复核凭证后按实际完成率计分"
    # Reviews become final results, of the rows shown; what is final stays as it was.
    unit = view.results.unit
    unit.setCurrentIndex(unit.findData(view.results.model.scores[row].unit))
    unit.activated.emit(unit.currentIndex())
    QTest.mouseClick(view.results.take, Qt.MouseButton.NoButton)
    next(one for one in view.results.menu.actions() if one.text() == "Reviews as final results").trigger()
    settle(qtbot, window)
    entered = result()
    assert entered is not None
    assert entered.final == computed
    assert "Final 1" in view.results.said.text()
    # Delete takes out what was entered for a row; undo brings it back.
    table.stand_at(row, 4)
    QTest.keyClick(table, Qt.Key.Key_Delete)
    assert result() is None
    trigger(window, "edit.undo")
    assert result() == entered
    # Pasted lines go into the rows that are shown.
    QApplication.clipboard().setText("3\n3\n")
    others = [at for at in range(len(view.results.model.rows)) if table.isRowHidden(at)]
    before = {at: view.results.model.rows[at].record for at in others}
    table.stand_at(row, 4)
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert text_of(table, row, "Self-assessment") == "3"
    assert {at: view.results.model.rows[at].record for at in others} == before
    # What cannot be understood stays in its cell and is told; pasted lines are one step.
    steps = len(window.bridge.session.history())
    unit.setCurrentIndex(0)
    unit.activated.emit(0)
    QApplication.clipboard().setText("3\t2.5\n4\t很好\n")
    table.stand_at(0, 4)
    QTest.keyClick(table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle(qtbot, window)
    assert len(window.bridge.session.history()) == steps + 1
    assert text_of(table, 0, "Review") == "2.5"


def test_an_appeal_waits_in_the_work_of_the_year_until_it_is_decided(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = shown(qtbot, window)
    window.bridge.navigate.emit("y-2026", "")
    view.tabs.setCurrentIndex(2)
    settle(qtbot, window)
    results, cards = view.results, view.results.steps.cards
    table = results.table
    row = next(at for at, one in enumerate(results.model.scores) if one.item.id == "x26-b2")
    many = len([one for one in results.model.scores if one.status != "exempt"])
    # The steps of the year with their days, and how many results have come through each.
    assert cards["self"].far.text() == f"2 of {many}"
    assert cards["self"].when.text() == "ended 2027-01-15"
    assert cards["appeal"].far.text() == "1 of 1 decided"
    assert cards["use"].far.text() == "stated in the scheme"
    # What was not reviewed cannot be appealed against.
    table.stand_at(row, 4)
    assert not results.appeal.isEnabled()
    type_into(table, row, "Self-assessment", "5")
    type_into(table, row, "Remark", "凭证齐全")
    type_into(table, row, "Review", "4")
    settle(qtbot, window)
    assert text_of(table, row, "Remark") == ""
    assert "corrected without a remark" in results.said.text()
    type_into(table, row, "Remark", "少两份凭证")
    settle(qtbot, window)
    assert "corrected without a remark" not in results.said.text()
    table.stand_at(row, 4)
    press(results.appeal)
    asked = dialog(window)
    assert isinstance(asked, Appeal)
    # It has to say something.
    asked.yes.click()
    assert asked.wrong.isVisible()
    type_text(asked.text, "凭证已于2月补交")
    asked.day.setText("2027-03-01")
    asked.yes.click()
    settle(qtbot, window)
    assert text_of(table, row, "How far") == "Appeal to decide"
    assert cards["appeal"].far.text() == "1 of 2 decided"
    assert "少两份凭证" in results.course.text()
    assert "2027-03-01" in results.course.text()
    assert not results.appeal.isEnabled()
    # A review does not become final over it.
    next(one for one in results.menu.actions() if one.text() == "Reviews as final results").trigger()
    settle(qtbot, window)
    assert text_of(table, row, "Final") == ""
    type_into(table, row, "Final", "5")
    type_into(table, row, "Remark", "申诉成立")
    settle(qtbot, window)
    assert text_of(table, row, "How far") == "Final"
    assert cards["appeal"].far.text() == "2 of 2 decided"
    held = [one for one in scheme(window, 2026).results or () if one.item == "x26-b2"]
    assert [one.remark for one in held] == ["凭证齐全", "少两份凭证", "凭证已于2月补交", "申诉成立"]
    # Everything final: the year has its result.
    assert cards["final"].far.text() == f"3 of {many}"
    for way in ("Worked-out scores as reviews", "Reviews as final results"):
        next(one for one in results.menu.actions() if one.text() == way).trigger()
        settle(qtbot, window)
    open_rows = [at for at, one in enumerate(results.model.courses) if one.state != "final"]
    for at in open_rows:
        type_into(table, at, "Final", "1")
    settle(qtbot, window)
    assert cards["final"].far.text().startswith(f"{many} of {many} · ")


def test_a_scheme_is_rolled_forward_item_by_item(qtbot: QtBot, window: MainWindow) -> None:
    view = shown(qtbot, window)
    press(view.roll)
    asked = dialog(window)
    assert isinstance(asked, RollScheme)
    assert "100 of 100 marks" in asked.said.text()
    first = asked.table.item(3, 0)
    assert first is not None
    name = first.text()
    first.setCheckState(Qt.CheckState.Unchecked)
    reason = asked.table.item(3, 4)
    assert reason is not None
    asked.table.setCurrentItem(reason)
    asked.table.scrollToItem(reason)
    asked.table.setFocus()
    QTest.keyClick(asked.table, Qt.Key.Key_F2)
    line = next(one for one in asked.table.viewport().findChildren(QLineEdit) if one.isVisible())
    line.selectAll()
    type_text(line, "移交专项考核")
    # What is still being typed counts, too.
    press(asked.yes)
    settle(qtbot, window)
    made = scheme(window, 2028)
    assert not made.frozen
    assert "移交专项考核" in (made.notes or "")
    assert view.scheme == made
    assert "In all 100 / 100" in view.items.sums.text()
    view.tabs.setCurrentIndex(3)
    told = [text_of(view.compared.table, at, "Against") for at in range(view.compared.model.rowCount())]
    names = [text_of(view.compared.table, at, "What is") for at in range(view.compared.model.rowCount())]
    assert told[-1] == "－ No longer assessed"
    assert names[-1] == name
    trigger(window, "edit.undo")
    assert [one.year for one in plan_of(window).all(Scheme)] == [2026, 2027]
    settle(qtbot, window)
    assert view.scheme is not None


def test_units_scored_by_themselves_keep_marks_that_add_up_when_rolled(
    qtbot: QtBot, window: MainWindow
) -> None:
    view = shown(qtbot, window)
    plan = plan_of(window)
    # Two units, each with two items of its own; one of them leaves.
    gone = next(one for one in plan.all(Indicator) if one.code == "I-18")
    targets = tuple(one for one in gone.targets or () if one.year == 2026) or (
        Target(year=2026, value=Decimal(1)),
    )
    change = edits.set_field(plan, gone.id, "targets", targets)
    assert window.bridge.apply(change)
    begun = edits.add(plan, "scheme", {"year": 2029, "scope": "unit", "code": "Y-2029"})
    scheme_id = begun.operations[0].id
    assert window.bridge.apply(begun)
    others = [one for one in plan.all(Indicator) if one.id != gone.id and one.targets][:3]
    for indicator, unit, marks in zip(
        (gone, *others), ("u-data", "u-data", "u-edu", "u-edu"), (40, 60, 30, 70), strict=True
    ):
        values = {
            "scheme": scheme_id,
            "indicator": indicator.id,
            "units": (unit,),
            "marks": Decimal(marks),
            "method": "completion",
        }
        assert window.bridge.apply(edits.add(plan, "scheme_item", values))
    settle(qtbot, window)
    view.show_scheme(scheme_id)
    settle(qtbot, window)
    press(view.roll)
    asked = dialog(window)
    assert isinstance(asked, RollScheme)
    assert asked.by_unit.isChecked()
    assert "100 marks for each unit" in asked.said.text()
    QTest.mouseClick(asked.by_unit, Qt.MouseButton.LeftButton, pos=QPoint(10, asked.by_unit.height() // 2))
    assert "do not add up by themselves" in asked.said.text()
    QTest.mouseClick(asked.by_unit, Qt.MouseButton.LeftButton, pos=QPoint(10, asked.by_unit.height() // 2))
    press(asked.yes)
    settle(qtbot, window)
    assert scheme(window, 2030).scope == "unit"
    for unit in ("u-data", "u-edu"):
        own = [
            one.marks or Decimal(0)
            for one in plan.all(SchemeItem)
            if one.scheme == scheme(window, 2030).id and unit in (one.units or ())
        ]
        assert sum(own) == 100


def test_a_scheme_is_begun_in_chinese_and_printed(
    qtbot: QtBot, open_window: Open, library: Path, home: Path
) -> None:
    Settings(language="zh", author="李雷").save()
    window = open_window(library)
    window.plans.open("sample-city-2026")
    view = shown(qtbot, window)
    press(view.begin)
    asked = dialog(window)
    assert isinstance(asked, BeginScheme)
    assert asked.year.currentText() == "2028"
    assert asked.windowTitle() == "新建考核方案"
    head = asked.tree.topLevelItem(0)
    assert head is not None
    assert head.text(0).startswith("当年有目标值的约束性指标")
    chosen = len(asked.chosen)
    head.setCheckState(0, Qt.CheckState.Unchecked)
    chosen -= head.childCount()
    assert len(asked.chosen) == chosen
    press(asked.yes)
    settle(qtbot, window)
    made = scheme(window, 2028)
    assert len(plan_of(window).owned(made.id)) == chosen
    assert "总计 100 / 100" in view.items.sums.text()
    assert [one.step for one in made.calendar or ()][-1] == "结果审定、通报和运用"
    assert view.printout() is not None


def test_a_plan_without_a_scheme_says_what_to_do(qtbot: QtBot, window: MainWindow) -> None:
    window.plans.open("prd-cluster-2014")
    view = shown(qtbot, window)
    for one in plan_of(window).all(Scheme):
        from workbench.plan import edits

        window.bridge.apply(edits.delete(plan_of(window), [one.id]))
    settle(qtbot, window)
    assert view.said.text().startswith("The plan has no assessment scheme yet.")
    assert not view.tabs.isVisible()
    assert view.begin.isEnabled()
    press(view.begin)
    asked: QDialog = dialog(window)
    asked.reject()


def test_a_frozen_scheme_is_read_in_its_form_where_results_are_entered(
    qtbot: QtBot, window: MainWindow
) -> None:
    settle(qtbot, window)
    view = window.workspace.form
    window.bridge.navigate.emit("y-2027", "")
    settle(qtbot, window)
    why = "The scheme of 2027 is frozen: only results are entered. “Open again…”"
    assert view.settled.isVisible()
    assert view.settled.text().startswith(why)
    form = view.form
    assert form is not None
    form.finish()
    enabled = {name for name, row in form.rows.items() if row.editor is not None and row.editor.isEnabled()}
    assert enabled == {"results"}
    # Nor do its items come and go by the keys of their table, which can still be read and opened.
    items = form.owned["items"]
    before = plan_of(window).owned("y-2027")
    items.view.stand_at(0)
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace, Qt.Key.Key_Insert):
        QTest.keyClick(items.view, key)
    QTest.keyClick(items.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert plan_of(window).owned("y-2027") == before
    assert not window.bridge.session.history()[1:]
    window.bridge.navigate.emit(before[0], "")
    settle(qtbot, window)
    form = view.form
    assert form is not None
    form.finish()
    assert view.settled.text().startswith(why)
    assert not any(row.editor.isEnabled() for row in form.rows.values() if row.editor is not None)
    # Open again, both are as any other.
    open_again(qtbot, window, shown(qtbot, window), "调整分值")
    assert not view.settled.isVisible()
    assert all(row.editor.isEnabled() for row in form.rows.values() if row.editor is not None)


def test_a_frozen_scheme_keeps_its_cells_in_the_tables(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "view.show.tables")
    settle(qtbot, window)
    view = window.workspace.middle.current
    assert isinstance(view, TablesView)
    plan = plan_of(window)
    held = dict(plan.elements)

    def stand(kind: str, id_: str, key: str) -> None:
        view.show_kind(kind)
        settle(qtbot, window)
        at = view.model.place_of(id_)
        assert at is not None
        number = next(at for at, one in enumerate(view.model.columns) if one.key == key)
        view.grid.stand_at(at, number)
        QApplication.processEvents()

    for kind, id_, key in (("scheme_item", "x27-a1", "marks"), ("scheme", "y-2027", "frozen")):
        stand(kind, id_, key)
        assert view.where.text().startswith("The scheme of 2027 is frozen: only results are entered.")
        assert not view.grid.rows.flags(view.grid.currentIndex()) & Qt.ItemFlag.ItemIsEditable
        for verb in ("delete", "clear", "open_cell", "set_chosen"):
            getattr(view, verb)()
            assert plan.elements == held
            assert notices(window)[-1].startswith("The scheme of 2027 is frozen")
        for keys in (Qt.Key.Key_9, Qt.Key.Key_F2, Qt.Key.Key_Return):
            QTest.keyClick(view.grid, keys)
        assert not [one for one in window.findChildren(QDialog) if one.isVisible()]
    stand("scheme_item", "x27-a1", "marks")
    QApplication.clipboard().setText("9")
    view.paste()
    if asked := [one for one in window.findChildren(QDialog) if one.isVisible()]:
        asked[0].accept()
    view.duplicate()
    assert plan.elements == held
    # A figure of the plan that a frozen scheme names is no part of it.
    stand("indicator", "i-03", "name")
    assert not view.where.text().startswith("The scheme")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_what_is_not_ticked_shows_that_it_can_be(qtbot: QtBot, window: MainWindow, name: str) -> None:
    view = shown(qtbot, window)
    trigger(window, f"view.theme.{name}")
    settle(qtbot, window)
    press(view.begin)
    asked = dialog(window)
    assert isinstance(asked, BeginScheme)
    head = asked.tree.topLevelItem(0)
    assert head is not None
    row = head.child(0)
    assert row is not None

    def tints(row: QTreeWidgetItem) -> set[str]:
        """The colours where the tick of a row stands."""
        place = asked.tree.visualItemRect(row)
        place.setLeft(asked.tree.indentation() * (1 if row.parent() is None else 2))
        place.setWidth(asked.fontMetrics().height())
        image = asked.tree.viewport().grab(place).toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    def frame(tint: str) -> str:
        return theme.colour(tint).name()

    row.setCheckState(0, Qt.CheckState.Unchecked)
    assert frame("faint") in tints(row)
    assert frame("accent") not in tints(row)
    # The heading is ticked in part.
    assert head.checkState(0) == Qt.CheckState.PartiallyChecked
    assert frame("accent") in tints(head)
    row.setCheckState(0, Qt.CheckState.Checked)
    assert frame("accent") in tints(row)
