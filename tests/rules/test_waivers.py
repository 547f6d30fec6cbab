"""Waivers that have expired or excuse nothing are found themselves, live as in a full check."""

from __future__ import annotations

import random
from datetime import date

import pytest

from tests.plans import sound_elements
from tests.rules.test_neighbourhood import assert_live_is_full, try_edit
from workbench.plan import edits
from workbench.plan.change import Change
from workbench.plan.elements import Waiver
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.rules.profile import Profile
from workbench.rules.registry import RULES


@pytest.fixture
def plan() -> Plan:
    return Plan("plan", sound_elements(40))


@pytest.fixture
def live(plan: Plan) -> Checker:
    checker = Checker(plan)
    checker.full()
    return checker


def make(live: Checker, change: Change) -> str:
    """Apply a change; returns the id it is about."""
    live.plan.check(change)
    live.plan.apply(change)
    live.update(change)
    return change.operations[0].id


def said(live: Checker) -> list[tuple[str, str]]:
    return [(one.rule, one.field) for one in live.findings() if one.rule.startswith("W")]


def test_nothing_is_said_while_the_whole_rules_are_pending(live: Checker) -> None:
    id_ = make(live, edits.waive(live.plan, "I301", "p1-1", "另行安排"))
    assert live.whole_pending
    assert said(live) == []
    live.run_whole()
    assert said(live) == [("W002", f"waivers[{id_}]")]
    assert said(live) == [
        (one.rule, one.field) for one in live.findings_of("plan") if one.rule.startswith("W")
    ]
    assert live.verdicts()["whole"].infos >= 1


def test_a_waiver_that_comes_to_excuse_something_is_in_order(live: Checker) -> None:
    make(live, edits.waive(live.plan, "I301", "p1-1", "另行安排"))
    before = Checker(Plan("plan", sound_elements(40)))
    before.full()
    make(live, edits.set_field(live.plan, "p1-1", "lead_unit", None))
    live.run_whole()
    assert said(live) == []
    assert any(one.rule == "I301" and one.waived for one in live.findings())
    # Neither the waived check nor the waiver itself counts for anything.
    assert live.verdicts()["whole"].applicable <= before.verdicts()["whole"].applicable


def test_an_expired_waiver_is_told_and_excuses_nothing(live: Checker) -> None:
    until = date(2020, 1, 1)
    id_ = make(live, edits.waive(live.plan, "I301", "p1-1", "另行安排", until=until))
    live.run_whole()
    assert said(live) == [("W001", f"waivers[{id_}]")]
    make(live, edits.set_field(live.plan, id_, "until", date(2099, 1, 1)))
    live.run_whole()
    assert said(live) == [("W002", f"waivers[{id_}]")]
    make(live, edits.delete(live.plan, [id_]))
    live.run_whole()
    assert said(live) == []


def test_a_profile_can_silence_or_grade_it(plan: Plan) -> None:
    change = edits.waive(plan, "I301", "p1-1", "另行安排")
    plan.apply(change)
    off = Checker(plan, profile=Profile(off=frozenset({"W002"})))
    off.full()
    assert said(off) == []
    graded = Checker(plan, profile=Profile(severities={"W002": "warning"}))
    graded.full()
    assert [one.severity for one in graded.findings() if one.rule == "W002"] == ["warning"]
    without = Checker(plan, profile=Profile(off=frozenset({"I301"})))
    without.full()
    assert said(without) == []


def test_a_snapshot_and_a_fork_say_the_same(live: Checker) -> None:
    make(live, edits.waive(live.plan, "I301", "p1-1", "另行安排"))
    live.run_whole()
    fork = live.fork()
    assert fork.findings() == live.findings()
    assert fork.verdicts() == live.verdicts()


@pytest.mark.parametrize("seed", range(8))
def test_live_is_full_with_many_waivers(live: Checker, seed: int) -> None:
    chance = random.Random(seed)
    plan = live.plan
    for _ in range(40):
        if chance.random() < 0.4:
            element = chance.choice(sorted(plan.elements))
            until = chance.choice([None, date(2020, 1, 1), date(2099, 1, 1)])
            change: Change | None = edits.waive(
                plan, chance.choice(sorted(RULES)), element, "另行安排", until=until
            )
            assert change is not None
            plan.apply(change)
        elif chance.random() < 0.2 and plan.count("waiver"):
            change = edits.delete(plan, [chance.choice(plan.all(Waiver)).id])
            plan.apply(change)
        else:
            change = try_edit(plan, chance)
        if change is not None:
            live.update(change)
            assert_live_is_full(live, plan, change)
