"""Every place of the window: each view, panel, page and dialog, one after the other on a spoilt plan."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from threading import Event
from typing import TypeVar

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.windows import settle, trigger
from workbench import i18n
from workbench.documents.marks import DocumentMark, RowMark
from workbench.documents.source import KINDS as DOCUMENTS
from workbench.errors import Problem
from workbench.exchange.catalogue_files import Reading
from workbench.exchange.catalogue_table import Fault
from workbench.plan import edits
from workbench.plan.elements import Milestone, Project
from workbench.session.returned import Proposal, Returned, State
from workbench.ui import crash
from workbench.ui.dialogs.catalogue_check import CatalogueCheck
from workbench.ui.dialogs.catalogues import Catalogues
from workbench.ui.dialogs.evidence import EvidenceDialog
from workbench.ui.dialogs.export import ExportDocuments
from workbench.ui.dialogs.returned import ReturnedDialog
from workbench.ui.mainwindow import MainWindow
from workbench.ui.tour import Tour
from workbench.ui.tour_steps import STEPS
from workbench.ui.views.actuals import ActualsView
from workbench.ui.views.gantt import GanttView
from workbench.ui.views.indicator_card import IndicatorCardView
from workbench.ui.views.matrix import MatrixView
from workbench.ui.views.own_rules import OwnRules
from workbench.ui.views.registry import VIEWS
from workbench.ui.views.scheme import SchemeView
from workbench.ui.views.score import ScoreView
from workbench.ui.views.score_bar import PAGES
from workbench.ui.views.tables import TablesView
from workbench.ui.workspace import DOCKS

View = TypeVar("View", bound=QWidget)

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
    "plan.catalogues",
    "plan.local_indicator",
)
#: An exchange file with a plan that the library has already.
SAMPLE = Path(__file__).parents[2] / "plans" / "sample-city.json"
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


def seen(top: QWidget) -> Iterator[QWidget]:
    """A window and what can be seen in it: much more is in it that is hidden."""
    yield top
    for one in top.children():
        if isinstance(one, QWidget) and one.isVisible() and not one.isWindow():
            yield from seen(one)


def rest(qtbot: QtBot, window: MainWindow) -> None:
    """Let everything that is shown come to its place."""
    before: list[object] = []
    for _ in range(14):
        # What is done then may ask for more to be done.
        for _ in range(3):
            QApplication.processEvents()
            # Outside of the event loop nothing else deletes what is to be deleted.
            QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            settle(qtbot, window)
        tops = [one for one in QApplication.topLevelWidgets() if one.isVisible()]
        now: list[object] = [(one, one.geometry()) for top in tops for one in seen(top)]
        if now == before:
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
    card = view_of(qtbot, window, "indicator_card", IndicatorCardView)
    window.bridge.navigate.emit(plan.of_kind("indicator")[2].id, "")
    card.show_offer("front_loaded")
    rest(qtbot, window)
    yield "indicator card with an offer", window
    card.discard_offer()
    # The plan has been approved: the old value is kept, and the reason is asked for.
    QTest.keyClick(card.chart, Qt.Key.Key_Right)
    QTest.keyClick(card.chart, Qt.Key.Key_Up)
    rest(qtbot, window)
    yield "indicator card after a change", window
    matrix = view_of(qtbot, window, "matrix", MatrixView)
    plan = window.bridge.plan
    assert plan is not None
    for is_linked in (True, False):
        cell = next(
            cell
            for row in range(matrix.model.rowCount())
            for column in range(matrix.model.columnCount())
            if matrix.model.pair(cell := matrix.model.index(row, column)) is not None
            and bool(cell.data()) == is_linked
        )
        matrix.table.setCurrentIndex(cell)
        rest(qtbot, window)
        yield f"matrix at a cell {'with' if is_linked else 'without'} a link", window
    score = view_of(qtbot, window, "score", ScoreView)
    for page in PAGES:
        score.show_page(page)
        # The year that is running has something to be forecast, and much that is missing.
        at = score.bar.year.findText("2027" if page == "forecast" else "2026")
        score.bar.year.setCurrentIndex(at)
        score.bar.year.activated.emit(at)
        rest(qtbot, window)
        score.table.setCurrentIndex(score.model.index(1 if page in ("sheet", "units") else 0, 0))
        rest(qtbot, window)
        yield f"score: {page}", window
    made = view_of(qtbot, window, "scheme", SchemeView)
    for year, at in (("y-2027", 1), ("y-2026", 2), ("y-2027", 3)):
        made.show_scheme(year)
        made.tabs.setCurrentIndex(at)
        rest(qtbot, window)
        yield f"scheme: {made.tabs.tabText(at)}", window
    made.tabs.setCurrentIndex(0)
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
    yield from catalogues(qtbot, window)
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
    yield from tables(qtbot, window)
    yield from actuals(qtbot, window)
    gantt = view_of(qtbot, window, "gantt", GanttView)
    assert gantt.model.bars is not None
    QTest.keyClick(gantt.chart, Qt.Key.Key_Insert)
    rest(qtbot, window)
    yield "new milestone in the Gantt chart", window
    QTest.keyClick(gantt.chart.viewport(), Qt.Key.Key_Escape)
    tie = next(tie for ties in gantt.model.bars.ties.values() for tie in ties)
    with asked(qtbot, window, lambda: gantt.edit_link(tie)) as found:
        yield "link of projects", found
    with asked(qtbot, window, lambda: gantt.export("print")) as found:
        yield "Gantt chart on paper", found
    made = view_of(qtbot, window, "scheme", SchemeView)
    for ask in (made.ask_to_begin, made.ask_to_roll, made.freeze_or_open):
        with asked(qtbot, window, ask) as found:
            yield f"scheme: {ask.__name__}", found
    made.show_scheme("y-2026")
    made.tabs.setCurrentIndex(2)
    rest(qtbot, window)
    made.results.table.stand_at(0, 4)
    with asked(qtbot, window, made.results.ask_for_appeal) as found:
        yield "appeal against a result", found
    made.tabs.setCurrentIndex(0)
    trigger(window, "view.show.form")
    yield from files(qtbot, window)
    with asked(qtbot, window, lambda: crash.show("ZeroDivisionError")) as found:
        yield "something went wrong", found


def catalogues(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """The plans beside each other, and an office's catalogue in which something is wrong."""
    with asked(qtbot, window, lambda: trigger(window, "plan.catalogues")) as found:
        assert isinstance(found, Catalogues)
        found.tabs.setCurrentWidget(found.compare)
        rest(qtbot, window)
        yield "selections of the plans", found
        found.tabs.setCurrentWidget(found.items)
    fault = Fault(3, "D", "权重", "error", "“{text}” is no weight: a number from 0 up", (("text", "高"),))
    with asked(
        qtbot, window, lambda: CatalogueCheck(window, SAMPLE.name, Reading(None, (fault,))).open()
    ) as found:
        yield "a catalogue with a fault", found


