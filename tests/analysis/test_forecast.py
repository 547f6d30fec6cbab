"""Lines through measured values, their spread, and the chance to reach a target."""

from __future__ import annotations

import statistics
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.analysis.forecast import Point, band, line_through, outlook, points_of
from workbench.plan.elements import Indicator, Milestone, PlanHead, Project
from workbench.plan.plan import Plan
from workbench.plan.records import Actual, Baseline, IndicatorLink, Span, Target

AS_OF = date(2028, 12, 31)


def indicator(
    *values: float | str, id_: str = "i", targets: dict[int, str] | None = None, **more: Any
) -> Indicator:
    """Its baseline is of 2025; the values are those of the years after."""
    first, *rest = [Decimal(str(one)) for one in values]
    given: dict[str, Any] = {"direction": "higher", "aggregation": "level", **more}
    return Indicator(
        id=id_,
        name=id_,
        baseline=Baseline(value=first, year=2025),
        actuals=tuple(Actual(period=str(2026 + at), value=one) for at, one in enumerate(rest)),
        targets=tuple(Target(year=year, value=Decimal(one)) for year, one in (targets or {}).items()),
        **given,
    )


def plan(*elements: Indicator | Project | Milestone) -> Plan:
    head = PlanHead(
        id="plan", position="i", title="p", period=Span(start=date(2026, 1, 1), end=date(2030, 12, 31))
    )
    return Plan("plan", [head, *(one.but(position=f"{at:03d}") for at, one in enumerate(elements, 1))])


def test_points_are_the_ends_of_periods() -> None:
    one = indicator("1", "2").but(
        actuals=(
            Actual(period="2026-H1", value=Decimal(2)),
            Actual(period="2026-Q4", value=Decimal(3)),
            Actual(period="2026", value=Decimal(4)),
            Actual(period="2027", value=Decimal(5), unit="u"),
            Actual(period="2029", value=Decimal(6)),
        )
    )
    half = 2026 + 181 / 365
    assert points_of(one, AS_OF) == [Point(2026.0, 1.0), Point(half, 2.0), Point(2027.0, 4.0)]
    unnamed = one.but(baseline=Baseline(value=Decimal(1)))
    assert points_of(unnamed, AS_OF)[0] == (half, 2.0)
    assert points_of(unnamed, AS_OF, 2024)[0] == (2025.0, 1.0)
    assert points_of(one.but(direction="qualitative"), AS_OF) == []
    assert points_of(one.but(aggregation="average_growth"), AS_OF) == []


def test_fewer_than_three_points_give_no_line() -> None:
    assert line_through([Point(0, 1), Point(1, 2)]) is None
    assert line_through([Point(0, 1), Point(1, 2)], "squares") is None
    held = outlook(plan(indicator("1", "2", targets={2029: "3"})), AS_OF, 2029)
    assert (held.forecasts, held.row("i"), len(held.draws)) == ({}, None, 0)


def test_least_squares_by_hand() -> None:
    # x = 0, 1, 2, 3; y = 1, 3, 2, 5: slope 11/10, level 2.75 at 1.5; squares left 2.7, over 4 - 2.
    line = line_through([Point(0, 1), Point(1, 3), Point(2, 2), Point(3, 5)], "squares")
    assert line is not None
    assert (line.centre, line.level, line.freedom) == (1.5, 2.75, 2)
    assert line.slope == pytest.approx(1.1)
    assert line.spread == pytest.approx((2.7 / 2) ** 0.5)
    assert line.at(4) == pytest.approx(5.5)
    # 1 + 1/4 + (4 - 1.5)^2 / 5 = 2.5
    assert line.spread_at(4) == pytest.approx((1.35 * 2.5) ** 0.5)


def test_the_robust_line_heeds_no_single_wild_value() -> None:
    points = [Point(at, 10 + 2 * at) for at in range(6)] + [Point(6, 90)]
    robust, squares = line_through(points), line_through(points, "squares")
    assert robust is not None
    assert squares is not None
    assert robust.slope == pytest.approx(2)
    assert robust.at(0) == pytest.approx(10)
    assert squares.slope > 6
    # It still tells that something was far off.
    assert robust.spread > 10


def test_three_points_on_a_line_are_no_certainty() -> None:
    line = line_through([Point(0, 1), Point(1, 2), Point(2, 3)], least_spread=0.5)
    assert line is not None
    assert line.spread == 0.5
    one = outlook(plan(indicator("50", "60", "70", targets={2028: "80"})), AS_OF, 2028).forecasts["i"]
    assert one.middle == pytest.approx(80, abs=0.1)
    assert one.high - one.low > 3
    assert one.chance == pytest.approx(0.5, abs=0.02)


