"""Charts of the dashboard outside of it: as pictures, and on the pages of a printout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QFontMetricsF, QPainter

from workbench.i18n import tr
from workbench.ui import theme
from workbench.ui.paper.flow import Flow, Gap, Piece, paragraph
from workbench.ui.paper.printout import about, paper_font
from workbench.ui.pictures import Picture
from workbench.ui.views.ink import Ink

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PySide6.QtGui import QFont

    from workbench.plan.plan import Plan
    from workbench.ui.views.dashboard_chart import Chart


def picture_of(chart: Chart, font: QFont, plan_title: str) -> Picture:
    """A chart with its title, all of its rows."""
    metrics = QFontMetricsF(font)
    line = metrics.height()
    chart.measure(metrics, metrics.averageCharWidth() * 110, line * 18)
    size = QSizeF(chart.width + line * 2, chart.height + line * 5)

    def paint(painter: QPainter) -> None:
        painter.setFont(font)
        ink = Ink(painter, theme.on_paper, metrics)
        wide = chart.width
        ink.write(QRectF(line, line * 0.6, wide, line * 1.3), f"{tr(chart.title)} · {plan_title}")
        caption = chart.caption().replace("\n", " ")
        ink.write(QRectF(line, line * 1.9, wide, line * 1.3), caption, "muted")
        painter.translate(line, line * 3.6)
        if chart.count:
            chart.paint(ink, chart.heading, chart.height)
            chart.paint_heading(ink)
        else:
            ink.write(QRectF(0, 0, wide, line * 2), chart.nothing(), "muted")

    return Picture(size, paint, tr(chart.title), plan_title)


class _Slice(Piece):
    """Rows of a chart from one height to another; from 0 on it has the heading, too."""

    def __init__(self, chart: Chart, top: float, bottom: float, head: Piece | None = None) -> None:
        self.chart, self.top = chart, top
        self.height = bottom - top
        self.head = head
        self.keeps = top == 0 and bottom == chart.heading

    def paint(self, painter: QPainter, y: float) -> None:
        chart, font = self.chart, paper_font()
        ink = Ink(painter, theme.on_paper, QFontMetricsF(font))
        painter.save()
        painter.setFont(font)
        painter.translate(0, y - self.top)
        painter.setClipRect(QRectF(0, self.top, chart.width, self.height + 1))
        if self.top + self.height > chart.heading:
            # Not the row that begins where this one ends.
            chart.paint(ink, max(self.top, chart.heading) + 0.5, self.top + self.height - 1)
        if self.top < chart.heading:
            chart.paint_heading(ink)
        painter.restore()


class DashboardPrintout(Flow):
    """All charts, one below the other."""

    def __init__(self, plan: Plan, charts: Iterable[Chart]) -> None:
        self._charts = list(charts)
        super().__init__(about(plan, tr("Dashboard")), sum(one.rows for one in self._charts))

    def pieces(self, room: QSizeF) -> Iterator[Piece]:
        metrics = QFontMetricsF(paper_font())
        for at, chart in enumerate(self._charts):
            chart.measure(metrics, room.width(), metrics.height() * 14)
            if at:
                yield Gap(metrics.height())
            title = paper_font(15, bold=True)
            yield from paragraph(tr(chart.title), room.width(), font=title, spacing=1.5, keeps=True)
            if chart.caption():
                yield from paragraph(chart.caption(), room.width(), tint="muted", spacing=1.3, keeps=True)
            if not chart.count:
                yield from paragraph(chart.nothing(), room.width(), tint="muted", spacing=1.3)
            elif not chart.rows:
                yield _Slice(chart, 0, chart.height)
            else:
                head = _Slice(chart, 0, chart.heading) if chart.heading else None
                if head is not None:
                    yield head
                for row in range(chart.rows):
                    top = chart.heading + row * chart.tall
                    yield _Slice(chart, top, top + chart.tall, head)
