"""Plans begin from templates, other plans and versions: fresh ids, the period chosen, no more than theirs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench import paths
from workbench.errors import Problem
from workbench.exchange.json import read_plan, write_plan
from workbench.plan.choices import DOMAIN
from workbench.plan.elements import Envelope, Indicator, Milestone, PlanHead, Project, Waiver
from workbench.plan.links import references_of
from workbench.plan.plan import Plan
from workbench.plan.records import Baseline, FundingLine, Target, YearGoal
from workbench.rules.checker import Checker
from workbench.session.beginnings import begin_from
from workbench.session.session import Session
from workbench.session.taking_over import Years, in_period
from workbench.session.templates import TEMPLATES, read_template

KEYS = [one.key for one in TEMPLATES]
ENTRY_POINTS = {
    "entry-furniture-logistics": ("industry",),
    "entry-digital-home": ("industry", "livelihood"),
    "entry-eco-city": ("environment",),
    "entry-lift-and-water": ("livelihood", "administration"),
}


def unwaived(plan: Plan, day: date) -> list[str]:
    checker = Checker(plan, day)
    checker.full()
    return [f"{one.rule} {one.id} {one.field}" for one in checker.findings() if not one.waived]


def sample() -> Plan:
    path = paths.samples() / "sample-city.json"
    elements = read_plan(path.read_bytes(), path.name)
    return Plan(elements[0].id, elements)


def begun(source: Plan, **more: object) -> Plan:
    change = begin_from(source, "新规划", **more)  # type: ignore[arg-type]
    plan = Plan(change.operations[0].id)
    plan.check(change)
    plan.apply(change)
    return plan


def test_every_file_is_offered_and_every_offer_has_a_file() -> None:
    assert sorted(KEYS) == sorted(
        path.stem for path in (paths.resources() / "templates" / "plans").glob("*.json")
    )


@pytest.mark.parametrize("key", KEYS)
def test_a_template_holds_and_says_that_it_is_an_example(key: str) -> None:
    plan = read_template(key)
    assert unwaived(plan, date(2026, 1, 15)) == []
    assert "示例" in (plan.head.notes or "")
    assert "虚构" in (plan.head.notes or "")
    assert "模板" in plan.head.title or "示例" in plan.head.title
    path = paths.resources() / "templates" / "plans" / f"{key}.json"
    assert write_plan(plan) == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("key", ENTRY_POINTS)
def test_an_entry_point_leaves_the_other_problems_out_with_reasons(key: str) -> None:
    plan = read_template(key)
    omitted = {one.domain for one in plan.head.omitted_domains or () if one.reason}
    assert omitted == set(DOMAIN) - set(ENTRY_POINTS[key])
    spoken = {
        domain
        for kind in ("goal", "project", "indicator", "need")
        for one in plan.of_kind(kind)
        for domain in one.get("domains") or ()
    }
    assert spoken == set(ENTRY_POINTS[key])
    assert plan.head.entry_point


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("first", [2026, 2027, 2031])
def test_a_plan_from_a_template_holds_in_another_period_of_the_same_length(key: str, first: int) -> None:
    template = read_template(key)
    assert template.head.period is not None
    length = template.head.period.end.year - template.head.period.start.year
    plan = begun(template, is_template=True, first_year=first, last_year=first + length)
    assert plan.head.period is not None
    assert (plan.head.period.start, plan.head.period.end) == (date(first, 1, 1), date(first + length, 12, 31))
    assert plan.head.base_year == first - 1
    assert not set(plan.elements) & set(template.elements)
    assert len(plan) == len(template)
    assert unwaived(plan, date(first, 1, 15)) == []


@pytest.mark.parametrize("key", KEYS)
def test_a_shorter_period_draws_what_lies_behind_to_its_end(key: str) -> None:
    template = read_template(key)
    assert template.head.period is not None
    first = template.head.period.start.year
    plan = begun(template, is_template=True, first_year=first, last_year=first + 1)
    checker = Checker(plan, date(first, 1, 15))
    checker.full()
    assert [one.rule for one in checker.findings() if one.severity == "error"] == []
    before = sum(line.amount for one in template.all(Project) for line in one.funding or ())
    after = sum(line.amount for one in plan.all(Project) for line in one.funding or ())
    assert before == after


def test_years_move_and_rows_of_one_year_become_one() -> None:
    years = Years(2026, 2030, 2027, 2028)
    assert [years.moved(one) for one in (2025, 2026, 2027, 2028, 2029, 2030, 2031)] == [
        2026,
        2027,
        2028,
        2028,
        2028,
        2028,
        2029,
    ]
    assert Years(2024, 2028, 2025, 2029).day(date(2024, 2, 29)) == date(2025, 2, 28)
    assert Years(2026, 2028, 2026, 2030).moved(2028) == 2030
    project = Project(
        id="p",
        title="项目",
        start=date(2026, 3, 1),
        end=date(2029, 6, 30),
        duration_days=1218,
        funding=(
            FundingLine(year=2027, source="city", amount=5),
            FundingLine(year=2028, source="city", amount=7),
            FundingLine(year=2028, source="own", amount=1),
        ),
        year_goals=(YearGoal(year=2028, text="早"), YearGoal(year=2029, text="晚")),
    )
    indicator = Indicator(
        id="i",
        name="指标",
        baseline=Baseline(year=2025, value=Decimal(1)),
        targets=(Target(year=2028, value=Decimal(5)), Target(year=2030, value=Decimal(9))),
    )
    caps = [Envelope(id=f"e{y}", year=y, source="city", amount=y) for y in (2027, 2028)]
    moved = {one.id: one for one in in_period([project, indicator, *caps], years)}
    there = moved["p"]
    assert isinstance(there, Project)
    assert (there.start, there.end) == (date(2027, 3, 1), date(2028, 6, 30))
    assert there.duration_days == (date(2028, 6, 30) - date(2027, 3, 1)).days + 1
    assert [(one.year, one.source, one.amount) for one in there.funding or ()] == [
        (2028, "city", 12),
        (2028, "own", 1),
    ]
    assert [(one.year, one.text) for one in there.year_goals or ()] == [(2028, "晚")]
    measure = moved["i"]
    assert isinstance(measure, Indicator)
    assert [(one.year, one.value) for one in measure.targets or ()] == [(2028, Decimal(9))]
    assert measure.baseline == Baseline(year=2025, value=Decimal(1))
    assert [one for one in moved if one.startswith("e")] == ["e2027"]


def test_of_another_plan_its_content_is_taken_over_and_what_is_its_own_stays() -> None:
    source = sample()
    plan = begun(source, first_year=2031, last_year=2035, region_name="另一市")
    head = plan.head
    assert isinstance(head, PlanHead)
    assert (head.status, head.region_name, head.region_code) == ("draft", "另一市", None)
    for name in ("document_number", "issued_on", "printed_on", "as_of", "evaluations", "procedure"):
        assert head.get(name) is None
    for kind in ("waiver", "comment", "adjustment"):
        assert plan.count(kind) == 0
    for kind in ("goal", "project", "indicator", "unit", "milestone", "need", "section", "safeguard"):
        assert plan.count(kind) == source.count(kind)
    for project in plan.all(Project):
        assert (project.progress, project.reports, project.stage) == (None, None, None)
        assert project.status not in ("active", "done")
        assert not any(line.spent or line.secured_by for line in project.funding or ())
        assert not any(goal.done or goal.evidence for goal in project.year_goals or ())
    for milestone in plan.all(Milestone):
        assert (milestone.done_on, milestone.document_number, milestone.evidence) == (None, None, None)
    for indicator in plan.all(Indicator):
        assert indicator.actuals is None
        assert indicator.baseline is None
        assert all(one.changes is None for one in indicator.targets or ())
        assert all(2031 <= one.year <= 2035 for one in indicator.targets or ())
    assert not {one for element in plan.elements.values() for one in references_of(element)} & set(
        source.elements
    )


def test_an_earlier_version_keeps_its_baselines_in_its_own_period() -> None:
    source = sample()
    plan = begun(source, is_version=True, first_year=2026, last_year=2030)
    assert [one.baseline for one in plan.all(Indicator)] == [one.baseline for one in source.all(Indicator)]
    assert all(one.actuals is None for one in plan.all(Indicator))
    moved = begun(source, is_version=True, first_year=2027, last_year=2031)
    assert all(one.baseline is None for one in moved.all(Indicator))
    assert any(one.why_absent("baseline") == "pending" for one in moved.all(Indicator))


def test_without_a_period_nothing_moves() -> None:
    source = sample()
    plan = begun(source)
    assert plan.head.period == source.head.period
    assert [one.end for one in plan.all(Project)] == [one.end for one in source.all(Project)]


def test_a_begun_plan_is_one_step_of_the_library(tmp_path: Path) -> None:
    with Session.create(tmp_path / "a.workbench", author="甲") as session:
        change = begin_from(read_template("entry-lift-and-water"), "丙区行动计划", is_template=True)
        session.new_plan(change)
        plan = session.open_plan(change.operations[0].id)
        assert plan is not None
        assert plan.all(Waiver)
        assert len(session.history()) == 1
        with pytest.raises(Problem):
            begin_from(plan, "  ")
        with pytest.raises(Problem):
            begin_from(plan, "A", first_year=2030, last_year=2026)
