"""The plan's narrative as a person writes it: sections, typing, insertions, the page and the findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent, QTextCharFormat, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from tests.plans import sound_elements
from tests.ui.opened import Desk, opened, type_text
from tests.ui.windows import settle, trigger
from workbench import i18n
from workbench.plan import edits
from workbench.plan.elements import Section
from workbench.plan.records import AbsentReason, Target
from workbench.session.session import Session
from workbench.ui.bridge import Bridge
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.narrative import NarrativeView
from workbench.ui.views.narrative_source import units


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    i18n.speak("en")
    with opened(tmp_path) as made:
        for id_, title, text in (
            ("s1", "总体要求", "以人民为中心。"),
            ("s2", "重点任务", "提出16项目标。\n见下表。\n{{table:projects}}"),
            ("s3", "保障措施", None),
        ):
            made.session.apply(edits.add(made.plan, "section", {"id": id_, "title": title, "text": text}))
        yield made


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> NarrativeView:
    return shown(qtbot, desk)


def shown(qtbot: QtBot, desk: Desk) -> NarrativeView:
    made = NarrativeView(desk.bridge)
    qtbot.addWidget(made)
    made.resize(1300, 700)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.source.setFocus()
    qtbot.waitUntil(made.source.hasFocus)
    return made


def titles(view: NarrativeView) -> list[str]:
    return [view.list.lines.item(at).text() for at in range(view.list.lines.count())]


def go(view: NarrativeView, at: int) -> None:
    lines = view.list.lines
    spot = lines.visualItemRect(lines.item(at)).center()
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=spot)


def to_end(view: NarrativeView) -> None:
    view.source.moveCursor(QTextCursor.MoveOperation.End)
    view.source.setFocus()


# -- sections ----------------------------------------------------------------------------------------------


def test_sections_are_chosen_in_the_list_and_followed_from_elsewhere(view: NarrativeView, desk: Desk) -> None:
    went: list[str] = []
    desk.bridge.navigate.connect(lambda id_, _field: went.append(id_))
    assert titles(view) == ["总体要求", "重点任务", "保障措施"]
    assert view.source.toPlainText() == "以人民为中心。"
    go(view, 1)
    assert went == ["s2"]
    assert view.title.text() == "重点任务"
    assert view.source.toPlainText().startswith("提出16项")
    desk.bridge.navigate.emit("g1", "")
    assert view.id == "s2"
    desk.bridge.navigate.emit("s3", "")
    assert view.source.toPlainText() == ""
    assert view.list.current == "s3"


def test_sections_are_added_moved_and_deleted_as_steps_that_undo(view: NarrativeView, desk: Desk) -> None:
    view.list.add_section("status_quo")
    assert titles(view) == ["总体要求", "Present state", "重点任务", "保障措施"]
    added = desk.plan.elements[view.id]
    assert isinstance(added, Section)
    assert added.kind == "status_quo"
    assert view.source.hasFocus()
    lines = view.list.lines
    lines.setFocus()
    QTest.keyClick(lines, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert titles(view) == ["总体要求", "重点任务", "Present state", "保障措施"]
    assert view.id == added.id
    QTest.keyClick(lines, Qt.Key.Key_Delete)
    assert titles(view) == ["总体要求", "重点任务", "保障措施"]
    assert view.id == "s3"
    desk.session.undo()
    assert "Present state" in titles(view)
    QTest.mouseClick(view.list.up, Qt.MouseButton.LeftButton)
    assert titles(view) == ["总体要求", "重点任务", "保障措施", "Present state"]
    view.list.kinds.aboutToShow.emit()
    assert view.list.kinds.actions()[0].text() == "Preface"


def test_the_title_is_typed_above_the_text(view: NarrativeView, desk: Desk) -> None:
    view.title.setFocus()
    view.title.selectAll()
    type_text(view.title, "总则")
    QTest.keyClick(view.title, Qt.Key.Key_Return)
    assert desk.get("s1", "title") == "总则"
    assert titles(view)[0] == "总则"
    desk.session.undo()
    assert view.title.text() == "总体要求"


def test_a_plan_without_sections_says_what_to_do(qtbot: QtBot, tmp_path: Path) -> None:
    i18n.speak("en")
    with opened(tmp_path) as desk:
        view = NarrativeView(desk.bridge)
        qtbot.addWidget(view)
        view.show()
        qtbot.waitExposed(view)
        assert view.empty.isVisible()
        assert "Insert" in view.empty.text()
        view.list.add_section("preface")
        assert view.source.isVisible()


# -- typing ------------------------------------------------------------------------------------------------


def test_typing_without_leaving_is_one_step(view: NarrativeView, desk: Desk) -> None:
    before = len(desk.steps())
    to_end(view)
    type_text(view.source, "第一句。")
    view.flush()
    type_text(view.source, "第二句。")
    view.flush()
    assert desk.get("s1", "text") == "以人民为中心。第一句。第二句。"
    assert len(desk.steps()) == before + 1
    desk.session.undo()
    assert view.source.toPlainText() == "以人民为中心。"
    assert desk.get("s1", "text") == "以人民为中心。"


def test_what_was_typed_becomes_a_change_by_itself_and_on_leaving(
    qtbot: QtBot, view: NarrativeView, desk: Desk
) -> None:
    to_end(view)
    type_text(view.source, "甲")
    qtbot.waitUntil(lambda: desk.get("s1", "text") == "以人民为中心。甲", timeout=5000)
    type_text(view.source, "乙")
    go(view, 1)
    assert desk.get("s1", "text") == "以人民为中心。甲乙"
    assert desk.get("s2", "text") == "提出16项目标。\n见下表。\n{{table:projects}}"


def test_a_line_end_being_typed_stays_though_it_is_not_stored(view: NarrativeView, desk: Desk) -> None:
    to_end(view)
    type_text(view.source, "甲")
    QTest.keyClick(view.source, Qt.Key.Key_Return)
    view.flush()
    assert desk.get("s1", "text") == "以人民为中心。甲"
    assert view.source.toPlainText().endswith("甲\n")
    steps = len(desk.steps())
    view.flush()
    assert len(desk.steps()) == steps


def test_a_text_given_is_no_longer_said_to_be_absent(view: NarrativeView, desk: Desk) -> None:
    why = (AbsentReason(field="text", reason="not_seen"),)
    desk.bridge.apply(edits.set_field(desk.plan, "s3", "absent", why))
    go(view, 2)
    to_end(view)
    type_text(view.source, "有了")
    view.flush()
    assert desk.get("s3", "text") == "有了"
    assert not desk.get("s3", "absent")


def test_a_change_from_elsewhere_is_shown_where_the_cursor_stays(view: NarrativeView, desk: Desk) -> None:
    view.source.moveCursor(QTextCursor.MoveOperation.Right)
    desk.bridge.apply(edits.set_field(desk.plan, "s1", "text", "以人民为本位。"))
    assert view.source.toPlainText() == "以人民为本位。"
    assert view.source.textCursor().position() == 1
    desk.bridge.apply(edits.set_field(desk.plan, "g1", "title", "别的"))
    assert view.source.toPlainText() == "以人民为本位。"


def test_a_library_that_cannot_be_written_is_only_read(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(tmp_path, read_only=True) as desk:
        view = NarrativeView(desk.bridge)
        qtbot.addWidget(view)
        view.show()
        qtbot.waitExposed(view)
        view.list.add_section("preface")
        assert view.source.isReadOnly()
        assert not view.list.add.isEnabled()
        assert titles(view) == []


# -- insertions --------------------------------------------------------------------------------------------


def press(view: NarrativeView, key: Qt.Key) -> None:
    keys = Qt.KeyboardModifier.ControlModifier
    if key != Qt.Key.Key_B:
        keys |= Qt.KeyboardModifier.AltModifier
    QTest.keyClick(view.source, key, keys)


def test_headings_lists_bold_and_tables_by_keys(view: NarrativeView) -> None:
    source = view.source
    source.setPlainText("一\n二\n三")
    press(view, Qt.Key.Key_H)
    press(view, Qt.Key.Key_H)
    assert source.toPlainText() == "## 一\n二\n三"
    press(view, Qt.Key.Key_H)
    press(view, Qt.Key.Key_H)
    assert source.toPlainText() == "一\n二\n三"
    source.selectAll()
    press(view, Qt.Key.Key_L)
    assert source.toPlainText() == "- 一\n- 二\n- 三"
    source.selectAll()
    press(view, Qt.Key.Key_L)
    assert source.toPlainText() == "一\n二\n三"
    to_end(view)
    press(view, Qt.Key.Key_B)
    type_text(source, "粗")
    assert source.toPlainText() == "一\n二\n三**粗**"
    press(view, Qt.Key.Key_T)
    assert source.toPlainText().endswith("**粗**\n\n| Column 1 | Column 2 |\n| --- | --- |\n|  |  |")


def test_places_of_generated_tables_are_put_in_from_the_menu(view: NarrativeView, desk: Desk) -> None:
    to_end(view)
    first, second, *_, graph = view.bar.insertions.actions()
    first.trigger()
    assert view.source.toPlainText() == "以人民为中心。\n\n{{table:indicators}}"
    view.flush()
    view._draw()
    assert "一网通办率" in view.page.toPlainText()
    assert second.text() == "Table of projects or tasks"
    to_end(view)
    graph.trigger()
    assert view.source.toPlainText().endswith("\n\n{{figure:graph}}")
    view.flush()
    view._draw()
    assert "（目标、项目与指标关系图）" in view.page.toPlainText()
    view.grab()


# -- page, count, findings ---------------------------------------------------------------------------------


def test_the_page_follows_the_typing(qtbot: QtBot, view: NarrativeView, desk: Desk) -> None:
    view.source.setPlainText("## 近期\n- **快**\n<b>不是标签</b>\n| 甲 | 乙 |\n| --- | --- |\n| 1 | 2 |")
    qtbot.waitUntil(lambda: "（一）近期" in view.page.toPlainText())
    said = view.page.toPlainText()
    assert "——快" in said
    assert "<b>不是标签</b>" in said
    assert "总体要求" in said
    assert "乙" in said
    assert view.words.text() == "Words: 13 · all sections: 22"


def test_generated_tables_are_those_of_the_plan_now(qtbot: QtBot, view: NarrativeView, desk: Desk) -> None:
    go(view, 1)
    assert "公共数据平台" in view.page.toPlainText()
    desk.bridge.apply(edits.rename(desk.plan, "p2", "数据平台二期"))
    qtbot.waitUntil(lambda: "数据平台二期" in view.page.toPlainText())


def test_what_a_rule_quotes_is_underlined_explained_and_gone_to(
    qtbot: QtBot, view: NarrativeView, desk: Desk
) -> None:
    go(view, 1)
    desk.session.check_whole_now()
    (one,) = [one for one in view.said if one.finding.rule == "C424"]
    assert one.passages
    drawn = [
        selection.cursor.selectedText()
        for selection in view.source.extraSelections()
        if selection.format.underlineStyle() == QTextCharFormat.UnderlineStyle.WaveUnderline
    ]
    assert any("16" in text for text in drawn)
    said = view.source.said_at(one.passages[0][0])
    assert said.startswith("C424")
    assert "16" in said
    assert view.findings.isVisible()
    at = view.said.index(one)
    assert "C424" in view.findings.item(at).text()
    view.findings.setCurrentRow(at)
    view.findings.itemActivated.emit(view.findings.item(at))
    assert "16" in view.source.textCursor().selectedText()
    spot = view.source.cursorRect().center()
    asked = QHelpEvent(QEvent.Type.ToolTip, spot - QPoint(4, 0), view.source.mapToGlobal(spot))
    QApplication.sendEvent(view.source.viewport(), asked)
    qtbot.waitUntil(QToolTip.isVisible)
    assert "C424" in QToolTip.text()
    view.grab()
    # Mended by typing: the mark goes.
    view.source.setPlainText("见下表。")
    view.flush()
    desk.session.check_whole_now()
    assert not [one for one in view.said if one.finding.rule == "C424"]
    assert view.source.extraSelections() == []


def test_a_value_that_an_indicator_has_otherwise_is_underlined_on_its_line(
    view: NarrativeView, desk: Desk
) -> None:
    targets = (Target(year=2030, value=Decimal(90)),)
    desk.bridge.apply(edits.set_fields(desk.plan, {"i1": {"targets": targets, "unit": "%"}}))
    text = "办结率95%。\n到2030年，一网通办率达到95%。"
    desk.bridge.apply(edits.set_field(desk.plan, "s1", "text", text))
    desk.session.check_whole_now()
    (one,) = [one for one in view.said if one.finding.rule == "C425"]
    assert [text[start:end] for start, end in one.passages] == ["95"]
    assert one.passages[0][0] > text.index("\n")


def test_places_are_counted_as_qt_counts_them() -> None:
    assert units("𠮷甲", 1) == 2
    assert units("甲乙", 1) == 1


# -- in the window -----------------------------------------------------------------------------------------


def test_the_view_is_a_tab_of_the_window(
    qtbot: QtBot, open_window: Callable[..., MainWindow], library: Path
) -> None:
    window = open_window(library)
    window.plans.open("prd-cluster-2014")
    settle(qtbot, window)
    trigger(window, "view.show.narrative")
    view = window.workspace.middle.views["narrative"]
    assert isinstance(view, NarrativeView)
    view._choose("s3")
    assert "{{table:projects}}" in view.source.toPlainText()
    assert "一体化任务" in view.page.toPlainText()
    to_end(view)
    type_text(view.source, "试")
    QTest.keyClick(view.source, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not view.source.toPlainText().endswith("试"))
    for language in ("zh", "en"):
        trigger(window, f"view.language.{language}")
    trigger(window, "view.theme.dark")
    window.grab()
    window.plans.open("sample-city-2026")
    assert view.list.lines.count() > 5


def test_tables_of_a_large_plan_come_to_the_page_by_themselves(qtbot: QtBot, tmp_path: Path) -> None:
    with Session.create(tmp_path / "large.workbench") as session:
        session.import_plan(sound_elements(2_500))
    with Session.open(tmp_path / "large.workbench") as session:
        session.open_plan("plan")
        bridge = Bridge(session)
        view = NarrativeView(bridge)
        qtbot.addWidget(view)
        view.resize(1300, 800)
        view.show()
        qtbot.waitExposed(view)
        plan = session.plan
        assert plan is not None
        view.source.moveCursor(QTextCursor.MoveOperation.End)
        view.source.insertPlainText("\n{{table:indicators}}\n")
        first = next(iter(plan.of_kind("indicator")))
        # What is typed is on the page at once, and the table a little later, without another key.
        qtbot.waitUntil(lambda: first.name_shown in view.page.toPlainText())
        bridge.apply(edits.rename(plan, first.id, "改了名的指标"))
        # Until the new table is there, the one of before stands in its place.
        assert first.name_shown in view.page.toPlainText()
        qtbot.waitUntil(lambda: "改了名的指标" in view.page.toPlainText())
        qtbot.waitUntil(lambda: bridge.background.is_idle)
        bridge.close()
