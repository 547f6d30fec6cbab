"""The verbs: what each makes of a plan, and that taking it back restores everything."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.plans import sound_plan
from workbench.errors import Problem, StaleChange
from workbench.plan import edits
from workbench.plan import records as r
from workbench.plan.change import Change, Label, Operation, canonical, same, squash
from workbench.plan.copies import with_fresh_ids
from workbench.plan.elements import Goal, Milestone, Project, SchemeItem
from workbench.plan.plan import Plan


def make(plan: Plan, change: Change) -> Change:
    plan.check(change)
    plan.apply(change)
    return change


def take_back(plan: Plan, change: Change) -> None:
    make(plan, change.inverse(Label("Undo")))


@pytest.fixture
def plan() -> Plan:
    return sound_plan(60)


def test_add_gives_code_and_place(plan: Plan) -> None:
    change = make(plan, edits.add(plan, "goal", {"title": "新目标", "parent": "g0"}))
    added = plan.elements[change.operations[0].id]
    assert added.code == "G-006"
    assert plan.children("g0")[-1] == added.id
    assert plan.of_kind("goal")[-1] is added


def test_add_next_to_a_sibling(plan: Plan) -> None:
    change = make(plan, edits.add(plan, "goal", {"title": "新目标", "parent": "g0"}, after="g2"))
    assert plan.children("g0")[:4] == ("g1", "g2", change.operations[0].id, "g3")


def test_a_milestone_needs_its_project(plan: Plan) -> None:
    with pytest.raises(Problem, match="choose first"):
        edits.add(plan, "milestone", {"title": "验收"})


def test_values_must_fit(plan: Plan) -> None:
    with pytest.raises(Problem, match="Progress"):
        edits.set_field(plan, "p1-1", "progress", Decimal(101))
    with pytest.raises(Problem, match="Title"):
        edits.set_field(plan, "p1-1", "title", None)
    with pytest.raises(Problem, match="control character"):
        edits.set_field(plan, "p1-1", "title", "a\x07")
    goals = (r.YearGoal(year=2026, text="建成"), r.YearGoal(year=2027, text="a\x07"))
    with pytest.raises(Problem, match="Annual targets, row 2: Text contains a control character"):
        edits.set_field(plan, "p1-1", "year_goals", goals)


def test_emptied_text_is_absent(plan: Plan) -> None:
    make(plan, edits.set_field(plan, "p1-1", "solves", ""))
    assert plan.elements["p1-1"].get("solves") is None


def test_delete_takes_links_along_and_undo_restores_each(plan: Plan) -> None:
    before = dict(plan.elements)
    change = make(plan, edits.delete(plan, ["g1"]))
    assert "g1" not in plan
    project = plan.find("p1-1", Project)
    assert project is not None
    assert project.goals is None
    need = plan.elements["n1"]
    assert "g1" not in need.get("goals")
    assert all("g1" not in plan.referrers(id_) for id_ in plan.elements)
    take_back(plan, change)
    assert plan.elements == before
    assert "p1-1" in plan.referrers("g1")


def test_delete_of_a_project_takes_milestones_and_links(plan: Plan) -> None:
    before = dict(plan.elements)
    change = make(plan, edits.delete(plan, ["p1-1"]))
    assert not any(isinstance(one, Milestone) and one.project == "p1-1" for one in plan.elements.values())
    follower = plan.find("p1-2", Project)
    assert follower is not None
    assert follower.predecessors is None
    take_back(plan, change)
    assert plan.elements == before
    assert plan.owned("p1-1") == ("m1-1-1", "m1-1-2", "m1-1-3")


def test_delete_of_a_subtree(plan: Plan) -> None:
    before = dict(plan.elements)
    change = make(plan, edits.delete(plan, ["g0", "g1"]))
    assert not plan.all(Goal)
    assert plan.roots("goal") == ()
    take_back(plan, change)
    assert plan.elements == before
    assert plan.roots("goal") == ("g0",)


def test_waivers_go_with_their_element(plan: Plan) -> None:
    waived = make(plan, edits.waive(plan, "I301", "p1-1", "上级直接组织实施"))
    change = make(plan, edits.delete(plan, ["p1-1"]))
    assert waived.operations[0].id not in plan
    take_back(plan, change)
    assert waived.operations[0].id in plan
    with pytest.raises(Problem, match="reason"):
        edits.waive(plan, "I301", "p1-1", " ")


def test_move_in_the_tree(plan: Plan) -> None:
    make(plan, edits.move(plan, "g3", parent="g1"))
    assert plan.children("g1") == ("g3",)
    assert "g3" not in plan.children("g0")
    make(plan, edits.move(plan, "g1", parent=None, before="g0"))
    assert plan.roots("goal") == ("g1", "g0")
    with pytest.raises(Problem, match="below itself"):
        edits.move(plan, "g1", parent="g3")


def test_a_loop_made_of_two_moves_is_refused(plan: Plan) -> None:
    ops = [
        Operation("set", "goal", "g1", "parent", "g0", "g2"),
        Operation("set", "goal", "g2", "parent", "g0", "g1"),
    ]
    with pytest.raises(Problem, match="below itself"):
        plan.check(Change(canonical(ops), Label("Loop")))


def test_link_and_unlink(plan: Plan) -> None:
    make(plan, edits.link(plan, "p1-1", "goals", "g2", role="supporting"))
    project = plan.find("p1-1", Project)
    assert project is not None
    assert [(row.goal, row.role) for row in project.goals or ()] == [("g1", "primary"), ("g2", "supporting")]
    assert "p1-1" in plan.referrers("g2")
    make(plan, edits.link(plan, "p1-1", "goals", "g2", role="primary"))
    assert [row.role for row in plan.elements["p1-1"].get("goals")] == ["primary", "primary"]
    make(plan, edits.unlink(plan, "p1-1", "goals", "g2"))
    assert "p1-1" not in plan.referrers("g2")
    make(plan, edits.link(plan, "n1", "goals", "g0"))
    assert plan.elements["n1"].get("goals").count("g0") == 1


def test_reschedule_moves_milestones_along(plan: Plan) -> None:
    project = plan.find("p1-1", Project)
    assert project is not None
    assert project.start is not None
    assert project.end is not None
    later = edits.reschedule(plan, "p1-1", date(2027, 4, 1), date(2027, 4, 1) + (project.end - project.start))
    make(plan, later)
    moved = plan.find("m1-1-1", Milestone)
    assert moved is not None
    assert moved.due == date(2027, 4, 15) + (date(2027, 4, 1) - project.start)
    make(plan, edits.reschedule(plan, "p1-1", date(2027, 4, 1), date(2029, 1, 1)))
    still = plan.find("m1-1-1", Milestone)
    assert still is not None
    assert still.due == moved.due


def test_duplicate_copies_the_subtree_with_inner_links(plan: Plan) -> None:
    size = len(plan)
    change = make(plan, edits.duplicate(plan, ["p1-1", "p1-2"]))
    assert len(plan) == size + 8
    copies = [op.after for op in change.operations if op.kind == "project"]
    assert copies[1].predecessors[0].project == copies[0].id
    assert copies[0].goals == plan.elements["p1-1"].get("goals")
    assert len({one.code for one in plan.all(Project)}) == len(plan.all(Project))
    milestones = [plan.elements[one] for one in plan.owned(copies[0].id)]
    assert [one.name_shown for one in milestones] == ["合同", "初验报告", "终验报告"]


def test_paste_into_another_plan_leaves_out_foreign_links(plan: Plan) -> None:
    other = Plan(
        "other",
        edits.new_plan("另一规划", id="other").operations[0].after
        and [edits.new_plan("另一规划", id="other").operations[0].after],
    )
    originals = [plan.elements[one] for one in plan.subtree("p1-1")]
    change = make(other, edits.paste(other, originals))
    pasted = change.operations[0].after
    assert pasted.lead_unit is None
    assert pasted.goals is None
    assert pasted.title == plan.elements["p1-1"].name_shown


def test_stale_changes_are_refused(plan: Plan) -> None:
    stale = edits.set_field(plan, "p1-1", "title", "甲")
    make(plan, edits.set_field(plan, "p1-1", "title", "乙"))
    with pytest.raises(StaleChange):
        plan.check(stale)
    gone = edits.set_field(plan, "p1-2", "title", "甲")
    make(plan, edits.delete(plan, ["p1-2"]))
    with pytest.raises(StaleChange):
        plan.check(gone)


def test_squash_keeps_one_operation_a_field(plan: Plan) -> None:
    first = make(plan, edits.rename(plan, "p1-1", "甲"))
    second = make(plan, edits.rename(plan, "p1-1", "甲乙"))
    both = squash(first, second)
    assert len(both.operations) == 1
    assert both.operations[0].after == "甲乙"
    assert both.operations[0].before == first.operations[0].before


def test_canonical_add_set_delete() -> None:
    goal = Goal(id="x", position="i", title="甲")
    added = Operation("add", "goal", "x", "", None, goal)
    renamed = Operation("set", "goal", "x", "title", "甲", "乙")
    deleted = Operation("delete", "goal", "x", "", goal.but(title="乙"), None)
    assert canonical([added, renamed])[0].after.title == "乙"
    assert canonical([added, renamed, deleted]) == ()
    assert canonical([renamed, deleted])[0].before.title == "甲"
    assert canonical([renamed, renamed.inverse()]) == ()


def test_digits_make_a_difference() -> None:
    assert not same(Decimal(90), Decimal("90.0"))
    assert not same(True, 1)
    assert same((Decimal("1.0"),), (Decimal("1.0"),))


def test_replace_all_is_the_difference(plan: Plan) -> None:
    wanted = [one for one in plan.elements.values() if not isinstance(one, SchemeItem)]
    wanted = [one.but(title="改名") if one.id == "g1" else one for one in wanted]
    change = edits.replace_all(plan, wanted, Label("Import"))
    assert sum(op.action == "set" for op in change.operations) == 1
    make(plan, change)
    assert list(plan.elements.values()) == wanted


def test_fresh_ids_keep_the_plan_the_same(plan: Plan) -> None:
    copies = with_fresh_ids(list(plan.elements.values()))
    assert not {one.id for one in copies} & set(plan.elements)
    fresh = Plan(copies[0].id, copies)
    assert len(fresh.children(fresh.roots("goal")[0])) == len(plan.children("g0"))
    assert fresh.count("milestone") == plan.count("milestone")
    assert all(fresh.get(one.project) is not None for one in fresh.all(Milestone))


def test_a_snapshot_stays_as_it_was(plan: Plan) -> None:
    plan.children("g0")
    copy = plan.snapshot()
    before = dict(copy.elements)
    make(plan, edits.delete(plan, ["g0"]))
    assert copy.elements == before
    assert copy.children("g0") == ("g1", "g2", "g3", "g4", "g5")
    assert "p1-1" in copy.referrers("g1")
