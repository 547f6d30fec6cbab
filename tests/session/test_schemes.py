"""The making of a year's scheme: begun, weighed, frozen, opened, followed over the year, compared."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.analysis.schemes import plan_of
from workbench.errors import Problem
from workbench.exchange.json import read_plan
from workbench.i18n import words
from workbench.plan import edits
from workbench.plan.change import Change
from workbench.plan.elements import Adjustment, Scheme, SchemeItem
from workbench.plan.plan import Plan
from workbench.plan.records import CalendarStep
from workbench.rules.checker import Checker
from workbench.session import schemes
from workbench.session.rolling import proposal

SAMPLE = Path(__file__).parents[2] / "plans" / "sample-city.json"


@pytest.fixture(scope="module")
def sample() -> Plan:
    return Plan("sample-city-2026", read_plan(SAMPLE.read_bytes(), ""))


def after(plan: Plan, change: Change) -> Plan:
    made = plan.snapshot()
    made.apply(change)
    return made


def marks(plan: Plan) -> list[Decimal | None]:
    return [one.marks for one in plan.all(SchemeItem)]


def totals(plan: Plan) -> set[Decimal]:
    scheme = max(plan.all(Scheme), key=lambda one: one.year)
    return {one.total for one in schemes.sums(plan, scheme) if one.group is None}


def test_a_scheme_begins_with_what_is_chosen_of_what_the_year_asks_for(sample: Plan) -> None:
    found = schemes.to_assess(sample, 2028)
    sorts = {one.sort for one in found}
    assert sorts >= {"binding", "expected", "milestone"}
    chosen = [one for one in found if one.sort != "project"]
    made = after(sample, schemes.beginning(sample, 2028, chosen))
    scheme = next(one for one in made.all(Scheme) if one.year == 2028)
    assert totals(made) == {Decimal(100)}
    assert next(one.step for one in scheme.calendar or ()) == "印发考核方案"
    checker = Checker(made, date(2028, 6, 30))
    checker.full()
    faults = {one.rule for one in checker.findings_of(scheme.id)} & {"A502", "A503", "A504"}
    assert not faults
    with pytest.raises(Problem):
        schemes.beginning(sample, 2027, chosen)


def test_units_scored_by_themselves_have_the_full_mark_each(sample: Plan) -> None:
    found = [one for one in schemes.to_assess(sample, 2028) if one.sort == "expected"]
    made = after(sample, schemes.beginning(sample, 2028, found, "unit", calendar=False))
    assert totals(made) == {Decimal(100)}
    assert len(schemes.sums(made, schemes.schemes_of(made)[0])) > 5


def test_what_is_left_goes_to_the_items_without_marks() -> None:
    plan, _ = plan_of({"marks": 40}, {"marks": 25}, {"marks": None}, {"marks": None})
    made = after(plan, schemes.share_out(plan, "k"))
    assert marks(made) == [40, 25, 18, 17]
    # A bonus stands outside.
    plan, _ = plan_of({"marks": 60}, {"marks": None}, {"marks": None, "method": "bonus"})
    assert marks(after(plan, schemes.share_out(plan, "k"))) == [60, 40, None]
    plan, _ = plan_of({"marks": 100}, {"marks": None})
    with pytest.raises(Problem, match="Nothing is left"):
        schemes.share_out(plan, "k")


def test_what_units_share_keeps_its_marks_and_their_own_makes_up_the_rest() -> None:
    both = ["u1", "u2"]
    plan, _ = plan_of(
        {"units": both, "marks": 40},
        {"units": ["u1"], "marks": 20},
        {"units": ["u1"], "marks": 10},
        {"units": ["u2"], "marks": 90},
        scope="unit",
    )
    made = after(plan, schemes.share_out(plan, "k"))
    assert marks(made) == [40, 40, 20, 60]
    assert all(one.fits for one in schemes.sums(made, made.all(Scheme)[0]))
    assert schemes.share_out(made, "k").is_empty
    # Who has nothing of their own cannot make anything up.
    plan, _ = plan_of({"units": both, "marks": 40}, {"units": ["u1"], "marks": 70}, scope="unit")
    with pytest.raises(Problem, match="cannot be made to add up"):
        schemes.share_out(plan, "k")


def test_groups_that_state_marks_are_filled_each_by_itself() -> None:
    groups = [{"name": "甲", "marks": 70}, {"name": "乙", "marks": 30}]
    plan, _ = plan_of(
        {"marks": 30, "group": "甲"},
        {"marks": None, "group": "甲"},
        {"marks": 10, "group": "乙"},
        {"marks": 10, "group": "乙"},
        groups=groups,
    )
    scheme = plan.all(Scheme)[0]
    assert [(one.group, one.total, one.wanted) for one in schemes.sums(plan, scheme)] == [
        (None, Decimal(50), Decimal(100)),
        ("甲", Decimal(30), Decimal(70)),
        ("乙", Decimal(20), Decimal(30)),
    ]
    made = after(plan, schemes.share_out(plan, "k"))
    assert marks(made) == [30, 40, 15, 15]
    assert all(one.fits for one in schemes.sums(made, made.all(Scheme)[0]))
    assert schemes.share_out(made, "k").is_empty


@given(st.lists(st.decimals("0.01", "60", places=2) | st.none(), min_size=1, max_size=12))
def test_marks_shared_out_come_to_the_full_mark_exactly(given_marks: list[Decimal | None]) -> None:
    plan, _ = plan_of(*({"marks": None} for _ in given_marks))
    plan = Plan(
        "p",
        [
            one.but(marks=given_marks[int(one.id[1:]) - 1]) if isinstance(one, SchemeItem) else one
            for one in plan.elements.values()
        ],
    )
    try:
        change = schemes.share_out(plan, "k")
    except Problem:
        assert sum(one for one in given_marks if one is not None) >= 100
        return
    made = marks(after(plan, change))
    assert sum(one for one in made if one is not None) == 100
    assert all(one is not None and one > 0 for one in made)


def test_a_frozen_scheme_is_opened_only_with_a_reason() -> None:
    plan, _ = plan_of({"marks": 90})
    frozen = after(plan, schemes.freeze(plan, "k"))
    for verb in (schemes.share_out, schemes.freeze, schemes.set_calendar):
        with pytest.raises(Problem, match="frozen"):
            verb(frozen, "k")
    with pytest.raises(Problem, match="reason"):
        schemes.unfreeze(frozen, "k", "  ")
    change = schemes.unfreeze(frozen, "k", "第三季度统一调整", on=date(2016, 9, 1))
    assert change.reason == "第三季度统一调整"
    made = after(frozen, change)
    assert made.all(Scheme)[0].frozen is False
    (adjustment,) = made.all(Adjustment)
    assert (adjustment.on, adjustment.reason) == (date(2016, 9, 1), "第三季度统一调整")


def test_the_course_of_a_year_says_what_is_due() -> None:
    steps = (
        CalendarStep(step="印发", from_=date(2016, 2, 1), to=date(2016, 3, 15)),
        CalendarStep(step="调度", from_=date(2016, 3, 10), to=date(2016, 4, 10)),
        CalendarStep(step="自评", from_=date(2016, 12, 10), to=date(2017, 1, 15)),
        CalendarStep(step="待定"),
    )
    scheme = Scheme(id="k", year=2016, calendar=steps)

    def told(day: date) -> tuple[list[str], str | None, bool]:
        found = schemes.course(scheme, day)
        return [one.step for one in found.now], found.next.step if found.next else None, found.is_over

    assert told(date(2016, 1, 31)) == ([], "印发", False)
    assert told(date(2016, 3, 15)) == (["印发", "调度"], "自评", False)
    assert told(date(2016, 6, 1)) == ([], "自评", False)
    assert told(date(2017, 1, 15)) == (["自评"], None, False)
    assert told(date(2017, 1, 16)) == ([], None, True)
    usual = schemes.usual_calendar(2016, words("zh"))
    assert all(one.from_ and one.to and one.from_ <= one.to for one in usual)
    assert usual[-1].to == date(2017, 3, 31)


def test_two_years_differ_in_what_was_decided(sample: Plan) -> None:
    by_year = {one.year: one for one in sample.all(Scheme)}
    assert schemes.last_scheme(sample, by_year[2027]) == by_year[2026]
    assert schemes.last_scheme(sample, by_year[2026]) is None
    found = {one.item.id: one for one in schemes.compared(sample, by_year[2026], by_year[2027])}
    assert found["x27-a7"].state == "new"
    assert (found["x27-a3"].state, found["x27-a3"].fields) == ("changed", ("marks",))
    assert found["x27-a3"].in_words(sample, words("zh")) == "分值 5 → 3"
    assert found["x27-a4"].in_words(sample, words("en")) == (
        "Value for no points 60 → 62; Value for full points 80 → 82"
    )
    assert found["x27-d1"].in_words(sample, words("zh")) == "计分方法 完成率 → 进步幅度"
    assert found["x27-a1"].state == "same"
    without = after(sample, edits.delete(sample, ["x27-a1"]))
    gone = [one for one in schemes.compared(without, by_year[2026], by_year[2027]) if one.state == "gone"]
    assert [one.item.id for one in gone] == ["x26-a1"]


def test_items_of_one_thing_stand_beside_those_of_the_same_units() -> None:
    plan, before = plan_of({"indicator": "i1", "units": ["u1"]}, {"indicator": "i1", "units": ["u2"]})
    later = Scheme(id="k2", position="z", year=before.year + 1)
    first, second = (one for one in plan.all(SchemeItem))
    moved = first.but(id="n1", scheme="k2", units=("u3",)), first.but(id="n2", scheme="k2", position="z")
    plan = Plan("p", [*plan.elements.values(), later, *moved])
    found = {one.item.id: one for one in schemes.compared(plan, before, later)}
    assert (found["n1"].before, found["n1"].fields) == (second, ("units",))
    assert (found["n2"].before, found["n2"].state) == (first, "same")


def test_rolling_leaves_the_decision_to_people(sample: Plan) -> None:
    first = proposal(sample, 2027)
    leaving = [one for one in first.rolled.moves if one.outcome == "dropped"]
    coming = [one for one in first.rolled.moves if one.outcome == "new"]
    staying = next(one for one in first.rolled.moves if one.outcome == "carried")
    decided = proposal(
        sample,
        2027,
        without={staying.key, *(one.key for one in coming)},
        keep={one.key for one in leaving},
        reasons={staying.key: "移交专项考核"},
    )
    by_key = {one.key: one for one in decided.rolled.moves}
    assert not [one for one in decided.rolled.moves if one.outcome == "new"]
    assert all(by_key[one.key].after is not None for one in leaving)
    assert by_key[staying.key].reason == "移交专项考核"
    made = after(sample, decided.change())
    scheme = next(one for one in made.all(Scheme) if one.year == 2028)
    assert "移交专项考核" in (scheme.notes or "")
    assert totals(made) == {Decimal(100)}
