"""Keys of rank order and human codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.plan import ids


@pytest.mark.parametrize("count", [0, 1, 35, 36, 1000, 50_000])
def test_spread_keys_ascend(count: int) -> None:
    keys = ids.spread(count)
    assert len(set(keys)) == count
    assert keys == sorted(keys)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=80))
def test_there_is_always_room_between(places: list[int]) -> None:
    keys = ids.spread(3)
    for place in places:
        at = place % (len(keys) + 1)
        low = keys[at - 1] if at else ""
        high = keys[at] if at < len(keys) else ""
        keys.insert(at, ids.between(low, high))
        assert keys == sorted(keys)
        assert len(set(keys)) == len(keys)


def test_appending_keeps_keys_short() -> None:
    key = "i"
    for _ in range(1000):
        key = ids.between(key, "")
    assert len(key) < 40


def test_no_room_between_equals() -> None:
    with pytest.raises(ValueError, match="no key between"):
        ids.between("b", "b")


def test_codes_follow_the_ones_in_use() -> None:
    assert ids.next_code("P", []) == "P-001"
    assert ids.next_code("P", ["P-001", "P-014", "X-99"]) == "P-015"
    assert ids.next_code("P", ["P09"]) == "P10"


def test_ids_differ() -> None:
    assert len({ids.new_id() for _ in range(1000)}) == 1000
