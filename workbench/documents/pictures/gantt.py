"""The projects along time, under their programmes, with milestones and the day on which all is judged."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from workbench.analysis.bars import bars_of
from workbench.documents.pictures.drawing import (
    ALARM,
    DARK,
    INK,
    LIGHT,
    PAPER,
    QUIET,
    RULE,
    SMALL,
    WIDTH,
    Drawing,
    at,
    fitted,
    width_of,
)
from workbench.documents.pictures.gantt_rows import Row, bar_of, parts_of, rows_of
from workbench.documents.pictures.legend import Entry, draw_legend, height_of
from workbench.i18n import N_

if TYPE_CHECKING:
    from workbench.analysis.bars import Bar, Bars, Diamond
    from workbench.documents.outline import Figure
    from workbench.documents.wording import Wording
    from workbench.plan.plan import Plan

_LABELS: Final = 54.0
_ROW: Final = 5.0
_TOP: Final = 15.0
_BAR: Final = 2.9
#: Half a milestone's sign.
_HALF: Final = 1.25
#: Years that may stand on either side of the planning period.
_BEYOND: Final = 5
_SMALLER: Final = SMALL * 0.88


class _Time:
    """Days along the width. What lies outside is cut off at the edge."""

    def __init__(self, first: int, last: int) -> None:
        start, end = date.fromordinal(first), date.fromordinal(last)
        self.first_year, self.last_year = start.year, end.year
        self.first = date(start.year, 1, 1).toordinal()
        self.last = date(end.year, 12, 31).toordinal() + 1

    def x(self, day: int) -> float:
        """Where a day begins."""
        share = (min(max(day, self.first), self.last) - self.first) / (self.last - self.first)
        return _LABELS + (WIDTH - _LABELS) * share

    def holds(self, day: int) -> bool:
        """Whether a day is drawn."""
        return self.first <= day < self.last

    def of_year(self, year: int, month: int = 1) -> float:
        """Where a month of a year begins."""
        return self.x(date(year, month, 1).toordinal())


def figures(plan: Plan, wording: Wording, day: date) -> list[Figure]:
    """The projects that have days or milestones, in parts of 35 rows. [] where none has any.

    Cancelled projects are left out; tasks are left out where there are projects enough without them.
    """
    bars = bars_of(plan, day)
    rows = rows_of(plan, bars)
    edges = [
        edge
        for row in rows
        if (bar := bar_of(bars, row.project)) is not None
        for edge in (bar.first, bar.last)
    ]
    edges += [mark.day for row in rows for mark in bars.loose.get(row.project.id, ())]
    if not edges:
        return []
    time = _Time(*_span(plan, edges))
    parts, left_out = parts_of(rows)
    return [
        _figure(plan, wording, day, bars, part, time, (number, len(parts)), left_out * (number == len(parts)))
        for number, part in enumerate(parts, 1)
    ]


def _span(plan: Plan, edges: list[int]) -> tuple[int, int]:
    first, last = min(edges), max(edges)
    period = plan.head.period
    if period is not None:
        # One mistyped year shall not squeeze all others together.
        earliest = date(max(1, period.start.year - _BEYOND), 1, 1).toordinal()
        latest = date(min(9998, period.end.year + _BEYOND), 12, 31).toordinal()
        if max(first, earliest) <= min(last, latest):
            first, last = max(first, earliest), min(last, latest)
        else:
            first, last = period.start.toordinal(), period.end.toordinal()
    return first, min(last, date(9998, 12, 31).toordinal())


def _figure(
    plan: Plan,
    wording: Wording,
    day: date,
    bars: Bars,
    rows: list[Row],
    time: _Time,
    part: tuple[int, int],
    left_out: int,
) -> Figure:
    signs = _signs(bars, rows, wording, day, time)
    bottom = _TOP + _ROW * len(rows)
    legend = height_of([text for _, text in signs], WIDTH)
    note = (
        wording.words(N_("Further projects that are not shown: {count}."), count=left_out) if left_out else ""
    )
    drawing = Drawing(WIDTH, bottom + 3 + legend + (5 if note else 0), wording)
    _scale(drawing, time, bottom, wording)
    for number, row in enumerate(rows):
        y = _TOP + _ROW * (number + 0.5)
        _label(drawing, row, y, wording, is_group=bool(plan.children(row.project.id)))
        bar = bar_of(bars, row.project)
        if bar is not None:
            _bar(drawing, bar, time, y)
        for mark in bar.diamonds if bar is not None else bars.loose.get(row.project.id, ()):
            if time.holds(mark.day):
                _mark(drawing, mark.state, min(time.x(mark.day), WIDTH - _HALF), y)
    _today(drawing, day, time, bottom, wording)
    entries = [Entry(partial(_sign, drawing, kind), text) for kind, text in signs]
    draw_legend(drawing, entries, 0, bottom + 2, WIDTH)
    if note:
        drawing.text(1, bottom + 2 + legend + 4, note, colour=QUIET)
    caption = wording.words(N_("Gantt chart of the projects"))
    if part[1] > 1:
        caption += wording.bracketed(f"{part[0]}/{part[1]}") if wording.chinese else f" ({part[0]}/{part[1]})"
    return drawing.figure(caption, _told(bars, rows, time, wording, day, note))


# -- time and rows -------------------------------------------------------------------------------------


def _scale(drawing: Drawing, time: _Time, bottom: float, wording: Wording) -> None:
    years = time.last_year - time.first_year + 1
    wide = (WIDTH - _LABELS) / years
    months = (1,) if wide < 15 else (1, 4, 7, 10) if wide < 75 else tuple(range(1, 13))
    named = next(
        step for step in (1, 2, 5, 10, 20, 50, 100, 10_000) if wide * step > width_of("2026年", SMALL) + 1
    )
    for year in range(time.first_year, time.last_year + 1):
        left = time.of_year(year)
        for at_, month in enumerate(months):
            x = time.of_year(year, month)
            is_year = month == 1
            top = 5.5 if is_year else 10.0
            drawing.line(x, top, x, bottom, stroke=QUIET if is_year else RULE, thick=0.15 if is_year else 0.1)
            if len(months) > 1:
                middle = x + wide / len(months) / 2
                text = wording.words(N_("Q{number}"), number=at_ + 1) if len(months) == 4 else str(month)
                if width_of(text, _SMALLER) < wide / len(months):
                    drawing.text(middle, 13.4, text, size=_SMALLER, anchor="middle", colour=QUIET)
        if (year - time.first_year) % named == 0:
            text = wording.year(year)
            if named == 1:
                drawing.text(left + wide / 2, 9.0, text, anchor="middle")
            elif left + width_of(text, SMALL) < WIDTH:
                drawing.text(left + 0.6, 9.0, text)
    drawing.line(0, _TOP, WIDTH, _TOP, thick=0.25)
    drawing.line(0, bottom, WIDTH, bottom, thick=0.25)
    drawing.line(WIDTH, 5.5, WIDTH, bottom, stroke=QUIET, thick=0.15)
    drawing.text(1, 13.0, wording.words("Project"))


def _label(drawing: Drawing, row: Row, y: float, wording: Wording, *, is_group: bool) -> None:
    indent = 1 + 2.5 * min(row.depth, 4)
    drawing.line(0, y + _ROW / 2, WIDTH, y + _ROW / 2, stroke=RULE, thick=0.1)
    code = f"{row.project.code} " if row.project.code else ""
    size = SMALL * (1.03 if is_group else 1)
    again = wording.words(N_("(continued)")) if row.again else ""
    again = again if wording.chinese or not again else f" {again}"
    text = fitted(code + row.project.title, _LABELS - indent - 1 - width_of(again, size), size) + again
    drawing.text(indent, y + SMALL * 0.36, text, strong=is_group)


def _today(drawing: Drawing, day: date, time: _Time, bottom: float, wording: Wording) -> None:
    if not time.holds(day.toordinal()):
        return
    x = time.x(day.toordinal())
    # The line leaves the names of years and quarters free.
    drawing.line(x, 4.4, x, 5.5, stroke=ALARM, thick=0.35)
    drawing.line(x, _TOP, x, bottom, stroke=ALARM, thick=0.35, dashed=True)
    text = wording.words(N_("As of {day}"), day=wording.day(day))
    half = width_of(text, SMALL) / 2
    drawing.text(min(max(x, half), WIDTH - half), 3.8, text, anchor="middle", colour=ALARM)


# -- bars ----------------------------------------------------------------------------------------------


def _bar(drawing: Drawing, bar: Bar, time: _Time, y: float) -> None:
    left, right = time.x(bar.first), time.x(bar.last + 1)
    if right <= left:
        return
    if bar.is_sum:
        _bracket(drawing, left, right, y)
        return
    top = y - _BAR / 2
    drawing.rect(left, top, right - left, _BAR, fill=LIGHT, thick=0)
    if bar.progress:
        drawing.rect(left, top, (right - left) * bar.progress, _BAR, fill=DARK, thick=0)
    drawing.rect(
        left, top, right - left, _BAR, thick=0.6 if bar.is_critical else 0.18, dashed=bar.is_worked_out
    )
    if bar.is_open:
        _arrow(drawing, right, y)


def _bracket(drawing: Drawing, left: float, right: float, y: float) -> None:
    """A programme: a beam with feet over what it is made of."""
    foot = min(1.2, (right - left) / 2)
    steps = (
        f"M{at(left, y + 1.4)} L{at(left, y - 0.9)} L{at(right, y - 0.9)} L{at(right, y + 1.4)}"
        f" L{at(right - foot, y + 0.3)} L{at(left + foot, y + 0.3)} Z"
    )
    drawing.path(steps, fill=INK, thick=0)


def _arrow(drawing: Drawing, x: float, y: float) -> None:
    """Work that goes on."""
    drawing.path(f"M{at(x - 1.8, y - 1)} L{at(x - 0.3, y)} L{at(x - 1.8, y + 1)}", thick=0.35)


def _mark(drawing: Drawing, state: str, x: float, y: float) -> None:
    if state == "late":
        drawing.triangle(x, y, _HALF, fill=ALARM)
    else:
        # The light edge sets a dark sign off from a dark bar.
        is_done = state == "done"
        drawing.diamond(x, y, _HALF, fill=INK if is_done else PAPER, stroke=PAPER if is_done else INK)


# -- what the signs mean -------------------------------------------------------------------------------


def _signs(bars: Bars, rows: list[Row], wording: Wording, day: date, time: _Time) -> list[tuple[str, str]]:
    """The signs that occur, each with its meaning."""
    shown = [bar for row in rows if (bar := bar_of(bars, row.project)) is not None]
    single = [bar for bar in shown if not bar.is_sum]
    states = {mark.state for mark in _marks(bars, rows, time)}
    found = [
        ("sum", any(bar.is_sum for bar in shown), N_("Programme (with its parts)")),
        ("bar", any(not bar.is_worked_out for bar in single), N_("Project period")),
        ("gone", any(bar.progress for bar in single), N_("Done so far")),
        ("critical", any(bar.is_critical for bar in single), N_("Critical: no day to spare")),
        ("worked_out", any(bar.is_worked_out for bar in single), N_("Days partly worked out, not stated")),
        ("open", any(bar.is_open for bar in single), N_("Ongoing")),
        ("open_mark", "open" in states, N_("Milestone")),
        ("done", "done" in states, N_("Milestone reached")),
        ("late", "late" in states, N_("Milestone overdue")),
        ("today", time.holds(day.toordinal()), N_("As-of date")),
    ]
    return [(kind, wording.words(text)) for kind, occurs, text in found if occurs]


def _sign(drawing: Drawing, kind: str, x: float, y: float) -> None:
    left, top = x - 2.25, y - _BAR / 2
    if kind == "sum":
        _bracket(drawing, left, left + 4.5, y)
    elif kind == "today":
        drawing.line(x, y - 1.8, x, y + 1.8, stroke=ALARM, thick=0.35, dashed=True)
    elif kind in ("open_mark", "done", "late"):
        _mark(drawing, kind, x, y)
    else:
        drawing.rect(left, top, 4.5, _BAR, fill=DARK if kind == "gone" else LIGHT, thick=0)
        drawing.rect(
            left, top, 4.5, _BAR, thick=0.6 if kind == "critical" else 0.18, dashed=kind == "worked_out"
        )
        if kind == "open":
            _arrow(drawing, left + 4.5, y)


def _marks(bars: Bars, rows: list[Row], time: _Time) -> list[Diamond]:
    """The milestones that are drawn."""
    found: list[Diamond] = []
    for row in rows:
        if row.again:
            continue
        bar = bar_of(bars, row.project)
        found.extend(bar.diamonds if bar is not None else bars.loose.get(row.project.id, ()))
    return [mark for mark in found if time.holds(mark.day)]


def _told(bars: Bars, rows: list[Row], time: _Time, wording: Wording, day: date, note: str) -> str:
    words = wording.words
    marks = Counter(mark.state for mark in _marks(bars, rows, time))
    critical = [
        row.project.title
        for row in rows
        if (bar := bar_of(bars, row.project)) is not None and bar.is_critical and not bar.is_sum
    ]
    said = [
        words(
            N_("Projects shown: {count}, from {first} to {last}, as of {day}."),
            count=sum(not row.again for row in rows),
            first=wording.year(time.first_year),
            last=wording.year(time.last_year),
            day=wording.day(day),
        )
    ]
    if marks:
        said.append(
            words(
                N_("Milestones: {count}, of which reached: {done}, overdue: {late}."),
                count=sum(marks.values()),
                done=marks["done"],
                late=marks["late"],
            )
        )
    if critical:
        said.append(words(N_("Without a day to spare: {projects}."), projects=wording.listed(critical)))
    if note:
        said.append(note)
    return ("" if wording.chinese else " ").join(said)
