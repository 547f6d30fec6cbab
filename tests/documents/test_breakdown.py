"""The breakdown of tasks: notice, groups, who does what by when, what may be filled in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from workbench.documents.breakdown import breakdown_table, outline
from workbench.documents.marks import RowMark, read_document_mark, read_row_mark
from workbench.documents.outline import AttachmentNote, Closing, Paragraph, Recipients, Table, Title
from workbench.documents.source import Source
from workbench.errors import Problem
from workbench.exchange.json import read_plan
from workbench.plan.elements import Goal, PlanHead, Project, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import AbsentReason, GoalLink, YearGoal

DAY = date(2026, 11, 23)
PLANS = Path(__file__).parents[2] / "plans"


def small() -> Plan:
    return Plan(
        "p",
        [
            PlanHead(
                id="p",
                position="a",
                title="甲市规划",
                issuing_body="甲市人民政府",
                issued_on=date(2026, 3, 9),
            ),
            Unit(id="u1", position="a", name="数据局", leader="张副市长"),
            Unit(id="u2", position="b", name="财政局"),
            Goal(id="g", position="a", title="数据共享"),
            Project(id="top", position="a", title="底座工程", kind="programme", lead_unit="u1"),
            Project(
                id="a",
                position="b",
                code="P-1",
                title="平台",
                parent="top",
                lead_unit="u1",
                support_units=("u2",),
                end=date(2027, 12, 31),
                total_investment=1_200_500_000,
                status="active",
                progress=Decimal(40),
                year_goals=(YearGoal(year=2026, text="上线"), YearGoal(year=2027, text="验收")),
                notes="备注",
            ),
            Project(
                id="b",
                position="c",
                title="共享",
                goals=(GoalLink(goal="g", role="primary"),),
                lead_unit="u2",
                leader="李市长",
                due_text="2027年底前",
                end=date(2027, 12, 31),
                needs_no_funding=True,
                deliverables=("目录1册",),
                absent=(AbsentReason(field="support_units", reason="not_applicable"),),
            ),
            Project(id="x", position="d", title="停建", status="cancelled"),
        ],
    )


def table_of(plan: Plan) -> Table:
    table = breakdown_table(Source(plan, "zh", DAY))
    assert table is not None
    return table


def test_tasks_stand_under_programme_or_goal() -> None:
    rows = table_of(small()).rows
    assert [row.cells[0] for row in rows] == ["一、底座工程", "1", "二、数据共享", "2"]


def test_a_task_names_who_and_when() -> None:
    rows = table_of(small()).rows
    assert rows[1].cells == (
        "1", "P-1 平台", "上线", "数据局", "—", "财政局", "张副市长", "2027-12-31", "1,200.5", "进行中", "40",
        "备注",
    )  # fmt: skip
    assert rows[1].values[7:9] == (date(2027, 12, 31), 1_200_500_000)
    assert read_row_mark(rows[1].mark) == RowMark("a")
    # The wording of the deadline stands as it was written; what needs no money says so.
    assert rows[3].cells == (
        "2", "共享", "目录1册", "财政局", "—", "—", "李市长", "2027年底前", "无需资金", "", "", "",
    )  # fmt: skip


def test_dashes_are_explained() -> None:
    assert table_of(small()).notes == ("注：“—”表示不适用、未填写。",)


def test_the_notice_goes_to_the_units_with_work() -> None:
    document = outline(Source(small(), "zh", DAY, change=4))
    title = next(block for block in document.blocks if isinstance(block, Title))
    assert "".join(title.lines) == "甲市人民政府关于印发《甲市规划》任务分解表的通知"
    assert Recipients("数据局、财政局：") in document.blocks
    assert Closing(("甲市人民政府",), "2026年3月9日") in document.blocks
    assert any(isinstance(block, Paragraph) for block in document.blocks)
    mark = read_document_mark(document.mark)
    assert mark is not None
    assert (mark.kind, mark.change, mark.unit) == ("breakdown", 4, None)


def test_the_table_is_named_as_the_annex_below_the_text() -> None:
    document = outline(Source(small(), "zh", DAY))
    (note,) = (block for block in document.blocks if isinstance(block, AttachmentNote))
    assert note == AttachmentNote("附件", (document.title,))
    titles = [column.title for column in table_of(small()).columns]
    assert "2026年目标（成果形式）" in titles


def test_many_units_are_not_named_one_by_one() -> None:
    units = [Unit(id=f"u{n}", position=f"{n:03}", name=f"单位{n}") for n in range(20)]
    tasks = [Project(id=f"p{n}", position=f"{n:03}", title="事", lead_unit=f"u{n}") for n in range(20)]
    plan = Plan("p", [PlanHead(id="p", position="a", title="规划"), *units, *tasks])
    assert Recipients("各有关单位：") in outline(Source(plan, "zh", DAY)).blocks


def test_a_plan_without_tasks_says_what_to_add() -> None:
    plan = Plan("p", [PlanHead(id="p", position="a", title="规划")])
    with pytest.raises(Problem, match="add projects or tasks"):
        outline(Source(plan, "en", DAY))


@pytest.mark.parametrize("name", ["sample-city", "pearl-river-delta-2014-2020"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_task_stands_there_once(name: str, language: str) -> None:
    path = PLANS / f"{name}.json"
    elements = read_plan(path.read_bytes(), path.name)
    plan = Plan(elements[0].id, elements)
    table = breakdown_table(Source(plan, language, DAY))
    assert table is not None
    marks = [row.mark for row in table.rows if row.kind == "item"]
    wanted = [
        one.id
        for one in plan.all(Project)
        if one.status != "cancelled" and (one.kind != "programme" or not plan.children(one.id))
    ]
    assert sorted(marks) == sorted(wanted)
    assert all(len(row.cells) == len(table.columns) for row in table.rows if row.kind == "item")
