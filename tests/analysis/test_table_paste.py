"""What a block from a spreadsheet means, cell by cell, and what many cells edited at once come to."""

from __future__ import annotations

import random
import time
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.analysis.test_tables import plan_of
from tests.plans import sound_plan
from workbench.analysis.blocks import Block, as_html, as_text, of_clipboard, of_html, of_text
from workbench.analysis.table_columns import Column
from workbench.analysis.table_edits import (
    REFUSED,
    SAME,
    SET,
    Outcome,
    Sought,
    filled_down,
    found_cells,
    replaced,
    with_texts,
    with_values,
)
from workbench.analysis.table_kinds import columns_of, shown_at_first
from workbench.analysis.table_paste import ALL_NEW, BY_NAME, IN_PLACE, Reading, guessed, tidied, understood
from workbench.errors import Problem
from workbench.i18n import words
from workbench.plan.elements import KINDS, Envelope, Goal, Indicator, Milestone, Project, Unit
from workbench.plan.links import references_of
from workbench.plan.plan import Plan
from workbench.plan.validity import fault

ZH = words("zh")
WAN = 1_000_000


def columns(plan: Plan, kind: str) -> dict[str, Column]:
    return {one.key: one for one in columns_of(plan, kind)}


def paste(
    plan: Plan,
    kind: str,
    block: Block,
    *,
    at: str = "title",
    targets: tuple[str, ...] = (),
    **changed: Any,
) -> tuple[Outcome, Reading]:
    known = columns_of(plan, kind)
    reading = guessed(plan, kind, block, known, shown_at_first(kind, known), at)._replace(**changed)
    return understood(plan, kind, block, reading, known, targets, ZH), reading


def after(plan: Plan, outcome: Outcome) -> Plan:
    plan.check(outcome.change)
    plan.apply(outcome.change)
    return plan


# -- the clipboard -----------------------------------------------------------------------------------------


def test_text_with_quotes_tabs_and_line_breaks_in_cells() -> None:
    block = of_text('名称\t说明\r\n"甲\n乙"\t"他说""好"""\r\n丙"丁\t\r\n\r\n')
    assert block.rows == (("名称", "说明"), ("甲\n乙", '他说"好"'), ('丙"丁', ""))


@pytest.mark.parametrize("seed", range(30))
def test_what_is_copied_is_read_again(seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        tuple("".join(chance.choice('甲a1 "\t\n<&=') for _ in range(chance.randint(0, 6))) for _ in range(3))
        for _ in range(4)
    ]
    rows = [*rows, ("x", "y", "z")]
    assert of_text(as_text(rows)).rows == tuple(rows)
    said = of_html(as_html(rows, [True, False, True])).rows
    wanted = [
        tuple("\n".join(" ".join(line.split()) for line in c.split("\n")).strip("\n") for c in row)
        for row in rows
    ]
    assert [tuple(c.replace(" ", "") for c in row) for row in said] == [
        tuple(c.replace(" ", "") for c in row) for row in wanted
    ]


EXCEL = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><style>td {color:black}</style></head>
<body><!--StartFragment--><table border=0><col width=72>
 <tr height=19><td rowspan=2 class=xl65>项目名称</td><td rowspan=2>牵头<br>单位</td>
 <td colspan=2 class=xl66>年度投资（亿元）</td></tr>
 <tr height=19><td>2026年</td><td>2027年</td></tr>
 <tr><td>数字&amp;底座</td><td rowspan=2>市数据局</td><td align=right x:num="1.2">1.2</td><td>0.5</td></tr>
 <tr><td>城市
   大脑</td><td>3</td><td>&nbsp;</td></tr>
