"""Small drawn signs: severity by shape as well as colour, calendar, arrows."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPen, QPixmap, QPolygonF

if TYPE_CHECKING:
    from collections.abc import Callable

_LIGHT: Final = {"error": "#c62828", "warning": "#b26a00", "info": "#1565c0"}
_DARK: Final = {"error": "#ff8a80", "warning": "#ffc166", "info": "#8ab4f8"}


def is_dark(palette: QPalette) -> bool:
    """Whether a palette is a dark one."""
    return palette.color(QPalette.ColorRole.Base).lightness() < 128


def severity_colour(severity: str, palette: QPalette) -> QColor:
    """The colour of an error, warning or hint on this palette's ground."""
    return QColor((_DARK if is_dark(palette) else _LIGHT)[severity])


def paint_severity(painter: QPainter, box: QRectF, severity: str, palette: QPalette) -> None:
    """A filled octagon with a cross, a triangle with a stroke, a circle with an i."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    colour = severity_colour(severity, palette)
    ground = palette.color(QPalette.ColorRole.Base)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    x, y, w = box.x(), box.y(), box.width()
    at = lambda px, py: QPointF(x + px * w, y + py * w)  # noqa: E731
    pen = QPen(ground, max(1.2, w * 0.11))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    if severity == "error":
        painter.drawPolygon(
            QPolygonF([at(*p) for p in ((.3, .05), (.7, .05), (.95, .3), (.95, .7), (.7, .95), (.3, .95), (.05, .7), (.05, .3))])
        )
        painter.setPen(pen)
        painter.drawLine(at(0.34, 0.34), at(0.66, 0.66))
        painter.drawLine(at(0.66, 0.34), at(0.34, 0.66))
    elif severity == "warning":
        painter.drawPolygon(QPolygonF([at(0.5, 0.05), at(0.98, 0.93), at(0.02, 0.93)]))
        painter.setPen(pen)
        painter.drawLine(at(0.5, 0.38), at(0.5, 0.6))
        painter.drawPoint(at(0.5, 0.78))
    else:
        painter.drawEllipse(QRectF(x + 0.05 * w, y + 0.05 * w, 0.9 * w, 0.9 * w))
        painter.setPen(pen)
        painter.drawLine(at(0.5, 0.47), at(0.5, 0.72))
        painter.drawPoint(at(0.5, 0.29))
    painter.restore()


def _icon(draw: Callable[[QPainter, QRectF], None]) -> QIcon:
    """An icon drawn at every size that is asked for between 100 % and 300 %."""
    icon = QIcon()
    for side in (12, 14, 16, 18, 20, 24, 28, 32, 36, 40, 48):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw(painter, QRectF(0, 0, side, side))
        painter.end()
        icon.addPixmap(pixmap)
    return icon


@lru_cache(maxsize=32)
def _stroked(name: str, colour: int) -> QIcon:
    def draw(painter: QPainter, box: QRectF) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor.fromRgba(colour), max(1.1, box.width() * 0.085))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for line in _STROKES[name]:
            painter.drawPolyline(
                QPolygonF([QPointF(box.x() + px * box.width(), box.y() + py * box.width()) for px, py in line])
            )
        painter.restore()

    return _icon(draw)


_STROKES: Final[dict[str, tuple[tuple[tuple[float, float], ...], ...]]] = {
    "calendar": (
        ((0.15, 0.25), (0.85, 0.25), (0.85, 0.85), (0.15, 0.85), (0.15, 0.25)),
        ((0.15, 0.43), (0.85, 0.43)),
        ((0.33, 0.13), (0.33, 0.3)),
        ((0.67, 0.13), (0.67, 0.3)),
    ),
    "go": (((0.2, 0.5), (0.8, 0.5)), ((0.55, 0.25), (0.8, 0.5), (0.55, 0.75))),
    "add": (((0.5, 0.2), (0.5, 0.8)), ((0.2, 0.5), (0.8, 0.5))),
    "remove": (((0.25, 0.25), (0.75, 0.75)), ((0.75, 0.25), (0.25, 0.75))),
    "up": (((0.25, 0.62), (0.5, 0.36), (0.75, 0.62)),),
    "down": (((0.25, 0.38), (0.5, 0.64), (0.75, 0.38)),),
    "more": (((0.22, 0.5), (0.225, 0.5)), ((0.5, 0.5), (0.505, 0.5)), ((0.78, 0.5), (0.785, 0.5))),
    "right": (((0.38, 0.25), (0.64, 0.5), (0.38, 0.75)),),
    "absent": (((0.25, 0.5), (0.75, 0.5)), ((0.5, 0.08), (0.2, 0.2), (0.08, 0.5), (0.2, 0.8), (0.5, 0.92), (0.8, 0.8), (0.92, 0.5), (0.8, 0.2), (0.5, 0.08))),
}


def sign(name: str, palette: QPalette) -> QIcon:
    """A drawn icon in the palette's text colour: add, remove, up, down, go, more, calendar, absent, right."""
    return _stroked(name, palette.color(QPalette.ColorRole.ButtonText).rgba())


def calendar_icon(palette: QPalette) -> QIcon:
    """A calendar sheet."""
    return sign("calendar", palette)


@lru_cache(maxsize=16)
def _severity(severity: str, dark: bool) -> QIcon:  # noqa: FBT001
    palette = QPalette(QColor("#202020" if dark else "#f0f0f0"))
    palette.setColor(QPalette.ColorRole.Base, QColor("#202020" if dark else "#ffffff"))

    def draw(painter: QPainter, box: QRectF) -> None:
        paint_severity(painter, box, severity, palette)

    return _icon(draw)


def severity_icon(severity: str, palette: QPalette) -> QIcon:
    """The sign of an error, warning or hint as an icon."""
    return _severity(severity, is_dark(palette))
