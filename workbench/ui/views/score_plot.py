"""A line over the years with marks, a fan of what is likely and targets: drawn on screen and on paper."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.ui import theme
from workbench.ui.pictures import Picture
from workbench.ui.views.dashboard_chart import RIGHT, Ink

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent

_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
#: Lines between the lowest and the highest that a scale has at most.
_MOST_LINES: Final = 5


class Dot(NamedTuple):
    """A value at a time (2027.0 is the end of 2026), and what is written beside it. One that is not final is
    a ring that no line leads to.
    """

    time: float
    value: float
    label: str = ""
    is_final: bool = True


class Fan(NamedTuple):
    """What is likely at a time."""

    time: float
    low: float
    middle: float
    high: float


class Plot(NamedTuple):
    """What is drawn. ``said`` tells it to those who do not see it; ``legend`` names the marks: shape (dot,
    open, target, fan) and word. ``table`` are the same figures under their headings.
    """

    title: str
    dots: tuple[Dot, ...]
    said: str
    table: list[list[str]]
    fan: tuple[Fan, ...] = ()
    targets: tuple[Dot, ...] = ()
    legend: tuple[tuple[str, str], ...] = ()


class PlotWidget(QWidget):
    """Shows a plot in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot: Plot | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, plot: Plot | None) -> None:
        """Show a plot; None for none."""
        self.plot = plot
        if plot is not None:
            self.setAccessibleName(plot.title)
            self.setAccessibleDescription(plot.said)
            self.setToolTip(plot.said)
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 40, metrics.height() * 11)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 16, metrics.height() * 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.plot is not None:
            ink = Ink(QPainter(self), theme.colour, QFontMetricsF(self.font()))
            ink.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            PlotDrawing(self.plot, ink.metrics, QSizeF(self.size())).paint(ink)


