"""Money by year, stacked by source, against what the envelopes hold."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.dashboard import undated
from workbench.analysis.yearly_money import yearly_money
from workbench.documents.pictures.drawing import (
    ALARM,
    INK,
    NORMAL,
    QUIET,
    RULE,
    SMALL,
    WIDTH,
    Drawing,
    width_of,
    wrapped,
)
from workbench.documents.pictures.legend import LINE, Entry, draw_legend, height_of
from workbench.documents.pictures.scale import spelled, ticks
from workbench.i18n import N_
from workbench.plan.choices import SOURCE
from workbench.plan.values import rounded, wan_of_fen

if TYPE_CHECKING:
    from datetime import date

    from workbench.analysis.yearly_money import YearlyMoney
    from workbench.documents.outline import Figure
    from workbench.documents.pictures.drawing import Hatch
    from workbench.documents.wording import Wording
    from workbench.plan.plan import Plan

_HEIGHT: Final = 66.0
_TOP: Final = 9.0
_LEFT: Final = 16.0
_OTHERS: Final = "others"
#: Fill and hatching of the sources as they come: told apart in grey too.
_LOOKS: Final[tuple[tuple[str, Hatch], ...]] = (
    ("#1f4e79", ""),
    ("#f0b775", "/"),
    ("#6aa69a", ""),
    ("#ffffff", "x"),
    ("#a3a3a3", ""),
    ("#e9dff2", "\\"),
    ("#f7edb5", ""),
)
#: Most years that stand side by side; of more the last are told in a note.
_MOST_YEARS: Final = 20
_YI: Final = 10_000
_CENT: Final = Decimal("0.01")


class _Unit(NamedTuple):
    """What money is counted in: a message, how much 万元 it is, and its name after a number."""

    label: str
    wan: int
    after: str


_IN_WAN: Final = _Unit(N_("Unit: 10,000 yuan"), 1, N_("{amount} × 10,000 yuan"))
_IN_YI: Final = _Unit(N_("Unit: 100 million yuan"), _YI, N_("{amount} × 100 million yuan"))
#: English counts in millions where Chinese counts in 亿.
_IN_MILLIONS: Final = _Unit(N_("Unit: million yuan"), 100, N_("{amount} million yuan"))


class _Chart:
    """The money of a plan as it is drawn."""

    def __init__(self, plan: Plan, money: YearlyMoney, wording: Wording) -> None:
        self.money = money
        self.wording = wording
        self.words = wording.words
        found = money.years()
        whole = list(range(found[0], found[-1] + 1))
        years = whole if len(whole) <= _MOST_YEARS else found
        self.years = years[:_MOST_YEARS]
        self.left_out = len(years) - len(self.years)
        self.undated = undated(plan)
        highest = max(max(money.total(year), money.cap(year) or 0) for year in self.years)
        large = _IN_YI if wording.chinese else _IN_MILLIONS
        self.unit = large if wan_of_fen(highest) >= _YI else _IN_WAN
        self.axis = ticks(Decimal(0), self.amount(highest))
        sources = [source for source in money.sources() if self.of_source(source)]
        sources.sort(key=lambda one: -self.of_source(one))
        # So many differ at a glance; small ones beyond are taken together.
        kept = sources if len(sources) <= len(_LOOKS) else sources[: len(_LOOKS) - 1]
        self.others = sources[len(kept) :]
        self.sources = [*kept, *([_OTHERS] if self.others else [])]

    def of_source(self, source: str) -> int:
        """All that is asked of a source, in fen."""
        return sum(self.asked(year, source) for year in self.years)

    def asked(self, year: int, source: str) -> int:
        """What is asked of a source in a year, in fen."""
        wanted = self.others if source == _OTHERS else (source,)
        return sum(self.money.asked.get((year, one), 0) for one in wanted)

    def name(self, source: str) -> str:
        """What a source is called."""
        return self.words(N_("Other sources") if source == _OTHERS else SOURCE[source])

    def amount(self, fen: int) -> Decimal:
        """An amount in the chart's unit."""
        return wan_of_fen(fen) / self.unit.wan

    def shown(self, fen: int) -> str:
        """An amount rounded to what a label holds."""
        amount = self.amount(fen)
        is_fine = amount < 10 or (amount < 100 and self.unit is not _IN_WAN)
        step = _CENT if is_fine else Decimal(1)
        # Little money is not none.
        return spelled(rounded(amount, step)) if not amount or amount >= step / 2 else f"<{step}"

    def full(self, fen: int) -> str:
        """An amount with its unit, in a sentence."""
        return self.words(self.unit.after, amount=self.shown(fen))

    def over(self) -> list[str]:
        """Where more is asked of a source than its envelope holds."""
        said = []
        for year in self.years:
            for source in self.money.sources():
                if beyond := self.money.over(year, source):
                    said.append(
                        self.words(
                            N_("{year}, {source}: {amount} more than the envelope holds"),
                            year=self.wording.year(year),
                            source=self.words(SOURCE[source]),
                            amount=self.full(beyond),
                        )
                    )
        return said

    def notes(self) -> list[str]:
        """What the bars do not show."""
        said = []
        if over := self.over():
            said.append(self.wording.sentence(self.wording.clauses(over)))
        if self.undated:
            said.append(
                self.words(
                    N_("{amount} in funding lines without a year is not shown here."),
                    amount=self.full(self.undated),
                )
            )
        if self.left_out:
            said.append(self.words(N_("Further years that are not shown: {count}."), count=self.left_out))
        return said

    def told(self) -> str:
        """The figure in words."""
        parts = [
            self.words(
                N_("{year}: {amount}"),
                year=self.wording.year(year),
                amount=self.full(self.money.total(year)),
            )
            + self._envelope(year)
            for year in self.years
        ]
        said = [
            self.words(N_("Money asked for by year.")),
            self.wording.sentence(self.wording.clauses(parts)),
        ]
        by_source = [
            self.words(N_("{source}: {amount}"), source=self.name(one), amount=self.full(self.of_source(one)))
            for one in self.sources
        ]
        if by_source:
            said.append(self.wording.sentence(self.wording.clauses(by_source)))
        return ("" if self.wording.chinese else " ").join([*said, *self.notes()])

    def _envelope(self, year: int) -> str:
        cap = self.money.cap(year)
        if cap is None:
            return ""
        told = self.wording.bracketed(self.words(N_("envelope {amount}"), amount=self.full(cap)))
        return told if self.wording.chinese else f" {told}"


