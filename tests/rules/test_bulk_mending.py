"""Mending in bulk: what it leaves out, and that it takes no longer than the size of the plan asks for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import pytest

from tests.plans import sound_elements
from workbench.errors import Cancelled
from workbench.plan import ids
from workbench.plan.elements import Goal, Milestone, PlanHead, Project
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.rules.fixing import is_fixable, mend_safely


def own_rule(kind: str, holds: str) -> dict[str, Any]:
    entry = {"code": "X001", "title": "t", "kind": kind, "holds": holds, "message": "no", "severity": "error"}
    return {"own": [entry]}


def projects(*days: int) -> list[Project]:
    """Projects of so many days in January, of which each says that it lasts three."""
    return [
        Project(id=f"p{at}", title=f"p{at}", start=date(2026, 1, 1), end=date(2026, 1, many), duration_days=3)
        for at, many in enumerate(days)
    ]


def mended(profile: dict[str, Any], *days: int) -> list[str]:
    """The projects whose durations are set; the plan then has no error that it did not have before."""
    plan = Plan("plan", [PlanHead(id="plan", title="t", rule_profile=profile), *projects(*days)])
    checker = Checker(plan)
    checker.full()
    before = {(one.rule, one.id) for one in checker.findings() if one.severity == "error"}
    found = mend_safely(checker, ["E204"])
    plan.check(found.change)
    plan.apply(found.change)
    checker.full()
    assert {(one.rule, one.id) for one in checker.findings() if one.severity == "error"} <= before
    return sorted(one.id for one in found.settled)


def test_an_error_that_only_the_whole_plan_shows_is_not_brought() -> None:
    held = own_rule("project", "count(plan.projects, duration_days > 20) = 0 or duration_days <= 20")
    assert mended(held, 10, 25, 11, 30, 12) == ["p0", "p2", "p4"]


def test_where_nobody_knows_which_fix_brought_it_the_others_are_made() -> None:
    held = own_rule("plan", "count(projects, duration_days > 20) = 0")
    assert mended(held, 10, 25, 11, 12, 13) == ["p0", "p2", "p3", "p4"]


@pytest.mark.parametrize("code", ["S103", "S116", "E204"])
def test_whole_rules_are_not_run_for_each_fix(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: Counter[str] = Counter()

    def faulty() -> list[Any]:
        made: list[Any] = []
        for at, one in enumerate(sound_elements(800)):
            if isinstance(one, PlanHead):
                made.append(one.but(status="draft"))
            elif code == "S103" and isinstance(one, Milestone):
                made.append(one.but(code=f"M-{at // 2}"))
            elif code == "S116" and isinstance(one, Goal) and one.kind != "overall":
                made.append(one.but(parent=None))
            elif code == "E204" and isinstance(one, Project):
                made.append(one.but(duration_days=3))
            else:
                made.append(one)
        return made

    plan = Plan("plan", faulty())
    checker = Checker(plan)
    checker.full()
    judge = Checker._judge_one

    def counted(self: Checker, one: Any, *rest: Any) -> None:
        runs[one.code] += 1
        judge(self, one, *rest)

    monkeypatch.setattr(Checker, "_judge_one", counted)
    found = mend_safely(checker, [code])
    assert len(found.settled) > 50
    assert max(runs.values()) < 15
    plan.check(found.change)
    plan.apply(found.change)
    checker.full()
    assert not [one for one in checker.findings() if one.rule == code]


def test_codes_are_looked_through_once_for_all_findings(monkeypatch: pytest.MonkeyPatch) -> None:
    head = PlanHead(id="plan", title="t", status="draft")
    plan = Plan("plan", [head, *(one.but(code=f"P-{at // 2}") for at, one in enumerate(projects(*[9] * 60)))])
    checker = Checker(plan)
    checker.full()
    found = [one for one in checker.findings() if one.rule == "S103"]
    looked: list[str] = []
    next_codes = ids.next_codes

    def counted(prefix: str, taken: Iterable[str]) -> Iterator[str]:
        looked.append(prefix)
        return next_codes(prefix, taken)

    monkeypatch.setattr(ids, "next_codes", counted)
    assert len(found) == 60
    assert all(is_fixable(checker.view, one) for one in found)
    assert looked == ["P"]


def test_mending_can_be_stopped() -> None:
    plan = Plan("plan", [PlanHead(id="plan", title="t"), *projects(10, 11, 12)])
    checker = Checker(plan)
    checker.full()

    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled

    before = dict(plan.elements)
    with pytest.raises(Cancelled):
        mend_safely(checker, progress=stop)
    assert plan.elements == before
