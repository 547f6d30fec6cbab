"""The work points of a year: what is asked of whom in it, what goes on from before, indicators."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.documents.conftest import placed, said_by, shipped
from workbench.documents.outline import Paragraph, Run, Table
from workbench.documents.source import Source
from workbench.documents.work_points import outline
from workbench.errors import Problem
from workbench.plan import records as r
from workbench.plan.elements import Element, Goal, Indicator, Milestone, PlanHead, Project, Unit
from workbench.plan.plan import Plan

DAY = date(2026, 11, 23)


def elements() -> list[Element]:
    return [
        PlanHead(id="p", title="规划", period=r.Span(start=date(2026, 1, 1), end=date(2028, 12, 31))),
        Unit(id="u1", name="数据局"),
        Unit(id="u2", name="财政局"),
        Goal(id="g", title="共享"),
        Project(
            id="a",
            title="一、平台",
            domains=("administration",),
            lead_unit="u1",
            responsible_units=("u2",),
            start=date(2026, 3, 1),
            end=date(2027, 12, 31),
            year_goals=(
                r.YearGoal(year=2026, text="采购"),
                r.YearGoal(year=2027, text="验收。"),
                r.YearGoal(year=2027, quarter=2, text="上线"),
            ),
        ),
        Milestone(id="m2", project="a", title="竣工", due=date(2027, 12, 15), deliverable="报告"),
        Milestone(id="m1", project="a", title="试运行", due=date(2027, 3, 31)),
        Milestone(id="m0", project="a", title="立项", due=date(2026, 3, 31)),
        Project(
            id="b",
            title="共享制度",
            goals=(r.GoalLink(goal="g", role="primary"),),
            start=date(2027, 1, 1),
            due_text="2027年底前",
            end=date(2027, 12, 31),
        ),
        Project(id="c", title="以后的", domains=("capital",), start=date(2028, 1, 1), end=date(2028, 6, 1)),
        Project(id="x", title="停建", status="cancelled", year_goals=(r.YearGoal(year=2027, text="x"),)),
        Indicator(
            id="i",
            name="共享率",
            unit="%",
            responsible_unit="u1",
            targets=(r.Target(year=2027, value=Decimal(80), op="ge"), r.Target(year=2028, value=Decimal(90))),
        ),
    ]


def points(plan: Plan, language: str, year: int) -> list[str]:
    return said_by(outline(Source(plan, language, DAY, year=year)).blocks)


def test_points_of_a_year() -> None:
    assert points(placed(*elements()), "zh", 2027) == [
        "为落实《规划》，制定2027年工作要点如下。",
        "一、行政",
        "（一）平台（续建）",
        "验收。",
        "第二季度：上线。（牵头单位：数据局；责任单位：财政局）",
        "——2027年3月31日前：试运行。",
        "——2027年12月15日前：竣工（报告）。",
        "二、共享",
        "（一）共享制度",
        "规划未列本年度目标（完成时限：2027年底前）。",
        "三、年度指标",
    ]


def test_who_does_it_stands_aside() -> None:
    blocks = outline(Source(placed(*elements()), "zh", DAY, year=2026)).blocks
    runs = next(block.runs for block in blocks if isinstance(block, Paragraph) and len(block.runs) > 1)
    assert runs == (Run("采购。"), Run("（牵头单位：数据局；责任单位：财政局）", "aside"))


def test_targets_of_the_year() -> None:
    blocks = outline(Source(placed(*elements()), "zh", DAY, year=2027)).blocks
    table = next(block for block in blocks if isinstance(block, Table))
    assert (table.caption, table.number) == ("2027年指标目标", 1)
    assert [row.cells for row in table.rows] == [("1", "共享率", "%", "≥80", "数据局")]


def test_a_year_of_which_nothing_is_asked() -> None:
    with pytest.raises(Problem, match="2040"):
        points(placed(*elements()), "en", 2040)
    with pytest.raises(Problem):
        points(placed(PlanHead(id="p", title="规划")), "zh", 2027)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("name", "year"), [("sample-city", 2027), ("pearl-river-delta-2014-2020", 2020)])
def test_shipped_plans(name: str, year: int, language: str) -> None:
    said = points(shipped(name), language, year)
    assert len(said) > 30
    goals = [
        goal.text.rstrip("。")
        for one in shipped(name).all(Project)
        for goal in one.year_goals or ()
        if goal.year == year
    ]
    assert all(any(goal in line for line in said) for goal in goals)


def test_only_what_is_built_is_carried_over() -> None:
    plan = placed(
        PlanHead(id="p", title="规划"),
        *(
            Project(
                id=kind, kind=kind, title=f"{kind}一", start=date(2026, 1, 1), end=date(2028, 12, 31),
                domains=("livelihood",),
            )
            for kind in ("project", "task")
        ),
    )  # fmt: skip
    said = said_by(outline(Source(plan, "zh", date(2027, 2, 1))).blocks)
    assert "（一）project一（续建）" in said
    assert "（二）task一" in said
