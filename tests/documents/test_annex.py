"""The annexed tables alone and the definition sheets: what stands there, typed, sums that add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.documents import annex, definitions
from workbench.documents.funding_table import funding_table
from workbench.documents.outline import AnnexMark, AnnexTitle, Heading, Outline, Table
from workbench.documents.reserve_table import reserve_table
from workbench.documents.source import Source
from workbench.documents.uptake_table import uptake_table
from workbench.documents.wording import Wording
from workbench.documents.writers import WRITERS, written
from workbench.errors import Problem
from workbench.exchange.json import read_plan
from workbench.plan.elements import Basis, Envelope, Goal, Indicator, PlanHead, Project, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import FundingLine, TakeUp

PLANS = Path(__file__).parents[2] / "plans"
DAY = date(2026, 11, 23)
CHINESE = Wording("zh")
WAN = 1_000_000


def sample(name: str = "sample-city") -> Plan:
    path = PLANS / f"{name}.json"
    elements = read_plan(path.read_bytes(), path.name)
    return Plan(elements[0].id, elements)


def head() -> PlanHead:
    return PlanHead(id="p", position="a", title="规划")


def titles(document: Outline) -> list[str]:
    return ["".join(block.lines) for block in document.blocks if isinstance(block, AnnexTitle)]


def test_all_tables_with_rows_are_annexed_in_order() -> None:
    document = annex.outline(Source(sample(), "zh", DAY))
    assert titles(document) == [
        "主要指标表", "重点项目表", "重点任务分解表", "资金筹措表",
    ]  # fmt: skip
    marks = [block.text for block in document.blocks if isinstance(block, AnnexMark)]
    assert marks == ["附表1", "附表2", "附表3", "附表4"]
    tables = [block for block in document.blocks if isinstance(block, Table)]
    assert not any(column.field for table in tables for column in table.columns)
    assert not any(row.mark for table in tables for row in table.rows)


def test_numbers_are_typed_and_sums_known() -> None:
    document = annex.outline(Source(sample(), "zh", DAY))
    indicators, projects, *_ = (block for block in document.blocks if isinstance(block, Table))
    assert Decimal(90) in indicators.rows[1].values
    total = projects.rows[-1]
    items = [row.values for row in projects.rows if row.kind == "item"]
    money = next(place for place, column in enumerate(projects.columns) if column.sums)
    amounts = [values[money] for values in items]
    assert total.values[1] == sum(one for one in amounts if isinstance(one, int))


def test_funding_is_told_by_project_source_and_year() -> None:
    plan = Plan(
        "p",
        [
            head(),
            Project(
                id="a",
                position="a",
                code="P-1",
                title="平台",
                funding=(
                    FundingLine(year=2026, source="city", amount=500 * WAN),
                    FundingLine(year=2027, source="city", amount=300 * WAN),
                    FundingLine(year=2026, source="central", amount=200 * WAN),
                    FundingLine(source="central", amount=100 * WAN),
                ),
            ),
            Project(id="x", position="b", title="停", status="cancelled"),
            Envelope(id="e", position="a", year=2026, source="city", amount=600 * WAN),
        ],
    )
    table = funding_table(plan, CHINESE)
    assert table is not None
    assert [column.title for column in table.columns] == [
        "序号", "项目", "资金来源", "2026年", "2027年", "未明确年度", "合计",
    ]  # fmt: skip
    assert [row.cells for row in table.rows] == [
        ("1", "P-1 平台", "市级财政", "500", "300", "", "800"),
        ("1", "P-1 平台", "中央财政", "200", "", "100", "300"),
        ("合计", "700", "300", "", ""),
        ("资金额度", "600", "", "", ""),
    ]
    assert table.rows[0].values[3:] == (500 * WAN, 300 * WAN, None, 800 * WAN)


def test_uptake_names_plan_clause_and_what_takes_it_up() -> None:
    plan = Plan(
        "p",
        [
            head(),
            Unit(id="u", position="a", name="数据局"),
            Basis(id="b", position="a", title="《省规划》", document_number="粤府〔2025〕1号"),
            Goal(
                id="g",
                position="a",
                code="G-1",
                title="共享",
                responsible_unit="u",
                takes_up=(
                    TakeUp(basis="b", clause="第三章", mode="share", share=Decimal("0.3")),
                    TakeUp(plan="上级"),
                ),
            ),
            Indicator(
                id="i",
                position="a",
                name="开放数据集",
                unit="个",
                takes_up=(TakeUp(plan="上级", mode="share", share=Decimal(30)),),
            ),
        ],
    )  # fmt: skip
    table = uptake_table(plan, CHINESE)
    assert table is not None
    assert table.rows[0].cells[1:3] == ("《省规划》（粤府〔2025〕1号）", "第三章")
    assert table.rows[0].cells[4:] == ("0.3", "目标：G-1 共享", "数据局")
    assert table.rows[1].cells[1:5] == ("上级", "—", "—", "—")
    assert table.rows[2].cells[4] == "30个", "in the indicator's unit"


def test_projects_in_reserve_stand_apart() -> None:
    project = Project(id="a", position="a", title="后备", nature="reserve", total_investment=5 * WAN)
    table = reserve_table(Plan("p", [head(), project]), CHINESE)
    assert table is not None
    assert table.rows[0].cells == ("1", "后备", "—", "—", "—", "—", "5")
    assert reserve_table(Plan("p", [head(), project.but(nature="new")]), CHINESE) is None


def test_an_empty_plan_says_what_to_add() -> None:
    plan = Plan("p", [head()])
    for made in (annex, definitions):
        with pytest.raises(Problem, match="add indicators"):
            made.outline(Source(plan, "en", DAY))
    assert funding_table(plan, CHINESE) is None
    assert uptake_table(plan, CHINESE) is None


def test_a_sheet_defines_an_indicator() -> None:
    document = definitions.outline(Source(sample(), "zh", DAY))
    heading = next(block for block in document.blocks if isinstance(block, Heading))
    assert heading.number == "一、"
    table = next(block for block in document.blocks if isinstance(block, Table))
    told = {row.cells[0]: row.cells[1] for row in table.rows}
    assert told["计量单位"] == "%"
    assert told["基期值"].endswith("（2025年）")
    assert told["目标值"].startswith("2026年：")
    assert [column.title for column in table.columns] == ["项目", "内容"]
    assert told["衡量目标"] == "G-03 企业和群众办事一站办成；G-01 2027年底前打通数据底座和高频服务"


@pytest.mark.parametrize("suffix", sorted(WRITERS.keys() - {".pdf", ".docx"}))
@pytest.mark.parametrize("name", ["sample-city", "pearl-river-delta-2014-2020"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_annexes_can_be_had_in_every_form(name: str, suffix: str, language: str) -> None:
    for made in (annex, definitions):
        assert written(made.outline(Source(sample(name), language, DAY)), suffix)
