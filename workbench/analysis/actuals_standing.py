"""How a row of actual values stands in a year: its target, how near the last value comes to it, status."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from workbench.analysis.completion import EXACT, Ratio, completion, wanted_of
from workbench.analysis.measured import measured_values, targets_of_year
from workbench.analysis.progress import STATUSES, progress
from workbench.plan.in_words import quantity_of
from workbench.plan.values import period_end, rounded, show_number

if TYPE_CHECKING:
    from datetime import date

    from workbench.analysis.progress import Limits
    from workbench.plan.elements import Indicator
    from workbench.plan.records import Actual

_HUNDRED: Final = Decimal(100)
_STEP: Final = Decimal("0.1")


class Standing(NamedTuple):
    """Target and completion as texts, "" for none; ``period`` is that of the value compared.

    ``status`` is a message of progress.STATUSES, "" for rows of units, which have no path of their own.
    """

    target: str = ""
    completion: str = ""
    period: str = ""
    status: str = ""


def standing(
    indicator: Indicator, unit: str | None, year: int, as_of: date, base_year: int | None, limits: Limits
) -> Standing:
    """The standing of a row in a year, by its last value of that year."""
    status = STATUSES[progress(indicator, as_of, base_year, limits).status] if unit is None else ""
    target = targets_of_year(indicator, year).get(unit)
    if target is None:
        return Standing(status=status)
    said = quantity_of(target).shown()
    last = _last(indicator, unit, year)
    wanted = wanted_of(indicator, target)
    if last is None or last.value is None or isinstance(wanted, str):
        return Standing(said, status=status)
    found = completion(wanted, last.value)
    share = found.value if isinstance(found, Ratio) else None
    return Standing(said, _percent(share) if share is not None else "", last.period, status)


def _last(indicator: Indicator, unit: str | None, year: int) -> Actual | None:
    """The last value of a year, as it is compared with targets."""
    of_year = [one for one in measured_values(indicator, unit) if one.period[:4] == str(year)]
    return max(of_year, key=lambda one: (period_end(one.period), -len(one.period)), default=None)


def _percent(share: Decimal) -> str:
    return f"{show_number(rounded(EXACT.multiply(share, _HUNDRED), _STEP))} %"
