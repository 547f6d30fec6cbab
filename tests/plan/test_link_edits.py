"""Edits of links between projects, row by row."""

from __future__ import annotations

import pytest

from workbench.errors import Problem
from workbench.plan import link_edits
from workbench.plan.elements import PlanHead, Project
from workbench.plan.plan import Plan
from workbench.plan.records import Predecessor


def plan_of(*rows: Predecessor) -> Plan:
    return Plan(
        "plan",
        [
            PlanHead(id="plan", position="i", title="p"),
            Project(id="a", position="1", title="a", code="P-1"),
            Project(id="b", position="2", title="b", code="P-2", predecessors=rows or None),
        ],
    )


def rows_after(plan: Plan, change: object) -> object:
    plan.check(change)  # type: ignore[arg-type]
    plan.apply(change)  # type: ignore[arg-type]
    return plan.elements["b"].get("predecessors")


def test_a_link_is_added_and_only_its_own_type_is_changed() -> None:
    plan = plan_of()
    assert rows_after(plan, link_edits.wait_for(plan, "b", "a")) == (Predecessor(project="a", type="FS"),)
    assert rows_after(plan, link_edits.wait_for(plan, "b", "a", "FF", 5)) == (
        Predecessor(project="a", type="FS"),
        Predecessor(project="a", type="FF", lag_days=5),
    )
    assert rows_after(plan, link_edits.wait_for(plan, "b", "a", "FS", -3)) == (
        Predecessor(project="a", type="FS", lag_days=-3),
        Predecessor(project="a", type="FF", lag_days=5),
    )


def test_one_row_is_changed_or_taken_away() -> None:
    plan = plan_of(Predecessor(project="a"), Predecessor(project="a", type="FF"))
    assert rows_after(plan, link_edits.relink(plan, "b", 1, "SS", 7)) == (
        Predecessor(project="a"),
        Predecessor(project="a", type="SS", lag_days=7),
    )
    assert rows_after(plan, link_edits.unlink_row(plan, "b", 0)) == (
        Predecessor(project="a", type="SS", lag_days=7),
    )
    assert rows_after(plan, link_edits.unlink_row(plan, "b", 0)) is None


def test_a_link_to_nothing_is_taken_away() -> None:
    plan = plan_of(Predecessor(project="gone"))
    assert rows_after(plan, link_edits.unlink_row(plan, "b", 0)) is None


def test_nothing_waits_for_itself_or_for_what_is_not_there() -> None:
    plan = plan_of()
    with pytest.raises(Problem, match="itself"):
        link_edits.wait_for(plan, "a", "a")
    with pytest.raises(Problem, match="no longer"):
        link_edits.wait_for(plan, "a", "gone")
