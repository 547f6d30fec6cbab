"""The steps of an assessment year: told from the calendar, counted from what was entered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from tests.analysis.schemes import plan_of
from workbench.errors import Problem
from workbench.i18n import words
from workbench.plan.change import Change
from workbench.plan.elements import Scheme
from workbench.plan.plan import Plan
from workbench.plan.records import CalendarStep, Result
from workbench.plan.results import Course, courses
from workbench.session.assessing import assessment, enter_result, lodge_appeal
from workbench.session.schemes import usual_calendar
from workbench.session.year_work import steps_of

EN = words("en")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_steps_of_the_usual_calendar_are_known(language: str) -> None:
    scheme = Scheme(id="k", year=2027, calendar=usual_calendar(2027, words(language)))
    found = {one.name: one for one in steps_of(scheme, date(2028, 2, 20), [])}
    assert (found["self"].first, found["self"].last) == (date(2027, 12, 10), date(2028, 1, 15))
    assert (found["review"].first, found["review"].last) == (date(2028, 1, 16), date(2028, 2, 15))
    assert found["publication"][1:3] == found["appeal"][1:3] == (date(2028, 2, 16), date(2028, 3, 5))
    assert found["final"][1:3] == found["use"][1:3] == (date(2028, 3, 6), date(2028, 3, 31))
    assert [one.when for one in found.values()] == ["over", "over", "now", "now", "coming", "coming"]


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("自评结果复核", ["review"]),
        ("数据核验", ["review"]),
        ("考核评分和通报", ["final"]),
        ("印发考核方案", []),
        ("Publish the scheme", []),
        ("年中调度", []),
        ("结果公示", ["publication"]),
        ("受理申诉", ["appeal"]),
        ("考核结果运用", ["use"]),
    ],
)
def test_a_step_is_known_by_its_name(said: str, names: list[str]) -> None:
    step = CalendarStep(step=said, from_=date(2027, 5, 1), to=date(2027, 5, 31))
    scheme = Scheme(id="k", year=2027, calendar=(step,))
    found = steps_of(scheme, date(2027, 5, 2), [])
    assert [one.name for one in found if one.first is not None] == names


def test_a_year_without_a_calendar_has_counts_only() -> None:
    first = Result(item="t1", unit="u1", self_=Decimal(5), review=Decimal(4), remark="r")
    scheme = Scheme(id="k", year=2027, result_use="  ")
    entered = [Course(("t1", "u1"), (first,)), Course(("t2", "u1"))]
    found = {one.name: one for one in steps_of(scheme, date(2027, 1, 1), entered)}
    assert {one.when for one in found.values()} == {""}
    assert [(one.done, one.of) for one in found.values()] == [(1, 2), (1, 2), (1, 2), (0, 0), (0, 2), (0, 1)]


def entered(plan: Plan, change: Change) -> Course:
    plan.apply(change)
    return courses(plan.all(Scheme)[0].results)["t1", "u1"]


def test_an_appeal_is_entered_and_decided() -> None:
    plan, _ = plan_of({"marks": 100})
    with pytest.raises(Problem, match="not been reviewed"):
        lodge_appeal(plan, "k", "t1", "u1", EN, remark="不服")
    entered(plan, enter_result(plan, "k", "t1", "u1", EN, review=Decimal(80), remark="复核"))
    with pytest.raises(Problem, match="what the appeal asks"):
        lodge_appeal(plan, "k", "t1", "u1", EN, remark=" ")
    course = entered(plan, lodge_appeal(plan, "k", "t1", "u1", EN, remark="不服", by="单位1"))
    assert course.state == "appealed"
    with pytest.raises(Problem, match="waits to be decided"):
        lodge_appeal(plan, "k", "t1", "u1", EN, remark="再次")
    # What was reviewed holds until it is decided.
    assert assessment(plan, 2016, stage="final").total == Decimal("80.00")
    course = entered(plan, enter_result(plan, "k", "t1", "u1", EN, final=Decimal(85), remark="成立"))
    assert (course.state, len(course.entries)) == ("final", 3)
    assert assessment(plan, 2016, stage="final").total == Decimal("85.00")
    assert assessment(plan, 2016, stage="review").total == Decimal("80.00")
