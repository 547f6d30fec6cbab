from __future__ import annotations

import random
from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from tests.plans import sound_elements
from tests.ui.opened import Desk, opened, type_text
from workbench import i18n
from workbench.plan import edits
from workbench.plan.change import Change
from workbench.plan.plan import Plan
from workbench.rules.finding import Finding
from workbench.session.session import Session
from workbench.ui.bridge import Bridge
from workbench.ui.models.outline import COUNT_ROLE, ID_ROLE, SEVERITY_ROLE, TITLE_ROLE, OutlineModel
from workbench.ui.models.severity import worst_of
from workbench.ui.views.outline import OutlineView

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def outline(desk: Desk, qtbot: QtBot) -> OutlineView:
    view = OutlineView(desk.bridge)
    qtbot.addWidget(view)
    view.resize(360, 700)
    view.show()
    return view


def lines(outline: OutlineView) -> list[str]:
    """What can be seen, indented."""
    found: list[str] = []

    def walk(parent: QModelIndex, depth: int) -> None:
        for row in range(outline.model.rowCount(parent)):
            at = outline.model.index(row, 0, parent)
            found.append("  " * depth + str(at.data(TITLE_ROLE)))
            if outline.tree.isExpanded(at):
                walk(at, depth + 1)

    walk(QModelIndex(), 0)
    return found


def editor_of(outline: OutlineView) -> QLineEdit:
    line = outline.tree.viewport().findChild(QLineEdit)
    assert line is not None
    return line


def type_and_enter(line: QLineEdit, text: str) -> None:
    type_text(line, text)
    QTest.keyClick(line, Key.Key_Return)
    QApplication.processEvents()


def press(outline: OutlineView, key: Key, mods: Qt.KeyboardModifier = NONE) -> None:
    QTest.keyClick(outline.tree, key, mods)


def test_the_plan_stands_on_top_then_the_groups_with_their_counts(outline: OutlineView) -> None:
    assert lines(outline)[:2] == ["示例", "Needs"]
    goals = outline.model.index_of("goal")
    assert goals.data(COUNT_ROLE) == "4"
    assert "  建成智慧城市" in lines(outline)
    assert lines(outline)[-1] == "Waivers"


def test_milestones_stand_under_their_project(outline: OutlineView) -> None:
    outline.select("m1")
    assert "      立项" in lines(outline)
    assert outline.current() == ("m1", "milestone")


