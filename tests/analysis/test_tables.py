"""Tables without a window: columns, filters, sorting, grouping, and the filters that everybody has."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

from tests.plans import sound_elements, sound_plan
from tests.ui.opened import elements as small_elements
from workbench.analysis.table_columns import Column
from workbench.analysis.table_filters import READY, ready_for, ready_test, unit_called
from workbench.analysis.table_kinds import columns_of, shown_at_first
from workbench.analysis.tables import Arrangement, Condition, Table
from workbench.analysis.text_keys import TextKeys
from workbench.analysis.typed import Names
from workbench.errors import Problem
from workbench.i18n import words
from workbench.plan import ids
from workbench.plan.elements import KINDS, Element, Goal, Indicator, Milestone, PlanHead, Project, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import Baseline, FundingLine, GoalLink, IndicatorLink, Span, Target, YearGoal

ZH = words("zh")
KINDS_SHOWN = [kind for kind in KINDS if kind != "plan"]
WAN = 1_000_000


def table_of(plan: Plan, kind: str) -> Table:
    return Table(columns_of(plan, kind), ZH)


def plan_of(*more: Element) -> Plan:
    head = PlanHead(
        id="plan", position="i", title="示例", period=Span(start=date(2026, 1, 1), end=date(2028, 12, 31))
    )
    made = [one.but(position=f"{number:03d}") for number, one in enumerate(more)]
    return Plan("plan", [head, *made])


def shown(plan: Plan, kind: str, ids_: list[str], key: str) -> list[str]:
    column = {one.key: one for one in columns_of(plan, kind)}[key]
    return [column.show(plan, plan.elements[id_], ZH) for id_ in ids_]


# -- columns -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS_SHOWN)
def test_every_kind_has_a_table_of_what_is_declared(kind: str) -> None:
    plan = sound_plan(100)
    columns = columns_of(plan, kind)
    keys = [one.key for one in columns]
    assert len(set(keys)) == len(keys)
    cls = KINDS[kind]
    for declared in cls.fields:
        if not declared.internal and declared.name != "id":
            assert declared.name in keys
    assert shown_at_first(kind, columns)
    assert all(one.title(ZH) and one.heading(words("en")) for one in columns)
    if cls.owner_field:
        assert cls.owner_field in keys


@pytest.mark.parametrize("kind", KINDS_SHOWN)
def test_what_is_shown_can_be_typed_again(kind: str) -> None:
    plan = sound_plan(200)
    names = Names(plan)
    for element in plan.of_kind(kind)[:5]:
        for column in columns_of(plan, kind):
            if column.is_closed:
                continue
            text = column.show(plan, element, ZH)
            try:
                again = column.read(names, element, text, ZH)
            except Problem:  # the money of several sources is a sum
                assert column.key.startswith("funding@")
                continue
            assert column.show(plan, again, ZH) == text, column.key


def test_targets_stand_in_a_column_for_each_year() -> None:
    plan = plan_of(Indicator(id="i1", name="网办率", targets=(Target(value=Decimal(80), year=2027),)))
    columns = {one.key: one for one in columns_of(plan, "indicator")}
    assert [key for key in columns if key.startswith("targets@")] == [
        f"targets@{y}" for y in (2026, 2027, 2028)
    ]
    element = plan.elements["i1"]
    made = columns["targets@2026"].read(Names(plan), element, "≥70", ZH)
    assert [(one.year, one.value, one.op) for one in made.get("targets")] == [
        (2026, Decimal(70), "ge"),
        (2027, Decimal(80), None),
    ]
    gone = columns["targets@2027"].read(Names(plan), made, "", ZH)
    assert [one.year for one in gone.get("targets")] == [2026]
    made = columns["baseline"].put(element.but(baseline=Baseline(year=2025)), None)
    assert made.get("baseline") == Baseline(year=2025)


def test_a_target_of_one_unit_is_not_that_of_the_plan() -> None:
    plan = plan_of(
        Unit(id="u1", name="甲局"),
        Indicator(id="i1", name="网办率", targets=(Target(value=Decimal(80), year=2027, unit="u1"),)),
    )
    column = {one.key: one for one in columns_of(plan, "indicator")}["targets@2027"]
    assert column.show(plan, plan.elements["i1"], ZH) == ""
    made = column.read(Names(plan), plan.elements["i1"], "90", ZH)
    assert len(made.get("targets")) == 2


def test_money_of_a_year_is_typed_where_it_can_only_be_meant_so() -> None:
    one = FundingLine(year=2026, source="city", amount=5 * WAN)
    plan = plan_of(
        Project(id="p1", title="甲", funding=(one,)),
        Project(id="p2", title="乙", funding=(one, one.but(source="district"))),
        Project(id="p3", title="丙"),
    )
    column = {one.key: one for one in columns_of(plan, "project")}["funding@2026"]
    assert shown(plan, "project", ["p1", "p2", "p3"], "funding@2026") == ["5", "10", ""]
    assert column.put(plan.elements["p1"], 7 * WAN).get("funding") == (one.but(amount=7 * WAN),)
    for id_ in ("p2", "p3"):
        with pytest.raises(Problem):
            column.put(plan.elements[id_], 7 * WAN)


def test_goals_served_are_typed_and_keep_their_roles() -> None:
    plan = Plan("plan", small_elements())
    column = {one.key: one for one in columns_of(plan, "project")}["goals"]
    made = column.read(Names(plan), plan.elements["p2"], "G-002；数字经济", ZH)
    assert made.get("goals") == (GoalLink(goal="g2", role="primary"), GoalLink(goal="g4"))


# -- sorting -----------------------------------------------------------------------------------------------


def test_texts_are_sorted_by_sound_and_numbers_by_size() -> None:
    keys = TextKeys()
    assert sorted(["第10项", "第2项", "P-10", "P-9", "阿", "北京", "安徽"], key=keys) == [
        "P-9",
        "P-10",
        "阿",
        "安徽",
        "北京",
        "第2项",
        "第10项",
    ]
    assert keys("Ｐ－１") == keys("p-1")
    assert keys.initials("一网通办") == "ywtb"


def test_empty_cells_come_last_both_ways_and_equals_stay() -> None:
    plan = plan_of(
        *(
            Project(id=id_, title=id_, total_investment=money)
            for id_, money in (("a", 5), ("b", None), ("c", 9), ("d", 5))
        )
    )
    table = table_of(plan, "project")
    assert table.sorted(plan, ["a", "b", "c", "d"], [("total_investment", False)]) == ["a", "d", "c", "b"]
    assert table.sorted(plan, ["a", "b", "c", "d"], [("total_investment", True)]) == ["c", "a", "d", "b"]
    assert table.sorted(plan, ["a", "b", "c", "d"], [("total_investment", False), ("title", True)]) == [
        "d",
        "a",
        "c",
        "b",
    ]


def test_choices_are_sorted_as_their_list_has_them() -> None:
    plan = plan_of(*(Project(id=one, title=one, status=one) for one in ("done", "active", "planned")))
    found = table_of(plan, "project").sorted(plan, ["done", "active", "planned"], [("status", False)])
    assert found == ["planned", "active", "done"]


@pytest.mark.parametrize("kind", KINDS_SHOWN)
def test_every_column_sorts_filters_groups_and_counts(kind: str) -> None:
    plan = sound_plan(300)
    table = table_of(plan, kind)
    elements = plan.of_kind(kind)
    everything = [one.id for one in elements]
    for key, column in table.columns.items():
        assert sorted(table.sorted(plan, everything, [(key, False)])) == sorted(everything)
        groups = table.grouped(plan, everything, key)
        assert sorted(id_ for group in groups for id_ in group.ids) == sorted(everything)
        for text, count in table.counted(plan, elements, column):
            condition = Condition(key, "is", (text,)) if text else Condition(key, "empty")
            found = table.chosen(plan, elements, Arrangement(conditions=(condition,)), ())
            assert len(found) == count, (key, text)
        table.chosen(plan, elements, Arrangement(search="网 1"), list(table.columns))


# -- filters -----------------------------------------------------------------------------------------------


def chosen(plan: Plan, kind: str, **arranged: object) -> list[str]:
    table = table_of(plan, kind)
    return table.chosen(plan, plan.of_kind(kind), Arrangement(**arranged), list(table.columns))  # type: ignore[arg-type]


def test_search_looks_at_the_columns_shown_and_at_initials() -> None:
    plan = Plan("plan", small_elements())
    assert chosen(plan, "project", search="数据局") == ["p2"]
    assert chosen(plan, "project", search="csdn") == ["p3"]
    assert chosen(plan, "project", search="Ｐ-００３") == ["p3"]
    assert chosen(plan, "project", search="平台 2028") == ["p2"]
    assert chosen(plan, "project", search="没有") == []
    table = table_of(plan, "project")
    assert table.chosen(plan, plan.of_kind("project"), Arrangement(search="数据局"), ["title"]) == []


def test_conditions_on_columns() -> None:
    plan = Plan("plan", small_elements())

    def by(key: str, how: str, *texts: str) -> list[str]:
        return chosen(plan, "project", conditions=(Condition(key, how, texts),))

    assert by("title", "has", "大脑") == ["p3"]
    assert by("lead_unit", "empty") == ["p1", "p3"]
    assert by("lead_unit", "filled") == ["p2"]
    assert by("start", "from", "2026-03-01", "2026-06") == ["p2"]
    assert by("start", "from", "", "2026-03") == []
    assert by("total_investment", "from", "0.1亿元", "") == ["p2"]
    assert by("parent", "is", "P-001 数字底座工程") == ["p2", "p3"]
    with pytest.raises(Problem):
        by("start", "from", "soon", "")


def test_groups_of_dates_are_years_and_of_lists_the_first() -> None:
    plan = plan_of(
        Goal(id="a", title="a", due=date(2027, 3, 1), domains=("livelihood", "industry")),
        Goal(id="b", title="b", due=date(2026, 3, 1)),
        Goal(id="c", title="c", due=date(2027, 9, 1), domains=("industry",)),
        Goal(id="d", title="d"),
    )
    table = table_of(plan, "goal")
    found = table.grouped(plan, ["a", "b", "c", "d"], "due")
    assert [(group.text, group.ids) for group in found] == [
        ("2026", ["b"]),
        ("2027", ["a", "c"]),
        ("", ["d"]),
    ]
    assert [group.ids for group in table.grouped(plan, ["a", "b", "c", "d"], "domains")] == [
        ["c"],
        ["a"],
        ["b", "d"],
    ]


# -- filters for everybody ---------------------------------------------------------------------------------


def ready(plan: Plan, kind: str, name: str, as_of: date = date(2026, 5, 15), unit: str = "") -> list[str]:
    test = ready_test(plan, kind, name, as_of, unit)
    return [one.id for one in plan.of_kind(kind) if test(one)]


def everyday_plan() -> Plan:
    return plan_of(
        Unit(id="u1", name="市数据局", aliases=("数据局",)),
        Unit(id="u2", name="大数据中心", parent="u1"),
        Unit(id="u3", name="市财政局"),
        Goal(id="g1", title="甲", due=date(2026, 3, 31), responsible_unit="u2"),
        Goal(id="g2", title="乙", due=date(2026, 3, 31)),
        Project(id="p1", title="甲", end=date(2026, 4, 1), lead_unit="u1", goals=(GoalLink(goal="g1"),)),
        Project(
            id="p2",
            title="乙",
            end=date(2026, 4, 1),
            status="done",
            support_units=("u2",),
            goals=(GoalLink(goal="g2"),),
            indicators=(IndicatorLink(indicator="i1"),),
        ),
        Project(
            id="p3", title="丙", end=date(2028, 4, 1), year_goals=(YearGoal(year=2026, quarter=2, text="x"),)
        ),
        Project(id="p4", title="丁", start=date(2027, 1, 1)),
        Milestone(id="m1", title="甲", project="p1", due=date(2026, 5, 14)),
        Milestone(id="m2", title="乙", project="p1", due=date(2026, 5, 15)),
        Milestone(id="m3", title="丙", project="p4", due=date(2026, 6, 30), done_on=date(2026, 5, 1)),
        Milestone(id="m4", title="丁", project="p4", due=date(2026, 7, 1)),
        Indicator(id="i1", name="甲", nature="binding", goals=("g1",)),
        Indicator(id="i2", name="乙", nature="expected", responsible_unit="u3"),
    )


def test_mine_is_what_my_unit_or_one_below_it_has_to_do_with() -> None:
    plan = everyday_plan()
    assert ready(plan, "goal", "mine", unit="数据局") == ["g1"]
    assert ready(plan, "project", "mine", unit="市数据局") == ["p1", "p2"]
    assert ready(plan, "project", "mine", unit="大数据中心") == ["p2"]
    assert ready(plan, "milestone", "mine", unit="数据局") == ["m1", "m2"]
    assert ready(plan, "indicator", "mine", unit="市财政局") == ["i2"]
    assert ready(plan, "indicator", "mine", unit="不存在") == []
    assert unit_called(plan, "不存在") is None


def test_overdue_is_what_was_due_and_is_not_done() -> None:
    plan = everyday_plan()
    assert ready(plan, "milestone", "overdue") == ["m1"]
    assert ready(plan, "project", "overdue") == ["p1"]
    assert ready(plan, "goal", "overdue") == ["g1"]


def test_this_quarter_and_this_week() -> None:
    plan = everyday_plan()
    assert ready(plan, "milestone", "quarter") == ["m1", "m2", "m3"]
    assert ready(plan, "project", "quarter") == ["p1", "p2", "p3", "p4"]
    assert ready(plan, "project", "quarter", date(2027, 2, 1)) == ["p4"]
    assert ready(plan, "milestone", "week") == ["m1", "m2"]
    assert ready(plan, "milestone", "quarter", date(2026, 12, 31)) == []


def test_without_owner_and_binding() -> None:
    plan = everyday_plan()
    assert ready(plan, "goal", "unowned") == ["g2"]
    assert ready(plan, "project", "unowned") == ["p2", "p3", "p4"]
    assert ready(plan, "milestone", "unowned") == ["m3", "m4"]
    assert ready(plan, "indicator", "unowned") == ["i1"]
    assert ready(plan, "indicator", "binding") == ["i1"]
    assert ready(plan, "goal", "binding") == ["g1"]
    assert ready(plan, "project", "binding") == ["p2"]


@pytest.mark.parametrize("kind", KINDS_SHOWN)
def test_the_filters_offered_for_a_kind_can_be_used(kind: str) -> None:
    plan = sound_plan(100)
    for name in ready_for(kind):
        assert name in READY
        ready(plan, kind, name, unit="第1局")


# -- speed -------------------------------------------------------------------------------------------------


def many_projects(count: int) -> Plan:
    """A plan with so many projects in one table."""
    base = sound_elements(500)
    patterns = [one for one in base if isinstance(one, Project)]
    chance = random.Random(1)
    keys = ids.spread(count)
    rows = [
        chance.choice(patterns).but(
            id=f"x{n}", code=f"P-{n:05d}", title=f"第{n * 7919 % count}类服务平台", position=keys[n]
        )
        for n in range(count)
    ]
    return Plan("plan", [*(one for one in base if not isinstance(one, Project | Milestone)), *rows])


def test_a_column_of_a_record_stands_for_nothing_typed() -> None:
    plan = Plan("plan", small_elements())
    closed = [one.key for one in columns_of(plan, "project") if one.is_closed]
    assert "funding" in closed
    assert "goals" not in closed
    assert isinstance(columns_of(plan, "project")[0], Column)
