"""Which unit answers for an element: its own, or that of what it belongs to."""

from __future__ import annotations

import pytest

from workbench.analysis.responsible import responsible_unit
from workbench.plan.elements import (
    Goal,
    Indicator,
    Milestone,
    PlanHead,
    Project,
    Risk,
    Scheme,
    SchemeItem,
    Unit,
)
from workbench.plan.plan import Plan

PLAN = Plan(
    "plan",
    [
        PlanHead(id="plan", title="示例"),
        Unit(id="u1", name="市数据局"),
        Unit(id="u2", name="市财政局"),
        Goal(id="g1", title="一网通办", responsible_unit="u1"),
        Goal(id="g2", title="少跑腿", parent="g1"),
        Project(id="p1", title="工程", lead_unit="u2"),
        Project(id="p2", title="子项目", parent="p1"),
        Project(id="p3", title="无人负责", lead_unit="gone"),
        Milestone(id="m1", title="立项", project="p2"),
        Indicator(id="i1", name="办结率"),
        Risk(id="r1", title="进度", owner="u1"),
        Scheme(id="s1", year=2026),
        SchemeItem(id="x1", scheme="s1", project="p2"),
        SchemeItem(id="x2", scheme="s1", project="p2", assessor_unit="u1"),
        Project(id="c1", title="环", parent="c2"),
        Project(id="c2", title="环", parent="c1"),
    ],
)


@pytest.mark.parametrize(
    ("id_", "unit"),
    [
        ("g1", "u1"),
        ("g2", "u1"),
        ("p1", "u2"),
        ("p2", "u2"),
        ("p3", ""),
        ("m1", "u2"),
        ("i1", ""),
        ("r1", "u1"),
        ("x1", "u2"),
        ("x2", "u1"),
        ("u2", "u2"),
        ("plan", ""),
        ("c1", ""),
    ],
)
def test_who_answers_for_it(id_: str, unit: str) -> None:
    assert responsible_unit(PLAN, PLAN.elements[id_]) == unit
