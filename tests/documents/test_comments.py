"""The drafting note, and the table of comments received."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents.conftest import placed, said_by, shipped
from workbench.documents.comments import outline
from workbench.documents.outline import Table, Title
from workbench.documents.source import Source
from workbench.plan.elements import Comment, PlanHead, Project, Unit

DAY = date(2026, 11, 23)


def test_the_note_of_the_sample() -> None:
    said = said_by(outline(Source(shipped("sample-city"), "zh", DAY)).blocks)
    assert [line for line in said if line[1:2] == "、"] == [
        "一、起草背景和依据", "二、起草过程", "三、主要内容", "四、征求意见和采纳情况", "五、印发后的调整",
    ]  # fmt: skip
    assert "专家论证（2025年12月5日）：通过；见《专家论证意见》。" in said
    assert "规划共列目标12项、项目26项、指标31项、里程碑73项、保障措施10项。" in said
    assert "共收到有关单位意见21条，采纳15条，部分采纳3条，未采纳2条，解释说明1条。" in said
    assert "共收到社会公众意见2条，采纳1条，未采纳1条。" in said
    assert any("示府函〔2027〕12号" in line and "2030年目标值由4.6万台调整为5万台" in line for line in said)


def test_units_and_the_public_stand_apart() -> None:
    plan = placed(
        PlanHead(id="p", title="规划"),
        Unit(id="u", name="财政局"),
        Project(id="a", code="P-1", title="平台"),
        Comment(id="c1", public=True, text="快些", adopted="no", reason="已是最快"),
        Comment(id="c2", unit="u", element="a", text="写明资金", adopted="yes", handled_by="王科长"),
        Comment(id="c3", unit="某公司", text="无意见"),
    )
    document = outline(Source(plan, "zh", DAY))
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [row.cells for row in table.rows] == [
        ("有关单位意见",),
        ("1", "财政局", "写明资金", "P-1 平台", "采纳", "", "王科长"),
        ("2", "某公司", "无意见", "整个规划", "尚未处理", "", ""),
        ("社会公众意见",),
        ("3", "社会公众", "快些", "整个规划", "未采纳", "已是最快", ""),
    ]


def test_an_empty_plan_has_a_title_and_invents_nothing() -> None:
    document = outline(Source(placed(PlanHead(id="p", title="规划")), "zh", DAY))
    assert document.blocks == (Title(("关于《规划》的起草说明",)),)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["sample-city", "pearl-river-delta-2014-2020"])
def test_shipped_plans(name: str, language: str) -> None:
    document = outline(Source(shipped(name), language, DAY))
    assert document == outline(Source(shipped(name), language, DAY))
    for table in (block for block in document.blocks if isinstance(block, Table)):
        assert all(len(row.cells) == len(table.columns) for row in table.rows if row.kind == "item")
