"""Marks shared out to the last hundredth, schemes rolled forward, targets on the way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.test_cases import FOLDER, cases_of, plan_of
from workbench.plan.elements import Indicator, Scheme, SchemeItem
from workbench.plan.plan import Plan
from workbench.plan.records import Baseline, Target
from workbench.rules.checker import Checker
from workbench.rules.fixes.marks import shared_out
from workbench.rules.fixes.target_line import target_on_the_line, targets_on_the_way
from workbench.rules.fixing import mend_safely, ways_to_mend

MARKS = st.decimals(min_value="0.01", max_value="1000", places=2)


@given(st.lists(MARKS, min_size=1, max_size=60), MARKS)
def test_shares_add_up_exactly_and_keep_their_order(weights: list[Decimal], full: Decimal) -> None:
    shares = shared_out(full, weights)
    assert sum(shares) == full
    assert all(one > 0 for one in shares)
    exact = [full * one / sum(weights) for one in weights]
    assert all(abs(share - it) < Decimal("0.0101") for share, it in zip(shares, exact, strict=True))
    ordered = sorted(zip(weights, shares, strict=True))
    assert all(one[1] <= other[1] for one, other in pairwise(ordered) if one[0] < other[0])


def test_thirds() -> None:
    assert shared_out(Decimal(100), [Decimal(1)] * 3) == [
        Decimal("33.34"),
        Decimal("33.33"),
        Decimal("33.33"),
    ]
    assert len(set(shared_out(Decimal(1), [Decimal(1)] * 1000))) == 1


def opened(code: str, name: str) -> Checker:
    case = next(one for one in cases_of(FOLDER / f"{code}.json")["cases"] if one["name"] == name)
    checker = Checker(plan_of(case["plan"], code), date.fromisoformat(case.get("as_of", "2016-06-30")))
    checker.full()
    return checker


def first_way(checker: Checker, code: str) -> Plan:
    found = next(one for one in checker.findings() if one.rule == code)
    plan = checker.plan.snapshot()
    plan.apply(ways_to_mend(checker.view, found)[0].change)
    return plan


@pytest.mark.parametrize("case", ["three thirds, rounded", "three items of one third"])
def test_marks_are_never_shared_out_without_asking(case: str) -> None:
    # Of three times 33.33 somebody gets the hundredth that is left.
    assert not mend_safely(opened("A503", case), ["A503"]).settled
    assert first_way(opened("A503", case), "A503")


def test_scores_go_with_the_marks_and_groups_keep_theirs() -> None:
    plan = first_way(opened("A503", "groups that state the full mark show how to share it out"), "A503")
    items = {one.id: one for one in plan.all(SchemeItem)}
    assert sum(one.marks or 0 for one in items.values()) == 100
    assert (items["t1"].marks or 0) + (items["t2"].marks or 0) == 60
    assert items["t3"].marks == 40


def test_a_scheme_is_rolled_forward() -> None:
    plan = first_way(opened("A509", "last year's scheme can be rolled forward"), "A509")
    old, new = sorted(plan.all(Scheme), key=lambda one: one.year)
    assert (new.year, new.code, new.frozen, new.result_use) == (2016, "Y-2016", None, old.result_use)
    assert new.calendar is not None
    assert (new.calendar[0].from_, new.calendar[0].to) == (date(2016, 12, 10), date(2017, 2, 28))
    assert [one.marks for one in plan.all(SchemeItem) if one.scheme == new.id] == [60, 40]


def test_what_is_finished_leaves_and_the_rest_is_scaled() -> None:
    plan = first_way(opened("A509", "of last year's scheme a milestone is done"), "A509")
    new = next(one for one in plan.all(Scheme) if one.year == 2016)
    items = [one for one in plan.all(SchemeItem) if one.scheme == new.id]
    assert [one.marks for one in items] == [67, 33]
    assert all(one.change_reason for one in items)
    assert items[1].parameters is not None
    assert [row["score"] for row in items[1].parameters["bands"]] == [33, 22]
    assert "T3" in (new.notes or "")
    checker = Checker(plan, date(2016, 6, 30))
    checker.full()
    assert not [one for one in checker.findings() if one.rule in ("A503", "A509", "A510", "A519")]


@pytest.mark.parametrize(
    ("value_type", "last", "expected"),
    [
        ("percent", "90", ["66", "70", "74"]),
        ("percent", "63", ["62.1", "62.3", "62.4"]),
        ("count", "63", ["62"] * 3),
    ],
)
def test_targets_on_the_way(value_type: str, last: str, expected: list[str]) -> None:
    indicator = Indicator(
        id="i1",
        name="i",
        value_type=value_type,
        baseline=Baseline(value=Decimal(62), year=2013),
        targets=(Target(value=Decimal(last), op="ge", year=2020),),
    )
    view = opened("A522", "a target each year").view
    found = targets_on_the_way(view, indicator, (2014, 2015, 2016, 2021))
    assert found is not None
    assert [str(one.value) for one in found[:3]] == expected
    assert found[3] == Target(value=Decimal(last), op="ge", year=2021)
    assert targets_on_the_way(view, indicator.but(baseline=None), (2014,)) is None
    # One line for every fix that draws one.
    assert [target_on_the_line(view, indicator, one.year) for one in found[:3]] == found[:3]


def test_no_line_goes_through_a_range() -> None:
    view = opened("A522", "a target each year").view
    span = Target(value=Decimal(70), upper=Decimal(80), op="range", year=2016)
    final = Target(value=Decimal(90), year=2018)
    indicator = Indicator(
        id="i1", name="i", baseline=Baseline(value=Decimal(62), year=2013), targets=(span, final)
    )
    assert target_on_the_line(view, indicator, 2015) is None
    assert target_on_the_line(view, indicator, 2017) is None
    assert targets_on_the_way(view, indicator, (2017, 2020)) is None
    assert targets_on_the_way(view, indicator, (2020,)) == [Target(value=Decimal(90), year=2020)]
