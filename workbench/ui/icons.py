"""Icons: one stroke style, in the colours of the theme."""

from __future__ import annotations

from functools import cache
from typing import Final

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from workbench import paths

#: Sizes that icons are drawn in, as parts of the height of a line: menus and small buttons, the toolbar.
_SMALL: Final = 0.84
_LARGE: Final = 1.06

#: The shape and the colour of a severity, a verdict, or another state: never colour alone.
SHAPES: Final = {
    "error": ("severity-error", "error"),
    "warning": ("severity-warning", "warning"),
    "info": ("severity-info", "info"),
    "fails": ("severity-error", "error"),
    "reservations": ("severity-warning", "warning"),
    "holds": ("verdict-holds", "holds"),
    "nothing": ("verdict-nothing", "unknown"),
    "unknown": ("unknown", "unknown"),
    "waived": ("waived", "unknown"),
}


def pixmap(name: str, tint: str, size: int, ratio: float = 1.0) -> QPixmap:
    """An icon of resources/icons in a colour of the theme, ``size`` logical pixels wide."""
    from workbench.ui import theme

    return _drawn(name, theme.colour(tint).name(), theme.colour("base").name(), size, ratio)


def shape(state: str, size: int = 16, ratio: float = 1.0) -> QPixmap:
    """The mark of a severity ("error"), a verdict ("holds") or "unknown", "waived"."""
    name, tint = SHAPES[state]
    return pixmap(name, tint, size, ratio)


def shape_on_paper(state: str) -> QPixmap:
    """The mark of a severity, verdict or state for what is printed, to be drawn smaller than it is."""
    from workbench.ui import theme

    name, tint = SHAPES[state]
    return _drawn(name, theme.on_paper(tint).name(), theme.on_paper("base").name(), 64, 1.0)


@cache
def icon(name: str, tint: str = "text", *, large_only: bool = False) -> QIcon:
    """An icon for menus, toolbars and buttons, greyed where it is disabled."""
    made = QIcon()
    app = QGuiApplication.instance()
    ratio = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    for size in (large_size(),) if large_only else (small_size(), large_size()):
        drawn = pixmap(name, tint, size, ratio)
        made.addPixmap(drawn)
        # The same when it is chosen: Qt would wash it out.
        made.addPixmap(drawn, QIcon.Mode.Selected)
        made.addPixmap(pixmap(name, "faint", size, ratio), QIcon.Mode.Disabled)
    return made


def small_size() -> int:
    """Edge of an icon in a menu or a small button, in logical pixels; follows the size of the text."""
    return round(QFontMetrics(QGuiApplication.font()).height() * _SMALL)


def large_size() -> int:
    """Edge of an icon in the toolbar, in logical pixels; follows the size of the text."""
    return round(QFontMetrics(QGuiApplication.font()).height() * _LARGE)


def state_icon(state: str) -> QIcon:
    """The mark of a severity, verdict or state as an icon."""
    name, tint = SHAPES[state]
    return icon(name, tint)


def forget_drawn() -> None:
    """Draw everything anew from now on: the theme has changed."""
    _drawn.cache_clear()
    icon.cache_clear()


@cache
def _source(name: str) -> str:
    return (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@cache
def _drawn(name: str, ink: str, paper: str, size: int, ratio: float) -> QPixmap:
    edge = round(size * ratio)
    made = QPixmap(edge, edge)
    made.fill(Qt.GlobalColor.transparent)
    drawing = _source(name).replace("currentColor", ink).replace("paper", paper)
    painter = QPainter(made)
    # Read by itself: as an image, Qt would look through its plugins for one that reads SVG.
    QSvgRenderer(QByteArray(drawing.encode())).render(painter)
    painter.end()
    made.setDevicePixelRatio(ratio)
    return made
