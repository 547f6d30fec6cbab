"""The figures of the dashboard."""

from __future__ import annotations

import random
from datetime import date

import pytest

from tests.plans import sound_plan
from workbench.analysis.dashboard import figures
from workbench.analysis.running import runs
from workbench.plan.elements import Element, Goal, Milestone, PlanHead, Project, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import FundingLine, GoalLink, Span
from workbench.rules.units_load import busiest_day, led_by
from workbench.rules.view import View

DAY = date(2026, 3, 1)


def line(year: int | None, amount: int) -> FundingLine:
    return FundingLine(year=year, source="city", amount=amount)


def plan_of(*elements: Element) -> Plan:
    span = Span(start=date(2026, 1, 1), end=date(2026, 12, 31))
    return Plan("plan", [PlanHead(id="plan", position="i", title="p", period=span), *elements])


def test_money_by_problem_and_unit_is_the_money_of_the_years() -> None:
    plan = plan_of(
        Unit(id="u", position="1", name="u"),
        Goal(id="g", position="1", title="g", domains=("livelihood", "capital")),
        Project(id="a", position="1", title="a", funding=(line(2026, 100), line(None, 7)), lead_unit="u"),
        Project(
            id="b",
            position="2",
            title="b",
            parent="a",
            funding=(line(2026, 70), line(2027, 9)),
            goals=(GoalLink(goal="g", role="primary"),),
        ),
        Project(id="c", position="3", title="c", status="cancelled", funding=(line(2026, 1000),)),
        Project(id="d", position="4", title="d", funding=(line(2026, 5),), domains=("industry",)),
    )
    found = figures(plan, DAY)
    assert found.asking == {(2026, "city"): {"a": 30, "b": 70, "d": 5}, (2027, "city"): {"b": 9}}
    assert found.undated == 7
    assert [(one.key, one.amount) for one in found.problems] == [
        ("industry", 5),
        ("livelihood", 79),
        ("", 30),
    ]
    assert [(one.key, one.amount) for one in found.units] == [("u", 109), ("", 5)]


def test_shares_of_random_trees_add_up_to_the_money_of_the_year() -> None:
    chance = random.Random(3)
    for _ in range(60):
        projects = [
            Project(
                id=f"p{at}",
                position=f"{at:03}",
                title="p",
                parent=f"p{chance.randrange(at)}" if at and chance.random() < 0.7 else None,
                status="cancelled" if chance.random() < 0.1 else None,
                funding=tuple(line(chance.choice((2026, 2027)), chance.randrange(50)) for _ in range(2)),
            )
            for at in range(15)
        ]
        found = figures(plan_of(*projects), DAY)
        asked = {key: amount for key, amount in found.money.asked.items() if amount}
        assert {key: sum(shares.values()) for key, shares in found.asking.items()} == asked
        assert sum(one.amount for one in found.problems) == sum(asked.values())


def test_load_is_counted_as_the_rule_counts_it() -> None:
    plan = sound_plan(800)
    found = figures(plan, date(2026, 6, 1))
    seen = View(plan, date(2026, 6, 1))
    assert found.load
    assert len(found.months) == 60
    for load in found.load:
        unit = plan.find(load.unit, Unit)
        assert unit is not None
        peak = busiest_day(runs(seen.plan, led_by(seen, unit)))
        assert peak is not None
        assert load.most == len(peak[1])


def test_load_by_month_and_what_makes_it() -> None:
    plan = plan_of(
        Unit(id="u", position="1", name="u", capacity=1),
        Project(
            id="a", position="1", title="a", lead_unit="u", start=date(2026, 1, 1), end=date(2026, 2, 10)
        ),
        # Begins on the day after the other ends: never two at once.
        Project(
            id="b", position="2", title="b", lead_unit="u", start=date(2026, 2, 11), end=date(2026, 4, 30)
        ),
        Project(
            id="c", position="3", title="c", lead_unit="u", start=date(2026, 4, 30), end=date(2026, 5, 1)
        ),
    )
    (load,) = figures(plan, DAY).load
    assert [load.months[2026, month] for month in range(1, 7)] == [1, 1, 1, 2, 1, 0]
    assert load.is_over((2026, 4))
    assert not load.is_over((2026, 2))
    assert load.projects((2026, 2)) == ["a", "b"]


@pytest.mark.parametrize(
    ("due", "done", "shown"),
    [
        (DAY, None, True),
        (date(2026, 5, 30), None, True),
        (date(2026, 5, 31), None, False),
        (date(2026, 2, 28), None, True),
        (date(2026, 3, 20), date(2026, 2, 20), False),
        (date(2026, 3, 20), date(2026, 3, 20), True),
    ],
)
def test_what_is_due(due: date, done: date | None, shown: bool) -> None:
    plan = plan_of(
        Project(id="a", position="1", title="a"),
        Milestone(id="m", position="1", title="m", project="a", due=due, done_on=done),
    )
    assert bool(figures(plan, DAY).due) is shown


def test_a_plan_for_all_time_and_an_empty_one() -> None:
    span = Span(start=date(1, 1, 1), end=date.max)
    head = PlanHead(id="plan", position="i", title="p", period=span)
    work = Project(id="a", position="1", title="a", lead_unit="u", ongoing=True)
    found = figures(Plan("plan", [head, Unit(id="u", position="1", name="u"), work]), DAY)
    assert len(found.months) == 360
    nothing = figures(Plan("plan", [PlanHead(id="plan", position="i", title="p")]), DAY)
    assert (nothing.load, nothing.problems, nothing.indicators, nothing.due) == ((), (), (), ())
