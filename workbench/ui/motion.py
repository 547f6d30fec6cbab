"""Motion: what fades, slides or blinks, and how it is stopped for those whom it disturbs."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QProgressBar

#: What Qt fades or unrolls, where the system does.
EFFECTS: Final = (
    Qt.UIEffect.UI_General,
    Qt.UIEffect.UI_AnimateMenu,
    Qt.UIEffect.UI_FadeMenu,
    Qt.UIEffect.UI_AnimateCombo,
    Qt.UIEffect.UI_AnimateTooltip,
    Qt.UIEffect.UI_FadeTooltip,
    Qt.UIEffect.UI_AnimateToolBox,
)


class _Current:
    is_reduced = False
    #: What the system wants, while motion is reduced: effects, milliseconds of the blinking cursor.
    effects: tuple[Qt.UIEffect, ...] = ()
    blinking = 0


def is_reduced() -> bool:
    """Whether nothing is to move by itself."""
    return _Current.is_reduced


def reduce(app: QApplication, *, is_wanted: bool) -> None:
    """Have nothing move by itself, or as much as the system wants.

    Qt cannot tell what the system's own setting for it is; where the system switches its effects off, Qt does
    without them in any case.
    """
    if is_wanted == _Current.is_reduced:
        return
    _Current.is_reduced = is_wanted
    if is_wanted:
        _Current.effects = tuple(one for one in EFFECTS if app.isEffectEnabled(one))
        _Current.blinking = app.cursorFlashTime()
    for effect in _Current.effects:
        app.setEffectEnabled(effect, not is_wanted)
    app.setCursorFlashTime(0 if is_wanted else _Current.blinking)


def go_on(bar: QProgressBar, done: int, total: int) -> None:
    """Show how far something is; a ``total`` of 0, when that is not known, lets the bar run if it may."""
    bar.setRange(0, 1 if total == 0 and is_reduced() else total)
    bar.setValue(done)
