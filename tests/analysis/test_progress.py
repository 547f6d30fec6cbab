"""How far indicators have come."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from workbench.analysis.progress import Limits, progress
from workbench.plan.elements import Indicator
from workbench.plan.records import Actual, Baseline, Target

DAY = date(2017, 6, 1)


def indicator(
    baseline: str | None, targets: dict[int, str], actuals: dict[str, str], direction: str | None, **more: Any
) -> Indicator:
    return Indicator(
        id="i",
        name="i",
        direction=direction,
        baseline=Baseline(value=Decimal(baseline), year=2013) if baseline is not None else None,
        targets=tuple(Target(year=year, value=Decimal(value)) for year, value in targets.items()),
        actuals=tuple(Actual(period=period, value=Decimal(value)) for period, value in actuals.items()),
        **more,
    )


@pytest.mark.parametrize(
    ("actual", "status"),
    [
        ("90", "reached"),
        ("90.1", "reached"),
        # Three of seven years are gone: 0.4286 of the way from 62 to 90, that is 74 at the end of 2016.
        ("74", "on_track"),
        ("76.8", "ahead"),
        ("76.79", "on_track"),
        ("72.6", "on_track"),
        ("72.59", "behind"),
        ("68.4", "behind"),
        ("68.39", "far_behind"),
    ],
)
def test_straight_line(actual: str, status: str) -> None:
    found = progress(indicator("62", {2020: "90"}, {"2016": actual}, "higher"), DAY)
    assert found.status == status
    if status != "reached":
        assert found.expected == pytest.approx(Decimal(74))


def test_lower_is_better_by_the_same_formula() -> None:
    found = progress(indicator("0.80", {2020: "0.60"}, {"2016": "0.66"}, "lower"), DAY)
    assert (found.status, found.gone) == ("ahead", Decimal("0.7"))
    assert progress(indicator("0.80", {2020: "0.60"}, {"2016": "0.60"}, "lower"), DAY).status == "reached"


def test_yearly_targets_are_the_path_where_there_are_any() -> None:
    path = {2014: "63", 2016: "65", 2020: "90"}
    found = progress(indicator("62", path, {"2016": "65"}, "higher"), DAY)
    assert (found.status, found.expected, found.due) == ("on_track", Decimal(65), found.gone)
    half = progress(indicator("62", path, {"2015": "63"}, "higher"), DAY)
    assert half.expected == Decimal(64)


def test_only_values_known_on_the_day_count() -> None:
    one = indicator("62", {2020: "90"}, {"2015": "70", "2017": "90"}, "higher")
    assert progress(one, DAY).on == date(2015, 12, 31)
    assert progress(one, date(2017, 12, 31)).status == "reached"
    assert progress(one, date(2015, 12, 30)).reason == "actual"


def test_yearly_values_are_measured_against_their_own_year() -> None:
    one = indicator(
        "5", {2016: "8", 2020: "8"}, {"2016": "8", "2017-Q1": "2"}, "higher", aggregation="annual"
    )
    assert progress(one, DAY).status == "on_track"
    assert progress(one, DAY).due == 1
    poor = indicator(None, {2016: "8", 2020: "8"}, {"2016": "7"}, "higher", aggregation="annual")
    assert (progress(poor, DAY).status, progress(poor, DAY).gone) == ("behind", Decimal("0.875"))


def test_cumulative_values_begin_with_nothing() -> None:
    one = indicator(None, {2020: "700"}, {"2016": "300"}, "higher", aggregation="cumulative")
    assert progress(one, DAY, base_year=2013).status == "on_track"
    # Without any year to begin in, what is asked for is the target itself.
    assert progress(one, DAY).status == "far_behind"


def test_amounts_of_single_years_add_up() -> None:
    paid = {"2014": "100", "2015-H1": "40", "2015-H2": "80", "2015-Q3": "50", "2016": "80"}
    one = indicator(None, {2020: "700"}, paid, "higher", aggregation="cumulative")
    found = progress(one, DAY, base_year=2013)
    assert found.actual == 300
    assert found.gone == pytest.approx(Decimal(3) / 7)
    # What was there before the baseline's year does not count, the baseline does.
    from_fifty = indicator("50", {2020: "700"}, {**paid, "2013": "30"}, "higher", aggregation="cumulative")
    assert progress(from_fifty, DAY).actual == 350


def test_average_growth() -> None:
    rates = indicator(
        None,
        {2020: "7"},
        {"2014": "8", "2015": "6", "2016": "7"},
        "higher",
        aggregation="average_growth",
        unit="%",
    )
    found = progress(rates, DAY)
    assert found.actual == pytest.approx(Decimal("6.9969"), abs=Decimal("0.0001"))
    levels = indicator(
        "100", {2020: "10"}, {"2016": "133.1"}, "higher", aggregation="average_growth", unit="亿元"
    )
    assert progress(levels, DAY).actual == 10


def test_lower_is_better_against_a_target_of_the_year_by_the_same_formula() -> None:
    one = indicator(None, {2016: "1", 2020: "1"}, {"2016": "2"}, "lower", aggregation="annual")
    assert progress(one, DAY).gone == Decimal("0.5")


def test_range_and_keep() -> None:
    span = (Decimal(40), Decimal(60))
    inside = indicator(None, {2020: "50"}, {"2016": "45"}, "range", range=span)
    assert progress(inside, DAY).status == "on_track"
    assert progress(inside, date(2030, 1, 1)).status == "on_track"
    outside = indicator(None, {2020: "50"}, {"2016": "66"}, "range", range=span)
    assert (progress(outside, DAY).status, progress(outside, DAY).gone) == ("behind", Decimal("0.9"))
    assert progress(indicator("5", {2020: "5"}, {"2016": "5"}, "keep"), DAY).status == "on_track"
    assert progress(indicator("5", {2020: "5"}, {"2020": "5"}, "keep"), date(2021, 1, 1)).status == "reached"
    assert progress(indicator("5", {2020: "5"}, {"2016": "4"}, "keep"), DAY).status == "far_behind"


@pytest.mark.parametrize(
    ("one", "reason"),
    [
        (indicator("1", {2020: "2"}, {"2016": "1"}, None), "direction"),
        (indicator("1", {2020: "2"}, {"2016": "1"}, "qualitative"), "words"),
        (indicator("1", {}, {"2016": "1"}, "higher"), "target"),
        (indicator("1", {2020: "2"}, {}, "higher"), "actual"),
    ],
)
def test_no_data_says_why(one: Indicator, reason: str) -> None:
    found = progress(one, DAY)
    assert (found.status, found.reason) == ("no_data", reason)


def test_nothing_as_target_and_figures_out_of_scale() -> None:
    assert progress(indicator("0", {2020: "0"}, {"2016": "1"}, "lower"), DAY).status == "far_behind"
    assert progress(indicator("0", {2020: "0"}, {"2016": "0"}, "lower"), DAY).status == "reached"
    vast = indicator("0", {2020: "1" + "0" * 90}, {"2016": "0." + "0" * 90 + "1"}, "higher")
    assert progress(vast, DAY).status == "far_behind"


def test_limits_can_be_set() -> None:
    one = indicator("62", {2020: "90"}, {"2016": "72.59"}, "higher")
    assert progress(one, DAY, limits=Limits(on_track=Decimal("-0.10"))).status == "on_track"
