from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu
from pytestqt.qtbot import QtBot

from tests.ui.windows import dialog, notices, press_notice, settle, trigger
from workbench import paths
from workbench.files import fit_name
from workbench.plan import edits
from workbench.plan.elements import Goal, Section
from workbench.plan.plan import Plan
from workbench.session.jobs import Progress
from workbench.session.session import Session
from workbench.ui import libraries, messages
from workbench.ui.dialogs import files
from workbench.ui.dialogs.import_plan import ImportPlan
from workbench.ui.dialogs.new_plan import NewPlan
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.chooser import judge

Open = Callable[..., MainWindow]
PRD = "prd-cluster-2014"


def titles(window: MainWindow) -> list[str]:
    model = window.chooser.model
    return [model.index(at, 0).data() for at in range(model.rowCount())]


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    path = tmp_path / "mine.workbench"
    Session.create(path).close()
    return path


# -- the table of plans ------------------------------------------------------------------------------------


def test_the_table_lists_the_plans_with_their_verdicts(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "plan.choose")
    assert window.pages.currentWidget() is window.chooser
    settle(qtbot, window)
    model = window.chooser.model
    assert len(titles(window)) == 2
    heads = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert heads[-4:] == ["Executable", "Implementable", "Checkable", "Assessable"]
    row = next(at for at, entry in enumerate(model.entries) if entry.id == PRD)
    said = [model.index(row, column).data() for column in range(model.columnCount())]
    assert said[2:7] == ["2014–2020", "In force", "7", "16", "17"]
    assert all(text.endswith(" %") for text in said[7:])
    trigger(window, "plan.choose")
    assert window.pages.currentWidget() is window.workspace


def test_enter_opens_the_plan_chosen(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "plan.choose")
    table = window.chooser.table
    other = next(at for at, entry in enumerate(window.chooser.model.entries) if entry.id != PRD)
    table.selectRow(other)
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert window.bridge.plan is not None
    assert window.bridge.plan.id == window.chooser.model.entries[other].id
    assert window.pages.currentWidget() is window.workspace


def test_a_plan_is_renamed_in_place(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "plan.choose")
    window.chooser.rename_chosen()
    editor = window.chooser.table.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    QTest.keyClicks(editor, "Another title")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Another title" in titles(window))
    assert window.bridge.plan is not None
    assert window.bridge.plan.head.title == "Another title"


def test_a_deleted_plan_can_be_had_back(qtbot: QtBot, window: MainWindow) -> None:
    assert window.bridge.plan is not None
    title = window.bridge.plan.head.title
    trigger(window, "plan.delete")
    assert window.pages.currentWidget() is window.chooser
    assert title not in titles(window)
    press_notice(window)
    assert title in titles(window)
    window.plans.open(PRD)
    assert len(window.bridge.plan.of_kind("project")) == 16


def test_a_plan_deleted_long_ago_can_be_had_back(
    qtbot: QtBot, window: MainWindow, open_window: Open, library: Path
) -> None:
    trigger(window, "plan.delete")
    window.close()
    later = open_window(library)
    trigger(later, "plan.choose")
    assert later.chooser.back.isVisible()
    assert [id_ for id_, _ in later.chooser.deleted] == [PRD]
    QTest.mouseClick(later.chooser.back, Qt.MouseButton.LeftButton)
    (menu,) = [one for one in later.chooser.findChildren(QMenu) if one.isVisible()]
    menu.actions()[0].trigger()
    menu.close()
    assert len(titles(later)) == 2
    assert not later.chooser.back.isVisible()


def test_what_offers_something_stays_longer_and_an_error_for_good(window: MainWindow) -> None:
    trigger(window, "plan.delete")
    messages.info("Done")
    messages.offer("error", "Went wrong", "Reload", lambda: None)
    offer, told, wrong = window.notices.bars
    assert offer.lasts > 2 * told.lasts > 0
    assert wrong.lasts == 0


