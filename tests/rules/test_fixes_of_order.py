"""What the fixes of dates, links, codes and goals do, beyond settling their findings."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.rules.test_cases import plan_of
from workbench.plan.elements import Goal, Milestone, Project
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.rules.fixing import Fix, mend_safely, ways_to_mend


def ways(plan: Plan, code: str, id_: str) -> list[Fix]:
    checker = Checker(plan)
    checker.full()
    found = [one for one in checker.findings() if one.rule == code and one.id == id_]
    return ways_to_mend(checker.view, found[0]) if found else []


def made(plan: Plan, one: Fix) -> Plan:
    trial = plan.snapshot()
    trial.check(one.change)
    trial.apply(one.change)
    return trial


def mended(plan: Plan, *codes: str) -> Plan:
    checker = Checker(plan)
    checker.full()
    trial = plan.snapshot()
    trial.apply(mend_safely(checker, codes).change)
    return trial


def project(id_: str, **values: Any) -> dict[str, Any]:
    return {"id": id_, "code": id_.upper(), "title": id_, "kind": "task", **values}


CHAIN = [
    project("p1", start="2019-01-01", end="2019-03-31"),
    project(
        "p2",
        start="2019-02-01",
        end="2019-04-30",
        duration_days=89,
        predecessors=[{"project": "p1"}],
        milestones=[
            {"id": "m1", "title": "m1", "due": "2019-04-15"},
            {"id": "m2", "title": "m2", "stage": "design", "due": "2019-02-10", "done_on": "2019-02-10"},
        ],
    ),
    project("p3", start="2019-05-10", end="2019-06-30", predecessors=[{"project": "p2"}]),
    project("p4", start="2020-01-01", end="2020-06-30", predecessors=[{"project": "p3"}]),
]


def test_the_chain_moves_as_far_as_needed_and_keeps_durations() -> None:
    plan = plan_of({"projects": CHAIN}, "E207")
    after = made(plan, ways(plan, "E207", "p2")[0])
    dates = {one.id: (one.start, one.end, one.duration_days) for one in after.all(Project)}
    assert dates["p2"] == (date(2019, 4, 1), date(2019, 6, 28), 89)
    # p3 could start on 10 May; it must wait for 29 June.
    assert dates["p3"] == (date(2019, 6, 29), date(2019, 8, 19), None)
    assert dates["p4"] == (date(2020, 1, 1), date(2020, 6, 30), None)
    due = {one.id: one.due for one in after.all(Milestone)}
    assert due == {"m1": date(2019, 6, 13), "m2": date(2019, 2, 10)}


def test_a_move_that_would_miss_the_goal_is_not_offered() -> None:
    goals = [{"id": "g1", "title": "g1", "due": "2019-06-30"}]
    late = [*CHAIN[:2], {**CHAIN[2], "goals": [{"goal": "g1"}]}]
    plan = plan_of({"goals": goals, "projects": late}, "E207")
    for one in ways(plan, "E207", "p2"):
        assert made(plan, one).find("p3", Project) == plan.find("p3", Project)


def test_each_link_of_a_circle_can_be_cut_and_none_is_cut_in_bulk() -> None:
    circle = [
        project("p1", predecessors=[{"project": "p3"}]),
        project("p2", predecessors=[{"project": "p1"}]),
        project("p3", predecessors=[{"project": "p2"}]),
    ]
    plan = plan_of({"projects": circle}, "E206")
    found = ways(plan, "E206", "p1")
    assert [one.change.operations[0].id for one in found] == ["p1", "p2", "p3"]
    assert not any(one.safe for one in found)


def test_a_link_by_code_is_put_right_in_bulk_and_one_to_nothing_is_left_to_the_planner() -> None:
    plan = plan_of(
        {
            "projects": [
                project("p1", end="2015-12-31"),
                project("p2", start="2016-01-01", predecessors=[{"project": "P1"}, {"project": "gone"}]),
            ]
        },
        "E208",
    )
    after = mended(plan, "E208").find("p2", Project)
    assert after is not None
    assert [one.project for one in after.predecessors or ()] == ["p1", "gone"]
    deleted = ways(plan, "E208", "p2")
    assert deleted


def test_the_dates_of_a_whole_are_not_put_off_in_bulk() -> None:
    parts = [
        project("p1", kind="programme", start="2016-01-01", end="2016-12-31"),
        project("p2", parent="p1", start="2016-02-01", end="2017-03-31"),
    ]
    plan = plan_of({"projects": parts}, "E210")
    assert mended(plan, "E210").elements == plan.elements
    after = made(plan, ways(plan, "E210", "p1")[0]).find("p1", Project)
    assert after is not None
    assert after.end == date(2017, 3, 31)


def test_a_deadline_before_a_year_or_month_is_not_read_in_bulk() -> None:
    written = ["2016年前完成", "2017年6月前", "2016年6月30日前完成", "2016年底前"]
    plan = plan_of({"projects": [project(f"p{n}", due_text=one) for n, one in enumerate(written)]}, "E203")
    ends = [one.end for one in mended(plan, "E203").all(Project)]
    assert ends == [None, None, date(2016, 6, 30), date(2016, 12, 31)]
    assert made(plan, ways(plan, "E203", "p0")[0]).find("p0", Project).end == date(2016, 12, 31)  # type: ignore[union-attr]


def test_a_deadline_in_words_becomes_the_end_in_bulk() -> None:
    plan = plan_of({"projects": [project("p1", due_text="2016年6月底前完成"), project("p2")]}, "E203")
    after = mended(plan, "E203")
    assert [one.end for one in after.all(Project)] == [date(2016, 6, 30), None]


def test_codes_used_twice_are_given_anew_to_the_later_ones_of_a_draft() -> None:
    projects = [project(f"p{n}", code="P-1") for n in (1, 2, 3)]
    plan = plan_of({"projects": projects}, "S103")
    assert [one.code for one in mended(plan, "S103").all(Project)] == ["P-1", "P-2", "P-3"]
    issued = plan_of({"plan": {"status": "approved"}, "projects": projects}, "S103")
    assert [one.code for one in mended(issued, "S103").all(Project)] == ["P-1"] * 3
    assert ways(issued, "S103", "p2")


def test_a_branch_is_hung_under_the_only_overall_goal_as_a_whole() -> None:
    goals = [
        {"id": "g0", "title": "g0", "kind": "overall"},
        {"id": "g1", "title": "g1"},
        {"id": "g2", "title": "g2", "parent": "g1"},
    ]
    plan = plan_of({"goals": goals}, "S116")
    assert [one.parent for one in mended(plan, "S116").all(Goal)] == [None, "g0", "g1"]
    two = plan_of({"goals": [*goals, {"id": "h0", "title": "h0", "kind": "overall"}]}, "S116")
    assert mended(two, "S116").elements == two.elements
    assert len(ways(two, "S116", "g1")) == 2


def test_checks_divide_a_long_stretch_evenly() -> None:
    long = project(
        "p1",
        kind="project",
        start="2015-01-01",
        end="2017-12-31",
        milestones=[{"id": "m1", "title": "终验", "due": "2017-12-31"}],
    )
    plan = plan_of({"projects": [long]}, "E211")
    after = made(plan, ways(plan, "E211", "p1")[0])
    added = [one for one in after.all(Milestone) if one.id != "m1"]
    assert [one.due for one in added] == [date(2016, 1, 1), date(2016, 12, 31)]
    assert len({one.code for one in added}) == 2
    assert all(one.why_absent("acceptance") == "pending" for one in added)
