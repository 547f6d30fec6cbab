"""The time scale: days and pixels, headings at every scale, months that dates keep to."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import i18n
from workbench.ui.views.gantt_scale import MOST, SCALES, Scale, near_month, scale_level

FIRST, LAST = date(2026, 1, 1).toordinal(), date(2030, 12, 31).toordinal()


@given(st.integers(FIRST, LAST), st.floats(0.02, MOST))
def test_a_day_is_where_it_is_drawn(day: int, step: float) -> None:
    scale = Scale(step, FIRST, LAST)
    assert scale.day(scale.x(day) + step / 2) == day


@pytest.mark.parametrize("name", SCALES)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_headings_cover_the_time_without_gaps(name: str, language: str) -> None:
    i18n.speak(language)
    step = SCALES[name][1]
    assert scale_level(step) == name
    for ticks in Scale(step, FIRST, LAST).rows(FIRST, LAST):
        assert all(one.after == other.first for one, other in pairwise(ticks))
        assert all(tick.words and all(tick.words) for tick in ticks)
        if ticks:
            assert ticks[0].first <= FIRST
            assert ticks[-1].after > LAST


def test_the_ends_of_the_calendar_are_borne() -> None:
    scale = Scale(1.0, 1, date.max.toordinal())
    assert scale.day(-500) == 1
    for step in (0.02, 0.5, 2.0, 6.0, 30.0):
        for edge in (1, date.max.toordinal()):
            near = scale._replace(step=step)
            assert near.rows(max(1, edge - 40), min(edge + 40, date.max.toordinal()))[1]


@pytest.mark.parametrize(
    ("day", "is_end", "near"),
    [
        (date(2026, 3, 1), False, date(2026, 3, 1)),
        (date(2026, 3, 14), False, date(2026, 3, 1)),
        (date(2026, 3, 20), False, date(2026, 4, 1)),
        (date(2026, 3, 31), True, date(2026, 3, 31)),
        (date(2026, 3, 3), True, date(2026, 2, 28)),
        (date(2026, 3, 25), True, date(2026, 3, 31)),
        (date(2026, 12, 30), False, date(2027, 1, 1)),
        (date(2026, 1, 2), True, date(2025, 12, 31)),
    ],
)
def test_the_month_nearest(day: date, is_end: bool, near: date) -> None:
    assert near_month(day, is_end=is_end) == near
