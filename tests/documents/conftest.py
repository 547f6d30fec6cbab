"""A plan without sections, so that its text is made from its elements."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.documents.outline import Block, Heading, Outline, Paragraph, Point
from workbench.documents.plan_text import outline
from workbench.documents.source import Source
from workbench.exchange.json import read_plan
from workbench.plan import ids
from workbench.plan import records as r
from workbench.plan.elements import (
    Element,
    Goal,
    Indicator,
    PlanHead,
    Project,
    Safeguard,
    Unit,
)
from workbench.plan.in_words import language_of
from workbench.plan.plan import Plan

WAN = 1_000_000


def not_seen(*fields: str) -> tuple[r.AbsentReason, ...]:
    return tuple(r.AbsentReason(field=field, reason="not_seen") for field in fields)


def placed(*elements: Element) -> Plan:
    """A plan of elements in the order given."""
    keys = ids.spread(len(elements))
    return Plan(
        elements[0].id,
        [element.but(position=key) for element, key in zip(elements, keys, strict=True)],
    )


def elements() -> list[Element]:
    return [
        PlanHead(
            id="plan",
            title="河湾市智慧城市建设行动计划（2026-2030年）",
            status="comment",
            issuing_body="河湾市人民政府",
            vision="让数据多跑路。",
            principles=("需求牵引", "共建共用"),
        ),
        Unit(id="u1", name="市数据局"),
        Unit(id="u2", name="市财政局"),
        Unit(id="u3", name="各区政府"),
        Goal(
            id="g1",
            title="一、建成数据互通、服务相随的智慧城市",
            kind="overall",
            due=date(2030, 12, 31),
            responsible_unit="u1",
        ),
        Goal(
            id="g2",
            title="打通数据底座",
            kind="specific",
            description="共享目录**全覆盖**",
            responsible_unit="u1",
        ),
        Goal(id="g3", title="网上能办", kind="specific", due=date(2028, 6, 30)),
        Project(id="pa", title="数字底座工程", kind="programme", description="先建底座，再建应用"),
        Project(
            id="p1",
            title="公共数据平台",
            kind="project",
            key=True,
            parent="pa",
            description="建设归集、治理、共享系统。",
            lead_unit="u1",
            support_units=("u2", "u3"),
            start=date(2026, 1, 1),
            end=date(2027, 12, 31),
            total_investment=1200 * WAN + 500_000,
            funding=(
                r.FundingLine(year=2026, source="city", amount=1000 * WAN),
                r.FundingLine(year=2026, source="central", amount=200 * WAN + 500_000),
            ),
            deliverables=("数据平台", "共享目录。"),
        ),
        Project(
            id="p2",
            title="安全运营中心",
            kind="project",
            key=True,
            parent="pa",
            end=date(2027, 6, 15),
            total_investment=800 * WAN,
            absent=not_seen("lead_unit", "support_units", "description", "funding"),
        ),
        Project(id="t1", title="制定共享制度", kind="task", parent="p1", lead_unit="u2", due_text="2026年底"),
        Indicator(
            id="i1",
            name="数据共享率",
            goals=("g2",),
            domains=("administration",),
            unit="%",
            nature="binding",
            baseline=r.Baseline(value=Decimal("68.50"), year=2025),
            targets=(
                r.Target(value=Decimal(80), year=2028),
                r.Target(value=Decimal(95), op="ge", written="95%以上", year=2030),
            ),
        ),
        Indicator(
            id="i2",
            name="培训人次",
            domains=("livelihood",),
            unit="万人次",
            nature="expected",
            aggregation="cumulative",
            targets=(
                r.Target(value=Decimal("13.5"), year=2030),
                r.Target(value=Decimal(1), year=2030, unit="u3"),
            ),
            absent=not_seen("baseline"),
        ),
        Safeguard(id="s1", title="组织领导", kind="organisation", text="每季度调度", responsible_unit="u1"),
        Safeguard(id="s2", title="资金统筹", kind="funding"),
        Safeguard(id="s3", title="绩效评价", kind="funding", text="逐年评价。"),
    ]  # fmt: skip


@pytest.fixture
def plan() -> Plan:
    return placed(*elements())


def shipped(name: str) -> Plan:
    """A plan that comes with the program."""
    path = Path(__file__).parents[2] / "plans" / f"{name}.json"
    elements = read_plan(path.read_bytes(), path.name)
    return Plan(elements[0].id, elements)


def said_by(blocks: Iterable[Block]) -> list[str]:
    """What headings, paragraphs and points say, a line each."""
    lines = []
    for block in blocks:
        match block:
            case Heading():
                lines.append(block.number + block.text)
            case Paragraph(runs):
                lines.append("".join(run.text for run in runs))
            case Point():
                lines.append("".join(run.text for run in block.marked()))
    return lines


def plan_text(
    plan: Plan,
    language: str | None = None,
    *,
    cover: bool | None = None,
    contents: bool | None = None,
    figures: bool | None = None,
) -> Outline:
    """The plan text as made on a day in 2026."""
    source = Source(
        plan,
        language or language_of(plan),
        date(2026, 11, 23),
        cover=cover,
        contents=contents,
        figures=figures,
    )
    return outline(source)