def test_selecting_a_line_navigates(outline: OutlineView, desk: Desk, qtbot: QtBot) -> None:
    outline.select("g1")
    went: list[str] = []
    desk.bridge.navigate.connect(lambda id_, _field: went.append(id_))
    press(outline, Key.Key_Down)
    assert went == ["g4"]
    outline.tree.expand(outline.model.index_of("g1"))
    at = outline.tree.visualRect(outline.model.index_of("g2")).center()
    QTest.mouseClick(outline.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert went == ["g4", "g2"]


def test_navigation_from_elsewhere_opens_the_branch(outline: OutlineView, desk: Desk) -> None:
    desk.bridge.navigate.emit("m2", "due")
    assert outline.current()[0] == "m2"
    assert outline.tree.isExpanded(outline.model.index_of("p2"))


def test_renaming_in_place(outline: OutlineView, desk: Desk, qtbot: QtBot) -> None:
    outline.select("g4")
    press(outline, Key.Key_F2)
    line = editor_of(outline)
    assert line.selectedText() == "数字经济"
    type_and_enter(line, "Digital economy")
    assert desk.get("g4", "title") == "Digital economy"
    assert "  Digital economy" in lines(outline)


def test_adding_beside_and_typing_the_title_is_one_step(
    outline: OutlineView, desk: Desk, qtbot: QtBot
) -> None:
    outline.select("g2")
    press(outline, Key.Key_Insert)
    line = editor_of(outline)
    type_and_enter(line, "New goal")
    new = desk.plan.children("g1")[1]
    assert (desk.get(new, "title"), desk.get(new, "code")) == ("New goal", "G-005")
    desk.session.undo()
    assert desk.plan.children("g1") == ("g2", "g3")
    assert desk.session.undo_label is None or "Import" in desk.session.undo_label.message


def test_adding_below_a_project_and_a_milestone(outline: OutlineView, desk: Desk, qtbot: QtBot) -> None:
    outline.select("p3")
    press(outline, Key.Key_Insert, CONTROL)
    QTest.keyClick(editor_of(outline), Key.Key_Escape)
    assert len(desk.plan.children("p3")) == 1
    outline.select("p2")
    outline.add_below("milestone")
    assert len(desk.plan.owned("p2")) == 3


def test_an_empty_group_offers_to_add(outline: OutlineView, desk: Desk, qtbot: QtBot) -> None:
    outline.tree.setCurrentIndex(outline.model.index_of("risk"))
    labels = [action.text() for action in outline.build_menu().actions()]
    assert labels[0].startswith("Add Risk")
    press(outline, Key.Key_Insert)
    assert desk.plan.count("risk") == 1


@pytest.mark.parametrize(
    "kind", ["envelope", "scheme", "comment", "adjustment", "section", "unit", "service"]
)
def test_every_kind_can_be_added(outline: OutlineView, desk: Desk, kind: str) -> None:
    outline.add(kind)
    assert desk.told == []
    assert outline.current()[1] == kind


def test_deleting_takes_the_branch_along_and_undo_brings_it_back(
    outline: OutlineView, desk: Desk, qtbot: QtBot
) -> None:
    outline.select("p2")
    press(outline, Key.Key_Delete)
    assert "p2" not in desk.plan
    assert "m1" not in desk.plan
    assert outline.current()[0] == "p3"
    assert ("info", "3 elements deleted; undo brings them back") in desk.told
    desk.session.undo()
    assert desk.plan.owned("p2") == ("m1", "m2")
    assert "    公共数据平台" in lines(outline)


def test_duplicating_and_moving_by_keys(outline: OutlineView, desk: Desk, qtbot: QtBot) -> None:
    outline.select("g3")
    press(outline, Key.Key_D, CONTROL)
    below = desk.plan.children("g1")
    assert len(below) == 3
    copy = below[2]
    assert outline.current()[0] == copy
    press(outline, Key.Key_Up, ALT)
    press(outline, Key.Key_Up, ALT)
    assert desk.plan.children("g1") == (copy, "g2", "g3")
    assert outline.current()[0] == copy
    press(outline, Key.Key_Left, ALT)
    assert desk.plan.roots("goal") == ("g1", copy, "g4")
    press(outline, Key.Key_Right, ALT)
    assert desk.plan.children("g1") == ("g2", "g3", copy)
    assert (
        lines(outline)[3:6] == ["    政务服务一网通办", "    城市运行一网统管", "    城市运行一网统管"]
        or "g1"
    )


def test_several_lines_move_together(outline: OutlineView, desk: Desk, qtbot: QtBot) -> None:
    outline.select("m1")
    outline.duplicate()
    third = outline.current()[0]
    outline.select("m1")
    press(outline, Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert outline.selected() == ["m1", third]
    press(outline, Key.Key_Down, ALT)
    assert desk.plan.owned("p2") == ("m2", "m1", third)
    assert sorted(outline.selected()) == sorted(["m1", third])


def test_cut_and_paste_keeps_everything_but_the_ids(outline: OutlineView, desk: Desk, qtbot: QtBot) -> None:
    outline.select("p2")
    press(outline, Key.Key_X, CONTROL)
    assert "p2" not in desk.plan
    outline.select("p3")
    press(outline, Key.Key_V, CONTROL)
    new = desk.plan.children("p1")[1]
    assert desk.get(new, "title") == "公共数据平台"
    assert desk.get(new, "lead_unit") == "u1"
    assert [desk.get(id_, "title") for id_ in desk.plan.owned(new)] == ["立项", "验收"]


def test_copied_milestones_are_pasted_under_another_project(
    outline: OutlineView, desk: Desk, qtbot: QtBot
) -> None:
    outline.select("m1")
    press(outline, Key.Key_C, CONTROL)
    outline.select("p3")
    press(outline, Key.Key_V, CONTROL)
    assert [desk.get(id_, "title") for id_ in desk.plan.owned("p3")] == ["立项"]
    assert desk.plan.owned("p2") == ("m1", "m2")


def test_lines_of_text_become_elements(outline: OutlineView, desk: Desk, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("甲\n乙\t随便\n\n")
    outline.select("n1")
    press(outline, Key.Key_V, CONTROL)
    assert [need.name_shown for need in desk.plan.of_kind("need")] == ["办事少跑腿", "甲", "乙"]
    assert desk.steps() == ["Paste {count} elements"]


def test_foreign_text_does_no_harm(outline: OutlineView, desk: Desk, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText('{"format": "top-level-design-fragment", "goals": [{"id": 3}]}')
    outline.tree.setCurrentIndex(outline.model.index_of("plan"))
    press(outline, Key.Key_V, CONTROL)
    assert desk.steps() == []


def test_the_filter_knows_pinyin(outline: OutlineView, qtbot: QtBot) -> None:
    type_text(outline.search, "csdn")
    qtbot.waitUntil(lambda: lines(outline) == ["Projects", "  数字底座工程", "    城市大脑"])
    QTest.keyClick(outline.search, Key.Key_Return)
    assert outline.current()[0] == "p3"
    outline.search.clear()
    qtbot.waitUntil(lambda: "Needs" in lines(outline))
    assert outline.current()[0] == "p3"


def drop(outline: OutlineView, ids: list[str], on: str, before: str | None = None) -> None:
    """What Qt does when lines are let go on a line, or in front of another below it."""
    data = outline.model.mimeData([outline.model.index_of(id_) for id_ in ids])
    parent = outline.model.index_of(on)
    row = outline.model.index_of(before).row() if before else -1
    outline.model.dropMimeData(data, Qt.DropAction.MoveAction, row, 0 if before else -1, parent)


def test_dragging_moves_and_links(outline: OutlineView, desk: Desk) -> None:
    drop(outline, ["g4"], "g1", before="g3")
    assert desk.plan.children("g1") == ("g2", "g4", "g3")
    drop(outline, ["g3", "g4"], "goal")
    assert desk.plan.roots("goal") == ("g1", "g4", "g3")
    drop(outline, ["m1"], "p3")
    assert desk.plan.owned("p3") == ("m1",)
    drop(outline, ["p3"], "g4")
    assert [link.goal for link in desk.plan.elements["p3"].get("goals")] == ["g4"]
    drop(outline, ["g4"], "n1")
    assert desk.get("n1", "goals") == ("g4",)
    drop(outline, ["g1"], "g2")
    assert desk.told[-1][0] == "error"
    assert desk.plan.roots("goal") == ("g1", "g4", "g3")


def test_changes_from_elsewhere_are_followed(outline: OutlineView, desk: Desk) -> None:
    outline.select("g2")
    desk.bridge.apply(edits.move(desk.plan, "g2", parent="g4"))
    assert outline.current()[0] == "g2"
    assert "    政务服务一网通办" in lines(outline)
    desk.bridge.apply(edits.rename(desk.plan, "g2", "一网通办"))
    assert "    一网通办" in lines(outline)
    desk.session.undo()
    desk.session.undo()
    assert desk.plan.children("g1") == ("g2", "g3")
    assert outline.model.index_of("g2").parent() == outline.model.index_of("g1")


def test_the_worst_finding_shows_on_the_way_to_it(outline: OutlineView, desk: Desk) -> None:
    found = Finding("X", "warning", "milestone", "m1", "due", "late", (), ())
    worse = found._replace(severity="error", id="p3")
    waived = worse._replace(id="g4", waived=True)
    outline.model.show_worst(worst_of(desk.plan, [found, worse, waived]))
    shown = [
        outline.model.index_of(key).data(SEVERITY_ROLE) for key in ("m1", "m2", "p2", "p1", "project", "g4")
    ]
    assert shown == ["warning", None, "warning", "error", "error", None]
    outline.model.show_worst({})
    assert outline.model.index_of("p1").data(SEVERITY_ROLE) is None


def test_nothing_can_be_edited_in_a_library_that_is_read_only(tmp_path: Path, qtbot: QtBot) -> None:
    with opened(tmp_path, read_only=True) as desk:
        view = OutlineView(desk.bridge)
        qtbot.addWidget(view)
        view.select("g4")
        press(view, Key.Key_F2)
        assert view.tree.viewport().findChild(QLineEdit) is None
        assert not any(
            action.isEnabled()
            for action in view.build_menu().actions()
            if action.text() and "Copy" not in action.text()
        )


def test_an_empty_group_says_why(outline: OutlineView, desk: Desk) -> None:
    outline.tree.setCurrentIndex(outline.model.index_of("risk"))
    reasons = next(action.menu() for action in outline.build_menu().actions() if action.text() == "Why empty")
    assert isinstance(reasons, QMenu)
    next(one for one in reasons.actions() if one.text() == "Pending").trigger()
    assert desk.plan.head.why_absent("risks") == "pending"
    assert outline.model.index_of("risk").data(COUNT_ROLE) == "0 · Pending"


def test_chinese(outline: OutlineView, desk: Desk) -> None:
    i18n.speak("zh")
    desk.bridge.language_changed.emit()
    assert lines(outline)[1] == "需求"


def test_the_tree_survives_the_end_of_the_plan(outline: OutlineView, desk: Desk) -> None:
    desk.session.open_plan(None)
    assert lines(outline) == []
    press_at = QPoint(5, 5)
    assert not outline.tree.indexAt(press_at).isValid()


def seen(outline: OutlineView, id_: str) -> bool:
    """Whether the line of an element is painted."""
    return not outline.tree.visualRect(outline.model.index_of(id_)).isEmpty()


def test_what_is_added_to_an_empty_group_is_seen(outline: OutlineView, desk: Desk) -> None:
    desk.bridge.apply(edits.delete(desk.plan, ["p1"]))
    # The outline comes to the plan again: the group of projects is to be open, and has nothing in it.
    desk.session.open_plan("plan")
    QApplication.processEvents()
    outline.tree.setCurrentIndex(outline.model.index_of("project"))
    press(outline, Key.Key_Insert)
    type_and_enter(editor_of(outline), "公共数据平台")
    (made,) = desk.plan.of_kind("project")
    assert seen(outline, made.id)
    press(outline, Key.Key_Delete)
    QApplication.processEvents()
    outline.tree.setCurrentIndex(outline.model.index_of("project"))
    press(outline, Key.Key_Insert)
    type_and_enter(editor_of(outline), "城市大脑")
    (made,) = desk.plan.of_kind("project")
    assert seen(outline, made.id)
    press(outline, Key.Key_Insert, CONTROL)
    type_and_enter(editor_of(outline), "立项")
    assert seen(outline, (desk.plan.owned(made.id) or desk.plan.children(made.id))[0])


def test_moving_an_element_leaves_it_shown(outline: OutlineView, desk: Desk) -> None:
    outline.tree.expandAll()
    outline.select("g3")
    went: list[str] = []
    desk.bridge.navigate.connect(lambda id_, _field: went.append(id_))
    press(outline, Key.Key_Up, ALT)
    press(outline, Key.Key_Left, ALT)
    press(outline, Key.Key_Right, ALT)
    assert outline.current()[0] == "g3"
    assert set(went) <= {"g3"}
    press(outline, Key.Key_Delete)
    assert went[-1] == outline.current()[0] != "g3"


def test_of_thousands_of_answers_the_first_groups_are_opened(qtbot: QtBot, tmp_path: Path) -> None:
    with Session.create(tmp_path / "large.workbench") as session:
        session.import_plan(sound_elements(9_000))
    with Session.open(tmp_path / "large.workbench") as session:
        session.open_plan("plan")
        bridge = Bridge(session)
        outline = OutlineView(bridge)
        qtbot.addWidget(outline)
        outline.resize(360, 700)
        outline.show()
        model, tree = outline.model, outline.tree
        QTest.keyClicks(outline.search, "1")
        qtbot.waitUntil(lambda: model.is_filtered)
        groups = [model.index(row, 0) for row in range(model.rowCount())]
        assert tree.isExpanded(groups[0])
        # The others are there with their answers, to be opened as ever.
        closed = [at for at in groups if not tree.isExpanded(at)]
        assert closed
        assert all(model.rowCount(at) for at in closed)
        outline.search.setText("P-0")
        qtbot.waitUntil(lambda: 0 < model.rowCount() < len(groups))
        assert all(tree.isExpanded(model.index(row, 0)) for row in range(model.rowCount()))
        qtbot.waitUntil(lambda: bridge.background.is_idle)
        bridge.close()


def test_lines_that_come_or_go_together_do_so_at_once(qapp: QApplication) -> None:
    elements = sound_elements(60)
    plan = Plan(elements[0].id, elements)
    model = OutlineModel(lambda: plan, lambda: False)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.reset()

    def keys(of: OutlineModel, at: QModelIndex) -> list[object]:
        rows = [of.index(row, 0, at) for row in range(of.rowCount(at))]
        return [(row.data(ID_ROLE), row.row(), keys(of, row)) for row in rows]

    def follow(change: Change) -> None:
        plan.apply(change)
        model.follow(change)
        fresh = OutlineModel(lambda: plan, lambda: False)
        fresh.reset()
        assert keys(model, QModelIndex()) == keys(fresh, QModelIndex())

    keys(model, QModelIndex())  # every line has been looked at
    signals: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _at, first, last: signals.append((first, last)))
    indicators = [one.id for one in plan.of_kind("indicator")]
    gone = edits.delete(plan, indicators[4:9])
    follow(gone)
    follow(gone.inverse(gone.label))
    assert signals == [(4, 8)]
    chance = random.Random(3)
    for _ in range(4):
        ids = [one.id for kind in ("indicator", "project", "milestone") for one in plan.of_kind(kind)]
        gone = edits.delete(plan, chance.sample(ids, 9))
        follow(gone)
        moved, other = (one.id for one in chance.sample(plan.of_kind("indicator"), 2))
        follow(edits.move(plan, moved, after=other))
        follow(gone.inverse(gone.label))
    del tester
