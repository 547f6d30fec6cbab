"""The quarterly ledger of a unit: what is asked of it, typed cells, marks by which it is read again."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.documents.ledger import outline, period_of
from workbench.documents.marks import RowMark, read_document_mark, read_row_mark
from workbench.documents.outline import Fields, Outline, Table, Title
from workbench.documents.source import Source
from workbench.documents.unit_work import units_with_work
from workbench.documents.xlsx import to_xlsx
from workbench.errors import Problem
from workbench.exchange.json import read_plan
from workbench.plan.edits import set_field
from workbench.plan.elements import Indicator, Milestone, PlanHead, Project, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import Actual, FundingLine, Report, Target, YearGoal

DAY = date(2026, 11, 23)
SAMPLE = Path(__file__).parents[2] / "plans" / "sample-city.json"


def small() -> Plan:
    return Plan(
        "p",
        [
            PlanHead(id="p", position="a", title="规划"),
            Unit(id="u1", position="a", name="数据局", leader="张三", contact="000-1"),
            Project(id="top", position="a", title="工程", kind="programme", lead_unit="u1"),
            Project(
                id="a",
                position="b",
                code="P-1",
                title="平台",
                parent="top",
                lead_unit="u1",
                status="active",
                start=date(2026, 1, 1),
                end=date(2027, 12, 31),
                year_goals=(
                    YearGoal(year=2026, text="全年目标"),
                    YearGoal(year=2026, quarter=4, text="四季度目标"),
                    YearGoal(year=2026, quarter=1, text="一季度目标"),
                    YearGoal(year=2027, text="明年目标"),
                ),
                funding=(
                    FundingLine(year=2026, source="city", amount=1_200_500_000),
                    FundingLine(year=2026, source="central", amount=1_000_000),
                    FundingLine(year=2027, source="city", amount=5),
                ),
                reports=(
                    Report(period="2026-Q3", unit="u1", text="上季"),
                    Report(
                        period="2026-Q4", percent=Decimal("45.5"), text="主体完工", invested_to_date=2_000_000
                    ),
                ),
            ),
            Project(id="b", position="c", title="网络", lead_unit="u1", needs_no_funding=True),
            Milestone(
                id="m1",
                position="a",
                project="a",
                title="立项",
                due=date(2026, 3, 1),
                done_on=date(2026, 3, 1),
            ),
            Milestone(id="m2", position="b", project="a", title="招标", due=date(2026, 9, 1)),
            Milestone(
                id="m3",
                position="c",
                project="a",
                title="验收",
                due=date(2026, 12, 1),
                done_on=date(2026, 11, 1),
            ),
            Milestone(id="m4", position="d", project="a", title="评价", due=date(2027, 3, 1)),
            Indicator(
                id="i",
                position="a",
                name="办结率",
                unit="%",
                frequency="year",
                responsible_unit="u1",
                targets=(
                    Target(year=2026, value=Decimal(90), op="ge"),
                    Target(year=2026, unit="u1", value=Decimal(95)),
                ),
                actuals=(
                    Actual(period="2026", value=Decimal("93.50"), remark="年中数", evidence=("甲", "乙")),
                ),
            ),
            Indicator(id="s", position="b", name="共享率", frequency="month", data_unit="u1"),
        ],
    )


def ledger(plan: Plan, unit: str | None = "u1", language: str = "zh") -> Outline:
    return outline(Source(plan, language, DAY, unit=unit, change=7))


def tables(document: Outline) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


def test_the_head_names_quarter_and_unit() -> None:
    document = ledger(small())
    (title,) = (block for block in document.blocks if isinstance(block, Title))
    assert "".join(title.lines) == "数据局2026年第四季度督办台账"
    (head,) = (block for block in document.blocks if isinstance(block, Fields))
    assert [(one.label, one.value) for line in head.lines for one in line] == [
        ("填报单位（盖章）", "数据局"),
        ("分管领导", "张三"),
        ("单位负责人", ""),
        ("填报人及联系电话", "000-1"),
        ("审核人", ""),
        ("填报日期", ""),
        ("金额单位", "万元"),
    ]


@pytest.mark.parametrize(
    ("year", "when", "period", "month"),
    [
        (2025, "2025年第四季度", "2025-Q4", "2025-12"),
        (2026, "2026年第四季度", "2026-Q4", "2026-11"),
        (2027, "2027年第一季度", "2027-Q1", "2027-03"),
    ],
)
def test_the_ledger_is_for_the_year_that_was_chosen(year: int, when: str, period: str, month: str) -> None:
    document = outline(Source(small(), "zh", DAY, unit="u1", year=year))
    assert document.title == f"数据局{when}督办台账"
    tasks, _, supplied = tables(document)
    assert read_row_mark(tasks.rows[0].mark) == RowMark("a", "reports", period, "u1")
    assert read_row_mark(supplied.rows[0].mark) == RowMark("s", "actuals", month)
    mark = read_document_mark(document.mark)
    assert mark is not None
    assert mark.year == year


def test_a_task_shows_what_is_asked_and_what_was_reported() -> None:
    table = tables(ledger(small()))[0]
    task = table.rows[0]
    assert task.cells == (
        "1",
        "P-1 平台",
        "全年目标\n四季度目标",
        "2026-09-01 招标\n2026-12-01 验收（已完成）",
        "2026.01—2027.12",
        "1,201.5",
        "2",
        "45.5",
        "主体完工",
        "",
        "",
        "进行中",
    )
    assert task.values[5:8] == (1_201_500_000, 2_000_000, Decimal("45.5"))
    assert read_row_mark(task.mark) == RowMark("a", "reports", "2026-Q4", "u1")


def test_a_programme_is_told_through_its_parts_and_sums_add_up() -> None:
    table = tables(ledger(small()))[0]
    assert [row.cells[1] for row in table.rows if row.kind == "item"] == ["P-1 平台", "网络"]
    total = table.rows[-1]
    assert total.kind == "total"
    assert total.cells[:3] == ("合计", "1,201.5", "2")
    assert total.values[:3] == (None, 1_201_500_000, 2_000_000)


def formulas_of_the_total(plan: Plan) -> dict[str, str]:
    sheet = zipfile.ZipFile(io.BytesIO(to_xlsx(ledger(plan)))).read("xl/worksheets/sheet1.xml").decode()
    return dict(re.findall(r'<c r="([A-Z]+)\d+"[^>]*><f>([^<]*)</f>', sheet))


def test_the_workbook_adds_up_what_the_unit_fills_in() -> None:
    plan = small()
    assert set(formulas_of_the_total(plan)) == {"G", "H"}
    plan.apply(set_field(plan, "a", "reports", ()))
    total = tables(ledger(plan))[0].rows[-1]
    assert total.cells[:3] == ("合计", "1,201.5", "")
    assert set(formulas_of_the_total(plan)) == {"G", "H"}


def test_what_parts_report_is_not_added_up_twice() -> None:
    plan = small()
    plan.apply(set_field(plan, "top", "kind", "project"))
    plan.apply(set_field(plan, "a", "reports", ()))
    assert set(formulas_of_the_total(plan)) <= {"G"}


def test_what_is_filled_in_has_a_field() -> None:
    task, indicator, _ = tables(ledger(small()))
    assert [column.field for column in task.columns if column.field] == [
        ".invested_to_date", ".percent", ".text", ".problem", ".next_step", "status",
    ]  # fmt: skip
    assert task.columns[-1].choices == ("未开工", "进行中", "完成", "暂停")
    assert [column.field for column in indicator.columns if column.field] == [
        ".value",
        ".remark",
        ".evidence",
    ]


def test_an_indicator_has_the_units_own_target_and_the_period_it_is_due_for() -> None:
    _, answered, supplied = tables(ledger(small()))
    (row,) = answered.rows
    assert row.cells == ("1", "办结率", "%", "95", "2026年", "93.50", "年中数", "甲; 乙")
    assert row.values[5] == Decimal("93.50")
    assert read_row_mark(row.mark) == RowMark("i", "actuals", "2026")
    (row,) = supplied.rows
    assert row.cells[4] == "2026年11月"
    assert read_row_mark(row.mark) == RowMark("s", "actuals", "2026-11")
    assert (answered.name, supplied.name) == ("指标", "需提供数据的指标")


def test_the_document_is_marked() -> None:
    mark = read_document_mark(ledger(small()).mark)
    assert mark is not None
    assert (mark.kind, mark.plan, mark.change, mark.unit, mark.day) == ("ledger", "p", 7, "u1", "2026-11-23")


@pytest.mark.parametrize(
    ("frequency", "period"),
    [
        ("month", "2026-08"),
        ("quarter", "2026-Q3"),
        ("half_year", "2026-H2"),
        ("year", "2026"),
        (None, "2026"),
    ],
)
def test_periods_follow_the_frequency(frequency: str | None, period: str) -> None:
    assert period_of(Indicator(id="i", position="a", name="甲", frequency=frequency), 2026, 8) == period


def test_without_unit_or_work_it_is_told_what_to_do() -> None:
    with pytest.raises(Problem, match="Choose the unit"):
        ledger(small(), None)
    plan = Plan("p", [PlanHead(id="p", position="a", title="规划"), Unit(id="u", position="a", name="闲局")])
    with pytest.raises(Problem, match="闲局"):
        ledger(plan, "u")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_unit_of_the_sample_that_leads_has_its_ledger(language: str) -> None:
    elements = read_plan(SAMPLE.read_bytes(), SAMPLE.name)
    plan = Plan(elements[0].id, elements)
    asked: list[str] = []
    for work in units_with_work(plan):
        if work.leads or work.indicators or work.supplies:
            for table in tables(ledger(plan, work.unit.id, language)):
                marks = [row.mark for row in table.rows if row.kind == "item"]
                assert len(set(marks)) == len(marks)
                asked += [
                    read.element
                    for mark in marks
                    if (read := read_row_mark(mark)) and read.field == "reports"
                ]
    wanted = {
        one.id
        for one in plan.all(Project)
        if one.lead_unit and (one.kind != "programme" or not plan.children(one.id))
    }
    assert sorted(asked) == sorted(wanted)
