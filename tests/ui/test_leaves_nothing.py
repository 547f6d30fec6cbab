"""A window that is used for long, then closed, leaves nothing behind: threads, timers, widgets, memory."""

from __future__ import annotations

import gc
import resource
import threading
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from tests.plans import sound_elements
from tests.ui.opened import elements
from tests.ui.windows import settle, trigger
from workbench.session.session import Session
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.registry import VIEWS

#: Commands that open a dialog or a window of their own.
DIALOGS = (
    "edit.find",
    "plan.new",
    "plan.version",
    "plan.as_it_was",
    "plan.restore",
    "check.rules",
    "check.own_rules",
    "check.coverage",
    "check.trend",
    "file.author",
    "help.palette",
    "help.about",
)
#: Rounds of use, and the one by which everything has been made once, in the same language as after the last.
ROUNDS, EARLY = 10, 4


def a_library(path: Path) -> Path:
    """A library with two small plans."""
    with Session.create(path) as session:
        session.import_plan(elements())
        session.import_plan(sound_elements(60, plan_id="sound"))
    return path


def one_round(qtbot: QtBot, window: MainWindow, number: int, here: Path, there: Path) -> None:
    """Everything once: views, dialogs, language, theme, elements, plans, libraries."""
    for entry in VIEWS:
        window.workspace.show_view(entry.key)
        settle(qtbot, window)
    for command in DIALOGS:
        trigger(window, command)
        settle(qtbot, window)
        opened = [one for one in window.findChildren(QDialog) if one.isVisible()]
        assert opened, command
        for one in opened:
            one.close()
    trigger(window, f"view.language.{'en' if number % 2 else 'zh'}")
    if number % 4 == 2:
        # It has every widget drawn anew, which takes as long as all the rest.
        trigger(window, f"view.theme.{'light' if number == 6 else 'dark'}")
    for plan_id in ("sound", "plan"):
        window.plans.open(plan_id)
        settle(qtbot, window)
        assert window.bridge.plan is not None
        for kind in ("goal", "project", "indicator", "unit"):
            window.bridge.navigate.emit(window.bridge.plan.of_kind(kind)[-1].id, "")
    for path in (there, here):
        window.libraries.open_path(path)
        settle(qtbot, window)
        window.plans.open("plan")
    window.notices.dismiss_all()
    settle(qtbot, window)


def objects() -> Counter[str]:
    """Qt's objects that are alive, by class: those that Python knows, and those below any window."""
    for _ in range(2):
        gc.collect()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    # By address: Python has several names for one object of Qt, and makes new ones when asked.
    found: dict[int, str] = {}
    known = [one for one in gc.get_objects() if isinstance(one, QObject) and shiboken6.isValid(one)]
    for top in QApplication.topLevelWidgets():
        known.append(top)
        known.extend(top.findChildren(QObject))
    for one in known:
        found[shiboken6.getCppPointer(one)[0]] = type(one).__name__
    return Counter(found.values())


def active_timers() -> list[str]:
    """Timers that run, by what they belong to."""
    gc.collect()
    made = [one for one in gc.get_objects() if isinstance(one, QTimer) and shiboken6.isValid(one)]
    return [f"{one.parent()!r}: {one.interval()} ms" for one in made if one.isActive()]


def test_nothing_grows_and_nothing_is_left(
    qtbot: QtBot, open_window: Callable[..., MainWindow], tmp_path: Path
) -> None:
    first, other = a_library(tmp_path / "甲.workbench"), a_library(tmp_path / "乙.workbench")
    threads = set(threading.enumerate())
    window = open_window(first)
    window.plans.open("plan")
    counted: dict[int, Counter[str]] = {}
    widgets: dict[int, int] = {}
    held: dict[int, int] = {}
    for number in range(1, ROUNDS + 1):
        one_round(qtbot, window, number, first, other)
        if number in (EARLY, ROUNDS):
            counted[number] = objects()
            widgets[number] = len(QApplication.topLevelWidgets())
            held[number] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert counted[ROUNDS] - counted[EARLY] == Counter()
    assert widgets[ROUNDS] <= widgets[EARLY]
    assert held[ROUNDS] < held[EARLY] * 1.05
    window.close()
    # What was to be drawn in a moment is over in a moment; what goes round is not.
    qtbot.waitUntil(lambda: active_timers() == [])
    assert set(threading.enumerate()) <= threads
