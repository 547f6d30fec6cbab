"""A line chart of the four scores: each line has its colour, its mark and its name at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from workbench.i18n import tr
from workbench.rules.verdict import DIMENSION_LABELS
from workbench.ui import theme
from workbench.ui.phrases import joined
from workbench.ui.pictures import Picture

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QColor

    from workbench.session.trend import Point

#: What the lines are of: colour of the theme, and shape of the mark.
SERIES: Final = {
    "executable": ("accent", "circle"),
    "implementable": ("warning", "square"),
    "checkable": ("holds", "triangle"),
    "assessable": ("muted", "diamond"),
}
_STEPS: Final = (0, 25, 50, 75, 100)


class TrendChart(QWidget):
    """Scores from 0 to 100 over the versions, drawn by ourselves in the colours of the theme."""

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
        painter = QPainter(self)
        size = QSizeF(self.size())
        TrendDrawing(self._points, self._marked, self.fontMetrics(), size, theme.colour).paint(painter)


class TrendDrawing:
    """The chart in the colours of the theme, or in those for paper."""

    def __init__(
        self,
        points: Sequence[Point],
        marked: int,
        metrics: QFontMetrics,
        size: QSizeF,
        colour: Callable[[str], QColor],
    ) -> None:
        self._points = points
        self._marked = marked
        self._metrics = metrics
        self._size = size
        self._colour = colour

    def paint(self, painter: QPainter) -> None:
        """Draw it, its corner at 0, 0."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = self._metrics
        line = metrics.height()
        names = [tr(DIMENSION_LABELS[name]) for name in SERIES]
        right = max(map(metrics.horizontalAdvance, names)) + metrics.horizontalAdvance("  100.0") + line * 2
        left = metrics.horizontalAdvance("100 ") + 6
        room = QRectF(left, line * 0.7, self._size.width() - left - right, self._size.height() - line * 2.6)
        if room.width() < line or room.height() < line:
            return
        self._paint_grid(painter, metrics, room)
        self._paint_names(painter, metrics, room)
        for name, (tint, mark) in SERIES.items():
            self._paint_line(painter, room, name, tint, mark)
        self._paint_ends(painter, metrics, room)

    def _place(self, room: QRectF, at: int, score: float) -> QPointF:
        many = len(self._points)
        # Not on the axis itself: the marks would cover its figures.
        inset = self._metrics.height()
        wide = room.width() - inset
        across = room.center().x() if many == 1 else room.left() + inset + wide * at / (many - 1)
        return QPointF(across, room.bottom() - room.height() * score / 100)

    def _paint_grid(self, painter: QPainter, metrics: QFontMetrics, room: QRectF) -> None:
        for step in _STEPS:
            y = room.bottom() - room.height() * step / 100
            painter.setPen(self._colour("border" if step == 0 else "line"))
            painter.drawLine(QPointF(room.left(), y), QPointF(room.right(), y))
            painter.setPen(self._colour("muted"))
            box = QRectF(0, y - metrics.height() / 2, room.left() - 6, metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(step))
        if 0 <= self._marked < len(self._points):
            x = self._place(room, self._marked, 0).x()
            painter.setPen(QPen(self._colour("faint"), 1, Qt.PenStyle.DashLine))
            painter.drawLine(QPointF(x, room.top()), QPointF(x, room.bottom()))

    def _paint_names(self, painter: QPainter, metrics: QFontMetrics, room: QRectF) -> None:
        """The names of the moments, as many as have room."""
        if not self._points:
            return
        each = room.width() / max(len(self._points) - 1, 1)
        every = max(1, round(metrics.averageCharWidth() * 12 / each + 0.5)) if each else 1
        last = len(self._points) - 1
        for at, point in enumerate(self._points):
            if (last - at) % every:
                continue
            wide = max(each * every - 8, metrics.averageCharWidth() * 8)
            x = self._place(room, at, 0).x()
            box = QRectF(x - wide / 2, room.bottom() + 6, wide, metrics.height() * 1.2)
            painter.setPen(self._colour("text" if at == self._marked else "muted"))
            shown = metrics.elidedText(point.name or tr("Now"), Qt.TextElideMode.ElideRight, int(wide))
            painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, shown)

    def _paint_line(self, painter: QPainter, room: QRectF, name: str, tint: str, mark: str) -> None:
        pen = QPen(self._colour(tint), 2)
        before: QPointF | None = None
        for at, point in enumerate(self._points):
            score = _score(point, name)
            if score is None:
                before = None
                continue
            here = self._place(room, at, score)
            painter.setPen(pen)
            if before is not None:
                painter.drawLine(before, here)
            before = here
        for at, point in enumerate(self._points):
            score = _score(point, name)
            if score is not None:
                self._mark(painter, self._place(room, at, score), mark, tint)

    def _paint_ends(self, painter: QPainter, metrics: QFontMetrics, room: QRectF) -> None:
        """Name and score at the end of each line, moved apart where they would lie on one another."""
        line = metrics.height() * 1.1
        ends = []
        for name in SERIES:
            scores = [score for point in self._points if (score := _score(point, name)) is not None]
            if scores:
                ends.append((self._place(room, 0, scores[-1]).y(), name, scores[-1]))
        ends.sort()
        y = room.top() - line
        lowest = room.bottom() - line * (len(ends) - 1)
        for number, (wanted, name, score) in enumerate(ends):
            y = min(max(wanted, y + line), lowest + line * number)
            tint, mark = SERIES[name]
            x = room.right() + line
            self._mark(painter, QPointF(x, y), mark, tint)
            painter.setPen(self._colour("text"))
            box = QRectF(x + line * 0.6, y - line / 2, self._size.width() - x - line * 0.6, line)
            said = f"{tr(DIMENSION_LABELS[name])}  {score:.1f}"
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)

    def _mark(self, painter: QPainter, at: QPointF, mark: str, tint: str) -> None:
        radius = self._metrics.height() * 0.26
        _paint_mark(painter, at, mark, radius, self._colour(tint), self._colour("window"))


def _score(point: Point, name: str) -> float | None:
    verdict = point.verdicts.get(name)
    return verdict.score if verdict is not None else None


def _said(point: Point, name: str) -> str:
    score = _score(point, name)
    return f"{point.name or tr('Now')} {'—' if score is None else f'{score:.1f} %'}"


def _paint_mark(painter: QPainter, at: QPointF, mark: str, radius: float, fill: QColor, edge: QColor) -> None:
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
    metrics = QFontMetrics(font)
    line = metrics.height()
    size = QSizeF(metrics.averageCharWidth() * 110, line * 20)

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        painter.setPen(theme.on_paper("text"))
        painter.drawText(QPointF(line, line * 1.6), f"{tr('Trend')} · {plan_title}")
        painter.translate(line, line * 2.6)
        inner = QSizeF(size.width() - 2 * line, size.height() - 3 * line)
        TrendDrawing(points, -1, metrics, inner, theme.on_paper).paint(painter)

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
