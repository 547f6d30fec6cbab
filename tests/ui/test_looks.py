"""The looks: colours that can be read, states told by more than their colour, nothing that moves unasked."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewDialog
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QApplication,
    QComboBox,
    QFileDialog,
    QGroupBox,
    QLabel,
    QLineEdit,
    QMessageBox,
    QProgressBar,
    QTabWidget,
    QTextEdit,
    QToolButton,
    QTreeView,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.places import rest
from tests.ui.windows import trigger
from workbench import i18n, paths, settings
from workbench.ui import icons, motion
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.dashboard_state import MARKS
from workbench.ui.views.gantt import GanttView
from workbench.ui.views.gantt_money import DRESS
from workbench.ui.views.matrix import MatrixView

#: What stands behind words.
GROUNDS = ("window", "base", "raised", "stripe", "soft", "hover")
#: Colours of words, with the grounds that they have beside those.
WORDS = {
    "text": ("pressed", "error_soft", "warning_soft", "info_soft", "holds_soft"),
    "muted": ("pressed", "error_soft", "warning_soft", "info_soft", "holds_soft"),
    "accent": (),
    "error": ("error_soft",),
    "warning": ("warning_soft",),
    "info": ("info_soft",),
    "holds": ("holds_soft",),
    "unknown": (),
}
#: Lines of text that each view has room for with large words in a small window.
LINES = {"tables": 6, "graph": 8, "narrative": 10, "dashboard": 10, "summary": 9, "score": 8}
#: Contrast that words need, and that marks, large words and the edges of what is not enabled need.
READ, SEEN = 4.5, 3.0


def brightness(colour: str) -> float:
    """Relative luminance as WCAG 2 has it."""
    made = QColor(colour)
    parts = [
        one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4
        for one in (made.redF(), made.greenF(), made.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    low, high = sorted((brightness(one), brightness(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_and_marks_stand_out_from_what_is_behind_them(name: str) -> None:
    file = paths.resources() / "themes" / f"{name}.json"
    table = json.loads(file.read_text(encoding="utf-8"))
    pairs = [(word, ground, READ) for word, more in WORDS.items() for ground in (*GROUNDS, *more)]
    pairs += [("faint", ground, SEEN) for ground in GROUNDS]
    pairs += [("edge", ground, SEEN) for ground in ("window", "base", "raised", "stripe")]
    pairs.append(("accent_text", "accent", READ))
    found = {
        f"{over} on {under}": round(contrast(table[over], table[under]), 2)
        for over, under, least in pairs
        if contrast(table[over], table[under]) < least
    }
    assert not found


def test_states_have_shapes_of_their_own(qapp: QApplication) -> None:
    drawn: dict[str, QImage] = {
        state: icons.pixmap(name, "text", 32).toImage() for state, (name, _) in icons.SHAPES.items()
    }
    for group in (("error", "warning", "info", "waived"), ("fails", "reservations", "holds", "nothing")):
        for one, other in itertools.combinations(group, 2):
            assert drawn[one] != drawn[other], f"{one} and {other} differ by their colour only"


def test_marks_of_charts_differ_without_their_colours() -> None:
    shapes = [shape for shape, _ in MARKS.values()]
    assert len(set(shapes)) == len(shapes)
    # Of two sources with the same colour the patterns differ, and the colours of neighbours too.
    assert len(set(DRESS)) == len(DRESS)
    assert all(one[1] != other[1] for one, other in itertools.pairwise(DRESS))


# -- motion --------------------------------------------------------------------------------------------


@pytest.fixture
def moving(qapp: QApplication) -> Iterator[QApplication]:
    """Everything moves, as on a system that shows all its effects."""
    before = [qapp.isEffectEnabled(one) for one in motion.EFFECTS], qapp.cursorFlashTime()
    for effect in motion.EFFECTS:
        qapp.setEffectEnabled(effect, True)
    qapp.setCursorFlashTime(1000)
    yield qapp
    motion.reduce(qapp, is_wanted=False)
    for effect, was in zip(motion.EFFECTS, before[0], strict=True):
        qapp.setEffectEnabled(effect, was)
    qapp.setCursorFlashTime(before[1])


def test_nothing_moves_where_that_is_not_wanted(moving: QApplication, window: MainWindow) -> None:
    # Panels never slide into their places.
    assert not window.workspace.room.isAnimated()
    trigger(window, "view.still")
    assert not any(moving.isEffectEnabled(one) for one in motion.EFFECTS)
    assert moving.cursorFlashTime() == 0
    assert window.settings.reduced_motion
    bar = QProgressBar()
    motion.go_on(bar, 0, 0)
    # From nothing to nothing is how Qt has a bar run to and fro.
    assert bar.maximum() == 1
    trigger(window, "view.still")
    assert moving.isEffectEnabled(Qt.UIEffect.UI_FadeMenu)
    assert moving.cursorFlashTime() == 1000
    motion.go_on(bar, 0, 0)
    assert bar.maximum() == 0


def test_motion_stays_reduced_after_a_restart(moving: QApplication, window: MainWindow) -> None:
    trigger(window, "view.still")
    window.close()
    assert settings.load().reduced_motion


# -- words of Qt ---------------------------------------------------------------------------------------


def said_by(dialog: QWidget) -> Iterator[str]:
    """All that a dialog of Qt says in words."""
    for one in [dialog, *dialog.findChildren(QWidget)]:
        yield from (one.toolTip(), one.windowTitle())
        match one:
            case QLabel() | QAbstractButton():
                yield one.text()
            case QGroupBox():
                yield one.title()
            case QComboBox():
                yield from (one.itemText(at) for at in range(one.count()))
            case QTabWidget():
                yield from (one.tabText(at) for at in range(one.count()))
            case QTreeView() if one.model() is not None:
                model, across = one.model(), Qt.Orientation.Horizontal
                yield from (str(model.headerData(at, across)) for at in range(model.columnCount()))


def test_the_dialogs_of_qt_speak_chinese(qtbot: QtBot, qapp: QApplication, window: MainWindow) -> None:
    def english(dialog: QWidget) -> list[str]:
        qtbot.addWidget(dialog)
        dialog.show()
        said = [text for text in said_by(dialog) if re.search(r"(?<![&(])[A-Za-z]{3,}", text)]
        # Sizes and names of paper, places of files.
        return [text for text in said if text.isascii() and "/" not in text]

    trigger(window, "view.language.zh")
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    every = QMessageBox.StandardButton
    try:
        files = QFileDialog(None, "打开规划库")
        files.setOption(QFileDialog.Option.DontUseNativeDialog)
        buttons = [one for one in every if every.Ok.value <= one.value <= every.RestoreDefaults.value]
        question = QMessageBox(QMessageBox.Icon.Question, "规划", "吗？")
        for one in buttons:
            question.addButton(one)
        for dialog in (files, QPrintDialog(printer), QPrintPreviewDialog(printer), question):
            assert english(dialog) == []
        for field in (QLineEdit(window), QTextEdit(window)):
            menu = field.createStandardContextMenu()
            said = [action.text().split("\t")[0] for action in menu.actions()]
            assert [text for text in said if text and text.isascii()] == []
    finally:
        trigger(window, "view.language.en")


# -- large words in a small window ---------------------------------------------------------------------


def test_a_low_window_leaves_room_to_the_plan(qtbot: QtBot, window: MainWindow) -> None:
    i18n.speak("zh")
    window.bridge.language_changed.emit()
    window.plans.open("sample-city-2026")
    window.resize(1440, 900)
    tabs = window.workspace.middle.tabs
    assert tabs is not None

    def arrows() -> list[QToolButton]:
        return [one for one in tabs.findChildren(QToolButton) if one.isVisible()]

    try:
        trigger(window, "view.show.gantt")
        rest(qtbot, window)
        gantt = window.workspace.middle.views["gantt"]
        assert isinstance(gantt, GanttView)
        assert all(tabs.tabText(at) for at in range(tabs.count()))
        assert arrows() == []
        assert gantt.band.isVisible()
        window.appearance.resize_text(200)
        rest(qtbot, window)
        assert window.size().toTuple() == (1440, 900)
        assert arrows() == []
        # Only the tab that is open keeps its words beside the icons.
        assert [at for at in range(tabs.count()) if tabs.tabText(at)] == [tabs.currentIndex()]
        assert not gantt.band.isVisible()
        sizes = gantt.chart.sizes
        assert gantt.chart.viewport().height() >= sizes.heading + 2 * sizes.row
        # It comes back when it is asked for, with fewer lines.
        gantt.bar.parts["money"].trigger()
        rest(qtbot, window)
        assert gantt.band.isVisible()
        assert gantt.band.height() < gantt.fontMetrics().height() * 5
        trigger(window, "view.show.matrix")
        rest(qtbot, window)
        matrix = window.workspace.middle.views["matrix"]
        assert isinstance(matrix, MatrixView)
        assert matrix.table.viewport().height() >= 3 * matrix.table.beside.defaultSectionSize()
        assert not matrix.bar.only_gaps.isVisible()
        matrix.bar.more.click()
        rest(qtbot, window)
        assert matrix.bar.only_gaps.isVisible()
        for key, lines in LINES.items():
            trigger(window, f"view.show.{key}")
            rest(qtbot, window)
            view = window.workspace.middle.views[key]
            seen = max(
                (area.viewport().height() for area in view.findChildren(QAbstractScrollArea)),
                default=view.height(),
            )
            assert seen >= lines * view.fontMetrics().height(), key
        trigger(window, "view.show.matrix")
        window.appearance.resize_text(100)
        rest(qtbot, window)
        assert not matrix.bar.more.isVisible()
        assert matrix.bar.only_gaps.isVisible()
    finally:
        window.appearance.resize_text(100)


def test_large_words_do_not_hide_the_way_in(
    qtbot: QtBot, open_window: Callable[..., MainWindow], library: Path
) -> None:
    window = open_window(library)
    window.resize(1000, 500)
    try:
        window.appearance.resize_text(200)
        trigger(window, "file.close")
        rest(qtbot, window)
        page = window.welcome
        assert page.verticalScrollBar().maximum() > 0
        assert page.horizontalScrollBar().maximum() == 0
        # The page follows the keyboard down to the last of the libraries.
        page.tour.setFocus()
        buttons = [one for one in page.findChildren(QAbstractButton) if one.isVisible()]
        lowest = 0
        for _ in buttons:
            here = window.focusWidget()
            assert here is not None
            lowest = max(lowest, page.verticalScrollBar().value())
            assert here.visibleRegion().boundingRect().size() == here.size()
            QTest.keyClick(here, Qt.Key.Key_Tab)
        assert lowest > 0
    finally:
        window.appearance.resize_text(100)
