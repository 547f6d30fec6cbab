"""The path of an indicator as a drawing in a size, apart from the widget or page that shows it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from workbench.documents.pictures.scale import spelled
from workbench.i18n import N_, tr
from workbench.plan.values import round_step
from workbench.ui.views.chart_legend import Entry, Legend
from workbench.ui.views.dashboard_state import MARKS
from workbench.ui.views.indicator_card_words import NO_OUTLOOK, Outlook, status_text
from workbench.ui.views.plot import Drawn, Line, Plot, likely

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PySide6.QtGui import QFontMetricsF

    from workbench.analysis.indicator_path import Path
    from workbench.plan.records import Target
    from workbench.ui.views.ink import Ink

#: What is drawn: its word, colour of the theme, and mark.
LEGEND: Final = {
    "baseline": (N_("Baseline"), "muted", "square"),
    "target": (N_("Target"), "accent", "diamond"),
    "actual": (N_("Actual value"), "holds", "circle"),
    "expected": (N_("Straight path"), "muted", "line"),
    "band": (N_("Forecast"), "info", "band"),
    "offer": (N_("Offer"), "warning", "lozenge"),
    "earlier": (N_("Earlier value"), "faint", "ring"),
}
_TICKS: Final = 6
_CENTRE: Final = Qt.AlignmentFlag.AlignCenter
#: Of the span of values the part that is free above and below.
_FREE: Final = 0.12
#: Of marks, in lines of text; and what is free around the chart, for those at its edges.
_RADIUS, _EDGE = 0.3, 0.45


class Scale(NamedTuple):
    """Values from the foot to the top of the chart, and how far its lines are apart."""

    low: float
    high: float
    each: Decimal

    @property
    def ticks(self) -> Iterator[Decimal]:
        """The values that have a line."""
        low, high = Decimal(repr(self.low)), Decimal(repr(self.high))
        first, last = -(-low // self.each), high // self.each
        yield from (self.each * at for at in range(int(first), int(last) + 1))


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
            return Scale(0, 100, Decimal(20))
        low, high = min(values), max(values)
        span = high - low or abs(high) * 0.2 or 1.0
        floor = 0.0 if low >= 0 else low - span
        is_share = self.path.indicator.unit in ("%", "％") and low >= 0 and high <= 100
        least = max(low - span * _FREE, floor)
        most = min(high + span * _FREE, 100.0) if is_share else high + span * _FREE
        return Scale(least, most, round_step(Decimal(repr((most - least) / _TICKS))))


class PathDrawing:
    """Lays the path out in a size, and paints it."""

    def __init__(self, sight: Sight, metrics: QFontMetricsF, size: QSizeF) -> None:
        self.sight = sight
        self._metrics = metrics
        self._size = size
        self.scale = sight.scale or sight.fitting()
        line = self._line = metrics.height()
        self._ticks = list(self.scale.ticks)
        widest = max((metrics.horizontalAdvance(spelled(one)) for one in self._ticks), default=0.0)
        self._legend = Legend(self._signs(), metrics, size.width() - line * 0.6)
        left = widest + line
        right = max(line, metrics.horizontalAdvance("2026") * 0.7)
        head = self._legend.height + line * (0.6 + _EDGE)
        below = line * (2.9 + _EDGE)
        #: Where the values are, from the lowest of the scale to the highest.
        self.room = QRectF(left, head, size.width() - left - right, size.height() - head - below)
        years = [one.year for one in sight.path.years]
        times = [float(one) for one in years] + [one.time for one in sight.path.actuals]
        if sight.path.baseline is not None:
            times.append(sight.path.baseline.time)
        self._first, self._last = min(times, default=0.0), max(times, default=1.0)
        if self._first == self._last:
            self._first -= 1

    # -- places ----------------------------------------------------------------------------------------

    @property
    def _inset(self) -> tuple[float, float]:
        """How far the first time is from the left edge, and the last one from the first."""
        inset = self._line * 0.8
        return inset, max(self.room.width() - 2 * inset, 1.0)

    def x(self, time: float) -> float:
        """Where a time stands."""
        inset, wide = self._inset
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

    # -- painting --------------------------------------------------------------------------------------

    def paint(self, ink: Ink) -> None:
        """Paint it, its corner at 0, 0."""
        ink.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.room.width() < self._line * 4 or self.room.height() < self._line * 2:
            return
        self._plot.paint(ink)
        self._paint_years(ink)
        for year, value in self.sight.targets():
            if year == self.sight.chosen:
                self._paint_value(ink, self.place(year, value), f"{value:f}")
        self._legend.paint(ink, QPointF(self._line * 0.3, self._line * 0.2))

    @cached_property
    def _plot(self) -> Plot:
        """Made when it is first painted: where things are is known without it."""
        scale, room, line = self.scale, self.room, self._line
        edge = line * _EDGE
        each = (scale.high - scale.low) / max(room.height(), 1.0)
        inset, wide = self._inset
        beside = (self._last - self._first) * inset / wide
        band = self._band()
        drawn = Drawn(
            (self._first - beside, self._last + beside),
            (scale.low - each * edge, scale.high + each * edge),
            ticks_up=tuple((float(one), spelled(one)) for one in self._ticks),
            bands=(likely(band)[0],) if band else (),
            lines=tuple(one for one in self._lines(band) if one.points),
        )
        return Plot(drawn, room.adjusted(0, -edge, 0, edge), self._size)

    def _band(self) -> list[tuple[float, float, float, float]]:
        """What is likely, from the last value on."""
        band, actuals = self.sight.outlook.band, self.sight.path.actuals
        rows = [(float(year), low, middle, high) for year, low, middle, high in band]
        if rows and actuals and actuals[-1].time < rows[0][0]:
            last = float(actuals[-1].value)
            rows.insert(0, (actuals[-1].time, last, last, last))
        return rows

    def _lines(self, band: list[tuple[float, float, float, float]]) -> Iterator[Line]:
        """What is drawn in figures, what comes later over what came before."""
        sight, path, scale = self.sight, self.sight.path, self.scale
        chosen = [one for one in sight.targets() if one[0] == sight.chosen]
        if sight.chosen is not None:
            upright = ((float(sight.chosen), scale.low), (float(sight.chosen), scale.high))
            yield Line(upright, "accent", width=1, style=Qt.PenStyle.DashLine)
        if band:
            yield likely(band)[1]
        yield Line(_points(self._way()), "muted", width=1.3)
        offered = [(one.year, one.value) for one in sight.offer if one.value is not None]
        start = [(path.baseline.time, path.baseline.value)] if path.baseline is not None else []
        if offered:
            yield Line(_points([*start, *offered]), "warning", width=1.6, style=Qt.PenStyle.DotLine)
        yield _marks("offer", offered, 1.25)
        yield _marks("earlier", sight.earlier(), 0.8)
        yield _marks("baseline", start)
        yield Line(_points(chosen), "accent", "ring", 0, radius=_RADIUS * 2)
        yield _marks("target", [one for one in sight.targets() if one not in chosen])
        yield _marks("target", chosen, 1.25)
        # Small and above all: where it meets its target both are seen.
        yield _marks("actual", [(one.time, one.value) for one in path.actuals], 0.72)

    def _way(self) -> list[tuple[float, Decimal]]:
        """The straight path, through the target on the move where it is now."""
        corners = {one.time: one.value for one in self.sight.path.expected}
        if self.sight.moving is not None and corners:
            corners[float(self.sight.moving[0])] = self.sight.moving[1]
        return sorted(corners.items())

    def _paint_years(self, ink: Ink) -> None:
        """Below the chart: the years, as many as have room, and how each of them stands."""
        room, line, years = self.room, self._line, self.sight.path.years
        each = (self.x(self._last) - self.x(self._first)) / (self._last - self._first)
        every = max(1, -int(-self._metrics.horizontalAdvance("2026 ") // max(each, 1.0)))
        baseline = self.sight.path.baseline
        if baseline is not None and all(one.year != round(baseline.time) for one in years):
            self._write_below(ink, baseline.time, baseline.of, each, "muted")
        for at, one in enumerate(years):
            x = self.x(one.year)
            chosen = one.year == self.sight.chosen
            if (len(years) - 1 - at) % every == 0 or chosen:
                self._write_below(ink, one.year, str(one.year), each * every, "text" if chosen else "muted")
            if one.progress is not None and one.progress.status in MARKS:
                shape, tint = MARKS[one.progress.status]
                word = status_text(one)
                wide = self._metrics.horizontalAdvance(word) + line * 0.8
                has_room = wide <= each * every - 4
                left = x - wide / 2 if has_room else x - line * 0.3
                middle = room.bottom() + line * (1.9 + _EDGE)
                ink.shape(shape, QPointF(left + line * 0.3, middle), line * 0.26, tint)
                if has_room:
                    ink.write(QRectF(left + line * 0.8, middle - line * 0.6, wide, line * 1.2), word)

    def _write_below(self, ink: Ink, time: float, text: str, each: float, tint: str) -> None:
        wide = max(each, self._metrics.horizontalAdvance(text) + 2)
        top = self.room.bottom() + self._line * (0.05 + _EDGE)
        ink.write(QRectF(self.x(time) - wide / 2, top, wide, self._line * 1.2), text, tint, _CENTRE)

    def _paint_value(self, ink: Ink, at: QPointF, text: str) -> None:
        """The value of the target chosen, beside it."""
        line, radius = self._line, self._line * _RADIUS
        gap = radius * 2.4
        wide = self._metrics.horizontalAdvance(text) + line * 0.6
        left = at.x() + gap if at.x() + gap + wide <= self._size.width() else at.x() - gap - wide
        box = QRectF(left, at.y() + radius * 0.4, wide, line * 1.15)
        if box.bottom() > self.room.bottom():
            box.moveBottom(at.y() - radius * 0.4)
        ink.painter.setPen(QPen(ink.colour("accent"), 1))
        ink.painter.setBrush(ink.colour("base"))
        ink.painter.drawRoundedRect(box, 3, 3)
        ink.painter.setBrush(Qt.BrushStyle.NoBrush)
        ink.write(box, text, "text", _CENTRE)

    def _signs(self) -> Iterator[Entry]:
        """What the marks that are there mean."""
        sight = self.sight
        there = {
            "baseline": sight.path.baseline is not None,
            "target": bool(sight.targets()),
            "actual": bool(sight.path.actuals),
            "expected": bool(sight.path.expected),
            "band": bool(sight.outlook.band),
            "offer": bool(sight.offer),
            "earlier": bool(sight.earlier()),
        }
        for name, (word, tint, mark) in LEGEND.items():
            if there[name]:
                yield Entry(mark, tint, tr(word))


def _points(places: Iterable[tuple[float, Decimal]]) -> tuple[tuple[float, float], ...]:
    return tuple((float(time), float(value)) for time, value in places)


def _marks(name: str, places: Iterable[tuple[float, Decimal]], times: float = 1.0) -> Line:
    """Marks without a line between them, so many times as large as usual."""
    _, tint, mark = LEGEND[name]
    return Line(_points(places), tint, mark, 0, radius=_RADIUS * times)
