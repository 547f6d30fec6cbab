"""How far each indicator has come on its way, beside how far it should have come, and one word for it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.progress import REASONS, STATUSES, progress
from workbench.documents.indicator_table import indicator_rows
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
    one_line,
    width_of,
)
from workbench.documents.pictures.legend import LINE, Entry, draw_legend, height_of
from workbench.documents.pictures.scale import short
from workbench.i18n import N_

if TYPE_CHECKING:
    from datetime import date

    from workbench.analysis.progress import Progress
    from workbench.documents.outline import Figure
    from workbench.documents.wording import Wording
    from workbench.plan.elements import Indicator
    from workbench.plan.plan import Plan

#: Rows of one figure, and figures of one plan: what is beyond is told in a note.
MOST_ROWS: Final = 33
MOST_FIGURES: Final = 4
_TOP: Final = 12.0
_ROW: Final = 5.2
_BAR: Final = 2.8
#: Where names end, where bars begin and end, where values and states stand.
_NAMES: Final = 55.0
_LEFT: Final = 58.0
_RIGHT: Final = 104.0
_VALUES: Final = 119.0
_STATE: Final = 136.0
_HALF: Final = 1.15
#: What is named one by one in words.
_NAMED: Final = frozenset({"behind", "far_behind"})


class _Row(NamedTuple):
    indicator: Indicator
    found: Progress


def figures(plan: Plan, wording: Wording, day: date) -> list[Figure]:
    """A row for each indicator with targets in figures, in parts of 33. [] where none has any.

    An indicator of which nothing is known says so.
    """
    rows = [_Row(one, progress(one, day, plan.head.base_year)) for _, one in indicator_rows(plan, wording)]
    rows = [row for row in rows if row.found.reason not in ("words", "target")]
    if not rows:
        return []
    count = min(-(-len(rows) // MOST_ROWS), MOST_FIGURES)
    size = min(MOST_ROWS, -(-len(rows) // count))
    left_out = len(rows) - size * count
    return [
        _figure(rows[at_ * size : (at_ + 1) * size], wording, day, (at_ + 1, count), max(0, left_out))
        for at_ in range(count)
    ]


def _figure(rows: list[_Row], wording: Wording, day: date, part: tuple[int, int], left_out: int) -> Figure:
    words = wording.words
    counts = {name: sum(row.found.status == name for row in rows) for name in STATUSES}
    entries = [
        (name, _counted(wording, label, counts[name])) for name, label in STATUSES.items() if counts[name]
    ]
    tick = any(row.found.due is not None for row in rows)
    signs = [*entries, *([("due", words(N_("Where it should be")))] if tick else [])]
    is_last = part[0] == part[1]
    note = words(N_("Further indicators that are not shown: {count}."), count=left_out)
    note = note if is_last and left_out else ""
    bottom = _TOP + _ROW * len(rows)
    legend = height_of([text for _, text in signs], WIDTH)
    drawing = Drawing(WIDTH, bottom + 2 + legend + (LINE if note else 0), wording)
    _head(drawing, bottom, wording, day)
    for number, row in enumerate(rows):
        _draw(drawing, row, _TOP + _ROW * (number + 0.5), wording)
    draw_legend(
        drawing, [Entry(partial(_sign, drawing, kind), text) for kind, text in signs], 0, bottom + 2, WIDTH
    )
    if note:
        drawing.text(1, bottom + 2 + legend + 3.5, note, colour=QUIET)
    caption = words(N_("Progress of the indicators"))
    if part[1] > 1:
        caption += ("" if wording.chinese else " ") + wording.bracketed(f"{part[0]}/{part[1]}")
    return drawing.figure(caption, _told(rows, wording, day, note))


def _head(drawing: Drawing, bottom: float, wording: Wording, day: date) -> None:
    words = wording.words
    drawing.text(1, 5.5, words("Indicator"), strong=True)
    drawing.text(_LEFT, 5.5, fitted(words(N_("Share of the way to the target")), _RIGHT - _LEFT, SMALL))
    drawing.text(_VALUES, 5.5, words(N_("Actual")), anchor="middle")
    drawing.text(_VALUES, 9.6, words(N_("(expected)")), anchor="middle", colour=QUIET)
    drawing.text(_STATE, 5.5, words("Status"), strong=True)
    text = words(N_("As of {day}"), day=wording.day(day))
    drawing.text(1, 9.6, fitted(text, _NAMES, SMALL), colour=QUIET)
    for share in (0, 50, 100):
        x = _LEFT + (_RIGHT - _LEFT) * share / 100
        drawing.text(x, 9.6, f"{share}%", anchor="middle", colour=QUIET)
        drawing.line(x, _TOP - 1.2, x, bottom, stroke=RULE, thick=0.1)
    drawing.line(0, _TOP, WIDTH, _TOP, thick=0.25)
    drawing.line(0, bottom, WIDTH, bottom, thick=0.25)


def _draw(drawing: Drawing, row: _Row, y: float, wording: Wording) -> None:
    indicator, found = row
    foot = y + SMALL * 0.36
    drawing.line(0, y + _ROW / 2, WIDTH, y + _ROW / 2, stroke=RULE, thick=0.1)
    code = f"{indicator.code} " if indicator.code else ""
    drawing.text(1, foot, fitted(code + indicator.name, _NAMES - 2, SMALL))
    word = wording.words(STATUSES[found.status])
    drawing.text(_STATE + 4, foot, fitted(word, WIDTH - _STATE - 4, SMALL))
    _sign(drawing, found.status, _STATE + 1.2, y)
    if found.actual is None:
        if found.reason:
            reason = fitted(wording.words(REASONS[found.reason]), _STATE - _LEFT - 2, SMALL)
            # The words stand on a clear ground.
            drawing.rect(
                _LEFT,
                y - _BAR / 2,
                min(width_of(reason, SMALL) + 1, _RIGHT - _LEFT + 1),
                _BAR,
                fill=PAPER,
                thick=0,
            )
            drawing.text(_LEFT + 0.8, foot, reason, colour=QUIET)
        return
    top, room = y - _BAR / 2, _RIGHT - _LEFT
    drawing.rect(_LEFT, top, room, _BAR, fill=LIGHT, thick=0)
    gone = 1.0 if found.gone is None else min(1.0, max(0.0, float(found.gone)))
    if gone:
        drawing.rect(_LEFT, top, room * gone, _BAR, fill=DARK, thick=0)
    drawing.rect(_LEFT, top, room, _BAR)
    if found.due is not None:
        x = _LEFT + room * min(1.0, max(0.0, float(found.due)))
        _due(drawing, x, y)
    drawing.text(_VALUES, foot, fitted(_values(found), _STATE - _RIGHT - 3, SMALL), anchor="middle")


def _values(found: Progress) -> str:
    """The actual value and, in brackets, the one that was expected."""
    assert found.actual is not None
    expected = "" if found.expected is None or found.due is None else f" ({short(found.expected)})"
    return f"{short(found.actual)}{expected}"


# -- signs ---------------------------------------------------------------------------------------------


def _due(drawing: Drawing, x: float, y: float) -> None:
    """Where an indicator should be: a line with a light edge, seen on light and on dark."""
    drawing.line(x, y - 2.1, x, y + 2.1, stroke=PAPER, thick=0.9)
    drawing.line(x, y - 2.1, x, y + 2.1, thick=0.45)


def _sign(drawing: Drawing, kind: str, x: float, y: float) -> None:
    """The sign of a state, each of a shape of its own."""
    match kind:
        case "reached":
            drawing.circle(x, y, _HALF, fill=DARK, stroke=DARK)
        case "ahead":
            drawing.triangle(x, y, _HALF, fill=DARK, stroke=DARK)
        case "on_track":
            drawing.circle(x, y, _HALF, stroke=DARK)
        case "behind" | "far_behind":
            steps = f"M{at(x - _HALF, y - _HALF)} L{at(x + _HALF, y - _HALF)} L{at(x, y + _HALF)} Z"
            is_far = kind == "far_behind"
            drawing.path(steps, fill=ALARM if is_far else PAPER, stroke=ALARM, thick=0.3)
        case "due":
            _due(drawing, x, y)
        case _:
            drawing.line(x - _HALF, y, x + _HALF, y, stroke=INK, thick=0.3)


# -- in words ------------------------------------------------------------------------------------------


def _told(rows: list[_Row], wording: Wording, day: date, note: str) -> str:
    words = wording.words
    counts = [
        _counted(wording, label, count)
        for name, label in STATUSES.items()
        if (count := sum(row.found.status == name for row in rows))
    ]
    said = [words(N_("As of {day}: {told}."), day=wording.day(day), told=wording.listed(counts))]
    late = [_late(row, wording) for row in rows if row.found.status in _NAMED]
    if late:
        said.append(words(N_("Behind their path: {indicators}."), indicators=wording.listed(late)))
    if note:
        said.append(note)
    return ("" if wording.chinese else " ").join(said)


def _counted(wording: Wording, label: str, count: int) -> str:
    return wording.words(N_("{state}: {count}"), state=wording.words(label), count=count)


def _late(row: _Row, wording: Wording) -> str:
    name, found = one_line(row.indicator.name), row.found
    if found.actual is None or found.expected is None:
        return name
    told = wording.words(
        N_("{actual}, expected {expected}"), actual=short(found.actual), expected=short(found.expected)
    )
    return name + ("" if wording.chinese else " ") + wording.bracketed(told)
