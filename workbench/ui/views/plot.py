"""Plots in figures over an x and a y axis, drawn by pyqtgraph in our colours, on the screen and on paper."""

from __future__ import annotations

import math
import weakref
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import shiboken6
from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontInfo, QFontMetricsF, QPen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from PySide6.QtGui import QPainter

    from workbench.ui.views.ink import Ink

#: A figure of an axis, and what is written at it.
Tick = tuple[float, str]
#: What pyqtgraph calls the shapes of our marks.
_SYMBOLS: Final = {
    "circle": "o",
    "ring": "o",
    "square": "s",
    "diamond": "d",
    "lozenge": "d",
    "up": "t1",
}
#: By how much those are larger that would look small.
_LARGER: Final = {"diamond": 1.3, "lozenge": 1.3}
#: Those of our marks that are open.
_OPEN: Final = ("ring", "lozenge")
#: How dense the colour of a bar is under its pattern, and the pattern itself.
_SOFT, _HATCH = 0.28, 0.8
#: Pixels between the figures of the y axis and the plot.
_BESIDE: Final = 6
_BEYOND: Final = 60


class Box(NamedTuple):
    """A bar, in figures of the axes."""

    left: float
    low: float
    right: float
    high: float


class Bars(NamedTuple):
    """Bars of one colour of the theme and one pattern. ``framed`` ones are only a dashed outline, to lie
    over others.
    """

    boxes: tuple[Box, ...]
    tint: str
    pattern: Qt.BrushStyle = Qt.BrushStyle.SolidPattern
    framed: bool = False


class Line(NamedTuple):
    """Points joined by a line, with marks (circle, ring, square, diamond, lozenge, up; "" for none)
    whose radius is in lines of text. A point whose y is not a number interrupts it; without a width there
    are only the marks.
    """

    points: tuple[tuple[float, float], ...]
    tint: str
    mark: str = ""
    width: float = 2.0
    style: Qt.PenStyle = Qt.PenStyle.SolidLine
    radius: float = 0.26


class Band(NamedTuple):
    """What lies between a lower and an upper line: x, lower y, upper y."""

    points: tuple[tuple[float, float, float], ...]
    tint: str = "soft"
    edge: str = "accent"


class Word(NamedTuple):
    """Something written: above a point, or in the middle of it."""

    x: float
    y: float
    text: str
    tint: str = "text"
    is_above: bool = True


class Drawn(NamedTuple):
    """All that a plot shows. What comes later lies over what came before: bands, bars, lines, words.
    ``rules`` says whether lines are drawn across the plot at the ticks of the y axis.
    """

    across: tuple[float, float]
    up: tuple[float, float]
    ticks_across: tuple[Tick, ...] = ()
    ticks_up: tuple[Tick, ...] = ()
    bands: tuple[Band, ...] = ()
    bars: tuple[Bars, ...] = ()
    lines: tuple[Line, ...] = ()
    words: tuple[Word, ...] = ()
    rules: bool = True


def likely(rows: Iterable[tuple[float, float, float, float]]) -> tuple[Band, Line]:
    """What is likely: of times, the lower end, the middle and the upper end."""
    held = tuple(rows)
    band = Band(tuple((time, low, high) for time, low, _, high in held), "info_soft", "info")
    middle = tuple((time, middle) for time, _, middle, _ in held)
    return band, Line(middle, "info", width=1.4, style=Qt.PenStyle.DashDotLine)


