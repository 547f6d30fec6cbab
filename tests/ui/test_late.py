"""Work beside the window that ends when the plan, library or dialog it was begun for is no longer there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Timer

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QTableView
from pytestqt.qtbot import QtBot

from tests.ui.windows import dialog, notices, plan_of, settle, trigger
from workbench import i18n
from workbench.plan import edits
from workbench.plan.elements import Milestone
from workbench.session.session import Session
from workbench.ui import libraries
from workbench.ui.dialogs.evidence import EvidenceDialog
from workbench.ui.dialogs.export import ExportDocuments
from workbench.ui.dialogs.rules import RulesOfPlan
from workbench.ui.editors.evidence import EvidenceEditor
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.dashboard import DashboardView
from workbench.ui.views.trend import TrendPage
from workbench.ui.views.versions import VersionsView

CITY, PRD = "sample-city-2026", "prd-cluster-2014"
#: Views whose cells go by the plan.
VIEWS_OF_CELLS = ("tables", "scheme", "actuals", "indicator_card", "score")
#: Seconds after which what is held up goes on by itself: long enough to be overtaken, whatever the load.
_HELD = 0.5


@contextmanager
def held_up(window: MainWindow) -> Iterator[Event]:
    """While it lasts nothing begun beside the window is done; it goes on at the end, or when it is set."""
    going = Event()
    for _ in range(2):
        window.bridge.background.run(lambda: going.wait(60), lambda _in_time: None)
    yield going
    going.set()


def close(shown: QDialog) -> None:
    """Close a dialog, as its window does: nothing is left of it."""
    shown.reject()
    QApplication.sendPostedEvents(shown, QEvent.Type.DeferredDelete)


def city(window: MainWindow, qtbot: QtBot) -> None:
    window.plans.open(CITY)
    settle(qtbot, window)


# -- dialogs -----------------------------------------------------------------------------------------------


def test_a_page_drawn_when_its_dialog_is_closed(qtbot: QtBot, window: MainWindow) -> None:
    city(window, qtbot)
    trigger(window, "file.export")
    shown = dialog(window)
    assert isinstance(shown, ExportDocuments)
    preview = shown.preview
    qtbot.waitUntil(lambda: preview.is_idle and not preview.paper.sheet.pixmap().isNull(), timeout=30_000)
    with held_up(window):
        preview.zoom(1)
        close(shown)
    settle(qtbot, window)


def test_an_own_rule_tried_when_its_dialog_is_closed(qtbot: QtBot, window: MainWindow) -> None:
    settle(qtbot, window)
    trigger(window, "check.own_rules")
    shown = dialog(window)
    assert isinstance(shown, RulesOfPlan)
    shown.own.begin()
    QTest.keyClicks(shown.own.title, "Short names")
    QTest.keyClicks(shown.own.holds, "1 = 1")
    QTest.keyClicks(shown.own.message, "{name}")
    with held_up(window):
        shown.own.flush()
        shown.own.judge()
        close(shown)
    settle(qtbot, window)


# -- evidence ----------------------------------------------------------------------------------------------


def of_milestones(window: MainWindow, qtbot: QtBot) -> tuple[EvidenceEditor, str, str]:
    """The editor of evidence of a milestone that is shown, the milestone, and another one."""
    city(window, qtbot)
    one, other, *_ = (one.id for one in plan_of(window).all(Milestone) if not one.evidence)
    window.show_element(one)
    form = window.workspace.form.form
    assert form is not None
    form.finish()
    editor = form.findChild(EvidenceEditor)
    assert editor is not None
    return editor, one, other


def named(window: MainWindow, id_: str) -> list[str]:
    return [entry.partition(" ")[0] for entry in plan_of(window).elements[id_].get("evidence") or ()]


def test_a_file_is_the_evidence_of_what_it_was_attached_to(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    editor, one, other = of_milestones(window, qtbot)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    with held_up(window):
        editor.take([tmp_path / "a.pdf"])
        window.show_element(other)
    settle(qtbot, window)
    assert len(plan_of(window).elements[one].get("evidence") or ()) == 1
    assert not plan_of(window).elements[other].get("evidence")
    assert editor.list.count() == 0
    window.bridge.session.undo()
    assert not plan_of(window).elements[one].get("evidence")


def test_a_file_whose_plan_was_left_meanwhile_is_no_evidence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    editor, _, _ = of_milestones(window, qtbot)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    with held_up(window):
        editor.take([tmp_path / "a.pdf"])
        window.plans.open(PRD)
        before = window.bridge.session.newest
    settle(qtbot, window)
    assert window.bridge.session.newest == before
    assert window.bridge.is_writable


def test_a_file_is_taken_in_when_its_dialog_is_closed(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    city(window, qtbot)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    asked = EvidenceDialog(window, window.bridge, Milestone.field_of["evidence"], "终验", None)
    asked.finished.connect(asked.deleteLater)
    asked.open()
    with held_up(window):
        asked.editor.take([tmp_path / "a.pdf"])
        close(asked)
    settle(qtbot, window)
    assert window.bridge.is_writable


def test_a_file_taken_in_when_the_window_is_closed_is_evidence(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    editor, one, _ = of_milestones(window, qtbot)
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    path = window.bridge.session.path
    editor.take([tmp_path / "a.pdf"])
    window.close()
    with Session.open(path) as session:
        plan = session.open_plan(CITY)
        assert plan is not None
        assert len(plan.elements[one].get("evidence") or ()) == 1


# -- another plan ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["plan.versions", "check.trend"])
def test_versions_judged_and_compared_when_another_plan_is_opened(
    qtbot: QtBot, window: MainWindow, command: str
) -> None:
    city(window, qtbot)
    for title in ("One", "Two"):
        window.bridge.apply(edits.rename(plan_of(window), CITY, title))
    window.bridge.session.name_version("送审稿")
    with held_up(window):
        trigger(window, command)
        view = window.overview.trend if command == "check.trend" else window.workspace.middle.current
        assert isinstance(view, VersionsView | TrendPage)
        qtbot.waitUntil(lambda: not view._stale)
        window.plans.open(PRD)
    settle(qtbot, window)
    assert notices(window) == []


# -- another library ---------------------------------------------------------------------------------------


def released_late(going: Event) -> None:
    Timer(_HELD, going.set).start()


def test_a_file_read_when_the_library_is_closed_is_not_imported(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    from workbench.exchange.json import write_plan

    city(window, qtbot)
    path = tmp_path / "plan.json"
    path.write_text(write_plan(plan_of(window)), encoding="utf-8")
    with held_up(window) as going:
        window.transfers.bring_in_from(path)
        released_late(going)
        window.libraries.close()
    settle(qtbot, window)
    assert not [one for one in window.findChildren(QDialog) if one.isVisible()]
    assert window.progress.progress is None


def test_a_plan_imported_when_another_library_is_opened_is_in_the_first(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    city(window, qtbot)
    here = window.bridge.session.path
    other = tmp_path / "other.workbench"
    Session.create(other).close()
    elements = list(plan_of(window).elements.values())
    with held_up(window) as going:
        window.transfers._import("plan.json", elements, replace=False, as_new=True)
        released_late(going)
        window.libraries.open_path(other)
    settle(qtbot, window)
    assert window.bridge.session.path == other
    assert window.bridge.is_writable
    assert [one for one in notices(window) if "has no plan" in one] == []
    with Session.open(here) as session:
        assert len(session.plans()) == 3


def test_the_dashboard_judges_no_versions_of_a_library_that_is_closed(
    qtbot: QtBot, window: MainWindow
) -> None:
    city(window, qtbot)
    window.bridge.session.name_version("送审稿")
    window.workspace.middle.show_view("dashboard")
    view = window.workspace.middle.views["dashboard"]
    assert isinstance(view, DashboardView)
    qtbot.waitUntil(lambda: view._is_judging, timeout=10_000)
    window.libraries.close()
    settle(qtbot, window)
    assert notices(window) == []


def test_a_large_library_read_when_the_window_is_closed_is_closed_too(
    qtbot: QtBot, window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(qtbot, window)
    other = tmp_path / "other.workbench"
    shutil.copy(window.bridge.session.path, other)
    monkeypatch.setattr(libraries, "_LARGE", 1000)
    window.libraries.open_path(other)
    window.close()
    QApplication.processEvents()
    with Session.open(other) as session:
        assert session.others == []


def test_verdicts_of_plans_are_those_of_the_library_shown(
    qtbot: QtBot, open_window: Callable[..., MainWindow], library: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.workbench"
    shutil.copy(library, other)
    for path, is_emptied in ((library, False), (other, True)):
        with Session.open(path) as session:
            plan = session.open_plan(CITY)
            assert plan is not None
            if is_emptied:
                session.apply(edits.delete(plan, [one.id for one in plan.of_kind("project")]))
            else:
                session.apply(edits.rename(plan, CITY, "Another name"))
    window = open_window(library)
    window.plans.open(PRD)
    settle(qtbot, window)
    trigger(window, "plan.choose")
    settle(qtbot, window)
    first = window.chooser.model.verdicts[CITY]
    window.libraries.open_path(other)
    window.plans.open(PRD)
    settle(qtbot, window)
    trigger(window, "plan.choose")
    settle(qtbot, window)
    assert window.chooser.model.verdicts[CITY] != first


# -- no plan -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["plan", "library"])
def test_forms_and_tables_out_of_sight_bear_that_the_plan_is_gone(
    qtbot: QtBot, window: MainWindow, what: str
) -> None:
    city(window, qtbot)
    plan = plan_of(window)
    proved = next(one.id for one in plan.all(Milestone) if one.evidence)
    for id_ in (proved, *(plan.of_kind(kind)[0].id for kind in ("indicator", "project", "scheme"))):
        window.show_element(id_)
        form = window.workspace.form.form
        assert form is not None
        form.finish()
    for key in VIEWS_OF_CELLS:
        window.workspace.middle.show_view(key)
        settle(qtbot, window)
    if what == "plan":
        window.bridge.session.open_plan(None)
    else:
        window.libraries.close()
    tables = window.workspace.findChildren(QTableView)
    assert len(tables) > 5
    for table in tables:
        table.resize(table.width() + 20, table.height() + 20)
        QApplication.sendEvent(table, QResizeEvent(table.size(), table.size() / 2))
        table.resizeColumnsToContents()
    for language in ("zh", "en"):
        i18n.speak(language)
        window.bridge.language_changed.emit()
    window.workspace.flush()
    settle(qtbot, window)
