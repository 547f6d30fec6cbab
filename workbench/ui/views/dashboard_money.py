"""Charts of the dashboard about money: by year against the envelopes, by problem, by unit."""

from __future__ import annotations

import math
from abc import abstractmethod
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLineF, QRectF, QSizeF
from PySide6.QtGui import QPen

from workbench.analysis.dashboard import Sum
from workbench.documents.pictures.scale import ticks
from workbench.i18n import N_, tr
from workbench.plan.choices import DOMAIN, SOURCE
from workbench.plan.values import show_money, wan_of_fen
from workbench.ui.models.matrix import NO_PROBLEM_LABEL
from workbench.ui.phrases import beside, joined
from workbench.ui.views.dashboard_chart import Chart
from workbench.ui.views.gantt_money import MoneyPainter, dress, in_order
from workbench.ui.views.ink import RIGHT
from workbench.ui.views.plot import Bars, Box, Drawn, Line, Plot, Word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFontMetricsF

    from workbench.analysis.dashboard import Figures
    from workbench.analysis.yearly_money import YearlyMoney
    from workbench.plan.plan import Plan
    from workbench.ui.views.dashboard_chart import Target
    from workbench.ui.views.ink import Ink

#: The name of the marks of an envelope among those of the sources.
_CAP: Final = ""
#: Half as wide as a stack and as the line of the envelopes, where a year is 1 wide.
_HALF: Final = 0.36
_REACH: Final = 0.47


def _wan(fen: int) -> str:
    """Money as a number in 万元."""
    return f"{wan_of_fen(fen):f}"


def _by_amount(shares: Mapping[str, int]) -> list[Target]:
    return [(id_, "funding") for id_ in sorted(shares, key=lambda one: -shares[one])]


def _stacks(money: YearlyMoney) -> dict[tuple[int, str], Box]:
    """The bar of each year and source, in places of years and in fen."""
    found: dict[tuple[int, str], Box] = {}
    for at, year in enumerate(money.years()):
        low = 0
        for source in in_order(money):
            amount = money.asked.get((year, source), 0)
            if amount > 0:
                found[year, source] = Box(at - _HALF, low, at + _HALF, low + amount)
                low += amount
    return found


def _spaced(many: int, wide: float, each: float) -> range:
    """Which of so many have room for something so wide, where there are so many pixels for each."""
    return range(0, many, max(1, math.ceil(wide / each)))


