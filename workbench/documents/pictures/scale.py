"""Numbers in drawings: round ones along an axis, short ones at a point."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from workbench.plan.values import round_step, rounded, show_number

_HUGE: Final = Decimal(10) ** 12


def ticks(lowest: Decimal, highest: Decimal, most: int = 5) -> list[Decimal]:
    """Evenly spaced round numbers, the first at or below ``lowest``, the last at or above ``highest``."""
    if highest <= lowest:
        highest = lowest + (abs(lowest) or Decimal(1))
    step = round_step((highest - lowest) / most)
    first = (lowest / step).to_integral_value(ROUND_FLOOR)
    last = (highest / step).to_integral_value(ROUND_CEILING)
    return [step * number for number in range(int(first), int(last) + 1)]


def short(value: Decimal) -> str:
    """A value of at most two decimals; one that no label holds by its power of ten."""
    if abs(value) >= _HUGE:
        return f"{value:.3g}"
    return show_number(rounded(value, Decimal("0.01")).normalize())


def spelled(value: Decimal) -> str:
    """A number without trailing zeros, thousands set apart: 1,200.5."""
    whole = value.to_integral_value()
    return f"{whole if value == whole else value.normalize():,f}"
