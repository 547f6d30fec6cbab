"""How far an indicator has come: its last value beside the path to its targets, and one word for it.

The share of the way that has been gone is measured from the baseline to the final target, whichever way that
leads; the share that should have been gone is read off the yearly targets, with straight lines between them.
Values that do not lie on such a way (of one year each, within a range, kept level, without a baseline) are
measured against the target of their time instead.
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import Ratio, Wanted, completion, meets, nearest, wanted_of
from workbench.analysis.measured import beginning, measured_values, stands_alone, targets_in_figures
from workbench.i18n import N_
from workbench.plan.values import in_years, on_the_line, period_end

if TYPE_CHECKING:
    from datetime import date

    from workbench.plan.elements import Indicator
    from workbench.plan.records import Actual, Target

#: What may be said of an indicator, from good to bad.
STATUSES: Final = {
    "reached": N_("Reached"),
    "ahead": N_("Ahead"),
    "on_track": N_("On track"),
    "behind": N_("Behind"),
    "far_behind": N_("Far behind"),
    "no_data": N_("No data"),
}
#: Why nothing can be said.
REASONS: Final = {
    "words": N_("It is judged in words"),
    "direction": N_("It is not stated whether higher or lower is better"),
    "target": N_("It has no target in figures"),
    "actual": N_("It has no actual value up to this day"),
}
_ONE: Final = Decimal(1)
_ZERO: Final = Decimal(0)
_DIGITS: Final = 60


class Limits(NamedTuple):
    """By how much the share gone differs from the share due, from which on an indicator is what."""

    ahead: Decimal = Decimal("0.10")
    on_track: Decimal = Decimal("-0.05")
    far_behind: Decimal = Decimal("-0.20")


class Progress(NamedTuple):
    """The status of an indicator, and what it was found from.

    ``gone`` and ``due`` are shares of the way from baseline to final target (1 is the whole), or against the
    target of the time: then ``due`` is 1 and ``expected`` is that target.
    """

    status: str
    reason: str = ""
    actual: Decimal | None = None
    on: date | None = None
    expected: Decimal | None = None
    gone: Decimal | None = None
    due: Decimal | None = None


class _Measured(NamedTuple):
    actual: Decimal
    on: date


def progress(
    indicator: Indicator,
    as_of: date,
    base_year: int | None = None,
    limits: Limits = Limits(),  # noqa: B008 - immutable
) -> Progress:
    """How far an indicator has come on a day. ``base_year`` is the plan's, for baselines without a year."""
    direction = indicator.direction
    if direction == "qualitative":
        return Progress("no_data", "words")
    targets = targets_in_figures(indicator)
    if not targets:
        return Progress("no_data", "target")
    if direction is None:
        return Progress("no_data", "direction")
    found = latest(indicator, as_of)
    if found is None or found.value is None:
        return Progress("no_data", "actual")
    with localcontext(prec=_DIGITS):
        measured = _Measured(found.value, period_end(found.period))
        final = targets[-1]
        is_alone = stands_alone(indicator)
        wanted = wanted_of(indicator, final)
        if isinstance(wanted, str):
            return Progress("no_data", wanted)
        if meets(wanted, measured.actual) and (not is_alone or measured.on.year >= final.year):
            return Progress("reached", "", measured.actual, measured.on, nearest(wanted, measured.actual))
        start = None if is_alone else beginning(indicator, base_year)
        if start is not None and start[1] != final.value:
            return _on_the_way(measured, start, targets, limits)
        return _beside_target(indicator, measured, targets, limits)


def latest(indicator: Indicator, as_of: date) -> Actual | None:
    """The last value for the whole plan that was measured by a day, as it is compared with targets."""
    best: Actual | None = None
    for one in measured_values(indicator):
        end = period_end(one.period)
        if end <= as_of and (best is None or end >= period_end(best.period)):
            best = one
    return best


def _on_the_way(
    measured: _Measured, start: tuple[int, Decimal], targets: list[Target], limits: Limits
) -> Progress:
    final = targets[-1].value
    assert final is not None
    # Each at the end of its year.
    points = [(Decimal(start[0] + 1), start[1])]
    for one in targets:
        # A target of the base year or before lies behind.
        if one.value is not None and one.year + 1 > points[-1][0]:
            points.append((Decimal(one.year + 1), one.value))
    expected = _read_off(points, in_years(measured.on))
    way = final - start[1]
    gone, due = (measured.actual - start[1]) / way, (expected - start[1]) / way
    return Progress(_word(gone - due, limits), "", measured.actual, measured.on, expected, gone, due)


def _read_off(points: list[tuple[Decimal, Decimal]], time: Decimal) -> Decimal:
    """The value of a path at a time; before its first point and after its last it is level."""
    before = points[0]
    if time <= before[0]:
        return before[1]
    for after in points[1:]:
        if time <= after[0]:
            return on_the_line(before, after, time)
        before = after
    return before[1]


def _beside_target(
    indicator: Indicator, measured: _Measured, targets: list[Target], limits: Limits
) -> Progress:
    """Against the target of the year measured, or else the next one."""
    due = next((one for one in targets if one.year >= measured.on.year), targets[-1])
    wanted = wanted_of(indicator, due)
    assert isinstance(wanted, Wanted)
    expected = nearest(wanted, measured.actual)
    found = completion(wanted, measured.actual)
    # Of a target of nothing there is no share: whoever misses it misses it wholly.
    gone = found.value if isinstance(found, Ratio) else _ZERO
    if meets(wanted, measured.actual) and (gone is None or gone < 1):
        gone = _ONE
    gone = max(_ZERO, gone) if gone is not None else _ONE
    return Progress(_word(gone - _ONE, limits), "", measured.actual, measured.on, expected, gone, _ONE)


def _word(ahead_by: Decimal, limits: Limits) -> str:
    if ahead_by >= limits.ahead:
        return "ahead"
    if ahead_by >= limits.on_track:
        return "on_track"
    return "far_behind" if ahead_by < limits.far_behind else "behind"