class YearsChart(Chart):
    """A stack of the sources for each year, the envelopes as a line across it."""

    key = "years"
    title = N_("Money by year and source")

    def __init__(self, plan: Plan, figures: Figures) -> None:
        super().__init__(plan, figures)
        self.money = figures.money
        self.years = self.money.years()
        self._stacks = _stacks(self.money)
        caps = ((year, at, self.money.cap(year)) for at, year in enumerate(self.years))
        self._caps = {year: (at, cap) for year, at, cap in caps if cap is not None}
        self._marks = sorted([*self._stacks, *((year, _CAP) for year in self._caps)], key=lambda one: one[0])

    def measure(self, metrics: QFontMetricsF, width: float, room: float) -> None:
        super().measure(metrics, width, max(room, metrics.height() * 9))
        self._metrics = metrics
        self._legend = self.line * 1.15 * -(-(len(self.money.sources()) + 1) // 3)
        self._drawn: Plot | None = None

    @property
    def _plot(self) -> Plot:
        """Made when it is first looked at."""
        if self._drawn is None:
            self._drawn = self._make_plot()
        return self._drawn

    def _make_plot(self) -> Plot:
        money, line, metrics = self.money, self.line, self._metrics
        highest = {year: max(money.total(year), money.cap(year) or 0) for year in self.years}
        amounts = ticks(Decimal(0), Decimal(max(highest.values())), 4)
        at_left = [(float(amount), show_money(round(amount))) for amount in amounts]
        left = max(metrics.horizontalAdvance(said) for _, said in at_left) + line * 0.6
        if left > self.width * 0.3:
            # The sums stand on the stacks in any case.
            left, at_left = 2.0, [(amount, "") for amount, _ in at_left]
        room = QRectF(left, 0, self.width - left - 2, self.room - self._legend - line * 1.5)
        up = at_left[-1][0] * room.height() / max(room.height() - line * 1.4, 1)
        each = max(room.width(), 1) / len(self.years)
        reach = _HALF - line * 0.7 / each
        bars = {source: Bars((), *dress(money, source)) for source in in_order(money)}
        over: list[Box] = []
        alarms: list[tuple[float, float]] = []
        for (year, source), box in self._stacks.items():
            bars[source] = bars[source]._replace(boxes=(*bars[source].boxes, box))
            if money.over(year, source):
                over.append(box)
                # Thin ones would cover one another's marks; the frame stays.
                if (box.high - box.low) / up * room.height() >= line * 0.8 and each * _HALF >= line:
                    alarms.append(((box.left + box.right) / 2 + reach, (box.low + box.high) / 2))
        held = [one for one in bars.values() if one.boxes]
        if over:
            held.append(Bars(tuple(over), "error", framed=True))
        lines = [
            Line(((at - _REACH, float(cap)), (at + _REACH, float(cap))), "text", width=2.2)
            for at, cap in self._caps.values()
        ]
        if alarms:
            lines.append(Line(tuple(alarms), "error", "circle", 0, radius=0.45))
        sums = [show_money(money.total(year)) for year in self.years]
        words = [
            Word(float(at), float(highest[self.years[at]]), sums[at])
            for at in _spaced(len(sums), max(map(metrics.horizontalAdvance, sums)) + line * 0.4, each)
        ]
        words += [Word(x, y, "!", "base", is_above=False) for x, y in alarms]
        named = _spaced(len(self.years), metrics.horizontalAdvance("2026  "), each)
        return Plot(
            Drawn(
                (-0.5, len(self.years) - 0.5),
                (0.0, up),
                tuple((float(at), str(self.years[at])) for at in named),
                tuple(at_left),
                bars=tuple(held),
                lines=tuple(lines),
                words=tuple(words),
            ),
            room,
            QSizeF(self.width, self.room - self._legend),
        )

    @property
    def height(self) -> float:
        """As high as there is room."""
        return self.room

    @property
    def count(self) -> int:
        """A mark for each year and source, one for its envelopes."""
        return len(self._marks)

    def box(self, at: int) -> QRectF:
        year, source = self._marks[at]
        if source != _CAP:
            return self._plot.box(self._stacks[year, source])
        where, cap = self._caps[year]
        line = self._plot.box(Box(where - _REACH, cap, where + _REACH, cap))
        return line.adjusted(0, -4, 0, 4)

    def at(self, x: float, y: float) -> int:
        # The line of the envelopes lies over the stacks.
        marks = sorted(range(self.count), key=lambda at: self._marks[at][1] != _CAP)
        return next((at for at in marks if self.box(at).contains(x, y)), -1)

    def said(self, at: int) -> str:
        year, source = self._marks[at]
        money = self.money
        if source == _CAP:
            return tr(
                "{year}: {amount} asked for, the envelopes hold {cap}",
                year=year,
                amount=show_money(money.total(year)),
                cap=show_money(money.cap(year) or 0),
            )
        said = [f"{year}, {tr(SOURCE[source])}: {show_money(money.asked[year, source])}"]
        cap = money.caps.get((year, source))
        if cap is not None:
            said.append(tr("envelope {cap}", cap=show_money(cap)))
        if over := money.over(year, source):
            said.append(tr("over by {amount}", amount=show_money(over)))
        return joined(said)

    def opens(self, at: int) -> list[Target]:
        year, source = self._marks[at]
        held = self.figures.envelopes
        if source == _CAP:
            return [(id_, "amount") for (one, _), ids in sorted(held.items()) if one == year for id_ in ids]
        mine = [(id_, "amount") for id_ in held.get((year, source), ())]
        return [*mine, *_by_amount(self.figures.asking.get((year, source), {}))]

    def caption(self) -> str:
        if self.figures.undated:
            return tr(
                "{amount} in funding lines without a year is not shown here.",
                amount=show_money(self.figures.undated),
            )
        return ""

    def nothing(self) -> str:
        return tr("No money has a year yet. Give projects funding lines with year, source and amount.")

    def paint(self, ink: Ink, top: float, bottom: float) -> None:
        self._plot.paint(ink)
        self._paint_legend(ink, MoneyPainter(ink.painter, self.money, ink.colour, ink.metrics))

    def _paint_legend(self, ink: Ink, drawn: MoneyPainter) -> None:
        line, columns = self.line, 3
        wide = self.width / columns
        for at, source in enumerate([*drawn.sources, _CAP]):
            x = wide * (at % columns) + 2
            y = self.room - self._legend + line * 1.15 * (at // columns)
            patch = QRectF(x, y + line * 0.25, line * 0.9, line * 0.6)
            if source == _CAP:
                ink.painter.setPen(QPen(ink.colour("text"), 2.2))
                ink.painter.drawLine(
                    QLineF(patch.left(), patch.center().y(), patch.right(), patch.center().y())
                )
            else:
                drawn.fill(patch, source)
            said = tr("Envelopes of the year") if source == _CAP else tr(SOURCE[source])
            ink.write(QRectF(patch.right() + 5, y, wide - patch.width() - 12, line * 1.15), said, "muted")

    def table(self) -> list[list[str]]:
        return money_table(self.money)


def money_table(money: YearlyMoney) -> list[list[str]]:
    """Money by year and source as numbers in 万元, the headings first."""
    made = [[tr("Year"), tr("Source"), tr("Asked for (万元)"), tr("Envelope (万元)"), tr("Over (万元)")]]
    for year in money.years():
        for source in money.sources():
            asked, cap = money.asked.get((year, source)), money.caps.get((year, source))
            if asked is None and cap is None:
                continue
            made.append(
                [
                    str(year),
                    tr(SOURCE[source]),
                    _wan(asked or 0),
                    "" if cap is None else _wan(cap),
                    _wan(money.over(year, source)),
                ]
            )
    return made


class _SumsChart(Chart):
    """A bar for each sum, its sources side by side in it."""

    @abstractmethod
    def sums(self) -> tuple[Sum, ...]:
        """What is shown."""

    @abstractmethod
    def label(self, one: Sum) -> str:
        """What a bar is called."""

    @property
    def rows(self) -> int:
        """One for each sum."""
        return len(self.sums())

    def said(self, at: int) -> str:
        one = self.sums()[at]
        parts = [
            f"{tr(SOURCE[source])} {show_money(one.sources[source])}"
            for source in SOURCE
            if one.sources.get(source)
        ]
        return beside(f"{self.label(one)}: {show_money(one.amount)}", joined(parts))

    def opens(self, at: int) -> list[Target]:
        return _by_amount(self.sums()[at].projects)

    def nothing(self) -> str:
        return tr("No money has a year yet. Give projects funding lines with year, source and amount.")

    def paint_row(self, ink: Ink, row: int, box: QRectF) -> None:
        one = self.sums()[row]
        names, figure = box.width() * 0.3, ink.metrics.horizontalAdvance("000,000.00 万元 ")
        ink.write(QRectF(2, box.top(), names - 8, box.height()), self.label(one))
        ink.write(
            QRectF(box.right() - figure, box.top(), figure, box.height()),
            show_money(one.amount),
            "text",
            RIGHT,
        )
        most = max((each.amount for each in self.sums()), default=0) or 1
        wide = max(box.width() - names - figure - 8, 4)
        drawn = MoneyPainter(ink.painter, self.figures.money, ink.colour, ink.metrics)
        x = names
        for source in drawn.sources:
            part = wide * max(one.sources.get(source, 0), 0) / most
            if part > 0:
                drawn.fill(QRectF(x, box.top() + box.height() * 0.2, part, box.height() * 0.6), source)
                x += part

    def table(self) -> list[list[str]]:
        sources = self.figures.money.sources()
        made = [[tr(self.title), *(tr(SOURCE[one]) for one in sources), tr("Sum (万元)")]]
        for one in self.sums():
            figures = [_wan(one.sources.get(source, 0)) for source in sources]
            made.append([self.label(one), *figures, _wan(one.amount)])
        return made


class ProblemsChart(_SumsChart):
    """Money by the main problem of the projects."""

    key = "problems"
    title = N_("Money by problem")

    def sums(self) -> tuple[Sum, ...]:
        return self.figures.problems

    def label(self, one: Sum) -> str:
        return tr(DOMAIN.get(one.key, NO_PROBLEM_LABEL))

    def caption(self) -> str:
        return tr("Each project counts for the first problem it names, or that of the goal it serves.")


class UnitsChart(_SumsChart):
    """Money by lead unit."""

    key = "units"
    title = N_("Money by lead unit")

    def sums(self) -> tuple[Sum, ...]:
        return self.figures.units

    def label(self, one: Sum) -> str:
        return self.named(one.key) if one.key else tr("Without a lead unit")

    def opens(self, at: int) -> list[Target]:
        unit = self.sums()[at].key
        return [*([(unit, "name")] if unit else []), *super().opens(at)]
