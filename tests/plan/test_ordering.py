"""Positions when a plan comes in over one that is there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workbench.plan import edits, ids
from workbench.plan.change import Label
from workbench.plan.elements import Goal, PlanHead
from workbench.plan.ordering import settled
from workbench.plan.plan import Plan

HEAD = PlanHead(id="plan", position="i", title="规划")


def goals(order: list[str]) -> list[Goal]:
    keys = ids.spread(len(order))
    return [Goal(id=one, position=key, title=one) for one, key in zip(order, keys, strict=True)]


@given(
    st.lists(st.sampled_from("abcdefghij"), unique=True),
    st.lists(st.sampled_from("abcdefghijxyz"), unique=True),
)
def test_the_order_is_the_wanted_one(there: list[str], wanted: list[str]) -> None:
    plan = Plan("plan", [HEAD, *goals(there)])
    made = settled(plan, goals(wanted))
    assert [one.id for one in sorted(made, key=lambda one: one.position)] == wanted
    assert len({one.position for one in made}) == len(made)


def test_only_what_moved_gets_another_position() -> None:
    plan = Plan("plan", [HEAD, *goals(list("abcdefgh"))])
    change = edits.replace_all(plan, [HEAD, *goals(list("abcxdefhg"))], Label("Import"))
    assert [(op.action, op.id) for op in change.operations if op.id != "plan"] in (
        [("add", "x"), ("set", "h")],
        [("add", "x"), ("set", "g")],
    )


def test_the_same_plan_again_changes_nothing() -> None:
    plan = Plan("plan", [HEAD, *goals(list("abcdefgh"))])
    assert edits.replace_all(plan, [HEAD, *goals(list("abcdefgh"))], Label("Import")).is_empty
