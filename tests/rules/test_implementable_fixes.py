"""What the fixes about units and money offer: the nearest first, and safe only what can only be meant so."""

from __future__ import annotations

from datetime import date
from typing import Any

from workbench.i18n import words
from workbench.plan.elements import Element, Envelope, Goal, PlanHead, Project, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import FundingLine, GoalLink, Span
from workbench.rules.checker import Checker
from workbench.rules.finding import Finding
from workbench.rules.fixing import Fix, mend_safely, ways_to_mend
from workbench.rules.money_lines import years_of_work
from workbench.rules.units_load import busiest_day

HEAD = PlanHead(
    id="plan",
    title="示例市顶层设计",
    position="i",
    period=Span(start=date(2016, 1, 1), end=date(2020, 12, 31)),
)


def unit(id_: str, name: str, kind: str = "department", **values: Any) -> Unit:
    return Unit(id=id_, name=name, kind=kind, **values)


def checker_of(*elements: Element) -> Checker:
    checker = Checker(Plan("plan", [HEAD, *elements]), date(2016, 6, 30))
    checker.full()
    return checker


def found(checker: Checker, code: str) -> list[Finding]:
    return [one for one in checker.findings() if one.rule == code]


def ways(checker: Checker, code: str) -> list[Fix]:
    [finding] = found(checker, code)
    return ways_to_mend(checker.view, finding)


def set_to(fix: Fix, field: str) -> Any:
    return {op.field: op.after for op in fix.change.operations}[field]


def test_a_unit_that_a_library_holds_twice_is_named_once_after_the_fix() -> None:
    checker = checker_of(
        unit("u1", "市数据局"),
        unit("u2", "市财政局"),
        Project(id="p1", title="平台", lead_unit="u1", support_units=("u2", "u1", "u2")),
    )
    twice = found(checker, "I312")
    assert [one.field for one in twice] == ["support_units[u1]", "support_units[u2]"]
    left = [ways_to_mend(checker.view, one) for one in twice]
    assert [set_to(one[0], "support_units") for one in left] == [("u2",), ("u2", "u1")]
    plan = checker.plan
    plan.apply(mend_safely(checker, ["I312"]).change)
    project = plan.find("p1", Project)
    assert project is not None
    assert project.support_units == ("u2",)


def test_the_successor_leads_and_no_longer_supports() -> None:
    checker = checker_of(
        unit("old", "市信息办", valid_until=2017, successors=("new",)),
        unit("new", "市数据局"),
        unit("u2", "市财政局"),
        Project(id="p1", title="平台", lead_unit="old", support_units=("new", "u2"), end=date(2019, 12, 31)),
    )
    [fix] = ways(checker, "I313")
    assert fix.safe
    assert set_to(fix, "lead_unit") == "new"
    assert set_to(fix, "support_units") == ("u2",)


def test_where_work_was_divided_the_planner_chooses() -> None:
    checker = checker_of(
        unit("old", "市信息办", valid_until=2017, successors=("a", "b")),
        unit("a", "市数据局"),
        unit("b", "市政务办"),
        Project(id="p1", title="平台", lead_unit="old", end=date(2019, 12, 31)),
    )
    offered = ways(checker, "I313")
    assert [set_to(one, "lead_unit") for one in offered] == ["a", "b"]
    assert not any(one.safe for one in offered)


def test_a_name_in_place_of_an_id_finds_its_unit() -> None:
    checker = checker_of(
        unit("u1", "市工业和信息化局", aliases=("市工信局",)),
        unit("u2", "市信息中心", "institution"),
        Project(id="p1", title="平台", lead_unit="市工信局"),
    )
    first = ways(checker, "I313")[0]
    assert first.safe
    assert set_to(first, "lead_unit") == "u1"


def test_leads_are_offered_as_near_as_they_are() -> None:
    checker = checker_of(
        unit("u1", "市公安局"),
        unit("u2", "市大数据中心", "institution"),
        unit("u3", "示例公司", "enterprise"),
        unit("u4", "市教育局"),
        unit("u5", "市信息办", valid_until=2017),
        unit("g", "各有关部门", "generic"),
        Project(
            id="p1",
            title="教育云",
            description="由市教育局会同有关单位建设",
            responsible_units=("u3", "u2"),
            support_units=("g", "u5"),
        ),
    )
    offered = ways(checker, "I301")
    assert [set_to(one, "lead_unit") for one in offered] == ["u2", "u4", "u1", "u3"]
    assert not any(one.safe for one in offered)


def test_money_moves_to_a_year_that_has_room_before_an_envelope_is_raised() -> None:
    lines = (FundingLine(year=2017, source="city", amount=60),)
    checker = checker_of(
        Envelope(id="e1", year=2017, source="city", amount=100),
        Envelope(id="e2", year=2018, source="city", amount=50),
        Project(id="p1", title="甲", start=date(2016, 1, 1), end=date(2018, 12, 31), funding=lines),
        Project(
            id="p2",
            title="乙",
            start=date(2017, 1, 1),
            end=date(2018, 12, 31),
            funding=(FundingLine(year=2017, source="city", amount=50),),
        ),
    )
    moved, also, raised = ways(checker, "I306")
    assert set_to(moved, "funding") == (lines[0].but(year=2016),)
    assert set_to(also, "funding") == (FundingLine(year=2018, source="city", amount=50),)
    assert set_to(raised, "amount") == 110


def test_only_projects_that_end_in_time_are_offered_to_a_goal() -> None:
    goal = Goal(id="g1", title="电梯安全", kind="specific", due=date(2018, 12, 31))
    other = Goal(id="g0", title="总目标", kind="overall")
    checker = checker_of(
        other,
        goal,
        Project(id="late", title="电梯安全监测", end=date(2019, 1, 1)),
        Project(id="busy", title="电梯安全改造", end=date(2017, 1, 1), goals=(GoalLink(goal="g0"),)),
        Project(id="idle", title="电梯物联网", end=date(2018, 12, 31)),
    )
    offered = ways(checker, "I319")
    assert [one.change.operations[0].id for one in offered][:-1] == ["idle"]
    task = offered[-1].change.operations[0].after
    assert (task.kind, task.end, task.title) == ("task", date(2018, 12, 31), "电梯安全")
    assert {entry.field for entry in task.absent} >= {"lead_unit", "deliverables"}
    assert offered[0].change.label.shown(words("en")) == "Let 电梯物联网 serve 电梯安全"


def test_the_busiest_day_is_the_first_with_most_projects() -> None:
    day = date(2016, 1, 1)
    assert busiest_day([]) is None
    runs = [(day, day, "a"), (day, date(2016, 2, 29), "b"), (date(2016, 2, 29), date(2016, 3, 1), "c")]
    assert busiest_day(runs) == (day, ("a", "b"))


def test_years_of_work_know_what_they_can() -> None:
    view = checker_of().view
    day = date(2017, 5, 1)
    assert years_of_work(view, Project(id="p", title="")) == (2016, None)
    assert years_of_work(view, Project(id="p", title="", ongoing=True)) == (2016, 2020)
    assert years_of_work(view, Project(id="p", title="", nature="continued", end=day)) == (None, 2017)
    assert years_of_work(view, Project(id="p", title="", start=day, duration_days=245)) == (2017, 2017)
    assert years_of_work(view, Project(id="p", title="", start=day, duration_days=246)) == (2017, 2018)
    assert years_of_work(view, Project(id="p", title="", start=day, end=date(2017, 4, 30))) == (None, None)
    assert years_of_work(view, Project(id="p", title="", end=date(2015, 12, 31))) == (None, 2015)
