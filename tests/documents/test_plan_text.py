"""What the plan text says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.documents.conftest import WAN, elements, placed, plan_text, shipped
from workbench.documents.outline import (
    AnnexMark,
    AnnexTitle,
    Block,
    Box,
    Contents,
    Cover,
    Figure,
    Heading,
    NewPage,
    Outline,
    Paragraph,
    Point,
    Run,
    Subtitle,
    Table,
    Title,
)
from workbench.documents.plan_text import section_blocks
from workbench.documents.wording import Wording
from workbench.plan import records as r
from workbench.plan.elements import Indicator, PlanHead, Project, Section
from workbench.plan.plan import Plan


def text_of(block: Block) -> str:
    """One line for a block."""
    match block:
        case Title(lines) | AnnexTitle(lines):
            return "".join(lines)
        case Subtitle(text) | AnnexMark(text):
            return text
        case Heading():
            return block.number + block.text
        case Paragraph(runs):
            return "".join(run.text for run in runs)
        case Point():
            return "".join(run.text for run in block.marked())
        case Table():
            return (
                Wording("zh").captioned("Table", block.number, block.caption)
                if block.number
                else block.caption
            )
        case Box():
            return block.title
        case _:
            return ""


def lines(outline: Outline) -> list[str]:
    return [line for line in map(text_of, outline.blocks) if line]


def tables(outline: Outline) -> list[Table]:
    return [block for block in outline.blocks if isinstance(block, Table)]


def rows(table: Table) -> list[tuple[str, ...]]:
    return [row.cells for row in table.rows]


def test_a_plan_without_sections_is_told_from_its_elements(plan: Plan) -> None:
    assert lines(plan_text(plan)) == [
        "河湾市智慧城市建设行动计划（2026-2030年）",
        "（征求意见稿）",
        "（河湾市人民政府）",
        "一、总体要求",
        "（一）基本原则",
        "——需求牵引。",
        "——共建共用。",
        "（二）愿景",
        "让数据多跑路。",
        "二、发展目标",
        "（一）总体目标",
        "建成数据互通、服务相随的智慧城市。（责任单位：市数据局；完成时限：2030年12月31日）",
        "（二）分项目标",
        "1．打通数据底座",
        "共享目录全覆盖。",
        "衡量指标：数据共享率（2030年95%以上）。（责任单位：市数据局）",
        "2．网上能办",
        "（完成时限：2028年6月30日）",
        "三、主要任务",
        "（一）数字底座工程",
        "先建底座，再建应用。",
        "1．公共数据平台",
        "建设归集、治理、共享系统。",
        "交付成果：数据平台、共享目录。（牵头单位：市数据局；配合单位：市财政局、各区政府；完成时限：2027年12月31日）",
        "（1）制定共享制度",
        "（牵头单位：市财政局；完成时限：2026年底）",
        "2．安全运营中心",
        "（完成时限：2027年6月15日）",
        "四、保障措施",
        "（一）组织领导",
        "每季度调度。（责任单位：市数据局）",
        "（二）资金",
        "1．资金统筹",
        "2．绩效评价",
        "逐年评价。",
        "附表1",
        "主要指标表",
        "附表2",
        "重点项目表",
    ]


def test_indicator_table(plan: Plan) -> None:
    table = tables(plan_text(plan))[0]
    assert [column.title for column in table.columns] == [
        "类别", "序号", "指标", "单位", "2025年\n基期", "2028年\n目标值", "2030年\n目标值", "属性",
    ]  # fmt: skip
    assert rows(table) == [
        ("行政", "1", "数据共享率", "%", "68.50", "80", "95%以上", "约束性"),
        ("民生", "2", "培训人次", "万人次", "—", "—", "〔13.5〕", "预期性"),
    ]
    assert table.notes == ("注：1.〔 〕内为规划期累计值；2.“—”表示来源中未见、该年未设目标。",)


def test_project_table_with_exact_total(plan: Plan) -> None:
    table = tables(plan_text(plan))[1]
    assert [column.title.replace("\n", "") for column in table.columns] == [
        "序号", "项目", "建设内容", "牵头单位", "配合单位", "起止时间", "总投资（万元）", "资金来源",
    ]  # fmt: skip
    assert rows(table) == [
        ("数字底座工程",),
        (
            "1",
            "公共数据平台",
            "建设归集、治理、共享系统。",
            "市数据局",
            "市财政局、各区政府",
            "2026.01—2027.12",
            "1,200.5",
            "市级财政 1,000\n中央财政 200.5",
        ),
        ("2", "安全运营中心", "—", "—", "—", "2027-06-15前", "800", "—"),
        ("合计", "2,000.5", ""),
    ]
    assert table.notes == ("注：“—”表示来源中未见。",)


def test_no_total_while_an_amount_is_unknown(plan: Plan) -> None:
    changed = [one.but(total_investment=None) if one.id == "p2" else one for one in elements()]
    table = tables(plan_text(placed(*changed)))[1]
    assert [row.kind for row in table.rows] == ["group", "item", "item"]
    assert table.notes == ("注：“—”表示来源中未见、未填写。",)


def test_a_project_within_another_is_not_added_twice() -> None:
    inner = Project(id="p3", title="内部", kind="project", key=True, parent="p1", total_investment=5 * WAN)
    table = tables(plan_text(placed(*elements(), inner)))[1]
    assert rows(table)[-1] == ("合计", "2,000.5", "")


def sectioned(*sections: Section) -> Plan:
    return placed(*elements(), *sections)


STATUS_QUO = "# 一、已有基础\n- **网络。** 已通\n# 不足\n1. 少"
GOALS = "见表。\n{{table:indicators}}\n{{table:projects}}\n{{table:x}}"


def test_sections_stand_in_order_and_what_they_leave_out_in_its_usual_place() -> None:
    outline = plan_text(
        sectioned(
            Section(id="a", kind="preface", title="前言", text="为落实要求，制定本计划。"),
            Section(id="b", kind="status_quo", title="第一章 发展基础", text=STATUS_QUO),
            Section(id="c", kind="goals", title="目标", text=GOALS),
            Section(id="d", kind="annex", title="名词解释", text="一、智慧城市\n略。"),
            Section(id="e", title="专栏", text="# 标准\n内容", box=r.Box(no=3, title="标准清单")),
        )
    )
    said = lines(outline)
    assert [line for line in said if line[1:2] == "、"] == [
        "一、发展基础", "二、总体要求", "三、目标", "四、主要任务", "五、保障措施", "一、智慧城市",
    ]  # fmt: skip
    assert said[3] == "前\u3000言"
    assert "（一）已有基础" in said
    assert "——网络。已通" in said
    assert "1．少" in said
    assert "表1\u3000主要指标表" in said
    assert "重点项目表见附表。" in said
    assert "{{table:x}}" in said
    assert "专栏3\u3000标准清单" in said
    assert said[-4:] == ["附件", "名词解释", "一、智慧城市", "略。"]
    turns = [block.landscape for block in outline.blocks if isinstance(block, NewPage)]
    assert turns == [True, False]


def test_a_section_by_itself_has_the_tables_it_asks_for_and_no_chapter_number() -> None:
    section = Section(id="c", kind="goals", title="三、目标", text=f"## 近期\n1. 快\n{GOALS}")
    plan = sectioned(section)
    made: dict[str, Table | None] = {}
    said = [text_of(block) for block in section_blocks(plan, section, made=made)]
    assert said[:4] == ["目标", "（一）近期", "1．快", "见表。"]
    assert said[4].startswith("表1\u3000主要指标表")
    assert said[5].startswith("表2\u3000重点项目表")
    assert said[6] == "{{table:x}}"
    assert made["x"] is None
    # What was made once is not made again.
    kept = made["projects"]
    section_blocks(plan, section, made=made)
    assert made["projects"] is kept


def test_tables_in_place_leave_out_columns_of_which_nothing_is_known() -> None:
    plan = placed(
        PlanHead(id="plan", title="行动计划", status="in_force"),
        Project(
            id="t",
            title="宽带网络",
            kind="task",
            absent=(r.AbsentReason(field="lead_unit", reason="not_seen"),),
            due_text="2020年底",
        ),
        Section(id="s", kind="tasks", title="任务", text="{{table:projects}}"),
    )
    (table,) = tables(plan_text(plan))
    assert (table.caption, table.number) == ("任务表", 1)
    assert [column.title for column in table.columns] == ["序号", "任务", "起止时间"]
    assert rows(table) == [("1", "宽带网络", "2020年底")]
    assert "建设内容、牵头单位" in table.notes[0]
    assert "来源中未见" in table.notes[0]


def test_unknown_is_not_absent_in_cells() -> None:
    indicator = Indicator(
        id="i",
        name="新指标",
        absent=(
            r.AbsentReason(field="baseline", reason="new_indicator"),
            r.AbsentReason(field="nature", reason="not_applicable"),
        ),
        unit="%",
        targets=(r.Target(value=Decimal(1), year=2030, unit="u"), r.Target(value=Decimal(5), year=2029)),
    )
    (table,) = tables(plan_text(placed(PlanHead(id="plan", title="计划"), indicator)))
    assert rows(table) == [("1", "新指标", "%", "新设指标", "5", "—")]
    assert [column.title for column in table.columns][-2:] == ["2029年\n目标值", "属性"]
    assert table.notes == ("注：“—”表示不适用。",)


def test_years_of_baselines_are_told_where_they_differ() -> None:
    indicators = [
        Indicator(id=f"i{year}", name="率", baseline=r.Baseline(text="高", year=year))
        for year in (2012, 2013)
    ]
    (table,) = tables(plan_text(placed(PlanHead(id="plan", title="计划"), *indicators)))
    assert [row[3] for row in rows(table)] == ["高\n（2012年）", "高\n（2013年）"]


def test_english(plan: Plan) -> None:
    said = lines(plan_text(plan, "en"))
    assert said[1] == "(Draft for comment)"
    assert "1. General requirements" in said
    assert "2.1 Overall goal" in said
    assert said[-4:] == [
        "Annexed table 1",
        "Table of main indicators",
        "Annexed table 2",
        "Table of key projects",
    ]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_plan_says_its_own_language(language: str) -> None:
    head = PlanHead(id="plan", title="计划", settings=r.PlanSettings(document_language=language))
    assert plan_text(placed(head)).language == language


def test_an_issued_plan_tells_authority_number_and_date() -> None:
    head = PlanHead(
        id="plan",
        title="计划",
        status="in_force",
        issuing_body="示例市人民政府",
        document_number="示府〔2026〕1号",
        issued_on=date(2026, 1, 15),
        description="为落实要求，制定本计划。",
    )
    outline = plan_text(placed(head))
    assert lines(outline) == [
        "计划", "（示例市人民政府\u3000示府〔2026〕1号\u30002026年1月15日）", "为落实要求，制定本计划。",
    ]  # fmt: skip
    assert outline.author == "示例市人民政府"


def test_a_long_plan_has_cover_and_contents() -> None:
    text = "\n".join("智慧城市建设惠及全体市民。" * 20 for _ in range(80))
    section = Section(id="s", kind="status_quo", title="基础", text=text)
    cover, contents, title = plan_text(sectioned(section), figures=False).blocks[:3]
    assert cover == Cover(
        ("河湾市智慧城市建设行动计划", "（2026-2030年）"), ("（征求意见稿）",), "河湾市人民政府"
    )
    assert contents == Contents("目\u3000录")
    assert isinstance(title, Title)
    without = plan_text(sectioned(section), cover=False, contents=False, figures=False).blocks
    assert not [block for block in without if isinstance(block, (Cover, Contents))]


def test_a_short_plan_has_them_where_they_are_wanted(plan: Plan) -> None:
    assert isinstance(plan_text(plan).blocks[0], Title)
    assert isinstance(plan_text(plan, cover=True).blocks[0], Cover)
    assert plan_text(plan, "en", contents=True).blocks[0] == Contents("Table of contents")


def test_unknown_figures_stay_as_typed_and_unwanted_ones_are_left_out() -> None:
    plan = sectioned(Section(id="s", kind="goals", title="目标", text="{{figure:x}}\n{{figure:gantt}}"))
    said = lines(plan_text(plan, figures=False))
    assert "{{figure:x}}" in said
    assert "{{figure:gantt}}" not in said
    assert [text_of(block) for block in section_blocks(plan, plan.all(Section)[0])][1:] == [
        "{{figure:x}}", "（项目进度甘特图）",
    ]  # fmt: skip


def test_a_footnote_of_the_text() -> None:
    plan = sectioned(Section(id="s", kind="goals", title="目标", text="共享率[^1]提高。\n[^1]: 按目录计。"))
    runs = [run for block in plan_text(plan).blocks if isinstance(block, Paragraph) for run in block.runs]
    assert Run("共享率", note="按目录计。") in runs


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["sample-city", "pearl-river-delta-2014-2020"])
def test_tables_of_shipped_plans_are_counted(name: str, language: str) -> None:
    document = plan_text(shipped(name), language)
    numbers = [table.number for table in tables(document) if table.caption]
    assert numbers == list(range(1, len(numbers) + 1))
    assert document == plan_text(shipped(name), language)


def test_figures_stand_where_the_text_asks_for_them_once_and_are_counted() -> None:
    plan = shipped("sample-city")
    asked = Section(
        id="s",
        position="0",
        kind="preface",
        title="图",
        text="{{figure:funding}}\n{{figure:coverage}}\n{{figure:funding}}",
    )
    blocks = plan_text(Plan(plan.id, [*plan.elements.values(), asked])).blocks
    figures = [block for block in blocks if isinstance(block, Figure)]
    assert [figure.number for figure in figures] == list(range(1, len(figures) + 1))
    assert len({figure.caption for figure in figures}) == len(figures) >= 2


def test_every_figure_has_a_usual_place() -> None:
    blocks = plan_text(shipped("sample-city"), figures=True).blocks
    captions = [block.caption for block in blocks if isinstance(block, Figure)]
    for wanted in ("关系图", "甘特图", "资金来源图"):
        assert any(wanted in caption for caption in captions), wanted
