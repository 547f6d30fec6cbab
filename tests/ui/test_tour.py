"""The tour: each step goes on when it was done or passed over, and nothing of it stays."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.windows import click, dialog, settle, trigger
from workbench import paths, settings
from workbench.ui.dialogs.export import ExportDocuments
from workbench.ui.mainwindow import MainWindow
from workbench.ui.tour import Tour
from workbench.ui.tour_steps import STEPS
from workbench.ui.views.registry import VIEWS
from workbench.ui.views.tour_card import TourCard

Open = Callable[..., MainWindow]
LEFT = Qt.MouseButton.LeftButton


def taken(window: MainWindow) -> Tour:
    tour = window.findChild(Tour)
    assert tour is not None
    return tour


def card(window: MainWindow) -> TourCard:
    shown = taken(window).card
    assert shown is not None
    return shown


def kept_files() -> set[str]:
    """Everything in the user's data folder but the settings and the log."""
    home = paths.home()
    found = {str(path.relative_to(home)) for path in home.rglob("*") if path.is_file()}
    return {one for one in found if not one.startswith(("log", "settings"))}


def shown_panels(window: MainWindow) -> dict[str, QRect]:
    docks = window.workspace.docks
    return {name: dock.geometry() for name, dock in docks.items() if dock.isVisible()}


def begin(qtbot: QtBot, window: MainWindow) -> None:
    trigger(window, "help.tour")
    settle(qtbot, window)
    qtbot.waitUntil(lambda: card(window).isVisible() and card(window).frame.isVisible())


def framed(window: MainWindow, target: QWidget) -> bool:
    """Whether the frame lies around a widget."""
    at = target.mapTo(window, QPoint(0, 0))
    return card(window).frame.geometry().contains(target.rect().translated(at).center())


def test_the_five_steps_are_done_with_the_mouse(qtbot: QtBot, open_window: Open, tmp_path: Path) -> None:
    window = open_window()
    before = kept_files()
    QTest.mouseClick(window.welcome.tour, LEFT)
    settle(qtbot, window)
    tour = taken(window)
    library = window.bridge.session.path
    assert "Tour" in window.windowTitle()
    assert "step 1 of 5" in card(window).at.text()
    verdict = window.workspace.verdicts.cards["executable"]
    qtbot.waitUntil(lambda: framed(window, verdict))
    QTest.mouseClick(verdict, LEFT)
    assert tour.at == 1
    panel = window.workspace.findings
    qtbot.waitUntil(lambda: framed(window, panel.list))
    qtbot.waitUntil(lambda: any(row.finding is not None for row in panel.model.rows))
    row = next(at for at, row in enumerate(panel.model.rows) if row.finding is not None)
    click(panel.list, panel.model.index(row))
    assert tour.at == 2
    qtbot.waitUntil(lambda: framed(window, panel.mend))
    QTest.mouseClick(panel.mend, LEFT)
    dialog(window).accept()
    assert tour.at == 3
    settle(qtbot, window)
    assert window.bridge.session.checker.verdicts()["executable"].errors == 0
    tabs = window.workspace.middle.tabs
    assert tabs is not None
    at = 1 + [one.key for one in VIEWS].index("gantt")
    QTest.mouseClick(tabs, LEFT, pos=tabs.tabRect(at).center())
    assert window.workspace.middle.key == "gantt"
    assert tour.at == 4
    button = window.toolbar.widgetForAction(window.actions_.by_id["file.export"])
    QTest.mouseClick(button, LEFT)
    export = dialog(window)
    assert isinstance(export, ExportDocuments)
    export.folder.setText(str(tmp_path))
    QTest.mouseClick(export.yes, LEFT)
    qtbot.waitUntil(lambda: tour.at == len(STEPS), timeout=20_000)
    assert list(tmp_path.glob("*.docx"))
    assert card(window).next.text() == "End the tour"
    QTest.mouseClick(card(window).next, LEFT)
    assert not tour.is_on
    assert window.pages.currentWidget() is window.welcome
    assert not library.parent.exists()
    assert kept_files() == before
    window.close()
    kept = settings.load()
    assert (kept.last_library, kept.recent_libraries, kept.last_plans) == ("", [], {})


