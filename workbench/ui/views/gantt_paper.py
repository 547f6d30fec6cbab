"""The Gantt chart on paper and in pictures: pages of rows and time, names repeated at the left of each."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPageSize, QPainter

from workbench.analysis.yearly_money import YearlyMoney, yearly_money
from workbench.errors import Problem
from workbench.i18n import N_, tr
from workbench.plan.edits import shown_name
from workbench.plan.elements import Project
from workbench.ui import theme
from workbench.ui.paper.printout import Printout, about
from workbench.ui.phrases import listed
from workbench.ui.pictures import Picture
from workbench.ui.views.gantt_money import MoneyPainter
from workbench.ui.views.gantt_paint import GanttPainter, Sizes

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.analysis.bars import Bars
    from workbench.plan.plan import Plan
    from workbench.ui.views.gantt_paint import Look
    from workbench.ui.views.gantt_scale import Scale

#: Pixels an edge of a picture may have, and pages of a time at most.
_MOST_PIXELS: Final = 20_000
_MOST_ACROSS: Final = 12
PAPERS: Final = {"A3": QPageSize.PageSizeId.A3, "A4": QPageSize.PageSizeId.A4}


class Drawing(NamedTuple):
    """What is drawn: the chart as it stands on the screen, folded and filtered as it is."""

    plan: Plan
    bars: Bars
    look: Look
    scale: Scale
    rows: tuple[str, ...]
    depth: dict[str, int]
    font: QFont
    money: YearlyMoney | None

    @property
    def metrics(self) -> QFontMetricsF:
        """Measures of the font."""
        return QFontMetricsF(self.font)

    @property
    def sizes(self) -> Sizes:
        """Heights of heading and rows."""
        return Sizes.of(self.metrics, goals=self.look.shows_goals)

    @property
    def money_height(self) -> float:
        """Height of the money below; 0 where it is not shown."""
        return self.metrics.height() * 7.5 if self.money is not None and self.money.years() else 0.0


def drawing(
    plan: Plan,
    bars: Bars,
    look: Look,
    scale: Scale,
    rows: list[tuple[str, int]],
    font: QFont,
    *,
    money: bool,
) -> Drawing:
    """The chart to be drawn; ``rows`` are ids with their depth."""
    fixed = QFont(font)
    # In pixels: the sizes are the same whatever the device.
    fixed.setPixelSize(max(8, round(QFontMetricsF(font).height() / 1.45)))
    asked = yearly_money(plan) if money else None
    ids = tuple(id_ for id_, _ in rows)
    return Drawing(plan, bars, look, scale, ids, dict(rows), fixed, asked)


class _Sheet:
    """Draws a part of the chart into a box that begins at 0, 0."""

    def __init__(self, painter: QPainter, drawn: Drawing) -> None:
        self.painter = painter
        self.drawn = drawn
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.chart = GanttPainter(
            painter, drawn.plan, drawn.bars, drawn.scale, drawn.look, theme.on_paper, drawn.font
        )

    def draw(self, size: QSizeF, names: float, first: int, last: int, left: float) -> None:
        """Rows first to last (not included), the time from x ``left`` on, names ``names`` wide."""
        painter, sizes, drawn = self.painter, self.drawn.sizes, self.drawn
        wide = min(size.width() - names, drawn.scale.width - left)
        height = (last - first) * sizes.row
        painter.save()
        painter.setClipRect(QRectF(names, 0, wide, sizes.heading))
        painter.translate(names - left, 0)
        self.chart.heading(left, wide)
        painter.restore()
        painter.save()
        painter.setClipRect(QRectF(names, sizes.heading, wide, height))
        painter.translate(names - left, sizes.heading - first * sizes.row)
        self.chart.grid(left, wide, first * sizes.row, height)
        painter.setPen(theme.on_paper("line"))
        for row in range(first, last):
            y = row * sizes.row
            painter.drawLine(round(left), y, round(left + wide), y)
        for row in range(first, last):
            self.chart.row(drawn.rows[row], row * sizes.row, left, wide)
        self._links(first, last)
        self.chart.moments(left, wide, first * sizes.row, height)
        painter.restore()
        self._names(names, first, last)
        if drawn.money is not None and drawn.money_height:
            top = sizes.heading + height
            money = MoneyPainter(painter, drawn.money, theme.on_paper, drawn.metrics)
            painter.save()
            painter.setClipRect(QRectF(names, top, wide, drawn.money_height))
            painter.translate(names - left, 0)
            money.band(drawn.scale, left, wide, top, drawn.money_height)
            painter.restore()
            money.legend(QRectF(0, top, names, drawn.money_height))
        painter.setPen(theme.on_paper("border"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(0, 0, names + wide, sizes.heading + height + drawn.money_height))
        painter.drawLine(round(names), 0, round(names), round(sizes.heading + height + drawn.money_height))

    def _links(self, first: int, last: int) -> None:
        if not self.drawn.look.links:
            return
        row_of = {id_: row for row, id_ in enumerate(self.drawn.rows)}
        high = self.drawn.sizes.row
        for row in range(first, last):
            for tie in self.drawn.bars.ties_of(self.drawn.rows[row]):
                before, after = row_of.get(tie.link.predecessor), row_of.get(tie.link.successor)
                if before is None or after is None or (row == after and first <= before < last):
                    continue
                self.chart.tie(tie, before * high, after * high)

    def _names(self, names: float, first: int, last: int) -> None:
        painter, sizes, metrics = self.painter, self.drawn.sizes, self.drawn.metrics
        dates = metrics.horizontalAdvance("2026-12-31 ") if names > 260 else 0.0
        painter.setFont(self.drawn.font)
        painter.setPen(theme.on_paper("muted"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(8, 0, names, sizes.heading), middle, tr("Project"))
        for at, said in enumerate((tr("Start"), tr("End")) if dates else ()):
            painter.drawText(QRectF(names - dates * (2 - at), 0, dates, sizes.heading), middle, said)
        for row in range(first, last):
            project = self.drawn.plan.find(self.drawn.rows[row], Project)
            if project is None:
                continue
            y = sizes.heading + (row - first) * sizes.row
            indent = 8 + self.drawn.depth[project.id] * 14
            painter.setPen(theme.on_paper("text"))
            room = names - indent - 2 * dates - 8
            said = metrics.elidedText(shown_name(project), Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(indent, y, room, sizes.lane), middle, said)
            painter.setPen(theme.on_paper("muted"))
            for at, day in enumerate((project.start, project.end) if dates else ()):
                box = QRectF(names - dates * (2 - at), y, dates, sizes.lane)
                painter.drawText(box, middle, day.isoformat() if day is not None else "—")
            painter.setPen(theme.on_paper("line"))
            painter.drawLine(0, y, round(names), y)


# -- pages ---------------------------------------------------------------------------------------------


class Pages(NamedTuple):
    """How a drawing is cut: rows of each page down, width of the time on a page, pages across and down."""

    drawn: Drawing
    size: QSizeF
    names: float
    rows: int
    across: int
    down: int


def cut(drawn: Drawing, size: QSizeF, *, one_across: bool) -> Pages:
    """Cut a drawing into pages of a size; with ``one_across`` the whole time stands on each."""
    names = max(200.0, size.width() * 0.3)
    room = size.width() - names
    days = drawn.scale.last - drawn.scale.first + 1
    least = room / days
    step = drawn.scale.step
    if one_across or step * days <= room:
        step = least
    # So that the last page across is as full as the others.
    step = least * min(ceil(step / least - 0.001), _MOST_ACROSS)
    fitted = drawn._replace(scale=drawn.scale._replace(step=step))
    sizes = fitted.sizes
    line = fitted.metrics.height()
    free = size.height() - sizes.heading - fitted.money_height - line * 1.5
    rows = max(1, int(free // sizes.row))
    across = max(1, ceil((fitted.scale.width - 1) / room))
    return Pages(fitted, size, names, rows, across, max(1, ceil(len(drawn.rows) / rows)))


class GanttPrintout(Printout):
    """Rows over as many pages as they need, the names on each; the time on one or on several beside it."""

    landscape = True

    def __init__(self, drawn: Drawing, paper: str = "A3", *, one_across: bool = True) -> None:
        super().__init__(about(drawn.plan, tr("Gantt chart")))
        self.size = PAPERS[paper]
        self._drawn = drawn
        self._one_across = one_across
        self._pages: Pages | None = None

    def lay_out(self, room: QSizeF, step: Callable[[int, int], None]) -> int:
        self._pages = cut(self._drawn, room, one_across=self._one_across)
        return self._pages.down * self._pages.across

    def paint(self, painter: QPainter, number: int) -> None:
        pages = self._pages
        assert pages is not None, "pages are laid out before they are painted"
        drawn = pages.drawn
        line = drawn.metrics.height()
        down, across = divmod(number, pages.across)
        first = down * pages.rows
        last = min(len(drawn.rows), first + pages.rows)
        room = pages.size.width() - pages.names
        _Sheet(painter, drawn).draw(pages.size, pages.names, first, last, across * room)
        painter.setFont(drawn.font)
        painter.setPen(theme.on_paper("muted"))
        foot = QRectF(0, pages.size.height() - line * 1.2, pages.size.width(), line * 1.2)
        painter.drawText(
            foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, legend_words(drawn)
        )


def legend_words(drawn: Drawing) -> str:
    """What the signs mean, in one line."""
    said = []
    if drawn.look.critical:
        said.append(tr("thick hatched edge: critical; dotted line: float"))
    if drawn.look.links:
        said.append(tr("dashed link: broken by the dates"))
    said.append(tr("diamond: milestone, full when done"))
    if drawn.look.baseline_name:
        said.append(tr("grey line: version {name}", name=drawn.look.baseline_name))
    return listed(said)


# -- pictures ------------------------------------------------------------------------------------------


def _whole(drawn: Drawing) -> tuple[QSizeF, float]:
    """The size of the whole chart in one picture, and the width of the names."""
    names = drawn.metrics.averageCharWidth() * 62
    sizes = drawn.sizes
    height = sizes.heading + len(drawn.rows) * sizes.row + drawn.money_height
    return QSizeF(names + drawn.scale.width, height), names


def picture(drawn: Drawing) -> Picture:
    """The chart as one picture; a Problem when it has too many rows."""
    size, names = _whole(drawn)
    if size.height() > _MOST_PIXELS:
        raise Problem(
            N_("{count} rows are too many for one picture; fold or filter them, or export as PDF"),
            count=len(drawn.rows),
        )
    if size.width() > _MOST_PIXELS:
        days = drawn.scale.last - drawn.scale.first + 1
        drawn = drawn._replace(scale=drawn.scale._replace(step=(_MOST_PIXELS - names) / days))
        size, names = _whole(drawn)

    def paint(painter: QPainter) -> None:
        _Sheet(painter, drawn).draw(size, names, 0, len(drawn.rows), 0)

    return Picture(QSizeF(size.width() + 2, size.height() + 2), paint, drawn.plan.head.title or "")