def test_a_notice_of_many_lines_leaves_the_work_below_it_in_sight(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    before = window.workspace.height()
    text = "\n".join(f"Not exported: the ledger of unit {at}" for at in range(60))
    messages.info(text)
    QApplication.processEvents()
    (bar,) = (one for one in window.notices.bars if one.notice.text == text)
    assert bar.lasts == 0
    assert bar.words.height() > bar.height()
    assert bar.height() < before / 3
    QTest.mouseClick(bar.close_button, Qt.MouseButton.LeftButton)
    assert bar not in window.notices.bars


def test_del_in_the_table_deletes_the_plan_chosen(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "plan.choose")
    QTest.keyClick(window.chooser.table, Qt.Key.Key_Delete)
    assert len(titles(window)) == 1


def test_a_plan_deleted_meanwhile_has_no_verdicts_and_is_not_worked_with(window: MainWindow) -> None:
    session = window.bridge.session
    trigger(window, "plan.choose")
    gone = session.plans()[0].id
    session.delete_plan(gone)
    assert judge(session, gone) == {}
    asked: list[Plan] = []
    window.plans.with_plan(gone, asked.append)
    assert not asked
    assert "deleted" in notices(window)[-1]


# -- beginning ---------------------------------------------------------------------------------------------


def test_an_empty_library_says_what_to_do(qtbot: QtBot, open_window: Open, empty: Path) -> None:
    window = open_window(empty)
    assert window.pages.currentWidget() is window.chooser
    assert window.chooser.empty.isVisible()
    QTest.mouseClick(window.chooser.empty_new, Qt.MouseButton.LeftButton)
    asked = dialog(window)
    assert isinstance(asked, NewPlan)
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    assert asked.wrong.text() == "A plan needs a title"
    QTest.keyClicks(asked.title, "My plan")
    QTest.keyClicks(asked.region, "Panyu")
    QTest.keyClicks(asked.first_year, "2026")
    QTest.keyClicks(asked.last_year, "2030")
    QTest.keyClicks(asked.base_year, "2025")
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    plan = window.bridge.plan
    assert plan is not None
    head = plan.head
    assert (head.title, head.region_name, head.base_year, head.kind) == (
        "My plan",
        "Panyu",
        2025,
        "top_level_design",
    )
    assert len(plan.all(Section)) == 12
    assert [goal.kind for goal in plan.all(Goal)] == ["overall"]
    assert window.pages.currentWidget() is window.workspace


def test_a_new_library_is_made_and_never_written_over(
    open_window: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "new.workbench"
    monkeypatch.setattr(files, "library_to_make", lambda *_: path)
    window = open_window()
    trigger(window, "file.new")
    assert window.bridge.session.path == path
    before = path.read_bytes()
    trigger(window, "file.new")
    assert "already" in notices(window)[-1]
    assert path.read_bytes() == before


def test_a_copy_of_the_library_holds_the_same(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "copy.workbench"
    monkeypatch.setattr(files, "copy_to_make", lambda *_: path)
    trigger(window, "file.copy")
    with Session.open(path) as session:
        assert len(session.plans()) == 2
    assert "copy.workbench" in notices(window)[-1]


# -- in and out --------------------------------------------------------------------------------------------


def sample_json() -> Path:
    return paths.samples() / "pearl-river-delta-2014-2020.json"


def test_an_import_shows_what_it_holds_and_is_one_change(
    qtbot: QtBot, open_window: Open, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(empty)
    monkeypatch.setattr(files, "plan_to_import", lambda *_: sample_json())
    QTest.mouseClick(window.chooser.empty_import, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(ImportPlan)))
    asked = dialog(window)
    assert isinstance(asked, ImportPlan)
    said = " ".join(label.text() for label in asked.findChildren(QLabel))
    assert "Projects 16" in said
    assert not asked.is_known
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.bridge.plan is not None)
    settle(qtbot, window)
    assert window.bridge.plan is not None
    assert window.bridge.plan.count("project") == 16
    trigger(window, "edit.undo")
    assert window.bridge.session.plan is None
    assert window.pages.currentWidget() is window.chooser
    assert titles(window) == []
    press_notice(window)
    assert len(titles(window)) == 1


def test_an_import_over_a_plan_brings_it_up_to_the_file(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    data = json.loads(sample_json().read_text(encoding="utf-8"))
    data["plan"]["vision"] = "From the file"
    file = tmp_path / "theirs.json"
    file.write_text(json.dumps(data), encoding="utf-8")
    window.transfers.bring_in_from(file)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(ImportPlan)))
    asked = dialog(window)
    assert isinstance(asked, ImportPlan)
    assert asked.is_known
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(
        lambda: window.bridge.plan is not None and window.bridge.plan.head.vision == "From the file"
    )
    settle(qtbot, window)
    trigger(window, "edit.undo")
    assert window.bridge.plan is not None
    assert window.bridge.plan.head.vision != "From the file"
    assert len(window.bridge.session.plans()) == 2


def test_an_import_beside_a_plan_makes_another(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "plan.choose")
    window.transfers.bring_in_from(sample_json())
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(ImportPlan)))
    asked = dialog(window)
    assert isinstance(asked, ImportPlan)
    asked.as_new.setChecked(True)
    QTest.mouseClick(asked.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(window.bridge.session.plans()) == 3)
    settle(qtbot, window)
    assert window.bridge.plan is not None
    assert window.bridge.plan.id != PRD
    assert window.bridge.plan.count("project") == 16
    # In the table of plans the cursor is on the plan that is open, whatever it was on before.
    trigger(window, "plan.choose")
    assert window.chooser.chosen == window.bridge.plan.id


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("{", "wrong.json"),
        ('{"format": "top-level-design-plan", "version": 1, "plan": {"title": 3}}', "$.plan"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_place(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, text: str, where: str
) -> None:
    file = tmp_path / "wrong.json"
    file.write_text(text, encoding="utf-8")
    window.transfers.bring_in_from(file)
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert where in notices(window)[-1]
    assert not any(one.isVisible() for one in window.findChildren(ImportPlan))


def test_the_exchange_file_holds_the_plan(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.json"
    monkeypatch.setattr(files, "exchange_to_write", lambda *_: path)
    trigger(window, "file.export_json")
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert "out.json" in notices(window)[-1]
    assert len(json.loads(path.read_text(encoding="utf-8"))["projects"]) == 16


def test_an_export_that_cannot_be_written_says_why(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "exchange_to_write", lambda *_: tmp_path / "no such folder" / "out.json")
    trigger(window, "file.export_json")
    qtbot.waitUntil(lambda: bool(notices(window)))
    assert "no such folder" in notices(window)[-1]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("A/B: plan?", "A_B_ plan"),
        ("  ..  ", "plan"),
        ("规划（2014-2020年）", "规划（2014-2020年）"),
        ("con.1", "_con.1"),
    ],
)
def test_file_names_are_what_every_system_takes(title: str, name: str) -> None:
    assert fit_name(title) == name
    assert len(fit_name("长" * 500)) == 80


