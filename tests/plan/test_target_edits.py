"""Targets that are set: before approval they just change, afterwards the old value stays on record."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from workbench.errors import Problem
from workbench.plan import edits
from workbench.plan.elements import Indicator, PlanHead
from workbench.plan.plan import Plan
from workbench.plan.records import Target, TargetChange
from workbench.plan.target_edits import (
    entries_of,
    give_reason,
    name_adjustment,
    recorded,
    set_targets,
    with_old_values,
)

DAY = date(2027, 5, 6)


def plan(status: str, *targets: Target) -> Plan:
    held: list[Any] = [
        PlanHead(id="plan", position="i", title="p", status=status),
        Indicator(id="i", position="i", name="网上可办率", targets=targets or None),
    ]
    return Plan("plan", held)


def target(year: int, value: str, **more: Any) -> Target:
    return Target(year=year, value=Decimal(value), **more)


def after(held: Plan, *wanted: Target, reason: str = "", on: date = DAY) -> tuple[Target, ...]:
    held.apply(set_targets(held, "i", wanted, on=on, reason=reason))
    return held.elements["i"].get("targets") or ()


def test_in_a_draft_targets_just_change() -> None:
    held = plan("draft", target(2026, "70"), target(2028, "80"))
    assert after(held, target(2028, "85"), target(2027, "75", op="ge"), reason="x") == (
        target(2026, "70"),
        target(2027, "75", op="ge"),
        target(2028, "85"),
    )


def test_in_an_approved_plan_the_old_value_stays_on_record() -> None:
    held = plan("in_force", target(2028, "80"), target(2028, "60", unit="u"))
    found = after(held, target(2028, "85"), reason="上级调整")
    entry = TargetChange(on=DAY, from_=Decimal(80), reason="上级调整")
    assert found == (target(2028, "85", changes=(entry,)), target(2028, "60", unit="u"))
    # A target that was not there before is no change of one, and the same value is none.
    assert after(held, target(2029, "90"), target(2028, "85"))[0].changes == (entry,)
    later = after(held, target(2028, "84"), on=date(2027, 9, 1))[0].changes
    assert later == (entry, TargetChange(on=date(2027, 9, 1), from_=Decimal(85)))


def test_the_changes_of_a_day_are_one() -> None:
    held = plan("approved", target(2028, "80"))
    after(held, target(2028, "81"))
    after(held, target(2028, "82"), reason="核实")
    assert after(held, target(2028, "83"))[0].changes == (
        TargetChange(on=DAY, from_=Decimal(80), reason="核实"),
    )
    assert after(held, target(2028, "80"))[0].changes is None


def test_targets_in_words_and_with_signs_are_kept_as_written() -> None:
    held = plan("in_force", target(2028, "80", op="ge"), Target(year=2029, text="基本实现"))
    found = after(held, target(2028, "90"), target(2029, "100"))
    assert [one.changes for one in found] == [
        (TargetChange(on=DAY, from_=Decimal(80), from_text="≥80"),),
        (TargetChange(on=DAY, from_text="基本实现"),),
    ]


def test_a_target_is_taken_away_and_the_step_is_undone() -> None:
    held = plan("draft", target(2028, "80"))
    change = set_targets(held, "i", [Target(year=2028)], on=DAY)
    held.apply(change)
    assert held.elements["i"].get("targets") is None
    assert str(change.label.message) == "Set targets of {name}"


def test_an_indicator_that_is_gone() -> None:
    with pytest.raises(Problem, match="no longer in the plan"):
        set_targets(plan("draft"), "x", [], on=DAY)


def test_rows_typed_in_a_table_are_recorded_too() -> None:
    held = plan("in_force", target(2028, "80"), target(2029, "85"))
    indicator = held.find("i", Indicator)
    assert indicator is not None
    own = TargetChange(on=date(2026, 1, 1), from_=Decimal(70))
    rows = (target(2028, "82"), target(2029, "86", changes=(own,)), target(2030, "90"))
    found = recorded(held, indicator, rows, on=DAY, reason="核实")
    # Whoever edits the history itself is believed; a target that is new replaces none.
    assert found == (
        target(2028, "82", changes=(TargetChange(on=DAY, from_=Decimal(80), reason="核实"),)),
        *rows[1:],
    )
    draft = plan("draft", target(2028, "80"))
    assert recorded(draft, indicator, rows, on=DAY) == rows


def test_the_reason_may_be_given_afterwards() -> None:
    held = plan("in_force", target(2028, "80"), target(2029, "85"))
    after(held, target(2028, "81"), target(2029, "86"))
    held.apply(give_reason(held, "i", " 上级调整 ", on=DAY))
    indicator = held.find("i", Indicator)
    assert indicator is not None
    assert [one.reason for one in entries_of(indicator, DAY)] == ["上级调整", "上级调整"]
    assert give_reason(held, "i", "上级调整", on=DAY).is_empty
    assert give_reason(held, "i", "x", on=date(2027, 9, 1)).is_empty
    with pytest.raises(Problem):
        give_reason(held, "gone", "x", on=DAY)


def test_the_adjustment_that_decided_it_holds_for_all_that_is_changed_that_day() -> None:
    held = plan("in_force", target(2028, "80"), target(2029, "85"))
    after(held, target(2028, "81"))
    held.apply(name_adjustment(held, "i", "adj", on=DAY))
    after(held, target(2029, "86"))
    indicator = held.find("i", Indicator)
    assert indicator is not None
    assert [one.adjustment for one in entries_of(indicator, DAY)] == ["adj", "adj"]
    later = date(2027, 9, 1)
    after(held, target(2028, "82"), on=later)
    indicator = held.find("i", Indicator)
    assert indicator is not None
    assert [one.adjustment for one in entries_of(indicator, later)] == [None]
    # The reason is another thing: neither takes the other away.
    held.apply(give_reason(held, "i", "上级调整", on=DAY))
    held.apply(name_adjustment(held, "i", None, on=DAY))
    indicator = held.find("i", Indicator)
    assert indicator is not None
    assert [(one.reason, one.adjustment) for one in entries_of(indicator, DAY)] == [("上级调整", None)] * 2
    with pytest.raises(Problem):
        name_adjustment(held, "gone", "adj", on=DAY)


def test_a_change_of_many_cells_keeps_old_values_too() -> None:
    held = plan("in_force", target(2028, "80"))
    change = edits.set_fields(held, {"i": {"targets": (target(2028, "82"),), "unit": "%"}})
    held.apply(with_old_values(held, change, on=DAY))
    entry = TargetChange(on=DAY, from_=Decimal(80))
    assert held.elements["i"].get("targets") == (target(2028, "82", changes=(entry,)),)
    assert held.elements["i"].get("unit") == "%"
    gone = edits.set_fields(held, {"i": {"targets": None}})
    assert with_old_values(held, gone, on=DAY) == gone
