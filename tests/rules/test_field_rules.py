"""The rules named with a field are those that report it: held to the cases of all rules."""

from __future__ import annotations

from tests.rules.test_cases import FOLDER, cases_of, plan_of
from workbench.plan.elements import Project
from workbench.rules.field_rules import rules_of_field
from workbench.rules.profile import of_plan

#: Rules that report fields of whatever kind points at a unit or holds a text: no field of their own.
ANYWHERE = {"I313", "C421"}


def test_a_rule_with_findings_in_a_field_is_named_with_it() -> None:
    profile = of_plan(None)
    seen, missing = 0, set()
    for path in sorted(FOLDER.glob("*.json")):
        for case in cases_of(path)["cases"]:
            found = [one for one in case.get("finds", ()) if one.get("field")]
            if not found or path.stem in ANYWHERE:
                continue
            plan = plan_of(case["plan"], path.name)
            for one in found:
                element = plan.get(one["id"])
                key = one["field"].partition("[")[0].partition(".")[0]
                declared = element.field_of.get(key) if element is not None else None
                # Marks of a scheme are reported at the scheme by a rule about its items.
                if element is None or declared is None or (path.stem, key) == ("A517", "full_mark"):
                    continue
                seen += 1
                codes = [rule.code for rule in rules_of_field(profile, element.kind_name, declared)]
                if path.stem not in codes:
                    missing.add((path.stem, element.kind_name, key))
    assert missing == set()
    assert seen > 400


def codes(held: dict[str, object] | None, field: str) -> list[str]:
    profile = of_plan(held)
    return [one.code for one in rules_of_field(profile, "project", Project.field_of[field])]


def test_a_rule_that_is_switched_off_is_not_named() -> None:
    assert "E204" in codes(None, "duration_days")
    assert "E204" not in codes({"off": ["E204"]}, "duration_days")


def test_own_rules_are_named_by_the_fields_of_their_conditions() -> None:
    own = {
        "code": "X001",
        "title": "大项目",
        "kind": "project",
        "holds": "given(operator)",
        "message": "{name}",
    }
    also = {**own, "code": "X002", "applies_if": "total_investment >= 1亿元"}
    linked = {**own, "code": "X003", "holds": "given(lead_unit.name)"}
    held: dict[str, object] = {"own": [own, also, linked]}
    assert [code for code in codes(held, "operator") if code[0] == "X"] == ["X001", "X002"]
    assert [code for code in codes(held, "total_investment") if code[0] == "X"] == ["X002"]
    assert [code for code in codes(held, "lead_unit") if code[0] == "X"] == ["X003"]