# -- long work ---------------------------------------------------------------------------------------------


def test_long_work_is_shown_late_and_can_be_cancelled(qtbot: QtBot, window: MainWindow) -> None:
    from threading import Event

    settle(qtbot, window)
    going = Event()
    told: list[str] = []

    def work(progress: Progress) -> str:
        step = 0
        while not going.wait(0.01):
            progress.step(step := step + 1, 1000, "Importing")
        return "finished"

    bar = window.progress
    assert bar.run(window.bridge.background, "Importing", work, told.append)
    assert not bar.run(window.bridge.background, "Another", work, told.append)
    assert not bar.isVisible()
    qtbot.waitUntil(bar.isVisible)
    QTest.mouseClick(bar.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.progress is None)
    going.set()
    assert told == []
    assert not bar.isVisible()
    assert notices(window) == ["Wait until what is going on is done"]


def test_while_a_job_has_the_library_nothing_can_be_edited(window: MainWindow) -> None:
    plan = window.bridge.plan
    assert plan is not None
    window.bridge.set_busy(True)
    assert not window.pages.isEnabled()
    assert not window.actions_.by_id["plan.new"].isEnabled()
    assert not window.bridge.is_writable
    window.bridge.set_busy(False)
    assert window.pages.isEnabled()
    assert window.bridge.apply(edits.set_field(plan, plan.id, "vision", "Free again"))


def test_a_large_library_opens_beside_the_window(
    qtbot: QtBot, open_window: Open, library: Path, empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = open_window(empty)
    monkeypatch.setattr(libraries, "_LARGE", 1000)
    window.settings.last_plans[str(library)] = PRD
    assert window.libraries.open_path(library)
    assert window.bridge.session.path == empty
    qtbot.waitUntil(lambda: window.bridge.session.path == library)
    assert window.bridge.plan is not None
    assert window.bridge.plan.id == PRD
    settle(qtbot, window)
    assert window.workspace.form.id == PRD
    broken = library.with_name("broken.workbench")
    broken.write_bytes(b"x" * 5000)
    assert window.libraries.open_path(broken)
    qtbot.waitUntil(lambda: "broken.workbench" in "".join(notices(window)))
    assert window.bridge.session.path == library
