"""The report on differences: counts, then element by element, field by field, with the reasons known."""

from __future__ import annotations

from datetime import date

import pytest

from tests.documents.conftest import elements, placed, said_by, shipped
from workbench.documents.difference_report import outline
from workbench.documents.outline import Subtitle, Table
from workbench.documents.source import Source
from workbench.errors import Problem
from workbench.plan import records as r
from workbench.plan.elements import Adjustment, Element, Project
from workbench.plan.plan import Plan

DAY = date(2026, 11, 23)


def changed() -> list[Element]:
    made = [
        one.but(title="公共数据平台（二期）", end=date(2028, 6, 30)) if one.id == "p1" else one
        for one in elements()
        if one.id != "t1"
    ]
    return [*made, Project(id="new", title="新项目", kind="project")]


def tables(before: Plan, after: Plan, language: str = "zh", *, complete: bool = False) -> list[Table]:
    source = Source(after, language, DAY, before=before, complete=complete)
    return [block for block in outline(source).blocks if isinstance(block, Table)]


def test_counts_then_what_differs() -> None:
    counts, projects = tables(placed(*elements()), placed(*changed()))
    assert [column.title for column in counts.columns] == ["要素类型", "新增", "删除", "修改", "移动"]
    assert counts.rows[0].cells == ("项目", "1", "1", "1", "0")
    rows = [row.cells for row in projects.rows]
    assert ("公共数据平台（二期）", "修改", "名称", "公共数据平台", "公共数据平台（二期）") in rows
    assert ("公共数据平台（二期）", "修改", "结束", "2027-12-31", "2028-06-30") in rows
    assert {(row[0], row[1]) for row in rows} >= {("新项目", "新增"), ("制定共享制度", "删除")}


def test_both_states_are_named() -> None:
    source = Source(
        placed(*changed()), "zh", DAY, before=placed(*elements()), before_name="送审稿", after_name="报批稿"
    )
    assert Subtitle("（送审稿与报批稿对比）") in outline(source).blocks
    as_it_is = source._replace(after_name="", today=date(2026, 11, 23))
    assert Subtitle("（送审稿与2026年11月23日文本对比）") in outline(as_it_is).blocks


def test_why_stands_there_where_the_plan_says_it() -> None:
    adjustment = Adjustment(
        id="j",
        document_number="示府函〔2027〕1号",
        reason="用地未落实",
        changes=(r.AdjustedField(element="p1", field="end", from_="2027-12-31", to="2028-06-30"),),
    )
    projects = tables(placed(*elements()), placed(*changed(), adjustment))[1]
    assert projects.columns[-1].title == "调整理由"
    reasons = {row.cells[2]: row.cells[5] for row in projects.rows if row.cells[0].startswith("公共数据平台")}
    assert reasons == {"名称": "", "结束": "示府函〔2027〕1号\n用地未落实"}


def test_long_texts_are_cut_down_to_where_they_differ_on_paper() -> None:
    long = "建" * 300
    before = placed(*(one.but(description=long) if one.id == "p1" else one for one in elements()))
    after = placed(
        *(
            one.but(description=long[:150] + "改" + long[150:]) if one.id == "p1" else one
            for one in elements()
        )
    )
    (row,) = tables(before, after)[1].rows
    assert row.cells[4] == f"…{'建' * 40}改{'建' * 40}…"
    (row,) = tables(before, after, complete=True)[1].rows
    assert len(row.cells[4]) == 301


def test_equal_plans_and_none_to_compare_with() -> None:
    plan = placed(*elements())
    document = outline(Source(plan, "zh", DAY, before=placed(*elements())))
    assert said_by(document.blocks) == ["两者内容相同。"]
    with pytest.raises(Problem, match="compare with"):
        outline(Source(plan, "en", DAY))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_two_plans(language: str) -> None:
    made = tables(shipped("pearl-river-delta-2014-2020"), shipped("sample-city"), language)
    for table in made:
        assert all(len(row.cells) == len(table.columns) for row in table.rows if row.kind == "item")
    assert [table.number for table in made] == list(range(1, len(made) + 1))


def test_long_names_are_cut_down_on_paper() -> None:
    """A name stands once for all rows of its element: such a cell must not be higher than a page."""
    name = "名" * 300
    renamed = [one.but(title=name, end=None) if one.id == "p1" else one for one in elements()]
    on_paper = tables(placed(*elements()), placed(*renamed))[1].rows
    assert {row.cells[0] for row in on_paper} == {f"{'名' * 60}…"}
    whole = tables(placed(*elements()), placed(*renamed), complete=True)[1].rows
    assert {row.cells[0] for row in whole} == {name}
