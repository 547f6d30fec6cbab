"""Schemes rolled forward to another year: what stays, leaves and comes in, with marks that add up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workbench.exchange.json import read_plan
from workbench.plan.elements import Indicator, Milestone, PlanHead, Project, Scheme, SchemeItem, Unit
from workbench.plan.plan import Plan
from workbench.plan.records import (
    Actual,
    Baseline,
    CalendarStep,
    ClassMarks,
    Exemption,
    Group,
    IndicatorLink,
    Span,
    Target,
)
from workbench.rules.checker import Checker
from workbench.rules.fixes.marks import faults_in, tables
from workbench.rules.rolling import pasted, rolled
from workbench.rules.view import View

SAMPLE = Path(__file__).parents[2] / "plans" / "sample-city.json"


def indicator(id_: str, targets: dict[int, int], actual: int | None = None, **more: Any) -> Indicator:
    return Indicator(
        id=id_,
        name=id_,
        direction="higher",
        kind="quantitative",
        baseline=Baseline(value=Decimal(10), year=2025),
        data_source="年报",
        frequency="year",
        responsible_unit="u",
        data_unit="v",
        targets=tuple(Target(year=year, value=Decimal(value)) for year, value in targets.items()),
        actuals=(Actual(period="2026", value=Decimal(actual)),) if actual is not None else None,
        **more,
    )


def item(id_: str, marks: str | None, **more: Any) -> SchemeItem:
    given: dict[str, Any] = {"method": "completion", "units": ("u",), **more}
    return SchemeItem(
        id=id_, code=id_.upper(), scheme="k", marks=None if marks is None else Decimal(marks), **given
    )


def view(*elements: Any, scheme: dict[str, Any] | None = None) -> tuple[View, Scheme]:
    head = PlanHead(
        id="plan",
        position="i",
        title="p",
        status="in_force",
        period=Span(start=date(2026, 1, 1), end=date(2030, 12, 31)),
    )
    year = Scheme(id="k", position="1", code="Y-2026", year=2026, full_mark=Decimal(100), **(scheme or {}))
    units = [Unit(id="u", position="1", name="u"), Unit(id="v", position="2", name="v")]
    placed = [one.but(position=f"{at:03d}") for at, one in enumerate(elements, 1)]
    return Checker(Plan("plan", [head, year, *units, *placed]), date(2027, 1, 10)).view, year


def fates(seen: View, scheme: Scheme, year: int = 2027, **more: Any) -> dict[str, tuple[str, str]]:
    found = rolled(seen, scheme, year, **more)
    return {
        one.item.indicator or one.item.milestone or one.item.project or "": (
            one.outcome,
            str(one.after.marks) if one.after is not None else "",
        )
        for one in found.moves
    }


def test_what_is_finished_leaves_and_what_was_missed_stays() -> None:
    seen, scheme = view(
        indicator("on", {2026: 20, 2027: 30}, 20),
        indicator("reached", {2026: 20}, 21),
        indicator("missed", {2026: 20}, 19),
        indicator("unmeasured", {2026: 20}),
        Project(id="p", title="p"),
        Project(id="q", title="q", status="done"),
        Project(id="r", title="r", status="cancelled"),
        Milestone(id="m1", project="p", title="m1", due=date(2026, 6, 1), done_on=date(2026, 6, 2)),
        Milestone(id="m2", project="p", title="m2", due=date(2026, 9, 1)),
        Milestone(id="m3", project="p", title="m3", due=date(2027, 9, 1)),
        *(
            item(f"t{at}", "10", **thing)
            for at, thing in enumerate(
                (
                    {"indicator": "on"},
                    {"indicator": "reached"},
                    {"indicator": "missed"},
                    {"indicator": "unmeasured"},
                    {"milestone": "m1", "method": "yes_no"},
                    {"milestone": "m2", "method": "yes_no"},
                    {"milestone": "m3", "method": "yes_no"},
                    {"project": "p", "method": "yes_no"},
                    {"project": "q", "method": "yes_no"},
                    {"project": "r", "method": "yes_no"},
                )
            )
        ),
    )
    found = rolled(seen, scheme, 2027)
    assert {one.item.id: one.outcome for one in found.moves} == {
        "t0": "reweighted",
        "t1": "dropped",
        "t2": "unfinished",
        "t3": "unfinished",
        "t4": "dropped",
        "t5": "unfinished",
        "t6": "reweighted",
        "t7": "reweighted",
        "t8": "dropped",
        "t9": "dropped",
    }
    by_id = {one.item.id: one for one in found.moves}
    assert by_id["t2"].item.year_target == 20
    assert by_id["t2"].reason == "2026年目标未完成，结转"
    assert by_id["t4"].reason == "已于2026-06-02完成"
    # Four of ten have left: a hundred among six, in whole marks as they were.
    marks = [one.after.marks for one in found.moves if one.after is not None]
    assert marks == [17, 17, 17, 17, 16, 16]
    assert all(one.reason for one in found.moves)
    assert "T1(2026年后没有目标)" in (found.scheme.notes or "")


def test_free_marks_go_to_what_is_new_and_the_rest_stays() -> None:
    seen, scheme = view(
        indicator("a", {2027: 30}, 20, domains=("industry",)),
        indicator("b", {2027: 30}, 20, domains=("livelihood",)),
        indicator("gone", {2026: 15}, 20),
        indicator("binding", {2027: 30}, nature="binding", domains=("livelihood",)),
        indicator("later", {2028: 30}, nature="binding"),
        Project(id="key", title="key", key=True, lead_unit="v"),
        Project(id="plain", title="plain", lead_unit="v"),
        Project(id="covered", title="c", key=True, lead_unit="v", indicators=(IndicatorLink(indicator="a"),)),
        *(
            Milestone(id=f"m-{one}", project=one, title="m", due=date(2027, 5, 1))
            for one in ("key", "plain", "covered")
        ),
        item("t1", "60", indicator="a", group="产业"),
        item("t2", "30", indicator="b", group="民生"),
        item("t3", "10", indicator="gone", group="产业"),
        item("t4", None, indicator="a", method="bonus"),
        scheme={"groups": (Group(name="产业", marks=Decimal(70)), Group(name="民生", marks=Decimal(30)))},
    )
    found = rolled(seen, scheme, 2027)
    assert found.is_exact
    assert fates(seen, scheme) == {
        "a": ("carried", "None"),
        "b": ("carried", "30"),
        "gone": ("dropped", ""),
        "binding": ("new", "5"),
        "m-key": ("new", "5"),
    }
    new = [one.item for one in found.moves if one.outcome == "new"]
    assert [(one.group, one.method, one.veto, one.units) for one in new] == [
        ("民生", "threshold", "cap_level", ("u",)),
        (new[1].group, "yes_no", None, ("v",)),
    ]
    assert sum(group.marks or 0 for group in found.scheme.groups or ()) == 100
    # Not wanted: one new item less, and an item that is to leave.
    assert fates(seen, scheme, without={"m-key"})["binding"] == ("new", "10")
    assert fates(seen, scheme, with_new=False) == {
        "a": ("carried", "None"),
        "b": ("reweighted", "33"),
        "gone": ("dropped", ""),
    }
    assert fates(seen, scheme, without={"t2"})["b"] == ("dropped", "")


def test_where_nothing_is_free_all_make_room() -> None:
    seen, scheme = view(
        indicator("a", {2027: 30}, 20),
        indicator("b", {2027: 30}, 20),
        indicator("new", {2027: 30}, nature="binding"),
        item("t1", "62.5", indicator="a"),
        item("t2", "37.5", indicator="b"),
    )
    assert fates(seen, scheme) == {
        "a": ("reweighted", "41.5"),
        "b": ("reweighted", "25"),
        "new": ("new", "33.5"),
    }


def test_units_scored_by_themselves_keep_their_marks() -> None:
    seen, scheme = view(
        indicator("a", {2027: 30}),
        indicator("gone", {2026: 15}, 20),
        item("t1", "60", indicator="a"),
        item("t2", "40", indicator="gone"),
        scheme={"scope": "unit"},
    )
    found = rolled(seen, scheme, 2027)
    assert not found.is_exact
    assert fates(seen, scheme)["a"] == ("carried", "60")


def sums_of(seen: View, scheme: Scheme, **more: Any) -> tuple[bool, dict[str, Decimal]]:
    """Whether a scheme rolled forward adds up for its units, and the marks of its items."""
    found = rolled(seen, scheme, 2027, by_unit=True, **more)
    items = [one.after for one in found.moves if one.after is not None]
    plan = Plan("plan", [*seen.plan.elements.values()])
    plan.apply(pasted(seen, found.elements(), 2026, 2027))
    new = next(one for one in plan.all(Scheme) if one.year == 2027)
    then = View(plan, date(2027, 1, 1))
    adds_up = not any(faults_in(then, new, whose, table) for whose, table in tables(then, new).items())
    assert found.by_unit
    assert found.is_exact == adds_up
    return adds_up, {one.indicator or "": one.marks or Decimal(0) for one in items}


def test_each_unit_makes_up_what_has_left_with_what_is_its_own() -> None:
    both = ("u", "v")
    seen, scheme = view(
        *(indicator(one, {2027: 30}) for one in ("shared", "a", "b", "c")),
        indicator("gone", {2026: 15}, 20),
        indicator("new", {2027: 30}, nature="binding"),
        item("t1", "30", indicator="shared", units=both),
        item("t2", "10", indicator="gone", units=both),
        item("t3", "40", indicator="a"),
        item("t4", "20", indicator="b"),
        item("t5", "60", indicator="c", units=("v",)),
        scheme={"scope": "unit"},
    )
    adds_up, marks = sums_of(seen, scheme)
    assert adds_up
    # What both are assessed on counts the same for both; what is each one's own makes up the other 70.
    assert marks == {"shared": 30, "a": 31, "b": 16, "new": 23, "c": 70}
    changed = {one.item.indicator: one.reason for one in rolled(seen, scheme, 2027, by_unit=True).moves}
    assert "60" in changed["c"]
    assert changed["shared"] == ""


def test_units_with_nothing_of_their_own_are_told_not_to_add_up() -> None:
    seen, scheme = view(
        *(indicator(one, {2027: 30}) for one in ("shared", "a")),
        indicator("gone", {2026: 15}, 20),
        item("t1", "60", indicator="shared", units=("u", "v")),
        item("t2", "40", indicator="gone", units=("v",)),
        item("t3", "40", indicator="a"),
        scheme={"scope": "unit"},
    )
    adds_up, marks = sums_of(seen, scheme)
    assert not adds_up
    assert marks == {"shared": 60, "a": 40}


def test_units_assessed_on_the_same_things_are_weighed_together() -> None:
    seen, scheme = view(
        indicator("a", {2027: 30}),
        indicator("b", {2027: 30}),
        indicator("gone", {2026: 15}, 20),
        *(
            item(f"t{at}", m, indicator=one, units=("u", "v"))
            for at, (one, m) in enumerate((("a", "50"), ("b", "30"), ("gone", "20")))
        ),
        scheme={"scope": "unit"},
    )
    adds_up, marks = sums_of(seen, scheme)
    assert adds_up
    assert marks == {"a": 63, "b": 37}


def test_the_marks_of_classes_add_up_for_each_of_them() -> None:
    def by(**marks: str) -> tuple[ClassMarks, ...]:
        return tuple(ClassMarks(unit_class=name, marks=Decimal(value)) for name, value in marks.items())

    seen, scheme = view(
        *(indicator(one, {2027: 30}) for one in ("a", "b")),
        indicator("gone", {2026: 15}, 20),
        item("t1", None, indicator="a", units=None, marks_by_class=by(委="60", 区="50")),
        item("t2", None, indicator="b", units=None, marks_by_class=by(区="30")),
        item("t3", None, indicator="gone", units=None, marks_by_class=by(委="40", 区="20")),
    )
    found = rolled(seen, scheme, 2027, by_unit=True)
    assert found.is_exact
    after = {one.item.indicator: one.after for one in found.moves}
    rows = {
        name: {row.unit_class: row.marks for row in one.marks_by_class or ()}
        for name, one in after.items()
        if one is not None
    }
    assert rows["a"]["委"] == 100
    assert rows["a"]["区"] + rows["b"]["区"] == 100


OF_UNITS = st.tuples(st.integers(1, 40), st.sampled_from(["u", "v", "uv"]), st.booleans())


@given(st.lists(OF_UNITS, min_size=1, max_size=9))
def test_marks_of_units_add_up_or_it_is_said(old: list[tuple[int, str, bool]]) -> None:
    seen, scheme = view(
        *(
            indicator(f"i{at}", {2027: 30} if stays else {2026: 15}, 20)
            for at, (_, _, stays) in enumerate(old)
        ),
        *(
            item(f"t{at}", str(marks), indicator=f"i{at}", units=tuple(units))
            for at, (marks, units, _) in enumerate(old)
        ),
        scheme={"scope": "unit"},
    )
    _, marks = sums_of(seen, scheme)
    assert all(one > 0 for one in marks.values())


def test_the_year_begins_anew() -> None:
    exempt = Exemption(reason="停产", evidence=("证明.pdf",))
    seen, scheme = view(
        indicator("a", {2027: 30}),
        item("t1", "100", indicator="a", exempt=exempt, change_reason="x", year_target=Decimal(7)),
        scheme={
            "frozen": True,
            "notes": "旧",
            "calendar": (CalendarStep(step="自评", from_=date(2024, 2, 29), to=date(2027, 1, 10)),),
        },
    )
    found = rolled(seen, scheme, 2027)
    assert (found.scheme.year, found.scheme.frozen, found.scheme.notes) == (2027, None, None)
    assert found.scheme.calendar == (
        CalendarStep(step="自评", from_=date(2025, 2, 28), to=date(2028, 1, 10)),
    )
    (one,) = found.moves
    assert (one.outcome, one.reason) == ("carried", "")
    assert (one.item.exempt, one.item.change_reason, one.item.year_target) == (None, None, None)


def test_the_sample_rolls_forward_without_a_new_fault() -> None:
    plan = Plan("sample-city-2026", read_plan(SAMPLE.read_bytes(), SAMPLE.name))
    checker = Checker(plan, date(2028, 3, 1))
    checker.full()
    before = {(one.rule, one.id, one.field) for one in checker.findings()}
    last = next(one for one in plan.all(Scheme) if one.year == 2027)
    found = rolled(checker.view, last, 2028)
    assert found.is_exact
    plan.apply(pasted(checker.view, found.elements(), 2027, 2028))
    new = next(one for one in plan.all(Scheme) if one.year == 2028)
    assert new.code == "Y-2028"
    assert len([one for one in plan.all(SchemeItem) if one.scheme == new.id]) == len(
        [one for one in found.moves if one.after is not None]
    )
    checker.full()
    after = {(one.rule, one.id, one.field) for one in checker.findings()}
    # The new scheme is a draft: what a frozen one is asked for is asked later.
    assert not {one for one in after - before if one[0] in ("A503", "A504", "A505", "A510", "A519")}


@given(
    st.lists(st.tuples(st.integers(1, 40), st.booleans()), min_size=1, max_size=12),
    st.integers(0, 4),
)
def test_marks_add_up_whatever_leaves_and_comes(old: list[tuple[int, bool]], new: int) -> None:
    total = sum(marks for marks, _ in old)
    seen, scheme = view(
        *(indicator(f"i{at}", {2027: 30} if stays else {2026: 15}, 20) for at, (_, stays) in enumerate(old)),
        *(indicator(f"n{at}", {2027: 30}, nature="binding") for at in range(new)),
        *(item(f"t{at}", str(marks), indicator=f"i{at}") for at, (marks, _) in enumerate(old)),
        scheme={},
    )
    scheme = scheme.but(full_mark=Decimal(total))
    found = rolled(seen, scheme, 2027)
    marks = [one.after.marks or Decimal(0) for one in found.moves if one.after is not None]
    if marks:
        assert found.is_exact
        assert sum(marks) == total
        assert all(one > 0 for one in marks)


def test_a_scheme_of_which_nothing_is_left_is_empty() -> None:
    seen, scheme = view(indicator("gone", {2026: 15}, 20), item("t1", "100", indicator="gone"))
    found = rolled(seen, scheme, 2027)
    assert [one.outcome for one in found.moves] == ["dropped"]
    assert len(found.elements()) == 1
