"""How the traceability graph is drawn, on the screen and for export: boxes in layers, lines between."""

from __future__ import annotations

from math import asin, sin
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPainterPath, QPen, QPolygonF

from workbench.analysis.gaps import CHAIN, SENTENCES, lacks
from workbench.analysis.layers import arrange
from workbench.i18n import current, tr, words
from workbench.plan.elements import KINDS
from workbench.plan.in_words import titled

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from PySide6.QtGui import QColor

    from workbench.analysis.graph import Chain, Edge
    from workbench.i18n import Words

#: Sizes in heights of a line of text: a box, the room between layers, the room around all.
_WIDE: Final = 13.0
_TALL: Final = 2.7
_STEP: Final = 3.3
_BETWEEN: Final = 5.0
_AROUND: Final = 1.0
#: Scale from which on there is text in the boxes.
READABLE: Final = 0.42


#: Lit lines from which on they are drawn thin.
_MANY_LIT: Final = 120


class Box(NamedTuple):
    """An element where it stands, with what is written in it."""

    id: str
    rect: QRectF
    code: str
    title: str
    gaps: tuple[str, ...]


class _Piece(NamedTuple):
    """A curve between two layers, and how far it runs on level."""

    x: float
    y: float
    to_x: float
    to_y: float
    end: float


class Pointed(NamedTuple):
    """What is lit, chosen or pointed at while a graph is drawn."""

    lit: frozenset[str] = frozenset()
    chosen: str = ""
    #: Where a new link would lead from and to: ids; the second "" while it leads nowhere yet.
    source: str = ""
    target: str = ""
    loose_end: QPointF | None = None
    #: Whether the graph has the keyboard.
    focused: bool = False


