"""What charts are painted with, on the screen and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPolygonF

from workbench.ui import icons, theme
from workbench.ui.paper.rows import paint_mark

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QColor, QFontMetricsF, QPainter

VCENTER: Final = Qt.AlignmentFlag.AlignVCenter
RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Ink(NamedTuple):
    """What a chart is painted with, on the screen or on paper."""

    painter: QPainter
    colour: Callable[[str], QColor]
    metrics: QFontMetricsF

    def write(self, box: QRectF, text: str, tint: str = "text", align: Qt.AlignmentFlag = VCENTER) -> None:
        """A text in one line, cut where it does not fit."""
        self.painter.setPen(self.colour(tint))
        shown = self.metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(box.width(), 0))
        self.painter.drawText(box, align, shown)

    def mark(self, state: str, at: QPointF, edge: float) -> None:
        """The shape of a verdict or severity, its corner at a place."""
        if self.colour is theme.on_paper:
            paint_mark(self.painter, state, at, edge)
        else:
            ratio = self.painter.device().devicePixelRatio()
            self.painter.drawPixmap(at, icons.shape(state, round(edge), ratio))

    def shape(self, name: str, at: QPointF, radius: float, tint: str) -> None:
        """A small mark: circle, ring, square, diamond, lozenge (open), up, down, twice (down)."""
        painter, x, y = self.painter, at.x(), at.y()
        painter.setPen(self.colour(tint))
        painter.setBrush(Qt.BrushStyle.NoBrush if name in ("ring", "lozenge") else self.colour(tint))
        if name in ("circle", "ring"):
            painter.drawEllipse(at, radius, radius)
        elif name == "square":
            painter.drawRect(QRectF(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8))
        elif name in ("diamond", "lozenge"):
            sides = ((0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0))
            painter.drawPolygon(QPolygonF([QPointF(x + radius * a, y + radius * b) for a, b in sides]))
        else:
            way = -1 if name == "up" else 1
            tops = (y - radius * 0.9, y + radius * 0.3) if name == "twice" else (y,)
            high = radius * 0.7 if name == "twice" else radius
            for middle in tops:
                foot, tip = middle - way * high, middle + way * high
                painter.drawPolygon(
                    QPolygonF([QPointF(x - radius, foot), QPointF(x + radius, foot), QPointF(x, tip)])
                )
        painter.setBrush(Qt.BrushStyle.NoBrush)
