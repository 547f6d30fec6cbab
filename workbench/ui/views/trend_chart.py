"""A line chart of the four scores: each line has its colour, its mark and its name at its end."""

from __future__ import annotations

import math
from functools import cached_property
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.i18n import tr
from workbench.rules.verdict import DIMENSION_LABELS, VERDICTS
from workbench.ui import theme
from workbench.ui.phrases import joined
from workbench.ui.pictures import Picture
from workbench.ui.views.drawn import DrawnWidget
from workbench.ui.views.ink import Ink
from workbench.ui.views.plot import Drawn, Line, Plot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QMouseEvent

    from workbench.session.trend import Point
    from workbench.ui.views.plot import Tick

#: What the lines are of: colour of the theme, and shape of the mark.
SERIES: Final = {
    "executable": ("accent", "circle"),
    "implementable": ("warning", "square"),
    "checkable": ("holds", "up"),
    "assessable": ("muted", "diamond"),
}
#: Where the scale may begin, and the steps that it then has: what is close together is told apart.
_SCALES: Final = ((95, 1), (90, 2), (80, 5), (50, 10), (0, 25))
#: Of a mark, in lines of text.
_RADIUS: Final = 0.26


class TrendChart(DrawnWidget["TrendDrawing"]):
    """Scores up to 100 over the versions, in the colours of the theme."""

    #: One of the moments was clicked on.
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: Sequence[Point] = ()
        self._marked = -1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def put(self, points: Sequence[Point]) -> None:
        """Show these moments, oldest first."""
        self._points = points
        said = [
            f"{tr(DIMENSION_LABELS[name])}: " + joined(_said(point, name) for point in points)
            for name in SERIES
        ]
        self.setAccessibleName(tr("Chart of the scores; the table below says the same"))
        self.setAccessibleDescription("; ".join(said))
        self.draw_anew()

    def point_at(self, at: int) -> None:
        """Mark one of the moments."""
        if at != self._marked:
            self._marked = at
            self.draw_anew()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 80, metrics.height() * 14)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 40, metrics.height() * 9)

    def lay_out(self, metrics: QFontMetricsF, size: QSizeF) -> TrendDrawing:
        return TrendDrawing(self._points, self._marked, metrics, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        self.laid_out.paint(Ink(QPainter(self), theme.colour, QFontMetricsF(self.font())))

    def place_of(self, name: str, at: int) -> QPointF:
        """Where a score of a moment stands."""
        return self.laid_out.place(name, at)

    def said_at(self, at: QPointF) -> str:
        """What is said of the mark at a place; "" where there is none."""
        found = self.laid_out.mark_at(at)
        return told(self._points[found[1]], found[0]) if found is not None else ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        found = self.laid_out.mark_at(event.position())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(found[1])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self.said_at(QPointF(event.pos())), self)
            return True
        return super().event(event)


