"""The Gantt chart on paper and in pictures: pages of rows and time, names repeated at the left of each."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Final, NamedTuple

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QImageWriter,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from workbench.analysis.yearly_money import YearlyMoney, yearly_money
from workbench.errors import Problem
from workbench.i18n import N_, tr
from workbench.plan.edits import shown_name
from workbench.plan.elements import Project
from workbench.ui import theme
from workbench.ui.views.gantt_money import MoneyPainter
from workbench.ui.views.gantt_paint import GanttPainter, Sizes

if TYPE_CHECKING:
    from PySide6.QtGui import QPagedPaintDevice

    from workbench.analysis.bars import Bars
    from workbench.plan.plan import Plan
    from workbench.ui.views.gantt_paint import Look
    from workbench.ui.views.gantt_scale import Scale

#: Dots an inch that sizes are reckoned in.
_DPI: Final = 96.0
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
    free = size.height() - sizes.heading - fitted.money_height - line * 3.4
    rows = max(1, int(free // sizes.row))
    across = max(1, ceil((fitted.scale.width - 1) / room))
    return Pages(fitted, size, names, rows, across, max(1, ceil(len(drawn.rows) / rows)))


def paint_pages(device: QPagedPaintDevice, drawn: Drawing, *, one_across: bool) -> int:
    """Draw onto a paged device; the number of pages."""
    painter = QPainter()
    if not painter.begin(device):
        raise Problem(N_("The printer or file could not be opened for drawing"))
    try:
        ratio = device.logicalDpiX() / _DPI
        size = QSizeF(device.width() / ratio, device.height() / ratio)
        painter.scale(ratio, ratio)
        pages = cut(drawn, size, one_across=one_across)
        for number in range(pages.down * pages.across):
            if number:
                device.newPage()
            _paint_page(painter, pages, number)
    finally:
        painter.end()
    return pages.down * pages.across


def _paint_page(painter: QPainter, pages: Pages, number: int) -> None:
    drawn = pages.drawn
    line = drawn.metrics.height()
    down, across = divmod(number, pages.across)
    first = down * pages.rows
    last = min(len(drawn.rows), first + pages.rows)
    painter.save()
    title = QFont(drawn.font)
    title.setBold(True)
    painter.setFont(title)
    painter.setPen(theme.on_paper("text"))
    head = drawn.plan.head
    painter.drawText(QRectF(0, 0, pages.size.width(), line * 1.5), Qt.AlignmentFlag.AlignVCenter, head.title)
    painter.setFont(drawn.font)
    painter.setPen(theme.on_paper("muted"))
    said = tr("Page {number} of {count}", number=number + 1, count=pages.down * pages.across)
    if head.as_of is not None:
        said = f"{tr('As of')} {head.as_of.isoformat()}   {said}"
    foot = QRectF(0, pages.size.height() - line * 1.3, pages.size.width(), line * 1.2)
    painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, said)
    painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, legend_words(drawn))
    painter.translate(0, line * 1.8)
    room = pages.size.width() - pages.names
    sheet = _Sheet(painter, drawn)
    sheet.draw(pages.size, pages.names, first, last, across * room)
    painter.restore()


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
    return "; ".join(said)


def pdf(drawn: Drawing, paper: str, *, one_across: bool) -> bytes:
    """The chart as PDF."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(200)
    writer.setTitle(drawn.plan.head.title)
    writer.setCreator("Top-Level Design Workbench")
    writer.setPageLayout(
        QPageLayout(
            QPageSize(PAPERS[paper]),
            QPageLayout.Orientation.Landscape,
            QMarginsF(12, 12, 12, 12),
            QPageLayout.Unit.Millimeter,
        )
    )
    paint_pages(writer, drawn, one_across=one_across)
    return _bytes(buffer)


# -- pictures ------------------------------------------------------------------------------------------


def _whole(drawn: Drawing) -> tuple[QSizeF, float]:
    """The size of the whole chart in one picture, and the width of the names."""
    names = drawn.metrics.averageCharWidth() * 62
    sizes = drawn.sizes
    height = sizes.heading + len(drawn.rows) * sizes.row + drawn.money_height
    return QSizeF(names + drawn.scale.width, height), names


def _fitting(drawn: Drawing, times: float) -> tuple[Drawing, QSizeF, float]:
    size, names = _whole(drawn)
    if size.height() * times > _MOST_PIXELS:
        raise Problem(
            N_("{count} rows are too many for one picture; fold or filter them, or export as PDF"),
            count=len(drawn.rows),
        )
    if size.width() * times > _MOST_PIXELS:
        room = _MOST_PIXELS / times - names
        days = drawn.scale.last - drawn.scale.first + 1
        drawn = drawn._replace(scale=drawn.scale._replace(step=room / days))
        size, names = _whole(drawn)
    return drawn, size, names


def png(drawn: Drawing) -> bytes:
    """The chart as one picture of twice the size on the screen, smaller where it would be too large."""
    size, _ = _whole(drawn)
    times = 2.0 if max(size.width(), size.height()) * 2 <= _MOST_PIXELS / 2 else 1.0
    drawn, size, names = _fitting(drawn, times)
    image = QImage(
        round(size.width() * times) + 2, round(size.height() * times) + 2, QImage.Format.Format_RGB32
    )
    image.fill(theme.on_paper("base"))
    painter = QPainter(image)
    painter.scale(times, times)
    _Sheet(painter, drawn).draw(size, names, 0, len(drawn.rows), 0)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return _bytes(buffer)


def svg(drawn: Drawing) -> bytes:
    """The chart as one drawing."""
    from PySide6.QtSvg import QSvgGenerator

    drawn, size, names = _fitting(drawn, 1.0)
    buffer = QBuffer()
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(round(_DPI))
    generator.setSize(size.toSize())
    generator.setViewBox(QRectF(0, 0, size.width() + 1, size.height() + 1))
    generator.setTitle(drawn.plan.head.title)
    painter = QPainter(generator)
    painter.fillRect(QRectF(0, 0, size.width(), size.height()), theme.on_paper("base"))
    _Sheet(painter, drawn).draw(size, names, 0, len(drawn.rows), 0)
    painter.end()
    return _bytes(buffer)


def _bytes(buffer: QBuffer) -> bytes:
    data: QByteArray = buffer.data()
    return bytes(data.data())