class Drawing:
    """The layout of what is shown, in pixels at scale 1."""

    def __init__(self, chain: Chain, ids: Collection[str], font: QFont) -> None:
        self.font = font
        self.bold = QFont(font)
        self.bold.setBold(True)
        self._metrics = QFontMetricsF(font)
        self.line = self._metrics.height()
        spoken = words(current())
        self.kinds = [
            kind for kind in CHAIN if any(chain.plan.elements[id_].kind_name == kind for id_ in ids)
        ]
        layer_of = {kind: at for at, kind in enumerate(self.kinds)}
        layers: list[list[str]] = [[] for _ in self.kinds]
        for id_ in chain.ids:
            if id_ in ids:
                layers[layer_of[chain.plan.elements[id_].kind_name]].append(id_)
        edges = chain.edges(ids)
        places = arrange(layers, edges)
        self.layers = places.layers
        self.crossings = places.crossings
        line = self.line
        self.head = line * 2.2
        self._wide, self._tall = line * _WIDE, line * _TALL
        self._pitch = self._wide + line * _BETWEEN
        left, top = line * _AROUND, self.head + line * _AROUND
        step = line * _STEP
        self.boxes: dict[str, Box] = {}
        for depth, names in enumerate(self.layers):
            for id_ in names:
                middle = top + places.heights[id_] * step
                rect = QRectF(left + depth * self._pitch, middle - self._tall / 2, self._wide, self._tall)
                self.boxes[id_] = self._box(chain, id_, rect, spoken)
        self.width = left * 2 + self._wide + max(len(self.layers) - 1, 0) * self._pitch
        self.height = top + places.height * step + line * _AROUND
        self._ways = {
            edge: [(left + depth * self._pitch, top + height * step) for depth, height in way]
            for edge, way in places.ways.items()
        }
        self.edges: list[Edge] = edges
        self._parts = [(above, id_) for id_ in self.boxes if (above := _parent(chain, id_)) in self.boxes]
        self._pieces = self._pieces_of(edges)
        self._trunks = self._trunks_of(self._parts)
        self._lit: tuple[frozenset[str], list[_Piece], list[QLineF]] | None = None

    def _box(self, chain: Chain, id_: str, rect: QRectF, spoken: Words) -> Box:
        element = chain.plan.elements[id_]
        missing = lacks(chain.plan, element)
        sentences = tuple(tr(SENTENCES[element.kind_name, one]) for one in missing) if missing else ()
        return Box(id_, rect, element.code or "", titled(chain.plan, element, spoken), sentences)

    # -- lines -----------------------------------------------------------------------------------------

    def _pieces_of(self, edges: Collection[Edge]) -> list[_Piece]:
        """The lines of some links from layer to layer; where several share a piece it is there once."""
        found: dict[_Piece, None] = {}
        for edge in edges:
            way = self._ways[edge]
            for at in range(len(way) - 1):
                (x, y), (next_x, next_y) = way[at], way[at + 1]
                # Past an element's own layer, a line runs on level to the next gap.
                end = next_x + (self._wide if at + 2 < len(way) else 0.0)
                found[_Piece(x + self._wide, y, next_x, next_y, end)] = None
        return list(found)

    def _trunks_of(self, pairs: Collection[Edge]) -> list[QLineF]:
        """What is part of what: a line down the left of the layer, with an arm to each part."""
        spans: dict[str, list[float]] = {}
        for above, below in pairs:
            spans.setdefault(above, [self.boxes[above].rect.center().y()]).append(
                self.boxes[below].rect.center().y()
            )
        found = []
        for number, (above, heights) in enumerate(spans.items()):
            left = self.boxes[above].rect.left()
            trunk = left - self.line * (0.35 + 0.2 * (number % 3))
            found.append(QLineF(trunk, min(heights), trunk, max(heights)))
            found += [QLineF(trunk, y, left, y) for y in heights]
        return found

    def _lit_lines(self, lit: frozenset[str]) -> tuple[list[_Piece], list[QLineF]]:
        if self._lit is None or self._lit[0] != lit:
            edges = [edge for edge in self.edges if edge[0] in lit and edge[1] in lit]
            parts = [pair for pair in self._parts if pair[0] in lit and pair[1] in lit]
            self._lit = (lit, self._pieces_of(edges), self._trunks_of(parts))
        return self._lit[1], self._lit[2]

    # -- painting --------------------------------------------------------------------------------------

    def paint(
        self,
        painter: QPainter,
        exposed: QRectF,
        ink: Callable[[str], QColor],
        pointed: Pointed,
        *,
        scale: float = 1.0,
        on_paper: bool = False,
    ) -> None:
        """Draw what lies in ``exposed``; ``ink`` gives the colours."""
        lit = pointed.lit
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # A pen of no width is one pixel wide at every scale, and is drawn a hundred times as fast as others.
        painter.setPen(QPen(ink("border" if lit else "faint"), 1.0 if on_paper else 0.0))
        painter.drawPath(_path(self._pieces, exposed))
        painter.drawLines(_in_sight(self._trunks, exposed))
        if lit:
            pieces, trunks = self._lit_lines(lit)
            wide = on_paper or len(pieces) <= _MANY_LIT
            painter.setPen(QPen(ink("accent"), 2.2 if wide else 0.0))
            # One by one: drawn together, where they cross would have to be worked out.
            for piece in pieces if wide else ():
                painter.drawPath(_path([piece], exposed))
            if not wide:
                painter.drawPath(_path(pieces, exposed))
            painter.setPen(QPen(ink("accent"), 1.4))
            painter.drawLines(_in_sight(trunks, exposed))
        if pointed.loose_end is not None and pointed.source in self.boxes:
            painter.setPen(QPen(ink("accent"), 2.4, Qt.PenStyle.DashLine))
            painter.drawLine(self.boxes[pointed.source].rect.center(), pointed.loose_end)
        if scale < READABLE:
            self._paint_small(painter, exposed, ink, pointed)
        else:
            for box in self.boxes.values():
                if box.rect.intersects(exposed):
                    self._paint_box(painter, box, ink, pointed)

    def _paint_small(
        self, painter: QPainter, exposed: QRectF, ink: Callable[[str], QColor], pointed: Pointed
    ) -> None:
        """Far away: boxes without words, those with gaps hatched."""
        plain: list[QRectF] = []
        lit: list[QRectF] = []
        gaps: list[QRectF] = []
        for box in self.boxes.values():
            if box.rect.intersects(exposed):
                (gaps if box.gaps else plain).append(box.rect)
                if box.id in pointed.lit:
                    lit.append(box.rect)
        painter.setPen(QPen(ink("faint"), 1.5))
        painter.setBrush(ink("base"))
        painter.drawRects(plain)
        painter.setPen(QPen(ink("warning"), 3, Qt.PenStyle.DashLine))
        painter.setBrush(ink("warning_soft"))
        painter.drawRects(gaps)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(ink("accent"), 4))
        painter.drawRects(lit)
        for id_ in (pointed.chosen, pointed.source, pointed.target):
            if id_ in self.boxes:
                painter.setBrush(ink("accent"))
                painter.drawRect(self.boxes[id_].rect)

    def _paint_box(self, painter: QPainter, box: Box, ink: Callable[[str], QColor], pointed: Pointed) -> None:
        is_lit = box.id in pointed.lit or not pointed.lit
        chosen = box.id == pointed.chosen
        painter.setBrush(ink("soft" if chosen else "warning_soft" if box.gaps else "base"))
        if box.id in (pointed.target, pointed.source):
            painter.setPen(QPen(ink("accent"), 3.5))
        elif chosen:
            painter.setPen(QPen(ink("text" if pointed.focused else "accent"), 2.8))
        elif box.id in pointed.lit:
            painter.setPen(QPen(ink("accent"), 1.8))
        elif box.gaps:
            painter.setPen(QPen(ink("warning"), 1.6, Qt.PenStyle.DashLine))
        else:
            painter.setPen(QPen(ink("border"), 1.2))
        painter.drawRoundedRect(box.rect, 5, 5)
        inner = box.rect.adjusted(self.line * 0.4, self.line * 0.18, -self.line * 0.4, -self.line * 0.18)
        painter.setFont(self.font)
        painter.setPen(ink("muted"))
        half = inner.height() / 2
        painter.drawText(QRectF(inner.left(), inner.top(), inner.width(), half), _MIDDLE, box.code)
        painter.setPen(ink("text" if is_lit else "muted"))
        title = self._metrics.elidedText(box.title, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(QRectF(inner.left(), inner.top() + half, inner.width(), half), _MIDDLE, title)
        if box.gaps:
            self._paint_warning(
                painter, QPointF(inner.right() - self.line * 0.4, inner.top() + half * 0.5), ink
            )

    def _paint_warning(self, painter: QPainter, middle: QPointF, ink: Callable[[str], QColor]) -> None:
        """A triangle with a mark: a gap is seen without its colour."""
        size = self.line * 0.42
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink("warning"))
        x, y = middle.x(), middle.y()
        painter.drawPolygon(
            QPolygonF(
                [
                    QPointF(x, y - size),
                    QPointF(x + size * 1.1, y + size * 0.9),
                    QPointF(x - size * 1.1, y + size * 0.9),
                ]
            )
        )
        painter.setPen(QPen(ink("base"), max(1.2, self.line * 0.09)))
        painter.drawLine(QPointF(x, y - size * 0.35), QPointF(x, y + size * 0.25))
        painter.drawPoint(QPointF(x, y + size * 0.6))

    def paint_heads(self, painter: QPainter, ink: Callable[[str], QColor], x: float, scale: float) -> None:
        """The names of the layers and how many stand in each; ``x`` is where the drawing begins."""
        painter.setFont(self.bold)
        painter.setPen(ink("text"))
        for depth, kind in enumerate(self.kinds):
            left = x + (self.line * _AROUND + depth * self._pitch) * scale
            wide = (self._wide + self.line * _BETWEEN * 0.9) * scale
            said = f"{tr(KINDS[kind].plural_label)}  {len(self.layers[depth]):,}"
            shown = QFontMetricsF(self.bold).elidedText(said, Qt.TextElideMode.ElideRight, wide)
            painter.drawText(QRectF(left, 0, wide, self.line * 1.8), _MIDDLE, shown)

    def at(self, point: QPointF) -> str:
        """The element at a place; "" for none."""
        return next((box.id for box in self.boxes.values() if box.rect.contains(point)), "")


