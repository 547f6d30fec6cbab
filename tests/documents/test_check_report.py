"""The check report: verdicts, coverage, findings with how to mend them, what is excused or not judged."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents.conftest import elements, placed, said_by, shipped
from workbench.documents.check_report import outline
from workbench.documents.outline import Subtitle, Table
from workbench.documents.source import Source
from workbench.plan.elements import PlanHead, Project, Waiver
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker

DAY = date(2026, 11, 23)


def tables(plan: Plan, language: str = "zh", *, complete: bool = False) -> dict[str, Table]:
    blocks = outline(Source(plan, language, DAY, complete=complete)).blocks
    return {block.caption: block for block in blocks if isinstance(block, Table)}


def test_it_says_what_was_judged_by_what() -> None:
    document = outline(Source(placed(*elements()), "zh", DAY))
    assert Subtitle("（检查基准日：2026年11月23日；规则方案：标准）") in document.blocks
    headings = [line for line in said_by(document.blocks) if line[1:2] == "、"]
    assert headings[:3] == ["一、检查结论", "二、覆盖情况", "三、发现的问题和修改办法"]


def test_verdicts_are_those_of_the_checker() -> None:
    plan = placed(*elements())
    checker = Checker(plan, DAY)
    checker.full()
    whole = checker.verdicts()["whole"]
    row = tables(plan)["分维度检查结论"].rows[0]
    assert row.values[3:] == (
        whole.applicable, whole.errors, whole.warnings, whole.infos, whole.waived, whole.unknown,
    )  # fmt: skip
    assert row.cells[2] == f"{whole.score:.1f}%"


def test_every_finding_stands_under_its_rule_with_how_to_mend_it() -> None:
    plan = placed(*elements())
    checker = Checker(plan, DAY)
    checker.full()
    wanted = [one for one in checker.findings() if not one.waived]
    made = [table for caption, table in tables(plan).items() if caption.endswith("方面的问题")]
    rows = [row for table in made for row in table.rows]
    assert sum(row.kind == "item" for row in rows) == len(wanted)
    groups = [row.cells[0] for row in rows if row.kind == "group"]
    assert len(groups) == len({(one.severity, one.rule) for one in wanted})
    assert all("修改办法：" in text for text in groups)


def test_many_findings_of_a_rule_are_cut_short_on_paper_but_not_in_workbooks() -> None:
    projects = [Project(id=f"p{number}", title=f"项目{number}", kind="project") for number in range(50)]
    plan = placed(PlanHead(id="plan", title="计划", status="draft"), *projects)
    checker = Checker(plan, DAY)
    checker.full()
    rows = [row for table in tables(plan).values() for row in table.rows]
    assert any(row.cells[0].startswith("另有30处") for row in rows if row.kind == "group")
    whole = tables(plan, complete=True)["问题清单"]
    assert len(whole.rows) == len(checker.findings())
    assert [row.values[0] for row in whole.rows] == list(range(1, len(whole.rows) + 1))


def test_waived_findings_stand_with_their_reason() -> None:
    plan = placed(*elements())
    checker = Checker(plan, DAY)
    checker.full()
    one = next(found for found in checker.findings() if found.id == "p2")
    waiver = Waiver(
        id="w", rule=one.rule, element="p2", reason="已另行批准", by="王科长", until=date(2027, 1, 1)
    )
    (row, *_) = tables(placed(*elements(), waiver))["豁免事项清单"].rows
    assert (row.cells[0], *row.cells[3:]) == (one.rule, "已另行批准", "王科长", "2027-01-01")


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("name", ["sample-city", "pearl-river-delta-2014-2020"])
def test_shipped_plans(name: str, language: str) -> None:
    plan = shipped(name)
    made = tables(plan, language)
    assert [table.number for table in made.values()] == list(range(1, len(made) + 1))
    for table in made.values():
        assert all(len(row.cells) == len(table.columns) for row in table.rows if row.kind == "item")
    assert outline(Source(plan, language, DAY)) == outline(Source(plan, language, DAY))


def test_what_could_not_be_judged_is_said() -> None:
    made = tables(shipped("pearl-river-delta-2014-2020"))
    rows = {row.cells[0]: row for row in made["无法判断的规则"].rows}
    assert rows["I301"].values[3] == 16
    assert "T-01" in rows["I301"].cells[4]
    assert rows["I301"].cells[4].endswith("等")


def test_an_empty_plan() -> None:
    made = tables(Plan("p", [PlanHead(id="p", position="a", title="规划")]))
    cells = [row.cells[1:] for row in made["问题与主体覆盖表"].rows]
    assert cells == [("（空白）",) * 3] * 5
