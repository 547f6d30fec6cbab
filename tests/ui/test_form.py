from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.opened import WAN, Desk, opened, type_text
from workbench import i18n
from workbench.plan import edits
from workbench.plan.elements import KINDS
from workbench.plan.records import AbsentReason, Predecessor, Target, TargetChange
from workbench.ui.editors.line import DateEditor, LineEditor
from workbench.ui.editors.paragraph import ParagraphEditor
from workbench.ui.editors.reference_line import ReferenceLine
from workbench.ui.editors.table import TableEditor
from workbench.ui.views.backlinks import pointing_at
from workbench.ui.views.fieldrow import Sentence
from workbench.ui.views.form import FormView
from workbench.ui.views.kindform import KindForm
from workbench.ui.views.layouts import LAYOUTS, OWNED

Key = Qt.Key


@pytest.fixture
def view(desk: Desk, qtbot: QtBot) -> FormView:
    made = FormView(desk.bridge)
    qtbot.addWidget(made)
    made.resize(800, 700)
    made.show()
    made.activateWindow()
    QTest.qWaitForWindowActive(made)
    return made


def form_of(view: FormView) -> KindForm:
    form = view.form
    assert form is not None
    form.finish()
    return form


def editor(view: FormView, field: str) -> Any:
    return form_of(view).rows[field].editor


def test_every_field_stands_once_in_the_form_of_its_kind() -> None:
    assert set(LAYOUTS) == set(KINDS)
    for kind, cls in KINDS.items():
        placed = [name for _, names in LAYOUTS[kind] for name in names]
        assert len(placed) == len(set(placed))
        declared = {one.name for one in cls.fields if not one.internal and one.name != "id"}
        owned = {name for name, below in OWNED.items() if KINDS[below].owner_kind == kind}
        assert set(placed) == declared | owned, kind


def test_the_form_follows_the_selection(view: FormView, desk: Desk) -> None:
    assert view.form is None
    desk.bridge.navigate.emit("p2", "")
    assert (view.kind.text(), view.title.text()) == ("Project P-002", "公共数据平台")
    assert editor(view, "lead_unit").line.text() == "U-001 市数据局"
    desk.bridge.navigate.emit("p3", "")
    assert editor(view, "lead_unit").line.text() == ""
    desk.bridge.navigate.emit("nowhere", "")
    assert view.title.text() == "城市大脑"


def test_typing_with_pauses_is_one_step(view: FormView, desk: Desk, qtbot: QtBot) -> None:
    view.show_element("g2")
    made = editor(view, "description")
    assert isinstance(made, ParagraphEditor)
    made.text.setFocus()
    for part in ("one ", "two "):
        type_text(made.text, part)
        with qtbot.waitSignal(desk.bridge.changed):
            pass
    type_text(made.text, "three")
    editor(view, "title").line.setFocus()
    assert desk.get("g2", "description") == "one two three"
    assert len(desk.steps()) == 1
    desk.session.undo()
    assert desk.get("g2", "description") is None
    assert made.text.toPlainText() == ""


