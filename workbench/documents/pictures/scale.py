"""Round numbers along an axis."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal


def ticks(lowest: Decimal, highest: Decimal, most: int = 5) -> list[Decimal]:
    """Evenly spaced round numbers, the first at or below ``lowest``, the last at or above ``highest``."""
    if highest <= lowest:
        highest = lowest + (abs(lowest) or Decimal(1))
    rough = (highest - lowest) / most
    power = Decimal(1).scaleb(rough.adjusted())
    step = next(power * factor for factor in map(Decimal, (1, 2, 5, 10)) if power * factor >= rough)
    first = (lowest / step).to_integral_value(ROUND_FLOOR)
    last = (highest / step).to_integral_value(ROUND_CEILING)
    return [step * number for number in range(int(first), int(last) + 1)]


def spelled(value: Decimal) -> str:
    """A number without trailing zeros, thousands set apart: 1,200.5."""
    whole = value.to_integral_value()
    return f"{whole if value == whole else value.normalize():,f}"