def figures(plan: Plan, wording: Wording, day: date) -> list[Figure]:
    """Bars by year, stacked by source, with a line at what the envelopes hold. [] without any money."""
    del day
    money = yearly_money(plan)
    if not any(money.asked.values()) and not any(money.caps.values()):
        return []
    chart = _Chart(plan, money, wording)
    lines = [line for note in chart.notes() for line in wrapped(note, WIDTH - 2, SMALL, 4)][:8]
    has_caps = any(chart.money.cap(year) is not None for year in chart.years)
    means = [chart.name(one) for one in chart.sources] + (
        [wording.words(N_("Envelopes of the year"))] if has_caps else []
    )
    below = _TOP + _HEIGHT + 11 + LINE * has_caps
    legend = height_of(means, WIDTH - _LEFT)
    drawing = Drawing(WIDTH, below + legend + len(lines) * LINE + 1.5, wording)
    _axis(drawing, chart)
    _bars(drawing, chart)
    _sums(drawing, chart, has_caps)
    entries = [
        Entry(partial(_swatch, drawing, at), chart.name(source)) for at, source in enumerate(chart.sources)
    ]
    if has_caps:
        entries.append(Entry(partial(_cap_sign, drawing), means[-1]))
    draw_legend(drawing, entries, _LEFT, below, WIDTH - _LEFT)
    for number, line in enumerate(lines):
        drawing.text(1, below + legend + number * LINE + 3.5, line, colour=QUIET)
    return [drawing.figure(wording.words(N_("Funding by year and source")), chart.told())]


def _axis(drawing: Drawing, chart: _Chart) -> None:
    for value in chart.axis:
        y = _height_at(chart, value)
        drawing.line(_LEFT, y, WIDTH, y, stroke=INK if not value else RULE, thick=0.25 if not value else 0.12)
        drawing.text(_LEFT - 1.5, y + SMALL * 0.36, spelled(value), anchor="end")
    drawing.text(1, 4, chart.words(chart.unit.label), colour=QUIET)


def _height_at(chart: _Chart, value: Decimal) -> float:
    return _TOP + _HEIGHT * (1 - float(value / chart.axis[-1]))


def _bars(drawing: Drawing, chart: _Chart) -> None:
    slot = (WIDTH - _LEFT) / len(chart.years)
    wide = min(slot * 0.56, 18.0)
    for number, year in enumerate(chart.years):
        middle = _LEFT + slot * (number + 0.5)
        stacked = Decimal(0)
        for at, source in enumerate(chart.sources):
            amount = chart.amount(chart.asked(year, source))
            if not amount:
                continue
            low, high = _height_at(chart, stacked), _height_at(chart, stacked + amount)
            stacked += amount
            fill, hatch = _LOOKS[at]
            drawing.rect(middle - wide / 2, high, wide, low - high, fill=fill, hatch=hatch)
        year_shown = chart.wording.year(year)
        fits = width_of(year_shown, NORMAL) < slot
        drawing.text(
            middle,
            _TOP + _HEIGHT + 4.6,
            year_shown if fits else str(year),
            size=NORMAL if fits else SMALL * 0.9,
            anchor="middle",
        )
        _cap_line(drawing, chart, year, middle, slot)


def _cap_line(drawing: Drawing, chart: _Chart, year: int, middle: float, slot: float) -> None:
    cap = chart.money.cap(year)
    if cap is not None:
        y = _height_at(chart, chart.amount(cap))
        tint = ALARM if chart.money.total(year) > cap else INK
        drawing.line(middle - slot * 0.44, y, middle + slot * 0.44, y, stroke=tint, thick=0.6)


def _sums(drawing: Drawing, chart: _Chart, has_caps: bool) -> None:
    """What is asked for and what the envelopes hold, in figures below the years."""
    slot = (WIDTH - _LEFT) / len(chart.years)
    y = _TOP + _HEIGHT + 9.4
    drawing.text(1, y, chart.words(N_("Asked for")), strong=True)
    if has_caps:
        drawing.text(1, y + LINE, chart.words("Envelope"))
    for number, year in enumerate(chart.years):
        middle = _LEFT + slot * (number + 0.5)
        total, cap = chart.money.total(year), chart.money.cap(year)
        size = SMALL if slot > 11 else SMALL * 0.8
        drawing.text(middle, y, chart.shown(total), anchor="middle", strong=True, size=size)
        if cap is not None:
            tint = ALARM if total > cap else INK
            drawing.text(middle, y + LINE, chart.shown(cap), anchor="middle", colour=tint, size=size)


def _swatch(drawing: Drawing, number: int, x: float, y: float) -> None:
    fill, hatch = _LOOKS[number]
    drawing.rect(x - 2.25, y - 1.3, 4.5, 2.6, fill=fill, hatch=hatch)


def _cap_sign(drawing: Drawing, x: float, y: float) -> None:
    drawing.line(x - 2.25, y, x + 2.25, y, thick=0.6)
