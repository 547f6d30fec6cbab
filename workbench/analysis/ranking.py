"""Places in a ranking, with those who are level."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

K = TypeVar("K")


def places(values: Mapping[K, Decimal]) -> dict[K, int]:
    """The place of each, the highest value first; who is level has the same place, and the next one counts on
    from all before: 1, 2, 2, 4.
    """
    return {key: first for first, keys in _level(values) for key in keys}


def mean_places(values: Mapping[K, Decimal]) -> dict[K, Decimal]:
    """The same, where who is level shares the mean of the places: 1, 2.5, 2.5, 4."""
    return {key: first + Decimal(len(keys) - 1) / 2 for first, keys in _level(values) for key in keys}


def _level(values: Mapping[K, Decimal]) -> Iterable[tuple[int, list[K]]]:
    first = 1
    ordered = sorted(values, key=lambda key: values[key], reverse=True)
    for _, group in groupby(ordered, key=lambda key: values[key]):
        keys = list(group)
        yield first, keys
        first += len(keys)
