"""The looks: colours that can be read, states told by more than their colour, nothing that moves unasked."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QProgressBar
from pytestqt.qtbot import QtBot

from tests.ui.windows import trigger
from workbench import i18n, paths, settings
from workbench.ui import icons, motion, theme
from workbench.ui.mainwindow import MainWindow
from workbench.ui.views.dashboard_state import MARKS
from workbench.ui.views.gantt_money import DRESS

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


def test_the_file_dialog_of_qt_speaks_chinese(qtbot: QtBot, qapp: QApplication) -> None:
    i18n.speak("zh")
    theme.translate_qt(qapp)
    try:
        dialog = QFileDialog(None, "打开规划库")
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        qtbot.addWidget(dialog)
        said = [label.text() for label in dialog.findChildren(QLabel) if label.text()]
        assert said
        assert [text for text in said if text.isascii()] == []
    finally:
        i18n.speak("en")
        theme.translate_qt(qapp)
