"""Letters of responsibility: every task of a unit once, the clause on assessment, who signs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from workbench.documents.marks import read_document_mark, read_row_mark
from workbench.documents.outline import Heading, Outline, Paragraph, Signatures, Table, Title
from workbench.documents.responsibility import outline
from workbench.documents.source import Source
from workbench.documents.unit_work import units_with_work
from workbench.errors import Problem
from workbench.exchange.json import read_plan
from workbench.plan.elements import PlanHead, Project, Unit
from workbench.plan.plan import Plan

SAMPLE = Path(__file__).parents[2] / "plans" / "sample-city.json"
DAY = date(2027, 3, 1)


@pytest.fixture(scope="module")
def plan() -> Plan:
    elements = read_plan(SAMPLE.read_bytes(), SAMPLE.name)
    return Plan(elements[0].id, elements)


def letter(plan: Plan, unit: str | None, language: str = "zh", year: int | None = None) -> Outline:
    return outline(Source(plan, language, DAY, unit=unit, year=year, change=9))


def tables(document: Outline) -> dict[str, Table]:
    """Tables by the heading that they stand under."""
    found, heading = {}, ""
    for block in document.blocks:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Table):
            found[heading] = block
    return found


def said(document: Outline) -> list[str]:
    return ["".join(run.text for run in one.runs) for one in document.blocks if isinstance(one, Paragraph)]


def test_the_letter_has_its_chapters(plan: Plan) -> None:
    document = letter(plan, "u-data", year=2026)
    (title,) = (block for block in document.blocks if isinstance(block, Title))
    assert "".join(title.lines) == "市数据局2026年目标责任书"
    headings = [block.number + block.text for block in document.blocks if isinstance(block, Heading)]
    assert headings == [
        "一、牵头任务",
        "二、参与和配合任务",
        "三、指标任务",
        "四、年度节点",
        "五、考核",
        "六、责任要求",
    ]
    assert said(document)[0].startswith("为推动《示例市智慧城市顶层设计（2026-2030年）（示例）》落实，根据《")
    assert read_document_mark(document.mark) is not None


def test_two_parties_sign(plan: Plan) -> None:
    (signed,) = (one for one in letter(plan, "u-data").blocks if isinstance(one, Signatures))
    assert [party.name for party in signed.parties] == [
        "甲方（盖章）：示例市人民政府",
        "乙方（盖章）：市数据局",
    ]
    assert [line.label for line in signed.parties[0].lines] == ["负责人（签字）", "日期"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_units_letter_holds_each_of_its_tasks_once(plan: Plan, language: str) -> None:
    works = units_with_work(plan)
    assert works
    for work in works:
        document = letter(plan, work.unit.id, language)
        marks = [
            read.element
            for table in tables(document).values()
            for row in table.rows
            if row.mark and (read := read_row_mark(row.mark)) is not None
        ]
        assert len(set(marks)) == len(marks)
        tasks = {one for one in marks if plan.find(one, Project) is not None}
        assert tasks == {one.id for one in work.leads}
        assert {one.id for one in work.indicators} <= set(marks)


def test_the_clause_on_assessment_follows_the_scheme(plan: Plan) -> None:
    with_scheme = said(letter(plan, "u-data", year=2026))
    levels = "优秀（90分及以上）、良好（80分及以上）、合格（60分及以上）、不合格（60分以下）"
    assert f"考核结果等次：{levels}。" in with_scheme
    without = said(letter(plan, "u-data", year=2031))
    assert "考核按照当年印发的考核方案执行。" in without


def test_without_unit_or_work_it_is_told_what_to_do(plan: Plan) -> None:
    with pytest.raises(Problem, match="Choose the unit"):
        letter(plan, None)
    idle = Plan("p", [PlanHead(id="p", position="a", title="规划"), Unit(id="u", position="a", name="闲局")])
    with pytest.raises(Problem, match="闲局"):
        letter(idle, "u")
