"""The card of an indicator outside of the window: as a picture, as numbers, on pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QPainter

from workbench.i18n import tr
from workbench.ui import theme
from workbench.ui.paper.flow import Flow, Gap, Piece, paragraph
from workbench.ui.paper.printout import about, paper_font
from workbench.ui.paper.rows import Column, Grid, Row
from workbench.ui.pictures import Picture
from workbench.ui.views.indicator_card_drawing import PathDrawing
from workbench.ui.views.indicator_card_words import HEADINGS, STATUS, YEAR, cell, standing
from workbench.ui.views.ink import Ink

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PySide6.QtGui import QFont

    from workbench.plan.plan import Plan
    from workbench.ui.views.indicator_card_drawing import Sight
    from workbench.ui.views.indicator_card_facts import Fact

#: Lines of text that the chart is high.
_TALL: Final = 18


def picture_of(plan: Plan, sight: Sight, title: str, said: str, font: QFont) -> Picture:
    """The chart under the name of the indicator, what is said of the forecast below it."""
    metrics = QFontMetricsF(font)
    line, plan_title = metrics.height(), plan.head.title or ""
    size = QSizeF(metrics.averageCharWidth() * 110, line * (_TALL + 6))
    wide = size.width() - 2 * line

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        ink = Ink(painter, theme.on_paper, metrics)
        ink.write(QRectF(line, line * 0.6, wide, line * 1.3), f"{title} · {plan_title}")
        ink.write(QRectF(line, line * 1.9, wide, line * 1.3), standing(sight.path), "muted")
        ink.write(QRectF(line, size.height() - line * 1.7, wide, line * 1.3), said, "muted")
        painter.translate(line, line * 3.6)
        PathDrawing(sight, metrics, QSizeF(wide, line * _TALL)).paint(ink)

    return Picture(size, paint, title, plan_title)


def table_of(sight: Sight) -> list[list[str]]:
    """The years as numbers under their headings, with the band of the forecast."""
    band = {year: (low, middle, high) for year, low, middle, high in sight.outlook.band}
    heads = [tr("Forecast, low"), tr("Forecast, middle"), tr("Forecast, high")]
    made = [[*map(tr, HEADINGS), *heads]]
    for year in sight.path.years:
        figures = [f"{one:.4g}" for one in band.get(year.year, ())]
        made.append([*(cell(year, at) for at in range(len(HEADINGS))), *(figures or [""] * len(heads))])
    return made


class _Drawn(Piece):
    """The chart on a page."""

    def __init__(self, sight: Sight, width: float) -> None:
        metrics = QFontMetricsF(paper_font())
        self.height = metrics.height() * _TALL
        self._drawing = PathDrawing(sight, metrics, QSizeF(width, self.height))
        self._metrics = metrics

    def paint(self, painter: QPainter, y: float) -> None:
        painter.save()
        painter.setFont(paper_font())
        painter.translate(0, y)
        self._drawing.paint(Ink(painter, theme.on_paper, self._metrics))
        painter.restore()


class CardPrintout(Flow):
    """Chart, years, and all that is known of the indicator."""

    def __init__(self, plan: Plan, sight: Sight, title: str, said: str, known: Sequence[Fact]) -> None:
        super().__init__(about(plan, tr("Indicator card")))
        self._sight, self._title, self._said, self._facts = sight, title, said, known

    def pieces(self, room: QSizeF) -> Iterator[Piece]:
        wide = room.width()
        yield from paragraph(self._title, wide, font=paper_font(16, bold=True), spacing=1.5, keeps=True)
        yield from paragraph(standing(self._sight.path), wide, tint="muted", spacing=1.3, keeps=True)
        if not self._sight.is_empty:
            yield _Drawn(self._sight, wide)
        yield from paragraph(self._said, wide, tint="muted", spacing=1.3)
        yield Gap(8)
        rows = [Row(tuple(cell(one, at) for at in range(len(HEADINGS)))) for one in self._sight.path.years]
        if rows:
            columns = [Column(tr(one), at not in (YEAR, STATUS)) for at, one in enumerate(HEADINGS)]
            grid = Grid(columns, rows, wide)
            head = grid.head()
            yield head
            for row in rows:
                yield grid.row(row, head)
        bold = paper_font(bold=True)
        for fact in self._facts:
            if not fact.said:
                yield Gap(8)
                yield from paragraph(fact.label, wide, font=bold, spacing=1.4, keeps=True)
                continue
            said = "\n".join(one.text for one in fact.said)
            text = f"{fact.label}: {said}" if fact.label else said
            yield from paragraph(text, wide, spacing=1.3)