@given(st.lists(st.integers(-1000, 1000), min_size=3, max_size=12), st.sampled_from(["median", "squares"]))
def test_a_line_moves_and_grows_with_its_values(values: list[int], method: str) -> None:
    line = line_through([Point(at, one) for at, one in enumerate(values)], method)
    other = line_through([Point(at, 3 * one + 7) for at, one in enumerate(values)], method)
    assert line is not None
    assert other is not None
    assert other.at(20) == pytest.approx(3 * line.at(20) + 7)
    assert other.spread == pytest.approx(3 * line.spread, abs=1e-9)


def test_the_band_is_that_of_students_t() -> None:
    # Five points, three degrees of freedom: nine of ten draws lie below 1.638 spreads.
    one = indicator(100, 130, 110, 160, 150)
    line = line_through(points_of(one, date(2029, 12, 31)), "squares")
    assert line is not None
    found = outlook(plan(one), date(2029, 12, 31), 2030, method="squares", draws=200_000).forecasts["i"]
    reach = 1.638 * line.spread_at(2031)
    assert found.middle == pytest.approx(line.at(2031), rel=0.01)
    assert found.high == pytest.approx(line.at(2031) + reach, rel=0.01)
    assert found.low == pytest.approx(line.at(2031) - reach, rel=0.02)
    ((year, low, middle, high),) = band(one, line, [2030])
    assert year == 2030
    assert middle == pytest.approx(line.at(2031))
    assert high - middle == pytest.approx(reach, rel=0.05)
    assert middle - low == pytest.approx(reach, rel=0.05)


def test_shares_stay_shares_and_counts_stay_above_nothing() -> None:
    share = indicator("80", "90", "97", value_type="percent")
    count = indicator("9", "4", "1", id_="n", direction="lower")
    held = outlook(plan(share, count), AS_OF, 2030)
    row, other = held.row("i"), held.row("n")
    assert row is not None
    assert other is not None
    assert row.max() == 100.0
    assert other.min() == 0.0


@pytest.mark.parametrize(
    ("more", "chance"),
    [
        ({"direction": "higher"}, 0.5),
        ({"direction": "lower"}, 0.5),
        ({"direction": "range", "range": (Decimal(0), Decimal(1000))}, 1.0),
        ({"direction": None}, None),
    ],
)
def test_chances_follow_the_direction(more: dict[str, Any], chance: float | None) -> None:
    one = indicator("50", "62", "70", "81", targets={2029: "91"}, **more)
    found = outlook(plan(one), AS_OF, 2029).forecasts["i"].chance
    assert found == (chance if chance is None else pytest.approx(chance, abs=0.1))


def test_the_same_seed_gives_the_same_draws_whatever_else_there_is() -> None:
    one, other = indicator("50", "62", "70"), indicator("7", "8", "10", id_="other")
    alone = outlook(plan(one), AS_OF, 2029).row("i")
    beside = outlook(plan(other, one), AS_OF, 2029).row("i")
    seeded = outlook(plan(one), AS_OF, 2029, seed=1).row("i")
    assert alone is not None
    assert beside is not None
    assert seeded is not None
    assert np.array_equal(alone, beside)
    assert not np.array_equal(alone, seeded)


def test_a_late_project_takes_its_contribution_along() -> None:
    one = indicator("50", "62", "70", "81", targets={2029: "85"})
    moves = (IndicatorLink(indicator="i", contribution=Decimal(20)),)
    on_time = Project(
        id="p", title="p", start=date(2026, 1, 1), end=date(2029, 6, 30), indicators=moves, status="active"
    )
    # 365 days late, at least half of which comes true: 2029-12-29 at the earliest, mostly 2030.
    late = Milestone(id="m", project="p", title="m", due=date(2028, 1, 1))
    free = outlook(plan(one, on_time), AS_OF, 2029).forecasts["i"]
    held = outlook(plan(one, on_time, late), AS_OF, 2029).forecasts["i"]
    assert free.late == ()
    assert [(each.project, each.cause, each.due) for each in held.late] == [("p", "m", date(2029, 6, 30))]
    assert held.late[0].expected == date(2030, 6, 30)
    assert free.middle - held.middle == pytest.approx(20, abs=1)
    assert free.chance is not None
    assert held.chance is not None
    assert held.chance < free.chance
    # A year later it will have come.
    assert outlook(plan(one, on_time, late), AS_OF, 2031).forecasts["i"].middle == pytest.approx(
        outlook(plan(one, on_time), AS_OF, 2031).forecasts["i"].middle
    )
    # Cancelled, it never comes.
    off = outlook(plan(one, on_time.but(status="cancelled")), AS_OF, 2029).forecasts["i"]
    assert off.late[0].expected is None
    assert free.middle - off.middle == pytest.approx(20)


def test_the_draws_scatter_as_the_values_did() -> None:
    values = [100 + 5 * at + (-1) ** at * 4 for at in range(12)]
    one = indicator(*values)
    row = outlook(plan(one), date(2036, 12, 31), 2037).row("i")
    assert row is not None
    assert statistics.fmean(row) == pytest.approx(160, abs=3)
    assert 4 < statistics.pstdev(row) < 8
