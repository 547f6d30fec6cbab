"""What is to be seen at the cells of actual values: late, missing, or suspicious, and why.

Whether a value can be, lies near the line, or is due is judged as C416, C417 and C414 judge it; here each
cell has its own answer, also in a plan that is not yet in force, and what is suspicious is told by its
likely cause.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.actuals import Row, field_at, in_time
from workbench.analysis.item_parameters import plain
from workbench.i18n import N_
from workbench.plan.values import rounded, show_number
from workbench.rules.definitions import is_impossible
from workbench.rules.figures import owed_periods, without_values
from workbench.rules.proofs import judge_points

if TYPE_CHECKING:
    from workbench.plan.elements import Indicator
    from workbench.plan.records import Actual
    from workbench.rules.view import View

#: Kinds of marks: the word for it.
WORDS: Final = {
    "late": N_("Late"),
    "missing": N_("Not reported"),
    "stated": N_("No value, and why"),
    "impossible": N_("Cannot be"),
    "slip": N_("Slip of the unit?"),
    "jump": N_("Off the path"),
    "falls": N_("Falls"),
    "sum": N_("A total so far?"),
    "same": N_("As before"),
}
SUSPICIOUS: Final = frozenset({"impossible", "slip", "jump", "falls", "sum", "same"})
MISSING: Final = frozenset({"late", "missing"})
_HUNDRED: Final = Decimal(100)
#: Factors that a slip of the unit makes: per cent or share, 万 or one.
_SLIPS: Final = (_HUNDRED, Decimal(10_000))
#: So near a factor is taken for it.
_NEAR: Final = Decimal("1.5")
#: Counts below this are often the same again.
_SMALL: Final = Decimal(20)
#: Two places are enough for a figure below this.
_LONG: Final = Decimal(1000)
_SHORT: Final = Decimal("0.01")


class Mark(NamedTuple):
    """What is to be seen at a cell: a key of WORDS, and why as a message with its values."""

    kind: str
    message: str
    values: tuple[tuple[str, str], ...] = ()


#: Marks by cell: (unit, period).
Marks = dict[tuple[str | None, str], Mark]


def marks(seen: View, indicator: Indicator) -> Marks:
    """The marks at the cells of an indicator."""
    found = _gaps(seen, indicator)
    if indicator.actuals:
        found |= _suspicious(seen, indicator)
    return found


def mark_of(found: Marks, row: Row, period: str) -> Mark | None:
    """The mark at a cell."""
    return found.get((row.unit, period))


def _gaps(seen: View, indicator: Indicator) -> Marks:
    grace = seen.parameter("C414", "grace_days")
    late = set(without_values(indicator, owed_periods(seen, indicator, grace))) if seen.executed else set()
    whole = indicator.why_absent("actuals") if not indicator.actuals else None
    made: Marks = {}
    for period, unit in without_values(indicator, owed_periods(seen, indicator, -1)):
        reason = indicator.why_absent(field_at(period, unit)) or whole
        if reason is not None:
            continue
        if (period, unit) in late:
            mark = Mark(
                "late", N_("It was due {days} days after the end of the period"), (("days", str(grace)),)
            )
        else:
            mark = Mark("missing", N_("The period is over, and there is no value yet"))
        made[unit, period] = mark
    for entry in indicator.absent or ():
        name = entry.field
        if name.startswith("actuals[") and name.endswith("]"):
            period, _, unit_ = name[8:-1].partition(",")
            label = type(entry).field_of["reason"].choices[entry.reason]
            said = (("what", f"@{label}"), ("note", entry.note or ""))
            message = N_("{what}: {note}") if entry.note else label
            made[unit_ or None, period] = Mark("stated", message, said)
    return made


def _suspicious(seen: View, indicator: Indicator) -> Marks:
    made: Marks = {}
    before: dict[str | None, list[Actual]] = {}
    for one in sorted(indicator.actuals or (), key=lambda actual: in_time(actual.period)):
        if one.value is None:
            continue
        earlier = before.setdefault(one.unit, [])
        like = [actual for actual in earlier if len(actual.period) == len(one.period)]
        mark = _beside_the_last(indicator, one, like)
        if mark is not None:
            made[one.unit, one.period] = mark
        earlier.append(one)
    for one, line in judge_points(indicator, Decimal(seen.parameter("C417", "times"))):
        if line is not None and one.value is not None:
            made[one.unit, one.period] = _off(one.value, line)
    for one in indicator.actuals or ():
        if is_impossible(indicator, one):
            made[one.unit, one.period] = Mark(
                "impossible", N_("Such a value cannot be: a share lies in 0-100 %, a count is not negative")
            )
    return made


def _off(value: Decimal, line: Decimal) -> Mark:
    said = (("line", _short(line)),)
    times = value / line if value >= line else line / value
    for factor in _SLIPS:
        if factor / _NEAR <= times <= factor * _NEAR:
            if value >= line:
                message = N_("About {factor} times the line between its neighbours ({line})")
            else:
                message = N_("About 1/{factor} of the line between its neighbours ({line})")
            return Mark("slip", message, (("factor", show_number(factor)), *said))
    return Mark("jump", N_("Far from the line between its neighbours ({line})"), said)


def _beside_the_last(indicator: Indicator, one: Actual, earlier: list[Actual]) -> Mark | None:
    """What is strange about a value beside those of the periods before."""
    if not earlier or one.value is None or earlier[-1].value is None:
        return None
    last = earlier[-1].value
    said = (("value", show_number(last)), ("period", earlier[-1].period))
    if indicator.aggregation == "cumulative":
        year = [actual.value for actual in earlier if actual.period[:4] == one.period[:4] and actual.value]
        if len(year) >= 2 and sum(year) <= one.value:
            return Mark(
                "sum",
                N_("As much as the periods before it together: amounts are entered, not totals so far"),
            )
    elif one.value < last and "累计" in indicator.name and indicator.aggregation in (None, "level"):
        return Mark("falls", N_("Lower than before, and it counts all so far ({period}: {value})"), said)
    is_whole = one.value == _HUNDRED or not one.value
    if one.value == last and not is_whole and not (one.value < _SMALL and one.value == int(one.value)):
        return Mark("same", N_("The same value as before ({period}: {value})"), said)
    return None


def _short(value: Decimal) -> str:
    """A figure as one reads it."""
    return show_number(plain(value if abs(value) >= _LONG else rounded(value, _SHORT)))
