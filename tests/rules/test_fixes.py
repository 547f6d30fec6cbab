"""Every fix settles its finding and brings no error: shown on all the cases of all rules."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.rules.test_cases import FOLDER, cases_of, plan_of, surroundings_of
from workbench.i18n import words
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.rules.finding import Finding
from workbench.rules.fixes import registry  # noqa: F401 - registers them
from workbench.rules.fixing import FIXES, mend_safely, ways_to_mend


def failing_cases() -> list[Any]:
    return [
        pytest.param(path.stem, case, id=f"{path.stem}: {case['name']}")
        for path in sorted(FOLDER.glob("*.json"))
        if path.stem in FIXES
        for case in cases_of(path)["cases"]
        if case.get("finds")
    ]


def checked(plan: Plan, case: dict[str, Any]) -> Checker:
    as_of = date.fromisoformat(case["as_of"]) if "as_of" in case else None
    checker = Checker(plan, as_of, surroundings=surroundings_of(case, plan.id))
    checker.full()
    return checker


def errors(checker: Checker) -> set[tuple[str, str, str]]:
    return {_key(one) for one in checker.findings() if one.severity == "error" and not one.waived}


def _key(one: Finding) -> tuple[str, str, str]:
    return one.rule, one.id, one.field


@pytest.mark.parametrize(("code", "case"), failing_cases())
def test_every_way_settles_its_finding_and_brings_no_error(code: str, case: dict[str, Any]) -> None:
    plan = plan_of(case["plan"], code)
    checker = checked(plan, case)
    before = errors(checker)
    for finding in checker.findings():
        if finding.rule != code:
            continue
        for one in ways_to_mend(checker.view, finding):
            trial = plan.snapshot()
            trial.check(one.change)
            trial.apply(one.change)
            after = checked(trial, case)
            said = one.change.label.shown(words("en"))
            assert _key(finding) not in {_key(it) for it in after.findings()}, said
            assert errors(after) <= before, f"{said}: {errors(after) - before}"
            assert "{" not in said
            assert one.change.label.shown(words("zh")) != said


@pytest.mark.parametrize("code", sorted(FIXES))
def test_a_case_shows_the_fix(code: str) -> None:
    offered = 0
    for case in cases_of(FOLDER / f"{code}.json")["cases"]:
        if case.get("finds"):
            checker = checked(plan_of(case["plan"], code), case)
            offered += sum(
                len(ways_to_mend(checker.view, one)) for one in checker.findings() if one.rule == code
            )
    assert offered


@pytest.mark.parametrize(("code", "case"), failing_cases())
def test_bulk_mending_brings_no_error_and_leaves_the_plan_alone(code: str, case: dict[str, Any]) -> None:
    plan = plan_of(case["plan"], code)
    as_it_was = dict(plan.elements)
    checker = checked(plan, case)
    mended = mend_safely(checker)
    assert plan.elements == as_it_was
    plan.check(mended.change)
    plan.apply(mended.change)
    after = checked(plan, case)
    assert errors(after) <= errors(checker)
    standing = {_key(one) for one in after.findings()}
    assert standing.isdisjoint(_key(one) for one in mended.settled)
