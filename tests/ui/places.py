"""Every place of the window: each view, panel, page and dialog, one after the other on a spoilt plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.windows import settle, trigger
from workbench.plan import edits
from workbench.plan.elements import Project
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.gantt import GanttView
from workbench.ui.views.own_rules import OwnRules
from workbench.ui.views.registry import VIEWS
from workbench.ui.views.tables import TablesView
from workbench.ui.workspace import DOCKS

#: Commands that open a dialog when nothing in particular is chosen.
ASKING = (
    "edit.find",
    "help.palette",
    "file.author",
    "plan.new",
    "plan.version",
    "plan.as_it_was",
    "plan.restore",
    "check.mend_all",
    "check.rules",
    "check.coverage",
    "check.trend",
    "help.about",
    "help.shortcuts",
    "file.backups",
    "view.dock.layouts",
)
#: Kinds whose forms have editors of their own.
KINDS = ("plan", "unit", "goal", "project", "milestone", "indicator", "scheme", "section", "risk")


def spoil(qtbot: QtBot, window: MainWindow) -> None:
    """Open the complete sample plan, with a version and something for every severity and state to show."""
    window.plans.open("sample-city-2026")
    settle(qtbot, window)
    bridge = window.bridge
    plan = bridge.plan
    assert plan is not None
    bridge.session.name_version("送审稿", "报市政府常务会议")
    first, second, third = [one for one in plan.all(Project) if one.start and one.end][1:4]
    assert third.start is not None
    bridge.apply(edits.set_field(plan, first.id, "duration_days", 10))
    bridge.apply(edits.set_field(plan, second.id, "lead_unit", None))
    bridge.apply(edits.set_field(plan, third.id, "end", third.start - timedelta(days=30)))
    bridge.apply(edits.rename(plan, plan.of_kind("goal")[1].id, "大力推进数字化"))
    bridge.apply(edits.delete(plan, [plan.of_kind("indicator")[-1].id]))
    bridge.apply(edits.add(plan, "risk", {"title": "资金不能按期到位"}))
    settle(qtbot, window)


def rest(qtbot: QtBot, window: MainWindow) -> None:
    """Let everything that is shown come to its place."""
    before: list[object] = []
    unmoved = 0
    for _ in range(40):
        QApplication.processEvents()
        # Outside of the event loop nothing else deletes what is to be deleted.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        settle(qtbot, window)
        tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        now: list[object] = [
            (id(one), one.geometry().getRect())
            for top in tops
            for one in top.findChildren(QWidget)
            if one.isVisible()
        ]
        unmoved = unmoved + 1 if now == before else 0
        if unmoved == 3:
            return
        before = now


def dialog_open() -> QDialog:
    """The dialog that lies above all others."""
    shown = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    assert shown, "no dialog has come up"
    return shown[-1]


def views(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The form of each kind, and each view."""
    plan = window.bridge.plan
    assert plan is not None
    trigger(window, "view.show.form")
    for kind in KINDS:
        window.bridge.navigate.emit(plan.of_kind(kind)[0].id, "")
        rest(qtbot, window)
        yield f"form of {kind}", window
    project = plan.of_kind("project")[1].id
    for view in VIEWS:
        trigger(window, f"view.show.{view.key}")
        window.bridge.navigate.emit(project, "")
        rest(qtbot, window)
        yield view.key, window
    trigger(window, "view.show.form")
    for name in DOCKS:
        trigger(window, f"go.{name}")
        rest(qtbot, window)
        yield f"panel {name}", window


@contextmanager
def asked(
    qtbot: QtBot, window: MainWindow, open_: Callable[[], object], *then: Callable[[QDialog], object]
) -> Iterator[QDialog]:
    """The dialog that something opens; closed in the end."""
    open_()
    rest(qtbot, window)
    found = dialog_open()
    for step in then:
        step(found)
    rest(qtbot, window)
    yield found
    # Rejected, not closed: what is half entered in it is thrown away.
    found.reject()
    found.close()
    rest(qtbot, window)


def dialogs(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Each dialog."""
    plan = window.bridge.plan
    assert plan is not None
    for command in ASKING:
        with asked(qtbot, window, lambda id_=command: trigger(window, id_)) as found:  # type: ignore[misc]
            yield command, found
    with asked(qtbot, window, lambda: trigger(window, "check.own_rules")) as found:
        own = found.findChild(OwnRules)
        assert isinstance(own, OwnRules)
        yield "check.own_rules", found
        own.begin()
        rest(qtbot, window)
        yield "own rule begun", found
    trigger(window, "go.findings")
    panel = window.workspace.findings
    chosen = None
    for at, row in enumerate(panel.model.rows):
        panel.list.setCurrentIndex(panel.model.index(at))
        if row.finding is not None and panel.mend.isEnabled():
            chosen = row.finding
            break
    assert chosen is not None
    with asked(qtbot, window, lambda: trigger(window, "check.mend")) as found:
        yield "check.mend", found
    with asked(qtbot, window, lambda: window.plans.waive(chosen)) as found:
        yield "waive", found
    trigger(window, "view.show.tables")
    window.bridge.navigate.emit(plan.of_kind("project")[1].id, "")
    rest(qtbot, window)
    tables = window.workspace.middle.views["tables"]
    assert isinstance(tables, TablesView)
    with asked(qtbot, window, tables.choose_columns) as found:
        yield "columns of a table", found
    for column in (2, 6):
        with asked(qtbot, window, lambda at=column: tables.filter_by(at)) as found:  # type: ignore[misc]
            yield f"filter by column {column}", found
    trigger(window, "view.show.gantt")
    rest(qtbot, window)
    gantt = window.workspace.middle.views["gantt"]
    assert isinstance(gantt, GanttView)
    assert gantt.model.bars is not None
    tie = next(tie for ties in gantt.model.bars.ties.values() for tie in ties)
    with asked(qtbot, window, lambda: gantt.edit_link(tie)) as found:
        yield "link of projects", found
    trigger(window, "view.show.form")


def pages(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The plans of the library, and the page without a library, which comes last."""
    trigger(window, "plan.choose")
    rest(qtbot, window)
    yield "plans of the library", window
    trigger(window, "plan.choose")
    rest(qtbot, window)
    trigger(window, "file.close")
    rest(qtbot, window)
    yield "welcome", window


def places(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """All of them, with their names; the widget is the window or the dialog to be looked at."""
    spoil(qtbot, window)
    yield from views(qtbot, window)
    yield from dialogs(qtbot, window)
    yield from pages(qtbot, window)
