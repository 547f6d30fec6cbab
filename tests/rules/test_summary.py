"""The plan on one look: what stands in the way first, whose it is, what is due and behind."""

from __future__ import annotations

from datetime import date

from tests.plans import sound_elements
from workbench.plan.elements import Element, Goal, Indicator, Milestone, PlanHead, Project, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import GoalLink, Span
from workbench.rules.checker import Checker
from workbench.rules.summary import Summary, summary


def elements() -> list[Element]:
    """A plan with much that is missing."""
    period = Span(start=date(2026, 1, 1), end=date(2030, 12, 31))
    return [
        PlanHead(id="plan", title="示例", period=period),
        Unit(id="u1", code="U-001", name="市数据局"),
        Goal(id="g1", code="G-001", title="政务服务一网通办"),
        Project(id="p1", code="P-001", title="数字底座工程", kind="programme"),
        Project(
            id="p2",
            code="P-002",
            title="公共数据平台",
            lead_unit="u1",
            start=date(2026, 4, 1),
            end=date(2028, 12, 31),
            goals=(GoalLink(goal="g1", role="primary"),),
        ),
        Milestone(id="m1", code="M-001", title="立项", project="p2", due=date(2026, 6, 30)),
        Indicator(id="i1", code="I-001", name="一网通办率", goals=("g1",)),
    ]


def summed(plan: Plan, as_of: date | None = None) -> Summary:
    checker = Checker(plan, as_of)
    checker.full()
    return summary(checker)


def test_errors_come_first_then_what_was_found_more_often() -> None:
    found = summed(Plan("plan", elements()))
    order = [(one.severity != "error", -len(one.findings)) for one in found.obstacles]
    assert order == sorted(order)
    assert found.obstacles[0].severity == "error"
    assert {one.severity for one in found.obstacles} == {"error", "warning"}
    listed = sum(len(one.findings) for one in found.obstacles)
    assert listed == sum(one.errors + one.warnings for name, one in found.verdicts.items() if name == "whole")


def test_each_obstacle_names_the_units_that_answer_for_it() -> None:
    found = summed(Plan("plan", elements()))
    units = {one.findings[0].id: one.units for one in found.obstacles if len(one.findings) == 1}
    assert (("u1", 1),) in units.values()
    for one in found.obstacles:
        assert sum(many for _, many in one.units) == len(one.findings)
        assert "" not in [id_ for id_, _ in one.units[:-1]]


def test_waived_and_hints_do_not_stand_in_the_way() -> None:
    plan = Plan("plan", sound_elements(200))
    assert summed(plan, date(2026, 2, 1)).obstacles == ()
    led = next(one for one in plan.all(Project) if one.lead_unit)
    plan = Plan("plan", [one.but(lead_unit=None) if one.id == led.id else one for one in sound_elements(200)])
    (only,) = summed(plan, date(2026, 2, 1)).obstacles
    assert [one.id for one in only.findings] == [led.id]


def test_the_counts_and_the_day() -> None:
    found = summed(Plan("plan", elements()), date(2026, 5, 1))
    assert found.as_of == date(2026, 5, 1)
    assert found.counts == {"goal": 1, "project": 2, "indicator": 1, "unit": 1}
    assert [one.milestone for one in found.figures.due] == ["m1"]


def test_indicators_off_their_path_are_the_worst_first() -> None:
    found = summed(Plan("plan", sound_elements(400)), date(2029, 12, 1))
    statuses = [one.status for _, one in found.off_path]
    assert set(statuses) <= {"far_behind", "behind"}
    assert statuses == sorted(statuses, key=("far_behind", "behind").index)


def test_an_empty_plan_has_a_summary() -> None:
    found = summed(Plan("plan", [PlanHead(id="plan", title="")]))
    assert found.counts == dict.fromkeys(found.counts, 0)
    assert found.figures.due == ()
    assert found.off_path == ()
