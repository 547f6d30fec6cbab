"""The five problems by the three subjects: what stands in each cell, and how its checks came out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.plans import sound_elements
from tests.rules.test_cases import plan_of
from tests.rules.test_neighbourhood import unsound_plan
from workbench.plan.choices import DOMAIN, SUBJECT
from workbench.plan.plan import Plan
from workbench.rules import own
from workbench.rules.checker import Checker
from workbench.rules.coverage import Cell, Coverage, coverage
from workbench.rules.profile import Profile
from workbench.rules.rule import WEIGHT
from workbench.rules.verdict import FAILED, HELD, pass_rate


def covered(plan: Plan) -> Coverage:
    checker = Checker(plan)
    checker.full()
    return coverage(checker)


def of(**fragment: Any) -> Coverage:
    return covered(plan_of(fragment, "coverage"))


def cell(found: Coverage, domain: str | None, subject: str | None) -> Cell:
    one = found.cell(domain, subject)
    assert one is not None
    return one


def where(found: Coverage, id_: str) -> set[tuple[str | None, str | None]]:
    return {
        one.place for one in found.cells if id_ in (*one.goals, *one.projects, *one.indicators, *one.parts)
    }


def test_an_empty_plan_has_fifteen_empty_cells() -> None:
    found = of()
    assert [one.place for one in found.cells] == [
        (domain, subject) for domain in DOMAIN for subject in SUBJECT
    ]
    assert found.empty == found.cells
    assert found.weakest is None
    assert {one.score for one in found.cells} == {None}


def test_an_element_stands_in_all_cells_of_its_problems_and_subjects() -> None:
    goal = {
        "id": "g",
        "title": "目标",
        "domains": ["capital", "industry"],
        "subjects": ["citizen", "government"],
    }
    assert where(of(goals=[goal]), "g") == {
        ("industry", "government"),
        ("industry", "citizen"),
        ("capital", "government"),
        ("capital", "citizen"),
    }


def test_what_is_not_stated_comes_from_what_it_hangs_on() -> None:
    found = of(
        goals=[
            {"id": "g0", "title": "总目标", "domains": ["industry"], "subjects": ["enterprise"]},
            {"id": "g1", "title": "目标", "parent": "g0", "domains": ["capital"]},
            {"id": "g2", "title": "无"},
        ],
        projects=[
            {"id": "p0", "title": "工程", "domains": ["environment"], "subjects": ["citizen"]},
            {"id": "p1", "title": "项目", "goals": [{"goal": "g1"}], "parent": "p0"},
            {"id": "p2", "title": "项目", "goals": [{"goal": "g2"}], "parent": "p0"},
            {
                "id": "p3",
                "title": "项目",
                "milestones": [{"id": "m1", "title": "验收"}],
                "goals": [{"goal": "g1"}],
            },
        ],
        indicators=[
            {"id": "i1", "name": "指标", "goals": ["g1", "g0"]},
            {"id": "i2", "name": "指标", "parent": "i1", "domains": ["livelihood"]},
            {"id": "i3", "name": "指标"},
        ],
        schemes=[{"id": "k", "year": 2016, "items": [{"id": "t", "indicator": "i2"}]}],
    )
    assert where(found, "g1") == {("capital", "enterprise")}
    assert where(found, "p1") == {("capital", "enterprise")}
    assert where(found, "p2") == {("environment", "citizen")}
    assert where(found, "m1") == {("capital", "enterprise")}
    assert where(found, "i1") == {("industry", "enterprise"), ("capital", "enterprise")}
    assert where(found, "i2") == where(found, "t") == {("livelihood", "enterprise")}
    assert where(found, "g2") == where(found, "i3") == {(None, None)}
    assert found.cells[-1].place == (None, None)
    assert len(found.cells) == 16


def test_money_is_counted_once_and_not_for_what_is_cancelled() -> None:
    marks = {"domains": ["industry"], "subjects": ["citizen"]}
    found = of(
        projects=[
            {"id": "p0", "title": "工程", **marks, "funding": [{"source": "city", "amount": 100}]},
            {
                "id": "p1",
                "title": "一",
                "parent": "p0",
                **marks,
                "funding": [{"source": "city", "amount": 60}],
            },
            {"id": "p2", "title": "二", "parent": "p0", **marks, "total_investment": 25},
            {"id": "p3", "title": "三", **marks, "status": "cancelled", "total_investment": 1000},
        ]
    )
    one = cell(found, "industry", "citizen")
    assert one.money == 100 * 1_000_000
    assert one.projects == ("p0", "p1", "p2")


def test_the_weakest_cell_is_named() -> None:
    found = of(
        goals=[
            {
                "id": "g1",
                "title": "目标",
                "kind": "specific",
                "domains": ["industry"],
                "subjects": ["citizen"],
            },
        ],
        projects=[
            {
                "id": "p1",
                "title": "项目",
                "kind": "task",
                "start": "2015-01-01",
                "end": "2016-01-01",
                "domains": ["capital"],
                "subjects": ["citizen"],
            }
        ],
    )
    assert found.weakest is not None
    assert found.weakest.place == ("industry", "citizen")
    assert cell(found, "industry", "citizen").dimensions["checkable"].failed == 1
    assert cell(found, "capital", "citizen").dimensions["executable"].applicable > 0
    assert ("capital", "citizen") not in {one.place for one in found.empty}
    assert len(found.empty) == 13


def test_own_rules_count_in_the_whole_and_in_no_cell() -> None:
    projects = [{"id": "p", "title": "项目", "domains": ["industry"], "subjects": ["citizen"]}]
    plan = plan_of({"projects": projects}, "coverage")
    entry = {
        "code": "X001",
        "title": "名称",
        "kind": "project",
        "holds": "title = '平台'",
        "message": "{title}",
    }
    plain, with_own = (
        Checker(plan, profile=Profile("test", frozenset(), own=rules))
        for rules in ({}, {"X001": own.read(entry)})
    )
    plain.full()
    with_own.full()
    assert [one.rule for one in with_own.findings() if one.rule[0] == "X"] == ["X001"]
    assert with_own.verdicts()["whole"].applicable == plain.verdicts()["whole"].applicable + 1
    assert coverage(with_own) == coverage(plain)


@pytest.mark.parametrize("seed", range(5))
def test_a_dimension_of_a_cell_stands_as_the_verdict_would(seed: int) -> None:
    checker = Checker(unsound_plan(seed))
    checker.full()
    verdicts = checker.verdicts()
    found = coverage(checker)
    worst = {"nothing": 0, "holds": 1, "reservations": 2, "fails": 3}
    for one in found.cells:
        here = {*one.goals, *one.projects, *one.indicators, *one.parts}
        failed = {
            (checker.profile.rules[each.rule].dimension, each.severity)
            for each in checker.findings()
            if each.id in here and not each.waived and not checker.profile.rules[each.rule].execution
        }
        for name, part in one.dimensions.items():
            assert worst[part.verdict] <= worst[verdicts[name].verdict]
            if (name, "error") in failed:
                assert part.verdict == "fails"
            elif (name, "warning") in failed:
                assert part.verdict == "reservations"
            else:
                assert part.verdict == ("holds" if part.applicable else "nothing")


@pytest.mark.parametrize("seed", range(5))
def test_a_cell_counts_the_checks_of_what_stands_in_it(seed: int) -> None:
    plan = unsound_plan(seed)
    checker = Checker(plan)
    checker.full()
    for one in coverage(checker).cells:
        here = {*one.goals, *one.projects, *one.indicators, *one.parts}
        held = weight = 0.0
        judged = 0
        for id_, checks in checker.checks_of_elements():
            for code, severity, became in checks if id_ in here else ():
                if (
                    became in (HELD, FAILED)
                    and code[0] in "EICA"
                    and not checker.profile.rules[code].execution
                ):
                    judged += 1
                    weight += WEIGHT[severity]
                    held += WEIGHT[severity] * (became == HELD)
        cancelled = {id_ for id_ in plan.elements if checker.view.is_cancelled(plan.elements[id_])}
        assert not cancelled & here
        assert sum(part.applicable for part in one.dimensions.values()) >= judged
        if not cancelled:
            assert one.score == (pass_rate(held, weight) if weight else None)


def test_coverage_of_a_deep_tree_and_a_large_plan() -> None:
    goals = [{"id": "g0", "title": "总", "domains": ["industry"], "subjects": ["citizen"]}]
    goals += [{"id": f"g{n}", "title": "目标", "parent": f"g{n - 1}"} for n in range(1, 3000)]
    assert len(cell(of(goals=goals), "industry", "citizen").goals) == 3000
    found = covered(Plan("plan", sound_elements(1000)))
    assert not found.empty or all(one.score is None for one in found.empty)