def view_of(qtbot: QtBot, window: MainWindow, key: str, kind: type[View]) -> View:
    """A view of the middle, shown with a project chosen."""
    trigger(window, f"view.show.{key}")
    plan = window.bridge.plan
    assert plan is not None
    window.bridge.navigate.emit(plan.of_kind("project")[1].id, "")
    rest(qtbot, window)
    view = window.workspace.middle.views[key]
    assert isinstance(view, kind)
    return view


def tables(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """What the tables ask."""
    view = view_of(qtbot, window, "tables", TablesView)
    with asked(qtbot, window, view.choose_columns) as found:
        yield "columns of a table", found
    for column in (2, 6):
        with asked(qtbot, window, lambda at=column: view.filter_by(at)) as found:  # type: ignore[misc]
            yield f"filter by column {column}", found
    with asked(qtbot, window, view.save_filter) as found:
        yield "save a filter", found
    with asked(qtbot, window, lambda: view.choose_ready("mine")) as found:
        yield "my unit", found
    with asked(qtbot, window, view.open_cell) as found:
        yield "cell of a table", found
    QGuiApplication.clipboard().setText("名称\t牵头单位\t开始\n数据交易平台\t无此单位\t后年")
    with asked(qtbot, window, view.paste) as found:
        yield "paste", found
    view.replace()
    view.find_line.text.setText("平台")
    view.find_line.by.setText("系统")
    view.find_line.look()
    rest(qtbot, window)
    yield "find and replace", window
    with asked(qtbot, window, view.find_line.all.click) as found:
        yield "replace", found
    view.find_line.leave()
    across = view.grid.horizontalScrollBar()
    across.setValue(across.maximum())
    rest(qtbot, window)
    yield "table scrolled sideways", window


def actuals(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Actual values with marks and a value that is not understood, and what is asked about a block."""
    view = view_of(qtbot, window, "actuals", ActualsView)
    number = next(at for at, one in enumerate(view.model.columns) if one.key == "2027")
    for at, text in enumerate(("0.85", "国际领先", "—")):
        view.model.put_text(at, number, text)
    view.grid.stand_at(0, number)
    rest(qtbot, window)
    yield "actual values with marks", window
    QGuiApplication.clipboard().setText("指标\t2027年\n一站式办理率\t85\n光纤到户用户渗透率\t不详\n不知道\t1")
    with asked(qtbot, window, view.paste) as found:
        yield "actual values pasted", found
    view.model.bad.clear()


def returned(window: MainWindow) -> Returned:
    """What a unit sent back, with a cell in every state and rows that got lost, came new and came twice."""
    plan = window.bridge.plan
    assert plan is not None
    project = plan.all(Project)[0]

    def cell(state: State, field: str, fault: Problem | None = None) -> Proposal:
        label = Project.field_of[field].label
        row = RowMark(project.id)
        return Proposal(
            row, field, project.title, label, "2026-03-01", "2026-05-01", "2026-04-01", state, fault
        )

    return Returned(
        "台账.xlsx",
        DocumentMark("ledger", plan.id, 1, None, "zh", "2026-11-23", 2026),
        project.title,
        (
            cell("ready", "end"),
            cell("conflict", "start"),
            cell("settled", "status"),
            cell("unreadable", "duration_days", Problem("“{text}” is not a whole number", text="半年")),
        ),
        (project.title,),
        (project.title,),
        (project.title,),
    )


def files(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """What is asked when documents and plans go out and come in."""
    plan = window.bridge.plan
    assert plan is not None
    with asked(qtbot, window, lambda: trigger(window, "file.export")) as found:
        assert isinstance(found, ExportDocuments)
        for row in range(found.kinds.count()):
            found.kinds.item(row).setCheckState(Qt.CheckState.Checked)
        qtbot.waitUntil(lambda: found.preview.count > 0 and found.preview.is_idle, timeout=30_000)
        rest(qtbot, window)
        yield "file.export", found
        preview = found.preview
        found.kinds.setCurrentRow([*DOCUMENTS].index("annex"))
        qtbot.waitUntil(lambda: preview.view.count() == 3 and preview.is_idle, timeout=30_000)
        for at in range(preview.view.count()):
            preview.view.setCurrentIndex(at)
            preview.view.activated.emit(at)
            qtbot.waitUntil(lambda: preview.is_idle, timeout=30_000)
            rest(qtbot, window)
            yield f"file.export shown as {preview.view.currentText()}", found
    with asked(qtbot, window, lambda: ReturnedDialog(window, returned(window)).open()) as found:
        yield "file.returned", found
    declared = Milestone.field_of["evidence"]
    named = next(one.evidence for one in plan.all(Milestone) if one.evidence)
    entries = (named[0], f"{named[0]} (sha256:{'0' * 64})")
    with asked(
        qtbot, window, lambda: EvidenceDialog(window, window.bridge, declared, "终验", entries).open()
    ) as found:
        yield "evidence", found
    with asked(qtbot, window, lambda: window.transfers.bring_in_from(SAMPLE)) as found:
        yield "file.import", found


def working(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """A job that takes its time."""
    goes_on = Event()
    background = window.bridge.background
    window.progress.run(background, i18n.tr("Reading the file"), lambda _: goes_on.wait(60), lambda _: None)
    window.progress.show()
    QApplication.processEvents()
    yield "work going on", window
    goes_on.set()
    rest(qtbot, window)


def told_by_others(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Dialogs whose words are a document's or Qt's, of which there are none in the pseudo-language."""
    for command in ("help.window", "file.preview"):
        with asked(qtbot, window, lambda id_=command: trigger(window, id_)) as found:  # type: ignore[misc]
            yield command, found


def tour(qtbot: QtBot, window: MainWindow) -> Iterator[tuple[str, QWidget]]:
    """Each step of the tour, and its last word."""
    trigger(window, "help.tour")
    taken = window.findChild(Tour)
    assert isinstance(taken, Tour)
    for at in range(len(STEPS) + 1):
        taken.go(at)
        rest(qtbot, window)
        yield f"tour {at}", window
    taken.leave()
    rest(qtbot, window)


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
    yield from working(qtbot, window)
    if i18n.current() != i18n.PSEUDO:
        yield from told_by_others(qtbot, window)
    yield from tour(qtbot, window)
    yield from pages(qtbot, window)
