"""What the Gantt chart draws on the screen alone: the chosen row, links, handles, what is being dragged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPen

from workbench.ui import theme

if TYPE_CHECKING:
    from workbench.analysis.bars import Tie
    from workbench.ui.views.gantt_chart import GanttChart, Preview
    from workbench.ui.views.gantt_paint import GanttPainter

#: How far beside a bar the handles are from which links are drawn.
HANDLE: Final = 9.0


def paint_ground(chart: GanttChart, drawn: GanttPainter, left: int, wide: int, first: int, last: int) -> None:
    """The line below each row, and the ground of the chosen one."""
    painter, sizes = drawn.painter, drawn.sizes
    at = chart.model.row_of.get(chart.current)
    if at is not None and first <= at < last:
        painter.setOpacity(0.75)
        painter.fillRect(QRectF(left, at * sizes.row, wide, sizes.row), theme.colour("soft"))
        painter.setOpacity(1)
    painter.setPen(theme.colour("line"))
    lines = [QLineF(left, y, left + wide, y) for y in range(first * sizes.row, last * sizes.row, sizes.row)]
    painter.drawLines(lines)


def paint_links(chart: GanttChart, drawn: GanttPainter, first: int, last: int) -> None:
    """Links of which an end is in sight; the chosen one over the others."""
    bars, row_of, row = drawn.bars, chart.model.row_of, drawn.sizes.row
    chosen: Tie | None = None
    for at in range(first, last):
        here = chart.model.visible[at]
        for tie in bars.ties_of(here):
            before, after = row_of.get(tie.link.predecessor), row_of.get(tie.link.successor)
            if before is None or after is None:
                continue
            if here == tie.link.successor and first <= before < last:
                continue  # drawn from its other end
            if tie == chart.tie:
                chosen = tie
                continue
            drawn.tie(tie, before * row, after * row)
    if chosen is not None:
        drawn.tie(
            chosen,
            row_of[chosen.link.predecessor] * row,
            row_of[chosen.link.successor] * row,
            chosen=True,
        )


def paint_handles(chart: GanttChart, drawn: GanttPainter) -> None:
    """Beside the chosen bar and the one under the mouse: where links are drawn from."""
    for id_ in {chart.current, chart.hovered}:
        bar, y = chart.bar(id_), chart.y_of(id_)
        if bar is None or y is None:
            continue
        box = drawn.box_of(bar, y)
        drawn.painter.setPen(QPen(theme.colour("accent"), 1.4))
        drawn.painter.setBrush(theme.colour("base"))
        for x in (box.left() - HANDLE, box.right() + HANDLE):
            drawn.painter.drawEllipse(QPointF(x, box.center().y()), 3.5, 3.5)
        drawn.painter.setBrush(Qt.BrushStyle.NoBrush)


def paint_ring(chart: GanttChart, drawn: GanttPainter) -> None:
    """Around the milestone chosen."""
    y = chart.y_of(chart.current)
    mark = next((one for one in chart.diamonds(chart.current) if one.id == chart.milestone), None)
    if mark is None or y is None:
        return
    drawn.painter.setPen(QPen(theme.colour("accent"), 2))
    drawn.painter.setBrush(Qt.BrushStyle.NoBrush)
    drawn.painter.drawEllipse(drawn.diamond_at(mark, y), drawn.sizes.line * 0.5, drawn.sizes.line * 0.5)


def paint_preview(chart: GanttChart, drawn: GanttPainter, shown: Preview) -> None:
    """A bar while it is dragged, or a link while it is drawn, with what is said beside it."""
    painter = drawn.painter
    painter.setPen(QPen(theme.colour("accent"), 2))
    if shown.link_from is not None and shown.link_to is not None:
        painter.drawLine(shown.link_from, shown.link_to)
        _say(chart, drawn, shown.said, shown.link_to + QPointF(14, 14))
        return
    y = chart.y_of(shown.id)
    if y is None:
        return
    x, end = chart.scale.x(shown.first), chart.scale.x(shown.last + 1)
    box = QRectF(x, y + 3, max(end - x, 3), drawn.sizes.lane - 6)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, 3, 3)
    _say(chart, drawn, shown.said, QPointF(x, y + drawn.sizes.lane + 2))


def _say(chart: GanttChart, drawn: GanttPainter, said: str, at: QPointF) -> None:
    if not said:
        return
    left, top = chart.horizontalScrollBar().value(), chart.verticalScrollBar().value()
    wide = drawn.metrics.horizontalAdvance(said) + 14
    high = drawn.sizes.line + 6
    x = min(max(at.x(), left + 4), left + chart.viewport().width() - wide - 4)
    bottom = top + chart.viewport().height() - drawn.sizes.heading
    y = at.y() if at.y() + high < bottom else at.y() - high - drawn.sizes.lane - 4
    box = QRectF(x, y, wide, high)
    drawn.painter.setPen(theme.colour("border"))
    drawn.painter.setBrush(theme.colour("raised"))
    drawn.painter.drawRoundedRect(box, 4, 4)
    drawn.painter.setBrush(Qt.BrushStyle.NoBrush)
    drawn.painter.setPen(theme.colour("text"))
    drawn.painter.drawText(box, Qt.AlignmentFlag.AlignCenter, said)
