"""Working days: Chinese holidays and make-up workdays, years not announced, calendars of an office's own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench import paths
from workbench.analysis.working_days import (
    Calendar,
    calendar_in,
    calendar_named,
    calendars,
    forget_calendars,
    weekends_only,
)


@pytest.fixture(autouse=True)
def fresh(home: Path) -> Iterator[None]:
    forget_calendars()
    yield
    forget_calendars()


def usual() -> Calendar:
    return calendar_named(None)


@pytest.mark.parametrize(
    ("day", "is_worked", "why"),
    [
        (date(2016, 2, 8), False, "春节"),
        (date(2016, 2, 6), True, ""),  # a Saturday worked for it
        (date(2016, 2, 14), True, ""),
        (date(2016, 10, 1), False, "国庆节"),
        (date(2016, 10, 8), True, ""),
        (date(2015, 9, 3), False, "中国人民抗日战争暨世界反法西斯战争胜利70周年纪念日"),
        (date(2020, 1, 31), False, "春节"),  # extended
        (date(2020, 2, 3), True, ""),
        (date(2026, 2, 23), False, "春节"),
        (date(2026, 2, 28), True, ""),
        (date(2026, 6, 13), False, ""),  # any Saturday
        (date(2026, 6, 15), True, ""),
        (date(2027, 10, 1), True, ""),  # not announced: weekends only
        (date(2027, 10, 2), False, ""),
    ],
)
def test_chinese_days(day: date, is_worked: bool, why: str) -> None:
    assert (usual().is_working(day), usual().why(day)) == (is_worked, why)


def test_it_says_which_years_it_knows() -> None:
    assert usual().years == frozenset(range(2004, 2027))
    assert not usual().knows(2027)


@pytest.mark.parametrize(("year", "days"), [(2023, 249), (2024, 251), (2025, 248), (2026, 248)])
def test_working_days_of_a_year(year: int, days: int) -> None:
    assert usual().working_days(date(year, 1, 1), date(year, 12, 31)) == days


DAYS = st.dates(date(2003, 1, 1), date(2029, 12, 31))


@given(DAYS, st.integers(0, 900))
def test_counting_is_looking_at_every_day(first: date, more: int) -> None:
    last = first + timedelta(more)
    slowly = sum(usual().is_working(first + timedelta(step)) for step in range(more + 1))
    assert usual().working_days(first, last) == slowly
    assert usual().working_days(last + timedelta(1), last) == 0


@given(DAYS, st.integers(-300, 300))
def test_steps_and_near_days(day: date, steps: int) -> None:
    calendar = usual()
    there = calendar.plus(day, steps)
    if steps > 0:
        assert calendar.working_days(day + timedelta(1), there) == steps
    elif steps < 0:
        assert calendar.working_days(there, day - timedelta(1)) == -steps
    else:
        assert there == day
    after, before = calendar.on_or_after(day), calendar.on_or_before(day)
    assert calendar.is_working(after)
    assert calendar.is_working(before)
    assert before <= day <= after
    assert calendar.working_days(day, after) == 1
    assert calendar.working_days(before, day) == 1


def test_at_the_ends_of_the_calendar() -> None:
    assert usual().plus(date.max, 5) == date.max
    assert usual().plus(date.min, -5) == date.min
    first = date(1, 1, 6)  # a Saturday
    assert weekends_only().on_or_before(first) == date(1, 1, 5)


def test_holidays_are_no_make_up_days() -> None:
    for one in calendars().values():
        assert not one.worked & set(one.holidays)
        assert all(day.weekday() >= 5 for day in one.worked)


def test_an_office_adds_a_year(home: Path) -> None:
    folder = paths.own_calendars()
    folder.mkdir()
    told = {
        "code": "cn",
        "title": "本地",
        "years": {"2027": {"holidays": {"元旦": ["01-01/01-03"]}, "workdays": []}},
    }
    (folder / "own.json").write_text(json.dumps(told), encoding="utf-8")
    (folder / "torn.json").write_text('{"code": ', encoding="utf-8")
    (folder / "wrong.json").write_text('{"code": "x", "title": "", "years": {"2027": []}}', encoding="utf-8")
    forget_calendars()
    assert list(calendars()) == ["cn"]
    assert usual().why(date(2027, 1, 2)) == "元旦"
    assert calendar_named("本地") is usual()


def test_an_unknown_calendar_knows_weekends() -> None:
    assert calendar_named("no such") == weekends_only()
    assert weekends_only().is_working(date(2026, 10, 1))
    with pytest.raises(ValueError, match="month"):
        calendar_in(
            {"code": "x", "title": "x", "years": {"2027": {"holidays": {"a": ["13-01"]}, "workdays": []}}}
        )
