"""A line chart of the four scores: each line has its colour, its mark and its name at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.i18n import tr
from workbench.rules.verdict import DIMENSION_LABELS
from workbench.ui import theme
from workbench.ui.phrases import joined
from workbench.ui.pictures import Picture
from workbench.ui.views.dashboard_chart import RIGHT, Ink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QColor

    from workbench.session.trend import Point

#: What the lines are of: colour of the theme, and shape of the mark.
SERIES: Final = {
    "executable": ("accent", "circle"),
    "implementable": ("warning", "square"),
    "checkable": ("holds", "triangle"),
    "assessable": ("muted", "diamond"),
}
#: Where the scale may begin, and the steps that it then has: what is close together is told apart.
_SCALES: Final = ((95, 1), (90, 2), (80, 5), (50, 10), (0, 25))


class TrendChart(QWidget):
    """Scores up to 100 over the versions, drawn by ourselves in the colours of the theme."""

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
        self.update()

    def point_at(self, at: int) -> None:
        """Mark one of the moments."""
        self._marked = at
        self.update()

    def sizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 80, metrics.height() * 14)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 40, metrics.height() * 9)

    def paintEvent(self, event: QPaintEvent) -> None:
        metrics = QFontMetricsF(self.font())
        ink = Ink(QPainter(self), theme.colour, metrics)
        TrendDrawing(self._points, self._marked, metrics, QSizeF(self.size())).paint(ink)


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
        self._room = QRectF(left, line * 0.7, size.width() - left - right, size.height() - line * 2.6)

    def place(self, name: str, at: int) -> QPointF:
        """Where a score stands; one that is not known stands on the axis."""
        score = _score(self._points[at], name)
        return self._place(at, self._least if score is None else score)

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

    def paint(self, ink: Ink) -> None:
        """Draw it, its corner at 0, 0."""
        ink.painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._room.width() < self._metrics.height() or self._room.height() < self._metrics.height():
            return
        self._paint_grid(ink)
        self._paint_names(ink)
        for name, (tint, mark) in SERIES.items():
            self._paint_line(ink, name, tint, mark)
        self._paint_ends(ink)

    def _place(self, at: int, score: float) -> QPointF:
        room, many = self._room, len(self._points)
        # Not on the axis itself: the marks would cover its figures.
        inset = self._metrics.height()
        wide = room.width() - inset
        across = room.center().x() if many == 1 else room.left() + inset + wide * at / (many - 1)
        return QPointF(across, room.bottom() - room.height() * (score - self._least) / (100 - self._least))

    def _paint_grid(self, ink: Ink) -> None:
        painter, room, line = ink.painter, self._room, self._metrics.height()
        for step in range(self._least, 101, self._each):
            y = self._place(0, step).y()
            painter.setPen(ink.colour("border" if step == self._least else "line"))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            ink.write(QRectF(0, y - line / 2, room.left() - 6, line), str(step), "muted", RIGHT)
        if 0 <= self._marked < len(self._points):
            x = self._place(self._marked, self._least).x()
            painter.setPen(QPen(ink.colour("faint"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))

    def _paint_names(self, ink: Ink) -> None:
        """The names of the moments, as many as have room."""
        if not self._points:
            return
        room, metrics = self._room, self._metrics
        each = room.width() / max(len(self._points) - 1, 1)
        every = max(1, round(metrics.averageCharWidth() * 12 / each + 0.5)) if each else 1
        last = len(self._points) - 1
        for at, point in enumerate(self._points):
            if (last - at) % every:
                continue
            wide = max(each * every - 8, metrics.averageCharWidth() * 8)
            x = self._place(at, self._least).x()
            box = QRectF(x - wide / 2, room.bottom() + 6, wide, metrics.height() * 1.2)
            tint = "text" if at == self._marked else "muted"
            ink.write(box, point.name or tr("Now"), tint, Qt.AlignmentFlag.AlignCenter)

    def _paint_line(self, ink: Ink, name: str, tint: str, mark: str) -> None:
        painter = ink.painter
        before: QPointF | None = None
        for at, point in enumerate(self._points):
            if _score(point, name) is None:
                before = None
                continue
            here = self.place(name, at)
            painter.setPen(QPen(ink.colour(tint), 2))
            if before is not None:
                painter.drawLine(before, here)
            before = here
        for at, point in enumerate(self._points):
            if _score(point, name) is not None:
                self._mark(ink, self.place(name, at), mark, tint)

    def _paint_ends(self, ink: Ink) -> None:
        """Mark, verdict, name and score at the end of each line."""
        line = self._metrics.height()
        for name, box in self.ends().items():
            tint, mark = SERIES[name]
            middle = box.center().y()
            self._mark(ink, QPointF(box.left() + line * 0.5, middle), mark, tint)
            verdict = self._points[-1].verdicts.get(name)
            score = _score(self._points[-1], name)
            edge = line * 0.8
            if verdict is not None:
                ink.mark(verdict.verdict, QPointF(box.left() + line * 1.1, middle - edge / 2), edge)
            said = f"{tr(DIMENSION_LABELS[name])}  {'—' if score is None else f'{score:.1f}'}"
            ink.write(box.adjusted(line * 2.1, 0, 0, 0), said)

    def _mark(self, ink: Ink, at: QPointF, mark: str, tint: str) -> None:
        radius = self._metrics.height() * 0.26
        paint_point(ink.painter, at, mark, radius, ink.colour(tint), ink.colour("window"))


def _score(point: Point, name: str) -> float | None:
    verdict = point.verdicts.get(name)
    return verdict.score if verdict is not None else None


def _said(point: Point, name: str) -> str:
    score = _score(point, name)
    return f"{point.name or tr('Now')} {'—' if score is None else f'{score:.1f} %'}"


def paint_point(painter: QPainter, at: QPointF, mark: str, radius: float, fill: QColor, edge: QColor) -> None:
    """A mark of a line: circle, square, diamond or triangle."""
    painter.setPen(QPen(edge, 1.5))
    painter.setBrush(fill)
    x, y = at.x(), at.y()
    if mark == "circle":
        painter.drawEllipse(at, radius, radius)
    elif mark == "square":
        painter.drawRect(QRectF(x - radius * 0.9, y - radius * 0.9, radius * 1.8, radius * 1.8))
    else:
        path = QPainterPath(QPointF(x, y - radius * 1.2))
        if mark == "diamond":
            path.lineTo(x + radius * 1.2, y)
            path.lineTo(x, y + radius * 1.2)
            path.lineTo(x - radius * 1.2, y)
        else:
            path.lineTo(x + radius * 1.15, y + radius * 0.9)
            path.lineTo(x - radius * 1.15, y + radius * 0.9)
        path.closeSubpath()
        painter.drawPath(path)
    painter.setBrush(Qt.BrushStyle.NoBrush)


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
