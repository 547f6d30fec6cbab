from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.opened import WAN, Desk, type_text
from workbench import i18n
from workbench.analysis import typed
from workbench.errors import Problem
from workbench.plan import fields as f
from workbench.plan.change import same
from workbench.plan.elements import KINDS, Goal, Indicator, PlanHead, Project, Unit
from workbench.plan.in_words import quantity_of
from workbench.plan.records import FundingLine, Span, Target
from workbench.plan.values import parse_quantity
from workbench.ui.editors.choose import BooleanEditor, ChoiceEditor, ChoicesEditor
from workbench.ui.editors.editor import Editor
from workbench.ui.editors.free import ObjectEditor, read_object
from workbench.ui.editors.group import GroupEditor
from workbench.ui.editors.line import DateEditor, LineEditor, MoneyEditor
from workbench.ui.editors.making import EDITORS, editor_for
from workbench.ui.editors.paragraph import GrowingText, LinesEditor, ParagraphEditor
from workbench.ui.editors.reference import ReferenceEditor, ReferencesEditor
from workbench.ui.editors.reference_line import ReferenceLine
from workbench.ui.editors.table import TableEditor
from workbench.ui.models import cells

Key = Qt.Key


class Bench:
    """An editor on the screen beside another field, and what it has given out."""

    def __init__(self, editor: Editor, value: Any, qtbot: QtBot) -> None:
        self.editor = editor
        self.given: list[Any] = []
        editor.edited.connect(self.given.append)
        self.room = QWidget()
        qtbot.addWidget(self.room)
        editor.setParent(self.room)
        editor.resize(600, 300)
        self.other = QLineEdit(self.room)
        editor.show_value(value, fresh=True)
        self.room.show()
        self.room.activateWindow()
        QTest.qWaitForWindowActive(self.room)
        self.other.setFocus()

    def leave(self) -> None:
        self.other.setFocus()


@pytest.fixture
def bench(desk: Desk, qtbot: QtBot) -> Any:
    def make(cls: type[Any], field: str, value: Any = None) -> Bench:
        return Bench(editor_for(cls.field_of[field], desk.bridge), value, qtbot)

    return make


# -- cells ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cls", "field", "text", "value"),
    [
        (Project, "start", "2017", date(2017, 1, 1)),
        (Project, "start", "2017年3月", date(2017, 3, 1)),
        (Project, "start", "2017年三季度", date(2017, 7, 1)),
        (Project, "end", "2017年底前", date(2017, 12, 31)),
        (Project, "end", "2017-6-5", date(2017, 6, 5)),
        (Project, "total_investment", "1.2亿", 12000 * WAN),
        (Project, "total_investment", "1,200万元", 1200 * WAN),
        (Project, "kind", "programme", "programme"),
        (Project, "kind", "工程", None),
        (Project, "key", "是", True),
        (Project, "key", "No", False),
        (Project, "progress", "４２", Decimal(42)),
        (Project, "lead_unit", "市财政局", "u2"),
        (Project, "lead_unit", "数据局", "u1"),
        (Project, "lead_unit", "u-003 市发展改革局", "u3"),
        (Project, "co_leads", "U-001；市财政局", ("u1", "u2")),
        (Project, "domains", "产业、livelihood", ("industry", "livelihood")),
        (Project, "deliverables", "平台；报告", ("平台", "报告")),
        (PlanHead, "base_year", "2025年", 2025),
        (Indicator, "range", "60，80", (Decimal(60), Decimal(80))),
        (Goal, "title", "  ", None),
    ],
)
def test_what_is_typed_is_read(desk: Desk, cls: Any, field: str, text: str, value: Any) -> None:
    declared = cls.field_of[field]
    if value is None and text.strip():
        with pytest.raises(Problem):
            typed.read(desk.plan, declared, text)
        return
    assert same(typed.read(desk.plan, declared, text), value)
    if value is not None:
        assert same(typed.read(desk.plan, declared, cells.shown(desk.plan, declared, value)), value)


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2026", "2026"),
        ("2026年上半年", "2026-H1"),
        ("2026-q3", "2026-Q3"),
        ("2026年三季度", "2026-Q3"),
        ("2026.7", "2026-07"),
    ],
)
def test_periods_are_read(text: str, period: str) -> None:
    assert typed.read_period(text) == period


