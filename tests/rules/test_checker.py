"""Counting: severities as re-graded, waivers, reasons for empty fields, the arithmetic of the verdicts."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.plans import sound_elements
from workbench.errors import Problem
from workbench.plan import edits
from workbench.plan.change import Change
from workbench.plan.plan import Plan
from workbench.plan.records import AbsentReason
from workbench.rules.checker import Checker
from workbench.rules.outcomes import reason_for_empty
from workbench.rules.profile import Profile, read_profile
from workbench.rules.registry import RULES
from workbench.rules.verdict import EXCUSED, FAILED, HELD, NOT_KNOWN, verdicts


@pytest.fixture
def plan() -> Plan:
    return Plan("plan", sound_elements(40))


def make(plan: Plan, checker: Checker, change: Change) -> None:
    plan.check(change)
    plan.apply(change)
    checker.update(change)
    checker.run_whole()
    fresh = Checker(plan)
    fresh.full()
    assert checker.findings() == fresh.findings()
    assert checker.verdicts() == fresh.verdicts()


def live(plan: Plan) -> Checker:
    checker = Checker(plan)
    checker.full()
    return checker


def waived(checker: Checker, rule: str, id_: str) -> bool:
    return next(one.waived for one in checker.findings_of(id_) if one.rule == rule)


def without_lead(plan: Plan, checker: Checker) -> None:
    make(plan, checker, edits.set_field(plan, "p1-1", "lead_unit", None))


def test_a_waiver_lasts_to_its_last_day(plan: Plan) -> None:
    checker = live(plan)
    without_lead(plan, checker)
    assert checker.verdicts()["implementable"].verdict == "fails"
    before = checker.verdicts()["implementable"]
    make(plan, checker, edits.waive(plan, "I301", "p1-1", "上级实施", until=date(2026, 2, 15)))
    after = checker.verdicts()["implementable"]
    assert waived(checker, "I301", "p1-1")
    assert (after.errors, after.waived, after.applicable) == (0, 1, before.applicable - 1)
    make(plan, checker, edits.set_field(plan, "plan", "as_of", date(2026, 2, 16)))
    assert not waived(checker, "I301", "p1-1")


def test_a_waiver_of_one_field_excuses_that_field(plan: Plan) -> None:
    checker = live(plan)
    without_lead(plan, checker)
    make(plan, checker, edits.waive(plan, "I301", "p1-1", "x", field="start"))
    assert not waived(checker, "I301", "p1-1")
    make(plan, checker, edits.waive(plan, "I301", "p1-1", "x", field="lead_unit"))
    assert waived(checker, "I301", "p1-1")


def test_a_waiver_that_turns_to_another_element_no_longer_excuses(plan: Plan) -> None:
    checker = live(plan)
    without_lead(plan, checker)
    change = edits.waive(plan, "I301", "p1-1", "x")
    make(plan, checker, change)
    make(plan, checker, edits.set_field(plan, change.operations[0].id, "element", "p1-2"))
    assert not waived(checker, "I301", "p1-1")


@pytest.mark.parametrize(("reason", "unknown"), [("pending", 1), ("not_seen", 1), ("not_applicable", 0)])
def test_a_reason_stands_for_a_value(plan: Plan, reason: str, unknown: int) -> None:
    checker = live(plan)
    said = (AbsentReason(field="lead_unit", reason=reason),)
    make(plan, checker, edits.set_field(plan, "p1-1", "absent", said))
    assert checker.verdicts()["implementable"].unknown == 0
    without_lead(plan, checker)
    verdict = checker.verdicts()["implementable"]
    assert not [one for one in checker.findings_of("p1-1") if one.rule == "I301"]
    assert (verdict.errors, verdict.unknown) == (0, unknown)


def test_a_reason_beside_a_value_excuses_nothing(plan: Plan) -> None:
    said = (
        AbsentReason(field="lead_unit", reason="pending"),
        AbsentReason(field="milestones", reason="pending"),
    )
    project = plan.elements["p1-1"].but(absent=said)
    assert reason_for_empty(project, "lead_unit") is None
    assert reason_for_empty(project.but(lead_unit=None), "lead_unit") == "pending"
    assert reason_for_empty(project, "milestones[m1]") == "pending"
    assert reason_for_empty(project, "end") is None


def test_the_plan_in_force_brings_the_rules_of_execution(plan: Plan) -> None:
    checker = live(plan)
    assert checker.verdicts()["execution"].verdict != "nothing"
    make(plan, checker, edits.set_field(plan, "plan", "status", "draft"))
    assert checker.verdicts()["execution"].verdict == "nothing"


def counted(*checks: tuple[str, str, int, int]) -> Any:
    return verdicts([((code, severity, became), often) for code, severity, became, often in checks])


def test_the_pass_rate_is_weighted() -> None:
    # 3 errors' worth of 15 hold, 2 of 4 warnings' worth, 0.5 of 1 hints' worth: 17.5 of 20
    found = counted(
        ("E204", "error", HELD, 3),
        ("E205", "warning", HELD, 1),
        ("E205", "warning", FAILED, 1),
        ("E205", "info", HELD, 1),
        ("E205", "info", FAILED, 1),
        ("E204", "error", EXCUSED, 7),
        ("E204", "error", NOT_KNOWN, 4),
    )
    assert found["executable"] == ("reservations", 87.5, 7, 0, 1, 1, 7, 4)
    assert found["whole"] == found["executable"]
    assert found["assessable"] == ("nothing", None, 0, 0, 0, 0, 0, 0)


def test_the_pass_rate_is_rounded_half_up() -> None:
    assert counted(("S101", "error", HELD, 1), ("S101", "error", FAILED, 15))["whole"].score == 6.3
    assert counted(("S101", "error", HELD, 2), ("S101", "error", FAILED, 1))["whole"].score == 66.7


def test_only_errors_fail_and_hints_do_not_reserve() -> None:
    assert counted(("E205", "info", FAILED, 9), ("E204", "error", HELD, 1))["executable"].verdict == "holds"
    assert counted(("E204", "error", FAILED, 1), ("E205", "info", HELD, 99))["executable"].verdict == "fails"
    assert counted(("E204", "error", NOT_KNOWN, 1))["executable"].verdict == "nothing"


def test_execution_is_counted_beside_the_whole() -> None:
    code = next(code for code, one in RULES.items() if one.execution)
    found = counted((code, "warning", FAILED, 2))
    assert found["execution"].warnings == 2
    assert found["whole"].verdict == "nothing"


def test_an_empty_plan_is_not_a_good_plan() -> None:
    change = edits.new_plan("新规划", id="plan")
    checker = live(Plan("plan", [change.operations[0].after]))
    assert checker.verdicts()["assessable"].verdict == "nothing"
    assert checker.verdicts()["whole"].verdict == "fails"


def test_a_check_weighs_as_it_is_graded_passed_or_not(plan: Plan) -> None:
    graded = Profile(severities=dict.fromkeys(RULES, "info"))
    checker = Checker(plan, profile=graded)
    checker.full()
    assert {severity for checks in checker._checks.values() for _, severity, _ in checks} == {"info"}


def test_a_profile_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    written = 'off = ["S109"]\n[severity]\nE204 = "warning"\n[parameters.I307]\ntolerance = 0.05\n'
    path.write_text(written, encoding="utf-8-sig")
    profile = read_profile(path)
    assert not profile.is_on("S109")
    assert profile.severity(RULES["E204"], "error") == "warning"
    assert profile.parameters()["I307"]["tolerance"] == Decimal("0.05")
    path.write_text("[parameters.I307]\ntolerance = 1\n", encoding="utf-8")
    assert type(read_profile(path).parameters()["I307"]["tolerance"]) is Decimal


@pytest.mark.parametrize(
    "written",
    [
        "off = [[1]]",
        'off = "S109"',
        'off = ["S000"]',
        "nonsense = 1",
        '[severity]\nE204 = "fatal"',
        "[severity]\nE204 = 3",
        "[parameters]\nI307 = 3",
        '[parameters.I307]\ntolerance = "1"',
        "[parameters.I307]\nother = 1",
        "[parameters.I307]\ntolerance = true",
        "off = [",
    ],
)
def test_a_wrong_profile_is_told_in_one_line(tmp_path: Path, written: str) -> None:
    path = tmp_path / "profile.toml"
    path.write_text(written, encoding="utf-8")
    with pytest.raises(Problem) as caught:
        read_profile(path)
    assert "\n" not in str(caught.value)
