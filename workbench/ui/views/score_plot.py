"""A line over the years with marks, a fan of what is likely and targets: drawn on screen and on paper."""

from __future__ import annotations

import math
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.documents.pictures.scale import spelled, ticks
from workbench.ui import theme
from workbench.ui.pictures import Picture
from workbench.ui.views.chart_legend import Entry, Legend
from workbench.ui.views.drawn import DrawnWidget
from workbench.ui.views.ink import Ink
from workbench.ui.views.plot import Drawn, Line, Plot, Word, likely

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent

#: Mark and colour of what is named in a legend.
_SIGNS = {
    "dot": ("circle", "accent"),
    "open": ("ring", "accent"),
    "target": ("up", "warning"),
    "fan": ("band", "info"),
}
#: Of marks, in lines of text; how far a label stands above its mark, and its height.
_RADIUS, _ABOVE, _LABEL = 0.24, 0.3, 1.5


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


class Curve(NamedTuple):
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


class PlotWidget(DrawnWidget["PlotDrawing"]):
    """Shows a curve in the colours of the theme."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.curve: Curve | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def put(self, curve: Curve | None) -> None:
        """Show a curve; None for none."""
        self.curve = curve
        if curve is not None:
            self.setAccessibleName(curve.title)
            self.setAccessibleDescription(curve.said)
            self.setToolTip(curve.said)
        self.draw_anew()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 40, metrics.height() * 11)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 16, metrics.height() * 6)

    def lay_out(self, metrics: QFontMetricsF, size: QSizeF) -> PlotDrawing:
        assert self.curve is not None
        return PlotDrawing(self.curve, metrics, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.curve is not None:
            self.laid_out.paint(Ink(QPainter(self), theme.colour, QFontMetricsF(self.font())))


class PlotDrawing:
    """The curve in a size, apart from the widget or page that shows it."""

    def __init__(self, curve: Curve, metrics: QFontMetricsF, size: QSizeF) -> None:
        self._curve = curve
        self._metrics = metrics
        self._size = size
        line = self._line = metrics.height()
        values = [one.value for one in (*curve.dots, *curve.targets)]
        values += [value for one in curve.fan for value in (one.low, one.high)]
        lowest, highest = min(values, default=0.0), max(values, default=1.0)
        self._ticks = ticks(Decimal(repr(lowest)), Decimal(repr(highest)), 4)
        left = max(metrics.horizontalAdvance(spelled(at)) for at in self._ticks) + 10
        entries = (Entry(*_SIGNS[shape], means) for shape, means in curve.legend)
        self._legend = Legend(entries, metrics, size.width() - left)
        below = line * 1.7 + self._legend.height
        self.room = QRectF(left, 2, size.width() - left - 6, size.height() - 2 - below)

    @cached_property
    def _plot(self) -> Plot:
        curve, room, line = self._curve, self.room, self._line
        low, high = float(self._ticks[0]), float(self._ticks[-1])
        # Marks at the edges are whole, and so is the label of the highest.
        foot, label = line * 0.4, line * (_ABOVE + _LABEL)
        labelled = max((one.value for one in curve.dots if one.label), default=low)
        top = max(foot, label - (high - labelled) / (high - low) * max(room.height() - foot - label, 0.0))
        each = (high - low) / max(room.height() - foot - top, 1.0)
        times = [one.time for one in (*curve.dots, *curve.targets)] + [one.time for one in curve.fan]
        first, last = min(times, default=0.0), max(times, default=1.0)
        if first == last:
            first, last = first - 0.5, last + 0.5
        inset = self._metrics.averageCharWidth() * 4
        beside = (last - first) * inset / max(room.width() - 2 * inset, 1.0)
        final = tuple((one.time, one.value) for one in curve.dots if one.is_final)
        others = tuple((one.time, one.value) for one in curve.dots if not one.is_final)
        targets = tuple((one.time, one.value) for one in curve.targets)
        lines = [
            Line(final, "accent", "circle", radius=_RADIUS),
            Line(others, "accent", "ring", 0, radius=_RADIUS),
            Line(targets, "warning", "up", 0, radius=0.3),
        ]
        bands = []
        if curve.fan:
            band, middle = likely(curve.fan)
            bands.append(band)
            lines.insert(0, middle)
        words = [Word(one.time, one.value + each * line * _ABOVE, one.label) for one in curve.dots]
        drawn = Drawn(
            (first - beside, last + beside),
            (low - each * foot, high + each * top),
            self._years(first, last),
            tuple((float(at), spelled(at)) for at in self._ticks),
            bands=tuple(bands),
            lines=tuple(one for one in lines if one.points),
            words=tuple(one for one in words if one.text),
        )
        return Plot(drawn, room, self._size)

    def _years(self, first: float, last: float) -> tuple[tuple[float, str], ...]:
        """The ends of the years, as many as have room."""
        years = range(math.ceil(first), math.floor(last) + 1)
        wide = self._metrics.horizontalAdvance("20260")
        every = max(1, math.ceil(len(years) * wide / max(self.room.width(), 1)))
        return tuple((float(year), str(year - 1)) for year in years[::every])

    def paint(self, ink: Ink) -> None:
        """Draw it, its corner at 0, 0."""
        if self.room.width() < self._line * 2 or self.room.height() < self._line:
            return
        ink.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._plot.paint(ink)
        self._legend.paint(ink, QPointF(self.room.left(), self._size.height() - self._legend.height))


def picture_of(curve: Curve, font: QFont, plan_title: str) -> Picture:
    """The plot with its title, in the colours for paper."""
    metrics = QFontMetricsF(font)
    line = metrics.height()
    size = QSizeF(metrics.averageCharWidth() * 100, line * 20)

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        ink = Ink(painter, theme.on_paper, metrics)
        wide = size.width() - 2 * line
        ink.write(QRectF(line, line * 0.6, wide, line * 1.3), f"{curve.title} · {plan_title}")
        painter.translate(line, line * 2.4)
        PlotDrawing(curve, metrics, QSizeF(wide, size.height() - 3 * line)).paint(ink)

    return Picture(size, paint, curve.title, plan_title)
