"""Copies: their places, codes and links; links of every kind of field."""

from __future__ import annotations

import time

import pytest

from tests.plan.test_edits import make, take_back
from tests.plans import sound_elements, sound_plan
from workbench.errors import Problem
from workbench.plan import edits, ids
from workbench.plan.copies import with_fresh_ids
from workbench.plan.elements import Adjustment, Comment, Goal, Indicator, PlanHead, Project, Waiver
from workbench.plan.plan import Plan
from workbench.plan.records import AdjustedField, Target


@pytest.fixture
def plan() -> Plan:
    return sound_plan(60)


def order(plan: Plan, kind: str) -> list[str]:
    return [one.id for one in plan.of_kind(kind)]


def test_copies_stand_right_after_their_originals(plan: Plan) -> None:
    before = order(plan, "project")
    change = make(plan, edits.duplicate(plan, ["p1-2", "p1-1", "p2-1"]))
    copies = [op.id for op in change.operations if op.kind == "project"]
    assert order(plan, "project")[:7] == [
        "p1-1", copies[1], "p1-2", copies[0], "p2-1", copies[2], "p2-2",
    ]  # fmt: skip
    take_back(plan, change)
    assert order(plan, "project") == before


def test_named_twice_is_copied_once(plan: Plan) -> None:
    change = edits.duplicate(plan, ["u1", "u1"])
    assert len(change.operations) == 1
    make(plan, change)


def test_pasted_siblings_keep_their_order_at_the_end(plan: Plan) -> None:
    originals = [plan.elements[one] for one in ("u3", "u1", "u2")]
    change = make(plan, edits.paste(plan, originals))
    assert order(plan, "unit")[-3:] == [op.id for op in change.operations]
    assert [plan.elements[one].name_shown for one in order(plan, "unit")[-3:]] == ["第3局", "第1局", "第2局"]
    assert len({one.code for one in plan.of_kind("unit")}) == 13


def test_many_copies_cost_no_more_than_they_must(plan: Plan) -> None:
    large = sound_plan(12_000)
    wanted = [one for one in order(large, "project") if one.endswith("-1")]
    begun = time.perf_counter()
    change = edits.duplicate(large, wanted)
    # 0.1 s here; it was minutes when every copy looked through all codes and places.
    assert time.perf_counter() - begun < 5
    make(large, change)
    assert max(len(one.position) for one in large.of_kind("milestone")) < 12
    assert len({one.code for one in large.all(Project)}) == large.count("project")


def test_copies_beside_elements_of_one_place(plan: Plan) -> None:
    same = Plan("plan", [PlanHead(id="plan", title="x"), *(Goal(id=x, position="i", title=x) for x in "ab")])
    make(same, edits.duplicate(same, ["a"]))
    assert order(same, "goal")[:2] == ["a", "b"]
    make(same, edits.add(same, "goal", {"title": "c"}, before="b"))
    assert len(order(same, "goal")) == 4


def test_every_field_links_or_says_why_not(plan: Plan) -> None:
    tried = 0
    for element in list(plan.elements.values()):
        for declared in element.fields:
            for target in ("g1", "u1", "p1-1", "b1", "i1a", "k1", "t1", element.id):
                try:
                    change = edits.link(plan, element.id, declared.name, target)
                    plan.check(change)
                except Problem:
                    continue
                tried += 1
                plan.apply(change)
                assert element.id in plan.referrers(target)
                if not change.is_empty:
                    make(plan, change.inverse(change.label))
            edits.unlink(plan, element.id, declared.name, "nobody")
        if tried > 400:
            break
    assert tried > 100
    assert plan.elements == sound_plan(60).elements


def test_an_element_moves_under_its_own_kind_only(plan: Plan) -> None:
    for id_, parent in (("g1", "p1-1"), ("m1-1-1", "g1"), ("g1", "nobody"), ("t1", "p1-1")):
        with pytest.raises(Problem):
            edits.move(plan, id_, parent=parent)
    make(plan, edits.move(plan, "m1-1-3", parent="p1-2", before="m1-2-1"))
    assert plan.owned("p1-2")[0] == "m1-1-3"
    assert plan.owned("p1-1") == ("m1-1-1", "m1-1-2")


def test_a_units_target_goes_with_the_unit_and_does_not_become_everybodys(plan: Plan) -> None:
    mine = (Target(year=2030, unit="u1"), Target(year=2030), Target(year=2030, unit="u2"))
    make(plan, edits.set_field(plan, "i1a", "targets", mine))
    change = make(plan, edits.delete(plan, ["u1"]))
    indicator = plan.find("i1a", Indicator)
    assert indicator is not None
    assert indicator.targets == mine[1:]
    take_back(plan, change)
    other = Plan("other", [PlanHead(id="other", title="x")])
    pasted = make(other, edits.paste(other, [plan.elements["i1a"]])).operations[0].after
    assert pasted.targets == (mine[1],)


def test_fresh_ids_are_followed_by_comments_waivers_and_adjustments() -> None:
    more = [
        Comment(id="c1", element="p1-1"),
        Comment(id="c2"),
        Waiver(id="w1", rule="E207", element="p1-2", field="predecessors[p1-1]", reason="x"),
        Waiver(id="w2", rule="I305", element="p1-2", field="funding[2026,city]", reason="x"),
        Adjustment(id="a1", changes=(AdjustedField(element="g1", field="due"),)),
    ]
    elements = [*sound_elements(40), *more]
    fresh = dict(zip([one.id for one in elements], with_fresh_ids(elements), strict=True))
    assert fresh["c1"].get("element") == fresh["p1-1"].id
    assert fresh["c2"].get("element") is None
    assert fresh["w1"].get("element") == fresh["p1-2"].id
    assert fresh["w1"].get("field") == f"predecessors[{fresh['p1-1'].id}]"
    assert fresh["w2"].get("field") == "funding[2026,city]"
    assert fresh["a1"].get("changes")[0].element == fresh["g1"].id


@pytest.mark.parametrize(
    ("low", "high"), [("", ""), ("i", ""), ("", "0i"), ("i", "i1"), ("a", "b"), ("az", "b")]
)
@pytest.mark.parametrize("count", [0, 1, 2, 500])
def test_several_keys_between_two(low: str, high: str, count: int) -> None:
    keys = ids.several(low, high, count)
    assert len(set(keys)) == count
    assert keys == sorted(keys)
    assert all(low < key and (not high or key < high) for key in keys)


def test_a_code_of_endless_digits_is_left_alone() -> None:
    assert ids.next_code("P", ["P-" + "9" * 5000, "P-004"]) == "P-005"