def test_by_keys_it_goes_on_and_back_and_escape_leads_home(qtbot: QtBot, window: MainWindow) -> None:
    library, plan = window.bridge.session.path, window.bridge.plan
    assert plan is not None
    trigger(window, "view.show.matrix")
    window.workspace.docks["history"].close()
    window.bridge.navigate.emit("t01", "")
    qtbot.waitUntil(lambda: window.workspace.docks["findings"].geometry().top() == 0)
    places = shown_panels(window)
    window.activateWindow()
    begin(qtbot, window)
    tour = taken(window)
    alt = Qt.KeyboardModifier.AltModifier
    # A button pressed by its keys is seen to be pressed for a moment.
    for key, at in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageDown, 2), (Qt.Key.Key_PageUp, 1)):
        QTest.keyClick(window, key, alt)
        qtbot.waitUntil(lambda at=at: tour.at == at)  # type: ignore[misc]
    QTest.keyClick(window, Qt.Key.Key_F8)
    assert tour.at == 2
    assert window.workspace.findings.mend.isEnabled()
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not tour.is_on
    settle(qtbot, window)
    assert window.bridge.session.path == library
    assert window.bridge.plan is not None
    assert window.bridge.plan.id == plan.id
    assert window.trail.here == "t01"
    assert window.workspace.middle.key == "matrix"
    assert window.workspace.docks["history"].isHidden()
    assert shown_panels(window) == places


def test_a_step_back_finds_the_date_mistyped_again(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window)
    tour = taken(window)
    for _ in range(2):
        QTest.mouseClick(card(window).next, LEFT)
    trigger(window, "check.mend")
    dialog(window).accept()
    assert tour.at == 3
    QTest.mouseClick(card(window).back, LEFT)
    assert tour.at == 2
    assert not tour.is_mended
    assert window.workspace.findings.mend.isEnabled()


def test_it_keeps_nobody_from_typing_and_takes_no_keyboard(qtbot: QtBot, window: MainWindow) -> None:
    begin(qtbot, window)
    window.workspace.outline.search.setFocus()
    QTest.keyClicks(window.workspace.outline.search, "Gold")
    verdict = window.workspace.verdicts.cards["executable"]
    assert window.workspace.outline.search.text() == "Gold"
    verdict.click()
    assert taken(window).at == 1
    assert not card(window).isAncestorOf(QApplication.focusWidget() or window)


def test_opening_a_library_of_ones_own_ends_it(qtbot: QtBot, window: MainWindow) -> None:
    own = window.bridge.session.path
    begin(qtbot, window)
    copy = window.bridge.session.path
    window.libraries.open_path(own)
    assert not taken(window).is_on
    assert window.bridge.session.path == own
    assert not copy.exists()


def test_closing_the_window_in_the_middle_of_it_forgets_it(qtbot: QtBot, window: MainWindow) -> None:
    own = window.bridge.session.path
    window.plans.remember()
    begin(qtbot, window)
    copy = window.bridge.session.path
    window.close()
    kept = settings.load()
    assert not copy.exists()
    assert kept.last_library == str(own)
    assert kept.recent_libraries == [str(own)]


@pytest.mark.parametrize("percent", [100, 200])
def test_the_card_stays_in_the_window_and_off_what_it_speaks_of(
    qtbot: QtBot, window: MainWindow, percent: int
) -> None:
    while window.settings.text_size < percent:
        trigger(window, "view.size.larger")
    begin(qtbot, window)
    for _ in STEPS:
        QApplication.processEvents()
        shown = card(window)
        assert window.rect().contains(shown.geometry())
        assert shown.words.height() >= shown.words.heightForWidth(shown.words.width())
        assert percent == 200 or not shown.geometry().intersects(shown.frame.geometry())
        QTest.mouseClick(shown.next, LEFT)
