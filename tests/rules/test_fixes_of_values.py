"""What the fixes of indicators offer: safe only what can only be meant so, and nothing said gets lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.rules.test_cases import plan_of
from workbench.plan.elements import Indicator
from workbench.plan.plan import Plan
from workbench.rules.checker import Checker
from workbench.rules.fixing import Fix, mend_safely, ways_to_mend


def opened(indicator: dict[str, Any], **more: Any) -> Checker:
    plan = plan_of({"indicators": [{"id": "i1", "code": "I1", "name": "普及率", **indicator}], **more}, "fix")
    checker = Checker(plan)
    checker.full()
    return checker


def ways(checker: Checker, code: str) -> list[Fix]:
    return [
        one for found in checker.findings() if found.rule == code for one in ways_to_mend(checker.view, found)
    ]


def mended(checker: Checker, code: str) -> Indicator:
    plan = Plan(checker.plan.id, checker.plan.elements.values())
    plan.apply(mend_safely(checker, [code]).change)
    one = plan.find("i1", Indicator)
    assert one is not None
    return one


def test_a_percentage_written_in_per_mille_is_measured_in_per_mille() -> None:
    target = {"year": 2020, "value": 8, "written": "8‰"}
    checker = opened({"kind": "quantitative", "value_type": "percent", "targets": [target]})
    assert mended(checker, "C403").unit == "‰"


def test_a_percentage_written_in_both_is_left_to_the_planner() -> None:
    targets = [{"year": 2018, "value": 8, "written": "8‰"}, {"year": 2020, "value": 1, "written": "1%"}]
    checker = opened({"kind": "quantitative", "value_type": "percent", "targets": targets})
    assert not any(one.safe for one in ways(checker, "C403"))


@pytest.mark.parametrize(("value_type", "safe"), [("number", True), ("count", False), ("index", False)])
def test_what_is_measured_in_per_cent_is_a_percentage_where_nothing_else_is_said(
    value_type: str, safe: bool
) -> None:
    targets = [{"year": 2020, "value": 90}]
    found = ways(opened({"unit": "%", "value_type": value_type, "targets": targets}), "C423")
    assert [one.safe for one in found] == [safe]


def test_a_target_that_has_become_a_range_is_not_put_back_by_half() -> None:
    changes = [{"on": "2015-05-01", "from": 95, "reason": "调整"}]
    target = {"year": 2020, "value": 85, "upper": 90, "op": "range", "changes": changes}
    head = {"status": "in_force", "issued_on": "2014-01-01"}
    found = ways(opened({"nature": "binding", "targets": [target]}, plan=head), "A524")
    assert found == []


def test_a_waiver_cannot_be_prolonged_beyond_the_last_year_that_there_is() -> None:
    waivers = [{"rule": "C403", "element": "i1", "reason": "按年安排", "until": "9999-12-30"}]
    plan = plan_of({"indicators": [{"id": "i1", "name": "普及率"}], "waivers": waivers}, "fix")
    checker = Checker(plan, date(9999, 12, 31))
    checker.full()
    assert [str(one.change.label.message) for one in ways(checker, "W001")][:1] == [
        "Delete the waiver of {rule} for {name}"
    ]
