"""The reports on a year and on half a plan: figures that add up, places that are to be written."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.documents.conftest import placed, said_by, shipped
from workbench.analysis.schemes import OUTSIDE
from workbench.analysis.scoring import assess
from workbench.documents.outline import AttachmentNote, Block, Figure, Outline, Table
from workbench.documents.source import KINDS, Source
from workbench.documents.writers import written
from workbench.errors import Problem
from workbench.plan.elements import Indicator, PlanHead, Scheme, SchemeItem, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import Actual, Exemption, Result, Span, Target

DAY = date(2027, 6, 30)


@pytest.fixture(scope="module")
def sample() -> Plan:
    return shipped("sample-city")


def made(
    kind: str, plan: Plan, language: str = "zh", unit: str | None = None, year: int | None = 2026
) -> Outline:
    return KINDS[kind].outline(Source(plan, language, DAY, unit=unit, year=year))


def tables(outline: Outline) -> list[Table]:
    return [one for one in outline.blocks if isinstance(one, Table)]


def text_of(blocks: tuple[Block, ...]) -> str:
    return "\n".join(said_by(blocks))


def test_the_assessment_tells_what_the_scoring_says(sample: Plan) -> None:
    scheme = next(one for one in sample.all(Scheme) if one.year == 2026)
    year = assess(sample, scheme, DAY, "final")
    report = made("assessment", sample)
    said = text_of(report.blocks)
    assert f"总分{year.total}分（满分100分），等次为{year.level}" in said
    assert "【待填写：主要问题、原因和责任单位】" in said
    units = next(one for one in tables(report) if one.caption == "单位得分")
    assert {row.cells[1]: row.values[4] for row in units.rows} == {
        sample.elements[one.unit].name_shown: one.score for one in year.units if one.score is not None
    }
    groups = next(one for one in tables(report) if one.caption == "分组得分")
    # An item of several units counts once, with their mean; what is outside the full mark is no part of it.
    marks, points = (sum(Decimal(str(row.values[place])) for row in groups.rows) for place in (2, 3))
    assert marks == year.full == 100
    outside = sum(row.score or 0 for row in year.rows if row.item.method in OUTSIDE)
    assert points + outside == year.total
    assert "多个单位承担的考核项按平均分计" in "".join(groups.notes)
    scores = tables(report)[-1]
    items = [row for row in scores.rows if row.kind == "item"]
    assert len(items) == len(year.rows)
    place = [column.title for column in scores.columns].index("得分")
    assert [row.values[place] for row in items] == [one.score for one in year.rows]
    assert "佐证材料" in [column.title for column in scores.columns]
    assert AttachmentNote("附件", ("考核项得分",)) in report.blocks
    assert "印发考核方案（2026年2月1日至2026年3月15日）；年中调度（" in said


def test_a_year_that_is_not_over_is_not_final(sample: Plan) -> None:
    report = made("assessment", sample, year=2027)
    said = text_of(report.blocks)
    assert "尚无可以计分的考核项。" in said
    assert "等次为" not in said
    assert "尚无数据、不能判定是否完成的有" in said
    assert "得满分" not in said
    assert "M-01-5 竣工验收（缺数）" in said
    assert not [one for one in tables(report) if one.caption in ("单位得分", "分组得分")]
    scores = tables(report)[-1]
    place = [column.title for column in scores.columns].index("得分")
    items = [row for row in scores.rows if row.kind == "item"]
    assert {row.cells[place] for row in items} == {"—"}
    assert {row.values[place] for row in items} == {None}


def test_a_result_with_figures_missing_has_no_level_yet(sample: Plan) -> None:
    scheme = next(one for one in sample.all(Scheme) if one.year == 2026)
    missing = next(one for one in sample.all(Indicator) if one.code == "I-18")
    plan = placed(*(one.but(actuals=()) if one is missing else one for one in sample.elements.values()))
    year = assess(plan, scheme, DAY, "final")
    report = made("assessment", plan)
    said = text_of(report.blocks)
    assert f"已计{year.total}分（满分100分）" in said
    assert "等次为" not in said
    assert "结果尚非最终：还有1项缺少数据。" in said
    units = next(one for one in tables(report) if one.caption == "单位得分")
    rows = {row.cells[1]: row for row in units.rows}
    assert rows["市数据局"].cells[5:] == ("—", "—")
    assert rows["市委网信办"].cells[5:] == ("优秀", "1")
    assert [column.title for column in units.columns][5] == "等次"
    assert "缺少数据的单位不定等次和名次" in "".join(units.notes)


def test_vetoes_bonus_and_exemptions_are_told() -> None:
    plan = placed(
        PlanHead(id="p", title="规划", period=Span(start=date(2026, 1, 1), end=date(2028, 12, 31))),
        Unit(id="u", name="数据局"),
        *(
            Indicator(
                id=id_,
                name=id_,
                direction="higher",
                targets=(Target(year=2026, value=Decimal(10)),),
                actuals=(Actual(period="2026", value=Decimal(value)),),
            )
            for id_, value in (("甲", 9), ("乙", 12))
        ),
        Scheme(
            id="k",
            year=2026,
            results=(Result(item="t1", unit="u", remark="数据迟报。"),),
            result_use="作为评优依据",
        ),
        SchemeItem(
            id="t1",
            scheme="k",
            indicator="甲",
            units=("u",),
            marks=Decimal(100),
            method="completion",
            veto="fail",
        ),
        SchemeItem(
            id="t2",
            scheme="k",
            indicator="乙",
            units=("u",),
            method="bonus",
            parameters={"per": 1, "points": 1, "cap": 5},
        ),
    )
    said = text_of(made("assessment", plan).blocks)
    assert "总分92.00分（满分100分），等次为不合格" in said
    assert "仅按得分等次应为优秀，因触发否决项而降低" in said
    assert "否决：甲未完成目标，考核不合格。" in said
    assert "加分：乙，2.00分。" in said
    assert "甲：数据迟报。" in said
    assert "作为评优依据。" in said
    own = text_of(made("self-assessment", plan, unit="u").blocks)
    assert "未得满分的有：甲" in own


def test_a_unit_reports_on_itself(sample: Plan) -> None:
    report = made("self-assessment", sample, unit="u-data")
    said = text_of(report.blocks)
    assert report.title == "市数据局2026年度自评报告"
    scores = next(one for one in tables(report) if one.caption == "自评得分表")
    assert [column.title for column in scores.columns if column.sums] == ["分值", "计算得分", "自评"]
    assert [row.values[4] for row in scores.rows] == [None, None, 3, None]
    assert "未得满分的有：I-28 公共数据流通制度建设水平。" in said
    evidence = next(one for one in tables(report) if one.caption == "佐证材料")
    assert evidence.rows[0].cells[2] == "佐证/2026/I-18-年度统计表.xlsx"


def test_the_mid_term_evaluation_counts_the_classes(sample: Plan) -> None:
    report = made("midterm", sample)
    said = text_of(report.blocks)
    assert "《规划》确定的31项指标中，1项快于预期，28项符合预期，2项无数据、不作判定。" in said
    assert "其中约束性指标5项：5项符合预期。" in said
    assert "规划期时间已过29.9%。" in said
    main = next(one for one in tables(report) if one.caption == "主要指标")
    assert len(main.rows) == 31
    assert any(isinstance(one, Figure) for one in report.blocks)
    assert "不低于10个百分点" in said
    columns = [column.title for column in main.columns]
    assert "2030年目标值" in columns
    assert main.rows[0].cells[5:7] == ("96", "79\n（2026年）")
    assert main.rows[2].cells[6] == "93.2\n（2027年上半年）"
    assert [column.title for column in tables(report)[-1].columns][1] == "调整事项"
    english = text_of(made("midterm", sample, "en").blocks)
    assert "Of the 31 indicators of the plan: 1 ahead of time, 28 on track" in english


def test_of_a_real_plan_what_is_not_known_is_never_called_missed() -> None:
    plan = shipped("pearl-river-delta-2014-2020")
    said = text_of(made("midterm", plan).blocks)
    assert "无数据" in said
    assert "未报送进展" in "".join(row.cells[-1] for row in tables(made("midterm", plan))[1].rows)
    with pytest.raises(Problem, match="no assessment scheme"):
        made("assessment", plan)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("kind", ["assessment", "self-assessment", "midterm"])
def test_every_form_can_be_written(sample: Plan, kind: str, language: str, tmp_path: Path) -> None:
    outline = made(kind, sample, language, unit="u-data" if kind == "self-assessment" else None)
    for suffix in (".docx", ".xlsx", ".html", ".csv"):
        assert len(written(outline, suffix)) > 1_000


def test_what_is_missing_is_asked_for(sample: Plan) -> None:
    with pytest.raises(Problem, match="Choose the unit"):
        made("self-assessment", sample)
    with pytest.raises(Problem, match="does not assess"):
        made("self-assessment", sample, unit="u-center")
    with pytest.raises(Problem, match="has schemes for 2026, 2027"):
        made("assessment", sample, year=2030)


def test_reviews_and_appeals_of_the_year_are_told() -> None:
    plan = placed(
        PlanHead(id="p", title="规划", period=Span(start=date(2026, 1, 1), end=date(2028, 12, 31))),
        Unit(id="u", name="数据局"),
        Indicator(id="甲", name="甲", direction="higher", targets=(Target(year=2026, value=Decimal(10)),)),
        Scheme(
            id="k",
            year=2026,
            results=(
                Result(item="t1", unit="u", self_=Decimal(90), remark="自评凭证齐全"),
                Result(item="t1", unit="u", review=Decimal(70), remark="少两份凭证"),
                Result(item="t1", unit="u", remark="凭证已补交"),
            ),
        ),
        SchemeItem(
            id="t1", scheme="k", indicator="甲", units=("u",), marks=Decimal(100), method="completion"
        ),
    )
    said = text_of(made("assessment", plan).blocks)
    assert "共评审1项，其中更正1项。" in said
    assert "收到申诉1件，其中1件尚待处理。" in said
    assert "甲：少两份凭证" in said
    assert "甲：申诉：凭证已补交" in said
    assert "自评凭证齐全" not in said
    # A unit's own report keeps what the unit itself said.
    own = made("self-assessment", plan, unit="u")
    done = next(one for one in tables(own) if one.caption == "目标和完成情况")
    assert "自评凭证齐全" in done.rows[0].cells


def test_appeals_that_are_decided_are_told_as_such(sample: Plan) -> None:
    assert "收到申诉1件，均已处理。" in text_of(made("assessment", sample).blocks)
    assert "Appeals lodged: 1, all of them decided." in text_of(made("assessment", sample, "en").blocks)


def test_an_exemption_is_told_with_its_proof(sample: Plan) -> None:
    item = next(one for one in sample.all(SchemeItem) if one.id == "x26-b2")
    exempt = item.but(exempt=Exemption(reason="学校停办", evidence=("停办批复.pdf",)))
    plan = placed(*(exempt if one is item else one for one in sample.elements.values()))
    report = made("assessment", plan)
    assert "师生网络学习空间覆盖率" in text_of(report.blocks)
    assert "学校停办" in text_of(report.blocks)
    scores = tables(report)[-1]
    place = [column.title for column in scores.columns].index("佐证材料")
    (row,) = [one for one in scores.rows if one.kind == "item" and "停办批复" in one.cells[place]]
    assert "师生网络学习空间覆盖率" in row.cells[1]
