"""The language of own rules: what it understands, what it refuses and where, and its bounds."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

import pytest

from tests.rules.test_cases import plan_of
from workbench.i18n import words
from workbench.plan.elements import KINDS
from workbench.plan.plan import Plan
from workbench.rules.completion import suggestions
from workbench.rules.expression_parts import matches
from workbench.rules.expression_tokens import KEYWORDS
from workbench.rules.expression_values import Frame, TooCostly, Type, by_word, members
from workbench.rules.expressions import ExpressionProblem, understood
from workbench.rules.view import View

AS_OF: Final = date(2016, 6, 30)
FRAGMENT: Final[dict[str, Any]] = {
    "units": [
        {"id": "u1", "code": "U-1", "name": "市大数据局", "kind": "department", "contact": "值班室"},
        {"id": "u2", "name": "市教育局", "kind": "department"},
    ],
    "goals": [
        {"id": "g0", "title": "总目标", "kind": "overall", "domains": ["administration"]},
        {
            "id": "g1",
            "title": "政务服务",
            "kind": "specific",
            "parent": "g0",
            "domains": ["livelihood", "capital"],
        },
    ],
    "projects": [
        {
            "id": "p1",
            "code": "P-1",
            "title": "建设城市大数据平台",
            "kind": "project",
            "lead_unit": "u1",
            "support_units": ["u2"],
            "start": "2015-01-01",
            "end": "2016-12-31",
            "key": True,
            "total_investment": 12000,
            "funding": [
                {"year": 2015, "source": "city", "amount": 5000},
                {"year": 2016, "source": "bank_loan", "amount": 7000.5},
            ],
            "technologies": ["5G", "区块链"],
            "goals": [{"goal": "g1", "role": "primary"}],
            "milestones": [
                {"id": "m1", "title": "立项", "stage": "proposal", "due": "2015-03-01"},
                {
                    "id": "m2",
                    "title": "终验",
                    "stage": "final_acceptance",
                    "due": "2016-12-31",
                    "acceptance": "x",
                },
            ],
        },
        {"id": "p2", "title": "后续", "kind": "task", "predecessors": [{"project": "p1", "type": "FS"}]},
    ],
    "indicators": [
        {
            "id": "i1",
            "name": "网上办理率",
            "unit": "%",
            "goals": ["g1"],
            "baseline": {"value": 62, "year": 2013},
            "targets": [{"value": 80, "year": 2016}, {"value": 95, "year": 2020}],
            "actuals": [{"period": "2015-H1", "value": 70}],
        }
    ],
}


@pytest.fixture(scope="module")
def view() -> View:
    return View(plan_of(FRAGMENT, "expressions"), AS_OF)


def value(view: View, text: str, id_: str = "p1", *, condition: bool = True) -> Any:
    element = view.plan.elements[id_]
    return understood(text, element.kind_name, condition=condition).value(view, element)


@pytest.mark.parametrize(
    ("text", "id_", "expected"),
    [
        # fields, choices, days, money
        ("end <= 2020-12-31", "p1", True),
        ("结束 <= 2020年12月31日", "p1", True),
        ("end < 2016/12/31", "p1", False),
        ("kind = project", "p1", True),
        ("类型 = 项目", "p1", True),
        ("kind = “项目”", "p1", True),
        ("project = kind", "p1", True),
        ("kind in (task, programme)", "p1", False),
        ("类型 属于（项目、任务）", "p1", True),
        ("总投资 = 1.2亿元", "p1", True),
        ("total_investment >= 120000000元", "p1", True),
        ("总投资>100万元且重点项目", "p1", True),
        ("key = no or not ongoing", "p1", True),
        ("year(end) = 2016 and month(end) = 12", "p1", True),
        ("days(start, end) = 730", "p1", True),
        ("end - start = 730", "p1", True),
        ("start + 730 = end", "p1", True),
        ("end < today", "p1", False),
        ("今天 >= 2016-06-30", "p1", True),
        # texts
        ('title contains "大数据"', "p1", True),
        ("名称开头是'建设'", "p1", True),
        ('title ends "平台" and length(title) = 9', "p1", True),
        ('title matches "建设*平?"', "p1", True),
        ('technologies contains "5G"', "p1", True),
        ('any(technologies, it = "区块链")', "p1", True),
        ("domains contains livelihood", "g1", True),
        ("问题领域 包含 民生", "g1", True),
        ("domains contains industry", "g1", False),
        # links
        ('lead_unit.name = "市大数据局"', "p1", True),
        ('牵头单位 = "U-1"', "p1", True),
        ('lead_unit != "市教育局"', "p1", True),
        ("parent.kind = overall", "g1", True),
        ("count(children) = 1 and empty(parent)", "g0", True),
        ("count(ancestors) = 1", "g1", True),
        ("any(goals, kind = specific)", "p1", True),
        ('any(goals, goal.title contains "政务" and role = primary)', "p1", True),
        ("count(projects) = 1 and count(indicators) = 1", "g1", True),
        ("count(projects, lead_unit = this) = 1", "u1", True),
        ("count(projects, lead_unit = this) = 0 and count(projects) = 1", "u2", True),
        ("count(successors) = 1", "p1", True),
        ("any(predecessors, type = FS and lag_days = 0)", "p2", None),
        ("all(predecessors, end < today)", "p2", False),
        ('count(plan.projects) = 2 and plan.title contains "示例市"', "p1", True),
        ("count(projects, kind = task) = 1", "plan", True),
        ('project.lead_unit = "市大数据局"', "m1", True),
        # rows
        ("sum(funding, amount) = total_investment", "p1", False),
        ("sum(资金, 金额) = 12000.5万元", "p1", True),
        ("any(funding, source = bank_loan and year > 2015)", "p1", True),
        ("sum(funding, amount, source = bank_loan) = 7000.5", "p1", True),
        ("max(milestones, due, stage = proposal) = 2015-03-01", "p1", True),
        ("all(milestones, due <= this.end) and max(milestones, due) = end", "p1", True),
        ("all(milestones, given(acceptance))", "p1", False),
        ("baseline.value < min(targets, value)", "i1", True),
        ("any(actuals, year(period) = 2015)", "i1", True),
        # nothing stated is neither true nor false
        ("running_cost_per_year > 0", "p1", None),
        ("not (running_cost_per_year > 0)", "p1", None),
        ("running_cost_per_year > 0 or key", "p1", True),
        ("running_cost_per_year > 0 and not key", "p1", False),
        ("empty(running_cost_per_year)", "p1", True),
        ("已填(年运维费)", "p1", False),
        ("all(milestones, done_on <= due)", "p1", None),
        ("count(milestones, done_on <= due) = 0", "p1", True),
        ("all(risks, probability = high)", "p1", True),
        ('operator.name = "x"', "p1", None),
    ],
)
def test_a_condition_is_worked_out(view: View, text: str, id_: str, expected: bool | None) -> None:
    assert value(view, text, id_) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3 - 4 / 8", Decimal("6.5")),
        ("-(2 - 5)", Decimal(3)),
        ("total_investment / 3", Decimal(4000)),
        ("total_investment / 0", None),
        ("sum(plan.projects, total_investment)", Decimal(12000)),
        ("９９ × ２", Decimal(198)),
        ("start + 9999999", None),
        ("min(milestones, due)", date(2015, 3, 1)),
        ("min(risks, code)", "refused"),
    ],
)
def test_a_value_is_worked_out(view: View, text: str, expected: Any) -> None:
    if expected == "refused":
        with pytest.raises(ExpressionProblem):
            value(view, text, condition=False)
        return
    assert value(view, text, condition=False) == expected


@pytest.mark.parametrize(
    ("text", "position", "says"),
    [
        ("", 0, "write a condition"),
        ("   ", 0, "write a condition"),
        ("ende > 3", 0, "did you mean end?"),
        ("end > 3", 0, "write year(...)"),
        ("kind = progect", 7, "did you mean project?"),
        ("kind = x1", 7, "programme, project, task"),
        ("end <= 2020-12-31 and", 21, "something is missing at the end"),
        ("(key", 4, "“)” is missing at the end"),
        ("key key", 4, "does not fit here"),
        ("lead_unit", 0, "a condition is expected here, this is an element"),
        ("title > 3", 0, "a text cannot be compared with a number"),
        ('title > "a"', 0, "can only be the same or not"),
        ("funding.amount > 3", 8, "use any, all, count or sum"),
        ('end.name = "x"', 4, "cannot be asked of a day"),
        ("count(end) > 1", 6, "a list is expected here"),
        ("any(milestones)", 0, "write any(list, condition)"),
        ("any(milestones, due)", 16, "a condition is expected here"),
        ("sum(milestones, title) > 1", 16, "a number is expected here"),
        ("cuont(milestones) > 1", 0, "did you mean count?"),
        ("eval(1)", 0, "there is no function"),
        ("a < b < c", 6, "joined with “and”"),
        ("1 < 2 < 3", 6, "joined with “and”"),
        ("'abc", 0, "no closing quotation mark"),
        ("end > 2016-02-30", 6, "no day of the calendar"),
        ("start + end > 1", 8, "cannot be added to days"),
        ("title + title = 'x'", 0, "a number is expected here"),
        ("title * 3 = 'x'", 0, "a number is expected here"),
        ("title = #", 8, "has no meaning here"),
        ("1e999999 > 1", 0, "without exponent"),
        ("9" * 30 + " > 1", 0, "at most 20 digits"),
        ("title = '" + "x" * 300 + "'", 8, "at most 200 characters"),
        ("1+" * 1500 + "1 > 0", 2000, "at most 2000 characters"),
        ("(" * 900, 30, "nested in one another"),
        ("not " * 400 + "key", 120, "nested in one another"),
        ("-" * 900 + "1 > 0", 30, "nested in one another"),
        ("any(plan.projects, " * 60, 573, "nested in one another"),
        ("title matches description", 14, "written out in quotation marks"),
        ("title.__class__ = 1", 6, "cannot be asked of a text"),
        ("lead_unit.__class__ = 1", 10, "Unit has no"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(text: str, position: int, says: str) -> None:
    with pytest.raises(ExpressionProblem) as told:
        understood(text, "project")
    from workbench.i18n import speak

    speak("en")
    assert says in str(told.value)
    assert told.value.position == position
    assert 0 <= told.value.position + told.value.length <= max(len(text), position)
    speak("zh")
    assert str(told.value).startswith("第")
    speak(None)


# -- bounds ------------------------------------------------------------------------------------------------


def steps_of(view: View, text: str, id_: str = "p1", steps: int = 10_000_000) -> int:
    element = view.plan.elements[id_]
    frame = Frame(view, steps)
    understood(text, element.kind_name, condition=False).work_out(frame, element)
    return steps - frame.left


def test_lists_within_lists_are_counted(view: View) -> None:
    once = steps_of(view, "count(plan.projects, kind = task)")
    twice = steps_of(view, "count(plan.projects, count(plan.projects, kind = task) > 1)")
    assert once < 20
    assert twice > 2 * (once - 5)


def test_work_beyond_the_measure_is_refused(view: View) -> None:
    deep = 'title contains "x"'
    for _ in range(6):
        deep = f"any(plan.projects, {deep})"
    assert steps_of(view, deep) > 200
    with pytest.raises(TooCostly):
        steps_of(view, deep, steps=200)


def test_even_an_endless_chain_of_links_ends(view: View) -> None:
    chain = "parent" + ".parent" * 280
    assert value(view, f"given({chain})", "g1") is False


def test_numbers_cannot_grow(view: View) -> None:
    huge = "*".join(["9999999999999999999"] * 90)
    assert value(view, huge, condition=False) is None
    assert value(view, f"{huge} > 1") is None
    assert value(view, "1" + "/9999999999999999999" * 90, condition=False) == 0


@pytest.mark.parametrize(
    ("text", "wanted", "fits"),
    [
        ("建设平台", "*平台", True),
        ("建设平台", "建设", False),
        ("建设平台", "建?平台", True),
        ("建设平台", "*", True),
        ("", "*", True),
        ("", "?", False),
        ("aXbXc", "a*b*c", True),
        ("ab", "ab*b", False),
        ("a.c", "a.c", True),
        ("abc", "a.c", False),
        ("a\nc", "a?c", True),
        ("a" * 100_000, "a*" * 90 + "b", False),
        ("a" * 100_000, "*" * 90 + "a", True),
        ("ab" * 50_000, "*?b?b*" * 30, True),
    ],
)
def test_patterns(text: str, wanted: str, *, fits: bool) -> None:
    assert matches(text, wanted) is fits


def test_patterns_over_long_texts_are_counted(view: View) -> None:
    title = view.plan.elements["p1"].but(title="a" * 1_000_000)
    plan = Plan(view.plan.id, [*(one for one in view.plan.elements.values() if one.id != "p1"), title])
    frame = Frame(View(plan, AS_OF), 10_000_000)
    understood('title matches "*a?a?a?a?b*"', "project").work_out(frame, title)
    assert 10_000 < 10_000_000 - frame.left < 100_000


# -- the vocabulary ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_member_can_be_named_in_both_languages(kind: str) -> None:
    known = by_word(Type("element", (kind,)))
    chinese = words("zh")
    for one in members(Type("element", (kind,))).values():
        assert known[one.name] is one
        assert chinese(one.label) != one.label
    assert not set(known) & {word for word in KEYWORDS if word not in ("是", "否")}


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("结", "结束"),
        ("sta", "start"),
        ("kind = ", "重点工程"),
        ("kind = pro", "programme"),
        ("any(milestones, st", "stage"),
        ("any(里程碑, 阶段 属于 (初验, 终", "终验"),
        ("lead_unit.na", "name"),
        ("牵头单位.名", "名称"),
        ("domains contains l", "livelihood"),
        ("end ", "且"),
        ("sum(资金, ", "年度"),
    ],
)
def test_what_is_typed_is_completed(text: str, first: str) -> None:
    found = suggestions(text, len(text), "project")
    assert found[0].insert == first
    assert all(text[one.start : one.end] == text[found[0].start :] for one in found)


@pytest.mark.parametrize(
    "text", ["", 'title = "a', "((((", "x" * 5000, ")))", "a.b.c.", "any(,,", "。", "kind = “"]
)
def test_completing_never_fails(text: str) -> None:
    for at in {0, len(text) // 2, len(text), len(text) + 5}:
        for language in ("zh", "en"):
            assert len(suggestions(text, at, "project", language)) <= 60