class PlotDrawing:
    """The plot in a size, apart from the widget or page that shows it."""

    def __init__(self, plot: Plot, metrics: QFontMetricsF, size: QSizeF) -> None:
        self._plot = plot
        self._line = metrics.height()
        self._size = size
        values = [one.value for one in (*plot.dots, *plot.targets)]
        values += [value for one in plot.fan for value in (one.low, one.high)]
        self._low, self._high, self._step = _scale(min(values, default=0.0), max(values, default=1.0))
        times = [*(one.time for one in (*plot.dots, *plot.targets)), *(one.time for one in plot.fan)]
        first, last = min(times, default=0.0), max(times, default=1.0)
        self._first, self._last = (first - 0.5, last + 0.5) if first == last else (first, last)
        self._inset = metrics.averageCharWidth() * 4
        left = max(metrics.horizontalAdvance(self._figure(at)) for at in self._ticks()) + 10
        self._legend = self._lay_legend(metrics, left)
        below = self._line * (1.7 if plot.legend else 1.5) + self._legend_height
        self.room = QRectF(
            left, self._line * 1.2, size.width() - left - 6, size.height() - self._line * 1.2 - below
        )

    def _lay_legend(self, metrics: QFontMetricsF, left: float) -> list[tuple[str, str, QRectF]]:
        """Marks and words of the legend in as many lines as they need; where each word stands in it."""
        laid: list[tuple[str, str, QRectF]] = []
        x, y, line, right = left, 0.0, self._line, self._size.width()
        for shape, word in self._plot.legend:
            wide = metrics.horizontalAdvance(word) + 2
            if laid and x + line * 1.2 + wide > right:
                x, y = left, y + line * 1.1
            x += line * 1.2
            laid.append((shape, word, QRectF(x, y, max(min(wide, right - x), 0), line)))
            x += wide + line * 0.8
        return laid

    @property
    def _legend_height(self) -> float:
        return self._legend[-1][2].bottom() + self._line * 0.1 if self._legend else 0.0

    def _ticks(self) -> list[float]:
        count = round((self._high - self._low) / self._step)
        return [self._low + self._step * at for at in range(count + 1)]

    def _figure(self, value: float) -> str:
        digits = max(0, -math.floor(math.log10(self._step) + 1e-9))
        return f"{value:,.{digits}f}"

    def place(self, time: float, value: float) -> QPointF:
        """Where a value stands."""
        room, inset = self.room, self._inset
        wide = max(room.width() - 2 * inset, 1.0)
        across = (time - self._first) / (self._last - self._first)
        up = (value - self._low) / (self._high - self._low)
        return QPointF(room.left() + inset + wide * across, room.bottom() - room.height() * up)

    def paint(self, ink: Ink) -> None:
        """Draw it, its corner at 0, 0."""
        if self.room.width() < self._line * 2 or self.room.height() < self._line:
            return
        self._paint_scale(ink)
        self._paint_fan(ink)
        self._paint_line(ink)
        for target in self._plot.targets:
            ink.shape("up", self.place(target.time, target.value), self._line * 0.3, "warning")
        self._paint_legend(ink)

    def _paint_scale(self, ink: Ink) -> None:
        painter, room, line = ink.painter, self.room, self._line
        for value in self._ticks():
            y = self.place(self._first, value).y()
            painter.setPen(ink.colour("border" if value == self._low else "line"))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            ink.write(QRectF(0, y - line / 2, room.left() - 6, line), self._figure(value), "muted", RIGHT)
        years = range(math.ceil(self._first), math.floor(self._last) + 1)
        wide = ink.metrics.horizontalAdvance("20260")
        every = max(1, math.ceil(len(years) * wide / max(room.width(), 1)))
        for year in years[::every]:
            x = self.place(year, self._low).x()
            ink.write(QRectF(x - wide, room.bottom() + 2, 2 * wide, line), str(year - 1), "muted", _CENTRE)

    def _paint_fan(self, ink: Ink) -> None:
        fan, painter = self._plot.fan, ink.painter
        if not fan:
            return
        upper = [self.place(one.time, one.high) for one in fan]
        lower = [self.place(one.time, one.low) for one in reversed(fan)]
        painter.setPen(QPen(ink.colour("accent"), 1, Qt.PenStyle.DotLine))
        painter.setBrush(ink.colour("soft"))
        painter.drawPolygon(QPolygonF([*upper, *lower]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink.colour("accent"), 1.5, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF([self.place(one.time, one.middle) for one in fan]))

    def _paint_line(self, ink: Ink) -> None:
        dots, line = self._plot.dots, self._line
        places = [self.place(one.time, one.value) for one in dots]
        final = [at for one, at in zip(dots, places, strict=True) if one.is_final]
        ink.painter.setPen(QPen(ink.colour("accent"), 2))
        ink.painter.drawPolyline(QPolygonF(final))
        for one, at in zip(dots, places, strict=True):
            ink.shape("circle" if one.is_final else "ring", at, line * 0.24, "accent")
            if one.label:
                wide = ink.metrics.horizontalAdvance(one.label) + 4
                left = min(max(at.x() - wide / 2, 0), self._size.width() - wide)
                box = QRectF(left, max(at.y() - line * 1.4, 0), wide, line)
                ink.write(box, one.label, "text", _CENTRE)

    def _paint_legend(self, ink: Ink) -> None:
        line = self._line
        for shape, word, place in self._legend:
            box = place.translated(0, self._size.height() - self._legend_height)
            x, y = box.left() - line * 1.2, box.top()
            middle = QPointF(x + line * 0.4, y + line / 2)
            if shape == "fan":
                ink.painter.setPen(QPen(ink.colour("accent"), 1, Qt.PenStyle.DotLine))
                ink.painter.setBrush(ink.colour("soft"))
                ink.painter.drawRect(QRectF(x, y + line * 0.2, line * 0.9, line * 0.6))
                ink.painter.setBrush(Qt.BrushStyle.NoBrush)
            elif shape == "target":
                ink.shape("up", middle, line * 0.3, "warning")
            else:
                ink.shape("ring" if shape == "open" else "circle", middle, line * 0.24, "accent")
            ink.write(box, word, "muted")


def _scale(low: float, high: float) -> tuple[float, float, float]:
    """Where a scale begins and ends, and its step: round figures around all values."""
    span = high - low or abs(high) or 1.0
    rough = span / (_MOST_LINES - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in (1, 2, 5, 10) if power * one >= rough * 0.999)
    begin, end = math.floor(low / step) * step, math.ceil(high / step) * step
    return begin, end if end > begin else begin + step, step


def picture_of(plot: Plot, font: QFont, plan_title: str) -> Picture:
    """The plot with its title, in the colours for paper."""
    metrics = QFontMetricsF(font)
    line = metrics.height()
    size = QSizeF(metrics.averageCharWidth() * 100, line * 20)

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        ink = Ink(painter, theme.on_paper, metrics)
        wide = size.width() - 2 * line
        ink.write(QRectF(line, line * 0.6, wide, line * 1.3), f"{plot.title} · {plan_title}")
        painter.translate(line, line * 2.4)
        PlotDrawing(plot, metrics, QSizeF(wide, size.height() - 3 * line)).paint(ink)

    return Picture(size, paint, plot.title, plan_title)