def test_each_coming_of_the_focus_is_a_step_of_its_own(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    made, other = editor(view, "leader"), editor(view, "title")
    for text in ("Li", " Lei"):
        made.line.setFocus()
        made.line.end(False)
        type_text(made.line, text)
        other.line.setFocus()
    assert desk.get("p2", "leader") == "Li Lei"
    desk.session.undo()
    assert desk.get("p2", "leader") == "Li"


def test_undo_refreshes_the_editor_that_has_the_focus(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    made = editor(view, "leader")
    made.line.setFocus()
    type_text(made.line, "Li")
    made.flush()
    desk.session.undo()
    assert made.line.text() == ""
    assert made.line.hasFocus()
    type_text(made.line, "Wang")
    made.flush()
    assert desk.get("p2", "leader") == "Wang"


def test_another_field_changing_leaves_what_is_typed_alone(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    made = editor(view, "leader")
    made.line.setFocus()
    type_text(made.line, "Li")
    desk.bridge.apply(edits.set_field(desk.plan, "p2", "key", True))
    assert made.line.text() == "Li"
    assert editor(view, "key").buttons[0].isChecked()


def test_what_is_wrong_is_told_below_the_field_and_not_kept(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    made = editor(view, "end")
    assert isinstance(made, DateEditor)
    made.line.setFocus()
    made.line.selectAll()
    type_text(made.line, "someday")
    editor(view, "title").line.setFocus()
    row = form_of(view).rows["end"]
    told = row.findChild(Sentence)
    assert isinstance(told, Sentence)
    assert "“someday” is not a date" in told.words.text()
    assert made.line.text() == "someday"
    assert desk.get("p2", "end") == date(2028, 12, 31)
    assert desk.steps() == []


def test_what_is_typed_is_kept_when_another_element_is_chosen(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    type_text(editor(view, "leader").line, "Li")
    view.show_element("p3")
    assert desk.get("p2", "leader") == "Li"
    assert desk.get("p3", "leader") is None


def test_the_funding_is_summed_against_the_total(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    form = form_of(view)
    assert form.funding is not None
    assert "100 万元 short of the total investment" in form.funding.text()
    table = editor(view, "funding")
    assert isinstance(table, TableEditor)
    table.model.put_text(1, 2, "700")
    assert "equals the total investment" in form.funding.text()
    assert desk.plan.elements["p2"].get("funding")[1].amount == 700 * WAN


def test_milestones_are_a_table_of_their_own(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    table = form_of(view).owned["milestones"]
    model = table.model
    assert [model.data(model.index(at, 1)) for at in range(2)] == ["立项", "验收"]
    model.put_text(0, 3, "2026年9月")
    assert desk.get("m1", "due") == date(2026, 9, 30)
    table.view.setFocus()
    QTest.keyClick(table.view, Key.Key_Insert)
    line = table.view.viewport().findChild(QLineEdit)
    assert isinstance(line, QLineEdit)
    type_text(line, "试运行")
    QTest.keyClick(line, Key.Key_Tab)
    QApplication.processEvents()
    new = desk.plan.owned("p2")[2]
    assert (desk.get(new, "code"), desk.get(new, "title")) == ("M-003", "试运行")
    assert (table.view.currentIndex().row(), table.view.currentIndex().column()) == (2, 2)
    table.view.setCurrentIndex(model.index(2, 1))
    QTest.keyClick(table.view, Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert desk.plan.owned("p2") == ("m1", new, "m2")
    QTest.keyClick(table.view, Key.Key_Delete)
    assert desk.plan.owned("p2") == ("m1", "m2")
    went: list[str] = []
    desk.bridge.navigate.connect(lambda id_, _field: went.append(id_))
    table.view.setCurrentIndex(model.index(0, 1))
    QTest.keyClick(table.view, Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert went == ["m1"]


def test_milestones_are_pasted_in_one_step(view: FormView, desk: Desk) -> None:
    view.show_element("p3")
    model = form_of(view).owned["milestones"].model
    model.paste_text(0, 1, "立项\t可行性研究\t2027-03-31\n验收\tFinal acceptance\t2028年底")
    found = [desk.plan.elements[id_] for id_ in desk.plan.owned("p3")]
    assert [(one.get("title"), one.get("stage"), one.get("due")) for one in found] == [
        ("立项", "feasibility", date(2027, 3, 31)),
        ("验收", "final_acceptance", date(2028, 12, 31)),
    ]
    assert len(desk.steps()) == 1


def test_why_a_field_is_empty(view: FormView, desk: Desk) -> None:
    view.show_element("p3")
    row = form_of(view).rows["lead_unit"]
    assert row.why.isVisibleTo(view)
    row.absent_changed.emit("lead_unit", "pending", None)
    assert desk.get("p3", "absent") == (AbsentReason(field="lead_unit", reason="pending"),)
    assert row.reason_row.isVisibleTo(view)
    assert not row.why.isVisibleTo(view)
    row.note.setFocus()
    type_text(row.note, "new office")
    QTest.keyClick(row.note, Key.Key_Return)
    assert desk.plan.elements["p3"].absent == (
        AbsentReason(field="lead_unit", reason="pending", note="new office"),
    )
    form_of(view).commit("lead_unit", "u1")
    assert desk.get("p3", "absent") is None
    assert desk.steps()[0] == "Set {field} of {name}"
    assert not row.reason_row.isVisibleTo(view)


def test_links_are_edited_from_the_other_end(view: FormView, desk: Desk) -> None:
    view.show_element("g2")
    links = form_of(view).backlinks
    assert links is not None
    at = next(at for at, one in enumerate(links.links) if (one.kind, one.field.name) == ("project", "goals"))
    _, row = links._rows[at]
    assert [chip.id for chip in row.chips] == ["p2"]
    row.added.emit("p3")
    assert [link.goal for link in desk.plan.elements["p3"].get("goals")] == ["g2"]
    assert [chip.id for chip in row.chips] == ["p2", "p3"]
    row.chips[0].cross.click()
    assert desk.get("p2", "goals") is None


def test_rare_links_are_shown_when_asked_for(view: FormView, desk: Desk) -> None:
    view.show_element("u2")
    links = form_of(view).backlinks
    assert links is not None
    links._menu.aboutToShow.emit()
    labels = [action.text() for action in links._menu.actions()]
    assert "Projects supported" in labels
    links._menu.actions()[labels.index("Projects supported")].trigger()
    at = next(at for at, one in enumerate(links.links) if one.field.name == "support_units")
    links._rows[at][1].added.emit("p2")
    assert desk.get("p2", "support_units") == ("u2",)


def test_links_that_need_more_than_a_target_are_only_shown() -> None:
    kinds = {(one.kind, one.field.name): one.free for one in pointing_at("indicator")}
    assert kinds["project", "indicators"]
    assert not kinds["project", "year_goals"]


def test_findings_stand_at_their_fields(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    form = form_of(view)
    form.show_findings(
        [
            ("funding[2027,city]", "error", "No money", "I301"),
            ("class", "info", "General", "S1"),
        ]
    )
    asked: list[str] = []
    view.rule_asked.connect(asked.append)
    row = form.rows["funding"]
    sentence = row.found[0]
    button = sentence.findChild(QToolButton)
    assert isinstance(button, QToolButton)
    button.click()
    assert asked == ["I301"]
    assert form.general.count() == 1
    form.show_findings([])
    assert row.messages.count() == 0
    assert form.general.count() == 0


def test_a_field_named_elsewhere_gets_the_focus_and_is_in_sight(view: FormView, desk: Desk) -> None:
    desk.bridge.navigate.emit("p2", "funding[2027,city]")
    QApplication.processEvents()
    table = editor(view, "funding").view
    assert isinstance(table, QAbstractItemView)
    assert table.hasFocus()
    assert table.currentIndex().row() == 1
    assert not table.visibleRegion().isEmpty()
    desk.bridge.navigate.emit("p2", "milestones")
    assert form_of(view).owned["milestones"].view.hasFocus()


def test_a_deleted_element_leaves_an_empty_form(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    desk.bridge.apply(edits.delete(desk.plan, ["p2"]))
    assert view.form is None
    assert view.title.text() == ""


def test_a_renamed_unit_is_renamed_where_it_is_named(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    desk.bridge.apply(edits.rename(desk.plan, "u1", "市政数局"))
    assert editor(view, "lead_unit").line.text() == "U-001 市政数局"


def test_the_language_changes_while_a_form_is_shown(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    form = form_of(view)
    i18n.speak("zh")
    desk.bridge.language_changed.emit()
    assert form.rows["start"].label.text() == "开始"
    assert view.kind.text() == "项目 P-002"
    combo = editor(view, "kind").combo
    assert combo.itemText(1) == "重点工程"


def test_nothing_can_be_typed_in_a_library_that_is_read_only(tmp_path: Path, qtbot: QtBot) -> None:
    with opened(tmp_path, read_only=True) as desk:
        made = FormView(desk.bridge)
        qtbot.addWidget(made)
        made.show_element("p2")
        assert not editor(made, "title").isEnabled()
        assert not form_of(made).rows["leader"].why.isVisibleTo(made)
        # No line to begin a row in, and no buttons that would do nothing.
        table = editor(made, "funding")
        assert isinstance(table, TableEditor)
        milestones = form_of(made).owned["milestones"]
        for model, buttons in ((table.model, table.buttons), (milestones.model, milestones.buttons)):
            assert model.rowCount() == 2
            assert not any(one.isVisibleTo(made) for one in buttons.findChildren(QToolButton))


def belongs_to_a_combo(widget: QWidget) -> bool:
    """Whether a widget is the list or line of a combo box, which bears the name itself."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QComboBox):
        above = above.parentWidget()
    return above is not None


def test_every_control_has_a_name(view: FormView, desk: Desk) -> None:
    for kind in KINDS:
        form = KindForm(kind, desk.bridge, view)
        form.finish()
        for cls in (QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QToolButton):
            for widget in form.findChildren(cls):
                is_part = isinstance(widget, QHeaderView) or widget.objectName().startswith("qt_")
                if not is_part and not belongs_to_a_combo(widget):
                    found = QAccessible.queryAccessibleInterface(widget)
                    assert found.text(QAccessible.Text.Name), (kind, widget)


def test_nothing_but_the_form_is_on_the_screen(view: FormView, desk: Desk) -> None:
    for id_ in ("plan", "u1", "g2", "p2", "m1", "i1"):
        view.show_element(id_)
        form_of(view)
    assert [one for one in QApplication.topLevelWidgets() if one.isVisible()] == [view]


def test_gaps_are_named_by_their_labels(view: FormView, desk: Desk) -> None:
    view.show_element("p3")
    model = editor(view, "absent").model
    model.put_text(0, 0, "里程碑")
    model.put_text(0, 1, "not_seen")
    assert desk.get("p3", "absent") == (AbsentReason(field="milestones", reason="not_seen"),)
    assert model.data(model.index(0, 0)) == "Milestones"
    model.put_text(0, 0, "nonsense")
    assert model.fault() == "There is no field “nonsense”"


def test_a_comment_names_its_element(view: FormView, desk: Desk) -> None:
    change = edits.add(desk.plan, "comment", {"text": "为什么", "element": "g2"})
    desk.bridge.apply(change)
    view.show_element(change.operations[0].id)
    line = editor(view, "element").line
    assert line.text() == "G-002 政务服务一网通办"
    line.setFocus()
    line.setText("P-003")
    editor(view, "text").text.setFocus()
    assert desk.get(change.operations[0].id, "element") == "p3"


def test_undo_in_a_field_is_the_undo_of_the_plan(view: FormView, desk: Desk) -> None:
    undo = QAction(view)
    undo.setShortcut(QKeySequence("Ctrl+Z"))
    undo.triggered.connect(desk.session.undo)
    view.addAction(undo)
    view.show_element("p2")
    line = editor(view, "leader").line
    line.setFocus()
    type_text(line, "Li")
    QTest.keyClick(line, Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert desk.get("p2", "leader") is None
    assert line.text() == ""
    assert [row.is_undo for row in desk.session.history()][:2] == [True, False]


def test_a_project_is_found_while_typing_in_a_cell(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    table = editor(view, "predecessors").view
    table.setFocus()
    QTest.keyClick(table, Key.Key_Insert)
    line = table.viewport().findChild(ReferenceLine)
    assert isinstance(line, ReferenceLine)
    type_text(line, "csdn")
    popup = line.completer_.popup()
    assert popup is not None
    QTest.keyClick(popup, Key.Key_Return)
    QApplication.processEvents()
    assert desk.plan.elements["p2"].get("predecessors") == (Predecessor(project="p3"),)


def test_rows_within_a_row_have_a_window_of_their_own(view: FormView, desk: Desk) -> None:
    desk.bridge.apply(edits.set_field(desk.plan, "i1", "targets", (Target(year=2027, value=Decimal(90)),)))
    view.show_element("i1")
    table = editor(view, "targets").view
    at = table.rows.index(0, 3)
    assert table.open_rows_within(at)
    dialog = table.findChild(QDialog)
    assert isinstance(dialog, QDialog)
    within = dialog.findChild(TableEditor)
    assert isinstance(within, TableEditor)
    within.model.put_text(0, 0, "2026-05-01")
    within.model.put_text(0, 1, "80")
    target = desk.plan.elements["i1"].get("targets")[0]
    assert target.changes == (TargetChange(on=date(2026, 5, 1), from_=Decimal(80)),)
    dialog.reject()


def test_closing_the_plan_forgets_what_is_half_typed_without_harm(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    made = editor(view, "end")
    made.line.setFocus()
    made.line.selectAll()
    type_text(made.line, "2027")
    desk.session.open_plan(None)
    made.line.clearFocus()
    made._paused()
    assert view.form is None


def test_a_line_is_as_long_as_what_it_is_for(view: FormView, desk: Desk) -> None:
    view.show_element("p2")
    start, title = editor(view, "start"), editor(view, "title")
    assert isinstance(title, LineEditor)
    assert start.line.width() < title.line.width() / 2
