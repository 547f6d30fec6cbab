"""Figures as the commands give them: numbers in JSON, short in tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.analysis.scoring_inputs import short

if TYPE_CHECKING:
    from decimal import Decimal


def as_json(value: Decimal | None) -> int | float | None:
    """A number of JSON; whole ones without a point."""
    if value is None:
        return None
    if value == value.to_integral_value() and abs(value) < 10**15:
        return int(value)
    return float(value)


def as_score(value: Decimal | None) -> float | None:
    """A score of JSON, two decimals."""
    return None if value is None else float(value)


def as_text(value: Decimal | None) -> str:
    """A number in a table; "-" for none."""
    return "-" if value is None else short(value)


def score_as_text(value: Decimal | None) -> str:
    """A score in a table, always with two decimals; "-" for none."""
    return "-" if value is None else f"{value:.2f}"
