"""Money by year and source as stacked bars under the time they are for, beside the envelopes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QHelpEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from workbench.i18n import tr
from workbench.plan.choices import SOURCE
from workbench.plan.values import show_money
from workbench.ui import theme
from workbench.ui.phrases import beside, labelled, listed

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from workbench.analysis.yearly_money import YearlyMoney
    from workbench.ui.views.gantt_chart import GanttChart
    from workbench.ui.views.gantt_scale import Scale

#: Colour and pattern of a source, by its place among those that the plan has.
DRESS: Final = (
    ("accent", Qt.BrushStyle.SolidPattern),
    ("warning", Qt.BrushStyle.BDiagPattern),
    ("holds", Qt.BrushStyle.HorPattern),
    ("text", Qt.BrushStyle.FDiagPattern),
    ("muted", Qt.BrushStyle.SolidPattern),
    ("info", Qt.BrushStyle.CrossPattern),
    ("accent", Qt.BrushStyle.BDiagPattern),
    ("warning", Qt.BrushStyle.CrossPattern),
    ("holds", Qt.BrushStyle.DiagCrossPattern),
    ("text", Qt.BrushStyle.VerPattern),
    ("muted", Qt.BrushStyle.FDiagPattern),
    ("info", Qt.BrushStyle.BDiagPattern),
    ("faint", Qt.BrushStyle.SolidPattern),
    ("faint", Qt.BrushStyle.CrossPattern),
)


def in_order(money: YearlyMoney) -> list[str]:
    """The sources from the bottom of the stack up: those with an envelope first, it is drawn across them."""
    capped = {source for _, source in money.caps}
    return sorted(money.sources(), key=lambda one: one not in capped)


def dress(money: YearlyMoney, source: str) -> tuple[str, Qt.BrushStyle]:
    """Colour and pattern of a source."""
    return DRESS[in_order(money).index(source) % len(DRESS)]


class MoneyPainter:
    """Draws the band and its legend, on the screen and on paper."""

    def __init__(
        self, painter: QPainter, money: YearlyMoney, colour: Callable[[str], QColor], metrics: QFontMetricsF
    ) -> None:
        self.painter = painter
        self.money = money
        self.colour = colour
        self.metrics = metrics
        self.sources = in_order(money)
        self.line = metrics.height()
        most = max((max(money.total(year), money.cap(year) or 0) for year in money.years()), default=0)
        self.most = most or 1

    def fill(self, box: QRectF, source: str) -> None:
        """A box in the colour and the pattern of a source."""
        painter = self.painter
        tint, pattern = dress(self.money, source)
        colour = self.colour(tint)
        painter.setPen(QPen(colour, 1))
        painter.setOpacity(0.28)
        painter.setBrush(colour)
        painter.drawRect(box)
        painter.setOpacity(1 if pattern == Qt.BrushStyle.SolidPattern else 0.8)
        painter.setBrush(QBrush(colour, pattern))
        painter.drawRect(box)
        painter.setOpacity(1)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def band(self, scale: Scale, left: float, width: float, top: float, height: float) -> None:
        """The stacks of the years in sight; x by the scale."""
        painter = self.painter
        painter.fillRect(QRectF(left, top, width, height), self.colour("base"))
        foot = top + height - 4
        room = height - self.line * 1.35 - 6
        for year in self.money.years():
            x = scale.x(date(year, 1, 1).toordinal())
            end = scale.x(date(min(year + 1, 9999), 1, 1).toordinal())
            if end < left or x > left + width:
                continue
            painter.setPen(self.colour("line"))
            painter.drawLine(QLineF(x, top, x, top + height))
            self._year(year, x, end, foot, room)
            self._sum(year, max(x, left), min(end, left + width), foot, room)
        painter.setPen(self.colour("border"))
        painter.drawLine(QLineF(left, foot, left + width, foot))
        painter.drawLine(QLineF(left, top + 0.5, left + width, top + 0.5))

    def _year(self, year: int, x: float, end: float, foot: float, room: float) -> None:
        painter, inset = self.painter, min((end - x) * 0.12, 14.0)
        y = foot
        for source in self.sources:
            amount = self.money.asked.get((year, source), 0)
            if amount <= 0:
                continue
            tall = room * amount / self.most
            box = QRectF(x + inset, y - tall, end - x - 2 * inset, tall)
            self.fill(box, source)
            if self.money.over(year, source):
                painter.setPen(QPen(self.colour("error"), 2, Qt.PenStyle.DashLine))
                painter.drawRect(box.adjusted(1, 1, -1, -1))
                self.alarm(box)
            y -= tall
        self._cap(year, x, end, foot, room)

    def alarm(self, box: QRectF) -> None:
        """A mark with an exclamation point in what asks for more than there is."""
        size = self.line
        if box.width() < size:
            return
        at = QRectF(box.right() - size - 2, box.center().y() - size / 2, size, size)
        self.painter.setPen(Qt.PenStyle.NoPen)
        self.painter.setBrush(self.colour("error"))
        self.painter.drawEllipse(at)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.setPen(self.colour("base"))
        self.painter.drawText(at, Qt.AlignmentFlag.AlignCenter, "!")

    def _cap(self, year: int, x: float, end: float, foot: float, room: float) -> None:
        cap = self.money.cap(year)
        if cap is None:
            return
        y = foot - room * cap / self.most
        self.painter.setPen(QPen(self.colour("text"), 2.2))
        self.painter.drawLine(QLineF(x + 2, y, end - 2, y))
        for at in (x + 2, end - 2):
            self.painter.drawLine(QLineF(at, y, at, y + 5))

    def _sum(self, year: int, x: float, end: float, foot: float, room: float) -> None:
        total = self.money.total(year)
        cap = self.money.cap(year)
        texts = [show_money(total)]
        if cap is not None:
            texts.insert(0, tr("{total}; envelope {cap}", total=show_money(total), cap=show_money(cap)))
        for said in texts:
            wide = self.metrics.horizontalAdvance(said)
            if wide <= end - x - 4:
                y = foot - room * max(total, cap or 0) / self.most - self.line - 2
                self.painter.setPen(self.colour("text"))
                self.painter.drawText(QRectF(x, y, end - x, self.line), Qt.AlignmentFlag.AlignCenter, said)
                return

    def legend(self, box: QRectF) -> None:
        """The sources with their patterns, in as many columns as fit."""
        painter, line = self.painter, self.line * 1.15
        painter.setPen(self.colour("text"))
        title = QRectF(box.left() + 8, box.top() + 3, box.width() - 16, line)
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, tr("Money by year and source"))
        if not self.sources:
            return
        entries = [*reversed(self.sources), ""]
        rows = max(1, int((box.height() - line - 8) // line))
        columns = -(-len(entries) // rows)
        most = max(1, int((box.width() - 16) // (line * 4)))
        if columns > most:
            # A name of two letters tells nothing: the tip has them all.
            columns = most
            entries = entries[: rows * columns - 1]
        wide = (box.width() - 16) / columns
        for at, source in enumerate(entries):
            x = box.left() + 8 + wide * (at // rows)
            y = box.top() + line + 6 + line * (at % rows)
            patch = QRectF(x, y + line * 0.2, line * 0.9, line * 0.6)
            if source:
                self.fill(patch, source)
            else:
                painter.setPen(QPen(self.colour("text"), 2.2))
                painter.drawLine(QLineF(patch.left(), patch.center().y(), patch.right(), patch.center().y()))
            said = tr(SOURCE[source]) if source else tr("Envelopes of the year")
            room = wide - patch.width() - 10
            painter.setPen(self.colour("muted"))
            painter.drawText(
                QRectF(patch.right() + 5, y, room, line),
                Qt.AlignmentFlag.AlignVCenter,
                self.metrics.elidedText(said, Qt.TextElideMode.ElideRight, room),
            )


def money_in_words(money: YearlyMoney) -> list[str]:
    """The figures of the band, a line a year."""
    said = []
    for year in money.years():
        parts = [
            f"{tr(SOURCE[source])} {show_money(money.asked[year, source])}"
            for source in in_order(money)
            if money.asked.get((year, source))
        ]
        cap = money.cap(year)
        line = labelled(str(year), show_money(money.total(year)))
        if parts:
            line = beside(line, listed(parts))
        if cap is not None:
            line = listed((line, tr("envelope {cap}", cap=show_money(cap))))
        said.append(listed((line, *overruns(money, year))))
    return said


def overruns(money: YearlyMoney, year: int) -> list[str]:
    """Which sources are asked for more than they hold, in words."""
    return [
        tr("{source} over by {amount}", source=tr(SOURCE[source]), amount=show_money(over))
        for source in in_order(money)
        if (over := money.over(year, source))
    ]


class _Lower(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.money: YearlyMoney | None = None
        self._is_low = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        lines = (3.5 if self._is_low else 7.5) if self.money is not None and self.money.years() else 1.8
        return QSize(100, round(QFontMetricsF(self.font()).height() * lines))

    def minimumSizeHint(self) -> QSize:
        return QSize(40, self.sizeHint().height())

    def make_low(self, *, is_low: bool) -> None:
        """Take fewer lines, so that the bars above keep some; or as many as it likes."""
        if is_low != self._is_low:
            self._is_low = is_low
            self.updateGeometry()

    def put(self, money: YearlyMoney) -> None:
        """Show this money."""
        self.money = money
        self.updateGeometry()
        self.update()

    def _painter(self, painter: QPainter) -> MoneyPainter | None:
        painter.setFont(self.font())
        painter.fillRect(self.rect(), theme.colour("base"))
        if self.money is None:
            return None
        return MoneyPainter(painter, self.money, theme.colour, QFontMetricsF(self.font()))


class MoneyLegend(_Lower):
    """Which pattern stands for which source."""

    def put(self, money: YearlyMoney) -> None:
        super().put(money)
        said = "\n".join(tr(SOURCE[source]) for source in reversed(in_order(money)))
        self.setToolTip(said)
        self.setAccessibleDescription(said)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        drawn = self._painter(painter)
        if drawn is not None:
            drawn.legend(QRectF(self.rect()))
        painter.setPen(theme.colour("border"))
        painter.drawLine(QPointF(0, 0.5), QPointF(self.width(), 0.5))


class MoneyBand(_Lower):
    """The stacks, under the chart and moving with it."""

    def __init__(self, chart: GanttChart, parent: QWidget) -> None:
        super().__init__(parent)
        self._chart = chart
        chart.scaled.connect(self.update)

    def put(self, money: YearlyMoney) -> None:
        super().put(money)
        self.setAccessibleDescription("\n".join(money_in_words(money)))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        drawn = self._painter(painter)
        if drawn is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left, wide = self._chart.horizontalScrollBar().value(), self._chart.viewport().width()
        if not drawn.money.years():
            painter.setPen(theme.colour("muted"))
            said = tr("No project names money with a year yet.")
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, said)
            return
        painter.setClipRect(0, 0, wide, self.height())
        painter.translate(-left, 0)
        drawn.band(self._chart.scale, left, wide, 0, self.height())

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and self.money is not None:
            day = self._chart.scale.day(event.pos().x() + self._chart.horizontalScrollBar().value())
            year = date.fromordinal(day).year
            said = [line for line in money_in_words(self.money) if line.startswith(f"{year}:")]
            QToolTip.showText(event.globalPos(), "\n".join(said), self)
            return True
        return super().event(event)
