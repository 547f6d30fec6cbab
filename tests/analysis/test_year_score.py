"""A year beside other years, by unit and item, and what is likely."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.analysis.schemes import plan_of
from workbench.analysis.scoring import assess
from workbench.analysis.year_score import YearScore, grade, heat_map, prospect, quotas, share, year_score
from workbench.exchange.json import read_plan
from workbench.i18n import words
from workbench.plan.elements import Scheme
from workbench.plan.plan import Plan

SAMPLE = Path(__file__).parents[2] / "plans" / "sample-city.json"
DAY = date(2027, 6, 30)


@pytest.fixture(scope="module")
def plan() -> Plan:
    return Plan("sample-city-2026", read_plan(SAMPLE.read_bytes(), SAMPLE.name))


@pytest.fixture(scope="module")
def found(plan: Plan) -> YearScore:
    return year_score(plan, next(one for one in plan.all(Scheme) if one.year == 2026), DAY)


def test_years_stand_in_order_whichever_is_asked_for(plan: Plan, found: YearScore) -> None:
    assert [one.scheme.year for one in found.years] == [2026, 2027]
    assert found.now is found.years[0]
    later = year_score(plan, found.years[1].scheme, DAY)
    assert [one.total for one in later.years] == [one.total for one in found.years]
    assert later.now is later.years[1]


def test_every_score_stands_in_one_cell_of_the_heat_map(found: YearScore) -> None:
    held = heat_map(found.now)
    assert sorted(map(id, held.cells.values())) == sorted(map(id, found.now.rows))
    # Ranked districts: one item, four units, four grades of their own.
    ranked = [held.cells[unit, "x26-c1"] for unit in ("u-d1", "u-d2", "u-d3", "u-d4")]
    assert [share(row) for row in ranked] == [Decimal("0.5"), 1, Decimal("0.75"), Decimal("0.25")]
    assert [grade(row) for row in ranked] == ["part", "full", "part", "part"]
    assert ("u-d1", "x26-a1") not in held.cells


def test_grades_say_what_has_no_share(plan: Plan, found: YearScore) -> None:
    grades = {row.item.id: grade(row) for row in found.now.rows}
    # Bonus, penalty and pure veto have no marks to be a share of.
    assert [grades[one] for one in ("x26-e1", "x26-e2", "x26-e3")] == ["apart"] * 3
    assert grades["x26-a4"] == "most"
    running = year_score(plan, found.years[1].scheme, DAY)
    assert {grade(row) for row in running.now.rows} == {"missing"}
    first = found.now.rows[0]
    assert grade(first._replace(score=Decimal(0))) == "none"
    assert grade(first._replace(status="exempt", score=None)) == "exempt"
    assert share(first._replace(score=None)) is None


def test_a_level_for_a_share_of_the_units_says_when_more_reach_it(found: YearScore) -> None:
    (quota,) = quotas(found.now)
    reached = [one for one in found.now.units if one.level == "优秀"]
    assert (quota.level, quota.reached, quota.of) == ("优秀", len(reached), 16)
    # 30 % of 16 units are 4.8: 4 whole units at most.
    assert quota.most == 4
    assert quota.is_exceeded
    said = quota.in_words(found.now.scheme, words("zh"))
    assert said.startswith("参评16个单位中，按得分有12个达到优秀，而该等次名额最多4个（30%）")
    # The levels themselves go by the points, as they are defined.
    assert {one.level for one in found.now.units if one.score == 100} == {"优秀"}


def test_classes_without_units_have_no_quota() -> None:
    made, scheme = plan_of(
        {"units": None, "unit_class": "县", "marks": 100},
        levels=[{"name": "优秀", "from": 90, "quota_percent": 30}, {"name": "合格", "from": 0}],
    )
    assert quotas(assess(made, scheme)) == []


def test_what_is_likely_is_the_same_every_time(plan: Plan, found: YearScore) -> None:
    scheme = found.years[1].scheme
    one, other = prospect(plan, scheme, DAY), prospect(plan, scheme, DAY, "squares")
    assert prospect(plan, scheme, DAY).outlook.forecasts == one.outlook.forecasts
    assert set(other.outlook.forecasts) == set(one.outlook.forecasts)
    assert other.outlook.method == "squares"
    # Six items have three values, with 3 + 5 + 5 + 6 + 5 + 5 marks; the others stay as they stand.
    assert one.expected.marks - one.expected.held == 29
    assert len(one.expected.rows) == 6
    mean, low, high = one.expected.mean, one.expected.low, one.expected.high
    assert mean is not None
    assert low is not None
    assert high is not None
    assert 0 < low < mean < high <= 29
    assert {row.row.item.indicator for row in one.expected.rows} == {
        "i-02",
        "i-05",
        "i-06",
        "i-08",
        "i-10",
        "i-23",
    }
