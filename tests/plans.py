"""Sound plans of any size, for tests and measurements: no rule finds anything in them."""

from __future__ import annotations

import random
from datetime import date
from decimal import ROUND_DOWN, Decimal
from typing import TYPE_CHECKING

from workbench.plan import ids
from workbench.plan.elements import (
    Basis,
    Element,
    Envelope,
    Goal,
    Indicator,
    Milestone,
    Need,
    PlanHead,
    Project,
    Safeguard,
    Scheme,
    SchemeItem,
    Section,
    Service,
    Unit,
)
from workbench.plan.plan import Plan
from workbench.plan.records import (
    Actual,
    Baseline,
    FundingLine,
    GoalLink,
    IndicatorLink,
    Predecessor,
    Span,
    Target,
    YearGoal,
)

if TYPE_CHECKING:
    from workbench.session.session import Session

DOMAINS = ("industry", "livelihood", "environment", "administration", "capital")
SUBJECTS = ("government", "enterprise", "citizen")
_SAFEGUARDS = ("organisation", "funding", "security", "supervision", "institution", "talent")
_WAN = 1_000_000
#: Elements of one block: a goal, two indicators, two projects with three milestones each.
_BLOCK = 11


def sound_elements(count: int, seed: int = 0, plan_id: str = "plan") -> list[Element]:
    """About ``count`` elements (at least 40) of a city plan 2026-2030, the head first."""
    chance = random.Random(seed)
    blocks = max(5, (count - 30) // _BLOCK)
    made: list[Element] = [
        PlanHead(
            id=plan_id,
            title="生成市智慧城市顶层设计(2026-2030年)",
            kind="top_level_design",
            level="city",
            region_code="990100",
            region_name="生成市",
            period=Span(start=date(2026, 1, 1), end=date(2030, 12, 31)),
            base_year=2025,
            as_of=date(2026, 2, 15),
            status="in_force",
            issuing_body="生成市人民政府",
            document_number="生府〔2026〕1号",
            issued_on=date(2026, 1, 10),
            entry_point="以政务服务一网通办为切入点",
        )
    ]
    units = [
        Unit(id=f"u{n}", code=f"U-{n:03d}", name=f"第{n}局", kind="department", class_="局", contact="值班室")
        for n in range(1, 11)
    ]
    made += units
    made.append(Basis(id="b1", code="B-001", title="国务院关于加强数字政府建设的指导意见", issuer="国务院"))
    made += [
        Safeguard(
            id=f"sg-{kind}", title=f"保障{n}", kind=kind, text="由第1局负责落实。", responsible_unit="u1"
        )
        for n, kind in enumerate(_SAFEGUARDS, 1)
    ]
    made += [
        Section(id=f"sec-{kind}", kind=kind, title=title, text=f"{title}的正文。")
        for kind, title in (
            ("needs", "需求分析"),
            ("overall_design", "总体设计"),
            ("architecture", "架构设计"),
            ("tasks", "主要任务"),
            ("implementation_path", "实施路径"),
            ("safeguards", "保障措施"),
        )
    ]
    made += [
        Service(id=f"v-{stage}", title=title, life_stage=stage, unit="u2", steps_before=6, steps_after=1)
        for stage, title in (
            ("medical", "检查检验结果互认"),
            ("education", "入学报名"),
            ("elderly", "高龄津贴申领"),
            ("social_security", "社会保险关系转移"),
        )
    ]
    overall = Goal(
        id="g0",
        code="G-000",
        title="建成全市统一的城市数字底座",
        kind="overall",
        due=date(2030, 12, 31),
        responsible_unit="u1",
        domains=("administration",),
        subjects=("government",),
    )
    made.append(overall)
    need_goals: list[str] = []
    scheme_items: list[Element] = []
    yearly: dict[int, int] = {}
    for n in range(1, blocks + 1):
        made += _block(n, blocks, units[n % len(units)].id, units[(n + 1) % len(units)].id, chance, yearly)
        need_goals.append(f"g{n}")
    made.append(
        Need(id="n1", code="N-001", title="群众办事少跑腿", domains=DOMAINS, goals=("g0", *need_goals))
    )
    made += [
        Envelope(id=f"e{year}", code=f"E-{year}", year=year, source="city", amount=total * 2)
        for year, total in sorted(yearly.items())
    ]
    made.append(
        Scheme(
            id="k1",
            code="K-2026",
            year=2026,
            full_mark=Decimal(100),
            scope="plan",
            result_use="作为单位年度绩效等次和下一年度信息化资金安排的依据。",
        )
    )
    # What is due in the scheme's year, and something of every unit that leads a project.
    assessed = [n for n in range(1, blocks + 1) if n <= len(units) or n % 3 == 0]
    share = (Decimal(100) / len(assessed)).quantize(Decimal("0.0001"), ROUND_DOWN)
    for n in assessed:
        scheme_items.append(
            SchemeItem(
                id=f"t{n}",
                code=f"T-{n:03d}",
                scheme="k1",
                indicator=f"i{n}a",
                units=(units[n % len(units)].id,),
                marks=share if n != assessed[-1] else 100 - share * (len(assessed) - 1),
                method="threshold",
                data_unit=units[(n + 1) % len(units)].id,
                veto="item",
            )
        )
    made += scheme_items
    return _with_positions(made)


def _block(
    n: int, blocks: int, unit: str, other: str, chance: random.Random, yearly: dict[int, int]
) -> list[Element]:
    domain, subject = DOMAINS[n % 5], SUBJECTS[n % 3]
    made: list[Element] = [
        Goal(
            id=f"g{n}",
            code=f"G-{n:03d}",
            title=f"第{n}类服务网上可办率达到95%",
            kind="specific",
            parent="g0",
            due=date(2030, 12, 31),
            domains=(domain,),
            subjects=(subject,),
            responsible_unit=unit,
        )
    ]
    for letter in "ab":
        base = Decimal(chance.randint(20, 60))
        made.append(
            Indicator(
                id=f"i{n}{letter}",
                code=f"I-{n:03d}{letter}",
                name=f"第{n}类服务网上可办率({letter})",
                goals=(f"g{n}",),
                unit="%",
                kind="quantitative",
                value_type="percent",
                aggregation="level",
                nature="expected",
                origin="local",
                definition="网上可办事项数占事项总数的比例",
                formula="网上可办事项数÷事项总数×100%",
                scope="全市市级事项",
                data_source="政务服务平台",
                frequency="year",
                direction="higher",
                baseline=Baseline(value=base, year=2025),
                targets=tuple(
                    Target(value=base + (95 - base) * (year - 2025) / 5, year=year)
                    for year in range(2026, 2031)
                ),
                actuals=(Actual(value=base, period="2025", evidence=("统计年报",)),),
                responsible_unit=unit,
                data_unit=other,
            )
        )
    for half in (1, 2):
        first = 2026 + (n % 3)
        start, end = (
            (date(first, 3, 1), date(first, 12, 20))
            if half == 1
            else (date(first + 1, 1, 5), date(first + 1, 11, 30))
        )
        amount = chance.randint(50, 900) * _WAN
        yearly[start.year] = yearly.get(start.year, 0) + amount
        own = amount // 2
        id_ = f"p{n}-{half}"
        made.append(
            Project(
                id=id_,
                code=f"P-{n:03d}-{half}",
                title=f"第{n}类服务平台{half}期",
                kind="project",
                nature="new",
                domains=(domain,),
                subjects=(subject,),
                lead_unit=unit,
                support_units=(other,),
                start=start,
                end=end,
                year_goals=(YearGoal(year=start.year, text=f"接入{10 * n}项服务"),),
                predecessors=(Predecessor(project=f"p{n}-1", type="FS", lag_days=0),) if half == 2 else None,
                status="planned",
                total_investment=amount,
                funding=(
                    FundingLine(year=start.year, source="city", amount=amount - own, secured=True),
                    FundingLine(year=start.year, source="enterprise_investment", amount=own, secured=True),
                ),
                operation_model="government_purchase",
                operator=other,
                running_cost_per_year=amount // 20,
                running_cost_source="city",
                technologies=("云计算",),
                solves="部门系统各自建设、数据不通",
                deliverables=("服务平台一套",),
                bases=("b1",),
                goals=(GoalLink(goal=f"g{n}", role="primary"),),
                indicators=(IndicatorLink(indicator=f"i{n}a"),),
            )
        )
        made += [
            Milestone(
                id=f"m{n}-{half}-{k}",
                code=f"M-{n:03d}-{half}{k}",
                project=id_,
                title=title,
                stage=stage,
                due=date(start.year, month, 15),
                deliverable=title,
                acceptance=f"出具{title}书面文件1份",
            )
            for k, (title, stage, month) in enumerate(
                (
                    ("合同", "contract", 4),
                    ("初验报告", "preliminary_acceptance", 8),
                    ("终验报告", "final_acceptance", 11),
                ),
                1,
            )
        ]
    return made


def _with_positions(elements: list[Element]) -> list[Element]:
    by_kind: dict[str, int] = {}
    for element in elements:
        by_kind[element.kind_name] = by_kind.get(element.kind_name, 0) + 1
    keys = {kind: iter(ids.spread(count)) for kind, count in by_kind.items()}
    return [element.but(position=next(keys[element.kind_name])) for element in elements]


def sound_plan(count: int, seed: int = 0) -> Plan:
    """A sound plan of about ``count`` elements."""
    return Plan("plan", sound_elements(count, seed))


def plan_of(session: Session) -> Plan:
    """The plan that is open in a session."""
    assert session.plan is not None
    return session.plan
