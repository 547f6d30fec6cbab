"""What the marks and lines of a chart mean, beside or below it, in as many lines as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QFontMetricsF

    from workbench.ui.views.ink import Ink

#: Height of a line, room for a sign and the gap behind a word, in lines of text.
_LINE, _SIGN, _GAP = 1.2, 1.4, 1.0
#: Of a mark, in lines of text.
_RADIUS: Final = 0.28


class Entry(NamedTuple):
    """A mark as Ink.shape has it, or a "line" or "band"; its colour of the theme, and what it means."""

    sign: str
    tint: str
    means: str


class Legend:
    """Entries side by side in lines of a width."""

    def __init__(self, entries: Iterable[Entry], metrics: QFontMetricsF, width: float) -> None:
        line = self._line = metrics.height()
        #: Each entry, and where its word stands.
        self.laid: list[tuple[Entry, QRectF]] = []
        x = y = 0.0
        for one in entries:
            wide = metrics.horizontalAdvance(one.means) + 2
            if x and x + line * _SIGN + wide > width:
                x, y = 0.0, y + line * _LINE
            x += line * _SIGN
            self.laid.append((one, QRectF(x, y, max(min(wide, width - x), 0), line * _LINE)))
            x += wide + line * _GAP
        #: Height of all lines.
        self.height = self.laid[-1][1].bottom() if self.laid else 0.0

    def paint(self, ink: Ink, corner: QPointF) -> None:
        """Draw it, its upper left corner at a place."""
        for entry, place in self.laid:
            box = place.translated(corner)
            self._sign(ink, entry, QPointF(box.left() - self._line * _SIGN / 2, box.center().y()))
            ink.write(box, entry.means, "muted")

    def _sign(self, ink: Ink, entry: Entry, at: QPointF) -> None:
        half = QPointF(self._line * 0.42, 0)
        match entry.sign:
            case "line":
                ink.painter.setPen(QPen(ink.colour(entry.tint), 1.3))
                ink.painter.drawLine(at - half, at + half)
            case "band":
                # As plot.likely draws it.
                high = QPointF(0, self._line * 0.3)
                ink.painter.fillRect(QRectF(at - half - high, at + half + high), ink.colour("info_soft"))
                ink.painter.setPen(QPen(ink.colour(entry.tint), 1.4, Qt.PenStyle.DashDotLine))
                ink.painter.drawLine(at - half, at + half)
            case mark:
                ink.shape(mark, at, self._line * _RADIUS, entry.tint)
