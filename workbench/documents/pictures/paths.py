"""The way of each indicator from its baseline over its yearly targets, and how far it has come."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.measured import measured_values, targets_in_figures
from workbench.documents.indicator_table import indicator_rows
from workbench.documents.pictures.drawing import (
    DARK,
    INK,
    MM_OF_POINT,
    PAPER,
    QUIET,
    SMALL,
    WIDTH,
    Drawing,
    one_line,
    width_of,
    wrapped,
)
from workbench.documents.pictures.legend import LINE, Entry, draw_legend
from workbench.documents.pictures.scale import short
from workbench.i18n import N_
from workbench.plan.elements import Indicator
from workbench.plan.values import period_end, show_number

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from workbench.documents.outline import Figure
    from workbench.documents.wording import Wording
    from workbench.plan.plan import Plan

_ACROSS: Final = 3
_MOST: Final = 12
#: Figures of one plan: what is beyond is told in a note.
MOST_FIGURES: Final = 4
_GAP: Final = 5.0
_WIDE: Final = (WIDTH - _GAP * (_ACROSS - 1)) / _ACROSS
_HIGH: Final = 42.0
_HEAD: Final = 11.0
_CHART: Final = 20.0
_TINY: Final = 7.5 * MM_OF_POINT

#: Time in years (the end of 2025 is 2026) and value.
_Point = tuple[float, Decimal]


class _Path(NamedTuple):
    """What is drawn of an indicator."""

    indicator: Indicator
    baseline: _Point | None
    targets: list[_Point]
    actuals: list[_Point]

    def points(self) -> list[_Point]:
        """All points, in the order of time."""
        return sorted([*([self.baseline] if self.baseline else []), *self.targets, *self.actuals])


def figures(plan: Plan, wording: Wording, day: date) -> list[Figure]:
    """Small charts side by side, twelve a figure; indicators with fewer than two values are left out."""
    found = [_path(row.indicator, plan.head.base_year, day) for row in indicator_rows(plan, wording)]
    drawn = [one for one in found if len(one.points()) > 1]
    if not drawn:
        return []
    count = min(-(-len(drawn) // _MOST), MOST_FIGURES)
    left_out = max(0, len(drawn) - _MOST * count)
    silent = len(found) - len(drawn)
    made = []
    for number in range(count):
        notes = []
        if number == count - 1 and left_out:
            notes.append(wording.words(N_("Further indicators that are not shown: {count}."), count=left_out))
        if number == count - 1 and silent:
            notes.append(wording.words(N_("Indicators with fewer than two values: {count}."), count=silent))
        part = drawn[number * _MOST : (number + 1) * _MOST]
        made.append(_figure(part, wording, notes, (number + 1, count)))
    return made


def _path(indicator: Indicator, base_year: int | None, day: date) -> _Path:
    baseline = None
    if indicator.baseline is not None and indicator.baseline.value is not None:
        year = indicator.baseline.year or base_year
        baseline = (float(year + 1), indicator.baseline.value) if year is not None else None
    targets = [
        (float(one.year + 1), one.value) for one in targets_in_figures(indicator) if one.value is not None
    ]
    actuals: dict[float, Decimal] = {}
    for one in measured_values(indicator):
        end = period_end(one.period)
        if one.value is not None and end <= day:
            actuals[end.year + end.month / 12] = one.value
    return _Path(indicator, baseline, targets, sorted(actuals.items()))


def _figure(paths: list[_Path], wording: Wording, notes: list[str], part: tuple[int, int]) -> Figure:
    down = -(-len(paths) // _ACROSS)
    bottom = down * _HIGH
    drawing = Drawing(WIDTH, bottom + LINE + 1 + len(notes) * LINE, wording)
    for number, path in enumerate(paths):
        row, column = divmod(number, _ACROSS)
        _chart(drawing, path, column * (_WIDE + _GAP), row * _HIGH, wording)
    signs = [("baseline", N_("Baseline")), ("target", N_("Target")), ("actual", N_("Actual value"))]
    entries = [Entry(partial(_sign, drawing, kind), wording.words(label)) for kind, label in signs]
    draw_legend(drawing, entries, 0, bottom, WIDTH)
    for number, note in enumerate(notes):
        drawing.text(1, bottom + LINE * (number + 1) + 3.5, note, colour=QUIET)
    caption = wording.words(N_("Paths of the indicators"))
    if part[1] > 1:
        caption += ("" if wording.chinese else " ") + wording.bracketed(f"{part[0]}/{part[1]}")
    told = [_told(path, wording) for path in paths]
    return drawing.figure(caption, ("" if wording.chinese else " ").join([*told, *notes]))


def _chart(drawing: Drawing, path: _Path, left: float, top: float, wording: Wording) -> None:
    unit = path.indicator.unit
    title = path.indicator.name + (_spaced(wording, wording.bracketed(unit)) if unit else "")
    for number, line in enumerate(wrapped(title, _WIDE, SMALL, 2)):
        drawing.text(left, top + 4 + number * 3.7, line, strong=True)
    points = path.points()
    low, high = min(value for _, value in points), max(value for _, value in points)
    first, last = points[0][0], points[-1][0]
    ground, inset = top + _HEAD + _CHART + 1.5, 3.0

    def x(time: float) -> float:
        share = (time - first) / (last - first) if last > first else 0.5
        return left + inset + (_WIDE - 2 * inset) * share

    def y(value: Decimal) -> float:
        share = float((value - low) / (high - low)) if high > low else 0.5
        return top + _HEAD + _CHART - 1.5 - (_CHART - 5) * share

    drawing.line(left, ground, left + _WIDE, ground, stroke=QUIET)
    _years(drawing, path, x, left, ground)
    way = [*([path.baseline] if path.baseline else []), *path.targets]
    if len(way) > 1:
        drawing.polyline([(x(time), y(value)) for time, value in way], stroke=QUIET, thick=0.3, dashed=True)
    come = [
        *(
            [path.baseline]
            if path.baseline and path.actuals and path.baseline[0] < path.actuals[0][0]
            else []
        ),
        *path.actuals,
    ]
    if len(come) > 1:
        drawing.polyline([(x(time), y(value)) for time, value in come], stroke=DARK, thick=0.5)
    for time, value in path.targets:
        _dot(drawing, "target", x(time), y(value))
    if path.baseline:
        _dot(drawing, "baseline", x(path.baseline[0]), y(path.baseline[1]))
    for time, value in path.actuals:
        _dot(drawing, "actual", x(time), y(value))
    _values(drawing, path, x, y, left)


def _years(drawing: Drawing, path: _Path, x: Callable[[float], float], left: float, ground: float) -> None:
    """The years of baseline, targets and actuals, as many as there is room for; the last always."""
    times = sorted({int(time + 0.999) for time, _ in path.points()})
    shown = list(reversed(times))
    edge = float("inf")
    for time in shown:
        text = str(time - 1)
        half = width_of(text, _TINY) / 2
        middle = min(max(x(min(time, path.points()[-1][0])), left + half), left + _WIDE - half)
        drawing.line(middle, ground, middle, ground + 0.8, stroke=QUIET)
        if middle + half < edge - 1:
            drawing.text(middle, ground + 3.8, text, size=_TINY, anchor="middle", colour=QUIET)
            edge = middle - half


def _values(
    drawing: Drawing,
    path: _Path,
    x: Callable[[float], float],
    y: Callable[[Decimal], float],
    left: float,
) -> None:
    """The values that matter most, where there is room: the last target, the last actual, the first value."""
    wanted = [
        *path.targets[-1:],
        *path.actuals[-1:],
        *([path.baseline] if path.baseline else []),
        path.points()[0],
    ]
    taken: list[tuple[float, float, float, float]] = []
    for time, value in dict.fromkeys(wanted):
        text = short(value)
        half = width_of(text, _TINY) / 2
        middle = min(max(x(time), left + half), left + _WIDE - half)
        for foot in (y(value) - 1.7, y(value) + 1.6 + _TINY * 0.75):
            box = (middle - half, foot - _TINY * 0.8, middle + half, foot + _TINY * 0.1)
            if not any(
                box[0] < other[2] and other[0] < box[2] and box[1] < other[3] and other[1] < box[3]
                for other in taken
            ):
                taken.append(box)
                drawing.text(middle, foot, text, size=_TINY, anchor="middle")
                break


def _dot(drawing: Drawing, kind: str, x: float, y: float) -> None:
    if kind == "baseline":
        drawing.rect(x - 0.85, y - 0.85, 1.7, 1.7, fill=INK, thick=0.2)
    elif kind == "target":
        drawing.circle(x, y, 0.9, fill=PAPER)
    else:
        drawing.diamond(x, y, 1.2, fill=DARK, stroke=DARK)


def _sign(drawing: Drawing, kind: str, x: float, y: float) -> None:
    if kind != "baseline":
        is_target = kind == "target"
        drawing.line(
            x - 2.25,
            y,
            x + 2.25,
            y,
            stroke=QUIET if is_target else DARK,
            thick=0.3 if is_target else 0.5,
            dashed=is_target,
        )
    _dot(drawing, kind, x, y)


def _told(path: _Path, wording: Wording) -> str:
    words = wording.words
    parts = []
    sorts = (
        (N_("baseline {value}"), [path.baseline] if path.baseline else []),
        (N_("final target {value}"), path.targets[-1:]),
        (N_("last actual value {value}"), path.actuals[-1:]),
    )
    for text, points in sorts:
        for time, value in points:
            year = wording.year(int(time + 0.999) - 1)
            parts.append(words(text, value=show_number(value)) + _spaced(wording, wording.bracketed(year)))
    unit = path.indicator.unit
    name = one_line(path.indicator.name) + (_spaced(wording, wording.bracketed(unit)) if unit else "")
    return wording.sentence(words(N_("{place}: {told}"), place=name, told=wording.listed(parts)))


def _spaced(wording: Wording, text: str) -> str:
    return text if wording.chinese else f" {text}"
