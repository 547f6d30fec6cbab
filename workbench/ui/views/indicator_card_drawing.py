"""The path of an indicator as a drawing in a size, apart from the widget or page that shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from workbench.i18n import N_, tr
from workbench.ui.views.dashboard_chart import RIGHT, VCENTER
from workbench.ui.views.dashboard_state import MARKS
from workbench.ui.views.indicator_card_words import NO_OUTLOOK, Outlook, status_text
from workbench.ui.views.trend_chart import paint_point

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QFontMetricsF

    from workbench.analysis.indicator_path import Path
    from workbench.plan.records import Target
    from workbench.ui.views.dashboard_chart import Ink

#: What is drawn: its word, colour of the theme, and shape.
LEGEND: Final = {
    "baseline": (N_("Baseline"), "muted", "square"),
    "target": (N_("Target"), "accent", "diamond"),
    "actual": (N_("Actual value"), "holds", "circle"),
    "expected": (N_("Straight path"), "muted", "line"),
    "band": (N_("Forecast"), "info", "band"),
    "offer": (N_("Offer"), "warning", "diamond"),
    "earlier": (N_("Earlier value"), "faint", "ring"),
}
_TICKS: Final = 6
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
#: Of the span of values the part that is free above and below.
_FREE: Final = 0.12


class Scale(NamedTuple):
    """Values from the foot to the top of the chart, and how far its lines are apart."""

    low: float
    high: float
    each: float

    @property
    def ticks(self) -> Iterator[float]:
        """The values that have a line."""
        at = -(-self.low // self.each)
        while at * self.each <= self.high + self.each * 1e-9:
            yield at * self.each
            at += 1


@dataclass(frozen=True, slots=True)
class Sight:
    """What is to be seen: path, forecast, an offer of targets, the year chosen, a target on the move."""

    path: Path
    outlook: Outlook = NO_OUTLOOK
    offer: tuple[Target, ...] = ()
    chosen: int | None = None
    moving: tuple[int, Decimal] | None = None
    scale: Scale | None = None

    def held(self, scale: Scale) -> Sight:
        """The same on a scale that stays as it is while something moves."""
        return replace(self, scale=scale)

    @property
    def at_rest(self) -> Sight:
        """The same as it is written and printed: nothing is chosen."""
        return replace(self, chosen=None)

    def targets(self) -> list[tuple[int, Decimal]]:
        """Year and value of the targets in figures, the one on the move where it is now."""
        found = {
            one.year: one.target.value
            for one in self.path.years
            if one.target is not None and one.target.value is not None
        }
        if self.moving is not None:
            found[self.moving[0]] = self.moving[1]
        return sorted(found.items())

    @property
    def is_empty(self) -> bool:
        """Whether there is no figure at all."""
        return not (self.path.baseline or self.path.actuals or self.targets() or self.offer)

    def earlier(self) -> list[tuple[int, Decimal]]:
        """Year and value of what targets were before."""
        return [
            (one.year, change.from_)
            for one in self.path.years
            if one.target is not None
            for change in one.target.changes or ()
            if change.from_ is not None
        ]

    def fitting(self) -> Scale:
        """The scale on which all of it can be seen."""
        values = [float(value) for _, value in (*self.targets(), *self.earlier())]
        values += [float(one.value) for one in self.path.actuals]
        values += [float(one.value) for one in self.offer if one.value is not None]
        values += [one for _, low, _, high in self.outlook.band for one in (low, high)]
        if self.path.baseline is not None:
            values.append(float(self.path.baseline.value))
        if not values:
            return Scale(0, 100, 20)
        low, high = min(values), max(values)
        span = high - low or abs(high) * 0.2 or 1.0
        floor = 0.0 if low >= 0 else low - span
        is_share = self.path.indicator.unit in ("%", "％") and low >= 0 and high <= 100
        least = max(low - span * _FREE, floor)
        most = min(high + span * _FREE, 100.0) if is_share else high + span * _FREE
        return Scale(least, most, _nice((most - least) / _TICKS))


class PathDrawing:
    """Lays the path out in a size, and paints it."""

    def __init__(self, sight: Sight, metrics: QFontMetricsF, size: QSizeF) -> None:
        self.sight = sight
        self._metrics = metrics
        self._size = size
        self.scale = sight.scale or sight.fitting()
        line = metrics.height()
        self._line = line
        widest = max(
            metrics.horizontalAdvance(self._figure(one)) for one in (self.scale.low, self.scale.high)
        )
        self._legend = list(self._lay_legend())
        head = (self._legend[-1][1].bottom() if self._legend else 0.0) + line * 0.9
        left = widest + line
        right = max(line, metrics.horizontalAdvance("2026") * 0.7)
        self.room = QRectF(left, head, size.width() - left - right, size.height() - head - line * 3.1)
        years = [one.year for one in sight.path.years]
        times = [float(one) for one in years] + [one.time for one in sight.path.actuals]
        if sight.path.baseline is not None:
            times.append(sight.path.baseline.time)
        self._first, self._last = min(times, default=0.0), max(times, default=1.0)
        if self._first == self._last:
            self._first -= 1

    # -- places ----------------------------------------------------------------------------------------

    def x(self, time: float) -> float:
        """Where a time stands."""
        inset = self._line * 0.8
        wide = max(self.room.width() - 2 * inset, 1.0)
        return self.room.left() + inset + wide * (time - self._first) / (self._last - self._first)

    def y(self, value: float) -> float:
        """Where a value stands."""
        return self.room.bottom() - self.room.height() * (value - self.scale.low) / (
            self.scale.high - self.scale.low
        )

    def place(self, time: float, value: Decimal | float) -> QPointF:
        """Where a value at a time stands."""
        return QPointF(self.x(time), self.y(float(value)))

    def value_at(self, y: float) -> Decimal:
        """The value that stands at a height; at most that at the edge of the chart."""
        share = (self.room.bottom() - y) / max(self.room.height(), 1.0)
        share = min(max(share, 0.0), 1.0)
        return Decimal(repr(self.scale.low + (self.scale.high - self.scale.low) * share))

    def year_at(self, x: float) -> int | None:
        """The nearest year; None where there are none."""
        years = [one.year for one in self.sight.path.years]
        return min(years, key=lambda year: abs(self.x(year) - x), default=None)

    def target_at(self, at: QPointF) -> int | None:
        """The year of the target under a place; None for no target."""
        reach = self._line * 0.75
        near = [
            (distance, year)
            for year, value in self.sight.targets()
            if (distance := (self.place(year, value) - at).manhattanLength()) <= reach
        ]
        return min(near)[1] if near else None

    @property
    def radius(self) -> float:
        """Of the marks."""
        return self._line * 0.3

    # -- painting --------------------------------------------------------------------------------------

    def paint(self, ink: Ink) -> None:
        """Paint it, its corner at 0, 0."""
        ink.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.room.width() < self._line * 4 or self.room.height() < self._line * 2:
            return
        self._paint_grid(ink)
        self._paint_band(ink)
        self._paint_way(ink)
        self._paint_offer(ink)
        self._paint_points(ink)
        self._paint_legend(ink)

    def _paint_grid(self, ink: Ink) -> None:
        painter, room, line = ink.painter, self.room, self._line
        for tick in self.scale.ticks:
            y = self.y(tick)
            painter.setPen(ink.colour("line"))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            ink.write(QRectF(0, y - line / 2, room.left() - 6, line), self._figure(tick), "muted", RIGHT)
        painter.setPen(ink.colour("border"))
        painter.drawLine(room.bottomLeft(), room.bottomRight())
        years = self.sight.path.years
        each = (self.x(self._last) - self.x(self._first)) / (self._last - self._first)
        every = max(1, -int(-self._metrics.horizontalAdvance("2026 ") // max(each, 1.0)))
        baseline = self.sight.path.baseline
        if baseline is not None and all(one.year != round(baseline.time) for one in years):
            self._write_below(ink, baseline.time, baseline.of, 0, each, "muted")
        for at, one in enumerate(years):
            x = self.x(one.year)
            chosen = one.year == self.sight.chosen
            if chosen:
                painter.setPen(QPen(ink.colour("accent"), 1, Qt.PenStyle.DashLine))
                painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))
            if (len(years) - 1 - at) % every == 0 or chosen:
                self._write_below(
                    ink, one.year, str(one.year), 0, each * every, "text" if chosen else "muted"
                )
            if one.progress is not None and one.progress.status in MARKS:
                shape, tint = MARKS[one.progress.status]
                word = status_text(one)
                wide = self._metrics.horizontalAdvance(word) + line * 0.8
                has_room = wide <= each * every - 4
                left = x - wide / 2 if has_room else x - line * 0.3
                middle = room.bottom() + line * 2.1
                ink.shape(shape, QPointF(left + line * 0.3, middle), line * 0.26, tint)
                if has_room:
                    ink.write(QRectF(left + line * 0.8, middle - line * 0.6, wide, line * 1.2), word)

    def _write_below(self, ink: Ink, time: float, text: str, row: float, each: float, tint: str) -> None:
        wide = max(each, self._metrics.horizontalAdvance(text) + 2)
        top = self.room.bottom() + self._line * (0.25 + row)
        ink.write(QRectF(self.x(time) - wide / 2, top, wide, self._line * 1.2), text, tint, _CENTRE)

    def _paint_band(self, ink: Ink) -> None:
        band, actuals = self.sight.outlook.band, self.sight.path.actuals
        if not band:
            return
        start = [(one.time, *[float(one.value)] * 3) for one in actuals[-1:] if one.time < band[0][0]]
        rows = [*start, *((float(year), *rest) for year, *rest in band)]
        painter = ink.painter
        fill = ink.colour("info")
        fill.setAlpha(40)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.save()
        painter.setClipRect(self.room)
        upper = [self.place(time, high) for time, _, _, high in rows]
        lower = [self.place(time, low) for time, low, _, _ in reversed(rows)]
        painter.drawPolygon(QPolygonF([*upper, *lower]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink.colour("info"), 1.4, Qt.PenStyle.DashDotLine))
        painter.drawPolyline(QPolygonF([self.place(time, middle) for time, _, middle, _ in rows]))
        painter.restore()

    def _paint_way(self, ink: Ink) -> None:
        corners = [(one.time, one.value) for one in self.sight.path.expected]
        moving = self.sight.moving
        if moving is not None and corners:
            held = dict(corners)
            held[float(moving[0])] = moving[1]
            corners = sorted(held.items())
        ink.painter.setPen(QPen(ink.colour("muted"), 1.3))
        ink.painter.drawPolyline(QPolygonF([self.place(*one) for one in corners]))

    def _paint_offer(self, ink: Ink) -> None:
        offered = [(one.year, one.value) for one in self.sight.offer if one.value is not None]
        if not offered:
            return
        baseline = self.sight.path.baseline
        start = [self.place(baseline.time, baseline.value)] if baseline is not None else []
        ink.painter.setPen(QPen(ink.colour("warning"), 1.6, Qt.PenStyle.DotLine))
        ink.painter.drawPolyline(QPolygonF([*start, *(self.place(*one) for one in offered)]))
        for one in offered:
            self._mark(ink, "offer", self.place(*one), self.radius * 1.25)

    def _paint_points(self, ink: Ink) -> None:
        path = self.sight.path
        for year, value in self.sight.earlier():
            self._mark(ink, "earlier", self.place(year, value), self.radius * 0.8)
        if path.baseline is not None:
            self._mark(ink, "baseline", self.place(path.baseline.time, path.baseline.value))
        for year, value in self.sight.targets():
            at = self.place(year, value)
            chosen = year == self.sight.chosen
            self._mark(ink, "target", at, self.radius * (1.25 if chosen else 1.0))
            if chosen:
                ink.painter.setPen(QPen(ink.colour("accent"), 1.6))
                ink.painter.drawEllipse(at, self.radius * 2, self.radius * 2)
        for one in path.actuals:
            # Small and above all: where it meets its target both are seen.
            self._mark(ink, "actual", self.place(one.time, one.value), self.radius * 0.72)
        for year, value in self.sight.targets():
            if year == self.sight.chosen:
                self._paint_value(ink, self.place(year, value), f"{value:f}")

    def _paint_value(self, ink: Ink, at: QPointF, text: str) -> None:
        """The value of the target chosen, beside it."""
        line, gap = self._line, self.radius * 2.4
        wide = self._metrics.horizontalAdvance(text) + line * 0.6
        left = at.x() + gap if at.x() + gap + wide <= self._size.width() else at.x() - gap - wide
        box = QRectF(left, at.y() + self.radius * 0.4, wide, line * 1.15)
        if box.bottom() > self.room.bottom():
            box.moveBottom(at.y() - self.radius * 0.4)
        ink.painter.setPen(QPen(ink.colour("accent"), 1))
        ink.painter.setBrush(ink.colour("base"))
        ink.painter.drawRoundedRect(box, 3, 3)
        ink.painter.setBrush(Qt.BrushStyle.NoBrush)
        ink.write(box, text, "text", _CENTRE)

    # -- what the marks are ----------------------------------------------------------------------------

    def _lay_legend(self) -> Iterator[tuple[str, QRectF]]:
        """The marks that are there, each with its word, in as many lines as they need."""
        sight, line = self.sight, self._line
        there = {
            "baseline": sight.path.baseline is not None,
            "target": bool(sight.targets()),
            "actual": bool(sight.path.actuals),
            "expected": bool(sight.path.expected),
            "band": bool(sight.outlook.band),
            "offer": bool(sight.offer),
            "earlier": bool(sight.earlier()),
        }
        x = y = 0.0
        for name, (word, _, _) in LEGEND.items():
            if not there[name]:
                continue
            wide = self._metrics.horizontalAdvance(tr(word)) + line * 2.6
            if x and x + wide > self._size.width():
                x, y = 0.0, y + line * 1.25
            yield name, QRectF(x, y, wide, line * 1.25)
            x += wide

    def _paint_legend(self, ink: Ink) -> None:
        line = self._line
        for name, box in self._legend:
            word, tint, shape = LEGEND[name]
            at = QPointF(box.left() + line * 0.6, box.center().y())
            if shape == "line":
                ink.painter.setPen(QPen(ink.colour(tint), 1.3))
                ink.painter.drawLine(at - QPointF(line * 0.5, 0), at + QPointF(line * 0.5, 0))
            elif shape == "band":
                fill = ink.colour(tint)
                fill.setAlpha(40)
                ink.painter.fillRect(QRectF(at.x() - line * 0.5, at.y() - line * 0.3, line, line * 0.6), fill)
                ink.painter.setPen(QPen(ink.colour(tint), 1.4, Qt.PenStyle.DashDotLine))
                ink.painter.drawLine(at - QPointF(line * 0.5, 0), at + QPointF(line * 0.5, 0))
            else:
                self._mark(ink, name, at)
            ink.write(box.adjusted(line * 1.4, 0, 0, 0), tr(word), "muted", VCENTER)

    def _mark(self, ink: Ink, name: str, at: QPointF, radius: float | None = None) -> None:
        _, tint, shape = LEGEND[name]
        radius = self.radius if radius is None else radius
        if shape == "ring":
            ink.painter.setPen(QPen(ink.colour(tint), 1.4))
            ink.painter.setBrush(Qt.BrushStyle.NoBrush)
            ink.painter.drawEllipse(at, radius, radius)
            return
        hollow = name == "offer"
        fill, edge = ink.colour("base" if hollow else tint), ink.colour(tint if hollow else "base")
        paint_point(ink.painter, at, shape, radius, fill, edge)

    def _figure(self, value: float) -> str:
        each = self.scale.each
        digits = 0 if each >= 1 else 1 if each >= 0.1 else 2 if each >= 0.01 else 4
        return f"{value:,.{digits}f}"


def _nice(rough: float) -> float:
    """The next of 1, 2, 5, 10, 20 ... and their parts."""
    wanted = Decimal(repr(rough))
    power = Decimal(1).scaleb(wanted.adjusted())
    return float(next(each * power for each in (1, 2, 5, 10) if each * power >= wanted))