@pytest.mark.parametrize("text", ["26", "2026-13", "下半年", "2026-H3"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(Problem, match="period"):
        typed.read_period(text)


def test_every_type_of_field_has_an_editor(desk: Desk, qtbot: QtBot) -> None:
    for cls in KINDS.values():
        for declared in cls.fields:
            editor = editor_for(declared, desk.bridge)
            qtbot.addWidget(editor)
            editor.show_value(None, fresh=True)
            assert editor.fault == ""
            editor.retranslate()
            editor.flush()
    assert {declared.type for cls in KINDS.values() for declared in cls.fields} <= set(EDITORS)


# -- lines ---------------------------------------------------------------------------------------------


def test_typing_becomes_a_value_after_a_pause(bench: Any, qtbot: QtBot) -> None:
    made = bench(Goal, "title", "")
    with qtbot.waitSignal(made.editor.edited):
        type_text(made.editor.line, "Goal")
    assert made.given == ["Goal"]


def test_typing_becomes_a_value_on_leaving(bench: Any) -> None:
    made = bench(Unit, "leader")
    made.editor.line.setFocus()
    type_text(made.editor.line, "Li")
    assert made.given == []
    made.leave()
    assert made.given == ["Li"]


def test_what_is_wrong_stays_and_is_told(bench: Any) -> None:
    made = bench(Project, "end", date(2026, 1, 1))
    assert isinstance(made.editor, DateEditor)
    line = made.editor.line
    line.setFocus()
    line.selectAll()
    type_text(line, "soon")
    made.leave()
    assert (made.given, line.text()) == ([], "soon")
    assert made.editor.fault.startswith("“soon” is not a date")
    line.selectAll()
    type_text(line, "2017年底前")
    QTest.keyClick(line, Key.Key_Return)
    assert made.given == [date(2017, 12, 31)]
    assert (made.editor.fault, line.text()) == ("", "2017-12-31")


def test_a_required_text_cannot_be_emptied(bench: Any) -> None:
    made = bench(Goal, "title", "Goal")
    made.editor.line.setFocus()
    made.editor.line.selectAll()
    QTest.keyClick(made.editor.line, Key.Key_Delete)
    made.leave()
    assert made.given == []
    assert made.editor.fault == "Title must not be empty"


def test_money_is_in_wan_and_tells_the_larger_unit(bench: Any) -> None:
    made = bench(Project, "total_investment", 500 * WAN)
    assert isinstance(made.editor, MoneyEditor)
    assert made.editor.line.text() == "500"
    made.editor.line.setFocus()
    made.editor.line.selectAll()
    type_text(made.editor.line, "1.5亿")
    QTest.keyClick(made.editor.line, Key.Key_Return)
    assert made.given == [15000 * WAN]
    assert made.editor.line.text() == "15,000"


def test_a_day_is_picked_from_the_calendar(bench: Any) -> None:
    made = bench(Project, "start", date(2026, 4, 1))
    made.editor.line.setFocus()
    QTest.keyClick(made.editor.line, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    QTest.keyClick(popup.focusWidget(), Key.Key_Right)
    QTest.keyClick(popup.focusWidget(), Key.Key_Return)
    assert made.given == [date(2026, 4, 2)]


def test_a_value_from_elsewhere_is_shown_and_the_same_leaves_what_is_typed(bench: Any) -> None:
    made = bench(Unit, "leader", "Li")
    assert isinstance(made.editor, LineEditor)
    made.editor.line.setFocus()
    type_text(made.editor.line, "x")
    made.editor.show_value("Li")
    assert made.editor.line.text() == "xLi"
    made.editor.show_value("Wang")
    assert made.editor.line.text() == "Wang"
    made.leave()
    assert made.given == []


# -- paragraphs ----------------------------------------------------------------------------------------


def test_paragraphs_and_lists_of_lines(bench: Any) -> None:
    made = bench(Goal, "description")
    assert isinstance(made.editor, ParagraphEditor)
    made.editor.text.setFocus()
    type_text(made.editor.text, "one")
    QTest.keyClick(made.editor.text, Key.Key_Return)
    type_text(made.editor.text, "two")
    made.leave()
    assert made.given == ["one\ntwo"]
    made = bench(Project, "deliverables", ("a",))
    assert isinstance(made.editor, LinesEditor)
    made.editor.text.setPlainText("a\n\n b \n")
    made.editor.flush()
    made.editor.text.setPlainText("")
    made.editor.flush()
    assert made.given == [("a", "b"), None]


def test_a_list_given_as_empty_stays_one(bench: Any) -> None:
    made = bench(Project, "deliverables", ())
    made.editor.flush()
    assert made.given == []


def test_text_grows_with_its_lines(bench: Any) -> None:
    made = bench(Goal, "description", "one")
    text: GrowingText = made.editor.text
    before = text.height()
    made.editor.show_value("\n".join("line" for _ in range(8)))
    assert text.height() > before * 2
    assert not text.verticalScrollBar().isVisible()


# -- choices -------------------------------------------------------------------------------------------


def test_choices(bench: Any) -> None:
    made = bench(Goal, "kind", "stage")
    assert isinstance(made.editor, ChoiceEditor)
    made.editor.combo.setFocus()
    QTest.keyClick(made.editor.combo, Key.Key_Down)
    assert made.given == ["specific"]
    QTest.keyClick(made.editor.combo, Key.Key_Home)
    assert made.given == ["specific", None]


def test_yes_no_or_nothing(bench: Any) -> None:
    made = bench(Project, "key")
    assert isinstance(made.editor, BooleanEditor)
    for at in (0, 1, 2):
        made.editor.buttons[at].click()
    assert made.given == [True, False, None]


def test_the_first_choice_is_the_main_one(bench: Any) -> None:
    made = bench(Goal, "domains", ("industry",))
    assert isinstance(made.editor, ChoicesEditor)
    made.editor.chips["capital"].click()
    made.editor.chips["capital"].setFocus()
    QTest.keyClick(made.editor.chips["capital"], Key.Key_M)
    assert made.editor.chips["capital"].text() == "Capital (main)"
    made.editor.chips["capital"].click()
    made.editor.chips["industry"].click()
    assert made.given == [("industry", "capital"), ("capital", "industry"), ("industry",), None]


# -- references ----------------------------------------------------------------------------------------


def pick(line: ReferenceLine, typed: str) -> None:
    """Type into a search, take the first answer."""
    line.setFocus()
    line.selectAll()
    type_text(line, typed)
    popup = line.completer_.popup()
    assert popup is not None
    assert popup.isVisible()
    QTest.keyClick(popup, Key.Key_Return)


def test_a_reference_is_found_by_pinyin(bench: Any) -> None:
    made = bench(Project, "lead_unit", "u1")
    assert isinstance(made.editor, ReferenceEditor)
    assert made.editor.line.text() == "U-001 市数据局"
    pick(made.editor.line, "czj")
    assert made.given == ["u2"]
    assert made.editor.line.text() == "U-002 市财政局"


def test_a_reference_typed_by_its_code_is_taken_on_leaving(bench: Any) -> None:
    made = bench(Project, "lead_unit")
    made.editor.line.setFocus()
    made.editor.line.setText("u-003")
    made.leave()
    assert made.given == ["u3"]
    made.editor.line.setFocus()
    made.editor.line.setText("")
    made.leave()
    assert made.given == ["u3", None]


def test_a_reference_to_nothing_is_told(bench: Any) -> None:
    made = bench(Project, "lead_unit")
    made.editor.line.setFocus()
    made.editor.line.setText("无此单位")
    made.leave()
    assert made.given == []
    assert "无此单位" in made.editor.fault
    made.editor.show_value("gone", fresh=True)
    assert made.editor.fault == "“gone” leads to nothing in this plan"


def test_an_element_is_created_from_the_search(bench: Any, desk: Desk) -> None:
    made = bench(Project, "lead_unit")
    pick(made.editor.line, "市水务局")
    new = desk.plan.of_kind("unit")[-1]
    assert (new.name_shown, new.code) == ("市水务局", "U-004")
    assert made.given == [new.id]


def test_down_at_the_last_offer_stays_there(bench: Any) -> None:
    made = bench(Project, "lead_unit")
    line = made.editor.line
    line.setFocus()
    type_text(line, "czj")
    popup = line.completer_.popup()
    assert popup is not None
    for _ in range(4):
        QTest.keyClick(popup, Key.Key_Down)
    QTest.keyClick(popup, Key.Key_Up)
    QTest.keyClick(popup, Key.Key_Return)
    assert made.given == ["u2"]


def test_several_references_as_chips(bench: Any, desk: Desk) -> None:
    made = bench(Project, "co_leads", ("u1",))
    assert isinstance(made.editor, ReferencesEditor)
    pick(made.editor.row.line, "财政")
    assert made.given == [("u1", "u2")]
    went: list[str] = []
    desk.bridge.navigate.connect(lambda id_, _field: went.append(id_))
    made.editor.row.chips[1].button.click()
    assert went == ["u2"]
    QTest.keyClick(made.editor.row.chips[1].button, Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(made.editor.row.chips[0].button, Key.Key_Delete)
    assert made.given[1:] == [("u2", "u1"), ("u1",)]
    made.editor.row.chips[0].cross.click()
    assert made.given[-1] is None


# -- groups --------------------------------------------------------------------------------------------


def test_a_period_waits_until_it_is_whole(bench: Any) -> None:
    made = bench(PlanHead, "period")
    assert isinstance(made.editor, GroupEditor)
    start, end = made.editor.parts["start"], made.editor.parts["end"]
    assert isinstance(start, DateEditor)
    assert isinstance(end, DateEditor)
    start.line.setFocus()
    type_text(start.line, "2026")
    QTest.keyClick(start.line, Key.Key_Return)
    assert made.given == []
    assert made.editor.fault == "End must not be empty"
    end.line.setFocus()
    type_text(end.line, "2030")
    QTest.keyClick(end.line, Key.Key_Return)
    assert made.given == [Span(start=date(2026, 1, 1), end=date(2030, 12, 31))]
    assert made.editor.fault == ""


def test_a_baseline_is_typed_as_offices_write_it(bench: Any) -> None:
    made = bench(Indicator, "baseline")
    line = made.editor.parts["value"].line
    line.setFocus()
    type_text(line, ">=90")
    QTest.keyClick(line, Key.Key_Return)
    given = made.given[-1]
    assert (given.value, given.op, given.written) == (Decimal(90), "ge", ">=90")


# -- tables --------------------------------------------------------------------------------------------

LINES = (
    FundingLine(year=2026, source="city", amount=500 * WAN),
    FundingLine(year=2027, source="bank_loan", amount=100 * WAN),
)


def type_cell(table: TableEditor, row: int, column: int, text: str) -> None:
    """Put the cursor into a cell and type."""
    view = table.view
    view.setFocus()
    view.setCurrentIndex(table.model.index(row, column))
    QTest.keyClick(view, Key.Key_Return)
    line = next(one for one in view.viewport().findChildren(QLineEdit) if one.isVisible())
    line.selectAll()
    type_text(line, text)
    QTest.keyClick(line, Key.Key_Return)
    QApplication.processEvents()


def test_cells_are_typed_in(bench: Any) -> None:
    made = bench(Project, "funding", LINES)
    type_cell(made.editor, 1, 2, "1.5亿")
    assert made.given[-1] == (LINES[0], LINES[1].but(amount=15000 * WAN))


def test_what_is_wrong_in_a_cell_stays_there(bench: Any) -> None:
    made = bench(Project, "funding", LINES)
    type_cell(made.editor, 0, 2, "much")
    assert made.given == []
    assert made.editor.model.data(made.editor.model.index(0, 2)) == "much"
    assert made.editor.fault.startswith("“much” is not an amount")
    type_cell(made.editor, 0, 2, "7")
    assert made.given[-1][0].amount == 7 * WAN
    assert made.editor.fault == ""


def test_a_new_row_waits_until_it_is_whole(bench: Any) -> None:
    made = bench(Project, "funding", LINES)
    QTest.keyClick(made.editor.view, Key.Key_Insert)
    line = made.editor.view.viewport().findChild(QLineEdit)
    type_text(line, "2028")
    QTest.keyClick(line, Key.Key_Return)
    QApplication.processEvents()
    assert made.given == []
    assert "must not be empty" in made.editor.fault
    type_cell(made.editor, 2, 2, "30")
    made.editor.model.put_value(2, 1, "own")
    assert made.given[-1] == (*LINES, FundingLine(year=2028, source="own", amount=30 * WAN))
    assert made.editor.fault == ""


def type_on(table: TableEditor, text: str, *, then: Qt.Key) -> None:
    """Type into the cell where the cursor is, as it begins on the first character, and press a key."""
    view = table.view
    target: QWidget = next((one for one in view.viewport().findChildren(QLineEdit) if one.isVisible()), view)
    if target is view:
        type_text(view, text[:1])
        (target,) = [one for one in view.viewport().findChildren(QLineEdit) if one.isVisible()]
        text = text[1:]
    type_text(target, text)
    QTest.keyClick(target, then)
    QApplication.processEvents()


def test_tab_goes_on_in_a_new_row(bench: Any) -> None:
    made = bench(Indicator, "targets", (Target(year=2015, **parse_quantity("650")._asdict()),))
    made.editor.focus_place("[2020]")
    type_on(made.editor, "2020", then=Key.Key_Tab)
    type_on(made.editor, "≥95", then=Key.Key_Return)
    assert [(one.year, quantity_of(one).shown()) for one in made.given[-1]] == [(2015, "650"), (2020, "≥95")]
    assert len(made.editor.model.rows) == 2
    assert made.editor.fault == ""


def test_the_cursor_of_a_table_is_seen(bench: Any) -> None:
    made = bench(Project, "funding", LINES)
    made.other.setFocus()
    made.editor.view.setFocus(Qt.FocusReason.TabFocusReason)
    assert made.editor.view.selectedIndexes() == [made.editor.model.index(0, 0)]


def test_a_choice_in_a_cell(bench: Any) -> None:
    made = bench(Project, "funding", LINES)
    view = made.editor.view
    view.setFocus()
    view.setCurrentIndex(made.editor.model.index(0, 1))
    QTest.keyClick(view, Key.Key_Return)
    combo = view.viewport().findChild(QComboBox)
    combo.hidePopup()
    combo.setCurrentIndex(combo.findData("own"))
    combo.activated.emit(combo.currentIndex())
    assert made.given[-1][0].source == "own"


def test_rows_are_removed_and_moved_by_keys(bench: Any) -> None:
    made = bench(Project, "funding", LINES)
    view = made.editor.view
    view.setFocus()
    view.setCurrentIndex(made.editor.model.index(0, 0))
    QTest.keyClick(view, Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert made.given[-1] == (LINES[1], LINES[0])
    assert view.currentIndex().row() == 1
    QTest.keyClick(view, Key.Key_Delete)
    assert made.given[-1] == (LINES[1],)


def test_rows_go_to_a_spreadsheet_and_come_back(bench: Any) -> None:
    made = bench(Project, "funding", LINES)
    view = made.editor.view
    view.setFocus()
    view.selectAll()
    QTest.keyClick(view, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    text = QGuiApplication.clipboard().text()
    assert text.splitlines()[0].split("\t")[:3] == ["2026", "City budget", "500"]
    QGuiApplication.clipboard().setText("2028\t市级财政\t1,200万元\n2029\tOwn funds\t3")
    view.setCurrentIndex(made.editor.model.index(2, 0))
    i18n.speak("en")
    QTest.keyClick(view, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert len(made.given) == 1
    assert [(one.year, one.source, one.amount) for one in made.given[0][2:]] == [
        (2028, "city", 1200 * WAN),
        (2029, "own", 3 * WAN),
    ]


def test_quantities_stand_in_one_column(bench: Any) -> None:
    made = bench(Indicator, "targets", (Target(year=2026, **parse_quantity("≥90")._asdict()),))
    assert [column.label for column in made.editor.model.columns][:2] == ["Year", "Value"]
    assert made.editor.model.data(made.editor.model.index(0, 1)) == "≥90"
    type_cell(made.editor, 0, 1, "3-5")
    assert (made.given[-1][0].value, made.given[-1][0].upper) == (Decimal(3), Decimal(5))


def test_a_place_named_by_its_values_gets_the_focus(bench: Any) -> None:
    made = bench(Project, "funding", LINES)
    made.editor.focus_place("[2027,bank_loan]")
    assert made.editor.view.currentIndex().row() == 1


def test_a_place_that_is_not_there_yet_is_the_new_row(bench: Any) -> None:
    made = bench(Project, "funding", LINES)
    made.editor.focus_place("[2029]")
    assert [(at.row(), at.column()) for at in made.editor.view.selectedIndexes()] == [(2, 0)]


# -- free objects --------------------------------------------------------------------------------------


def test_free_values_are_lines(bench: Any) -> None:
    value = {"basis": "level", "cap": Decimal("1.20"), "bands": [{"from": Decimal(90), "score": Decimal(40)}]}
    made = bench(PlanHead, "rule_profile", value)
    assert isinstance(made.editor, ObjectEditor)
    text = made.editor.text.toPlainText()
    assert text.splitlines()[:2] == ["basis: level", "cap: 1.20"]
    assert same(read_object(text), value)
    made.editor.text.setPlainText("cap 1")
    made.editor.flush()
    assert (made.given, made.editor.fault) == ([], "Line 1 is not “name: value”")
    made.editor.text.setPlainText("cap：1")
    made.editor.flush()
    assert made.given == [{"cap": Decimal(1)}]


@pytest.mark.parametrize(
    "value",
    [
        {"a": "true"},
        {"a": "12"},
        {"a": ""},
        {"a": " x "},
        {"a": None, "b": True, "c": False},
        {"a": "[x"},
        {"a": {"b": [Decimal("1.0"), "x", None]}},
    ],
)
def test_free_values_survive_being_written_as_lines(value: dict[str, Any], bench: Any) -> None:
    made = bench(PlanHead, "rule_profile", value)
    assert same(read_object(made.editor.text.toPlainText()), value)


def test_a_field_of_another_kind_is_refused_in_cells(desk: Desk) -> None:
    with pytest.raises(Problem, match="cannot be typed"):
        typed.read(desk.plan, f.free_object("Rule profile"), "x")
