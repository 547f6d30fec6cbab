"""The traceability graph as a person uses it: choosing, linking by mouse and keys, filters, zoom, export."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.plans import sound_elements
from tests.ui.opened import Desk, opened, type_text
from workbench import i18n
from workbench.analysis.graph import LIMIT
from workbench.plan import edits
from workbench.plan.records import GoalLink, IndicatorLink
from workbench.session.session import Session
from workbench.ui.bridge import Bridge
from workbench.ui.views.graph import GraphView


@pytest.fixture
def view(qtbot: QtBot, desk: Desk) -> GraphView:
    made = GraphView(desk.bridge)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.canvas.hasFocus)
    return made


def place(view: GraphView, id_: str) -> QPoint:
    view.canvas.reveal(id_)
    return view.canvas.place_of(id_)


def click(view: GraphView, id_: str) -> None:
    at = place(view, id_)
    QTest.mouseClick(view.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def drag(view: GraphView, one: str, other: str) -> None:
    port, none = view.canvas.viewport(), Qt.KeyboardModifier.NoModifier
    view.canvas.fit()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, none, view.canvas.place_of(one))
    QTest.mouseMove(port, view.canvas.place_of(other))
    port.grab()
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, none, view.canvas.place_of(other))


def layers(view: GraphView) -> dict[str, set[str]]:
    drawing = view.canvas.drawing
    assert drawing is not None
    return {kind: set(names) for kind, names in zip(drawing.kinds, drawing.layers, strict=True)}


def test_layers_lead_from_needs_to_units(view: GraphView) -> None:
    assert layers(view) == {
        "need": {"n1"},
        "goal": {"g1", "g2", "g3", "g4"},
        "project": {"p1", "p2", "p3"},
        "indicator": {"i1"},
        "unit": {"u1", "u2", "u3"},
    }
    drawing = view.canvas.drawing
    assert drawing is not None
    lefts = [drawing.boxes[one].rect.left() for one in ("n1", "g1", "p1", "i1", "u1")]
    assert lefts == sorted(lefts)
    assert drawing.boxes["g4"].gaps == (
        "It answers no need",
        "No project serves it",
        "No indicator measures it",
    )


def test_the_path_of_the_chosen_element_is_lit(qtbot: QtBot, view: GraphView, desk: Desk) -> None:
    visited: list[str] = []
    desk.bridge.navigate.connect(lambda id_, _field: visited.append(id_))
    click(view, "p2")
    assert visited == ["p2"]
    assert view.canvas.lit == {"g1", "g2", "p1", "p2", "u1"}
    assert "公共数据平台" in view.canvas.accessibleDescription()
    assert "Goals: G-002" in view.canvas.accessibleDescription()
    view.grab()
    # From elsewhere; a milestone lights its project.
    desk.bridge.navigate.emit("i1", "")
    assert view.canvas.lit == {"g1", "g2", "i1"}
    desk.bridge.navigate.emit("m1", "due")
    assert view.chosen == "p2"
    desk.bridge.navigate.emit("b1", "")
    assert view.chosen == "p2"


def test_dragging_from_one_to_the_other_links_them(qtbot: QtBot, view: GraphView, desk: Desk) -> None:
    drag(view, "g3", "p3")
    assert desk.get("p3", "goals") == (GoalLink(goal="g3"),)
    qtbot.waitUntil(lambda: view.chain is not None and "p3" in view.chain.down.get("g3", ()))
    drag(view, "i1", "p3")
    assert desk.get("p3", "indicators") == (IndicatorLink(indicator="i1"),)
    drag(view, "u3", "i1")
    assert desk.get("i1", "responsible_unit") == "u3"
    drag(view, "n1", "g4")
    assert desk.get("n1", "goals") == ("g4",)
    before = desk.steps()
    drag(view, "n1", "u1")
    drag(view, "g1", "g2")
    # What is linked already is not linked once more.
    qtbot.waitUntil(lambda: view.chain is not None and "g4" in view.chain.down.get("n1", ()))
    drag(view, "n1", "g4")
    assert desk.steps() == before
    assert desk.told == []
    desk.session.undo()
    assert desk.get("n1", "goals") is None


def test_arrows_go_along_the_links_and_l_links(view: GraphView, desk: Desk) -> None:
    canvas = view.canvas
    click(view, "g2")
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert view.chosen == "p2"
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    assert view.chosen == "g2"
    desk.bridge.navigate.emit("p3", "")
    QTest.keyClick(canvas, Qt.Key.Key_L)
    assert "Linking P-003" in view.said.text()
    QTest.keyClick(canvas, Qt.Key.Key_Left)
    goal = canvas.target
    assert goal in {"g1", "g2", "g3", "g4"}
    assert "Enter links" in view.said.text()
    canvas.viewport().grab()
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert desk.get("p3", "goals") == (GoalLink(goal=goal),)
    QTest.keyClick(canvas, Qt.Key.Key_L)
    QTest.keyClick(canvas, Qt.Key.Key_Down)
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.target == ""
    assert view.chosen == "p3"


def test_the_menu_of_an_element_takes_links_away(view: GraphView, desk: Desk) -> None:
    menu = view.menu_of("p2")
    said = {action.text(): action for action in menu.actions()}
    assert view.chosen == "p2"
    assert "Unlink from G-002 政务服务一网通办" in said
    said["Unlink from U-001 市数据局"].trigger()
    assert desk.get("p2", "lead_unit") is None
    said["Unlink from G-002 政务服务一网通办"].trigger()
    assert desk.get("p2", "goals") is None
    said["Link with another one (L)"].trigger()
    assert "Linking" in view.said.text() or view.canvas.target == "p2"


def test_chinese_characters_are_keys_too(view: GraphView) -> None:
    type_text(view.canvas, "中ü+")
    key = QKeyEvent(QEvent.Type.KeyPress, 0x4E2D, Qt.KeyboardModifier.NoModifier, "中")
    QApplication.sendEvent(view.canvas, key)
    assert view.canvas.scale > 0


def test_zoom_by_keys_wheel_and_fit(view: GraphView) -> None:
    canvas = view.canvas
    QTest.keyClicks(canvas, "++")
    larger = canvas.scale
    QTest.keyClicks(canvas, "-")
    assert canvas.scale < larger
    view.fit.click()
    drawing = canvas.drawing
    assert drawing is not None
    port = canvas.viewport().rect()
    assert drawing.width * canvas.scale <= port.width() + 1
    places = [canvas.place_of(id_) for id_ in canvas.shown_ids]
    assert all(port.contains(place) for place in places)
    # Nor do the names of the layers hide any.
    assert min(place.y() for place in places) > drawing.line * 1.8
    # What has been fitted stays so while the window changes its size.
    view.resize(500, 400)
    port = canvas.viewport().rect()
    assert drawing.width * canvas.scale <= port.width() + 1
    canvas.zoom_to(0.1)
    canvas.viewport().grab()


def test_filters_gaps_and_the_path_alone(view: GraphView, desk: Desk) -> None:
    desk.bridge.apply(edits.set_field(desk.plan, "g4", "domains", ("industry",)))
    view.read()
    view.problem.setCurrentIndex(view.problem.findData("industry"))
    view.refresh()
    assert layers(view) == {"goal": {"g4"}}
    view.problem.setCurrentIndex(0)
    view.only_gaps.click()
    assert "g4" in view.shown.ids
    assert "u3" not in view.shown.ids
    view.only_gaps.click()
    view.only_path.click()
    desk.bridge.navigate.emit("i1", "")
    assert view.shown.ids == {"g1", "g2", "i1"}
    view.problem.setCurrentIndex(view.problem.findData("capital"))
    view.only_path.click()
    view.refresh()
    assert view.stack.currentWidget() is view.empty
    assert "filters" in view.empty.text()


def test_it_follows_the_plan(qtbot: QtBot, view: GraphView, desk: Desk) -> None:
    desk.bridge.apply(edits.add(desk.plan, "need", {"title": "新需求"}))
    qtbot.waitUntil(lambda: len(layers(view)["need"]) == 2)
    scale = view.canvas.scale
    desk.bridge.apply(edits.rename(desk.plan, "g4", "另一个名字"))
    qtbot.waitUntil(
        lambda: view.canvas.drawing is not None and "另一个" in view.canvas.drawing.boxes["g4"].title
    )
    assert view.canvas.scale == scale
    click(view, "g4")
    desk.bridge.apply(edits.delete(desk.plan, ["g4"]))
    qtbot.waitUntil(lambda: "g4" not in view.shown.ids)
    assert view.canvas.lit == frozenset()
    view.hide()
    desk.bridge.apply(edits.delete(desk.plan, ["g3"]))
    view.show()
    qtbot.waitUntil(lambda: "g3" not in view.shown.ids)
    desk.session.open_plan(None)
    assert view.canvas.drawing is None
    view.grab()


def test_what_has_just_been_deleted_is_not_looked_for(view: GraphView, desk: Desk) -> None:
    view.only_path.click()
    click(view, "g2")
    assert "p2" in view.shown.ids
    desk.bridge.apply(edits.delete(desk.plan, ["p2"]))
    # Before the graph has been drawn anew.
    assert view.canvas.told("g2") == ""
    assert not view.canvas.fits("g2", "p2")
    QTest.keyClick(view.canvas, Qt.Key.Key_L)
    QTest.keyClick(view.canvas, Qt.Key.Key_Right)
    desk.bridge.language_changed.emit()
    desk.bridge.apply(edits.delete(desk.plan, ["i1"]))
    desk.bridge.navigate.emit("g1", "")
    assert view.shown.ids == {"g1", "g2", "g3"}


def test_an_empty_plan_says_what_to_do(view: GraphView, desk: Desk) -> None:
    desk.bridge.apply(edits.delete(desk.plan, [id_ for id_ in desk.plan.elements if id_ != "plan"]))
    view.read()
    assert view.stack.currentWidget() is view.empty
    assert "Ctrl+1" in view.empty.text()
    QTest.keyClick(view.canvas, Qt.Key.Key_Right)
    view.canvas.fit()
    view.grab()
    desk.session.undo()
    view.read()
    assert view.stack.currentWidget() is view.canvas


def test_in_a_library_that_cannot_be_written_nothing_is_linked(qtbot: QtBot, tmp_path: Path) -> None:
    with opened(tmp_path, read_only=True) as desk:
        made = GraphView(desk.bridge)
        qtbot.addWidget(made)
        made.resize(900, 600)
        made.show()
        qtbot.waitExposed(made)
        drag(made, "g3", "p3")
        assert desk.get("p3", "goals") is None
        offered = [action for action in made.menu_of("p2").actions() if "nlink" in action.text()]
        assert len(offered) == 2
        assert not any(action.isEnabled() for action in offered)
        assert desk.told == []


def test_it_is_written_as_svg_and_png(view: GraphView, desk: Desk, tmp_path: Path) -> None:
    from lxml import etree

    click(view, "p2")
    view.write(tmp_path / "graph.svg")
    text = (tmp_path / "graph.svg").read_bytes()
    root = etree.fromstring(text, etree.XMLParser(resolve_entities=False))
    said = "".join(map(str, root.itertext()))
    assert "公共数据平台" in said
    assert "Indicators" in said
    view.write(tmp_path / "graph.png")
    image = QImage(str(tmp_path / "graph.png"))
    drawing = view.canvas.drawing
    assert drawing is not None
    assert image.width() == round(drawing.width * 2)
    # White paper, whatever the theme of the window.
    assert image.pixelColor(1, 1).lightness() == 255
    assert [said for severity, said in desk.told if severity == "info"] == [
        "“graph.svg” was written",
        "“graph.png” was written",
    ]


def test_a_file_that_cannot_be_written_is_told(view: GraphView, desk: Desk, tmp_path: Path) -> None:
    view.write(tmp_path / "no such folder" / "graph.svg")
    assert [severity for severity, _ in desk.told] == ["error"]


def test_of_a_large_plan_the_surroundings_are_shown_and_that_is_said(qtbot: QtBot, tmp_path: Path) -> None:
    i18n.speak("en")
    path = tmp_path / "large.workbench"
    with Session.create(path) as made:
        made.import_plan(sound_elements(3_000))
    with Session.open(path) as session:
        session.open_plan("plan")
        bridge = Bridge(session)
        view = GraphView(bridge)
        qtbot.addWidget(view)
        view.resize(900, 600)
        view.show()
        qtbot.waitExposed(view)
        assert 0 < len(view.shown.ids) <= LIMIT
        assert "too many" in view.said.text()
        assert "G-001" in view.said.text()
        bridge.navigate.emit("p77-1", "")
        assert "p77-1" in view.shown.ids
        assert "P-077-1" in view.said.text()
        view.grab()
        bridge.close()
