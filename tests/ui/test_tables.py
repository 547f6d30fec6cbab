"""The tables of a plan, as a person uses them: keys, clipboard, previews, filters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt
from PySide6.QtGui import QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import Desk, opened, type_text
from tests.ui.windows import settle, trigger
from workbench import settings
from workbench.analysis.tables import Arrangement, Condition
from workbench.plan import edits
from workbench.ui.dialogs.table_choices import CellValue, ChooseColumns, OwnUnit, SaveFilter
from workbench.ui.dialogs.table_filter import ColumnFilter
from workbench.ui.dialogs.table_preview import OutcomePreview, PastePreview
from workbench.ui.editors.choose import CalmCombo
from workbench.ui.editors.reference_line import ReferenceLine
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.tables import TablesView

WAN = 1_000_000


@pytest.fixture
def view(desk: Desk, qtbot: QtBot, speak: None) -> TablesView:
    return shown(desk, qtbot)


@pytest.fixture
def speak() -> Iterator[None]:
    from workbench.i18n import speak

    speak("en")
    yield
    speak(None)


def shown(desk: Desk, qtbot: QtBot) -> TablesView:
    view = TablesView(desk.bridge)
    qtbot.addWidget(view)
    view.resize(1200, 700)
    view.show()
    qtbot.waitExposed(view)
    view.grid.setFocus()
    return view


def column(view: TablesView, key: str) -> int:
    return [one.key for one in view.model.columns].index(key)


def stand(view: TablesView, id_: str, key: str) -> None:
    row = view.model.place_of(id_)
    assert row is not None
    view.grid.stand_at(row, column(view, key))


def text(view: TablesView, id_: str, key: str) -> str:
    row = view.model.place_of(id_)
    assert row is not None
    return view.model.text_at(row, column(view, key))


def rows(view: TablesView) -> list[str]:
    return view.model.ids_from(0)


def the(view: QWidget, kind: type[QDialog]) -> QDialog:
    (found,) = [one for one in view.findChildren(kind) if one.isVisible()]
    return found


def put_on_clipboard(text_: str, html: str = "") -> None:
    data = QMimeData()
    data.setText(text_)
    if html:
        data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)


def editor_of(view: TablesView) -> QLineEdit:
    found = [one for one in view.grid.viewport().findChildren(QLineEdit) if one.isVisible()]
    assert found
    return found[-1]


def enter(editor: QLineEdit) -> None:
    """Press Enter; Qt takes what was typed a moment later."""
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QApplication.processEvents()


def chip(view: TablesView, text_: str) -> QToolButton:
    (found,) = [
        one
        for one in view.strip.findChildren(QToolButton)
        if one.isVisible() and one.text().startswith(text_)
    ]
    return found


def sorting(view: TablesView) -> list[tuple[str, bool]]:
    return list(view.model.arrangement.sort)


def select(view: TablesView, ids: list[str], *keys: str) -> None:
    model = view.grid.selectionModel()
    stand(view, ids[0], keys[0])
    for id_ in ids:
        for key in keys:
            row = view.model.place_of(id_)
            assert row is not None
            model.select(view.model.index(row, column(view, key)), model.SelectionFlag.Select)


# -- editing -----------------------------------------------------------------------------------------------


def test_a_cell_is_typed_in_place_and_undone(view: TablesView, desk: Desk) -> None:
    stand(view, "p3", "title")
    QTest.keyClick(view.grid, Qt.Key.Key_F2)
    editor = editor_of(view)
    assert editor.text() == "城市大脑"
    editor.setText("城市智能中枢")
    enter(editor)
    assert view.grid.currentIndex().row() == 3
    assert desk.get("p3", "title") == "城市智能中枢"
    assert desk.steps()[0] == "Set {field} of {name}"
    desk.session.undo()
    assert text(view, "p3", "title") == "城市大脑"


def test_typing_begins_at_once_and_what_is_not_understood_stays_with_its_reason(
    view: TablesView, desk: Desk
) -> None:
    stand(view, "p2", "start")
    QTest.keyClicks(view.grid, "s")
    QTest.keyClicks(editor_of(view), "oon")
    enter(editor_of(view))
    assert desk.get("p2", "start") == date(2026, 4, 1)
    assert text(view, "p2", "start") == "soon"
    assert "soon" in view.wrong.text()
    stand(view, "p2", "start")
    QTest.keyClicks(view.grid, "2")
    QTest.keyClicks(editor_of(view), "027/3/1")
    enter(editor_of(view))
    assert desk.get("p2", "start") == date(2027, 3, 1)
    assert view.wrong.text() == ""


def test_chinese_can_be_typed_at_once(view: TablesView, desk: Desk) -> None:
    stand(view, "p3", "title")
    assert view.grid.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    typed = QInputMethodEvent()
    typed.setCommitString("城")
    QApplication.sendEvent(view.grid, typed)
    editor = editor_of(view)
    assert editor.text() == "城"
    type_text(editor, "市智脑")
    enter(editor)
    assert desk.get("p3", "title") == "城市智脑"


def test_the_row_is_named_when_its_name_is_out_of_sight(view: TablesView) -> None:
    # Too wide to stay while the other columns are scrolled.
    view.grid.heads.resizeSection(column(view, "title"), round(view.grid.viewport().width() * 0.8))
    stand(view, "p2", "title")
    assert view.where.text() == ""
    stand(view, "p2", "goals")
    QApplication.processEvents()
    assert view.where.text() == "P-002 公共数据平台"


def test_code_and_name_stay_while_the_others_are_scrolled_sideways(view: TablesView, desk: Desk) -> None:
    view.resize(view.fontMetrics().averageCharWidth() * 110, 500)
    grid = view.grid
    assert not grid.frozen.isVisible()
    stand(view, "p2", "goals")
    across = grid.horizontalScrollBar()
    across.setValue(across.maximum())
    frozen = grid.frozen
    assert frozen.isVisible()
    assert [view.model.columns[at].key for at in frozen.columns()] == ["code", "title"]
    assert view.where.text() == ""
    # A click on a name chooses its cell and leaves what is beside it where it is.
    row = view.model.place_of("p3")
    assert row is not None
    wide = grid.columnWidth(0)
    y = grid.heads.height() + grid.rowViewportPosition(row) + 4
    QTest.mouseClick(frozen, Qt.MouseButton.LeftButton, pos=QPoint(wide + 20, y))
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (row, column(view, "title"))
    assert across.value() == across.maximum()
    # Going right by the keys never ends below what stays.
    for _ in range(4):
        QTest.keyClick(grid, Qt.Key.Key_Right)
        assert grid.columnViewportPosition(grid.currentIndex().column()) >= frozen.room()
    # To type in what stays, the grid is scrolled back to where the cell is.
    QTest.mouseDClick(frozen, Qt.MouseButton.LeftButton, pos=QPoint(wide + 20, y))
    editor = editor_of(view)
    assert not frozen.isVisible()
    editor.setText("城市智能中枢")
    enter(editor)
    assert desk.get("p3", "title") == "城市智能中枢"
    # The heading sorts as ever.
    across.setValue(across.maximum())
    QTest.mouseClick(frozen, Qt.MouseButton.LeftButton, pos=QPoint(wide + 12, grid.heads.height() // 2))
    assert sorting(view) == [("title", False)]


def test_a_new_element_is_typed_in_the_last_line(view: TablesView, desk: Desk) -> None:
    QTest.keyClick(view.grid, Qt.Key.Key_Insert)
    editor = editor_of(view)
    type_text(editor, "数据开放平台")
    enter(editor)
    (new,) = [one for one in desk.plan.of_kind("project") if one.name_shown == "数据开放平台"]
    assert new.code == "P-004"
    assert view.model.id_at(view.grid.currentIndex().row()) == new.id
    assert desk.steps()[0] == "Add {kind} {name}"


def test_a_new_milestone_waits_until_it_has_a_project(view: TablesView, desk: Desk) -> None:
    view.show_kind("milestone")
    last = len(view.model.rows)
    view.model.put_text(last, column(view, "title"), "初验")
    assert desk.plan.count("milestone") == 2
    assert view.wrong.text()
    assert view.model.text_at(last, column(view, "title")) == "初验"
    view.model.put_text(last, column(view, "project"), "P-003")
    assert desk.plan.count("milestone") == 3
    assert view.model.draft == {}


def test_ctrl_enter_sets_all_chosen_cells(view: TablesView, desk: Desk) -> None:
    select(view, ["p1", "p2", "p3"], "start")
    QTest.keyClick(view.grid, Qt.Key.Key_F2)
    editor = editor_of(view)
    editor.setText("2026-05-01")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [desk.get(id_, "start") for id_ in ("p1", "p2", "p3")] == [date(2026, 5, 1)] * 3
    assert len(desk.steps()) == 1


def test_a_value_is_chosen_for_many_cells(view: TablesView, desk: Desk) -> None:
    select(view, ["p2", "p3"], "status")
    QTest.keyClick(view.grid, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    dialog = the(view, CellValue)
    assert isinstance(dialog, CellValue)
    dialog.editor.commit("active")
    dialog.accept()
    assert [desk.get(id_, "status") for id_ in ("p2", "p3")] == ["active", "active"]


def test_emptying_cells_says_what_cannot_be_empty(view: TablesView, desk: Desk) -> None:
    select(view, ["p2"], "start", "end")
    QTest.keyClick(view.grid, Qt.Key.Key_Delete)
    assert desk.get("p2", "start") is None
    assert desk.get("p2", "end") is None
    view.show_kind("milestone")
    stand(view, "m1", "project")
    QTest.keyClick(view.grid, Qt.Key.Key_Delete)
    dialog = the(view, OutcomePreview)
    assert isinstance(dialog, OutcomePreview)
    assert not dialog.yes.isEnabled()
    dialog.reject()
    assert desk.get("m1", "project") == "p2"


def test_a_small_table_is_opened_in_its_own_editor(view: TablesView, desk: Desk) -> None:
    view.model.show_columns(["code", "title", "funding", "goals"])
    stand(view, "p2", "funding")
    QTest.keyClick(view.grid, Qt.Key.Key_Return)
    dialog = the(view, CellValue)
    assert isinstance(dialog, CellValue)
    line = desk.plan.elements["p2"].get("funding")[0]
    dialog.editor.edited.emit((line,))
    dialog.accept()
    assert desk.get("p2", "funding") == (line,)


def test_choices_and_elements_are_chosen_in_the_cell(view: TablesView, desk: Desk) -> None:
    stand(view, "p3", "status")
    view.grid.edit_cell()
    combo = next(one for one in view.grid.viewport().findChildren(CalmCombo) if one.isVisible())
    combo.setCurrentIndex(combo.findData("active"))
    combo.activated.emit(combo.currentIndex())
    assert desk.get("p3", "status") == "active"
    stand(view, "p3", "lead_unit")
    view.grid.edit_cell()
    line = next(one for one in view.grid.viewport().findChildren(ReferenceLine) if one.isVisible())
    line.chosen.emit("u2")
    assert desk.get("p3", "lead_unit") == "u2"
    stand(view, "p3", "lead_unit")
    view.grid.edit_cell()
    line = next(one for one in view.grid.viewport().findChildren(ReferenceLine) if one.isVisible())
    line.setText("数据局")
    enter(line)
    assert desk.get("p3", "lead_unit") == "u1"


def test_fill_down_is_looked_through_first(view: TablesView, desk: Desk) -> None:
    select(view, ["p2", "p3"], "lead_unit", "code")
    QTest.keyClick(view.grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    dialog = the(view, OutcomePreview)
    assert isinstance(dialog, OutcomePreview)
    assert dialog.refusals.count() == 1
    assert desk.get("p3", "lead_unit") is None
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert desk.get("p3", "lead_unit") == "u1"
    assert desk.get("p3", "code") == "P-003"
    assert desk.steps() == ["Fill down in {kind}"]


def test_rows_are_deleted_and_duplicated(view: TablesView, desk: Desk) -> None:
    stand(view, "p3", "title")
    QTest.keyClick(view.grid, Qt.Key.Key_Delete, Qt.KeyboardModifier.ControlModifier)
    assert "p3" not in desk.plan
    assert rows(view) == ["p1", "p2"]
    stand(view, "p2", "title")
    view.duplicate()
    assert desk.plan.count("project") == 3
    assert len(rows(view)) == 3


def test_nothing_is_edited_when_the_library_is_read_only(
    tmp_path: Path, home: Path, qtbot: QtBot, speak: None
) -> None:
    with opened(tmp_path, read_only=True) as desk:
        view = shown(desk, qtbot)
        assert view.model.rowCount() == 3
        stand(view, "p2", "title")
        for verb in (
            "paste",
            "fill_down",
            "clear",
            "delete",
            "begin",
            "open_cell",
            "set_chosen",
            "duplicate",
        ):
            getattr(view, verb)()
        assert not view.model.flags(view.grid.currentIndex()) & Qt.ItemFlag.ItemIsEditable
        assert not view.findChildren(QDialog)


# -- clipboard ---------------------------------------------------------------------------------------------


def test_cells_are_copied_as_text_and_as_a_table(view: TablesView) -> None:
    select(view, ["p2", "p3"], "code", "title")
    QTest.keyClick(
        view.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    data = QGuiApplication.clipboard().mimeData()
    assert data.text() == "Code\tTitle\nP-002\t公共数据平台\nP-003\t城市大脑\n"
    assert "<td" in data.html()
    QTest.keyClick(view.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "P-002\t公共数据平台\nP-003\t城市大脑\n"


def test_a_pasted_table_is_previewed_and_made_as_one_step(view: TablesView, desk: Desk) -> None:
    put_on_clipboard(
        "ignored",
        "<table><tr><td>项目名称</td><td>牵头单位</td><td>总投资（亿元）</td><td>开始时间</td></tr>"
        "<tr><td>城市大脑</td><td>市财政局</td><td>1.2</td><td>2016年3月1日</td></tr>"
        "<tr><td>新平台</td><td>教育局</td><td>300万元</td><td>42430</td></tr></table>",
    )
    QTest.keyClick(view.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = the(view, PastePreview)
    assert isinstance(dialog, PastePreview)
    assert dialog.reading.heads == 1
    assert dialog.refusals.count() == 1
    assert "教育局" in dialog.refusals.item(0).text()
    assert desk.plan.count("project") == 3
    dialog.makes.setChecked(True)
    assert dialog.refusals.count() == 0
    dialog.table.grab()
    QTest.mouseClick(dialog.yes, Qt.MouseButton.LeftButton)
    assert desk.get("p3", "lead_unit") == "u2"
    assert desk.get("p3", "total_investment") == 12_000 * WAN
    new = next(one for one in desk.plan.of_kind("project") if one.name_shown == "新平台")
    assert new.get("start") == date(2016, 3, 1)
    assert desk.plan.elements[new.get("lead_unit")].name_shown == "教育局"
    assert desk.steps() == ["Paste {count} rows into {kind}"]
    desk.session.undo()
    assert desk.plan.count("project") == 3
    assert desk.plan.count("unit") == 3


def test_how_a_block_is_read_can_be_changed(view: TablesView, desk: Desk) -> None:
    put_on_clipboard("甲\t任务\n乙\t项目\n")
    stand(view, "p2", "title")
    QTest.keyClick(view.grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    dialog = the(view, PastePreview)
    assert isinstance(dialog, PastePreview)
    assert dialog.reading.columns[0] == "title"
    dialog.which.setCurrentIndex(1)
    dialog.meaning.setCurrentIndex(dialog.meaning.findData("kind"))
    dialog.meaning.activated.emit(dialog.meaning.currentIndex())
    dialog.match.setCurrentIndex(dialog.match.findData("new"))
    dialog.match.activated.emit(dialog.match.currentIndex())
    assert dialog.outcome is not None
    assert dialog.outcome.new_rows == 2
    dialog.match.setCurrentIndex(dialog.match.findData("place"))
    dialog.match.activated.emit(dialog.match.currentIndex())
    dialog.accept()
    assert (desk.get("p2", "title"), desk.get("p2", "kind")) == ("甲", "task")
    assert (desk.get("p3", "title"), desk.get("p3", "kind")) == ("乙", "project")


def test_a_cancelled_paste_changes_nothing_and_nothing_to_paste_is_told(view: TablesView, desk: Desk) -> None:
    put_on_clipboard("名称\n甲\n乙\n")
    view.paste()
    the(view, PastePreview).reject()
    put_on_clipboard("  \n")
    view.paste()
    assert desk.steps() == []
    assert desk.told[-1][0] == "info"


def test_one_cell_is_pasted_into_all_that_are_chosen(view: TablesView, desk: Desk) -> None:
    put_on_clipboard("2026-06-30")
    stand(view, "p1", "end")
    view.paste()
    assert desk.get("p1", "end") == date(2026, 6, 30)
    select(view, ["p2", "p3"], "end")
    view.paste()
    the(view, OutcomePreview).accept()
    assert [desk.get(id_, "end") for id_ in ("p2", "p3")] == [date(2026, 6, 30)] * 2


# -- find and replace --------------------------------------------------------------------------------------


def test_find_goes_through_the_cells_and_replace_is_one_step(view: TablesView, desk: Desk) -> None:
    QTest.keyClick(view.grid, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    line = view.find_line
    assert line.isVisible()
    line.text.setText("数据")
    line.look()
    assert {id_ for id_, _ in line.found} == {"p2"}
    line.text.setText("数")
    QTest.keyClick(line.text, Qt.Key.Key_Return)
    first = (view.grid.currentIndex().row(), view.grid.currentIndex().column())
    QTest.keyClick(line.text, Qt.Key.Key_Return)
    assert (view.grid.currentIndex().row(), view.grid.currentIndex().column()) != first
    line.text.setText("工程")
    line.by.setText("项目")
    line.all.click()
    the(view, OutcomePreview).accept()
    assert desk.get("p1", "title") == "数字底座项目"
    QTest.keyClick(line.text, Qt.Key.Key_Escape)
    assert not line.isVisible()


def test_in_a_low_window_the_filters_give_way_to_find_and_replace(view: TablesView) -> None:
    view.resize(700, 300)
    assert chip(view, "Mine").isVisible()
    view.replace()
    assert not [
        one for one in view.strip.findChildren(QToolButton) if one.isVisible() and one.text() == "Mine"
    ]
    view.sort_by("title")
    assert not [
        one for one in view.strip.findChildren(QToolButton) if one.isVisible() and one.text() == "Mine"
    ]
    view.find_line.leave()
    assert chip(view, "Mine").isVisible()


# -- looking -----------------------------------------------------------------------------------------------


def test_search_sort_group_and_fold(view: TablesView) -> None:
    view.strip.search.setText("平台")
    view.strip.flush()
    assert rows(view) == ["p2"]
    assert view.said.text() == "1 of 3 rows"
    view.arrange(Arrangement())
    header = view.grid.heads
    place = QPoint(header.sectionViewportPosition(column(view, "title")) + 12, 8)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert rows(view) == ["p3", "p2", "p1"]
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert rows(view) == ["p1", "p2", "p3"]
    assert sorting(view) == [("title", True)]
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert sorting(view) == []
    view.arrange(Arrangement(group="lead_unit"))
    assert [view.model.group_at(at) is not None for at in range(len(view.model.rows))] == [
        True,
        False,
        True,
        False,
        False,
    ]
    view.grid.stand_at(2, 0)
    view.grid.grab()
    QTest.keyClick(view.grid, Qt.Key.Key_Left)
    assert rows(view) == ["p2"]
    QTest.keyClick(view.grid, Qt.Key.Key_Right)
    assert rows(view) == ["p2", "p1", "p3"]


def test_a_column_is_filtered_by_what_stands_in_it(view: TablesView) -> None:
    stand(view, "p2", "parent")
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(view.grid, Qt.Key.Key_L, keys)
    dialog = the(view, ColumnFilter)
    assert isinstance(dialog, ColumnFilter)
    assert [dialog.list.item(at).text() for at in range(dialog.list.count())] == [
        "P-001 数字底座工程  (2)",
        "(empty)  (1)",
    ]
    dialog.list.item(1).setCheckState(Qt.CheckState.Unchecked)
    dialog.accept()
    assert rows(view) == ["p2", "p3"]
    assert view.model.arrangement.conditions == (Condition("parent", "filled"),)
    chip(view, "Part of project is not empty").click()
    assert len(rows(view)) == 3


def test_a_range_that_is_none_is_refused_in_the_filter(view: TablesView) -> None:
    view.filter_by(column(view, "start"))
    dialog = the(view, ColumnFilter)
    assert isinstance(dialog, ColumnFilter)
    assert dialog.low is not None
    dialog.low.setText("soon")
    dialog.accept()
    assert dialog.isVisible()
    assert "soon" in dialog.wrong.text()
    dialog.low.setText("2026年3月")
    dialog.accept()
    assert rows(view) == ["p2"]


def test_no_row_that_fits_says_what_to_do(view: TablesView) -> None:
    view.arrange(Arrangement(search="没有这样的"))
    assert view.empty.isVisible()
    view.empty_do.click()
    assert len(rows(view)) == 3
    view.show_kind("risk")
    assert "Excel" in view.empty_words.text()


def test_mine_asks_once_for_the_unit(view: TablesView, desk: Desk) -> None:
    chip(view, "Mine").click()
    dialog = the(view, OwnUnit)
    assert isinstance(dialog, OwnUnit)
    dialog.units.setCurrentIndex(dialog.units.findData("市数据局"))
    dialog.accept()
    assert rows(view) == ["p2"]
    assert settings.load().own_unit == "市数据局"
    chip(view, "Mine").click()
    assert len(rows(view)) == 3
    chip(view, "Mine").click()
    assert rows(view) == ["p2"]
    assert len([one for one in view.findChildren(OwnUnit) if one.isVisible()]) == 0


def test_an_arrangement_is_saved_under_a_name_and_forgotten(
    view: TablesView, desk: Desk, qtbot: QtBot
) -> None:
    view.arrange(Arrangement(ready="unowned", sort=(("title", False),)))
    chip(view, "Save as").click()
    dialog = the(view, SaveFilter)
    assert isinstance(dialog, SaveFilter)
    dialog.accept()
    assert dialog.isVisible()
    dialog.name.setText("无人牵头")
    dialog.accept()
    view.arrange(Arrangement())
    desk.bridge.settings = settings.load()
    other = shown(desk, qtbot)
    chip(other, "★ 无人牵头").click()
    assert other.model.arrangement == Arrangement(ready="unowned", sort=(("title", False),))
    other.strip.forgotten.emit("无人牵头")
    assert other.model.memory.saved == {}


def test_columns_are_chosen_moved_and_remembered(view: TablesView, desk: Desk, qtbot: QtBot) -> None:
    view.choose_columns()
    dialog = the(view, ChooseColumns)
    assert isinstance(dialog, ChooseColumns)
    for at in range(dialog.list.count()):
        keep = dialog.list.item(at).text() in ("Title", "Start", "Code")
        dialog.list.item(at).setCheckState(Qt.CheckState.Checked if keep else Qt.CheckState.Unchecked)
    dialog.list.setCurrentRow(1)
    QTest.keyClick(dialog.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    dialog.accept()
    assert [one.key for one in view.model.columns] == ["title", "code", "start"]
    view.grid.heads.moveSection(2, 0)
    qtbot.waitUntil(lambda: [one.key for one in view.model.columns] == ["start", "title", "code"])
    assert [view.grid.heads.logicalIndex(at) for at in range(3)] == [0, 1, 2]
    assert [one.key for one in shown(desk, qtbot).model.columns] == ["start", "title", "code"]


# -- following ---------------------------------------------------------------------------------------------


def test_the_table_follows_and_leads_the_selection(view: TablesView, desk: Desk) -> None:
    visited: list[str] = []
    desk.bridge.navigate.connect(lambda id_, _field: visited.append(id_))
    stand(view, "p3", "title")
    assert visited[-1] == "p3"
    desk.bridge.navigate.emit("m2", "due")
    assert view.model.kind == "milestone"
    assert view.model.id_at(view.grid.currentIndex().row()) == "m2"
    assert view.model.columns[view.grid.currentIndex().column()].key == "due"
    view.arrange(Arrangement(search="立项"))
    desk.bridge.navigate.emit("m2", "")
    assert "M-002" in view.wrong.text()


def test_changes_from_elsewhere_are_shown(view: TablesView, desk: Desk) -> None:
    desk.bridge.apply(edits.rename(desk.plan, "u1", "市大数据局"))
    assert text(view, "p2", "lead_unit") == "U-001 市大数据局"
    desk.bridge.apply(edits.add(desk.plan, "project", {"title": "另加"}))
    assert len(rows(view)) == 4
    desk.session.undo()
    assert len(rows(view)) == 3
    view.arrange(Arrangement(search="大脑"))
    desk.bridge.apply(edits.rename(desk.plan, "p3", "改名"))
    assert rows(view) == []
    desk.session.open_plan(None)
    assert view.model.rowCount() == 0
    desk.session.open_plan("plan")
    assert view.model.rowCount() > 0


def test_what_changed_while_the_view_was_hidden_is_shown_when_it_comes_up(
    view: TablesView, desk: Desk
) -> None:
    view.hide()
    desk.bridge.apply(edits.add(desk.plan, "project", {"title": "另加"}))
    desk.bridge.navigate.emit("g2", "")
    assert view.model.kind == "project"
    view.show()
    assert view.model.kind == "goal"
    assert view.model.id_at(view.grid.currentIndex().row()) == "g2"
    view.show_kind("project")
    assert len(rows(view)) == 4


def test_the_chosen_figures_are_summed(view: TablesView, desk: Desk) -> None:
    view.model.put_text(0, column(view, "total_investment"), "1.5亿元")
    select(view, ["p1", "p2", "p3"], "total_investment")
    assert view.sum_in_words() == "3 cells chosen · sum 16,200 万元"
    select(view, ["p1", "p2"], "title")
    assert view.sum_in_words() == "2 cells chosen"


def test_an_edit_in_the_table_leaves_rows_where_they_are(view: TablesView, desk: Desk) -> None:
    view.arrange(Arrangement(sort=(("title", False),)))
    assert rows(view) == ["p3", "p2", "p1"]
    view.model.put_text(0, column(view, "title"), "总平台")
    assert rows(view) == ["p3", "p2", "p1"]
    chip(view, "Filter and sort again").click()
    assert rows(view) == ["p2", "p1", "p3"]


def test_a_longer_period_brings_columns_of_years(view: TablesView, desk: Desk) -> None:
    from workbench.plan.records import Span

    view.show_kind("indicator")
    assert "targets@2031" not in view.model.all_columns
    span = Span(start=date(2026, 1, 1), end=date(2031, 12, 31))
    desk.bridge.apply(edits.set_field(desk.plan, "plan", "period", span))
    assert "targets@2031" in [one.key for one in view.model.columns]


def test_what_is_typed_is_kept_when_the_view_is_left(view: TablesView, desk: Desk) -> None:
    stand(view, "p3", "title")
    view.grid.edit_cell()
    editor_of(view).setText("改到一半")
    view.flush()
    assert desk.get("p3", "title") == "改到一半"


def test_language_theme_and_size_change_while_open(view: TablesView, desk: Desk) -> None:
    from workbench.i18n import speak

    speak("zh")
    desk.bridge.language_changed.emit()
    assert view.model.headerData(1, Qt.Orientation.Horizontal) == "名称"
    desk.bridge.theme_changed.emit()
    view.grab()
    spoken = view.model.data(view.model.index(1, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "名称: 公共数据平台"


@pytest.mark.parametrize(
    "kind", ["unit", "goal", "indicator", "scheme_item", "waiver", "envelope", "comment"]
)
def test_every_kind_can_be_shown(view: TablesView, kind: str) -> None:
    view.show_kind(kind)
    view.grab()
    assert view.model.columnCount() > 2
    assert view.strip.kinds.currentData() == kind


def test_the_edit_menu_means_the_cells_while_they_have_the_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "view.show.tables")
    view = window.workspace.middle.current
    assert isinstance(view, TablesView)
    view.grid.stand_at(0, column(view, "title"))
    view.grid.setFocus()
    trigger(window, "edit.copy")
    assert QGuiApplication.clipboard().text() == view.model.text_at(0, column(view, "title")) + "\n"
    before = view.model.total
    trigger(window, "edit.delete")
    assert view.model.total < before
    trigger(window, "edit.undo")
    assert view.model.total == before