class TrendDrawing:
    """The chart in a size, apart from the widget or page that shows it."""

    def __init__(self, points: Sequence[Point], marked: int, metrics: QFontMetricsF, size: QSizeF) -> None:
        self._points = points
        self._marked = marked
        self._metrics = metrics
        self._size = size
        scores = [score for point in points for name in SERIES if (score := _score(point, name)) is not None]
        lowest = min(scores, default=0.0)
        self._least, self._each = next(one for one in _SCALES if one[0] <= lowest)
        line = metrics.height()
        names = [tr(DIMENSION_LABELS[name]) for name in SERIES]
        right = max(map(metrics.horizontalAdvance, names)) + metrics.horizontalAdvance("  100.0") + line * 3
        left = metrics.horizontalAdvance("100 ") + 6
        self._room = QRectF(left, line * 0.3, size.width() - left - right, size.height() - line * 1.8)

    @cached_property
    def _plot(self) -> Plot:
        room, line, last = self._room, self._metrics.height(), len(self._points) - 1
        # Marks at the edges are whole, and not on the figures of the axis.
        edge = line * 0.4
        up = (100 - self._least) * edge / max(room.height() - 2 * edge, 1)
        span = max(last, 1) / max(room.width() - 1.5 * line, 1)
        across = (-line * span, last + line * span / 2) if last else (-1.0, 1.0)
        lines = [
            Line(tuple((at, self._height(name, at)) for at in range(last + 1)), tint, mark, radius=_RADIUS)
            for name, (tint, mark) in SERIES.items()
        ]
        if 0 <= self._marked <= last:
            x = float(self._marked)
            pointed = ((x, self._least - up), (x, 100.0 + up))
            lines.insert(0, Line(pointed, "faint", width=1, style=Qt.PenStyle.DashLine))
        ticks = tuple((float(step), str(step)) for step in range(self._least, 101, self._each))
        drawn = Drawn(across, (self._least - up, 100 + up), self._named(span), ticks, lines=tuple(lines))
        return Plot(drawn, room, self._size)

    def _height(self, name: str, at: int) -> float:
        score = _score(self._points[at], name)
        return math.nan if score is None else score

    def _named(self, span: float) -> tuple[Tick, ...]:
        """The names of the moments, as many as have room."""
        metrics, last = self._metrics, len(self._points) - 1
        letter, each = metrics.averageCharWidth(), 1 / span
        every = max(1, round(letter * 12 / each + 0.5))
        wide = max(each * every - 8, letter * 8)
        return tuple(
            (
                float(at),
                metrics.elidedText(point.name or tr("Now"), Qt.TextElideMode.ElideRight, wide),
            )
            for at, point in enumerate(self._points)
            if not (last - at) % every
        )

    def place(self, name: str, at: int) -> QPointF:
        """Where a score stands; one that is not known stands at the foot."""
        score = _score(self._points[at], name)
        return self._plot.place(at, self._least if score is None else score)

    def mark_at(self, at: QPointF) -> tuple[str, int] | None:
        """The score and the moment that is at a place: its mark, or the words at the end of its line."""
        reach, last = self._metrics.height() * 0.7, len(self._points) - 1
        for name in SERIES if self.is_whole else ():
            if self.ends[name].contains(at):
                return name, last
            for moment in range(last + 1):
                away = self.place(name, moment) - at
                if abs(away.x()) <= reach and abs(away.y()) <= reach:
                    return name, moment
        return None

    @cached_property
    def ends(self) -> dict[str, QRectF]:
        """Where the name of each line stands, moved apart where they would lie on one another."""
        room, line = self._room, self._metrics.height() * 1.1
        last = len(self._points) - 1
        wanted = sorted((self.place(name, last).y(), name) for name in SERIES) if self._points else []
        y = room.top() - line
        lowest = room.bottom() - line * (len(wanted) - 1)
        found = {}
        for number, (at, name) in enumerate(wanted):
            y = min(max(at, y + line), lowest + line * number)
            x = room.right() + line * 0.5
            found[name] = QRectF(x, y - line / 2, self._size.width() - x, line)
        return found

    @property
    def is_whole(self) -> bool:
        """Whether there is anything to draw, and room for it."""
        least = self._metrics.height()
        return bool(self._points) and self._room.width() >= least and self._room.height() >= least

    def paint(self, ink: Ink) -> None:
        """Draw it, its corner at 0, 0."""
        ink.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.is_whole:
            self._plot.paint(ink)
            self._paint_ends(ink)

    def _paint_ends(self, ink: Ink) -> None:
        """Mark, verdict, name and score at the end of each line."""
        line = self._metrics.height()
        for name, box in self.ends.items():
            tint, mark = SERIES[name]
            middle = box.center().y()
            at = QPointF(box.left() + line * 0.5, middle)
            ink.shape(mark, at, line * _RADIUS, tint)
            verdict = self._points[-1].verdicts.get(name)
            score = _score(self._points[-1], name)
            edge = line * 0.8
            if verdict is not None:
                ink.mark(verdict.verdict, QPointF(box.left() + line * 1.1, middle - edge / 2), edge)
            said = f"{tr(DIMENSION_LABELS[name])}  {'—' if score is None else f'{score:.1f}'}"
            ink.write(box.adjusted(line * 2.1, 0, 0, 0), said)


def _score(point: Point, name: str) -> float | None:
    verdict = point.verdicts.get(name)
    return verdict.score if verdict is not None else None


def told(point: Point, name: str) -> str:
    """A score of a moment in words."""
    verdict = point.verdicts.get(name)
    said = [tr(DIMENSION_LABELS[name]), point.name or tr("Now")]
    if verdict is not None:
        said.append(tr(VERDICTS[verdict.verdict]))
        if verdict.score is not None:
            said.append(tr("pass rate {rate} %", rate=verdict.score))
    said.append(point.as_of.isoformat())
    return joined(said)


def _said(point: Point, name: str) -> str:
    score = _score(point, name)
    return f"{point.name or tr('Now')} {'—' if score is None else f'{score:.1f} %'}"


def picture_of(points: Sequence[Point], font: QFont, plan_title: str) -> Picture:
    """The chart with its title, in the colours for paper."""
    metrics = QFontMetricsF(font)
    line = metrics.height()
    size = QSizeF(metrics.averageCharWidth() * 110, line * 20)

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        painter.setPen(theme.on_paper("text"))
        painter.drawText(QPointF(line, line * 1.6), f"{tr('Trend')} · {plan_title}")
        painter.translate(line, line * 2.6)
        inner = QSizeF(size.width() - 2 * line, size.height() - 3 * line)
        TrendDrawing(points, -1, metrics, inner).paint(Ink(painter, theme.on_paper, metrics))

    return Picture(size, paint, tr("Trend"), plan_title)


def table_of(points: Sequence[Point]) -> list[list[str]]:
    """The scores as numbers, the oldest first, under their headings."""
    names = ("whole", *SERIES)
    made = [[tr("Version"), tr("Judged on"), *(tr(DIMENSION_LABELS[name]) for name in names)]]
    for point in points:
        scores = [_score(point, name) for name in names]
        figures = ["" if one is None else f"{one:.1f}" for one in scores]
        made.append([point.name or tr("Now"), point.as_of.isoformat(), *figures])
    return made
