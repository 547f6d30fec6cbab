"""Quantities, money, dates and periods as offices write them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import Problem
from workbench.plan.values import (
    Quantity,
    fen_of_wan,
    half_width,
    in_any_width,
    parse_date,
    parse_money,
    parse_quantity,
    period_end,
    period_start,
    show_money,
    wan_of_fen,
)


@pytest.mark.parametrize(
    ("written", "value", "op", "upper"),
    [
        ("90", "90", None, None),
        ("90.00", "90.00", None, None),
        ("≥90", "90", "ge", None),
        (">=90%", "90", "ge", None),
        ("90%以上", "90", "ge", None),
        ("≤2次", "2", "le", None),
        ("650万户", "650", None, None),
        ("200项以上", "200", "ge", None),
        ("小于5", "5", "lt", None),
        ("约20", "20", "about", None),
        ("20左右", "20", "about", None),
        ("3-5", "3", "range", "5"),
        ("3~5%", "3", "range", "5"),
        ("〔13.5〕", "13.5", None, None),
        ("98(80%用户)", "98", None, None),
        ("９８．５", "98.5", None, None),
        ("-5", "-5", None, None),
    ],
)
def test_numbers_are_understood(written: str, value: str | None, op: str | None, upper: str | None) -> None:
    read = parse_quantity(written)
    assert read.value == (Decimal(value) if value is not None else None)
    assert read.op == op
    assert read.upper == (Decimal(upper) if upper else None)
    assert read.shown() == written


@pytest.mark.parametrize(
    "written", ["国际领先", "—", "基本实现", "约", "逐步实现", "2015年", "2015年底前建成3个"]
)
def test_words_stay_words(written: str) -> None:
    assert parse_quantity(written) == Quantity(text=written)


def test_grouping_commas_say_nothing() -> None:
    assert parse_quantity("1,200") == Quantity(Decimal(1200))


def test_digits_are_kept() -> None:
    assert str(parse_quantity("90.0").value) == "90.0"
    assert Quantity(Decimal("13.50")).shown() == "13.50"
    assert Quantity(Decimal(90), "ge").shown() == "≥90"
    assert Quantity(Decimal(3), "range", Decimal(5)).shown() == "3-5"


@given(st.integers(-(10**15), 10**15))
def test_money_is_exact(fen: int) -> None:
    assert fen_of_wan(wan_of_fen(fen)) == fen
    assert parse_money(show_money(fen)) == fen


@pytest.mark.parametrize(
    ("written", "fen"),
    [
        ("1200", 1_200_000_000),
        ("1,200万元", 1_200_000_000),
        ("1.2亿元", 12_000_000_000),
        ("300元", 30_000),
        ("0.000001", 1),
    ],
)
def test_money_is_understood(written: str, fen: int) -> None:
    assert parse_money(written) == fen


@pytest.mark.parametrize("written", ["", "很多", "0.0000001", "1.2.3", "万元"])
def test_what_is_no_amount_is_told(written: str) -> None:
    with pytest.raises(Problem):
        parse_money(written)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2026-02-28", date(2026, 2, 28)),
        ("2026年2月28日", date(2026, 2, 28)),
        ("2026/2/8", date(2026, 2, 8)),
        ("2017年底前", date(2017, 12, 31)),
        ("2024年2月", date(2024, 2, 29)),
        ("2026年第三季度", date(2026, 9, 30)),
        ("2026Q1", date(2026, 3, 31)),
        ("2026", date(2026, 12, 31)),
    ],
)
def test_dates_are_understood(written: str, day: date) -> None:
    assert parse_date(written) == day


@pytest.mark.parametrize("written", ["2026-02-30", "长期坚持", "0000-01-01", "2026-13", ""])
def test_what_is_no_date_is_told(written: str) -> None:
    with pytest.raises(Problem):
        parse_date(written)


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("2015", date(2015, 1, 1), date(2015, 12, 31)),
        ("2015-H1", date(2015, 1, 1), date(2015, 6, 30)),
        ("2015-Q4", date(2015, 10, 1), date(2015, 12, 31)),
        ("2016-02", date(2016, 2, 1), date(2016, 2, 29)),
    ],
)
def test_periods(period: str, first: date, last: date) -> None:
    assert (period_start(period), period_end(period)) == (first, last)


@given(st.text("aAａＡ1１期第-－()（） .[]", max_size=12), st.text("a1期第-(). []", min_size=1, max_size=3))
def test_a_word_is_found_in_any_width_and_case(text: str, word: str) -> None:
    found = in_any_width(word).search(text) is not None
    assert found == (word in half_width(text).lower())
