"""The indexes of a plan follow every change, small or large, in any order of its operations."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.plans import sound_elements
from workbench.plan import edits
from workbench.plan.change import Change, Label, Operation
from workbench.plan.elements import KINDS, Goal, Unit
from workbench.plan.plan import Plan

LABEL = Label("Edit")


def indexes(plan: Plan) -> dict[str, Any]:
    """All that a plan knows beside its elements."""
    ids = {*plan.elements, "gone"}
    return {
        "children": {id_: plan.children(id_) for id_ in ids},
        "owned": {id_: plan.owned(id_) for id_ in ids},
        "referrers": {id_: set(plan.referrers(id_)) for id_ in ids},
        "roots": {kind: plan.roots(kind) for kind in KINDS},
        "of_kind": {kind: plan.of_kind(kind) for kind in KINDS},
    }


def fresh(plan: Plan) -> dict[str, Any]:
    """The same of a plan made of these elements."""
    return indexes(Plan(plan.id, plan.elements.values()))


def warmed(*more: Goal | Unit) -> Plan:
    plan = Plan("plan", [*sound_elements(60), *more])
    assert plan.children("g0")
    assert plan.referrers("g1")
    return plan


def made(plan: Plan, *operations: Operation) -> Change:
    """The operations as a change, checked and made; gives the change that takes it back."""
    change = Change(operations, LABEL)
    plan.check(change)
    plan.apply(change)
    return change.inverse(LABEL)


@pytest.mark.parametrize("seed", range(6))
def test_a_deletion_in_any_order_of_its_operations(seed: int) -> None:
    plan = warmed()
    change = edits.delete(plan, ["g0", "p1-1", "u1", "k1"])
    shuffled = list(change.operations)
    random.Random(seed).shuffle(shuffled)
    back = made(plan, *shuffled)
    assert indexes(plan) == fresh(plan)
    made(plan, *back.operations)
    assert indexes(plan) == fresh(plan)


def test_parents_that_come_and_go() -> None:
    orphans = [Unit(id=f"x{n}", position=key, name="x", parent="gone") for n, key in enumerate("jah")]
    plan = warmed(*orphans)
    assert {"x0", "x1", "x2"} < set(plan.roots("unit"))
    parent = Unit(id="gone", position="b", name="x")
    back = made(plan, Operation("add", "unit", "gone", "", None, parent))
    assert indexes(plan) == fresh(plan)
    made(plan, *back.operations)
    assert indexes(plan) == fresh(plan)
    plan.apply(Change((Operation("add", "unit", "gone", "", None, parent),), LABEL))
    assert plan.children("gone") == ("x1", "x2", "x0")
    back = made(plan, Operation("delete", "unit", "gone", "", parent, None))
    assert indexes(plan) == fresh(plan)
    made(plan, *back.operations)
    assert indexes(plan) == fresh(plan)


def test_moves_and_places_in_one_change() -> None:
    plan = warmed()
    operations = []
    for id_, parent, position in (
        ("g1", "g2", "zz"),
        ("g2", None, "a"),
        ("g3", "g1", "zz"),
        ("g4", "gone", "b"),
    ):
        goal = plan.elements[id_]
        operations.append(Operation("set", "goal", id_, "parent", goal.get("parent"), parent))
        operations.append(Operation("set", "goal", id_, "position", goal.position, position))
    for id_, project in (("m1-1-1", "p2-1"), ("m1-1-2", "gone"), ("m2-1-1", "p1-1")):
        operations.append(
            Operation("set", "milestone", id_, "project", plan.elements[id_].get("project"), project)
        )
    random.Random(1).shuffle(operations)
    back = made(plan, *operations)
    assert indexes(plan) == fresh(plan)
    made(plan, *back.operations)
    assert indexes(plan) == fresh(plan)


def test_a_large_change_and_its_inverse() -> None:
    plan = Plan("plan", sound_elements(600))
    assert plan.referrers("u1")
    change = edits.delete(plan, ["plan"])
    assert len(change.operations) > 500
    back = made(plan, *change.operations)
    assert indexes(plan) == fresh(plan)
    made(plan, *back.operations)
    assert indexes(plan) == fresh(plan)