</table><!--EndFragment--></body></html>"""


def test_html_with_merged_headings_and_merged_cells() -> None:
    block = of_clipboard("ignored", EXCEL)
    assert block.heads == 2
    assert block.rows[:2] == (
        ("项目名称", "牵头\n单位", "年度投资（亿元）", "年度投资（亿元）"),
        ("项目名称", "牵头\n单位", "2026年", "2027年"),
    )
    assert block.rows[2:] == (("数字&底座", "市数据局", "1.2", "0.5"), ("城市 大脑", "市数据局", "3", ""))


def test_a_table_within_a_cell_and_a_second_table_are_no_rows() -> None:
    html = "<table><tr><td>a<table><tr><td>b</td></tr></table></td><td>c</td></tr></table><table><tr><td>d"
    assert of_html(html).rows == (("a b", "c"),) or of_html(html).rows == (("ab", "c"),)
    assert of_html("<p>no table</p>").rows == ()


def test_hostile_spans_and_sizes_are_refused_in_words() -> None:
    assert of_html("<table><tr><td colspan=-3 rowspan=x>a</td></tr></table>").rows == (("a",),)
    with pytest.raises(Problem):
        of_html("<table>" + "<tr><td colspan=1000 rowspan=1000>a</td></tr>" * 1000)
    with pytest.raises(Problem):
        of_text("\t" * 600_000)


# -- single cells ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "type_", "unit", "wanted"),
    [
        ("2016年3月1日", "date", "", "2016年3月1日"),
        ("2016/3/1 0:00", "date", "", "2016/3/1"),
        ("2016年3月1日 星期二", "date", "", "2016年3月1日"),
        ("42430", "date", "", "2016-03-01"),
        ("４２４３０", "date", "", "2016-03-01"),
        ("20160301", "date", "", "2016-03-01"),
        ("2016", "date", "", "2016"),
        ("—", "date", "", ""),
        ("¥1,200.50", "money", "", "1,200.50"),
        ("1.2", "money", "亿元", "1.2亿元"),
        ("1.2亿", "money", "万元", "1.2亿"),
        ("5", "money", "千元", "5000元"),
        ("300", "money", "元", "300元"),
        ("45%", "number", "", "45%"),
        ("-", "reference", "", ""),
        ("-", "text", "", "-"),
        ("城市\n大脑", "text", "", "城市大脑"),
        ("smart\ncity", "text", "", "smart city"),
    ],
)
def test_cells_are_tidied_before_they_are_read(text: str, type_: str, unit: str, wanted: str) -> None:
    assert tidied(text, type_, unit) == wanted


def test_a_percent_is_a_number_where_percent_is_meant() -> None:
    assert tidied("45％", "number", percent=True) == "45"


# -- blocks ------------------------------------------------------------------------------------------------


def project_plan() -> Plan:
    return plan_of(
        Unit(id="u1", code="U-001", name="市数据局", aliases=("数据局",)),
        Unit(id="u2", code="U-002", name="市财政局"),
        Project(id="p1", code="P-001", title="数字底座", lead_unit="u2", start=date(2026, 1, 1)),
        Project(id="p2", code="P-002", title="城市大脑"),
        Goal(id="g1", code="G-001", title="一网通办"),
    )


def test_headings_name_the_columns_and_rows_find_their_elements() -> None:
    plan = project_plan()
    block = of_text(
        "序号\t项目名称\t牵头单位\t起始时间\t完成时限\t总投资（亿元）\n"
        "1\t数字底座\t数据局\t2016年3月1日\t2017年底前\t１．２\n"
        "2\t数据开放平台\t市财政局\t42430\t2016/12/1\t3000万元\n"
    )
    outcome, reading = paste(plan, "project", block)
    assert reading.columns == ("", "title", "lead_unit", "start", "end", "total_investment")
    assert (reading.heads, reading.match) == (1, BY_NAME)
    assert not outcome.refusals
    assert outcome.new_rows == 1
    changed = after(plan, outcome).elements["p1"]
    assert (changed.get("lead_unit"), changed.get("start"), changed.get("end")) == (
        "u1",
        date(2016, 3, 1),
        date(2017, 12, 31),
    )
    assert changed.get("total_investment") == 12_000 * WAN
    (new,) = [one for one in plan.of_kind("project") if one.name_shown == "数据开放平台"]
    assert (new.code, new.get("start"), new.get("total_investment")) == (
        "P-003",
        date(2016, 3, 1),
        3000 * WAN,
    )
    assert plan.of_kind("project")[-1].id == new.id


def test_what_is_not_understood_is_refused_with_a_reason_and_the_rest_is_whole() -> None:
    plan = project_plan()
    block = of_text(
        "名称\t牵头单位\t开始\t资金安排\t项目类型\n数字底座\t市教育局\t下月\t500\t项目\n\t市数据局\t2026\t\t\n城市大脑\t市数据局\t2026年4月\t\t\n"
    )
    outcome, _ = paste(plan, "project", block, columns=("title", "lead_unit", "start", "funding", "kind"))
    why = {
        (line.name, cell.column if cell else ""): (cell.why if cell else line.why)
        for line, cell in outcome.refusals
    }
    assert set(why) == {
        ("P-001 数字底座", "lead_unit"),
        ("P-001 数字底座", "start"),
        ("P-001 数字底座", "funding"),
        ("P-003", ""),
    }
    assert all(why.values())
    assert "市教育局" in why["P-001 数字底座", "lead_unit"]
    made = after(plan, outcome)
    assert made.elements["p1"].get("kind") == "project"
    assert made.elements["p1"].get("lead_unit") == "u2"
    assert made.elements["p2"].get("start") == date(2026, 4, 1)
    assert made.count("project") == 2


def test_without_headings_cells_go_where_they_are_pasted() -> None:
    plan = project_plan()
    block = of_text("甲\t项目\n乙\t任务\n丙\t\n")
    outcome, reading = paste(plan, "project", block, targets=("p2", "p1"))
    assert reading.match == IN_PLACE
    assert reading.columns[0] == "title"
    outcome, _ = paste(plan, "project", block, targets=("p2", "p1"), columns=("title", "kind"))
    made = after(plan, outcome)
    assert [one.name_shown for one in made.of_kind("project")] == ["乙", "甲", "丙"]
    assert made.elements["p1"].get("kind") == "task"


def test_empty_cells_leave_alone_unless_asked() -> None:
    plan = project_plan()
    block = of_text("名称\t牵头单位\n数字底座\t—\n")
    outcome, _ = paste(plan, "project", block)
    assert outcome.change.is_empty
    outcome, _ = paste(plan, "project", block, empties=True)
    assert after(plan, outcome).elements["p1"].get("lead_unit") is None


def test_units_that_are_not_there_are_made_when_asked() -> None:
    plan = project_plan()
    block = of_text(
        "名称\t牵头单位\t配合单位\n甲\t市教育局\t市教育局、市卫健委\n乙\t数据局\t\n\t市水务局\t\n"
    )
    outcome, _ = paste(plan, "project", block, makes=True)
    assert outcome.made == ("市教育局", "市卫健委")
    made = after(plan, outcome)
    first = next(one for one in made.of_kind("project") if one.name_shown == "甲")
    assert [made.elements[id_].name_shown for id_ in first.get("support_units")] == ["市教育局", "市卫健委"]
    assert made.elements[first.get("lead_unit")].code == "U-003"
    assert made.count("unit") == 4


def test_rows_may_point_at_each_other_but_not_in_circles() -> None:
    plan = project_plan()
    block = of_text("编号\t名称\t所属项目\nX-1\t工程\t\nX-2\t子项\tX-1\nP-001\t数字底座\t数字底座\n")
    outcome, _ = paste(plan, "project", block, columns=("code", "title", "parent"), heads=1, match=BY_NAME)
    (refused,) = outcome.refusals
    assert refused[0].id == "p1"
    made = after(plan, outcome)
    by_code = {one.code: one for one in made.of_kind("project")}
    assert by_code["X-2"].get("parent") == by_code["X-1"].id


def test_what_points_at_a_refused_row_is_refused_too() -> None:
    plan = project_plan()
    block = of_text("编号\t名称\t所属项目\t类型\nX-1\t\t\t\nX-2\t子项\tX-1\t项目\n")
    outcome, _ = paste(
        plan, "project", block, columns=("code", "title", "parent", "kind"), heads=1, match=BY_NAME
    )
    assert [(line.name, cell.column if cell else "") for line, cell in outcome.refusals] == [
        ("X-1", ""),
        ("X-2 子项", "parent"),
    ]
    made = after(plan, outcome)
    assert next(one for one in made.of_kind("project") if one.code == "X-2").get("parent") is None


def test_a_name_that_several_have_is_refused() -> None:
    plan = plan_of(Project(id="a", title="同名"), Project(id="b", title="同名"))
    outcome, _ = paste(plan, "project", of_text("名称\t类型\n同名\t任务\n"))
    assert [line.why != "" for line in outcome.lines] == [True]
    assert outcome.change.is_empty


def test_two_rows_that_mean_the_same_element_are_refused() -> None:
    plan = project_plan()
    outcome, _ = paste(plan, "project", of_text("名称\t类型\n城市大脑\t任务\n城市大脑\t项目\n"))
    assert outcome.change.is_empty
    assert [line.why != "" for line in outcome.lines] == [True]


def test_targets_by_year_from_a_merged_heading() -> None:
    plan = plan_of(Unit(id="u1", name="市数据局"), Indicator(id="i1", code="I-001", name="网办率"))
    html = (
        "<table><tr><td colspan=6>主要指标</td></tr>"
        "<tr><td rowspan=2>指标名称</td><td rowspan=2>单位</td><td rowspan=2>基期值</td>"
        "<td colspan=2>目标值</td>"
        "<td rowspan=2>属性</td></tr><tr><td>2026年</td><td>2028年</td></tr>"
        "<tr><td>网办率</td><td>%</td><td>71.5</td><td>≥80</td><td>90%以上</td><td>约束性</td></tr>"
        "<tr><td>好差评满意度</td><td>%</td><td>—</td><td>3-5</td><td>国际领先</td><td>预期性</td></tr></table>"
    )
    outcome, reading = paste(plan, "indicator", of_html(html), at="name")
    assert reading.columns == ("name", "unit", "baseline", "targets@2026", "targets@2028", "nature")
    assert reading.heads == 3
    assert not outcome.refusals
    made = after(plan, outcome)
    first = made.elements["i1"]
    assert first.get("baseline").value == Decimal("71.5")
    assert [(one.year, one.value, one.op) for one in first.get("targets")] == [
        (2026, Decimal(80), "ge"),
        (2028, Decimal(90), "ge"),
    ]
    second = made.of_kind("indicator")[1]
    assert second.get("targets")[1].text == "国际领先"


def test_new_milestones_need_a_project() -> None:
    plan = plan_of(Project(id="p1", code="P-001", title="甲"), Milestone(id="m1", title="立项", project="p1"))
    block = of_text("所属项目\t名称\t完成时限\nP-001\t初验\t2027.6.30\n不存在\t终验\t2027年12月\n")
    outcome, _ = paste(plan, "milestone", block, columns=("project", "title", "due"), heads=1, match=ALL_NEW)
    assert outcome.new_rows == 1
    assert "不存在" in outcome.refusals[0][0].why
    assert after(plan, outcome).count("milestone") == 2


def test_milestones_are_told_apart_by_their_projects() -> None:
    plan = plan_of(
        Project(id="p1", code="P-001", title="甲"),
        Project(id="p2", code="P-002", title="乙"),
        Project(id="p3", code="P-003", title="丙"),
        Milestone(id="m1", title="立项", project="p1"),
        Milestone(id="m2", title="立项", project="p2"),
    )
    block = of_text("所属项目\t名称\t完成时限\n乙\t立项\t2027.6.30\n丙\t立项\t2027.7.30\n")
    keys = ("project", "title", "due")
    outcome, _ = paste(plan, "milestone", block, columns=keys, heads=1, match=BY_NAME)
    made = after(plan, outcome)
    assert made.elements["m2"].get("due") == date(2027, 6, 30)
    assert made.elements["m1"].get("due") is None
    assert [one.get("project") for one in made.of_kind("milestone")] == ["p1", "p2", "p3"]


def test_envelopes_have_no_title() -> None:
    plan = plan_of(Envelope(id="e1", code="E-001", year=2026, source="city", amount=WAN))
    block = of_text("年份\t资金来源\t金额（亿元）\n2027\t市级财政\t1.5\n2028\t天上\t2\n")
    known = columns(plan, "envelope")
    city = known["source"].show(plan, plan.elements["e1"], ZH)
    block = Block(tuple(tuple(cell.replace("市级财政", city) for cell in row) for row in block.rows))
    outcome, reading = paste(plan, "envelope", block, at="year")
    assert reading.columns == ("year", "source", "amount")
    outcome, _ = paste(plan, "envelope", block, at="year", match=ALL_NEW)
    made = after(plan, outcome)
    assert [(one.get("year"), one.get("amount")) for one in made.of_kind("envelope")] == [
        (2026, WAN),
        (2027, 15_000 * WAN),
    ]
    assert len(outcome.refusals) == 1


@pytest.mark.parametrize("kind", ["unit", "project", "indicator", "milestone", "goal", "risk", "scheme_item"])
def test_what_is_copied_with_headings_changes_nothing_when_pasted_back(kind: str) -> None:
    plan = sound_plan(150)
    known = columns_of(plan, kind)
    rows = [[one.heading(ZH) for one in known]]
    rows += [[one.show(plan, element, ZH) for one in known] for element in plan.of_kind(kind)]
    for block in (of_text(as_text(rows)), of_html(as_html(rows, [True] * len(known)))):
        reading = guessed(plan, kind, block, known, [one.key for one in known], known[0].key)
        assert [key for key in reading.columns if key] == [one.key for one in known][: block.width]
        reading = reading._replace(match=BY_NAME)
        outcome = understood(plan, kind, block, reading, known, (), ZH)
        assert outcome.change.is_empty, outcome.refusals[:3]


def test_a_large_block_is_understood_in_reasonable_time() -> None:
    plan = sound_plan(2_000)
    rows = ["名称\t牵头单位\t开始\t总投资（万元）\t上级"]
    rows += [f"新项目{n}\t第{n % 10 + 1}局\t2026/3/{n % 28 + 1}\t{n}\t" for n in range(5_000)]
    begun = time.perf_counter()
    outcome, _ = paste(plan, "project", of_text("\n".join(rows)))
    assert time.perf_counter() - begun < 5
    assert outcome.new_rows == 5_000
    assert not outcome.refusals
    assert len({op.after.position for op in outcome.change.operations}) == 5_000


# -- many cells at once ------------------------------------------------------------------------------------


def test_filling_down_repeats_the_first_row_but_no_codes() -> None:
    plan = sound_plan(150)
    ids = [one.id for one in plan.of_kind("project")][:4]
    known = columns(plan, "project")
    outcome = filled_down(plan, "project", ids, ["lead_unit", "code", "funding"], known, ZH)
    assert {cell.column for _, cell in outcome.refusals if cell} == {"code", "funding"}
    made = after(plan, outcome)
    assert len({made.elements[id_].get("lead_unit") for id_ in ids}) == 1


def test_many_cells_are_set_typed_and_emptied_as_one_change() -> None:
    plan = project_plan()
    known = columns(plan, "project")
    outcome = with_values(
        plan, "project", {("p1", "status"): "active", ("p2", "status"): "active"}, known, ZH
    )
    assert outcome.count(SET) == 2
    after(plan, outcome)
    outcome = with_texts(
        plan,
        "project",
        {("p1", "status"): "", ("p2", "status"): "没有", ("p1", "title"): "", ("p1", "start"): "2026-01-01"},
        known,
        ZH,
    )
    states = {(line.id, cell.column): cell.state for line in outcome.lines for cell in line.cells.values()}
    assert states == {
        ("p1", "status"): SET,
        ("p2", "status"): REFUSED,
        ("p1", "title"): SET,
        ("p1", "start"): SAME,
    }


def test_find_and_replace_looks_at_what_is_shown() -> None:
    plan = project_plan()
    known = columns(plan, "project")
    some = [known[key] for key in ("title", "lead_unit", "start")]
    ids = ["p1", "p2"]
    assert found_cells(plan, ids, some, Sought("市财政"), ZH) == [("p1", "lead_unit")]
    assert found_cells(plan, ids, some, Sought("城市大脑", whole=True), ZH) == [("p2", "title")]
    assert found_cells(plan, ids, some, Sought("城市", whole=True), ZH) == []
    assert found_cells(plan, ids, some, Sought(""), ZH) == []
    outcome = replaced(
        plan,
        "project",
        [("p2", "title"), ("p1", "lead_unit"), ("p1", "start")],
        known,
        Sought("市"),
        "省",
        ZH,
    )
    made = {
        (line.id, cell.column): (cell.state, cell.after)
        for line in outcome.lines
        for cell in line.cells.values()
    }
    assert made["p2", "title"] == (SET, "城省大脑")
    assert made["p1", "lead_unit"][0] == REFUSED
    assert made["p1", "start"][0] == SAME
    assert after(plan, outcome).elements["p2"].name_shown == "城省大脑"


@pytest.mark.parametrize(
    ("sought", "text", "by", "wanted"),
    [
        (Sought("ab"), "ABcab", "x", "xcx"),
        (Sought("ab", match_case=True), "ABcab", "x", "ABcx"),
        (Sought("aa"), "aaa", "b", "ba"),
        (Sought("İ"), "İstanbul", "I", "Istanbul"),
        (Sought("a", whole=True), "a", "", ""),
    ],
)
def test_replacing_in_a_text(sought: Sought, text: str, by: str, wanted: str) -> None:
    assert sought.replaced(text, by) == wanted


# -- whatever is pasted ------------------------------------------------------------------------------------

_SCRAPS = (
    *(
        "",
        " ",
        "—",
        "甲",
        "第1局",
        "第2局、第3局",
        "G-001",
        "P-001-1",
        "不存在",
        "项目",
        "任务",
        "约束性",
        "是",
        "否",
        "√",
    ),
    *(
        "2026",
        "2026年",
        "2026-Q3",
        "2026年3月1日",
        "42430",
        "20160231",
        "1.2亿元",
        "1e5",
        "-3",
        "９０%以上",
        "3-5",
    ),
    *(
        "=1+1",
        "a\tb",
        "x" * 300,
        "\x00",
        "\ud800",
        "100000000000000000000000000000",
        "；；",
        "产业；民生",
        "u1",
        "p1-1",
    ),
)


@pytest.mark.parametrize("seed", range(100))
def test_whatever_is_pasted_gives_a_sound_change_or_none(seed: int) -> None:
    chance = random.Random(seed)
    plan = sound_plan(120)
    kind = chance.choice([one for one in KINDS if one != "plan"])
    known = columns_of(plan, kind)
    width, height = chance.randint(1, 6), chance.randint(1, 8)
    rows = [tuple(chance.choice(_SCRAPS) for _ in range(width)) for _ in range(height)]
    if chance.random() < 0.4:
        rows.insert(0, tuple(chance.choice(known).heading(ZH) for _ in range(width)))
    everything = [one.id for one in plan.of_kind(kind)]
    reading = guessed(plan, kind, Block(tuple(rows)), known, [one.key for one in known], known[0].key)
    reading = reading._replace(
        columns=tuple(chance.choice(["", *(one.key for one in known)]) for _ in range(width))
        if chance.random() < 0.7
        else reading.columns,
        match=chance.choice([IN_PLACE, BY_NAME, ALL_NEW]),
        makes=chance.random() < 0.5,
        empties=chance.random() < 0.5,
    )
    targets = everything[chance.randint(0, 3) :]
    outcome = understood(plan, kind, Block(tuple(rows)), reading, known, targets, ZH)
    assert all(cell is None or cell.why for _, cell in outcome.refusals)
    assert all(line.why for line, cell in outcome.refusals if cell is None)
    before = dict(plan.elements)
    undo = outcome.change.inverse(outcome.change.label)
    plan.check(outcome.change)
    plan.apply(outcome.change)
    for id_ in outcome.change.elements():
        element = plan.elements[id_]
        for declared in element.fields:
            assert fault(declared, element.get(declared.name)) is None, (declared, element)
        assert all(one in plan for one in references_of(element))
    plan.check(undo)
    plan.apply(undo)
    assert plan.elements == before