def _path(pieces: list[_Piece], exposed: QRectF) -> QPainterPath:
    """Those lines of which something may be in sight, long ones only as far as they are."""
    left, right, top, bottom = exposed.left(), exposed.right(), exposed.top() - 20, exposed.bottom() + 20
    longest = (bottom - top) * 0.8
    path = QPainterPath()
    move, curve = path.moveTo, path.cubicTo
    for x, y, to_x, to_y, end in pieces:
        if end < left or x > right or (y < top and to_y < top) or (y > bottom and to_y > bottom):
            continue
        wide, tall = to_x - x, to_y - y
        if -longest < tall < longest:
            move(x, y)
            curve(x + wide * 0.5, y, to_x - wide * 0.5, to_y, to_x, to_y)
        else:
            # The stretch between two heights: y goes with 3t² - 2t³, x with 1.5t - 1.5t² + t³.
            begin, last = sorted((_when((top - y) / tall), _when((bottom - y) / tall)))
            third = (last - begin) / 3
            here_x, here_y = x + wide * _across(begin), y + tall * begin * begin * (3 - 2 * begin)
            there_x, there_y = x + wide * _across(last), y + tall * last * last * (3 - 2 * last)
            move(here_x, here_y)
            curve(
                here_x + wide * (1.5 - 3 * begin + 3 * begin * begin) * third,
                here_y + tall * 6 * begin * (1 - begin) * third,
                there_x - wide * (1.5 - 3 * last + 3 * last * last) * third,
                there_y - tall * 6 * last * (1 - last) * third,
                there_x,
                there_y,
            )
        if end > to_x and top <= to_y <= bottom:
            move(to_x, to_y)
            path.lineTo(end, to_y)
    return path


def _when(part: float) -> float:
    """Where on its way (0 to 1) a curve has gone a part of its height."""
    if part <= 0:
        return 0.0
    if part >= 1:
        return 1.0
    return 0.5 - sin(asin(1 - 2 * part) / 3)


def _across(at: float) -> float:
    return at * (1.5 - at * (1.5 - at))


def _in_sight(lines: list[QLineF], exposed: QRectF) -> list[QLineF]:
    """Straight lines as far as they are in sight."""
    top, bottom = exposed.top(), exposed.bottom()
    found = []
    for line in lines:
        low, high = line.y1(), line.y2()
        if high < top or low > bottom:
            continue
        found.append(QLineF(line.x1(), max(low, top), line.x2(), min(high, bottom)) if low < high else line)
    return found


def _parent(chain: Chain, id_: str) -> str:
    element = chain.plan.elements[id_]
    above = element.get(element.parent_field) if element.parent_field else None
    return above or ""


_MIDDLE: Final = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
