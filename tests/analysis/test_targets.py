"""Offers of yearly targets between the baseline and the final one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from workbench.analysis.targets import amounts, offers
from workbench.plan.elements import Indicator
from workbench.plan.records import Baseline, Target


def indicator(first: str | None, last: str, years: int = 4, **more: Any) -> Indicator:
    baseline = Baseline(value=Decimal(first), year=2016) if first is not None else None
    target = Target(value=Decimal(last), year=2016 + years, op="ge")
    return Indicator(id="i", name="i", direction="higher", baseline=baseline, targets=(target,), **more)


def values(one: Indicator, base_year: int | None = None) -> dict[str, list[str] | str]:
    return {
        offer.way: offer.lack or [str(target.value) for target in offer.targets]
        for offer in offers(one, base_year)
    }


def test_three_ways_to_the_same_end() -> None:
    assert values(indicator("60", "100")) == {
        "linear": ["70", "80", "90", "100"],
        # 60 x (5/3)^(1/4) = 68.17...
        "compound": ["68.2", "77.5", "88.0", "100"],
        # 4, 3, 2 and 1 tenths of the way.
        "front_loaded": ["76", "88", "96", "100"],
    }
    (linear, *_) = offers(indicator("60", "100"))
    assert [(one.year, one.op) for one in linear.targets] == [(year, "ge") for year in range(2017, 2021)]


def test_downwards_and_with_the_digits_of_the_ends() -> None:
    found = values(indicator("0.80", "0.60", 3))
    assert found["linear"] == ["0.733", "0.667", "0.60"]
    assert found["front_loaded"] == ["0.70", "0.633", "0.60"]
    assert values(indicator("3", "10", 3, value_type="count"))["linear"] == ["5", "8", "10"]


@pytest.mark.parametrize(("first", "last"), [("0", "10"), ("-5", "10"), ("10", "0"), ("-5", "-3")])
def test_there_is_no_steady_growth_from_or_through_nothing(first: str, last: str) -> None:
    found = values(indicator(first, last))
    assert found["compound"] == "sign"
    assert isinstance(found["linear"], list)


def test_what_is_missing_is_said() -> None:
    assert set(map(str, values(indicator(None, "10")).values())) == {"baseline"}
    assert set(map(str, values(indicator("1", "10", 1)).values())) == {"years"}
    assert set(map(str, values(indicator("1", "10").but(targets=None)).values())) == {"target"}
    early = indicator("1", "10").but(baseline=Baseline(value=Decimal(1), year=2020))
    assert set(map(str, values(early).values())) == {"target"}


def test_amounts_of_what_adds_up_come_to_the_total() -> None:
    one = indicator(None, "100", 3, aggregation="cumulative")
    for offer in offers(one, 2016):
        if offer.lack:
            assert offer.way == "compound"
            continue
        parts = amounts(Decimal(0), offer.targets)
        assert [year for year, _ in parts] == [2017, 2018, 2019]
        assert sum(amount for _, amount in parts) == 100
    assert [str(amount) for _, amount in amounts(Decimal(0), offers(one, 2016)[0].targets)] == [
        "33.3",
        "33.4",
        "33.3",
    ]