class Plot:
    """A plot laid out with its axes left of and below a room, in pixels of a whole size. It knows nothing of
    mouse or keys: what shows it asks where things are.
    """

    def __init__(self, drawn: Drawn, room: QRectF, size: QSizeF) -> None:
        import pyqtgraph as pg

        # Not at the end of the program either does it look after what is ours.
        pg.setConfigOption("exitCleanup", False)
        self._drawn = drawn
        self._all = QRectF(QPointF(), size)
        # Before it has its place in the window there may be no room at all.
        room = QRectF(room.topLeft(), QSizeF(max(room.width(), 1), max(room.height(), 1)))
        # Its parts hold one another: left to Python they would be taken apart at any time and in any thread.
        self._scene = pg.GraphicsScene(parent=QCoreApplication.instance())
        self._scene.setSceneRect(self._all)
        self._view = pg.ViewBox(enableMouse=False, enableMenu=False)
        self._scene.addItem(self._view)
        self._view.setGeometry(room)
        self._view.setRange(xRange=drawn.across, yRange=drawn.up, padding=0, disableAutoRange=True)
        self._view.updateMatrix()
        self._left = self._axis("left", QRectF(0, 0, room.left(), size.height()), drawn.ticks_up)
        below = QRectF(0, room.bottom(), size.width(), size.height() - room.bottom())
        self._below = self._axis("bottom", below, drawn.ticks_across)
        self._left.setGrid(255 if drawn.rules else False)
        #: What a figure of the axes is turned by to be pixels, and back.
        self._shape = self._view.childGroup.sceneTransform()
        self._bands = [self._band(one) for one in drawn.bands]
        self._bars = [self._bar(one) for one in drawn.bars]
        self._lines = [self._line(one) for one in drawn.lines]
        self._words = [self._word(one) for one in drawn.words]
        self._dressed: tuple[object, ...] = ()
        weakref.finalize(self, _give_up, self._scene).atexit = False

    # -- parts -----------------------------------------------------------------------------------------

    def _axis(self, side: str, box: QRectF, ticks: tuple[Tick, ...]) -> Any:
        room = self._view.geometry()
        axis = _axis_kind()(side)
        axis.enableAutoSIPrefix(False)
        # Under all that is drawn in figures.
        axis.setZValue(2 * self._view.zValue())
        axis.setStyle(
            tickLength=0, tickTextOffset=_BESIDE if side == "left" else 2, autoExpandTextSpace=False
        )
        self._scene.addItem(axis)
        axis.linkToView(self._view)
        if side == "left":
            axis.setWidth(box.width())
            axis.setGeometry(QRectF(box.left(), room.top(), box.width(), room.height()))
            axis.setRange(*self._drawn.up)
        else:
            axis.setHeight(box.height())
            axis.setGeometry(QRectF(room.left(), box.top(), room.width(), box.height()))
            axis.setRange(*self._drawn.across)
        axis.setTicks([list(ticks)])
        return axis

    def _add(self, item: Any) -> Any:
        self._view.addItem(item, ignoreBounds=True)
        return item

    def _in_pixels(self, item: Any) -> Any:
        """What is filled is given in pixels: a pattern would be stretched with the figures, and a PDF is too
        coarse for the scale of large ones.
        """
        back, _ = self._shape.inverted()
        item.setTransform(back)
        return self._add(item)

    def _bar(self, one: Bars) -> tuple[Any, Any]:
        """The colour, and the pattern over it."""
        import pyqtgraph as pg

        boxes = [self.box(box) for box in one.boxes]
        held = {
            "x0": [box.left() for box in boxes],
            "x1": [box.right() for box in boxes],
            "y0": [box.top() for box in boxes],
            "y1": [box.bottom() for box in boxes],
        }
        return self._in_pixels(pg.BarGraphItem(**held)), self._in_pixels(pg.BarGraphItem(**held))

    def _line(self, one: Line) -> tuple[Any, Any]:
        """The line and its marks, None for what there is not."""
        import pyqtgraph as pg

        curve = marks = None
        if one.width:
            x, y = [at for at, _ in one.points], [at for _, at in one.points]
            curve = self._add(pg.PlotCurveItem(x, y, connect="finite", antialias=True))
        if one.mark:
            points = [(x, y) for x, y in one.points if not math.isnan(y)]
            # Drawn as shapes, not as small pictures: paper is finer than the screen.
            marks = pg.ScatterPlotItem(useCache=False, antialias=True, symbol=_SYMBOLS[one.mark])
            marks.setData([x for x, _ in points], [y for _, y in points])
            self._add(marks)
        return curve, marks

    def _band(self, one: Band) -> tuple[Any, Any, Any]:
        import pyqtgraph as pg

        edges = []
        for places in (
            [self.place(x, low) for x, low, _ in one.points],
            [self.place(x, high) for x, _, high in one.points],
        ):
            held = pg.PlotCurveItem([at.x() for at in places], [at.y() for at in places], antialias=True)
            edges.append(self._in_pixels(held))
        low, high = edges
        return self._in_pixels(pg.FillBetweenItem(low, high)), low, high

    def _word(self, one: Word) -> Any:
        import pyqtgraph as pg

        item = self._add(pg.TextItem(one.text, anchor=(0.5, 1.0 if one.is_above else 0.5)))
        item.textItem.document().setDocumentMargin(1)
        item.setPos(one.x, one.y)
        return item

    # -- where things are ------------------------------------------------------------------------------

    def place(self, x: float, y: float) -> QPointF:
        """Where figures of the axes are, in pixels."""
        found: QPointF = self._shape.map(QPointF(x, y))
        return found

    def box(self, one: Box) -> QRectF:
        """Where a bar is, in pixels."""
        return QRectF(self.place(one.left, one.high), self.place(one.right, one.low))

    # -- painting --------------------------------------------------------------------------------------

    def paint(self, ink: Ink) -> None:
        """Paint it, its corner at 0, 0, in the colours and the font given."""
        painter = ink.painter
        turned = painter.transform()
        # Pens and marks are drawn in pixels of what is painted on, which may be finer than ours.
        scale = math.hypot(turned.m11(), turned.m12())
        self._dress(ink.colour, painter.font(), scale, scale * painter.device().devicePixelRatioF())
        self._scene.render(painter, self._all, self._all)

    def _dress(self, colour: Callable[[str], QColor], font: QFont, scale: float, fine: float) -> None:
        looks = font.toString(), scale, fine, *(colour(one).rgba() for one in ("text", "base", "accent"))
        if looks == self._dressed:
            return
        self._dressed = looks
        written = QFont(font)
        # In pixels: what is recorded in points would be read anew at the fineness of the paper.
        written.setPixelSize(max(QFontInfo(font).pixelSize(), 1))
        line = QFontMetricsF(written).height()
        for axis in (self._left, self._below):
            axis.setPen(_pen(colour("border"), fine))
            axis.setTickPen(_pen(colour("line"), fine))
            axis.setTextPen(QPen(colour("muted")))
            axis.setTickFont(written)
        for band, (between, low, high) in zip(self._drawn.bands, self._bands, strict=True):
            between.setBrush(QBrush(colour(band.tint)))
            for edge in (low, high):
                edge.setPen(_pen(colour(band.edge), fine, Qt.PenStyle.DotLine))
        for bars, pair in zip(self._drawn.bars, self._bars, strict=True):
            self._dress_bars(bars, pair, colour(bars.tint), fine)
        for one, (curve, marks) in zip(self._drawn.lines, self._lines, strict=True):
            tint = colour(one.tint)
            if curve is not None:
                curve.setPen(_pen(tint, one.width * fine, one.style))
            if marks is not None:
                is_open = one.mark in _OPEN
                marks.setSize(2 * one.radius * _LARGER.get(one.mark, 1.0) * line * scale)
                marks.setBrush(QBrush(colour("base") if is_open else tint))
                marks.setPen(_pen(tint if is_open else colour("base"), 1.5 * fine))
        for word, item in zip(self._drawn.words, self._words, strict=True):
            item.setFont(written)
            item.setColor(colour(word.tint))

    def _dress_bars(self, one: Bars, pair: tuple[Any, Any], tint: QColor, fine: float) -> None:
        under, over = pair
        nothing = QPen(Qt.PenStyle.NoPen)
        if one.framed:
            under.setOpts(pen=nothing, brush=QBrush())
            over.setOpts(pen=_pen(tint, 2 * fine, Qt.PenStyle.DashLine), brush=QBrush())
            return
        soft, dense = QColor(tint), QColor(tint)
        soft.setAlphaF(_SOFT)
        if one.pattern != Qt.BrushStyle.SolidPattern:
            dense.setAlphaF(_HATCH)
        under.setOpts(pen=nothing, brush=QBrush(soft))
        over.setOpts(pen=_pen(tint, fine), brush=QBrush(dense, one.pattern))


def _give_up(scene: Any) -> None:
    """Have Qt delete a scene, and all that is in it, when it is its turn."""
    if shiboken6.isValid(scene):
        scene.deleteLater()


@cache
def _axis_kind() -> Any:
    """An axis that needs no widget to be shown in, and keeps its size on any paper."""
    import pyqtgraph as pg

    class Axis(pg.AxisItem):  # type: ignore[misc]
        def boundingRect(self) -> QRectF:
            # What is written at the ends of the axis reaches beyond it.
            held: QRectF = super().boundingRect()
            return held.adjusted(-_BEYOND, -_BEYOND, _BEYOND, _BEYOND)

        def mapToDevice(self, obj: QPointF) -> QPointF:
            return self.mapToScene(obj)  # type: ignore[no-any-return]

        def paint(self, painter: QPainter, *_: object) -> None:
            # It would record itself, and what is recorded is read anew at the fineness of the paper.
            parts = self.generateDrawSpecs(painter)
            if parts is not None:
                self.drawPicture(painter, *parts)

    return Axis


def _pen(tint: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    """A pen as wide as given in pixels, whatever the figures of the axes."""
    pen = QPen(tint, width, style)
    pen.setCosmetic(True)
    return pen
